"""The contents of a witness: a tab-separated table of its sections."""

from __future__ import annotations

import csv


def read_contents(text: str) -> tuple[tuple[str, str, int], ...]:
    """(section, title, number of sentences) for each row; a siglum before the section is taken off.

    Lines that begin with ``#`` are comments. Raises ValueError where a column is missing or a count is none.
    """
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    rows = csv.DictReader(lines, delimiter="\t")
    columns = set(rows.fieldnames or ())
    missing = {"locator", "section", "sentences"} - columns
    if missing:
        raise ValueError(f"it lacks the columns {', '.join(sorted(missing))}")
    found = []
    for row in rows:
        section, count = (row["locator"] or "").split(), row["sentences"] or ""
        if not section or not count.isdigit():
            raise ValueError(
                f"the row {' '.join(v for v in row.values() if isinstance(v, str))[:60]!r} has no locator or count"
            )
        found.append((section[-1], (row["section"] or "").strip(), int(count)))
    return tuple(found)
