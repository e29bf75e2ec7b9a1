"""What a unit makes of a fraction, a per cent, a multiple, a rise or a fall."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum
from functools import lru_cache

from .figure_ends import DIRECTIONS
from .figure_reading import End, Kind, Reading
from .figure_scan import EXACT, FigureError, quote
from .figure_words import Mark
from .numerals import STEP_DIGITS, Numeral, divide, plain, quantise, step_of

_ONE, _HUNDRED, _HUNDREDTH = Decimal(1), Decimal(100), Decimal("0.01")


class Measure(Enum):
    """How a unit takes fractions, per cents and multiples."""

    COUNT = "count"
    PERCENT = "per cent"
    CHANGE = "per cent change"
    RATIO = "ratio"
    ANY = "any"


@dataclass(frozen=True, slots=True)
class Number:
    """An end converted to the unit; ``falls`` where a larger number printed is a smaller one meant."""

    value: Decimal
    unit: Decimal
    falls: bool = False


@lru_cache(maxsize=256)
def measure_of(unit: str | None) -> Measure:
    """Return how a unit takes fractions: a unit that begins with % counts in per cent."""
    name = " ".join((unit or "").lower().replace("per cent", "%").replace("percentage", "%").split())
    name = name.replace("percent", "%")
    if not name:
        return Measure.ANY
    if name.startswith(("% change", "%change")):
        return Measure.CHANGE
    if name.startswith(("%", "share")):
        return Measure.PERCENT
    return Measure.RATIO if name.startswith(("ratio", "factor", "multiple")) else Measure.COUNT


class Converter:
    """Converts the ends of one figure to its unit."""

    def __init__(self, printed: str, measure: Measure) -> None:
        self.printed = printed
        self.measure = measure

    def error(self, span: tuple[int, int], message: str) -> FigureError:
        """Return the complaint that a figure, though read, means nothing under its unit."""
        return FigureError("unreadable", self.printed, span, f"{quote(self.printed)}: {message}")

    def convert(self, end: End, reading: Reading) -> Number:
        """Return an end in the figure's unit."""
        if Mark.FACTOR in reading.marks and end.kind is Kind.PLAIN:
            end = replace(end, kind=Kind.MULTIPLE)
        if end.whole is not None and end.numeral.value > end.whole and end.kind is not Kind.MULTIPLE:
            message = f"{quote(self.printed)}: the part is above the whole; turn them round"
            raise FigureError("swapped", self.printed, end.span, message)
        if self.measure is Measure.COUNT:
            return self.as_count(end)
        if self.measure is Measure.ANY:
            return self.as_printed(end)
        if self.measure is Measure.PERCENT:
            return self.as_percent(end)
        return self.as_change(end, reading)

    def as_count(self, end: End) -> Number:
        """Return an end under a unit that counts."""
        if end.kind in (Kind.PLAIN, Kind.PART):
            return Number(end.value, end.numeral.unit)
        wanted = "ratio" if end.kind is Kind.MULTIPLE else "%"
        raise self.error(end.span, f"a {end.kind.value} is no count; set the unit to {wanted}")

    def as_printed(self, end: End) -> Number:
        """Return an end where no unit is known: as it stands."""
        if end.kind is Kind.MULTIPLE and end.divides:
            return _inverse(end.numeral)
        if end.kind is Kind.RATE:
            return _quotient(end, _ONE)
        return Number(end.value, end.numeral.unit)

    def as_percent(self, end: End) -> Number:
        """Return an end as a share in per cent."""
        if end.kind is Kind.MULTIPLE:
            raise self.error(end.span, "a multiple is no share; set the unit to ratio or % change")
        if end.kind in (Kind.PLAIN, Kind.PERCENT):
            return Number(end.value, end.numeral.unit)
        return _quotient(end, _HUNDRED)

    def as_change(self, end: End, reading: Reading) -> Number:
        """A rise or fall, in per cent of what was there before, or as the ratio of after to before."""
        fall = Mark.FALL in reading.marks
        directed = bool(reading.marks & DIRECTIONS)
        if end.kind is Kind.MULTIPLE:
            ratio = _inverse(end.numeral) if end.divides or fall else Number(end.value, end.numeral.unit)
        elif end.kind in (Kind.FRACTION, Kind.PART, Kind.RATE, Kind.ALL) or self.percent_of(end):
            ratio = self.ratio_of_share(end, fall, directed and not reading.onto)
        elif self.measure is Measure.CHANGE:
            falls = fall and not reading.onto
            value = -end.value if falls else end.value
            return Number(EXACT.subtract(value, _HUNDRED) if reading.onto else value, end.numeral.unit, falls)
        elif directed and not reading.onto:
            raise self.error(end.span, "by how much is not said: write it 13 %, a third or eightfold")
        else:
            return Number(end.value, end.numeral.unit)
        if self.measure is Measure.RATIO:
            return ratio
        change = EXACT.multiply(EXACT.subtract(ratio.value, _ONE), _HUNDRED)
        return Number(plain(change), EXACT.multiply(ratio.unit, _HUNDRED), ratio.falls)

    def percent_of(self, end: End) -> bool:
        """Whether a per cent is printed where a ratio is wanted."""
        return self.measure is Measure.RATIO and end.kind is Kind.PERCENT

    def ratio_of_share(self, end: End, fall: bool, by: bool) -> Number:
        """A fall by a third leaves two thirds; a fall to a third leaves one."""
        share = _quotient(end, _HUNDREDTH if end.kind is Kind.PERCENT else _ONE)
        if not by:
            if self.measure is Measure.CHANGE and not fall:
                raise self.error(end.span, "say which way: fell by a third, grew by a third")
            return share
        value = EXACT.subtract(_ONE, share.value) if fall else EXACT.add(_ONE, share.value)
        return Number(value, share.unit, falls=fall)


def _quotient(end: End, factor: Decimal) -> Number:
    """Return a fraction, or a part over its whole, times *factor*; cut to six digits."""
    # not the numeral's own value, which is cut already where it is a fraction
    part = EXACT.multiply(end.numeral.coefficient, end.numeral.scale)
    part = -part if end.negative else part
    step = EXACT.multiply(end.numeral.step, end.numeral.scale)
    whole = end.whole or _ONE
    if end.kind is Kind.PERCENT:
        return Number(plain(EXACT.multiply(part, factor)), EXACT.multiply(step, factor))
    return Number(divide(EXACT.multiply(part, factor), whole), step_of(EXACT.multiply(step, factor), whole))


def _inverse(numeral: Numeral) -> Number:
    """One over a number: a fall to a third by "a factor of 3"; the printed unit shrinks with its square."""
    if not numeral.value:
        return Number(Decimal(0), _ONE)
    square = EXACT.multiply(numeral.value, numeral.value)
    unit = quantise(EXACT.divide(numeral.unit, square), STEP_DIGITS)
    return Number(divide(_ONE, numeral.value), unit, falls=True)
