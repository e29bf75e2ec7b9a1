"""What a page shows of the record, as text for a digest: equal texts, equal pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .lists import resting_blocks, view_blocks
from .rows import claim_blocks, estimates_elsewhere, quantity_blocks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .records import Page, Record
    from .view import View


def shown_on(
    view: View,
    page: Page,
    views: Iterable[tuple[str, tuple[tuple[str, str], ...]]],
    works: Iterable[str],
) -> str:
    """A text that changes whenever something changes that the page shows from the record.

    `views` are the lists on the page, `works` the keys of the bibliography entries that stand on it.
    """
    parts = [*_objects(view, page.records)]
    parts += [repr(mention_text(view, m.role, m.target)) for m in page.mentions]
    parts += [repr(view_blocks(view, name, dict(options))) for name, options in views]
    parts += [repr(resting_blocks(view, key)) for key in works]
    return "\n".join(parts)


def mention_text(view: View, role: str, target: str) -> tuple[object, ...]:
    """What a role shows of its target, and where it leads."""
    model = view.model
    found = model.quantities.get(target) or model.estimates.get(target) or model.claims.get(target)
    if role == "witness":
        return role, target, named_passage(view, target)
    return role, view.reference_text(role, target), found.place.docname if found else "", view.contested(target)


def named_passage(view: View, target: str) -> tuple[str, str] | None:
    """Where a role leads that names a witness, or one or more places in it: to the first."""
    siglum, _, rest = target.partition(" ")
    return view.place_in_witness(siglum, rest.partition(";")[0].strip())


def _objects(view: View, records: Iterable[Record]) -> Iterator[str]:
    model = view.model
    here = frozenset(record.id for record in records)
    for record in records:
        if faults := view.faults_of(record.id, record.docname):
            yield repr([(fault.rule.code, fault.text) for fault in faults])
        if record.kind == "quantity" and record.id in model.quantities:
            yield repr(quantity_blocks(view, model.quantities[record.id], here))
        elif record.kind == "estimate" and record.id in model.estimates:
            estimate = model.estimates[record.id]
            if estimate.quantity not in here or estimate.quantity not in model.quantities:
                yield repr(estimates_elsewhere(view, estimate.quantity, [estimate]))
        elif record.kind == "claim" and record.id in model.claims:
            yield repr(claim_blocks(view, model.claims[record.id]))
