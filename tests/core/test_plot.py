"""Plots: well-formed SVG for every shape of record, no midpoint invented, cuts said."""

import re
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest

from sphinx_claims.core.plot import ROWS, WIDTH, field_of, plot_of, scale_of, svg
from sphinx_claims.core.plot_page import page_plot

BASES = (
    "archival",
    "census",
    "official",
    "survey",
    "demographic",
    "compilation",
    "testimony",
    "extrapolation",
    "computed",
    "unstated",
)


def plot(edition, *figures, quantity=None, **options):
    rows = [
        edition.estimate(f"e{at}", **({"figure": f, **options} if isinstance(f, str) else f))
        for at, f in enumerate(figures)
    ]
    view = edition.view(edition.quantity("q", "Deaths & <births>", **(quantity or {})), *rows)
    return plot_of(view, view.model.quantities["q"])


def drawn(made):
    """Both drawings, parsed; they must be well-formed and hold finite numbers only."""
    texts = svg(made, "q"), page_plot(made, "q")
    for text in texts:
        assert "nan" not in text
        assert "inf" not in text.replace("inferred", "")
    return ET.fromstring(texts[0]), ET.fromstring(f"<div>{texts[1]}</div>")


@pytest.mark.parametrize(
    "figures",
    [
        ("681,692", "950,000"),
        ("1.5–1.7 million", "at least 5.2 million", "up to 3 million", "nearly 700,000"),
        ("0", "12"),
        ("0", "0", "1"),
        ("−13", "40", "−200"),
        ("−5", "−4"),
        ("0.001", "5 billion"),
        ("1", "9 trillion"),
        ("tens of thousands", "41,000", "43,000"),
        ("at least 5", "at least 6"),
        ("up to 5", "up to 6"),
        ("1,000,000", "1,000,001"),
        ("1e40", "0.0000000000000000000000000001"),
        ("-1e40", "5"),
        ("1e40", "1e40 ± 1", "5"),
        ("0–0", "5"),
        ("1,000,000,000,000,000,000,000,000,000,000,000,000 million million", "1e-30"),
    ],
)
def test_drawings_are_well_formed(edition, figures):
    made = plot(edition, *figures, quantity={"unit": ""})
    assert len(made.rows) == len(figures)
    file, page = drawn(made)
    for tree in (file, page[0]):
        assert tree.attrib["role"] == "img"
        names = {e.attrib["id"]: e.text for e in tree.iter() if "id" in e.attrib}
        assert names[tree.attrib["aria-labelledby"]] == "Deaths & <births>: plot"
        assert names[tree.attrib["aria-describedby"]] == made.description


@pytest.mark.parametrize("figures", [(), ("681,692",), ("5", "5"), ("tens of thousands",), ("tens of thousands", "5")])
def test_nothing_is_drawn_where_there_is_nothing_to_compare(edition, figures):
    assert plot(edition, *figures).rows == ()


def test_open_ends_are_arrows_and_closed_ends_are_bars(edition):
    made = plot(edition, "at least 500", "300–400", "up to 900")
    assert [(row.low, row.high) for row in made.rows] == [(500, None), (300, 400), (None, 900)]
    text = svg(made, "q")
    assert len(re.findall(r"v7", text)) == 4  # two closed ends, and the closed end of each open interval
    assert len(re.findall(r"l-?5 3.5", text)) == 2


def test_an_interval_has_no_mark_between_its_ends(edition):
    made = plot(edition, "300–400", "900")
    field = field_of(made, scale_of(made)[0])
    left, right = field.x(300), field.x(400)
    dots = [float(x) for x in re.findall(r'class="claims-dot[^"]*" d="M(-?[\d.]+)', svg(made, "q"))]
    assert not any(left - 1 < x < right + 1 for x in dots)


def test_only_positive_figures_far_apart_take_a_logarithmic_scale(edition):
    assert scale_of(plot(edition, "10", "6,000"))[0].log
    assert not scale_of(plot(edition, "10", "500"))[0].log
    assert not scale_of(plot(edition, "0", "6,000"))[0].log
    assert not scale_of(plot(edition, "−10", "6,000"))[0].log


