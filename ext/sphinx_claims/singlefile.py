"""Links within one HTML file. From Sphinx 8.2 on they hold two fragments (``#document-toll#deaths``), which lead
nowhere: Sphinx's issue 14221. Here only the last fragment is kept; where Sphinx does so itself nothing changes.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

if TYPE_CHECKING:
    from collections.abc import Callable

    from sphinx.application import Sphinx

_DOUBLE: Final = re.compile(r"#document-[^\"#]*#")


class KeepLastFragment(SphinxPostTransform):
    """Mend the links in the text."""

    default_priority = 950  # when all references are resolved
    builders = ("singlehtml",)

    def run(self, **kwargs: Any) -> None:
        """Mend all references of the one document."""
        for node in self.document.findall(nodes.reference):
            if "refuri" in node:
                node["refuri"] = _DOUBLE.sub("#", node["refuri"])


def connect(app: Sphinx) -> None:
    """Mend links in the text and in tables of contents."""
    app.add_post_transform(KeepLastFragment)
    app.connect("html-page-context", _mend_contents)


def _mend_contents(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Tables of contents come to the template as HTML, or as a function that gives it."""
    if app.builder.name != "singlehtml":
        return
    if isinstance(context.get("toc"), str):
        context["toc"] = _DOUBLE.sub("#", context["toc"])
    if callable(make := context.get("toctree")):
        context["toctree"] = _mended(make)


def _mended(make: Callable[..., str]) -> Callable[..., str]:
    return lambda **options: _DOUBLE.sub("#", make(**options))
