"""What a printed figure says, taken apart but not yet measured by a unit."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from .figure_words import Mark
from .numerals import ZERO, Numeral


class Kind(Enum):
    """What sort of number a figure prints."""

    PLAIN = "number"
    PERCENT = "per cent"
    FRACTION = "fraction"
    RATE = "rate"  # one in ten
    PART = "part of a whole"  # 98 of 139
    MULTIPLE = "multiple"  # eightfold, halved
    ALL = "all"
    VAGUE = "vague"


@dataclass(frozen=True, slots=True)
class End:
    """A single number, or one end of a range, as printed."""

    kind: Kind
    span: tuple[int, int]
    numeral: Numeral = ZERO
    marks: frozenset[Mark] = frozenset()
    negative: bool = False
    divides: bool = False  # halved
    whole: Decimal | None = None

    @property
    def value(self) -> Decimal:
        """The number with its sign."""
        return -self.numeral.value if self.negative else self.numeral.value


@dataclass(frozen=True, slots=True)
class Margin:
    """The ± of a figure, downward and upward; ``relative`` where it is a per cent of another unit."""

    below: Numeral
    above: Numeral
    percent: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """A figure taken apart: one end, or two for a range."""

    ends: tuple[End, ...]
    marks: frozenset[Mark]
    margin: Margin | None = None
    onto: bool = False  # fell *to* a third, not by a third
