"""The visitor of tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from docutils import nodes

from sphinx_typst.escape import literal, string
from sphinx_typst.translator.base import TranslatorBase, classes_of
from sphinx_typst.translator.columns import Column, parse_column_spec
from sphinx_typst.translator.figures import FiguresMixin

if TYPE_CHECKING:
    from docutils.nodes import Element
    from sphinx.builders import Builder

#: A table that is longer than this may be broken across pages: rows, characters.
_UNBROKEN: Final = (12, 1200)
#: Rows are kept on one page if no cell has more characters: then even a narrow one is shorter than a page.
_SOLID_CELL: Final = 600
_ALIGN_CLASSES: Final = {"text-left": "left", "text-center": "center", "text-right": "right"}


class TablesMixin(FiguresMixin, TranslatorBase):
    """Tables, with captions, heads that are repeated, and spans."""

    def __init__(self, document: nodes.document, builder: Builder) -> None:
        super().__init__(document, builder)
        #: tables around the node at hand, and whether it stands in a head
        self.tables = 0
        self.in_head = False
        self.head_has_notes = False
        self._column_spec = ""

    def visit_tabular_col_spec(self, node: Element) -> None:
        """Keep the specification for the table that follows."""
        self._column_spec = node["spec"]
        raise nodes.SkipNode

    def visit_table(self, node: Element) -> None:
        """Write a table whole."""
        columns, self._column_spec = self._columns(node, self._column_spec), ""
        title = next((child for child in node if isinstance(child, nodes.title)), None)
        caption = self.caption(title) if title else ""
        held = self.hold_labels()
        self.tables += 1
        rows = self._head(node) + self._rows(node)
        self.tables -= 1
        inner, outer = self.take_labels(), "".join(f"#anchor({string(x)});" for x in held if self.claim_label(x))
        classes = classes_of(node)
        table = (
            f"#data-table(\n  caption: [{caption}],\n  number: [{self.figure_number(node, 'table')}],\n"
            f"  columns: ({''.join(c.width + ',' for c in columns)}),\n"
            f"  align: ({''.join(c.align + ',' for c in columns)}),\n"
            f"  classes: {literal(self.classes(node))},\n"
            f"  breakable: {literal(_is_long(node))},\n"
            f"  solid-rows: {literal(_has_short_cells(node))},\n"
            f"  name: {literal(self.label_of(node))},\n{rows})"
        )
        if "landscape" in classes and not self.boxes and self.tables == 0:
            table = f"#landscape[\n{table}\n]"
        self.write(f"{outer}{inner}\n{table}\n\n")
        raise nodes.SkipNode

    def _columns(self, node: Element, spec: str) -> tuple[Column, ...]:
        specs = list(node.findall(nodes.colspec))
        wanted = parse_column_spec(spec)
        if len(wanted) == len(specs):
            return wanted
        if "colwidths-given" in classes_of(node):
            return tuple(Column(f"{item.get('colwidth', 1)}fr") for item in specs)
        return tuple(Column() for _item in specs)

    def _head(self, node: Element) -> str:
        self.in_head, self.head_has_notes = True, False
        self.withheld += 1
        rows = "".join(self._row(row) for head in node.findall(nodes.thead) for row in head.findall(nodes.row))
        self.in_head = False
        self.withheld -= 1
        # what is repeated is an artifact, in which PDF/UA allows no link
        repeat = literal(not self.head_has_notes)
        return f"  table.header(repeat: {repeat},\n{rows}    table.hline(stroke: 0.5pt),\n  ),\n" if rows else ""

    def _rows(self, node: Element) -> str:
        stubs = [bool(spec.get("stub")) for spec in node.findall(nodes.colspec)]
        return "".join(
            self._row(row, stubs)
            for body in node.findall(nodes.tbody)
            for row in body.children
            if isinstance(row, nodes.row)
        )

    def _row(self, row: Element, stubs: list[bool] | None = None) -> str:
        leading = next((i for i, stub in enumerate(stubs or ()) if not stub), len(stubs or ()))
        cells = [
            self._cell(entry, stub=index < leading)
            for index, entry in enumerate(row.children)
            if isinstance(entry, nodes.entry)
        ]
        return "    " + " ".join(cells) + "\n"

    def _cell(self, entry: Element, *, stub: bool) -> str:
        arguments = []
        if entry.get("morecols"):
            arguments.append(f"colspan: {entry['morecols'] + 1}")
        if entry.get("morerows"):
            arguments.append(f"rowspan: {entry['morerows'] + 1}")
        align = next((_ALIGN_CLASSES[name] for name in classes_of(entry) if name in _ALIGN_CLASSES), "")
        if align:
            arguments.append(f"align: {align}")
        self.wait_labels(entry)
        body = self.capture(entry.children)
        body = self.opening(entry, inline=False) + body + self.closing()
        kind = "head" if self.in_head else "stub" if stub else ""
        body = f"[#{kind}[{body}]]" if kind else f"[{body}]"
        return f"table.cell({', '.join(arguments)}){body}," if arguments else f"{body},"


def _has_short_cells(node: Element) -> bool:
    return all(len(entry.astext()) <= _SOLID_CELL for entry in node.findall(nodes.entry))


def _is_long(node: Element) -> bool:
    rows = sum(1 for _row in node.findall(nodes.row))
    return "longtable" in classes_of(node) or rows > _UNBROKEN[0] or len(node.astext()) > _UNBROKEN[1]
