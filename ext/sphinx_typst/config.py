"""The settings of a book: declared once, checked, and handed to the Typst template."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, Any, Final, TypeVar

from sphinx.locale import _
from sphinx.util import logging

from sphinx_typst.escape import literal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.config import Config

logger = logging.getLogger(__name__)

_T = TypeVar("_T")

#: How a reference in print names a page, by language; ``%s`` is the number.
_PAGE_REFERENCE: Final = {
    "de": "S. %s",
    "es": "pág. %s",
    "fr": "p. %s",
    "it": "p. %s",
    "pl": "s. %s",
    "ru": "с. %s",
    "uk": "с. %s",
}
_LENGTH: Final = re.compile(r"\d+(\.\d+)?(mm|cm|in|pt|em)")


def _setting(default: _T, help_: str, *, length: bool = False) -> _T:
    return field(default=default, metadata={"help": help_, "length": length})


@dataclass(frozen=True, kw_only=True, slots=True)
class BookSettings:
    """What ``typst_elements`` may hold; each is an argument of the template's ``book`` function."""

    title: str = _setting("", "title of the book; default: ``project``")
    subtitle: str = _setting("", "subtitle")
    authors: tuple[str, ...] = _setting((), "authors; default: ``author``")
    publisher: str = _setting("", "publisher or series, at the foot of the title page")
    date: str = _setting("", "date on the title page, as text; no date is ever made up")
    version: str = _setting("", "version in the imprint; default: ``release``")
    copyright: str = _setting("", "copyright line in the imprint; default: ``copyright``")
    licence: str = _setting("", "licence line in the imprint")
    imprint: tuple[str, ...] = _setting((), "further lines of the imprint")
    description: str = _setting("", "description in the PDF's metadata")
    keywords: tuple[str, ...] = _setting((), "keywords in the PDF's metadata")
    lang: str = _setting("en", "language of the text; default: ``language``")
    region: str | None = _setting(None, "region of the language, such as ``GB``")
    paper_width: str = _setting("170mm", "width of the page", length=True)
    paper_height: str = _setting("240mm", "height of the page", length=True)
    margin_inside: str = _setting("23mm", "inner margin", length=True)
    margin_outside: str = _setting("27mm", "outer margin", length=True)
    margin_top: str = _setting("27mm", "upper margin; the running head stands in it", length=True)
    margin_bottom: str = _setting("28mm", "lower margin", length=True)
    font: tuple[str, ...] = _setting(("Libertinus Serif", "New Computer Modern"), "fonts of the text, in order")
    mono_font: tuple[str, ...] = _setting(("DejaVu Sans Mono",), "fonts of code, in order")
    font_size: str = _setting("10.5pt", "size of the text", length=True)
    old_style_figures: bool = _setting(True, "old-style figures in prose (tables always have lining ones)")
    half_title: bool = _setting(True, "a half-title before the title page")
    open_right: bool = _setting(False, "chapters open on a right-hand page (parts always do)")
    notes_by_chapter: bool = _setting(True, "footnotes are numbered anew in each chapter")
    toc_title: str = _setting("", "heading of the contents; default: the language's word")
    toc_depth: int = _setting(2, "levels in the contents, chapters being 1; 0 leaves the contents out")
    pageref: str = _setting("", "how a reference names a page, ``%s`` being its number; default: the language's")
    index_columns: int = _setting(2, "columns of an index")

    def arguments(self) -> Iterator[tuple[str, str]]:
        """Name and value, as Typst source, of each argument of the template's ``book``."""
        for item in fields(self):
            value = getattr(self, item.name)
            yield item.name.replace("_", "-"), value if item.metadata["length"] else literal(value)


def read_settings(config: Config) -> BookSettings:
    """The settings of the book that *config* describes; what is wrong in it is warned of and left out."""
    lang, _sep, region = (config.language or "en").replace("-", "_").partition("_")
    defaults = BookSettings(
        title=config.project,
        authors=(config.author,) if config.author != "Author name not set" else (),
        version=config.release,
        copyright=_copyright_line(config),
        lang=lang,
        region=region if re.fullmatch("[A-Za-z]{2}", region) else None,
        toc_title=_("Contents"),
        pageref=_PAGE_REFERENCE.get(lang, "p. %s"),
    )
    return replace(defaults, **dict(_checked(config.typst_elements)))


def _copyright_line(config: Config) -> str:
    lines = [config.copyright] if isinstance(config.copyright, str) else list(config.copyright or ())
    return ", ".join(line for line in lines if line)


def _checked(elements: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    known = {item.name: item for item in fields(BookSettings)}
    for name, given in elements.items():
        if name not in known:
            _warn("typst_elements has no setting %r; it knows %s", name, ", ".join(sorted(known)))
            continue
        value = tuple(given) if isinstance(given, list) else given
        default = known[name].default
        if isinstance(default, tuple) and isinstance(value, str):
            value = (value,)
        if not _fits(value, default) or (known[name].metadata["length"] and not _LENGTH.fullmatch(str(value))):
            _warn("typst_elements[%r] cannot be %r; the default is used", name, given)
            continue
        yield name, value


def _fits(value: object, default: object) -> bool:
    if isinstance(default, tuple):
        return isinstance(value, tuple) and all(isinstance(item, str) for item in value)
    if default is None:
        return value is None or isinstance(value, str)
    return type(value) is type(default)


def _warn(message: str, *args: object) -> None:
    logger.warning(message, *args, type="typst", subtype="config")


def add_config_values(app: Sphinx) -> None:
    """Declare every configuration value of the builders."""
    text, texts = frozenset({str}), frozenset({list, tuple})
    app.add_config_value("typst_name", "", "", text, "file name of the PDF, without its ending")
    app.add_config_value("typst_elements", {}, "", frozenset({dict}), "settings of the book")
    app.add_config_value("typst_template", "", "", text, "a .typ file that overrides the template's functions")
    app.add_config_value("typst_additional_files", [], "", texts, "files copied beside the template")
    app.add_config_value("typst_font_paths", [], "", texts, "folders with fonts")
    app.add_config_value("typst_show_pagerefs", True, "", frozenset({bool}), "references name pages")
    app.add_config_value("typst_show_urls", "no", "", text, "print addresses: no, inline or footnote")
    app.add_config_value("typst_use_index", True, "", frozenset({bool}), "print the general index")
    app.add_config_value("typst_domain_indices", True, "", frozenset({bool, list, tuple}), "indices of domains")
    app.add_config_value("typst_pdf_standards", ["ua-1"], "", texts, "standards the PDF has to meet")
    app.add_config_value("typst_check_footnotes", True, "", frozenset({bool}), "warn of notes that stray")
