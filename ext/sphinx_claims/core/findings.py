"""Findings: what the sources do. A sum that misses its total, a part above its whole, a witness of two minds.

A finding is never a fault of a contributor; the edition lists it and ``claims.json`` carries it.
"""

from __future__ import annotations

from decimal import Decimal
from heapq import nlargest, nsmallest
from itertools import combinations, islice
from typing import TYPE_CHECKING, NamedTuple

from .assess import NEIGHBOURS, WHOLE_GROUP, Comparisons, figure_of, pairs
from .checks import sum_miss
from .compare import Relation, compare, exceeds, is_slip
from .interpret import meaning
from .model import EDITION
from .scope import Nesting, relate_scopes, scope_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from .figure import Figure
    from .model import Estimate, Model, Quantity, Settings
    from .records import Work
    from .scope import ScopeKey

    Group = Sequence[Estimate]

#: What each kind of finding is called in a list.
KINDS = {
    "sum": "Sums that miss their total",
    "part": "Parts above their whole",
    "nested": "Narrower figures above wider ones",
    "witness": "Witnesses with two figures",
    "scope": "The same figure under different scopes",
    "slip": "Figures that differ by a slip",
}


class Finding(NamedTuple):
    """Something the sources do: its kind, the objects it concerns, and a sentence."""

    kind: str
    objects: tuple[str, ...]
    text: str


def find_all(
    model: Model,
    compared: Mapping[str, Comparisons],
    estimates_of: Mapping[str, Sequence[Estimate]],
    settings: Settings,
    works: Mapping[str, Work],
) -> tuple[Finding, ...]:
    """All findings, quantity by quantity in the order of the edition, each once."""
    found: dict[Finding, None] = {}
    figures = _Figures(estimates_of)
    for quantity in model.quantities.values():
        comparisons = compared[quantity.id]
        estimates = estimates_of.get(quantity.id, ())
        found.update(dict.fromkeys(_sums(estimates, model)))
        found.update(dict.fromkeys(_parts(quantity, figures, model, settings, works)))
        found.update(dict.fromkeys(_nested(comparisons, settings)))
        for group in comparisons.groups:
            found.update(dict.fromkeys(_two_figures(group)))
            found.update(dict.fromkeys(_slips(group)))
        found.update(dict.fromkeys(_same_figure(quantity, figures)))
    return tuple(found)


def _named(estimate: Estimate) -> str:
    return f"{estimate.printed} ({estimate.id})"


def _sums(estimates: Sequence[Estimate], model: Model) -> Iterator[Finding]:
    for estimate in estimates:
        if estimate.sum_of and estimate.by != (EDITION,) and (missed := sum_miss(estimate, model)):
            working, amount = missed
            terms = tuple(target for _sign, target in estimate.sum_of)
            yield Finding("sum", (estimate.id, *terms), f"{working} does not add up: it misses by {amount}")


def _voices(estimate: Estimate) -> set[str]:
    """Who speaks: a source or a witness. One voice may not contradict itself unnoticed."""
    return {c.key for c in estimate.sources} | {a.siglum for a in estimate.witnesses}


class _Figures:
    """The ranked-in figures of each quantity, by who gives them and by what they mean, sorted once."""

    def __init__(self, estimates_of: Mapping[str, Sequence[Estimate]]) -> None:
        self._estimates_of = estimates_of
        self._by_voice: dict[str, dict[str, list[Estimate]]] = {}
        self._by_meaning: dict[str, dict[tuple[object, ...], list[Estimate]]] = {}

    def ranked(self, id_: str) -> list[Estimate]:
        """The figures that take part in comparisons."""
        return [e for e in self._estimates_of.get(id_, ()) if e.ranked_in and e.figure is not None]

    def by_voice(self, id_: str) -> Mapping[str, Sequence[Estimate]]:
        """A few figures of each who speaks of a quantity."""
        if id_ not in self._by_voice:
            found = self._by_voice[id_] = {}
            for estimate in self.ranked(id_):
                for voice in _voices(estimate):
                    own = found.setdefault(voice, [])
                    if len(own) < WHOLE_GROUP:
                        own.append(estimate)
        return self._by_voice[id_]

    def by_meaning(self, id_: str) -> Mapping[tuple[object, ...], list[Estimate]]:
        """The figures of a quantity that mean the same, vague ones apart."""
        if id_ not in self._by_meaning:
            found = self._by_meaning[id_] = {}
            for estimate in self.ranked(id_):
                figure = figure_of(estimate)
                if not figure.vague:
                    found.setdefault(meaning(figure), []).append(estimate)
        return self._by_meaning[id_]


def _parts(
    quantity: Quantity, figures: _Figures, model: Model, settings: Settings, works: Mapping[str, Work]
) -> Iterator[Finding]:
    whole = model.quantities.get(quantity.part_of)
    if whole is None or not settings.additive(quantity.scope.unit):
        return
    by_voice = figures.by_voice(whole.id)
    for part in figures.ranked(quantity.id):
        wholes = {w.id: (w, voice) for voice in sorted(_voices(part)) for w in by_voice.get(voice, ())}
        for against, voice in wholes.values():
            if _may_compare(part, against, whole) and exceeds(figure_of(part), figure_of(against)):
                said = works[voice].label if voice in works else voice
                yield Finding(
                    "part",
                    (part.id, against.id),
                    f"in {said} the part {_named(part)} is above its whole {_named(against)}",
                )


