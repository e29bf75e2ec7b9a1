"""Filters of lists: which objects a list shows. No expression language, only named conditions that all must hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from .diagnostics import did_you_mean
from .model import EDITION, Claim, Estimate, Quantity
from .options import parse_names

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    from .model import Attestation
    from .view import View

Thing = Quantity | Estimate | Claim

KINDS: Final = ("quantity", "estimate", "claim")
#: What `show` may ask for.
SHOWS: Final = ("all", "contested", "unsourced", "emended", "deprecated", "withdrawn", "preferred", "computed")
OPTIONS: Final = ("kind", "show", "by", "source", "witness", "topic", "quantity", "limit", "caption")
#: A list is cut here unless it sets its own limit; the cut is said.
LIMIT: Final = 500


class Problem(NamedTuple):
    """A filter that cannot be used: its option, its value, what may stand there."""

    option: str
    value: str
    hint: str


class Query(NamedTuple):
    """A list's conditions, checked."""

    kinds: tuple[str, ...]
    show: tuple[str, ...]
    by: tuple[str, ...]
    source: tuple[str, ...]
    witness: tuple[str, ...]
    topic: tuple[str, ...]
    quantity: tuple[str, ...]
    limit: int


def parse_query(options: Mapping[str, str]) -> tuple[Query, list[Problem]]:
    """The query that these options state; what cannot be used is left out and reported."""
    problems = [
        Problem(name, options[name], f"the options are {', '.join(OPTIONS)}")
        for name in options
        if name not in OPTIONS and not name.startswith(":")
    ]
    kinds = _words(options, "kind", KINDS, problems, plural=True)
    show = _words(options, "show", SHOWS, problems)
    limit = options.get("limit", "").strip()
    if limit and not (limit.isascii() and limit.isdigit() and int(limit[:9]) > 0):
        problems.append(Problem("limit", limit, "give a whole number above zero"))
        limit = ""
    lists = {
        name: parse_names(options.get(name, "").replace(",", ";") if name != "by" else options.get(name, ""))
        for name in ("by", "source", "witness", "topic", "quantity")
    }
    return Query(kinds or KINDS, show, limit=int(limit[:9]) if limit else LIMIT, **lists), problems


def _words(
    options: Mapping[str, str],
    name: str,
    known: tuple[str, ...],
    problems: list[Problem],
    *,
    plural: bool = False,
) -> tuple[str, ...]:
    found = []
    for word in options.get(name, "").replace(",", " ").replace(";", " ").split():
        one = {"quantities": "quantity"}.get(word, word.removesuffix("s")) if plural else word
        if one in known:
            found.append(one)
        else:
            problems.append(Problem(name, word, f"use {', '.join(known)}"))
    return tuple(found)


def unknown_names(view: View, query: Query) -> list[Problem]:
    """The names in a query that nothing in the edition has: a slip of the pen would leave the list empty."""
    model = view.model
    known: dict[str, Collection[str]] = {
        "by": {name for things in (model.estimates, model.claims) for t in _values(things) for name in _voices(t)},
        "source": view.works,
        "witness": model.witnesses,
        "topic": {topic for claim in model.claims.values() for topic in claim.topic},
        "quantity": model.quantities,
    }
    aliases = view.settings.aliases
    return [
        Problem(option, name, did_you_mean(name, names, "no object of the edition has it"))
        for option, names in known.items()
        for name in getattr(query, option)
        if name not in names and aliases.get(name) not in names
    ]


def select(view: View, query: Query) -> list[Thing]:
    """The objects for which all conditions hold, in the order of the edition."""
    model = view.model
    aliases = view.settings.aliases
    query = query._replace(by=tuple(aliases.get(name, name) for name in query.by))
    things: list[Thing] = []
    for kind, objects in (("quantity", model.quantities), ("estimate", model.estimates), ("claim", model.claims)):
        if kind in query.kinds:
            things += [thing for thing in _values(objects) if _holds(view, query, thing)]
    return things


def _values(objects: Mapping[str, Thing]) -> Iterable[Thing]:
    return objects.values()


def _holds(view: View, query: Query, thing: Thing) -> bool:
    return (
        all(_SHOWN[word](view, thing) for word in query.show)
        and (not query.by or bool(set(query.by) & set(_voices(thing))))
        and (not query.source or bool(set(query.source) & _keys(view, thing)))
        and (not query.witness or bool(set(query.witness) & {a.siglum for a in _attested(thing)}))
        and (not query.topic or bool(set(query.topic) & set(getattr(thing, "topic", ()))))
        and (not query.quantity or getattr(thing, "quantity", thing.id) in query.quantity)
    )


def _voices(thing: Thing) -> tuple[str, ...]:
    names = () if isinstance(thing, Quantity) else thing.by
    return (*names, "the edition") if EDITION in names else names


def _keys(view: View, thing: Thing) -> set[str]:
    if isinstance(thing, Quantity):
        return set()
    keys = {c.key for c in thing.sources}
    if isinstance(thing, Estimate):
        keys |= {d.target for d in thing.derives_from}
        keys |= set(view.origins.get(thing.id, ()))
    return keys


def _attested(thing: Thing) -> tuple[Attestation, ...]:
    return () if isinstance(thing, Quantity) else thing.witnesses


_SHOWN: Final[dict[str, Callable[[View, Thing], bool]]] = {
    "all": lambda _view, _thing: True,
    "contested": lambda view, thing: view.contested(thing.id),
    "unsourced": lambda _view, thing: not isinstance(thing, Quantity) and thing.unsourced,
    "emended": lambda _view, thing: isinstance(thing, Estimate) and thing.emends is not None,
    "deprecated": lambda _view, thing: getattr(thing, "rank", "") == "deprecated",
    "preferred": lambda _view, thing: getattr(thing, "rank", "") == "preferred",
    "withdrawn": lambda _view, thing: bool(thing.withdrawn),
    "computed": lambda _view, thing: isinstance(thing, Estimate) and thing.by == (EDITION,),
}
