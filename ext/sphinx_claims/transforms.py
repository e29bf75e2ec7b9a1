"""Filling in: when a page is resolved its placeholders give way to what the whole record says."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from docutils import nodes
from sphinx import addnodes
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.builders.singlehtml import SingleFileHTMLBuilder
from sphinx.errors import NoUri
from sphinx.transforms.post_transforms import SphinxPostTransform

from .bibliography import adapter
from .core.apparatus import Written, apparatus, faults_of
from .core.blocks import Block, Group, Para, Ref, Table, Text
from .core.lists import resting_blocks, view_blocks
from .core.options import anchor_of
from .core.rows import apparatus_summary
from .core.shown import named_passage
from .domain import claims_domain
from .nodes import claims_object, claims_reference, claims_view
from .pictures import picture_maker
from .render.as_html import print_html
from .render.as_nodes import print_inline, print_nodes
from .render.context import Context

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

    from .core.model import Claim, Estimate, Quantity
    from .core.plot import Plot
    from .core.view import View

#: Follows a figure or statement that is contested; a screen reader says the word.
CONTESTED_SIGN = "≠"
#: References in prose that name their page in print; with every figure it would be in the way.
_PAGED = frozenset({"role-quantity"})


class _Page(NamedTuple):
    """What all steps on one page share."""

    view: View
    builder: Builder
    uri: Callable[[str, str, str], str]
    quick: bool
    picture: Callable[[str, Plot], str] | None


class FillInObjects(SphinxPostTransform):
    """Objects, roles and lists become ordinary content, before Sphinx resolves references."""

    default_priority = 4

    def run(self, **kwargs: Any) -> None:
        """Fill in all placeholders of the document, whichever builder asks."""
        domain = claims_domain(self.env)
        found = [
            node
            for node in self.document.findall(nodes.Element)
            if isinstance(node, (claims_object, claims_reference, claims_view))
        ]
        if not found or domain.builder is None:
            return
        page = _Page(
            domain.view(),
            domain.builder,
            address_of(domain.builder),
            is_quick(domain.builder),
            picture_maker(self.env, domain.builder, converts_svg=domain.converts_svg),
        )
        _fill_references((n for n in found if isinstance(n, claims_reference)), page)
        _fill_views((n for n in found if isinstance(n, claims_view)), page)
        _fill_objects([n for n in found if isinstance(n, claims_object)], page)


class NameTables(SphinxPostTransform):
    """Each table of ours gets an id: Sphinx's HTML writers ask for one wherever a table has a caption."""

    default_priority = 900  # after themes have put their wrappers around tables, with the same ids
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Number the tables of the document; those printed straight to HTML are none any more."""
        ours = (table for table in self.document.findall(nodes.table) if "claims-table" in table["classes"])
        for at, table in enumerate(ours, 1):
            table["ids"].append(f"claims-table-{at}")


class ListWhatRests(SphinxPostTransform):
    """Under each bibliography entry: the figures and claims that rest on it, with links."""

    default_priority = 7  # after sphinxcontrib-bibtex has put the entries into the tree (5, 6)

    def run(self, **kwargs: Any) -> None:
        """Append to each entry of the page."""
        domain = claims_domain(self.env)
        if domain.builder is None or not domain.data["docs"]:
            return
        for key, node in list(adapter.iter_entries(self.document)):
            blocks = resting_blocks(domain.view(), key)
            if blocks:
                docname = node.get("docname") or self.env.docname
                context = Context(docname, partial(address_of(domain.builder), docname), {}, 4, None)
                printer = print_html if is_quick(domain.builder) else print_nodes
                node.extend(printer(blocks, context))


def is_quick(builder: Builder) -> bool:
    """Whether pages are printed straight to HTML: builders of one HTML file a page, but no EPUB."""
    return (
        isinstance(builder, StandaloneHTMLBuilder)
        and not isinstance(builder, SingleFileHTMLBuilder)
        and builder.name != "epub"
        and bool(builder.config.claims_fast_html)
    )


def address_of(builder: Builder) -> Callable[[str, str, str], str]:
    """(from document, to document, id) → address; empty where the output does not hold the document."""
    known: dict[tuple[str, str], str | None] = {}

    def address(here: str, there: str, id_: str) -> str:
        pair = (here, there)
        if pair not in known:
            known[pair] = _relative_uri(builder, here, there)
        base = known[pair]
        if base is None:
            return ""
        return f"{base}#{id_}" if id_ else base

    return address


def _relative_uri(builder: Builder, here: str, there: str) -> str | None:
    if isinstance(builder, SingleFileHTMLBuilder) and there not in _in_contents(builder.env):
        return None  # the one file holds what the table of contents leads to
    try:
        return builder.get_relative_uri(here, there)
    except NoUri:  # a page outside the table of contents has no place in a book
        return None


def _in_contents(env: BuildEnvironment) -> set[str]:
    """The documents that the table of contents leads to."""
    found, stack = set[str](), [env.config.root_doc]
    while stack:
        docname = stack.pop()
        if docname not in found:
            found.add(docname)
            stack += env.toctree_includes.get(docname, [])
    return found


# -- roles


def _fill_references(found: Iterable[claims_reference], page: _Page) -> None:
    for node in found:
        # a target of its own is what all writers make an anchor of
        target = [nodes.target("", "", ids=node["ids"])] if node["ids"] else []
        node["ids"] = []
        node.replace_self([*target, *_reference(node, page)])


def _reference(node: claims_reference, page: _Page) -> list[nodes.Node]:
    """The words of a role, leading to their object, marked where it is contested."""
    view, role, target = page.view, node["role"], node["target"]
    words = view.reference_text(role, target, node["text"])
    place = named_passage(view, target) if role == "witness" else _place_of(view, role, target)
    if place is None:
        return [nodes.inline("", f"{words}?", classes=["claims-fault"])]
    context = _context(node["docname"], page, {}, 4)
    reference = Ref(words, *place, f"role-{role}")
    printed = print_inline((reference,), context, paged=_PAGED)
    if role != "witness" and view.contested(target):
        printed.append(_contested_mark(page))
    return printed


def _contested_mark(page: _Page) -> nodes.Node:
    if page.quick:
        sign = f'role="img" aria-label="contested" title="contested">{CONTESTED_SIGN}'
        return nodes.raw("", f'<sup class="claims-contested" {sign}</sup>', format="html")
    return nodes.superscript("", CONTESTED_SIGN, classes=["claims-contested"])


def _place_of(view: View, role: str, target: str) -> tuple[str, str] | None:
    """Document and id of the object that a role names."""
    model = view.model
    if role == "estimate":
        found: Estimate | Claim | Quantity | None = model.estimates.get(target)
    else:
        found = model.claims.get(target) if role == "claim" else model.quantities.get(target)
    return (found.place.docname, anchor_of(target)) if found else None


# -- lists


def _fill_views(found: Iterable[claims_view], page: _Page) -> None:
    taken: set[str] = set()
    for node in found:
        blocks, problems = view_blocks(page.view, node["view"], dict(node["options"]))
        notes = tuple(
            Para((Text(f"The option :{p.option}: {p.value!r} cannot be used: {p.hint}", "fault"),), "problem")
            for p in problems
        )
        context = _context(node["docname"], page, {}, _level_at(node) + 1)
        node.replace_self(_printed((*notes, *(_landing_once(block, taken) for block in blocks)), context, page))


def _landing_once(block: Block, taken: set[str]) -> Block:
    """The block without the ids that an earlier view of the page has `taken`: a page has each id once."""
    if isinstance(block, Group):
        return block._replace(blocks=tuple(_landing_once(inner, taken) for inner in block.blocks))
    if isinstance(block, Table):
        rows = tuple(row._replace(id="") if row.id in taken else row for row in block.rows)
        taken.update(row.id for row in rows if row.id)
        return block._replace(rows=rows)
    return block


def _printed(blocks: Iterable[Block], context: Context, page: _Page) -> list[nodes.Node]:
    return print_html(blocks, context) if page.quick else print_nodes(blocks, context)


def _context(docname: str, page: _Page, bodies: dict[str, list[nodes.Node]], level: int) -> Context:
    return Context(docname, partial(page.uri, docname), bodies, level, page.picture)


# -- objects


def _fill_objects(found: list[claims_object], page: _Page) -> None:
    """Move the objects of each section to its end, and print them there; a witness stays where it is."""
    by_section: dict[int, tuple[nodes.Element, list[claims_object]]] = {}
    seen: set[str] = set()
    for node in found:
        node["again"] = node["object_id"] in seen
        seen.add(node["object_id"])
        section = _section_of(node)
        by_section.setdefault(id(section), (section, []))[1].append(node)
    for section, objects in by_section.values():
        _fill_section(section, objects, page)


def _section_of(node: nodes.Element) -> nodes.Element:
    parent = node.parent
    while not isinstance(parent, (nodes.section, nodes.document, addnodes.start_of_file)):
        parent = parent.parent
    return parent


def _level_at(node: nodes.Node) -> int:
    """The heading level of the section in which a node stands."""
    return max(1, _depth(node))


def _depth(node: nodes.Node) -> int:
    """How many sections a node stands in."""
    level, parent = 0, node.parent
    while parent is not None:
        level += isinstance(parent, nodes.section)
        parent = parent.parent
    return level


def _fill_section(section: nodes.Element, objects: list[claims_object], page: _Page) -> None:
    level = _depth(section) + 2 if isinstance(section, nodes.section) else 2
    # innermost first: an estimate leaves the body of its quantity before that body is moved
    bodies = {id(node): node for node in objects}
    for node in reversed(objects):
        if node["kind"] != "witness":
            node.parent.remove(node)
    own: dict[str, list[nodes.Node]] = {}
    for node in bodies.values():
        own.setdefault(_body_key(node), []).extend(node.children)
    context = _context(objects[0]["docname"], page, own, min(level, 6))
    for node in objects:
        if node["kind"] == "witness":
            node.replace_self(_witness(node, context, page))
    blocks = tuple(apparatus([_written(node) for node in objects], objects[0]["docname"], page.view))
    if blocks:
        ids = list(dict.fromkeys(node["object_id"] for node in objects))
        summary = apparatus_summary(page.view, ids, context.docname)
        printed = _printed((Group("apparatus", (summary, *blocks)),), context, page)
        inner = (at for at, child in enumerate(section.children) if isinstance(child, nodes.section))
        section.insert(next(inner, len(section)), printed)


def _written(node: claims_object) -> Written:
    return Written(node["object_id"], node["kind"], _body_key(node), bool(node["again"]))


def _body_key(node: claims_object) -> str:
    """By what the body of an object is found; where an id is used twice the first object keeps it."""
    return f"{node['object_id']} again" if node["again"] else str(node["object_id"])


def _witness(node: claims_object, context: Context, page: _Page) -> list[nodes.Node]:
    """A witness where it stands: siglum, title, and what the edition says of it."""
    witness = page.view.model.witnesses.get(node["object_id"])
    title = f"{node['object_id']} · {witness.title}" if witness else node["object_id"]
    target = nodes.target("", "", ids=list(node["ids"]))
    node["ids"] = []  # or its replacement would be given them too
    rubric = nodes.rubric("", "", target, nodes.Text(title), classes=["claims-title"])
    rubric["heading-level"] = context.level
    faults = _printed(faults_of(page.view, node["object_id"], context.docname), context, page)
    body = context.take_body(_body_key(node))
    return [nodes.container("", rubric, *faults, *body, classes=["claims-witness"])]
