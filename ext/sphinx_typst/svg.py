"""SVG to PDF for Sphinx's LaTeX builder, by the Typst wheel instead of a system package."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typst
from sphinx.transforms.post_transforms.images import ImageConverter
from sphinx.util import logging

from sphinx_typst.escape import string

if TYPE_CHECKING:
    import os

logger = logging.getLogger(__name__)


class SvgToPdfConverter(ImageConverter):
    """Converts the SVG images of builders that take PDF but not SVG."""

    conversion_rules = [("image/svg+xml", "application/pdf")]  # noqa: RUF012 - Sphinx's own form

    def is_available(self) -> bool:
        """Say yes: the wheel is a dependency."""
        return True

    def convert(self, _from: str | os.PathLike[str], _to: str | os.PathLike[str]) -> bool:
        """Write the vector image *_from* as a page of its size to *_to*; say whether it could be read."""
        source = Path(_from)
        page = f"#set page(width: auto, height: auto, margin: 0pt, fill: none)\n#image({string('/' + source.name)})"
        try:
            compiler = typst.Compiler(page.encode(), root=str(source.parent), ignore_system_fonts=True)
            compiler.compile(output=str(_to), format="pdf", pdf_tags=False, timestamp=0)
        except typst.TypstError as error:
            logger.warning("image %s: %s", source.name, error.message, type="typst", subtype="svg")
            return False
        return True
