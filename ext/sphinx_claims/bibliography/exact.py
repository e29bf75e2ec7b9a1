"""Incremental builds with sphinxcontrib-bibtex that equal clean ones, byte for byte.

What bibtex leaves wrong after an edit, and what is done about it here:

* A bibliography misses an entry that another page cites now, or keeps one that no page cites any more; citing
  pages keep the old label of an entry that changed. Here each page has a digest of what it shows from the
  bibliographies, and is written again when that changes (:func:`shown`).
* Anchors are numbered in the order of the files, so that a new entry shifts the others'. Here they are
  ``cite-<key>``, unless ``bibtex_cite_id`` says otherwise. Two bibliographies *on one page* need files of their
  own, or a ``bibtex_cite_id`` with ``{bibliography_count}`` in it.
* Several bibliographies are numbered and linked to in the order in which their pages happened to be read.
  Here it is the order of the documents.
* Pages with a bibliography are not read again when a setting changes that was used while reading them.
* An entry printed in two documents of one build (``latex_documents``) appears twice in the second.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinxcontrib.bibtex.directives import BibliographyKey
from sphinxcontrib.bibtex.domain import get_docnames
from sphinxcontrib.bibtex.nodes import bibliography as bibliography_node

from sphinx_claims.exact import references, state

from . import adapter, labels

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import ExtensionMetadata
    from sphinxcontrib.bibtex.domain import BibtexDomain, Citation

CITE_ID: Final = "cite-{key}"
#: what bibtex's directive reads while its page is read, though it registers it as of no concern to reading
READ_SETTINGS: Final = (
    "bibtex_bibfiles",
    "bibtex_bibliography_header",
    "bibtex_bibliography_id",
    "bibtex_cite_id",
    "bibtex_default_style",
    "bibtex_encoding",
)
_SETTINGS_KEY: Final = "claims_bibliography_settings"


def name_anchors(app: Sphinx, config: Config) -> None:
    """Name anchors after their keys where the configuration leaves them to be numbered."""
    config.bibtex_cite_id = config.bibtex_cite_id or CITE_ID


def outdated(app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]) -> list[str]:
    """Return the pages with a bibliography when a setting changed that was used in reading them."""
    domain = adapter.bibtex_domain(env)
    if domain is None:
        return []
    now = [repr(getattr(app.config, name)) for name in READ_SETTINGS]
    before = getattr(env, _SETTINGS_KEY, now)
    setattr(env, _SETTINGS_KEY, now)
    return [] if before == now else sorted({key.docname for key in domain.bibliographies} & env.found_docs)


def sort_bibliographies(app: Sphinx, env: BuildEnvironment) -> None:
    """Put the bibliographies into the order of the documents, before bibtex works through them."""
    domain = adapter.bibtex_domain(env)
    if domain is None or len(domain.bibliographies) < 2:
        return
    in_order: Any = get_docnames  # untyped in sphinxcontrib-bibtex
    place = {docname: number for number, docname in enumerate(in_order(env))}
    items = sorted(
        domain.bibliographies.items(),
        key=lambda item: (place.get(item[0].docname, len(place)), item[1].line, item[0].id_),
    )
    domain.bibliographies.clear()
    domain.bibliographies.update(items)


class FreshEntries(SphinxPostTransform):
    """Give bibtex's transform empty nodes for its entries: it fills the same ones each time a page is written."""

    default_priority = 4  # bibtex's own has 5

    def run(self, **kwargs: object) -> None:
        """Replace the nodes of each bibliography in the document by their copies without content."""
        domain = adapter.bibtex_domain(self.env)
        if domain is None:
            return
        for node in self.document.findall(bibliography_node):
            entries = domain.bibliographies[BibliographyKey(node["docname"], node["ids"][0])].citation_nodes
            entries.update({key: _without_content(entry) for key, entry in entries.items()})


def _without_content(entry: nodes.Element) -> nodes.Element:
    fresh = entry.copy()
    fresh.attributes.pop("backrefs", None)
    fresh["backrefs"] = []
    return fresh


def shown(app: Sphinx, env: BuildEnvironment) -> Mapping[str, str]:
    """Return docname → what the page shows from the bibliographies: references and whole entries."""
    domain = adapter.bibtex_domain(env)
    if domain is None:
        return {}
    seen: defaultdict[str, list[str]] = defaultdict(list)
    for citation in domain.citations:
        seen[citation.bibliography_key.docname].append(_entry_shown(citation))
    for docname in {key.docname for key in domain.bibliographies}:
        # an empty bibliography is a page of its own kind too; and what the list prints hangs on this setting
        seen[docname].append(f"bibliography {getattr(app.config, 'claims_bibliography_show_verified', None)}")
    for docname, parts in _references_shown(domain):
        seen[docname] += parts
    return {docname: "\n".join(parts) for docname, parts in seen.items()}


def _references_shown(domain: BibtexDomain) -> Iterable[tuple[str, list[str]]]:
    """Yield (docname, what its references show) for each citation in a text."""
    by_key: defaultdict[str, list[str]] = defaultdict(list)
    for citation in domain.citations:
        by_key[citation.key].append(_reference_shown(citation))
    for ref in domain.citation_refs:
        yield ref.docname, [line for target in ref.targets for line in by_key.get(target.key, [target.key])]


def _reference_shown(citation: Citation) -> str:
    """Return what bibtex's styles of reference may print of an entry, and where they link to."""
    entry = citation.entry
    tooltip = citation.tooltip_entry
    return repr(
        (
            citation.key,
            tuple(citation.bibliography_key),
            citation.citation_id,
            str(citation.formatted_entry.label),
            [str(person) for role in ("author", "editor") for person in entry.persons.get(role, ())],
            labels.year(entry) or entry.fields.get("title", ""),
            repr(tooltip.text) if tooltip else "",
        )
    )


def _entry_shown(citation: Citation) -> str:
    """Return what a bibliography prints of an entry."""
    formatted: Any = citation.formatted_entry
    told = [citation.entry.fields.get(name, "") for name in ("verified", "langid")]
    return repr((citation.key, citation.citation_id, str(formatted.label), repr(formatted.text), told))


def setup(app: Sphinx) -> ExtensionMetadata:
    """Connect the cures."""
    app.setup_extension("sphinxcontrib.bibtex")
    app.connect("config-inited", name_anchors)
    app.connect("env-get-outdated", outdated)
    app.connect("env-updated", sort_bibliographies, priority=400)  # bibtex's own handler has 500
    app.add_post_transform(FreshEntries)
    state.contribute(app, "bibliography", shown)
    references.leave(app, "cite")
    return {"version": "1", "env_version": 1, "parallel_read_safe": True, "parallel_write_safe": True}
