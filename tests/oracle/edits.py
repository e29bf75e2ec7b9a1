"""Random edits of a small project, and what is needed to compare an incremental build with a clean one.

A project is a mapping from path to text (or bytes). An edit is a function of a random generator and a project
that changes the project in place and says in a few words what it did, or returns None where it does not
apply. Pages consist of *blocks*, each under a comment line, so that edits can move and drop whole parts.
"""

from __future__ import annotations

import filecmp
import shutil
import struct
import warnings
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from random import Random
from typing import TextIO

from sphinx.application import Sphinx
from sphinx.builders.html import _assets
from sphinx.util.docutils import docutils_namespace, patch_docutils

Files = dict[str, str | bytes]
Edit = Callable[[Random, Files], str | None]

WORDS = ["amber", "basalt", "cedar", "delta", "ember", "fjord", "grove", "heath", "inlet", "jetty", "larch", "north"]


# --- builds and comparison ---------------------------------------------------------------------------------


def write(files: Files, srcdir: Path) -> None:
    """Make the files under *srcdir* those of *files*; one whose content stays is not touched."""
    for path in [path for path in srcdir.rglob("*") if path.is_file()]:
        if path.relative_to(srcdir).as_posix() not in files:
            path.unlink()
    for name, content in files.items():
        path = srcdir / name
        data = content.encode() if isinstance(content, str) else content
        if not path.is_file() or path.read_bytes() != data:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)


def build(
    srcdir: Path,
    outdir: Path,
    doctreedir: Path,
    builder: str = "html",
    *,
    parallel: int = 0,
    filenames: Iterable[Path] = (),
    overrides: dict[str, object] | None = None,
    tags: Sequence[str] = (),
    warning: TextIO | None = None,
) -> list[str]:
    """Build in this process; the names of the pages that were resolved for writing."""
    written: list[str] = []
    _assets._file_checksum_inner.cache_clear()  # lives as long as the process, which is otherwise one build
    with patch_docutils(srcdir), docutils_namespace(), warnings.catch_warnings():
        warnings.filterwarnings("ignore", "This process .* is multi-threaded", DeprecationWarning)
        app = Sphinx(
            srcdir,
            srcdir,
            outdir,
            doctreedir,
            builder,
            confoverrides=overrides,
            status=None,
            warning=warning,
            tags=tags,
            parallel=parallel,
        )
        app.connect("doctree-resolved", lambda _app, _tree, docname: written.append(docname))
        app.build(filenames=[*filenames])
    return sorted(written)


def compare(one: Path, other: Path) -> list[str]:
    """The relative paths of the files that differ between two output directories, or stand in one only.

    Left out are ``.buildinfo`` (a hash of the configuration with its paths) and pickles.
    """
    paths = [path.relative_to(root) for root in (one, other) for path in root.rglob("*") if path.is_file()]
    names = {path.as_posix() for path in paths}
    return sorted(name for name in names if not _left_out(name) and not _same(one / name, other / name))


def _left_out(name: str) -> bool:
    return name == ".buildinfo" or name.startswith(".doctrees/") or name.endswith((".pickle", ".doctree"))


def _same(one: Path, other: Path) -> bool:
    return one.is_file() and other.is_file() and filecmp.cmp(one, other, shallow=False)


class Oracle:
    """A project that is edited and built, by several builders that share their doctrees."""

    def __init__(self, root: Path, files: Files, builders: Mapping[str, int]) -> None:
        """Build the project *files* under *root*; *builders* gives the number of processes for each builder."""
        self.files = files
        self.builders = builders
        self.srcdir = root / "source"
        self._root = root
        self.srcdir.mkdir(parents=True)
        self.rebuild()

    def apply(self, random: Random, edits: Sequence[Edit], count: int) -> list[str]:
        """Edit the project *count* times at random, and say what was done."""
        done: list[str] = []
        while len(done) < count:
            what = random.choice(edits)(random, self.files)
            if what is not None:
                done.append(what)
        return done

    def outdir(self, builder: str) -> Path:
        return self._root / builder

    def rebuild(self) -> dict[str, list[str]]:
        """Build what has changed; by builder, the pages that were written."""
        write(self.files, self.srcdir)
        doctrees = self._root / "doctrees"
        return {
            builder: build(self.srcdir, self.outdir(builder), doctrees, builder, parallel=parallel)
            for builder, parallel in self.builders.items()
        }

    def differences(self) -> list[str]:
        """The files in which the output differs from that of clean builds, one process each."""
        found: list[str] = []
        for builder in self.builders:
            clean = self._root / "clean"
            build(self.srcdir, clean / builder, clean / "doctrees", builder)
            found += [f"{builder}: {name}" for name in compare(self.outdir(builder), clean / builder)]
            shutil.rmtree(clean)
        return found


