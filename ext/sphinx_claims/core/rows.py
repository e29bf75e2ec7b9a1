"""The record as blocks: quantities with their tables, claims with who supports and who disputes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .blocks import Block, Body, Group, Heading, Inline, Item, Items, Para, Picture, Ref, Row, Table, Text
from .checks import working
from .model import AGAINST, Scope
from .options import anchor_of
from .period import period_words
from .plot import plot_of
from .voices import names, voice

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from .model import Citation, Claim, Derivation, Estimate, Quantity
    from .view import View

HEADER = ("Figure", "Said by", "Basis", "Source", "Witness", "Remarks")
WIDTHS = (17, 14, 12, 18, 13, 26)
#: As many figures stand in the table of one quantity; the rest is counted and said.
TABLE_ROWS = 200

_HOW = {"stated": "", "inferred": "inferred", "from-memory": "from memory"}
_RELATION_WORDS = {"obtains-support-from": "obtains support from", "disagrees-with": "disagrees with"}


# -- runs


def joined(parts: Iterable[Inline], between: str = "; ") -> Inline:
    """Runs of several items, with a separator between."""
    runs: list[Text | Ref] = []
    for part in parts:
        if runs:
            runs.append(Text(between))
        runs += part
    return tuple(runs)


def object_ref(view: View, id_: str) -> Ref | Text:
    """The name of an object, leading to where it stands."""
    model = view.model
    if id_ in model.estimates:
        e = model.estimates[id_]
        return Ref(e.printed or id_, e.place.docname, anchor_of(id_), "figure")
    if id_ in model.quantities:
        return Ref(model.quantities[id_].title, model.quantities[id_].place.docname, anchor_of(id_))
    if id_ in model.claims:
        return Ref(model.claims[id_].title, model.claims[id_].place.docname, anchor_of(id_))
    return Text(id_, "unknown")


def named_ref(view: View, id_: str) -> Inline:
    """An object's name; a figure with who says it, so that it can be told from its rivals."""
    ref = object_ref(view, id_)
    estimate = view.model.estimates.get(id_)
    if estimate is None:
        return (ref,)
    return (ref, Text(f" ({who(view, estimate)})"))


def who(view: View, estimate: Estimate) -> str:
    """Whose figure it is, in a few words."""
    return voice(estimate, view.works)


def cite(view: View, citation: Citation) -> Inline:
    """A citation that leads to its bibliography entry, with its locator."""
    work = view.works.get(citation.key)
    tail = (Text(f", {citation.locator}"),) if citation.locator else ()
    if work is None:
        return (Text(f"{citation.key}?", "unknown"), *tail)
    if not work.docname:
        return (Text(work.label), *tail)
    return (Ref(work.label, work.docname, work.anchor, "cite"), *tail)


def attested(view: View, estimate: Estimate | Claim) -> Inline:
    """The places of the witnesses, each leading to its row in a concordance or to its witness."""
    parts: list[Inline] = []
    for a in estimate.witnesses:
        place = f"{a.siglum}\u00a0{a.locator}"
        found = view.place_in_witness(a.siglum, a.locator)
        head = Ref(place, *found, "witness") if found else Text(place, "unknown")
        tail = (f" “{a.printed}”" if a.printed else "") + (f" ({a.note})" if a.note else "")
        parts.append((head, Text(tail)) if tail else (head,))
    return joined(parts)


# -- the apparatus of a section


def apparatus_summary(view: View, ids: Sequence[str], docname: str) -> Para:
    """What the apparatus of a section holds, and how much of it is contested or at fault.

    `ids` are its objects; one whose id belongs to an object of another page is at fault only.
    """
    parts: list[str] = []
    for objects, one, many in (
        (view.model.quantities, "quantity", "quantities"),
        (view.model.estimates, "figure", "figures"),
        (view.model.claims, "claim", "claims"),
    ):
        own = [id_ for id_ in ids if id_ in objects and objects[id_].place.docname == docname]
        if own:
            disputed = sum(1 for id_ in own if view.contested(id_))
            words = f"{len(own)} {one if len(own) == 1 else many}"
            parts.append(f"{words} ({disputed} contested)" if disputed else words)
    faults = sum(len(view.faults_of(id_, docname)) for id_ in ids)
    found = f"{faults} fault{'s' if faults > 1 else ''}"
    runs = (Text("Figures and claims"), Text(" "), Text(", ".join(parts), "muted"))
    return Para((*runs, Text(" "), Text(found, "mark-fault")) if faults else runs, "summary")


