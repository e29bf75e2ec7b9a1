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
from .voices import voice

if TYPE_CHECKING:
    from .model import Estimate, Quantity
    from .view import View

#: As many figures are drawn; the rest stands in the table, and the cut is said.
ROWS: Final = 40
WIDTH, ROW, TOP, LABELS, RIGHT = 660.0, 22.0, 26.0, 250.0, 24.0
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
    if not any(row.low is not None or row.high is not None for row in rows):
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


class _Scale(NamedTuple):
    low: float
    high: float
    log: bool

    def x(self, value: float) -> float:
        a, b, v = (math.log10(n) if self.log else n for n in (self.low, self.high, value))
        return LABELS + (WIDTH - LABELS - RIGHT) * ((v - a) / (b - a))


def _scale(plot: Plot) -> tuple[_Scale, list[float]]:
    ends = [end for row in plot.rows for end in (row.low, row.high) if end is not None]
    low, high = min(ends), max(ends)
    if low > 0 and high / low >= LOG_FROM:
        first, last = math.floor(math.log10(low)), math.ceil(math.log10(high))
        ticks = [10.0**n for n in range(first, last + 1)]
        step = math.ceil(len(ticks) / 6)
        return _Scale(ticks[0], ticks[-1], log=True), ticks[::step]
    pad = (high - low) * 0.08 or abs(high) * 0.1 or 1
    floor = 0.0 if 0 <= low <= (high - low) else low - pad
    step = _nice((high + pad - floor) / 4)
    first = math.floor(floor / step)
    ticks = [first * step + n * step for n in range(12) if first * step + n * step <= high + pad + step]
    return _Scale(ticks[0], ticks[-1], log=False), ticks


def _nice(step: float) -> float:
    size = 10.0 ** math.floor(math.log10(step))
    return next((size * n for n in (1, 2, 2.5, 5) if size * n >= step * 0.999), size * 10)


def svg(plot: Plot, id_: str, *, inline: bool) -> str:
    """The plot as SVG. Inline it takes colour and fonts from the page, and needs `id_` to be unique there."""
    scale, ticks = _scale(plot)
    height = TOP + ROW * len(plot.rows) + (36 if len(_bases(plot)) > 1 else 14)
    bottom = TOP + ROW * len(plot.rows)
    parts = [_open(plot, id_, height, inline=inline)]
    for tick in ticks:
        x = scale.x(tick)
        parts.append(f'<line class="claims-grid" x1="{x:.1f}" y1="{TOP - 4}" x2="{x:.1f}" y2="{bottom}"/>')
        parts.append(f'<text class="claims-tick" x="{x:.1f}" y="{TOP - 10}" text-anchor="middle">{_tick(tick)}</text>')
    for at, row in enumerate(plot.rows):
        parts += _draw(row, scale, TOP + ROW * at + ROW / 2)
    parts += _legend(plot, bottom + 22)
    return "".join(parts) + "</svg>"


def _open(plot: Plot, id_: str, height: int, *, inline: bool) -> str:
    title, description = escape(f"{plot.title}: plot"), escape(plot.description)
    names = f'aria-labelledby="plot-{id_}-title" aria-describedby="plot-{id_}-desc"'
    style = (
        ""
        if inline
        else (
            "<style>svg{font-family:'Libertinus Serif',serif;font-size:12px;color:#1c1c1c}"
            ".claims-grid{stroke:#bbb;stroke-width:.5}.claims-tick{font-size:10px;fill:#555}"
            ".claims-bar{stroke:#1c1c1c;stroke-width:1.6;fill:none}.claims-dot{fill:#1c1c1c;stroke:#1c1c1c;stroke-width:1.2}"
            ".claims-hollow{fill:#fff}.claims-ring{fill:none;stroke:#1c1c1c;stroke-width:1.2}"
            ".claims-label{fill:#1c1c1c}.claims-out{fill:#777}</style>"
        )
    )
    size = f'viewBox="0 0 {WIDTH} {height}"' + ("" if inline else f' width="{WIDTH}" height="{height}"')
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="claims-plot" role="img" {names} {size}>'
        f'<title id="plot-{id_}-title">{title}</title><desc id="plot-{id_}-desc">{description}</desc>{style}'
    )


