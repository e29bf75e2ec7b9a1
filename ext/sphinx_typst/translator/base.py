"""What all visitors share: the output, labels, languages, classes, and nodes that nobody knows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from docutils import nodes
from sphinx import addnodes
from sphinx.util import logging
from sphinx.util.docutils import SphinxTranslator

from sphinx_typst.escape import escape, literal, string
from sphinx_typst.translator.targets import Targets

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.builders import Builder

logger = logging.getLogger(__name__)

_LANGUAGE_CLASS: Final = re.compile(r"lang(?:uage)?-([a-z]{2,3}(?:-[A-Za-z]{2})?)")
#: Classes that other writers' machinery needs, or that this one has read already.
_IGNORED: Final = re.compile(
    r"docutils|simple|literal|notranslate|reference|internal|external|xref|std|std-.*|any|doc|download|pre"
    r"|align-.*|text-(?:left|center|right)|colwidths-.*|longtable|landscape|(?:no-)?pageref|page-number|toctree-wrapper|literal-block-wrapper|math"
    r"|py|py-.*|c|c-.*|cpp|cpp-.*|js|js-.*|rst|rst-.*|sig.*|highlight|pre|caption-.*|code|versionmodified|added|changed|removed"
)
#: Nodes that print no element of their own, or whose visitors put classes inside their brackets.
_UNSTYLED: Final = (
    nodes.document,
    nodes.section,
    addnodes.start_of_file,
    addnodes.index,
    addnodes.highlightlang,
    addnodes.tabular_col_spec,
    addnodes.desc_signature,
    addnodes.desc_inline,
    addnodes.desc_name,
    addnodes.desc_addname,
    addnodes.desc_sig_element,
    addnodes.desc_signature_line,
    addnodes.desc_content,
    addnodes.hlistcol,
    addnodes.production,
    nodes.title,
    nodes.subtitle,
    nodes.caption,
    nodes.legend,
    nodes.attribution,
    nodes.list_item,
    nodes.definition_list_item,
    nodes.term,
    nodes.classifier,
    nodes.definition,
    nodes.field,
    nodes.field_name,
    nodes.field_body,
    nodes.option_list_item,
    nodes.option_group,
    nodes.option,
    nodes.description,
    nodes.line,
    nodes.tgroup,
    nodes.colspec,
    nodes.thead,
    nodes.tbody,
    nodes.row,
    nodes.entry,
    nodes.footnote,
    nodes.label,
    nodes.target,
    nodes.comment,
    nodes.meta,
    nodes.raw,
    nodes.substitution_definition,
    nodes.pending,
    nodes.footnote_reference,
)


class Stretch(NamedTuple):
    """A piece of the book's source with the labels it refers to, and the numbers of its references nearby."""

    source: str
    places: frozenset[str] = frozenset()
    numbers: tuple[int, ...] = ()


