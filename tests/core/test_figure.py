"""Figures as sources print them: what each form means, and what has no reading."""

from __future__ import annotations

import pickle
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sphinx_claims.core.figure import Figure, FigureError, parse_figure
from sphinx_claims.core.figure_format import format_interval, format_number

DATA = Path(__file__).parent / "data"


def rows(name: str) -> list[dict[str, Any]]:
    return tomllib.loads((DATA / name).read_text("utf-8"), parse_float=Decimal)["form"]


def shown(row: dict[str, Any]) -> str:
    return f"{row['as']!r} {row.get('unit', '')}".strip()


PRINTED = rows("printed-forms.toml")
UNREADABLE = rows("unreadable-forms.toml")
FIELDS = {"value": None, "at_least": None, "at_most": None, "precision": None, "whole": None}
FLAGS = {"approximate": False, "vague": False}


@pytest.mark.parametrize("row", PRINTED, ids=shown)
def test_printed_form(row):
    figure = parse_figure(row["as"], row.get("unit"))
    expected = FIELDS | FLAGS | {k: v for k, v in row.items() if k not in ("as", "unit", "where")}
    assert {name: getattr(figure, name) for name in expected} == expected


def test_table_is_of_known_fields_and_size():
    known = {"as", "unit", "where", *FIELDS, *FLAGS}
    assert [row for row in PRINTED if set(row) - known or not row["where"]] == []
    assert len({(row["as"], row.get("unit")) for row in PRINTED}) == len(PRINTED) >= 180


@pytest.mark.parametrize("row", UNREADABLE, ids=shown)
def test_unreadable_form(row):
    with pytest.raises(FigureError) as caught:
        parse_figure(row["as"], row.get("unit"))
    error = caught.value
    assert error.kind == row["kind"]
    assert row["says"] in error.message == str(error)
    start, end = error.span
    assert 0 <= start <= end <= len(row["as"])
    if "about" in row:
        assert row["as"][start:end] == row["about"]


def test_blanks_around_a_figure_do_not_matter():
    assert parse_figure("  681,692\n") == parse_figure("681,692")
    assert parse_figure(" 681,692 ").printed == "681,692"


def test_error_points_into_the_text_as_given():
    with pytest.raises(FigureError) as caught:
        parse_figure("   5 million tons ")
    start, end = caught.value.span
    assert "   5 million tons "[start:end] == "tons"


def test_error_survives_pickling():
    with pytest.raises(FigureError) as caught:
        parse_figure("18–14 million")
    again = pickle.loads(pickle.dumps(caught.value))
    assert (again.kind, again.text, again.span, str(again)) == (
        caught.value.kind,
        caught.value.text,
        caught.value.span,
        str(caught.value),
    )


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("681,692", "681691.5", "681692.5"),
        ("700,000", "650000", "750000"),  # half of 100,000
        ("100,000", "90000", "110000"),  # half of 100,000 would be half the figure: a tenth at most
        ("10 million", "9000000", "11000000"),
        ("1.5 million", "1450000", "1550000"),
        ("0", "0", "0"),
        ("−700", "-750", "-650"),
        ("5–7 million", "5000000", "7000000"),
        ("67.4 ± 0.5", "66.9", "67.9"),
    ],
)
def test_slack(text, low, high):
    figure = parse_figure(text)
    assert (figure.low, figure.high) == (Decimal(low), Decimal(high))


def test_open_and_vague_ends_have_no_bounds():
    assert parse_figure("at least 5").high is None
    assert parse_figure("up to 5").low is None
    vague = parse_figure("tens of thousands")
    assert (vague.low, vague.high) == (None, None)
    assert vague.is_open


def test_kinds_of_figure():
    assert parse_figure("5").is_exact
    assert not parse_figure("about 5").is_exact
    assert parse_figure("about 5").is_single
    assert not parse_figure("5 ± 1").is_single
    assert not parse_figure("nearly 5").is_single


@pytest.mark.parametrize(
    "text",
    [
        "9" * 100_000,
        "a" * 100_000,
        " " * 100_000 + "x" * 200,
        "1" + ",000" * 30,
        "9" * 41,
        "(" * 150,
        "-" * 150,
        "and " * 39,
        "between " + "and " * 37,
        "between " + "one and " * 18 + "one",
        "million " * 19,
        "half of a " * 15,
        "a " * 79,
        "over " * 31,
        "1 of " * 31,
        "twenty-" * 22,
        "1e" + "9" * 150,
        "10^" + "9" * 150,
        "1/" * 79,
        "½" * 160,
        "\x00" * 160,
        "\ud800",
    ],
    ids=lambda text: f"{text[:8]!r}×{len(text)}",
)
def test_hostile_input_is_refused_in_few_words(text):
    with pytest.raises(FigureError) as caught:
        parse_figure(text)
    assert len(caught.value.message) < 250
    assert caught.value.message.isprintable()


