"""What tables of contents show of each page, as digests that are worked out once a build."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from docutils import nodes
from sphinx import addnodes

from sphinx_claims.exact.state import digest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.environment import BuildEnvironment


class View(NamedTuple):
    """How a table of contents is shown."""

    depth: int | None  #: levels still to be shown; None: all
    titles_only: bool = False  #: no sections of the pages
    hidden_too: bool = True  #: also tables of contents that are marked as hidden

    def deeper(self) -> View | None:
        """The view one level further down; None if nothing is shown there."""
        if self.depth is None:
            return self
        return self._replace(depth=self.depth - 1) if self.depth > 1 else None


#: Options of a table of contents that hold for the tree of the whole site too.
_OPTIONS: Final = ("caption", "hidden", "includehidden", "maxdepth", "titlesonly")
#: The titles of the pages named, and nothing below them.
TITLES: Final = View(depth=1)


class Outlines:
    """Walks the contents that Sphinx keeps of each page (``env.tocs``), without making any nodes."""

    def __init__(self, env: BuildEnvironment) -> None:
        self._env = env
        self._digests: dict[tuple[str, bool, View], str] = {}
        self._open: set[str] = set()

    def own_toctrees(self, docname: str) -> Iterator[str]:
        """What the page *docname* shows in its tables of contents of other pages."""
        for node in self._env.tocs[docname].findall(addnodes.toctree):
            if not node["hidden"]:
                depth = node["maxdepth"] if node["maxdepth"] > 0 else None
                yield from self.toctree(node, View(depth, node["titlesonly"], node["includehidden"]))

    def tree(self, view: View) -> str:
        """The digest of the tree of the whole site, as the root page's tables of contents span it."""
        parts: list[str] = []
        for node in self._env.tocs[self._env.config.root_doc].findall(addnodes.toctree):
            parts.append(" ".join(str(node[option]) for option in _OPTIONS))
            parts.extend(self.toctree(node, view))
        return digest("\n".join(parts))

    def branch(self, docname: str) -> str:
        """The digest of a page's sections and of the titles of the pages right below it."""
        return digest("\n".join(self._branch(self._env.tocs[docname])))

    def _branch(self, node: nodes.Element) -> Iterator[str]:
        for child in node.children:
            if isinstance(child, addnodes.toctree):
                yield from self.toctree(child, TITLES)
            elif isinstance(child, nodes.reference):
                yield _entry_text(child)
            elif isinstance(child, nodes.Element):
                yield "("
                yield from self._branch(child)
                yield ")"

    def toctree(self, node: addnodes.toctree, view: View) -> Iterator[str]:
        """What the table of contents *node* shows under *view*, entry by entry."""
        for title, target in node["entries"]:
            yield title or ""
            if target == "self":
                yield f"self {self._env.titles.get(node['parent'], '')}"
            elif target in self._env.tocs:
                yield target
                yield self._page(target, bool(title), view)
            elif target not in self._env.found_docs:
                yield f"missing {target}"  # or a link to another site, or a generated index

    def _page(self, docname: str, has_own_title: bool, view: View) -> str:
        """The digest of a page's entry and of what is shown below it."""
        toc = self._env.tocs[docname]
        # Sphinx puts the toctree's title in the place of the page's only if the page has just one
        retitled = has_own_title and len(toc.children) == 1
        key = (docname, retitled, view)
        if docname in self._open:
            return "circular"
        if key not in self._digests:
            self._open.add(docname)
            depth = self._env.metadata.get(docname, {}).get("tocdepth", 0)
            self._digests[key] = digest("\n".join([str(depth), *self._entries(toc, view, retitled)]))
            self._open.discard(docname)
        return self._digests[key]

    def _entries(self, toc: nodes.Element, view: View, retitled: bool) -> Iterator[str]:
        """What the list *toc* of a page's own contents shows, entry by entry."""
        for item in toc.children:
            if isinstance(item, addnodes.toctree):
                if view.hidden_too or not item["hidden"]:
                    yield from self.toctree(item, view)
            elif isinstance(item, addnodes.only):
                yield from self._entries(item, view, retitled)
            elif isinstance(item, nodes.list_item):
                yield from self._entry(item, view, retitled)

    def _entry(self, item: nodes.list_item, view: View, retitled: bool) -> Iterator[str]:
        """One heading of a page and what is shown below it."""
        reference = next(item.findall(nodes.reference))
        yield str(reference.get("secnumber")) if retitled else _entry_text(reference)
        below = view.deeper()
        if below is None:
            return
        yield "("
        for sublist in item.children[1:]:
            if not isinstance(sublist, nodes.Element):
                continue
            if view.titles_only:
                for toctree in sublist.findall(addnodes.toctree):
                    if view.hidden_too or not toctree["hidden"]:
                        yield from self.toctree(toctree, below)
            else:
                yield from self._entries(sublist, below, retitled=False)
        yield ")"


def _entry_text(reference: nodes.reference) -> str:
    """The text of a heading with its mark-up, number and anchor."""
    text = "".join(map(str, reference.children))
    return f"{reference['anchorname']} {reference.get('secnumber')} {text}"
