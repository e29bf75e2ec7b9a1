"""Real builds of small projects, once a session; each is written in MyST and has a twin in reStructuredText."""

import re
import shutil
import tomllib
import warnings
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import pytest
from sphinx.deprecation import RemovedInSphinx11Warning
from sphinx.testing.util import SphinxTestApp
from sphinx.util.console import strip_escape_sequences

HERE = Path(__file__).parent
SYNTAXES = ("myst", "rst")

CONF = """\
project = "Mini"
author = "The editors"
copyright = "the editors"
version = "1"
extensions = ["myst_parser", "sphinx_claims", "sphinx_typst"]
myst_enable_extensions = ["colon_fence"]
myst_heading_anchors = 3
bibtex_bibfiles = ["works.bib"]
bibtex_default_style = "history"
claims_units = {
    "deaths": {}, "executions": {"within": "deaths"}, "persons": {}, "t": {}, "%": {}, "ratio": {},
    "degrees": {"additive": False},
}
claims_counts = {"persons sentenced": {}, "persons shot": {"within": "persons sentenced"}, "inhabitants": {}}
claims_places = {"USSR": {}, "Ukraine": {"within": "USSR"}, "Kyiv": {"within": "Ukraine"}}
html_theme = "alabaster"
suppress_warnings = ["toc.not_included"]
"""

WORKS = """\
@article{getty1993, author = {Getty, J. Arch and Zemskov, Viktor N.}, title = {Victims}, journal = {AHR},
  volume = {98}, year = {1993}, pages = {1017--1049}, verified = {seen: scan}}
@book{conquest1968, author = {Conquest, Robert}, title = {The Great Terror}, publisher = {Macmillan},
  address = {London}, year = {1968}, verified = {from memory}}
@misc{mvd1953, author = {{MVD}}, title = {Summary}, year = {1953}, origin = {yes}, verified = {seen: scan}}
"""


@dataclass(frozen=True)
class Built:
    """What a build left: its output, its warnings one a line, and the view it worked out."""

    out: Path
    src: Path
    warnings: tuple[str, ...]
    view: object
    statuscode: int

    def page(self, name):
        """The text of an output file."""
        return (self.out / name).read_text(encoding="utf-8")

    def words(self, name):
        """What a reader reads in the page `name`, without markup."""
        return text_of(self.page(name))


def text_of(markup):
    """The words of HTML or XML, blanks made single."""
    import html

    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", markup)).split())


def as_rst(text):
    """The reStructuredText twin of MyST `text`: the same words on the same lines."""
    lines, fences, underline = [], [], ""
    for line in text.splitlines():
        indent = "   " * len(fences)
        if underline:
            lines.append(underline)
            underline = ""
        elif heading := re.fullmatch(r"(#+) (.+)", line):
            title = _roles(heading[2])
            lines.append(title)
            underline = "=-~"[len(heading[1]) - 1] * max(4, 2 * len(title))
        elif opened := re.fullmatch(r"( *)(:{3,})\{([\w-]+)\} ?(.*)", line):
            margin, fence, name, argument = opened.groups()
            argument = argument.replace(".md", ".rst") if name == "include" else _roles(argument)
            lines.append(f"{indent}{margin}.. {name}:: {argument}".rstrip())
            fences.append(margin + fence)
        elif fences and line == fences[-1]:
            fences.pop()
            lines.append("")
        else:
            lines.append(f"{indent}{_roles(line)}".rstrip())
    return "\n".join(lines) + "\n"


def _roles(line):
    line = re.sub(r"\{([\w:-]+)\}`([^`]*)`", r":\1:`\2`", line)
    return re.sub(r"\[([^\]]+)\]\(#([\w-]+)\)", r":any:`\1 <\2>`", line)


