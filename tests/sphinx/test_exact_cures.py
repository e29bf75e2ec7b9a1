"""Each fault of Sphinx's incremental builds that is cured, with the cure alone."""

import json
import os
import shutil
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "oracle"))

import edits
from case import Case


@pytest.fixture
def case(request, tmp_path):
    return Case(request.param, tmp_path)


def of(root):
    return pytest.mark.parametrize("case", [root], indirect=True)


def index(case, builder="html", name="searchindex.js"):
    text = case.output(name, builder)
    return json.loads(text[text.index("{") : text.rindex("}") + 1])


def wrong(case, builder="html", **settings):
    """What differs from a clean build, apart from the search index: that is for another cure."""
    return [name for name in case.differences(builder, **settings) if name != "searchindex.js"]


# --- search ------------------------------------------------------------------------------------------------


@of("search")
def test_a_word_that_has_gone_leaves_the_search_index(case):
    case.build()
    case.edit("one.rst", "Zebras and badgers", "Badgers")
    assert case.build() == ["index", "one"]
    assert "zebra" not in index(case)["terms"]
    assert case.differences() == []


@of("search")
def test_index_entries_of_other_pages_stay_in_the_search_index(case):
    case.build()
    before = index(case)["indexentries"]
    assert list(before) == ["anatomy", "meles", "taxus"]
    case.edit("one.rst", "Zebras", "Okapis")
    case.build()
    assert index(case)["indexentries"] == before


@of("search")
def test_a_missing_search_index_is_made_from_all_pages(case):
    case.build()
    (case.folder / "html" / "searchindex.js").unlink()
    assert case.build() == ["index", "one", "two"]
    assert case.differences() == []


@of("search")
def test_kinds_of_html_without_a_search_index(case):
    case.build("devhelp")
    case.edit("one.rst", "Zebras", "Okapis")
    assert "two" not in case.build("devhelp")


@of("search")
def test_other_formats_of_the_search_index(case):
    case.build("json")
    before = index(case, "json", "searchindex.json")
    case.edit("one.rst", "Zebras and badgers", "Badgers")
    case.build("json")
    after = index(case, "json", "searchindex.json")
    assert "zebra" in before["terms"] and "zebra" not in after["terms"]
    assert after["indexentries"] == before["indexentries"]


# --- navigation --------------------------------------------------------------------------------------------


@of("navigation")
def test_a_word_does_not_rewrite_the_page_above(case):
    case.build()
    case.edit("one.rst", "First.", "The first.")
    assert case.build() == ["one"]


@of("navigation")
def test_a_title_shows_in_neighbours_and_above(case):
    case.build()
    case.edit("part/three.rst", "Three\n=====", "Drei\n====")
    # above, in the contents; before and after, as the next and the previous page
    assert case.build() == ["part/four", "part/index", "part/three"]
    assert wrong(case) == []


@of("navigation")
def test_a_title_shows_in_the_pages_below(case):
    case.build()
    case.edit("part/index.rst", "Part\n====", "Teil\n====")
    assert case.build() == ["index", "part/five", "part/four", "part/index", "part/three", "two"]
    assert wrong(case) == []


@of("navigation")
def test_headings_show_as_deep_as_the_contents_go(case):
    case.build()
    case.edit("one.rst", "A heading\n-", "Another one\n-")  # the contents of the root page are of one level
    assert case.build() == ["one"]
    case.edit("part/four.rst", "Another heading\n", "Still another\n")
    assert case.build() == ["part/four", "part/index"]


@of("navigation")
def test_pages_moved_in_the_contents(case):
    case.build()
    case.edit("part/index.rst", "three\n   four\n   five", "five\n   three\n   four")
    assert case.build() == ["part/five", "part/four", "part/index", "part/three"]
    assert wrong(case) == []


@of("navigation")
def test_numbers_are_taken_off(case):
    case.build()
    assert "1. Three" in case.output("part/index.html")
    case.edit("part/index.rst", "   :numbered:\n", "")
    case.build()
    assert "1. Three" not in case.output("part/index.html")
    assert case.differences() == []


