"""``claims.json``: the whole graph, sorted by id, one object a line, numbers as exact decimals."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from .model import cito
from .options import anchor_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from .assess import Reason
    from .figure import Figure
    from .model import Attestation, Citation, Claim, Estimate, Quantity, Scope, Witness
    from .view import View

SCHEMA_VERSION: Final = "1.0"
Json = dict[str, Any]
_NUMBER = re.compile(r'"\\u0000(-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?)"')


def export(view: View, edition: Json, href: Callable[[str, str], str]) -> str:
    """The text of ``claims.json``. `href` gives an object's address from its document and id."""
    return "".join(pieces(view, edition, href))


def pieces(view: View, edition: Json, href: Callable[[str, str], str]) -> Iterator[str]:
    """The text of ``claims.json``, made an object at a time."""
    model = view.model
    lists: dict[str, Iterable[Json]] = {
        "witnesses": (_witness(w, href) for _id, w in sorted(model.witnesses.items())),
        "sources": _sources(view, href),
        "quantities": (_quantity(view, q, href) for _id, q in sorted(model.quantities.items())),
        "estimates": (_estimate(view, e, href) for _id, e in sorted(model.estimates.items())),
        "claims": (_claim(view, c, href) for _id, c in sorted(model.claims.items())),
        "findings": ({"kind": f.kind, "objects": list(f.objects), "text": f.text} for f in view.findings),
    }
    yield f'{{\n"schema_version": {_encoded(SCHEMA_VERSION)},\n"edition": {_encoded(edition)}'
    for name, objects in lists.items():
        yield f',\n"{name}": ['
        # one object a line is quick to write and good to compare
        between = "\n "
        for item in objects:
            yield between + _encoded(item)
            between = ",\n "
        yield "\n]"
    yield "\n}\n"


def _encoded(value: object) -> str:
    return _NUMBER.sub(r"\1", _ENCODER.encode(value))


def _exact(value: object) -> str:
    """A decimal on its way to a JSON number: marked here, its quotation marks taken off at the end."""
    if not isinstance(value, Decimal):
        raise TypeError(f"{type(value).__name__} does not belong in claims.json")
    return f"\0{plain_decimal(value)}"


