"""Scopes: whether two figures are about the same thing, one within the other, or not comparable."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .model import Scope, Settings, Term
    from .period import Day


class Nesting(Enum):
    """How one scope stands to another."""

    EQUAL = "equal"
    NARROWER = "narrower"
    WIDER = "wider"
    NONE = "not comparable"


class ScopeRelation(NamedTuple):
    """How the first scope stands to the second, and in what they differ."""

    nesting: Nesting
    text: str


ScopeKey = tuple[str, "Day | None", "Day | None", str, str]


def scope_key(scope: Scope) -> ScopeKey:
    """A key that is equal for equal scopes, however their period is spelt."""
    period = scope.period
    start, end = (period.start, period.end) if period else (None, None)
    return scope.unit, start, end, scope.place, scope.counts


def relate_scopes(first: Scope, second: Scope, settings: Settings) -> ScopeRelation:
    """Compare unit, period, place and counts; nested where all differences point the same way."""
    parts = [
        _terms("unit", first.unit, second.unit, settings.units),
        _periods(first, second),
        _terms("place", first.place, second.place, settings.places),
        _terms("counts", first.counts, second.counts, settings.counts),
    ]
    differing = [part for part in parts if part.nesting is not Nesting.EQUAL]
    if not differing:
        return ScopeRelation(Nesting.EQUAL, "")
    text = ", ".join(part.text for part in differing)
    kinds = {part.nesting for part in differing}
    nested = len(kinds) == 1 and kinds != {Nesting.NONE}
    if nested and settings.additive(first.unit) and settings.additive(second.unit):
        return ScopeRelation(kinds.pop(), text)
    return ScopeRelation(Nesting.NONE, text)


def _periods(first: Scope, second: Scope) -> ScopeRelation:
    a, b = first.period, second.period
    if a == b or (a and b and a.same_days(b)):
        return ScopeRelation(Nesting.EQUAL, "")
    text = f"period {a.text if a else 'unstated'} against {b.text if b else 'unstated'}"
    if a and b and b.contains(a):
        return ScopeRelation(Nesting.NARROWER, text)
    if a and b and a.contains(b):
        return ScopeRelation(Nesting.WIDER, text)
    return ScopeRelation(Nesting.NONE, text)


def _terms(name: str, first: str, second: str, terms: Mapping[str, Term]) -> ScopeRelation:
    if first == second:
        return ScopeRelation(Nesting.EQUAL, "")
    text = f"{name} {first or 'unstated'} against {second or 'unstated'}"
    if _lies_within(first, second, terms):
        return ScopeRelation(Nesting.NARROWER, text)
    if _lies_within(second, first, terms):
        return ScopeRelation(Nesting.WIDER, text)
    return ScopeRelation(Nesting.NONE, text)


def _lies_within(term: str, broader: str, terms: Mapping[str, Term]) -> bool:
    seen = set()
    while term in terms and term not in seen:
        seen.add(term)
        term = terms[term].within
        if term and term == broader:
            return True
    return False
