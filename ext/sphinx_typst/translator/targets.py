"""What a book's references can point to: worked out once, before anything is written.

A *key* is ``docname#id``, or ``docname#`` for a document as a whole. A *label* is the key that stands in the
Typst source; a section with several ids has one label, and so has a document with its first section.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes

if TYPE_CHECKING:
    from collections.abc import Iterator

#: One label for all ids: these print nothing before their own label.
_ONE_LABEL = (nodes.section, nodes.table, nodes.figure, nodes.footnote, nodes.math_block)
#: What a reader turns the page for.
_WORTH_A_PAGE = (
    nodes.section,
    nodes.figure,
    nodes.table,
    nodes.Admonition,
    nodes.container,
    nodes.topic,
    nodes.sidebar,
    nodes.literal_block,
    nodes.math_block,
    nodes.paragraph,
    nodes.block_quote,
    nodes.bullet_list,
    nodes.enumerated_list,
    nodes.definition_list,
    nodes.rubric,
    nodes.image,
)
_DENSE = (addnodes.desc, addnodes.productionlist)


class Targets:
    """Every id of the assembled tree, its label, and the notes that are called."""

    def __init__(self, tree: nodes.document, root: str) -> None:
        self._labels: dict[str, str] = {}
        self._nodes: dict[str, nodes.Element] = {}
        #: the root document's first section, which is the book itself
        self.book = next((child for child in tree.children if isinstance(child, nodes.section)), None)
        self.footnotes: dict[str, nodes.Element] = {}
        self.called: set[str] = set()
        for docname, node in walk(tree, root):
            self._note(docname, node)

    def _note(self, docname: str, node: nodes.Element) -> None:
        if isinstance(node, nodes.footnote_reference) and "refid" in node:
            self.called.add(f"{docname}#{node['refid']}")
        if isinstance(node, addnodes.start_of_file):
            first = next((child for child in node.children if isinstance(child, nodes.section)), None)
            if first is not None and first["ids"]:
                self._labels[f"{docname}#"] = f"{docname}#{first['ids'][0]}"
        for ident in node["ids"]:
            label = node["ids"][0] if isinstance(node, _ONE_LABEL) else ident
            self._labels[f"{docname}#{ident}"] = f"{docname}#{label}"
            self._nodes[f"{docname}#{label}"] = node
            if isinstance(node, nodes.footnote):
                self.footnotes[f"{docname}#{ident}"] = node

    def label(self, key: str) -> str:
        """The label that *key* is printed under; *key* itself where nothing is known of it."""
        return self._labels.get(key, key)

    def has_page(self, label: str) -> bool:
        """Whether a reference to *label* should name the page."""
        node = self._nodes.get(label)
        return isinstance(node, _WORTH_A_PAGE) and not isinstance(node, _DENSE)

    def is_near(self, label: str, node: nodes.Node) -> bool:
        """Whether *label* is in the chapter of *node*, and so can be on its page: chapters begin pages."""
        return self._chapter(self._nodes.get(label)) is self._chapter(node)

    def _chapter(self, node: nodes.Node | None) -> nodes.Node | None:
        chapter = None
        while node is not None:
            if isinstance(node, nodes.section) and node is not self.book:
                chapter = node
            node = node.parent
        return chapter


def walk(node: nodes.Element, docname: str) -> Iterator[tuple[str, nodes.Element]]:
    """Every element with the name of the document it comes from, in document order."""
    if isinstance(node, addnodes.start_of_file):
        docname = node["docname"]
    yield docname, node
    for child in node.children:
        if isinstance(child, nodes.Element):
            yield from walk(child, docname)
