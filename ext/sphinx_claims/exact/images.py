"""Images get the same names in the output, in whatever order pages were read.

Sphinx puts all images into one directory and numbers those that share a name, in the order in which it meets
them: an image that is added or comes into use on another page may thus change the names of others in a clean
build, but not in an incremental one, and reading in parallel gives them by chance. Here they are numbered in
the order of their paths, and the pages that show an image under a changed name are rewritten.
"""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from sphinx_claims.exact import state

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import ExtensionMetadata

_NAME: Final = "images"


def number_by_path(app: Sphinx, env: BuildEnvironment) -> None:
    """Give all images their names anew, in the order of their paths."""
    images = type(env.images)()
    for path in sorted(env.images):
        for docname in sorted(env.images[path][0]):
            images.add_file(docname, path)
    env.images = images


def shown(app: Sphinx, env: BuildEnvironment) -> Mapping[str, str]:
    """By docname, the images of the page that do not keep their own name."""
    renamed: dict[str, list[str]] = {}
    for path, (docnames, name) in sorted(env.images.items()):
        if name != PurePosixPath(path).name:
            for docname in docnames:
                renamed.setdefault(docname, []).append(f"{path} {name}")
    return {docname: "\n".join(names) for docname, names in renamed.items()}


def setup(app: Sphinx) -> ExtensionMetadata:
    """Number images by path."""
    state.contribute(app, _NAME, shown)
    app.connect("env-updated", number_by_path)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
