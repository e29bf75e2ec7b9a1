"""Fixtures for the Typst builders: small projects made on the spot, and what is in their PDF."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

import pypdf
import pytest

ROOTS = Path(__file__).parent / "roots"
CONF = 'project = "A Book"\nauthor = "An Author"\ncopyright = "2024, An Author"\nextensions = ["sphinx_typst"]\n'


@pytest.fixture(scope="session")
def rootdir():
    return ROOTS


@dataclass
class Book:
    """A built project."""

    outdir: Path
    warnings: str

    @property
    def source(self):
        return (self.outdir / "main.typ").read_text("utf-8")

    @property
    def body(self):
        """The source after the settings."""
        return self.source.partition("// document: the root document\n")[2].strip()

    @property
    def pdf(self):
        [path] = self.outdir.glob("*.pdf")
        return pypdf.PdfReader(io.BytesIO(path.read_bytes()))

    @property
    def pages(self):
        return [" ".join(page.extract_text().split()) for page in self.pdf.pages]

    def files(self):
        """Every file that the build left, by its name, but for Sphinx's pickles."""
        return {
            path.relative_to(self.outdir).as_posix(): path.read_bytes()
            for path in sorted(self.outdir.rglob("*"))
            if path.is_file() and ".doctrees" not in path.parts
        }


@pytest.fixture
def build(make_app, tmp_path, monkeypatch):
    """Build a project from texts: ``build({"index.rst": ...}, conf=..., builder=...)``."""
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)

    def build_(files, *, conf="", builder="typst", fresh=True):
        srcdir = tmp_path / "project"
        srcdir.mkdir(exist_ok=True)
        for name, content in {"conf.py": CONF + conf, **files}.items():
            path = srcdir / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        app = make_app(builder, srcdir=srcdir, freshenv=fresh)
        app.build()
        return Book(Path(app.outdir), app.warning.getvalue())

    return build_


@pytest.fixture
def write(build):
    """The Typst source of one reST document; without warnings, unless *warns*."""

    def write_(text, *, conf="", warns=False, **files):
        book = build({"index.rst": "Book\n====\n\nLead.\n\n" + text, **files}, conf=conf)
        assert warns or not book.warnings, book.warnings
        return book.body

    return write_
