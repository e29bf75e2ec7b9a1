"""Blocks as HTML text: the same blocks as :mod:`.as_nodes` prints, several times quicker.

Bodies stay nodes, as only the translator can write them: the result is raw HTML with bodies between.
"""

from __future__ import annotations

from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING

from docutils import nodes

from ..core.blocks import Body, Group, Heading, Items, Para, Picture, Ref, Table, Text
from ..core.plot import svg

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..core.blocks import Block, Inline, Row
    from .context import Context


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
                drawing = svg(block.plot, block.id, inline=True)
                self.out.append(f'<div class="claims-figure-plot">{drawing}</div>\n')

    def group(self, block: Group) -> None:
        label = f' role="group" aria-label="{escape(block.label)}"' if block.label else ""
        self.out.append(f'<div class="claims-{block.role}"{label}>\n')
        for inner in block.blocks:
            self.block(inner)
        self.out.append("</div>\n")

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
        # a wide table scrolls inside its own region, which must be reachable by keyboard
        self.out.append(
            f'<div class="table-wrapper claims-scroll" role="region" tabindex="0" aria-label="{_plain(block.caption)}">\n'
            f'<table class="docutils claims-table claims-{block.role}">\n<caption>{caption}</caption>\n'
            f"<colgroup>{columns}</colgroup>\n<thead>\n<tr>{head}</tr>\n</thead>\n<tbody>\n"
        )
        self.out += [self.row(row, block.header) for row in block.rows]
        self.out.append("</tbody>\n</table>\n</div>\n")

    def row(self, row: Row, header: tuple[str, ...]) -> str:
        id_ = f' id="{escape(row.id)}"' if row.id else ""
        classes = " ".join(f"claims-{role}" for role in row.roles)
        cells = "\n".join(
            f'<td data-label="{title}">{inline(cell, self.page)}</td>'
            for title, cell in zip(header[1:], row.cells[1:], strict=True)
        )
        first = f'<th scope="row">{inline(row.cells[0], self.page)}</th>'
        return f"<tr{id_}{f' class={chr(34)}{classes}{chr(34)}' if classes else ''}>{first}\n{cells}</tr>\n"


def inline(runs: Inline, page: Context) -> str:
    """A run of text as HTML."""
    return "".join([_run(run, page) for run in runs])


def _run(run: Text | Ref, page: Context) -> str:
    text = escape(run.text, quote=False)
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


def _plain(runs: Inline) -> str:
    return escape("".join(run.text for run in runs))
