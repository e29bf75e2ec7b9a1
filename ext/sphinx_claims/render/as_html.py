"""Blocks as HTML text: the same blocks as :mod:`.as_nodes` prints, several times quicker.

Bodies stay nodes, as only the translator can write them: the result is raw HTML with bodies between.
"""

from __future__ import annotations

from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING

from docutils import nodes

from ..core.blocks import NOTHING, Body, Group, Heading, Items, Para, Picture, Ref, Table, Text, set_text
from ..core.plot_page import page_plot

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..core.blocks import Block, Inline, Row
    from .context import Context

#: An empty cell, which stacked rows leave out.
_NONE = ' class="claims-none"'


def print_html(blocks: Iterable[Block], page: Context) -> list[nodes.Node]:
    """Raw HTML nodes for these blocks, bodies between them."""
    writer = _Writer(page)
    for block in blocks:
        writer.block(block)
    return writer.finish()


class _Writer:
    """Collects HTML; a body closes the piece of raw HTML before it."""

    def __init__(self, page: Context) -> None:
        self.page = page
        self.out: list[str] = []
        self.nodes: list[nodes.Node] = []

    def finish(self) -> list[nodes.Node]:
        if self.out:
            self.nodes.append(nodes.raw("", "".join(self.out), format="html"))
            self.out = []
        return self.nodes

    def block(self, block: Block) -> None:
        match block:
            case Para():
                self.out.append(f"<p{_class(block.role)}>{inline(block.runs, self.page)}</p>\n")
            case Table():
                self.table(block)
            case Group():
                self.group(block)
            case Body():
                if body := self.page.take_body(block.id):
                    self.finish()
                    self.nodes += body
            case Heading():
                self.heading(block)
            case Items():
                self.items(block)
            case Picture():
                self.out.append(f'<div class="claims-figure-plot">{page_plot(block.plot, block.id)}</div>\n')

    def group(self, block: Group) -> None:
        match block.blocks:
            # the first lines of an apparatus are what a reader opens it by
            case (Para(role="summary") as first, *rest):
                # opened where something is wrong, as a fault must be seen
                state = " open" if any(run.role == "mark-fault" for run in first.runs) else ""
                start, end = f'<details class="claims-{block.role}"{state}>\n{self.summary(first)}\n', "</details>\n"
            case rest:
                start, end = f'<div class="claims-{block.role}">\n', "</div>\n"
        self.out.append(start)
        for inner in rest:
            self.block(inner)
        self.out.append(end)

    def summary(self, para: Para) -> str:
        return f'<summary class="claims-summary">{inline(para.runs, self.page)}</summary>'

    def heading(self, block: Heading) -> None:
        level = min(6, self.page.level + block.level)
        runs = inline(block.runs, self.page)
        link = f'<a class="headerlink" href="#{escape(block.id)}" title="Link to this object">¶</a>'
        self.out.append(f'<h{level} class="claims-title" id="{escape(block.id)}">{runs}{link}</h{level}>\n')

    def items(self, block: Items) -> None:
        self.out.append(f"<ul{_class(block.role)}>\n")
        for item in block.items:
            id_ = f' id="{escape(item.id)}"' if item.id else ""
            self.out.append(f"<li{id_}><p>{inline(item.runs, self.page)}</p></li>\n")
        self.out.append("</ul>\n")

    def table(self, block: Table) -> None:
        caption = inline(block.caption, self.page)
        columns = "".join(f'<col style="width: {width}%">' for width in block.widths)
        head = "\n".join(f'<th scope="col">{escape(title, quote=False)}</th>' for title in block.header)
        # no cell keeps a line from breaking and narrow columns stack, so a table never scrolls sideways
        self.out.append(
            f'<div class="claims-scroll">\n<table class="docutils claims-table claims-{block.role}">\n'
            f"<caption>{caption}</caption>\n<colgroup>{columns}</colgroup>\n"
            f"<thead>\n<tr>{head}</tr>\n</thead>\n<tbody>\n"
        )
        self.out += [self.row(row, block.header) for row in block.rows]
        self.out.append("</tbody>\n</table>\n</div>\n")

    def row(self, row: Row, header: tuple[str, ...]) -> str:
        id_ = f' id="{escape(row.id)}"' if row.id else ""
        classes = " ".join(f"claims-{role}" for role in row.roles)
        cells = "\n".join(
            f'<td{_NONE if cell == NOTHING else ""} data-label="{title}">{inline(cell, self.page)}</td>'
            for title, cell in zip(header[1:], row.cells[1:], strict=True)
        )
        first = f'<th scope="row">{inline(row.cells[0], self.page)}</th>'
        return f"<tr{id_}{f' class={chr(34)}{classes}{chr(34)}' if classes else ''}>{first}\n{cells}</tr>\n"


def inline(runs: Inline, page: Context) -> str:
    """A run of text as HTML."""
    return "".join([_run(run, page) for run in runs])


def _run(run: Text | Ref, page: Context) -> str:
    text = escape(set_text(run), quote=False)
    if isinstance(run, Ref):
        return f'<a class="reference internal claims-{run.role or "ref"}" href="{_address(run, page)}">{text}</a>'
    return f"<span{_class(run.role)}>{text}</span>" if run.role else text


def _address(run: Ref, page: Context) -> str:
    if run.docname == page.docname:
        return f"#{escape(run.anchor)}"
    return escape(page.uri(run.docname, run.anchor))


@lru_cache(maxsize=256)
def _class(role: str) -> str:
    if not role:
        return ""
    mark = "claims-mark " if role.startswith("mark-") else ""
    return f' class="{mark}claims-{role}"'
