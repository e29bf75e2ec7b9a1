"""The builders: ``typst`` writes the source of the book, ``typstpdf`` its PDF beside it."""

from __future__ import annotations

import os
import re
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Final

from docutils import nodes
from sphinx import addnodes
from sphinx.builders import Builder
from sphinx.errors import ConfigError, ExtensionError, NoUri, SphinxError
from sphinx.util import logging
from sphinx.util.display import progress_message
from sphinx.util.nodes import inline_all_toctrees

from sphinx_typst.compile import BookCompiler, CompileError, missing_characters
from sphinx_typst.compose import compose, document_at
from sphinx_typst.config import read_settings
from sphinx_typst.indices import domain_indices, general_index
from sphinx_typst.nodes import part
from sphinx_typst.outdir import OutputFolder, image_names
from sphinx_typst.pack import pack
from sphinx_typst.translator import Stretch, TypstTranslator

if TYPE_CHECKING:
    from collections.abc import Set

    from sphinx_typst.compile import Problem

logger = logging.getLogger(__name__)

_TEMPLATE: Final = Path(__file__).parent / "template" / "book.typ"


class TypstBuildError(SphinxError):
    """The book's source does not compile."""

    category = "Typst error"


class TypstBuilder(Builder):
    """Writes the whole project as one Typst document."""

    name = "typst"
    format = "typst"
    epilog = "The Typst source is in %(outdir)s."
    default_translator_class = TypstTranslator
    supported_image_types = [  # noqa: RUF012 - Sphinx's own form
        "image/svg+xml",
        "image/png",
        "image/jpeg",
        "image/gif",
        "image/webp",
        "application/pdf",
    ]
    supported_remote_images = True  # they are named, not fetched

    def init(self) -> None:
        """Begin with no document known."""
        self.docnames: set[str] = set()
        self.source = ""

    def get_outdated_docs(self) -> str:
        """Say that all is written each time: pages depend on each other."""
        return "all documents"

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        """The key of a document, marked as one within the book.

        :raises NoUri: for a document that is not in the book.
        """
        if docname in self.docnames or docname in self._index_names():
            return "%" + docname
        raise NoUri(docname, typ)

    def get_relative_uri(self, from_: str, to: str, typ: str | None = None) -> str:
        """The same from wherever; the index may name what is not in the book, and leaves it out."""
        if from_ == "genindex":
            return "%" + to
        return self.get_target_uri(to, typ)

    def _index_names(self) -> set[str]:
        domains = self.env.domains.sorted()
        return {"genindex", *(f"{domain.name}-{index.name}" for domain in domains for index in domain.indices)}

    # -- writing

    def write_documents(self, _docnames: Set[str]) -> None:
        """Assemble the book and write its source."""
        with progress_message("assembling the book"):
            tree = self._assemble()
        self.post_process_images(tree)
        self.folder = OutputFolder(self.outdir)
        self._write_images()
        with progress_message("writing Typst source"):
            self._write_source(tree)
        self._write_template()

    def _assemble(self) -> nodes.document:
        root = self.config.root_doc
        tree = self.env.get_doctree(root)
        _mark_parts(tree)
        self.docnames = {root}
        tree = inline_all_toctrees(self, self.docnames, root, tree, lambda name: name, [root])
        _mend_parents(tree)
        tree["docname"] = root
        self.env.resolve_references(tree, root, self)
        return tree

    def _write_images(self) -> None:
        names = image_names(self.images, self.srcdir)
        for uri, name in names.items():
            self.folder.copy(self.srcdir / uri, f"_images/{name}")
        self.images = names

    def _write_source(self, tree: nodes.document) -> None:
        translator = self.create_translator(tree, self)
        if not isinstance(translator, TypstTranslator):
            raise ExtensionError(f"the translator of {self.name} must derive from TypstTranslator")
        tree.walkabout(translator)
        stretches = translator.result()
        indices = self._indices(translator)
        own = _printed_indices(indices.source)
        printed = translator.printed | own
        self._warn_of_absent(sorted(set(translator.referred) - printed), translator)
        self.source = compose(
            read_settings(self.config),
            [*stretches, indices],
            printed=printed,
            unshown=self._unshown(translator),
            headings=[*translator.headings, *(1 for _index in own)],
            own_template=bool(self.config.typst_template),
            epoch=self._epoch(),
        )
        self.folder.write("main.typ", self.source.encode())

    def _indices(self, translator: TypstTranslator) -> Stretch:
        places: set[str] = set()

        def resolve(key: str) -> str | None:
            label = translator.targets.label(key)
            if label not in translator.printed:
                return None
            places.add(label)
            return label

        general = general_index(self, resolve) if self.config.typst_use_index else ""
        return Stretch(domain_indices(self, sorted(self.docnames), resolve) + general, frozenset(places))

    def _warn_of_absent(self, labels: list[str], translator: TypstTranslator) -> None:
        names = {f"{name}#" for name in self._index_names()}
        for label in labels:
            if label not in names:
                logger.warning(
                    "reference to %r, which is nowhere in the book; it is printed without a link",
                    label,
                    location=translator.referred[label],
                    type="typst",
                    subtype="reference",
                )

    def _unshown(self, translator: TypstTranslator) -> frozenset[str]:
        unshown = missing_characters(translator.characters, self._font_paths())
        for char in sorted(unshown):
            logger.warning(
                "no font has the character U+%04X (%s); its number is printed",
                ord(char),
                unicodedata.name(char, "unnamed"),
                location=translator.characters[char],
                type="typst",
                subtype="glyph",
            )
        return unshown

    def _write_template(self) -> None:
        self.folder.copy(_TEMPLATE, "book.typ")
        if self.config.typst_template:
            self.folder.copy(self._own_file("typst_template", self.config.typst_template), "template.typ")
        for name in self.config.typst_additional_files:
            self.folder.copy(self._own_file("typst_additional_files", name), Path(name).name)

    def _own_file(self, option: str, name: str) -> Path:
        """A file that the configuration names. Raises ConfigError where it is missing."""
        path = Path(self.confdir) / name
        if not path.is_file():
            raise ConfigError(f"{option}: there is no file {name!r} beside conf.py")
        return path

    def _font_paths(self) -> list[Path]:
        return [self.confdir / path for path in self.config.typst_font_paths]

    def _epoch(self) -> int | None:
        given = os.environ.get("SOURCE_DATE_EPOCH", "")
        return int(given) if given.isdecimal() else None

    def finish(self) -> None:
        """Remove what earlier builds left."""
        self.folder.sweep()


