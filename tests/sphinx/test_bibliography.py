"""A bibliography in the style ``history`` in every builder, from reStructuredText and from MyST."""

import html
import re
import shutil

import pytest
from docutils import nodes
from pybtex.plugin import register_plugin
from pybtex.richtext import Text
from pybtex.style import FormattedEntry
from pybtex.style.formatting.unsrt import Style as UnsrtStyle
from sphinx.transforms.post_transforms import SphinxPostTransform

from sphinx_claims.bibliography import adapter

BOTH = pytest.mark.parametrize("root", ["bib-rst", "bib-myst"])
ENTRIES = [
    "GARF (State Archive of the Russian Federation, Moscow), f. 9401, op. 1, d. 4157. MVD. 1953. Summary."
    " [Bibliographic data from memory.]",
    "Getty, J. Arch, Gábor T. Rittersporn, and Viktor N. Zemskov. 1993. “Victims of the Soviet Penal System.”"
    " American Historical Review 98. https://doi.org/10.2307/2166597.",
    "Trotsky, Leon. 1937a. The Revolution Betrayed. [Subtitle from memory.]",
    "Trotsky, Leon. 1937b. The Stalin School. [Bibliographic data from memory.]",
    "Земсков, В. Н. 1991. ГУЛАГ. [Bibliographic data from memory.]",
]


@pytest.fixture
def build(make_app, rootdir, tmp_path):
    """Build a copy of a root and return the application; warnings are faults."""

    def run(root, builder="html", **settings):
        src = tmp_path / f"{root}-{builder}"
        shutil.copytree(rootdir / f"test-{root}", src)
        app = make_app(builder, srcdir=src, confoverrides=settings)
        app.build()
        assert app.warning.getvalue() == ""
        return app

    return run


def text_of(markup):
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", markup)).split())


@BOTH
def test_html(build, root):
    app = build(root)
    one = (app.outdir / "one.html").read_text(encoding="utf-8")
    assert (
        "In parentheses (Getty, Rittersporn, and Zemskov 1993, p. 1022), in the text Getty, Rittersporn, and Zemskov"
        " (1993, p. 3), before (see Trotsky 1937b), two (Getty, Rittersporn, and Zemskov 1993; Trotsky 1937a),"
        " names Trotsky, year 1937a." in text_of(one)
    )
    assert '<a class="reference internal" href="list.html#cite-getty1993"' in one
    two = (app.outdir / "two.html").read_text(encoding="utf-8")
    assert (
        "An archive (GARF, f. 9401, op. 1, d. 4157, l. 201) and GARF, f. 9401, op. 1, d. 4157 (l. 202); Cyrillic"
        " (Земсков 1991)." in text_of(two)
    )
    page = (app.outdir / "list.html").read_text(encoding="utf-8")
    items = re.findall(r'<li class="bib-entry" id="(cite-[^"]+)">(.*?)</li>', page, re.DOTALL)
    assert [text_of(item) for _, item in items] == ENTRIES
    assert [ident for ident, _ in items] == [
        "cite-mvd1953",
        "cite-getty1993",
        "cite-trotsky-a",
        "cite-trotsky-b",
        "cite-zemskov1991",
    ]
    assert '<span class="bib-unverified">[Subtitle from memory.]</span>' in page
    assert 'href="_static/claims-bibliography.css' in page
    assert (app.outdir / "_static" / "claims-bibliography.css").is_file()


def test_verification_can_be_left_unsaid(build):
    app = build("bib-rst", claims_bibliography_show_verified=False)
    assert "from memory" not in (app.outdir / "list.html").read_text(encoding="utf-8")


class TitlesOnly(UnsrtStyle):
    """A style that has no use for most fields."""

    def format_entry(self, label, entry, bib_data=None):
        return FormattedEntry(entry.key, Text(entry.fields["title"]), label)


register_plugin("pybtex.style.formatting", "titles-only", TitlesOnly)


def test_other_styles_keep_their_citations(build):
    app = build("bib-rst", bibtex_default_style="titles-only", bibtex_reference_style="author_year")
    page = (app.outdir / "list.html").read_text(encoding="utf-8")
    assert 'class="citation"' in page
    assert "bib-entry" not in page


@BOTH
def test_text(build, root):
    app = build(root, "text")
    printed = (app.outdir / "list.txt").read_text(encoding="utf-8")
    paragraphs = [" ".join(part.split()).replace("*", "") for part in printed.split("\n\n")[1:]]
    assert [re.sub(r" <[^>]+>", "", paragraph) for paragraph in paragraphs] == ENTRIES


def test_latex_prints_each_entry_once_in_each_document_where_it_stands(build):
    app = build("bib-rst", "latex")
    for name in ("book.tex", "other.tex"):
        printed = (app.outdir / name).read_text(encoding="utf-8")
        assert printed.count("The Revolution Betrayed") == 1
        assert "bibitem" not in printed
        targets = re.findall(r"\\hypertarget\{(cite\.[^}]+)\}", printed)
        links = set(re.findall(r"\\hyperlink\{(cite\.[^}]+)\}", printed))
        assert len(targets) == len(set(targets)) == 5
        assert links == set(targets)


