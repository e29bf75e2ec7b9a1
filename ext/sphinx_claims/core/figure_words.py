"""The words that stand around a number and say how it is meant."""

from __future__ import annotations

from enum import Enum


class Mark(Enum):
    """What a word does to the number beside it."""

    ABOUT = "about"
    NEARLY = "nearly"  # at most, and not far below
    JUST_OVER = "just over"  # at least, and not far above
    FLOOR = "at least"
    CEILING = "at most"
    RISE = "rise"
    FALL = "fall"
    FACTOR = "a factor of"
    PLAIN = "plain"  # says nothing about the number


_BEFORE = {
    Mark.ABOUT: (
        "about|around|approximately|approx|roughly|some|circa|c|ca|est|estimated|an estimated|estimated at"
        "|in the vicinity of|in the region of|in the neighbourhood of|in the neighborhood of|on the order of"
        "|of the order of|in the order of|something like|perhaps|probably|possibly|maybe|say|loosely|near"
        "|near to|toward|towards|closer to|nearer|nearer to|more or less|~|≈|∼|≃|≅"
    ),
    Mark.NEARLY: (
        "nearly|almost|close to|approaching|just under|just below|just short of|not quite|slightly under"
        "|slightly below|slightly less than|slightly fewer than|a little under|a little less than|virtually"
        "|a bit under|practically|a bit less than|well nigh"
    ),
    Mark.JUST_OVER: (
        "just over|just above|just more than|slightly over|slightly above|slightly more than|a little over"
        "|a little more than|a little above|a bit over|a bit more than"
    ),
    Mark.FLOOR: (
        "at least|over|more than|upwards of|upward of|exceeding|exceeds|exceeded|in excess of|above|beyond"
        "|greater than|larger than|higher than|surpassing|surpassed|well over|far more than|much more than"
        "|well above|not less than|no less than|no fewer than|not fewer than|not under|not below"
        "|a minimum of|minimum of|minimum|min|as few as|as little as|a floor of|at the least|at the very least|>|≥|⩾|>="
    ),
    Mark.CEILING: (
        "up to|at most|under|less than|fewer than|below|not more than|no more than|not over|not above"
        "|not exceeding|a maximum of|maximum of|maximum|max|as many as|as much as|at the most"
        "|at the very most|up to and including|well under"
        "|well below|far less than|far fewer than|much less than|lower than|smaller than|a ceiling of"
        "|<|≤|⩽|<="
    ),
    Mark.RISE: (
        "rose|risen|rising|rise|a rise|grew|grown|growing|growth|increased|increasing|increase|an increase|up"
        "|gained|a gain|surged|climbed|expanded"
    ),
    Mark.FALL: (
        "fell|fallen|falling|a fall|fall|declined|declining|a decline|decline|dropped|a drop|drop|decreased"
        "|decreasing|decrease|a decrease|down|reduced|reduction|a reduction|cut|shrank|lost|loss|a loss"
    ),
    Mark.PLAIN: (
        "a total of|total of|total|exactly|precisely|only|just|a mere|fully|a further|another|an additional"
        "|by|a full|a record|even|then"
    ),
    Mark.FACTOR: "a factor of|factor of|factors of",
}
_AFTER = {
    Mark.FLOOR: (
        "or more|or over|or above|or greater|or higher|and more|and over|and above|and up|or even more"
        "|or older|at least|at the least|at a minimum|minimum|plus|+"
    ),
    Mark.CEILING: (
        "or less|or fewer|or under|or below|or lower|and less|and under|at most|at the most|maximum"
        "|at a maximum|or younger"
    ),
    Mark.ABOUT: "odd|- odd|or so|or thereabouts|approximately|approx|roughly|more or less|estimated|est",
    Mark.RISE: "increase|rise|growth|gain|more|higher|greater|increases|up",
    Mark.FALL: "decline|drop|fall|decrease|reduction|loss|less|fewer|lower|smaller|decreases|down",
    Mark.PLAIN: "in all|in total|altogether",
}

Phrases = dict[str, tuple[tuple[tuple[str, ...], Mark], ...]]


def _table(kinds: dict[Mark, str]) -> Phrases:
    """Index phrases by first word, the longest first, so that "up to" is met before "up"."""
    table: dict[str, list[tuple[tuple[str, ...], Mark]]] = {}
    for mark, phrases in kinds.items():
        for phrase in phrases.split("|"):
            words = tuple(phrase.split())
            table.setdefault(words[0], []).append((words, mark))
    return {first: tuple(sorted(found, key=lambda f: -len(f[0]))) for first, found in table.items()}


BEFORE = _table(_BEFORE)
AFTER = _table(_AFTER)

#: Words that name an order of magnitude or less, and what may stand among them.
VAGUE_HEADS = frozenset(
    (
        "tens", "dozens", "scores", "hundreds", "thousands", "millions", "billions", "trillions", "several",
        "few", "many", "some", "numerous", "couple", "handful", "countless", "number", "numbers", "various",
        "multiple", "untold", "innumerable", "most", "majority", "minority", "uncounted", "bulk", "unknown",
    )
)  # fmt: skip
VAGUE_COMPANY = frozenset(
    (
        "of", "a", "an", "the", "in", "into", "and", "or", "upon", "low", "high", "mid", "small", "large",
        "great", "vast", "hundred", "thousand", "million", "billion", "dozen", "very",
    )
)  # fmt: skip
#: "Nearly all" and "almost none" are no numbers.
VAGUE_ALL = frozenset(("nearly", "almost", "virtually", "practically"))

#: Words that are a multiple by themselves; those of the second table divide.
MULTIPLES = {
    "doubled": 2, "doubles": 2, "doubling": 2, "doublings": 2, "double": 2, "twice": 2, "tripled": 3,
    "triple": 3, "tripling": 3, "trebled": 3, "treble": 3, "trebling": 3, "thrice": 3,
    "quadrupled": 4, "quadruple": 4, "quadrupling": 4, "quintupled": 5, "quintuple": 5, "sextupled": 6,
}  # fmt: skip
DIVISIONS = {"halved": 2, "halves": 2, "halving": 2, "quartered": 4}

PERCENT = (("per", "cent"), ("%", "points"), ("%",), ("percent",), ("percentage", "points"),
           ("percentage", "point"), ("pct",), ("pp",))  # fmt: skip
#: What may follow "8 times" without changing it.
TIMES_COMPANY = (("as", "many"), ("as", "much"), ("as", "high"), ("as", "large"), ("as", "great"), ("more",),
                 ("higher",), ("larger",), ("greater",), ("over",))  # fmt: skip
NOTHING = frozenset(("none", "nil", "nobody"))
EXTREMES = NOTHING | {"all", "nothing", "zero"}
