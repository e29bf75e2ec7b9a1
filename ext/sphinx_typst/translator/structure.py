"""Visitors of the book's structure: parts, chapters, sections, paragraphs, boxes, quotations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes
from sphinx.locale import admonitionlabels

from sphinx_typst.escape import escape, literal, string
from sphinx_typst.nodes import part
from sphinx_typst.translator.base import TranslatorBase

if TYPE_CHECKING:
    from collections.abc import Callable

    from sphinx.builders import Builder


class StructureMixin(TranslatorBase):
    """Parts, sections, paragraphs and the boxes around them."""

    def __init__(self, document: nodes.document, builder: Builder) -> None:
        super().__init__(document, builder)
        self._depth = 0  # sections around the node at hand, the book's own title apart
        self._offset = 0  # 1 within a part
        self._last_level = 0
        #: depth of each heading that the contents can list: parts 0, chapters 1
        self.headings: list[int] = []
        #: notes called in the heading at hand; None outside of headings
        self.heading_notes: list[str] | None = None

    # -- documents, parts, sections

    def visit_document(self, node: nodes.document) -> None:
        """Begin the book; its own label waits for the first text."""
        self._waiting.append(f"{self.docname}#")

    def depart_document(self, node: nodes.document) -> None:
        """Leave no label unprinted."""
        self.flush_labels()

    def visit_start_of_file(self, node: nodes.Element) -> None:
        """Enter a document of the book."""
        self.begin_stretch()
        self.docnames.append(node["docname"])
        self.write(f"// document: {node['docname']}\n\n")
        label = f"{self.docname}#"
        if self.targets.label(label) == label:
            self._waiting.append(label)

    def depart_start_of_file(self, node: nodes.Element) -> None:
        """Leave a document."""
        self.docnames.pop()
        self.write(f"// document: {self.docname}\n\n")

    def visit_part(self, node: part) -> None:
        """Open a part, or end the one before."""
        self._offset = 1 if node["title"] else 0
        if node["title"]:
            self.note_characters(node["title"], node)
            self.write(f"#part[{escape(node['title'])}]\n\n")
            self._last_level = 1
            self.headings.append(0)
        raise nodes.SkipNode

    def visit_section(self, node: nodes.Element) -> None:
        """Enter a section; the root document's own is the book itself."""
        if node is not self.targets.book:
            self.begin_stretch()
        self.write(self.opening(node, inline=False))
        if node is self.targets.book:
            self.wait_labels(node)
        else:
            self._depth += 1

    def depart_section(self, node: nodes.Element) -> None:
        """Leave a section."""
        if node is not self.targets.book:
            self._depth -= 1
        self.write(self.closing())

    def visit_title(self, node: nodes.Element) -> None:
        """Write a heading; titles of boxes, tables and figures are written by what they belong to."""
        if isinstance(node.parent, nodes.section):
            if node.parent is not self.targets.book:
                self._write_heading(node, node.parent)
        elif not isinstance(node.parent, nodes.document):
            self.write(f"#box-title[{self.capture(node.children)}]\n\n")
        raise nodes.SkipNode

    def _write_heading(self, node: nodes.Element, section: nodes.Element) -> None:
        self.heading_notes = []
        self.withheld += 1
        text = self.capture(node.children)
        self.withheld -= 1
        notes, self.heading_notes = self.heading_notes, None
        if notes:
            self.write(f"#heading-note[{''.join(notes)}]\n")
        level = min(self._depth + self._offset, self._last_level + 1)
        self._last_level = level
        self.headings.append(max(1, level - self._offset))
        head = "chapter" if self._depth <= 1 else "section"
        name = literal(self.label_of(section))
        self.write(f"#{head}(level: {level}, name: {name})[{self.section_number(section)}{text}]\n\n")

    def section_number(self, section: nodes.Element) -> str:
        """Source of a section's number, if it has one."""
        numbers = self.env.toc_secnumbers.get(self.docname, {})
        found = next((numbers[f"#{i}"] for i in section["ids"] if f"#{i}" in numbers), None)
        if found is None and isinstance(section.parent, addnodes.start_of_file):
            found = numbers.get("")
        return f"#section-number({string('.'.join(map(str, found)))});" if found else ""

    def visit_subtitle(self, node: nodes.Element) -> None:
        """Write a subtitle as a rubric."""
        self.write(f"#rubric[{self.capture(node.children)}]\n\n")
        raise nodes.SkipNode

    def visit_rubric(self, node: nodes.Element) -> None:
        """Write a heading that is not in the contents."""
        self.wait_labels(node)
        self.write("#rubric[")

    def depart_rubric(self, node: nodes.Element) -> None:
        """End a rubric."""
        self.write("]\n\n")

    # -- paragraphs

    def visit_paragraph(self, node: nodes.Element) -> None:
        """Begin a paragraph."""
        self.wait_labels(node)
        self.begin_paragraph()

    def depart_paragraph(self, node: nodes.Element) -> None:
        """End a paragraph."""
        self.write("\n\n")

    def begin_paragraph(self) -> None:
        """Forget what only holds within one paragraph; the references' visitor has something to forget."""

    def visit_compound(self, node: nodes.Element) -> None:
        """Enter a paragraph in several pieces."""
        self.wait_labels(node)

    def depart_compound(self, node: nodes.Element) -> None:
        """Leave it."""

    visit_glossary = visit_only = visit_acks = visit_compound
    depart_glossary = depart_only = depart_acks = depart_compound

    def visit_centered(self, node: nodes.Element) -> None:
        """Write a centred line."""
        self.write("#centered[")

    depart_centered = depart_rubric

    def visit_transition(self, node: nodes.Element) -> None:
        """Write a break in the text, unless only notes follow."""
        rest = node.parent.children[node.parent.index(node) + 1 :]
        if not all(isinstance(child, nodes.footnote) for child in rest):
            self.write("#transition()\n\n")
        raise nodes.SkipNode

    def visit_line_block(self, node: nodes.Element) -> None:
        """Begin verse or an address; blocks in blocks are indented."""
        self.wait_labels(node)
        self.write("#line-block[\n")

    def depart_line_block(self, node: nodes.Element) -> None:
        """End a block of lines."""
        self.write("]\n\n")

    def visit_line(self, node: nodes.Element) -> None:
        """Begin a line; an empty one keeps its height."""
        self.write("" if node.children else "~")

    def depart_line(self, node: nodes.Element) -> None:
        """End a line."""
        self.write(" \\\n")

    # -- quotations

    def visit_block_quote(self, node: nodes.Element) -> None:
        """Begin a quotation with its attribution."""
        said = [child for child in node.children if isinstance(child, nodes.attribution)]
        by = f", attribution: [{self.capture(said[0].children)}]" if said else ""
        self.wait_labels(node)
        self.write(f"#quote(block: true{by})[\n")
        self.boxes += 1

    def depart_block_quote(self, node: nodes.Element) -> None:
        """End a quotation."""
        self.close_box()

    def visit_attribution(self, node: nodes.Element) -> None:
        """Skip what the quotation has written."""
        raise nodes.SkipNode

    # -- boxes

    def open_box(self, node: nodes.Element, head: str) -> None:
        """Open a block; the labels of *node* stand at its first text."""
        self.wait_labels(node)
        self.boxes += 1
        self.write(f"#{head}[\n")

    def close_box(self) -> None:
        """Close a block; labels that found no text stand at its end."""
        self.boxes -= 1
        self.flush_labels()
        self.write("]\n\n")

    def visit_container(self, node: nodes.Element) -> None:
        """Open a container."""
        self.open_box(node, f"container({literal(self.classes(node))})")

    def depart_container(self, node: nodes.Element) -> None:
        """Close a box."""
        self.close_box()

    def _box_title(self, node: nodes.Element) -> str:
        title = node.children[0] if node.children else None
        if not isinstance(title, nodes.title):
            return ""
        node.remove(title)
        return self.capture(title.children)

    def _open_admonition(self, node: nodes.Element, kind: str, title: str) -> None:
        self.wait_labels(node)  # before the title, so that the page is the box's own
        title = self._box_title(node) or title
        classes = literal(self.classes(node))
        self.boxes += 1
        self.write(f"#admonition({string(kind)}, [{title}], classes: {classes})[\n")

    def visit_admonition(self, node: nodes.Element) -> None:
        """Open an admonition with a title of its own."""
        self._open_admonition(node, "admonition", "")

    depart_admonition = depart_container

    def visit_topic(self, node: nodes.Element) -> None:
        """Open a topic; a page's own contents are left out, since the book has its contents."""
        if "contents" in node.get("classes", ()):
            raise nodes.SkipNode
        self.wait_labels(node)
        title = self._box_title(node)
        self.open_box(node, f"topic([{title}], classes: {literal(self.classes(node))})")

    depart_topic = depart_container

    def visit_sidebar(self, node: nodes.Element) -> None:
        """Open a sidebar."""
        self.wait_labels(node)
        title = self._box_title(node)
        self.open_box(node, f"sidebar([{title}], classes: {literal(self.classes(node))})")

    depart_sidebar = depart_container

    def visit_versionmodified(self, node: nodes.Element) -> None:
        """Open a note on a version."""
        self.open_box(node, f"version-note({string(node.get('type', ''))})")

    depart_versionmodified = depart_container

    def visit_system_message(self, node: nodes.Element) -> None:
        """Show docutils' complaint where it stands."""
        self.open_box(node, f"system-message({string(node.get('type', ''))})")

    depart_system_message = depart_container

    def visit_hlist(self, node: nodes.Element) -> None:
        """Write lists side by side."""
        columns = ", ".join(f"[\n{self.capture([column])}\n]" for column in node.children)
        self.write(f"#hlist({columns})\n\n")
        raise nodes.SkipNode

    visit_hlistcol, depart_hlistcol = visit_compound, depart_compound


def _labelled(kind: str) -> Callable[[StructureMixin, nodes.Element], None]:
    def visit(self: StructureMixin, node: nodes.Element) -> None:
        self._open_admonition(node, kind, escape(str(admonitionlabels[kind])))

    visit.__doc__ = f"Open an admonition of the kind {kind}."
    return visit


for _kind in admonitionlabels:
    setattr(StructureMixin, f"visit_{_kind}", _labelled(_kind))
    setattr(StructureMixin, f"depart_{_kind}", StructureMixin.depart_container)
