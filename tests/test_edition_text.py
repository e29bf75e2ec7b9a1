"""The edition's text: what its principles promise of every chapter, held against the files."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
EDITION = ROOT / "edition"
PARTS = ("doctrine", "rise", "state", "economy", "terror", "society", "war", "after", "legacy")
CHAPTERS = [path for part in PARTS for path in sorted((EDITION / part).glob("*.md"))]
#: A number that counts, measures or gives a share; dates, ordinals and numbers of structure are none.
TYPED = re.compile(
    r"\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)? ?%|\bper cent\b|\b(?:millions?|billions?|hundreds of|thousands of|dozens of)\b"
)


def running_prose(path):
    """(line, text) of the running prose: without directives, headings, roles, quotations and links."""
    fences, found = [], []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        fence = re.match(r"(:{3,}|`{3,})(\{)?", line)
        if fence and fence[2]:
            fences.append(fence[1])
        elif fences and line.strip() == fences[-1]:
            fences.pop()
        elif not fences and not line.startswith("#"):
            found.append((number, line))
    return found


def words(path):
    text = "\n".join(line for _number, line in running_prose(path))
    return len(re.sub(r"\{[\w:]+\}`([^`<]*?)(?: ?<[^`>]*>)?`", r"\1", text).split())


@pytest.fixture(params=CHAPTERS, ids=[f"{path.parent.name}/{path.stem}" for path in CHAPTERS])
def chapter(request):
    return request.param


def test_all_chapters_are_found():
    assert len(CHAPTERS) > 30


def test_a_chapter_opens_with_a_paragraph_and_ends_with_the_literature(chapter):
    text = chapter.read_text(encoding="utf-8")
    opening = re.match(r"# [^\n]+\n\n(?P<paragraph>[^\n#:`].*?)\n\n", text, re.DOTALL)
    assert opening
    assert len(opening["paragraph"].split()) > 50
    assert re.findall(r"^## (.*)$", text, re.MULTILINE)[-1] == "Further reading"
    assert text.partition("## Further reading")[2].count("{cite:") > 2


def test_a_chapter_is_neither_a_note_nor_a_book(chapter):
    assert 900 <= words(chapter) <= 2200


def test_no_figure_is_typed_into_the_prose(chapter):
    typed = []
    for number, line in running_prose(chapter):
        plain = re.sub(r"\{[\w:]+\}`[^`]*`|\"[^\"]*\"|“[^”]*”|\]\([^)]*\)", " ", line)
        typed += [f"{number}: {found[0]}" for found in TYPED.finditer(plain)]
    assert typed == []


def test_a_chapter_has_entries_in_the_general_index(chapter):
    assert chapter.read_text(encoding="utf-8").count(".. index::") > 2


def test_every_term_of_the_vocabulary_is_used():
    text = "".join(path.read_text(encoding="utf-8") for path in EDITION.rglob("*.md"))
    vocabulary = tomllib.loads((EDITION / "vocabulary.toml").read_text(encoding="utf-8"))
    broader = {term["within"] for kind in vocabulary.values() for term in kind.values() if "within" in term}
    unused = [
        f"{kind}: {term}"
        for kind in ("units", "counts", "places", "basis")
        for term in vocabulary[kind]
        if term not in broader and not re.search(rf":(?:unit|counts|place|basis|compare-as):.*{re.escape(term)}", text)
    ]
    assert unused == []


def test_every_note_number_of_w_is_kept():
    """W prints the numbers 1 to 239, but never 96; the notes themselves are lost."""
    text = "".join(path.read_text(encoding="utf-8") for path in EDITION.rglob("*.md"))
    kept = set()
    for found in re.finditer(r"W \d+\.\d+(?:[^;{}\n`]*\{([^{}]*)\}|, (n\.[^<`]*))", text):
        for first, last in re.findall(r"\b(\d+)(?:[–-](\d+))?", found[1] or found[2]):
            kept.update(range(int(first), int(last or first) + 1))
    assert sorted({*range(1, 240)} - {96} - kept) == []
