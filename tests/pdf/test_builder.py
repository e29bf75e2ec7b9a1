"""The builders' settings and warnings, and the hooks of the template."""

import re

import pypdf
import pytest
import typst
from sphinx.errors import ConfigError, ExtensionError

from sphinx_typst.builder import TypstBuildError, slug

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20" viewBox="0 0 40 20">'
    '<rect width="40" height="20"/></svg>'
)
HEAD = "Book\n====\n\n"
CHAPTER = HEAD + "Chapter\n-------\n\n"


# -- settings


def test_settings_reach_the_book(build):
    conf = (
        'version = release = "3"\nlanguage = "uk"\ntypst_name = "named"\n'
        'typst_elements = {"title": "Own", "authors": ["A", "B"], "paper_width": "100mm", "half_title": False,'
        ' "imprint": "One line", "old_style_figures": False, "open_right": True, "notes_by_chapter": False,'
        ' "toc_depth": 0, "publisher": "Press"}\n'
    )
    text = CHAPTER + "Note [#]_.\n\n.. [#] x\n\nMore\n----\n\nNote [#]_.\n\n.. [#] y\n"
    book = build({"index.rst": text}, conf=conf, builder="typstpdf")
    assert not book.warnings
    assert (book.outdir / "named.pdf").exists()
    assert book.pdf.trailer["/Root"]["/Lang"] == "uk"
    assert book.pages[0].startswith("Own A B Press")
    assert "One line" in book.pages[1]
    assert book.pages[2].startswith("Chapter Note1")
    assert book.pages[3] == ""
    assert book.pages[4].startswith("More Note2")
    assert float(book.pdf.pages[0].mediabox.width) == pytest.approx(100 / 25.4 * 72, abs=0.1)


@pytest.mark.parametrize(
    ("elements", "said"),
    [
        ('{"titel": "x"}', "no setting 'titel'"),
        ('{"toc_depth": "2"}', "'toc_depth'"),
        ('{"paper_width": "wide"}', "'paper_width'"),
        ('{"keywords": [1]}', "'keywords'"),
        ('{"region": 3}', "'region'"),
    ],
)
def test_wrong_settings_are_named(build, elements, said):
    book = build({"index.rst": HEAD}, conf=f"typst_elements = {elements}\n")
    assert said in book.warnings
    assert book.warnings.count("[typst.config]") == 1
    assert "paper-width: 170mm" in book.source


def test_language_with_region_and_several_copyrights(build):
    book = build({"index.rst": HEAD}, conf='language = "en_GB"\ncopyright = ["2023, A", "2024, B"]\n')
    assert 'lang: "en"' in book.source
    assert 'region: "GB"' in book.source
    assert 'copyright: "2023, A, 2024, B"' in book.source


def test_file_names():
    assert slug("The Harbour: Books & Кораблі!") == "the-harbour-books-кораблі"
    assert slug("***") == ""


# -- the template


TEMPLATE = """
#import "book.typ": *
#import "names.typ": mark
#let class-styles = (
  claims-contested: body => [#mark#body#mark],
  claims-table: body => { set text(size: 6pt); body },
)
#let rubric(body) = block(upper(body))
"""


def test_template_styles_classes_and_overrides_functions(build):
    text = (
        ".. role:: claims-contested\n\n"
        + CHAPTER
        + "An :claims-contested:`inline`.\n\n.. rst-class:: claims-contested unknown\n\nParagraph.\n\n"
        ".. container:: claims-contested\n\n   Box.\n\n.. note::\n   :class: claims-contested\n\n   Noted.\n\n"
        ".. rst-class:: claims-contested\n\n- item\n\n"
        ".. csv-table::\n   :class: claims-table claims-contested\n\n   cell,two\n\n.. rubric:: small\n"
    )
    book = build(
        {"index.rst": text, "_t/own.typ": TEMPLATE, "_t/names.typ": '#let mark = "◆"'},
        conf='typst_template = "_t/own.typ"\ntypst_additional_files = ["_t/names.typ"]\n',
        builder="typstpdf",
    )
    assert not book.warnings
    said = " ".join(book.pages)
    parts = ("An ◆inline◆.", "◆ Paragraph. ◆", "◆ Box. ◆", "◆ Note Noted. ◆", "◆ • item ◆", "◆ cell two ◆", "SMALL")
    for part in parts:
        assert part in said
    assert sorted(p.name for p in book.outdir.glob("*.typ")) == ["book.typ", "main.typ", "names.typ", "template.typ"]


