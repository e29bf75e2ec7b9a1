"""The environment is as if all pages had been read in one go, in the order of their names.

Where two pages lay claim to one name (a label, a term, a function), the page read last has it, and Sphinx
warns. In an incremental build that is another page than in a clean one; and when it gives the name up, nobody
has it, for the other page is not read again. Here pages that share a name with a page that is read are read
as well, in order. The entries of the general index, too, are put into the order of their pages: what several
of them say, the first decides.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, cast

from docutils import nodes
from sphinx import addnodes
from sphinx.util.logging import suppress_logging

if TYPE_CHECKING:
    from collections.abc import Iterable, Set

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import ExtensionMetadata

#: Nodes whose ids are names for the whole project, not only for their page.
_NAMED: Final = (addnodes.desc_signature, nodes.citation, nodes.math_block, nodes.target, nodes.term)
#: Ids that are counted page by page.
_COUNTED: Final = re.compile(r"(id|index-)\d+")


def claims(env: BuildEnvironment) -> dict[str, frozenset[str]]:
    """By docname, the names that a page lays claim to; kept on the environment."""
    return cast("dict[str, frozenset[str]]", vars(env).setdefault("exact_names", {}))


def _note(app: Sphinx, doctree: nodes.document) -> None:
    """Note the names that the page just read lays claim to."""
    names = {f"label {name}" for name, explicit in doctree.nametypes.items() if explicit and _is_label(doctree, name)}
    for node in doctree.findall(nodes.Element):
        if isinstance(node, _NAMED):
            names.update(f"id {name}" for name in node["ids"] if not _COUNTED.fullmatch(name))
    claims(app.env)[app.env.current_document.docname] = frozenset(names)


def _is_label(doctree: nodes.document, name: str) -> bool:
    """Whether Sphinx makes a label of an explicit name: not of a footnote's nor of a link's to another site."""
    node = doctree.ids.get(doctree.nameids.get(name) or "")
    return node is not None and not isinstance(node, nodes.footnote) and "refuri" not in node


def _forget(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    claims(env).pop(docname, None)


def _merge(app: Sphinx, env: BuildEnvironment, docnames: Set[str], other: BuildEnvironment) -> None:
    """Take over what another process noted of the pages that it read."""
    for docname in docnames & claims(other).keys():
        claims(env)[docname] = claims(other)[docname]


def _shared_names(env: BuildEnvironment) -> dict[str, list[str]]:
    """The names that several pages lay claim to, with these pages."""
    claimants: dict[str, list[str]] = {}
    for docname, names in claims(env).items():
        for name in names:
            claimants.setdefault(name, []).append(docname)
    return {name: docnames for name, docnames in claimants.items() if len(docnames) > 1}


def sharers(env: BuildEnvironment, docnames: Iterable[str]) -> set[str]:
    """The pages that share a name with one of *docnames*, or with another that does, and so on."""
    shared = _shared_names(env)
    found: set[str] = set()
    pending = list(docnames)
    while pending:
        for name in claims(env).get(pending.pop(), frozenset()) & shared.keys():
            new = set(shared[name]) - found
            found |= new
            pending.extend(new)
    return found


class Order:
    """Keeps the pages of one application in order."""

    def __init__(self) -> None:
        self._read: set[str] = set()

    def read_heirs(
        self, app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
    ) -> set[str]:
        """The pages to be read because a page that is gone shares a name with them."""
        return sharers(env, removed)

    def read_sharers(self, app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
        """Have pages read as well that share a name with a page that is going to be read."""
        docnames[:] = sorted(sharers(env, docnames).union(docnames))
        self._read = set(docnames)

    def read_new_sharers(self, app: Sphinx, env: BuildEnvironment) -> list[str]:
        """Read in order the pages that share a name that came up only now, and say which these are."""
        again = sharers(env, self._read)
        # processes that read side by side finish in any order
        if again <= self._read and app.parallel <= 1:
            return []
        for docname in again:
            env.events.emit("env-purge-doc", env, docname)
            env.clear_doc(docname)
        with suppress_logging():  # each page has said what there is to say when it was read first
            for docname in sorted(again):
                app.builder.read_doc(docname)
        return sorted(again)


def sort_index(app: Sphinx, env: BuildEnvironment) -> None:
    """Put the entries of the general index into the order of their pages."""
    # IndexEntries goes through them in this order; there is no public access
    entries = env.domaindata["index"]["entries"]
    in_order = sorted(entries.items())
    entries.clear()
    entries.update(in_order)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Keep the order of pages."""
    order = Order()
    app.connect("env-get-outdated", order.read_heirs)
    # first, so that others find all that is going to be read, and all that was
    app.connect("env-before-read-docs", order.read_sharers, priority=100)
    app.connect("env-updated", order.read_new_sharers, priority=100)
    app.connect("env-updated", sort_index, priority=100)
    app.connect("doctree-read", _note)
    app.connect("env-purge-doc", _forget)
    app.connect("env-merge-info", _merge)
    return {"version": "1", "env_version": 1, "parallel_read_safe": True, "parallel_write_safe": True}
