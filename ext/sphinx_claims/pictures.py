"""Plots as image files, for builders that cannot take them inline."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from .core.plot import svg

if TYPE_CHECKING:
    from collections.abc import Callable

    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

    from .core.plot import Plot


def picture_maker(env: BuildEnvironment, builder: Builder, *, converts_svg: bool) -> Callable[[str, Plot], str] | None:
    """Writes a plot beside the doctrees and registers it as an image; None where no image can be shown."""
    if "image/svg+xml" not in builder.supported_image_types and not converts_svg:
        return None
    folder = Path(env.doctreedir) / "claims-plots"

    def picture(id_: str, plot: Plot) -> str:
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"claims-plot-{id_}.svg"
        text = svg(plot, id_)
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
        uri = Path(os.path.relpath(path, env.srcdir)).as_posix()
        env.images.add_file(env.docname, uri)
        return uri

    return picture
