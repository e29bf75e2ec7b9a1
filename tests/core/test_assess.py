"""What is worked out: rivals, contest and its reasons, spans, origins, collation, and the sentence that says so."""

import pytest

from sphinx_claims.core.assess import NAMED, NEIGHBOURS, WHOLE_GROUP
from sphinx_claims.core.compare import Relation
from sphinx_claims.core.records import REF_CLOSE, REF_OPEN


def reasons(view, id_):
    return [(r.text, r.objects) for r in view.reasons.get(id_, ())]


# -- rivals and contest


def test_rivals_that_are_apart_contest_and_the_furthest_are_named(edition):
    view = edition.view(
        edition.quantity("q"),
        edition.estimate("low", "680,000"),
        edition.estimate("mid", "950,000", source="conquest1968"),
        edition.estimate("high", "1.5 million", source="conquest1968"),
    )
    assert [(r.id, str(r.relation)) for r in view.compared["q"].rivals["low"]] == [("mid", "apart"), ("high", "apart")]
    assert view.contested("q")
    assert reasons(view, "q") == [("680,000 (Getty 1993) and 1.5 million (Conquest 1968) are apart", ("low", "high"))]
    assert view.sentence("q") == (
        "Three figures, from 680,000 to 1.5 million deaths. Contested: 680,000 (Getty 1993) and 1.5 million "
        "(Conquest 1968) are apart. All are of unknown origin."
    )


@pytest.mark.parametrize(
    ("first", "second", "relation", "said"),
    [
        ("681,692", "681,692", Relation.SAME, "They agree."),
        ("681,692", "about 680,000", Relation.ROUNDING, "They agree."),
        ("600,000–800,000", "700,000", Relation.WITHIN, "They agree."),
        ("681,692", "681,700–690,000", Relation.NEAR, "They differ by under 0.5 %."),
        ("1.5–1.7 million", "1.6–2 million", Relation.OVERLAP, "They differ, but overlap."),
        ("at least 5.2 million", "6 million", Relation.OPEN, "They do not contradict each other."),
        ("tens of thousands", "41,000", Relation.OPEN, "They do not contradict each other."),
    ],
)
def test_rivals_that_do_not_contest(edition, first, second, relation, said):
    view = edition.view(edition.quantity("q"), edition.estimate("a", first), edition.estimate("b", second))
    assert view.compared["q"].rivals["a"][0].relation is relation
    assert not view.contested("q")
    assert said in view.sentence("q")


@pytest.mark.parametrize(
    "aside", [{"rank": "deprecated", "rank_reason": "superseded"}, {"withdrawn": "a duplicate"}, {"place": "Ukraine"}]
)
def test_what_is_set_aside_or_elsewhere_does_not_contest(edition, aside):
    view = edition.view(edition.quantity("q"), edition.estimate("a", "1,000"), edition.estimate("b", "900", **aside))
    assert not view.contested("q")
    assert view.compared["q"].rivals["a"] == ()


def test_a_withdrawn_quantity_is_not_contested(edition):
    view = edition.view(
        edition.quantity("q", withdrawn="split in two"), edition.estimate("a", "1"), edition.estimate("b", "900")
    )
    assert not view.contested("q")
    assert view.sentence("q") == "Withdrawn: split in two."


@pytest.mark.parametrize(
    ("relation", "spoken", "against"),
    [
        ("disputes", "disputed", True),
        ("refutes", "refuted", True),
        ("corrects", "corrected", True),
        ("critiques", "critiqued", True),
        ("retracts", "retracted", True),
        ("disagrees-with", "disagreed with", True),
        ("supports", "", False),
        ("qualifies", "", False),
        ("discusses", "", False),
    ],
)
@pytest.mark.parametrize("target", ["c2", "e", "q"])
def test_a_claim_against_another_object_contests_both_ends(edition, relation, spoken, against, target):
    view = edition.view(
        edition.quantity("q", "Deaths"),
        edition.estimate("e", "1,000"),
        edition.claim("c1", "The files understate", **{relation.replace("-", "_"): target}),
        edition.claim("c2", "The files are whole"),
    )
    assert view.contested(target) is view.contested("c1") is against
    if against:
        name = {"c2": "The files are whole", "e": "1,000", "q": "Deaths"}[target]
        assert reasons(view, target) == [(f"{spoken} by the claim The files understate", ("c1",))]
        assert reasons(view, "c1") == [(f"{relation.replace('-', ' ')} {name}", (target,))]


