"""Pages of HTML as lists of elements, for tests to look at."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

#: Elements without an end.
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class Element(NamedTuple):
    """An element: tag, attributes, text within, and the elements it stands in, outermost first."""

    tag: str
    attrs: dict[str, str]
    text: list[str]
    above: tuple[Element, ...]

    @property
    def classes(self) -> set[str]:
        return set(self.attrs.get("class", "").split())

    @property
    def words(self) -> str:
        return " ".join("".join(self.text).split())

    def within(self, tag: str) -> bool:
        return any(above.tag == tag for above in self.above)


class Page(HTMLParser):
    """All elements of a page, in order of their start. A wrong nesting raises."""

    def __init__(self, name: str, text: str) -> None:
        super().__init__()
        self.name = name
        self.elements: list[Element] = []
        self._open: list[Element] = []
        self.feed(text)
        assert not self._open, f"{name}: {self._open[-1].tag} is not closed"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {key: value or "" for key, value in attrs}, [], tuple(self._open))
        self.elements.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(Element(tag, {key: value or "" for key, value in attrs}, [], tuple(self._open)))

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        assert self._open, f"{self.name}: </{tag}> closes nothing"
        assert self._open[-1].tag == tag, f"{self.name}: </{tag}> closes <{self._open[-1].tag}> {self._open[-1].attrs}"
        self._open.pop()

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element.text.append(data)

    def all(self, *tags: str) -> list[Element]:
        """The elements with one of these tags."""
        return [element for element in self.elements if element.tag in tags]

    def of_class(self, name: str) -> list[Element]:
        """The elements with this class."""
        return [element for element in self.elements if name in element.classes]

    @property
    def ids(self) -> list[str]:
        """The ids of the page, in order, as often as they occur."""
        return [element.attrs["id"] for element in self.elements if "id" in element.attrs]


class Site(NamedTuple):
    """The built edition: its folder, its pages by path, and its data."""

    folder: Path
    pages: dict[str, Page]
    data: dict[str, list[dict[str, object]]]
