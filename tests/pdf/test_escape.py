"""Text from a document is printed as it stands."""

import io

import pypdf
import pytest
import typst
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sphinx_typst.escape import clean, escape, literal, string

MARKUP = [
    "#let x = 1 #emph[a]",
    "$x^2$ and 5 $ or $6",
    "*bold* _emph_ `code` ``` fence",
    "<label> @ref @fig:one a<b>c",
    "// no comment /* nor this */ and/or 1/2",
    "- item",
    "+ item",
    "= heading",
    "1. item\n2. item",
    "/ term: meaning",
    "\"straight\" 'quotes' it's",
    "back\\slash \\u{41} \\# \\",
    "a~b -- --- -? -1 well-known ... .. .",
    "https://example.org/a_b?c=d#e (http://x.y/~z)",
    "[brackets] {braces} (parens); x",
    "one\ntwo\n\nthree",
    "line\u2028separator\u0085next",
]


def printed(*sources):
    """The text of each source, as Typst understands it."""
    marked = "".join(f"#let show-text(c) = c\n#[#metadata(plain[{source}])<t>]\n" for source in sources)
    plain = """
#let plain(c) = {
  let f = repr(c.func())
  if c.has("text") { c.text }
  else if c.has("children") { c.children.map(plain).join("") }
  else if f == "space" { " " }
  else { "<" + f + ">" }
}
"""
    compiler = typst.Compiler((plain + marked).encode(), ignore_system_fonts=True)
    import json

    return [item or "" for item in json.loads(compiler.query("<t>", field="value"))]


def normal(text):
    return " ".join(clean(text).replace("\u2028", " ").replace("\x85", " ").split())


@pytest.mark.parametrize("text", MARKUP)
def test_markup_is_printed(text):
    [got] = printed(escape(text))
    assert normal(got) == normal(text)


ALPHABET = st.one_of(
    st.sampled_from("*_`#$<>@[]~/=+-\"'\\.:;,(){}|!?%&^ \n\t0123456789"),
    st.characters(exclude_categories=("Cs", "Co", "Cn", "Zl", "Zp", "Cc")),
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.text(ALPHABET, max_size=40), min_size=20, max_size=20))
def test_any_text_is_printed(texts):
    got = printed(*[escape(text) for text in texts])
    # only the blanks of ASCII collapse; wider ones stay
    assert [text.split(" ") for text in map(squeeze, got)] == [text.split(" ") for text in map(squeeze, texts)]


def squeeze(text):
    for blank in "\t\n\r\x0b\x0c":
        text = text.replace(blank, " ")
    while "  " in text:
        text = text.replace("  ", " ")
    return text.strip(" ")


@settings(max_examples=25, deadline=None)
@given(st.lists(st.text(ALPHABET, max_size=40), min_size=20, max_size=20))
def test_any_string_survives(texts):
    source = "".join(f"#[#metadata({string(text)})<t>]\n" for text in texts)
    import json

    compiler = typst.Compiler(source.encode(), ignore_system_fonts=True)
    assert json.loads(compiler.query("<t>", field="value")) == [clean(text) for text in texts]


def test_text_reaches_the_pdf():
    text = "#1 [x] *a* $5 «Łoziński» Київ – 43 % <b> @c ~ \\ don't 100,000"
    source = f"#set smartquote(enabled: false)\n#set page(width: 200mm)\n{escape(text)}"
    pdf = typst.compile(source.encode(), ignore_system_fonts=True)
    assert pypdf.PdfReader(io.BytesIO(pdf)).pages[0].extract_text().strip() == text


def test_adjacent_texts_make_no_paragraph():
    assert escape("end\n") + escape("\nbegin") == "end  begin"


def test_controls_and_surrogates_are_dropped():
    assert escape("a\x00b\ud800c") == "abc"


@pytest.mark.parametrize(
    ("value", "source"),
    [
        (None, "none"),
        (True, "true"),
        (False, "false"),
        (3, "3"),
        (1.5, "1.5"),
        ('a"b\\c\n', '"a\\"b\\\\c\\n"'),
        ((), "()"),
        (("a",), '("a",)'),
    ],
)
def test_literals(value, source):
    assert literal(value) == source
