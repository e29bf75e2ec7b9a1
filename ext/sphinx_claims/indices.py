"""The index of scholars: everybody who says something, with what they say and where."""

from __future__ import annotations

from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from sphinx.domains import Index, IndexEntry

from .bibliography.collation import collate
from .core.model import EDITION
from .core.options import anchor_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .core.model import Claim, Estimate
    from .core.view import View
    from .domain import ClaimsDomain


#: The whole index of a view: it is asked for more than once in a build.
_MADE: WeakKeyDictionary[View, list[tuple[str, list[IndexEntry]]]] = WeakKeyDictionary()


class ScholarIndex(Index):
    """Scholars and institutions by family name, each with their figures and claims."""

    domain: ClaimsDomain
    name = "scholars"
    localname = "Index of scholars"
    shortname = "scholars"

    def generate(self, docnames: Iterable[str] | None = None) -> tuple[list[tuple[str, list[IndexEntry]]], bool]:
        """The entries by letter; `docnames` limits them to some documents, as LaTeX asks."""
        if not self.domain.data["docs"]:
            return [], False
        view = self.domain.view()
        if docnames is None and view in _MADE:
            return _MADE[view], False
        wanted = None if docnames is None else set(docnames)
        said: dict[str, list[IndexEntry]] = {}
        things: list[Estimate | Claim] = [*view.model.estimates.values(), *view.model.claims.values()]
        for thing in things:
            if wanted is None or thing.place.docname in wanted:
                for person in thing.by:
                    if person != EDITION and person not in view.model.witnesses:
                        said.setdefault(person, []).append(_entry(view, thing))
        entries = _lettered(said, _family_first(view))
        if docnames is None:
            _MADE[view] = entries
        return entries, False


def _entry(view: View, thing: Estimate | Claim) -> IndexEntry:
    estimate = view.model.estimates.get(thing.id)
    if estimate is None:
        name = view.model.claims[thing.id].title
    else:
        quantity = view.model.quantities.get(estimate.quantity)
        name = f"{quantity.title if quantity else estimate.quantity}: {estimate.printed}"
    return IndexEntry(name, 2, thing.place.docname, anchor_of(thing.id), "", "", "")


def _family_first(view: View) -> dict[str, str]:
    """``Robert Conquest`` → ``Conquest, Robert``, as far as bibliography and configuration tell."""
    told = {
        natural: inverted
        for work in view.works.values()
        for natural, inverted in zip(work.authors, work.family_first, strict=False)
    }
    return told | view.settings.sort_names


def _lettered(said: dict[str, list[IndexEntry]], family_first: dict[str, str]) -> list[tuple[str, list[IndexEntry]]]:
    """Everybody under the letter of the family name; a name of which neither knows the family name stays as it is."""
    letters: dict[str, list[IndexEntry]] = {}
    shown = {person: family_first.get(person, person) for person in said}
    for person in sorted(said, key=lambda name: (collate(shown[name]), name)):
        entries = sorted(said[person], key=lambda entry: (collate(entry.name), entry.anchor))
        head = IndexEntry(shown[person], 1, entries[0].docname, entries[0].anchor, "", "", "")
        letters.setdefault(collate(shown[person])[:1].upper() or "?", []).extend([head, *entries])
    return list(letters.items())
