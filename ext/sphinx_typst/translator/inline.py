"""Visitors of running text, of references, and of what prints nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes

from sphinx_typst.escape import clean, literal, string
from sphinx_typst.translator.base import TranslatorBase, is_inline
from sphinx_typst.translator.notes import NotesMixin

if TYPE_CHECKING:
    from collections.abc import Callable

    from docutils.nodes import Element, Node
    from sphinx.builders import Builder


class InlineMixin(NotesMixin):
    """Text, emphasis, code, references."""

    def __init__(self, document: nodes.document, builder: Builder) -> None:
        super().__init__(document, builder)
        self._paged: set[str] = set()
        self._addresses: list[str] = []
        self._near = 0  # references so far to places that can be on the same page

    def begin_paragraph(self) -> None:
        """Let each target's page be named once more."""
        self._paged = set()

    # -- text

    def visit_Text(self, node: nodes.Text) -> None:  # noqa: N802 - docutils' name
        """Write text; in blocks that keep their lines, with its blanks."""
        if isinstance(node.parent, nodes.literal_block) or _in_literal_block(node):
            self.flush_labels()
            self.note_characters(node.astext(), node.parent)
            self.write(f"#{string(node.astext())};")
            return
        self.write_text(node.astext(), node.parent)

    def depart_Text(self, node: nodes.Text) -> None:  # noqa: N802 - docutils' name
        """Do nothing more."""

    def close_inline(self, node: Element) -> None:
        """End an element of running text."""
        self.flush_labels()
        self.write("];")

    def visit_inline(self, node: Element) -> None:
        """Enter text with classes, which are written around it."""
        self.wait_labels(node)

    def _depart_nothing(self, node: Element) -> None:
        """Leave text whose classes are written around it."""
        if node["ids"]:
            self.flush_labels()

    depart_inline = _depart_nothing
    visit_generated, depart_generated = visit_inline, _depart_nothing

    def visit_literal(self, node: Element) -> None:
        """Write code in the line; a reference's literal is code only if it says so."""
        self.wait_labels(node)
        if any(not isinstance(child, nodes.Text) for child in node.children):
            self.write("#literal-text[")
            return
        self.flush_labels()
        text = clean(node.astext())
        self.note_characters(text, node)
        kind = "kbd" if "kbd" in node.get("classes", ()) else "raw"
        self.write(f"#{kind}({string(text)});")
        raise nodes.SkipNode

    depart_literal = close_inline

    def visit_abbreviation(self, node: Element) -> None:
        """Write an abbreviation; its meaning is for those who listen."""
        self.wait_labels(node)
        self.write(f"#abbreviation({literal(node.get('explanation'))})[")

    depart_abbreviation = close_inline
    visit_acronym, depart_acronym = visit_abbreviation, close_inline

    def visit_problematic(self, node: Element) -> None:
        """Show what docutils could not read."""
        self.wait_labels(node)
        self.write("#problematic[")

    depart_problematic = close_inline

    def visit_target(self, node: Element) -> None:
        """Note a place that is referred to; the name of an address outside the book is none."""
        if "refuri" not in node:
            self.wait_labels(node)
        if not node.children and is_inline(node):
            self.flush_labels()

    def depart_target(self, node: Element) -> None:
        """Leave a target, which may hold text."""

    # -- references

    def visit_reference(self, node: Element) -> None:
        """Open a link, within the book or out of it."""
        self.wait_labels(node)
        self.flush_labels()
        key = self._key_of(node)
        if key is None:
            self._open_outer(node)
        elif self.in_head:
            self._open_plain()
        elif "page-number" in node.get("classes", ()) and self.config.typst_show_pagerefs:
            self._open_number(node, self.targets.label(key))
        else:
            self._open_inner(node, self.targets.label(key))

    def _open_number(self, node: Element, label: str) -> None:
        """Let the page's number stand for the words, which are kept for a place that the book does not have."""
        self._refer(node, label)
        self._addresses.append("")
        self.write(f"#page-number({string(label)})[")

    def _open_plain(self) -> None:
        self._addresses.append("")
        self.write("#[")

    def _key_of(self, node: Element) -> str | None:
        uri = node.get("refuri", "")
        if uri.startswith("%"):
            return uri[1:] if "#" in uri else f"{uri[1:]}#"
        if "refid" in node:
            return self.key(node["refid"])
        return None

    def _open_inner(self, node: Element, label: str) -> None:
        self._refer(node, label)
        page = ""
        if self._names_page(node, label):
            self._paged.add(label)
            page = ", page: true"
            if self.targets.is_near(label, node):
                self._near += 1
                self.numbers.append(self._near)
                page = f", page: {self._near}"
        self._addresses.append("")
        self.write(f"#xref({string(label)}{page})[")

    def _refer(self, node: Element, label: str) -> None:
        self.referred.setdefault(label, node)
        self.places.add(label)

    def _names_page(self, node: Element, label: str) -> bool:
        if not self.config.typst_show_pagerefs or label in self._paged:
            return False
        if self.heading_notes is not None or self.in_caption:
            return False
        if "pageref" in node.get("classes", ()):
            return True
        dense = self.tables or self.notes or _is_suppressed(node)
        return not dense and self.targets.has_page(label)

    def _open_outer(self, node: Element) -> None:
        uri = node.get("refuri", "")
        text = node.astext()
        shown = ""
        if text and "://" in uri and text not in {uri, uri.removeprefix("https://")}:
            shown = self._address(uri)
        self._addresses.append(shown)
        self.write(f"#link({string(uri)})[" if uri and not self.in_head else "#[")

    def _address(self, uri: str) -> str:
        show = self.config.typst_show_urls
        crowded = self.tables or self.notes or self.in_caption or self.heading_notes is not None
        if show == "no" or self.heading_notes is not None:
            return ""
        if show == "footnote" and not crowded:
            return f"#footnote[#address({string(uri)})];"
        return f" (#address({string(uri)}))"

    def depart_reference(self, node: Element) -> None:
        """Close a link; print its address."""
        self.write("];" + self._addresses.pop())

    def visit_pending_xref(self, node: Element) -> None:
        """Enter a reference that nothing resolved: its text stands."""
        self.wait_labels(node)

    depart_pending_xref = _depart_nothing
    visit_pending_xref_condition, depart_pending_xref_condition = visit_pending_xref, _depart_nothing
    visit_substitution_reference, depart_substitution_reference = visit_pending_xref, _depart_nothing

    def visit_download_reference(self, node: Element) -> None:
        """Link a file out of the book; one that only the Web edition has is named."""
        if node.get("refuri"):
            self.visit_reference(node)
        else:
            self._open_plain()

    depart_download_reference = depart_reference

    # -- source for Typst, and what prints nothing

    def visit_raw(self, node: Element) -> None:
        """Write what is meant for Typst as it is."""
        if "typst" in node.get("format", "").split():
            self.flush_labels()
            self.write(node.astext() + ("" if is_inline(node) else "\n\n"))
        raise nodes.SkipNode

    def visit_comment(self, node: Element) -> None:
        """Skip what is not meant to be printed."""
        raise nodes.SkipNode

    visit_index = visit_toctree = visit_meta = visit_highlightlang = visit_comment
    visit_substitution_definition = visit_pending = visit_colspec = visit_comment


def _in_literal_block(node: Node) -> bool:
    while node.parent is not None and isinstance(node.parent, nodes.TextElement):
        node = node.parent
        if isinstance(node, nodes.literal_block):
            return True
    return False


def _is_suppressed(node: Node | None) -> bool:
    """Whether *node* is in a place, or has a class, in which pages would be in the way."""
    while isinstance(node, nodes.Element):
        if "no-pageref" in node.get("classes", ()) or isinstance(node, addnodes.desc_signature):
            return True
        node = node.parent
    return False


def _wrapping(call: str) -> Callable[[TranslatorBase, Element], None]:
    def visit(self: TranslatorBase, node: Element) -> None:
        self.wait_labels(node)
        self.write(f"#{call}[")

    visit.__doc__ = f"Open ``{call}``."
    return visit


for _call, _kinds in {
    "emph": "emphasis literal_emphasis title_reference",
    "strong": "strong",
    "literal-strong": "literal_strong",
    "manpage": "manpage",
    "super": "superscript",
    "sub": "subscript",
}.items():
    for _kind in _kinds.split():
        setattr(InlineMixin, f"visit_{_kind}", _wrapping(_call))
        setattr(InlineMixin, f"depart_{_kind}", InlineMixin.close_inline)