@pytest.mark.parametrize(
    ("claim", "other"),
    [
        ({"rank": "deprecated", "rank_reason": "given up"}, {}),
        ({"withdrawn": "twice"}, {}),
        ({}, {"rank": "deprecated", "rank_reason": "given up"}),
        ({}, {"withdrawn": "twice"}),
    ],
)
def test_a_dispute_with_something_set_aside_does_not_count(edition, claim, other):
    view = edition.view(edition.claim("c1", disputes="c2", **claim), edition.claim("c2", **other))
    assert not view.contested("c1")
    assert not view.contested("c2")


def test_a_claim_that_disputes_nothing_known_is_not_contested(edition):
    view = edition.view(edition.claim("c1", disputes="nothing; c1"))
    assert not view.contested("c1")


# -- other scopes


def test_not_comparable_says_why(edition):
    view = edition.view(
        edition.quantity("q", period="1930/1953"),
        edition.estimate("a", "1,000"),
        edition.estimate("b", "900", period="1929/1931"),
        edition.estimate("c", "800", place="Ukraine"),
    )
    others = view.compared["q"].others
    assert [(o.id, o.nesting.value, o.reason) for o in others["a"]] == [
        ("b", "not comparable", "period 1930/1953 against 1929/1931"),
        ("c", "wider", "place USSR against Ukraine"),
    ]
    assert [(o.id, o.nesting.value) for o in others["c"]] == [("a", "narrower"), ("b", "not comparable")]
    assert "Two of them have other scopes and are no rivals." in view.sentence("q")


def test_compare_as_makes_rivals(edition):
    view = edition.view(
        edition.quantity("q", period="1937/1938"),
        edition.estimate("a", "1,000"),
        edition.estimate("b", "900", period="1936/1938", compare_as="1937/1938 — the label is loose"),
    )
    assert [r.id for r in view.compared["q"].rivals["a"]] == ["b"]


# -- spans


@pytest.mark.parametrize(
    ("figures", "words", "ends"),
    [
        (["681,692"], "681,692", (False, False)),
        (["680,000", "1.2 million"], "680,000–1.2 million", (False, False)),
        (["1.5 million", "2 million"], "1.5–2 million", (False, False)),
        (["900", "1.5 million"], "900–1,500,000", (False, False)),  # not nine hundred million
        (["20", "30,000"], "20 to 30000", (False, False)),  # "20 to 30,000" reads as twenty thousand
        (["at least 5.2 million"], "at least 5.2 million", (False, True)),
        (["up to 30,000"], "up to 30,000", (True, False)),
        (["at least 5 million", "4 million"], "4–5 million or more", (False, True)),
        (["up to 5 million", "4 million"], "up to 4–5 million", (True, False)),
        (["nearly 700,000", "681,692"], "681,692–700,000", (False, False)),
        (["tens of thousands"], "no figure", (False, False)),
        (["oodles"], "no figure", (False, False)),
        ([], "no figure", (False, False)),
    ],
)
def test_spans(edition, figures, words, ends):
    view = edition.view(
        edition.quantity("q"), *(edition.estimate(f"e{at}", figure) for at, figure in enumerate(figures))
    )
    span = view.spans["q"]
    assert view.span_text("q") == words
    assert (span.open_below, span.open_above) == ends


def test_a_span_covers_the_quantity_s_own_scope_and_ranked_figures_alone(edition):
    view = edition.view(
        edition.quantity("q"),
        edition.estimate("a", "1,000"),
        edition.estimate("b", "9,000", place="Ukraine"),
        edition.estimate("c", "7,000", rank="deprecated", rank_reason="superseded"),
    )
    assert view.span_text("q") == "1,000"


def test_open_ends_are_said(edition):
    view = edition.view(
        edition.quantity("q"), edition.estimate("a", "at least 5 million"), edition.estimate("b", "up to 9 million")
    )
    assert "both ends left open by some" in view.sentence("q")
    below = edition.view(
        edition.quantity("q"), edition.estimate("a", "4–5 million"), edition.estimate("b", "up to 9 million")
    )
    assert "from 4 million to 9 million deaths, the lower end left open by some" in below.sentence("q")


