"""The views as blocks: lists, findings, the collation of the witnesses, and what rests on each work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .blocks import Block, Group, Inline, Item, Items, Para, Ref, Row, Table, Text
from .concordance import landing
from .findings import KINDS as FINDING_KINDS
from .model import Claim, Estimate, Quantity
from .options import anchor_of
from .query import Problem, Thing, parse_query, select, unknown_names
from .rows import attested, cite, joined, object_ref, who
from .sentence import count_words
from .voices import names

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from .collate import Collation, Reading
    from .concordance import Passage, Section, Treated
    from .findings import Finding
    from .view import View

#: As many objects are named under a work; the rest is counted.
RESTING = 60


def view_blocks(view: View, name: str, options: Mapping[str, str]) -> tuple[tuple[Block, ...], list[Problem]]:
    """The blocks of the view `name` with these options, and what is wrong with the options."""
    if name == "claims-findings":
        return _findings(view, options), _unknown(options, ("kind",))
    if name == "claims-concordance":
        return _concordance(view, options)
    if name == "claims-collation":
        return _collation(view, options), _unknown(options, ("kind", "show"))
    return _list(view, options)


def _unknown(options: Mapping[str, str], known: tuple[str, ...]) -> list[Problem]:
    return [
        Problem(name, options[name], f"the options are {', '.join(known)}")
        for name in options
        if name not in known and not name.startswith(":")
    ]


# -- lists


def _list(view: View, options: Mapping[str, str]) -> tuple[tuple[Block, ...], list[Problem]]:
    query, problems = parse_query(options)
    problems += unknown_names(view, query)
    things = select(view, query)
    shown = things[: query.limit]
    blocks: list[Block] = []
    for kind, noun, plural in (
        (Quantity, "quantity", "quantities"),
        (Estimate, "figure", "figures"),
        (Claim, "claim", "claims"),
    ):
        own = [thing for thing in shown if isinstance(thing, kind)]
        if own:
            caption = options.get("caption", "") or f"{count_words(len(own), noun, plural)}".capitalize()
            blocks.append(_table(view, own, caption))
    if not things:
        blocks.append(Para((Text("Nothing in the edition answers to this."),), "empty"))
    elif len(shown) < len(things):
        blocks.append(Para((Text(f"{len(shown)} of {len(things)} are shown."),), "cut"))
    return tuple(blocks), problems


def _table(view: View, things: Sequence[Thing], caption: str) -> Table:
    if isinstance(things[0], Quantity):
        header: tuple[str, ...] = ("Quantity", "Span", "What the figures say")
        widths: tuple[int, ...] = (28, 18, 54)
    elif isinstance(things[0], Estimate):
        header, widths = ("Figure", "Quantity", "Said by", "Witness", "Why"), (17, 25, 15, 24, 19)
    else:
        header, widths = ("Claim", "Said by", "Witness", "Why"), (36, 20, 14, 30)
    return Table("list", (Text(caption),), header, tuple(_row(view, thing) for thing in things), widths)


def _row(view: View, thing: Thing) -> Row:
    reasons = reason_runs(view, thing.id)
    roles = ("contested",) if view.contested(thing.id) else ()
    if isinstance(thing, Quantity):
        return Row(
            "",
            ((object_ref(view, thing.id),), (Text(view.span_text(thing.id)),), (Text(view.sentence(thing.id)),)),
            roles,
        )
    if isinstance(thing, Estimate):
        return Row(
            "",
            (
                (object_ref(view, thing.id),),
                (object_ref(view, thing.quantity),),
                (Text(who(view, thing)),),
                attested(view, thing) or _DASH,
                _why(thing) or reasons or _DASH,
            ),
            roles,
        )
    by: Inline = (Text(names(thing.by)),) if thing.by else joined(cite(view, c) for c in thing.sources)
    return Row(
        "", ((object_ref(view, thing.id),), by or _DASH, attested(view, thing) or _DASH, reasons or _DASH), roles
    )


_DASH: Inline = (Text("—"),)


def _why(estimate: Estimate) -> Inline:
    """Why a figure is in a list of emended, deprecated or withdrawn ones."""
    parts: list[Inline] = []
    if estimate.emends:
        reason = f": {estimate.emends.reason}" if estimate.emends.reason else ""
        parts.append((Text(f"printed “{estimate.emends.printed}”{reason}"),))
    parts += [(Text(text),) for text in (estimate.rank_reason, estimate.withdrawn) if text]
    return joined(parts)


def reason_runs(view: View, id_: str) -> Inline:
    """Why an object is contested, each reason leading to the object it names."""
    parts: list[Inline] = []
    for reason in view.reasons.get(id_, ()):
        refs = [object_ref(view, o) for o in reason.objects]
        if reason.lead:
            parts.append((Text(f"{reason.lead} "), *refs))
        else:
            parts.append((*joined(((ref,) for ref in refs), " and "), Text(" are apart")))
    return joined(parts)


# -- findings


def _findings(view: View, options: Mapping[str, str]) -> tuple[Block, ...]:
    wanted = options.get("kind", "").split()
    blocks: list[Block] = []
    for kind, title in FINDING_KINDS.items():
        own = [f for f in view.findings if f.kind == kind and (not wanted or kind in wanted)]
        if own:
            blocks.append(Para((Text(f"{title} ({len(own)})", "strong"),), "finding-kind"))
            blocks.append(Items(tuple(Item(_finding(view, f)) for f in own), "findings"))
    return tuple(blocks) or (Para((Text("Nothing was found."),), "empty"),)


def _finding(view: View, finding: Finding) -> Inline:
    """The sentence, then links to the objects with what they measure."""
    links = joined(
        ((object_ref(view, id_), Text(f" in {_quantity_title(view, id_)}")) for id_ in finding.objects), ", "
    )
    return (Text(f"{finding.text[:1].upper()}{finding.text[1:]}. "), Text("See ", "muted"), *links, Text("."))


def _quantity_title(view: View, id_: str) -> str:
    estimate = view.model.estimates.get(id_)
    quantity = view.model.quantities.get(estimate.quantity) if estimate else None
    return f"“{quantity.title}”" if quantity else "the edition"


# -- collation


def _collation(view: View, options: Mapping[str, str]) -> tuple[Block, ...]:
    sigla = tuple(view.model.witnesses)
    wanted, kind = options.get("show", "").strip(), options.get("kind", "").strip()
    blocks: list[Block] = []
    for title, head, objects in (
        ("Quantities", "Quantity", view.model.quantities),
        ("Claims", "Claim", view.model.claims),
    ):
        if kind and not title.lower().startswith(kind[:5]):
            continue
        own = [c for id_ in objects if (c := view.collations.get(id_)) and (not wanted or wanted in c.verdict)]
        if own:
            rows = tuple(_collated(view, c) for c in own)
            widths = (30, *(round(50 / max(1, len(sigla))) for _ in sigla), 20)
            caption = (Text(f"{title} ({len(own)})"),)
            blocks.append(Table("collation", caption, (head, *sigla, "Verdict"), rows, widths))
    return tuple(blocks) or (Para((Text("No witness speaks."),), "empty"),)


def _collated(view: View, collation: Collation) -> Row:
    cells = [_readings(view, readings) for _siglum, readings in collation.readings]
    contested = ("contested",) if view.contested(collation.id) else ()
    return Row("", ((object_ref(view, collation.id),), *cells, (Text(collation.verdict),)), contested)


def _readings(view: View, readings: Sequence[Reading]) -> Inline:
    def one(reading: Reading) -> Inline:
        place = f"{reading.attestation.siglum}\u00a0{reading.attestation.locator}"
        if not reading.printed:
            return (Text(place, "muted"),)
        estimate = view.model.estimates.get(reading.estimate)
        lead: Text | Ref = (
            Ref(reading.printed, estimate.place.docname, anchor_of(estimate.id), "figure")
            if estimate
            else Text(f"“{reading.printed}”")
        )
        return (lead, Text(f" {place}", "muted"))

    return joined(one(reading) for reading in readings) or _DASH


# -- the concordance


def _concordance(view: View, options: Mapping[str, str]) -> tuple[tuple[Block, ...], list[Problem]]:
    """For each witness its sections and where they are treated, then the sentences of each section."""
    problems = _unknown(options, ("witness",))
    wanted = options.get("witness", "").replace(";", " ").split()
    known = view.concordance
    problems += [
        Problem("witness", siglum, f"the witnesses are {', '.join(known)}" if known else "no witness is declared")
        for siglum in wanted
        if siglum not in known
    ]
    blocks: list[Block] = []
    for siglum in wanted or known:
        if known.get(siglum):
            blocks.append(_sections(view, siglum, known[siglum]))
            blocks += [_passages(view, siglum, section) for section in known[siglum] if section.passages]
    return tuple(blocks) or (Para((Text("No witness speaks."),), "empty"),), problems


def _sections(view: View, siglum: str, sections: Sequence[Section]) -> Table:
    rows = tuple(
        Row(
            landing(siglum, section.locator),
            (
                (_section_ref(view, siglum, section),),
                (Text(f"{section.treated} of {section.sentences}"),),
                _documents(view, section) or _DASH,
            ),
        )
        for section in sections
    )
    title = view.model.witnesses[siglum].title
    caption = (Text(f"{siglum} · {title}" if title else siglum),)
    return Table("concordance", caption, ("Section", "Sentences treated", "Where"), rows, (44, 14, 42))


def _section_ref(view: View, siglum: str, section: Section) -> Text | Ref:
    words = f"{siglum}\u00a0{section.locator} {section.title}".strip()
    place = view.place_in_witness(siglum, section.passages[0].locator) if section.passages else None
    return Ref(words, *place) if place else Text(words)


def _documents(view: View, section: Section) -> Inline:
    """The documents that treat a section, those that treat most of it first, each with a count of sentences."""
    count: dict[str, int] = {}
    first: dict[str, Treated] = {}
    for treated in section.places:
        first.setdefault(treated.docname, treated)
        count.setdefault(treated.docname, 0)
    for passage in section.passages:
        for treated in passage.places:
            first.setdefault(treated.docname, treated)
            count[treated.docname] = count.get(treated.docname, 0) + 1
    ordered = sorted(count, key=lambda docname: -count[docname])
    return joined(
        (
            Ref(view.titles.get(docname, docname), docname, first[docname].anchor),
            *((Text(f"\u00a0({count[docname]})", "muted"),) if count[docname] else ()),
        )
        for docname in ordered
    )


def _passages(view: View, siglum: str, section: Section) -> Group:
    total, treated = section.sentences, section.treated
    said = f"{total} sentence{'s' if total > 1 else ''}, {'all' if treated == total else treated} treated"
    head = f"{siglum}\u00a0{section.locator}"
    summary = Para((Text(f"{head} {section.title}".strip()), Text(" "), Text(said, "muted")), "summary")
    rows = tuple(_passage(view, siglum, passage) for passage in section.passages)
    table = Table(
        "passages", (Text(f"Sentences of {head}"),), ("Sentence", "Figures and claims", "Where"), rows, (12, 56, 32)
    )
    cut = Para((Text("Only the sentences that are cited are shown."),), "cut")
    return Group("concorded", (summary, table, *((cut,) if len(rows) < total else ())), head)


def _passage(view: View, siglum: str, passage: Passage) -> Row:
    objects = joined(
        (object_ref(view, id_),) if id_ in view.model.claims else _figure_in(view, id_) for id_ in passage.objects
    )
    where = joined(
        (Ref(view.titles.get(treated.docname, treated.docname), treated.docname, treated.anchor),)
        for treated in passage.places
    )
    place = (Text(f"{siglum}\u00a0{passage.locator}"),)
    return Row(landing(siglum, passage.locator), (place, objects or _DASH, where or _DASH))


def _figure_in(view: View, id_: str) -> Inline:
    """A figure with what it measures."""
    quantity = view.model.quantities.get(view.model.estimates[id_].quantity)
    return (object_ref(view, id_), *((Text(f" {quantity.title}", "muted"),) if quantity else ()))


# -- the bibliography


def resting_blocks(view: View, key: str) -> tuple[Block, ...]:
    """What rests on a work: the figures and claims that cite it, and those that would fall with it."""
    blocks: list[Block] = []
    model = view.model
    resting = view.resting_on.get(key, ())
    figures = [id_ for id_ in resting if id_ in model.estimates]
    claims = [id_ for id_ in resting if id_ in model.claims]
    if figures:
        blocks.append(
            Para(
                (Text("Figures resting on it: "), *_few(_figure_links(view, figures), len(figures)), Text(".")), "rests"
            )
        )
    if claims:
        links = ((object_ref(view, id_),) for id_ in claims[:RESTING])
        blocks.append(Para((Text("Claims resting on it: "), *_few(links, len(claims)), Text(".")), "rests"))
    named = set(figures)
    further = [id_ for id_ in view.impact.get(key, ()) if id_ not in named]
    if further:
        blocks.append(
            Para(
                (Text("Would fall with it as well: "), *_few(_figure_links(view, further), len(further)), Text(".")),
                "rests",
            )
        )
    return (Group("resting", tuple(blocks)),) if blocks else ()


def _figure_links(view: View, ids: Sequence[str]) -> Iterable[Inline]:
    """Figures by quantity, so that a bare number is never all a reader sees."""
    by_quantity: dict[str, list[str]] = {}
    for id_ in ids[:RESTING]:
        by_quantity.setdefault(view.model.estimates[id_].quantity, []).append(id_)
    for quantity_id, own in by_quantity.items():
        links = joined(((object_ref(view, id_),) for id_ in own), ", ")
        yield (*links, Text(" in "), object_ref(view, quantity_id))


def _few(parts: Iterable[Inline], count: int) -> Inline:
    more = (Text(f"; and {count - RESTING} more"),) if count > RESTING else ()
    return (*joined(parts), *more)
