"""A generated edition of any size: records as the core takes them, and the same in MyST for sphinx-claims.

In six objects stand a quantity, four estimates and a claim; 48 objects make a page. The words are made of
syllables and fall off in frequency as words do, so that the search index has a natural size.
"""

from __future__ import annotations

import random
from typing import NamedTuple

from sphinx_claims.core.model import Settings
from sphinx_claims.core.records import Page, Record, Work
from sphinx_claims.core.view import View, derive

OBJECTS_A_PAGE = 48
ENTRIES = 300
BASES = ("archival", "census", "official", "survey", "demographic", "compilation")
_SYLLABLES = (
    *("ba", "re", "ki", "mo", "lun", "ter", "san", "vor"),
    *("del", "pit", "gra", "nos", "fel", "dar", "min", "sol"),
)


class Entry(NamedTuple):
    """A work of the bibliography."""

    key: str
    names: tuple[tuple[str, str], ...]  #: given name, family name
    title: str
    year: str
    place: str
    publisher: str

    @property
    def label(self) -> str:
        """As it is cited."""
        return f"{' and '.join(family for _given, family in self.names)} {self.year}"


class Thing(NamedTuple):
    """An object: its record, and its body in MyST."""

    record: Record
    body: str


class Topic(NamedTuple):
    """A section of a page: running text, then a quantity, its estimates and a claim."""

    title: str
    prose: tuple[tuple[str, ...], ...]  #: paragraphs of words and of references ``role|id``
    quantity: Thing
    estimates: tuple[Thing, ...]
    claim: Thing


class Chapter(NamedTuple):
    """A page."""

    docname: str
    title: str
    opening: str
    topics: tuple[Topic, ...]


class Edition(NamedTuple):
    """All pages and works, and the view that the core derives of them."""

    chapters: tuple[Chapter, ...]
    entries: tuple[Entry, ...]
    view: View


class _Writer:
    """Makes words, always the same for the same size."""

    def __init__(self) -> None:
        self.random = random.Random(1937)
        words = [a + b + c for a in _SYLLABLES for b in _SYLLABLES for c in ("", "t", "ra", "mis", "lo", "den")]
        self.random.shuffle(words)
        self.words = words
        self.weights = [1 / (at + 8) for at in range(len(words))]

    def phrase(self, count: int) -> str:
        return " ".join(self.random.choices(self.words, self.weights, k=count))

    def sentence(self, count: int) -> str:
        text = self.phrase(count)
        return f"{text[0].upper()}{text[1:]}."

    def name(self) -> str:
        return self.phrase(1).capitalize()