# -- series


def series(edition, *points):
    return edition.view(
        edition.quantity("q", "Prisoners", unit="persons", series=""),
        *(edition.estimate(f"e{at}", figure, period=date) for at, (date, figure) in enumerate(points)),
    )


def test_a_series_gives_first_last_and_turning_points(edition):
    view = series(
        edition,
        ("1938", "1,881,570"),
        ("1930", "179,000"),
        ("1936", "1,296,494"),
        ("1937", "1,196,369"),
        ("1934", "510,307"),
    )
    assert view.sentence("q") == (
        "Five figures for five dates: from 179,000 (1930), by way of 1,296,494 (1936) and 1,196,369 (1937) "
        "to 1,881,570 (1938) (persons). All are of unknown origin."
    )
    assert not view.contested("q")
    assert view.compared["q"].others.get("e0", ()) == ()


def test_figures_of_one_date_in_a_series_are_rivals(edition):
    view = series(edition, ("1930", "179,000"), ("1931", "212,000"), ("1931", "400,000"))
    assert reasons(view, "q")[0][1] == ("e1", "e2")
    assert "Three figures for two dates" in view.sentence("q")


def test_a_series_of_one_date(edition):
    view = series(edition, ("1930", "179,000"), ("1930", "179,000"))
    assert view.sentence("q").startswith("Two figures for one date: 179,000 (1930) persons.")


def test_the_span_of_a_series_takes_in_all_dates(edition):
    assert series(edition, ("1930", "179,000"), ("1938", "1,881,570")).span_text("q") == "179,000–1,881,570"


# -- origins


def test_how_many_figures_are_independent(edition):
    own = [edition.estimate(f"m{at}", "681,692", primary_source="mvd1953") for at in range(5)]
    view = edition.view(
        edition.quantity("q"), *own, *(edition.estimate(f"u{at}", "681,692", source="conquest1968") for at in range(2))
    )
    assert "One known origin (MVD 1953) behind five, two of unknown origin." in view.sentence("q")


@pytest.mark.parametrize(
    ("origins", "said"),
    [
        (["mvd1953"], "One known origin (MVD 1953) behind it."),
        ([None], "Its origin is unknown."),
        ([None, None], "All are of unknown origin."),
        (
            ["mvd1953", "ogpu1931", "mvd1953"],
            "Two known origins behind three (MVD 1953 behind two, OGPU 1931 behind one).",
        ),
    ],
)
def test_origins_in_words(edition, origins, said):
    rows = [
        edition.estimate(f"e{at}", "1,000", **({"primary_source": key} if key else {}))
        for at, key in enumerate(origins)
    ]
    assert view_sentence(edition, rows).endswith(said)


def view_sentence(edition, rows):
    return edition.view(edition.quantity("q"), *rows).sentence("q")


def test_figures_that_cannot_be_read_are_said_not_to_be_in_the_span(edition):
    rows = [edition.estimate("a", "5"), edition.estimate("b", "7"), edition.estimate("c", "oodles")]
    assert view_sentence(edition, rows).startswith("Three figures, from 5 to 7 deaths. One of them cannot be read.")
    assert view_sentence(edition, rows[2:]).startswith("One figure: oodles. It cannot be read.")


# -- which pair is furthest apart


@pytest.mark.parametrize(
    ("figures", "pair"),
    [
        (["684,900", "686,000", "690,000"], ("e0", "e2")),  # the outermost ends are near, as printed they are not
        (["1010", "1000–1012", "at least 1016", "about 1000"], ("e0", "e2")),
        (["9900", "9810–9828", "nearly 9870"], ("e1", "e0")),
        (["40–43.5", "43", "44"], ("e1", "e2")),  # the range touches 44, the number does not
        (["681,692", "683,000"], None),
        (["40–43.5", "43.5–50", "tens"], None),
    ],
)
def test_contested_exactly_where_two_figures_are_apart(edition, figures, pair):
    rows = [edition.estimate(f"e{at}", figure) for at, figure in enumerate(figures)]
    view = edition.view(edition.quantity("q"), *rows)
    assert [objects for _text, objects, *_lead in view.reasons.get("q", ())] == ([pair] if pair else [])
    apart = any(rival.relation == "apart" for found in view.compared["q"].rivals.values() for rival in found)
    assert view.contested("q") is apart


