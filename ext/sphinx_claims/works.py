"""The bibliography as the core needs it: one plain record a work, made once for each state of the bibliography."""

from __future__ import annotations

from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from .bibliography import adapter
from .core.records import Work

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinx.domains import Domain
    from sphinx.environment import BuildEnvironment

_known: WeakKeyDictionary[Domain, tuple[object, Mapping[str, Work]]] = WeakKeyDictionary()


def known_works(env: BuildEnvironment) -> Mapping[str, Work]:
    """All works by key. The same mapping comes back as long as the bibliography does not change."""
    domain = adapter.bibtex_domain(env)
    if domain is None:
        return {}
    state = adapter.state(env)
    kept = _known.get(domain)
    if kept is None or kept[0] is not state:
        kept = _known[domain] = (state, {key: _work(env, key) for key in sorted(adapter.keys(env))})
    return kept[1]


def _work(env: BuildEnvironment, key: str) -> Work:
    entry = adapter.entry(env, key)
    docname, anchor = adapter.target(env, key) or ("", "")
    fields = adapter.fields(env, key)
    return Work(
        key=key,
        label=adapter.label(env, key),
        authors=tuple(adapter.authors(entry)) if entry else (),
        year=adapter.year(entry) if entry else "",
        origin=adapter.is_origin(env, key),
        title=fields.get("title", ""),
        docname=docname,
        anchor=anchor,
        family_first=tuple(adapter.family_first(entry)) if entry else (),
    )