@of("navigation")
def test_contents_that_name_a_removed_page(case):
    case.build()
    (case.source / "part" / "four.rst").unlink()
    case.build()
    assert "nonexisting document" in case.warnings
    assert "five.html" in case.output("part/three.html")
    assert wrong(case) == ["_sources/part/four.rst.txt", "part/four.html"]  # for another cure too


@of("navigation")
@pytest.mark.parametrize(
    ("theme", "options", "written"),
    [
        # alabaster opens only the branch of the page
        ("alabaster", {}, ["part/four", "part/index"]),
        ("alabaster", {"sidebar_collapse": False}, "all"),
        ("agogo", {}, ["part/four", "part/index"]),
        # furo shows all pages, but no headings of other pages
        ("furo", {}, ["part/four", "part/index"]),
    ],
)
def test_how_much_of_the_tree_a_theme_shows(case, theme, options, written):
    everything = case.build(html_theme=theme, html_theme_options=options)
    case.edit("part/four.rst", "Another heading\n", "Still another\n")
    found = case.build(html_theme=theme, html_theme_options=options)
    assert found == (everything if written == "all" else written)
    assert wrong(case, html_theme=theme, html_theme_options=options) == []


@of("navigation")
def test_furo_shows_the_titles_of_all_pages(case):
    everything = case.build(html_theme="furo")
    case.edit("part/four.rst", "Four\n====", "Vier\n====")
    assert case.build(html_theme="furo") == everything


@of("navigation")
def test_a_first_module_adds_a_link_to_every_page(case):
    everything = case.build()
    case.edit("one.rst", "First.", ".. py:module:: spam")
    assert case.build() == everything
    assert "py-modindex.html" in case.output("two.html")


@of("navigation")
def test_text_shows_no_neighbours(case):
    case.build("text")
    case.edit("part/three.rst", "Three\n=====", "Drei\n====")
    assert case.build("text") == ["part/index", "part/three"]
    assert case.differences("text") == []


# --- references --------------------------------------------------------------------------------------------


@of("references")
@pytest.mark.parametrize(
    ("old", "new", "concerned"),
    [
        ("The target\n==========", "A new title\n===========", {"rest", "link", "page"}),
        (".. _here:", ".. _there:", {"rest", "link", "unconcerned"}),
        (".. _picture:", ".. figure:: https://example.org/first.png\n\n   First\n\n.. _picture:", {"number"}),
        ("   Term\n      Its", "   Other\n      Its", {"words"}),
        ("spam()", "eggs()", {"function"}),
        ("Its meaning", "What it means", set()),
    ],
)
def test_references_show_what_is_there_now(case, old, new, concerned):
    case.build()
    case.edit("target.rst", old, new)
    # a page's own contents and neighbours do not count here: Sphinx rewrites the root page with any other
    assert {*case.build()} - {"index", "target"} == concerned
    neighbours = ["rest.html"] if "title" in new else []
    assert [name for name in wrong(case) if name not in neighbours] == []


@of("references")
def test_a_target_that_appears_or_moves(case):
    case.edit("target.rst", ".. _here:\n", "")
    case.build()
    case.edit("function.md", "# Function", "(here)=\n# Function")
    assert {"rest", "link", "unconcerned"} <= {*case.build()}
    assert 'href="function.html#here"' in case.output("link.html")


@of("references")
def test_missing_targets_are_told_once(case):
    case.build()
    assert case.warnings == ""
    case.edit("target.rst", ".. _here:\n", "")
    case.build()
    assert case.warnings.count("rest.rst:4: WARNING: undefined label: 'here'") == 2
    assert case.warnings.count("link.md:3: WARNING") == 1
    case.build()
    assert case.warnings == ""


@of("references")
def test_references_read_in_parallel(case):
    case.build(parallel=2)
    case.edit("target.rst", "The target\n==========", "A new title\n===========")
    assert {"rest", "link", "page"} <= {*case.build(parallel=2)}


# --- images, leftover files --------------------------------------------------------------------------------


@of("images")
def test_images_of_one_name(case):
    case.build()
    assert 'src="_images/dot.png"' in case.output("two.html")
    case.edit("one.rst", "Nothing yet.", ".. image:: a/dot.png")
    assert case.build() == ["index", "one", "two"]
    assert 'src="_images/dot1.png"' in case.output("two.html")
    assert wrong(case) == []


