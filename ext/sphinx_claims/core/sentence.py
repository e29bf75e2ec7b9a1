"""The sentence of a quantity: in words what its plot and table show, for readers who cannot see them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .assess import WHOLE_GROUP, Comparisons, Span, figure_of, own_scope, printed_ends
from .compare import AGREE, Relation
from .figure_format import format_interval, format_number

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal

    from .assess import Reason
    from .collate import Collation
    from .model import Estimate, Quantity

    #: By estimate, the bibliography keys of its origins.
    Origins = Mapping[str, tuple[str, ...]]

#: Words that make a share of a figure without a sign: "8 of 9", "over half", "one in ten".
_SHARE_WORDS = re.compile(r"\b(?:of|in|half|\w*thirds?|quarters?|\w+ths?|all|most|none|every)\b|[½⅓⅔¼¾]", re.I)
_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def count_words(n: int, noun: str, plural: str = "") -> str:
    """``one figure``, ``seven figures``, ``23 figures``."""
    return f"{_WORDS[n] if n < len(_WORDS) else n} {noun if n == 1 else plural or noun + 's'}"


def number(n: int) -> str:
    """A small count in words."""
    return _WORDS[n] if n < len(_WORDS) else str(n)


def with_unit(text: str, unit: str) -> str:
    """A figure and its unit, the unit not said twice."""
    if not unit or unit in ("ratio", "% change") or (unit == "%" and ("%" in text or _SHARE_WORDS.search(text))):
        return text
    return f"{text} {unit}"


def span_words(span: Span) -> str:
    """The span as printed in running prose: ``650,000–1.2 million``, ``at least 5.2 million``."""
    low, high = span.at_least, span.at_most
    if low is None or high is None:
        return "no figure"
    if low == high:
        if span.open_above:
            return f"at least {format_number(low)}"
        return f"up to {format_number(high)}" if span.open_below else format_number(low)
    tail = " or more" if span.open_above else ""
    head = "up to " if span.open_below and not tail else ""
    return f"{head}{format_interval(low, high)}{tail}"


def sentence_of(
    quantity: Quantity,
    estimates: Sequence[Estimate],
    compared: Comparisons,
    span: Span,
    reasons: Mapping[str, tuple[Reason, ...]],
    origins: tuple[Origins, Origins],
    collation: Collation | None,
    labels: Mapping[str, str],
) -> str:
    """Everything worked out of a quantity, in a few short sentences."""
    if quantity.withdrawn:
        return f"Withdrawn: {quantity.withdrawn}."
    counted = [e for e in estimates if e.ranked_in]
    if not counted:
        return "No figure is recorded."
    own = own_scope(quantity, compared.groups)
    parts = [_series(quantity, own) if quantity.series and len(own) > 1 else _extent(quantity, counted, own, span)]
    parts += [
        _unread(counted),
        _elsewhere(counted, own),
        _contest(reasons.get(quantity.id, ()), own, compared),
        _disputed(counted, reasons),
        _cut(compared, counted),
        _origins(counted, origins, labels),
        _witnesses(collation),
        _set_aside(estimates),
    ]
    return " ".join(part for part in parts if part)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _extent(quantity: Quantity, counted: Sequence[Estimate], own: Sequence[Estimate], span: Span) -> str:
    head = _capital(count_words(len(counted), "figure"))
    if span.at_least is None or span.at_most is None:
        named = "; ".join(dict.fromkeys(e.printed for e in counted[:3]))
        if all(e.figure is None for e in counted):
            return f"{head}: {named}."
        return f"{head}, {'vague' if own else 'none of the quantity’s own scope'}: {named}."
    unit = quantity.scope.unit
    if span.at_least == span.at_most:
        text = own[0].printed if len(own) == 1 else span_words(span)
        return f"{head}: {with_unit(text, unit)}."
    ends = f"from {format_number(span.at_least)} to {format_number(span.at_most)}"
    return f"{head}, {with_unit(ends, unit)}{_open_ends(span)}."


def _open_ends(span: Span) -> str:
    if span.open_below and span.open_above:
        return ", both ends left open by some"
    if span.open_above:
        return ", the upper end left open by some"
    return ", the lower end left open by some" if span.open_below else ""


def _series(quantity: Quantity, own: Sequence[Estimate]) -> str:
    """First, last and turning points of a series, one figure a date."""
    points: dict[tuple[object, ...], Estimate] = {}
    for estimate in sorted(own, key=_date):
        points.setdefault(_date(estimate), estimate)
    line = list(points.values())
    head = f"{_capital(count_words(len(own), 'figure'))} for {count_words(len(line), 'date')}"
    if len(line) == 1:
        return f"{head}: {with_unit(_point(line[0]), quantity.scope.unit)}."
    turning = [line[at] for at in range(1, len(line) - 1) if _turns(*line[at - 1 : at + 2])]
    by_way = f", by way of {' and '.join(_point(e) for e in turning[:6])}" if turning else ""
    return f"{head}: from {_point(line[0])}{by_way} to {_point(line[-1])} ({quantity.scope.unit})."


def _date(estimate: Estimate) -> tuple[object, ...]:
    period = estimate.compared.period
    return (period.start or (0, 0, 0), period.end or (9999, 0, 0)) if period else ((0, 0, 0), (0, 0, 0))


def _point(estimate: Estimate) -> str:
    period = estimate.compared.period
    return f"{estimate.printed} ({period.words})" if period else estimate.printed


def _turns(before: Estimate, here: Estimate, after: Estimate) -> bool:
    sizes = [_middle(e) for e in (before, here, after)]
    a, b, c = sizes
    return a is not None and b is not None and c is not None and (b - a) * (c - b) < 0


def _middle(estimate: Estimate) -> Decimal | None:
    low, high = printed_ends(figure_of(estimate))
    return high if low is None else low


def _unread(counted: Sequence[Estimate]) -> str:
    """Figures that are among those counted, but not in the span."""
    unread = sum(e.figure is None for e in counted)
    if not unread:
        return ""
    return "It cannot be read." if len(counted) == 1 else f"{_capital(number(unread))} of them cannot be read."


def _elsewhere(counted: Sequence[Estimate], own: Sequence[Estimate]) -> str:
    ids = {e.id for e in own}
    other = [e for e in counted if e.id not in ids and e.figure is not None]
    if not other:
        return ""
    said = "has another scope and is no rival" if len(other) == 1 else "have other scopes and are no rivals"
    return f"{_capital(number(len(other)))} of them {said}."


def _contest(reasons: Sequence[Reason], own: Sequence[Estimate], compared: Comparisons) -> str:
    if reasons:
        said = "; ".join(reason.text for reason in reasons[:3])
        more = f"; and {count_words(len(reasons) - 3, 'further reason')}" if len(reasons) > 3 else ""
        return f"Contested: {said}{more}."
    relations = {rival.relation for e in own for rival in compared.rivals.get(e.id, ())}
    if not relations:
        return ""
    if relations <= AGREE:
        return "They agree."
    if Relation.OVERLAP in relations or Relation.NEAR in relations:
        return "They differ, but overlap." if Relation.OVERLAP in relations else "They differ by under 0.5 %."
    return "They do not contradict each other."


def _disputed(counted: Sequence[Estimate], reasons: Mapping[str, tuple[Reason, ...]]) -> str:
    """Figures that a claim disputes, whether or not a rival contradicts them."""
    disputed = sum(e.id in reasons for e in counted)
    if not disputed:
        return ""
    if len(counted) == 1:
        return "It is disputed."
    return f"{_capital(number(disputed))} of them {'is' if disputed == 1 else 'are'} disputed."


def _cut(compared: Comparisons, counted: Sequence[Estimate]) -> str:
    said = []
    if any(compared.omitted.values()):
        said.append(f"Of {len(counted)} figures each is compared with its nearest and with the extremes only.")
    if len(compared.groups) > WHOLE_GROUP:
        said.append(f"Of {len(compared.groups)} scopes each is held against the highest and the lowest only.")
    return " ".join(said)


def _origins(counted: Sequence[Estimate], known_stated: tuple[Origins, Origins], labels: Mapping[str, str]) -> str:
    """How many of the figures are known to be independent: "one known origin behind five, two of unknown origin".

    A link that is inferred or remembered is said to be so.
    """
    origins, stated = known_stated
    guessed = sum(bool(origins.get(e.id)) and not stated.get(e.id) for e in counted)
    behind: dict[str, int] = {}
    unknown = 0
    for estimate in counted:
        keys = origins.get(estimate.id, ())
        unknown += not keys
        for key in keys:
            behind[key] = behind.get(key, 0) + 1
    if not behind:
        return "Its origin is unknown." if len(counted) == 1 else "All are of unknown origin."
    known = len(counted) - unknown
    ranked = sorted(behind.items(), key=lambda item: (-item[1], item[0]))
    named = ", ".join(f"{labels.get(key, key)} behind {number(n)}" for key, n in ranked[:4])
    if len(ranked) == 1:
        label = labels.get(ranked[0][0], ranked[0][0])
        text = f"one known origin ({label}) behind {'it' if len(counted) == 1 else number(known)}"
    else:
        more = ", ..." if len(ranked) > 4 else ""
        text = f"{count_words(len(ranked), 'known origin')} behind {number(known)} ({named}{more})"
    if guessed:
        text += f", {'not stated but' if guessed == known else f'for {number(guessed)} of them'} inferred or remembered"
    return f"{_capital(text)}{f', {number(unknown)} of unknown origin' if unknown else ''}."


def _witnesses(collation: Collation | None) -> str:
    if collation is None:
        return ""
    speaking = [siglum for siglum, readings in collation.readings if readings]
    if len(speaking) == 1:
        return f"{_capital(collation.verdict)}." if len(collation.readings) > 1 else ""
    return f"{', '.join(speaking[:-1])} and {speaking[-1]} {collation.verdict}."


def _set_aside(estimates: Sequence[Estimate]) -> str:
    deprecated = sum(e.rank == "deprecated" and not e.withdrawn for e in estimates)
    emended = sum(e.emends is not None for e in estimates)
    parts = []
    if deprecated:
        parts.append(f"{_capital(count_words(deprecated, 'figure'))} {'is' if deprecated == 1 else 'are'} deprecated.")
    if emended:
        parts.append(f"{_capital(count_words(emended, 'reading'))} {'is' if emended == 1 else 'are'} emended.")
    return " ".join(parts)