# --- the parts of a project --------------------------------------------------------------------------------


def pages(files: Files, suffix: str | tuple[str, ...] = (".rst", ".md")) -> list[str]:
    """The paths of the pages; files under ``parts/`` are included by others."""
    return sorted(name for name in files if name.endswith(suffix) and not name.startswith("parts/"))


def text(files: Files, name: str) -> str:
    content = files[name]
    assert isinstance(content, str)
    return content


def docname(name: str) -> str:
    return name.rpartition(".")[0]


def _mark(name: str) -> str:
    return "% block\n" if name.endswith(".md") else ".. block\n"


def blocks(files: Files, name: str) -> list[str]:
    """The head of a page (with its title) and its blocks."""
    return text(files, name).split(_mark(name))


def put(files: Files, name: str, parts: list[str]) -> None:
    files[name] = _mark(name).join(part.strip("\n") + "\n\n" for part in parts)


def heading(name: str, title: str, level: int = 1) -> str:
    if name.endswith(".md"):
        return f"{'#' * level} {title}\n"
    return f"{title}\n{' =-~'[level] * 40}\n"


def label(name: str, target: str) -> str:
    return f"({target})=\n" if name.endswith(".md") else f".. _{target}:\n\n"


def directive(name: str, kind: str, argument: str, options: dict[str, str], body: str) -> str:
    lines = [f":{key}: {value}".rstrip() for key, value in options.items()]
    if name.endswith(".md"):
        return "\n".join([f"```{{{kind}}} {argument}", *lines, "", body, "```", ""])
    return "\n".join([f".. {kind}:: {argument}", *("   " + line for line in lines), "", *_indent(body), ""])


def _indent(body: str) -> list[str]:
    return ["   " + line for line in body.splitlines()]


def role(name: str, kind: str, target: str) -> str:
    return f"{{{kind}}}`{target}`" if name.endswith(".md") else f":{kind}:`{target}`"


def words(random: Random, count: int = 6) -> str:
    return "Words: " + " ".join(random.choices(WORDS, k=count))


