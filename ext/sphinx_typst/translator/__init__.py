"""The translator: docutils nodes to Typst source, one family of nodes a module."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from sphinx_typst.translator.api import ApiMixin
from sphinx_typst.translator.base import Stretch
from sphinx_typst.translator.lists import ListsMixin

if TYPE_CHECKING:
    from docutils.nodes import Element


class TypstTranslator(ListsMixin, ApiMixin):
    """Writes the assembled document of a book as Typst source."""

    def visit_container(self, node: Element) -> None:
        """Open a container, or write a listing."""
        if node.get("literal_block"):
            self.write_listing(node)
            raise nodes.SkipNode
        super().visit_container(node)


__all__ = ["Stretch", "TypstTranslator"]
