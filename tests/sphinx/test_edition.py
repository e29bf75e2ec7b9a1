"""The edition itself: read once, its data as the schema says, and both printers of one mind on all that it shows."""

import html
import json
import re
import unicodedata
from io import StringIO
from pathlib import Path

import jsonschema
import pytest
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

from sphinx_claims.core.apparatus import apparatus
from sphinx_claims.core.lists import resting_blocks, view_blocks
from sphinx_claims.core.rows import claim_blocks, quantity_blocks
from sphinx_claims.render.as_html import print_html
from sphinx_claims.render.as_nodes import print_nodes
from sphinx_claims.render.context import Context

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def edition(tmp_path_factory):
    """What the data builder leaves of the edition: its output, its view, its warnings."""
    from sphinx_claims.domain import claims_domain

    out, warning = tmp_path_factory.mktemp("edition"), StringIO()
    with patch_docutils(ROOT), docutils_namespace():
        app = Sphinx(ROOT / "edition", ROOT, out / "data", out / "doctrees", "claims", status=None, warning=warning)
        app.build()
        domain = claims_domain(app.env)
        return out / "data", domain.view(), {name: domain.views_of(name) for name in domain.pages()}, warning.getvalue()


def test_data_are_as_the_schema_says(edition):
    out, view, _views, _warning = edition
    data = json.loads((out / "claims.json").read_text(encoding="utf-8"))
    schema = json.loads((out / "claims.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema).validate(data)
    assert [e["id"] for e in data["estimates"]] == sorted(view.model.estimates)
    assert len(data["claims"]) == len(view.model.claims)
    known = {*view.model.quantities, *view.model.estimates, *view.model.claims}
    for thing in (*data["quantities"], *data["estimates"], *data["claims"]):
        assert all(id_ in known for reason in thing["reasons"] for id_ in reason["objects"])
        assert thing["contested"] == bool(thing["reasons"])
    for estimate in data["estimates"]:
        assert all(rival["id"] in known for rival in estimate["rivals"])
        ends = (estimate["at_least"], estimate["at_most"])
        assert None in ends or ends[0] <= ends[1]


def test_the_record_has_no_fault(edition):
    _out, view, _views, warning = edition
    assert [f"{f.path}:{f.line}: {f.text}" for f in view.faults] == []
    assert warning == ""


def page():
    return Context("here", lambda docname, id_: f"{docname}#{id_}", {}, 3, None)


def as_words(nodes):
    """The words of nodes; marks without their brackets."""
    text = " ".join(node.astext() for node in nodes)
    return re.sub(r"\[(contested|deprecated|preferred|emended|unsourced|withdrawn|unreadable)\]", r"\1", text).split()


def html_words(nodes):
    """The words of raw HTML; drawings and links to headings left out, as nodes have none."""
    text = "".join(node.astext() for node in nodes)
    text = re.sub(r'<div class="claims-figure-plot">.*?</div>\n(?=<|$)', "", text, flags=re.DOTALL)
    text = re.sub(r'<a class="headerlink".*?</a>', "", text)
    text = re.sub(r"</?(?:p|t[dhr]|h\d|li|ul|div|table|thead|tbody|caption|summary|details|section)\b[^>]*>", " ", text)
    return html.unescape(re.sub(r"<[^>]+>", "", text)).split()


def assert_same(blocks):
    assert html_words(print_html(blocks, page())) == as_words(print_nodes(blocks, page()))


def test_both_printers_say_the_same_of_every_object(edition):
    view = edition[1]
    for quantity in view.model.quantities.values():
        assert_same([quantity_blocks(view, quantity, frozenset(e.id for e in view.estimates_of.get(quantity.id, ())))])
    for claim in view.model.claims.values():
        assert_same([claim_blocks(view, claim)])


def test_both_printers_say_the_same_of_every_list(edition):
    _out, view, views, _warning = edition
    used = [use for found in views.values() for use in found]
    assert used
    for name, options in used:
        assert_same(view_blocks(view, name, dict(options))[0])
    for key in view.works:
        assert_same(resting_blocks(view, key))


def test_an_empty_apparatus_prints_nothing(edition):
    assert list(apparatus([], "index", edition[1])) == []


def test_every_sentence_of_the_witnesses_is_treated(edition):
    view = edition[1]
    assert {siglum: sum(len(s.passages) for s in found) for siglum, found in view.concordance.items()} == {
        "W": 305,
        "G": 325,
    }
    untreated = [
        f"{siglum} {passage.locator}"
        for siglum, sections in view.concordance.items()
        for section in sections
        for passage in section.passages
        if not passage.places
    ]
    assert untreated == []


def test_something_rests_on_every_work(edition):
    view = edition[1]
    entries = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "bib").glob("*.bib"))
    keys = re.findall(r"^@\w+\{([^,\s]+),", entries, re.MULTILINE)
    assert len(keys) == len(set(keys)) == len(view.works)
    assert [key for key in keys if not view.resting_on.get(key)] == []


def test_everybody_goes_by_one_name(edition):
    """No two names in the record differ only by initials, accents or spelling out."""
    view = edition[1]
    names = {name for thing in (*view.model.estimates.values(), *view.model.claims.values()) for name in thing.by}
    names = {name for name in names if len(name.split()) > 1 and all(word[0].isupper() for word in name.split())}
    forms = {}
    for name in names:
        plain = "".join(char for char in unicodedata.normalize("NFKD", name) if not unicodedata.combining(char))
        first, *_middle, last = plain.lower().split()
        forms.setdefault((last, first[:1] if "." in first else first), []).append(name)
    assert [found for found in forms.values() if len(found) > 1] == []
