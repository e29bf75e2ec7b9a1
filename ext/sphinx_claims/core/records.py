"""What a page says, as it stands there: plain records of strings, one an object.

Records are what the environment keeps between builds: nothing in them is interpreted, so that all
meaning is worked out anew, and alike, in every build.
"""

from __future__ import annotations

from typing import NamedTuple

#: Private-use characters that enclose a reference inside recorded text: ``kind|target|text``.
REF_OPEN, REF_CLOSE = "\ue000", "\ue001"


class Record(NamedTuple):
    """One directive: the object's kind, id and title, its options as written, and where it stands."""

    kind: str  #: quantity, estimate, claim or witness
    id: str
    title: str
    options: tuple[tuple[str, str], ...]
    text: str  #: the statement of a claim, references enclosed in REF_OPEN and REF_CLOSE
    has_body: bool
    parent: str  #: the quantity in which an estimate is nested
    docname: str
    path: str  #: the file it is written in, relative to the source directory
    line: int
    contents: tuple[tuple[str, str, int], ...] = ()  #: a witness's sections: locator, title, sentences
    trouble: str = ""  #: why a witness's contents could not be read
    sought: str = ""  #: of a role: what it names, by which its line in a paragraph is found
    repeated: tuple[str, ...] = ()  #: options that are given more than once, of which only the last is kept


class Mention(NamedTuple):
    """A role in the text: which object is mentioned, under which role, and where."""

    role: str
    target: str
    path: str
    line: int
    in_title: bool = False  #: it stands in a heading or a caption, which is copied before pages are resolved
    docname: str = ""
    anchor: str = ""  #: of a place in a witness: the id of the words that name it first on the page


class Work(NamedTuple):
    """A work of the bibliography, as far as figures need it."""

    key: str
    label: str  #: "Getty, Rittersporn, and Zemskov 1993"
    authors: tuple[str, ...]
    year: str
    origin: bool  #: the work is an origin of figures, not a repetition of others'
    title: str = ""
    docname: str = ""  #: where its bibliography entry stands
    anchor: str = ""
    family_first: tuple[str, ...] = ()  #: the authors again, family name first


#: A view that a page asks for: its name and its options.
ViewUse = tuple[str, tuple[tuple[str, str], ...]]


class Page(NamedTuple):
    """The records and mentions of one document, its title, and the views that it shows."""

    records: tuple[Record, ...]
    mentions: tuple[Mention, ...]
    docname: str = ""
    title: str = ""
    views: tuple[ViewUse, ...] = ()