@pytest.mark.parametrize(
    "figures", [("10", "6,000"), ("1", "9 trillion"), ("681,692", "950,000"), ("−13", "40"), ("1,000,000", "1,000,001")]
)
def test_figures_and_ticks_lie_on_the_axis(edition, figures):
    made = plot(edition, *figures)
    scale, ticks = scale_of(made)
    assert 1 <= len(ticks) <= 12
    assert ticks == sorted(ticks)
    for value in (*ticks, *(row.low for row in made.rows)):
        assert -0.001 <= scale.part(value) <= 1.001


def test_a_plot_of_many_figures_is_cut_and_the_cut_is_said(edition):
    made = plot(edition, *(f"{1_000 + at}" for at in range(60)))
    assert (len(made.rows), made.omitted) == (ROWS, 20)
    assert "20 more in the table" in page_plot(made, "q")
    drawn(made)


def test_shapes_and_key(edition):
    made = plot(
        edition,
        *({"figure": f"{1_000 + at}", "basis": basis} for at, basis in enumerate(BASES)),
        {"figure": "about 900", "rank": "preferred"},
        {"figure": "800", "rank": "deprecated", "rank_reason": "old"},
        {"figure": "about 700–800"},
        {"figure": "at least 600"},
    )
    file, page = drawn(made)
    key = "".join(page.itertext())
    assert all(word in key for word in (*BASES, "approximate", "open end", "preferred", "deprecated"))
    legend = "".join(file.itertext())
    assert all(basis in legend for basis in BASES)
    shapes = [e.attrib["d"] for e in file.iter() if e.attrib.get("class") == "claims-dot"][-len(BASES) :]
    assert len({re.sub(r"[\d.-]+", "", d) + str(len(d)) for d in shapes}) > 5


def test_labels_ticks_and_legend_stay_within_the_drawing(edition):
    long = {"figure": "1,234,000–1,234,567", "by": "Somebody With A Long Name; Another", "made": "1993"}
    made = plot(edition, long, *({"figure": f"{1_234_000 + at}", "basis": basis} for at, basis in enumerate(BASES)))
    file, _page = drawn(made)
    height = float(file.attrib["height"])
    texts = [e for e in file.iter() if e.tag.endswith("text")]
    for text in texts:
        half = len(text.text) * 4.4 / 2
        left = float(text.attrib["x"]) - {"start": 0, "middle": half, "end": 2 * half}[text.attrib["text-anchor"]]
        assert -2 <= left <= left + 2 * half <= WIDTH + 2
        assert 0 < float(text.attrib["y"]) <= height
    ticks = [e for e in texts if e.attrib["text-anchor"] == "middle"]
    places = [float(e.attrib["x"]) for e in ticks]
    assert all(b - a > max(len(e.text) for e in ticks) * 4 for a, b in pairwise(places))


def test_withdrawn_and_unreadable_figures_are_not_drawn(edition):
    made = plot(edition, "100", "200", {"figure": "300", "withdrawn": "twice"}, "oodles")
    assert len(made.rows) == 2


def test_a_series_is_drawn_in_the_order_of_its_dates(edition):
    made = plot(
        edition,
        {"figure": "300", "period": "1937"},
        {"figure": "100", "period": "1931"},
        {"figure": "200"},
        quantity={"series": ""},
    )
    assert [row.label for row in made.rows] == ["100 (1931), Getty 1993", "300 (1937), Getty 1993", "200, Getty 1993"]


def test_labels_name_the_voice_and_a_scope_of_their_own(edition):
    made = plot(edition, {"figure": "100", "period": "1937"}, {"figure": "200", "source": "conquest1968"})
    assert [row.label for row in made.rows] == ["100 (1937), Getty 1993", "200, Conquest 1968"]


def test_the_same_record_gives_the_same_drawing(edition):
    assert svg(plot(edition, "1", "2"), "q") == svg(plot(edition, "1", "2"), "q")
