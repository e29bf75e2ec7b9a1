"""Widths and alignments of a table's columns, from docutils or from ``tabularcolumns``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

#: One column of a LaTeX column specification, as Sphinx documents it.
_COLUMN: Final = re.compile(
    r"""
      [pmb]\{(?P<width>[^}]*)\}
    | \\X\{(?P<share>\d+)\}\{(?P<of>\d+)\}
    | \\Y\{(?P<fraction>[\d.]+)\}
    | (?P<letter>[lcrLCRJTX])
    """,
    re.VERBOSE,
)
_NOISE: Final = re.compile(r"[|\s]|[@!><]\{[^}]*\}")
_LENGTH: Final = re.compile(r"([\d.]+)\s*(pt|mm|cm|in|em)")
_OF_LINE: Final = re.compile(r"([\d.]*)\s*\\(?:linewidth|textwidth|columnwidth)")
_ALIGNMENT: Final = {"l": "left", "c": "center", "r": "right", "L": "left", "C": "center", "R": "right"}


@dataclass(frozen=True, slots=True)
class Column:
    """Width and horizontal alignment of a column, both as Typst source."""

    width: str = "auto"
    align: str = "auto"


def parse_column_spec(spec: str) -> tuple[Column, ...]:
    """The columns of a LaTeX specification such as ``|l|p{3cm}|R|``; none where it has other things in it."""
    columns: list[Column] = []
    rest = _NOISE.sub("", spec)
    while rest:
        match = _COLUMN.match(rest)
        if not match:
            return ()
        columns.append(_column(match))
        rest = rest[match.end() :]
    return tuple(columns)


def _column(match: re.Match[str]) -> Column:
    letter = match["letter"]
    if letter:
        return Column("auto" if letter.islower() else "1fr", _ALIGNMENT.get(letter, "auto"))
    if match["share"]:
        return Column(f"{int(match['share']) / max(1, int(match['of'])):.4g}fr")
    if match["fraction"]:
        return Column(f"{float(match['fraction']):.4g}fr")
    return Column(_width(match["width"]))


def _width(text: str) -> str:
    length = _LENGTH.fullmatch(text.strip())
    if length:
        return f"{float(length[1]):g}{length[2]}"
    share = _OF_LINE.fullmatch(text.strip())
    return f"{float(share[1] or 1) * 100:g}%" if share else "auto"