WORDS = st.sampled_from(
    [
        "5",
        "7",
        "1.5",
        "681,692",
        "0",
        "-3",
        "3/4",
        "½",
        "about",
        "over",
        "up",
        "to",
        "at",
        "least",
        "nearly",
        "between",
        "and",
        "from",
        "of",
        "in",
        "a",
        "an",
        "half",
        "third",
        "million",
        "thousand",
        "hundred",
        "dozen",
        "two",
        "twenty",
        "-",
        "–",
        "±",
        "%",
        "per",
        "cent",
        "fold",
        "times",
        "x",
        ":",
        "+",
        "doubled",
        "halved",
        "fell",
        "by",
        "rose",
        "to",
        "decline",
        "several",
        "tens",
        "thousands",
        "some",
        "all",
        "most",
        "or",
        "more",
        "fewer",
        "e6",
        "10^6",
        ".",
        ",",
        "(",
        "tons",
    ]
)
UNITS = st.sampled_from([None, "persons", "%", "% change", "ratio"])


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.lists(WORDS, max_size=7).map(" ".join), st.text(max_size=40)), UNITS)
def test_any_text_is_read_or_refused(text, unit):
    try:
        figure = parse_figure(text, unit)
    except FigureError as error:
        assert error.kind in ("empty", "unreadable", "swapped")
        assert 0 <= error.span[0] <= error.span[1] <= len(text)
        assert error.message
        return
    assert_sound(figure)


def assert_sound(figure: Figure) -> None:
    assert figure.printed == figure.printed.strip()
    if figure.low is not None and figure.high is not None:
        assert figure.low <= figure.high
    if figure.vague:
        assert (figure.value, figure.at_least, figure.at_most) == (None, None, None)
    else:
        assert (figure.value, figure.at_least, figure.at_most) != (None, None, None)
    if figure.value is not None:
        assert figure.precision is not None
        assert figure.precision > 0


NUMBERS = st.decimals(min_value=-(10**13), max_value=10**13, places=2) | st.integers(-(10**13), 10**13).map(Decimal)
ROUND = st.builds(lambda digits, power: Decimal(digits).scaleb(power), st.integers(-999, 999), st.integers(-4, 12))


@settings(max_examples=100, deadline=None)
@given(NUMBERS | ROUND)
def test_a_number_reads_back_as_printed(number):
    assert parse_figure(format_number(number)).value == number


@settings(max_examples=100, deadline=None)
@given(NUMBERS | ROUND, NUMBERS | ROUND)
def test_a_span_reads_back_as_printed(one, other):
    low, high = sorted((one, other))
    figure = parse_figure(format_interval(low, high))
    assert (figure.value, figure.value) == (low, high) or (figure.at_least, figure.at_most) == (low, high)
    assert parse_figure(format_interval(low, None)).at_least == low
    assert parse_figure(format_interval(None, high)).at_most == high


@pytest.mark.parametrize(
    ("number", "printed"),
    [
        ("681692", "681,692"),
        ("1500000", "1.5 million"),
        ("5.0", "5"),
        ("700000", "700,000"),
        ("1053829", "1,053,829"),
        ("1250000", "1.25 million"),
        ("1234000", "1,234,000"),
        ("27000000", "27 million"),
        ("13500000000", "13.5 billion"),
        ("1E+12", "1 trillion"),
        ("0.95", "0.95"),
        ("0", "0"),
        ("-13", "−13"),
        ("-1500000", "−1.5 million"),
        ("70.5036", "70.5036"),
    ],
)
def test_format_number(number, printed):
    assert format_number(Decimal(number)) == printed


@pytest.mark.parametrize(
    ("low", "high", "printed"),
    [
        ("650000", "1200000", "650,000–1.2 million"),
        ("1500000", "1700000", "1.5–1.7 million"),
        ("14000000", "18000000", "14–18 million"),
        ("5200000", None, "at least 5.2 million"),
        (None, "43", "up to 43"),
        (None, None, "unbounded"),
        ("43", "43", "43"),
        ("3", "5000000", "3–5,000,000"),  # 3–5 million would be another span
        ("5000", "1500000", "5,000–1,500,000"),
        ("0", "1500000", "0–1.5 million"),
        ("20", "30000", "20 to 30000"),  # 20–30,000 is read as twenty thousand
        ("-20", "-13", "−20 to −13"),
        ("1000000", "2000000000", "1 million–2 billion"),
    ],
)
def test_format_interval(low, high, printed):
    ends = (None if end is None else Decimal(end) for end in (low, high))
    assert format_interval(*ends) == printed
