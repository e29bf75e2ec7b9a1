"""Lists: which objects they show, and what is said of filters that cannot be used."""

import pytest

from sphinx_claims.core.blocks import Para, Table
from sphinx_claims.core.lists import RESTING, resting_blocks, view_blocks
from sphinx_claims.core.query import LIMIT, parse_query, select


@pytest.fixture
def view(edition):
    return edition.view(
        edition.witness("W"),
        edition.witness("G"),
        edition.quantity("q1", "Deaths"),
        edition.quantity("q2", "Births", withdrawn="elsewhere"),
        edition.estimate("e1", "1,000", "q1", rank="preferred", rank_reason="best"),
        edition.estimate("e2", "9,000", "q1", witness="W 1.1"),
        edition.estimate("e3", "700", "q1", source="conquest1968", rank="deprecated", rank_reason="old"),
        edition.estimate("e4", "1,000", "q1", by="edition", sum_of="e1"),
        edition.estimate("e5", "1,001", "q1", emends="1,01", emends_reason="misprint", derives_from="mvd1953"),
        edition.claim("c1", "One", by="Robert Conquest", topic="archives; camps", disputes="c2"),
        edition.claim("c2", "Two", witness="G 1.1; W 2.2", topic="camps"),
    )


@pytest.mark.parametrize(
    ("options", "ids"),
    [
        ({}, ["q1", "q2", "e1", "e2", "e3", "e4", "e5", "c1", "c2"]),
        ({"kind": "quantities"}, ["q1", "q2"]),
        ({"kind": "estimates, claims"}, ["e1", "e2", "e3", "e4", "e5", "c1", "c2"]),
        ({"show": "contested"}, ["q1", "c1", "c2"]),
        ({"show": "contested", "kind": "claim"}, ["c1", "c2"]),
        ({"show": "unsourced"}, ["e2", "c2"]),
        ({"show": "emended"}, ["e5"]),
        ({"show": "deprecated"}, ["e3"]),
        ({"show": "preferred"}, ["e1"]),
        ({"show": "withdrawn"}, ["q2"]),
        ({"show": "computed"}, ["e4"]),
        ({"show": "all"}, ["q1", "q2", "e1", "e2", "e3", "e4", "e5", "c1", "c2"]),
        ({"show": "contested unsourced"}, ["c2"]),
        ({"by": "Robert Conquest"}, ["e3", "c1"]),
        ({"by": "the edition"}, ["e4"]),
        ({"by": "edition; Robert Conquest", "kind": "estimate"}, ["e3", "e4"]),
        ({"source": "conquest1968"}, ["e3"]),
        ({"source": "mvd1953"}, ["e5"]),
        ({"witness": "G"}, ["c2"]),
        ({"witness": "G, W"}, ["e2", "c2"]),
        ({"topic": "camps"}, ["c1", "c2"]),
        ({"topic": "archives; nothing"}, ["c1"]),
        ({"quantity": "q1", "kind": "estimate", "show": "preferred"}, ["e1"]),
        ({"quantity": "q2"}, ["q2"]),
    ],
)
def test_filters(view, options, ids):
    query, problems = parse_query(options)
    assert problems == []
    assert [thing.id for thing in select(view, query)] == ids


@pytest.mark.parametrize(
    ("options", "name", "value"),
    [
        ({"kind": "theorem"}, "kind", "theorem"),
        ({"show": "contestd"}, "show", "contestd"),
        ({"limit": "0"}, "limit", "0"),
        ({"limit": "-3"}, "limit", "-3"),
        ({"limit": "many"}, "limit", "many"),
        ({"limit": "１２"}, "limit", "１２"),
        ({"sort": "id"}, "sort", "id"),
    ],
)
def test_filters_that_cannot_be_used_are_left_out(view, options, name, value):
    query, problems = parse_query(options)
    assert [(p.option, p.value) for p in problems] == [(name, value)]
    assert problems[0].hint
    assert query.limit == LIMIT
    assert len(select(view, query)) == 9


def test_the_place_of_a_list_is_no_option(view):
    assert parse_query({":place": "index.md:3"})[1] == []
    assert view_blocks(view, "claims-findings", {":place": "index.md:3"})[1] == []


def test_a_huge_limit_is_read(view):
    assert parse_query({"limit": "9" * 5_000})[0].limit == 999_999_999


def cells(block):
    return [["".join(run.text for run in cell) for cell in row.cells] for row in block.rows]


