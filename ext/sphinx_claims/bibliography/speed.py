"""Less work for sphinxcontrib-bibtex: entries are formatted once, not in every build.

* bibtex looks a plug-in of pybtex up among all installed packages for each citation in the text, some
  milliseconds each. Here the plug-in is registered with pybtex once, by its public call.
* bibtex formats all entries anew in every build, also in one that changes nothing. The result of the last build
  lies in the environment; here it is taken for each entry that is unchanged, if the code that formatted it is
  unchanged too (:func:`fingerprint`).
"""

from __future__ import annotations

import ast
import hashlib
import sys
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, cast

import pybtex.plugin
import pybtex_docutils
from pybtex.backends.plaintext import Backend as PlaintextBackend
from pybtex.richtext import Tag
from pybtex.style import FormattedEntry
from pybtex.style.template import FieldIsMissing
from sphinx.util import logging
from sphinxcontrib.bibtex.domain import BibtexDomain

if TYPE_CHECKING:
    from pybtex.database import Entry
    from pybtex.style.formatting import BaseStyle
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata
    from sphinxcontrib.bibtex.directives import BibliographyKey
    from sphinxcontrib.bibtex.domain import Citation

    Formatted = tuple[Entry, FormattedEntry, FormattedEntry | None]

logger = logging.getLogger(__name__)

#: The filters of the options ``all``, ``cited`` and ``notcited``: whether a listed entry may be cited, or not.
_FILTERS: Final = {
    ast.dump(ast.parse("True")): (True, False),
    ast.dump(ast.parse("cited")): (True,),
    ast.dump(ast.parse("not cited")): (False,),
}
_LIBRARIES: Final = ("pybtex", "sphinxcontrib-bibtex")
_FORMATTED_BY: Final = "formatted_by"
_UNFORMATTED: Final = "unformatted"


def fingerprint(style: BaseStyle) -> str | None:
    """Return a digest of the code that formats entries in *style*, or None where it cannot be told.

    That is the versions of pybtex and sphinxcontrib-bibtex and the files of all loaded modules that stand in
    one package with a class of the style. A style written in ``conf.py`` has no such file.
    """
    parts = (style, style.label_style, style.name_style, style.sorting_style)
    modules = {cls.__module__ for part in parts for cls in type(part).__mro__ if cls is not object}
    digest = hashlib.sha256(" ".join(version(library) for library in _LIBRARIES).encode())
    for module in sorted(modules):
        files = _files_beside(module)
        if not files:
            return None
        for path in files:
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _files_beside(module: str) -> list[Path]:
    """Return the files of *module* and of the loaded modules of its package; none where it has no file."""
    if not getattr(sys.modules.get(module), "__file__", None):
        return []
    package, _, _ = module.rpartition(".")
    names = [name for name in sys.modules if name == module or (package and name.startswith(f"{package}."))]
    files = [getattr(sys.modules[name], "__file__", None) for name in sorted(names)]
    return [Path(file) for file in files if file and file.endswith(".py")]


@dataclass(slots=True)
class _Previous:
    """What the last build formatted: the citations and by what code."""

    citations: dict[tuple[Any, str], Citation] = field(default_factory=dict)
    formatted_by: dict[str, str | None] = field(default_factory=dict)


