"""Find the figures in a sentence: numbers, in digits or words, that count, measure or give a share.

Dates, years, ordinals and the numbers of notes, orders and articles are no figures and are passed over. What is
found is a superset: a name such as "Five-Year Plan" is found too, and the list of explanations says why it is none.
"""

from __future__ import annotations

import re
import unicodedata

_NOTE = re.compile(r"\[(?:\d+|[ivx]+|citation needed)\](?::\s*\d+)?")
_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?"
)
_YEAR = r"(?:1[0-9]{3}|20[0-9]{2})"
_PASSED_OVER = (
    re.compile(rf"\b{_MONTH}(?:-{_MONTH})? \d{{1,2}}(?:-\d{{1,2}})?\b(?:, {_YEAR}\b)?(?!,\d|\.\d)", re.IGNORECASE),
    re.compile(rf"\b\d{{1,2}}(?:-\d{{1,2}})? {_MONTH}(?: {_YEAR}\b)?", re.IGNORECASE),
    re.compile(r"\b\d+(?:st|nd|rd|th)\b", re.IGNORECASE),
    re.compile(r"\b(?:No\.|Nos\.|Order|Article|Articles|Category|World War|WW) ?\d+(?:, \d{4}\b)?", re.IGNORECASE),
    # years, spans of years and decades; not the digits of a larger number, nor a number with its unit
    re.compile(
        rf"(?<![\d.,]){_YEAR}s?(?:[-/](?:{_YEAR}|\d\d)s?)?(?![\d%]|,\d|\.\d| ?%| (?:million|billion|thousand)\b)"
    ),
)
_SCALE = r"(?:hundreds?|thousands?|millions?|billions?|trillions?|dozens?)"
_WORD = (
    r"(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen"
    r"|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|half|halves|halved|halving|quarters?"
    rf"|thirds|doubl(?:e|ed|es|ing|ings)|tripl(?:e|ed|es|ing)|twice|[a-z]+fold|{_SCALE})"
)
_ONE = r"one (?:year|month|week|day|hour|minute|million|thousand|hundred|in|half|third|quarter|fifth|tenth|of every)\b"
_FIGURE = re.compile(
    rf"\d[\d,]*(?:\.\d+)?(?:-\d[\d,]*(?:\.\d+)?)?(?: ?%| {_SCALE}\b)?|\b(?:{_WORD}|{_ONE})\b(?:[ -](?:of )?{_WORD}\b)*",
    re.IGNORECASE,
)


def plain(text: str) -> str:
    """*text* as readings are compared: one kind of dash, space and quotation mark, no note numbers, lower case."""
    text = _NOTE.sub("", unicodedata.normalize("NFKC", text))
    text = re.sub(r"[\u2010-\u2015\u2212]", "-", text).replace("’", "'").replace("“", '"').replace("”", '"')
    text = re.sub(r"\s+", " ", text)
    return re.sub(r" ?- ?", "-", re.sub(r" ?% ?", "% ", text)).casefold().strip()


def stands_in(reading: str, sentence: str) -> re.Match[str] | None:
    """Where *reading* stands in *sentence*, both plain: whole words and whole numbers, not parts of them."""
    before = r"(?<!\d)(?<!\d[.,])" if reading[:1].isdigit() else r"(?<![^\W\d_])"
    after = r"(?!\d|[.,]\d)" if reading[-1:].isdigit() else "" if not reading[-1:].isalpha() else r"(?![^\W\d_])"
    return re.search(before + re.escape(reading) + after, sentence)


def without(reading: str, sentence: str) -> str:
    """*sentence* with *reading* taken out wherever it stands, both plain; a blank is left."""
    while found := stands_in(reading, sentence):
        sentence = f"{sentence[: found.start()]} § {sentence[found.end() :]}"
    return sentence


def figures(sentence: str) -> list[str]:
    """The figures in a plain sentence, in order."""
    for pattern in _PASSED_OVER:
        sentence = pattern.sub(" § ", sentence)
    return [found[0].strip() for found in _FIGURE.finditer(sentence)]
