"""The mini edition through every builder, from MyST and from reStructuredText: whole, without warnings, and linked."""

import html
import json
import posixpath
import re
from html.parser import HTMLParser
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import jsonschema
import pytest

#: Builder → the files it writes.
OUTPUTS = {
    "html": "*.html",
    "dirhtml": "*.html",
    "singlehtml": "*.html",
    "epub": "*.xhtml",
    "json": "*.fjson",
    "latex": "*.tex",
    "typst": "*.typ",
    "text": "*.txt",
    "man": "*.1",
    "texinfo": "*.texi",
    "xml": "*.xml",
}
#: Pages that Sphinx's own theme links to from the one file, though they are not written.
OTHERS = ("search.html", "genindex.html", "claims-scholars.html")
WITH_LINKS = ("html", "dirhtml", "singlehtml", "epub")


@pytest.fixture
def build(projects, mini, syntax):
    """The mini edition, built once for each builder and syntax."""
    return lambda builder, **settings: projects("mini", mini, syntax, builder, **settings)


def written(built, builder):
    """All that a builder wrote, blanks made single, escapes of the format undone as far as words need it."""
    text = "\n".join(p.read_text(encoding="utf-8") for p in sorted(built.out.rglob(OUTPUTS[builder])))
    if builder in ("html", "dirhtml", "singlehtml", "epub", "xml", "json"):
        text = html.unescape(re.sub(r"<[^>]+>", "", text))
    return " ".join(re.sub(r"\\n|\\sphinx\w+|\\[&-]|[{}\\*_]", " ", text).split())


@pytest.mark.parametrize("builder", OUTPUTS)
def test_builder(build, builder):
    built = build(builder)
    assert built.warnings == ()
    text = written(built, builder)
    for words in (
        "681,692",  # a role in running text, a table
        "1.5–1.7 million" if builder not in ("latex", "texinfo", "man", "json") else "million",
        "The definition, with",
        "The commentary on the tally.",
        "Five figures, from 353,074 to",
        "contested",
        "unsourced",
        "emended",
        "The archival figures understate the toll of",
        "A second paragraph.",
        "Said in a cell.",
        "Said in a quotation.",
        "Said in a note.",
        "Said within.",
        "Inner words.",
        "Further figures for",
        "Withdrawn: split in two.",
        "Computed by the edition",
        "Verdict",
    ):
        assert words in text, words


def test_gettext_takes_titles_and_bodies(build):
    built = build("gettext")
    assert built.warnings == ()
    text = (built.out / "deaths.pot").read_text(encoding="utf-8")
    assert "The archival figures understate the toll of" in text
    assert "The commentary on the tally." in text


def test_contested_is_said_in_words_and_by_shape(build):
    page = build("html").page("deaths.html")
    assert '<span class="claims-mark claims-mark-contested">contested</span>' in page
    assert 'role="img" aria-label="contested" title="contested">≠</sup>' in page
    assert "≠" in build("text").page("index.txt")


# -- links


