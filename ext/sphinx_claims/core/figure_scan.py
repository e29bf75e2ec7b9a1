"""Cut a printed figure into tokens: numbers, words and signs.

The scanner is the only place that looks at single characters. It knows how numbers are grouped and where
their decimals begin, and refuses the forms that can be read in two ways: ``1,5`` is one and a half on the
Continent and a slip for 1,500 elsewhere, so neither is guessed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Context, Decimal
from typing import Literal, NamedTuple

#: Longest figure that is read at all, in characters.
MAX_LENGTH = 160
#: Most digits in one number.
MAX_DIGITS = 40
#: Largest power of ten, either way, that a number may be raised to.
MAX_EXPONENT = 40
#: Arithmetic on numbers within the limits above is exact in this context.
EXACT = Context(prec=250)

ErrorKind = Literal["empty", "unreadable", "swapped"]


class FigureError(ValueError):
    """A printed figure that has no reading.

    ``kind`` is "empty", "unreadable" or "swapped" (the ends of a range stand in the wrong order); ``span`` is
    the offending stretch of ``text`` (start, end); ``message`` says what is wrong and how to mend it.
    """

    def __init__(self, kind: ErrorKind, text: str, span: tuple[int, int], message: str) -> None:
        super().__init__(kind, text, span, message)
        self.kind: ErrorKind = kind
        self.text = text
        self.span = span
        self.message = message

    def __str__(self) -> str:
        return self.message


class Token(NamedTuple):
    """One piece of a figure; ``text`` is in lower case, ``start`` and ``end`` count in the original."""

    kind: Literal["number", "word", "sign", "fraction"]
    text: str
    start: int
    end: int
    tight: bool  # no blank before it
    coefficient: Decimal = Decimal(0)
    step: Decimal = Decimal(0)  # the last printed unit of the coefficient
    power: Decimal | None = None  # of ten, where printed


@dataclass(frozen=True, slots=True)
class Source:
    """The text of a figure with what is needed to complain about it."""

    text: str

    def error(self, kind: ErrorKind, span: tuple[int, int], message: str) -> FigureError:
        """Return a `FigureError` whose message begins with the stretch it is about."""
        return FigureError(kind, self.text, span, f"{quote(self.text[span[0] : span[1]])}: {message}")


def quote(text: str, limit: int = 40) -> str:
    """Return *text* in quotation marks, cut to *limit* characters, unprintable ones escaped."""
    shown = "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text[:limit])
    return f"“{shown}…”" if len(text) > limit else f"“{shown}”"


# comma, apostrophes, and the blanks that typesetters use: plain, no-break, figure, thin, narrow no-break
_GROUPING = ",'’ʼ \u00a0\u2007\u2009\u202f"
_RAISED = r"\^[+\-−]?[0-9]+|[⁺⁻]?[⁰¹²³⁴-⁹]+"
_TOKEN = re.compile(
    rf"""
    (?P<number>(?=[.·]?[0-9])
        (?P<whole>[0-9]{{1,3}}(?P<by>[{_GROUPING}])[0-9]{{3}}(?:(?P=by)[0-9]{{3}})*(?![0-9])|[0-9]+)?
        (?:[.·](?P<decimals>[0-9]+))?
    )
    (?(whole)(?:
        [eE](?P<exponent>[+\-−]?[0-9]+)(?![A-Za-z0-9])
      | \s?[×xX*⋅]\s?10(?P<times_ten>{_RAISED})
      | (?P<raised>{_RAISED})
    )?)
    | (?P<word>(?:c|ca|approx|est|max|min)\.|[A-Za-z]+)
    | (?P<fraction>[½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞⅒])
    | (?P<sign>\+/[-−–]|>=|<=|[-‐‑‒–—―−+±/⁄%‰~≈∼≃≅<>≤≥⩽⩾×*:])
    """,
    re.VERBOSE | re.IGNORECASE,
)
_SUPERSCRIPT = str.maketrans("⁺⁻⁰¹²³⁴⁵⁶⁷⁸⁹−", "+-0123456789-")
_UNGROUP = str.maketrans("", "", _GROUPING)
_CURRENCY = "$€£¥₽₴¢"


def scan(source: Source) -> list[Token]:
    """Return the tokens of a figure.

    Raises `FigureError` for a sign that no figure has, and for a number that is grouped oddly or too long.
    """
    text, size, position = source.text, len(source.text), 0
    tokens: list[Token] = []
    while True:
        start = position
        while position < size and text[position].isspace():
            position += 1
        if position == size:
            return tokens
        match = _TOKEN.match(text, position)
        if match is None or match.end() == position:
            raise _bad_character(source, position)
        tokens += _tokens(source, match, tight=position == start and start > 0)
        position = match.end()


def _bad_character(source: Source, at: int) -> FigureError:
    character = source.text[at]
    if character in _CURRENCY:
        return source.error("unreadable", (at, at + 1), "a currency belongs in the unit, not in the figure")
    if character.isdigit():
        return source.error("unreadable", (at, at + 1), "write the digits as 0 to 9")
    return source.error("unreadable", (at, at + 1), "a figure has no such sign; print the number alone, say 681,692")


def _tokens(source: Source, match: re.Match[str], *, tight: bool) -> list[Token]:
    start, end = match.span()
    if match["sign"]:
        return [Token("sign", match["sign"], start, end, tight)]
    if match["fraction"]:
        return [Token("fraction", match["fraction"], start, end, tight)]
    if not match["word"]:
        return [_number(source, match, tight=tight)]
    word = match["word"].lower().rstrip(".")
    if word.endswith("fold") and word != "fold":  # eightfold is eight and a multiple
        middle = end - len("fold")
        return [
            Token("word", word[:-4], start, middle, tight),
            Token("word", "fold", middle, end, tight=True),
        ]
    return [Token("word", word, start, end, tight)]


def _number(source: Source, match: re.Match[str], *, tight: bool) -> Token:
    start, end = match.span()
    after = source.text[end : end + 2]
    if len(after) == 2 and after[0] in ".,·'’" and after[1].isdigit():
        raise source.error(
            "unreadable",
            (start, end + 2),
            "thousands are grouped by three (1,500), decimals follow a point (1.5); write one of these",
        )
    whole = (match["whole"] or "").translate(_UNGROUP)
    decimals = match["decimals"] or ""
    if len(whole) + len(decimals) > MAX_DIGITS:
        raise source.error("unreadable", (start, end), f"a number has at most {MAX_DIGITS} digits")
    coefficient = Decimal(f"{whole or '0'}.{decimals}" if decimals else whole)
    step = Decimal(1).scaleb(-len(decimals)) if decimals else last_unit(coefficient)
    power: Decimal | None = None
    if match["exponent"]:
        factor = _power(source, match, match["exponent"])
        coefficient, step = coefficient * factor, step * factor
    elif match["times_ten"]:
        power = _power(source, match, match["times_ten"])
    elif match["raised"]:
        if match["number"] != "10":
            raise source.error("unreadable", (start, end), "a power is written 2 × 10^6; leave note marks out")
        coefficient, step, power = Decimal(1), Decimal(1), _power(source, match, match["raised"])
    return Token("number", match["number"], start, end, tight, coefficient, step, power)


def _power(source: Source, match: re.Match[str], raised: str) -> Decimal:
    digits = raised.lstrip("^").translate(_SUPERSCRIPT)
    # the length first: int() of a very long string is slow
    if len(digits) > 4 or abs(int(digits)) > MAX_EXPONENT:
        raise source.error("unreadable", match.span(), f"powers of ten run to {MAX_EXPONENT} at most")
    return Decimal(1).scaleb(int(digits))


def last_unit(integer: Decimal) -> Decimal:
    """Return the last printed unit of a whole number: 700,000 is printed to 100,000, 681,692 to 1, 0 to 1."""
    digits = str(int(abs(integer)))
    zeros = len(digits) - len(digits.rstrip("0")) if integer else 0
    return Decimal(1).scaleb(zeros)
