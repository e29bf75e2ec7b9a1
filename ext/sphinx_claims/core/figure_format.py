"""Print numbers and spans in the edition's style; `parse_figure` reads them back."""

from __future__ import annotations

from decimal import Decimal

from .figure_scan import EXACT
from .numerals import Numeral, borrowed_scale, plain

__all__ = ["format_interval", "format_number"]

#: Round numbers take the largest of these names of which they are a multiple to two decimals.
_NAMES = ((Decimal(10) ** 12, "trillion"), (Decimal(10) ** 9, "billion"), (Decimal(10) ** 6, "million"))
_SIZES = {name: size for size, name in _NAMES}
_MINUS = "−"


def format_number(x: Decimal) -> str:
    """Return 681,692, 1.5 million, 0.95 or −13: words for round numbers from a million up."""
    coefficient, name = _split(x)
    return f"{_digits(coefficient)} {name}" if name else _digits(coefficient)


def format_interval(low: Decimal | None, high: Decimal | None) -> str:
    """Return "1.5–1.7 million", "650,000–1.2 million", "at least 5.2 million" or "up to 43".

    An end that is None is open; "unbounded" if both are.
    """
    if low is None and high is None:
        return "unbounded"
    if high is None:
        return f"at least {format_number(low)}" if low is not None else ""
    if low is None:
        return f"up to {format_number(high)}"
    if low == high:
        return format_number(low)
    between = " to " if low < 0 or high < 0 else "–"
    if 1 <= low < 1000 <= high < 1_000_000:
        return f"{_digits(low)} to {plain(high):f}"  # 20–30,000 would be read as twenty thousand
    return between.join(_ends(low, high))


def _ends(low: Decimal, high: Decimal) -> tuple[str, str]:
    """Print both ends so that a shared multiplier stands once, and no other seems to be shared."""
    small, small_name = _split(low)
    large, large_name = _split(high)
    if low and small_name == large_name:
        return _digits(small), format_number(high)
    if _misleads(low, small_name, large, large_name) or _misleads(high, large_name, small, small_name):
        return _digits(low), _digits(high)
    return format_number(low), format_number(high)


def _misleads(bare: Decimal, name: str, coefficient: Decimal, other: str) -> bool:
    """Whether a number without a multiplier would seem to take the other end's."""
    if name or not other or not bare:
        return False
    scale = _SIZES[other]
    unit = Decimal(1)
    return borrowed_scale(Numeral(bare, unit), Numeral(coefficient, unit, (scale,))) != 1


def _split(x: Decimal) -> tuple[Decimal, str]:
    for size, name in _NAMES:
        if abs(x) >= size and not EXACT.remainder(EXACT.multiply(x, Decimal(100)), size):
            return plain(EXACT.divide(x, size)), name
    return x, ""


def _digits(x: Decimal) -> str:
    text = f"{abs(plain(x)):,f}"
    return _MINUS + text if x < 0 else text