class RememberingDomain(BibtexDomain):
    """bibtex's domain, with the entries that the last build formatted."""

    _previous: _Previous | None = None
    #: citations of pages that are read again in this build
    _cleared: Mapping[tuple[Any, str], Citation] = MappingProxyType({})
    #: pages that may have left something in the domain
    _noted: set[str] | None = None

    def clear_doc(self, docname: str) -> None:
        """Forget a page, but for what was formatted for it: when a file changes, most entries have not."""
        if self._noted is None:
            self._noted = {ref.docname for ref in self.citation_refs} | {key.docname for key in self.bibliographies}
        if docname not in self._noted:
            # it is going to be read; bibtex would go through the citations of all pages to forget none
            self._noted.add(docname)
            return
        self._cleared = {
            **self._cleared,
            **_by_place(c for c in self.citations if c.bibliography_key.docname == docname),
        }
        super().clear_doc(docname)

    def merge_domaindata(self, docnames: Set[str], otherdata: dict[str, Any]) -> None:
        """Take over what a parallel process read."""
        self._noted = None
        super().merge_domaindata(docnames, otherdata)

    def env_updated(self) -> Iterable[str]:
        """Format the entries of all bibliographies, those that are unchanged by looking them up."""
        citations = {**self._cleared, **_by_place(self.citations)}
        self._cleared = {}
        # those that could not be formatted are tried again, so that each build warns of them
        for place in self.data.get(_UNFORMATTED, ()):
            citations.pop(place, None)
        self._previous = _Previous(citations, self.data.get(_FORMATTED_BY, {}))
        self.data[_FORMATTED_BY], self.data[_UNFORMATTED] = {}, []
        try:
            return super().env_updated()
        finally:
            self._previous = None

    def get_filtered_entries(self, bibliography_key: BibliographyKey) -> Iterator[tuple[str, Entry]]:
        """Yield key and entry of all that a bibliography lists, as bibtex's own method does.

        That one goes through all citations for each entry; for the usual filters it is enough to do so once.
        """
        bibliography = self.bibliographies[bibliography_key]
        wanted = _FILTERS.get(ast.dump(bibliography.filter_))
        if wanted is None:
            yield from super().get_filtered_entries(bibliography_key)
            return
        cited = {target.key for ref in self.citation_refs for target in ref.targets}
        for entry in self.get_entries(bibliography.bibfiles):
            key = bibliography.keyprefix + entry.key
            if (key in cited) in wanted or entry.key in bibliography.keys:
                yield key, entry

    def get_formatted_entries(
        self,
        bibliography_key: BibliographyKey,
        docnames: list[str],
        tooltips: bool,
        tooltips_style: str,
    ) -> Iterator[Formatted]:
        """Yield entry, formatted entry and formatted entry for the tooltip, as bibtex's own method does."""
        bibliography = self.bibliographies[bibliography_key]
        style = _style(bibliography.style)
        second = (_style(tooltips_style) if tooltips_style else style) if tooltips else None
        old = self._unchanged(bibliography_key, bibliography.style, style, second)
        entries = style.sort(dict(self.get_sorted_entries(bibliography_key, docnames)).values())
        for label, entry in zip(style.format_labels(entries), entries, strict=True):
            whole = bibliography.labelprefix + label
            kept = old.get(bibliography.keyprefix + entry.key)
            if kept and kept.formatted_entry.label == whole and kept.entry == entry:
                yield entry, kept.formatted_entry, kept.tooltip_entry
            else:
                yield self._format(bibliography_key, style, second, whole, entry)

    def _unchanged(
        self, bibliography_key: BibliographyKey, name: str, style: BaseStyle, second: BaseStyle | None
    ) -> dict[str, Citation]:
        """Return what the last build formatted for a bibliography, by key, if the same code did it."""
        prints = [fingerprint(style), fingerprint(second) if second else "none"]
        now = "/".join(filter(None, prints)) if all(prints) else None
        by = f"{bibliography_key.docname}#{bibliography_key.id_} {name}"
        self.data[_FORMATTED_BY][by] = now
        if self._previous is None or now is None or self._previous.formatted_by.get(by) != now:
            return {}
        return {
            key: citation for (place, key), citation in self._previous.citations.items() if place == bibliography_key
        }

    def _format(
        self,
        bibliography_key: BibliographyKey,
        style: BaseStyle,
        second: BaseStyle | None,
        label: str,
        entry: Entry,
    ) -> Formatted:
        """Format one entry; one that lacks a field its style insists on says so in its place."""
        try:
            formatted = style.format_entry(label, entry)
            if second is style:
                return entry, formatted, formatted
            return entry, formatted, second.format_entry(label, entry) if second else None
        except FieldIsMissing as missing:
            logger.warning(
                str(missing),
                location=(bibliography_key.docname, self.bibliographies[bibliography_key].line),
                type="bibtex",
                subtype="missing_field",
            )
            key = self.bibliographies[bibliography_key].keyprefix + entry.key
            self.data[_UNFORMATTED].append((bibliography_key, key))
            return entry, FormattedEntry(entry.key, Tag("b", str(missing)), label), None


def _by_place(citations: Iterable[Citation]) -> dict[tuple[Any, str], Citation]:
    return {(citation.bibliography_key, citation.key): citation for citation in citations}


def _style(name: str) -> BaseStyle:
    return cast("BaseStyle", pybtex.plugin.find_plugin("pybtex.style.formatting", name)())


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the plug-ins that bibtex looks up, and the domain in place of bibtex's."""
    app.setup_extension("sphinxcontrib.bibtex")
    pybtex.plugin.register_plugin("pybtex.backends", "plaintext", PlaintextBackend, force=True)
    pybtex.plugin.register_plugin("pybtex.backends", "docutils", pybtex_docutils.Backend, force=True)
    app.add_domain(RememberingDomain, override=True)
    return {"version": "1", "env_version": 1, "parallel_read_safe": True, "parallel_write_safe": True}
