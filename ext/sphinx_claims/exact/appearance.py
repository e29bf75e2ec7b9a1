"""What all pages share: when it changes, all are written anew.

Sphinx writes all HTML pages again when the configuration of HTML changes or a template is newer than they.
Pages also carry checksums of style sheets and scripts, and the date; a template may vanish; and the note of
the new configuration is made before the pages are written, so that a run that is interrupted, or that is for
named files only, leaves the others as they are for good. Here each page is known by the shared things that it
was last written with. Other formats know at least the tags that they were built with.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.locale import _
from sphinx.util.i18n import format_date

from sphinx_claims.exact import state

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import ExtensionMetadata

_NAME: Final = "appearance"
#: Static files whose checksum stands in the pages; with the endings of templates for them.
_CHECKSUMMED: Final = (".css", ".js", ".css_t", ".js_t", ".css.jinja", ".js.jinja")

#: Values that only name directories: what is in these counts, or it does not show in pages.
_PLACES: Final = frozenset({"templates_path", "html_static_path", "html_extra_path", "html_theme_path"})


def shown(app: Sphinx, env: BuildEnvironment) -> Mapping[str, str]:
    """By docname, the same for all: configuration, tags, templates, style sheets, scripts and date."""
    parts = [" ".join(sorted(app.tags))]
    if isinstance(app.builder, StandaloneHTMLBuilder):
        parts += [_configuration(app), *_files(app), _date(app)]
    return dict.fromkeys(env.found_docs, state.digest("\n".join(parts)))


def _configuration(app: Sphinx) -> str:
    """The values that matter to HTML, without the places where the project happens to stand."""
    rebuilds = {"html", app.builder.name}
    values = {item.name: item.value for item in app.config if item.rebuild in rebuilds}
    values = {name: value for name, value in values.items() if name not in _PLACES}
    text = json.dumps(values, default=_plain, sort_keys=True)
    for place in (app.outdir, app.confdir, app.srcdir):
        text = text.replace(json.dumps(str(place))[1:-1], "")
    return text


def _plain(value: object) -> object:
    """A value that JSON does not know, in a form that does not vary from run to run."""
    if isinstance(value, set | frozenset):
        return sorted(map(repr, value))
    if isinstance(value, Path):
        return str(value)
    return getattr(value, "__qualname__", type(value).__qualname__)


def _files(app: Sphinx) -> Iterator[str]:
    """The project's templates, style sheets and scripts: names and digests."""
    for directory in dict.fromkeys(app.config.templates_path):  # a theme may add one twice
        yield from _digests(Path(app.confdir, directory), "")
    # extensions' directories: from Sphinx 9.1 on
    for entry in dict.fromkeys([*app.config.html_static_path, *getattr(app.registry, "static_dirs", ())]):
        yield from _digests(Path(app.confdir, entry), _CHECKSUMMED)


def _digests(source: Path, suffixes: str | tuple[str, ...]) -> Iterator[str]:
    for path in sorted([source, *source.rglob("*")]):
        if path.is_file() and path.name.endswith(suffixes):
            content = hashlib.blake2b(path.read_bytes(), digest_size=10).hexdigest()
            yield f"{path.relative_to(source.parent).as_posix()} {content}"


def _date(app: Sphinx) -> str:
    """The date of the build, in the form that the pages show it; nothing if they do not."""
    form = app.config.html_last_updated_fmt
    if form is None:
        return ""
    local = not app.config.html_last_updated_use_utc
    return format_date(form or _("%b %d, %Y"), language=app.config.language, local_time=local)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Rewrite all pages when what they share changes."""
    state.contribute(app, _NAME, shown)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
