"""Blocks as ordinary docutils nodes, which every builder knows."""

from __future__ import annotations

from functools import singledispatch
from typing import TYPE_CHECKING, Final

from docutils import nodes

from ..core.blocks import Body, Group, Heading, Items, Para, Picture, Ref, Table, Text, set_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..core.blocks import Block, Inline, Row
    from .context import Context

#: What heads a row or leads a finding.
_HEADS: Final = frozenset({"", "figure"})
#: Which references of a paragraph, list or first column name their page in print, by the role of the block.
_PAGED: Final = {
    "scope": frozenset({""}),
    "further": frozenset({""}),
    "relations": frozenset({""}),
    "rests": frozenset({""}),
    "findings": _HEADS,
    "list": _HEADS,
    "collation": _HEADS,
}
_NONE: Final[frozenset[str]] = frozenset()
#: The column of a table whose references stand in print as the pages alone, by the role of the table.
_PAGES_ALONE: Final = {"passages": 2}


def print_nodes(blocks: Iterable[Block], page: Context) -> list[nodes.Node]:
    """The nodes of these blocks."""
    return [node for block in blocks for node in _block(block, page)]


def print_inline(runs: Inline, page: Context, *, paged: frozenset[str] = frozenset()) -> list[nodes.Node]:
    """The nodes of a run of text; in print, references with a role of `paged` name the page of what they lead to."""
    return [_run(run, page, paged) for run in runs]


def _run(run: Text | Ref, page: Context, paged: frozenset[str]) -> nodes.Node:
    classes = [f"claims-{run.role}"] if run.role else []
    if run.role.startswith("mark-"):
        # without a stylesheet a mark is told from the words before it by its brackets
        return nodes.inline("", f"[{set_text(run)}]", classes=["claims-mark", *classes])
    if isinstance(run, Text) or run.role == "id":
        return nodes.inline("", set_text(run), classes=classes) if classes else nodes.Text(set_text(run))
    if not run.role and paged != _HEADS:
        classes = ["claims-named"]  # a title among other words
    return reference(run, page, [*classes, "pageref" if run.role in paged else "no-pageref"])


def reference(run: Ref, page: Context, classes: list[str]) -> nodes.Element:
    """A link to an object; within a page by its id alone, as builders of one file want it."""
    if run.docname != page.docname and not page.uri(run.docname, run.anchor):
        return nodes.inline("", set_text(run), classes=classes)
    node = nodes.reference("", "", nodes.inline("", set_text(run)), internal=True, classes=classes)
    if run.docname == page.docname:
        node["refid"] = run.anchor
    else:
        node["refuri"] = page.uri(run.docname, run.anchor)
    return node


@singledispatch
def _block(block: Block, page: Context) -> list[nodes.Node]:
    raise TypeError(type(block).__name__)


@_block.register(Para)
def _para(block: Para, page: Context) -> list[nodes.Node]:
    classes = [f"claims-{block.role}"] if block.role else []
    runs = print_inline(block.runs, page, paged=_PAGED.get(block.role, _NONE))
    return [nodes.paragraph("", "", *runs, classes=classes)]


@_block.register(Heading)
def _heading(block: Heading, page: Context) -> list[nodes.Node]:
    # the target inside the rubric is what all writers make an anchor of
    target = nodes.target("", "", ids=[block.id])
    rubric = nodes.rubric("", "", target, *print_inline(block.runs, page), classes=["claims-title"])
    rubric["heading-level"] = min(6, page.level + block.level)
    return [rubric]


@_block.register(Body)
def _body(block: Body, page: Context) -> list[nodes.Node]:
    return page.take_body(block.id)


@_block.register(Group)
def _group(block: Group, page: Context) -> list[nodes.Node]:
    inside = print_nodes(block.blocks, page)
    return [nodes.container("", *inside, classes=[f"claims-{block.role}"])] if inside else []


@_block.register(Items)
def _items(block: Items, page: Context) -> list[nodes.Node]:
    listed = nodes.bullet_list(bullet="*", classes=[f"claims-{block.role}"])
    for item in block.items:
        start = [nodes.target("", "", ids=[item.id])] if item.id else []
        runs = print_inline(item.runs, page, paged=_PAGED.get(block.role, _NONE))
        listed += nodes.list_item("", nodes.paragraph("", "", *start, *runs))
    return [listed]


@_block.register(Picture)
def _picture(block: Picture, page: Context) -> list[nodes.Node]:
    uri = page.picture(block.id, block.plot) if page.picture else ""
    if not uri:
        return []
    alt = f"Plot of {block.plot.title}. {block.plot.description}"
    image = nodes.image(uri=uri, candidates={"*": uri}, alt=alt, width="100%", classes=["claims-plot"])
    return [nodes.container("", image, classes=["claims-figure-plot"])]


@_block.register(Table)
def _table(block: Table, page: Context) -> list[nodes.Node]:
    table = nodes.table(classes=["claims-table", f"claims-{block.role}", "longtable", "colwidths-given"])
    if block.caption:
        table += nodes.title("", "", *print_inline(block.caption, page))
    group = nodes.tgroup(cols=len(block.header))
    group += [nodes.colspec(colwidth=width) for width in block.widths]
    head = nodes.row("", *(nodes.entry("", nodes.paragraph("", title)) for title in block.header))
    group += nodes.thead("", head)
    paged = _PAGED.get(block.role, _NONE)
    pages_alone = _PAGES_ALONE.get(block.role)
    group += nodes.tbody("", *(_row(row, page, paged, pages_alone) for row in block.rows))
    table += group
    return [table]


def _row(row: Row, page: Context, paged: frozenset[str], pages_alone: int | None) -> nodes.row:
    """A row; what its first cell names is looked up in print by its page."""
    printed = nodes.row("", classes=[f"claims-{role}" for role in row.roles])
    for at, cell in enumerate(row.cells):
        target = [nodes.target("", "", ids=[row.id])] if row.id and at == 0 else []
        if at == pages_alone:
            runs = [_place(run, page) for run in cell]
        else:
            runs = print_inline(cell, page, paged=paged if at == 0 else _NONE)
        printed += nodes.entry("", nodes.paragraph("", "", *target, *runs))
    return printed


def _place(run: Text | Ref, page: Context) -> nodes.Node:
    return reference(run, page, ["page-number"]) if isinstance(run, Ref) else _run(run, page, _NONE)
