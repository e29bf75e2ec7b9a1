"""Option texts: what can be read and what cannot; never another exception than OptionError, and quickly."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_claims.core.options import (
    OptionError,
    id_from,
    is_id,
    parse_attestations,
    parse_citations,
    parse_compare_as,
    parse_derivations,
    parse_ids,
    parse_names,
    parse_sum,
    split_items,
)

PARSERS = (parse_citations, parse_attestations, parse_derivations, parse_sum, parse_compare_as, parse_ids, parse_names)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("getty1993", [("getty1993", "")]),
        ("getty1993{p. 1022}; ellman2002", [("getty1993", "p. 1022"), ("ellman2002", "")]),
        ("a, b", [("a", ""), ("b", "")]),
        ("{see}a{p. 1; 2, n. 3}", [("a", "see p. 1; 2, n. 3")]),
        (" ; ", []),
        ("doi:10.1/x_y-z", [("doi:10.1/x_y-z", "")]),
    ],
)
def test_citations(text, expected):
    assert [tuple(c) for c in parse_citations(text)] == expected


@pytest.mark.parametrize("text", ["a{p. 1", "two words", "a}b", "{only}", 'a"b'])
def test_citations_that_cannot_be_read(text):
    with pytest.raises(OptionError) as caught:
        parse_citations(text)
    assert caught.value.item == text
    assert "key{p. 12}" in caught.value.expected


def test_the_first_item_that_cannot_be_read_is_told():
    with pytest.raises(OptionError) as caught:
        parse_citations("a; b c; d e")
    assert caught.value.item == "b c"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("G 12.14", [("G", "12.14", "", "")]),
        (
            'G 26.3 "approximately 681,692"; W 9.23{n. 99}',
            [("G", "26.3", "approximately 681,692", ""), ("W", "9.23", "", "n. 99")],
        ),
        ("W 9.1 “1.5; or 2” {a note; long}", [("W", "9.1", "1.5; or 2", "a note; long")]),
        ("Codex-A 3", [("Codex-A", "3", "", "")]),
    ],
)
def test_attestations(text, expected):
    assert [tuple(a) for a in parse_attestations(text)] == expected


@pytest.mark.parametrize("text", ["G", "12.14", "G twelve", 'G 1.1 "open', "G 1.1 {open", "G 1..2", "G 1.1 trailing"])
def test_attestations_that_cannot_be_read(text):
    with pytest.raises(OptionError):
        parse_attestations(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("mvd-1953", [("mvd-1953", "stated")]),
        ("a (stated); b (from-memory); c (inferred)", [("a", "stated"), ("b", "from-memory"), ("c", "inferred")]),
        ("a (from memory)", [("a", "from-memory")]),
    ],
)
def test_derivations(text, expected):
    assert [tuple(d) for d in parse_derivations(text)] == expected


def test_a_derivation_known_in_another_way():
    with pytest.raises(OptionError) as caught:
        parse_derivations("a (perhaps)")
    assert (caught.value.item, caught.value.expected) == ("a", "perhaps")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a + b - c", ((1, "a"), (1, "b"), (-1, "c"))),
        ("a; b, c", ((1, "a"), (1, "b"), (1, "c"))),
        ("a-b − c-d-1", ((1, "a-b"), (-1, "c-d-1"))),
        ("- a + b", ((-1, "a"), (1, "b"))),
        ("", ()),
    ],
)
def test_sums(text, expected):
    assert parse_sum(text) == expected


@pytest.mark.parametrize("text", ["a b", "a + b c", "a + ü", "a ++ b", "+"])
def test_sums_that_cannot_be_read(text):
    with pytest.raises(OptionError):
        parse_sum(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1937/1938 — the label is loose", ("period", "1937/1938", "the label is loose")),
        ("place: Ukraine – as it was – then", ("place", "Ukraine", "as it was – then")),
        ("counts: persons shot -- he says", ("counts", "persons shot", "he says")),
        ("unit: t - weight", ("unit", "t", "weight")),
        ("1937-08/1938-11 — months", ("period", "1937-08/1938-11", "months")),
        ("colour: red — odd", ("period", "colour: red", "odd")),
    ],
)
def test_compare_as(text, expected):
    assert parse_compare_as(text) == expected


@pytest.mark.parametrize("text", ["1937/1938", "— reason", "1937 — ", "1937—reason"])
def test_compare_as_without_scope_or_reason(text):
    with pytest.raises(OptionError):
        parse_compare_as(text)


def test_lists_of_ids_and_names():
    assert parse_ids("a; b,c  d\ne") == ("a", "b", "c", "d", "e")
    assert parse_names("Viktor Zemskov; J. Arch Getty ; ") == ("Viktor Zemskov", "J. Arch Getty")


def test_separators_inside_brackets_and_quotation_marks_do_not_count():
    assert split_items('a{1;2}; b "x;y"; c (d;e); f “g;h”') == ["a{1;2}", 'b "x;y"', "c (d;e)", "f “g;h”"]


@pytest.mark.parametrize(
    ("text", "proper"),
    [
        ("executions-1937-38", True),
        ("a", True),
        ("7", True),
        ("Executions", False),
        ("a_b", False),
        ("a--b", False),
        ("-a", False),
        ("é", False),
        ("", False),
        ("a b", False),
        ("a\n", False),
        ("a" * 101, False),
    ],
)
def test_ids(text, proper):
    assert is_id(text) is proper


@given(st.text(max_size=200))
def test_a_proper_id_can_be_made_of_anything(text):
    assert is_id(id_from(text))


@given(st.one_of(st.text(max_size=300), st.text('aW1. ;,{}()"“”+-−–—:', max_size=300)))
def test_nothing_but_option_errors(text):
    for parse in PARSERS:
        try:
            parse(text)
        except OptionError as error:
            assert isinstance(error.item, str)


@pytest.mark.parametrize("piece", ["{", "(", '"', "a ", "- ", "; ", "W 1.", " — ", "a+", "a-", "1.1", "{}", "(("])
def test_long_hostile_input_is_read_in_one_pass(piece):
    text = piece * (30_000 // len(piece))
    for parse in PARSERS:
        try:
            found = parse(text)
        except OptionError as error:
            found = error.item
        assert len(found) <= 30_000
