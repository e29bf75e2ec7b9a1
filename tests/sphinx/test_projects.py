"""Projects of other shapes: empty, without a bibliography, in another language, in parallel, wrongly configured."""

import json
import os
import shutil
from collections import OrderedDict

import pytest
from sphinx.errors import ConfigError

BARE = """\
project = "Bare"
extensions = ["myst_parser", "sphinx_claims"]
myst_enable_extensions = ["colon_fence"]
"""
CLAIM = "# Page\n\n:::{claim} one A claim\n:by: Somebody\n\nThe statement, of {claim}`one`.\n:::\n"


@pytest.mark.parametrize("builder", ["html", "latex", "text", "claims"])
def test_a_project_without_objects(make, syntax, builder):
    built = make({"index.md": "# Nothing yet\n\nText.\n"}, syntax, builder, conf=BARE)
    assert built.warnings == ()
    if builder in ("html", "claims"):
        assert json.loads(built.page("claims.json"))["estimates"] == []


def test_lists_in_a_project_without_objects(make, syntax):
    views = ("list", "findings", "collation", "concordance")
    page = "# Lists\n\n" + "\n\n".join(f":::{{claims-{view}}}\n:::" for view in views) + "\n"
    built = make({"index.md": page}, syntax, conf=BARE)
    assert built.warnings == ()
    words = built.words("index.html")
    for said in ("Nothing in the edition answers to this.", "Nothing was found.", "No witness speaks."):
        assert said in words


@pytest.mark.parametrize("builder", ["html", "epub", "latex"])
def test_a_project_without_a_bibliography(make, syntax, builder):
    conf = BARE + 'copyright = "nobody"\nversion = "1"\n'
    built = make({"index.md": CLAIM}, syntax, builder, conf=conf)
    assert built.warnings == ()
    assert built.view.model.claims["one"].by == ("Somebody",)


def test_without_a_bibliography_every_key_is_unknown(make, syntax):
    built = make({"index.md": CLAIM.replace(":by: Somebody", ":source: getty1993")}, syntax, conf=BARE)
    assert [line.split(" [")[1] for line in built.warnings] == ["claims.unknown-source]"]


@pytest.mark.parametrize("builder", ["html", "latex", "text"])
def test_another_language(make, syntax, mini, builder):
    built = make(mini, syntax, builder, language="de")
    assert built.warnings == ()
    if builder == "html":
        assert '<html lang="de"' in built.page("deaths.html")
        assert json.loads(built.page("claims.json"))["edition"]["language"] == "de"


def test_a_translated_statement_is_the_one_in_the_data(make, copy_of, tmp_path, syntax):
    (tmp_path / "locale" / "de" / "LC_MESSAGES").mkdir(parents=True)
    (tmp_path / "locale" / "de" / "LC_MESSAGES" / "index.po").write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
        'msgid "The statement."\nmsgstr "Die Aussage."\n',
        encoding="utf-8",
    )
    page = {"index.md": "# Page\n\n:::{claim} one A claim\n:by: Somebody\n\nThe statement.\n:::\n"}
    built = make(page, syntax, conf=BARE, language="de", locale_dirs=[str(tmp_path / "locale")])
    assert built.warnings == ()
    assert "Die Aussage." in built.words("index.html")
    assert json.loads(built.page("claims.json"))["claims"][0]["text"] == "Die Aussage."


def outputs(out):
    """All that a build wrote, byte for byte, its own notes apart."""
    return {
        p.relative_to(out).as_posix(): p.read_bytes()
        for p in sorted(out.rglob("*"))
        if p.is_file() and not p.name.startswith(".")
    }


def test_parallel_builds_equal_serial_ones(make, projects, mini, syntax):
    serial = projects("mini", mini, syntax, "html")
    parallel = make(mini, syntax, parallel=2)
    assert parallel.warnings == ()
    assert outputs(parallel.out) == outputs(serial.out)


