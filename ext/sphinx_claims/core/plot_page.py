"""The plot of a quantity inside a page: lengths in per cent, type and colour from the page.

Nothing is scaled, so type keeps its size at every width; where the column is narrow the stylesheet moves
each label above its row (``--rows`` and ``--at`` tell it how many rows there are and which this one is).
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

from .plot import bases_of, scale_of, shape, shorten, tick_text

if TYPE_CHECKING:
    from .plot import Plot, PlotRow, Scale

#: Heights of the axis and of a row, in pixels; the field of the marks and how far an open end runs, in per cent.
AXIS, ROW = 24, 22
FIELD: Final = 'class="claims-field" x="42%" width="54%" overflow="visible"'
OPEN = 14.0


def page_plot(plot: Plot, id_: str) -> str:
    """The plot with its key, as HTML. `id_` is unique in the page; title and sentence name and describe it."""
    scale, ticks = scale_of(plot)
    names = f'aria-labelledby="plot-{id_}-title" aria-describedby="plot-{id_}-desc"'
    size = f'width="100%" height="{AXIS + ROW * len(plot.rows) + 4}" style="--rows: {len(plot.rows)}"'
    # nohighlight: Sphinx's script that marks words found by search fails inside a title or a description
    parts = [
        f'<svg class="claims-plot" role="img" {names} {size}>'
        f'<title class="nohighlight" id="plot-{id_}-title">{escape(plot.title)}: plot</title>'
        f'<desc class="nohighlight" id="plot-{id_}-desc">{escape(plot.description)}</desc>',
        f'<svg {FIELD} height="100%">',
    ]
    parts += [_gridline(scale.part(tick) * 100, tick_text(tick)) for tick in ticks]
    parts.append("</svg>")
    for at, row in enumerate(plot.rows):
        parts.append(f'<g class="claims-row" transform="translate(0 {AXIS + ROW * at + ROW // 2})" style="--at: {at}">')
        parts += _row(row, scale)
        parts.append("</g>")
    parts.append("</svg>")
    parts.append(_key(plot, log=scale.log))
    return "".join(parts)


def _gridline(x: float, text: str) -> str:
    # at the ends of the axis the text turns inwards
    anchor = "start" if x < 3 else "end" if x > 97 else "middle"
    return (
        f'<line class="claims-grid" x1="{x:.2f}%" x2="{x:.2f}%" y1="17" y2="100%"/>'
        f'<text class="claims-tick" x="{x:.2f}%" y="12" text-anchor="{anchor}">{text}</text>'
    )


def _row(row: PlotRow, scale: Scale) -> list[str]:
    out = " claims-out" if row.rank == "deprecated" else ""
    parts = [
        f'<text class="claims-label{out}" y="4">{escape(shorten(row.label, 46))}</text>',
        f'<svg {FIELD} height="1">',
    ]
    if row.low is None and row.high is None:
        parts.append(f'<text class="claims-tick" y="4">{"vague" if row.vague else "open"}</text>')
    elif row.single and row.low is not None:
        parts.append(_mark(row, scale.part(row.low) * 100, 5.0))
    else:
        parts += _interval(row, scale)
    parts.append("</svg>")
    return parts


def _interval(row: PlotRow, scale: Scale) -> list[str]:
    """An interval: end marks where it is closed, an arrow where it is open."""
    left = scale.part(row.low) * 100 if row.low is not None else None
    right = scale.part(row.high) * 100 if row.high is not None else None
    a = left if left is not None else max(0.0, (right or 0) - OPEN)
    b = right if right is not None else min(103.0, (left or 0) + OPEN)
    dashed = ' stroke-dasharray="4 3"' if row.approximate else ""
    parts = [f'<line class="claims-bar" x1="{a:.2f}%" x2="{b:.2f}%"{dashed}/>']
    for x, end, way in ((a, left, 1), (b, right, -1)):
        path = "M0 -5v10" if end is not None else f"M{way * 7} -5L0 0l{way * 7} 5"
        parts.append(_at(x, f'<path class="claims-bar" d="{path}"/>'))
    # the basis stands beside the axis: a mark on the interval would suggest a midpoint that nobody gave
    parts.append(_mark(row, 0, 3.6, dx=-10.0))
    return parts


def _mark(row: PlotRow, x: float, size: float, dx: float = 0.0) -> str:
    hollow = " claims-hollow" if row.approximate else ""
    drawn = f'<path class="claims-dot{hollow}" d="{shape(row.basis, dx, 0, size)}"/>'
    return _at(x, drawn + _rank(row.rank, dx, size))


def _rank(rank: str, x: float, size: float) -> str:
    if rank == "preferred":
        return f'<circle class="claims-ring" cx="{x:.1f}" r="{size + 4:.1f}"/>'
    if rank == "deprecated":
        return f'<path class="claims-bar" d="M{x - 8:.1f} 8l16 -16"/>'
    return ""


def _at(x: float, drawn: str) -> str:
    """A drawing round its own origin, set at a per cent of the field."""
    return f'<svg x="{x:.2f}%" overflow="visible">{drawn}</svg>'


def _key(plot: Plot, *, log: bool) -> str:
    """What the shapes in use mean; each entry is a drawing of its own, so that they wrap."""
    entries = [
        *_basis_entries(plot),
        *_sign_entries(plot),
        *([("", "logarithmic scale")] if log else []),
        *([("", f"{plot.omitted} more in the table")] if plot.omitted else []),
    ]
    if not entries:
        return ""
    return f'<div class="claims-key" aria-hidden="true">{"".join(_entry(*entry) for entry in entries)}</div>'


def _basis_entries(plot: Plot) -> list[tuple[str, str]]:
    bases = bases_of(plot)
    if len(bases) < 2:
        return []
    return [(f'<path class="claims-dot" d="{shape(basis, 10, 8, 4)}"/>', basis) for basis in bases]


def _sign_entries(plot: Plot) -> list[tuple[str, str]]:
    ranges = [row for row in plot.rows if not row.single and (row.low is not None or row.high is not None)]
    dot = '<path class="claims-dot claims-hollow" d="M6 8a4 4 0 1 0 8 0a4 4 0 1 0 -8 0Z"/>'
    return [
        entry
        for shown, entry in (
            (any(row.single and row.approximate for row in plot.rows), (dot, "approximate")),
            (
                any(row.approximate for row in ranges),
                ('<path class="claims-bar" d="M0 8h18" stroke-dasharray="4 3"/>', "approximate"),
            ),
            (
                any(row.low is None or row.high is None for row in ranges),
                ('<path class="claims-bar" d="M0 8h17m-6 -4l6 4l-6 4"/>', "open end"),
            ),
            (
                any(row.rank == "preferred" for row in plot.rows),
                ('<circle class="claims-ring" cx="10" cy="8" r="7"/>', "preferred"),
            ),
            (
                any(row.rank == "deprecated" for row in plot.rows),
                ('<path class="claims-bar" d="M4 14l12 -12"/>', "deprecated"),
            ),
        )
        if shown
    ]


def _entry(drawn: str, text: str) -> str:
    left = 24 if drawn else 0
    words = f'<text class="claims-tick" x="{left}" y="12">{escape(text)}</text>'
    return f'<svg width="{left + 8 + 7 * len(text)}" height="17">{drawn}{words}</svg>'