# -- quantities


def quantity_blocks(view: View, quantity: Quantity, here: frozenset[str]) -> Group:
    """A quantity as it stands at the end of its section. `here` are the estimates that land in it."""
    title: list[Text | Ref] = [Text(quantity.title)]
    if view.contested(quantity.id):
        title += [Text(" "), Text("contested", "mark-contested")]
    if quantity.withdrawn:
        title += [Text(" "), Text("withdrawn", "mark-withdrawn")]
    blocks: list[Block] = [Heading(anchor_of(quantity.id), tuple(title)), Para(_scope_line(view, quantity), "scope")]
    blocks += [Para((Text(view.sentence(quantity.id)),), "sentence"), Body(quantity.id)]
    if notes := _disputed(view, quantity.id):
        blocks.append(notes)
    estimates = view.estimates_of.get(quantity.id, ())
    if estimates and not quantity.withdrawn:
        plot = plot_of(view, quantity)
        if plot.rows:
            blocks.append(Picture(anchor_of(quantity.id), plot))
    blocks += estimate_table(view, quantity.title, quantity.scope, estimates, here)
    return Group("quantity", tuple(blocks), quantity.title)


def estimates_elsewhere(view: View, quantity_id: str, estimates: Sequence[Estimate]) -> Group:
    """Figures that stand in another section than their quantity."""
    quantity = view.model.quantities.get(quantity_id)
    title = quantity.title if quantity else quantity_id
    ref = object_ref(view, quantity_id)
    head = Para((Text("Further figures for "), ref, Text(":")), "further")
    here = frozenset(e.id for e in estimates)
    scope = quantity.scope if quantity else Scope("", None, "", "")
    return Group("quantity", (head, *estimate_table(view, title, scope, estimates, here)), f"Further figures: {title}")


def _scope_line(view: View, quantity: Quantity) -> Inline:
    scope = quantity.scope
    words = [
        scope.unit,
        scope.counts if scope.counts != scope.unit else "",
        scope.place,
        scope.period.words if scope.period else "",
        "a series" if quantity.series else "",
    ]
    runs: list[Inline] = [(Text(word),) for word in words if word]
    if quantity.part_of:
        runs.append((Text("part of "), object_ref(view, quantity.part_of)))
    if quantity.share_of:
        runs.append((Text("share of "), object_ref(view, quantity.share_of)))
    return joined([*runs, (Text(quantity.id, "id"),)], " · ")


def estimate_table(
    view: View,
    title: str,
    scope: Scope,
    estimates: Sequence[Estimate],
    here: frozenset[str],
) -> Iterator[Block]:
    """The table of these figures and, below it, their commentaries."""
    shown = [e for at, e in enumerate(estimates) if at < TABLE_ROWS or e.id in here]
    if not shown:
        return
    rows = tuple(estimate_row(view, e, scope, lands=e.id in here) for e in shown)
    caption = (Text(f"{title}: the figures"),)
    yield Table("estimates", caption, HEADER, rows, WIDTHS)
    if len(shown) < len(estimates):
        yield Para((Text(f"{len(shown)} of {len(estimates)} figures are shown; the data file holds all."),), "cut")
    for estimate in shown:
        if estimate.has_body and estimate.id in here:
            yield Group(
                "commentary",
                (Para((Text(estimate.printed, "figure"), Text(f" ({who(view, estimate)})")), "on"), Body(estimate.id)),
            )


def estimate_row(view: View, estimate: Estimate, scope: Scope, *, lands: bool) -> Row:
    """One figure in the table of its quantity."""
    cells = (
        _figure_cell(view, estimate, lands=lands),
        _by_cell(estimate),
        (Text(estimate.basis if estimate.basis != "unstated" else "—"),),
        _source_cell(view, estimate),
        attested(view, estimate) or (Text("—"),),
        joined(_remarks(view, estimate, scope)) or (Text("—"),),
    )
    return Row(anchor_of(estimate.id) if lands else "", cells, _row_roles(view, estimate))