def test_a_list_is_a_table_for_each_kind(view):
    blocks, _problems = view_blocks(view, "claims-list", {"show": "contested"})
    assert [b.header[0] for b in blocks] == ["Quantity", "Claim"]
    assert "".join(r.text for r in blocks[0].caption) == "One quantity"
    assert cells(blocks[0])[0][:2] == ["Deaths", "1,000–9,000"]
    assert [row[0] for row in cells(blocks[1])] == ["One", "Two"]
    assert cells(blocks[1])[0][3] == "disputes Two"
    assert blocks[0].rows[0].roles == ("contested",)


def test_a_caption_of_its_own(view):
    blocks, _problems = view_blocks(view, "claims-list", {"kind": "claim", "caption": "What is said"})
    assert "".join(r.text for r in blocks[0].caption) == "What is said"


def test_why_a_figure_is_in_the_list(view):
    rows = cells(view_blocks(view, "claims-list", {"show": "emended"})[0][0])
    assert rows[0][0] == "1,001"
    assert rows[0][4] == "printed “1,01”: misprint"
    assert cells(view_blocks(view, "claims-list", {"show": "deprecated"})[0][0])[0][4] == "old"


def test_a_cut_is_said(view):
    blocks, _problems = view_blocks(view, "claims-list", {"kind": "estimate", "limit": "2"})
    assert len(blocks[0].rows) == 2
    assert isinstance(blocks[1], Para)
    assert blocks[1].runs[0].text == "2 of 5 are shown."


def test_nothing_found_is_said(view):
    blocks, _problems = view_blocks(view, "claims-list", {"by": "Nobody"})
    assert [b.runs[0].text for b in blocks] == ["Nothing in the edition answers to this."]


@pytest.mark.parametrize(
    ("options", "heads"),
    [
        ({}, ["Quantity", "Claim"]),
        ({"kind": "quantity"}, ["Quantity"]),
        ({"kind": "claims"}, ["Claim"]),
        ({"show": "agree"}, ["Claim"]),
        ({"show": "only W"}, ["Quantity"]),
    ],
)
def test_collation(view, options, heads):
    blocks, problems = view_blocks(view, "claims-collation", options)
    assert problems == []
    assert [b.header[0] for b in blocks] == heads
    assert all(isinstance(b, Table) and b.header[1:] == ("W", "G", "Verdict") for b in blocks)


def test_collation_shows_each_reading_with_its_place(view):
    quantities, claims = view_blocks(view, "claims-collation", {})[0]
    assert cells(quantities) == [["Deaths", "9,000 W\u00a01.1", "—", "only W speaks"]]
    assert cells(claims) == [["Two", "W\u00a02.2", "G\u00a01.1", "agree in reporting it"]]


def test_collation_without_witnesses(edition):
    blocks, _problems = view_blocks(edition.view(edition.quantity("q")), "claims-collation", {})
    assert blocks[0].runs[0].text == "No witness speaks."


def test_findings_by_kind(edition):
    view = edition.view(
        edition.witness("W"),
        edition.quantity("q", "Deaths"),
        edition.estimate("a", "1,000", witness="W 1.1"),
        edition.estimate("b", "3,000", witness="W 1.2"),
    )
    heading, items = view_blocks(view, "claims-findings", {"kind": "witness"})[0]
    assert heading.runs[0].text == "Witnesses with two figures (1)"
    said = "".join(run.text for run in items.items[0].runs)
    assert said == "W gives both 1,000 (a) and 3,000 (b): they are apart. See 1,000 in “Deaths”, 3,000 in “Deaths”."
    assert view_blocks(view, "claims-findings", {"kind": "sum"})[0][0].runs[0].text == "Nothing was found."


def text(blocks):
    return ["".join(run.text for run in para.runs) for group in blocks for para in group.blocks]


def test_what_rests_on_a_work(edition):
    view = edition.view(
        edition.quantity("q", "Deaths"),
        edition.estimate("a", "1,000", source="mvd1953"),
        edition.estimate("b", "2,000", derives_from="a"),
        edition.claim("c", "One", source="mvd1953{p. 3}"),
    )
    assert text(resting_blocks(view, "mvd1953")) == [
        "Figures resting on it: 1,000 in Deaths.",
        "Claims resting on it: One.",
        "Would fall with it as well: 2,000 in Deaths.",
    ]
    assert resting_blocks(view, "conquest1968") == ()


def test_a_long_row_of_what_rests_is_cut_and_the_cut_is_said(edition):
    n = RESTING + 5
    rows = [edition.estimate(f"e{at}", "1,000") for at in range(n)]
    claims = [edition.claim(f"c{at}", source="getty1993") for at in range(n)]
    said = text(resting_blocks(edition.view(edition.quantity("q"), *rows, *claims), "getty1993"))
    assert [line.rpartition("; ")[2] for line in said] == ["and 5 more.", "and 5 more."]
