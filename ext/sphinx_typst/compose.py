"""``main.typ``: the settings and the text of a book put together, and the way back from its lines."""

from __future__ import annotations

import datetime
import re
from typing import TYPE_CHECKING, Final

from sphinx_typst.escape import literal, string

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sphinx_typst.config import BookSettings

#: Functions of the template that must know what the book does not have.
_LINKING: Final = ("xref", "pageref")
_DOCUMENT: Final = re.compile(r"// document: (.*)")


def compose(
    settings: BookSettings,
    body: str,
    *,
    absent: Iterable[str],
    unshown: Iterable[str],
    own_template: bool,
    headings: Sequence[int],
    epoch: int | None,
) -> str:
    """The source of the book.

    :param absent: labels that are referred to but printed nowhere
    :param unshown: characters that no font has
    :param own_template: whether ``template.typ`` overrides the template's functions
    :param headings: depth of each heading, parts being 0 and chapters 1
    :param epoch: the date in the PDF's metadata, in seconds since 1970; None for no date
    """
    missing = tuple(absent)
    lines = [
        "// Written by sphinx_typst from the project's documents; changes here are lost.",
        '#import "book.typ" as design',
        '#import "book.typ": *',
        *(['#import "template.typ": *'] if own_template else []),
        "#let styled = styled.with(styles: design.class-styles + class-styles)",
        *(f"#let {name} = {name}.with(missing: {literal(missing)})" for name in _LINKING if missing),
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
    return "\n".join(lines) + "\n" + body


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