def _row_roles(view: View, estimate: Estimate) -> tuple[str, ...]:
    roles = [f"rank-{estimate.rank}"] if estimate.rank != "normal" else []
    return (*roles, *(("contested",) if view.contested(estimate.id) else ()))


def _figure_cell(view: View, estimate: Estimate, *, lands: bool) -> Inline:
    runs: list[Text | Ref] = [
        Text(estimate.printed or "no figure", "figure")
        if lands
        else Ref(estimate.printed, estimate.place.docname, anchor_of(estimate.id), "figure")
    ]
    if estimate.figure is None and estimate.printed:
        runs += [Text(" "), Text("unreadable", "mark-fault")]
    if estimate.rank != "normal":
        runs += [Text(" "), Text(estimate.rank, f"mark-{estimate.rank}")]
    if view.contested(estimate.id):
        runs += [Text(" "), Text("contested", "mark-contested")]
    if estimate.emends:
        runs += [Text(" "), Text("emended", "mark-emended")]
    if estimate.withdrawn:
        runs += [Text(" "), Text("withdrawn", "mark-withdrawn")]
    if lands:
        runs += [Text(" "), Ref(estimate.id, estimate.place.docname, anchor_of(estimate.id), "id")]
    return tuple(runs)


def _by_cell(estimate: Estimate) -> Inline:
    text = names(estimate.by) or "—"
    return (Text(f"{text}, {period_words(estimate.made)}" if estimate.made else text),)


def _source_cell(view: View, estimate: Estimate) -> Inline:
    if estimate.sources:
        return joined(cite(view, c) for c in estimate.sources)
    if estimate.sum_of:
        return (Text("computed"),)
    return (Text("unsourced", "mark-unsourced"),) if estimate.unsourced else (Text("—"),)


def _remarks(view: View, estimate: Estimate, scope: Scope) -> list[Inline]:
    """What a reader must know beside the figure, the most telling first."""
    remarks: list[Inline] = []
    if estimate.emends:
        reason = f": {estimate.emends.reason}" if estimate.emends.reason else ""
        remarks.append((Text(f"printed “{estimate.emends.printed}”, emended{reason}"),))
    remarks += [(Text(text),) for text in _scope_remarks(estimate, scope)]
    if estimate.sum_of:
        remarks.append((Text(working(estimate, view.model)),))
    if estimate.primary_source:
        remarks.append((Text("primary source "), *cite(view, estimate.primary_source)))
    remarks += [_derived(view, d) for d in estimate.derives_from]
    remarks += _answers(view, estimate.id)
    remarks += [(Text(text),) for text in _plain_remarks(estimate)]
    return remarks


def _answers(view: View, id_: str) -> Iterator[Inline]:
    """The claims that speak to a figure, those of one relation together."""
    by_relation: dict[str, list[Inline]] = {}
    for relation, claim in view.links_to.get(id_, ()):
        by_relation.setdefault(relation, []).append((object_ref(view, claim.id),))
    for relation, claims in by_relation.items():
        yield (Text(f"{relation_words(relation, passive=True)} ", _weight(relation)), *joined(claims, ", "))


def _scope_remarks(estimate: Estimate, scope: Scope) -> Iterator[str]:
    own = estimate.scope
    for name in ("unit", "place", "counts"):
        if getattr(own, name) != getattr(scope, name):
            yield f"{'counts ' if name == 'counts' else ''}{getattr(own, name)}"
    if own.period and own.period != scope.period:
        yield own.period.words
    if estimate.compare_as:
        changed = [w for w in (_compared_words(own, estimate.compare_as.scope),) if w]
        yield f"compared as {', '.join(changed) or 'its label'}: {estimate.compare_as.reason}"


def _compared_words(own: Scope, as_: Scope) -> str:
    if own.period != as_.period and as_.period:
        return as_.period.words
    return next((getattr(as_, n) for n in ("unit", "place", "counts") if getattr(own, n) != getattr(as_, n)), "")


