"""The plot of a quantity: a row a figure, its interval, open ends as arrows. Values first, then SVG.

Shape tells the basis and a ring the preferred figure; a hollow mark is an approximate figure; nothing
rests on colour. The table of the quantity is the plot's twin, its sentence the description.
"""

from __future__ import annotations

import math
from decimal import Decimal
from html import escape
from typing import TYPE_CHECKING, Final, NamedTuple

from .assess import printed_ends
from .figure_format import format_number
from .numerals import plain
from .voices import voice

if TYPE_CHECKING:
    from .model import Estimate, Quantity
    from .view import View

#: As many figures are drawn; the rest stands in the table, and the cut is said.
ROWS: Final = 40
#: The drawing as a file, in pixels: its width, the height of a row and of the axis, the margin at the right.
WIDTH, ROW, TOP, RIGHT = 480.0, 15.0, 20.0, 24.0
#: How wide the column of the labels is at least and at most, and a character of a label and of a tick on average.
LABELS: Final = (90.0, 280.0)
LABEL_CHAR, TICK_CHAR = 4.4, 4.2
#: From this ratio of largest to smallest on the scale is logarithmic.
LOG_FROM = 60

_SHAPES: Final = {
    "archival": "square",
    "census": "diamond",
    "official": "triangle",
    "survey": "pentagon",
    "demographic": "circle",
    "compilation": "bar",
    "testimony": "cross",
    "extrapolation": "down",
    "computed": "plus",
}


class PlotRow(NamedTuple):
    """One figure: its label, ends (None is open), whether it is single, and how it is drawn."""

    label: str
    low: float | None
    high: float | None
    single: bool
    approximate: bool
    vague: bool
    rank: str
    basis: str


class Plot(NamedTuple):
    """What is drawn: title, description, unit, rows, how many figures were left out."""

    title: str
    description: str
    unit: str
    rows: tuple[PlotRow, ...]
    omitted: int


def plot_of(view: View, quantity: Quantity) -> Plot:
    """The plot's values; figures that cannot be read or are withdrawn are not drawn."""
    drawn = [e for e in view.estimates_of.get(quantity.id, ()) if e.figure is not None and not e.withdrawn]
    if quantity.series:
        drawn.sort(
            key=lambda e: (
                e.scope.period is None or e.scope.period.start is None,
                (e.scope.period and e.scope.period.start) or (0, 0, 0),
            )
        )
    rows = tuple(_row(view, e, quantity) for e in drawn[:ROWS])
    # one figure, or the same figure several times, says nothing that its sentence does not
    if len({(row.low, row.high) for row in rows if row.low is not None or row.high is not None}) < 2:
        rows = ()
    return Plot(quantity.title, view.sentence(quantity.id), quantity.scope.unit, rows, max(0, len(drawn) - ROWS))


def _row(view: View, estimate: Estimate, quantity: Quantity) -> PlotRow:
    figure = estimate.figure
    if figure is None:
        raise ValueError(estimate.id)
    low, high = printed_ends(figure)
    below, above = figure.low is None, figure.high is None
    said = voice(estimate, view.works)
    dated = quantity.series or estimate.scope.period != quantity.scope.period
    date = f" ({estimate.scope.period.words})" if dated and estimate.scope.period else ""
    return PlotRow(
        f"{estimate.printed}{date}, {said}" if said else f"{estimate.printed}{date}",
        None if below or low is None else float(low),
        None if above or high is None else float(high),
        (figure.value is not None and low == high) or (figure.approximate and low == high),
        figure.approximate,
        figure.vague,
        estimate.rank,
        estimate.basis,
    )


class Scale(NamedTuple):
    """An axis from its lowest to its highest value."""

    low: float
    high: float
    log: bool

    def part(self, value: float) -> float:
        """Where a value lies between the ends of the axis, from 0 to 1."""
        a, b, v = (math.log10(n) if self.log else n for n in (self.low, self.high, value))
        return (v - a) / (b - a)


def scale_of(plot: Plot) -> tuple[Scale, list[float]]:
    """The axis, a little wider than the figures, and its ticks. It begins at zero only where the figures spread
    that far.
    """
    ends = [end for row in plot.rows for end in (row.low, row.high) if end is not None]
    low, high = min(ends), max(ends)
    if low > 0 and high / low >= LOG_FROM:
        scale = Scale(low / 1.25, high * 1.25, log=True)
        return scale, _decades(scale)
    pad = (high - low) * 0.06 or abs(high) * 0.1 or 1
    floor = 0.0 if 0 <= low <= high - low else low - pad
    step = _nice((high + pad - floor) / 4)
    ticks = [n * step for n in range(math.ceil(floor / step), math.floor((high + pad) / step) + 1)]
    return Scale(floor, high + pad, log=False), ticks


