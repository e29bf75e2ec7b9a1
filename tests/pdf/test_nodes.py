"""Each kind of node as Typst source, and all of them in one PDF."""

import pytest

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20" viewBox="0 0 40 20">'
    '<rect width="40" height="20"/></svg>'
)

BLOCKS = {
    "paragraphs": ("One.\n\nTwo.", ["One.\n\nTwo."]),
    "bullets": ("- a\n- b\n\n  - c", ["#list(tight: true,\n[a\n", "[c\n"]),
    "loose bullets": ("- a\n\n  second\n- b", ["#list(tight: false,\n"]),
    "numbers": ("3. a\n#. b", ['#enum(tight: true, numbering: "1.", start: 3,\n[a']),
    "letters": ("(a) x\n(b) y", ['numbering: "(a)"']),
    "roman": ("I) x\n#) y", ['numbering: "I)"']),
    "definitions": (
        "term : kind\n   meaning",
        ["#definition-list(\n([term#classifier[kind];], [meaning]),"],
    ),
    "fields": (":Author: Me\n:Date:", None),
    "fields later": ("x\n\n:Field: body", ["#field-list(\n([Field], [body]),\n)"]),
    "options": ("-o FILE, --out  where to", ['#raw("-o FILE, --out")], [where to']),
    "lines": ("| one\n|   two\n|\n| three", ["#line-block[\none \\\n#line-block[\ntwo \\\n", "~ \\\n]\n\nthree"]),
    "quote": ("x\n\n   said\n\n   -- Somebody", ["#quote(block: true, attribution: [Somebody])[\nsaid"]),
    "epigraph": (".. epigraph::\n\n   said\n\n   -- S", ['#styled(("epigraph",))[\n#quote(block: true, attribution']),
    "transition": ("a\n\n----\n\nb", ["#transition()"]),
    "rubric": (".. rubric:: R *e*", ["#rubric[R #emph[e];]"]),
    "centered": (".. centered:: Mid", ["#centered[Mid]"]),
    "container": (".. container:: own two\n\n   x", ['#styled(("own","two",))[\n#container(("own","two",))[\nx']),
    "compound": (".. compound::\n\n   a\n\n   b", ["a\n\nb"]),
    "topic": (".. topic:: T\n\n   x", ["#topic([T], classes: ())[\nx"]),
    "contents": (".. contents:: here", None),
    "sidebar": (".. sidebar:: S\n\n   x", ["#sidebar([S], classes: ())[\nx"]),
    "hlist": (".. hlist::\n\n   * a\n   * b", ["#hlist([\n#list("]),
    "code": (".. code-block:: python\n\n   x = '#'", ['#code-block("x = \'#\'", lang: "python")']),
    "numbered code": (
        ".. code-block:: c\n   :lineno-start: 5\n   :emphasize-lines: 1\n\n   int x;",
        ['lang: "c", first-line: 5, emphasized: (1,))'],
    ),
    "listing": (
        ".. code-block:: c\n   :caption: A *cap*\n   :name: listed\n\n   x\n\n:ref:`listed`",
        [
            '#listing(caption: [A #emph[cap];], number: [])[\n#anchor("index#listed");#code-block',
            '#xref("index#listed", page: 1)[',
        ],
    ),
    "literal": ("::\n\n   a  *b*", ['#code-block("a  *b*"']),
    "parsed literal": (".. parsed-literal::\n\n   a  *b*", ['#parsed-literal[\n#"a  ";#emph[#"b";];\n]']),
    "doctest": (">>> 1 + 1\n2", ['#code-block(">>> 1 + 1\\n2"']),
    "math": (
        ".. math:: a^2\n   :label: sq\n\nIn :eq:`sq`, :math:`b`.",
        [
            '#formula("a^2", $a ^(2)$, number: [(1)], name: "index#equation-sq")',
            '#inline-formula("b", $b$);',
            '#xref("index#equation-sq", page: 1)[(1)];',
        ],
    ),
    "glossary": (
        ".. glossary::\n\n   word\n      meaning\n\n:term:`word`",
        ['[#anchor("index#term-word");word]', '#xref("index#term-word")[word];'],
    ),
    "grammar": (
        ".. productionlist::\n   a: b | `c`\n   c: d",
        ['#production-list[\n#literal-strong[#anchor("index#grammar-token-a");a]; ::'],
    ),
    "desc": (
        ".. py:function:: f(a, *, b=1) -> int\n\n   Does it.\n\n   :param a: first",
        ['#description("function")[\n#signature[', "#emph[a];", "#sym.arrow.r;", "#description-body[\nDoes it."],
    ),
    "optional": (
        ".. py:function:: g(a[, b[, c]])\n\n.. c:function:: int h(int x)\n",
        ["(#emph[a];, \\[#emph[b];, \\[#emph[c];\\]\\])", "(int x)"],
    ),
    "type parameters": (".. py:class:: K[T]\n   :final:\n", ["\\[#emph["]),
    "multiline signature": (
        ".. cpp:function:: template<typename T> void f(T t)\n",
        ["#signature[", " \\\n"],
    ),
    "option": (".. option:: --all\n\n   Everything.", ['#description("option")[']),
    "version": (
        ".. versionadded:: 2\n   New.\n\n.. deprecated:: 3\n",
        ['#version-note("versionadded")[', '#version-note("deprecated")['],
    ),
    "acks": (".. acks::\n\n   * Ann\n   * Bob\n   * Cy", ["[Ann\n", "[Cy\n"]),
    "comment": (".. nothing of this\n\nx", ["x"]),
    "raw": (".. raw:: typst\n\n   #v(1cm)\n\n.. raw:: html\n\n   <hr>", ["#v(1cm)"]),
    "only": (".. only:: html\n\n   web\n\n.. only:: typst\n\n   print", ["print"]),
    "substitution": ("|s|\n\n.. |s| replace:: *it*", ["#emph[it];"]),
    "meta": (".. meta::\n   :keywords: x\n\ny", ["y"]),
    "index": (".. index:: thing\n\nPara.", ['#anchor("index#index-0");Para.', '[thing], ("index#index-0", false))']),
    "citation": (
        "See [C]_.\n\n.. [C] Work.",
        ['#citation([C], classes: ())[#anchor("index#c");Work.]', '#xref("index#c")[\\[C\\]];'],
    ),
    "tabularcolumns": (
        ".. tabularcolumns:: |p{2cm}|R|\n\n.. csv-table::\n\n   a,b",
        ["columns: (2cm,1fr,)", "align: (auto,right,)"],
    ),
}