def png(shade: int) -> bytes:
    """A grey picture of one pixel."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(bytes([0, shade]))) + chunk(b"IEND", b"")


def targets(files: Files) -> list[str]:
    """All labels of the project, in order."""
    found = []
    for name in pages(files):
        for line in text(files, name).splitlines():
            if line.startswith(".. _") and line.endswith(":"):
                found.append(line[4:-1])
            elif line.startswith("(") and line.endswith(")="):
                found.append(line[1:-2])
    return found


def _fresh(files: Files, stem: str) -> str:
    """A name with this stem that stands nowhere in the project."""
    whole = "\n".join([*files, *(content for content in files.values() if isinstance(content, str))])
    return next(f"{stem}{number}" for number in range(1, 10_000) if f"{stem}{number}" not in whole)


# --- edits -------------------------------------------------------------------------------------------------


def edit_word(random: Random, files: Files) -> str | None:
    name = random.choice(pages(files))
    lines = text(files, name).splitlines(keepends=True)
    places = [number for number, line in enumerate(lines) if line.startswith("Words: ")]
    if not places:
        return None
    lines[random.choice(places)] = words(random, random.randint(2, 8)) + "\n"
    files[name] = "".join(lines)
    return f"words in {name}"


def edit_title(random: Random, files: Files) -> str | None:
    name = random.choice(pages(files))
    parts = blocks(files, name)
    kept = parts[0].split("\n", 1 if name.endswith(".md") else 2)[-1]
    parts[0] = heading(name, f"Title *{random.choice(WORDS)}* {random.choice(WORDS)}") + kept
    put(files, name, parts)
    return f"title of {name}"


def add_section(random: Random, files: Files) -> str | None:
    name = random.choice(pages(files))
    target = _fresh(files, "sec-")
    level = random.choice([2, 2, 3])
    title = f"Section {random.choice(WORDS)}"
    parts = blocks(files, name)
    if level == 3 and len(parts) == 1:
        level = 2
    parts.append(label(name, target) + heading(name, title, level) + "\n" + words(random))
    put(files, name, parts)
    return f"section {target} in {name}"


def edit_section(random: Random, files: Files) -> str | None:
    name = random.choice(pages(files))
    lines = text(files, name).splitlines()
    places = [number for number, line in enumerate(lines) if line.lstrip("# ").startswith("Section ")]
    if not places:
        return None
    place = random.choice(places)
    start = lines[place].partition("Section ")[0]
    lines[place] = f"{start}Section {random.choice(WORDS)}"
    files[name] = "\n".join(lines) + "\n"
    return f"section title in {name}"


def drop_block(random: Random, files: Files) -> str | None:
    name = random.choice(pages(files))
    parts = blocks(files, name)
    if len(parts) < 3:
        return None
    gone = parts.pop(random.randrange(1, len(parts)))
    put(files, name, parts)
    return f"dropped {gone.strip().splitlines()[0]!r} from {name}"


def move_block(random: Random, files: Files) -> str | None:
    suffix = random.choice([".md", ".rst"])
    source, goal = random.choice(pages(files, suffix)), random.choice(pages(files, suffix))
    parts = blocks(files, source)
    if len(parts) < 3:
        return None
    moved = parts.pop(random.randrange(1, len(parts)))
    put(files, source, parts)
    parts = blocks(files, goal)
    parts.insert(random.randrange(1, len(parts) + 1), moved)
    put(files, goal, parts)
    return f"moved {moved.strip().splitlines()[0]!r} from {source} to {goal}"


def _add_block(random: Random, files: Files, name: str, block: str) -> None:
    parts = blocks(files, name)
    parts.insert(random.randrange(1, len(parts) + 1), block)
    put(files, name, parts)


def add_figure(random: Random, files: Files) -> str | None:
    name = random.choice(pages(files))
    target = _fresh(files, "fig-")
    images = sorted(path for path in files if path.endswith(".png"))
    if random.random() < 0.5 or not images:
        folder = random.choice(["img", "img/more"])
        images = [f"{folder}/{random.choice(WORDS)}.png"]
        files.setdefault(images[0], png(random.randrange(256)))
    block = directive(name, "figure", "/" + random.choice(images), {}, f"Figure of {random.choice(WORDS)}")
    _add_block(random, files, name, label(name, target) + block)
    return f"figure {target} in {name}"


def edit_image(random: Random, files: Files) -> str | None:
    images = sorted(path for path in files if path.endswith(".png"))
    if not images:
        return None
    name = random.choice(images)
    files[name] = png(random.randrange(256))
    return f"image {name}"


def add_reference(random: Random, files: Files) -> str | None:
    name = random.choice(pages(files))
    target = random.choice([*targets(files), "no-such-label"])
    page = docname(random.choice(pages(files)))
    choices = [
        role(name, "ref", target),
        role(name, "ref", f"with text <{target}>"),
        role(name, "numref", target),
        role(name, "doc", f"/{page}"),
        role(name, "any", target),
        role(name, "term", random.choice(WORDS)),
        role(name, "py:func", f"tools.{random.choice(WORDS)}"),
        role(name, "eq", random.choice(WORDS)),
    ]
    if name.endswith(".md"):
        choices += [f"[](/{random.choice(pages(files))})", f"[](#{target})", f"[text](#{target})"]
    written = random.choice(choices)
    _add_block(random, files, name, f"See {written}.")
    return f"reference {written} in {name}"


def add_index_entry(random: Random, files: Files) -> str | None:
    name = random.choice(pages(files))
    kind = random.choice(["single", "pair", "see", "triple"])
    count = {"single": 1, "pair": 2, "see": 2, "triple": 3}[kind]
    entry = "; ".join(random.choices(["Alpha", "alpha", *WORDS], k=count))
    _add_block(random, files, name, directive(name, "index", f"{kind}: {entry}", {}, "") + "\n" + words(random))
    return f"index entry {entry} in {name}"


def add_object(random: Random, files: Files) -> str | None:
    name = random.choice(pages(files))
    thing = random.choice(
        [
            directive(name, "py:module", "tools", {}, ""),
            directive(name, "py:function", f"tools.{random.choice(WORDS)}()", {}, words(random)),
            directive(name, "envvar", random.choice(WORDS).upper(), {}, words(random)),
        ]
    )
    if any(thing.strip().splitlines()[0] in str(content) for content in files.values()):
        return None
    _add_block(random, files, name, thing)
    return f"object in {name}: {thing.splitlines()[0]}"


def add_equation(random: Random, files: Files) -> str | None:
    name = random.choice(pages(files))
    word = random.choice(WORDS)
    if any(f":label: {word}" in str(content) for content in files.values()):
        return None
    _add_block(random, files, name, directive(name, "math", "", {"label": word}, "a = b"))
    return f"equation {word} in {name}"


def edit_glossary(random: Random, files: Files) -> str | None:
    terms = random.sample(WORDS, random.randint(1, 5))
    lines = "\n".join(f"{term}\n   {words(random)}" for term in terms)
    parts = blocks(files, "glossary.rst")
    parts[1:2] = [directive("glossary.rst", "glossary", "", {}, lines)]
    put(files, "glossary.rst", parts)
    return f"glossary of {', '.join(terms)}"


def edit_part(random: Random, files: Files) -> str | None:
    name = random.choice(sorted(path for path in files if path.startswith("parts/")))
    files[name] = words(random) + "\n"
    return f"included file {name}"


def add_download(random: Random, files: Files) -> str | None:
    name = random.choice(pages(files))
    path = f"data/{random.choice(WORDS)}.csv"
    files[path] = words(random)
    _add_block(random, files, name, f"Get {role(name, 'download', '/' + path)}.")
    return f"download {path} in {name}"


def _toctree_page(random: Random, files: Files) -> tuple[str, list[str], list[int]]:
    """A page with a toctree, its lines, and the numbers of the lines that are entries."""
    name = random.choice(["index.rst", "part/index.rst"])
    lines = text(files, name).splitlines()
    start = lines.index(".. toctree::")
    entries = []
    for number in range(start + 1, len(lines)):
        if lines[number].strip() and not lines[number].startswith("   "):
            break
        if lines[number].startswith("   ") and not lines[number].strip().startswith(":"):
            entries.append(number)
    return name, lines, entries


def shuffle_toctree(random: Random, files: Files) -> str | None:
    name, lines, entries = _toctree_page(random, files)
    contents = [lines[number] for number in entries]
    random.shuffle(contents)
    for number, content in zip(entries, contents, strict=True):
        lines[number] = content
    files[name] = "\n".join(lines) + "\n"
    return f"order in {name}"


def edit_toctree_options(random: Random, files: Files) -> str | None:
    name, lines, entries = _toctree_page(random, files)
    start = lines.index(".. toctree::")
    options = random.sample(
        [":maxdepth: 1", ":maxdepth: 2", ":hidden:", ":numbered:", ":titlesonly:", ":caption: Parts"],
        random.randint(0, 2),
    )
    contents = [lines[number] for number in entries]
    rest = lines[(entries[-1] if entries else start) + 1 :]
    lines[start + 1 :] = [*("   " + option for option in options), "", *contents, "", *rest]
    files[name] = "\n".join(lines) + "\n"
    return f"options {options} in {name}"


def retitle_toctree_entry(random: Random, files: Files) -> str | None:
    name, lines, entries = _toctree_page(random, files)
    if not entries:
        return None
    number = random.choice(entries)
    entry = lines[number].strip()
    if "<" in entry:
        lines[number] = "   " + entry.partition("<")[2].rstrip(">")
    elif entry != "*":
        lines[number] = f"   {random.choice(WORDS)} <{entry}>"
    files[name] = "\n".join(lines) + "\n"
    return f"title of entry {entry} in {name}"


def _new_page(random: Random, name: str) -> str:
    title = f"Title {random.choice(WORDS)}"
    return heading(name, title) + "\n" + words(random) + "\n\n" + _mark(name) + words(random) + "\n"


def add_page(random: Random, files: Files) -> str | None:
    folder = random.choice(["", "part/", "more/"])
    name = _fresh(files, f"{folder}p") + random.choice([".rst", ".md"])
    files[name] = _new_page(random, name)
    if folder != "more/" and random.random() < 0.8:  # pages in more/ are globbed
        goal = "part/index.rst" if folder else "index.rst"
        entry = docname(name).removeprefix(folder)
        lines = text(files, goal).splitlines()
        start = next(n for n in range(lines.index(".. toctree::"), len(lines)) if not lines[n].strip())
        lines.insert(start + 1, f"   {entry}")
        files[goal] = "\n".join(lines) + "\n"
    return f"new page {name}"


_FIXED = {"index.rst", "part/index.rst", "glossary.rst", "more/index.rst"}


def remove_page(random: Random, files: Files) -> str | None:
    candidates = [name for name in pages(files) if name not in _FIXED]
    if len(candidates) < 5:
        return None
    name = random.choice(candidates)
    del files[name]
    _drop_entry(random, files, name)
    return f"removed {name}"


def _drop_entry(random: Random, files: Files, name: str) -> None:
    """Take a page out of the tables of contents, though not always."""
    if random.random() < 0.3:
        return
    for goal, entry in (("index.rst", docname(name)), ("part/index.rst", docname(name).removeprefix("part/"))):
        lines = text(files, goal).splitlines()
        kept = [line for line in lines if line.strip() != entry and not line.endswith(f"<{entry}>")]
        files[goal] = "\n".join(kept) + "\n"


def rename_page(random: Random, files: Files) -> str | None:
    candidates = [name for name in pages(files) if name not in _FIXED]
    name = random.choice(candidates)
    folder, suffix = name.rpartition("/")[0], name[name.rindex(".") :]
    new = _fresh(files, f"{folder}/q" if folder else "q") + suffix
    files[new] = files.pop(name)
    for goal in ("index.rst", "part/index.rst"):
        start = "part/" if goal.startswith("part/") else ""
        old_entry, new_entry = docname(name).removeprefix(start), docname(new).removeprefix(start)
        lines = [
            line.replace(old_entry, new_entry) if line.strip().rstrip(">").endswith(old_entry) else line
            for line in text(files, goal).splitlines()
        ]
        files[goal] = "\n".join(lines) + "\n"
    return f"renamed {name} to {new}"


def edit_static(random: Random, files: Files) -> str | None:
    if "_static/extra.txt" in files and random.random() < 0.5:
        del files["_static/extra.txt"]
        return "dropped a static file"
    name = random.choice(["_static/own.css", "_static/extra.txt"])
    files[name] = f"/* {words(random)} */\n"
    return f"static file {name}"


def edit_configuration(random: Random, files: Files) -> str | None:
    lines = text(files, "conf.py").splitlines()
    setting = random.choice(
        [
            f"html_title = '{random.choice(WORDS)}'",
            f"html_copy_source = {random.choice([True, False])}",
            f"html_split_index = {random.choice([True, False])}",
            f"html_use_index = {random.choice([True, False])}",
            f"numfig = {random.choice([True, False])}",
        ]
    )
    name = setting.partition(" ")[0]
    files["conf.py"] = "\n".join([*(line for line in lines if not line.startswith(name)), setting]) + "\n"
    return setting


EDITS: list[Edit] = [
    edit_word,
    edit_title,
    add_section,
    edit_section,
    drop_block,
    drop_block,
    move_block,
    add_figure,
    edit_image,
    add_reference,
    add_reference,
    add_reference,
    add_index_entry,
    add_object,
    add_equation,
    edit_glossary,
    edit_part,
    add_download,
    shuffle_toctree,
    edit_toctree_options,
    retitle_toctree_entry,
    add_page,
    remove_page,
    rename_page,
    edit_static,
    edit_configuration,
]


def project(random: Random, theme: str = "alabaster") -> Files:
    """A project of about twelve pages in both syntaxes, with all that the edits work on."""
    files: Files = {
        "conf.py": "\n".join(
            [
                "extensions = ['myst_parser', 'sphinx_claims.exact']",
                "project = 'Oracle'",
                f"html_theme = '{theme}'",
                "html_static_path = ['_static']",
                "html_css_files = ['own.css']",
                "exclude_patterns = ['parts']",
                "numfig = True",
                "",
            ]
        ),
        "_static/own.css": "/* own */\n",
        "parts/included.txt": words(random) + "\n",
        "parts/literal.txt": words(random) + "\n",
        "img/amber.png": png(1),
        "img/more/amber.png": png(2),
    }
    for name in ("p1.rst", "p2.md", "p3.rst", "part/p4.rst", "part/p5.md", "part/p6.rst", "more/p7.md", "more/p8.rst"):
        files[name] = _new_page(random, name)
    for name in ("index.rst", "part/index.rst", "more/index.rst", "glossary.rst"):
        files[name] = heading(name, f"Title {docname(name)}") + "\n"
    files["index.rst"] = text(files, "index.rst") + toctree(["p1", "p2", "part/index", "p3", "more/index", "glossary"])
    files["part/index.rst"] = text(files, "part/index.rst") + toctree(["p4", "p5", "p6", "https://example.org/"])
    more = directive("more/index.rst", "toctree", "", {"glob": "", "maxdepth": "2"}, "*")
    files["more/index.rst"] = text(files, "more/index.rst") + more
    put(
        files,
        "p1.rst",
        [*blocks(files, "p1.rst"), ".. include:: /parts/included.txt", ".. literalinclude:: /parts/literal.txt"],
    )
    put(files, "glossary.rst", [*blocks(files, "glossary.rst"), ""])
    edit_glossary(random, files)
    for edit in (add_section, add_figure, add_figure, add_reference, add_object, add_index_entry, add_equation) * 3:
        edit(random, files)
    return files


def toctree(entries: list[str]) -> str:
    return "\n".join([".. toctree::", "", *("   " + entry for entry in entries), "", ""])
