"""A search index that equals a clean build's.

In an incremental build Sphinx reads the old index back, takes out the pages to be written and feeds them
anew. Three things go wrong: a word that has gone keeps an entry without pages; the entries of ``index``
directives are not read back, so that those of all other pages are lost; and numbers of object types given in
an earlier build of the same process stay. And if the index is missing, it is made from the rewritten pages.

The cure stands at a public joint: the index is read and written through the builder's ``indexer_format``.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

from sphinx.builders.html import StandaloneHTMLBuilder

from sphinx_claims.exact import state

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import ExtensionMetadata

    # number of the page, id of the target, whether it is a main entry
    Entry = tuple[int, str, bool]

_NAME: Final = "search index"
# Sphinx keeps these on the environment only to pass them within one build (they are pickled before they are
# filled); a second build in the same process would start from them. There is no public way to empty them.
_LEFT_BY_EARLIER_BUILDS: Final = (
    "_search_index_index_entries",
    "_search_index_objtypes",
    "_search_index_objnames",
)


class ExactFormat:
    """Reads and writes a search index as *inner* does, and mends what is written."""

    def __init__(self, app: Sphinx, inner: Any) -> None:
        self._app = app
        self._inner = inner
        self._old: dict[str, list[tuple[str, str, bool]]] = {}

    def load(self, stream: Any) -> Any:
        """Read an index, and keep its index entries by page."""
        frozen = self._inner.load(stream)
        self._old = _entries_by_page(frozen) if isinstance(frozen, dict) else {}
        return frozen

    def dump(self, data: dict[str, Any], stream: Any) -> None:
        """Write *data* without empty terms, with the index entries of all pages, in order."""
        mended = {key: _in_order(value) for key, value in data.items()}
        for key in ("terms", "titleterms"):
            mended[key] = {term: pages for term, pages in mended[key].items() if pages != []}
        mended["indexentries"] = self._index_entries(data)
        self._inner.dump(mended, stream)

    def _index_entries(self, data: dict[str, Any]) -> dict[str, list[Entry]]:
        """The entries of the pages written now from *data*, of all others from the old index."""
        docnames = cast("tuple[str, ...]", data["docnames"])
        written = state.written_pages(self._app)
        entries: dict[str, list[Entry]] = {}
        for term, places in data["indexentries"].items():
            entries[term] = [place for place in places if docnames[place[0]] in written]
        for number, docname in enumerate(docnames):
            if docname not in written:
                for term, target, main in self._old.get(docname, ()):
                    entries.setdefault(term, []).append((number, target, main))
        # stable, so that a page's own entries stay in the page's order
        return {term: sorted(entries[term], key=_page) for term in sorted(entries) if entries[term]}


def _page(entry: Entry) -> int:
    return entry[0]


def _entries_by_page(frozen: dict[str, Any]) -> dict[str, list[tuple[str, str, bool]]]:
    """The index entries of a loaded index, by docname."""
    docnames = frozen.get("docnames", ())
    old: dict[str, list[tuple[str, str, bool]]] = {docname: [] for docname in docnames}
    for term, places in frozen.get("indexentries", {}).items():
        for number, target, main in places:
            old[docnames[number]].append((term, target, main))
    return old


def _in_order(value: object) -> Any:
    """A mapping with its keys in order: not every format sorts when it writes."""
    return dict(sorted(value.items())) if isinstance(value, dict) else value


def _install(app: Sphinx) -> None:
    """Put the mending format before the builder's own."""
    builder = app.builder
    if isinstance(builder, StandaloneHTMLBuilder):
        builder.indexer_format = ExactFormat(app, builder.indexer_format)


def _forget_earlier_builds(app: Sphinx, builder: Builder) -> None:
    """Empty what an earlier build in this process left on the environment."""
    for name in _LEFT_BY_EARLIER_BUILDS:
        getattr(builder.env, name, {}).clear()


def _note_index(app: Sphinx, exception: Exception | None) -> None:
    """Remember whether there is an index: not every kind of HTML has one."""
    if exception is None and _index_file(app).is_file():
        state.remember(app, _NAME, "written", even_if_partial=True)


def _all_if_missing(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """All pages, if the index that holds the words of those not rewritten is gone."""
    is_gone = state.recall(app, _NAME) is not None and not _index_file(app).is_file()
    return sorted(env.found_docs) if is_gone else []


def _index_file(app: Sphinx) -> Path:
    return Path(app.outdir, getattr(app.builder, "searchindex_filename", "searchindex.js"))


def setup(app: Sphinx) -> ExtensionMetadata:
    """Mend the search index of every HTML builder."""
    app.setup_extension("sphinx_claims.exact.state")
    app.connect("builder-inited", _install)
    app.connect("env-get-updated", _all_if_missing)
    app.connect("build-finished", _note_index)
    app.connect("write-started", _forget_earlier_builds)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
