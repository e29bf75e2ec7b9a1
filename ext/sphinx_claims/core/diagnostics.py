"""Faults: what a contributor wrote wrongly, each with a name, a place, a rule and a way to mend it.

A fault is a contributor's error. What the sources themselves do wrong (a sum that misses its total, a
part above its whole) is a *finding*, see :mod:`sphinx_claims.core.findings`, and never a fault.
"""

from __future__ import annotations

import difflib
from bisect import bisect
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .records import Record


#: So many terms are held against a wrong one; of more, those next to it by alphabet.
_MANY = 600


class Rule(Enum):
    """Every kind of fault: its code (the warning's subtype), its message and how to mend it.

    The message is a :meth:`str.format` template over the keyword arguments given to :func:`fault`.
    """

    MISSING_ID = ("missing-id", "{kind} has no id", "write {hint} behind the directive's name")
    MALFORMED_ID = (
        "malformed-id",
        "the id {value!r} is not lower-case words joined by hyphens",
        "use letters a-z, digits and hyphens, for example {hint!r}",
    )
    MALFORMED_SIGLUM = (
        "malformed-siglum",
        "the siglum {value!r} cannot stand before a locator",
        "use a letter, then at most 15 letters, digits, dots or hyphens, for example W or ms-2",
    )
    DUPLICATE_ID = ("duplicate-id", "the id {where}", "{hint}")
    MISSING_TITLE = (
        "missing-title",
        "{kind} needs a title after its id",
        "write it behind the id on the directive's first line",
    )
    UNKNOWN_OPTION = ("unknown-option", "{kind} has no option {value!r}", "{hint}")
    REPEATED_OPTION = (
        "repeated-option",
        "the option :{option}: is given more than once, and only the last counts",
        "write it once, its items separated by semicolons",
    )
    MISSING_QUANTITY = ("missing-quantity", "the estimate names no quantity", "add :quantity: or nest it in a quantity")
    UNKNOWN_QUANTITY = ("unknown-quantity", "there is no quantity {value!r}", "{hint}")
    EMPTY_FIGURE = (
        "empty-figure",
        "the estimate has no figure",
        "add :figure: as the source prints it, for example 1.5–1.7 million",
    )
    UNREADABLE_FIGURE = (
        "unreadable-figure",
        "the figure {value!r} in :{option}: cannot be read: {reason}",
        "{hint}",
    )
    READING_DIFFERS = (
        "reading-differs",
        "the reading {value!r} of {reason} is another figure than the estimate's",
        "make it an estimate of its own, or say in :emends: that it is a misprint",
    )
    RANGE_SWAPPED = ("range-swapped", "the range {value!r} in :{option}: runs downwards", "put the lower end first")
    UNKNOWN_SOURCE = ("unknown-source", "the bibliography has no key {value!r} (in :{option}:)", "{hint}")
    MALFORMED_LOCATOR = ("malformed-locator", "cannot read {value!r} in :{option}:", "write {hint}")
    UNKNOWN_SIGLUM = ("unknown-siglum", "no witness has the siglum {value!r}", "{hint}")
    OUTSIDE_WITNESS = (
        "outside-witness",
        "{value} lies outside the witness: {reason}",
        "check the locator against the witness's contents",
    )
    BAD_CONTENTS = (
        "bad-contents",
        "the witness's contents {value!r} cannot be used: {reason}",
        "give a table (tab-separated) with the columns locator, section, sentences",
    )
    UNKNOWN_TARGET = ("unknown-target", "no object has the id {value!r} (in {option})", "{hint}")
    WRONG_TARGET = (
        "wrong-target",
        "{value!r} (in {option}) is {kind}, not {expected}",
        "name an object of the right kind",
    )
    SELF_RELATION = ("self-relation", "the object names itself in :{option}:", "name another object")
    CYCLE = ("cycle", "{what} runs in a circle: {value}", "take one of its links out")
    SUM_MISMATCH = (
        "sum-mismatch",
        "the computed figure {value} is not the sum of its terms, {reason}",
        "correct the figure or the terms of :sum-of:",
    )
    UNKNOWN_UNIT = ("unknown-unit", "the unit {value!r} is not in the list of units", "{hint}")
    UNKNOWN_COUNTS = ("unknown-counts", "{value!r} (in :counts:) is not in the list of what is counted", "{hint}")
    UNKNOWN_PLACE = ("unknown-place", "the place {value!r} is not in the list of places", "{hint}")
    UNKNOWN_BASIS = ("unknown-basis", "the basis {value!r} is not in the list of bases", "{hint}")
    BAD_RANK = ("bad-rank", "the rank {value!r} is not known", "use preferred, normal or deprecated")
    BAD_CERT = ("bad-cert", "the certainty {value!r} is not known", "use high, medium, low or unknown")
    BAD_INTERVAL = (
        "bad-interval",
        "the kind of interval {value!r} is not known",
        "use sampling, author's, editor's or span of sources",
    )
    BAD_PERIOD = (
        "bad-period",
        "{value!r} in :{option}: is not an EDTF date or interval",
        "{hint}",
    )
    BAD_DERIVATION = (
        "bad-derivation",
        "{value!r} in :derives-from: says it is known {reason!r}",
        "use (stated), (inferred) or (from-memory)",
    )
    BAD_COMPARE_AS = (
        "bad-compare-as",
        "cannot read {value!r} in :compare-as:",
        "write the scope and the reason, for example 1937/1938 — the label 1936–38 is loose",
    )
    MISSING_REASON = ("missing-reason", "{value} gives no reason", "add :{option}:")
    NO_SUPPORT = (
        "no-support",
        "the estimate has no source, witness, sum-of or derives-from",
        "say where the figure stands: a bibliography key in :source:, or a place in :witness:",
    )
    EMPTY_CLAIM = ("empty-claim", "the claim has no statement", "write it in the directive's body")
    EMPTY_OPTION = ("empty-option", "the option :{option}: is empty", "give it a value or take it out")
    ROLE_IN_TITLE = (
        "role-in-title",
        "the role {value!r} stands in a heading or a caption, where it cannot be kept up to date",
        "write plain words there and the figure in the text below",
    )
    BAD_FILTER = ("bad-filter", "the list cannot be filtered by :{option}: {value!r}", "{hint}")

    def __init__(self, code: str, message: str, mend: str) -> None:
        self.code = code
        self.message = message
        self.mend = mend


