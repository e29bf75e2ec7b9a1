"""The general index and the indices of domains as Typst source: names here, pages by Typst."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx.environment.adapters.indexentries import IndexEntries
from sphinx.locale import _

from sphinx_typst.escape import escape, literal, string

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import Any, Literal

    from sphinx.builders import Builder
    from sphinx.domains import Index

    #: A key's label, or None where the book does not print it.
    Resolve = Callable[[str], str | None]
    #: Places of an entry as Sphinx has them: "main" or "", and the address.
    Links = Sequence[tuple[str | None, str | Literal[False]]]


def general_index(builder: Builder, resolve: Resolve) -> str:
    """The general index; empty without entries."""
    groups = IndexEntries(builder.env).create_index(builder)
    lines = [line for letter, entries in groups for line in _group(letter, _general(entries, resolve))]
    return _index(_("Index"), "genindex#", lines)


def domain_indices(builder: Builder, docnames: Iterable[str], resolve: Resolve) -> str:
    """The indices of domains that ``typst_domain_indices`` asks for."""
    wanted = builder.config.typst_domain_indices
    found = []
    for domain in builder.env.domains.sorted():
        for index_class in domain.indices:
            name = f"{domain.name}-{index_class.name}"
            if wanted is True or (wanted and name in wanted):
                found.append(_domain_index(index_class(domain), name, docnames, resolve))
    return "".join(found)


def _domain_index(index: Index, name: str, docnames: Iterable[str], resolve: Resolve) -> str:
    content, _collapse = index.generate(docnames)
    lines: list[str] = []
    for letter, entries in content:
        printed = []
        for entry in entries:
            label = resolve(f"{entry.docname}#{entry.anchor}") if entry.docname else None
            if label or not entry.docname:
                level = 1 if entry.subtype == 2 else 0
                note = entry.extra or ""
                printed.append(_entry(level, entry.name, [(label, False)] if label else [], note))
        lines += _group(letter, printed)
    return _index(str(index.localname), f"{name}#", lines)


def _general(
    entries: Iterable[tuple[str, tuple[Links, Sequence[tuple[str, Links]], Any]]], resolve: Resolve
) -> Iterator[str]:
    for name, (links, subentries, _key) in entries:
        below = [
            _entry(1, sub, places)
            for sub, sublinks in subentries
            if (places := _places(sublinks, resolve)) or not sublinks
        ]
        places = _places(links, resolve)
        if places or below:
            yield _entry(0, name, places)
            yield from below


def _places(links: Links, resolve: Resolve) -> list[tuple[str, bool]]:
    places: dict[str, bool] = {}
    for main, uri in links:
        label = resolve(str(uri).removeprefix("%"))
        if label:
            places[label] = places.get(label, False) or bool(main)
    return list(places.items())


def _entry(level: int, name: str, places: list[tuple[str, bool]], note: str = "") -> str:
    pages = "".join(f", ({string(label)}, {literal(main)})" for label, main in places)
    shown = f", note: [{escape(note)}]" if note else ""
    apart = ", apart: true" if name[-1:].isdigit() else ""  # or a page would read as one more numeral
    return f"#index-entry(level: {level}{shown}{apart}, [{escape(name)}]{pages})\n"


def _group(letter: str, lines: Iterable[str]) -> list[str]:
    printed = list(lines)
    return [f"#index-letter[{escape(letter)}]\n", *printed] if printed else []


def _index(title: str, label: str, lines: list[str]) -> str:
    return f"#index-part([{escape(title)}], {string(label)})[\n{''.join(lines)}]\n\n" if lines else ""
