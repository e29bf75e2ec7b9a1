"""``main.typ``: the settings and the text of a book put together, and the way back from its lines."""

from __future__ import annotations

import datetime
import re
from typing import TYPE_CHECKING, Final

from sphinx_typst.escape import literal, string

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence, Set

    from sphinx_typst.config import BookSettings
    from sphinx_typst.translator.base import Stretch

#: Functions of the template that refer to places; what calls them need not know where those are.
_REFERRING: Final = ("xref", "pageref", "page-number", "index-entry")
_DOCUMENT: Final = re.compile(r"// document: (.*)")


def compose(
    settings: BookSettings,
    stretches: Iterable[Stretch],
    *,
    printed: Set[str],
    unshown: Iterable[str],
    own_template: bool,
    headings: Sequence[int],
    epoch: int | None,
) -> str:
    """The source of the book.

    :param printed: labels that the book prints
    :param unshown: characters that no font has
    :param own_template: whether ``template.typ`` overrides the template's functions
    :param headings: depth of each heading, parts being 0 and chapters 1
    :param epoch: the date in the PDF's metadata, in seconds since 1970; None for no date
    """
    lines = [
        "// Written by sphinx_typst from the project's documents; changes here are lost.",
        '#import "book.typ" as design',
        '#import "book.typ": *',
        *(['#import "template.typ": *'] if own_template else []),
        "#let styled = styled.with(styles: design.class-styles + class-styles)",
        f"#let referring = referring.with({', '.join(f'{name}: {name}' for name in _REFERRING)})",
        *_missing_glyphs(unshown),
        "#show: book.with(",
        *(f"  {name}: {value}," for name, value in settings.arguments()),
        f"  has-parts: {literal(0 in headings)},",
        f"  contents: ({''.join(f'{depth},' for depth in headings if depth <= settings.toc_depth)}),",
        f"  metadata-date: {_date(epoch)},",
        ")",
        "",
        "// document: the root document",
        "",
    ]
    return "\n".join(lines) + "\n" + "".join(_stretch(stretch, printed) for stretch in stretches)


def _stretch(stretch: Stretch, printed: Set[str]) -> str:
    """The source of a stretch, in which the places are known to which it refers."""
    if not stretch.places:
        return stretch.source
    places = tuple(sorted(stretch.places & printed))
    known = f"referring({literal(places)}, {literal(stretch.numbers)})"
    return f"#context {{ let (xref, page-number, index-entry) = {known}; [\n{stretch.source}\n] }}\n\n"


def _missing_glyphs(unshown: Iterable[str]) -> list[str]:
    pattern = "|".join(re.escape(char) for char in sorted(unshown))
    return [f"#show regex({string(pattern)}): it => missing-glyph(it.text)"] if pattern else []


def _date(epoch: int | None) -> str:
    if epoch is None:
        return "none"
    day = datetime.datetime.fromtimestamp(epoch, datetime.UTC)
    return f"datetime(year: {day.year}, month: {day.month}, day: {day.day})"


def document_at(source: str, line: int) -> tuple[str, str]:
    """The document that a line of ``main.typ``, counted from 1, comes from, and the line itself."""
    lines = source.split("\n")
    marks = (match[1] for text in reversed(lines[:line]) if (match := _DOCUMENT.fullmatch(text)))
    return next(marks, "the settings"), lines[line - 1] if line <= len(lines) else ""
