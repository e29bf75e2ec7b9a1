"""The stylesheet and the scripts of the apparatus, for HTML builders."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx

FOLDER = Path(__file__).parent / "assets"


def connect(app: Sphinx) -> None:
    """Add them to every page of HTML."""
    app.connect("builder-inited", _add_folder)
    app.add_css_file("sphinx-claims.css")
    app.add_js_file("sphinx-claims.js", loading_method="defer")
    app.add_js_file("claims-preview.js", loading_method="defer")


def _add_folder(app: Sphinx) -> None:
    # at config-inited the absolute path would enter the build's hash and force rebuilds on another machine
    if app.builder.format == "html" and str(FOLDER) not in app.config.html_static_path:
        app.config.html_static_path.append(str(FOLDER))
