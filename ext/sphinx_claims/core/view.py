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
from .concordance import Section, concord, landing
from .findings import Finding, find_all
from .graph import derivation_edges, impact, origins
from .interpret import interpret
from .options import anchor_of
from .records import REF_CLOSE, REF_OPEN, Record
from .sentence import sentence_of, span_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from .diagnostics import Fault
    from .graph import Edges
    from .model import Claim, Estimate, Model, Settings
    from .records import Mention, Page, ViewUse, Work

_REFERENCE = re.compile(f"{REF_OPEN}([^{REF_CLOSE}]*){REF_CLOSE}")


@dataclass(frozen=True, eq=False)
class View:
    """All that is known and worked out. Mappings go by object id and keep the order of the edition.

    Each part is worked out when it is first asked for, so that a build that shows nothing new pays for little.
    """

    model: Model
    works: Mapping[str, Work]
    settings: Settings
    records: Mapping[str, Record]  #: the kept record of each object
    mentions: tuple[Mention, ...]
    titles: Mapping[str, str]  #: of documents that hold objects, roles or views
    shown: tuple[tuple[str, ViewUse], ...]  #: (document, view) wherever a view stands
    misread: tuple[Fault, ...]  #: the faults of single records

    @cached_property
    def faults(self) -> tuple[Fault, ...]:
        """All faults of contributors that are to be told, in the order of files and lines."""
        found = [
            *self.misread,
            *check_objects(self.model, self.records, self.works, self._edges),
            *check_mentions(self.mentions, self.model, _place_of),
        ]
        told = (f for f in dict.fromkeys(found) if f.rule.code not in self.settings.silenced)
        return tuple(sorted(told, key=lambda f: (f.path, f.line, f.id, f.rule.code, f.text)))

    @cached_property
    def _edges(self) -> Edges:
        return derivation_edges(self.model)

    @cached_property
    def estimates_of(self) -> dict[str, tuple[Estimate, ...]]:
        """The estimates of each quantity."""
        found: dict[str, list[Estimate]] = {}
        for estimate in self.model.estimates.values():
            found.setdefault(estimate.quantity, []).append(estimate)
        return {id_: tuple(estimates) for id_, estimates in found.items()}

    @cached_property
    def compared(self) -> dict[str, Comparisons]:
        """How the figures of each quantity compare."""
        return {
            q.id: compare_figures(q, self.estimates_of.get(q.id, ()), self.settings)
            for q in self.model.quantities.values()
        }

    @cached_property
    def spans(self) -> dict[str, Span]:
        """The span of each quantity's own scope."""
        return {q.id: span_of(own_scope(q, self.compared[q.id].groups)) for q in self.model.quantities.values()}

    @cached_property
    def reasons(self) -> dict[str, tuple[Reason, ...]]:
        """Why each contested object is contested."""
        reasons = dispute_reasons(self.model)
        for quantity in self.model.quantities.values():
            apart = [] if quantity.withdrawn else rival_reasons(self.compared[quantity.id].groups, self.works)
            if apart:
                reasons[quantity.id] = [*apart, *reasons.get(quantity.id, ())]
        return {id_: tuple(dict.fromkeys(found)) for id_, found in reasons.items()}

    @cached_property
    def origins(self) -> dict[str, tuple[str, ...]]:
        """For each estimate its known origins."""
        return origins(self.model, self.works, self._edges)

    @cached_property
    def stated_origins(self) -> dict[str, tuple[str, ...]]:
        """For each estimate the origins that it is stated to have, not inferred or remembered."""
        return origins(self.model, self.works, derivation_edges(self.model, stated_only=True), stated_only=True)

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What the sources do."""
        return find_all(self.model, self.compared, self.estimates_of, self.settings, self.works)

    @cached_property
    def collations(self) -> dict[str, Collation]:
        """What the witnesses say of each quantity and claim."""
        return {c.id: c for c in collate(self.model, self.estimates_of)}

    @cached_property
    def concordance(self) -> dict[str, tuple[Section, ...]]:
        """For each witness its sections and sentences, and where the edition treats them."""
        return concord(self.model, self.mentions)

    @cached_property
    def _landings(self) -> dict[str, dict[str, tuple[str, str]]]:
        """For each witness where the rows of its sentences stand: of two concordances in the first."""
        pages: dict[str, str] = {}
        for docname, (name, options) in self.shown:
            if name == "claims-concordance":
                wanted = dict(options).get("witness", "").replace(";", " ").split()
                for siglum in wanted or self.model.witnesses:
                    pages.setdefault(siglum, docname)
        return {
            siglum: {
                locator: (docname, landing(siglum, locator))
                for section in self.concordance.get(siglum, ())
                for locator in (section.locator, *(passage.locator for passage in section.passages))
            }
            for siglum, docname in pages.items()
        }

    def place_in_witness(self, siglum: str, locator: str) -> tuple[str, str] | None:
        """Where a locator leads: its row in a concordance, else the description of its witness."""
        witness = self.model.witnesses.get(siglum)
        if witness is None:
            return None
        return self._landings.get(siglum, {}).get(locator) or (witness.place.docname, anchor_of(siglum))

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
    def _faults_by_place(self) -> dict[tuple[str, str], tuple[Fault, ...]]:
        found: dict[tuple[str, str], list[Fault]] = {}
        for fault in self.faults:
            if fault.id:
                found.setdefault((fault.docname, fault.id), []).append(fault)
        return {place: tuple(faults) for place, faults in found.items()}

    def faults_of(self, id_: str, docname: str) -> tuple[Fault, ...]:
        """The faults of the objects that have this id on a page."""
        return self._faults_by_place.get((docname, id_), ())

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
                self.reasons,
                (self.origins, self.stated_origins),
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


def derive(pages: Iterable[Page], works: Mapping[str, Work], settings: Settings) -> View:
    """The view over the records of all pages, given in the order of the edition."""
    pages = list(pages)
    records = [record for page in pages for record in page.records]
    model, faults = interpret(records, works, settings)
    by_id = {record.id: record for record in reversed(records)}
    mentions = tuple(mention for page in pages for mention in page.mentions)
    titles = {page.docname: page.title for page in pages}
    shown = tuple((page.docname, use) for page in pages for use in page.views)
    return View(model, works, settings, by_id, mentions, titles, shown, tuple(faults))


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
