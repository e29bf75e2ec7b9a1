"""``claims.json``: exact numbers, sorted, whole, and as its published schema says."""

import json
from decimal import Decimal
from pathlib import Path

import jsonschema
import pytest

import sphinx_claims
from sphinx_claims.core.compare import Relation
from sphinx_claims.core.export import SCHEMA_VERSION, export, plain_decimal
from sphinx_claims.core.findings import KINDS
from sphinx_claims.core.model import CERTS, HOW, INTERVALS, RANKS, RELATIONS, cito
from sphinx_claims.core.scope import Nesting

SCHEMA = json.loads((Path(sphinx_claims.__file__).parent / "claims.schema.json").read_text(encoding="utf-8"))
ABOUT = {"title": "Mini", "version": None, "release": None, "author": None, "language": "en"}


def exported(view):
    text = export(view, ABOUT, lambda docname, id_: f"{docname}.html#{id_}")
    data = json.loads(text, parse_float=Decimal, parse_int=Decimal)
    jsonschema.Draft202012Validator(SCHEMA).validate(json.loads(text))
    return text, data


@pytest.fixture
def rich(edition):
    """A view with everything that the data can hold."""
    return edition.view(
        edition.witness("W", "The first", contents=(("1", "One", 3),)),
        edition.witness("G"),
        edition.quantity("whole", "All deaths", period="1930/1953"),
        edition.quantity("q", "Deaths", period="1937/1938", part_of="whole", share_of="whole", counts="shot"),
        edition.quantity("gone", withdrawn="split"),
        edition.estimate("sum", "681,602", by="Somebody", sum_of="a + b - c", made="1993~", interval="span"),
        edition.estimate("a", "353,074", source="getty1993{p. 1}", primary_source="mvd1953", basis="archival"),
        edition.estimate("b", "328,618", emends="328,612", emends_reason="misprint", witness='W 1.2 "328,612" {n. 1}'),
        edition.estimate(
            "c", "at least 5.2 million", derives_from="a (inferred); mvd1953", rank="preferred", cert="low"
        ),
        edition.estimate("d", "tens of thousands", rank="deprecated", rank_reason="superseded", resp="ed."),
        edition.estimate("e", "98 of 139", unit="%", place="Ukraine", compare_as="place: USSR — he means it"),
        edition.estimate("f", "oodles", quantity="nothing"),
        edition.estimate("w", "1.5 million", quantity="whole", withdrawn="twice"),
        edition.claim("k1", topic="archives; numbers", disputes="a; k2", supports="q", by="Robert Conquest"),
        edition.claim("k2", witness="W 1.1; G 2.2", text="One.\n\nTwo."),
    )


def test_a_witness_is_said_to_print_what_was_emended(edition):
    rows = {"a": "G 1.1", "b": 'G 1.1; G 1.2 "5.048.3"', "c": 'G 1.1; G 1.2 "about 5"'}
    given = [
        edition.estimate(id_, "5", emends="5.048.3", emends_reason="two columns", witness=witness)
        for id_, witness in rows.items()
    ]
    view = edition.view(edition.witness("G"), edition.quantity("q"), *given)
    printed = {e["id"]: [w["printed"] for w in e["witnesses"]] for e in exported(view)[1]["estimates"]}
    assert printed == {"a": ["5.048.3"], "b": ["5", "5.048.3"], "c": ["5.048.3", "about 5"]}
    assert [r.printed for r in view.collations["q"].readings[0][1]] == [r for row in printed.values() for r in row]


def test_everything_is_as_the_schema_says(rich):
    _text, data = exported(rich)
    assert [e["id"] for e in data["estimates"]] == ["a", "b", "c", "d", "e", "f", "sum", "w"]
    assert [q["id"] for q in data["quantities"]] == ["gone", "q", "whole"]
    assert [w["siglum"] for w in data["witnesses"]] == ["G", "W"]
    assert [s["key"] for s in data["sources"]] == ["getty1993", "mvd1953"]
    assert data["schema_version"] == SCHEMA_VERSION
    one = {e["id"]: e for e in data["estimates"]}
    assert one["a"]["sources"] == [{"key": "getty1993", "locator": "p. 1"}]
    assert one["a"]["origins"] == one["c"]["origins"] == ["mvd1953"]
    assert one["b"]["witnesses"] == [{"siglum": "W", "locator": "1.2", "printed": "328,612", "note": "n. 1"}]
    assert one["b"]["emends"] == {
        "printed": "328,612",
        "value": 328612,
        "at_least": None,
        "at_most": None,
        "reason": "misprint",
    }
    assert one["c"]["derives_from"] == [{"id": "a", "how": "inferred"}, {"id": "mvd1953", "how": "stated"}]
    assert (one["c"]["at_least"], one["c"]["at_most"], one["c"]["value"]) == (5_200_000, None, None)
    assert one["d"]["vague"] is True
    assert one["e"]["whole"] == 139
    assert one["e"]["compare_as"]["place"] == "USSR"
    assert one["e"]["not_comparable"][0]["id"] == "sum"
    assert one["f"]["value"] is None
    assert one["f"]["printed"] == "oodles"
    assert one["sum"]["sum_of"][2] == {"id": "c", "sign": -1}
    assert one["sum"]["made"] == "1993~"
    assert one["w"]["withdrawn"] == "twice"
    assert one["a"]["contested"] is True
    assert one["a"]["reasons"] == [{"text": "disputed by the claim A claim", "objects": ["k1"]}]
    claim = data["claims"][0]
    assert claim["relations"] == [
        {"type": "disputes", "target": "a"},
        {"type": "disputes", "target": "k2"},
        {"type": "supports", "target": "q"},
    ]
    assert claim["topic"] == ["archives", "numbers"]
    assert data["claims"][1]["text"] == "One.\n\nTwo."
    assert data["claims"][1]["href"] == "index.html#k2"
    assert data["sources"][1]["impact"] == ["a", "c", "sum"]