def _may_compare(part: Estimate, against: Estimate, whole: Quantity) -> bool:
    """A part is measured against figures for the whole itself, of a time that takes in the part's."""
    if against.compared.counts != whole.scope.counts or against.compared.place != whole.scope.place:
        return False
    narrow, wide = part.compared.period, against.compared.period
    return narrow is None or wide is None or wide.contains(narrow)


def _nested(comparisons: Comparisons, settings: Settings) -> Iterator[Finding]:
    for first, second in _scopes_compared(comparisons.groups):
        nesting = relate_scopes(first[0].compared, second[0].compared, settings).nesting
        if nesting not in (Nesting.NARROWER, Nesting.WIDER):
            continue
        narrow, wide = (first, second) if nesting is Nesting.NARROWER else (second, first)
        for part in _largest(narrow):
            for whole in _smallest(wide):
                if exceeds(figure_of(part), figure_of(whole)):
                    text = relate_scopes(part.compared, whole.compared, settings).text
                    yield Finding(
                        "nested",
                        (part.id, whole.id),
                        f"{_named(part)} is above {_named(whole)}, though narrower: {text}",
                    )


def _scopes_compared(groups: Sequence[Group]) -> Iterator[tuple[Group, Group]]:
    """All pairs of a few scopes; of many, the highest and the lowest with all others, as they miss most likely."""
    if len(groups) <= WHOLE_GROUP:
        yield from combinations(groups, 2)
        return
    places = range(len(groups))
    highest = nlargest(NEIGHBOURS, places, key=lambda at: _key_of(_largest(groups[at]), upper=False))
    lowest = nsmallest(NEIGHBOURS, places, key=lambda at: _key_of(_smallest(groups[at]), upper=True))
    chosen = {*highest, *lowest}
    for at in places:
        for other in sorted(chosen):
            if at != other and (at not in chosen or at < other):
                yield groups[min(at, other)], groups[max(at, other)]


def _key_of(found: Sequence[Estimate], *, upper: bool) -> Decimal:
    """The end by which a scope is the highest or lowest; one without such an end comes last."""
    if not found:
        return Decimal("Infinity" if upper else "-Infinity")
    figure = figure_of(found[0])
    end = figure.high if upper else figure.low
    return Decimal(0) if end is None else end


def _largest(group: Sequence[Estimate]) -> list[Estimate]:
    """The figure that begins highest: if it does not exceed a wider one, none does."""
    sized = [(low, e.id, e) for e in group if (low := figure_of(e).low) is not None]
    return [max(sized)[2]] if sized else []


def _smallest(group: Sequence[Estimate]) -> list[Estimate]:
    sized = [(high, e.id, e) for e in group if (high := figure_of(e).high) is not None]
    return [min(sized)[2]] if sized else []


def _two_figures(group: Sequence[Estimate]) -> Iterator[Finding]:
    by_siglum: dict[str, list[Estimate]] = {}
    for estimate in group:
        for siglum in sorted({a.siglum for a in estimate.witnesses}):
            by_siglum.setdefault(siglum, []).append(estimate)
    for siglum, own in by_siglum.items():
        for a, b in pairs(own):
            if words := _disagreement(figure_of(a), figure_of(b)):
                yield Finding("witness", (a.id, b.id), f"{siglum} gives both {_named(a)} and {_named(b)}: {words}")


def _disagreement(a: Figure, b: Figure) -> str:
    relation = compare(a, b)
    if relation is Relation.WITHIN and a.value is None and b.value is None:
        return "one range lies inside the other"
    return {
        Relation.OVERLAP: "they differ, but overlap",
        Relation.APART: "they are apart",
        Relation.NEAR: "they differ by under 0.5 %",
    }.get(relation, "")


def _slips(group: Sequence[Estimate]) -> Iterator[Finding]:
    for a, b in pairs(group):
        if a.figure != b.figure and is_slip(figure_of(a), figure_of(b)):
            yield Finding("slip", (a.id, b.id), f"{_named(a)} and {_named(b)} differ as by a slip of the pen")


def _same_figure(quantity: Quantity, figures: _Figures) -> Iterator[Finding]:
    """One number, two scopes: within a quantity, or between it and its whole."""
    of_whole = figures.by_meaning(quantity.part_of)
    for means, own in figures.by_meaning(quantity.id).items():
        same = [*own, *of_whole.get(means, ())[:WHOLE_GROUP]]
        scopes: dict[ScopeKey, Estimate] = {}
        for estimate in same:
            scopes.setdefault(scope_key(estimate.compared), estimate)
        if quantity.series and len({key[:1] + key[3:] for key in scopes}) < 2:
            continue  # equal figures at several dates are what a series may hold
        if len(scopes) > 1 and any(e.quantity == quantity.id for e in scopes.values()):
            shown = list(islice(scopes.values(), 4))
            yield Finding(
                "scope",
                tuple(e.id for e in shown),
                "the same figure stands for different things: "
                + " and ".join(f"{_named(e)} for {_scope_words(e)}" for e in shown),
            )


def _scope_words(estimate: Estimate) -> str:
    scope = estimate.compared
    parts = [scope.unit, scope.counts, scope.place, scope.period.words if scope.period else ""]
    return ", ".join(part for part in parts if part) or "an unstated scope"
