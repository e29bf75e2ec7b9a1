"""How figures stand to each other, and what their sums come to."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sphinx_claims.core.compare import AGREE, Relation, compare, exceeds, is_slip, misses, total
from sphinx_claims.core.figure import Figure, parse_figure

DATA = tomllib.loads((Path(__file__).parent / "data" / "figure-pairs.toml").read_text("utf-8"), parse_float=Decimal)


def shown(row: dict[str, Any]) -> str:
    return " | ".join(str(value) for value in row.values())


def pair(row: dict[str, Any], first: str = "a", second: str = "b") -> tuple[Figure, Figure]:
    return parse_figure(row[first], row.get("unit")), parse_figure(row[second], row.get("unit"))


@pytest.mark.parametrize("row", DATA["pair"], ids=shown)
def test_relation(row):
    a, b = pair(row)
    assert compare(a, b) is Relation(row["relation"])
    assert compare(b, a) is Relation(row["relation"])


def test_every_relation_has_cases():
    assert {row["relation"] for row in DATA["pair"]} == {relation.value for relation in Relation}


def test_agreement_is_same_rounding_and_within():
    assert {relation.value for relation in AGREE} == {"same", "rounding", "within"}


@pytest.mark.parametrize("row", DATA["slip"], ids=shown)
def test_slip(row):
    a, b = pair(row)
    assert is_slip(a, b) is is_slip(b, a) is row["slip"]


@pytest.mark.parametrize("row", DATA["exceeds"], ids=shown)
def test_exceeds(row):
    assert exceeds(*pair(row, "part", "whole")) is row["exceeds"]


@pytest.mark.parametrize("row", DATA["sum"], ids=shown)
def test_sum(row):
    terms = [(1 if term[0] == "+" else -1, parse_figure(term[1:])) for term in row["terms"]]
    assert misses(total(terms), parse_figure(row["stated"])) == row.get("misses")


def test_a_total_has_ends_and_a_nominal_sum():
    plain = total([(1, parse_figure("353,074")), (1, parse_figure("328,612"))])
    assert (plain.low, plain.high, plain.nominal) == (Decimal(681_685), Decimal(681_687), Decimal(681_686))
    less = total([(1, parse_figure("5–7 million")), (-1, parse_figure("up to 2 million"))])
    assert (less.low, less.high, less.nominal) == (Decimal(3_000_000), None, None)
    assert total([]).nominal is None


VALUES = st.integers(-(10**8), 10**8) | st.integers(-60, 60)
STEPS = st.integers(-2, 7).map(lambda power: Decimal(1).scaleb(power))


@st.composite
def figures(draw: st.DrawFn) -> Figure:
    kind = draw(st.sampled_from(["single", "single", "range", "floor", "ceiling", "margin", "vague"]))
    low, high = sorted((Decimal(draw(VALUES)), Decimal(draw(VALUES))))
    if kind == "single":
        return Figure(f"{low}", value=low, precision=draw(STEPS), approximate=draw(st.booleans()))
    if kind == "margin":
        return Figure(f"{low} ±", value=low, at_least=low - 2, at_most=high + 2, precision=Decimal(1))
    if kind == "vague":
        return Figure(draw(st.sampled_from(["many", "Many", "tens of thousands"])), vague=True)
    return Figure(
        f"{low}–{high}",
        at_least=None if kind == "ceiling" else low,
        at_most=None if kind == "floor" else high,
    )


@settings(max_examples=150, deadline=None)
@given(figures(), figures())
def test_comparison_is_symmetric_and_a_figure_is_the_same_as_itself(a, b):
    assert compare(a, b) is compare(b, a)
    assert compare(a, a) is Relation.SAME
    assert is_slip(a, b) is is_slip(b, a)
    assert not is_slip(a, a)


@settings(max_examples=100, deadline=None)
@given(figures(), figures(), st.integers(-6, 6))
def test_comparison_does_not_depend_on_scale(a, b, power):
    def scaled(figure: Figure) -> Figure:
        numbers = (figure.value, figure.at_least, figure.at_most, figure.precision)
        value, at_least, at_most, precision = (None if x is None else x.scaleb(power) for x in numbers)
        return Figure(figure.printed, value, at_least, at_most, vague=figure.vague, precision=precision)

    assert compare(scaled(a), scaled(b)) is compare(a, b)


@settings(max_examples=100, deadline=None)
@given(figures(), figures())
def test_what_agrees_does_not_exceed(a, b):
    if compare(a, b) in AGREE | {Relation.OPEN}:
        assert not exceeds(a, b)


@settings(max_examples=100, deadline=None)
@given(st.lists(figures(), min_size=1, max_size=4))
def test_a_sum_never_misses_itself(terms):
    added = total([(1, figure) for figure in terms])
    assert added.low is None or added.high is None or added.low <= added.high
    if added.low is not None and added.high is not None:
        assert misses(added, Figure("", at_least=added.low, at_most=added.high)) is None
