"""A page is written again if its doctree is newer than it.

Builders may share doctrees: one that runs first finds the changed sources and reads them, and the next, which
compares the times of sources and output alone, overlooks a page whose included file or image changed, or
which was read anew for any other reason. The same comes of a run for named files, and of one that was
interrupted.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sphinx_claims.exact.removed import page_outputs
from sphinx_claims.exact.state import writes_each_page

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import ExtensionMetadata


def _older_than_doctree(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """The pages that were written before their doctree."""
    return sorted(docname for docname in env.found_docs if _is_older(app, env, docname))


def _is_older(app: Sphinx, env: BuildEnvironment, docname: str) -> bool:
    output = next(page_outputs(app.builder, env, docname), None) if writes_each_page(app.builder) else None
    if output is None:
        return False
    try:
        return output.stat().st_mtime_ns < Path(env.doctreedir, f"{docname}.doctree").stat().st_mtime_ns
    except FileNotFoundError:
        return True


def setup(app: Sphinx) -> ExtensionMetadata:
    """Rewrite pages that are older than their doctrees."""
    app.connect("env-get-updated", _older_than_doctree)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
