"""A page is read again whenever a file that it was made from is another one, not only when it is newer.

Sphinx compares times: a file that is replaced by an older one (put back from a copy, or renamed from ``.rst``
to ``.md``), or changed while a build runs, goes unnoticed. And it knows only the files that it found: not an
included file that was missing, nor a second format of an image given as ``name.*``, nor a translated image.
Here size and time of each file are kept, and it is kept too what was looked for in vain.
"""

from __future__ import annotations

import glob
import os
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

from docutils import nodes
from sphinx import addnodes
from sphinx.util.i18n import get_image_filename_for_language

if TYPE_CHECKING:
    from collections.abc import Iterator, Set

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import ExtensionMetadata

    # of a file: time of modification in nanoseconds, and size; of a pattern: the files found; None: no such file
    Look = tuple[int, int] | tuple[str, ...] | None

#: The level of docutils' messages about files that cannot be read.
_SEVERE: Final = 4


def looks(env: BuildEnvironment) -> dict[str, dict[str, Look]]:
    """By docname and path, how the files looked that the page was made from; kept on the environment."""
    return cast("dict[str, dict[str, Look]]", vars(env).setdefault("exact_sources", {}))


def looked_for(env: BuildEnvironment) -> dict[str, list[str]]:
    """By docname, the files and patterns that decide which images are taken; kept on the environment."""
    return cast("dict[str, list[str]]", vars(env).setdefault("exact_looked_for", {}))


class Sources:
    """The sources of one application's builds."""

    def __init__(self) -> None:
        self._seen: dict[str, Look] = {}
        self._being_read: list[str] = []

    def changed(
        self, app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
    ) -> list[str]:
        """The pages made from a file that does not look now as it did then."""
        self._seen.clear()
        known = looks(env)
        return [docname for docname in known.keys() & env.found_docs if self._differs(env, docname)]

    def _differs(self, env: BuildEnvironment, docname: str) -> bool:
        files = looks(env)[docname]
        # the page's own file may have got another suffix
        if str(env.doc2path(docname)) not in files:
            return True
        return any(self._look(path) != look for path, look in files.items())

    def note_before(self, app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
        """Note how the pages' own files look, before they are read: a later change will show."""
        self._seen.clear()
        self._being_read = docnames
        for docname in docnames:
            path = str(env.doc2path(docname))
            looks(env)[docname] = {path: self._look(path)}

    def note_after(self, app: Sphinx, env: BuildEnvironment) -> None:
        """Note how all else looks that the pages just read were made from."""
        for docname in self._being_read:
            files = looks(env)[docname]
            for path in [*map(str, env.dependencies.get(docname, ())), *looked_for(env).get(docname, ())]:
                files.setdefault(path, self._look(path))

    def _look(self, path: str) -> Look:
        if path not in self._seen:
            self._seen[path] = _look(path)
        return self._seen[path]


def _look(path: str) -> Look:
    if path.endswith("*"):
        return tuple(sorted(glob.glob(path)))  # noqa: PTH207 - as Sphinx finds the formats of an image
    try:
        stat = Path(path).stat()
    except OSError:
        return None
    return stat.st_mtime_ns, stat.st_size


def _note_looked_for(app: Sphinx, doctree: nodes.document) -> None:
    """Note what decides which images and pages the page leads to; and if it misses an included file."""
    env = app.env
    found = {path for node in doctree.findall(nodes.image) for path in _candidates(env, node)}
    found |= {path for node in doctree.findall(addnodes.pending_xref) for path in _linked_files(env, node)}
    if found:
        looked_for(env)[env.current_document.docname] = sorted(os.fspath(env.srcdir / path) for path in found)
    if any(_misses_a_file(message) for message in doctree.findall(nodes.system_message)):
        env.note_reread()


def _misses_a_file(message: nodes.system_message) -> bool:
    """Whether docutils could not read a file: a severe error up to 0.22, from 0.23 on one that names the cause."""
    return bool(message["level"] >= _SEVERE) or "InputError" in message.astext()


def _candidates(env: BuildEnvironment, image: nodes.image) -> Iterator[str]:
    """The paths, relative to the source directory, at which a better image may turn up."""
    if "?" in image.get("candidates", {"?": ""}):
        return  # on another site, or in the page itself
    path = image["uri"]
    if "original_uri" in image:
        path, _absolute = env.relfn2path(image["original_uri"])
    if path.endswith("*"):
        yield path
    yield get_image_filename_for_language(path, env)


def _linked_files(env: BuildEnvironment, node: addnodes.pending_xref) -> Iterator[str]:
    """Patterns that show whether a file is there to which a MyST link leads.

    MyST-Parser decides while it reads whether ``[](page.md)`` is a link to a page; only the file's being
    there matters, not its contents, hence the patterns.
    """
    if node.get("reftype") != "myst":
        return
    target = str(node["reftarget"])
    if node.get("refdomain") == "doc":
        yield f"{glob.escape(os.path.relpath(env.doc2path(target), env.srcdir))}*"
    elif not node.get("refdomain") and (path := target.partition("#")[0]) and "\0" not in path:
        yield f"{glob.escape(env.relfn2path(path, node.get('refdoc', env.docname))[0])}*"


def _forget(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    looked_for(env).pop(docname, None)
    if docname not in env.found_docs:
        looks(env).pop(docname, None)


def _merge(app: Sphinx, env: BuildEnvironment, docnames: Set[str], other: BuildEnvironment) -> None:
    """Take over what another process noted of the pages that it read."""
    for docname in docnames & looked_for(other).keys():
        looked_for(env)[docname] = looked_for(other)[docname]


def setup(app: Sphinx) -> ExtensionMetadata:
    """Watch the files that pages are made from."""
    sources = Sources()
    app.connect("env-get-outdated", sources.changed)
    app.connect("env-before-read-docs", sources.note_before)
    app.connect("env-updated", sources.note_after)
    # after Sphinx has worked out the images' paths
    app.connect("doctree-read", _note_looked_for, priority=900)
    app.connect("env-purge-doc", _forget)
    app.connect("env-merge-info", _merge)
    return {"version": "1", "env_version": 1, "parallel_read_safe": True, "parallel_write_safe": True}
