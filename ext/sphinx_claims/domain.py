"""The Sphinx domain: the only store of records, partitioned by document, and the view worked out of them."""

from __future__ import annotations

import hashlib
import json
import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Final, cast

from docutils import nodes
from sphinx import addnodes
from sphinx.domains import Domain, ObjType
from sphinx.util.nodes import make_refnode

from .core.options import anchor_of
from .core.records import REF_CLOSE, REF_OPEN, Mention, Page, Record, ViewUse
from .core.view import View, derive
from .directives import ClaimDirective, EstimateDirective, QuantityDirective, ViewDirective, WitnessDirective
from .indices import ScholarIndex
from .nodes import claims_object, claims_reference
from .roles import ObjectRole
from .settings import settings_of
from .works import known_works

if TYPE_CHECKING:
    from collections.abc import Iterable, Set

    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

DIRECTIVES: Final = {
    "quantity": QuantityDirective,
    "estimate": EstimateDirective,
    "claim": ClaimDirective,
    "witness": WitnessDirective,
    "claims-list": ViewDirective,
    "claims-findings": ViewDirective,
    "claims-collation": ViewDirective,
    "claims-concordance": ViewDirective,
}
ROLES: Final = ("estimate", "range", "quantity", "claim", "witness")


class _DocRecord(dict[str, list[Any]]):
    """What one document says: ``records``, ``mentions`` and ``views``, each a list of plain tuples."""

    def __init__(self) -> None:
        super().__init__(records=[], mentions=[], views=[])


class ClaimsDomain(Domain):
    """Figures and contested statements with their provenance."""

    name = "claims"
    label = "Claims"
    object_types: ClassVar[dict[str, ObjType]] = {
        "quantity": ObjType("quantity", "quantity", "range"),
        "estimate": ObjType("estimate", "estimate"),
        "claim": ObjType("claim", "claim"),
        "witness": ObjType("witness", "witness"),
    }
    directives = dict(DIRECTIVES)  # noqa: RUF012 - declared mutable by Domain
    roles = {name: ObjectRole(name) for name in ROLES}  # noqa: RUF012
    indices = [ScholarIndex]  # noqa: RUF012
    initial_data: ClassVar[dict[str, Any]] = {"docs": {}}
    data_version = 2

    def __init__(self, env: BuildEnvironment) -> None:
        super().__init__(env)
        self._view: View | None = None
        self._standing: dict[str, tuple[str, Record]] | None = None
        self._works: object = None
        self.builder: Builder | None = None  #: set for each build; never stored
        self.converts_svg = False  #: whether the builder can have SVG converted

    def _forget(self) -> None:
        """What was worked out holds no longer: a page is read, or gone."""
        self._view = self._standing = None

    def get_type_name(self, type: ObjType, primary: bool = False) -> str:  # noqa: A002 - Sphinx's own name
        """What search calls an object: a quantity, not a “Claims quantity”."""
        return type.lname

    # -- noting, while pages are read

    def _doc(self, docname: str) -> dict[str, list[Any]]:
        docs = cast("dict[str, dict[str, list[Any]]]", self.data["docs"])
        if docname not in docs:
            docs[docname] = _DocRecord()
        return docs[docname]

    def note_record(self, record: Record) -> None:
        """Keep what a directive says."""
        self._doc(record.docname)["records"].append(record)

    def note_mention(self, docname: str, mention: Mention) -> None:
        """Keep that a role in `docname` names an object."""
        self._doc(docname)["mentions"].append(mention)

    def note_view(self, docname: str, use: ViewUse) -> None:
        """Keep that `docname` shows a list."""
        self._doc(docname)["views"].append(use)

    def process_doc(self, env: BuildEnvironment, docname: str, document: nodes.document) -> None:
        """Take titles and statements from the finished document, where they may be translated."""
        if docname not in self.data["docs"]:
            return
        self._place_mentions(docname, document)
        found = {node["object_id"]: node for node in document.findall(claims_object)}
        records: list[Record] = self.data["docs"][docname]["records"]
        for at, record in enumerate(records):
            node = found.get(record.id)
            if node is not None and record.kind == "claim":
                records[at] = record._replace(text=recorded_text(node))
        self._forget()

    def _place_mentions(self, docname: str, document: nodes.document) -> None:
        """Give the first words that name a place of a witness an id; put plain words where a role stands in a title.

        Titles are copied long before roles are filled in.
        """
        mentions: list[Mention] = self.data["docs"][docname]["mentions"]
        # by what they name, not by their line: parsers and transforms may give a node another line than it was read at
        standing: dict[tuple[str, str], list[int]] = {}
        for number, mention in enumerate(mentions):
            standing.setdefault((mention.role, mention.target), []).append(number)
        for node in list(document.findall(claims_reference)) if mentions else ():
            places = standing.get((node["role"], node["target"]))
            at = places.pop(0) if places else None
            in_title = _is_in_title(node)
            anchor = "" if in_title or node["role"] != "witness" else cited_id(docname, node["target"])
            if anchor and anchor not in document.ids:
                document.ids[anchor] = node
                node["ids"].append(anchor)
            if at is not None and (in_title or anchor):
                mentions[at] = mentions[at]._replace(in_title=in_title, docname=docname, anchor=anchor)
            if in_title:
                node.replace_self(nodes.Text(node.astext()))

    def clear_doc(self, docname: str) -> None:
        """Forget what a document said."""
        self.data["docs"].pop(docname, None)
        self._forget()

    def merge_domaindata(self, docnames: Set[str], otherdata: dict[str, Any]) -> None:
        """Take over from a parallel reader the documents that it read."""
        for docname in docnames:
            if docname in otherdata["docs"]:
                self.data["docs"][docname] = otherdata["docs"][docname]
        self._forget()

    # -- deriving, once all pages are read

    def pages(self) -> dict[str, Page]:
        """The records and mentions of each document, in the order of the edition."""
        docs = self.data["docs"]
        return {
            docname: Page(
                tuple(docs[docname]["records"]),
                tuple(dict.fromkeys(docs[docname]["mentions"])),
                docname,
                self._title_of(docname),
                tuple(docs[docname]["views"]),
            )
            for docname in reading_order(self.env)
            if docname in docs
        }

    def _title_of(self, docname: str) -> str:
        title = self.env.titles.get(docname)
        return title.astext() if title is not None else docname

    empty_page: ClassVar[Page] = Page((), ())

    def views_of(self, docname: str) -> tuple[ViewUse, ...]:
        """The lists that a document shows."""
        doc = self.data["docs"].get(docname)
        return tuple(doc["views"]) if doc else ()

    def view(self) -> View:
        """Everything worked out of all records; made anew only when a page changed."""
        works = known_works(self.env)
        if self._view is None or self._works is not works:
            self._view = derive(self.pages().values(), works, settings_of(self.env.config))
            self._works = works
        return self._view

    def input_digest(self) -> str:
        """A digest of all that the view depends on, this code included: equal digests, equal views."""
        docs = self.data["docs"]
        order = [(name, self._title_of(name), docs[name]) for name in reading_order(self.env) if name in docs]
        settings = repr(settings_of(self.env.config))
        # records and works are nested tuples of plain values, which JSON tells apart, and much quicker than repr
        text = json.dumps((order, sorted(known_works(self.env).items()), settings, own_code()))
        return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()

    # -- resolving

    def resolve_any_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        target: str,
        node: addnodes.pending_xref,
        contnode: nodes.Element,
    ) -> list[tuple[str, nodes.reference]]:
        """``[text](#id)`` and the ``any`` role lead to an object."""
        found = self._targets().get(target)
        if found is None:
            return []
        docname, record = found
        reference = make_refnode(builder, fromdocname, docname, anchor_of(target), contnode, record.title)
        return [(f"claims:{record.kind}", reference)]

    def resolve_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        typ: str,
        target: str,
        node: addnodes.pending_xref,
        contnode: nodes.Element,
    ) -> nodes.reference | None:
        """A reference from intersphinx-like tools; the domain's own roles are filled in by the transform."""
        found = self.resolve_any_xref(env, fromdocname, builder, target, node, contnode)
        return found[0][1] if found else None

    def get_objects(self) -> Iterable[tuple[str, str, str, str, str, int]]:
        """All objects, for the search and the inventory."""
        for docname, record in self._targets().values():
            title = record.title or record.id
            yield record.id, " ".join(title.split()), record.kind, docname, anchor_of(record.id), 1

    def _targets(self) -> dict[str, tuple[str, Record]]:
        """The document and record of each id; the first in the order of names keeps an id that is used twice."""
        if self._standing is None:
            self._standing = {}
            for docname in sorted(self.data["docs"]):
                for record in self.data["docs"][docname]["records"]:
                    if record.id:
                        self._standing.setdefault(record.id, (docname, record))
        return self._standing


