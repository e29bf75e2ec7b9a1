"""What a printer needs to know of the page it prints on."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from docutils import nodes

    from ..core.plot import Plot


class Context(NamedTuple):
    """A page: its document, the address of any object as seen from it, and the bodies written on it."""

    docname: str
    uri: Callable[[str, str], str]  #: (docname, id) → address relative to the page
    bodies: dict[str, list[nodes.Node]]  #: by object id, what a contributor wrote; taken once
    level: int  #: the heading level of an object's title on this page
    picture: Callable[[str, Plot], str] | None  #: (quantity id, plot) → image address, None where none can be shown

    def take_body(self, id_: str) -> list[nodes.Node]:
        """The body of an object; a second asking finds nothing, as a node stands in one place only."""
        return self.bodies.pop(id_, [])