@of("removed")
@pytest.mark.parametrize(("builder", "page"), [("html", "more/gone.html"), ("dirhtml", "more/gone/index.html")])
def test_files_of_a_removed_page_go(case, builder, page):
    case.build(builder)
    written = {page, "_sources/more/gone.rst.txt", "_images/dot.png", "_images", "_downloads"}
    assert written <= case.files(builder)
    own = case.folder / builder / "more" / "own.txt"
    own.write_text("put here by hand", encoding="utf-8")
    shutil.rmtree(case.source / "more")
    case.build(builder)
    assert own.is_file()
    own.unlink()
    own.parent.rmdir()
    assert not {*written, "_sources/more", "more"} & case.files(builder)
    assert not (case.folder / "doctrees" / "more").exists()
    assert wrong(case, builder) == []


@of("removed")
def test_an_index_that_has_become_empty_goes(case):
    case.edit("kept.rst", "Text.", ".. py:module:: spam")
    case.build()
    assert "py-modindex.html" in case.files()
    case.edit("kept.rst", ".. py:module:: spam", "Text.")
    case.build()
    assert "py-modindex.html" not in case.files()


@of("removed")
@pytest.mark.parametrize(("builder", "suffix"), [("text", "txt"), ("xml", "xml"), ("pseudoxml", "pseudoxml")])
def test_other_formats_of_a_removed_page_go(case, builder, suffix):
    case.build(builder)
    assert f"more/gone.{suffix}" in case.files(builder)
    shutil.rmtree(case.source / "more")
    case.build(builder)
    assert case.differences(builder) == []


@of("removed")
def test_static_files_go_but_not_what_sphinx_puts_in_their_place(case):
    case.build()
    (case.source / "_static" / "own.txt").unlink()
    (case.source / "_static" / "pygments.css").unlink()
    case.write("_static/another.txt", "So that the directory stays.")
    case.build()
    assert "_static/own.txt" not in case.files()
    assert ".highlight" in case.output("_static/pygments.css")


@of("removed")
def test_a_file_that_no_build_listed_stays(case):
    outdir = case.folder / "html"
    outdir.mkdir()
    (outdir / "kept.txt").write_text("of the same name as a page", encoding="utf-8")
    case.build()
    (case.source / "kept.rst").unlink()
    case.build()
    assert "kept.txt" in case.files() and "kept.html" not in case.files()


# --- sources, order, appearance, doctrees, configuration ---------------------------------------------------


@of("myst")
def test_a_myst_link_to_a_page_that_goes_and_comes_again(case):
    """Whether ``[](page.rst)`` leads to a page is decided while it is read."""
    case.build()
    text = (case.source / "goal.rst").read_text(encoding="utf-8")
    case.edit("goal.rst", "Words", "Other words")
    assert case.build() == ["goal"]
    (case.source / "goal.rst").unlink()
    assert "index" in case.build()
    assert wrong(case) == []
    (case.source / "goal.rst").write_text(text, encoding="utf-8")
    assert "index" in case.build()
    assert wrong(case) == []


@of("sources")
def test_a_page_that_is_replaced_by_an_older_one(case):
    case.build()
    path = case.source / "page.rst"
    case.edit("page.rst", "New.", "Old.")
    os.utime(path, ns=(0, 1_000_000_000))
    case.build()
    assert "Old." in case.output("page.html")


@of("sources")
def test_a_page_that_gets_another_suffix(case):
    case.build()
    case.write("page.rst", "# Page\n\nIn *Markdown*.\n")
    os.utime(case.source / "page.rst", ns=(0, 1_000_000_000))
    (case.source / "page.rst").rename(case.source / "page.md")
    case.build()
    assert "In <em>Markdown</em>." in case.output("page.html")


@of("sources")
@pytest.mark.parametrize(("page", "text"), [("missing.rst", ""), ("missing.md", "# Missing\n\n")])
def test_an_included_file_that_turns_up(case, page, text):
    if text:
        (case.source / "missing.rst").unlink()
        case.write(page, text + "```{include} parts/later.txt\n```\n")
    case.build()
    case.write("parts/later.txt", "Here I am.")
    case.build()
    assert "Here I am." in case.output("missing.html")


