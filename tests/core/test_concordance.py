"""The concordance: sections and sentences of a witness, and where the edition treats them."""

import pytest

from sphinx_claims.core.blocks import Group, Ref, Table
from sphinx_claims.core.concordance import concord, landing
from sphinx_claims.core.lists import view_blocks
from sphinx_claims.core.records import Mention, Page
from sphinx_claims.core.shown import mention_text
from sphinx_claims.core.view import derive

CONTENTS = (("1", "Lead", 2), ("2", "Purges", 3))


def mention(target, docname="terror", anchor="shot", **more):
    return Mention("witness", target, f"{docname}.md", 1, docname=docname, anchor=anchor, **more)


@pytest.fixture
def view(edition):
    """Two chapters and a page with a concordance."""
    records = (
        edition.witness("W", contents=CONTENTS),
        edition.witness("G"),
        edition.quantity("q", "Deaths"),
        edition.estimate("e", "9,000", witness="W 2.1; G 12.4"),
    )
    claim = edition.claim("c", "Too low", witness="W 2.1; W 2.3; G 3.1")._replace(docname="toll")
    return derive(
        [
            Page(
                records, (mention("W 1.2"), mention("W 2"), mention("W 2.1; W 2.2", "index", "head")), "index", "Intro"
            ),
            Page((claim,), (mention("W 2.3", "toll", "why"), mention("W 2.3", "toll", "later")), "toll", "The toll"),
            Page((), (), "concordance", "Concordance", (("claims-concordance", (("witness", "W"),)),)),
        ],
        {},
        edition.settings,
    )


def passages(view, siglum):
    return {p.locator: p for section in view.concordance[siglum] for p in section.passages}


def test_every_sentence_of_the_contents_has_its_row(view):
    assert list(passages(view, "W")) == ["1.1", "1.2", "2.1", "2.2", "2.3"]
    assert [(s.locator, s.title, s.treated) for s in view.concordance["W"]] == [("1", "Lead", 1), ("2", "Purges", 3)]


def test_a_sentence_names_its_objects_and_a_place_for_each_document(view):
    found = passages(view, "W")["2.1"]
    assert found.objects == ("e", "c")
    # words about the sentence are a better place than the apparatus
    assert found.places == (("index", "head"), ("toll", "c"))
    assert passages(view, "W")["2.3"].places == (("toll", "why"),)
    assert passages(view, "W")["1.1"].places == ()


def test_a_section_can_be_cited_as_a_whole(view):
    assert view.concordance["W"][1].places == (("terror", "shot"),)


def test_of_a_witness_without_contents_what_is_cited_makes_the_rows(view):
    assert list(passages(view, "G")) == ["3.1", "12.4"]


def test_a_role_in_a_title_and_one_that_cannot_be_read_treat_nothing(edition):
    model = edition.view(edition.witness("W", contents=CONTENTS)).model
    found = concord(model, [mention("W 1.1", in_title=True), mention("W one"), mention("X 1.1")])
    assert all(not passage.places for section in found["W"] for passage in section.passages)


def test_locators_lead_to_the_concordance_and_without_one_to_the_witness(view):
    assert view.place_in_witness("W", "2.1") == ("concordance", landing("W", "2.1"))
    assert view.place_in_witness("W", "2") == ("concordance", "passage-W-2")
    assert view.place_in_witness("W", "2.9") == ("index", "W")
    assert view.place_in_witness("G", "3.1") == ("index", "G")
    assert view.place_in_witness("X", "1.1") is None
    assert mention_text(view, "witness", "W 1.2; W 2.1")[2] == ("concordance", "passage-W-1-2")


def words(runs):
    return "".join(run.text for run in runs)