def test_languages_and_classes_at_every_place(build):
    text = (
        HEAD + ".. rst-class:: lang-pl own\n\nChapter\n-------\n\nText.\n\n"
        ".. rst-class:: language-uk\n\n- слово\n\n.. list-table::\n   :class: lang-de-AT\n\n   * - Wort\n"
    )
    book = build({"index.rst": text})
    assert not book.warnings
    assert '#lang("pl")[#styled(("own",))[\n#chapter(' in book.body
    assert '#lang("uk")[\n#list(' in book.body
    assert '#lang("de-at")[\n' in book.body
    typst.compile(str(book.outdir / "main.typ"), root=str(book.outdir), ignore_system_fonts=True)


LANG_CONF = """
def mark(app, doctree, docname):
    from docutils import nodes
    for node in doctree.findall(nodes.emphasis):
        node["lang"] = "uk"

def setup(app):
    app.connect("doctree-resolved", mark)
"""


def test_language_attribute(build):
    book = build({"index.rst": HEAD + "*слово*"}, conf=LANG_CONF)
    assert '#lang("uk")[#emph[' in book.body


# -- references


def test_pages_of_references_can_be_turned_off(build):
    text = HEAD + ":ref:`There <two>`\n\n.. _two:\n\nTwo\n---\n\nx\n"
    assert ", page: true)[There]" in build({"index.rst": text}).body
    assert "page: true" not in build({"index.rst": text}, conf="typst_show_pagerefs = False\n").body


def test_references_without_pages(build):
    text = (
        HEAD
        + ".. _two:\n\nTwo :ref:`h <three>`\n------------------\n\n.. csv-table::\n\n   :ref:`in table <three>`\n\n"
        ":py:func:`f` :term:`t` [C]_ :ref:`once <three>` :ref:`twice <three>`\n\n.. rst-class:: no-pageref\n\n"
        ":ref:`quiet <three>`\n\n.. _three:\n\nThree\n-----\n\n"
        ".. py:function:: f()\n\n.. glossary::\n\n   t\n     x\n\n"
        ".. [C] See :ref:`two`.\n"
    )
    assert build({"index.rst": text}).body.count(", page: ") == 1


def test_a_page_is_named_where_it_is_asked_for(build):
    node = (
        "from docutils import nodes\n"
        "def add(app, tree):\n"
        "    for term in tree.findall(nodes.term):\n"
        "        for cell in tree.findall(nodes.entry):\n"
        "            cell[0] += nodes.reference('', 'see', refid=term['ids'][0], internal=True, classes=['pageref'])\n"
        "def setup(app):\n"
        "    app.connect('doctree-read', add)\n"
    )
    book = build(
        {"index.rst": "Book\n====\n\n.. glossary::\n\n   t\n      T.\n\n===  ===\na    b\n===  ===\n"}, conf=node
    )
    assert book.body.count(", page: ") == 2
    assert "pageref" not in book.body


@pytest.mark.parametrize(
    ("show", "expected"),
    [
        ("no", '#link("https://a.b/c")[words];.'),
        ("inline", '[words]; (#address("https://a.b/c")).'),
        ("footnote", '[words];#footnote[#address("https://a.b/c")];.'),
    ],
)
def test_addresses(build, show, expected):
    text = CHAPTER + "See `words <https://a.b/c>`_.\n\n.. csv-table::\n\n   `cell <https://a.b/c>`__\n"
    book = build({"index.rst": text}, conf=f'typst_show_urls = "{show}"\n')
    assert expected in book.body
    assert ("[cell]; (#address(" in book.body) == (show != "no")


def test_lost_reference_is_named_and_plain(build):
    conf = (
        "def lose(app, doctree, docname):\n    from docutils import nodes\n"
        "    doctree[0].append(nodes.paragraph('', '', nodes.reference('', 'lost', refid='nowhere', internal=True)))\n"
        "def setup(app):\n    app.connect('doctree-resolved', lose)\n"
    )
    book = build({"index.rst": CHAPTER + "x"}, conf=conf, builder="typstpdf")
    assert book.warnings.count("[typst.reference]") == 1
    assert "lost" in book.pages[-1]


