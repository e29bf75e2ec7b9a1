"""Pages whose cross-references lead elsewhere or read otherwise than before are rewritten.

Sphinx resolves a reference when it writes the page, and writes a page when its source changed: so a page keeps
the old title, number or place of what it refers to, and a link to what is gone. Here each page's references
are noted when it is read; when all pages are read, it is worked out what each resolves to now.

The commonest kinds are looked up where Sphinx would look them up. All others are handed to the very
transforms that will resolve them when the page is written, without their warnings: those come when the page
is written, and once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple, cast
from weakref import WeakKeyDictionary

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import ReferencesResolver
from sphinx.util import docname_join
from sphinx.util.docutils import new_document
from sphinx.util.logging import suppress_logging
from sphinx.util.nodes import clean_astext

from sphinx_claims.exact import state

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Set

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import ExtensionMetadata

_NAME: Final = "references"

_SPELT_OUT: Final = frozenset({"refdomain", "reftype", "reftarget", "refexplicit"})
# without influence on the target, or put back with a fixed value
_LEFT_OUT: Final = frozenset({"refdoc", "refwarn", "ids", "classes", "names", "dupnames", "backrefs"})


# keyed by the application, as several may live in one process (tests do that)
_TOLD_ELSEWHERE: WeakKeyDictionary[Sphinx, set[str]] = WeakKeyDictionary()


def leave(app: Sphinx, domain: str) -> None:
    """Leave the references of *domain* to a provider of its own, which says all that they show and lead to."""
    _TOLD_ELSEWHERE.setdefault(app, set()).add(domain)


class Reference(NamedTuple):
    """A reference as written: what its target depends on, apart from the page."""

    domain: str
    type: str
    target: str
    explicit: bool  #: with a text of its own
    text: str  #: that text, where the result depends on it
    extra: tuple[tuple[str, Any], ...]  #: further attributes, such as the current module

    def node(self, docname: str) -> addnodes.pending_xref:
        """A node that resolves to what the original does."""
        content = nodes.inline(self.text or self.target, self.text or self.target)
        return addnodes.pending_xref(
            "",
            content,
            refdoc=docname,
            refdomain=self.domain,
            reftype=self.type,
            reftarget=self.target,
            refexplicit=self.explicit,
            **dict(self.extra),
        )


class Noted(NamedTuple):
    """What is noted of a page when it is read."""

    references: tuple[Reference, ...]
    #: id → the first id of the same node, where that is another: Sphinx keeps numbers under the first
    first_ids: dict[str, str]


def noted(env: BuildEnvironment) -> dict[str, Noted]:
    """What was noted, by docname; it stands on the environment, so that Sphinx keeps it."""
    return cast("dict[str, Noted]", vars(env).setdefault("exact_references", {}))


def _note(app: Sphinx, doctree: nodes.document) -> None:
    """Note the references and the numbered nodes of a page that has been read."""
    found: dict[tuple[object, ...], Reference] = {}
    for node in doctree.findall(addnodes.pending_xref):
        reference = _reference(node)
        # attributes may be of any kind, such as the scope of a C++ name, but all can be told apart by their text
        found.setdefault((*reference[:-1], str(reference.extra)), reference)
    first_ids = {
        other: node["ids"][0]
        for node in doctree.findall(nodes.Element)
        if len(node["ids"]) > 1
        for other in node["ids"][1:]
    }
    noted(app.env)[app.env.current_document.docname] = Noted(tuple(found.values()), first_ids)


def _reference(node: addnodes.pending_xref) -> Reference:
    known = _SPELT_OUT | _LEFT_OUT
    extra = tuple(sorted(((key, node[key]) for key in node.attributes.keys() - known), key=lambda pair: pair[0]))
    explicit = bool(node.get("refexplicit"))
    return Reference(
        domain=node.get("refdomain") or "",
        type=node["reftype"],
        target=node["reftarget"],
        explicit=explicit,
        text=node.astext() if explicit and node["reftype"] == "numref" else "",
        extra=extra,
    )


def _forget(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    noted(env).pop(docname, None)


def _merge(app: Sphinx, env: BuildEnvironment, docnames: Set[str], other: BuildEnvironment) -> None:
    """Take over what another process noted of the pages that it read."""
    for docname in docnames:
        if docname in noted(other):
            noted(env)[docname] = noted(other)[docname]


class _Quick:
    """Looks up the commonest references, without making nodes."""

    def __init__(self, env: BuildEnvironment) -> None:
        self._env = env
        self._std = env.domains["std"]
        self._titles: dict[str, str] = {}
        self._ways: dict[tuple[str, str], Callable[[str, Reference], str | None]] = {
            ("std", "ref"): self._label,
            ("std", "numref"): self._number,
            ("std", "doc"): self._page,
            ("", "any"): self._any,
            ("", "myst"): self._any_label,
            ("doc", "myst"): self._page_or_section,
        }

    def resolve(self, docname: str, reference: Reference) -> str | None:
        """What *reference* on the page *docname* leads to and reads; None if it is not found in this way."""
        way = self._ways.get((reference.domain, reference.type))
        return None if way is None else way(docname, reference)

    def _label(self, docname: str, reference: Reference) -> str:
        return str(self._find_label(reference.target, reference.explicit))

    def _find_label(self, target: str, explicit: bool) -> tuple[str, ...] | None:
        return self._std.anonlabels.get(target) if explicit else self._std.labels.get(target)

    def _number(self, docname: str, reference: Reference) -> str:
        label = self._std.labels.get(reference.target) or self._std.anonlabels.get(reference.target)
        if label is None:
            return "unknown"
        page, labelid = label[0], label[1]
        about = noted(self._env).get(page)
        first = labelid if about is None else about.first_ids.get(labelid, labelid)
        for kind, numbers in self._env.toc_fignumbers.get(page, {}).items():
            if first in numbers:
                return f"{label} {kind} {numbers[first]} {reference.text}"
        sections = self._env.toc_secnumbers.get(page, {})
        return f"{label} {sections.get('#' + first, sections.get(''))} {reference.text}"

    def _page(self, docname: str, reference: Reference) -> str:
        return self._show_page(docname_join(docname, reference.target), reference.explicit) or "unknown"

    def _show_page(self, docname: str, explicit: bool) -> str | None:
        if docname not in self._env.all_docs:
            return None
        if explicit:
            return docname
        if docname not in self._titles:
            self._titles[docname] = clean_astext(self._env.titles[docname])
        return f"{docname} {self._titles[docname]}"

    def _any(self, docname: str, reference: Reference) -> str | None:
        # pages first, then labels: the first that is found is taken
        page = self._show_page(docname_join(docname, reference.target), reference.explicit)
        return page or self._any_label(docname, reference)

    def _any_label(self, docname: str, reference: Reference) -> str | None:
        label = self._find_label(reference.target.lower(), reference.explicit)
        return None if label is None else str(label)

    def _page_or_section(self, docname: str, reference: Reference) -> str | None:
        """A MyST link to a page or to a heading in it."""
        place = dict(reference.extra).get("reftargetid")
        if not place or reference.target not in self._env.all_docs:
            return self._show_page(reference.target, reference.explicit) or "unknown"
        heading = self._env.metadata.get(reference.target, {}).get("myst_slugs", {}).get(place)
        return None if heading is None else f"{reference.target} {heading[1:]}"


class _Thorough:
    """Lets Sphinx's own transforms resolve references."""

    def __init__(self, app: Sphinx, env: BuildEnvironment) -> None:
        self._document = new_document("<references>")
        self._document.settings.env = env
        # Sphinx's own resolver, and those that stand in for it, such as MyST's; no other post-transform
        self._resolvers = sorted(
            (kind for kind in app.registry.get_post_transforms() if issubclass(kind, ReferencesResolver)),
            key=lambda kind: kind.default_priority,
        )

    def resolve(self, docname: str, references: Iterable[Reference]) -> list[str]:
        """What the *references* on the page *docname* resolve to, as text."""
        places = [nodes.paragraph("", "", reference.node(docname)) for reference in references]
        self._document[:] = places
        for resolver in self._resolvers:
            resolver(self._document).apply()
        return [str(place) for place in places]


def shown(app: Sphinx, env: BuildEnvironment) -> Mapping[str, str]:
    """By docname, what the references of each page lead to and read."""
    quick = _Quick(env)
    thorough = _Thorough(app, env)
    result = {}
    told = _TOLD_ELSEWHERE.get(app, set())
    with suppress_logging():
        for docname, about in noted(env).items():
            references = [reference for reference in about.references if reference.domain not in told]
            texts = [quick.resolve(docname, reference) for reference in references]
            left = [ref for ref, text in zip(references, texts, strict=True) if text is None]
            if left:
                texts += thorough.resolve(docname, left)
            if texts:
                result[docname] = "\n".join(text or "" for text in texts)
    return result


def setup(app: Sphinx) -> ExtensionMetadata:
    """Rewrite the pages whose references changed."""
    state.contribute(app, _NAME, shown)
    # after extensions that add references of their own then
    app.connect("doctree-read", _note, priority=900)
    app.connect("env-purge-doc", _forget)
    app.connect("env-merge-info", _merge)
    return {"version": "1", "env_version": 1, "parallel_read_safe": True, "parallel_write_safe": True}
