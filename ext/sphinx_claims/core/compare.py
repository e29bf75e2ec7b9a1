"""Compare figures, and add them up.

A single value has slack (half its last printed unit, at most a tenth of it) and counts as an interval
where it meets a range, a bound or a sum. Between two single values the printed numbers decide: 43 % and
44 % are apart, though 43.5 would round to either. "Near" is measured on printed numbers too, so that it is
the same at every size.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from .figure import Figure
from .figure_format import format_interval, format_number
from .figure_scan import EXACT

__all__ = [
    "AGREE",
    "Relation",
    "Total",
    "compare",
    "exceeds",
    "format_interval",
    "format_number",
    "is_slip",
    "misses",
    "total",
]

#: Figures closer than this share of the larger are near.
_NEAR = Decimal("0.005")
#: Fewer digits than this differ for other reasons than a slip of the pen.
_SLIP_DIGITS = 4


class Relation(StrEnum):
    """How two figures for the same thing stand to each other."""

    SAME = "same"  # equal value or bounds; "about" does not matter
    ROUNDING = "rounding"  # two single values, one within the other's slack
    WITHIN = "within"  # one wholly inside the other, both closed
    NEAR = "near"  # apart by under 0.5 %
    OVERLAP = "overlap"  # they share some ground; ranges that touch do
    OPEN = "open"  # not contradicted, but only because an end is open or one is vague
    APART = "apart"


#: The relations that are agreement.
AGREE = frozenset((Relation.SAME, Relation.ROUNDING, Relation.WITHIN))


def compare(a: Figure, b: Figure) -> Relation:
    """Return how two figures stand to each other; the order does not matter."""
    if a.vague or b.vague:
        return Relation.SAME if a.vague and b.vague and _words(a) == _words(b) else Relation.OPEN
    if (a.value, a.at_least, a.at_most) == (b.value, b.at_least, b.at_most):
        return Relation.SAME
    if a.is_single and b.is_single:
        return _compare_values(a, b)
    if not _meet(a.low, a.high, b.low, b.high):
        return Relation.NEAR if _is_near(a, b) else Relation.APART
    if a.is_open or b.is_open:
        return Relation.OPEN
    return Relation.WITHIN if _inside(a, b) or _inside(b, a) else Relation.OVERLAP


def _words(figure: Figure) -> list[str]:
    return figure.printed.lower().split()


def _compare_values(a: Figure, b: Figure) -> Relation:
    apart = _gap(a, b)
    if apart <= max(a.slack, b.slack):
        return Relation.ROUNDING
    if _is_near(a, b):
        return Relation.NEAR
    # touching slack is not common ground: no number rounds to both 43 and 44
    return Relation.OVERLAP if apart < EXACT.add(a.slack, b.slack) else Relation.APART


def _nominal(figure: Figure) -> tuple[Decimal | None, Decimal | None]:
    return (figure.value, figure.value) if figure.is_single else (figure.low, figure.high)


def _gap(a: Figure, b: Figure) -> Decimal:
    """Return how far apart the printed ends that face each other are; zero if they meet."""
    (a_low, a_high), (b_low, b_high) = _nominal(a), _nominal(b)
    if a_high is not None and b_low is not None and b_low > a_high:
        return EXACT.subtract(b_low, a_high)
    if b_high is not None and a_low is not None and a_low > b_high:
        return EXACT.subtract(a_low, b_high)
    return Decimal(0)


def _is_near(a: Figure, b: Figure) -> bool:
    """Whether two figures that do not meet are apart by under 0.5 % of the larger of the facing ends."""
    (a_low, a_high), (b_low, b_high) = _nominal(a), _nominal(b)
    facing = (a_high, b_low) if a_high is not None and b_low is not None and b_low > a_high else (b_high, a_low)
    larger = max(abs(end) for end in facing if end is not None)
    return _gap(a, b) < EXACT.multiply(larger, _NEAR)


def _meet(a_low: Decimal | None, a_high: Decimal | None, b_low: Decimal | None, b_high: Decimal | None) -> bool:
    """Whether two intervals share a point; None is an open end."""
    return not (
        (a_high is not None and b_low is not None and a_high < b_low)
        or (b_high is not None and a_low is not None and b_high < a_low)
    )


def _inside(inner: Figure, outer: Figure) -> bool:
    """Whether the printed number or range lies in the other, slack and ends included."""
    low, high = _nominal(inner)
    if low is None or high is None or outer.low is None or outer.high is None:
        return False
    return outer.low <= low and high <= outer.high


def exceeds(part: Figure, whole: Figure) -> bool:
    """Whether the part is certainly above the whole: its low end above the other's high end, with slack."""
    return part.low is not None and whole.high is not None and part.low > whole.high


