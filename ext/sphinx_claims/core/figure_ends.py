"""Read one number of a figure with the words and signs that belong to it alone."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from . import figure_words as words
from .figure_reading import End, Kind
from .figure_scan import EXACT, FigureError, Source, Token
from .figure_words import Mark, Phrases
from .numeral_reader import HYPHENS, NumeralReader
from .numerals import QUOTIENT_DIGITS, STEP_DIGITS, Numeral, divide, quantise, step_of

DASHES = HYPHENS | frozenset("‒–—―−")
#: The marks that say which way something changed.
DIRECTIONS = frozenset((Mark.RISE, Mark.FALL))
_ARTICLES = frozenset(("a", "an", "the"))
_VAGUE = words.VAGUE_HEADS | words.VAGUE_COMPANY
_NO_MARKS: frozenset[Mark] = frozenset()
_ROUGHLY = frozenset(("about", "some", "approximately", "roughly"))


class EndReader:
    """A recursive descent over the tokens; ``at`` is the next one, ``end`` is where reading stops."""

    def __init__(self, source: Source, tokens: list[Token]) -> None:
        self.source = source
        self.tokens = tokens
        self.at = 0
        self.end = len(tokens)
        self.onto = False
        self.found = False  # a number, so that what follows it can be told from what is none
        self.numerals = NumeralReader(source, tokens, self.end)

    # -- helpers

    def word(self, ahead: int = 0) -> str:
        """Return the text of a word or sign that many tokens ahead, else nothing."""
        at = self.at + ahead
        return self.numerals.words[at] if at < self.end else ""

    def span(self, start: int) -> tuple[int, int]:
        """Return the stretch of the text from a token to the last one read."""
        last = max(start, min(self.at, len(self.tokens)) - 1)
        return self.tokens[start].start, self.tokens[last].end

    def accept(self, *alternatives: str) -> bool:
        """Step over the next token if it is one of these."""
        if self.at < self.end and self.numerals.words[self.at] in alternatives:
            self.at += 1
            return True
        return False

    def phrase(self, table: Phrases) -> Mark | None:
        """Step over the longest phrase of the table that stands here, and return its mark."""
        for phrase, mark in table.get(self.word(), ()):
            if all(self.word(ahead) == part for ahead, part in enumerate(phrase)):
                self.at += len(phrase)
                return mark
        return None

    def stray(self) -> FigureError:
        """The complaint about the token at which reading stopped."""
        if self.at >= self.end:
            start = self.tokens[self.end - 1].start if self.end else 0
            return self.source.error("unreadable", (start, len(self.source.text)), "a number is missing here")
        token = self.tokens[self.at]
        span = (token.start, self.tokens[self.end - 1].end)
        if token.kind == "word" and self.found:
            return self.source.error("unreadable", span, "words after the number belong in the unit")
        if token.kind == "word":
            return self.source.error("unreadable", span, "this is no number; print the figure alone, say 681,692")
        if token.kind == "number":
            return self.source.error("unreadable", span, "a second number: write a range as 5–7")
        return self.source.error("unreadable", span, "this sign has no place here")

    # -- words before and after

    def leads(self) -> frozenset[Mark]:
        """Read the words before a number."""
        if not self.word():
            return _NO_MARKS
        marks: set[Mark] = set()
        while self.at < self.end and not self.vague_ahead():
            mark = self.phrase(words.BEFORE)
            if mark is not None:
                marks.add(mark)
                if mark in DIRECTIONS:
                    self.after_direction()
            elif self.word() in _ARTICLES and self.article_is_idle():
                self.at += 1
            else:
                break
        return frozenset(marks - {Mark.PLAIN})

    def after_direction(self) -> None:
        """By a third, of 13 %, in half, to a third: only "to" changes what is meant."""
        if self.accept("to"):
            self.onto = True
        else:
            self.accept("by", "of", "in")

    def article_is_idle(self) -> bool:
        """An eightfold rise, the 5 million: not the article that counts one (a hundred, a third)."""
        if self.numerals.read(self.at) is not None:
            return False
        if self.word(1) in words.BEFORE or self.word(1) in words.MULTIPLES:
            return True
        return self.numerals.read(self.at + 1) is not None

    def tail(self) -> frozenset[Mark]:
        """Read the words after a number."""
        if self.at >= self.end:
            return _NO_MARKS
        marks: set[Mark] = set()
        while (mark := self.phrase(words.AFTER)) is not None:
            marks.add(mark)
        return frozenset(marks - {Mark.PLAIN})

    # -- one end

    def one_end(self) -> End:
        """Read a number, or an order of magnitude, with its words."""
        marks = self.leads()
        if marks & DIRECTIONS:
            self.at = max(self.at - 1, 0)
            raise self.stray()
        start = self.at
        end = self.vague_end() if self.vague_ahead() else self.number()
        kind = Kind.MULTIPLE if Mark.FACTOR in marks and end.kind is Kind.PLAIN else end.kind
        marks = end.marks | marks
        # written out: every figure passes here, and `replace` is slow
        return End(kind, self.span(start), end.numeral, marks, end.negative, end.divides, end.whole)

    def vague_ahead(self) -> bool:
        """Whether an order of magnitude comes: "tens of thousands", "in the millions", "nearly all"."""
        if self.word() in words.VAGUE_ALL:
            return self.word(1) in words.EXTREMES and self.at + 2 >= self.end
        ahead = 0
        if self.word() not in _VAGUE:
            return False
        while self.word(ahead) in words.VAGUE_COMPANY:
            ahead += 1
        if self.word(ahead) not in words.VAGUE_HEADS:
            return False
        if self.word(ahead) == "some":  # "some 35,000" is about so many
            return self.word(ahead + 1) in words.VAGUE_HEADS or self.at + ahead + 1 >= self.numerals.end
        return not ahead or self.numerals.read(self.at) is None

    def vague_end(self) -> End:
        """Read an order of magnitude."""
        self.at += 2 if self.word() in words.VAGUE_ALL else 0
        while self.word() in _VAGUE:
            if self.word() in ("and", "or") and self.word(1) not in _VAGUE:
                break
            self.at += 1
        return End(Kind.VAGUE, (0, 0))

    def number(self) -> End:
        """Read a number with its sign and what follows it."""
        if self.accept(*words.NOTHING):
            return End(Kind.PLAIN, (0, 0))
        if self.word() in words.MULTIPLES or self.word() in words.DIVISIONS:
            return self.multiple_word()
        if self.accept("both"):
            two = Numeral(Decimal(2), Decimal(1))
            return End(Kind.PART, (0, 0), two, whole=two.value)
        if self.accept("all"):
            return self.all_of()
        negative = self.sign()
        times = self.accept("×", "x")
        found = self.numerals.read(self.at)
        if found is None:
            raise self.stray()
        numeral, self.at = found
        self.found = True
        kind = Kind.FRACTION if numeral.fraction else Kind.PLAIN
        end = End(Kind.MULTIPLE if times else kind, (0, 0), numeral, negative=negative)
        return end if times else self.suffix(end)

    def multiple_word(self) -> End:
        """Read "doubled" or "halved"."""
        word = self.word()
        self.at += 1
        self.sequence(words.TIMES_COMPANY)
        number = words.MULTIPLES.get(word) or words.DIVISIONS[word]
        numeral = Numeral(Decimal(number), Decimal(1))
        return End(Kind.MULTIPLE, (0, 0), numeral, divides=word in words.DIVISIONS)

    def all_of(self) -> End:
        """Read what follows "all": a number, or nothing."""
        found = self.numerals.read(self.at)
        if found is None:
            return End(Kind.ALL, (0, 0), Numeral(Decimal(1), Decimal("0.01")))
        numeral, self.at = found
        return End(Kind.PART, (0, 0), numeral, whole=numeral.value)

    def sign(self) -> bool:
        """Step over a sign; whether it is a minus."""
        if self.word() in DASHES or self.word() == "minus":
            self.at += 1
            return True
        self.accept("+", "plus")
        return False

    def suffix(self, end: End) -> End:
        """Per cent, -fold, times, of 139, in ten, :1."""
        if self.at >= self.end:
            return end
        if self.word() == "+" and self.word(1) in ("%", "per", "percent"):
            self.at += 1
            end = replace(end, marks=frozenset((Mark.FLOOR,)))
        if self.sequence(words.PERCENT):
            return replace(end, kind=Kind.PERCENT)
        if self.word() == "‰":
            self.at += 1
            tenth = replace(end.numeral, scales=(*end.numeral.scales, Decimal("0.1")), compound=True)
            return replace(end, kind=Kind.PERCENT, numeral=tenth)
        if self.fold():
            return replace(end, kind=Kind.MULTIPLE)
        return self.of_whole(end)

    def sequence(self, alternatives: tuple[tuple[str, ...], ...]) -> bool:
        """Step over the first of these phrases that stands here."""
        first = self.word()
        for phrase in alternatives:
            if phrase[0] == first and all(self.word(ahead) == part for ahead, part in enumerate(phrase)):
                self.at += len(phrase)
                return True
        return False

    def fold(self) -> bool:
        """Step over "-fold", "times" or a multiplication sign."""
        if self.word() in HYPHENS and self.word(1) == "fold":
            self.at += 2
            return True
        if self.accept("fold", "x", "×"):
            return True
        if not self.accept("times"):
            return False
        self.sequence(words.TIMES_COMPANY)
        return True

    def of_whole(self, end: End) -> End:
        """Read "of 139", "in ten" or ":1"."""
        start = self.at
        if self.accept(":"):
            kind = Kind.MULTIPLE
        elif self.accept("of") or self.sequence((("out", "of"),)):
            kind = Kind.PART
        elif self.accept("in"):
            kind = Kind.RATE
        else:
            return end
        marks = end.marks
        if self.accept("the", "every", "all", "each", *_ROUGHLY):
            approximate = self.tokens[self.at - 1].text in _ROUGHLY
            marks |= {Mark.ABOUT} if approximate else frozenset()
        found = self.numerals.read(self.at)
        if found is None or not found[0].value:
            self.at = start
            return end
        whole, self.at = found
        if kind is Kind.MULTIPLE:
            ratio = Numeral(divide(end.numeral.value, whole.value), step_of(end.numeral.unit, whole.value))
            return replace(end, kind=kind, numeral=ratio)
        return _part_of(replace(end, marks=marks), kind, whole.value)


def _part_of(end: End, kind: Kind, whole: Decimal) -> End:
    """98 of 139; a third of 900 is 300 of 900."""
    numeral = end.numeral
    if numeral.fraction:
        value = quantise(EXACT.multiply(numeral.value, whole), QUOTIENT_DIGITS)
        numeral = Numeral(value, quantise(EXACT.multiply(numeral.unit, whole), STEP_DIGITS))
    return replace(end, kind=kind, numeral=numeral, whole=whole)