INLINE = {
    "*a* **b** ``c`` :sub:`d` :sup:`e`": '#emph[a]; #strong[b]; #raw("c"); #sub[d]; #super[e];',
    ":kbd:`Ctrl+C` :guilabel:`&Open` :menuselection:`A --> B`": '#kbd("Ctrl");',
    ":abbr:`ab (all books)` :title:`T` :manpage:`ls(1)`": '#abbreviation("all books")[ab]; #emph[T]; ',
    ":samp:`a{b}c` :file:`x/y` :program:`p`": "#literal-text[a#emph[b];c];",
    "`link <https://a.b/c#d>`_ https://x.y/z_1": '#link("https://a.b/c#d")[link]; #link("https://x.y/z_1")[',
    ":rfc:`2324`": "#strong[RFC 2324];",
    "_`here` and here_": '#anchor("index#here");here and #xref("index#here")[here];',
}


@pytest.mark.parametrize("name", BLOCKS)
def test_block(write, name):
    text, expected = BLOCKS[name]
    body = write(text)
    for part in expected or ():
        assert part in body, body
    if expected is None:
        assert "not printed" not in body


@pytest.mark.parametrize(
    "kind", ["attention", "caution", "danger", "error", "hint", "important", "note", "tip", "warning", "seealso"]
)
def test_admonitions(write, kind):
    body = write(f".. {kind}::\n   :class: own\n\n   Said.")
    title = {"seealso": "See also"}.get(kind, kind.capitalize())
    assert f'#styled(("own",))[\n#admonition("{kind}", [{title}], classes: ("own",))[\nSaid.' in body


def test_admonition_with_title(write):
    body = write(".. admonition:: Own *title*\n\n   Said.")
    assert '#admonition("admonition", [Own #emph[title];], classes: ("admonition-own-title",))[\nSaid.' in body


def test_inline(write):
    body = write("\n\n".join(INLINE))
    for part in INLINE.values():
        assert part in body, body


def test_all_nodes_make_a_tagged_pdf(build):
    text = "\n\n".join(
        f"{'x'}\n\n{text}" for name, (text, _e) in BLOCKS.items() if name not in {"fields", "type parameters"}
    )
    text += "\n\n" + "\n\n".join(INLINE)
    book = build({"index.rst": "Book\n====\n\nChapter\n-------\n\n" + text}, builder="typstpdf")
    assert "typst." not in book.warnings, book.warnings
    assert book.pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]
    said = " ".join(book.pages)
    for word in ("term", "where to", "Somebody", "Everything", "Ann", "print"):
        assert word in said
    assert "web" not in said


