"""No file stays in the output that a clean build would not make.

Sphinx never deletes: the page, the copied source, images and downloads of a removed page stay, and so do an
index that has become empty and a static file that is gone. Here each build lists the files that follow from
the project; what the last build listed and this one does not is deleted, with directories left empty. A file
that no build listed is not touched, nor one that this build has just written.
"""

from __future__ import annotations

import contextlib
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.util.matching import Matcher

from sphinx_claims.exact import state

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import ExtensionMetadata

_NAME: Final = "outputs"
_TEMPLATE_SUFFIXES: Final = ("_t", ".jinja")


class Outputs:
    """The output files of one application's build."""

    def __init__(self) -> None:
        self._generated: set[str] = set()
        self._removed: set[str] = set()

    def note_removed(
        self, app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
    ) -> list[str]:
        """Note the documents that are gone, and start a new list."""
        self._generated.clear()
        self._removed = set(removed)
        return []

    def note_page(
        self,
        app: Sphinx,
        pagename: str,
        template: str,
        context: dict[str, object],
        doctree: nodes.document | None,
    ) -> None:
        """Note a page that is made from no document, such as an index."""
        # such pages are made at the end and in the main process; pages of documents may be in another one
        if doctree is None and _is_index_or_configured(app, pagename):
            self._generated.add(pagename)

    def delete_stale(self, app: Sphinx, exception: Exception | None) -> None:
        """Delete what the last build listed and this one does not, and list anew."""
        if exception is not None:
            return
        outdir = Path(app.outdir)
        listed = {path.relative_to(outdir).as_posix() for path in self._listed(app) if path.is_file()}
        stale = set(json.loads(state.recall(app, _NAME) or "[]")) - listed
        _delete(outdir, stale, listed, since=(outdir / state.UNFINISHED).stat().st_mtime_ns)
        state.remember(app, _NAME, json.dumps(sorted(listed), ensure_ascii=False), even_if_partial=True)
        # left by Sphinx when the configuration changed; a clean build has none
        (outdir / ".buildinfo.bak").unlink(missing_ok=True)
        doctrees = {f"{docname}.doctree" for docname in self._removed - app.env.found_docs}
        _delete(Path(app.doctreedir), doctrees, ())

    def _listed(self, app: Sphinx) -> Iterator[Path]:
        builder = app.builder
        if state.writes_each_page(builder):
            for docname in app.env.found_docs:
                yield from page_outputs(builder, app.env, docname)
        if isinstance(builder, StandaloneHTMLBuilder):
            yield from map(builder.get_output_path, self._generated)
            yield from _shared_outputs(app, builder)


def page_outputs(builder: Builder, env: BuildEnvironment, docname: str) -> Iterator[Path]:
    """The files that *builder* writes for the page *docname*: the page itself and its copied source."""
    if isinstance(builder, StandaloneHTMLBuilder):
        yield builder.get_output_path(docname)
        if builder.copysource and env.config.html_copy_source:
            suffix = str(env.doc2path(docname, base=False))[len(docname) :]
            extra = env.config.html_sourcelink_suffix
            yield Path(builder.outdir, "_sources", docname + suffix + ("" if suffix == extra else extra))
    elif suffix := getattr(builder, "out_suffix", ""):
        yield Path(builder.outdir, docname + suffix)


def _is_index_or_configured(app: Sphinx, pagename: str) -> bool:
    """Whether Sphinx writes the page in every build, if at all; other extensions may skip unchanged ones."""
    indices = {f"{domain.name}-{index.name}" for domain in app.env.domains.values() for index in domain.indices}
    return pagename.startswith("genindex") or pagename in indices | set(app.config.html_additional_pages)


def _shared_outputs(app: Sphinx, builder: StandaloneHTMLBuilder) -> Iterator[Path]:
    """Images, downloads and static files of an HTML build."""
    outdir = Path(builder.outdir)
    for _docnames, name in app.env.images.values():
        yield outdir / builder.imagedir / name
    for _docnames, place in app.env.dlfiles.values():
        yield outdir / "_downloads" / place
    hidden_too = [*app.config.exclude_patterns, "**/.*"]
    theme = getattr(builder, "theme", None)  # None for builders that write data instead of pages
    themes = theme.get_theme_dirs() if theme else []
    # extensions' directories: from Sphinx 9.1 on
    extensions = getattr(app.registry, "static_dirs", ())
    for entry in [*app.config.html_static_path, *extensions, *(Path(theme, "static") for theme in themes)]:
        yield from (outdir / "_static" / name for name in _assets(Path(app.confdir, entry), hidden_too))
    for entry in app.config.html_extra_path:
        yield from (outdir / name for name in _assets(Path(app.confdir, entry), app.config.exclude_patterns))


def _assets(source: Path, exclude: Iterable[str]) -> Iterator[str]:
    """The relative paths under which a file or a directory is copied, as ``sphinx.util.fileutil`` does it."""
    excluded = Matcher(exclude)
    if source.is_file():
        yield _without_template_suffix(source.name)
    for directory, subdirectories, names in os.walk(source, followlinks=True):
        within = Path(directory).relative_to(source)
        subdirectories[:] = [name for name in subdirectories if not excluded((within / name).as_posix())]
        for name in names:
            if not excluded((within / name).as_posix()):
                yield (within / _without_template_suffix(name)).as_posix()


def _without_template_suffix(name: str) -> str:
    for suffix in _TEMPLATE_SUFFIXES:
        if name.endswith(suffix):
            return name.removesuffix(suffix)
    return name


def _delete(root: Path, names: Iterable[str], kept: Iterable[str], *, since: int | None = None) -> None:
    """Delete the files *names* under *root*, save those changed *since* (in nanoseconds)."""
    same_but_for_case = {name.casefold(): root / name for name in kept}
    for name in names:
        path = root / name
        twin = same_but_for_case.get(name.casefold())
        # on a file system that ignores case the old name may be the new file's too
        if not path.is_file() or (twin is not None and path.samefile(twin)):
            continue
        # the time of change, as Sphinx gives copied files their source's time of modification
        if since is None or path.stat().st_ctime_ns < since:
            path.unlink()
            _delete_empty(path.parent, root)


def _delete_empty(directory: Path, root: Path) -> None:
    """Delete *directory* and those above it, up to *root*, as far as they are empty."""
    with contextlib.suppress(OSError):  # not empty
        while directory != root:
            directory.rmdir()
            directory = directory.parent


def setup(app: Sphinx) -> ExtensionMetadata:
    """Delete stale output files at the end of each build."""
    app.setup_extension("sphinx_claims.exact.state")
    outputs = Outputs()
    app.connect("env-get-outdated", outputs.note_removed)
    app.connect("html-page-context", outputs.note_page)
    # after extensions that write files of their own then
    app.connect("build-finished", outputs.delete_stale, priority=800)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