def test_singlehtml_has_each_anchor_once(build):
    single = build("bib-rst", "singlehtml")
    assert (single.outdir / "index.html").read_text(encoding="utf-8").count('id="cite-getty1993"') == 1


def test_epub(build):
    # an epub warns of each file in its folder that is no part of a book, such as the record of a build
    settings = {"suppress_warnings": ["epub.unknown_project_files"], "epub_copyright": "us", "version": "1"}
    epub = build("bib-rst", "epub", project="Book", **settings)
    assert 'id="cite-getty1993"' in (epub.outdir / "list.xhtml").read_text(encoding="utf-8")


@pytest.mark.parametrize("builder", ["man", "texinfo", "xml", "pseudoxml", "dirhtml"])
def test_other_builders_have_the_entries(build, builder):
    settings = {"man_pages": [("index", "book", "Book", [], 1)]} if builder == "man" else {}
    app = build("bib-rst", builder, bibtex_tooltips=False, **settings)
    printed = "".join(
        path.read_text(encoding="utf-8") for path in app.outdir.rglob("*") if path.suffix in _SUFFIXES[builder]
    )
    assert printed.count("The Revolution Betrayed") == 1


_SUFFIXES = {
    "man": (".1",),
    "texinfo": (".texi",),
    "xml": (".xml",),
    "pseudoxml": (".pseudoxml",),
    "dirhtml": (".html",),
}


def test_adapter(build):
    app = build("bib-myst")
    env = app.env
    assert adapter.keys(env) == {"getty1993", "trotsky-a", "trotsky-b", "zemskov1991", "mvd1953", "nove1990"}
    assert adapter.keys(env) is adapter.keys(env)
    getty = adapter.entry(env, "getty1993")
    assert adapter.authors(getty) == ("J. Arch Getty", "Gábor T. Rittersporn", "Viktor N. Zemskov")
    assert adapter.year(getty) == "1993"
    assert adapter.entry(env, "nobody") is None
    assert adapter.label(env, "trotsky-b") == "Trotsky 1937b"
    assert adapter.label(env, "nove1990") == "Nove 1990"
    assert adapter.label(env, "nobody") == "nobody"
    assert adapter.target(env, "getty1993") == ("list", "cite-getty1993")
    assert adapter.target(env, "nove1990") is None
    assert adapter.is_origin(env, "mvd1953")
    assert not adapter.is_origin(env, "getty1993")
    assert adapter.verified(env, "getty1993") == "seen: JSTOR"
    assert adapter.fields(env, "mvd1953")["archive"] == "GARF"
    assert adapter.fields(env, "nobody") == {}


def test_adapter_without_bibtex(make_app, tmp_path):
    (tmp_path / "conf.py").touch()
    (tmp_path / "index.rst").write_text("Title\n=====\n", encoding="utf-8")
    env = make_app("html", srcdir=tmp_path).env
    adapter.note_cited(env, "index", 1, ["a"])
    assert adapter.keys(env) == frozenset()
    assert adapter.entry(env, "a") is None
    assert adapter.label(env, "a") == "a"
    assert adapter.target(env, "a") is None


def test_key_used_elsewhere_counts_as_cited(make_app, rootdir, tmp_path):
    src = tmp_path / "src"
    shutil.copytree(rootdir / "test-bib-rst", src)
    app = make_app("html", srcdir=src, parallel=2)

    def cite(app, doctree):
        if app.env.docname == "plain":
            adapter.note_cited(app.env, "plain", 3, ["nove1990", "nove1990", "unknown"])

    app.connect("doctree-read", cite)
    app.build()
    assert "Nove, Alec" in (app.outdir / "list.html").read_text(encoding="utf-8")
    assert adapter.target(app.env, "nove1990") == ("list", "cite-nove1990")


@pytest.mark.parametrize("style", ["history", "titles-only"])
@pytest.mark.parametrize("builder", ["html", "text", "latex"])
def test_what_is_appended_to_an_entry_is_printed(make_app, rootdir, tmp_path, style, builder):
    class Append(SphinxPostTransform):
        default_priority = 9

        def run(self, **kwargs):
            for key, node in adapter.iter_entries(self.document):
                node.append(nodes.paragraph("", f"Rests on it: {key}."))

    src = tmp_path / "src"
    shutil.copytree(rootdir / "test-bib-rst", src)
    app = make_app(builder, srcdir=src, confoverrides={"bibtex_default_style": style, "latex_documents": []})
    app.config.latex_documents = [("index", "book.tex", "Book", "Us", "manual")]
    app.add_post_transform(Append)
    app.build()
    name = {"html": "list.html", "text": "list.txt", "latex": "book.tex"}[builder]
    printed = (app.outdir / name).read_text(encoding="utf-8")
    assert re.findall(r"Rests on it: ([a-z0-9]+)", printed).count("getty1993") == 1
    assert len(re.findall(r"Rests on it", printed)) == 5