class TypstPdfBuilder(TypstBuilder):
    """Writes the source of the book and compiles it."""

    name = "typstpdf"
    epilog = "The PDF is in %(outdir)s."

    def finish(self) -> None:
        """Compile the book, then remove what earlier builds left."""
        with progress_message("compiling the book"):
            compiler = BookCompiler(
                Path(self.outdir) / "main.typ", font_paths=self._font_paths(), timestamp=self._epoch() or 0
            )
            pdf = self._compile(compiler)
        self.folder.write(f"{self._name()}.pdf", pack(pdf))
        if self.config.typst_check_footnotes:
            self._check_footnotes(compiler)
        super().finish()

    def _name(self) -> str:
        return self.config.typst_name or slug(self.config.project) or "book"

    def _compile(self, compiler: BookCompiler) -> bytes:
        standards = list(self.config.typst_pdf_standards)
        try:
            pdf, warnings = compiler.pdf(standards)
        except CompileError as error:
            if not error.is_about_standard:
                raise self._failure(error) from error
            self._warn("pdfua", f"the PDF does not meet {', '.join(standards)}", error.problems)
            pdf, warnings = compiler.pdf([])
        self._warn("compile", "Typst", warnings)
        return pdf

    def _failure(self, error: CompileError) -> TypstBuildError:
        return TypstBuildError("\n".join(self._place(problem) for problem in error.problems))

    def _warn(self, subtype: str, said: str, problems: tuple[Problem, ...]) -> None:
        for problem in problems:
            logger.warning("%s: %s", said, self._place(problem), type="typst", subtype=subtype)

    def _place(self, problem: Problem) -> str:
        if problem.line is None or problem.file is None:
            return problem.message
        place = f"{problem.message} ({problem.file}, line {problem.line}"
        if problem.file == "main.typ":
            docname, line = document_at(self.source, problem.line)
            place += f", document {docname}: {line[:80]}"
        return place + ")"

    def _check_footnotes(self, compiler: BookCompiler) -> None:
        for call, note in compiler.stray_notes():
            logger.warning(
                "a footnote called on page %d of the PDF stands on page %d",
                call,
                note,
                type="typst",
                subtype="footnote-page",
            )


def slug(title: str) -> str:
    """A file name made of *title*: small letters, digits and hyphens."""
    return re.sub(r"[^\w]+", "-", title.lower()).strip("-")


def _printed_indices(source: str) -> set[str]:
    return set(re.findall(r'^#index-part\(\[.*\], "([^"]*)"\)\[$', source, flags=re.MULTILINE))


def _mark_parts(tree: nodes.document) -> None:
    """Put a part before each toctree with a caption; one without ends the part before it."""
    toctrees = [node for node in tree.findall(addnodes.toctree) if node["includefiles"]]
    if any(node.get("caption") for node in toctrees):
        for node in toctrees:
            node.parent.insert(node.parent.index(node), part(title=node.get("caption") or ""))


def _mend_parents(tree: nodes.document) -> None:
    """Let what was inlined know its parent: Sphinx leaves it at the tree it came from."""
    for start in tree.findall(addnodes.start_of_file):
        for child in start.children:
            child.parent = start