class TranslatorBase(SphinxTranslator):
    """Collects Typst source; knows where it is in the book."""

    def __init__(self, document: nodes.document, builder: Builder) -> None:
        super().__init__(document, builder)
        root = builder.config.root_doc
        self.env = builder.env
        self.targets = Targets(document, root)
        #: documents around the node at hand, the innermost last
        self.docnames: list[str] = [root]
        #: labels printed so far, and labels referred to (with the first place)
        self.printed: set[str] = set()
        self.referred: dict[str, nodes.Node] = {}
        #: boxes around the node at hand; within one no page can be turned
        self.boxes = 0
        #: first place of every character outside ASCII
        self.characters: dict[str, nodes.Node] = {}
        #: above 0 in what is printed more than once (headings, heads of tables), where no label may be
        self.withheld = 0
        #: labels that the stretch at hand refers to, and numbers of its references that can be on the same page
        self.places: set[str] = set()
        self.numbers: list[int] = []
        self._stretches: list[Stretch] = []
        self._chunks: list[str] = []
        self._waiting: list[str] = []
        self._closers: list[str] = []
        self._unknown: set[str] = set()

    # -- output

    def write(self, text: str) -> None:
        """Append Typst source."""
        if text:
            self._chunks.append(text)

    @property
    def last_written(self) -> str:
        """The piece that was written last."""
        return self._chunks[-1] if self._chunks else ""

    def write_text(self, text: str, place: nodes.Node) -> None:
        """Append text of the document, and the labels that waited for it."""
        self.flush_labels()
        self.note_characters(text, place)
        self.write(escape(text))

    def note_characters(self, text: str, place: nodes.Node) -> None:
        """Remember where characters outside ASCII stand, for the check whether a font has them."""
        if not text.isascii():
            for char in text:
                if not char.isascii():
                    self.characters.setdefault(char, place)

    def begin_stretch(self) -> None:
        """Begin a stretch, unless an element that is still open would be cut in two."""
        if not self.boxes and not any(self._closers):
            self._end_stretch()

    def _end_stretch(self) -> None:
        if self._chunks:
            self._stretches.append(Stretch("".join(self._chunks), frozenset(self.places), tuple(self.numbers)))
            self._chunks, self.places, self.numbers = [], set(), []

    def result(self) -> list[Stretch]:
        """All that was written."""
        self._end_stretch()
        return self._stretches

    def capture(self, children: Iterable[nodes.Node]) -> str:
        """The source of some nodes, made on the side."""
        outer, self._chunks = self._chunks, []
        for child in children:
            child.walkabout(self)
        source, self._chunks = "".join(self._chunks), outer
        return source.strip("\n")

    # -- labels

    @property
    def docname(self) -> str:
        """Name of the document that the node at hand comes from."""
        return self.docnames[-1]

    def key(self, ident: str) -> str:
        """The key of an id in the document at hand."""
        return f"{self.docname}#{ident}"

    def label_of(self, node: nodes.Element) -> str | None:
        """The label that *node*, an element with one label for all its ids, is to carry; each is given once."""
        if not node["ids"]:
            return None
        label = self.targets.label(self.key(node["ids"][0]))
        return label if self.claim_label(label) else None

    def claim_label(self, label: str) -> bool:
        """Whether *label* is still free; it is not afterwards."""
        if label in self.printed:
            return False
        self.printed.add(label)
        return True

    def wait_labels(self, node: nodes.Element) -> None:
        """Let the labels of *node* stand at the next printed text: a box can begin on the page before."""
        self._waiting += [self.targets.label(self.key(ident)) for ident in node["ids"]]

    def take_labels(self) -> str:
        """Source that prints the labels that wait."""
        free = [label for label in self._waiting if self.claim_label(label)]
        self._waiting = []
        return "".join(f"#anchor({string(label)});" for label in free)

    def flush_labels(self) -> None:
        """Write the labels that wait, if this is the place for them."""
        if self._waiting and not self.withheld:
            self.write(self.take_labels())

    def hold_labels(self) -> list[str]:
        """Take the waiting labels away, for :meth:`return_labels`: where they must not be printed."""
        held, self._waiting = self._waiting, []
        return held

    def return_labels(self, held: list[str]) -> None:
        """Let *held* wait again, before those that wait now."""
        self._waiting = held + self._waiting

    # -- languages and classes

    def classes(self, node: nodes.Element) -> tuple[str, ...]:
        """The classes of *node* that the template may style."""
        return tuple(
            name for name in classes_of(node) if not _IGNORED.fullmatch(name) and not _LANGUAGE_CLASS.fullmatch(name)
        )

    def opening(self, node: nodes.Element, *, inline: bool) -> str:
        """Source that opens what *node*'s language and classes ask for; :meth:`closing` closes it."""
        source, closer = "", ""
        lang = _language(node)
        if lang:
            source, closer = f"#lang({string(lang)})[", "]"
        classes = self.classes(node)
        if classes:
            source, closer = f"{source}#styled({literal(classes)})[", "]" + closer
        if closer:
            source += "" if inline else "\n"
            closer = closer.replace("]", "];") if inline else "\n" + closer + "\n\n"
        self._closers.append(closer)
        return source

    def closing(self) -> str:
        """Source that closes the innermost :meth:`opening`."""
        return self._closers.pop()

    def dispatch_visit(self, node: nodes.Node) -> None:
        """Visit *node* inside its language and classes."""
        if not isinstance(node, nodes.Element) or isinstance(node, _UNSTYLED):
            super().dispatch_visit(node)
            return
        self.write(self.opening(node, inline=is_inline(node)))
        try:
            super().dispatch_visit(node)
        except nodes.SkipNode:
            self.write(self.closing())
            raise

    def dispatch_departure(self, node: nodes.Node) -> None:
        """Leave *node*, and its language and classes."""
        super().dispatch_departure(node)
        if isinstance(node, nodes.Element) and not isinstance(node, _UNSTYLED):
            self.write(self.closing())

    # -- nodes that nobody knows

    def unknown_visit(self, node: nodes.Node) -> None:
        """Keep the text and the children of a node without a visitor; say so once for each kind."""
        kind = node.__class__.__name__
        if kind not in self._unknown:
            self._unknown.add(kind)
            logger.warning(
                "no Typst visitor for the node %r; its text is kept",
                kind,
                location=node,
                type="typst",
                subtype="unknown-node",
            )
        if isinstance(node, nodes.Element):
            self.wait_labels(node)

    def unknown_departure(self, node: nodes.Node) -> None:
        """End an unknown block as a paragraph ends."""
        if isinstance(node, nodes.Element) and not is_inline(node):
            self.write("\n\n")


def classes_of(node: nodes.Element) -> list[str]:
    """All classes of *node*."""
    classes: list[str] = node.get("classes", [])
    return classes


def is_inline(node: nodes.Node) -> bool:
    """Whether *node* stands in running text."""
    if isinstance(node, nodes.Inline) and not isinstance(node, nodes.image | nodes.raw):
        return True
    return isinstance(node.parent, nodes.TextElement) and not isinstance(node.parent, nodes.Admonition)


def _language(node: nodes.Element) -> str | None:
    named = node.get("lang")
    if isinstance(named, str):
        return named
    for name in classes_of(node):
        match = _LANGUAGE_CLASS.fullmatch(name)
        if match:
            return match[1]
    return None