@pytest.mark.parametrize(
    ("printed", "number"),
    [
        ("0.1", "0.1"),
        ("9,007,199,254,740,993", "9007199254740993"),
        ("1 million", "1000000"),
        ("67.40", "67.4"),
        ("−13", "-13"),
        ("0.000001", "0.000001"),
        ("123,456,789,012,345,678,901", "123456789012345678901"),
    ],
)
def test_numbers_print_the_exact_decimal(edition, printed, number):
    text, data = exported(edition.view(edition.quantity("q", unit=""), edition.estimate("e", printed)))
    assert f'"value": {number},' in text
    assert data["estimates"][0]["value"] == Decimal(number)


@pytest.mark.parametrize(
    ("value", "text"),
    [("1E+6", "1000000"), ("1.500", "1.5"), ("100", "100"), ("0.10", "0.1"), ("0", "0"), ("1E-7", "0.0000001")],
)
def test_plain_decimals(value, text):
    assert plain_decimal(Decimal(value)) == text


@pytest.mark.parametrize("title", ["\x00123", "\x00...", '"quoted" \\ back', "\u2028", "Δ ≠ é", "</script>"])
def test_any_text_leaves_the_data_valid(edition, title):
    text = export(edition.view(edition.quantity("q", title)), ABOUT, lambda d, i: "x")
    json.loads(text)
    assert text.isascii()


def test_what_is_no_data_is_refused(edition):
    with pytest.raises(TypeError, match="object does not belong"):
        export(edition.view(), {"title": object()}, lambda d, i: "x")


def test_an_empty_edition(edition):
    _text, data = exported(edition.view(works={}))
    assert [data[k] for k in ("witnesses", "sources", "quantities", "estimates", "claims", "findings")] == [[]] * 6


def test_the_same_record_gives_the_same_text(edition):
    rows = [edition.quantity("q"), edition.estimate("a", "1,000"), edition.estimate("b", "2,000")]
    assert exported(edition.view(*rows))[0] == exported(edition.view(*rows))[0]


# -- the schema itself


def nodes(schema, path="schema"):
    yield path, schema
    for key in ("properties", "$defs"):
        for name, inner in schema.get(key, {}).items():
            yield from nodes(inner, f"{path}.{name}")
    for inner in [schema["items"]] if "items" in schema else []:
        yield from nodes(inner, f"{path}[]")
    for inner in schema.get("anyOf", ()):
        yield from nodes(inner, path)


def test_the_schema_is_valid_and_strict():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    for path, node in nodes(SCHEMA):
        if node.get("type") == "object":
            assert node["additionalProperties"] is (path == "schema.edition"), path
            assert set(node["required"]) == set(node["properties"]), path


def test_every_field_is_described():
    for path, node in nodes(SCHEMA):
        for name, field in node.get("properties", {}).items():
            target = SCHEMA["$defs"].get(field.get("$ref", "").rpartition("/")[2], {})
            assert field.get("description") or target.get("description"), f"{path}.{name}"


def test_the_schema_knows_every_word_of_the_code():
    defs = SCHEMA["$defs"]
    estimate = defs["estimate"]["properties"]

    def enum(field):
        return {word for word in field["enum"] if word is not None}

    assert enum(estimate["rank"]) == set(RANKS)
    assert enum(estimate["cert"]) == set(CERTS)
    assert enum(estimate["interval"]) == set(INTERVALS.values())
    assert enum(estimate["derives_from"]["items"]["properties"]["how"]) == set(HOW)
    assert enum(estimate["rivals"]["items"]["properties"]["relation"]) == {str(r) for r in Relation}
    nesting = enum(estimate["not_comparable"]["items"]["properties"]["nesting"])
    assert nesting == {n.value for n in Nesting} - {Nesting.EQUAL.value}
    assert enum(defs["claim"]["properties"]["relations"]["items"]["properties"]["type"]) == {cito(r) for r in RELATIONS}
    assert enum(defs["finding"]["properties"]["kind"]) == set(KINDS)
    assert SCHEMA["properties"]["schema_version"]["const"] == SCHEMA_VERSION