def _tick(value: float) -> str:
    exact = Decimal(repr(round(value, 10)))
    return escape(
        format_number(exact.quantize(Decimal(1)) if exact == exact.to_integral_value() else exact.normalize())
    )


def _shorten(label: str, limit: int = 42) -> str:
    return label if len(label) <= limit else f"{label[: limit - 1].rstrip(' ,')}…"


def _draw(row: PlotRow, scale: _Scale, y: float) -> list[str]:
    out = " claims-out" if row.rank == "deprecated" else ""
    parts = [
        f'<text class="claims-label{out}" x="{LABELS - 14}" y="{y + 4:.1f}" text-anchor="end">'
        f"{escape(_shorten(row.label))}</text>"
    ]
    if row.low is None and row.high is None:
        parts.append(
            f'<text class="claims-tick" x="{LABELS}" y="{y + 4:.1f}">{"vague" if row.vague else "open"}</text>'
        )
        return parts
    left = scale.x(row.low) if row.low is not None else None
    right = scale.x(row.high) if row.high is not None else None
    if row.single and left is not None:
        return parts + _mark(row, left, y)
    return parts + _bar(row, left, right, y)


def _bar(row: PlotRow, left: float | None, right: float | None, y: float) -> list[str]:
    """An interval: end marks where it is closed, an arrow where it is open."""
    dashed = ' stroke-dasharray="4 3"' if row.approximate else ""
    a = left if left is not None else max(LABELS, (right or LABELS) - 70)
    b = right if right is not None else min(WIDTH - 6.0, (left or 0) + 70)
    parts = [f'<path class="claims-bar" d="M{a:.1f} {y:.1f}H{b:.1f}"{dashed}/>']
    for x, closed, way in ((a, left is not None, 1), (b, right is not None, -1)):
        if closed:
            parts.append(f'<path class="claims-bar" d="M{x:.1f} {y - 5:.1f}v10"/>')
        else:
            parts.append(f'<path class="claims-bar" d="M{x + way * 7:.1f} {y - 5:.1f}L{x:.1f} {y:.1f}l{way * 7} 5"/>')
    # the basis stands beside the axis: a mark on the interval would suggest a midpoint that nobody gave
    return parts + _mark(row, LABELS - 5.0, y, small=True)


def _mark(row: PlotRow, x: float, y: float, *, small: bool = False) -> list[str]:
    size = 3.6 if small else 5.0
    hollow = " claims-hollow" if row.approximate else ""
    parts = [f'<path class="claims-dot{hollow}" d="{_shape(row.basis, x, y, size)}"/>']
    if row.rank == "preferred":
        parts.append(f'<circle class="claims-ring" cx="{x:.1f}" cy="{y:.1f}" r="{size + 4:.1f}"/>')
    if row.rank == "deprecated":
        parts.append(f'<path class="claims-bar" d="M{x - 8:.1f} {y + 8:.1f}L{x + 8:.1f} {y - 8:.1f}"/>')
    return parts


def _shape(basis: str, x: float, y: float, s: float) -> str:
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


def _bases(plot: Plot) -> list[str]:
    return sorted({row.basis for row in plot.rows})


def _legend(plot: Plot, y: float) -> list[str]:
    """The shapes in use; one basis alone needs no legend."""
    bases = _bases(plot)
    if len(bases) < 2:
        return []
    parts, x = [], 14.0
    for basis in bases:
        parts.append(f'<path class="claims-dot" d="{_shape(basis, x, y - 4, 4)}"/>')
        parts.append(f'<text class="claims-tick" x="{x + 9:.1f}" y="{y:.1f}">{escape(basis)}</text>')
        x += 26 + 6.2 * len(basis)
    return parts
