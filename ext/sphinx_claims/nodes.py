"""The placeholders that stand in a doctree until its page is resolved. Only strings in their attributes."""

from __future__ import annotations

from docutils import nodes

from .core.records import REF_CLOSE, REF_OPEN


class claims_object(nodes.General, nodes.Element):  # noqa: N801 - node classes are lower-case in docutils
    """An object where it was written: ``kind``, ``object_id``, ``docname``, its id, and its body as children."""


class claims_reference(nodes.Inline, nodes.Element):  # noqa: N801
    """A role: ``role``, ``target``, ``text`` and ``docname``."""

    def astext(self) -> str:
        """Readable words, for those who ask before the page is resolved (labels, terms, titles)."""
        return str(self["text"] or self["target"])

    def recorded(self) -> str:
        """The reference as recorded text keeps it, to be filled in when all pages are read."""
        return f"{REF_OPEN}{self['role']}|{self['target']}|{self['text']}{REF_CLOSE}"


class claims_view(nodes.General, nodes.Element):  # noqa: N801
    """A list or another view: its ``view`` name, its ``options`` as pairs, and ``docname``."""


#: The kinds of placeholder; none is left when a page is written.
PLACEHOLDERS = (claims_object, claims_reference, claims_view)
