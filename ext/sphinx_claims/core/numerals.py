"""Numbers as printed, and the multiplier that the ends of a range share.

A `Numeral` keeps its multipliers ("hundred", "million") apart from what stands before them, because in a
range the first number may borrow the second's: 14–18 million is fourteen *million* to eighteen million,
while in 700,000–1.2 million the multiplier is the second number's alone. `borrowed_scale` decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from .figure_scan import EXACT

#: Quotients are kept to so many digits, their printed unit to fewer.
QUOTIENT_DIGITS, STEP_DIGITS = 6, 3
# a range may leave the multiplier to its second end only where the two are of comparable size
_SAME_ORDER, _WIDEST = 5, 200


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number as printed: ``coefficient`` times its ``scales``, in the order in which they stand."""

    coefficient: Decimal
    step: Decimal  # the last printed unit of the coefficient
    scales: tuple[Decimal, ...] = ()
    fraction: bool = False  # two-thirds, half, ¾: a part of something
    compound: bool = False  # one million two hundred thousand: its last multiplier is not the whole's

    @property
    def scale(self) -> Decimal:
        """The product of all multipliers."""
        return _product(self.scales)

    @property
    def value(self) -> Decimal:
        """The number itself; a quotient without end is cut to six digits."""
        value = EXACT.multiply(self.coefficient, self.scale)
        return quantise(value, QUOTIENT_DIGITS) if self.fraction else value

    @property
    def unit(self) -> Decimal:
        """The last printed unit of the number."""
        unit = EXACT.multiply(self.step, self.scale)
        return quantise(unit, STEP_DIGITS) if self.fraction else unit


def quantise(value: Decimal, digits: int) -> Decimal:
    """Return *value* to so many significant digits, without trailing zeros."""
    if not value:
        return Decimal(0)
    rounded = EXACT.quantize(value, Decimal(1).scaleb(value.adjusted() - digits + 1))
    return plain(rounded)


def divide(part: Decimal, whole: Decimal) -> Decimal:
    """Return the quotient, exact where it ends within six digits, else cut there."""
    return quantise(EXACT.divide(part, whole), QUOTIENT_DIGITS)


def step_of(part: Decimal, whole: Decimal) -> Decimal:
    """Return the printed unit of a quotient: one step of its numerator, to three digits."""
    return quantise(EXACT.divide(part, whole), STEP_DIGITS)


def plain(value: Decimal) -> Decimal:
    """Return *value* without trailing zeros and without an exponent."""
    value = EXACT.normalize(value)
    return EXACT.quantize(value, Decimal(1)) if value == EXACT.to_integral_value(value) else value


def borrowed_scale(first: Numeral, second: Numeral) -> Decimal:
    """Return the multiplier that the first number of a range takes over from the second.

    It borrows where the two numbers before the multiplier are of one size (14–18 million), not where the
    first is printed in full (700,000–1.2 million; 900–1.1 thousand). Where it is neither (500–1 million),
    it borrows too: the ends then stand in the wrong order, which is reported rather than guessed at.
    """
    if second.compound or any(scale >= 1000 for scale in first.scales):
        return Decimal(1)
    borrowable = []
    for at in range(len(second.scales)):
        if second.scales[at] in first.scales:
            continue  # one hundred to two hundred thousand: the first has its "hundred" already
        multiplier = _product(second.scales[at:])
        before = EXACT.divide(abs(second.value), multiplier)
        if abs(first.value) <= before:
            return multiplier
        borrowable.append((multiplier, before))
    for multiplier, before in borrowable:
        if not before or abs(first.value) <= _SAME_ORDER * before:
            return multiplier
        if abs(first.value) * _WIDEST < before * multiplier:
            return multiplier
    return Decimal(1)


def _product(scales: Sequence[Decimal]) -> Decimal:
    product = Decimal(1)
    for scale in scales:
        product = EXACT.multiply(product, scale)
    return product


#: What stands where nothing else is printed.
ZERO = Numeral(Decimal(0), Decimal(1))
