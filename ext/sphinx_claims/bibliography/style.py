"""The bibliography style ``history``: author–date entries as historians write them.

Close to the Chicago manual: names, year, title, then where it appeared. Besides what BibTeX's styles know it
has archival units (repository and shelfmark first), titles in their own script and in translation, editors
and compilers in place of authors, ranges of years, and entries known by a short name. Fields it reads, beyond
BibTeX's own: ``addendum``, ``archive`` with ``shelfmark``, ``authororiginal``, ``compiler``, ``date``,
``editortype``, ``reviewedauthor``, ``shortauthor``, ``shorthand``, ``shorttitle``, ``titleaddon``,
``titleoriginal``, ``titletranslated``, ``translator``. A field that is missing is left out; nothing is
required but a title.

As a Sphinx extension it registers the style with pybtex and, under the same name, the style of references
(:mod:`.referencing`) with sphinxcontrib-bibtex; ``conf.py`` then says
``bibtex_default_style = bibtex_reference_style = "history"``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Final

import pybtex.plugin
import sphinxcontrib.bibtex.plugin
from pybtex.richtext import HRef, Tag, Text
from pybtex.style import FormattedEntry
from pybtex.style.formatting import BaseStyle
from pybtex.style.labels import BaseLabelStyle
from pybtex.style.sorting import BaseSortingStyle

from . import labels
from .referencing import HistoryReferenceStyle

if TYPE_CHECKING:
    from pybtex.database import Entry
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

NAME: Final = "history"
#: more creators than this are cut to the first seven
MAX_CREATORS: Final = 10
KEPT_CREATORS: Final = 7

#: BibTeX and biblatex types that are set like another one
ALIASES: Final = {
    "archival": "misc",
    "booklet": "book",
    "conference": "incollection",
    "dataset": "misc",
    "electronic": "misc",
    "inbook": "incollection",
    "inproceedings": "incollection",
    "manual": "book",
    "mastersthesis": "thesis",
    "mvbook": "book",
    "mvcollection": "collection",
    "online": "misc",
    "periodical": "collection",
    "phdthesis": "thesis",
    "proceedings": "collection",
    "reference": "collection",
    "report": "techreport",
    "suppbook": "incollection",
    "unpublished": "misc",
    "www": "misc",
}
THESES: Final = {"phdthesis": "PhD diss.", "mastersthesis": "master’s thesis"}
EDITORS: Final = {
    "editor": ("ed.", "eds."),
    "compiler": ("comp.", "comps."),
    "translator": ("trans.", "trans."),
}
BY: Final = {"editor": "edited by", "compiler": "compiled by", "translator": "translated by"}
_STOPS: Final = (".", "?", "!", "…", ".”", "?”", "!”", "?’", "!’")


def _field(entry: Entry, name: str) -> Text:
    return Text(_plain(entry, name))


def _plain(entry: Entry, name: str) -> str:
    return labels.plain_field(name, entry.fields.get(name, ""))


def sentence(*parts: Text | str) -> Text:
    """Return the parts that are not empty as one sentence with a full stop, unless it ends in a stop."""
    text = Text(*parts)
    return text if not text or str(text).endswith(_STOPS) else text + "."


def join(separator: str, parts: Iterable[Text | str]) -> Text:
    """Return the parts that are not empty with *separator* between them."""
    return Text(separator).join([part for part in parts if part])


def quoted(title: Text | str) -> Text:
    """Return *title* in quotation marks; those within become single ones."""
    return Text("“", Text(str(title).replace("“", "‘").replace("”", "’")), "”")


def name_list(persons: Sequence[labels.PersonLike], *, inverted: bool) -> str:
    """Return all names in a row, the first with its family name in front where *inverted*."""
    known = [person for person in persons if not labels.is_others(person)]
    cut = len(known) > MAX_CREATORS
    shown = known[:KEPT_CREATORS] if cut else known
    names = [labels.natural_name(person) for person in shown]
    if inverted and names:
        names[0] = labels.inverted_name(shown[0])
    if cut or len(known) < len(persons):
        return f"{', '.join(names)}, et al."
    if len(names) == 2 and inverted and "," in names[0]:
        return f"{names[0]}, and {names[1]}"
    return labels.join_names(names)


def lead(entry: Entry) -> Text:
    """Return what an entry begins with and is found by: short name, shelfmark, or the names."""
    if shorthand := _field(entry, "shorthand"):
        return sentence(shorthand)
    if entry.fields.get("archive"):
        return sentence(_archive(entry))
    role, persons = labels.creators(entry)
    if not persons:
        return sentence(labels.label_names(entry)) if entry.fields.get("shortauthor") else Text()
    names = name_list(persons, inverted=True)
    if original := _plain(entry, "authororiginal"):
        names = f"{names} ({original})"
    if role != "author":
        forms = EDITORS.get(_plain(entry, "editortype") or role, EDITORS["editor"])
        names = f"{names}, {forms[len(persons) > 1]}"
    return sentence(names)


def _archive(entry: Entry) -> Text:
    """Return "GARF (State Archive of the Russian Federation, Moscow), f. 9401, op. 1"."""
    where = join(", ", (_field(entry, "institution"), _field(entry, "address")))
    repository = Text(_field(entry, "archive"), " (", where, ")") if where else _field(entry, "archive")
    return join(", ", (repository, _field(entry, "shelfmark")))


def title_of(entry: Entry, *, quotes: bool) -> Text:
    """Return the title, with its own script and its translation behind it."""
    title = _plain(entry, "title")
    if not title:
        return Text()
    original, translated = _plain(entry, "titleoriginal"), _plain(entry, "titletranslated")
    others = (f"({original})" if original else "", f"[{translated}]" if translated else "")
    if quotes and not any(others):
        main = quoted(sentence(title))
    else:
        # a full stop inside the quotation marks would part the title from its translation
        main = sentence(join(" ", (quoted(title) if quotes else Tag("em", title), *others)))
    return join(" ", (main, sentence(_field(entry, "titleaddon"))))


def _by(entry: Entry, *roles: str) -> list[Text]:
    """Return "Edited by …" for each of *roles* that somebody has and that does not stand first."""
    first, _ = labels.creators(entry)
    return [
        Text(BY[role], " ", name_list(persons, inverted=False))
        for role in roles
        if role != first and (persons := labels.persons(entry, role))
    ]


def _sentences(parts: Iterable[Text]) -> Text:
    return join(" ", (sentence(part.capfirst()) for part in parts if part))


def _edition(entry: Entry) -> Text:
    """Return "2nd ed." for a number, other words as they stand."""
    edition = _plain(entry, "edition")
    if not edition.isdigit():
        return Text(edition)
    number = int(edition)
    ending = "th" if number % 100 in {11, 12, 13} else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return Text(f"{number}{ending} ed.")


def _series(entry: Entry) -> Text:
    """Return "The Industrialisation of Soviet Russia, vol. 5", or "vol. 5" alone."""
    volume = _plain(entry, "volume")
    return join(" ", (join(", ", (_field(entry, "series"), f"vol. {volume}" if volume else "")), _number(entry)))


def _number(entry: Entry) -> str:
    return labels.dashed(_plain(entry, "number"))


def _imprint(entry: Entry, *publisher: str) -> Text:
    """Return "Cambridge: Cambridge University Press"."""
    house = next((_field(entry, name) for name in publisher if entry.fields.get(name)), Text())
    return join(": ", (_field(entry, "address"), house))


def _article(entry: Entry) -> Text:
    """Return title and journal: “Title.” *Journal* 98 (4): 1017–1049."""
    return join(" ", (title_of(entry, quotes=True), _in_journal(entry)))


def _review(entry: Entry) -> Text:
    """Return what is reviewed, and the journal: Review of *Title*, by X. *Journal* 98 (4): 1017–1049."""
    reviewed = _plain(entry, "reviewedauthor")
    subject = join(", ", (Tag("em", _plain(entry, "title")), f"by {reviewed}" if reviewed else ""))
    return join(" ", (sentence("Review of ", subject), _in_journal(entry)))


def _in_journal(entry: Entry) -> Text:
    volume, number = _plain(entry, "volume"), _number(entry)
    issue = Text(Tag("em", _field(entry, "journal")))
    if volume:
        issue = join(" ", (issue, volume, f"({number})" if number else ""))
    elif number:
        issue = join(", ", (issue, f"no. {number}"))
    dated = join(", ", (issue, _field(entry, "month")))
    return sentence(join(": ", (dated, labels.dashed(_plain(entry, "pages")))))


def _book(entry: Entry) -> Text:
    parts = (
        title_of(entry, quotes=False),
        _sentences((_edition(entry), *_by(entry, "editor", "compiler", "translator"), _series(entry))),
        sentence(_imprint(entry, "publisher", "organization")),
    )
    return join(" ", parts)


def _incollection(entry: Entry) -> Text:
    """Return title and container: “Title.” In *Book*, edited by X, 275–290. Place: Publisher."""
    container = Tag("em", _field(entry, "booktitle")) if entry.fields.get("booktitle") else Text()
    if not container:
        return _book(entry)
    chapter = _plain(entry, "chapter")
    pages = labels.dashed(_plain(entry, "pages")) or (f"chap. {chapter}" if chapter else "")
    inside = join(", ", (container, _edition(entry), *_by(entry, "editor", "compiler", "translator"), pages))
    parts = (
        title_of(entry, quotes=True),
        sentence("In ", inside),
        sentence(_series(entry)),
        sentence(_imprint(entry, "publisher", "organization")),
    )
    return join(" ", parts)


def _techreport(entry: Entry) -> Text:
    series = join(" ", (_field(entry, "series") or _field(entry, "type"), _number(entry)))
    parts = (
        title_of(entry, quotes=bool(series)),
        _sentences((*_by(entry, "editor", "compiler", "translator"), series)),
        sentence(_imprint(entry, "institution", "publisher")),
    )
    return join(" ", parts)


def _thesis(entry: Entry) -> Text:
    kind = _field(entry, "type") or THESES.get(entry.type, "thesis")
    school = _field(entry, "school") or _field(entry, "institution")
    return join(" ", (title_of(entry, quotes=True), sentence(join(", ", (kind, school)))))


def _misc(entry: Entry) -> Text:
    archival = bool(entry.fields.get("archive"))
    described = archival or bool(entry.fields.get("shorthand"))
    title = sentence(_field(entry, "title")) if described else title_of(entry, quotes=True)
    if described and entry.fields.get("titleoriginal"):
        title = sentence(_field(entry, "title"), " (", _field(entry, "titleoriginal"), ")")
    where = () if archival else (_imprint(entry, "publisher", "organization", "institution"),)
    parts = (
        title,
        _sentences(_by(entry, "editor", "compiler", "translator")),
        sentence(join(", ", (_field(entry, "howpublished"), _field(entry, "month")))),
        *map(sentence, where),
    )
    return join(" ", parts)


FORMATS: Final[dict[str, Callable[[Entry], Text]]] = {
    "article": _article,
    "book": _book,
    "collection": _book,
    "incollection": _incollection,
    "misc": _misc,
    "review": _review,
    "techreport": _techreport,
    "thesis": _thesis,
}


def _dating(entry: Entry, suffix: str) -> Text:
    """Return who and when for an entry that begins with neither, else the year."""
    if not labels.fixed_label(entry):
        return sentence(labels.label_year(entry) + suffix)
    names = name_list(labels.creators(entry)[1], inverted=True)
    dated = labels.label_year(entry) if labels.year(entry) else ""
    return join(" ", (sentence(names), sentence(dated)))


def _links(entry: Entry) -> Text:
    doi, url = _plain(entry, "doi"), _plain(entry, "url")
    if doi:
        url = f"https://doi.org/{doi}"
    return Text(HRef(url, url), ".") if url else Text()


def format_text(entry: Entry, suffix: str = "") -> Text:
    """Return the whole entry; *suffix* is the letter that its label has beside the year."""
    body = FORMATS.get(ALIASES.get(entry.type, entry.type), _misc)(entry)
    notes = (sentence(_field(entry, "note")), sentence(_field(entry, "addendum")))
    return join(" ", (lead(entry), _dating(entry, suffix), body, *notes, _links(entry)))


class HistoryLabelStyle(BaseLabelStyle):  # type: ignore[misc]  # pybtex is untyped
    """Author–date labels, told apart by letters."""

    def format_labels(self, sorted_entries: Iterable[Entry]) -> list[str]:
        """Return the label of each entry."""
        entries = list(sorted_entries)
        suffixes = labels.label_suffixes(entries)
        return [labels.short_label(entry, suffixes.get(entry.key, "")) for entry in entries]


class HistorySortingStyle(BaseSortingStyle):  # type: ignore[misc]  # pybtex is untyped
    """By names, year and title, Latin and Cyrillic in one alphabet."""

    def sorting_key(self, entry: Entry) -> object:
        """Return where *entry* stands."""
        return labels.sort_key(entry)


class HistoryStyle(BaseStyle):  # type: ignore[misc]  # pybtex is untyped
    """The style as a whole, as pybtex wants it."""

    default_label_style = HistoryLabelStyle
    default_sorting_style = HistorySortingStyle

    def format_entry(self, label: str, entry: Entry, bib_data: object = None) -> FormattedEntry:
        """Return *entry* formatted; what *label* adds to the entry's own label is the letter of the year."""
        _, _, rest = label.rpartition(labels.short_label(entry))
        return FormattedEntry(entry.key, format_text(entry, rest if rest.isalpha() else ""), label)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the styles under the name ``history``."""
    app.setup_extension("sphinxcontrib.bibtex")
    pybtex.plugin.register_plugin("pybtex.style.formatting", NAME, HistoryStyle, force=True)
    pybtex.plugin.register_plugin("pybtex.style.labels", NAME, HistoryLabelStyle, force=True)
    pybtex.plugin.register_plugin("pybtex.style.sorting", NAME, HistorySortingStyle, force=True)
    sphinxcontrib.bibtex.plugin.register_plugin(
        "sphinxcontrib.bibtex.style.referencing", NAME, HistoryReferenceStyle, force=True
    )
    return {"version": "1", "env_version": 1, "parallel_read_safe": True, "parallel_write_safe": True}
