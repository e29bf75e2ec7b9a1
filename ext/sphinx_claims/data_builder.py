"""The builder ``claims``: the data and its schema alone (``make data``)."""

from __future__ import annotations

import shutil
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.builders import Builder

from .build import html_address, write_data

if TYPE_CHECKING:
    from collections.abc import Iterator, Set

    from docutils import nodes

SCHEMA = "claims.schema.json"


class DataBuilder(Builder):
    """Writes ``claims.json`` and its JSON Schema; pages are read but not written."""

    name = "claims"
    format = "claims"
    epilog = "The data is in %(outdir)s."
    allow_parallel = True

    def get_outdated_docs(self) -> Iterator[str] | str:
        """No page has an output of its own."""
        return iter(())

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        """The address of a page in the HTML edition, to which the data point."""
        return f"{docname}.html"

    def write_documents(self, docnames: Set[str]) -> None:
        """Nothing is written page by page."""

    def write_doc(self, docname: str, doctree: nodes.document) -> None:
        """Nothing is written page by page."""

    def prepare_writing(self, docnames: Set[str]) -> None:
        """Nothing to prepare."""

    def finish(self) -> None:
        """Write the data and the schema."""
        out = Path(self.outdir)
        write_data(self, out / (self.config.claims_json or "claims.json"), html_address(self))
        with resources.as_file(resources.files(__package__) / SCHEMA) as path:
            shutil.copyfile(path, out / SCHEMA)
