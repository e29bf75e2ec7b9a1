"""What each page shows from elsewhere, remembered so that just the changed pages are rewritten.

Sphinx rewrites a page when its source changed. A page also shows things from other pages: titles, numbers,
links, tables worked out from the whole project. An extension that puts such things into pages registers a
*provider* (`contribute`); it says, once a build, for each page what that page shows from elsewhere. The pages
for which it says something else than when they were last written are written again.

The record is a small file in the output directory, since what matters is what *this* output was last written
with: builders may share doctrees, and a run may write only the files named on the command line. Its bytes
depend on the content alone, so that it too equals a clean build's. Beside it stands a marker while a build
runs; one that is found at the start tells of an interrupted build, after which every page is written again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final
from weakref import WeakKeyDictionary

from sphinx.builders import Builder

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import ExtensionMetadata

    Provider = Callable[[Sphinx, BuildEnvironment], Mapping[str, str] | None]

#: The record, in the output directory.
RECORD: Final = ".sphinx-exact.json"
#: Stands in the output directory while a build runs.
UNFINISHED: Final = ".sphinx-exact.unfinished"

_FORMAT: Final = 1
#: After the collectors and extensions that assign numbers in the same event (they stand at 500).
_LATE: Final = 900


@dataclass
class _Record:
    """What a build left behind: digests by provider and page, and values by name."""

    pages: dict[str, dict[str, str]] = field(default_factory=dict)
    values: dict[str, str] = field(default_factory=dict)

    def dump(self) -> str:
        data = {"format": _FORMAT, "pages": self.pages, "values": self.values}
        return json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True) + "\n"


@dataclass
class _Run:
    """One build of one output directory."""

    last: _Record | None
    interrupted: bool = False
    digests: dict[str, dict[str, str]] = field(default_factory=dict)
    asked: set[str] = field(default_factory=set)
    written: set[str] = field(default_factory=set)
    values: dict[str, str] = field(default_factory=dict)
    kept: dict[str, str] = field(default_factory=dict)


@dataclass
class _State:
    """What this module knows of an application: who contributes, and the build that runs."""

    providers: dict[str, Provider] = field(default_factory=dict)
    run: _Run | None = None

    def current(self, app: Sphinx) -> _Run:
        if self.run is None:
            self.run = _Run(last=_load(Path(app.outdir) / RECORD))
        return self.run


# keyed by the application, as several may live in one process (tests do that)
_STATES: WeakKeyDictionary[Sphinx, _State] = WeakKeyDictionary()


def contribute(app: Sphinx, name: str, provider: Provider) -> None:
    """Register *provider* under *name*; the same name again replaces it.

    It is called once a build, when all pages are read and numbered, and returns docname → text (or digest)
    of what the page shows from elsewhere. A page that is absent shows nothing from elsewhere. None instead
    of a mapping means: each page shows what it showed when it was last written.
    """
    app.setup_extension(__name__)
    _STATES[app].providers[name] = provider


def previous(app: Sphinx, name: str) -> Mapping[str, str]:
    """By docname, the digests of provider *name* with which the pages of this output were last written."""
    last = _STATES[app].current(app).last
    return {} if last is None else last.pages.get(name, {})


def remember(app: Sphinx, name: str, value: str, *, even_if_partial: bool = False) -> None:
    """Keep *value* for the next build of this output directory, if this one succeeds.

    When a build leaves a page unwritten that should have been (files were named on the command line), nothing
    is kept under *name*: a "nothing changed since" would be untrue. With *even_if_partial* it is kept anyhow.
    """
    run = _STATES[app].current(app)
    (run.kept if even_if_partial else run.values)[name] = value


def recall(app: Sphinx, name: str) -> str | None:
    """The value that the last successful build of this output directory remembered under *name*."""
    last = _STATES[app].current(app).last
    return None if last is None else last.values.get(name)


def written_pages(app: Sphinx) -> frozenset[str]:
    """The pages that this build has resolved for writing up to now."""
    return frozenset(_STATES[app].current(app).written)


def writes_each_page(builder: Builder) -> bool:
    """Whether *builder* has an output for each page; LaTeX and the like write everything in every build."""
    return type(builder).write_documents is Builder.write_documents


def digest(text: str) -> str:
    """A short stable digest of *text*."""
    return hashlib.blake2b(text.encode(), digest_size=10).hexdigest()


def _load(path: Path) -> _Record | None:
    """The record at *path*; None if there is none that this version understands."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        if data["format"] != _FORMAT:
            return None
        return _Record(pages=data["pages"], values=data["values"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _save(path: Path, record: _Record) -> None:
    """Write *record* to *path*, unless the same stands there already."""
    data = record.dump().encode()
    if path.is_file() and path.read_bytes() == data:
        return
    temporary = path.with_name(path.name + ".tmp")
    temporary.write_bytes(data)
    temporary.replace(path)


def _keep_out_of_books(app: Sphinx, config: Config) -> None:
    """Keep the files of this module out of EPUB, which packs the whole output directory; and one that Sphinx forgot."""
    config.epub_exclude_files = [*config.epub_exclude_files, RECORD, UNFINISHED, ".buildinfo.bak"]


def _begin(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Start a run: load the record, and set the marker."""
    state = _STATES[app]
    state.run = None
    marker = Path(app.outdir) / UNFINISHED
    run = state.current(app)
    run.interrupted = marker.exists()
    marker.parent.mkdir(parents=True, exist_ok=True)
    marker.touch()


def _changed_pages(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """The pages that show something else from elsewhere than when they were last written."""
    state = _STATES[app]
    run = state.current(app)
    if not writes_each_page(app.builder):
        return []
    for name, provider in state.providers.items():
        shown = provider(app, env)
        digests = previous(app, name) if shown is None else {doc: digest(text) for doc, text in shown.items()}
        run.digests[name] = {doc: digests[doc] for doc in env.found_docs & digests.keys()}
    if run.last is None or run.interrupted:
        run.asked = set(env.found_docs)
    else:
        for name in {*run.digests, *run.last.pages}:
            run.asked |= _differing(run.last.pages.get(name, {}), run.digests.get(name, {}))
        run.asked &= env.found_docs
    return sorted(run.asked)


def _differing(old: Mapping[str, str], new: Mapping[str, str]) -> set[str]:
    """The keys that the two mappings do not give the same value."""
    return {key for key, _value in old.items() ^ new.items()}


def _note_written(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Note that a page is being written; this event comes in the main process, in parallel builds too."""
    _STATES[app].current(app).written.add(docname)


def _finish(app: Sphinx, exception: Exception | None) -> None:
    """Save the record of a build that succeeded; after any other the marker stays."""
    state = _STATES[app]
    run = state.current(app)
    state.run = None
    if exception is not None:
        return
    outdir = Path(app.outdir)
    if outdir.is_dir():
        _save(outdir / RECORD, _outcome(app, run))
        (outdir / UNFINISHED).unlink(missing_ok=True)


def _outcome(app: Sphinx, run: _Run) -> _Record:
    """The record to keep after *run*: new digests only for the pages that were really written."""
    last = run.last or _Record()
    pages: dict[str, dict[str, str]] = {}
    for name, now in run.digests.items():
        before = last.pages.get(name, {})
        kept = {doc: before[doc] for doc in app.env.found_docs & before.keys() - run.written}
        pages[name] = kept | {doc: new for doc, new in now.items() if doc in run.written}
    partial = not run.asked <= run.written
    return _Record(pages, run.kept if partial else run.values | run.kept)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Connect the record to the build's events; a second time does nothing."""
    if app not in _STATES:
        _STATES[app] = _State()
        app.connect("config-inited", _keep_out_of_books)
        app.connect("env-before-read-docs", _begin)
        app.connect("env-get-updated", _changed_pages, priority=_LATE)
        app.connect("doctree-resolved", _note_written)
        app.connect("build-finished", _finish, priority=_LATE)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
