"""Periods: EDTF (ISO 8601-2) dates and intervals, their extent in days, and their English form.

The common forms (a year, a month, a day, with ``~``, ``?`` or ``%``) are read here; every other form
goes to the `edtf` package, which takes milliseconds a date and is imported only when it is needed.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

Day = tuple[int, int, int]

_DATE = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>0[1-9]|1[0-2])(?:-(?P<day>0[1-9]|[12]\d|3[01]))?)?(?P<mark>[~?%]?)", re.ASCII
)
_DECADE = re.compile(r"(?P<decade>\d{3})X", re.ASCII)
_MONTHS = (
    "",
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_MARKS = {"~": "c. ", "?": "perhaps ", "%": "perhaps c. "}
_LONGEST = 60
#: The package reports malformed dates through several of Python's own exceptions.
_LIBRARY_ERRORS = (TypeError, ValueError, AttributeError, OverflowError, IndexError, RecursionError)


class PeriodError(ValueError):
    """The text is no EDTF date or interval, or its ends run backwards."""


def hint_for(text: str) -> str:
    """What may have been meant by a text that is no period."""
    if found := re.fullmatch(r"(\d{4})\s*[-–—]\s*(\d{4}|\d\d)", text.strip()):
        first, last = found[1], found[2] if len(found[2]) == 4 else found[1][:2] + found[2]
        if int(first) < int(last):
            return f"did you mean {first}/{last}?"
    first, _, last = text.partition("/")
    if first != last and _is_period(f"{last.strip()}/{first.strip()}"):
        return "put the earlier end first"
    return "write for example 1937, 1937-08, 1937/1938 or 1930/.."


def _is_period(text: str) -> bool:
    try:
        parse_period(text)
    except PeriodError:
        return False
    return True


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of days, both ends included; an end of None is open or unknown."""

    text: str
    start: Day | None
    end: Day | None

    def contains(self, other: Period) -> bool:
        """Whether every day of `other` lies in this period."""
        starts = self.start is None or (other.start is not None and self.start <= other.start)
        ends = self.end is None or (other.end is not None and other.end <= self.end)
        return starts and ends

    def same_days(self, other: Period) -> bool:
        """Whether both run over the same days, whatever their spelling."""
        return (self.start, self.end) == (other.start, other.end)

    @property
    def words(self) -> str:
        """The period as an English reader expects it: ``1937–1938``, ``c. August 1937``."""
        return _words(self.text)


class _Date(NamedTuple):
    start: Day
    end: Day


@lru_cache(maxsize=8192)
def parse_period(text: str) -> Period:
    """The period that the EDTF `text` names. Raises :class:`PeriodError`."""
    text = text.strip()
    if not text or len(text) > _LONGEST:
        raise PeriodError(text)
    if "/" not in text:
        date = _date(text)
        return Period(text, date.start, date.end)
    first, _, last = text.partition("/")
    start = None if first in ("", "..") else _date(first).start
    end = None if last in ("", "..") else _date(last).end
    if (start is None and end is None) or (start and end and start > end):
        raise PeriodError(text)
    return Period(text, start, end)


def period_words(text: str) -> str:
    """The words of the date or interval `text`; what is none stays as it is ("n.d.")."""
    try:
        return parse_period(text).words
    except PeriodError:
        return text


def _date(text: str) -> _Date:
    if found := _DATE.fullmatch(text):
        return _plain_date(found)
    if found := _DECADE.fullmatch(text):
        year = int(found["decade"]) * 10
        return _Date((year, 1, 1), (year + 9, 12, 31))
    return _library_date(text)


def _plain_date(found: re.Match[str]) -> _Date:
    year, month, day = int(found["year"]), found["month"], found["day"]
    if month is None:
        return _Date((year, 1, 1), (year, 12, 31))
    if year < 1:
        raise PeriodError(found[0])
    last = calendar.monthrange(year, int(month))[1]
    if day is None:
        return _Date((year, int(month), 1), (year, int(month), last))
    if int(day) > last:
        raise PeriodError(found[0])
    return _Date((year, int(month), int(day)), (year, int(month), int(day)))


def _library_date(text: str) -> _Date:
    # imported here, as it takes a fifth of a second and few projects need it
    from edtf import EDTFParseException, parse_edtf

    if "/" in text:  # the library would read an interval within an interval
        raise PeriodError(text)
    try:
        parsed = parse_edtf(text)
        low, high = parsed.lower_strict(), parsed.upper_strict()
        return _Date(tuple(low[:3]), tuple(high[:3]))
    except (EDTFParseException, *_LIBRARY_ERRORS) as error:
        raise PeriodError(text) from error


@lru_cache(maxsize=8192)
def _words(text: str) -> str:
    if "/" not in text:
        return _date_words(text)
    first, _, last = text.partition("/")
    if first in ("", ".."):
        return f"until {_date_words(last)}"
    if last in ("", ".."):
        return f"from {_date_words(first)}"
    if len(first) == 7 and len(last) == 7 and first[:5] == last[:5]:  # months of one year
        return f"{_MONTHS[int(first[5:])]}–{_date_words(last)}"
    plain = len(first) == len(last) == 4
    return f"{_date_words(first)}{'–' if plain else ' – '}{_date_words(last)}"


def _date_words(text: str) -> str:
    if found := _DECADE.fullmatch(text):
        return f"{found['decade']}0s"
    found = _DATE.fullmatch(text)
    if found is None:
        return text
    day = f"{int(found['day'])} " if found["day"] else ""
    month = f"{_MONTHS[int(found['month'])]} " if found["month"] else ""
    return f"{_MARKS.get(found['mark'], '')}{day}{month}{int(found['year'])}"
