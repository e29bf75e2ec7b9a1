"""Records to objects: every option read, every fault of a contributor noted, nothing lost on the way.

What can be read is kept even where something beside it cannot: a figure that does not parse stays as
printed, an unknown source stays in the record's text, and the fault says where and how to mend it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from .diagnostics import Fault, Rule, a, did_you_mean, fault
from .figure import Figure, FigureError, parse_figure
from .model import (
    CERTS,
    EDITION,
    INTERVALS,
    RANKS,
    RELATIONS,
    Attestation,
    Citation,
    Claim,
    CompareAs,
    Derivation,
    Emendation,
    Estimate,
    Link,
    Model,
    Place,
    Quantity,
    Scope,
    Settings,
    Term,
    Witness,
)
from .options import (
    OptionError,
    id_from,
    is_id,
    is_siglum,
    parse_attestations,
    parse_citations,
    parse_compare_as,
    parse_derivations,
    parse_ids,
    parse_names,
    parse_sum,
    split_items,
)
from .period import Period, PeriodError, hint_for, parse_period

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from .records import Record, Work

T = TypeVar("T")

_SCOPE = ("unit", "period", "place", "counts")
_COMMON = ("withdrawn",)
_RANKED = ("rank", "rank-reason", "cert", "resp")
OPTIONS: dict[str, tuple[str, ...]] = {
    "quantity": (*_SCOPE, "part-of", "share-of", "series", *_COMMON),
    "estimate": (
        "quantity",
        "figure",
        "source",
        "witness",
        "by",
        "made",
        "basis",
        *_SCOPE,
        "compare-as",
        "derives-from",
        "primary-source",
        "sum-of",
        "interval",
        *_RANKED,
        "emends",
        "emends-reason",
        *_COMMON,
    ),
    "claim": ("by", "source", "witness", *RELATIONS, *_RANKED, "topic", *_COMMON),
    "witness": ("contents", "title", *_COMMON),
}
#: As many terms of a list are named.
_FEW = 12
_FLAGS = frozenset({"series"})
#: Where a figure stands; what cannot be read in them is a fault of its own.
_SUPPORT = ("source", "witness", "sum-of", "derives-from", "primary-source")


def interpret(
    records: Iterable[Record],
    works: Mapping[str, Work],
    settings: Settings,
) -> tuple[Model, list[Fault]]:
    """The objects that `records` describe, and the faults found on the way.

    Records come in the order of the edition. Where an id is used twice the first object keeps it.
    """
    faults: list[Fault] = []
    kept = _unique(records, faults)
    witnesses = {r.id: _Reader(r, works, settings, faults).witness() for r in kept if r.kind == "witness"}
    quantities = {r.id: _Reader(r, works, settings, faults).quantity() for r in kept if r.kind == "quantity"}
    model = Model(quantities=quantities, witnesses=witnesses)
    for record in kept:
        reader = _Reader(record, works, settings, faults)
        if record.kind == "estimate":
            model.estimates[record.id] = reader.estimate(model)
        elif record.kind == "claim":
            model.claims[record.id] = reader.claim(model)
    return model, faults


def _unique(records: Iterable[Record], faults: list[Fault]) -> list[Record]:
    """The records whose id is new; both places are named where it is not."""
    first: dict[str, Record] = {}
    for record in records:
        if not record.id:
            faults.append(fault(Rule.MISSING_ID, record, kind=a(record.kind), hint=_AN_ID[record.kind]))
        elif earlier := first.get(record.id):
            faults += [_used_twice(record, earlier), _used_twice(earlier, record)]
        else:
            first[record.id] = record
    return list(first.values())


_AN_ID = {
    "quantity": "an id and a title, such as executions-1937-38 Executions, 1937–1938,",
    "estimate": "an id, such as executions-1937-38-mvd,",
    "claim": "an id and a title, such as archives-incomplete The archives are incomplete,",
    "witness": "a siglum and a title, such as W The first account,",
}


def _used_twice(record: Record, other: Record) -> Fault:
    """An id that stands at two places, or in one file that two pages include."""
    if (record.path, record.line) != (other.path, other.line):
        where, hint = f"stands at {other.path}:{other.line} already", "give one of the two another id"
        return fault(Rule.DUPLICATE_ID, record, where=where, hint=f"{hint}; ids are never reused")
    pages = sorted({record.docname, other.docname})
    who = f"the pages {pages[0]} and {pages[1]} include" if len(pages) > 1 else f"the page {pages[0]} includes"
    where = f"stands twice, as {who} this file{'' if len(pages) > 1 else ' twice'}"
    return fault(Rule.DUPLICATE_ID, record, where=where, hint="include it once, and refer to its objects elsewhere")


class _Reader:
    """Reads one record. Every method returns a usable value and notes what was wrong."""

    def __init__(self, record: Record, works: Mapping[str, Work], settings: Settings, faults: list[Fault]) -> None:
        self.record = record
        self.options = dict(record.options)
        self.works = works
        self.settings = settings
        self.faults = faults
        self._check_names()

    # -- the four kinds

    def witness(self) -> Witness:
        if self.record.trouble:
            self._fault(Rule.BAD_CONTENTS, value=self._text("contents"), reason=self.record.trouble)
        self._titled()
        return Witness(
            siglum=self.record.id, title=self.record.title, contents=self.record.contents, place=self._place()
        )

    def quantity(self) -> Quantity:
        self._titled()
        return Quantity(
            id=self.record.id,
            title=self.record.title or self.record.id,
            scope=self._scope(None),
            part_of=self._one_id("part-of"),
            share_of=self._one_id("share-of"),
            series="series" in self.options,
            withdrawn=self._text("withdrawn"),
            place=self._place(),
        )

    def estimate(self, model: Model) -> Estimate:
        quantity = self._quantity_id(model)
        owner = model.quantities.get(quantity)
        scope = self._scope(owner.scope if owner else None)
        sources, witnesses = self._citations("source"), self._attestations(model.witnesses)
        figure = self._figure("figure", scope.unit)
        emends = self._emendation(scope.unit)
        self._check_readings(witnesses, figure, emends, scope.unit)
        estimate = Estimate(
            id=self.record.id,
            quantity=quantity,
            printed=self._text("figure"),
            figure=figure,
            scope=scope,
            compare_as=self._compare_as(scope),
            by=self._by(sources, witnesses),
            made=self._made(sources),
            basis=self._basis(),
            interval=self._interval(),
            sources=sources,
            witnesses=witnesses,
            derives_from=self._derivations(),
            primary_source=self._primary_source(),
            sum_of=self._sum(),
            emends=emends,
            rank=self._rank(),
            rank_reason=self._text("rank-reason"),
            cert=self._cert(),
            resp=self._text("resp"),
            withdrawn=self._text("withdrawn"),
            has_body=self.record.has_body,
            place=self._place(),
        )
        if not any(self._text(option).strip(" ;,") for option in _SUPPORT):
            self._fault(Rule.NO_SUPPORT)
        return estimate

    def claim(self, model: Model) -> Claim:
        self._titled()
        if not self.record.text.strip():
            self._fault(Rule.EMPTY_CLAIM)
        sources, witnesses = self._citations("source"), self._attestations(model.witnesses)
        return Claim(
            id=self.record.id,
            title=self.record.title or self.record.id,
            text=self.record.text,
            by=self._by(sources, witnesses),
            sources=sources,
            witnesses=witnesses,
            links=self._links(),
            topic=self._names("topic"),
            rank=self._rank(),
            rank_reason=self._text("rank-reason"),
            cert=self._cert(),
            resp=self._text("resp"),
            withdrawn=self._text("withdrawn"),
            place=self._place(),
        )

    # -- names and places

    def _fault(self, rule: Rule, **values: object) -> None:
        self.faults.append(fault(rule, self.record, **values))

    def _place(self) -> Place:
        return Place(self.record.docname, self.record.path, self.record.line)

    def _check_names(self) -> None:
        known = OPTIONS[self.record.kind]
        for name, value in self.record.options:
            if name not in known:
                hint = did_you_mean(name, known, f"the options are {', '.join(known[:12])} ...")
                self._fault(Rule.UNKNOWN_OPTION, kind=a(self.record.kind), value=name, hint=hint)
            elif not value.strip() and name not in _FLAGS and name != "figure":
                self._fault(Rule.EMPTY_OPTION, option=name)
        for name in self.record.repeated:
            self._fault(Rule.REPEATED_OPTION, option=name)
        if self.record.kind == "witness":
            if not is_siglum(self.record.id):
                self._fault(Rule.MALFORMED_SIGLUM, value=self.record.id)
        elif not is_id(self.record.id):
            self._fault(Rule.MALFORMED_ID, value=self.record.id, hint=id_from(self.record.id))

    def _titled(self) -> None:
        if not self.record.title:
            self._fault(Rule.MISSING_TITLE, kind=a(self.record.kind))

    def _text(self, option: str) -> str:
        return self.options.get(option, "").strip()

    def _names(self, option: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(parse_names(self._text(option))))

    def _one_id(self, option: str) -> str:
        ids = parse_ids(self._text(option))
        if len(ids) > 1:
            self._fault(Rule.MALFORMED_LOCATOR, value=self._text(option), option=option, hint="one id")
        return ids[0] if ids else ""

    def _quantity_id(self, model: Model) -> str:
        named = self._text("quantity") or self.record.parent
        if not named:
            self._fault(Rule.MISSING_QUANTITY)
        elif named not in model.quantities:
            self._fault(
                Rule.UNKNOWN_QUANTITY,
                value=named,
                hint=did_you_mean(named, model.quantities, "define it with the quantity directive"),
            )
        return named

    # -- lists, each through its parser

    def _parsed(self, option: str, parse: Callable[[str], tuple[T, ...]], rule: Rule) -> tuple[T, ...]:
        """All items that can be read, each once; each one that cannot is a fault of its own."""
        text = self._text(option)
        if not text:
            return ()
        try:
            return tuple(dict.fromkeys(parse(text)))
        except OptionError:
            found = [value for item in split_items(text) for value in self._salvaged(item, option, parse, rule)]
            return tuple(dict.fromkeys(found))

    def _salvaged(self, item: str, option: str, parse: Callable[[str], tuple[T, ...]], rule: Rule) -> Iterable[T]:
        """What one item says; of one that cannot be read, what stands behind its next semicolons, if it can be."""
        try:
            return parse(item)
        except OptionError as error:
            self._list_fault(option, rule, error)
        return [value for piece in item.split(";") if error_free(piece, parse) for value in parse(piece)]

    def _list_fault(self, option: str, rule: Rule, error: OptionError) -> None:
        if rule is Rule.BAD_DERIVATION:
            self._fault(rule, value=error.item, reason=error.expected)
        else:
            self._fault(rule, value=error.item, option=option, hint=error.expected)

    def _citations(self, option: str) -> tuple[Citation, ...]:
        found = self._parsed(option, parse_citations, Rule.MALFORMED_LOCATOR)
        for citation in found:
            if citation.key not in self.works:
                self._fault(
                    Rule.UNKNOWN_SOURCE,
                    value=citation.key,
                    option=option,
                    hint=did_you_mean(citation.key, self.works, "add the entry to a .bib file of bibtex_bibfiles"),
                )
        return found

    def _primary_source(self) -> Citation | None:
        """The one origin a figure names; a figure of several origins is a sum or derives from others."""
        found = self._citations("primary-source")
        if len(found) > 1:
            self._fault(
                Rule.MALFORMED_LOCATOR,
                value=self._text("primary-source"),
                option="primary-source",
                hint="one key; a figure of several origins has :sum-of: or :derives-from:",
            )
        return found[0] if found else None

    def _attestations(self, witnesses: Mapping[str, Witness]) -> tuple[Attestation, ...]:
        found = self._parsed("witness", parse_attestations, Rule.MALFORMED_LOCATOR)
        for attestation in found:
            witness = witnesses.get(attestation.siglum)
            if witness is None:
                self._fault(
                    Rule.UNKNOWN_SIGLUM,
                    value=attestation.siglum,
                    hint=did_you_mean(attestation.siglum, witnesses, "define the witness with the witness directive"),
                )
            elif reason := outside(witness, attestation.locator):
                self._fault(Rule.OUTSIDE_WITNESS, value=f"{attestation.siglum} {attestation.locator}", reason=reason)
        return found

    def _derivations(self) -> tuple[Derivation, ...]:
        return self._parsed("derives-from", parse_derivations, Rule.BAD_DERIVATION)

    def _sum(self) -> tuple[tuple[int, str], ...]:
        """The terms, all or none: a sum of some of them would be another sum."""
        try:
            return parse_sum(self._text("sum-of"))
        except OptionError as error:
            self._list_fault("sum-of", Rule.MALFORMED_LOCATOR, error)
            return ()

    def _links(self) -> tuple[Link, ...]:
        named = (
            Link(name, target)
            for name, value in self.record.options
            if name in RELATIONS
            for target in parse_ids(value)
        )
        return tuple(dict.fromkeys(named))

    # -- who, when, on what basis

    def _by(self, sources: tuple[Citation, ...], witnesses: tuple[Attestation, ...]) -> tuple[str, ...]:
        if named := self._names("by"):
            voices = (EDITION if name.lower() in (EDITION, "the edition") else self._one_form(name) for name in named)
            return tuple(dict.fromkeys(voices))
        authors = [self._one_form(name) for c in sources if c.key in self.works for name in self.works[c.key].authors]
        return tuple(dict.fromkeys(authors)) or tuple(dict.fromkeys(a.siglum for a in witnesses))

    def _one_form(self, name: str) -> str:
        """The form of a name under which the edition gathers all its forms."""
        return self.settings.aliases.get(name, name)

    def _made(self, sources: tuple[Citation, ...]) -> str:
        if text := self._text("made"):
            try:
                return parse_period(text).text
            except PeriodError:
                self._fault(Rule.BAD_PERIOD, value=text, option="made", hint=hint_for(text))
                return ""
        years = [self.works[c.key].year for c in sources if c.key in self.works and self.works[c.key].year]
        return min(years, default="")

    def _basis(self) -> str:
        default = "computed" if self._text("sum-of") and EDITION in self._by((), ()) else "unstated"
        return self._one_of("basis", dict.fromkeys(self.settings.basis), Rule.UNKNOWN_BASIS) or default

    def _interval(self) -> str:
        text = self._text("interval")
        if text and text.lower() not in INTERVALS:
            self._fault(Rule.BAD_INTERVAL, value=text)
        return INTERVALS.get(text.lower(), "")

    def _rank(self) -> str:
        rank = self._text("rank").lower() or "normal"
        if rank not in RANKS:
            self._fault(Rule.BAD_RANK, value=rank)
            return "normal"
        if rank == "deprecated" and not self._text("rank-reason"):
            self._fault(Rule.MISSING_REASON, value="a deprecated object", option="rank-reason")
        return rank

    def _cert(self) -> str:
        cert = self._text("cert").lower()
        if cert and cert not in CERTS:
            self._fault(Rule.BAD_CERT, value=cert)
            return ""
        return cert

    # -- scope

    def _one_of(self, option: str, known: Mapping[str, object], rule: Rule) -> str:
        value = self._text(option)
        if value and known and value not in known:
            self._fault(rule, value=value, hint=did_you_mean(value, known, _listed(option, known)))
        return value

    def _period(self, text: str, option: str) -> Period | None:
        if not text:
            return None
        try:
            return parse_period(text)
        except PeriodError:
            self._fault(Rule.BAD_PERIOD, value=text, option=option, hint=hint_for(text))
            return None

    def _scope(self, owner: Scope | None) -> Scope:
        s = self.settings
        unit = self._one_of("unit", s.units, Rule.UNKNOWN_UNIT)
        counts = self._one_of("counts", s.counts, Rule.UNKNOWN_COUNTS)
        where = self._one_of("place", s.places, Rule.UNKNOWN_PLACE)
        period = self._period(self._text("period"), "period")
        if owner is None:
            return Scope(unit, period, where, counts)
        return Scope(unit or owner.unit, period or owner.period, where or owner.place, counts or owner.counts)

    def _compare_as(self, scope: Scope) -> CompareAs | None:
        text = self._text("compare-as")
        if not text:
            return None
        try:
            name, value, reason = parse_compare_as(text)
        except OptionError:
            self._fault(Rule.BAD_COMPARE_AS, value=text)
            return None
        if name == "period":
            return CompareAs(scope._replace(period=self._period(value, "compare-as") or scope.period), reason)
        known: dict[str, tuple[Mapping[str, Term], Rule]] = {
            "unit": (self.settings.units, Rule.UNKNOWN_UNIT),
            "place": (self.settings.places, Rule.UNKNOWN_PLACE),
            "counts": (self.settings.counts, Rule.UNKNOWN_COUNTS),
        }
        terms, rule = known[name]
        if terms and value not in terms:
            self._fault(rule, value=value, hint=did_you_mean(value, terms, _listed(name, terms)))
        changed = {"unit": scope.unit, "place": scope.place, "counts": scope.counts, name: value}
        return CompareAs(Scope(changed["unit"], scope.period, changed["place"], changed["counts"]), reason)

    # -- figures

    def _figure(self, option: str, unit: str) -> Figure | None:
        text = self._text(option)
        if not text:
            if option == "figure":
                self._fault(Rule.EMPTY_FIGURE)
            return None
        try:
            return parse_figure(text, unit or None)
        except FigureError as error:
            rule = Rule.RANGE_SWAPPED if error.kind == "swapped" else Rule.UNREADABLE_FIGURE
            # most messages say what to write instead
            hint = "" if ";" in error.message else "print the number as the source does, its unit in :unit:"
            self._fault(rule, value=text[:80], option=option, reason=error.message, hint=hint)
            return None

    def _emendation(self, unit: str) -> Emendation | None:
        printed, reason = self._text("emends"), self._text("emends-reason")
        if not printed:
            return None
        if not reason:
            self._fault(Rule.MISSING_REASON, value="an emended reading", option="emends-reason")
        try:
            figure = parse_figure(printed, unit or None)
        except FigureError:  # a lacuna or a lost column break need not be a figure
            figure = None
        return Emendation(printed, figure, reason)

    def _check_readings(
        self,
        witnesses: tuple[Attestation, ...],
        figure: Figure | None,
        emends: Emendation | None,
        unit: str,
    ) -> None:
        """Attestations share one estimate only where value and bounds are equal."""
        if figure is None:
            return
        allowed = [meaning(figure)] + ([meaning(emends.figure)] if emends and emends.figure else [])
        for attestation in witnesses:
            if not attestation.printed or (emends and attestation.printed == emends.printed):
                continue
            try:
                read = parse_figure(attestation.printed, unit or None)
            except FigureError:  # a reading quotes the witness; it may hold more than the figure
                continue
            if meaning(read) not in allowed:
                self._fault(
                    Rule.READING_DIFFERS,
                    value=attestation.printed,
                    reason=f"{attestation.siglum} {attestation.locator}",
                )


def _listed(option: str, known: Mapping[str, object]) -> str:
    """What to write where a term is not in its list: a term of a short list, else the list's name."""
    name = {"unit": "claims_units", "place": "claims_places"}.get(option, f"claims_{option}")
    if len(known) <= _FEW:
        return f"use {', '.join(known)}, or add it to {name} in the configuration"
    return f"use a term of {name} in the configuration, or add it there"


def meaning(figure: Figure) -> tuple[object, ...]:
    """What makes two readings the same figure: value and bounds."""
    return figure.value, figure.at_least, figure.at_most, figure.vague


def error_free(item: str, parse: Callable[[str], tuple[T, ...]]) -> bool:
    """Whether `parse` reads `item`."""
    try:
        parse(item)
    except OptionError:
        return False
    return True


def outside(witness: Witness, locator: str) -> str:
    """Why `locator` is not a place of `witness`; empty where it is, or where its contents are unknown."""
    if not witness.contents:
        return ""
    section, _, sentence = locator.partition(".")
    sentences = witness.sections.get(section)
    if sentences is None:
        return f"there is no section {section}"
    # contents count no section in more than nine digits, and Python reads no number of thousands of them
    if sentence.isdigit() and (len(sentence) > 9 or not 1 <= int(sentence) <= sentences):
        return f"section {section} has {sentences} sentences"
    return "" if sentence.isdigit() or not sentence else "a locator is section.sentence"
