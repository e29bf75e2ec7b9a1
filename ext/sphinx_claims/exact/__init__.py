"""Cures that make Sphinx's own incremental builds exact: after any edit, equal to a clean build.

Each module is an extension of its own; this package loads them all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

_CURES: Final = (
    "state",
    "configuration",
    "sources",
    "order",
    "images",
    "search",
    "navigation",
    "references",
    "appearance",
    "doctrees",
    "removed",
)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Load all cures."""
    for name in _CURES:
        app.setup_extension(f"{__name__}.{name}")
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
