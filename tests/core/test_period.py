"""Periods: EDTF dates and intervals, their days, and how English says them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_claims.core.period import PeriodError, parse_period, period_words


@pytest.mark.parametrize(
    ("text", "start", "end", "words"),
    [
        ("1937", (1937, 1, 1), (1937, 12, 31), "1937"),
        ("1937-08", (1937, 8, 1), (1937, 8, 31), "August 1937"),
        ("1936-02", (1936, 2, 1), (1936, 2, 29), "February 1936"),
        ("1937-08-05", (1937, 8, 5), (1937, 8, 5), "5 August 1937"),
        ("1937~", (1937, 1, 1), (1937, 12, 31), "c. 1937"),
        ("1937?", (1937, 1, 1), (1937, 12, 31), "perhaps 1937"),
        ("1937-08%", (1937, 8, 1), (1937, 8, 31), "perhaps c. August 1937"),
        ("193X", (1930, 1, 1), (1939, 12, 31), "1930s"),
        ("1937/1938", (1937, 1, 1), (1938, 12, 31), "1937–1938"),
        ("1937-08/1938-11", (1937, 8, 1), (1938, 11, 30), "August 1937 – November 1938"),
        ("1937-08/1937-11", (1937, 8, 1), (1937, 11, 30), "August–November 1937"),
        ("1930~/1953", (1930, 1, 1), (1953, 12, 31), "c. 1930 – 1953"),
        ("1930/..", (1930, 1, 1), None, "from 1930"),
        ("1930/", (1930, 1, 1), None, "from 1930"),
        ("../1953", None, (1953, 12, 31), "until 1953"),
        ("/1953-03-05", None, (1953, 3, 5), "until 5 March 1953"),
        (" 1937 ", (1937, 1, 1), (1937, 12, 31), "1937"),
        ("1932-21", (1932, 3, 1), (1932, 5, 31), "1932-21"),  # EDTF's code for spring
    ],
)
def test_days_and_words(text, start, end, words):
    period = parse_period(text)
    assert (period.start, period.end, period.words) == (start, end, words)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "..",
        "../..",
        "/",
        "the thirties",
        "1938/1937",
        "1937-13",
        "1937-02-30",
        "0000-05",
        "1937–1938",
        "193?",
        "1937/1938/1939",
        "37",
        "y" * 61,
        "1937-W05",
    ],
)
def test_what_is_no_period(text):
    with pytest.raises(PeriodError):
        parse_period(text)


@pytest.mark.parametrize(
    ("outer", "inner", "contained"),
    [
        ("1930/1953", "1937", True),
        ("1937", "1937-08", True),
        ("1937", "1937/1938", False),
        ("1930/..", "1937/..", True),
        ("1937/..", "1937/1938", True),
        ("1937/1938", "1937/..", False),
        ("../1953", "1937", True),
        ("../1953", "../1954", False),
        ("1937", "1937", True),
    ],
)
def test_containment(outer, inner, contained):
    assert parse_period(outer).contains(parse_period(inner)) is contained


def test_the_same_days_in_another_spelling():
    assert parse_period("1937").same_days(parse_period("1937-01/1937-12"))
    assert not parse_period("1937").same_days(parse_period("1937/.."))


@given(st.one_of(st.text(max_size=80), st.from_regex(r"[0-9X?~%./ -]{1,24}", fullmatch=True)))
def test_nothing_but_period_errors(text):
    try:
        period = parse_period(text)
    except PeriodError:
        return
    assert period.start is None or period.end is None or period.start <= period.end
    assert period.words


@pytest.mark.parametrize(
    ("made", "words"), [("195X", "1950s"), ("1999/2006", "1999–2006"), ("1993", "1993"), ("n.d.", "n.d.")]
)
def test_words_of_a_date_that_may_be_none(made: str, words: str) -> None:
    assert period_words(made) == words