# -- large groups


def test_in_a_large_group_pairs_are_cut_and_the_cut_is_said(edition):
    n = 200
    rows = [edition.estimate(f"e{at:03}", f"{1_000_001 + 1_000 * at:,}") for at in range(n)]
    view = edition.view(edition.quantity("q"), *rows)
    compared = view.compared["q"]
    assert sum(len(found) for found in compared.rivals.values()) < n * (2 * NEIGHBOURS + 6)
    assert all(len(compared.rivals[e]) + compared.omitted[e] == n - 1 for e in compared.rivals)
    assert {"e000", f"e{n - 1}"} <= {r.id for r in compared.rivals["e100"]}
    assert f"Of {n} figures each is compared with its nearest and with the extremes only." in view.sentence("q")
    assert reasons(view, "q")[0][1] == ("e000", "e199")


def test_up_to_the_limit_every_pair_is_compared(edition):
    rows = [edition.estimate(f"e{at}", f"{1_000 + at}") for at in range(WHOLE_GROUP)]
    compared = edition.view(edition.quantity("q"), *rows).compared["q"]
    assert all(len(found) == WHOLE_GROUP - 1 for found in compared.rivals.values())
    assert compared.omitted == {}


def test_each_pair_of_a_large_group_is_compared_once(edition):
    rows = [edition.estimate(f"e{at:03}", f"{1_000 + at % 7}") for at in range(60)]
    rivals = edition.view(edition.quantity("q"), *rows).compared["q"].rivals
    for found in rivals.values():
        assert len({r.id for r in found}) == len(found)


def test_figures_of_other_scopes_are_named_up_to_a_limit(edition):
    rows = [edition.estimate(f"e{at}", "1,000", place="Ukraine") for at in range(40)]
    compared = edition.view(edition.quantity("q"), edition.estimate("a", "2,000"), *rows).compared["q"]
    assert len(compared.others["a"]) == NAMED
    assert compared.omitted_others["a"] == 40 - NAMED


# -- collation


@pytest.mark.parametrize(
    ("w", "g", "verdict", "said"),
    [
        ("681,692", "about 680,000", "agree", "W and G agree."),
        ("681,692", "950,000", "differ", "W and G differ."),
        ("1.5–1.7 million", "1.6–2 million", "differ, but overlap", "W and G differ, but overlap."),
        ("at least 5 million", "6 million", "do not contradict each other", "W and G do not contradict each other."),
        ("681,692", None, "only W speaks", "Only W speaks."),
        (None, "681,692", "only G speaks", "Only G speaks."),
    ],
)
def test_collation_of_a_quantity(edition, w, g, verdict, said):
    rows = [
        edition.estimate(f"e-{s.lower()}", figure, witness=f"{s} 1.1") for s, figure in (("W", w), ("G", g)) if figure
    ]
    view = edition.view(edition.witness("W"), edition.witness("G"), edition.quantity("q"), *rows)
    assert view.collations["q"].verdict == verdict
    assert said in view.sentence("q")


def test_collation_of_different_scopes_and_of_one_witness_alone(edition):
    apart = edition.view(
        edition.witness("W"),
        edition.witness("G"),
        edition.quantity("q"),
        edition.estimate("a", "1,000", witness="W 1.1"),
        edition.estimate("b", "2,000", witness="G 1.1", place="Ukraine"),
    )
    assert apart.collations["q"].verdict == "speak of different scopes"
    alone = edition.view(edition.witness("W"), edition.quantity("q"), edition.estimate("a", "1,000", witness="W 1.1"))
    assert alone.collations["q"].verdict == "W speaks"
    assert "speaks" not in alone.sentence("q")


def test_collation_gives_each_reading_as_the_witness_prints_it(edition):
    view = edition.view(
        edition.witness("W"),
        edition.quantity("q"),
        edition.estimate(
            "a", "681,692", emends="681,629", emends_reason="misprint", witness='W 1.1; W 2.1 "about 681,692"'
        ),
    )
    readings = dict(view.collations["q"].readings)["W"]
    assert [(r.printed, r.attestation.locator) for r in readings] == [("681,629", "1.1"), ("about 681,692", "2.1")]