def make_edition(objects: int) -> Edition:
    """An edition of `objects` objects (a multiple of six)."""
    writer = _Writer()
    entries = tuple(_entry(writer, at) for at in range(ENTRIES))
    topics = [_topic(writer, at, objects // 6) for at in range(objects // 6)]
    size = OBJECTS_A_PAGE // 6
    chapters = tuple(
        Chapter(
            _docname(at * size),
            f"Chapter {at + 1}: {writer.phrase(3)}",
            writer.sentence(40),
            tuple(topics[at * size : (at + 1) * size]),
        )
        for at in range((len(topics) + size - 1) // size)
    )
    return Edition(chapters, entries, _derive(chapters, entries))


def _docname(topic: int) -> str:
    return f"chapter-{topic // (OBJECTS_A_PAGE // 6) + 1:04}"


def _derive(chapters: tuple[Chapter, ...], entries: tuple[Entry, ...]) -> View:
    pages = [
        Page(tuple(thing.record for topic in c.topics for thing in (topic.quantity, *topic.estimates, topic.claim)), ())
        for c in chapters
    ]
    works = {
        e.key: Work(
            e.key,
            e.label,
            tuple(f"{given} {family}" for given, family in e.names),
            e.year,
            origin=False,
            title=e.title,
            docname="bibliography",
            anchor=f"cite-{e.key}",
        )
        for e in entries
    }
    return derive(pages, works, Settings())


def _entry(writer: _Writer, at: int) -> Entry:
    names = tuple((writer.name(), f"{writer.name()}{'abcdefghij'[at % 10]}") for _ in range(1 + (at % 3 == 0)))
    year = str(1950 + at % 70)
    return Entry(f"work{at:03}", names, writer.phrase(6).capitalize(), year, writer.name(), writer.name())


def _topic(writer: _Writer, at: int, count: int) -> Topic:
    quantity = _quantity(writer, at, count)
    estimates = tuple(_estimate(writer, at, nth) for nth in range(4))
    claim = _claim(writer, at, count)
    other = writer.random.randrange(count)
    prose = (
        (writer.sentence(14), f"estimate|{_id('estimate', at)}-1", f"range|{_id('quantity', at)}", writer.sentence(12)),
        (writer.sentence(10), f"claim|{_id('claim', at)}", f"estimate|{_id('estimate', other)}-0", writer.sentence(9)),
    )
    return Topic(writer.phrase(4).capitalize(), prose, quantity, estimates, claim)


def _id(kind: str, at: int) -> str:
    return f"{kind}-{at:05}"


def _record(kind: str, at: int, id_: str, title: str, options: dict[str, str], body: str) -> Thing:
    options = {name: value for name, value in options.items() if value}
    record = Record(
        kind=kind,
        id=id_,
        title=title,
        options=tuple(options.items()),
        text=body if kind == "claim" else "",
        has_body=bool(body),
        parent=_id("quantity", at) if kind == "estimate" else "",
        docname=_docname(at),
        path=f"{_docname(at)}.md",
        line=1,
    )
    return Thing(record, body)


def _cited(writer: _Writer) -> str:
    return f"work{writer.random.randrange(ENTRIES):03}"


def _quantity(writer: _Writer, at: int, count: int) -> Thing:
    options = {
        "unit": "persons",
        "period": f"{1920 + at % 30}/{1921 + at % 30}",
        "place": "USSR",
        "counts": "persons counted",
        "part-of": _id("quantity", at - 1) if at % 5 == 4 else "",
    }
    body = f"{writer.sentence(16)} {{cite:p}}`{_cited(writer)}` {writer.sentence(8)}"
    return _record("quantity", at, _id("quantity", at), writer.phrase(5).capitalize(), options, body)


def _estimate(writer: _Writer, at: int, nth: int) -> Thing:
    n = writer.random.randrange(100_000, 900_000)
    figure = (f"{n:,}", f"nearly {round(n, -5) or 100000:,}", f"{n - n % 1000:,}–{n + 50_000 - n % 1000:,}", f"{n:,}")
    options = {
        "figure": figure[nth],
        "source": f"{_cited(writer)}{{p. {n % 900}}}" + (f"; {_cited(writer)}" if nth == 1 else ""),
        "by": f"{writer.name()} {writer.name()}" if nth == 2 else "",
        "made": str(1960 + n % 50) if nth == 2 else "",
        "basis": BASES[(at + nth) % len(BASES)],
        "period": f"{1920 + at % 30}" if nth == 3 else "",
        "primary-source": _cited(writer) if nth == 0 else "",
        "derives-from": f"{_id('estimate', at)}-0 (inferred)" if nth == 1 else "",
        "cert": "medium" if nth == 2 else "",
    }
    return _record("estimate", at, f"{_id('estimate', at)}-{nth}", "", options, writer.sentence(18))


def _claim(writer: _Writer, at: int, count: int) -> Thing:
    options = {
        "by": f"{writer.name()} {writer.name()}",
        "source": f"{_cited(writer)}{{pp. {at % 300 + 1}–{at % 300 + 9}}}",
        "disputes": f"{_id('estimate', at)}-2",
        "supports": _id("claim", (at + 1 + writer.random.randrange(count - 1)) % count),
        "topic": writer.phrase(1),
    }
    body = f"{writer.sentence(15)} {writer.sentence(14)}"
    return _record("claim", at, _id("claim", at), writer.phrase(6).capitalize(), options, body)


# -- what is common to all flavours


def bibtex(entries: tuple[Entry, ...]) -> str:
    """The bibliography file."""
    return "\n".join(
        f"@book{{{e.key},\n  author = {{{' and '.join(f'{family}, {given}' for given, family in e.names)}}},\n"
        f"  title = {{{e.title}}},\n  year = {{{e.year}}},\n  address = {{{e.place}}},\n"
        f"  publisher = {{{e.publisher}}}\n}}\n"
        for e in entries
    )


def index(edition: Edition) -> str:
    """The first page."""
    listed = "\n".join(c.docname for c in edition.chapters)
    return f"# The edition\n\n:::{{toctree}}\n:maxdepth: 1\n\n{listed}\nbibliography\n:::\n"


# -- sphinx-claims


def directive(thing: Thing, colons: str, inner: str = "") -> str:
    """An object as a contributor writes it."""
    record = thing.record
    options = "".join(f":{name}: {value}\n" for name, value in record.options)
    body = "\n\n".join(part for part in (thing.body, inner) if part)
    return f"{colons}{{{record.kind}}} {record.id} {record.title}".rstrip() + f"\n{options}\n{body}\n{colons}\n"


def claims_page(chapter: Chapter) -> str:
    """A page in MyST with the directives and roles of sphinx-claims."""
    parts = [f"# {chapter.title}\n\n{chapter.opening}\n"]
    for topic in chapter.topics:
        parts.append(f"## {topic.title}\n")
        parts += [" ".join(_as_role(word) for word in paragraph) + "\n" for paragraph in topic.prose]
        inner = "\n".join(directive(estimate, ":::") for estimate in topic.estimates)
        parts += [directive(topic.quantity, "::::", inner), directive(topic.claim, ":::")]
    return "\n".join(parts)


def _as_role(word: str) -> str:
    role, bar, target = word.partition("|")
    return f"{{{role}}}`{target}`" if bar else word
