"""The edition as a book: whole, linked, tagged, and the same from the same sources."""

import os
import re
import subprocess
import sys
from functools import cached_property
from pathlib import Path

import pypdf
import pytest

ROOT = Path(__file__).parents[2]


def run(builder, out, doctrees, seed):
    """What a build of the edition complained of."""
    command = [sys.executable, "-m", "sphinx", "-q", "-c", ".", "-b", builder, "-d", doctrees, "edition", out]
    env = {**os.environ, "PYTHONPATH": str(ROOT / "ext"), "SOURCE_DATE_EPOCH": "1700000000", "PYTHONHASHSEED": seed}
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=True).stderr


class Edition:
    """The book, read as far as a test asks."""

    def __init__(self, folder):
        self.folder = folder
        self.said = run("typstpdf", folder / "book", folder / "doctrees", "1")
        self.path = folder / "book" / "stalinism.pdf"
        self.pdf = pypdf.PdfReader(self.path)
        self.labels = self.pdf.page_labels

    @cached_property
    def openings(self):
        """The page, from 0, on which each heading stands that has a bookmark, by its title."""

        def walk(items):
            for item in items:
                if isinstance(item, list):
                    yield from walk(item)
                else:
                    yield item["/Title"].replace("\u00a0", " "), self.pdf.get_destination_page_number(item)

        return dict(walk(self.pdf.outline))

    def text(self, first, last=None):
        """The words of a page or of several, counted from 0."""
        pages = self.pdf.pages[first : (first if last is None else last) + 1]
        return " ".join(" ".join(page.extract_text().replace("\u00a0", " ").split()) for page in pages)


@pytest.fixture(scope="session")
def edition(tmp_path_factory):
    return Edition(tmp_path_factory.mktemp("edition"))


def test_nothing_is_complained_of(edition):
    assert edition.said == ""
    assert 500 < len(edition.pdf.pages) < 900
    assert edition.path.stat().st_size < 10_000_000


def test_the_source_is_the_same_every_time(edition):
    again = edition.folder / "again"
    assert run("typst", again, edition.folder / "fresh", "2") == ""
    for name in ("main.typ", "book.typ", "template.typ"):
        assert (again / name).read_bytes() == (edition.path.parent / name).read_bytes()


def test_metadata(edition):
    metadata, root = edition.pdf.metadata, edition.pdf.trailer["/Root"]
    assert metadata.title == "Stalinism: A collation of two accounts"
    assert metadata.author
    assert metadata.creation_date.year == 2023
    assert root["/Lang"] == "en"
    assert root["/MarkInfo"]["/Marked"]
    assert "pdfuaid:part" in root["/Metadata"].get_data().decode()


def test_front_matter(edition):
    assert edition.text(2).startswith("Stalinism A collation of two accounts")
    assert "14 November 2023" in edition.text(2)
    assert "CC BY 4.0" in edition.text(3)
    assert edition.text(4).startswith("Contents Introduction")
    first = edition.openings["Introduction"]
    assert edition.labels[first] == "1"
    assert edition.text(first).startswith("Introduction The subject")


def test_parts_open_on_right_hand_pages_and_list_their_chapters(edition):
    for part in ("Economy", "Terror", "Apparatus", "Guide"):
        assert edition.openings[part] % 2 == 0
    page = edition.text(edition.openings["Terror"])
    assert re.match(r"Terror Dekulakization and class persecution \d+ The Great Purge \d+ The mass operations", page)
    assert "Collectivization" not in page


def test_every_link_has_a_place(edition):
    pages = {page.indirect_reference.idnum for page in edition.pdf.pages}
    names = set(edition.pdf.named_destinations)
    links = [note.get_object() for page in edition.pdf.pages for note in page.get("/Annots", [])]
    inside = [link.get("/Dest") or link["/A"]["/D"] for link in links if "/URI" not in link.get("/A", {})]
    assert len(inside) > 3000
    assert all(place in names if isinstance(place, str) else place[0].idnum in pages for place in inside)


def test_a_figure_is_found_from_the_list_and_stands_with_source_and_id(edition):
    start = edition.openings["List of quantities"]
    listed = edition.text(start, edition.openings["Chronology"] - 1)
    number = re.search(r"Executions by the NKVD, 1937–1938 \(p\. (\d+)\)", listed)[1]
    at = edition.labels.index(number)
    # both hyphens are one glyph; at the end of a line one of them is taken for the other
    unit = re.sub("[-\xad] ?", "-", edition.text(at, at + 2))
    assert "Executions by the NKVD, 1937–1938" in unit
    assert re.search(r"681,692 .*Getty.*executions-1937-38-mvd", unit)


def test_the_concordance_says_where_to_turn(edition):
    start = edition.openings["Concordance"]
    rows = edition.text(start, start + 8)
    pages = re.search(r" W 3\.1 .*? (\d+(?:; \d+)*) W 3\.2 ", rows)[1].split("; ")
    chapter = edition.labels[edition.openings["The word and its meanings"]]
    assert any(0 <= int(page) - int(chapter) < 4 for page in pages)
    assert "W 3.1" in edition.text(edition.labels.index(pages[0]))


def test_running_heads_name_part_and_chapter(edition):
    at = edition.openings["The Gulag"]
    left, right = sorted((at + 1, at + 2), key=lambda page: page % 2 == 0)
    assert re.match(r"\d+ Terror ", edition.text(left))
    assert re.match(r"The Gulag \d+ ", edition.text(right))


def test_bibliography_and_index_name_pages(edition):
    works = edition.text(edition.openings["Bibliography"] + 2)
    assert len(re.findall(r"resting on it: [^.]+ \(p\. \d+\)", works)) > 3
    assert re.search(r"Adamets, Serguei, \d+", edition.text(edition.openings["Index of scholars"]))
