"""Visitors of descriptions of objects: functions, classes, options, grammar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes

from sphinx_typst.escape import string
from sphinx_typst.translator.inline import InlineMixin

if TYPE_CHECKING:
    from collections.abc import Callable

    from docutils.nodes import Element


class ApiMixin(InlineMixin):
    """``desc`` and what is in it."""

    def visit_desc(self, node: Element) -> None:
        """Open a description."""
        self.open_box(node, f"description({string(node.get('objtype', ''))})")

    def depart_desc(self, node: Element) -> None:
        """Close a description or its content."""
        self.close_box()

    def visit_desc_signature(self, node: Element) -> None:
        """Begin a signature; references and the index point to it."""
        self.wait_labels(node)
        self.write("#signature[")

    def depart_desc_signature(self, node: Element) -> None:
        """End a signature."""
        self.flush_labels()
        self.write("]\n\n")

    def visit_desc_signature_line(self, node: Element) -> None:
        """Begin a line of a signature."""
        self.wait_labels(node)

    def depart_desc_signature_line(self, node: Element) -> None:
        """End a line of a signature."""
        self.write(" \\\n")

    def visit_desc_content(self, node: Element) -> None:
        """Open the content, if there is any."""
        if not node.children:
            raise nodes.SkipNode
        self.open_box(node, "description-body")

    depart_desc_content = depart_desc

    def _enter(self, node: Element) -> None:
        """Enter a piece of a signature."""
        self.wait_labels(node)

    def _leave(self, node: Element) -> None:
        """Leave a piece of a signature."""

    visit_desc_addname = visit_desc_type = visit_desc_inline = _enter
    depart_desc_addname = depart_desc_type = depart_desc_inline = _leave

    def visit_desc_name(self, node: Element) -> None:
        """Begin the name."""
        self.wait_labels(node)
        self.write("#strong[")

    def depart_desc_name(self, node: Element) -> None:
        """End the name."""
        self.write("];")

    def visit_desc_annotation(self, node: Element) -> None:
        """Begin an annotation."""
        self.wait_labels(node)
        self.write("#emph[")

    depart_desc_annotation = depart_desc_name

    def visit_desc_returns(self, node: Element) -> None:
        """Write the arrow before what is returned."""
        self.write(" #sym.arrow.r; ")

    depart_desc_returns = _leave

    def visit_desc_optional(self, node: Element) -> None:
        """Write optional parameters."""
        separator = ", " if node.parent.index(node) else ""
        self.write(f"{separator}\\[{self._separated(node)}\\]")
        raise nodes.SkipNode

    def visit_desc_parameter(self, node: Element) -> None:
        """Begin a parameter."""
        self.write("" if node.get("noemph") else "#emph[")

    def depart_desc_parameter(self, node: Element) -> None:
        """End a parameter."""
        self.write("" if node.get("noemph") else "];")

    visit_desc_type_parameter, depart_desc_type_parameter = visit_desc_parameter, depart_desc_parameter

    def _separated(self, node: Element) -> str:
        text = ""
        for child in node.children:
            if text and not isinstance(child, addnodes.desc_optional):
                text += ", "
            text += self.capture([child])
        return text

    # -- grammar

    def visit_productionlist(self, node: Element) -> None:
        """Open a grammar."""
        self.open_box(node, "production-list")

    depart_productionlist = depart_desc

    def visit_production(self, node: Element) -> None:
        """Write a rule."""
        self.wait_labels(node)

    def depart_production(self, node: Element) -> None:
        """End a rule."""
        self.flush_labels()
        self.write(" \\\n")


def _parameters(left: str, right: str) -> Callable[[ApiMixin, Element], None]:
    def visit(self: ApiMixin, node: Element) -> None:
        self.write(left + self._separated(node) + right)
        raise nodes.SkipNode

    visit.__doc__ = "Write a list of parameters."
    return visit


for _kind, _left, _right in (
    ("desc_parameterlist", "(", ")"),
    ("desc_type_parameter_list", "\\[", "\\]"),
):
    setattr(ApiMixin, f"visit_{_kind}", _parameters(_left, _right))
