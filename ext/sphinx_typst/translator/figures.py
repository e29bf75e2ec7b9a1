"""Visitors of images, figures, captions, code and formulas."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from docutils import nodes
from sphinx.util import logging

from sphinx_typst.escape import clean, escape, literal, string
from sphinx_typst.texmath import convert
from sphinx_typst.translator.base import TranslatorBase, is_inline

if TYPE_CHECKING:
    from docutils.nodes import Element
    from sphinx.builders import Builder

logger = logging.getLogger(__name__)

_SIZE: Final = re.compile(r"([\d.]+)\s*(%|cm|mm|in|pt|em|px|pc|ex|ch|rem|vw|vh|Q)?")
#: One of these units in Typst's: number of it, and its name. A pixel is 1/96 inch, as on the Web.
_UNITS: Final[dict[str | None, tuple[float, str | None]]] = {
    None: (0.75, "pt"),
    "px": (0.75, "pt"),
    "pc": (12.0, "pt"),
    "Q": (0.25, "mm"),
    "ex": (0.5, "em"),
    "ch": (0.5, "em"),
    "rem": (1.0, "em"),
    "vw": (1.0, "%"),
    "vh": (1.0, "%"),
}
#: Names of lexers in Sphinx that Typst's highlighter knows by another name.
_LEXERS: Final = {
    "default": "python",
    "python3": "python",
    "pycon": "python",
    "pycon3": "python",
    "ipython": "python",
    "ipython3": "python",
    "console": "bash",
    "shell": "bash",
    "none": "text",
    "rest": "rst",
    "restructuredtext": "rst",
}


class FiguresMixin(TranslatorBase):
    """What is shown, not told."""

    def __init__(self, document: nodes.document, builder: Builder) -> None:
        super().__init__(document, builder)
        self.in_caption = False

    # -- captions and numbers

    def figure_number(self, node: Element, kind: str) -> str:
        """Source of the number of a figure, table or listing, such as "Fig. 3"; empty without one."""
        numbers = self.env.toc_fignumbers.get(self.docname, {}).get(kind, {})
        found = next((numbers[ident] for ident in node["ids"] if ident in numbers), None)
        if found is None:
            return ""
        pattern: str = self.config.numfig_format.get(kind, "%s")
        return escape((pattern % ".".join(map(str, found))).strip())

    def caption(self, node: Element) -> str:
        """Source of a caption's text."""
        outer, self.in_caption = self.in_caption, True
        held = self.hold_labels()
        self.wait_labels(node)
        text = self.capture(node.children)
        self.return_labels(held)
        self.in_caption = outer
        return self.opening(node, inline=True) + text + self.closing()

    def visit_figure(self, node: Element) -> None:
        """Write a figure whole."""
        self.flush_labels()
        caption = next((child for child in node if isinstance(child, nodes.caption)), None)
        legend = next((child for child in node if isinstance(child, nodes.legend)), None)
        number = self.figure_number(node, "figure")
        said = self.caption(caption) if caption else ""
        told = self.capture(legend.children) if legend else ""
        body = self.capture(child for child in node if child is not caption and child is not legend)
        self.write(
            f"#picture-figure(caption: [{said}], number: [{number}], legend: [{told}],"
            f" align: {string(node.get('align') or 'center')}, width: {size(node.get('width')) or 'auto'},"
            f" classes: {literal(self.classes(node))}, name: {literal(self.label_of(node))})[\n{body}\n]\n\n"
        )
        raise nodes.SkipNode

    def visit_caption(self, node: Element) -> None:
        """Write a caption that nothing above has written."""
        self.write(f"#rubric[{self.caption(node)}]\n\n")
        raise nodes.SkipNode

    def visit_legend(self, node: Element) -> None:
        """Enter a legend that stands outside of a figure."""
        self.wait_labels(node)

    def depart_legend(self, node: Element) -> None:
        """Leave it."""

    # -- images

    def visit_image(self, node: Element) -> None:
        """Write an image, in the line or as a block."""
        self.wait_labels(node)
        inline = is_inline(node)
        self.flush_labels()
        file = self.builder.images.get(node["uri"])
        alt = self._alternative(node)
        if file is None:
            self._write_absent(node, alt)
        else:
            arguments = [string(file), f"alt: {string(alt)}", *_image_size(node)]
            if not inline and node.get("align") in {"left", "center", "right"}:
                arguments.append(f"align: {node['align']}")
            self.write(f"#{'inline-picture' if inline else 'picture'}({', '.join(arguments)})")
        self.write(";" if inline else "\n\n")
        raise nodes.SkipNode

    def _write_absent(self, node: Element, alt: str) -> None:
        """Show an image that is not there, or on the network, by its words."""
        self.note_characters(alt, node)
        words = escape(alt)
        self.write(f"#link({string(node['uri'])})[{words}]" if "://" in node["uri"] else f"#absent[{words}]")

    def _alternative(self, node: Element) -> str:
        alt: str = clean(node.get("alt") or "").strip()
        if alt and alt != node["uri"]:
            return alt
        caption = next((child for child in node.parent if isinstance(child, nodes.caption)), None)
        if caption is None and isinstance(node.parent, nodes.reference):
            caption = next((c for c in node.parent.parent if isinstance(c, nodes.caption)), None)
        logger.warning(
            "image %s has no alternative text (option :alt:); %s stands for it",
            node["uri"],
            "its caption" if caption else "its file name",
            location=node,
            type="typst",
            subtype="alt",
        )
        return clean(caption.astext()) if caption else str(node["uri"]).rpartition("/")[2]

    # -- code

    def visit_literal_block(self, node: Element) -> None:
        """Write code, or text that keeps its lines."""
        self.wait_labels(node)
        if any(not isinstance(child, nodes.Text) for child in node.children):
            self.write("#parsed-literal[\n")
            return
        self.flush_labels()
        text = node.astext()
        self.note_characters(text, node)
        self.write(f"#code-block({string(text)}{''.join(_code_arguments(node))})\n\n")
        raise nodes.SkipNode

    def depart_literal_block(self, node: Element) -> None:
        """End a block that keeps its lines."""
        self.flush_labels()
        self.write("\n]\n\n")

    visit_doctest_block, depart_doctest_block = visit_literal_block, depart_literal_block

    def write_listing(self, node: Element) -> None:
        """Write code with a caption: Sphinx makes a container of it."""
        self.flush_labels()
        caption = next((child for child in node if isinstance(child, nodes.caption)), None)
        said = self.caption(caption) if caption else ""
        number = self.figure_number(node, "code-block")
        self.wait_labels(node)
        anchors = self.take_labels()
        body = self.capture(child for child in node if child is not caption)
        self.write(f"#listing(caption: [{said}], number: [{number}])[\n{anchors}{body}\n]\n\n")

    # -- formulas

    def visit_math(self, node: Element) -> None:
        """Write a formula in the line."""
        self.wait_labels(node)
        self.flush_labels()
        self.write(f"#inline-formula({self._formula(node)});")
        raise nodes.SkipNode

    def visit_math_block(self, node: Element) -> None:
        """Write a displayed formula with its number."""
        self.flush_labels()
        name = literal(self.label_of(node))
        number = f", number: [({escape(str(node['number']))})]" if node.get("number") else ""
        self.write(f"#formula({self._formula(node)}{number}, name: {name})\n\n")
        raise nodes.SkipNode

    def _formula(self, node: Element) -> str:
        tex = clean(node.astext()).strip()
        self.note_characters(tex, node)
        source = convert(tex)
        if source is None:
            logger.warning(
                "formula is printed as TeX: the conversion to Typst does not know all of %r",
                tex,
                location=node,
                type="typst",
                subtype="math",
            )
            return string(tex)
        return f"{string(tex)}, ${source}$"


def size(value: str | None) -> str:
    """A docutils length as Typst source; empty where there is none, or none that Typst could read."""
    match = _SIZE.fullmatch((value or "").strip())
    if not match:
        return ""
    unit: str | None = match[2]
    factor, unit = _UNITS.get(unit, (1.0, unit))
    return f"{float(match[1]) * factor:g}{unit}"


def _image_size(node: Element) -> list[str]:
    arguments = [f"{name}: {size(node.get(name))}" for name in ("width", "height") if size(node.get(name))]
    if node.get("scale", 100) != 100 and not arguments:
        arguments.append(f"scale: {node['scale']}%")
    return arguments


def _code_arguments(node: Element) -> list[str]:
    lexer = node.get("language", "text")
    arguments = [f", lang: {string(_LEXERS.get(lexer, lexer))}"]
    options: dict[str, Any] = node.get("highlight_args", {})
    if node.get("linenos"):
        arguments.append(f", first-line: {options.get('linenostart', 1)}")
    if options.get("hl_lines"):
        arguments.append(f", emphasized: ({''.join(f'{line},' for line in options['hl_lines'])})")
    return arguments
