"""Read numbers in digits and words: 681,692; 1.5 million; nineteen; two hundred thousand; half a million."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from .figure_scan import EXACT, Source, Token, last_unit
from .numerals import Numeral

_SMALL = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_UNITS = {word: Decimal(n) for n, word in enumerate(_SMALL)}
_BY_TEN = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_TENS = {word: Decimal(n * 10) for n, word in enumerate(_BY_TEN, 2)}
_THOUSAND, _MILLION, _BILLION, _TRILLION = (Decimal(10) ** n for n in (3, 6, 9, 12))
#: Multipliers that follow a number.
SCALES = {
    "hundred": Decimal(100), "dozen": Decimal(12), "thousand": _THOUSAND, "million": _MILLION,
    "milliard": _BILLION, "billion": _BILLION, "trillion": _TRILLION,
    "mn": _MILLION, "mln": _MILLION, "mio": _MILLION, "bn": _BILLION, "tn": _TRILLION,
}  # fmt: skip
_BARE = frozenset(("hundred", "thousand", "million", "billion", "trillion", "dozen"))
_PLURALS = {f"{word}s": SCALES[word] for word in ("hundred", "thousand", "million", "billion", "trillion")}
# only where they touch the number: "1.5m", not "1.5 m", which may be metres
_LETTERS = {"k": _THOUSAND, "m": _MILLION, "b": _BILLION}
_PARTS = {
    2: ("half", "halves"), 3: ("third", "thirds"), 4: ("quarter", "quarters", "fourth", "fourths"),
    5: ("fifth", "fifths"), 6: ("sixth", "sixths"), 7: ("seventh", "sevenths"), 8: ("eighth", "eighths"),
    9: ("ninth", "ninths"), 10: ("tenth", "tenths"), 11: ("eleventh", "elevenths"),
    12: ("twelfth", "twelfths"), 20: ("twentieth", "twentieths"), 100: ("hundredth", "hundredths"),
    1000: ("thousandth", "thousandths"),
}  # fmt: skip
_ORDINALS = {word: Decimal(n) for n, names in _PARTS.items() for word in names}
_SIGNS = {
    "½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4), "⅕": (1, 5), "⅖": (2, 5), "⅗": (3, 5),
    "⅘": (4, 5), "⅙": (1, 6), "⅚": (5, 6), "⅛": (1, 8), "⅜": (3, 8), "⅝": (5, 8), "⅞": (7, 8), "⅒": (1, 10),
}  # fmt: skip
#: Only these join the parts of one word; a longer dash between numbers is a range.
HYPHENS = frozenset("-‐‑")
_ARTICLES = frozenset(("a", "an"))
# no number is multiplied beyond this; nobody has counted so far
_LIMIT = Decimal(10) ** 60


class NumeralReader:
    """Reads one numeral from tokens; never looks past ``end``."""

    def __init__(self, source: Source, tokens: Sequence[Token], end: int) -> None:
        self.source = source
        self.tokens = tokens
        self.end = end
        self.words = ["" if token.kind == "number" else token.text for token in tokens]

    def word(self, at: int) -> str:
        """The text of a token that is a word or a sign, else nothing."""
        return self.words[at] if at < self.end else ""

    def read(self, at: int) -> tuple[Numeral, int] | None:
        """Return the numeral that begins at *at* and the position after it."""
        part = self._fraction(at)
        found = self._cardinal(at) if part is None else self._fraction_of_scale(*part)
        return None if found is None else self._bounded(*found, start=at)

    def _bounded(self, numeral: Numeral, at: int, start: int) -> tuple[Numeral, int]:
        if abs(numeral.value) > _LIMIT:
            span = (self.tokens[start].start, self.tokens[at - 1].end)
            raise self.source.error("unreadable", span, "this is more than any count; check the multipliers")
        return numeral, at

    # -- fractions

    def _fraction(self, at: int) -> tuple[Numeral, int] | None:
        if at >= self.end:
            return None
        token = self.tokens[at]
        if token.kind == "fraction":
            return _part(*map(Decimal, _SIGNS[token.text])), at + 1
        if token.text == "half":
            return _part(Decimal(1), Decimal(2)), at + 1
        if token.kind == "number":
            return self._digit_fraction(at)
        if token.text == "quarter" and (self.word(at + 1) == "of" or self.word(at + 1) in SCALES):
            return _part(Decimal(1), Decimal(4)), at + 1
        numerator = _UNITS.get(token.text, Decimal(1) if token.text in _ARTICLES else None)
        below = at + 2 if self.word(at + 1) in HYPHENS else at + 1
        if numerator is None or self.word(below) not in _ORDINALS:
            return None
        return _part(numerator, _ORDINALS[self.word(below)]), below + 1

    def _digit_fraction(self, at: int) -> tuple[Numeral, int] | None:
        """3/4, 3 quarters."""
        token = self.tokens[at]
        if self.word(at + 1) in ("/", "⁄") and at + 2 < self.end and self.tokens[at + 2].kind == "number":
            below = self.tokens[at + 2].coefficient
            if not below:
                span = (token.start, self.tokens[at + 2].end)
                raise self.source.error("unreadable", span, "nothing can be divided by zero")
            return _part(token.coefficient, below), at + 3
        below_at = at + 2 if self.word(at + 1) in HYPHENS else at + 1
        if self.word(below_at) in _ORDINALS:
            return _part(token.coefficient, _ORDINALS[self.word(below_at)]), below_at + 1
        return None

    def _fraction_of_scale(self, part: Numeral, at: int) -> tuple[Numeral, int]:
        """Half a million, three-quarters of a million; a fraction of anything else stays a fraction."""
        after = at + 1 if self.word(at) == "of" else at
        if self.word(after) in ("a", "an", "one"):
            after += 1
        scales, after = self._scales(after)
        if not scales:
            return part, at
        return Numeral(part.value, part.unit, scales), after

    # -- whole and decimal numbers

    def _cardinal(self, at: int) -> tuple[Numeral, int] | None:
        atom = self._atom(at)
        if atom is None:
            return None
        number, after = atom
        mixed = self._and_fraction(number, after)
        if mixed is not None:
            number, after = mixed
        scales, after = self._scales(after)
        if scales:
            number = Numeral(number.coefficient, number.step, (*number.scales, *scales))
        if mixed is not None or number.step < 1 or not number.scales:
            return number, after
        return self._tail(number, after)

    def _atom(self, at: int) -> tuple[Numeral, int] | None:
        """Digits, or words below a hundred, or the article of "a hundred"."""
        if at >= self.end:
            return None
        token = self.tokens[at]
        if token.kind == "number":
            scales = () if token.power is None else (token.power,)
            return Numeral(token.coefficient, token.step, scales), at + 1
        if token.text in _ARTICLES and self.word(at + 1) in SCALES:
            return Numeral(Decimal(1), Decimal(1)), at + 1
        if token.text in _BARE:
            return Numeral(Decimal(1), Decimal(1)), at  # "over hundred thousand"
        if token.text in _UNITS:
            return _whole(_UNITS[token.text]), at + 1
        if token.text not in _TENS:
            return None
        ones = at + 2 if self.word(at + 1) in HYPHENS else at + 1
        one = _UNITS.get(self.word(ones), Decimal(0))
        # twenty thirds are not twenty and a third; a following ordinal is left to the caller
        if 1 <= one <= 9:
            return _whole(_TENS[token.text] + one), ones + 1
        return _whole(_TENS[token.text]), at + 1

    def _and_fraction(self, number: Numeral, at: int) -> tuple[Numeral, int] | None:
        """2½, 2 1/2, two and a half, one-and-a-half."""
        if at >= self.end or number.scales or (self.tokens[at].kind == "word" and self.words[at] != "and"):
            return None
        after, joined = at, False
        while self.word(after) in ("and", *HYPHENS):
            joined = joined or self.word(after) == "and"
            after += 1
        if not joined and (after > at or self.tokens[at].kind == "word"):
            return None
        found = self._fraction(after)
        if found is None or found[0].value >= 1:
            return None
        part = found[0]
        return Numeral(EXACT.add(number.coefficient, part.value), part.unit), found[1]

    def _scales(self, at: int) -> tuple[tuple[Decimal, ...], int]:
        scales: list[Decimal] = []
        while at < self.end:
            at_scale = at + 1 if self.word(at) in HYPHENS and self.tokens[at].tight else at
            word = self.word(at_scale)
            scale = SCALES.get(word) or _PLURALS.get(word)
            if scale is None and word in _LETTERS and self.tokens[at].tight and not scales:
                scale = _LETTERS[word]
            if scale is None:
                break
            scales.append(scale)
            at = at_scale + 1
        return tuple(scales), at

    def _tail(self, number: Numeral, at: int) -> tuple[Numeral, int]:
        """What follows a multiplier: three hundred *and fifty* thousand; a million *and a half*."""
        last = number.scales[-1]
        half = self._fraction(at + 1) if self.word(at) == "and" else None
        if half is not None and last >= 1000 and half[0].value < 1:
            coefficient = EXACT.add(EXACT.divide(number.value, last), half[0].value)
            return Numeral(coefficient, half[0].unit, (last,)), half[1]
        after = at + 1 if self.word(at) == "and" else at
        if after >= self.end or last == 12:
            return number, at
        following = self._atom(after)
        if following is None or following[1] == after or following[0].scales:
            return number, at
        return self._joined(number, following[0], following[1], at)

    def _joined(self, number: Numeral, ones: Numeral, after: int, at: int) -> tuple[Numeral, int]:
        scales, end = self._scales(after)
        smallest = number.scales[-1]
        room = [scale for scale in number.scales if scale >= 1000]
        if smallest == 100 and ones.coefficient < 100 and ones.step >= 1 and (not scales or scales[0] >= 1000):
            # three hundred and fifty (thousand)
            head = _whole(EXACT.add(number.value, ones.coefficient))
            joined = replace(head, scales=scales)
            return self._tail(joined, end) if scales else (joined, end)
        if not room or ones.step < 1:
            return number, at
        found = self._cardinal(at + 1 if self.word(at) == "and" else at)
        if found is None or found[0].value >= smallest or found[0].step < 1:
            return number, at
        value = EXACT.add(number.value, found[0].value)
        return Numeral(value, found[0].unit, (), compound=True), found[1]


def _whole(value: Decimal) -> Numeral:
    return Numeral(value, last_unit(value))


def _part(numerator: Decimal, denominator: Decimal) -> Numeral:
    """A fraction: the numerator counts in steps of one over the denominator."""
    return Numeral(numerator, Decimal(1), (EXACT.divide(Decimal(1), denominator),), fraction=True)