def _decades(scale: Scale) -> list[float]:
    """Powers of ten within a logarithmic axis, with 2 and 5 between where there are few."""
    powers = range(math.floor(math.log10(scale.low)), math.ceil(math.log10(scale.high)) + 1)
    tens = [10.0**n for n in powers if scale.low <= 10.0**n <= scale.high]
    if len(tens) < 3:
        return [m * 10.0**n for n in powers for m in (1, 2, 5) if scale.low <= m * 10.0**n <= scale.high][::2]
    return tens[:: math.ceil(len(tens) / 5)]


def _nice(step: float) -> float:
    size = 10.0 ** math.floor(math.log10(step))
    return next((size * n for n in (1, 2, 2.5, 5) if size * n >= step * 0.999), size * 10)


class Field(NamedTuple):
    """The part of a drawing that holds the marks: its axis, and where it begins, right of the labels."""

    scale: Scale
    left: float

    def x(self, value: float) -> float:
        """Where a value lies in the drawing."""
        return self.left + (WIDTH - self.left - RIGHT) * self.scale.part(value)


def field_of(plot: Plot, scale: Scale) -> Field:
    """As much room as the labels leave."""
    longest = max(len(shorten(row.label)) for row in plot.rows)
    return Field(scale, min(max(longest * LABEL_CHAR + 16, LABELS[0]), LABELS[1]))


def svg(plot: Plot, id_: str) -> str:
    """The plot as an SVG file of fixed width, with its own colours and fonts."""
    scale, ticks = scale_of(plot)
    field = field_of(plot, scale)
    bottom = TOP + ROW * len(plot.rows)
    legend, height = _legend(plot, bottom + 14)
    parts = [_open(plot, id_, height)]
    for tick in _apart(ticks, field):
        x = field.x(tick)
        parts.append(f'<line class="claims-grid" x1="{x:.1f}" y1="{TOP - 5}" x2="{x:.1f}" y2="{bottom}"/>')
        parts.append(_text("claims-tick", x, TOP - 9, tick_text(tick), "middle"))
    for at, row in enumerate(plot.rows):
        parts += _draw(row, field, TOP + ROW * at + ROW / 2)
    return "".join(parts) + "".join(legend) + "</svg>"


def _apart(ticks: list[float], field: Field) -> list[float]:
    """So many ticks that their numbers do not touch."""
    wanted = max(len(tick_text(tick)) for tick in ticks) * TICK_CHAR + 10
    return ticks[:: math.ceil(len(ticks) * wanted / (WIDTH - field.left))]


def _text(role: str, x: float, y: float, words: str, anchor: str = "start") -> str:
    return f'<text class="{role}" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{words}</text>'


def _open(plot: Plot, id_: str, height: float) -> str:
    title, description = escape(f"{plot.title}: plot"), escape(plot.description)
    names = f'aria-labelledby="plot-{id_}-title" aria-describedby="plot-{id_}-desc"'
    style = (
        "<style>svg{font-family:'Libertinus Serif',serif;font-size:10px;color:#1c1c1c}"
        ".claims-grid{stroke:#bbb;stroke-width:.5}.claims-tick{font-size:8.8px;fill:#444}"
        ".claims-bar{stroke:#1c1c1c;stroke-width:1.2;fill:none}.claims-dot{fill:#1c1c1c;stroke:#1c1c1c;stroke-width:.9}"
        ".claims-hollow{fill:#fff}.claims-ring{fill:none;stroke:#1c1c1c;stroke-width:.9}"
        ".claims-label{fill:#1c1c1c}.claims-out{fill:#666}</style>"
    )
    size = f'viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="claims-plot" role="img" {names} {size}>'
        f'<title id="plot-{id_}-title">{title}</title><desc id="plot-{id_}-desc">{description}</desc>{style}'
    )


def tick_text(value: float) -> str:
    """A value of the axis as printed."""
    return escape(format_number(plain(Decimal(f"{value:.10g}"))))  # the digits beyond are noise of binary fractions


def shorten(label: str, limit: int = 60) -> str:
    """A label cut to the width of its column, the cut shown."""
    return label if len(label) <= limit else f"{label[: limit - 1].rstrip(' ,')}…"


def _draw(row: PlotRow, field: Field, y: float) -> list[str]:
    out = " claims-out" if row.rank == "deprecated" else ""
    parts = [_text(f"claims-label{out}", field.left - 13, y + 3.3, escape(shorten(row.label)), "end")]
    if row.low is None and row.high is None:
        return [*parts, _text("claims-tick", field.left, y + 3, "vague" if row.vague else "open")]
    left = field.x(row.low) if row.low is not None else None
    right = field.x(row.high) if row.high is not None else None
    if row.single and left is not None:
        return parts + _mark(row, left, y)
    # the basis stands beside the axis: a mark on the interval would suggest a midpoint that nobody gave
    return [*parts, *_bar(row, left, right, y, field), *_mark(row, field.left - 5, y, small=True)]


