"""Findings are what the sources do: each is listed with the objects it concerns, and none is a warning."""

import pytest

from sphinx_claims.core.findings import KINDS


@pytest.fixture
def site(projects, case_pages, syntax):
    """All cases, built once."""
    return projects("findings", case_pages("findings"), syntax)


def test_finding(site, finding):
    standing = {id_ for id_, e in site.view.model.estimates.items() if e.place.docname == finding["name"]}
    found = {(f.kind, f.objects, f.text) for f in site.view.findings if set(f.objects) & standing}
    assert found == {(f["kind"], tuple(f["objects"]), f["text"]) for f in finding.get("findings", ())}
    listed = site.words("index-of-findings.html")
    for words in (*finding.get("shows", ()), *(f["text"][1:] for f in finding.get("findings", ()))):
        assert words in listed


def test_every_kind_has_a_case(all_cases):
    assert {f["kind"] for case in all_cases("findings").values() for f in case.get("findings", ())} == set(KINDS)


def test_findings_are_never_warnings(site):
    assert site.warnings == ()


def test_list_of_one_kind(site):
    sums = site.words("index-of-findings.html").split("Sums alone¶")[1]
    assert "misses by 90" in sums
    assert "though narrower" not in sums
