"""Whose words a figure or statement is, said briefly."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from .model import EDITION

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from .model import Estimate
    from .records import Work

#: As many names are printed before "and others".
NAMES: Final = 3


def voice(estimate: Estimate, works: Mapping[str, Work]) -> str:
    """Whose figure it is, so that it can be told from its rivals: its first source, else who says it."""
    if estimate.by == (EDITION,):
        return "computed by the edition"
    if estimate.sources:
        key = estimate.sources[0].key
        return works[key].label if key in works else key
    if estimate.witnesses:
        return ", ".join(dict.fromkeys(f"{a.siglum}\u00a0{a.locator}" for a in estimate.witnesses[:NAMES]))
    return names(estimate.by)


def names(people: Sequence[str]) -> str:
    """Names in a row, the edition by its article, a long row cut and said."""
    shown = ["the edition" if name == EDITION else name for name in people]
    if len(shown) > NAMES:
        return f"{', '.join(shown[:NAMES])} and {len(shown) - NAMES} others"
    return ", ".join(shown)
