"""Collation: for each quantity and claim what every witness says, and whether they agree."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from .assess import figure_of
from .compare import AGREE, Relation, compare
from .scope import scope_key

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from .model import Attestation, Claim, Estimate, Model


class Reading(NamedTuple):
    """What one witness prints at one place."""

    estimate: str
    printed: str
    attestation: Attestation


class Collation(NamedTuple):
    """A quantity or claim, what each witness says of it, and the verdict in words."""

    id: str
    readings: tuple[tuple[str, tuple[Reading, ...]], ...]  #: by siglum, in the order of the witnesses
    verdict: str


def collate(model: Model, estimates_of: Mapping[str, Sequence[Estimate]]) -> tuple[Collation, ...]:
    """All quantities, then all claims, that at least one witness attests."""
    sigla = tuple(model.witnesses)
    found = [c for q in model.quantities.values() if (c := _quantity(q.id, estimates_of.get(q.id, ()), sigla))]
    return (*found, *(c for claim in model.claims.values() if (c := _claim(claim, sigla))))


def _quantity(id_: str, estimates: Sequence[Estimate], sigla: tuple[str, ...]) -> Collation | None:
    by: dict[str, list[Reading]] = {s: [] for s in sigla}
    own: dict[str, list[Estimate]] = {s: [] for s in sigla}
    for estimate in estimates:
        for attestation in estimate.witnesses:
            if attestation.siglum in by:
                by[attestation.siglum].append(Reading(estimate.id, estimate.reading_at(attestation), attestation))
                own[attestation.siglum].append(estimate)
    speaking = [s for s in sigla if by[s]]
    if not speaking:
        return None
    readings = tuple((s, tuple(by[s])) for s in sigla)
    if len(speaking) == 1:
        return Collation(id_, readings, f"only {speaking[0]} speaks" if len(sigla) > 1 else f"{speaking[0]} speaks")
    return Collation(id_, readings, _verdict([own[s] for s in speaking]))


#: From the mildest to the strongest: what a reader should be told of all pairs is the strongest.
_WORDS = ("agree", "do not contradict each other", "differ, but overlap", "differ")


def _verdict(voices: list[list[Estimate]]) -> str:
    worst = -1
    for first, second in combinations(voices, 2):
        for a in first[:48]:
            for b in second[:48]:
                if a.figure is None or b.figure is None or scope_key(a.compared) != scope_key(b.compared):
                    continue
                worst = max(worst, _severity(compare(figure_of(a), figure_of(b))))
    return _WORDS[worst] if worst >= 0 else "speak of different scopes"


def _severity(relation: Relation) -> int:
    if relation in AGREE:
        return 0
    if relation is Relation.OPEN:
        return 1
    return 2 if relation in (Relation.OVERLAP, Relation.NEAR) else 3


def _claim(claim: Claim, sigla: tuple[str, ...]) -> Collation | None:
    speaking = [s for s in sigla if any(a.siglum == s for a in claim.witnesses)]
    if not speaking:
        return None
    readings = tuple(
        (s, tuple(Reading(claim.id, a.printed, a) for a in claim.witnesses if a.siglum == s)) for s in sigla
    )
    if len(speaking) > 1:
        return Collation(claim.id, readings, "agree in reporting it")
    return Collation(claim.id, readings, f"only {speaking[0]} speaks" if len(sigla) > 1 else f"{speaking[0]} speaks")