def _bar(row: PlotRow, left: float | None, right: float | None, y: float, field: Field) -> list[str]:
    """An interval: end marks where it is closed, an arrow where it is open."""
    dashed = ' stroke-dasharray="3 2"' if row.approximate else ""
    a = left if left is not None else max(field.left, (right or field.left) - 50)
    b = right if right is not None else min(WIDTH - 5, (left or 0) + 50)
    parts = [f'<path class="claims-bar" d="M{a:.1f} {y:.1f}H{b:.1f}"{dashed}/>']
    for x, closed, way in ((a, left is not None, 1), (b, right is not None, -1)):
        if closed:
            parts.append(f'<path class="claims-bar" d="M{x:.1f} {y - 3.5:.1f}v7"/>')
        else:
            parts.append(
                f'<path class="claims-bar" d="M{x + way * 5:.1f} {y - 3.5:.1f}L{x:.1f} {y:.1f}l{way * 5} 3.5"/>'
            )
    return parts


def _mark(row: PlotRow, x: float, y: float, *, small: bool = False) -> list[str]:
    size = 2.7 if small else 3.5
    hollow = " claims-hollow" if row.approximate else ""
    parts = [f'<path class="claims-dot{hollow}" d="{shape(row.basis, x, y, size)}"/>']
    if row.rank == "preferred":
        parts.append(f'<circle class="claims-ring" cx="{x:.1f}" cy="{y:.1f}" r="{size + 2.8:.1f}"/>')
    if row.rank == "deprecated":
        parts.append(f'<path class="claims-bar" d="M{x - 5:.1f} {y + 5:.1f}L{x + 5:.1f} {y - 5:.1f}"/>')
    return parts


def shape(basis: str, x: float, y: float, s: float) -> str:
    """The path of a mark of half-width `s` around a point; its shape tells the basis."""
    kind = _SHAPES.get(basis, "dot")
    corners = {
        "square": [(-s, -s), (s, -s), (s, s), (-s, s)],
        "diamond": [(0, -s * 1.3), (s * 1.3, 0), (0, s * 1.3), (-s * 1.3, 0)],
        "triangle": [(0, -s * 1.2), (s * 1.2, s), (-s * 1.2, s)],
        "down": [(0, s * 1.2), (s * 1.2, -s), (-s * 1.2, -s)],
        "pentagon": [(s * 1.1 * math.sin(k * math.tau / 5), -s * 1.1 * math.cos(k * math.tau / 5)) for k in range(5)],
        "bar": [(-s * 0.5, -s * 1.3), (s * 0.5, -s * 1.3), (s * 0.5, s * 1.3), (-s * 0.5, s * 1.3)],
        "cross": [
            (-s, -s * 0.4),
            (-s * 0.4, -s),
            (0, -s * 0.5),
            (s * 0.4, -s),
            (s, -s * 0.4),
            (s * 0.5, 0),
            (s, s * 0.4),
            (s * 0.4, s),
            (0, s * 0.5),
            (-s * 0.4, s),
            (-s, s * 0.4),
            (-s * 0.5, 0),
        ],
        "plus": [
            (-s * 0.4, -s * 1.2),
            (s * 0.4, -s * 1.2),
            (s * 0.4, -s * 0.4),
            (s * 1.2, -s * 0.4),
            (s * 1.2, s * 0.4),
            (s * 0.4, s * 0.4),
            (s * 0.4, s * 1.2),
            (-s * 0.4, s * 1.2),
            (-s * 0.4, s * 0.4),
            (-s * 1.2, s * 0.4),
            (-s * 1.2, -s * 0.4),
            (-s * 0.4, -s * 0.4),
        ],
    }.get(kind)
    if corners is None:
        r = s if kind == "circle" else s * 0.7
        return f"M{x - r:.1f} {y:.1f}a{r:.1f} {r:.1f} 0 1 0 {2 * r:.1f} 0a{r:.1f} {r:.1f} 0 1 0 {-2 * r:.1f} 0Z"
    return "M" + "L".join(f"{x + dx:.1f} {y + dy:.1f}" for dx, dy in corners) + "Z"


def bases_of(plot: Plot) -> list[str]:
    """The bases of the figures drawn, in order of the alphabet."""
    return sorted({row.basis for row in plot.rows})


def _legend(plot: Plot, y: float) -> tuple[list[str], float]:
    """The shapes in use, and the height at which the drawing ends; one basis alone needs no legend."""
    bases = bases_of(plot)
    if len(bases) < 2:
        return [], y - 8
    parts, x = [], 8.0
    for basis in bases:
        width = 24 + TICK_CHAR * len(basis)
        if x + width > WIDTH:
            x, y = 8.0, y + 12
        parts.append(f'<path class="claims-dot" d="{shape(basis, x, y - 3, 3)}"/>')
        parts.append(_text("claims-tick", x + 7, y, escape(basis)))
        x += width
    return parts, y + 6
