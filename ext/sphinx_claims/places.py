"""Where something was written: the file relative to the source directory, and the line."""

from __future__ import annotations

import os
import posixpath
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment


def place_of(env: BuildEnvironment, source: str | None, line: int | None) -> tuple[str, int]:
    """File and line for a record. Includes may lie outside the source directory."""
    path = source or str(env.doc2path(env.docname))
    path = path.partition(":docstring of")[0]
    # docutils names an included file relative to the current directory where that is the shorter name
    relative = os.path.relpath(Path(path).absolute(), env.srcdir)
    return posixpath.join(*Path(relative).parts) if relative else relative, line or 0
