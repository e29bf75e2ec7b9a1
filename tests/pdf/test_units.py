"""The modules that know nothing of documents: formulas, columns, settings, diagnostics, the output folder."""

import datetime
import io
import re
from pathlib import Path

import pypdf
import pytest
import typst

import sphinx_typst
from sphinx_typst.compile import BookCompiler, CompileError, Problem, missing_characters, read_diagnostic
from sphinx_typst.compose import compose, document_at
from sphinx_typst.config import BookSettings
from sphinx_typst.outdir import OutputFolder, image_names
from sphinx_typst.texmath import convert
from sphinx_typst.translator import Stretch
from sphinx_typst.translator.columns import Column, parse_column_spec
from sphinx_typst.translator.figures import size

FORMULAS = {
    r"x^2": "x ^(2)",
    r"\frac{a}{b}": "frac(a, b)",
    r"\alpha + \beta \le 10": "alpha + beta <= 10",
    r"\sqrt[3]{x}": "root(3, x)",
    r"\sqrt{x_{ij}}": "sqrt(x _(i j))",
    r"\text{if } x \neq 0": '"if " x != 0',
    r"\left( a \right]": r"\( a \]",
    r"\sum_{i=1}^{n} i": "sum _(i = 1) ^(n) i",
    r"\mathbf{v} \cdot \vec w": "bold(v) dot.op arrow(w)",
    r"43\,\% \approx a/b": r"43 thin % approx a \/ b",
    r"\operatorname{rank}(A)": r'op("rank") \( A \)',
    r"\left. f \right|": r"f \|",
    r"a~b": "a space.nobreak b",
    r"\begin{aligned} a &= b \\ c &= d \end{aligned}": "a & = b #linebreak() c & = d",
}


@pytest.mark.parametrize("tex", FORMULAS)
def test_formula_is_converted_and_compiles(tex):
    source = convert(tex)
    assert " ".join(source.split()) == FORMULAS[tex]
    typst.compile(f"${source}$".encode(), ignore_system_fonts=True)


@pytest.mark.parametrize(
    "tex",
    [r"\unheardof x", "{open", "}", r"\begin{tikzpicture}", r"\text{a {b} c}", r"\frac{a}", r"\text x", "a ю ±"],
)
def test_unknown_formula_is_left_alone(tex):
    assert convert(tex) is None


def test_every_known_command_compiles():
    from sphinx_typst import texmath

    commands = [f"\\{name}" for name in texmath._SYMBOLS]
    commands += [f"\\{name}{{a}}" for name in texmath._UNARY] + [f"\\{name}{{a}}{{b}}" for name in texmath._BINARY]
    source = "\n\n".join(f"${convert('a ' + command + ' b')}$" for command in commands)
    assert typst.compile(source.encode(), ignore_system_fonts=True).startswith(b"%PDF")


def test_column_spec():
    assert parse_column_spec(r"|l|c|r|") == (
        Column("auto", "left"),
        Column("auto", "center"),
        Column("auto", "right"),
    )
    assert parse_column_spec(r"p{3cm} m{0.25\linewidth} b{odd} \X{1}{4} \Y{0.5} L T") == (
        Column("3cm"),
        Column("25%"),
        Column("auto"),
        Column("0.25fr"),
        Column("0.5fr"),
        Column("1fr", "left"),
        Column("1fr"),
    )
    assert parse_column_spec(">{\\raggedright}p{2in}@{}l") == (Column("2in"), Column("auto", "left"))
    assert parse_column_spec("l ? r") == ()


@pytest.mark.parametrize(
    ("given", "source"),
    [
        ("50%", "50%"),
        ("96px", "72pt"),
        ("96", "72pt"),
        ("3 cm", "3cm"),
        ("2pc", "24pt"),
        ("4ex", "2em"),
        ("10vw", "10%"),
        ("wide", ""),
        (None, ""),
    ],
)
def test_sizes(given, source):
    assert size(given) == source


def test_diagnostics_are_read():
    report = (
        "error: PDF/UA-1 error: missing alt text\n  ┌─ main.typ:12:3\n  │\n  = hint: add one\n\n"
        "error: PDF/UA-1 error: missing alt text\n  ┌─ main.typ:12:3\n  │\n  = hint: add one\n\n"
        "warning: layout did not converge\n"
    )
    assert read_diagnostic(report) == (
        Problem("PDF/UA-1 error: missing alt text: add one", "main.typ", 12),
        Problem("layout did not converge", None, None),
    )


def test_compiler_tells_standard_from_source(tmp_path):
    main = tmp_path / "main.typ"
    main.write_text("No title")
    compiler = BookCompiler(main, font_paths=[], timestamp=0)
    with pytest.raises(CompileError) as caught:
        compiler.pdf(["ua-1"])
    assert caught.value.is_about_standard
    data, problems = compiler.pdf([])
    assert data.startswith(b"%PDF")
    assert problems == ()
    main.write_text("#unknown")
    with pytest.raises(CompileError) as caught:
        BookCompiler(main, font_paths=[], timestamp=0).pdf(["ua-1"])
    assert not caught.value.is_about_standard
    assert caught.value.problems[0].line == 1