def _plain_remarks(estimate: Estimate) -> Iterator[str]:
    if estimate.interval:
        yield f"interval: {estimate.interval}"
    if estimate.cert:
        yield f"certainty {estimate.cert}"
    if estimate.rank_reason:
        yield f"{estimate.rank}: {estimate.rank_reason}"
    if estimate.withdrawn:
        yield f"withdrawn: {estimate.withdrawn}"
    if estimate.resp:
        yield f"responsible: {estimate.resp}"


def _derived(view: View, derivation: Derivation) -> Inline:
    """A derivation; how it is known is said where it is not stated, and the link is drawn dashed."""
    how = _HOW[derivation.how]
    head = Text(f"derived from ({how}) " if how else "derived from ", "inferred" if how else "")
    if derivation.target in view.works:
        work = view.works[derivation.target]
        target: Inline = (Ref(work.label, work.docname, work.anchor, "cite") if work.docname else Text(work.label),)
    else:
        target = named_ref(view, derivation.target)
    return (head, *target)


# -- claims


def relation_words(relation: str, *, passive: bool = False) -> str:
    """A relation in words: ``disagrees with``, and read from the other end ``disagreed with by``."""
    if not passive:
        return _RELATION_WORDS.get(relation, relation.replace("-", " "))
    special = {
        "agrees-with": "agreed with by",
        "disagrees-with": "disagreed with by",
        "qualifies": "qualified by",
        "replies-to": "replied to by",
        "obtains-support-from": "gives support to",
        "cites-as-evidence": "cited as evidence by",
        "supports": "supported by",
        "refutes": "refuted by",
        "speculates-on": "speculated on by",
        "discusses": "discussed by",
    }
    if relation in special:
        return special[relation]
    verb, *rest = relation.split("-")
    stem = verb.removesuffix("s")
    past = stem + ("d" if stem.endswith("e") else "ed")
    return " ".join([past, *rest, "by"])


def claim_blocks(view: View, claim: Claim) -> Group:
    """A claim: its title, who makes it, the statement, where it stands, and its relations both ways."""
    title: list[Text | Ref] = [Text(claim.title)]
    for shown, mark in (
        (view.contested(claim.id), "contested"),
        (claim.rank != "normal", claim.rank),
        (bool(claim.withdrawn), "withdrawn"),
        (claim.unsourced, "unsourced"),
    ):
        if shown:
            title += [Text(" "), Text(mark, f"mark-{mark}")]
    heading = Heading(anchor_of(claim.id), tuple(title))
    blocks: list[Block] = [heading, Body(claim.id), Para(_claim_line(view, claim), "where")]
    relations = _relations(view, claim)
    if relations:
        blocks.append(Items(tuple(relations), "relations"))
    return Group("claim", tuple(blocks), claim.title)


def _claim_line(view: View, claim: Claim) -> Inline:
    parts: list[Inline] = []
    if claim.by:
        parts.append((Text(f"Said by {names(claim.by)}"),))
    if claim.sources:
        parts.append(joined(cite(view, c) for c in claim.sources))
    if claim.witnesses:
        parts.append(attested(view, claim))
    parts += [
        (Text(text),)
        for text in (
            f"certainty {claim.cert}" if claim.cert else "",
            f"{claim.rank}: {claim.rank_reason}" if claim.rank_reason else "",
            f"withdrawn: {claim.withdrawn}" if claim.withdrawn else "",
            f"responsible: {claim.resp}" if claim.resp else "",
        )
        if text
    ]
    return joined([*parts, (Text(claim.id, "id"),)], " · ")


def _relations(view: View, claim: Claim) -> list[Item]:
    """Out first, then in; those against are marked so that they can be told without colour."""
    items = [
        Item((Text(f"{relation_words(link.relation)} ", _weight(link.relation)), *named_ref(view, link.target)))
        for link in claim.links
    ]
    return items + _incoming(view, claim.id)


def _incoming(view: View, id_: str) -> list[Item]:
    return [
        Item((Text(f"{relation_words(relation, passive=True)} ", _weight(relation)), object_ref(view, other.id)))
        for relation, other in view.links_to.get(id_, ())
    ]


def _weight(relation: str) -> str:
    return "against" if relation in AGAINST else ""


def _disputed(view: View, id_: str) -> Items | None:
    items = _incoming(view, id_)
    return Items(tuple(items), "relations") if items else None
