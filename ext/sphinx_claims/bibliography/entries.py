"""Entries of an author–date bibliography as hanging paragraphs, and what of their data was not verified.

sphinxcontrib-bibtex makes each entry a ``citation`` with its label in brackets in front. In an author–date list
the label would say again what the entry begins with, and LaTeX would move all entries to the end of the book.
So each list in the style ``history`` becomes, once the builder is known,

* in HTML a ``bullet_list`` of the class ``bib-entries``, an item for each entry with the entry's id;
* elsewhere a ``container`` of that class with a ``container`` of the class ``bib-entry`` for each entry, whose
  text begins with a target of the entry's id; in LaTeX the paragraph hangs.

The items and inner containers carry their key (:func:`sphinx_claims.bibliography.adapter.iter_entries`).
Lists in other styles stay as they are.

Names and titles in their own script say their language, and so does a title with a translation (``langid``).

With ``claims_bibliography_show_verified`` (the default) the field ``verified`` is read: each part of it that ends
in "from memory" is said at the end of the entry.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from . import adapter, style

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

ASSETS: Final = Path(__file__).parent / "assets"
STYLESHEET: Final = "claims-bibliography.css"
LIST_CLASS: Final = "bib-entries"
ENTRY_CLASS: Final = "bib-entry"
UNVERIFIED_CLASS: Final = "bib-unverified"
_FROM_MEMORY: Final = "from memory"
#: The field ``langid`` as language tags have it; what is not here is not marked.
_TAGS: Final = {
    "armenian": "hy",
    "belarusian": "be",
    "bulgarian": "bg",
    "czech": "cs",
    "dutch": "nl",
    "estonian": "et",
    "finnish": "fi",
    "french": "fr",
    "georgian": "ka",
    "german": "de",
    "greek": "el",
    "hungarian": "hu",
    "italian": "it",
    "latin": "la",
    "latvian": "lv",
    "lithuanian": "lt",
    "ngerman": "de",
    "polish": "pl",
    "portuguese": "pt",
    "romanian": "ro",
    "russian": "ru",
    "spanish": "es",
    "swedish": "sv",
    "turkish": "tr",
    "ukrainian": "uk",
}
#: what is not printed need not be vouched for
_NOT_PRINTED: Final = {"isbn from memory", "issn from memory"}

#: Languages whose titles are transliterated where they stand in Latin letters.
_NOT_LATIN: Final = frozenset({"be", "bg", "el", "hy", "ka", "ru", "uk"})


def from_memory(verified: str) -> str:
    """Return in one sentence what the field *verified* says is from memory, or the empty string."""
    parts = [part.strip() for part in verified.split(";")]
    found = [part for part in parts if part.endswith(_FROM_MEMORY) and part.lower() not in _NOT_PRINTED]
    if _FROM_MEMORY in found:
        return f"Bibliographic data {_FROM_MEMORY}."
    subjects = [part.removesuffix(_FROM_MEMORY).strip().replace("doi", "DOI") for part in found]
    if not subjects:
        return ""
    said = "; ".join(subjects)
    return f"{said[0].upper()}{said[1:]} {_FROM_MEMORY}."


def tell_language(paragraph: nodes.Element, fields: Mapping[str, str]) -> None:
    """Mark the words of *paragraph* that are not English, so that they are read aloud and hyphenated as what they are.

    A title in English is not, though its work is; a transliterated one is left alone, for no voice can read it.
    """
    tag = _TAGS.get(fields.get("langid", ""))
    foreign = "titletranslated" in fields and tag not in _NOT_LATIN
    title = fields.get("titleoriginal") or (fields.get("title", "") if foreign else "")
    for words in (fields.get("authororiginal", ""), title):
        if tag and words:
            for text in list(paragraph.findall(nodes.Text)):
                before, found, after = text.partition(words)
                if found:
                    marked = nodes.inline("", found, classes=[f"language-{tag}"])
                    parts = [nodes.Text(before), marked, nodes.Text(after)]
                    text.parent.replace(text, [part for part in parts if part.astext()])
                    break


class _Entries(SphinxPostTransform):
    """What the transforms below share."""

    def lists(self) -> Iterator[tuple[nodes.Element, list[tuple[str, nodes.citation]]]]:
        """Yield each list in the style ``history`` that is still bibtex's, with its keys and entries."""
        for container in list(self.document.findall(nodes.container)):
            entries = [
                (citation.key, node)
                for node in container.children
                if isinstance(node, nodes.citation)
                and (citation := adapter.citation_at(self.env, node))
                and adapter.style_of(self.env, citation) == style.NAME
            ]
            if entries and len(entries) == len(container.children):
                yield container, entries

    def text_of(self, key: str, entry: nodes.Element) -> list[nodes.Node]:
        """Return the content of *entry* without its label, and what is to be said of its verification."""
        children = [child for child in entry.children if not isinstance(child, nodes.label)]
        for child in children:
            if isinstance(child, nodes.TextElement):
                tell_language(child, adapter.fields(self.env, key))
        said = from_memory(adapter.verified(self.env, key))
        if said and self.config.claims_bibliography_show_verified and children:
            paragraph = children[-1]
            if isinstance(paragraph, nodes.TextElement):
                note = nodes.inline("", f"[{said}]", classes=[UNVERIFIED_CLASS])
                paragraph += [nodes.Text(" "), note]
        return children