def test_a_build_without_changes_writes_nothing(make, rebuild, mini, syntax):
    first = make(mini, syntax)
    pages = [first.out / name for name in ("index.html", "deaths.html", "deep/views.html", "claims.json")]
    times = [p.stat().st_mtime_ns for p in pages]
    assert rebuild(first).warnings == ()
    assert [p.stat().st_mtime_ns for p in pages] == times


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("deaths", "must be a list or a mapping"),
        ([1], "must be a word"),
        ({"a": {"inside": "b"}}, "must be a word, with a mapping of 'within' and 'additive' at most"),
        ({"a": 3}, "must be a word, with a mapping"),
        ([["a"]], r"\['a'\] must be a word"),
        ([""], "'' must be a word"),
        ({"a": {"additive": "no"}}, "of 'a', 'within' must be another word, and 'additive' True or False"),
        ({"a": {"within": "b"}}, "'a' lies within 'b', which is not in the list"),
        ({"a": {"within": "b"}, "b": {"within": "a"}}, "'a' lies within itself"),
    ],
)
@pytest.mark.parametrize("name", ["claims_units", "claims_counts", "claims_places", "claims_basis"])
def test_a_vocabulary_that_cannot_be_read_is_refused(name, value, said):
    from sphinx_claims.settings import terms

    with pytest.raises(ConfigError, match=f"{name}.*{said}"):
        terms(name, value)


@pytest.mark.parametrize(
    ("value", "within", "additive"),
    [
        (["a", "b"], "", True),
        (("a", "b"), "", True),
        ({"a": None, "b": {}}, "", True),
        (OrderedDict(a={}, b={}), "", True),
        ({"a": "b", "b": ""}, "b", True),
        ({"a": {"within": "b", "additive": False}, "b": {}}, "b", False),
    ],
)
def test_vocabularies(value, within, additive):
    from sphinx_claims.settings import terms

    found = terms("claims_units", value)
    assert list(found) == ["a", "b"]
    assert (found["a"].within, found["a"].additive) == (within, additive)


def test_a_wrong_vocabulary_stops_the_build_before_it_begins(make, syntax):
    with pytest.raises(ConfigError, match="claims_units must be a list"):
        make({"index.md": CLAIM}, syntax, conf=BARE + 'claims_units = {"a": {"within": "nowhere"}}\n', claims_units=3)


def test_another_vocabulary_is_taken_up_without_reading_pages_again(make, rebuild, syntax):
    page = {"index.md": "# Page\n\n:::{quantity} one A quantity\n:unit: parsecs\n:::\n"}
    first = make(page, syntax, claims_units=["metres"])
    assert len(first.warnings) == 1
    assert rebuild(first, claims_units=["metres", "parsecs"]).warnings == ()
    assert rebuild(first, claims_units=["metres"]).warnings == first.warnings


def test_what_the_edition_says_of_itself(make, syntax):
    conf = BARE + 'claims_edition = {"licence": "CC BY 4.0", "title": "Another title"}\nversion = "2"\nauthor = "We"\n'
    about = json.loads(make({"index.md": CLAIM}, syntax, conf=conf).page("claims.json"))["edition"]
    assert about["title"] == "Another title"
    assert (about["licence"], about["author"], about["version"]) == ("CC BY 4.0", "We", "2")


def test_a_role_in_other_places_that_are_copied(make, syntax):
    page = (
        "# Page\n\n:::{figure} none.png\n\nA caption with {claim}`words <one>`.\n:::\n\n"
        ":::{admonition} A title with {claim}`one`\n\nText.\n:::\n\n:::{rubric} A rubric with {claim}`one`\n:::\n\n"
        ":::{glossary}\n\nA term with {claim}`one`\n  Its definition.\n:::\n\n" + CLAIM.partition("\n\n")[2]
    )
    built = make({"index.md": page, "none.png": ""}, syntax, conf=BARE)
    assert [line.rpartition(" [")[2] for line in built.warnings] == ["claims.role-in-title]"] * 2
    text = "".join(
        p.read_text(encoding="utf-8") for p in built.out.rglob("*.*") if p.suffix in (".html", ".js", ".json")
    )
    assert "\ue000" not in text
    assert "\\ue000" not in text
    assert "A caption with words" in built.words("index.html")


