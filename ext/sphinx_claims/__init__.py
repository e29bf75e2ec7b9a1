"""sphinx-claims: figures and contested statements with their provenance, for scholarly editions in Sphinx.

The core (:mod:`sphinx_claims.core`) knows nothing of docutils or Sphinx; this module imports the Sphinx side
only when Sphinx loads the extension.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

__version__ = "0.2.0"


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register directives, roles, domain, transforms, builder and assets with Sphinx."""
    from . import assets, build, settings, singlefile
    from .data_builder import DataBuilder
    from .domain import DIRECTIVES, ROLES, ClaimsDomain
    from .nodes import PLACEHOLDERS
    from .roles import ObjectRole
    from .transforms import FillInObjects, ListWhatRests, NameTables

    settings.declare(app)
    app.connect("config-inited", settings.check)
    app.setup_extension("sphinx_claims.exact")
    app.setup_extension("sphinx_claims.bibliography")
    for node in PLACEHOLDERS:
        app.add_node(node)
    app.add_domain(ClaimsDomain)
    for name, directive in DIRECTIVES.items():
        app.add_directive(name, directive)
    for name in ROLES:
        app.add_role(name, ObjectRole(name))
    app.add_post_transform(FillInObjects)
    app.add_post_transform(ListWhatRests)
    app.add_post_transform(NameTables)
    app.add_builder(DataBuilder)
    assets.connect(app)
    singlefile.connect(app)
    build.connect(app)
    return {"version": __version__, "env_version": 2, "parallel_read_safe": True, "parallel_write_safe": True}
