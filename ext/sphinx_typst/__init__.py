"""A Sphinx extension that makes a book of a project: Typst source, and a tagged PDF from it.

Builders: ``typst`` (source), ``typstpdf`` (PDF). They need the ``typst`` wheel and nothing else: no system
package, no network. The README beside this file lists configuration, warnings and the template's hooks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_typst.builder import TypstBuilder, TypstPdfBuilder
from sphinx_typst.config import add_config_values
from sphinx_typst.svg import SvgToPdfConverter

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

__version__ = "0.2.0"
__all__ = ["TypstBuilder", "TypstPdfBuilder", "setup"]


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register builders, configuration and the image converter."""
    app.require_sphinx("9.0")
    add_config_values(app)
    app.add_builder(TypstBuilder)
    app.add_builder(TypstPdfBuilder)
    app.add_post_transform(SvgToPdfConverter)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}