class Page(HTMLParser):
    """The ids of a page, in order, and what it links to."""

    def __init__(self, text):
        super().__init__()
        self.ids, self.links = [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        for name, value in attrs:
            if name == "id":
                self.ids.append(value)
            elif name in ("href", "src") and value is not None:
                self.links.append(value)


def site(out, pattern):
    """The pages of a site by address."""
    return {p.relative_to(out).as_posix(): Page(p.read_text(encoding="utf-8")) for p in out.rglob(pattern)}


def broken(out, pages):
    """Internal links that lead nowhere: (page, link)."""
    found = []
    for address, page in pages.items():
        for link in page.links:
            path, _, fragment = link.partition("#")
            if re.match(r"[a-z]+:", path) or link == "#" or path in OTHERS:
                continue
            there = posixpath.normpath(posixpath.join(posixpath.dirname(address), unquote(path))) if path else address
            if posixpath.normpath(posixpath.join(there, "index.html")) in pages:
                there = posixpath.normpath(posixpath.join(there, "index.html"))
            if there in pages:
                lost = fragment and unquote(fragment) not in pages[there].ids
            else:
                lost = not (out / there.partition("?")[0]).is_file()
            if lost:
                found.append((address, link))
    return sorted(set(found))


@pytest.mark.parametrize("builder", WITH_LINKS)
@pytest.mark.parametrize("settings", [{}, {"claims_fast_html": False}], ids=["quick", "nodes"])
def test_every_internal_link_has_its_target_and_no_id_stands_twice(build, builder, settings):
    built = build(builder, **settings)
    assert built.warnings == ()
    pages = site(built.out, OUTPUTS[builder])
    assert len(pages) > 5 or builder == "singlehtml"
    assert broken(built.out, pages) == []
    for address, page in pages.items():
        assert {i for i in page.ids if page.ids.count(i) > 1} == set(), address


@pytest.mark.parametrize("theme", ["alabaster", "furo"])
def test_themes(build, theme):
    built = build("html", html_theme=theme)
    assert built.warnings == ()
    pages = site(built.out, "*.html")
    assert broken(built.out, pages) == []
    assert "sphinx-claims.css" in built.page("deaths.html")
    assert "The commentary on the tally." in built.words("deaths.html")


def test_ids_stand_once_in_the_one_file_of_a_theme_that_wraps_tables(build):
    ids = Page(build("singlehtml", html_theme="furo").page("index.html")).ids
    assert "claims-table-1" in ids
    assert [i for i in ids if ids.count(i) > 1] == []


def test_words_of_search_name_objects_plainly(build):
    names = re.search(r'"objnames":(\{.*?\})', build("html").page("searchindex.js"))
    assert names
    assert {tuple(name) for name in json.loads(names[1]).values() if name[0] == "claims"} >= {
        ("claims", "quantity", "quantity"),
        ("claims", "claim", "claim"),
    }


def test_no_line_ends_before_a_per_cent_sign(build):
    for settings in ({}, {"claims_fast_html": False}):
        built = build("html", **settings)
        assert "100\u00a0% #1" in built.page("deaths.html")


def test_every_object_can_be_landed_on(build):
    built = build("html")
    pages = site(built.out, "*.html")
    model = built.view.model
    for objects in (model.quantities, model.estimates, model.claims, model.witnesses):
        for id_, thing in objects.items():
            assert id_ in pages[f"{thing.place.docname}.html"].ids


def test_links_in_the_text(build):
    page = build("html").page("index.html")
    links = re.findall(r'<a [^>]*href="([^"]*#[^"]*)"[^>]*>(.*?)</a>', page)
    found = {(href, re.sub(r"<[^>]+>", "", words)) for href, words in links}
    assert {
        ("deaths.html#tally", "681,692"),
        ("deaths.html#tally", "link to the figure"),
        ("deaths.html#executions", "353,074–1.7 million or more"),
        ("deaths.html#incomplete", "the files understate them"),
        ("deaths.html#incomplete", "the claim"),
        ("deep/views.html#passage-W-1-2", "W 1.2"),
    } <= found


def test_an_object_keeps_its_id_where_a_heading_has_the_same(build):
    page = build("html").page("places.html")
    at = page.index('id="collision"')
    assert "The same words as the heading" in page[at : at + 200]
    assert 'href="#section-collision"' in page


def test_latex_labels_and_references_match(build):
    built = build("latex")
    text = next(built.out.glob("*.tex")).read_text(encoding="utf-8")
    labels = set(re.findall(r"\\label\{\\detokenize\{([^}]*)\}\}", text))
    used = set(re.findall(r"\\(?:hyperref\[|pageref\{|autopageref\*?\{)\\detokenize\{([^}]*)\}", text))
    assert {name for name in used if "tally" in name}
    assert used - labels == set()


def test_xml_is_well_formed(build):
    for path in build("xml").out.rglob("*.xml"):
        ET.parse(path)


def test_names_in_the_inventory(build):
    from io import BytesIO

    from sphinx.util.inventory import InventoryFile

    built = build("html")
    inventory = InventoryFile.load(BytesIO((built.out / "objects.inv").read_bytes()), "", posixpath.join)
    found = {(kind, name) for kind, names in inventory.items() if kind.startswith("claims:") for name in names}
    assert {("claims:quantity", "executions"), ("claims:estimate", "tally"), ("claims:claim", "incomplete")} <= found
    assert ("claims:witness", "W") in found


# -- data


@pytest.mark.parametrize("builder", ["html", "dirhtml", "singlehtml", "claims"])
def test_data_are_as_their_schema_says(build, builder):
    built = build(builder)
    data = json.loads(built.page("claims.json"))
    schema = json.loads(build("claims").page("claims.schema.json"))
    jsonschema.Draft202012Validator(schema).validate(data)
    assert {e["id"] for e in data["estimates"]} == set(built.view.model.estimates)
    pages = site(built.out, "*.html")
    for thing in (*data["quantities"], *data["estimates"], *data["claims"], *data["witnesses"]):
        if builder == "singlehtml" and thing.get("id") == "orphaned":
            continue  # the one file holds what the table of contents leads to
        path, _, fragment = thing["href"].partition("#")
        path = f"{path}index.html" if path.endswith("/") or not path else path
        assert builder == "claims" or unquote(fragment) in pages[path].ids
    text = {c["id"]: c["text"] for c in data["claims"]}["incomplete"]
    assert text.startswith("The archival figures understate the toll of Executions *by* the NKVD & Co. <b>1937</b>")
    assert text.endswith("Ёлка.\n\nA second paragraph.")


def test_both_syntaxes_give_the_same_data(projects, mini):
    one, two = (projects("mini", mini, syntax, "claims").page("claims.json") for syntax in ("myst", "rst"))
    assert one == two


def test_without_a_name_no_data_are_written(build):
    assert not (build("html", claims_json="").out / "claims.json").exists()


# -- two printers, one text


def body(page):
    """The words of a page's own text, drawings left out: they are printed another way."""
    page = page[page.index('<div class="body"') : page.index('<div class="sphinxsidebar"')]
    page = re.sub(
        r'<div class="claims-figure-plot">.*?</svg>(<div class="claims-key".*?</div>)?\s*</div>', "", page, flags=re.S
    )
    # marks stand in brackets where no stylesheet sets them apart
    return html.unescape(re.sub(r"<[^>]+>|[¶\[\]]", " ", page)).split()


def test_both_printers_say_the_same(build):
    quick, slow = build("html"), build("html", claims_fast_html=False)
    for name in ("index", "deaths", "places", "further", "deep/views", "sources", "orphan"):
        assert body(quick.page(f"{name}.html")) == body(slow.page(f"{name}.html"))
