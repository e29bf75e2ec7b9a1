"""Figures as sources print them, and what they mean.

`parse_figure` turns "nearly 700,000", "1.5–1.7 million", "at least 5.2 million" or "98 of 139" into a
`Figure` of exact decimals. Nothing is invented: an open end stays open, a range has no midpoint, and
"tens of thousands" stays an order of magnitude.

The unit decides what some words mean. ``%`` (or ``share``) turns fractions and "98 of 139" into per cent;
``% change`` reads rises and falls ("a 13 % decline" is −13, "doubled" +100); ``ratio`` reads multiples
("eightfold" is 8, "halved" 0.5); any other unit counts, and takes a fraction, a per cent or a multiple for a
contributor's slip. Without a unit every form is read as it stands.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from .figure_ends import DIRECTIONS
from .figure_grammar import read
from .figure_reading import End, Kind, Margin, Reading
from .figure_scan import EXACT, MAX_LENGTH, FigureError, last_unit, quote
from .figure_unit import Converter, Measure, Number, measure_of
from .figure_words import Mark
from .numerals import borrowed_scale, plain

__all__ = ["Figure", "FigureError", "parse_figure"]

_HALF = Decimal("0.5")
#: A figure printed as "10 million" may be rounded from anywhere, but no more than this share is allowed it.
_MOST_SLACK = Decimal("0.1")
_PLAIN = re.compile(r"[0-9]{1,3}(?:,[0-9]{3}){0,9}|[0-9]{1,30}")
_ROUNDED = frozenset((Mark.ABOUT, Mark.NEARLY, Mark.JUST_OVER))
_BOUNDING = frozenset((Mark.FLOOR, Mark.CEILING, Mark.NEARLY, Mark.JUST_OVER))
_PERCENT = Decimal("0.01")
_IN_PERCENT = (Measure.PERCENT, Measure.CHANGE)


@dataclass(frozen=True, slots=True)
class Figure:
    """One printed figure: a single value, a range, a bound with an open end, or an order of magnitude."""

    printed: str  #: as given, without blanks around it
    value: Decimal | None = None  #: a single value
    at_least: Decimal | None = None  #: lower bound; alone, the upper end is open
    at_most: Decimal | None = None  #: upper bound; alone, the lower end is open
    approximate: bool = False  #: about, circa, nearly, some, ...
    vague: bool = False  #: an order of magnitude only, "tens of thousands"
    precision: Decimal | None = None  #: last printed unit of a single value, or of x in "nearly x"
    whole: Decimal | None = None  #: 139 in "98 of 139"

    @property
    def is_single(self) -> bool:
        """Whether the figure is one number, without bounds."""
        return self.value is not None and self.at_least is None and self.at_most is None

    @property
    def is_exact(self) -> bool:
        """Whether the figure is one number, printed without "about"."""
        return self.is_single and not self.approximate

    @property
    def is_open(self) -> bool:
        """Whether an end is open, or both are."""
        return self.low is None or self.high is None

    @property
    def slack(self) -> Decimal:
        """Half the last printed unit of a single value, at most a tenth of it; for all else nothing."""
        if self.value is None or self.precision is None or not self.is_single:
            return Decimal(0)
        return slack_of(self.value, self.precision)

    @property
    def low(self) -> Decimal | None:
        """The lower end as compared, with slack; None where it is open."""
        return EXACT.subtract(self.value, self.slack) if self.is_single and self.value is not None else self.at_least

    @property
    def high(self) -> Decimal | None:
        """The upper end as compared, with slack; None where it is open."""
        return EXACT.add(self.value, self.slack) if self.is_single and self.value is not None else self.at_most


def slack_of(value: Decimal, precision: Decimal) -> Decimal:
    """Return the slack of a single value: half its last printed unit, at most a tenth of it."""
    return min(EXACT.multiply(precision, _HALF), EXACT.multiply(abs(value), _MOST_SLACK))


@lru_cache(maxsize=8192)
def parse_figure(text: str, unit: str | None = None) -> Figure:
    """Return the meaning of a figure as a source prints it, under a unit.

    Raises `FigureError`: "empty", "swapped" (a range whose ends stand in the wrong order), or "unreadable".
    """
    printed = text.strip()
    if not printed:
        raise FigureError("empty", text, (0, len(text)), "the figure is empty; print the number the source gives")
    if _PLAIN.fullmatch(printed):  # most figures; nothing in them depends on the unit
        value = Decimal(printed.replace(",", ""))
        return Figure(printed, value, precision=last_unit(value))
    if len(printed) > MAX_LENGTH:
        message = f"{quote(printed)}: a figure is a few words, at most {MAX_LENGTH} characters"
        raise FigureError("unreadable", text, (0, len(text)), message)
    try:
        figure = _Meaning(printed, measure_of(unit)).figure(read(printed))
    except FigureError as error:
        offset = len(text) - len(text.lstrip())
        start, end = error.span
        raise FigureError(error.kind, text, (start + offset, end + offset), error.message) from None
    return _without_idle_zeros(figure)


def _without_idle_zeros(figure: Figure) -> Figure:
    """5.0 million is 5000000, to a precision of 100000: what was printed is told by the precision alone."""
    return Figure(
        figure.printed,
        _plain(figure.value),
        _plain(figure.at_least),
        _plain(figure.at_most),
        figure.approximate,
        figure.vague,
        _plain(figure.precision),
        _plain(figure.whole),
    )


def _plain(number: Decimal | None) -> Decimal | None:
    return None if number is None else plain(number)


class _Meaning(Converter):
    """Turns a reading into a figure under a unit."""

    def figure(self, reading: Reading) -> Figure:
        marks = reading.marks
        if (Mark.FLOOR in marks and Mark.CEILING in marks) or marks >= DIRECTIONS:
            raise self.error((0, len(self.printed)), "its words contradict each other; write a range as 5–7")
        if marks & DIRECTIONS and self.measure not in (Measure.CHANGE, Measure.RATIO):
            raise self.error((0, len(self.printed)), "a rise or fall needs the unit “% change” or “ratio”")
        approximate = bool(marks & _ROUNDED)
        if all(end.kind is Kind.VAGUE for end in reading.ends):
            return Figure(self.printed, approximate=approximate, vague=True)
        if len(reading.ends) == 1:
            return self.single(reading, approximate)
        return self.range(reading, approximate)

    # -- a single number

    def single(self, reading: Reading, approximate: bool) -> Figure:
        end = reading.ends[0]
        if reading.margin is not None:
            return self.with_margin(end, reading.margin, reading)
        number = self.convert(end, reading)
        marks = _turned(reading.marks) if number.falls else reading.marks
        if not marks & _BOUNDING:
            return Figure(self.printed, number.value, None, None, approximate, precision=number.unit, whole=end.whole)
        low, high = _stretch(number, marks)
        bounds = Figure(self.printed, None, low, high, approximate, whole=end.whole)
        if Mark.FLOOR in marks:
            return replace(bounds, at_most=None)
        if Mark.CEILING in marks:
            return replace(bounds, at_least=None)
        if Mark.JUST_OVER in marks:
            return bounds
        return replace(bounds, precision=number.unit)  # nearly

    def with_margin(self, end: End, margin: Margin, reading: Reading) -> Figure:
        if reading.marks - {Mark.ABOUT} or end.kind not in (Kind.PLAIN, Kind.PERCENT):
            raise self.error(end.span, "a margin stands with a plain number: 67.4 ± 0.5")
        relative = margin.percent and end.kind is Kind.PLAIN and self.measure not in _IN_PERCENT
        if not relative:  # 1.5 ± 0.2 million; 43 ± 2 %
            borrowed = borrowed_scale(end.numeral, margin.above)
            numeral = replace(end.numeral, scales=(*end.numeral.scales, borrowed))
            end = replace(end, numeral=numeral, kind=Kind.PERCENT if margin.percent else end.kind)
        number = self.convert(end, reading)
        factor = Decimal(1)
        if relative:
            factor = EXACT.multiply(abs(number.value), _PERCENT)
        elif margin.percent and self.measure is Measure.RATIO:
            factor = _PERCENT
        below, above = (EXACT.multiply(m.value, factor) for m in (margin.below, margin.above))
        return Figure(
            self.printed,
            number.value,
            EXACT.subtract(number.value, below),
            EXACT.add(number.value, above),
            Mark.ABOUT in reading.marks,
            precision=number.unit,
        )

    # -- a range

    def range(self, reading: Reading, approximate: bool) -> Figure:
        first, second = reading.ends
        low, high = self.converted(first, reading), self.converted(second, reading)
        falling = [end.number.falls for end in (low, high) if end.number is not None]
        falls = all(falling)
        # a fall by 13–20 % runs from −20 to −13; "fell by 20–13 %" is swapped as printed
        if any(falling) == falls and _above(*((high, low) if falls else (low, high))):
            raise self.swapped(first, second)
        if falls or _above(low, high):
            low, high = high, low
        marks = _turned(reading.marks) if falls else reading.marks
        at_least = None if Mark.CEILING in low.marks | marks else low.edge(0)
        at_most = None if Mark.FLOOR in high.marks | marks else high.edge(1)
        if at_least is None and at_most is None:
            raise self.error((0, len(self.printed)), "neither end is bound; print the numbers alone")
        approximate = approximate or bool((low.marks | high.marks) & _ROUNDED)
        return Figure(self.printed, None, at_least, at_most, approximate, whole=second.whole)

    def converted(self, end: End, reading: Reading) -> _RangeEnd:
        if end.kind is Kind.VAGUE:
            return _RangeEnd(None, frozenset())
        number = self.convert(end, reading)
        return _RangeEnd(number, _turned(end.marks) if number.falls else end.marks)

    def swapped(self, first: End, second: End) -> FigureError:
        span = (first.span[0], second.span[1])
        message = (
            f"{quote(self.printed)}: the first number is above the second; turn them round, or write both in "
            "full where a multiplier is the second's alone (500,000–1 million)"
        )
        return FigureError("swapped", self.printed, span, message)


@dataclass(frozen=True, slots=True)
class _RangeEnd:
    """One end of a range in the unit; without a number where it is vague."""

    number: Number | None
    marks: frozenset[Mark]

    def edge(self, side: Literal[0, 1]) -> Decimal | None:
        return None if self.number is None else _stretch(self.number, self.marks)[side]


def _above(first: _RangeEnd, second: _RangeEnd) -> bool:
    return first.number is not None and second.number is not None and first.number.value > second.number.value


def _stretch(number: Number, marks: frozenset[Mark]) -> tuple[Decimal, Decimal]:
    """Return the ends of "nearly x" and "just over x"; elsewhere x twice. Nearly is towards zero."""
    low = high = number.value
    slack = slack_of(number.value, number.unit)
    below, above = Mark.NEARLY in marks, Mark.JUST_OVER in marks
    if number.value < 0 and not number.falls:
        below, above = above, below
    if below:
        low = EXACT.subtract(low, slack)
    if above:
        high = EXACT.add(high, slack)
    return low, high


_TURNED = {
    Mark.FLOOR: Mark.CEILING,
    Mark.CEILING: Mark.FLOOR,
    Mark.NEARLY: Mark.JUST_OVER,
    Mark.JUST_OVER: Mark.NEARLY,
}


def _turned(marks: frozenset[Mark]) -> frozenset[Mark]:
    """Over 50 % of a fall is under −50."""
    return frozenset(_TURNED.get(mark, mark) for mark in marks)
