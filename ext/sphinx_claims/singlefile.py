"""One HTML file of many documents: what Sphinx leaves to mend in it.

* Links hold two fragments from Sphinx 8.2 on (``#document-toll#deaths``), which lead nowhere: Sphinx's issue 14221.
  Only the last is kept; where Sphinx does so itself nothing changes.
* Each document brings its own ``id1``, ``index-0`` or ``further-reading``. A later document's gets the document's
  name before it, and the links to it follow.
* Nothing is written but the one file, so words that would lead to an index stand without a link.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, cast
from weakref import WeakKeyDictionary

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from .domain import claims_domain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sphinx.application import Sphinx
    from sphinx.builders.singlehtml import SingleFileHTMLBuilder
    from sphinx.environment import BuildEnvironment

_DOUBLE: Final = re.compile(r"#document-([^\"#]*)#([^\"]*)")

_Renamed = dict[tuple[str, str], str]
#: The ids that were changed, by document and old id, for the tables of contents of the theme.
_RENAMED: Final[WeakKeyDictionary[BuildEnvironment, _Renamed]] = WeakKeyDictionary()


class OneFile(SphinxPostTransform):
    """Mend ids and links of the text."""

    default_priority = 950  # when all references are resolved
    builders = ("singlehtml",)

    def run(self, **kwargs: Any) -> None:
        """Mend the one document that holds all."""
        elements = list(_elements(self.document, self.env.config.root_doc))
        renamed = _distinct(elements)
        _RENAMED[self.env] = renamed
        _renumber(self.env, renamed)
        for node, docname in elements:
            if "refid" in node:
                node["refid"] = renamed.get((docname, node["refid"]), node["refid"])
            if "backrefs" in node:
                node["backrefs"] = [renamed.get((docname, id_), id_) for id_ in node["backrefs"]]
            if "refuri" in node:
                node["refuri"] = _mended(node["refuri"], renamed)
        builder = cast("SingleFileHTMLBuilder", claims_domain(self.env).builder)
        unwritten = {f"{name}{builder.out_suffix}" for name in _indices(self.env)}
        for node, _docname in elements:
            if isinstance(node, nodes.reference) and node.get("refuri", "").partition("#")[0] in unwritten:
                node.replace_self(node.children)


def _elements(node: nodes.Element, docname: str) -> Iterator[tuple[nodes.Element, str]]:
    """All elements below `node`, with the document each comes from."""
    for child in node.children:
        if isinstance(child, nodes.Element):
            own = child["docname"] if isinstance(child, addnodes.start_of_file) else docname
            yield child, own
            yield from _elements(child, own)


def _distinct(elements: list[tuple[nodes.Element, str]]) -> _Renamed:
    """Rename the ids that an earlier document has; return what was renamed."""
    taken: set[str] = {id_ for node, _docname in elements for id_ in node["ids"]}
    owner: dict[str, str] = {}
    renamed: _Renamed = {}
    for node, docname in elements:
        for at, id_ in enumerate(cast("list[str]", node["ids"])):
            if owner.setdefault(id_, docname) == docname:
                continue
            if (docname, id_) not in renamed:
                new = f"{docname.replace('/', '-')}-{id_}"
                while new in taken:
                    new += "-"
                taken.add(new)
                renamed[docname, id_] = new
            node["ids"][at] = renamed[docname, id_]
    return renamed


def _renumber(env: BuildEnvironment, renamed: _Renamed) -> None:
    """Numbers of sections and figures are looked up by id."""
    for (docname, old), new in renamed.items():
        sections = env.toc_secnumbers.get(docname, {})
        if f"#{old}" in sections:
            sections[f"#{new}"] = sections.pop(f"#{old}")
        for figures in env.toc_fignumbers.get(docname, {}).values():
            if old in figures:
                figures[new] = figures.pop(old)


def _indices(env: BuildEnvironment) -> set[str]:
    """The pages of indices and of search, which other builders of HTML write."""
    return {"genindex", "search"} | {
        f"{domain.name}-{index.name}" for domain in env.domains.sorted() for index in domain.indices
    }


def _mended(text: str, renamed: _Renamed) -> str:
    return _DOUBLE.sub(lambda found: f"#{renamed.get((found[1], found[2]), found[2])}", text)


def connect(app: Sphinx) -> None:
    """Mend ids and links in the text, and links in tables of contents."""
    app.add_post_transform(OneFile)
    app.connect("html-page-context", _mend_contents)


def _mend_contents(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Tables of contents come to the template as HTML, or as a function that gives it."""
    if app.builder.name != "singlehtml":
        return
    renamed = _RENAMED.get(app.env, {})
    if isinstance(context.get("toc"), str):
        context["toc"] = _mended(context["toc"], renamed)
    if callable(make := context.get("toctree")):
        context["toctree"] = _then_mended(make, renamed)


def _then_mended(make: Callable[..., str], renamed: _Renamed) -> Callable[..., str]:
    return lambda **options: _mended(make(**options), renamed)
