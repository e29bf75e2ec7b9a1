"""One edition in three flavours: with sphinx-claims, as plain MyST written by hand, and with sphinx-needs.

The text of the other two is taken from the blocks that sphinx-claims prints, so that readers find the same
words, links and plots in each. Plots stand in them as raw HTML. Plain MyST has a heading with a target, a
Markdown table in a ``table`` directive and ``cite`` roles; a figure's id is printed but is no link to itself.
sphinx-needs has a need for each object, its options as fields, its relations as links, and for each quantity
a ``needtable`` of its estimates, which are hidden needs (to show each as a box of its own costs it more); the
table is filtered by ids, the quickest way that it has. Neither of the two is given anything of sphinx-claims.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import content

from sphinx_claims.core.blocks import Body, Group, Heading, Items, Para, Picture, Ref, Table, Text
from sphinx_claims.core.lists import resting_blocks
from sphinx_claims.core.rows import apparatus_summary, claim_blocks, quantity_blocks
from sphinx_claims.render.as_html import print_html
from sphinx_claims.render.context import Context

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from content import Chapter, Edition, Thing, Topic

    from sphinx_claims.core.blocks import Block, Inline
    from sphinx_claims.core.view import View

_CONF = """
project = "Bench"
html_theme = "basic"
bibtex_bibfiles = ["works.bib"]
myst_enable_extensions = ["colon_fence", "attrs_inline"]
myst_heading_anchors = 0
suppress_warnings = ["myst.header"]
"""
_CLAIMS = 'extensions = ["myst_parser", "sphinx_claims"]\nbibtex_default_style = "history"\n'
_PLAIN = """
extensions = ["myst_parser", "sphinxcontrib.bibtex"]
bibtex_reference_style = "author_year"
"""
_NEEDS = """
extensions = ["myst_parser", "sphinxcontrib.bibtex", "sphinx_needs"]
bibtex_reference_style = "author_year"
needs_id_regex = "^[a-z0-9-]+$"
needs_id_required = True
needs_types = [
    {"directive": name, "title": name, "prefix": "", "color": "#fff", "style": "node"}
    for name in ("quantity", "estimate", "claim")
]
needs_fields = {
    name: {"nullable": True}
    for name in ("unit", "period", "place", "counts", "figure", "by", "basis", "remarks", "topic")
}
needs_links = {
    "part_of": {"incoming": "has part", "outgoing": "part of"},
    "derives_from": {"incoming": "source of", "outgoing": "derived from (inferred)"},
    "disputes": {"incoming": "disputed by", "outgoing": "disputes"},
    "supports": {"incoming": "supported by", "outgoing": "supports"},
}
needs_table_style = "table"
needs_role_need_template = "{{ title }}"
"""
_COLUMNS = {
    "figure": "Figure",
    "id": "Id",
    "by": "Said by",
    "basis": "Basis",
    "derives_from": "Derived from",
    "disputes_back": "Disputed by",
    "period": "Period",
    "remarks": "Remarks",
}


def write(flavour: str, edition: Edition, folder: Path) -> None:
    """Write the sources of `flavour` (claims, plain or needs) to `folder`."""
    conf, page, resting = {
        "claims": (_CLAIMS, lambda _edition, chapter: content.claims_page(chapter), lambda _edition: ""),
        "plain": (_PLAIN, plain_page, plain_resting),
        "needs": (_NEEDS, needs_page, needs_resting),
    }[flavour]
    folder.mkdir(parents=True)
    (folder / "conf.py").write_text(_CONF + conf, encoding="utf-8")
    (folder / "works.bib").write_text(content.bibtex(edition.entries), encoding="utf-8")
    (folder / "index.md").write_text(content.index(edition), encoding="utf-8")
    listed = f"# Bibliography\n\n```{{bibliography}}\n:all:\n```\n\n{resting(edition)}"
    (folder / "bibliography.md").write_text(listed, encoding="utf-8")
    for chapter in edition.chapters:
        (folder / f"{chapter.docname}.md").write_text(page(edition, chapter), encoding="utf-8")


# -- plain MyST


def _link(text: str, target: str) -> str:
    return f"[{text}](#{target})"


def _need(text: str, target: str) -> str:
    return f"{{need}}`{text} <{target}>`"


class _Printer:
    """Prints blocks as MyST, links as `link` writes them."""

    def __init__(self, link: Callable[[str, str], str], bodies: dict[str, str]) -> None:
        self.link = link
        self.bodies = bodies

    def run(self, run: Text | Ref, row: str = "") -> str:
        if isinstance(run, Ref) and run.role == "cite":
            return f"{{cite:alp}}`{run.anchor.removeprefix('cite-')}`"
        if isinstance(run, Ref) and run.anchor == row:
            return f"[{run.text}]{{#{row}}}"
        if isinstance(run, Ref):
            return self.link(run.text, run.anchor)
        if run.role in ("figure", "strong"):
            return f"**{run.text}**"
        return f"*{run.text}*" if run.role.startswith("mark") else run.text

    def inline(self, runs: Inline, row: str = "") -> str:
        return "".join(self.run(run, row) for run in runs)

    def blocks(self, blocks: Iterable[Block]) -> str:
        return "\n\n".join(filter(None, map(self.block, blocks)))

    def block(self, block: Block) -> str:
        match block:
            case Para():
                return self.inline(block.runs)
            case Heading():
                return f"({block.id})=\n### {self.inline(block.runs)}"
            case Body():
                return self.bodies[block.id]
            case Group():
                return self.blocks(block.blocks)
            case Items():
                return "\n".join(f"- {self.inline(item.runs)}" for item in block.items)
            case Picture():
                return f"```{{raw}} html\n{_drawn(block)}\n```"
            case Table():
                return self.table(block)

    def table(self, block: Table) -> str:
        rows = [f"| {' | '.join(self.inline(cell, row.id) for cell in row.cells)} |" for row in block.rows]
        head = f"| {' | '.join(block.header)} |\n|{' --- |' * len(block.header)}"
        return "\n".join([f":::{{table}} {self.inline(block.caption)}", head, *rows, ":::"])


def _summary(view: View, topic: Topic) -> Para:
    """The line that stands above the objects of a section."""
    ids = list(_bodies(topic))
    return apparatus_summary(view, ids, view.records[ids[0]].docname)


def _drawn(picture: Picture) -> str:
    """A plot as sphinx-claims draws it into a page."""
    page = Context("", lambda _docname, anchor: f"#{anchor}", {}, 4, None)
    return "".join(node.astext() for node in print_html([picture], page)).strip()


def _bodies(topic: Topic) -> dict[str, str]:
    return {thing.record.id: thing.body for thing in (topic.quantity, *topic.estimates, topic.claim)}


def _prose(view: View, topic: Topic, link: Callable[[str, str], str]) -> str:
    """The running text, with what the roles print."""

    def word(text: str) -> str:
        role, bar, target = text.partition("|")
        if not bar:
            return text
        mark = "≠" if view.contested(target) else ""
        return link(view.reference_text(role, target), target) + mark

    return "\n\n".join(" ".join(map(word, paragraph)) for paragraph in topic.prose)


def plain_page(edition: Edition, chapter: Chapter) -> str:
    """A page as an author would write it by hand."""
    view, parts = edition.view, [f"# {chapter.title}", chapter.opening]
    for topic in chapter.topics:
        printer = _Printer(_link, _bodies(topic))
        quantity = view.model.quantities[topic.quantity.record.id]
        here = frozenset(thing.record.id for thing in topic.estimates)
        parts += [f"## {topic.title}", _prose(view, topic, _link), printer.block(_summary(view, topic))]
        parts.append(printer.block(quantity_blocks(view, quantity, here)))
        parts.append(printer.block(claim_blocks(view, view.model.claims[topic.claim.record.id])))
    return "\n\n".join(parts) + "\n"


def plain_resting(edition: Edition) -> str:
    """What rests on each work, as a list below the bibliography."""
    return _resting(edition, _link)


def _resting(edition: Edition, link: Callable[[str, str], str]) -> str:
    printer = _Printer(link, {})
    return "\n\n".join(filter(None, (printer.blocks(resting_blocks(edition.view, e.key)) for e in edition.entries)))


# -- sphinx-needs


def needs_resting(edition: Edition) -> str:
    """What rests on each work, as a list below the bibliography."""
    return _resting(edition, _need)


def needs_page(edition: Edition, chapter: Chapter) -> str:
    """A page of needs whose estimates stand in a table of their quantity."""
    view, parts = edition.view, [f"# {chapter.title}", chapter.opening]
    for topic in chapter.topics:
        printer = _Printer(_need, _bodies(topic))
        parts += [f"## {topic.title}", _prose(view, topic, _need), printer.block(_summary(view, topic))]
        blocks = quantity_blocks(view, view.model.quantities[topic.quantity.record.id], frozenset()).blocks
        shown = [b for b in blocks if isinstance(b, (Body, Picture)) or (isinstance(b, Para) and b.role == "sentence")]
        inner = [printer.blocks(shown), _estimates(view, topic)]
        parts += [_quantity_need(topic, "\n\n".join(inner)), _claim_need(view, topic)]
    return "\n\n".join(parts) + "\n"


def _need_directive(kind: str, title: str, options: dict[str, str], body: str, colons: str = ":::") -> str:
    given = "".join(f":{name}: {value}\n" for name, value in options.items() if value)
    return f"{colons}{{{kind}}} {title}\n{given}\n{body}\n{colons}"


def _options(thing: Thing, *names: str) -> dict[str, str]:
    given = dict(thing.record.options)
    return {name.replace("-", "_"): given[name] for name in names if name in given}


def _quantity_need(topic: Topic, body: str) -> str:
    record = topic.quantity.record
    options = {"id": record.id, **_options(topic.quantity, "unit", "period", "place", "counts", "part-of")}
    return _need_directive("quantity", record.title, options, body, "::::::")


def _claim_need(view: View, topic: Topic) -> str:
    claim = view.model.claims[topic.claim.record.id]
    marks = "*contested*\n\n" if view.contested(claim.id) else ""
    options = {"id": claim.id, "by": ", ".join(claim.by), **_options(topic.claim, "disputes", "supports", "topic")}
    body = f"{marks}{topic.claim.body}\n\n{_cited(view, claim.id)}"
    return _need_directive("claim", claim.title, options, body)


def _cited(view: View, id_: str) -> str:
    """The sources of an object; roles cannot stand in a field."""
    found = view.model.estimates.get(id_) or view.model.claims[id_]
    return "; ".join(f"{{cite:alp}}`{c.key}`{f', {c.locator}' if c.locator else ''}" for c in found.sources)


def _estimate_options(view: View, thing: Thing) -> dict[str, str]:
    estimate = view.model.estimates[thing.record.id]
    marks = " contested" if view.contested(estimate.id) else ""
    period = estimate.scope.period if "period" in dict(thing.record.options) else None
    remarks = [f"certainty {estimate.cert}"] if estimate.cert else []
    return {
        "id": estimate.id,
        "figure": estimate.printed + marks,
        "by": f"{', '.join(estimate.by)}, {estimate.made}",
        "basis": estimate.basis,
        "period": period.words if period else "",
        "derives_from": ", ".join(d.target for d in estimate.derives_from),
        "remarks": "; ".join(remarks),
    }


def _primary(view: View, id_: str) -> str:
    primary = view.model.estimates[id_].primary_source
    return f"; primary source {{cite:alp}}`{primary.key}`" if primary else ""


def _estimates(view: View, topic: Topic) -> str:
    """Hidden needs, a table of them, and their commentaries below it."""
    parts, comments, ids = [], [], []
    for thing in topic.estimates:
        id_ = thing.record.id
        estimate = view.model.estimates[id_]
        options = {**_estimate_options(view, thing), "hide": "true"}
        parts.append(_need_directive("estimate", estimate.printed, options, ""))
        comments.append(f"**{estimate.printed}** ({_cited(view, id_)}{_primary(view, id_)})\n\n{thing.body}")
        ids.append(id_)
    wanted = ", ".join(f'"{id_}"' for id_ in ids)
    columns = "; ".join(f'{name} as "{title}"' for name, title in _COLUMNS.items())
    table = (
        f":::{{needtable}} {topic.quantity.record.title}: the figures\n"
        f":filter: id in [{wanted}]\n:columns: {columns}\n:style: table\n:::"
    )
    return "\n\n".join([*parts, table, *comments])
