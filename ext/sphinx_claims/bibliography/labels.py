"""Author–date labels of bibliography entries: "Getty, Rittersporn, and Zemskov 1993".

Works on pybtex entries alone; knows nothing of Sphinx. A label is, in this order of preference,

* the field ``shorthand``, as it stands;
* for an archival unit (field ``archive``): the repository's short name and its ``shelfmark``;
* the names of those responsible (``shortauthor``, authors, editors, compilers, an organization, else the
  title) and the year: up to three names in full, more as "et al."; "n.d." where there is no year.

Entries with equal labels are told apart by a letter (:func:`label_suffixes`).
"""

from __future__ import annotations

import codecs
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Final, Protocol

import latexcodec  # noqa: F401  (registers the codec "ulatex" that plain() uses)
from pybtex.bibtex.utils import split_name_list
from pybtex.database import Person

from .collation import collate, collate_title

__all__ = [
    "authors",
    "creators",
    "label_names",
    "label_suffixes",
    "label_year",
    "persons",
    "plain",
    "plain_field",
    "short_label",
    "year",
]

_LATEX: Final = ("\\", "~", "$", "--", "``", "''")
_APOSTROPHE: Final = re.compile(r"(?<=\w)'")
_HYPHENS: Final = re.compile(r"(?<=\d)\s*-+\s*(?=\d)")
MAX_NAMES: Final = 3
#: who stands for an entry, best first
CREATOR_ROLES: Final[tuple[str, ...]] = ("author", "editor", "compiler")

#: fields that hold no LaTeX
VERBATIM: Final = frozenset({"doi", "isbn", "issn", "url", "verified"})


class PersonLike(Protocol):
    """What is read of a pybtex ``Person``."""

    first_names: list[str]
    middle_names: list[str]
    prelast_names: list[str]
    last_names: list[str]
    lineage_names: list[str]


class EntryLike(Protocol):
    """What is read of a pybtex ``Entry``."""

    key: str
    type: str

    @property
    def fields(self) -> Mapping[str, str]:
        """The fields apart from persons, as they stand in the file."""

    @property
    def persons(self) -> Mapping[str, Sequence[PersonLike]]:
        """The persons by role."""


@lru_cache(maxsize=8192)
def plain(value: str) -> str:
    """Return the text of a BibTeX field: LaTeX's letters and signs decoded, braces dropped, apostrophes curved."""
    decoded = value
    if any(sign in value for sign in _LATEX):
        decoded, _ = codecs.lookup("ulatex").decode(value)  # type: ignore[arg-type]  # from str to str
    return _APOSTROPHE.sub("’", decoded.replace("{", "").replace("}", ""))


def plain_field(name: str, value: str) -> str:
    """Return the text of the field *name*: as it stands in those where ``~`` and ``_`` mean themselves."""
    return value if name in VERBATIM else plain(value)


def _field(entry: EntryLike, *names: str) -> str:
    """Return the first of the fields *names* that is not empty, decoded; else the empty string."""
    return next((plain(entry.fields[name]) for name in names if entry.fields.get(name)), "")


def dashed(text: str) -> str:
    """Return *text* with a dash between numbers instead of a hyphen or BibTeX's two."""
    return _HYPHENS.sub("–", text)


def join_names(names: Sequence[str]) -> str:
    """Join names as in running text: "A", "A and B", "A, B, and C"."""
    if len(names) <= 2:
        return " and ".join(names)
    return f"{', '.join(names[:-1])}, and {names[-1]}"


def _family(person: PersonLike) -> str:
    return plain(" ".join([*person.prelast_names, *person.last_names]))


def _given(person: PersonLike) -> str:
    return plain(" ".join([*person.first_names, *person.middle_names]))


def natural_name(person: PersonLike) -> str:
    """Return a name in its natural order: "J. Arch Getty", "Erik van Ree"."""
    parts = [*person.first_names, *person.middle_names, *person.prelast_names, *person.last_names]
    return plain(" ".join([*parts, *person.lineage_names]))


def inverted_name(person: PersonLike) -> str:
    """Return a name as it stands first in an entry: "Getty, J. Arch", "van Ree, Erik"."""
    return ", ".join(filter(None, (_family(person), _given(person), plain(" ".join(person.lineage_names)))))


