"""The order of names and titles in a bibliography: one alphabet for Latin and Cyrillic.

Python's own order of strings puts ``Ż`` behind ``z`` and Cyrillic behind everything. Here letters sort as
their plain Latin counterparts (Cyrillic as it is romanized), marks, apostrophes and punctuation do not count,
and runs of digits sort by their value, so that ``f. 41`` stands before ``f. 9401``.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

#: letters that Unicode does not decompose
_LATIN: Final = {
    "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ß": "ss", "ı": "i", "ħ": "h",
}  # fmt: skip
#: after the Library of Congress, without its diacritics; signs are silent
_CYRILLIC: Final = {
    "а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "д": "d", "ђ": "d", "е": "e", "є": "ie", "ж": "zh",
    "з": "z", "и": "i", "і": "i", "ј": "j", "к": "k", "л": "l", "љ": "lj", "м": "m", "н": "n", "њ": "nj",
    "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "ћ": "c", "у": "u", "ф": "f", "х": "kh", "ц": "ts",
    "ч": "ch", "џ": "dz", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "iu", "я": "ia",
    "ѣ": "e", "ѳ": "f", "ѵ": "i", "ә": "a", "ө": "o", "ү": "u", "ұ": "u", "қ": "q", "ғ": "gh", "ң": "ng",
    "һ": "h",
}  # fmt: skip
_FOLD: Final = str.maketrans(_LATIN | _CYRILLIC)
_IGNORED: Final = re.compile(r"[^\w\s]|_")
_DIGITS: Final = re.compile(r"\d+")
_ARTICLE: Final = re.compile(r"(?:the|an?)\s+")


@lru_cache(maxsize=8192)
def collate(text: str) -> str:
    """Return a string that sorts where *text* belongs."""
    folded = unicodedata.normalize("NFC", text).casefold().translate(_FOLD)
    letters = "".join(c for c in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(c))
    bare = _IGNORED.sub("", letters.replace("-", " ").replace("–", " ").translate(_FOLD))
    return " ".join(_DIGITS.sub(lambda match: match[0].zfill(8), bare).split())


def collate_title(title: str) -> str:
    """Return :func:`collate` of *title* without an English article at its beginning."""
    return _ARTICLE.sub("", collate(title), count=1) if _ARTICLE.match(collate(title)) else collate(title)
