"""Visitors of footnotes and citations."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from docutils import nodes
from sphinx.util import logging

from sphinx_typst.escape import escape, literal, string
from sphinx_typst.translator.structure import StructureMixin
from sphinx_typst.translator.tables import TablesMixin

if TYPE_CHECKING:
    from docutils.nodes import Element
    from sphinx.builders import Builder

#: What :meth:`NotesMixin._leave_surroundings` keeps.
_Surroundings: TypeAlias = tuple[list[str] | None, bool, bool, int, int]

logger = logging.getLogger(__name__)


class NotesMixin(StructureMixin, TablesMixin):
    """Notes stand at the foot of the page that calls them."""

    def __init__(self, document: nodes.document, builder: Builder) -> None:
        super().__init__(document, builder)
        #: notes around the node at hand
        self.notes = 0

    def visit_footnote(self, node: Element) -> None:
        """Skip a note, which stands where it is called; keep one that nothing calls."""
        if any(self.key(ident) in self.targets.called for ident in node["ids"]):
            raise nodes.SkipNode
        logger.warning(
            "nothing refers to this footnote; it is printed where it stands",
            location=node,
            type="typst",
            subtype="footnote",
        )
        self.wait_labels(node)
        self.write(f"#uncalled-note[\n{self.capture(_without_label(node))}\n]\n\n")
        raise nodes.SkipNode

    def visit_footnote_reference(self, node: Element) -> None:
        """Write the note, or a further call to it; its own ids serve back-links, which print has not."""
        source = self._note(node)
        if self.heading_notes is None:
            self.flush_labels()
            if self.last_written.startswith("#footnote"):
                self.write("#super[,];")  # two calls side by side would read as one number
            self.write(source)
        else:
            self.heading_notes.append(source)
        raise nodes.SkipNode

    def _note(self, node: Element) -> str:
        note = self.targets.footnotes.get(self.key(node.get("refid", "")))
        if note is None:
            return f"#super[{escape(node.astext())}];"
        self.head_has_notes = self.head_has_notes or self.in_head
        label = self.targets.label(self.key(node["refid"]))
        if not self.claim_label(label):
            return f"#footnote(label({string(label)}));"
        held = self.hold_labels()
        inner = self._leave_surroundings()
        body = self.capture(_without_label(note)) + self.take_labels()
        self._return_surroundings(inner)
        self.return_labels(held)
        return f"#footnote[{body.strip()}]#label({string(label)});"

    def _leave_surroundings(self) -> _Surroundings:
        """A note is no part of the heading, table or caption that calls it."""
        kept = (self.heading_notes, self.in_head, self.in_caption, self.tables, self.withheld)
        self.heading_notes, self.in_head, self.in_caption, self.tables, self.withheld = None, False, False, 0, 0
        self.notes += 1
        self.boxes += 1
        return kept

    def _return_surroundings(self, kept: _Surroundings) -> None:
        self.heading_notes, self.in_head, self.in_caption, self.tables, self.withheld = kept
        self.notes -= 1
        self.boxes -= 1

    def visit_label(self, node: Element) -> None:
        """Skip a mark that its note has written."""
        raise nodes.SkipNode

    def visit_citation(self, node: Element) -> None:
        """Write an entry of a bibliography."""
        mark = next((child for child in node if isinstance(child, nodes.label)), None)
        text = escape(mark.astext()) if mark else ""
        self.note_characters(mark.astext() if mark else "", node)
        self.wait_labels(node)
        self.notes += 1  # dense text: references in it name no page
        anchors = self.take_labels()
        body = self.capture(_without_label(node)).strip()
        self.notes -= 1
        self.write(f"#citation([{text}], classes: {literal(self.classes(node))})[{anchors}{body}]\n\n")
        raise nodes.SkipNode

    def visit_citation_reference(self, node: Element) -> None:
        """Write a citation that Sphinx could not resolve."""
        self.write_text(f"[{node.astext()}]", node)
        raise nodes.SkipNode


def _without_label(node: Element) -> list[nodes.Node]:
    return [child for child in node.children if not isinstance(child, nodes.label)]
