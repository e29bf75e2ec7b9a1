"""One build: faults told, pages found that must be rewritten, the data written."""

from __future__ import annotations

import hashlib
from functools import partial
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.builders.singlehtml import SingleFileHTMLBuilder
from sphinx.locale import __
from sphinx.transforms.post_transforms.images import ImageConverter
from sphinx.util import logging

from .core.diagnostics import Fault, Rule, fault
from .core.export import pieces
from .core.lists import view_blocks
from .core.records import Record
from .core.shown import shown_on
from .domain import claims_domain
from .exact.state import contribute, digest, recall, remember, writes_each_page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

    from .core.view import View
    from .domain import ClaimsDomain

logger = logging.getLogger(__name__)

_CLEAN: Final = "claims-clean-input"
_WRITTEN: Final = "claims-json-input"


def connect(app: Sphinx) -> None:
    """Hook the build's steps to Sphinx's events."""
    contribute(app, "claims", _shown)
    app.connect("builder-inited", _note_builder)
    app.connect("env-get-updated", _tell_of_books)
    app.connect("build-finished", _write_data)


def _note_builder(app: Sphinx) -> None:
    domain = claims_domain(app.env)
    domain.builder = app.builder
    wanted = set(app.builder.supported_image_types)
    domain.converts_svg = any(
        source == "image/svg+xml" and made in wanted
        for transform in app.registry.get_post_transforms()
        if issubclass(transform, ImageConverter)
        for source, made in transform.conversion_rules
    )


def _shown(app: Sphinx, env: BuildEnvironment) -> Mapping[str, str] | None:
    """What each page shows of the record; None where nothing changed since the last clean build of this output."""
    domain = claims_domain(env)
    domain.builder = app.builder
    if not domain.data["docs"]:
        return {}
    key = domain.input_digest()
    if recall(app, _CLEAN) == key:
        remember(app, _CLEAN, key)
        return None
    if not _tell_all(app, domain):
        remember(app, _CLEAN, key)
    return dict(_digests(domain, domain.view()))


def _tell_of_books(app: Sphinx, env: BuildEnvironment, *_more: object) -> list[str]:
    """Builders that write everything in every build are not asked what each page shows; they tell faults too."""
    domain = claims_domain(env)
    if domain.data["docs"] and not writes_each_page(app.builder):
        domain.builder = app.builder
        _tell_all(app, domain)
    return []


def _tell_all(app: Sphinx, domain: ClaimsDomain) -> list[Fault]:
    view = domain.view()
    faults = [*view.faults, *_view_faults(domain, view)]
    tell(faults, Path(app.srcdir))
    return faults


def _digests(domain: ClaimsDomain, view: View) -> Iterator[tuple[str, str]]:
    standing: dict[str, list[str]] = {}
    for key, work in view.works.items():
        if work.docname:
            standing.setdefault(work.docname, []).append(key)
    pages = domain.pages()
    for docname, page in pages.items():
        yield docname, digest(shown_on(view, page, domain.views_of(docname), standing.get(docname, ())))
    for docname in standing.keys() - pages.keys():
        yield docname, digest(shown_on(view, domain.empty_page, (), standing[docname]))


def tell(faults: list[Fault], srcdir: Path) -> None:
    """One warning a fault, with file and line, under its own name; of a file that two pages include, one."""
    for found in {(f.path, f.line, f.text): f for f in faults}.values():
        path = srcdir / found.path
        line = exact_line(path, found.line, found.sought) if found.sought else found.line
        logger.warning(
            __("%s"),
            found.text,
            type="claims",
            subtype=found.rule.code,
            location=f"{path.resolve() if '..' in found.path else path}:{line}",
        )


def exact_line(path: Path, line: int, words: str) -> int:
    """The line of `words` in the paragraph that begins at `line`: of a role, parsers tell the paragraph only."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()[max(0, line - 1) :]
    except (OSError, UnicodeDecodeError):
        return line
    paragraph = takewhile(str.strip, lines)
    return next((at for at, text in enumerate(paragraph, line) if words in text), line)


def _view_faults(domain: ClaimsDomain, view: View) -> list[Fault]:
    """Filters of lists that cannot be used."""
    found = []
    for docname in domain.pages():
        for name, options in domain.views_of(docname):
            given = dict(options)
            path, _, line = given.pop(":place", "").rpartition(":")
            place = Record(
                name, "", "", (), "", has_body=False, parent="", docname=docname, path=path, line=int(line or 0)
            )
            found += [
                fault(Rule.BAD_FILTER, place, option=p.option, value=p.value, hint=p.hint)
                for p in view_blocks(view, name, given)[1]
            ]
    return found


# -- claims.json


def _write_data(app: Sphinx, exception: Exception | None) -> None:
    """Put ``claims.json`` at the root of the HTML output, unless it is there and nothing changed."""
    name = app.config.claims_json
    if (
        exception is not None
        or not name
        or not isinstance(app.builder, StandaloneHTMLBuilder)
        or app.builder.name == "epub"
    ):
        return
    path = Path(app.outdir) / name
    href = html_address(app.builder)
    depends = _depends_on(app.builder, href)
    if recall(app, _WRITTEN) != f"{depends} {_file_digest(path)}":
        write_data(app.builder, path, href)
    remember(app, _WRITTEN, f"{depends} {_file_digest(path)}", even_if_partial=True)


def _depends_on(builder: Builder, href: Callable[[str, str], str]) -> str:
    """A digest of all that the data depend on."""
    domain = claims_domain(builder.env)
    addresses = [href(docname, "") for docname in sorted(builder.env.found_docs)]
    return digest(repr((domain.input_digest(), edition_of(builder), addresses)))


def _file_digest(path: Path) -> str:
    if not path.is_file():
        return "none"
    with path.open("rb") as file:
        return hashlib.file_digest(file, partial(hashlib.blake2b, digest_size=10)).hexdigest()


def write_data(builder: Builder, path: Path, href: Callable[[str, str], str]) -> None:
    """Write the data to `path`, replacing it whole, and only where it differs."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.new")
    with temporary.open("w", encoding="utf-8") as file:
        file.writelines(pieces(claims_domain(builder.env).view(), edition_of(builder), href))
    if _file_digest(path) == _file_digest(temporary):
        temporary.unlink()
    else:
        temporary.replace(path)


def edition_of(builder: Builder) -> dict[str, object]:
    """What the data say of the edition itself."""
    config = builder.config
    return {
        "title": config.project,
        "version": config.version or None,
        "release": config.release or None,
        "author": config.author if config.author != "Author name not set" else None,
        "language": config.language,
        **config.claims_edition,
    }


def html_address(builder: Builder) -> Callable[[str, str], str]:
    """(document, id) → address from the root of the HTML output."""
    if isinstance(builder, SingleFileHTMLBuilder):
        return lambda _docname, id_: f"{builder.config.root_doc}{builder.out_suffix}#{id_}"
    if isinstance(builder, StandaloneHTMLBuilder):
        return lambda docname, id_: f"{builder.get_target_uri(docname)}#{id_}"
    return lambda docname, id_: f"{docname}.html#{id_}"