@lru_cache(maxsize=1)
def own_code() -> str:
    """A digest of this package's code: another version may work out something else."""
    folder = Path(__file__).parent
    digest = hashlib.blake2b(digest_size=16)
    for path in sorted(folder.rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def reading_order(env: BuildEnvironment) -> list[str]:
    """All documents in the order in which a reader meets them; those outside every toctree come last."""
    root, seen = env.config.root_doc, dict[str, None]()
    stack = [root]
    while stack:
        docname = stack.pop()
        if docname in seen:
            continue
        seen[docname] = None
        stack.extend(reversed(env.toctree_includes.get(docname, [])))
    return [d for d in (*seen, *sorted(env.found_docs - seen.keys())) if d in env.found_docs]


def recorded_text(node: nodes.Element) -> str:
    """The words below `node`, references kept as such, paragraphs apart, nested objects left out."""
    blocks: list[str] = []
    for child in node.children:
        if isinstance(child, claims_object):
            continue
        text = _inline_text(child)
        if text.strip():
            blocks.append(" ".join(text.split()))
    return "\n\n".join(blocks)


def _is_in_title(node: nodes.Node) -> bool:
    parent = node.parent
    while isinstance(parent, nodes.Element) and not isinstance(parent, nodes.Body):
        if isinstance(parent, (nodes.title, nodes.caption)):
            return True
        parent = parent.parent
    return False


def cited_id(docname: str, target: str) -> str:
    """The id of the words on a page that name a place of a witness; unlike that of any other page."""
    return "-".join(("cited", *re.findall(r"\w+", f"{docname} {target.partition(';')[0]}")))


def _inline_text(node: nodes.Node) -> str:
    if isinstance(node, claims_reference):
        return node.recorded()
    if isinstance(node, nodes.Text):
        return node.astext()
    if isinstance(node, addnodes.pending_xref) and node.get("refdomain") == "cite":
        return f"{REF_OPEN}cite|{node['reftarget']}|{REF_CLOSE}"
    if isinstance(node, nodes.Element) and node.children:
        return "".join(_inline_text(child) for child in node.children)
    return node.astext() if not isinstance(node, nodes.Invisible) else ""


def claims_domain(env: BuildEnvironment) -> ClaimsDomain:
    """The environment's claims domain."""
    return cast("ClaimsDomain", env.domains["claims"])
