"""Pages whose navigation shows something new are rewritten, and no others.

Sphinx rewrites a page that has a table of contents whenever a page in it changes, even by one word; and it
leaves pages alone that show a changed title beside their own text: as the next, the previous or the parent
page, two levels down in a table of contents, or in a sidebar with the whole tree. Here it is worked out for
each page what its navigation shows: titles, numbers and order of what is next, previous and above; the
entries of its own tables of contents, as deep as they go; and, if the theme shows the tree of the whole site,
as much of that as the page shows.

Two smaller cures belong here: a page whose table of contents names a removed page is read again, and numbers
that Sphinx left on titles are taken off before it numbers anew.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from docutils import nodes
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.util.logging import suppress_logging

from sphinx_claims.exact import state
from sphinx_claims.exact.outlines import TITLES, Outlines
from sphinx_claims.exact.themes import Tree, tree_shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import ExtensionMetadata

_NAME: Final = "navigation"


class Navigation:
    """The navigation of one application's builds."""

    def __init__(self) -> None:
        self._contents_changed = False
        self._set_aside: dict[str, set[str]] | None = None

    def reread_after_removal(
        self, app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
    ) -> list[str]:
        """The pages whose tables of contents name a removed page: what was read of them names it still."""
        return [docname for docname, named in env.toctree_includes.items() if removed.intersection(named)]

    def note_change(self, app: Sphinx, env: BuildEnvironment, docname: str) -> None:
        """Note that a page is read again or gone."""
        self._contents_changed = True

    def take_off_numbers(self, app: Sphinx, env: BuildEnvironment) -> None:
        """Take all numbers off the titles; Sphinx sets those that are still due right after this."""
        if self._contents_changed:
            self._contents_changed = False
            for title in (*env.titles.values(), *env.longtitles.values()):
                title.attributes.pop("secnumber", None)
            for toc in env.tocs.values():
                for reference in toc.findall(nodes.reference):
                    reference.attributes.pop("secnumber", None)

    def set_rule_aside(self, app: Sphinx, builder: Builder) -> None:
        """Keep Sphinx from rewriting each page above a changed one: those that show the change are known."""
        # read by Builder.write just after this event, and before it only to find pages in no toctree
        if state.writes_each_page(builder):
            self._set_aside = builder.env.files_to_rebuild
            builder.env.files_to_rebuild = {}

    def set_rule_back(self, app: Sphinx, exception: Exception | None) -> None:
        """Restore what `set_rule_aside` took, for a next build in the same process."""
        if self._set_aside is not None:
            app.env.files_to_rebuild = self._set_aside
            self._set_aside = None


def shown(app: Sphinx, env: BuildEnvironment) -> Mapping[str, str]:
    """By docname, what the navigation of each page shows of other pages, with the page's own numbers."""
    outlines = Outlines(env)
    around = _around(app.builder, env, outlines) if isinstance(app.builder, StandaloneHTMLBuilder) else None
    result = {}
    for docname in sorted(env.found_docs & env.tocs.keys()):
        parts = [*_numbers(env, docname), *outlines.own_toctrees(docname)]
        if around is not None:
            parts.extend(around(docname))
        if parts:
            result[docname] = "\n".join(parts)
    return result


def _numbers(env: BuildEnvironment, docname: str) -> Iterator[str]:
    """The numbers of the page's own sections and figures, which depend on the pages before it."""
    for numbers in (env.toc_secnumbers, env.toc_fignumbers):
        if own := numbers.get(docname):
            yield repr(own)


def _around(
    builder: StandaloneHTMLBuilder, env: BuildEnvironment, outlines: Outlines
) -> Callable[[str], Iterator[str]]:
    """A function that yields what an HTML page shows around its text."""
    with suppress_logging():  # Sphinx will say it when it collects them itself
        relations = env.collect_relations()
    site = " ".join(_index_links(env))
    tree = _tree(builder, env, outlines)

    def around(docname: str) -> Iterator[str]:
        yield site
        parent, previous, following = relations.get(docname, [None, None, None])
        yield _title(env, previous)
        yield _title(env, following)
        while parent is not None:
            yield _title(env, parent)
            parent = relations.get(parent, [None])[0]
        yield from tree(docname)

    return around


def _title(env: BuildEnvironment, docname: str | None) -> str:
    return f"{docname} {env.titles.get(docname or '', '')}"


def _index_links(env: BuildEnvironment) -> Iterator[str]:
    """The names of the domains' indices that every page links to: those that are not empty."""
    for domain in env.domains.sorted():
        for index in domain.indices:
            if index.shortname and index(domain).generate()[0]:
                yield f"{domain.name}-{index.name}"


def _tree(builder: StandaloneHTMLBuilder, env: BuildEnvironment, outlines: Outlines) -> Callable[[str], Iterator[str]]:
    """A function that yields what a page shows of the tree of the whole site."""
    kind, view = tree_shown(builder)
    if kind is Tree.WHOLE:
        whole = outlines.tree(view)
        return lambda docname: iter([whole])
    if kind is Tree.BRANCH:
        top = outlines.tree(TITLES)
        above = _Ancestors(env)
        branches = {docname: outlines.branch(docname) for docname in sorted(env.tocs)}
        return lambda docname: iter([top, *(branches[name] for name in above.of(docname) if name in branches)])
    return lambda docname: iter([])


class _Ancestors:
    """Who includes whom, upwards."""

    def __init__(self, env: BuildEnvironment) -> None:
        self._parents: dict[str, set[str]] = {}
        for parent, children in env.toctree_includes.items():
            for child in children:
                self._parents.setdefault(child, set()).add(parent)

    def of(self, docname: str) -> list[str]:
        """The page itself and all pages above it by any way, in order of their names."""
        found = {docname}
        pending = [docname]
        while pending:
            new = self._parents.get(pending.pop(), set()) - found
            found |= new
            pending.extend(new)
        return sorted(found)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Rewrite the pages whose navigation changed."""
    navigation = Navigation()
    state.contribute(app, _NAME, shown)
    app.connect("env-get-outdated", navigation.reread_after_removal)
    app.connect("env-purge-doc", navigation.note_change)
    app.connect("env-updated", navigation.take_off_numbers)
    app.connect("write-started", navigation.set_rule_aside)
    app.connect("build-finished", navigation.set_rule_back, priority=0)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
