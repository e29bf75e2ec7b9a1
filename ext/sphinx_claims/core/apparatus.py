"""The apparatus of a section: what was written in it, in the order in which a reader needs it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from .blocks import Block, Body, Group, Para, Text
from .rows import claim_blocks, estimates_elsewhere, quantity_blocks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from .view import View


class Written(NamedTuple):
    """An object as it was written in the section."""

    id: str
    kind: str
    body: str  #: the key under which its body is found
    again: bool  #: the id is used further up the page already


def apparatus(objects: Sequence[Written], docname: str, view: View) -> Iterator[Block]:
    """Quantities with their figures, then figures of quantities that stand elsewhere, then claims, then the rest."""
    own = [o for o in objects if not o.again and _stands_on(view, o.id, docname)]
    here = frozenset(o.id for o in own)
    yield from _quantities(own, here, view)
    yield from _figures(own, here, view)
    yield from _claims(own, view)
    yield from _broken((o for o in objects if o.again or o.id not in here), here, docname, view)


def _quantities(own: Iterable[Written], here: frozenset[str], view: View) -> Iterator[Block]:
    for written in own:
        if written.id in view.model.quantities:
            quantity = view.model.quantities[written.id]
            yield from faults_of(view, written.id, quantity.place.docname)
            yield quantity_blocks(view, quantity, here)


def _figures(own: Iterable[Written], here: frozenset[str], view: View) -> Iterator[Block]:
    apart: dict[str, list[str]] = {}
    for written in own:
        estimate = view.model.estimates.get(written.id)
        if estimate is not None:
            yield from faults_of(view, written.id, estimate.place.docname)
            if estimate.quantity not in here or estimate.quantity not in view.model.quantities:
                apart.setdefault(estimate.quantity, []).append(written.id)
    for quantity, ids in apart.items():
        yield estimates_elsewhere(view, quantity, [view.model.estimates[id_] for id_ in ids])


def _claims(own: Iterable[Written], view: View) -> Iterator[Block]:
    for written in own:
        if written.id in view.model.claims:
            claim = view.model.claims[written.id]
            yield from faults_of(view, written.id, claim.place.docname)
            yield claim_blocks(view, claim)


def _broken(rest: Iterable[Written], here: frozenset[str], docname: str, view: View) -> Iterator[Block]:
    """What has no place in the record is shown all the same, with what is wrong."""
    for written in rest:
        if written.kind == "witness":
            continue
        if written.id not in here:  # or its faults are told above
            yield from faults_of(view, written.id, docname)
        yield Group("broken", (Body(written.body),), f"{written.kind} {written.id}")


def _stands_on(view: View, id_: str, docname: str) -> bool:
    model = view.model
    found = model.quantities.get(id_) or model.estimates.get(id_) or model.claims.get(id_)
    return found is not None and found.place.docname == docname


def faults_of(view: View, id_: str, docname: str) -> Iterator[Block]:
    """What is wrong with an object, visible on its page."""
    for fault in view.faults_of(id_, docname):
        yield Para((Text(f"{fault.text} [claims.{fault.rule.code}]", "fault"),), "problem")