def plain_decimal(value: Decimal) -> str:
    """The decimal in full, without exponent or trailing zeros after the point."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


#: Without indentation, which the quick encoder of the standard library does not know.
_ENCODER: Final = json.JSONEncoder(default=_exact)


def _witness(w: Witness, href: Callable[[str, str], str]) -> Json:
    return {
        "siglum": w.siglum,
        "title": w.title,
        "href": href(w.place.docname, anchor_of(w.siglum)),
        "sections": [{"locator": n, "title": t, "sentences": s} for n, t, s in w.contents],
    }


def _scope(scope: Scope) -> Json:
    return {
        "unit": scope.unit or None,
        "period": scope.period.text if scope.period else None,
        "place": scope.place or None,
        "counts": scope.counts or None,
    }


def _bounds(figure: Figure | None) -> Json:
    if figure is None:
        return {"value": None, "at_least": None, "at_most": None}
    return {"value": figure.value, "at_least": figure.at_least, "at_most": figure.at_most}


def _reasons(reasons: Iterable[Reason]) -> list[Json]:
    return [{"text": r.text, "objects": list(r.objects)} for r in reasons]


def _citations(citations: Iterable[Citation]) -> list[Json]:
    return [{"key": c.key, "locator": c.locator or None} for c in citations]


def _attestation(attestation: Attestation, printed: str) -> Json:
    siglum, locator, _printed, note = attestation
    return {"siglum": siglum, "locator": locator, "printed": printed or None, "note": note or None}


def _sources(view: View, href: Callable[[str, str], str]) -> list[Json]:
    """The works that something rests on, with what rests on each and what would fall with it."""
    keys = sorted({*view.resting_on, *view.impact} & set(view.works))
    return [
        {
            "key": key,
            "label": view.works[key].label,
            "title": view.works[key].title or None,
            "authors": list(view.works[key].authors),
            "year": view.works[key].year or None,
            "origin": view.works[key].origin,
            "href": href(view.works[key].docname, view.works[key].anchor) if view.works[key].docname else None,
            "rest": list(view.resting_on.get(key, ())),
            "impact": list(view.impact.get(key, ())),
        }
        for key in keys
    ]


def _quantity(view: View, q: Quantity, href: Callable[[str, str], str]) -> Json:
    span = view.spans[q.id]
    estimates = view.estimates_of.get(q.id, ())
    collation = view.collations.get(q.id)
    return {
        "id": q.id,
        "title": q.title,
        **_scope(q.scope),
        "part_of": q.part_of or None,
        "share_of": q.share_of or None,
        "series": q.series,
        "estimates": [e.id for e in estimates],
        "span": {
            "at_least": span.at_least,
            "at_most": span.at_most,
            "open_below": span.open_below,
            "open_above": span.open_above,
        },
        "origins": sorted({key for e in estimates for key in view.origins.get(e.id, ())}),
        "contested": view.contested(q.id),
        "reasons": _reasons(view.reasons.get(q.id, ())),
        "collation": collation.verdict if collation else None,
        "sentence": view.sentence(q.id),
        "withdrawn": q.withdrawn or None,
        "href": href(q.place.docname, anchor_of(q.id)),
    }


def _estimate(view: View, e: Estimate, href: Callable[[str, str], str]) -> Json:
    compared = view.compared.get(e.quantity)
    rivals = compared.rivals.get(e.id, ()) if compared else ()
    others = compared.others.get(e.id, ()) if compared else ()
    figure = e.figure
    omitted = (compared.omitted.get(e.id, 0), compared.omitted_others.get(e.id, 0)) if compared else (0, 0)
    return {
        "id": e.id,
        "quantity": e.quantity,
        "printed": e.printed,
        **_bounds(figure),
        "approximate": bool(figure and figure.approximate),
        "vague": bool(figure and figure.vague),
        "precision": figure.precision if figure else None,
        "whole": figure.whole if figure else None,
        **_scope(e.scope),
        "compare_as": {**_scope(e.compare_as.scope), "reason": e.compare_as.reason} if e.compare_as else None,
        "by": list(e.by),
        "made": e.made or None,
        "basis": e.basis,
        "interval": e.interval or None,
        "sources": _citations(e.sources),
        "witnesses": [_attestation(a, e.reading_at(a)) for a in e.witnesses],
        "unsourced": e.unsourced,
        "derives_from": [{"id": d.target, "how": d.how} for d in e.derives_from],
        "primary_source": e.primary_source.key if e.primary_source else None,
        "sum_of": [{"id": target, "sign": sign} for sign, target in e.sum_of],
        "emends": {"printed": e.emends.printed, **_bounds(e.emends.figure), "reason": e.emends.reason or None}
        if e.emends
        else None,
        **_standing(e),
        "href": href(e.place.docname, anchor_of(e.id)),
        "origins": list(view.origins.get(e.id, ())),
        "origins_stated": list(view.stated_origins.get(e.id, ())),
        "rivals": [{"id": r.id, "relation": str(r.relation)} for r in rivals],
        "rivals_omitted": omitted[0],
        "not_comparable": [{"id": o.id, "nesting": o.nesting.value, "reason": o.reason} for o in others],
        "not_comparable_omitted": omitted[1],
        "contested": view.contested(e.id),
        "reasons": _reasons(view.reasons.get(e.id, ())),
    }


def _standing(thing: Estimate | Claim) -> Json:
    """How the edition ranks a figure or a claim, how sure it is, and who answers for that."""
    return {
        "rank": thing.rank,
        "rank_reason": thing.rank_reason or None,
        "cert": thing.cert or None,
        "resp": thing.resp or None,
        "withdrawn": thing.withdrawn or None,
    }


def _claim(view: View, c: Claim, href: Callable[[str, str], str]) -> Json:
    return {
        "id": c.id,
        "title": c.title,
        "text": view.plain(c.text),
        "by": list(c.by),
        "sources": _citations(c.sources),
        "witnesses": [_attestation(a, a.printed) for a in c.witnesses],
        "unsourced": c.unsourced,
        "relations": [{"type": cito(link.relation), "target": link.target} for link in c.links],
        "topic": list(c.topic),
        **_standing(c),
        "href": href(c.place.docname, anchor_of(c.id)),
        "contested": view.contested(c.id),
        "reasons": _reasons(view.reasons.get(c.id, ())),
    }
