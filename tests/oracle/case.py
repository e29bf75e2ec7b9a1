"""A copy of one of the test roots, to be edited and built again and again."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from io import StringIO
from pathlib import Path

import edits
from sphinx.util.console import strip_escape_sequences

ROOTS = Path(__file__).parents[1] / "sphinx" / "roots"


class Case:
    """A project in a directory of its own; all its builders share their doctrees."""

    def __init__(self, root: str, folder: Path) -> None:
        self.source = folder / "source"
        self.folder = folder
        self.warnings = ""
        shutil.copytree(ROOTS / f"test-exact-{root}", self.source)

    def build(
        self,
        builder: str = "html",
        *,
        files: Iterable[str] = (),
        parallel: int = 0,
        tags: tuple[str, ...] = (),
        **settings: object,
    ) -> list[str]:
        """The pages that were written; `warnings` has what was warned of."""
        warning = StringIO()
        written = edits.build(
            self.source,
            self.folder / builder,
            self.folder / "doctrees",
            builder,
            filenames=[self.source / file for file in files],
            parallel=parallel,
            tags=tags,
            overrides=settings,
            warning=warning,
        )
        self.warnings = strip_escape_sequences(warning.getvalue())
        return written

    def edit(self, name: str, old: str, new: str) -> None:
        path = self.source / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    def write(self, name: str, text: str) -> None:
        path = self.source / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def output(self, name: str, builder: str = "html") -> str:
        return (self.folder / builder / name).read_text(encoding="utf-8")

    def files(self, builder: str = "html") -> set[str]:
        """The relative paths of the output's files and directories."""
        top = self.folder / builder
        return {path.relative_to(top).as_posix() for path in top.rglob("*")}

    def differences(self, builder: str = "html", **settings: object) -> list[str]:
        """The files in which the output differs from a clean build's."""
        clean = self.folder / "clean"
        shutil.rmtree(clean, ignore_errors=True)
        edits.build(self.source, clean / "out", clean / "doctrees", builder, overrides=settings)
        return edits.compare(self.folder / builder, clean / "out")
