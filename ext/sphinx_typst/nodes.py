"""Nodes that only the Typst translator sees."""

from __future__ import annotations

from docutils import nodes


class part(nodes.General, nodes.Element):  # noqa: N801 - docutils names nodes so
    """The beginning of a part, made from a toctree's caption.

    ``title`` is the caption; empty where a toctree without a caption follows and so ends the part before it.
    """