class Fault(NamedTuple):
    """One fault: where it is, the object it concerns, its rule, and the finished text."""

    path: str
    line: int
    id: str
    rule: Rule
    text: str
    sought: str = ""  #: words to look for from that line on, where only the paragraph's first line is known
    docname: str = ""  #: the page on which it is shown


def fault(rule: Rule, record: Record, /, **values: object) -> Fault:
    """The fault `rule` at the place of `record`, its templates filled from `values`."""
    said = {name: _short(value) if isinstance(value, str) else value for name, value in values.items()}
    text = "; ".join(part for part in (rule.message.format(**said), rule.mend.format(**said)) if part)
    named = f"{record.kind} {_short(record.id, 60)}: " if record.id else ""
    return Fault(record.path, record.line, record.id, rule, one_line(named + text), record.sought, record.docname)


def a(kind: str) -> str:
    """A kind of object with its article: ``a claim``, ``an estimate``."""
    return f"{'an' if kind[:1] in tuple('aeiou') else 'a'} {kind}"


def _short(text: str, limit: int = 240) -> str:
    """What a contributor wrote, cut so that rule and remedy keep their place in the line."""
    return text if len(text) <= limit else f"{text[: limit - 1]}…"


def one_line(text: str) -> str:
    """`text` on one line, without control characters, and of a length that can be read."""
    clean = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return clean if len(clean) <= 600 else f"{clean[:597]}..."


def did_you_mean(value: str, known: Iterable[str], otherwise: str) -> str:
    """A hint that names the nearest of `known`, or `otherwise` where none is near."""
    terms, folded = sorted(known), value.casefold()
    for term in terms:
        if term.casefold() == folded:
            return f"did you mean {term!r}?"
    if len(terms) > _MANY:  # a slip in the first letters is rarer than a page of hundreds of wrong ids
        at = bisect(terms, value)
        terms = terms[max(0, at - _MANY // 2) : at + _MANY // 2]
    near = difflib.get_close_matches(value[:80], terms, n=1, cutoff=0.6)
    return f"did you mean {near[0]!r}?" if near else otherwise
