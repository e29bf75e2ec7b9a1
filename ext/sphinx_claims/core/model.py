"""The objects of an edition, interpreted: what an estimate, a claim or a quantity says and rests on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from .figure import Figure
    from .period import Period

#: The name under which the edition itself speaks (a computed figure, a correcting claim).
EDITION: Final = "edition"

RANKS: Final = ("preferred", "normal", "deprecated")
CERTS: Final = ("high", "medium", "low", "unknown")
HOW: Final = ("stated", "inferred", "from-memory")
INTERVALS: Final = {
    "sampling": "sampling",
    "author": "author's",
    "author's": "author's",
    "author’s": "author's",
    "editor": "editor's",
    "editor's": "editor's",
    "editor’s": "editor's",
    "span": "span of sources",
    "sources": "span of sources",
    "span of sources": "span of sources",
}
DEFAULT_BASIS: Final = (
    "archival",
    "census",
    "official",
    "survey",
    "demographic",
    "compilation",
    "testimony",
    "extrapolation",
    "computed",
    "unstated",
)
#: CiTO's relations that may be used, as options are written; against, agreeing, neutral.
AGAINST: Final = ("disputes", "refutes", "corrects", "critiques", "retracts", "disagrees-with")
AGREEING: Final = (
    "supports",
    "agrees-with",
    "confirms",
    "obtains-support-from",
    "cites-as-evidence",
    "cites-as-authority",
    "credits",
    "extends",
)
NEUTRAL: Final = (
    "cites",
    "cites-for-information",
    "cites-as-related",
    "cites-as-source-document",
    "cites-as-data-source",
    "uses-data-from",
    "uses-method-in",
    "uses-conclusions-from",
    "contains-assertion-from",
    "includes-quotation-from",
    "includes-excerpt-from",
    "obtains-background-from",
    "discusses",
    "reviews",
    "documents",
    "describes",
    "compiles",
    "updates",
    "speculates-on",
    "qualifies",
    "replies-to",
)
RELATIONS: Final = AGAINST + AGREEING + NEUTRAL


def cito(relation: str) -> str:
    """CiTO's own camelCase name of a relation option: ``disagrees-with`` → ``disagreesWith``."""
    first, *rest = relation.split("-")
    return first + "".join(word.capitalize() for word in rest)


class Citation(NamedTuple):
    """A source and where in it: bibliography key and locator (``p. 1022``, or empty)."""

    key: str
    locator: str


class Attestation(NamedTuple):
    """Where a witness gives a figure or makes a statement, and what it prints there."""

    siglum: str
    locator: str  #: ``12.14``, the siglum apart
    printed: str  #: the reading where it differs from the edition's figure, else empty
    note: str


class Derivation(NamedTuple):
    """What a figure is taken from: an estimate or a bibliography key, and how that is known."""

    target: str
    how: str


class Emendation(NamedTuple):
    """A misprint, a lacuna or a lost column break: the reading as printed, and why it was mended."""

    printed: str
    figure: Figure | None
    reason: str


class Scope(NamedTuple):
    """What a figure is about. Figures with equal scopes are rivals."""

    unit: str
    period: Period | None
    place: str
    counts: str


class CompareAs(NamedTuple):
    """An editor's word that a figure is to be compared under another scope than its label."""

    scope: Scope
    reason: str


class Link(NamedTuple):
    """A claim's relation to another object, under the option's name (``disagrees-with``)."""

    relation: str
    target: str


