"""The bibliography's data: what every entry must have."""

import re
from pathlib import Path

import pytest
from pybtex.database.input.bibtex import Parser

from sphinx_claims.bibliography import labels, style
from sphinx_claims.bibliography.entries import from_memory

BIB = Path(__file__).parent.parent / "bib"
FILES = sorted(BIB.glob("*.bib"))
ORIGINS = {
    "census1937",
    "census1939",
    "foreign-trade-statistics",
    "gulag-accounts",
    "mvd1953",
    "nkvd-00447-reports",
    "nkvd-national-operations",
    "ogpu-deportation-1930-31",
    "soviet-livestock-series",
    "soviet-official-statistics",
    "special-settlements-accounts",
    "tsunkhu-vital-statistics",
}


def read(path):
    return list(Parser("utf-8").parse_file(path).entries.values())


ENTRIES = [entry for path in FILES for entry in read(path)]
BY_KEY = {entry.key: entry for entry in ENTRIES}


def ids(entry):
    return entry.key


def isbn_is_sound(isbn):
    digits = isbn.replace("-", "")
    if len(digits) == 13:
        return sum(int(digit) * (1, 3)[place % 2] for place, digit in enumerate(digits)) % 10 == 0
    values = [10 if digit == "X" else int(digit) for digit in digits]
    return len(values) == 10 and sum(value * (10 - place) for place, value in enumerate(values)) % 11 == 0


def test_keys_are_unique_across_files():
    keys = [entry.key.lower() for entry in ENTRIES]
    assert sorted(keys) == sorted(set(keys))


def test_primary_sources_are_origins():
    assert {key for key in ORIGINS if BY_KEY[key].fields.get("origin") != "yes"} == set()


@pytest.mark.parametrize("entry", ENTRIES, ids=ids)
def test_entry(entry):
    fields = entry.fields
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", entry.key)
    assert style.ALIASES.get(entry.type, entry.type) in style.FORMATS
    assert [name for name, value in fields.items() if not value.strip()] == []
    assert re.search(r"\b(seen|from memory)\b", fields["verified"])
    assert fields.get("origin", "yes") == "yes"
    assert fields.get("title")
    assert re.fullmatch(r"(1[89]|20)\d\d(/(1[89]|20)\d\d)?", fields.get("year", "1900"))
    assert labels.short_label(entry)


@pytest.mark.parametrize("entry", [e for e in ENTRIES if "isbn" in e.fields], ids=ids)
def test_isbn(entry):
    assert isbn_is_sound(entry.fields["isbn"])


@pytest.mark.parametrize("entry", [e for e in ENTRIES if "doi" in e.fields], ids=ids)
def test_doi(entry):
    assert re.fullmatch(r"10\.\d{4,9}/\S+", entry.fields["doi"])


def test_labels_are_told_apart():
    suffixes = labels.label_suffixes(ENTRIES)
    printed = [labels.short_label(entry, suffixes.get(entry.key, "")) for entry in ENTRIES]
    assert len(set(printed)) == len(printed)


def test_text_uses_typographic_signs():
    for entry in ENTRIES:
        text = str(style.format_text(entry))
        assert not re.search(r"[\"'{}\\]|--|  | ,|\.\.", text), (entry.key, text)


def test_what_is_from_memory_is_said():
    said = {entry.key: from_memory(entry.fields["verified"]) for entry in ENTRIES}
    assert said["getty1985"] == "Subtitle from memory."
    assert said["cliff1978"] == "Bibliographic data from memory."
    assert said["getty1993"] == ""
    assert {text for text in said.values() if text and not text.endswith("from memory.")} == set()
