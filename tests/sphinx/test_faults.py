"""Every kind of fault, in MyST and in reStructuredText: named, located, said in one line, visible in the page.

The cases are pages in ``faults/``, each with the faults that are to be told of it, all and no other.
"""

import re
from pathlib import Path

import pytest

from sphinx_claims.core.diagnostics import Rule

EXTENSIONS = {"myst": "md", "rst": "rst"}
LINE = re.compile(r"(?P<path>[^:]+):(?P<line>\d+): WARNING: (?P<text>.*) \[claims\.(?P<code>[a-z-]+)\]")


@pytest.fixture
def site(projects, case_pages, syntax):
    """All cases, built once."""
    return projects("faults", case_pages("faults"), syntax, exclude_patterns=["parts"])


def told(built, *files):
    """The faults told of these files: (path, line, code, text)."""
    found = [LINE.fullmatch(line) for line in built.warnings]
    return sorted((m["path"], int(m["line"]), m["code"], m["text"]) for m in found if m and m["path"] in files)


def test_case(site, syntax, fault):
    extension = EXTENSIONS[syntax]
    files = {f"{fault['name']}.{extension}", *(name.replace(".md", f".{extension}") for name in fault.get("files", ()))}
    said = told(site, *files)
    expected = sorted(
        (f"{f.get('file', fault['name'])}.{extension}", f["line"], f["code"]) for f in fault.get("faults", ())
    )
    assert [entry[:3] for entry in said] == expected
    page = site.words(f"{fault['name']}.html")
    for wanted in fault.get("faults", ()):
        words = [word.replace("EXT", extension) for word in wanted["says"]]
        lines = [e for e in said if e[1:3] == (wanted["line"], wanted["code"]) and all(w in e[3] for w in words)]
        assert len(lines) == 1, (words, said)
        assert not wanted["id"] or f" {wanted['id']}: " in lines[0][3]
        assert not wanted["id"] or lines[0][3] in page, "the page says what is wrong"
        for words in wanted["shows"]:
            assert words in page.replace("\u00a0", " ")


def test_every_rule_has_a_case(all_cases):
    tested = {f["code"] for case in all_cases("faults").values() for f in case.get("faults", ())}
    only_in_myst = {"repeated-option"}  # docutils refuses it by itself
    assert tested | only_in_myst == {rule.code for rule in Rule}


def test_nothing_else_is_told(site):
    assert [line for line in site.warnings if not LINE.fullmatch(line)] == []


def test_a_second_build_repeats_the_faults(make, rebuild, all_cases, syntax):
    text = all_cases("faults")["unknown-option"]["text"]
    first = make({"index.md": text}, syntax)
    assert len(first.warnings) == 4  # three of options, one of the siglum
    assert rebuild(first).warnings == first.warnings


def test_a_fault_fails_a_build_that_asks_for_it(make, syntax):
    page = {"index.md": "# Page\n\n:::{claim} none A claim\n:source: getty1993\n:::\n"}
    assert make(page, syntax).statuscode == 0
    assert make(page, syntax, warningiserror=True).statuscode == 1


def test_faults_are_suppressed_by_name(make, all_cases, syntax):
    text = all_cases("faults")["several-on-a-page"]["text"]
    names = ["claims.unknown-option", "claims.unreadable-figure", "claims.self-relation"]
    told = make({"index.md": text}, syntax, suppress_warnings=names).warnings
    assert len(told) == 4
    assert not any(f"[{name}]" in line for name in names for line in told)
    assert make({"index.md": text}, syntax, suppress_warnings=["claims.*"]).warnings == ()


def test_duplicate_ids_on_two_pages_name_both_places(make, syntax):
    quantity = "# {0}\n\n:::{{quantity}} same The {0} one\n:unit: deaths\n\nBody of the {0}.\n:::\n"
    index = "# Index\n\n:::{toctree}\n\nfirst\nsecond\n:::\n"
    files = {"index.md": index, "first.md": quantity.format("First"), "second.md": quantity.format("Second")}
    built = make(files, syntax)
    end = EXTENSIONS[syntax]
    assert [(line.split(": WARNING")[0], f"second.{end}:3 already" in line) for line in built.warnings] == [
        (f"first.{end}:3", True),
        (f"second.{end}:3", False),
    ]
    assert "Body of the Second." in built.words("second.html")
    assert "[claims.duplicate-id]" in built.words("second.html")


def test_parallel_reading_tells_the_same(projects, case_pages, make, syntax):
    pages = case_pages("faults")
    serial = projects("faults", pages, syntax, exclude_patterns=["parts"])
    parallel = make(pages, syntax, parallel=2, exclude_patterns=["parts"])
    assert sorted(parallel.warnings) == sorted(serial.warnings)


def test_duplicate_ids_in_two_sections_of_a_page(make, syntax):
    quantity = "## {0}\n\n:::{{quantity}} same The {0} one\n:unit: deaths\n\nBody of the {0}.\n:::\n\n"
    built = make({"index.md": "# Page\n\n" + quantity.format("First") + quantity.format("Second")}, syntax)
    page = built.page("index.html")
    assert page.count('id="same"') == 1
    assert "The First one" in built.words("index.html")
    assert "Body of the Second." in built.words("index.html")
    assert len(built.warnings) == 2


def test_a_fault_in_an_included_file_is_found_from_any_directory(make, all_cases, syntax, tmp_path, monkeypatch):
    case = all_cases("faults")["included-file"]
    pages = {"index.md": case["text"], **case["files"]}
    told = []
    for here in (tmp_path, tmp_path.parent, Path(__file__).parent):
        monkeypatch.chdir(here)
        told.append(make(pages, syntax, exclude_patterns=["parts"]).warnings)
    assert told[0] == told[1] == told[2]
    assert sum(line.startswith(f"parts/part.{EXTENSIONS[syntax]}:") for line in told[0]) == 5
