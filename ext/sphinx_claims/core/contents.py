"""The contents of a witness: a tab-separated table of its sections."""

from __future__ import annotations

_COLUMNS = ("locator", "section", "sentences")


def decode(data: bytes) -> str:
    """The text of a table, a byte order mark taken off. Raises ValueError where it is not UTF-8."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ValueError("it is not UTF-8 text") from None


def read_contents(text: str) -> tuple[tuple[str, str, int], ...]:
    """(section, title, number of sentences) for each row; a siglum before the section is taken off.

    Lines that begin with ``#`` are comments. Raises ValueError where a column is missing or a count is none.
    """
    rows = [_cells(line) for line in text.splitlines() if line.strip() and not line.startswith("#")]
    header = rows[0] if rows else []
    missing = [name for name in _COLUMNS if name not in header]
    if missing:
        raise ValueError(f"it lacks the columns {', '.join(missing)}")
    places = [header.index(name) for name in _COLUMNS]
    return tuple(_section(row, *(row[at] if at < len(row) else "" for at in places)) for row in rows[1:])


def _section(row: list[str], locator: str, title: str, count: str) -> tuple[str, str, int]:
    if not locator or not count.isdecimal() or len(count) > 9:
        raise ValueError(f"the row {' '.join(row)[:60]!r} has no locator or count")
    return locator.rsplit(maxsplit=1)[-1], title, int(count)


def _cells(line: str) -> list[str]:
    """The cells of a line; some programs put quotation marks around them."""
    cells = [cell.strip() for cell in line.split("\t")]
    return [c[1:-1].replace('""', '"') if len(c) > 1 and c[0] == c[-1] == '"' else c for c in cells]