class ListItems(_Entries):
    """HTML: a list of items, so that a screen reader says how many there are."""

    formats = ("html",)
    default_priority = 6  # after bibtex's own at 5, before references are resolved at 10

    def run(self, **kwargs: object) -> None:
        """Turn each list of citations into a list of items."""
        for container, entries in self.lists():
            items = [
                nodes.list_item("", *self.text_of(key, entry), ids=entry["ids"], classes=[ENTRY_CLASS], bibkey=key)
                for key, entry in entries
            ]
            container.replace_self(nodes.bullet_list("", *items, classes=[LIST_CLASS]))


class Paragraphs(_Entries):
    """All other formats: a paragraph an entry, which begins with a target of the entry's id."""

    default_priority = 6  # registered behind ListItems, which leaves nothing to it in HTML

    def run(self, **kwargs: object) -> None:
        """Turn each list of citations into containers of paragraphs."""
        for container, entries in self.lists():
            made = [self._paragraph(key, entry) for key, entry in entries]
            container.replace_self(nodes.container("", *made, classes=[LIST_CLASS]))

    def _paragraph(self, key: str, entry: nodes.Element) -> nodes.container:
        children = self.text_of(key, entry)
        if children and isinstance(children[0], nodes.Element):
            children[0].insert(0, nodes.target("", "", ids=entry["ids"]))
        return nodes.container("", *children, classes=[ENTRY_CLASS], bibkey=key, docname=entry["docname"])


class LatexParagraphs(SphinxPostTransform):
    """LaTeX: hanging paragraphs, and the targets that bibtex's references to entries name."""

    formats = ("latex",)
    default_priority = 8

    def run(self, **kwargs: object) -> None:
        """Put raw LaTeX in front of each entry that :class:`Paragraphs` made."""
        for _, entry in adapter.iter_entries(self.document):
            target = next(entry.findall(nodes.target), None)
            if target is None or ENTRY_CLASS not in entry["classes"]:
                continue
            name = f"cite.{entry['docname']}:{target['ids'][0]}"
            hang = rf"\hypertarget{{{name}}}{{}}\hangindent=1.5em\hangafter=1\relax{{}}"
            target.parent.insert(0, nodes.raw("", hang, format="latex"))


def add_stylesheet(app: Sphinx) -> None:
    """Let an HTML builder copy and link the style sheet."""
    if app.builder.format == "html":
        # not earlier: in the configuration's hash the path would tell one machine from another
        app.config.html_static_path.append(str(ASSETS))
        app.add_css_file(STYLESHEET)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the transforms, the style sheet and the configuration value."""
    app.setup_extension("sphinxcontrib.bibtex")
    app.add_config_value(
        "claims_bibliography_show_verified",
        True,
        "html",
        types=frozenset({bool}),
        description="Say in each entry what of its data is from memory",
    )
    for transform in (ListItems, Paragraphs, LatexParagraphs):
        app.add_post_transform(transform)
    app.connect("builder-inited", add_stylesheet)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
