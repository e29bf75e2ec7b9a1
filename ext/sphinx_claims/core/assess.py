"""What is worked out of the figures: rivals, contest, spans. Never typed, always the same for the same record."""

from __future__ import annotations

from dataclasses import dataclass
from heapq import nlargest, nsmallest
from itertools import combinations, islice
from typing import TYPE_CHECKING, Final, NamedTuple

from .compare import Relation, compare
from .model import AGAINST
from .scope import Nesting, ScopeKey, relate_scopes, scope_key
from .voices import voice

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from decimal import Decimal

    from .figure import Figure
    from .model import Claim, Estimate, Model, Quantity, Scope, Settings
    from .records import Work

#: Up to this many figures of one scope every pair is compared; in a larger group each figure is
#: compared with its neighbours by size and with the group's extremes, and the cut is said.
WHOLE_GROUP: Final = 24
NEIGHBOURS: Final = 6
#: As many figures of other scopes are named for each figure.
NAMED: Final = 12

_VERBS = {
    "disputes": "disputed",
    "refutes": "refuted",
    "corrects": "corrected",
    "critiques": "critiqued",
    "retracts": "retracted",
    "disagrees-with": "disagreed with",
}


class Rival(NamedTuple):
    """Another figure of the same scope, and how the two compare."""

    id: str
    relation: Relation


class Other(NamedTuple):
    """A figure of the same quantity under another scope, and how the scopes differ."""

    id: str
    nesting: Nesting
    reason: str


class Reason(NamedTuple):
    """Why something is contested, naming the objects."""

    text: str
    objects: tuple[str, ...]
    lead: str = ""  #: the words before the name of a single object: "disputed by"


class Span(NamedTuple):
    """The ends of the figures of a quantity's own scope, as printed; an open end is one that somebody leaves open."""

    at_least: Decimal | None
    at_most: Decimal | None
    open_below: bool
    open_above: bool


@dataclass(frozen=True, slots=True)
class Comparisons:
    """How the figures of one quantity compare."""

    rivals: Mapping[str, tuple[Rival, ...]]
    others: Mapping[str, tuple[Other, ...]]
    omitted: Mapping[str, int]  #: rivals left out in a large group
    omitted_others: Mapping[str, int]
    groups: tuple[tuple[Estimate, ...], ...]  #: ranked-in figures by scope


def compare_figures(quantity: Quantity, estimates: Sequence[Estimate], settings: Settings) -> Comparisons:
    """Compare the ranked-in, readable figures of `quantity` within each scope and across scopes."""
    grouped: dict[ScopeKey, list[Estimate]] = {}
    for estimate in estimates:
        if estimate.ranked_in and estimate.figure is not None:
            grouped.setdefault(scope_key(estimate.compared), []).append(estimate)
    groups = tuple(tuple(group) for group in grouped.values())
    rivals: dict[str, list[Rival]] = {e.id: [] for e in estimates}
    omitted: dict[str, int] = {}
    for group in groups:
        for a, b in pairs(group):
            relation = compare(figure_of(a), figure_of(b))
            rivals[a.id].append(Rival(b.id, relation))
            rivals[b.id].append(Rival(a.id, relation))
        if len(group) > WHOLE_GROUP:
            omitted.update({e.id: len(group) - 1 - len(rivals[e.id]) for e in group})
    others, omitted_others = _other_scopes(quantity, groups, settings)
    order = {e.id: at for at, e in enumerate(estimates)}
    return Comparisons(
        {id_: tuple(sorted(found, key=lambda r: order[r.id])) for id_, found in rivals.items()},
        others,
        omitted,
        omitted_others,
        groups,
    )


def figure_of(estimate: Estimate) -> Figure:
    """The figure of an estimate that is known to have one. Raises ValueError where it has none."""
    if estimate.figure is None:
        raise ValueError(estimate.id)
    return estimate.figure


def pairs(group: Sequence[Estimate]) -> Iterator[tuple[Estimate, Estimate]]:
    """All pairs of a small group; in a large one, neighbours by size and each with both extremes."""
    if len(group) <= WHOLE_GROUP:
        yield from combinations(group, 2)
        return
    ordered = sorted(group, key=lambda e: (_size(figure_of(e)), e.id))
    ends = {ordered[0].id, ordered[-1].id}
    for at, a in enumerate(ordered):
        near = ordered[at + 1 : at + 1 + NEIGHBOURS]
        yield from ((a, b) for b in near)
        if a.id not in ends:
            if at > NEIGHBOURS:
                yield ordered[0], a
            if ordered[-1] not in near:
                yield a, ordered[-1]
    if ordered[-1] not in ordered[1 : 1 + NEIGHBOURS]:
        yield ordered[0], ordered[-1]


def _size(figure: Figure) -> tuple[bool, Decimal | int, Decimal | int]:
    low, high = figure.low, figure.high
    if low is None and high is None:
        return True, 0, 0
    first = low if low is not None else high
    last = high if high is not None else low
    return False, first or 0, last or 0


def _other_scopes(
    quantity: Quantity,
    groups: Sequence[Sequence[Estimate]],
    settings: Settings,
) -> tuple[dict[str, tuple[Other, ...]], dict[str, int]]:
    """For each figure those under other scopes; points of a series at other dates are not among them.

    The first few are named and the rest is counted, so that many scopes cost no more than in proportion.
    """
    named: dict[str, tuple[Other, ...]] = {}
    omitted: dict[str, int] = {}
    total = sum(map(len, groups))
    for family in _alike(quantity, groups):
        elsewhere = total - sum(len(groups[at]) for at in family)
        first = _first(groups, set(family))
        for group in (groups[at] for at in family if first):
            found = _named_others(group[0].compared, first, settings)
            named.update((e.id, found) for e in group)
            if elsewhere > len(found):
                omitted.update((e.id, elsewhere - len(found)) for e in group)
    return named, omitted


