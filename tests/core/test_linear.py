"""Work grows in proportion to what is noted. Steps are counted, not timed: lines run in the core, and what it says."""

import sys
from pathlib import Path

import pytest

import sphinx_claims.core.view as core
from sphinx_claims.core.export import export
from sphinx_claims.core.lists import resting_blocks, view_blocks
from sphinx_claims.core.rows import claim_blocks, quantity_blocks

CORE = str(Path(core.__file__).parent)
#: Twice as many objects may take this many times the work: twice, and a little for sorting.
AT_MOST = 2.25


def counted(function):
    """The number of lines of the core that a call of `function` runs, rounds of loops in one line included."""
    lines = 0

    def local(_frame, event, _argument):
        nonlocal lines
        lines += event == "line"
        return local

    def trace(frame, _event, _argument):
        return local if frame.f_code.co_filename.startswith(CORE) else None

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        function()
    finally:
        sys.settrace(before)
    return lines


VIEWS = ("claims-list", "claims-findings", "claims-collation", "claims-concordance")


def everything(edition, records, said):
    """Derive and print all there is; `said` receives how much that is."""
    view = edition.view(*records)
    printed = [quantity_blocks(view, q, frozenset(view.model.estimates)) for q in view.model.quantities.values()]
    printed += [claim_blocks(view, claim) for claim in view.model.claims.values()]
    printed += [resting_blocks(view, key) for key in view.works]
    printed += [view_blocks(view, name, {})[0] for name in VIEWS]
    said.append(len(repr(printed)) + len(export(view, {}, lambda docname, id_: id_)) + len(repr(view.faults)))


def quantities(edition, n):
    for at in range(n):
        yield edition.quantity(f"q{at}")
        yield edition.estimate(f"a{at}", "681,692", quantity=f"q{at}", primary_source="mvd1953")
        yield edition.estimate(f"b{at}", "nearly 700,000", quantity=f"q{at}", derives_from=f"a{at}")
        yield edition.claim(f"c{at}", disputes=f"a{at}", supports=f"c{(at + 1) % n}")


def estimates_of_one_quantity(edition, n):
    yield edition.quantity("q")
    yield from (edition.estimate(f"e{at}", f"{1000 + 7 * at:,}") for at in range(n))


def equal_figures(edition, n):
    yield edition.quantity("q")
    yield from (edition.estimate(f"e{at}", "681,692") for at in range(n))


def scopes_of_one_quantity(edition, n):
    yield edition.quantity("q", period="1900/2900")
    yield from (edition.estimate(f"e{at}", f"{5000 + 9 * at:,}", period=str(1900 + at)) for at in range(n))


def dates_of_a_series(edition, n):
    yield edition.quantity("q", series="")
    yield from (edition.estimate(f"e{at}", f"{5000 + 9 * at:,}", period=str(1900 + at)) for at in range(n))


def one_figure_in_many_scopes(edition, n):
    yield edition.quantity("q", period="1900/2900")
    yield from (edition.estimate(f"e{at}", "681,692", period=str(1900 + at)) for at in range(n))


def parts_of_one_whole(edition, n):
    yield edition.quantity("whole")
    yield from (edition.estimate(f"w{at}", f"{9000 + at % 7:,}", quantity="whole") for at in range(n))
    for at in range(n):
        yield edition.quantity(f"q{at}", part_of="whole")
        yield edition.estimate(f"e{at}", f"{9000 + at % 7:,}", quantity=f"q{at}")


def a_chain_of_derivations(edition, n):
    yield edition.quantity("q")
    yield edition.estimate("e0", "681,692", primary_source="mvd1953")
    yield from (edition.estimate(f"e{at}", "681,692", derives_from=f"e{at - 1}") for at in range(1, n))


def a_star_of_derivations(edition, n):
    yield edition.quantity("q")
    yield edition.estimate("e0", "681,692", primary_source="mvd1953")
    yield from (edition.estimate(f"e{at}", "681,692", derives_from="e0") for at in range(1, n))


def a_sum_of_many(edition, n):
    yield edition.quantity("q")
    yield from (edition.estimate(f"e{at}", "10", period=str(1900 + at)) for at in range(n))
    yield edition.estimate("total", f"{10 * n}", sum_of=" + ".join(f"e{at}" for at in range(n)), by="edition")


def claims_on_one_object(edition, n):
    yield edition.quantity("q")
    yield edition.estimate("e", "681,692")
    yield from (edition.claim(f"c{at}", disputes="e", supports="q") for at in range(n))


def attestations_of_one_estimate(edition, n):
    yield edition.witness("G", contents=tuple((str(at), "", 9) for at in range(n)))
    yield edition.quantity("q")
    yield edition.estimate("e", "681,692", witness="; ".join(f"G {at}.1" for at in range(n)))


def two_witnesses_of_many_figures(edition, n):
    yield from (edition.witness(siglum, contents=(("1", "", 9999),)) for siglum in "GW")
    yield edition.quantity("q")
    for at in range(n):
        yield edition.estimate(f"e{at}", f"{1000 + 7 * at:,}", witness=f"G 1.{at + 1}; W 1.{at + 1}")


CASES = (
    quantities,
    estimates_of_one_quantity,
    equal_figures,
    scopes_of_one_quantity,
    dates_of_a_series,
    one_figure_in_many_scopes,
    parts_of_one_whole,
    a_chain_of_derivations,
    a_star_of_derivations,
    a_sum_of_many,
    claims_on_one_object,
    attestations_of_one_estimate,
    two_witnesses_of_many_figures,
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.__name__)
def test_work_and_words_grow_in_proportion(edition, case):
    said = []
    few, many = (list(case(edition, n)) for n in (60, 120))
    work = [counted(lambda records=records: everything(edition, records, said)) for records in (few, many)]
    assert work[0] > 60
    assert work[1] <= work[0] * AT_MOST
    assert said[1] <= said[0] * AT_MOST
