"""An author–date bibliography for history on top of sphinxcontrib-bibtex, and cures for it.

Each part is a Sphinx extension of its own; this package is all of them:

``sphinx_claims.bibliography.style``
    the style ``history`` for bibliographies and citations;
``sphinx_claims.bibliography.entries``
    entries of such a bibliography as hanging paragraphs, saying which of their data were not verified;
``sphinx_claims.bibliography.exact``
    incremental builds that equal clean ones;
``sphinx_claims.bibliography.speed``
    entries formatted once instead of in every build.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.util.typing import ExtensionMetadata

PARTS = ("style", "entries", "exact", "speed")


def setup(app: Sphinx) -> ExtensionMetadata:
    """Load sphinxcontrib-bibtex and all parts."""
    app.setup_extension("sphinxcontrib.bibtex")
    app.connect("config-inited", _allow_no_files)
    for part in PARTS:
        app.setup_extension(f"{__name__}.{part}")
    return {"version": "1", "env_version": 1, "parallel_read_safe": True, "parallel_write_safe": True}


def _allow_no_files(app: Sphinx, config: Config) -> None:
    """Let a project do without a bibliography: sphinxcontrib-bibtex stops where no files are named."""
    if config.bibtex_bibfiles is None:
        config.bibtex_bibfiles = []
