"""After any edit an incremental build equals a clean one, and only the pages concerned are written again."""

import os
import shutil

import pytest
from sphinx.testing.util import SphinxTestApp

PAGES = ("index", "one", "two", "plain", "list")
SUFFIX = {"html": ".html", "text": ".txt"}


class Project:
    """A copy of a root, and its builds."""

    def __init__(self, source, folder):
        self.src = folder / "src"
        self.folder = folder
        shutil.copytree(source, self.src)
        self.clock = 0

    def build(self, builder="html", *, out="out", docs="doctrees", parallel=0, files=(), **settings):
        app = SphinxTestApp(
            builder,
            srcdir=self.src,
            builddir=self.folder / out,
            parallel=parallel,
            confoverrides=settings,
        )
        app.doctreedir = self.folder / docs
        app.build(filenames=[str(self.src / file) for file in files])
        outdir, warnings = app.outdir, app.warning.getvalue()
        app.cleanup()
        assert warnings == ""
        return outdir

    def clean(self, builder="html", **settings):
        for name in ("clean", "clean-doctrees"):
            shutil.rmtree(self.folder / name, ignore_errors=True)
        return self.build(builder, out="clean", docs="clean-doctrees", **settings)

    def edit(self, name, old, new):
        path = self.src / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")
        self.later(path)

    def later(self, path):
        """Give *path* a time behind all earlier ones: clocks of file systems are coarse."""
        self.clock += 10
        now = path.stat().st_mtime_ns + self.clock * 1_000_000_000
        os.utime(path, ns=(now, now))


#: Sphinx's own: the former says which build this is, the latter keeps words that are gone
NOT_OF_THE_BIBLIOGRAPHY = {".buildinfo", "searchindex.js"}


def files_of(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name not in NOT_OF_THE_BIBLIOGRAPHY
    }


def stamps(folder, builder="html"):
    return {page: (folder / f"{page}{SUFFIX[builder]}").stat().st_mtime_ns for page in PAGES}


def rewritten(before, after):
    """The pages written again, but for the one whose toctree lists them: Sphinx takes that along."""
    return {page for page in PAGES if before[page] != after[page]} - {"index"}


@pytest.fixture(params=["bib-rst", "bib-myst"])
def project(request, rootdir, tmp_path):
    found = Project(rootdir / f"test-{request.param}", tmp_path)
    found.kind = request.param.removeprefix("bib-").replace("myst", "md")
    return found


@pytest.fixture
def rst(rootdir, tmp_path):
    return Project(rootdir / "test-bib-rst", tmp_path)


def cite(project, key):
    return {"rst": f":cite:p:`{key}`", "md": f"{{cite:p}}`{key}`"}[project.kind]


def test_added_and_removed_citation(project):
    outdir = project.build()
    before = stamps(outdir)
    project.edit(f"two.{project.kind}", "An archive", f"Also {cite(project, 'nove1990')}. An archive")
    project.build()
    assert "Nove, Alec" in (outdir / "list.html").read_text(encoding="utf-8")
    assert rewritten(before, stamps(outdir)) == {"two", "list"}
    assert files_of(outdir) == files_of(project.clean())
    before = stamps(outdir)
    project.edit(f"two.{project.kind}", f"Also {cite(project, 'nove1990')}. ", "")
    project.build()
    assert "Nove, Alec" not in (outdir / "list.html").read_text(encoding="utf-8")
    assert rewritten(before, stamps(outdir)) == {"two", "list"}
    assert files_of(outdir) == files_of(project.clean())


def test_changed_year_reaches_the_pages_that_cite_it(project):
    outdir = project.build()
    before = stamps(outdir)
    project.edit("refs.bib", "year = {1953}", "year = {1954}")
    project.edit("refs.bib", "year = {1991}", "year = {1992}")
    project.build()
    assert "Земсков 1992" in (outdir / "two.html").read_text(encoding="utf-8")
    assert rewritten(before, stamps(outdir)) == {"two", "list"}
    assert files_of(outdir) == files_of(project.clean())


