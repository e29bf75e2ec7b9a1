"""Roles: each leaves one childless placeholder and notes what it names."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from sphinx.util.docutils import ReferenceRole

from .core.records import Mention
from .nodes import claims_reference
from .places import place_of

if TYPE_CHECKING:
    from docutils.nodes import Node, system_message

    from .domain import ClaimsDomain


class ObjectRole(ReferenceRole):
    """``{estimate}`id```, ``{range}``, ``{quantity}``, ``{claim}``, ``{witness}``; each takes ``text <id>``."""

    def __init__(self, role: str) -> None:
        super().__init__()
        self.role = role

    def run(self) -> tuple[list[Node], list[system_message]]:
        """Leave the placeholder; its words are filled in when the page is resolved."""
        target = " ".join(self.target.split())
        node = claims_reference(
            role=self.role,
            target=target,
            text=self.title if self.has_explicit_title else "",
            docname=self.env.docname,
        )
        self.set_source_info(node)
        path, line = place_of(self.env, node.source, node.line)
        domain = cast("ClaimsDomain", self.env.domains["claims"])
        domain.note_mention(self.env.docname, Mention(self.role, target, path, line))
        return [node], []
