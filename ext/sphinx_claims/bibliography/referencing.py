"""References in the style ``history``: (Getty, Rittersporn, and Zemskov 1993, p. 1022).

sphinxcontrib-bibtex's own author–year style knows neither letters behind years, nor corporate short names,
nor shelfmarks, and cuts three names to "et al."; here a reference says just what the entry's label says. Its
roles are the same: ``p`` in parentheses, ``alp`` without, ``t`` in the text ("Ellman (2002, p. 3)"),
``author``, ``year``, ``label``, ``empty``, with ``s`` for all names and ``c`` for a capital.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from pybtex.richtext import BaseText, Text
from sphinxcontrib.bibtex.style.referencing import BaseReferenceStyle, BracketStyle
from sphinxcontrib.bibtex.style.template import join, join2, node, post_text, pre_text, reference

from . import labels

if TYPE_CHECKING:
    from pybtex.style.template import Node

PARENTHETICAL: Final = ("p", "ps", "alp", "alps")
TEXTUAL: Final = ("t", "ts", "ct", "cts")
AUTHOR: Final = ("author", "authors", "authorpar", "authorpars", "cauthor", "cauthors")
OTHER: Final = ("year", "yearpar", "label", "labelpar", "empty")


def _parts(data: Mapping[str, Any]) -> tuple[str, str]:
    """Return the names and the year in the entry's label; ("label", "") where it has no such parts."""
    entry, label = data["entry"], str(data["formatted_entry"].label)
    names = labels.label_names(entry)
    head, found, tail = label.partition(f"{names} {labels.label_year(entry)}")
    if labels.fixed_label(entry) or not found:
        return label, ""
    return f"{head}{names}", f"{labels.label_year(entry)}{tail}"


def _label_text(children: list[object], data: Mapping[str, Any], full: bool = False) -> Text:
    """The whole label; with *full* all names instead of "et al."."""
    names, dated = _parts(data)
    if full and dated:
        names = labels.label_names(data["entry"], full=True)
    return Text(" ".join(filter(None, (names, dated))))


def _names_text(children: list[object], data: Mapping[str, Any], full: bool = False) -> Text:
    """The names alone, or a label that has none."""
    names, dated = _parts(data)
    return Text(labels.label_names(data["entry"], full=True) if full and dated else names)


def _year_text(children: list[object], data: Mapping[str, Any]) -> Text:
    """The year alone with its letter, or the year of an entry that is cited without it."""
    return Text(_parts(data)[1] or labels.label_year(data["entry"]))


def _textual(children: list[object], data: Mapping[str, Any], full: bool = False) -> BaseText:
    """Names in the text, year and locator in parentheses; the link is on the year, else on the label."""
    names, dated = _parts(data)
    if full and dated:
        names = labels.label_names(data["entry"], full=True)
    linked = reference[dated or names].format_data(data)
    inside = [part for part in (dated and linked, post_text.format_data(data)) if part]
    outside = Text(pre_text.format_data(data), " ") if pre_text.format_data(data) else Text()
    bracketed = Text(" (", Text(", ").join(inside), ")") if inside else Text()
    return Text(outside, names if dated else linked, bracketed)


_template: Any = node  # untyped in sphinxcontrib-bibtex
label_text: Any = _template(_label_text)
names_text: Any = _template(_names_text)
year_text: Any = _template(_year_text)
textual: Any = _template(_textual)


@dataclass
class HistoryReferenceStyle(BaseReferenceStyle):
    """References by author and date, or by what an entry is known by."""

    #: the signs around and between references
    bracket: BracketStyle = field(default_factory=lambda: BracketStyle(left="(", right=")", sep="; "))

    def role_names(self) -> Iterable[str]:
        """Return the roles this style knows."""
        return (*PARENTHETICAL, *TEXTUAL, *AUTHOR, *OTHER)

    def outer(self, role_name: str, children: list[BaseText]) -> Node:
        """Return the template around all references of one role."""
        enclosed = role_name in {"p", "ps"} or role_name.endswith(("par", "pars"))
        return self.bracket.outer(
            children, brackets=enclosed, capfirst=role_name.startswith("c") and role_name != "empty"
        )

    def inner(self, role_name: str) -> Node:
        """Return the template of one reference."""
        full = role_name.endswith("s")
        if role_name == "empty":
            return join[""]
        if role_name in TEXTUAL:
            return textual(full=full)
        if role_name in AUTHOR:
            return reference[names_text(full=full)]
        if role_name in OTHER:
            return reference[label_text if role_name.startswith("label") else year_text]
        return join2(sep1=" ", sep2=", ")[pre_text, reference[label_text(full=full)], post_text]