def test_downloads_and_unresolved_references(build):
    text = CHAPTER + ":download:`data <d.csv>` and :download:`far <https://x.y/z.csv>` and :any:`nothing`\n"
    book = build({"index.rst": text, "d.csv": "1"})
    assert '#raw("data");]; and' in book.body
    assert '#link("https://x.y/z.csv")[' in book.body


def test_index_references_without_index(build):
    book = build({"index.rst": CHAPTER + "See :ref:`genindex` and :ref:`search`."}, builder="typstpdf")
    assert "[typst" not in book.warnings
    assert "See Index and search" in book.pages[-1]


# -- indices


PYTHON = ".. py:module:: pkg\n   :synopsis: s\n   :platform: Any\n\n.. py:module:: pkg.sub\n\n.. py:function:: f()\n"
ENTRIES = (
    "\n.. index:: single: Łódź; river\n   pair: a; b\n   see: c; a\n   seealso: a; d\n\nText.\n\n"
    ".. index:: ! Łódź\n\nMore."
)


def test_indices(build):
    book = build({"index.rst": CHAPTER + PYTHON + ENTRIES}, builder="typstpdf")
    assert not book.warnings
    assert '#index-part([Python Module Index], "py-modindex#")[' in book.body
    assert '#index-entry(level: 0, note: [Any], [pkg], ("index#module-pkg", false))' in book.body
    assert '[Łódź], ("index#index-1", true))' in book.body
    assert "[see a]" in book.body
    assert "[see also d]" in book.body


def test_indices_can_be_chosen(build):
    text = {"index.rst": CHAPTER + PYTHON + ENTRIES}
    assert "index-part" not in build(text, conf="typst_domain_indices = False\ntypst_use_index = False\n").body
    chosen = build(text, conf='typst_domain_indices = ["py-modindex"]\ntypst_use_index = False\n').body
    assert chosen.count("#index-part(") == 1


# -- parts and chapters


def test_a_toctree_without_caption_ends_a_part(build):
    files = {
        "index.rst": HEAD
        + ".. toctree::\n   :caption: First\n\n   a\n\n.. toctree::\n\n   b\n\n.. toctree::\n   :caption: Empty\n",
        "a.rst": "A\n=\n\n:ref:`search` :doc:`b`\n\n.. toctree::\n\n   c\n",
        "b.rst": "No title here.\n",
        "c.rst": "C\n=\n\nDeeper.\n",
    }
    book = build(files, builder="typstpdf")
    assert "#part[First]" in book.body
    assert '#chapter(level: 2, name: "a#a")[A]' in book.body
    assert '#section(level: 3, name: "c#c")[C]' in book.body
    assert '#anchor("b#");No title here.' in book.body
    assert "#part[Empty]" not in book.body


# -- warnings of the compiler


def test_uncalled_note_is_kept(build):
    book = build({"index.rst": CHAPTER + "x\n\n.. [#lost] Kept all the same."})
    assert "[typst.footnote]" in book.warnings
    assert '#uncalled-note[\n#anchor("index#lost");Kept all the same.' in book.body


def test_note_calling_a_note_and_a_list_of_references(build):
    text = (
        CHAPTER + "One [#a]_.\n\n"
        ".. [#a] Calls [#b]_ and itself [#a]_.\n.. [#b] Deeper, *see* :ref:`x <here>`.\n\n.. _here:\n\nHere."
    )
    book = build({"index.rst": text}, builder="typstpdf")
    assert "typst." not in book.warnings
    assert "Deeper" in " ".join(book.pages)


def test_standard_that_is_not_met_is_named(build):
    text = CHAPTER + 'Fine.\n\n.. raw:: typst\n\n   #image("/_images/a.svg")\n\n.. image:: a.svg\n   :alt: A\n'
    book = build({"index.rst": text, "a.svg": SVG}, builder="typstpdf")
    assert book.warnings.count("[typst.pdfua]") == 1
    assert "missing alt text" in book.warnings
    assert "document the root document: #image(" in book.warnings
    assert book.pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]


