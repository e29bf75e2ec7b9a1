"""The one place that reads and writes sphinxcontrib-bibtex's domain.

While pages are read the bibliography files are known, hence :func:`keys`, :func:`entry`, :func:`fields` and
:func:`note_cited` (and, for an entry, :func:`authors` and :func:`year`). Labels and targets are settled when
all pages are read (the event ``env-updated``): :func:`label`, :func:`target` and :func:`iter_entries` are
right after it.

All functions take an environment whose project does not use sphinxcontrib-bibtex and then know of no key.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, cast
from weakref import WeakKeyDictionary

from docutils import nodes
from sphinxcontrib.bibtex.citation_target import CitationTarget
from sphinxcontrib.bibtex.roles import CitationRef

from . import labels
from .labels import authors, family_first, year

if TYPE_CHECKING:
    from pybtex.database import Entry
    from sphinx.environment import BuildEnvironment
    from sphinxcontrib.bibtex.domain import BibtexDomain, Citation

__all__ = [
    "authors",
    "entry",
    "family_first",
    "fields",
    "is_origin",
    "iter_entries",
    "keys",
    "label",
    "note_cited",
    "target",
    "verified",
    "year",
]


#: As many keys stand in one note, so that it is quick to see which are new.
_NOTE: Final = 32


@dataclass(slots=True)
class _Index:
    """What is looked up often, worked out once for one state of the domain."""

    bibdata: object
    citations: tuple[Citation, ...]
    keys: frozenset[str]
    by_key: dict[str, Citation]
    by_place: dict[tuple[str, str], Citation]

    def describes(self, domain: BibtexDomain) -> bool:
        """Return whether the domain is still what it was: bibtex makes its citations anew, never in place."""
        now = domain.citations
        return (
            self.bibdata is domain.bibdata
            and len(self.citations) == len(now)
            and (not now or (self.citations[0] is now[0] and self.citations[-1] is now[-1]))
        )


#: a domain lives as long as its application and is never pickled
_indexes: WeakKeyDictionary[Any, _Index] = WeakKeyDictionary()


def bibtex_domain(env: BuildEnvironment) -> BibtexDomain | None:
    """Return bibtex's domain, or None where the extension is not loaded."""
    return cast("BibtexDomain | None", env.domains.get("cite"))


def _index(env: BuildEnvironment) -> _Index | None:
    domain = bibtex_domain(env)
    if domain is None:
        return None
    index = _indexes.get(domain)
    if index is None or not index.describes(domain):
        index = _indexes[domain] = _make_index(domain)
    return index


def _make_index(domain: BibtexDomain) -> _Index:
    citations = tuple(domain.citations)
    linked = [c for c in citations if domain.bibliographies[c.bibliography_key].list_ == "citation"]
    # as bibtex has it, the last list that holds an entry is linked to, and only lists of citations are
    by_key = {c.key: c for c in (*citations, *linked)}
    by_place = {(c.bibliography_key.docname, c.citation_id): c for c in citations}
    return _Index(domain.bibdata, citations, frozenset(domain.bibdata.data.entries.keys()), by_key, by_place)


def keys(env: BuildEnvironment) -> frozenset[str]:
    """Return all keys of the project's bibliography files."""
    index = _index(env)
    return index.keys if index else frozenset()


def entry(env: BuildEnvironment, key: str) -> Entry | None:
    """Return the entry *key*, or None where there is none."""
    domain = bibtex_domain(env)
    if domain is None or key not in keys(env):
        return None
    return domain.bibdata.data.entries[key]


def label(env: BuildEnvironment, key: str) -> str:
    """Return the label that *key* is cited by; the key itself where it is unknown."""
    index = _index(env)
    if index and (citation := index.by_key.get(key)):
        return str(citation.formatted_entry.label)
    found = entry(env, key)
    return labels.short_label(found) if found else key


def target(env: BuildEnvironment, key: str) -> tuple[str, str] | None:
    """Return (docname, anchor) of the entry in a bibliography, or None where no bibliography lists it."""
    index = _index(env)
    citation = index.by_key.get(key) if index else None
    return (citation.bibliography_key.docname, citation.citation_id) if citation else None


def note_cited(env: BuildEnvironment, docname: str, line: int, cited: Iterable[str], *, ref_id: str = "") -> None:
    """Note that *cited* keys are used at *line* of *docname*, so that bibliographies list them.

    The note is a citation like that of a ``cite`` role: it is forgotten when the page is read again and comes
    along from parallel readers. Give *ref_id*, the id of the citing node, only to have the entry link back.
    """
    domain = bibtex_domain(env)
    if domain is None:
        return
    refs = domain.citation_refs
    targets: list[CitationTarget] = []
    # what is noted in a row is one note: bibtex goes through all of them for each entry
    if not ref_id and refs and refs[-1].docname == docname and not refs[-1].citation_ref_id:
        targets = refs[-1].targets if len(refs[-1].targets) < _NOTE else []
    known = {target.key for target in targets}
    new = [CitationTarget(key, "", "") for key in dict.fromkeys(cited) if key not in known]
    if new and not targets:
        refs.append(CitationRef(ref_id, docname, line, new))
    else:
        targets += new


def fields(env: BuildEnvironment, key: str) -> Mapping[str, str]:
    """Return the fields of *key* as plain text, by name; empty where the key is unknown."""
    found = entry(env, key)
    if found is None:
        return {}
    return {name: labels.plain_field(name, value) for name, value in found.fields.items()}


def is_origin(env: BuildEnvironment, key: str) -> bool:
    """Return whether *key* is marked as an origin: a source that put its own figures, not another's."""
    return fields(env, key).get("origin", "").strip().lower() in {"yes", "true", "1"}


def verified(env: BuildEnvironment, key: str) -> str:
    """Return how the data of *key* were verified, or the empty string."""
    return fields(env, key).get("verified", "")


def citation_at(env: BuildEnvironment, node: nodes.Element) -> Citation | None:
    """Return the citation whose entry *node* is, or None for any other node."""
    index = _index(env)
    if index is None or "docname" not in node or not node["ids"]:
        return None
    return index.by_place.get((node["docname"], node["ids"][0]))


def style_of(env: BuildEnvironment, citation: Citation) -> str:
    """Return the name of the style of the bibliography that lists *citation*."""
    domain = bibtex_domain(env)
    return domain.bibliographies[citation.bibliography_key].style if domain else ""


def iter_entries(document: nodes.document) -> Iterator[tuple[str, nodes.Element]]:
    """Yield (key, node) for each bibliography entry in *document*, in order.

    For use in post-transforms after priority 6: before, the entries are not in the tree or still change. What
    a caller appends to a node (paragraphs, lists) becomes part of the entry in every builder.
    """
    env = cast("BuildEnvironment", document.settings.env)
    for node in list(document.findall(nodes.Element)):
        if "bibkey" in node:  # made by the transforms in .entries
            yield node["bibkey"], node
        elif citation := citation_at(env, node):
            yield citation.key, node


def state(env: BuildEnvironment) -> object:
    """Return an object that stays the same as long as entries, labels and targets do."""
    return _index(env)
