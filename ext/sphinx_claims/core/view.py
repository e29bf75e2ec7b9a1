"""The whole edition, worked out once: an immutable view over which every page, list and export is printed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from .assess import (
    Comparisons,
    Reason,
    Span,
    compare_figures,
    dispute_reasons,
    own_scope,
    rival_reasons,
    span_of,
)
from .checks import check_mentions, check_objects
from .collate import Collation, collate
from .findings import Finding, find_all
from .graph import derivation_edges, impact, origins
from .interpret import interpret
from .records import REF_CLOSE, REF_OPEN, Record
from .sentence import sentence_of, span_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from .diagnostics import Fault
    from .model import Attestation, Citation, Claim, Estimate, Model, Settings
    from .records import Mention, Page, Work

_REFERENCE = re.compile(f"{REF_OPEN}([^{REF_CLOSE}]*){REF_CLOSE}")
_NOTHING = Comparisons({}, {}, {}, {}, ())


@dataclass(frozen=True)
class View:
    """All that is known and worked out. Mappings go by object id and keep the order of the edition."""

    model: Model
    works: Mapping[str, Work]
    settings: Settings
    faults: tuple[Fault, ...]
    estimates_of: Mapping[str, tuple[Estimate, ...]]
    compared: Mapping[str, Comparisons]
    spans: Mapping[str, Span]
    reasons: Mapping[str, tuple[Reason, ...]]
    origins: Mapping[str, tuple[str, ...]]
    findings: tuple[Finding, ...]
    collations: Mapping[str, Collation]

    @cached_property
    def impact(self) -> dict[str, tuple[str, ...]]:
        """For each origin, the estimates that would fall with it."""
        return impact(self.origins)

    @cached_property
    def links_to(self) -> dict[str, tuple[tuple[str, Claim], ...]]:
        """For each object the claims that name it, with the relation."""
        found: dict[str, list[tuple[str, Claim]]] = {}
        for claim in self.model.claims.values():
            for link in claim.links:
                found.setdefault(link.target, []).append((link.relation, claim))
        return {target: tuple(claims) for target, claims in found.items()}

    @cached_property
    def derived_by(self) -> dict[str, tuple[str, ...]]:
        """For each estimate or bibliography key, the estimates said to derive from it."""
        found: dict[str, list[str]] = {}
        for estimate in self.model.estimates.values():
            for derivation in estimate.derives_from:
                found.setdefault(derivation.target, []).append(estimate.id)
        return {target: tuple(ids) for target, ids in found.items()}

    @cached_property
    def resting_on(self) -> dict[str, tuple[str, ...]]:
        """For each bibliography key the estimates and claims that cite it, in order, each once."""
        found: dict[str, dict[str, None]] = {}
        for estimate in self.model.estimates.values():
            keys = [c.key for c in estimate.sources]
            keys += [estimate.primary_source.key] if estimate.primary_source else []
            for key in (*keys, *(d.target for d in estimate.derives_from if d.target in self.works)):
                found.setdefault(key, {})[estimate.id] = None
        for claim in self.model.claims.values():
            for citation in claim.sources:
                found.setdefault(citation.key, {})[claim.id] = None
        return {key: tuple(ids) for key, ids in found.items()}

    @cached_property
    def faults_of(self) -> dict[str, tuple[Fault, ...]]:
        """The faults of each object, by its id."""
        found: dict[str, list[Fault]] = {}
        for fault in self.faults:
            if fault.id:
                found.setdefault(fault.id, []).append(fault)
        return {id_: tuple(faults) for id_, faults in found.items()}

    def contested(self, id_: str) -> bool:
        """Whether the object is contested."""
        return bool(self.reasons.get(id_))

    def sentence(self, id_: str) -> str:
        """The sentence of a quantity."""
        return self._sentences[id_]

    @cached_property
    def _sentences(self) -> dict[str, str]:
        labels = {key: work.label for key, work in self.works.items()}
        return {
            q.id: sentence_of(
                q,
                self.estimates_of.get(q.id, ()),
                self.compared[q.id],
                self.spans[q.id],
                self.reasons.get(q.id, ()),
                self.origins,
                self.collations.get(q.id),
                labels,
            )
            for q in self.model.quantities.values()
        }

    def span_text(self, id_: str) -> str:
        """The span of a quantity as printed in prose."""
        return span_words(self.spans[id_])

    def plain(self, text: str) -> str:
        """Recorded text with its references filled in: figures, titles, labels."""
        return _REFERENCE.sub(lambda found: self.reference_text(*found[1].split("|", 2)), text)

    def reference_text(self, role: str, target: str, text: str = "") -> str:
        """What a role prints; a role that names nothing prints its target."""
        if text:
            return text
        model = self.model
        if role == "cite":
            return self.works[target].label if target in self.works else target
        if role == "estimate" and target in model.estimates:
            return model.estimates[target].printed or target
        if role == "range" and target in model.quantities:
            return self.span_text(target)
        if role == "quantity" and target in model.quantities:
            return model.quantities[target].title
        if role == "claim" and target in model.claims:
            return model.claims[target].title
        return target

    def citation(self, citation: Citation) -> str:
        """A citation as printed: label and locator."""
        label = self.works[citation.key].label if citation.key in self.works else citation.key
        return f"{label}, {citation.locator}" if citation.locator else label

    def attestation(self, attestation: Attestation) -> str:
        """A witness's place and, where it differs, its reading."""
        reading = f" “{attestation.printed}”" if attestation.printed else ""
        note = f" ({attestation.note})" if attestation.note else ""
        return f"{attestation.siglum} {attestation.locator}{reading}{note}"


