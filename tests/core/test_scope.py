"""Scopes: equal, nested or not comparable, and the words for it."""

import pytest

from sphinx_claims.core.model import Scope
from sphinx_claims.core.period import parse_period
from sphinx_claims.core.scope import Nesting, relate_scopes, scope_key


def scope(unit="deaths", period="1937/1938", place="USSR", counts=""):
    return Scope(unit, parse_period(period) if period else None, place, counts)


@pytest.mark.parametrize(
    ("first", "second", "nesting", "text"),
    [
        ({}, {}, Nesting.EQUAL, ""),
        ({"period": "1937"}, {"period": "1937-01/1937-12"}, Nesting.EQUAL, ""),
        ({"period": "1937"}, {}, Nesting.NARROWER, "period 1937 against 1937/1938"),
        ({}, {"period": "1937"}, Nesting.WIDER, "period 1937/1938 against 1937"),
        ({"period": "1934/1953"}, {"period": "1930/1953"}, Nesting.NARROWER, "period 1934/1953 against 1930/1953"),
        ({"period": "1936/1937"}, {}, Nesting.NONE, "period 1936/1937 against 1937/1938"),
        ({"period": ""}, {}, Nesting.NONE, "period unstated against 1937/1938"),
        ({"period": "1937/.."}, {"period": "1930/.."}, Nesting.NARROWER, "period 1937/.. against 1930/.."),
        ({"place": "Ukraine"}, {}, Nesting.NARROWER, "place Ukraine against USSR"),
        ({"place": "Kyiv"}, {}, Nesting.NARROWER, "place Kyiv against USSR"),
        ({"place": ""}, {}, Nesting.NONE, "place unstated against USSR"),
        ({"unit": "executions"}, {}, Nesting.NARROWER, "unit executions against deaths"),
        ({"unit": "persons"}, {}, Nesting.NONE, "unit persons against deaths"),
        ({"counts": "shot"}, {"counts": "sentenced"}, Nesting.NARROWER, "counts shot against sentenced"),
        (
            {"counts": "shot", "place": "Ukraine"},
            {"counts": "sentenced"},
            Nesting.NARROWER,
            "place Ukraine against USSR, counts shot against sentenced",
        ),
        (
            {"place": "Ukraine"},
            {"period": "1937"},
            Nesting.NONE,
            "period 1937/1938 against 1937, place Ukraine against USSR",
        ),
        ({"unit": "%", "place": "Ukraine"}, {"unit": "%"}, Nesting.NONE, "place Ukraine against USSR"),
        ({"unit": "degrees", "place": "Ukraine"}, {"unit": "degrees"}, Nesting.NONE, "place Ukraine against USSR"),
    ],
)
def test_relation(edition, first, second, nesting, text):
    found = relate_scopes(scope(**first), scope(**second), edition.settings)
    assert (found.nesting, found.text) == (nesting, text)


def test_keys_are_equal_for_the_same_days_only():
    assert scope_key(scope(period="1937")) == scope_key(scope(period="1937-01/1937-12"))
    assert scope_key(scope(period="1937")) != scope_key(scope(period="1937/.."))
    assert scope_key(scope(period="")) != scope_key(scope(period="1937"))
