"""Visitors of lists."""

from __future__ import annotations

from typing import Final

from docutils import nodes

from sphinx_typst.escape import clean, literal, string
from sphinx_typst.translator.base import TranslatorBase

_NUMBERING: Final = {"arabic": "1", "loweralpha": "a", "upperalpha": "A", "lowerroman": "i", "upperroman": "I"}


class ListsMixin(TranslatorBase):
    """Bullet, enumerated, definition, field and option lists."""

    def visit_bullet_list(self, node: nodes.Element) -> None:
        """Open a bullet list."""
        self.wait_labels(node)
        self.write(f"#list(tight: {literal(_is_tight(node))},\n")

    def depart_bullet_list(self, node: nodes.Element) -> None:
        """Close a list."""
        self.write(")\n\n")

    def visit_enumerated_list(self, node: nodes.Element) -> None:
        """Open a numbered list."""
        self.wait_labels(node)
        pattern = node.get("prefix", "") + _NUMBERING[node.get("enumtype", "arabic")] + node.get("suffix", ".")
        start = f", start: {node['start']}" if "start" in node else ""
        self.write(f"#enum(tight: {literal(_is_tight(node))}, numbering: {string(pattern)}{start},\n")

    depart_enumerated_list = depart_bullet_list

    def visit_list_item(self, node: nodes.Element) -> None:
        """Open an item."""
        self.wait_labels(node)
        self.write("[" + self.opening(node, inline=False))

    def depart_list_item(self, node: nodes.Element) -> None:
        """Close an item."""
        self.flush_labels()
        self.write(self.closing() + "],\n")

    # -- definitions

    def visit_definition_list(self, node: nodes.Element) -> None:
        """Open a list of definitions."""
        self.wait_labels(node)
        self.write("#definition-list(\n")

    depart_definition_list = depart_bullet_list

    def visit_definition_list_item(self, node: nodes.Element) -> None:
        """Write terms with their definition."""
        self.wait_labels(node)
        terms = " \\ ".join(self.capture(group) for group in _terms(node))
        body = "\n\n".join(self.capture([child]) for child in node if isinstance(child, nodes.definition))
        self.write(f"([{terms}], [{body}]),\n")
        raise nodes.SkipNode

    def visit_term(self, node: nodes.Element) -> None:
        """Begin a term; it is a place that references and the index point to."""
        self.wait_labels(node)
        self.write(self.opening(node, inline=True))

    def depart_term(self, node: nodes.Element) -> None:
        """End a term."""
        self.flush_labels()
        self.write(self.closing())

    def visit_classifier(self, node: nodes.Element) -> None:
        """Write what a term is."""
        self.write("#classifier[")

    def depart_classifier(self, node: nodes.Element) -> None:
        """End a classifier."""
        self.write("];")

    def visit_definition(self, node: nodes.Element) -> None:
        """Begin a definition."""
        self.wait_labels(node)
        self.write(self.opening(node, inline=False))

    def depart_definition(self, node: nodes.Element) -> None:
        """End a definition."""
        self.flush_labels()
        self.write(self.closing())

    # -- fields

    def visit_field_list(self, node: nodes.Element) -> None:
        """Open a list of fields."""
        self.wait_labels(node)
        self.write("#field-list(\n")

    depart_field_list = depart_bullet_list

    def visit_field(self, node: nodes.Element) -> None:
        """Write a field."""
        self.wait_labels(node)
        name = next((child for child in node if isinstance(child, nodes.field_name)), None)
        body = next((child for child in node if isinstance(child, nodes.field_body)), None)
        self.write(f"([{self._part(name)}], [{self._part(body)}]),\n")
        raise nodes.SkipNode

    def _part(self, node: nodes.Element | None) -> str:
        if node is None:
            return ""
        self.wait_labels(node)
        head = self.opening(node, inline=False)
        return head + self.capture(node.children) + self.closing()

    # -- options

    def visit_option_list(self, node: nodes.Element) -> None:
        """Open a list of command-line options."""
        self.wait_labels(node)
        self.write("#option-list(\n")

    depart_option_list = depart_bullet_list

    def visit_option_list_item(self, node: nodes.Element) -> None:
        """Write an option with what it does."""
        group, description = (child for child in node.children if isinstance(child, nodes.Element))
        names = ", ".join(clean(option.astext()) for option in group.children)
        self.wait_labels(node)
        anchors = self.take_labels()
        self.note_characters(names, node)
        self.write(f"([{anchors}#raw({string(names)})], [{self._part(description)}]),\n")
        raise nodes.SkipNode


def _is_tight(node: nodes.Element) -> bool:
    """Whether no item has more than one paragraph with, perhaps, a list below it."""
    return all(
        sum(not isinstance(child, nodes.bullet_list | nodes.enumerated_list) for child in item.children) <= 1
        for item in node.children
        if isinstance(item, nodes.Element)
    )


def _terms(node: nodes.Element) -> list[list[nodes.Node]]:
    """The terms of an item, each with the classifiers that follow it."""
    groups: list[list[nodes.Node]] = []
    for child in node.children:
        if isinstance(child, nodes.term) or (isinstance(child, nodes.classifier) and not groups):
            groups.append([child])
        elif isinstance(child, nodes.classifier):
            groups[-1].append(child)
    return groups