def derive(pages: Iterable[Page], works: Mapping[str, Work], settings: Settings) -> View:
    """Work out everything from the records of all pages, given in the order of the edition."""
    pages = list(pages)
    records = [record for page in pages for record in page.records]
    model, faults = interpret(records, works, settings)
    by_id = {record.id: record for record in reversed(records)}
    edges = derivation_edges(model)
    faults += check_objects(model, by_id, works, edges)
    faults += check_mentions((m for page in pages for m in page.mentions), model, _place_of)
    estimates_of = _by_quantity(model)
    compared = {q.id: compare_figures(q, estimates_of.get(q.id, ()), settings) for q in model.quantities.values()}
    return View(
        model=model,
        works=works,
        settings=settings,
        faults=tuple(sorted(dict.fromkeys(faults), key=lambda f: (f.path, f.line, f.id, f.rule.code, f.text))),
        estimates_of=estimates_of,
        compared=compared,
        spans={q.id: span_of(own_scope(q, compared[q.id].groups)) for q in model.quantities.values()},
        reasons=_reasons(model, compared, works),
        origins=origins(model, works, edges),
        findings=find_all(model, compared, estimates_of, settings),
        collations={c.id: c for c in collate(model, estimates_of)},
    )


def _by_quantity(model: Model) -> dict[str, tuple[Estimate, ...]]:
    found: dict[str, list[Estimate]] = {}
    for estimate in model.estimates.values():
        found.setdefault(estimate.quantity, []).append(estimate)
    return {id_: tuple(estimates) for id_, estimates in found.items()}


def _reasons(
    model: Model, compared: Mapping[str, Comparisons], works: Mapping[str, Work]
) -> dict[str, tuple[Reason, ...]]:
    reasons = dispute_reasons(model)
    for quantity in model.quantities.values():
        if not quantity.withdrawn and (apart := rival_reasons(compared[quantity.id].groups, works)):
            reasons[quantity.id] = [*apart, *reasons.get(quantity.id, ())]
    return {id_: tuple(dict.fromkeys(found)) for id_, found in reasons.items()}


def _place_of(mention: Mention) -> Record:
    """A record that lends a mention's place to a fault."""
    return Record(
        mention.role,
        "",
        "",
        (),
        "",
        has_body=False,
        parent="",
        docname="",
        path=mention.path,
        line=mention.line,
        sought=mention.target,
    )
