"""Directives: what a contributor writes becomes a plain record and one placeholder node."""

from __future__ import annotations

from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, cast

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from .bibliography import adapter
from .core.contents import decode, read_contents
from .core.options import OptionError, anchor_of, parse_citations, parse_derivations, repeated_options
from .core.records import Record
from .nodes import claims_object, claims_view
from .places import place_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from .domain import ClaimsDomain

_QUANTITIES = "claims:quantities"


class _AnyOption(dict[str, "Callable[[str | None], str]"]):
    """An option specification that takes any option: unknown ones become faults with a name and a hint.

    Otherwise reStructuredText would refuse the directive, and MyST would run it without the option.
    """

    def __missing__(self, key: str) -> Callable[[str | None], str]:
        return _text

    def __contains__(self, key: object) -> bool:
        return True

    def __bool__(self) -> bool:
        return True


def _text(argument: str | None) -> str:
    return "" if argument is None else " ".join(str(argument).split())


class ObjectDirective(SphinxDirective):
    """An object: its argument is its id and title, its options the record, its body prose."""

    has_content = True
    required_arguments = 0
    optional_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[Any] = _AnyOption()
    kind: ClassVar[str]

    def run(self) -> list[nodes.Node]:
        """Note the record; leave one placeholder whose children are the parsed body."""
        words = " ".join(self.arguments[:1]).split(maxsplit=1)
        id_, title = [*words, "", ""][:2]
        node = claims_object(kind=self.kind, object_id=id_, docname=self.env.docname)
        self.set_source_info(node)
        if id_:
            take_id(self.state.document, node, anchor_of(id_))
        node += self._body(id_)
        domain = cast("ClaimsDomain", self.env.domains["claims"])
        domain.note_record(self._record(id_, title, node))
        self._note_citations()
        return [node]

    def _body(self, id_: str) -> list[nodes.Node]:
        return self.parse_content_to_nodes() if self.content else []

    def _record(self, id_: str, title: str, node: nodes.Element) -> Record:
        path, line = place_of(self.env, node.source, node.line)
        options = tuple((str(name), str(value)) for name, value in self.options.items())
        contents, trouble = self._contents()
        return Record(
            kind=self.kind,
            id=id_,
            title=title,
            options=options,
            text="",
            has_body=any(not isinstance(child, claims_object) for child in node.children),
            parent=self._parent(),
            docname=self.env.docname,
            path=path,
            line=line,
            contents=contents,
            trouble=trouble,
            repeated=repeated_options(self.block_text),
        )

    def _contents(self) -> tuple[tuple[tuple[str, str, int], ...], str]:
        return (), ""

    def _parent(self) -> str:
        return ""

    def _note_citations(self) -> None:
        keys = dict.fromkeys(self._cited())
        if keys:
            adapter.note_cited(self.env, self.env.docname, self.lineno, keys)

    def _cited(self) -> Iterable[str]:
        """The bibliography keys in the options; what cannot be read is a fault that is found later."""
        known = adapter.keys(self.env)
        for option, parse in (
            ("source", parse_citations),
            ("primary-source", parse_citations),
            ("derives-from", parse_derivations),
        ):
            try:
                items = parse(self.options.get(option, ""))
            except OptionError:
                continue
            yield from (item[0] for item in items if item[0] in known)


class QuantityDirective(ObjectDirective):
    """``quantity``: what is measured. Estimates may be nested in its body."""

    kind = "quantity"

    def _body(self, id_: str) -> list[nodes.Node]:
        """Parse the body while the quantity is known to the estimates in it."""
        outer = self._open_quantities()
        outer.append(id_)
        try:
            return super()._body(id_)
        finally:
            outer.pop()

    def _open_quantities(self) -> list[str]:
        return cast("list[str]", self.env.current_document.setdefault(_QUANTITIES, []))


class EstimateDirective(ObjectDirective):
    """``estimate``: one figure that somebody put on a quantity."""

    kind = "estimate"

    def _parent(self) -> str:
        outer = self.env.current_document.get(_QUANTITIES) or [""]
        return cast("str", outer[-1])


class ClaimDirective(ObjectDirective):
    """``claim``: a statement that somebody makes."""

    kind = "claim"


class WitnessDirective(ObjectDirective):
    """``witness``: a text that the edition collates; its id is its siglum."""

    kind = "witness"

    def _contents(self) -> tuple[tuple[tuple[str, str, int], ...], str]:
        """The witness's sections, read from the table that `contents` names."""
        name = self.options.get("contents", "").strip()
        if not name:
            return (), ""
        _relative, path = self.env.relfn2path(name)
        self.env.note_dependency(path)
        try:
            return read_contents(decode(Path(path).read_bytes())), ""
        except OSError as error:
            return (), error.strerror or "it cannot be read"
        except ValueError as error:
            return (), str(error)


class ViewDirective(SphinxDirective):
    """``claims-list``, ``claims-findings`` and their kind: a view over the whole record."""

    has_content = False
    option_spec: ClassVar[Any] = _AnyOption()

    def run(self) -> list[nodes.Node]:
        """Note the view; leave one placeholder."""
        name = self.name.rpartition(":")[2]
        options = tuple(sorted((str(key), str(value).strip()) for key, value in self.options.items()))
        node = claims_view(view=name, options=options, docname=self.env.docname)
        self.set_source_info(node)
        path, line = place_of(self.env, node.source, node.line)
        domain = cast("ClaimsDomain", self.env.domains["claims"])
        domain.note_view(self.env.docname, (name, (*options, (":place", f"{path}:{line}"))))
        return [node]


def take_id(document: nodes.document, node: nodes.Element, id_: str) -> None:
    """Give `node` its public id, even where a heading or label above has the same one."""
    holder = document.ids.get(id_)
    if isinstance(holder, (nodes.section, nodes.target)) and id_ in holder["ids"]:
        renamed = next(name for name in _other_names(id_) if name not in document.ids)
        holder["ids"][holder["ids"].index(id_)] = renamed
        document.ids[renamed] = holder
        for name, named in document.nameids.items():
            if named == id_:
                document.nameids[name] = renamed
        del document.ids[id_]
    if id_ not in document.ids:
        document.ids[id_] = node
        node["ids"].append(id_)


def _other_names(id_: str) -> Iterator[str]:
    yield f"section-{id_}"
    yield from (f"section-{id_}-{n}" for n in count(2))
