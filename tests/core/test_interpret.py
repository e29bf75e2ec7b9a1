"""Records to objects: what is read, what is filled in from elsewhere, and that nothing is lost beside a fault."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sphinx_claims.core.diagnostics import a, did_you_mean, one_line
from sphinx_claims.core.interpret import OPTIONS, interpret, outside
from sphinx_claims.core.model import CERTS, EDITION, INTERVALS, RANKS, RELATIONS, Witness, cito
from sphinx_claims.core.records import Record


def only(view, id_="e"):
    return view.model.estimates[id_]


def test_an_estimate_takes_what_it_does_not_say_from_its_quantity_and_source(edition):
    view = edition.view(
        edition.quantity("q", counts="shot", period="1937/1938"),
        edition.estimate("e", "681,692", source="getty1993{p. 1022}; conquest1968", place="Ukraine"),
    )
    found = only(view)
    assert view.faults == ()
    assert (found.scope.unit, found.scope.place, found.scope.counts) == ("deaths", "Ukraine", "shot")
    assert found.scope.period.text == "1937/1938"
    assert found.by == ("J. Arch Getty", "Viktor N. Zemskov", "Robert Conquest")
    assert found.made == "1968"  # the earliest source that prints it
    assert (found.basis, found.rank, found.interval) == ("unstated", "normal", "")
    assert [tuple(c) for c in found.sources] == [("getty1993", "p. 1022"), ("conquest1968", "")]
    assert found.place == ("index", "index.md", 2)
    assert not found.unsourced


def test_a_figure_that_only_a_witness_gives_is_the_witness_s_and_unsourced(edition):
    view = edition.view(
        edition.witness("W"),
        edition.quantity("q"),
        edition.estimate("e", "700,000", witness='W 9.27 "nearly 700,000" {in a note}; W 9.28', emends="70,000"),
    )
    found = only(view)
    assert found.by == ("W",)
    assert found.unsourced
    assert [tuple(a) for a in found.witnesses] == [
        ("W", "9.27", "nearly 700,000", "in a note"),
        ("W", "9.28", "", ""),
    ]


def test_each_item_that_cannot_be_read_is_a_fault_and_the_others_stand(edition):
    view = edition.view(
        edition.witness("W"),
        edition.quantity("q"),
        edition.estimate(
            "e", "5", witness='W one; W 1.1 "5; no more"; 1 W; W 2.2', source="getty1993{p. 1; conquest1968; getty1993"
        ),
    )
    unread = [fault.text.split("'")[1] for fault in view.faults if fault.rule.code == "malformed-locator"]
    assert unread == ["1 W", "W one", "getty1993{p. 1; conquest1968; getty1993"]
    assert [a.locator for a in only(view).witnesses] == ["1.1", "2.2"]
    assert [c.key for c in only(view).sources] == ["conquest1968", "getty1993"]


def test_what_stands_twice_in_a_list_counts_once(edition):
    view = edition.view(
        edition.quantity("q"),
        edition.estimate("a", "5", source="getty1993; getty1993; getty1993{p. 2}", by="A; B; A"),
        edition.estimate("e", "10", by="edition", sum_of="a + a"),
        edition.claim("k", disputes="a; a a", topic="one; one"),
    )
    assert view.faults == ()
    assert (len(only(view, "a").sources), only(view, "a").by) == (2, ("A", "B"))
    assert only(view).sum_of == ((1, "a"), (1, "a"))
    assert (len(view.model.claims["k"].links), view.model.claims["k"].topic) == (1, ("one",))
    assert [r.objects for r in view.reasons["a"]] == [("k",)]


def test_of_a_sum_all_terms_are_read_or_none(edition):
    rows = [edition.estimate("a", "5"), edition.estimate("e", "9", by="edition", sum_of="a; b c")]
    view = edition.view(edition.quantity("q"), *rows)
    assert [f.rule.code for f in view.faults] == ["malformed-locator"]
    assert only(view).sum_of == ()


@pytest.mark.parametrize(("option", "value"), [("source", "getty1993{"), ("primary_source", "mvd1953")])
def test_a_figure_whose_support_cannot_be_read_does_not_lack_it(edition, option, value):
    record = edition.record("estimate", "e", quantity="q", figure="5", **{option: value})
    assert ("e", "no-support") not in edition.codes(edition.quantity("q"), record)
    record = edition.record("estimate", "e", quantity="q", figure="5", source=" ; ")
    assert ("e", "no-support") in edition.codes(edition.quantity("q"), record)


def test_long_words_do_not_drive_the_rule_out_of_its_line(edition):
    long = "a" * 10_000
    view = edition.view(edition.quantity("q"), edition.estimate(long, "5", rank=long))
    texts = [f.text for f in view.faults]
    assert len(texts) == 2
    assert all(text.endswith(("use preferred, normal or deprecated", f"{'a' * 80}'")) for text in texts)
    assert view.faults[0].id == long


def test_long_circles_are_cut(edition):
    rows = [edition.estimate(f"e{n}", "5", derives_from=f"e{(n + 1) % 50}") for n in range(50)]
    [found] = edition.view(edition.quantity("q"), *rows).faults
    assert "e0 → e1 → e2 → e3 → 44 more → e48 → e49 → e0; take one of its links out" in found.text


@pytest.mark.parametrize("name", ["edition", "Edition", "the edition", "The Edition"])
def test_the_edition_speaks_for_itself(edition, name):
    view = edition.view(
        edition.quantity("q"),
        edition.estimate("a", "1,000"),
        edition.estimate("e", "1,000", by=name, sum_of="a"),
    )
    assert only(view).by == (EDITION,)
    assert only(view).basis == "computed"


@pytest.mark.parametrize(("written", "meant"), sorted(INTERVALS.items()))
def test_kinds_of_interval(edition, written, meant):
    view = edition.view(edition.quantity("q"), edition.estimate("e", "1–2 million", interval=written))
    assert only(view).interval == meant
    assert view.faults == ()


@pytest.mark.parametrize("word", CERTS)
def test_certainties(edition, word):
    assert only(edition.view(edition.quantity("q"), edition.estimate("e", "1", cert=word.upper()))).cert == word


@pytest.mark.parametrize("word", RANKS)
def test_ranks(edition, word):
    view = edition.view(edition.quantity("q"), edition.estimate("e", "1", rank=word, rank_reason="so"))
    assert only(view).rank == word
    assert only(view).ranked_in is (word != "deprecated")


def test_withdrawn_objects_keep_their_place_and_do_not_count(edition):
    view = edition.view(
        edition.quantity("q"),
        edition.estimate("a", "1,000"),
        edition.estimate("e", "9,000", withdrawn="merged into a"),
    )
    assert view.faults == ()
    assert not view.contested("q")
    assert only(view).withdrawn == "merged into a"


@pytest.mark.parametrize("relation", RELATIONS)
def test_every_relation_of_cito_is_an_option(edition, relation):
    view = edition.view(
        edition.quantity("q"), edition.claim("other"), edition.claim("c", **{relation.replace("-", "_"): "q; other"})
    )
    assert view.faults == ()
    assert [tuple(link) for link in view.model.claims["c"].links] == [(relation, "q"), (relation, "other")]
    assert cito(relation).isalpha()


def test_relations_have_cito_s_own_names():
    assert cito("disagrees-with") == "disagreesWith"
    assert cito("cites-as-source-document") == "citesAsSourceDocument"
    assert cito("supports") == "supports"


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("1937/1938 — loose label", "period", "1937/1938"),
        ("place: USSR — the title says so", "place", "USSR"),
        ("counts: shot — as the text has it", "counts", "shot"),
        ("unit: executions — deaths by shooting", "unit", "executions"),
    ],
)
def test_compare_as(edition, text, field, value):
    view = edition.view(
        edition.quantity("q", period="1936/1938"), edition.estimate("e", "1", place="Ukraine", compare_as=text)
    )
    found = only(view)
    compared = getattr(found.compared, field)
    assert (compared.text if field == "period" else compared) == value
    assert found.compare_as.reason == text.partition(" — ")[2]
    assert found.scope.place == "Ukraine"
    assert view.faults == ()


def test_items_beside_a_faulty_one_are_kept(edition):
    view = edition.view(
        edition.witness("W"),
        edition.quantity("q"),
        edition.estimate(
            "e",
            "1,000",
            source="getty1993; two words; conquest1968{p. 3}",
            witness="W 1.1; nonsense; W 2.2",
            derives_from="mvd1953 (perhaps); ogpu1931",
        ),
    )
    found = only(view)
    assert [c.key for c in found.sources] == ["getty1993", "conquest1968"]
    assert [a.locator for a in found.witnesses] == ["1.1", "2.2"]
    assert [d.target for d in found.derives_from] == ["ogpu1931"]
    assert sorted(f.rule.code for f in view.faults) == ["bad-derivation", "malformed-locator", "malformed-locator"]


def test_only_one_primary_source(edition):
    view = edition.view(edition.quantity("q"), edition.estimate("e", "1,000", primary_source="mvd1953{f. 9}; ogpu1931"))
    assert tuple(only(view).primary_source) == ("mvd1953", "f. 9")
    assert [f.rule.code for f in view.faults] == ["malformed-locator"]


@pytest.mark.parametrize(
    ("figure", "reading", "agrees"),
    [
        ("681,692", "681,692", True),
        ("681,692", "approximately 681,692", True),
        ("681,692", "nearly 700,000", False),
        ("681,692", "some 681,692 people were shot", True),  # a quotation that is no figure
        ("1.5–1.7 million", "1.5 to 1.7 million", True),
        ("1.5–1.7 million", "1.6 million", False),
        ("tens of thousands", "tens of thousands", True),
        ("43 %", "43 per cent", True),
    ],
)
def test_readings_of_one_estimate_mean_the_same(edition, figure, reading, agrees):
    codes = edition.codes(
        edition.witness("W"),
        edition.quantity("q", unit="%" if "%" in figure else "deaths"),
        edition.estimate("e", figure, witness=f'W 1.1 "{reading}"'),
    )
    assert (codes == []) is agrees


def test_the_reading_that_was_emended_may_stand(edition):
    codes = edition.codes(
        edition.witness("W"),
        edition.quantity("q"),
        edition.estimate(
            "e", "328,618", emends="328,612", emends_reason="a misprint", witness='W 1.1 "328,612"; W 1.2 "328,618"'
        ),
    )
    assert codes == []


def test_what_is_emended_need_not_be_a_figure(edition):
    view = edition.view(edition.quantity("q"), edition.estimate("e", "500", emends="5[..]", emends_reason="a lacuna"))
    assert only(view).emends.figure is None
    assert only(view).emends.printed == "5[..]"
    assert view.faults == ()


@pytest.mark.parametrize(
    ("locator", "reason"),
    [
        ("1.1", ""),
        ("1.3", ""),
        ("1", ""),
        ("1.4", "section 1 has 3 sentences"),
        ("1.0", "section 1 has 3 sentences"),
        ("7.1", "there is no section 7"),
        ("1.1.1", "a locator is section.sentence"),
    ],
)
def test_locators_against_the_contents(locator, reason):
    witness = Witness(siglum="W", title="", contents=(("1", "One", 3), ("2", "Two", 2)), place=("", "", 0))
    assert outside(witness, locator) == reason


def test_a_witness_without_contents_takes_any_locator():
    assert outside(Witness(siglum="W", title="", place=("", "", 0)), "99.99") == ""


def test_the_first_of_two_keeps_the_id_and_three_are_told_too(edition):
    view = edition.view(*(edition.quantity("q", f"Title {n}") for n in range(3)))
    assert view.model.quantities["q"].title == "Title 0"
    assert [(f.line, f.text.split(" already")[0].rpartition(" ")[2]) for f in view.faults] == [
        (1, "index.md:2"),
        (1, "index.md:3"),
        (2, "index.md:1"),
        (3, "index.md:1"),
    ]


def test_an_id_is_one_for_all_kinds(edition):
    assert edition.codes(edition.quantity("same"), edition.claim("same")) == [
        ("same", "duplicate-id"),
        ("same", "duplicate-id"),
    ]


def test_the_words_of_a_fault(edition):
    fault = edition.view(edition.quantity("q", unti="deaths")).faults[0]
    assert fault.text == "quantity q: a quantity has no option 'unti'; did you mean 'unit'?"
    assert (fault.path, fault.line) == ("index.md", 1)


def test_one_line_whatever_was_written():
    assert one_line("a\nb\t\x1b[31mc\u2028d\x00") == "a b [31mc d"
    assert len(one_line("x" * 5_000)) == 600


def test_hints_name_the_nearest_or_say_what_to_do():
    assert did_you_mean("getty1939", ["getty1993", "ellman2002"], "add it") == "did you mean 'getty1993'?"
    assert did_you_mean("zzz", ["getty1993"], "add it") == "add it"
    assert did_you_mean("x" * 100_000, ["getty1993"], "add it") == "add it"
    assert did_you_mean("g", ["W", "G"], "add it") == "did you mean 'G'?"
    many = [f"camp-deaths-{year}-{who}" for year in range(1000, 3000) for who in ("getty", "bacon")]
    assert did_you_mean("camp-deaths-1937-gety", many, "add it") == "did you mean 'camp-deaths-1937-getty'?"


def test_articles():
    assert (a("estimate"), a("claim")) == ("an estimate", "a claim")


KINDS = sorted(OPTIONS)
VALUES = st.one_of(
    st.text(max_size=40), st.sampled_from(["", "q", "e", "1,000", "1937", "W 1.1", "a; b", "{", "\ue000"])
)


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_whatever_is_written_becomes_objects_and_faults(data):
    from sphinx_claims.core.export import export
    from sphinx_claims.core.model import Settings
    from sphinx_claims.core.records import Page
    from sphinx_claims.core.view import derive

    records = []
    for at in range(data.draw(st.integers(1, 4))):
        kind = data.draw(st.sampled_from(KINDS))
        names = data.draw(st.lists(st.sampled_from([*OPTIONS[kind], "nonsense"]), unique=True, max_size=6))
        options = tuple((name, data.draw(VALUES)) for name in names)
        id_ = data.draw(st.one_of(st.sampled_from(["q", "e", "W"]), st.text(max_size=8)))
        records.append(Record(kind, id_, data.draw(st.text(max_size=8)), options, "", False, "q", "d", "d.md", at + 1))
    view = derive([Page(tuple(records), ())], {}, Settings())
    assert set(view.model.estimates) | set(view.model.quantities) <= {r.id for r in records}
    assert all("\n" not in f.text and f.line for f in view.faults)
    assert export(view, {}, lambda docname, id_: f"{docname}#{id_}")


def test_interpret_alone_gives_objects_and_faults(edition):
    model, faults = interpret([edition.quantity("q"), edition.estimate("e", "oodles")], {}, edition.settings)
    assert list(model.estimates) == ["e"]
    assert [f.rule.code for f in faults] == ["unknown-source", "unreadable-figure"]
