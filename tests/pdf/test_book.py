"""A whole book: what a reader, and what a reader's machine, finds in the PDF."""

import re
import shutil
from pathlib import Path

import pytest

# MyST-Parser 5 asks Sphinx for what Sphinx 9 deprecates
pytestmark = pytest.mark.filterwarnings("ignore::sphinx.deprecation.RemovedInSphinx11Warning")

ROOT = Path(__file__).parent / "roots" / "test-book"


def files_of(root):
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and "_build" not in path.parts
    }


@pytest.fixture
def harbour(build):
    """Build the test book, with *changes* to its files."""

    def harbour_(changes=None, *, conf="", builder="typstpdf", fresh=True):
        files = {**files_of(ROOT), **(changes or {})}
        files["conf.py"] = files["conf.py"].decode() + conf
        return build(files, builder=builder, fresh=fresh)

    return harbour_


def label_pages(book):
    """Printed number of each page, in order."""
    return book.pdf.page_labels


def test_the_book(harbour):
    """One build, many looks: a build is what takes time."""
    book = harbour()
    pages, pdf = book.pages, book.pdf
    _check_warnings(book.warnings)
    _check_metadata(pdf)
    _check_front_matter(pages)
    _check_running_heads(pages)
    _check_notes(pages)
    _check_references(book, pages)
    _check_tables(pages, pdf)
    _check_index(book, pages)
    _check_bookmarks(pdf)
    _check_links(pdf)
    _check_hyphenation(pdf)


def _check_warnings(warnings):
    assert warnings.count("[typst.") == warnings.count("[typst.glyph]") == 1
    assert "U+1F6A2 (SHIP)" in warnings
    assert "people.md" in warnings


def _check_metadata(pdf):
    assert pdf.metadata.title == "Harbour Books: Accounts of a port"
    assert pdf.metadata.author == "Ann Author"
    assert pdf.metadata["/Keywords"] == "harbour, accounts"
    assert pdf.metadata.creation_date is None
    root = pdf.trailer["/Root"]
    assert root["/Lang"] == "en"
    assert root["/MarkInfo"]["/Marked"]
    assert "pdfuaid:part>1<" in root["/Metadata"].get_object().get_data().decode()


def _check_front_matter(pages):
    assert pages[0] == "Harbour Books"
    assert pages[1] == ""
    assert "Accounts of a port Ann Author" in pages[2]
    assert "Spring" in pages[2]
    assert "2.1 © 2024, Ann Author CC BY 4.0" in pages[3]
    contents = pages[4]
    assert contents.startswith("Contents The ledgers 1 The ledgers")
    assert re.search(r"1\.1 How it was kept[ .]+\d", contents)
    assert "The people" in contents
    assert "grey" not in contents


def _check_running_heads(pages):
    assert any(re.match(r"\d+ The ledgers ", page) for page in pages)
    assert any(re.match(r"2 Tables \d+ ", page) for page in pages)
    assert any(page == "The ledgers" for page in pages)


def _check_notes(pages):
    [page] = [page for page in pages if "The first ledger opens" in page]
    assert re.search(r"opens in 1703\.2 The second repeats it\.2", page)
    assert "1Called the grey books." in page
    assert len(re.findall("A note with emphasis", " ".join(pages))) == 1
    for said in ("A note in a caption", "A note in a title", "A note in a cell", "A note in a head"):
        assert sum(said in page for page in pages) == 1


def _check_references(book, pages):
    [page] = [page for page in pages if "The first ledger opens" in page]
    flat = page.replace("\u00a0", " ")
    assert re.search(r"See The people \(p\. \d+\), the porters \(p\. \d+\), the porters again", flat)
    assert re.search(r"Table 2\.1 \(p\. \d+\), the porters, quietly and the orphan\.", flat)
    assert "how it was kept." in flat
    assert '#xref("orphan' not in book.source
    target = int(re.search(r"See The people \(p\. (\d+)\)", flat)[1])
    labels = label_pages(book)
    opening = next(i for i, page in enumerate(pages) if page.startswith("The people") and "Porters" in page)
    assert labels[opening] == str(target)


def _check_tables(pages, pdf):
    table = [page for page in pages if re.search(r"Remark \d", page)]
    assert len(table) >= 3
    assert all("Year Remark" in page for page in table)
    assert sum("Tolls by year" in page for page in table) == 1
    sizes = [(page.mediabox.width > page.mediabox.height) for page in pdf.pages]
    assert sizes.count(True) == 1


def _check_index(book, pages):
    index = pages[-1].replace("\u00a0", " ")
    assert re.search(r"Index L ledger keeping of, \d+ porters and, \d+ T tolls, \d+", index)
    assert "orphaned" not in index


def _check_bookmarks(pdf):
    def titles(outline):
        return [titles(item) if isinstance(item, list) else item["/Title"].replace("\u00a0", " ") for item in outline]

    assert titles(pdf.outline) == [
        "The ledgers",
        ["1 The ledgers", ["1.1 How it was kept", ["1.1.1 A level is skipped here"]], "2 Tables"],
        "The people",
        ["The people", ["Porters"]],
        "Index",
    ]


def _check_links(pdf):
    internal = [annotation.get_object() for page in pdf.pages for annotation in page.get("/Annots", [])]
    assert len(internal) > 20
    ids = {page.indirect_reference.idnum for page in pdf.pages}
    names = set(pdf.named_destinations)
    for link in internal:
        place = link.get("/Dest") or link["/A"].get("/D")
        if isinstance(place, str):
            assert place in names
        elif place is not None:
            assert place[0].idnum in ids


def _check_hyphenation(pdf):
    text = "\n".join(page.extract_text() for page in pdf.pages)
    # a hyphen at the end of a line within a word of each language
    assert re.search(r"[а-яїіє]\u00ad\n[а-яїіє]", text)
    assert re.search(r"[a-złńśćż]\u00ad\n[a-złńśćż]", text)


def test_incremental_source_equals_a_clean_one(harbour, tmp_path):
    harbour(builder="typst")
    plan = files_of(ROOT)["figures/plan.svg"]
    people = files_of(ROOT)["people.md"].decode()
    harbour(
        {"figures/second.svg": plan, "people.md": people + "\n![Two](figures/second.svg)\n"},
        builder="typst",
        fresh=False,
    )
    assert (tmp_path / "project/_build/typst/_images/figures/second.svg").exists()
    incremental = harbour({"people.md": people + "\nA further line.\n"}, builder="typst", fresh=False)
    left = incremental.files()
    assert "_images/figures/second.svg" not in left
    shutil.rmtree(tmp_path / "project/_build")
    clean = harbour({"people.md": people + "\nA further line.\n"}, builder="typst")
    assert clean.files() == left


def test_same_bytes_and_date(harbour, monkeypatch, tmp_path):
    first = harbour()
    [name] = [name for name in first.files() if name.endswith(".pdf")]
    assert name == "harbour-books.pdf"
    shutil.rmtree(tmp_path / "project/_build")
    assert harbour().files() == first.files()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    dated = harbour()
    assert dated.pdf.metadata.creation_date.year == 1970