class Place(NamedTuple):
    """Where an object stands: its document and the file and line it is written in."""

    docname: str
    path: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """What is measured: a title, a scope, and how it belongs to other quantities."""

    id: str
    title: str
    scope: Scope
    part_of: str = ""
    share_of: str = ""
    series: bool = False
    withdrawn: str = ""
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """One figure that somebody put on a quantity, with all that is recorded of its provenance."""

    id: str
    quantity: str
    printed: str
    figure: Figure | None  #: None where the figure could not be read
    scope: Scope
    compare_as: CompareAs | None = None
    by: tuple[str, ...]
    made: str
    basis: str = "unstated"
    interval: str = ""
    sources: tuple[Citation, ...] = ()
    witnesses: tuple[Attestation, ...] = ()
    derives_from: tuple[Derivation, ...] = ()
    primary_source: Citation | None = None
    sum_of: tuple[tuple[int, str], ...] = ()
    emends: Emendation | None = None
    rank: str = "normal"
    rank_reason: str = ""
    cert: str = ""
    resp: str = ""
    withdrawn: str = ""
    has_body: bool = False
    place: Place

    @property
    def compared(self) -> Scope:
        """The scope under which the figure is compared."""
        return self.compare_as.scope if self.compare_as else self.scope

    @property
    def ranked_in(self) -> bool:
        """Whether the figure takes part in comparisons."""
        return self.rank != "deprecated" and not self.withdrawn

    def reading_at(self, attestation: Attestation) -> str:
        """What a witness prints there: the reading given, else the figure.

        An emended reading stands where it is given, and where no attestation gives it, in all without a reading.
        """
        if attestation.printed or self.emends is None:
            return attestation.printed or self.printed
        given = any(a.printed == self.emends.printed for a in self.witnesses)
        return self.printed if given else self.emends.printed

    @property
    def unsourced(self) -> bool:
        """Whether only witnesses are known to give the figure."""
        return bool(self.witnesses) and not (self.sources or self.sum_of or self.derives_from or self.primary_source)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A statement that somebody makes, and how it stands to others."""

    id: str
    title: str
    text: str
    by: tuple[str, ...]
    sources: tuple[Citation, ...] = ()
    witnesses: tuple[Attestation, ...] = ()
    links: tuple[Link, ...] = ()
    topic: tuple[str, ...] = ()
    rank: str = "normal"
    rank_reason: str = ""
    cert: str = ""
    resp: str = ""
    withdrawn: str = ""
    place: Place

    @property
    def ranked_in(self) -> bool:
        """Whether the claim's relations count."""
        return self.rank != "deprecated" and not self.withdrawn

    @property
    def unsourced(self) -> bool:
        """Whether only witnesses are known to make the claim."""
        return bool(self.witnesses) and not self.sources


@dataclass(frozen=True, slots=True, kw_only=True)
class Witness:
    """A text that the edition collates, with its sections for checking locators."""

    siglum: str
    title: str
    contents: tuple[tuple[str, str, int], ...] = ()
    place: Place
    sections: dict[str, int] = field(init=False, compare=False, repr=False)  #: by locator, how many sentences

    def __post_init__(self) -> None:
        """Sort the contents by locator; of two sections with one locator the first counts."""
        object.__setattr__(self, "sections", {name: sentences for name, _title, sentences in reversed(self.contents)})


@dataclass(frozen=True, slots=True)
class Model:
    """All objects of an edition by id, in the order of their documents and lines."""

    quantities: dict[str, Quantity] = field(default_factory=dict)
    estimates: dict[str, Estimate] = field(default_factory=dict)
    claims: dict[str, Claim] = field(default_factory=dict)
    witnesses: dict[str, Witness] = field(default_factory=dict)

    def kind(self, id_: str) -> str:
        """``quantity``, ``estimate``, ``claim``, ``witness``, or empty where there is no such object."""
        for kind, objects in (
            ("quantity", self.quantities),
            ("estimate", self.estimates),
            ("claim", self.claims),
            ("witness", self.witnesses),
        ):
            if id_ in objects:
                return kind
        return ""


@dataclass(frozen=True, slots=True)
class Term:
    """A term of a controlled vocabulary: the broader term it lies within, and whether it adds up."""

    within: str = ""
    additive: bool = True


@dataclass(frozen=True, slots=True)
class Settings:
    """The edition's own settings: its vocabularies. An empty vocabulary is not checked."""

    units: dict[str, Term] = field(default_factory=dict)
    counts: dict[str, Term] = field(default_factory=dict)
    places: dict[str, Term] = field(default_factory=dict)
    basis: tuple[str, ...] = DEFAULT_BASIS
    aliases: dict[str, str] = field(default_factory=dict)  #: other forms of a name → the form used here
    sort_names: dict[str, str] = field(default_factory=dict)  #: a name → how an index lists it
    silenced: tuple[str, ...] = ()  #: the codes of faults that the project does not want to be told

    def additive(self, unit: str) -> bool:
        """Whether figures in `unit` add up, so that a part cannot exceed its whole."""
        if unit in ("%", "ratio", "% change"):
            return False
        term = self.units.get(unit)
        return term is None or term.additive