# -- slips of the pen


def is_slip(a: Figure, b: Figure) -> bool:
    """Whether two fully printed numbers differ as a misprint does.

    One digit is another, two neighbours are exchanged, or one is dropped or doubled. Both must be single
    values of at least four digits, printed to the same unit and not rounded.
    """
    first, second = _printed_digits(a), _printed_digits(b)
    if first is None or second is None or first == second or a.precision != b.precision:
        return False
    if first.startswith("-") != second.startswith("-"):
        return False
    if len(first) != len(second):
        return _drops_one(*sorted((first, second), key=len))
    changed = [at for at, (x, y) in enumerate(zip(first, second, strict=True)) if x != y]
    if len(changed) == 1:
        return True
    if len(changed) != 2 or changed[1] != changed[0] + 1:
        return False
    left, right = changed
    return first[left] == second[right] and first[right] == second[left]


def _printed_digits(figure: Figure) -> str | None:
    """The digits of a single value printed in full, with its sign, or None."""
    if not figure.is_single or figure.value is None or figure.precision is None or figure.precision > 1:
        return None
    steps = EXACT.divide(figure.value, figure.precision)
    if steps != EXACT.to_integral_value(steps):
        return None  # a quotient is not printed
    digits = str(int(steps))
    return digits if len(digits.lstrip("-")) >= _SLIP_DIGITS else None


def _drops_one(shorter: str, longer: str) -> bool:
    return any(longer[:at] + longer[at + 1 :] == shorter for at in range(len(longer)))


# -- sums


@dataclass(frozen=True, slots=True)
class Total:
    """A signed sum of figures: the ends of its interval (None if open), and the sums of the printed numbers.

    ``nominal`` is None unless every term has a value; ``printed`` are the ends without slack.
    """

    low: Decimal | None
    high: Decimal | None
    nominal: Decimal | None
    printed: tuple[Decimal | None, Decimal | None] = (None, None)


def total(terms: Sequence[tuple[int, Figure]]) -> Total:
    """Return the sum of figures, each with its sign (1 or −1); a term taken away swaps its ends."""
    low = high = nominal = first = last = Decimal(0) if terms else None
    for sign, figure in terms:
        ends, printed = (figure.low, figure.high), _nominal(figure)
        if sign < 0:
            ends, printed = ends[::-1], printed[::-1]
        low, high = _added(low, ends[0], sign), _added(high, ends[1], sign)
        first, last = _added(first, printed[0], sign), _added(last, printed[1], sign)
        nominal = _added(nominal, figure.value, sign)
    return Total(low, high, nominal, (first, last))


def _added(so_far: Decimal | None, term: Decimal | None, sign: int) -> Decimal | None:
    if so_far is None or term is None:
        return None
    return EXACT.add(so_far, term) if sign > 0 else EXACT.subtract(so_far, term)


def misses(total: Total, stated: Figure) -> Decimal | None:
    """Return by how much a sum misses the total that is stated, or None if it may be right.

    The miss is stated − sum of the printed numbers; where one has no single value, the gap between the
    printed ends, negative if the stated total is the smaller.
    """
    if _meet(total.low, total.high, stated.low, stated.high):
        return None
    if total.nominal is not None and stated.value is not None:
        return EXACT.subtract(stated.value, total.nominal)
    (first, last), (low, high) = total.printed, _nominal(stated)
    if low is not None and last is not None and low > last:
        return EXACT.subtract(low, last)
    return None if high is None or first is None else EXACT.subtract(high, first)
