"""A page is written from its doctree as it is stored, and written again if that is newer than it.

Sphinx keeps the doctrees that it has just read in memory and writes pages from them, in serial builds only: what
happens to share a node with them then shows in a clean build, but not in an incremental or parallel one, and
all of them together take most of the memory. Here each is let go when the next is read.

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


def _let_go(app: Sphinx, *_: object) -> None:
    """Forget the doctrees that are stored already; Sphinx loads them when it needs them."""
    # there is no public way to the doctrees in memory; where there are none, nothing is lost
    for name in ("_write_doc_doctree_cache", "_pickled_doctree_cache"):
        getattr(app.env, name, {}).clear()


def setup(app: Sphinx) -> ExtensionMetadata:
    """Rewrite pages that are older than their doctrees."""
    app.connect("env-get-updated", _older_than_doctree)
    app.connect("source-read", _let_go)
    app.connect("env-before-read-docs", _let_go)
    app.connect("env-updated", _let_go)
    app.connect("doctree-resolved", _let_go)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