@of("sources")
def test_a_better_image_that_turns_up(case):
    case.build()
    assert "dot.gif" in case.output("image.html")
    (case.source / "dot.png").write_bytes(edits.png(1))
    case.build()
    assert "dot.png" in case.output("image.html")


@of("sources")
def test_a_translated_image_that_turns_up(case):
    case.edit("image.rst", "dot.*", "dot.gif")
    case.build()
    (case.source / "dot.en.gif").write_bytes(edits.png(1))
    case.build()
    assert "dot.en.gif" in case.output("image.html")


@of("order")
def test_a_label_that_moves_by_way_of_two_pages(case):
    case.build()
    case.edit("two.rst", "Text.", ".. _shared:\n\nIn two\n------\n")
    assert case.build() == ["index", "one", "two"]  # the notes and links of the third page are its own
    assert "duplicate label shared" in case.warnings
    case.edit("two.rst", ".. _shared:\n\n", "")
    case.build()
    assert "undefined label" not in case.warnings
    case.edit("index.rst", ":ref:`shared`", "Now: :ref:`shared`")
    case.build()
    assert 'href="one.html#shared"' in case.output("index.html")


@of("order")
@pytest.mark.parametrize("parallel", [0, 2])
def test_of_two_pages_the_later_has_the_label(case, parallel):
    case.edit("two.rst", "Text.", ".. _shared:\n\nIn two\n------\n")
    case.build(parallel=parallel)
    assert 'href="two.html#shared"' in case.output("index.html")
    case.edit("one.rst", "In one\n", "In One\n")
    case.edit("index.rst", ":ref:`shared`", "Now: :ref:`shared`")
    case.build(parallel=parallel)
    assert 'href="two.html#shared"' in case.output("index.html")


@of("appearance")
def test_a_style_sheet_has_its_checksum_in_all_pages(case):
    case.build()
    assert case.build() == []
    case.write("_static/own.css", "p { color: grey }\n")
    assert case.build() == ["index", "one"]
    assert case.differences() == []


@of("appearance")
def test_a_template_that_goes(case):
    case.build()
    (case.source / "_templates" / "page.html").unlink()
    assert case.build() == ["index", "one"]
    assert "In a template" not in case.output("one.html")


@of("appearance")
def test_a_configuration_that_a_run_for_one_page_has_used_up(case):
    case.build(html_title="Before")
    case.build(files=["index.rst"], html_title="After")
    assert "Before" in case.output("one.html")
    case.build(html_title="After")
    assert "Before" not in case.output("one.html")


@of("appearance")
def test_tags_of_a_text_build(case):
    case.build("text")
    assert case.build("text", tags=("draft",)) == ["index", "one"]
    assert "In drafts." in case.output("one.txt", "text")


@of("appearance")
def test_a_date_in_every_page(case, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    case.build(html_last_updated_fmt="%Y")
    assert case.build(html_last_updated_fmt="%Y") == []
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1000000000")
    assert case.build(html_last_updated_fmt="%Y") == ["index", "one"]


@of("doctrees")
def test_a_change_that_another_builder_found_first(case):
    case.build("html")
    case.build("text")
    case.write("parts/included.txt", "After.")
    assert case.build("text") == ["index", "one"]
    assert "one" in case.build("html")
    assert wrong(case, "html") == []


@of("doctrees")
def test_a_change_that_a_run_for_one_page_found(case):
    case.build()
    case.write("parts/included.txt", "After.")
    case.build(files=["two.rst"])
    assert "Before." in case.output("one.html")
    assert "one" in case.build()
    assert "After." in case.output("one.html")


@of("configuration")
def test_code_in_the_configuration(case):
    case.build()
    case.edit("conf.py", "def setup", "# a comment\ndef setup")
    assert case.build() == []
    case.edit("conf.py", "Good morning", "Good evening")
    assert case.build() == ["index"]
    assert "Good evening." in case.output("index.html")
