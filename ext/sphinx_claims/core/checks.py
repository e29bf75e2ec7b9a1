"""Faults that only the whole record shows: unknown targets, circles, sums that do not add up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .compare import misses, total
from .diagnostics import Fault, Rule, a, did_you_mean, fault
from .figure_format import format_number
from .graph import cycles
from .interpret import outside
from .model import EDITION
from .options import OptionError, parse_attestations

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from .figure import Figure
    from .graph import Edges
    from .model import Estimate, Model
    from .records import Mention, Record, Work

#: What each role may name.
ROLE_KINDS = {"estimate": "estimate", "range": "quantity", "quantity": "quantity", "claim": "claim"}


def check_objects(
    model: Model,
    records: Mapping[str, Record],
    works: Mapping[str, Work],
    edges: Edges,
) -> list[Fault]:
    """All faults between objects. `records` are the kept records by id."""
    return [
        *_check_estimates(model, records, works),
        *_check_claims(model, records),
        *_check_quantities(model, records),
        *_check_cycles(records, edges),
        *_check_part_cycles(model, records),
    ]


def _target_fault(record: Record, option: str, target: str, model: Model, kinds: tuple[str, ...]) -> Fault | None:
    """Why `target` cannot stand in `option` of `record`, or None."""
    if target == record.id:
        return fault(Rule.SELF_RELATION, record, option=option)
    kind = model.kind(target)
    if kind in kinds:
        return None
    if kind:
        return fault(
            Rule.WRONG_TARGET,
            record,
            value=target,
            option=f":{option}:",
            kind=a(kind),
            expected=_alternatives([a(k) for k in kinds]),
        )
    known = [*model.quantities, *model.estimates, *model.claims]
    hint = did_you_mean(target, known, "define it, or correct the id")
    return fault(Rule.UNKNOWN_TARGET, record, value=target, option=f":{option}:", hint=hint)


def _alternatives(names: list[str]) -> str:
    return " or ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _check_estimates(model: Model, records: Mapping[str, Record], works: Mapping[str, Work]) -> list[Fault]:
    found: list[Fault | None] = []
    for estimate in model.estimates.values():
        record = records[estimate.id]
        found += [
            _target_fault(record, "derives-from", d.target, model, ("estimate",))
            for d in estimate.derives_from
            if d.target not in works
        ]
        found += [_target_fault(record, "sum-of", target, model, ("estimate",)) for _sign, target in estimate.sum_of]
        found.append(_sum_fault(estimate, record, model))
    return [f for f in found if f]


def sum_miss(estimate: Estimate, model: Model) -> tuple[str, str] | None:
    """Where an estimate is not the sum of its terms: the working, and by how much it misses."""
    terms: list[tuple[int, Figure]] = []
    for sign, target in estimate.sum_of:
        term = model.estimates.get(target)
        if term is None or term.figure is None:
            return None
        terms.append((sign, term.figure))
    if not terms or estimate.figure is None:
        return None
    added = total(terms)
    miss = misses(added, estimate.figure)
    if miss is None:
        return None
    return working(estimate, model), format_number(abs(miss))


def working(estimate: Estimate, model: Model) -> str:
    """A sum as a reader checks it: ``353,074 + 328,618 = 681,692``."""
    parts = []
    for at, (sign, target) in enumerate(estimate.sum_of):
        term = model.estimates.get(target)
        mark = "− " if sign < 0 else "+ " if at else ""
        parts.append(f"{mark}{term.printed if term else target}")
    return f"{' '.join(parts)} = {estimate.printed}"


def _sum_fault(estimate: Estimate, record: Record, model: Model) -> Fault | None:
    if estimate.by != (EDITION,):
        return None
    missed = sum_miss(estimate, model)
    if missed is None:
        return None
    text, amount = missed
    return fault(Rule.SUM_MISMATCH, record, value=estimate.printed, reason=f"{text} misses by {amount}")


def _check_claims(model: Model, records: Mapping[str, Record]) -> list[Fault]:
    found = [
        _target_fault(records[claim.id], link.relation, link.target, model, ("claim", "estimate", "quantity"))
        for claim in model.claims.values()
        for link in claim.links
    ]
    return [f for f in found if f]


def _check_quantities(model: Model, records: Mapping[str, Record]) -> list[Fault]:
    found = [
        _target_fault(records[q.id], option, target, model, ("quantity",))
        for q in model.quantities.values()
        for option, target in (("part-of", q.part_of), ("share-of", q.share_of))
        if target
    ]
    return [f for f in found if f]


def _check_cycles(records: Mapping[str, Record], edges: Edges) -> list[Fault]:
    return _circles("the derivation", edges, records)


def _check_part_cycles(model: Model, records: Mapping[str, Record]) -> list[Fault]:
    parts = {q.id: (q.part_of,) for q in model.quantities.values() if q.part_of in model.quantities}
    shares = {q.id: (q.share_of,) for q in model.quantities.values() if q.share_of in model.quantities}
    return [*_circles("the chain of :part-of:", parts, records), *_circles("the chain of :share-of:", shares, records)]


def _circles(what: str, edges: Mapping[str, tuple[str, ...]], records: Mapping[str, Record]) -> list[Fault]:
    """A fault for each circle; what names itself alone is told as such."""
    loops = [loop for loop in cycles(edges) if len(set(loop)) > 1]
    return [fault(Rule.CYCLE, records[loop[0]], what=what, value=_walk(loop)) for loop in loops]


def _walk(loop: tuple[str, ...]) -> str:
    shown = loop if len(loop) <= 9 else (*loop[:4], f"{len(loop) - 7} more", *loop[-3:])
    return " → ".join(shown)


def check_mentions(mentions: Iterable[Mention], model: Model, as_record: Callable[[Mention], Record]) -> list[Fault]:
    """Roles that name nothing, or something of another kind. `as_record` gives a mention a place."""
    return [found for mention in mentions for found in _check_mention(mention, model, as_record(mention))]


def _check_mention(mention: Mention, model: Model, record: Record) -> list[Fault]:
    if mention.in_title:
        return [fault(Rule.ROLE_IN_TITLE, record, value=mention.role)]
    expected = ROLE_KINDS.get(mention.role)
    if expected is None:
        return _witness_mention(mention, model, record)
    kind = model.kind(mention.target)
    role = f"the role {mention.role!r}"
    if not kind:
        known = getattr(model, {"estimate": "estimates", "quantity": "quantities", "claim": "claims"}[expected])
        hint = did_you_mean(mention.target, known, f"define it with the {expected} directive")
        return [fault(Rule.UNKNOWN_TARGET, record, value=mention.target, option=role, hint=hint)]
    if kind != expected:
        values = {"value": mention.target, "option": role, "kind": a(kind), "expected": a(expected)}
        return [fault(Rule.WRONG_TARGET, record, **values)]
    return []


def _witness_mention(mention: Mention, model: Model, record: Record) -> list[Fault]:
    """A locator in running prose is held to the same rules as one in an option."""
    try:
        places = parse_attestations(mention.target)
    except OptionError as error:
        return [fault(Rule.MALFORMED_LOCATOR, record, value=error.item, option="witness", hint=error.expected)]
    found = []
    for place in places:
        witness = model.witnesses.get(place.siglum)
        if witness is None:
            hint = did_you_mean(place.siglum, model.witnesses, "define the witness with the witness directive")
            found.append(fault(Rule.UNKNOWN_SIGLUM, record, value=place.siglum, hint=hint))
        elif reason := outside(witness, place.locator):
            found.append(fault(Rule.OUTSIDE_WITNESS, record, value=f"{place.siglum} {place.locator}", reason=reason))
    return found
