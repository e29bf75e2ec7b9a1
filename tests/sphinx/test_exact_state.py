"""The record of what each page shows from elsewhere."""

import json
import os
import sys
from pathlib import Path

import pytest
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

sys.path.insert(0, str(Path(__file__).parents[1] / "oracle"))

from case import Case

from sphinx_claims.exact import state


@pytest.fixture
def case(tmp_path):
    return Case("state", tmp_path)


def record(case, builder="html"):
    return json.loads(case.output(state.RECORD, builder))


def test_just_the_pages_that_show_something_else(case):
    assert case.build() == ["index", "one", "two"]
    case.write("counted/one", "1\n2\n3\n")
    assert case.build() == ["one"]
    assert "3 lines" in case.output("one.html")
    assert case.differences() == []


def test_nothing_to_do(case):
    case.build()
    path = case.folder / "html" / state.RECORD
    os.utime(path, ns=(0, 0))
    assert case.build() == []
    assert path.stat().st_mtime_ns == 0
    assert not (case.folder / "html" / state.UNFINISHED).exists()


def test_builders_that_share_their_doctrees(case):
    case.build("html")
    case.build("text")
    case.write("counted/one", "1\n2\n3\n")
    assert case.build("html") == ["one"]
    assert case.build("text") == ["one"]
    assert case.differences("html") == case.differences("text") == []


def test_named_files(case):
    case.build()
    case.write("counted/one", "")
    case.write("counted/two", "")
    assert case.build(files=["two.rst"]) == ["two"]
    assert "every" not in record(case)["values"]
    assert case.build() == ["one"]
    assert case.differences() == []


def test_named_files_and_back_again(case):
    case.build()
    before = (case.source / "counted" / "two").read_text(encoding="utf-8")
    case.write("counted/one", "")
    case.write("counted/two", "")
    case.build(files=["two.rst"])
    case.write("counted/one", "1\n")
    case.write("counted/two", before)
    assert case.build() == ["two"]
    assert case.differences() == []


class Stop(BaseException):
    """Not an error: as when the user stops the build."""


@pytest.mark.parametrize(("error", "seen"), [(Stop, Stop), (ValueError, ExtensionError)])
def test_an_interrupted_build(case, monkeypatch, error, seen):
    case.build()

    def stop(app, doctree, docname):
        raise error

    def build(app, *args, **settings):
        app.connect("doctree-resolved", stop)
        original(app, *args, **settings)

    original = Sphinx.build
    case.write("counted/one", "")
    with monkeypatch.context() as patch, pytest.raises(seen):
        patch.setattr(Sphinx, "build", build)
        case.build()
    assert (case.folder / "html" / state.UNFINISHED).exists()
    assert case.build() == ["index", "one", "two"]
    assert case.differences() == []


def test_a_removed_page(case):
    case.build()
    assert set(record(case)["pages"]["lines"]) == {"one", "two"}
    (case.source / "two.rst").unlink()
    case.edit("index.rst", "   two\n", "")
    case.build()
    assert set(record(case)["pages"]["lines"]) == {"one"}
    assert case.differences() == []


@pytest.mark.parametrize("damage", ["", "{}", '{"format": 0, "pages": {}, "values": {}}'])
def test_without_a_record_that_can_be_read_all_is_written(case, damage):
    case.build()
    (case.folder / "html" / state.RECORD).write_text(damage, encoding="utf-8")
    assert case.build() == ["index", "one", "two"]
    assert case.differences() == []


def test_in_parallel(case):
    case.build(parallel=2)
    case.write("counted/one", "")
    assert case.build(parallel=2) == ["one"]
    assert case.differences() == []


def test_a_builder_that_writes_everything(case):
    case.build("singlehtml")
    assert record(case, "singlehtml")["pages"] == {}
    case.write("counted/one", "")
    assert case.build("singlehtml") == ["index"]
    assert case.differences("singlehtml") == []


def test_the_output_directory_is_deleted(case):
    case.build()
    for path in sorted((case.folder / "html").rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    assert case.build() == ["index", "one", "two"]
    assert case.differences() == []


def test_values_are_kept_from_build_to_build(case):
    case.build()
    assert record(case)["values"]["every"] == "[('one', '1'), ('two', '2')]"
    assert set(record(case)["pages"]) == {"appearance", "images", "lines", "navigation", "references"}


def test_the_record_is_no_part_of_a_book(case):
    case.build("epub")
    assert "unknown mimetype" not in case.warnings