def test_compiler_warnings_are_read(tmp_path):
    main = tmp_path / "main.typ"
    main.write_text('#set text(font: "No Such Font")\nx')
    _data, [problem] = BookCompiler(main, font_paths=[], timestamp=0).pdf([])
    assert problem.message.startswith("unknown font family")


def test_missing_characters():
    assert missing_characters("aж☞Łא😀漢", []) == {"😀", "漢"}
    assert missing_characters("abc", []) == frozenset()
    assert missing_characters("", []) == frozenset()
    assert missing_characters(["\U000e0001", "\ue000"], []) <= {"\U000e0001", "\ue000"}


def test_settings_are_valid_typst():
    source = compose(
        BookSettings(title='A "title"', authors=("A", "B"), imprint=("x",), region="GB"),
        [
            Stretch("#section[x]\n// document: deep/page\n\ntext\n"),
            Stretch("y", frozenset({"c#d", "a#b", "not#printed"}), (1, 2)),
        ],
        printed={"a#b", "c#d", "e#f"},
        unshown=["😀", "]"],
        own_template=False,
        headings=[1, 2, 3],
        epoch=0,
    )
    assert "metadata-date: datetime(year: 1970, month: 1, day: 1)," in source
    assert "has-parts: false,\n  contents: (1,2,)," in source
    assert 'text\n#context { let (xref, page-number, index-entry) = referring(("a#b","c#d",), (1,2,));' in source
    assert 'regex("\\\\]|😀")' in source
    lines = source.split("\n")
    assert document_at(source, lines.index("text") + 1) == ("deep/page", "text")
    assert document_at(source, 2)[0] == "the settings"
    assert datetime.datetime.fromtimestamp(0, datetime.UTC).year == 1970


def test_output_folder_forgets_nothing_it_did_not_write(tmp_path):
    (tmp_path / "mine.txt").write_text("kept")
    first = OutputFolder(tmp_path)
    first.write("a.txt", b"a")
    first.write("deep/er/b.txt", b"b")
    first.write("deep/c.txt", b"c")
    first.sweep()
    second = OutputFolder(tmp_path)
    second.write("a.txt", b"new")
    second.write("deep/c.txt", b"c")
    second.sweep()
    files = sorted(p.relative_to(tmp_path).as_posix() for p in tmp_path.rglob("*") if p.is_file())
    assert files == [".typst-files.json", "a.txt", "deep/c.txt", "mine.txt"]
    assert not (tmp_path / "deep/er").exists()


def test_image_names_depend_on_nothing_else(tmp_path):
    src = tmp_path / "src"
    (src / "a").mkdir(parents=True)
    for path in (src / "x.svg", src / "a/x.svg", tmp_path / "x.svg"):
        path.write_text("<svg/>")
    names = image_names(["x.svg", "a/x.svg", str(tmp_path / "x.svg")], src)
    assert names["x.svg"] == "x.svg"
    assert names["a/x.svg"] == "a/x.svg"
    outside = names[str(tmp_path / "x.svg")]
    assert outside.startswith("_made/x-")
    assert Path(outside).suffix == ".svg"


UNSETTLED = """
#let fixed = sys.inputs.at("same-page", default: none)
#metadata((near: 1, same-page: true))<sphinx-typst-near>
#metadata((near: 2, same-page: false))<sphinx-typst-near>
#metadata((near: 3, same-page: true))<sphinx-typst-near>
#if fixed == none { context if query(<odd>).len() == 0 [#metadata(1)<odd>] } else [fixed: #fixed]
"""


def test_layout_that_does_not_settle_is_fixed(tmp_path):
    main = tmp_path / "main.typ"
    main.write_text(UNSETTLED)
    data, problems = BookCompiler(main, font_paths=[], timestamp=0).pdf([])
    assert problems == ()
    assert pypdf.PdfReader(io.BytesIO(data)).pages[0].extract_text() == "fixed: 1,3"


def test_layout_that_never_settles_is_named(tmp_path):
    main = tmp_path / "main.typ"
    main.write_text("#context if query(<odd>).len() == 0 [#metadata(1)<odd>]")
    _data, problems = BookCompiler(main, font_paths=[], timestamp=0).pdf([])
    assert problems[0].message.startswith("document did not converge")


TURNING = """
#import "book.typ": *
#set page(width: 100mm, height: 60mm, margin: 10mm, numbering: "1", footer: none)
#set par(spacing: 0pt)
#set block(spacing: 0pt)
#context { let (xref, page-number, index-entry) = referring(("there",), (1,)); [
#block(height: 36mm)
#block(width: 20mm, breakable: false, xref("there", page: 1)[look there])
#block(height: 10mm, breakable: false)[#anchor("there")The place.]
] }
"""


def test_a_reference_that_would_turn_for_ever_names_its_page(tmp_path):
    """Where it names none, its place is on the next page; where it does, it moves there itself."""
    book = Path(sphinx_typst.__file__).parent / "template" / "book.typ"
    (tmp_path / "book.typ").write_bytes(book.read_bytes())
    main = tmp_path / "main.typ"
    main.write_text(TURNING)
    data, problems = BookCompiler(main, font_paths=[], timestamp=0).pdf([])
    assert problems == ()
    [_first, second] = pypdf.PdfReader(io.BytesIO(data)).pages
    words = second.extract_text().replace("\u00a0", " ")
    assert re.fullmatch(r"look\s+there \(p\. 2\)\s*The place\.", words)
