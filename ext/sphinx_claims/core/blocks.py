"""What a page shows of the record, as plain values: runs of text and blocks. Printers turn them into
docutils nodes or HTML; both print the same blocks, so every format says the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from .plot import Plot


class Text(NamedTuple):
    """Words. The role names what they are: ``mark``, ``id``, ``figure``, ``muted``, ``strong``, ``em``."""

    text: str
    role: str = ""


class Ref(NamedTuple):
    """Words that lead to an object: its document and its id there."""

    text: str
    docname: str
    anchor: str
    role: str = ""


Inline = tuple[Text | Ref, ...]


def set_text(run: Text | Ref) -> str:
    """The words of a run as they are set: no line ends between a number and its per cent sign."""
    return run.text.replace(" %", "\u00a0%")


#: What stands in a cell that has nothing to say.
NOTHING: Inline = (Text("—"),)


class Para(NamedTuple):
    """A paragraph, with a class that says what it is for."""

    runs: Inline
    role: str = ""


class Row(NamedTuple):
    """A row of a table: its own id (empty where the object lands elsewhere), cells and classes."""

    id: str
    cells: tuple[Inline, ...]
    roles: tuple[str, ...] = ()


class Table(NamedTuple):
    """A table with a caption and a header row; the first cell of a row heads it."""

    role: str
    caption: Inline
    header: tuple[str, ...]
    rows: tuple[Row, ...]
    widths: tuple[int, ...]


class Item(NamedTuple):
    """An item of a list, with an id where an object lands in it."""

    runs: Inline
    id: str = ""


class Items(NamedTuple):
    """A list without order."""

    items: tuple[Item, ...]
    role: str = ""


class Heading(NamedTuple):
    """The title of an object, where its id lands; level 0 is just below the section's own heading."""

    id: str
    runs: Inline
    level: int = 0


class Body(NamedTuple):
    """The place of what a contributor wrote in the body of an object."""

    id: str


class Picture(NamedTuple):
    """The plot of a quantity."""

    id: str
    plot: Plot


class Group(NamedTuple):
    """Blocks that belong together: an apparatus, a quantity, a claim, a commentary."""

    role: str
    blocks: tuple[Block, ...]
    label: str = ""


Block = Para | Table | Items | Heading | Body | Picture | Group