def write_project(src, files, syntax="myst", conf=CONF):
    """Write `files` (names with ``.md``) into `src`, as they are or as their reStructuredText twins."""
    src.mkdir(parents=True)
    (src / "conf.py").write_text(conf, encoding="utf-8")
    (src / "works.bib").write_text(WORKS, encoding="utf-8")
    for name, text in files.items():
        twin = syntax == "rst" and name.endswith(".md")
        path = src / (name.replace(".md", ".rst") if twin else name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(as_rst(text) if twin else text, encoding="utf-8")
    return src


def run(src, builder="html", *, out=None, warningiserror=False, parallel=0, **settings):
    """Build `src` and leave docutils as it was. Cached builds share nothing but their sources."""
    from sphinx_claims.domain import claims_domain

    warning = StringIO()
    # MyST's include directive asks for it
    warnings.filterwarnings("ignore", ".*BuildEnvironment.app' is deprecated", RemovedInSphinx11Warning)
    app = SphinxTestApp(
        builder,
        srcdir=src,
        builddir=out or src / "_build",
        confoverrides=settings,
        warning=warning,
        warningiserror=warningiserror,
        parallel=parallel,
    )
    try:
        app.build()
        view = claims_domain(app.env).view()
    finally:
        app.cleanup()
    lines = strip_escape_sequences(warning.getvalue()).replace(f"{src}/", "").splitlines()
    return Built(Path(app.outdir), src, tuple(line for line in lines if line), view, app.statuscode)


def root(name):
    """The files of a root by name, but for its configuration, which all share."""
    folder = HERE / "roots" / f"test-{name}"
    return {p.relative_to(folder).as_posix(): p.read_text(encoding="utf-8") for p in sorted(folder.rglob("*.*"))}


@pytest.fixture(scope="session")
def mini():
    """The files of the mini edition: every kind of object, in every place where one may stand."""
    return root("mini")


@pytest.fixture(params=SYNTAXES)
def syntax(request):
    """Each test in MyST and in reStructuredText."""
    return request.param


@pytest.fixture(scope="session")
def projects(tmp_path_factory):
    """Projects by name and syntax, written and built once a session."""
    built, sources = {}, {}

    def project(name, files, syntax="myst", builder="html", conf=CONF, **settings):
        key = (name, syntax)
        if key not in sources:
            sources[key] = write_project(tmp_path_factory.mktemp(name) / syntax, files, syntax, conf)
        job = (*key, builder, repr(sorted(settings.items())))
        if job not in built:
            out = sources[key].parent / f"out-{syntax}-{len(built)}"
            built[job] = run(sources[key], builder, out=out, **settings)
        return built[job]

    return project


@pytest.fixture
def make(tmp_path):
    """Write a project and build it: ``make({"index.md": ...}, syntax, builder, **settings)``."""
    count = iter(range(100))

    def project(files, syntax="myst", builder="html", conf=CONF, **settings):
        return run(write_project(tmp_path / f"p{next(count)}", files, syntax, conf), builder, **settings)

    return project


@pytest.fixture
def rebuild():
    """Build the sources of an earlier build again, over its output."""

    def again(built, builder="html", **settings):
        return run(built.src, builder, out=built.out.parent, **settings)

    return again


@pytest.fixture
def copy_of():
    """Copy a source directory, without what was built in it."""

    def copied(src, to):
        return Path(shutil.copytree(src, to, ignore=shutil.ignore_patterns("_build")))

    return copied


# -- cases kept as TOML files: a page, and what is to be said of it


def cases(folder):
    """The cases of a folder, by name."""
    return {p.stem: tomllib.loads(p.read_text(encoding="utf-8")) for p in sorted((HERE / folder).glob("*.toml"))}


def pages_of(found):
    """One page a case, its further files beside it, and an index over the pages."""
    files = {"index.md": "# All\n\n:::{toctree}\n\n" + "\n".join(found) + "\n:::\n"}
    for name, case in found.items():
        files[f"{name}.md"] = case["text"]
        files |= case.get("files", {})
    return files


def pytest_generate_tests(metafunc):
    """A test that asks for ``fault`` or ``finding`` runs for each case of that folder."""
    for name in ("fault", "finding"):
        if name in metafunc.fixturenames:
            metafunc.parametrize(name, sorted(cases(f"{name}s")), indirect=True)


@pytest.fixture
def fault(request):
    """A case of faults/, with its name."""
    return {"name": request.param, **cases("faults")[request.param]}


@pytest.fixture
def finding(request):
    """A case of findings/, with its name."""
    return {"name": request.param, **cases("findings")[request.param]}


@pytest.fixture(scope="session")
def all_cases():
    """All cases of a folder by name."""
    return cases


@pytest.fixture(scope="session")
def case_pages():
    """The project that holds all cases of a folder."""
    return lambda folder: pages_of(cases(folder))
