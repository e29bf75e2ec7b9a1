"""Derivations: circles, origins and impact, iteratively however deep the chain."""

import pytest

from sphinx_claims.core.graph import cycles, impact


@pytest.mark.parametrize(
    ("edges", "expected"),
    [
        ({}, []),
        ({"a": ("b",), "b": ()}, []),
        ({"a": ("b", "c"), "b": ("d",), "c": ("d",), "d": ()}, []),
        ({"a": ("a",)}, [("a", "a")]),
        ({"a": ("b",), "b": ("a",)}, [("a", "b", "a")]),
        ({"x": ("a",), "a": ("b",), "b": ("c",), "c": ("a",)}, [("a", "b", "c", "a")]),
        ({"a": ("b",), "b": ("a", "c"), "c": ("b",)}, [("a", "b", "a"), ("b", "c", "b")]),
        ({"a": ("missing",)}, []),
    ],
)
def test_cycles(edges, expected):
    assert cycles(edges) == expected


def test_a_long_chain_and_a_long_circle():
    chain = {f"n{at}": (f"n{at + 1}",) for at in range(20_000)}
    assert cycles(chain) == []
    assert [len(loop) for loop in cycles({**chain, "n20000": ("n0",)})] == [20_002]


def chain_of(edition, length, **last):
    links = [edition.estimate(f"e{at}", "1,000", derives_from=f"e{at + 1}") for at in range(length)]
    return [edition.quantity("q"), *links, edition.estimate(f"e{length}", "1,000", **last)]


def test_origins_at_the_end_of_a_chain_of_thousands(edition):
    view = edition.view(*chain_of(edition, 5_000, source="getty1993", primary_source="mvd1953"))
    assert view.origins["e0"] == ("mvd1953",)
    assert len(view.impact["mvd1953"]) == 5_001
    assert view.faults == ()


def test_unknown_origin_at_the_end_of_a_chain(edition):
    view = edition.view(*chain_of(edition, 3, source="getty1993"))
    assert set(view.origins.values()) == {()}
    assert view.impact == {}


def test_a_circle_has_the_origins_that_are_named_in_it_and_is_one_fault(edition):
    view = edition.view(
        edition.quantity("q"),
        edition.estimate("a", "1,000", derives_from="b"),
        edition.estimate("b", "1,000", derives_from="a; mvd1953"),
        edition.estimate("c", "1,000", derives_from="a"),
    )
    assert [f.rule.code for f in view.faults] == ["cycle"]
    assert view.origins["b"] == view.origins["c"] == ("mvd1953",)


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"source": "getty1993"}, ()),  # a scholar's book is no origin by itself
        ({"source": "mvd1953"}, ("mvd1953",)),  # marked in the bibliography
        ({"source": "mvd1953", "primary_source": "ogpu1931"}, ("ogpu1931",)),  # the explicit word goes first
        ({"source": "getty1993", "primary_source": "conquest1968"}, ("conquest1968",)),
        ({"derives_from": "mvd1953 (inferred); ogpu1931"}, ("mvd1953", "ogpu1931")),
        ({"source": "mvd1953", "derives_from": "conquest1968"}, ()),
        ({"witness": "W 1.1"}, ()),
    ],
)
def test_what_counts_as_an_origin(edition, options, expected):
    view = edition.view(edition.witness("W"), edition.quantity("q"), edition.estimate("e", "1,000", **options))
    assert view.origins["e"] == expected


def test_a_sum_has_the_origins_of_its_terms(edition):
    view = edition.view(
        edition.quantity("q"),
        edition.estimate("a", "1,000", primary_source="mvd1953"),
        edition.estimate("b", "500", source="ogpu1931"),
        edition.estimate("s", "1,500", by="edition", sum_of="a + b"),
    )
    assert view.origins["s"] == ("mvd1953", "ogpu1931")
    assert view.impact == {"mvd1953": ("a", "s"), "ogpu1931": ("b", "s")}


def test_impact_is_the_closure_read_backwards():
    assert impact({"a": ("y", "x"), "b": ("x",), "c": ()}) == {"x": ("a", "b"), "y": ("a",)}