def _alike(quantity: Quantity, groups: Sequence[Sequence[Estimate]]) -> Iterable[list[int]]:
    """The groups that are not to be told apart, by their place: in a series those that differ by date alone."""
    if not quantity.series:
        return [[at] for at in range(len(groups))]
    found: dict[ScopeKey, list[int]] = {}
    for at, group in enumerate(groups):
        found.setdefault(scope_key(group[0].compared._replace(period=None)), []).append(at)
    return found.values()


def _first(groups: Sequence[Sequence[Estimate]], without: set[int]) -> list[tuple[Estimate, Scope]]:
    """As many figures of the other groups as are named, with the scope of their group."""
    others = ((e, group[0].compared) for at, group in enumerate(groups) if at not in without for e in group)
    return list(islice(others, NAMED))


def _named_others(scope: Scope, others: Iterable[tuple[Estimate, Scope]], settings: Settings) -> tuple[Other, ...]:
    relations = ((e, relate_scopes(scope, other, settings)) for e, other in others)
    return tuple(Other(e.id, relation.nesting, relation.text) for e, relation in relations)


def extremes(group: Iterable[Estimate]) -> tuple[Estimate, Estimate] | None:
    """The figure that ends lowest and the one that begins highest, or the nearest to them that are apart."""
    sized = [e for e in group if e.figure is not None and not e.figure.vague]
    ending = [(high, e.id, e) for e in sized if (high := figure_of(e).high) is not None]
    beginning = [(low, e.id, e) for e in sized if (low := figure_of(e).low) is not None]
    if not ending or not beginning:
        return None
    first_end, last_start = min(ending)[0], max(beginning)[0]
    if first_end > last_start:
        return None
    # near is measured on printed numbers, so that the outermost may be near, and others apart
    lower = nsmallest(WHOLE_GROUP, (end for end in ending if end[0] <= last_start))
    upper = nlargest(WHOLE_GROUP, (start for start in beginning if start[0] >= first_end))
    found = sorted(
        (end - start, low_id, high_id, low, high) for end, low_id, low in lower for start, high_id, high in upper
    )
    pairs_by_gap = ((low, high) for _gap, _low_id, _high_id, low, high in found if low is not high)
    return next((p for p in pairs_by_gap if compare(*map(figure_of, p)) is Relation.APART), None)


def rival_reasons(groups: Iterable[Sequence[Estimate]], works: Mapping[str, Work]) -> list[Reason]:
    """For each scope whose figures are apart: the two that are furthest apart."""
    found = []
    for group in groups:
        if apart := extremes(group):
            low, high = apart
            said = " and ".join(f"{e.printed} ({voice(e, works)})" for e in apart)
            found.append(Reason(f"{said} are apart", (low.id, high.id)))
    return found


def dispute_reasons(model: Model) -> dict[str, list[Reason]]:
    """For each object, both ends: the claims that dispute it, and what it disputes. Deprecated ones do not count."""
    reasons: dict[str, list[Reason]] = {}
    for claim in model.claims.values():
        for link in claim.links:
            if link.relation in AGAINST and _ranked_in(model, claim, link.target):
                verb = _VERBS[link.relation]
                spoken = link.relation.replace("-", " ")
                reasons.setdefault(link.target, []).append(
                    Reason(f"{verb} by the claim {claim.title}", (claim.id,), f"{verb} by")
                )
                reasons.setdefault(claim.id, []).append(
                    Reason(f"{spoken} {name_of(model, link.target)}", (link.target,), spoken)
                )
    return reasons


def _ranked_in(model: Model, claim: Claim, target: str) -> bool:
    if not claim.ranked_in or target == claim.id:
        return False
    if target in model.claims:
        return model.claims[target].ranked_in
    if target in model.estimates:
        return model.estimates[target].ranked_in
    return target in model.quantities


def name_of(model: Model, id_: str) -> str:
    """How an object is called in a sentence: a title, or a figure as printed."""
    if id_ in model.quantities:
        return model.quantities[id_].title
    if id_ in model.claims:
        return model.claims[id_].title
    if id_ in model.estimates:
        return model.estimates[id_].printed
    return id_


def own_scope(quantity: Quantity, groups: Iterable[Sequence[Estimate]]) -> tuple[Estimate, ...]:
    """The ranked-in figures of the quantity's own scope; in a series, of any date."""

    def key(scope: Scope) -> ScopeKey:
        return scope_key(scope._replace(period=None) if quantity.series else scope)

    own = key(quantity.scope)
    return tuple(e for group in groups for e in group if key(e.compared) == own)


def span_of(estimates: Iterable[Estimate]) -> Span:
    """The span of these figures: printed ends only, vague figures apart."""
    figures = [f for e in estimates if (f := e.figure) is not None and not f.vague]
    lows = [low for f in figures if (low := printed_ends(f)[0]) is not None]
    highs = [high for f in figures if (high := printed_ends(f)[1]) is not None]
    ends = [*lows, *highs]
    return Span(
        min(ends, default=None),
        max(ends, default=None),
        any(f.low is None for f in figures),
        any(f.high is None for f in figures),
    )


def printed_ends(figure: Figure) -> tuple[Decimal | None, Decimal | None]:
    """The lowest and highest number that the figure itself prints, without slack."""
    if figure.value is not None:
        return (
            figure.value if figure.at_least is None else figure.at_least,
            figure.value if figure.at_most is None else figure.at_most,
        )
    if figure.approximate and figure.precision is not None:  # "nearly x" prints x alone
        printed = figure.at_most if figure.at_most is not None else figure.at_least
        return printed, printed
    return figure.at_least, figure.at_most