def is_others(person: PersonLike) -> bool:
    """Return whether *person* is BibTeX's "and others"."""
    return [*person.prelast_names, *person.last_names] == ["others"] and not person.first_names


@lru_cache(maxsize=1024)
def _parse_names(value: str) -> tuple[PersonLike, ...]:
    return tuple(Person(name) for name in split_name_list(value))


def persons(entry: EntryLike, role: str) -> Sequence[PersonLike]:
    """Return the persons of *role*; pybtex itself takes but authors and editors for persons."""
    return entry.persons.get(role) or _parse_names(entry.fields.get(role, ""))


def creators(entry: EntryLike) -> tuple[str, Sequence[PersonLike]]:
    """Return the role of those who stand for *entry* and the persons; ("", ()) where there are none."""
    return next(((role, found) for role in CREATOR_ROLES if (found := persons(entry, role))), ("", ()))


def authors(entry: EntryLike) -> tuple[str, ...]:
    """Return the names of those who stand for *entry* in their natural order, without "others"."""
    return tuple(natural_name(person) for person in creators(entry)[1] if not is_others(person))


def family_first(entry: EntryLike) -> tuple[str, ...]:
    """Return :func:`authors`, each with the family name first."""
    return tuple(inverted_name(person) for person in creators(entry)[1] if not is_others(person))


def year(entry: EntryLike) -> str:
    """Return the year as it stands in the file (an EDTF date, ``1999/2006``), or the empty string."""
    return _field(entry, "year", "date")


def label_names(entry: EntryLike, *, full: bool = False) -> str:
    """Return the names in an entry's label; with *full* all of them, however many."""
    if short := _field(entry, "shortauthor"):
        return short
    people = creators(entry)[1]
    names = [_family(person) for person in people if not is_others(person)]
    if not names:
        return _field(entry, "organization", "institution", "shorttitle", "title") or entry.key
    if len(names) < len(people) or (len(names) > MAX_NAMES and not full):
        return f"{names[0]} et al."
    return join_names(names)


def label_year(entry: EntryLike) -> str:
    """Return the year as a label prints it: a range with a dash, "n.d." for none."""
    return dashed(year(entry).replace("/", "–")) or "n.d."


def fixed_label(entry: EntryLike) -> str:
    """Return the label of an entry that is cited otherwise than by author and date, else the empty string."""
    if shorthand := _field(entry, "shorthand"):
        return shorthand
    if archive := _field(entry, "archive"):
        return ", ".join(filter(None, (archive, _field(entry, "shelfmark"))))
    return ""


def short_label(entry: EntryLike, suffix: str = "") -> str:
    """Return the label of *entry*, with the letter *suffix* that tells it from its like."""
    if fixed := fixed_label(entry):
        return f"{fixed} ({suffix})" if suffix else fixed
    return f"{label_names(entry)} {label_year(entry)}{suffix}"


def sort_key(entry: EntryLike) -> tuple[tuple[tuple[str, str], ...], str, str, str]:
    """Return where *entry* stands in an author–date list: by names, year, title, key."""
    title = collate_title(_field(entry, "title"))
    dated = year(entry) or "n.d."  # behind all years
    if fixed := fixed_label(entry):
        return ((collate(fixed), ""),), dated, title, entry.key
    people = [person for person in creators(entry)[1] if not is_others(person)]
    names = tuple((collate(_family(person)), collate(_given(person))) for person in people)
    return names or ((collate_title(label_names(entry)), ""),), dated, title, entry.key


def _letters(number: int) -> str:
    """Return 0 → "a", 25 → "z", 26 → "aa"."""
    head, tail = divmod(number, 26)
    return (_letters(head - 1) if head else "") + chr(ord("a") + tail)


def label_suffixes(entries: Iterable[EntryLike]) -> dict[str, str]:
    """Return key → letter for those of *entries* whose labels would be equal, in the order of the list."""
    alike: dict[str, list[EntryLike]] = defaultdict(list)
    for entry in entries:
        alike[short_label(entry)].append(entry)
    return {
        entry.key: _letters(number)
        for group in alike.values()
        if len(group) > 1
        for number, entry in enumerate(sorted(group, key=sort_key))
    }
