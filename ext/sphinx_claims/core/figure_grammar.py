"""The grammar of printed figures: which words stand before a number, which join two, which follow.

    figure  = marks ( "between" end "and" end | ["from"] end joint end | end [margin] ) tail
    end     = marks ( vague | [sign] number [ per cent | multiple | "of" number | "in" number ] )

This module says what is printed (`Reading`); what it means under a unit is `figure`'s business.
"""

from __future__ import annotations

import re
from dataclasses import replace

from . import figure_words as words
from .figure_ends import DASHES, DIRECTIONS, EndReader
from .figure_reading import End, Kind, Margin, Reading
from .figure_scan import FigureError, Source, scan
from .numeral_reader import HYPHENS
from .numerals import Numeral, borrowed_scale

_THOUSANDS = re.compile(r"[0-9]{1,3},000")
_BETWEEN_JOINTS = frozenset(("and", "to")) | DASHES


def read(text: str) -> Reading:
    """Return what a figure prints.

    Raises `FigureError` where some of it has no place in a figure.
    """
    source = Source(text)
    return _Grammar(source, scan(source)).figure()


class _Grammar(EndReader):
    """Whole figures: single numbers, ranges, margins."""

    bound = False  # from A to B

    def figure(self) -> Reading:
        marks = self.leads()
        reading = self.between() if self.accept("between") else self.from_to_or_single()
        marks |= reading.marks | self.tail()
        if self.at < self.end:
            raise self.stray()
        if self.bound and marks & DIRECTIONS:
            message = "two figures, before and after: give each its own estimate, or print the change alone"
            raise self.source.error("unreadable", (0, len(self.source.text)), message)
        return Reading(reading.ends, marks, reading.margin, self.onto)

    # -- ranges

    def between(self) -> Reading:
        """Between A and B, where A or B may hold an "and" of its own: the first split that reads wins."""
        start, failure = self.at, None
        for joint in range(start, self.end):
            if self.numerals.word(joint) not in _BETWEEN_JOINTS:
                continue
            try:
                return self.split(start, joint)
            except FigureError as error:
                failure = failure or error
        if failure is not None:
            raise failure
        self.at = self.end
        raise self.source.error("unreadable", self.span(start - 1), "write it “between 5 and 7 million”")

    def split(self, start: int, joint: int) -> Reading:
        whole = self.numerals.end
        self.at, self.end, self.numerals.end = start, joint, joint
        try:
            first = self.one_end()
            if self.at < joint:
                raise self.stray()
        finally:
            self.end = self.numerals.end = whole
        self.at = joint + 1
        second = self.one_end()
        after = self.tail()
        if self.at < self.end:
            raise self.stray()
        return replace(_range(first, second), marks=after)

    def from_to_or_single(self) -> Reading:
        start = self.at
        self.bound = self.accept("from")
        first = self.one_end()
        if first.kind is not Kind.VAGUE and (margin := self.margin(first)) is not None:
            return margin
        if self.joint():
            second = self.one_end()
            self.refuse_shared_thousands(first, second)
            return _range(first, second)
        if self.bound:
            raise self.source.error("unreadable", self.span(start), "“from” wants a second number: from 5 to 7")
        return Reading((first,), first.marks)

    def refuse_shared_thousands(self, first: End, second: End) -> None:
        """20–30,000 is twenty thousand to most, and twenty to some."""
        one, other = (self.source.text[slice(*end.span)] for end in (first, second))
        if not (one.isdecimal() and len(one) <= 3 and _THOUSANDS.fullmatch(other)):
            return
        if 1 <= second.value / (first.value * 1000 or 1) <= 10:
            span = (first.span[0], second.span[1])
            raise self.source.error(
                "unreadable", span, f"write both in full: {one},000–{other} or {one} to {second.value}"
            )

    def joint(self) -> bool:
        """What joins two ends: a dash, "to", "or"; suspended hyphens (two- to threefold) are let pass."""
        start = self.at
        if any(all(self.word(k) == part for k, part in enumerate(phrase))
               for phrase, _ in words.AFTER.get(self.word(), ())) and self.word(1) != "to":  # fmt: skip
            return False  # "or more", "or so"
        dash = self.accept(*DASHES)
        if self.word() == "up" and self.word(1) == "to":
            self.at += 1
        if self.accept("to", "or", "through", "until"):
            if self.word() in HYPHENS and self.tokens[self.at].tight:
                self.at += 1
            return True
        if not dash:
            self.at = start
        return dash

    # -- margins

    def margin(self, end: End) -> Reading | None:
        """± 0.5, +0.6 −0.5."""
        if self.accept("±", "+/-", "+/−", "+/–"):
            below = above = self.margin_number(end)
        elif self.word() == "+" and self.numerals.read(self.at + 1) is not None:
            self.at += 1
            above = self.margin_number(end)
            self.accept("/")
            if not self.accept(*DASHES):
                raise self.stray()
            below = self.margin_number(end)
        else:
            return None
        percent = self.sequence(words.PERCENT)
        return Reading((end,), end.marks, Margin(below, above, percent))

    def margin_number(self, end: End) -> Numeral:
        found = self.numerals.read(self.at)
        if found is None:
            raise self.stray()
        margin, self.at = found
        if end.numeral.scales and not margin.scales and margin.value <= abs(end.numeral.coefficient):
            return replace(margin, scales=end.numeral.scales)  # 1.5 million ± 0.2
        return margin


def _range(first: End, second: End) -> Reading:
    """Join two ends; the first takes from the second what both share: multiplier, per cent, whole."""
    if Kind.VAGUE in (first.kind, second.kind):
        return Reading((first, second), frozenset())
    first = _with_borrowed(first, second)
    if first.kind is Kind.PLAIN and second.kind not in (Kind.PLAIN, Kind.FRACTION, Kind.ALL):
        first = replace(first, kind=second.kind, whole=second.whole)
    return Reading((first, second), frozenset())


def _with_borrowed(first: End, second: End) -> End:
    """Give the first end the multiplier that it shares: 14–18 million, half to one million, one- to two-thirds."""
    if first.kind not in (Kind.PLAIN, Kind.FRACTION):
        return first
    borrowed = borrowed_scale(first.numeral, second.numeral)
    if borrowed == 1:
        return first
    if first.kind is Kind.FRACTION:
        if second.kind is not Kind.PLAIN:
            return first
        return replace(first, kind=Kind.PLAIN, numeral=Numeral(first.numeral.value, first.numeral.unit, (borrowed,)))
    printed, fraction = first.numeral, second.numeral.fraction
    numeral = Numeral(printed.coefficient, printed.step, (*printed.scales, borrowed), fraction)
    return replace(first, numeral=numeral, kind=second.kind if numeral.fraction else first.kind)
