"""The output folder: what this build writes stays, what an earlier one wrote goes."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

#: Names of the files that the last build wrote.
_LEDGER: Final = ".typst-files.json"


class OutputFolder:
    """Writes into a folder, and keeps a ledger of it."""

    def __init__(self, folder: Path) -> None:
        self._folder = Path(folder)
        self._written: set[str] = set()

    def write(self, name: str, data: bytes) -> None:
        """Write a file; *name* is relative, with solidi."""
        path = self._folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        self._written.add(name)

    def copy(self, source: Path, name: str) -> None:
        """Write a copy of *source*."""
        self.write(name, Path(source).read_bytes())

    def sweep(self) -> None:
        """Remove what an earlier build wrote and this one did not; keep the ledger."""
        ledger = self._folder / _LEDGER
        earlier = json.loads(ledger.read_text("utf-8")) if ledger.exists() else []
        for name in sorted(set(earlier) - self._written):
            path = self._folder / name
            path.unlink(missing_ok=True)
            self._remove_empty(path.parent)
        ledger.write_text(json.dumps(sorted(self._written), indent=0) + "\n", encoding="utf-8")

    def _remove_empty(self, folder: Path) -> None:
        while folder != self._folder and folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
            folder = folder.parent


def image_names(uris: Iterable[str], srcdir: Path) -> dict[str, str]:
    """A file name for each image: its path in the project, so that it depends on no other image.

    An image from outside (made by an extension, or converted) is named after its content.
    """
    return {uri: _image_name(uri, Path(srcdir)) for uri in sorted(uris)}


def _image_name(uri: str, srcdir: Path) -> str:
    path = srcdir / uri
    if path.resolve().is_relative_to(srcdir.resolve()) and ".." not in PurePosixPath(uri).parts:
        return path.relative_to(srcdir).as_posix()
    digest = hashlib.sha256(path.read_bytes()).hexdigest()[:12]
    return f"_made/{path.stem}-{digest}{path.suffix}"