def test_uncited_entry_concerns_its_list_alone(rst):
    outdir = rst.build()
    before = stamps(outdir)
    rst.edit("refs.bib", "@misc{nove1990,", "@misc{another, author={Aa, B}, title={T}}\n@misc{nove1990,")
    rst.build()
    # the list's page is read again since it depends on the file
    assert rewritten(before, stamps(outdir)) <= {"list"}
    assert files_of(outdir) == files_of(rst.clean())


def test_letter_behind_a_year_comes_and_goes(rst):
    outdir = rst.build()
    rst.edit("one.rst", "names :cite:author:`trotsky-a`, year :cite:year:`trotsky-a`", "")
    rst.edit("one.rst", "two :cite:p:`trotsky-a,getty1993`,", "")
    rst.build()
    assert "see <a" in (outdir / "one.html").read_text(encoding="utf-8")
    assert "1937b" not in (outdir / "one.html").read_text(encoding="utf-8")
    before = stamps(outdir)
    rst.edit("two.rst", "An archive", "Here :cite:t:`trotsky-a`. An archive")
    rst.build()
    assert "1937b" in (outdir / "one.html").read_text(encoding="utf-8")
    assert rewritten(before, stamps(outdir)) == {"one", "two", "list"}
    assert files_of(outdir) == files_of(rst.clean())


def test_nothing_is_rewritten_when_nothing_changed(rst):
    outdir = rst.build()
    before = stamps(outdir)
    rst.build()
    assert stamps(outdir) == before


def test_second_builder_that_shares_doctrees(rst):
    rst.build("html", out="out")
    text = rst.build("text", out="out-text")
    rst.edit("two.rst", "An archive", "Also :cite:p:`nove1990`. An archive")
    rst.build("html", out="out")
    before = stamps(text, "text")
    rst.build("text", out="out-text")
    assert rewritten(before, stamps(text, "text")) == {"two", "list"}
    assert files_of(text) == files_of(rst.clean("text"))


def test_removed_page(rst):
    outdir = rst.build()
    rst.edit("index.rst", "   two\n", "")
    (rst.src / "two.rst").unlink()
    rst.build()
    assert "GARF" not in (outdir / "list.html").read_text(encoding="utf-8")
    assert (outdir / "list.html").read_bytes() == (rst.clean() / "list.html").read_bytes()


def test_parallel_equals_serial(rst):
    assert files_of(rst.build(parallel=2)) == files_of(rst.clean())


@pytest.mark.parametrize(
    ("setting", "value"),
    [("bibtex_cite_id", "entry-{key}"), ("bibtex_default_style", "plain"), ("bibtex_bibfiles", ["refs.bib", "b.bib"])],
)
def test_setting_that_was_used_in_reading(rst, setting, value):
    (rst.src / "b.bib").write_text("@misc{more, title={More}}", encoding="utf-8")
    for name in ("trotsky-a", "trotsky-b", "zemskov1991"):
        rst.edit("refs.bib", f"{{{name},", f"{{{name}, publisher = {{P}},")
    outdir = rst.build()
    rst.build(**{setting: value})
    clean = rst.clean(**{setting: value})
    for page in PAGES:
        assert (outdir / f"{page}.html").read_bytes() == (clean / f"{page}.html").read_bytes()


def test_order_of_reading_does_not_matter_to_several_lists(rst):
    (rst.src / "b.bib").write_text("@misc{more, title={More}}", encoding="utf-8")
    listing = "{}\n====\n\n:cite:p:`more,getty1993`\n\n.. bibliography:: {}\n"
    (rst.src / "list.rst").write_text(listing.format("List", "refs.bib"), encoding="utf-8")
    (rst.src / "plain.rst").write_text(listing.format("Plai", "b.bib"), encoding="utf-8")
    settings = {"bibtex_bibfiles": ["refs.bib", "b.bib"]}
    outdir = rst.build(**settings)
    rst.later(rst.src / "plain.rst")
    rst.build(**settings)
    rst.edit("list.rst", "getty1993", "trotsky-a")
    rst.build(**settings)
    assert files_of(outdir) == files_of(rst.clean(**settings))