STRANGE = """
from docutils import nodes
from docutils.parsers.rst import Directive

class strange(nodes.Element):
    pass

class own_admonition(nodes.admonition):
    pass

class Strange(Directive):
    has_content = True

    def run(self):
        node = strange(ids=["odd"])
        self.state.nested_parse(self.content, self.content_offset, node)
        kin = own_admonition("", nodes.title("", "Kin"), nodes.paragraph("", "Below"), classes=["k"])
        return [node, kin]

def setup(app):
    app.add_directive("strange", Strange)
"""
STRANGE_CONF = 'extensions.append("strange_nodes_of_a_test")\n'


def test_unknown_node_is_named_once_and_kept(build, tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(tmp_path / "project")
    book = build(
        {
            "index.rst": "Book\n====\n\nLead.\n\n.. strange::\n\n   Kept *text*.\n\n.. strange::\n\n   Again.",
            "strange_nodes_of_a_test.py": STRANGE,
        },
        conf=STRANGE_CONF,
    )
    assert book.warnings.count("[typst.unknown-node]") == 1
    assert "[typst.unknown-node]" in book.warnings
    assert '#anchor("index#odd");Kept #emph[text];.' in book.body
    assert "Again." in book.body
    assert '#admonition("admonition", [Kin], classes: ("k",))[\nBelow' in book.body


def test_docutils_complaints_are_visible(write):
    body = write("*open\n\n.. nosuch::\n\n   x", warns=True)
    assert '#problematic[#anchor("index#id2");\\*];open' in body


def test_system_message_is_visible(write):
    body = write("x", conf="keep_warnings = True\n") + write("*open", conf="keep_warnings = True\n", warns=True)
    assert '#system-message("WARNING")[' in body


def test_formula_beyond_the_converter(write):
    body = write(r":math:`\weird{x}`", warns=True)
    assert '#inline-formula("\\\\weird{x}");' in body


def test_captions_alignment_and_sizes_of_images(write):
    body = write(
        ".. figure:: a.svg\n   :alt: A dot\n   :width: 96px\n   :figwidth: 50%\n   :align: left\n   :name: dot\n\n"
        "   Cap [#]_\n\n   Legend.\n\n.. [#] Note\n\n"
        ".. image:: a.svg\n   :alt: B\n   :scale: 50\n   :align: right\n\n"
        "In |i| line.\n\n.. |i| image:: a.svg\n   :alt: C\n   :height: 1em\n\n"
        ".. image:: a.svg\n   :alt: D\n   :target: https://x.y\n\n:ref:`dot`",
        **{"a.svg": SVG},
    )
    assert 'legend: [Legend.], align: "left", width: 50%, classes: (), name: "index#dot")[' in body
    assert '#picture("a.svg", alt: "A dot", width: 72pt)' in body
    assert "caption: [Cap #footnote[Note]" in body
    assert '#picture("a.svg", alt: "B", scale: 50%, align: right)' in body
    assert 'In #inline-picture("a.svg", alt: "C", height: 1em); line' in body
    assert '#link("https://x.y")[#picture("a.svg", alt: "D")' in body or '#link("https://x.y")[#inline-picture' in body
    assert '#xref("index#dot", page: 1)[' in body


def test_images_without_words_are_named(build):
    text = ".. figure:: a.svg\n\n   A caption\n\n.. image:: a.svg\n\n.. image:: gone.svg\n   :alt: Lost\n\n"
    text += (
        ".. image:: https://x.invalid/y.png\n   :alt: Far\n\n.. figure:: a.svg\n   :target: https://x.y\n\n   Linked"
    )
    book = build({"index.rst": "Book\n====\n\n" + text, "a.svg": SVG}, builder="typstpdf")
    assert book.warnings.count("[typst.alt]") == 3
    assert "its caption stands for it" in book.warnings
    assert "its file name stands for it" in book.warnings
    assert '#picture("a.svg", alt: "A caption")' in book.body
    assert 'alt: "Linked"' in book.body
    assert 'alt: "a.svg"' in book.body
    assert "#absent[Lost]" in book.body
    assert '#link("https://x.invalid/y.png")[Far]' in book.body
    assert "[typst.pdfua]" not in book.warnings
