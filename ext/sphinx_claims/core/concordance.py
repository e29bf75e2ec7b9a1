"""The concordance: for each sentence of a witness, where the edition treats it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from .options import OptionError, anchor_of, parse_attestations

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from .model import Claim, Estimate, Model, Witness
    from .records import Mention


#: Of a section with more sentences only those have a row that are cited.
SENTENCES: Final = 2000


class Treated(NamedTuple):
    """A place of the edition: a document and an id in it."""

    docname: str
    anchor: str


class Passage(NamedTuple):
    """A sentence, the figures and claims that attest it, and one place for each document that treats it."""

    locator: str  #: ``9.27``, the siglum apart
    objects: tuple[str, ...]
    places: tuple[Treated, ...]


class Section(NamedTuple):
    """A section of a witness with its sentences, and the places that cite it as a whole."""

    locator: str
    title: str
    sentences: int  #: how many it has; more than there are passages where the list is cut
    passages: tuple[Passage, ...]
    places: tuple[Treated, ...]

    @property
    def treated(self) -> int:
        """How many of its sentences the edition treats."""
        return sum(1 for passage in self.passages if passage.places)


class _Found:
    """What is found at one locator, in the order of the edition."""

    def __init__(self) -> None:
        self.objects: dict[str, str] = {}  #: id → document
        self.prose: dict[str, str] = {}  #: document → the words that name the sentence first

    def places(self) -> tuple[Treated, ...]:
        """The documents that hold the objects first, each by the words about the sentence where there are any."""
        first: dict[str, str] = {}
        for id_, docname in self.objects.items():
            first.setdefault(docname, anchor_of(id_))
        ordered = dict.fromkeys((*first, *self.prose))
        return tuple(Treated(docname, self.prose.get(docname) or first.get(docname, "")) for docname in ordered)


def concord(model: Model, mentions: Iterable[Mention]) -> dict[str, tuple[Section, ...]]:
    """For each witness all its sections; where its contents are unknown, those that are cited."""
    found: dict[str, dict[str, _Found]] = {siglum: {} for siglum in model.witnesses}
    attesting: list[Estimate | Claim] = [*model.estimates.values(), *model.claims.values()]
    for thing in attesting:
        for attestation in thing.witnesses:
            if attestation.siglum in found:
                at = found[attestation.siglum].setdefault(attestation.locator, _Found())
                at.objects[thing.id] = thing.place.docname
    for mention in mentions:
        for siglum, locator in _named(mention):
            if siglum in found:
                at = found[siglum].setdefault(locator, _Found())
                at.prose.setdefault(mention.docname, mention.anchor)
    return {siglum: tuple(_sections(witness, found[siglum])) for siglum, witness in model.witnesses.items()}


def landing(siglum: str, locator: str) -> str:
    """The anchor of a sentence's row."""
    return f"passage-{anchor_of(siglum)}-{re.sub(r'[^a-zA-Z0-9]+', '-', locator)}"


def _named(mention: Mention) -> Iterator[tuple[str, str]]:
    if mention.role != "witness" or mention.in_title:
        return
    try:
        places = parse_attestations(mention.target)
    except OptionError:
        return
    yield from ((place.siglum, place.locator) for place in places)


def _sections(witness: Witness, found: Mapping[str, _Found]) -> Iterator[Section]:
    cited: dict[str, list[str]] = {}
    for locator in found:
        section, dot, _rest = locator.partition(".")
        cited.setdefault(section, []).extend([locator] if dot else [])
    contents: Sequence[tuple[str, str, int]] = witness.contents
    if not contents:
        contents = [(section, "", 0) for section in sorted(cited, key=_natural)]
    told: set[str] = set()
    for locator, title, sentences in contents:
        if locator in told:
            continue
        told.add(locator)
        whole = found.get(locator)
        numbers = range(1, sentences + 1) if sentences <= SENTENCES else ()
        # where the contents are unknown, or a sentence is divided further, what is cited makes the rows
        names = dict.fromkeys((*(f"{locator}.{number}" for number in numbers), *cited.get(locator, ())))
        passages = tuple(_passage(name, found.get(name)) for name in sorted(names, key=_natural))
        places = whole.places() if whole else ()
        yield Section(locator, title, max(sentences, len(passages)), passages, places)


def _passage(locator: str, at: _Found | None) -> Passage:
    return Passage(locator, tuple(at.objects), at.places()) if at else Passage(locator, (), ())


def _natural(locator: str) -> list[tuple[int, str]]:
    """Numbers by size, whatever their length, and words by letter."""
    parts = (part.lstrip("0") if part.isdecimal() else part for part in locator.split("."))
    return [(len(part) if part.isdecimal() else 0, part) for part in parts]