@pytest.mark.parametrize("id_", ["<script>alert(1)</script>", "a&quot;b", "ünïcode", "a'b", "Ж", "%41", "a#b"])
def test_ids_that_are_refused_do_no_harm(make, syntax, id_):
    page = f"# Page\n\n:::{{claim}} {id_} A claim\n:by: Somebody\n\nThe statement.\n:::\n"
    built = make({"index.md": page}, syntax, conf=BARE)
    assert [line.rpartition(" [")[2] for line in built.warnings] == ["claims.malformed-id]"]
    assert "The statement." in built.words("index.html")
    assert "<script>alert" not in built.page("index.html")
    json.loads(built.page("claims.json"))


def test_contents_are_read_again_when_they_change_and_need_not_be_text(make, rebuild, syntax):
    page = "# Page\n\n:::{witness} W A witness\n:contents: contents.tsv\n:::\n"
    first = make({"index.md": page, "contents.tsv": "locator\tsection\tsentences\nW 1\tOne\t3\n"}, syntax, conf=BARE)
    assert first.warnings == ()
    assert first.view.model.witnesses["W"].contents == (("1", "One", 3),)
    (first.src / "contents.tsv").write_bytes(b"locator\xff\x00")
    os.utime(first.src / "contents.tsv", (2_000_000_000, 2_000_000_000))
    assert [line.rpartition(" [")[2] for line in rebuild(first).warnings] == ["claims.bad-contents]"]


def test_a_page_that_is_removed_takes_its_objects_along(make, rebuild, mini, syntax):
    built = make({**mini, "index.md": mini["index.md"]}, syntax)
    end = ".md" if syntax == "myst" else ".rst"
    (built.src / f"orphan{end}").unlink()
    again = rebuild(built)
    assert "orphaned" not in again.view.model.claims
    assert not (again.out / "orphan.html").exists()
    assert "orphaned" not in again.page("claims.json")


def test_the_data_builder_leaves_pages_alone(projects, mini, syntax):
    built = projects("mini", mini, syntax, "claims")
    assert {p.name for p in built.out.iterdir() if not p.name.startswith(".")} == {"claims.json", "claims.schema.json"}


def test_copies_of_a_project_in_another_folder_give_the_same(projects, mini, copy_of, tmp_path, syntax, rebuild):
    built = projects("mini", mini, syntax, "html")
    moved = copy_of(built.src, tmp_path / "elsewhere" / "deeper")
    shutil.rmtree(moved / "_build", ignore_errors=True)
    again = rebuild(type(built)(moved / "_build" / "html", moved, (), None, 0))
    assert outputs(again.out) == outputs(built.out)


@pytest.mark.parametrize("builder", ["html", "text"])
def test_a_place_of_a_witness_that_is_named_again_and_again(make, syntax, builder):
    """Twice in a paragraph, in a heading, on two pages: the concordance names each page once, and lands on words."""
    files = {
        "index.md": "# Start\n\n:::{toctree}\n\none\ntwo\n:::\n\n:::{witness} W The text\n:::\n\n"
        ":::{claims-concordance}\n:::\n",
        "one.md": "# One\n\nSee {witness}`W 1.2`, again {witness}`W 1.2`, and {witness}`W 1.3; W 1.2`.\n",
        "two.md": "# Two\n\nSee {witness}`the text <W 1.2>`.\n\nAnd *later {witness}`W 1.2`*.\n",
    }
    built = make(files, syntax, builder, conf=BARE)
    assert built.warnings == ()
    if builder == "html":
        page = built.page("index.html")
        row = page[page.index('id="passage-W-1-2"') :].partition("</tr>")[0]
        assert row.count("<a ") == 2
        assert 'href="one.html#cited-one-W-1-2"' in row
        assert built.page("one.html").count('id="cited-one-W-1-2"') == 1
        assert built.page("two.html").count('id="cited-two-W-1-2"') == 1
        assert 'href="index.html#passage-W-1-2"' in built.page("two.html")
