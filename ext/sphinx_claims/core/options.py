"""Option texts to values: lists of sources, attestations, derivations, sums, ids. Pure string work.

Every parser raises :class:`OptionError` for the first item it cannot read, and tells what was expected.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from functools import lru_cache
from itertools import takewhile
from typing import NamedTuple

from .model import HOW, Attestation, Citation, Derivation


class OptionError(ValueError):
    """An item that cannot be read, and what should stand there."""

    def __init__(self, item: str, expected: str) -> None:
        super().__init__(item)
        self.item = item
        self.expected = expected


_OPENING = {"{": "}", "(": ")", "“": "”"}
_CITATION = re.compile(r"(?:\{(?P<pre>[^{}]*)\})?(?P<key>[^\s{},;\"]+)(?:\{(?P<post>[^{}]*)\})?")
_SIGLUM = re.compile(r"[^\W\d_][\w.-]{0,15}")
_ATTESTATION = re.compile(
    rf"(?P<siglum>{_SIGLUM.pattern})\s+(?P<locator>[0-9]+(?:\.[0-9]+)*)"
    r"(?:\s*[\"“](?P<printed>[^\"“”]*)[\"”])?(?:\s*\{(?P<note>[^{}]*)\})?",
)
_AN_ATTESTATION = (
    'a siglum, a locator, and a reading where it differs, several separated by semicolons: G 12.14; G 26.3 "about 5"'
)
_DERIVATION = re.compile(r"(?P<target>[^\s(){};,]+)(?:\s*\((?P<how>[^()]*)\))?")
_TERM = re.compile(r"(?P<sign>[+\-−–]?)\s*(?P<id>[A-Za-z0-9][\w-]*)")
_ANCHOR = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,99}")
_OPTION = re.compile(r"\s*:([\w-]+):(?:\s|$)")
_YAML_OPTION = re.compile(r"([\w-]+):(?:\s|$)|.*")
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def is_id(text: str) -> bool:
    """Whether `text` is lower-case words joined by hyphens."""
    return len(text) <= 100 and _ID.fullmatch(text) is not None


def is_siglum(text: str) -> bool:
    """Whether `text` can stand before a locator."""
    return _SIGLUM.fullmatch(text) is not None


@lru_cache(maxsize=16384)
def anchor_of(id_: str) -> str:
    """The anchor of an object on its page: its id, or where that is malformed a safe stand-in."""
    if _ANCHOR.fullmatch(id_):
        return id_
    digest = hashlib.blake2b(id_.encode("utf-8", "surrogatepass"), digest_size=4).hexdigest()
    return f"object-{id_from(id_)[:40]}-{digest}"


def id_from(text: str) -> str:
    """The nearest proper id to `text`, for a message."""
    return "-".join(re.findall(r"[a-z0-9]+", text.lower()[:80])) or "executions-1937-38"


def split_items(text: str, separators: str = ";") -> list[str]:
    """The items of a list, separators inside braces, parentheses or quotation marks not counted."""
    items, start, closing = [], 0, ""
    for at, char in enumerate(text):
        if closing:
            closing = "" if char == closing else closing
        elif char in _OPENING:
            closing = _OPENING[char]
        elif char == '"':
            closing = '"'
        elif char in separators:
            items.append(text[start:at].strip())
            start = at + 1
    items.append(text[start:].strip())
    return [item for item in items if item]


@lru_cache(maxsize=4096)
def parse_citations(text: str) -> tuple[Citation, ...]:
    """``getty1993{p. 1022}; ellman2002`` (sphinxcontrib-bibtex's form; a comma separates too)."""
    found = []
    for item in split_items(text, ";,"):
        match = _CITATION.fullmatch(item)
        if match is None:
            raise OptionError(item, "key{p. 12}, several separated by semicolons")
        before, after = (match["pre"] or "").strip(), (match["post"] or "").strip()
        found.append(Citation(match["key"], f"{before} {after}".strip()))
    return tuple(found)


@lru_cache(maxsize=4096)
def parse_attestations(text: str) -> tuple[Attestation, ...]:
    """``G 12.14; G 26.3 "approximately 681,692"; W 9.23{n. 99}``."""
    found = []
    for item in split_items(text):
        match = _ATTESTATION.fullmatch(item)
        if match is None:
            raise OptionError(item, _AN_ATTESTATION)
        found.append(
            Attestation(
                match["siglum"], match["locator"], (match["printed"] or "").strip(), (match["note"] or "").strip()
            )
        )
    return tuple(found)


def parse_derivations(text: str) -> tuple[Derivation, ...]:
    """``mvd-1953 (stated); conquest1968 (from-memory)``; without a word it is stated."""
    found = []
    for item in split_items(text):
        match = _DERIVATION.fullmatch(item)
        if match is None:
            raise OptionError(
                item, "an estimate's id or a bibliography key, then (stated), (inferred) or (from-memory)"
            )
        how = (match["how"] or "stated").strip().replace(" ", "-")
        if how not in HOW:
            raise OptionError(match["target"], match["how"])
        found.append(Derivation(match["target"], how))
    return tuple(found)


class Sum(NamedTuple):
    """The terms of a sum: sign and estimate."""

    terms: tuple[tuple[int, str], ...]


def parse_sum(text: str) -> tuple[tuple[int, str], ...]:
    """``a + b - c`` or ``a; b``: signed ids. A minus stands between blanks, as ids have hyphens."""
    terms, at = [], 0
    joined = re.sub(r"[;,]", " + ", text.strip())
    for piece in re.split(r"(?:^|\s+)(?=[+\-−–]\s)", joined):
        item = piece.strip()
        if not item:
            continue
        match = _TERM.fullmatch(item)
        if match is None or (at and not match["sign"]):
            raise OptionError(item, "ids joined by + or - with blanks around")
        terms.append((-1 if match["sign"] in ("-", "−", "–") else 1, match["id"]))
        at += 1
    return tuple(terms)


def repeated_options(block: str) -> tuple[str, ...]:
    """The options that a directive's text gives more than once; its first line is the directive's own."""
    lines = block.splitlines()[1:]
    form = _OPTION
    if lines[:1] == ["---"]:
        form, lines = _YAML_OPTION, list(takewhile(lambda line: line != "---", lines[1:]))
    names = Counter(found[1] for found in takewhile(bool, map(form.match, lines)) if found and found[1])
    return tuple(name for name, times in names.items() if times > 1)


def parse_ids(text: str) -> tuple[str, ...]:
    """Ids separated by semicolons, commas or blanks."""
    return tuple(item for item in re.split(r"[;,\s]+", text) if item)


def parse_names(text: str) -> tuple[str, ...]:
    """Names or topics separated by semicolons."""
    return tuple(split_items(text))


def parse_compare_as(text: str) -> tuple[str, str, str]:
    """``1937/1938 — reason`` or ``place: Ukraine — reason``: the scope's field, its value, the reason."""
    scope, dash, reason = re.sub(r"\s+(?:—|–|--|-)\s+", "\0", text, count=1).partition("\0")
    if not dash or not scope.strip() or not reason.strip():
        raise OptionError(text, "")
    name, colon, value = scope.partition(":")
    if colon and name.strip() in ("unit", "period", "place", "counts"):
        return name.strip(), value.strip(), reason.strip()
    return "period", scope.strip(), reason.strip()