@pytest.mark.parametrize(
    ("witness", "verdict"), [("W 1.1; G 2.2", "agree in reporting it"), ("G 2.2", "only G speaks")]
)
def test_collation_of_a_claim(edition, witness, verdict):
    view = edition.view(edition.witness("W"), edition.witness("G"), edition.claim("c", witness=witness))
    assert view.collations["c"].verdict == verdict


def test_what_no_witness_attests_is_not_collated(edition):
    view = edition.view(edition.witness("W"), edition.quantity("q"), edition.estimate("a", "1"), edition.claim("c"))
    assert view.collations == {}


# -- the rest of the sentence


def test_no_figure(edition):
    assert edition.view(edition.quantity("q")).sentence("q") == "No figure is recorded."


def test_only_vague_figures(edition):
    assert "One figure, vague: tens of thousands." in edition.view(
        edition.quantity("q"), edition.estimate("a", "tens of thousands")
    ).sentence("q")


def test_figures_of_another_scope_only(edition):
    said = edition.view(edition.quantity("q"), edition.estimate("a", "900", place="Ukraine")).sentence("q")
    assert said.startswith("One figure, none of the quantity’s own scope: 900.")


def test_deprecated_and_emended_figures_are_counted(edition):
    view = edition.view(
        edition.quantity("q"),
        edition.estimate("a", "1,000", emends="1,00", emends_reason="misprint"),
        edition.estimate("b", "9,000", rank="deprecated", rank_reason="superseded"),
        edition.estimate("c", "8,000", rank="deprecated", rank_reason="superseded"),
    )
    assert view.sentence("q").endswith("Two figures are deprecated. One reading is emended.")


def test_units_are_said_once(edition):
    share = edition.view(edition.quantity("q", unit="%"), edition.estimate("a", "43 %"))
    assert share.sentence("q").startswith("One figure: 43 %.")
    ratio = edition.view(edition.quantity("q", unit="ratio"), edition.estimate("a", "eightfold"))
    assert ratio.sentence("q").startswith("One figure: eightfold.")


def test_many_reasons_are_cut_and_the_cut_is_said(edition):
    claims = [edition.claim(f"c{at}", f"Claim {at}", disputes="q") for at in range(5)]
    said = edition.view(edition.quantity("q"), edition.estimate("a", "1"), *claims).sentence("q")
    assert "disputed by the claim Claim 2; and two further reasons." in said


# -- recorded text


def test_references_in_a_statement_are_filled_in(edition):
    text = (
        (
            "Some <estimate|a|> of <quantity|q|>, <range|q|> in all (<cite|getty1993|>); <claim|c|words>, <claim|c|>, "
            "<estimate|none|>, <cite|none|>."
        )
        .replace("<", REF_OPEN)
        .replace(">", REF_CLOSE)
    )
    view = edition.view(edition.quantity("q", "Deaths"), edition.estimate("a", "1,000"), edition.claim("c", text=text))
    assert view.plain(view.model.claims["c"].text) == (
        "Some 1,000 of Deaths, 1,000 in all (Getty 1993); words, A claim, none, none."
    )


# -- findings where there are many scopes


def test_among_many_scopes_the_narrower_figure_above_a_wider_one_is_found(edition):
    years = [edition.estimate(f"y{year}", f"{year}", period=str(year)) for year in range(1900, 1960)]
    rows = [
        *years,
        edition.estimate("whole", "1,930", period="1900/1959"),
        edition.estimate("far", "9,000", period="1861"),
    ]
    view = edition.view(edition.quantity("q", period="1900/1959"), *rows)
    found = {f.objects for f in view.findings if f.kind == "nested"}
    assert ("y1959", "whole") in found
    assert all(whole == "whole" and int(part[1:]) > 1930 for part, whole in found)


def test_scopes_with_vague_and_open_figures_only_are_no_finding(edition):
    rows = [
        edition.estimate(f"v{year}", "tens of thousands" if year % 2 else "up to 9", period=str(year))
        for year in range(1900, 1960)
    ]
    view = edition.view(edition.quantity("q", period="1900/1959"), *rows, edition.estimate("w", "at least 3"))
    assert [f for f in view.findings if f.kind == "nested"] == []