def test_standards_can_be_chosen(build, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")  # PDF/A wants a date
    book = build({"index.rst": CHAPTER}, conf='typst_pdf_standards = ["a-2a", "ua-1"]\n', builder="typstpdf")
    metadata = book.pdf.trailer["/Root"]["/Metadata"].get_object().get_data().decode()
    assert not book.warnings
    assert re.search("pdfaid:part[^0-9]+2", metadata)
    assert re.search("pdfuaid:part[^0-9]+1", metadata)


def test_source_that_does_not_compile_is_placed(build):
    with pytest.raises(TypstBuildError, match=r"unknown variable: nothing.*document chapter: .*#nothing"):
        build(
            {
                "index.rst": HEAD + ".. toctree::\n\n   chapter\n",
                "chapter.rst": "C\n=\n\n.. raw:: typst\n\n   #nothing\n",
            },
            builder="typstpdf",
        )


def test_fault_of_the_template_is_placed(build):
    with pytest.raises(TypstBuildError, match=r"template\.typ, line 1"):
        build({"index.rst": HEAD, "t.typ": "#nothing"}, conf='typst_template = "t.typ"\n', builder="typstpdf")


def test_stray_notes_are_named(build, monkeypatch):
    monkeypatch.setattr("sphinx_typst.compile.BookCompiler.stray_notes", lambda self: ((5, 6),))
    book = build({"index.rst": CHAPTER}, builder="typstpdf")
    assert "called on page 5 of the PDF stands on page 6 [typst.footnote-page]" in book.warnings
    quiet = build({"index.rst": CHAPTER}, conf="typst_check_footnotes = False\n", builder="typstpdf")
    assert "footnote-page" not in quiet.warnings


def test_stray_notes_are_found(tmp_path):
    from sphinx_typst.compile import BookCompiler

    main = tmp_path / "main.typ"
    long = " ".join(["word"] * 400)
    main.write_text(f"#set page(height: 60mm, width: 60mm)\nx#footnote[{long}] y#footnote[second]\n\n{long}")
    compiler = BookCompiler(main, font_paths=[], timestamp=0)
    compiler.pdf([])
    assert all(call != note for call, note in compiler.stray_notes())


def test_foreign_translator_is_refused(build):
    conf = (
        "from docutils.nodes import SparseNodeVisitor\n"
        "class Other(SparseNodeVisitor):\n"
        "    def __init__(self, document, builder):\n        super().__init__(document)\n"
        "def setup(app):\n    app.set_translator('typst', Other)\n"
    )
    with pytest.raises(ExtensionError, match="TypstTranslator"):
        build({"index.rst": HEAD}, conf=conf)


# -- SVG for LaTeX


def test_latex_gets_pdf_images(build):
    book = build({"index.rst": CHAPTER + ".. image:: a.svg\n   :alt: A\n", "a.svg": SVG}, builder="latex")
    assert not book.warnings
    [pdf] = book.outdir.glob("a.pdf")
    [page] = pypdf.PdfReader(pdf).pages
    assert float(page.mediabox.width) == pytest.approx(30, abs=0.1)
    assert "{{a}.pdf}" in next(book.outdir.glob("*.tex")).read_text("utf-8")


def test_broken_svg_is_named(build):
    book = build({"index.rst": CHAPTER + ".. image:: a.svg\n   :alt: A\n", "a.svg": "<svg"}, builder="latex")
    assert "[typst.svg]" in book.warnings


# -- what is rare


ODD = """
from docutils import nodes
from sphinx import addnodes

def odd(app, doctree, docname):
    doctree[0].extend([
        nodes.caption("", "A caption alone"),
        nodes.legend("", nodes.paragraph("", "A legend alone")),
        nodes.container("", nodes.title("", "A title alone")),
        nodes.field_list("", nodes.field("", nodes.field_name("", "Bare"))),
        nodes.paragraph("", "", nodes.citation_reference("", "Work", refid="w"), nodes.footnote_reference("", "9")),
        nodes.label("", "not printed"),
        nodes.paragraph("", "", nodes.generated("", "made", ids=["made-here"])),
        nodes.paragraph("", "", nodes.raw("", "#h(1em)", format="typst"), nodes.Text("after")),
        nodes.section("", nodes.title("", "No id")),
    ])

def setup(app):
    app.connect("doctree-resolved", odd)
"""


def test_odd_trees(build):
    book = build({"index.rst": CHAPTER + "x"}, conf=ODD, builder="typstpdf")
    assert not book.warnings
    for part in (
        "#rubric[A caption alone]",
        "A legend alone",
        "#box-title[A title alone]",
        "([Bare], []),",
        "\\[Work\\]#super[9];",
        '#anchor("index#made-here");made',
        "#h(1em)after",
        "#chapter(level: 1, name: none)[No id]",
    ):
        assert part in book.body, book.body
    assert "not printed" not in book.body


def test_links_in_a_repeated_head(build):
    text = (
        CHAPTER + ".. _here:\n\n.. list-table:: T\n   :header-rows: 1\n   :class: longtable\n\n"
        "   * - :ref:`Chapter <there>` .. x\n"
        "     - `w <https://x.y>`_ _`spot`\n   * - 1\n     - 2\n\nspot_\n\n"
        ".. sidebar:: S\n   :subtitle: Sub\n\n   x\n\n"
        ".. _there:\n\nThere\n-----\n\nx\n"
    )
    book = build({"index.rst": text}, builder="typstpdf")
    assert "typst." not in book.warnings
    head = book.body.partition("table.header(")[2].partition("table.hline")[0]
    assert "#link" not in head
    assert "#xref" not in head
    assert "#anchor" not in head
    assert '#anchor("index#spot");' in book.body
    assert "#rubric[Sub]" in book.body


@pytest.mark.filterwarnings("ignore::sphinx.deprecation.RemovedInSphinx11Warning")
def test_aligned_cells(build):
    text = "# Book\n\n## Chapter\n\n| a | b |\n|:--|--:|\n| x | y |\n"
    book = build({"index.md": text}, conf='extensions.append("myst_parser")\n')
    assert "table.cell(align: right)[y]" in book.body


def test_calls_side_by_side(build):
    book = build({"index.rst": CHAPTER + "Two [#a]_\\ [#b]_.\n\n.. [#a] x\n.. [#b] y\n"}, builder="typstpdf")
    assert re.search(r"Two ?1,2\.", book.pages[-1])


def test_only_places_in_the_same_chapter_can_be_on_the_same_page(build):
    text = CHAPTER + ":ref:`a` and :ref:`b`.\n\n.. _a:\n\nNear\n~~~~\n\n.. _b:\n\nFar\n---\n\nx\n"
    book = build({"index.rst": text}, builder="typstpdf")
    assert '#xref("index#near", page: 1)[' in book.body
    assert '#xref("index#far", page: true)[' in book.body
    assert "Near and Far (p. 2)." in book.pages[-2].replace("\u00a0", " ")


@pytest.mark.parametrize("conf", ['typst_template = "gone.typ"\n', 'typst_additional_files = ["gone.typ"]\n'])
def test_a_missing_file_of_the_template_is_named(build, conf):
    with pytest.raises(ConfigError, match=r"typst_\w+: there is no file 'gone.typ' beside conf.py"):
        build({"index.rst": HEAD}, conf=conf, builder="typst")


def test_a_page_stands_for_the_words_of_a_reference(build):
    conf = (
        "from docutils import nodes\n"
        "def add(app, tree):\n"
        "    far = nodes.reference('', 'the far end', refid='b', internal=True, classes=['page-number'])\n"
        "    tree[0].insert(1, nodes.paragraph('', 'Look at ', far))\n"
        "def setup(app):\n"
        "    app.connect('doctree-read', add)\n"
    )
    source = {"index.rst": CHAPTER + "x\n\n.. _b:\n\nFar\n---\n\nx\n"}
    book = build(source, conf=conf, builder="typstpdf")
    assert not book.warnings
    assert '#page-number("index#far")[the far end];' in book.body
    assert "1 Look at 3" in book.pages
    plain = build(source, conf=conf + "typst_show_pagerefs = False\n")
    assert '#xref("index#far")[the far end];' in plain.body


def test_running_heads_name_part_and_chapter(build):
    pages = ".. raw:: typst\n\n   #for _ in range(3) { pagebreak(); [More.] }\n"
    book = build(
        {
            "index.rst": "Book\n====\n\n.. toctree::\n   :caption: Part one\n\n   one\n",
            "one.rst": f"First\n=====\n\n.. index:: entry\n\nText.\n\n{pages}",
        },
        builder="typstpdf",
    )
    heads = [page for page in book.pages if page.endswith("More.")]
    assert [re.sub(r"\d+", "", head).split() for head in heads] == [
        ["First", "More."],
        ["Part", "one", "More."],
        ["First", "More."],
    ]