def test_the_blocks(view):
    blocks, problems = view_blocks(view, "claims-concordance", {"witness": "W"})
    assert problems == []
    sections, lead, purges = blocks
    assert isinstance(sections, Table)
    assert [[words(cell) for cell in row.cells] for row in sections.rows] == [
        ["W\u00a01 Lead", "1 of 2", "terror\u00a0(1)"],
        ["W\u00a02 Purges", "3 of 3", "Intro\u00a0(2); The toll\u00a0(2); terror"],
    ]
    assert isinstance(lead, Group)
    assert words(lead.blocks[0].runs) == "W\u00a01 Lead 2 sentences, 1 treated"
    assert words(purges.blocks[0].runs) == "W\u00a02 Purges 3 sentences, all treated"
    rows = purges.blocks[1].rows
    assert [row.id for row in rows] == ["passage-W-2-1", "passage-W-2-2", "passage-W-2-3"]
    assert [[words(cell) for cell in row.cells] for row in rows] == [
        ["W\u00a02.1", "9,000 Deaths; Too low", "Intro; The toll"],
        ["W\u00a02.2", "—", "Intro"],
        ["W\u00a02.3", "Too low", "The toll"],
    ]
    assert Ref("The toll", "toll", "why") in rows[2].cells[2]


def test_all_witnesses_without_the_option(view):
    blocks, problems = view_blocks(view, "claims-concordance", {})
    assert problems == []
    assert [block.caption[0].text for block in blocks if isinstance(block, Table)] == ["W · A witness", "G · A witness"]


@pytest.mark.parametrize(
    ("options", "hint"),
    [({"witness": "X"}, "the witnesses are W, G"), ({"kind": "claim"}, "the options are witness")],
)
def test_options_that_cannot_be_used(view, options, hint):
    assert [problem.hint for problem in view_blocks(view, "claims-concordance", options)[1]] == [hint]


def test_without_witnesses_it_says_so(edition):
    blocks, problems = view_blocks(edition.view(edition.quantity("q")), "claims-concordance", {"witness": "W"})
    assert blocks[0].runs[0].text == "No witness speaks."
    assert problems[0].hint == "no witness is declared"


def test_documents_stand_in_the_order_of_their_first_object(edition):
    records = [
        edition.witness("W", contents=CONTENTS),
        edition.quantity("q"),
        edition.estimate("e", "9", witness="W 1.1")._replace(docname="a"),
        edition.claim("c", witness="W 1.1")._replace(docname="b"),
        edition.claim("d", witness="W 1.1")._replace(docname="a"),
    ]
    assert passages(edition.view(*records), "W")["1.1"].places == (("a", "e"), ("b", "c"))


def test_of_an_endless_section_only_what_is_cited_is_shown(edition):
    contents = (("1", "Endless", 999_999_999), ("2", "Short", 1))
    view = edition.view(edition.witness("W", contents=contents), edition.claim("c", witness="W 1.7"))
    assert list(passages(view, "W")) == ["1.7", "2.1"]
    sections, endless, short = view_blocks(view, "claims-concordance", {})[0]
    assert [words(row.cells[1]) for row in sections.rows] == ["1 of 999999999", "0 of 1"]
    assert words(endless.blocks[-1].runs) == "Only the sentences that are cited are shown."
    assert isinstance(short.blocks[-1], Table)


def test_locators_of_any_shape_have_rows_in_their_order(edition):
    contents = (("Preface", "Words", 2), ("IV.b", "A part", 1), ("10", "Tenth", 0), ("9", "Ninth", 1))
    endless = "9" * 5000
    claim = edition.claim("c", witness=f"G 10.10; G {endless}.1; G 10.{endless}; G 10.2; G 10.2.1; G 9.1")
    view = edition.view(edition.witness("W", contents=contents), edition.witness("G"), claim)
    assert list(passages(view, "W")) == ["Preface.1", "Preface.2", "IV.b.1", "9.1"]
    assert list(passages(view, "G")) == ["9.1", "10.2", "10.2.1", "10.10", f"10.{endless}", f"{endless}.1"]
    assert landing("W", "IV.b") == "passage-W-IV-b"


@pytest.mark.parametrize("locator", [f"2.{'9' * 5000}", "2.0000000001", "2.4", "2.0"])
def test_a_locator_that_no_sentence_has_is_told(edition, locator):
    witness = edition.witness("W", contents=CONTENTS)
    assert edition.codes(witness, edition.claim("c", witness=f"W {locator}")) == [("c", "outside-witness")]
