"""Entries are formatted once: counted, not timed."""

import importlib.metadata
import os
import shutil

import pytest
from pybtex.richtext import Text
from pybtex.style import FormattedEntry
from pybtex.style.formatting.unsrt import Style as UnsrtStyle
from sphinx.testing.util import SphinxTestApp

from sphinx_claims.bibliography import speed
from sphinx_claims.bibliography.style import HistoryStyle


@pytest.fixture
def formatted(monkeypatch):
    """The keys of the entries that were formatted."""
    keys = []
    original = HistoryStyle.format_entry

    def format_entry(self, label, entry, bib_data=None):
        keys.append(entry.key)
        return original(self, label, entry, bib_data)

    monkeypatch.setattr(HistoryStyle, "format_entry", format_entry)
    return keys


@pytest.fixture
def build(rootdir, tmp_path):
    """Build the root, in the same place each time; return what was warned of."""
    src = tmp_path / "src"
    shutil.copytree(rootdir / "test-bib-rst", src)

    def run(**settings):
        app = SphinxTestApp("html", srcdir=src, confoverrides=settings)
        app.build()
        warnings = app.warning.getvalue()
        app.cleanup()
        return warnings

    run.src = src
    return run


def edit(path, old, new):
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    now = path.stat().st_mtime_ns + 10_000_000_000
    os.utime(path, ns=(now, now))


def test_each_entry_once_and_none_again(build, formatted):
    assert build() == ""
    assert sorted(formatted) == ["getty1993", "mvd1953", "trotsky-a", "trotsky-b", "zemskov1991"]
    formatted.clear()
    assert build() == ""
    assert formatted == []


def test_changed_entry_is_formatted_again(build, formatted):
    build()
    formatted.clear()
    edit(build.src / "refs.bib", "title = {Summary}", "title = {Resume}")
    build()
    assert formatted == ["mvd1953"]


def test_entry_whose_label_changed_is_formatted_again(build, formatted):
    build()
    formatted.clear()
    edit(build.src / "refs.bib", "title = {The Stalin School}", "title = {Always}")
    build()
    assert sorted(formatted) == ["trotsky-a", "trotsky-b"]


def test_other_code_formats_all_again(build, formatted, monkeypatch):
    build()
    formatted.clear()
    monkeypatch.setattr(speed, "version", lambda library: "other")
    build()
    assert len(formatted) == 5


def test_missing_field_is_warned_of_in_each_build(build):
    settings = {"bibtex_default_style": "plain", "bibtex_reference_style": "label"}
    first = build(**settings)
    assert "missing publisher in trotsky-a" in first
    assert build(**settings).count("missing publisher") == first.count("missing publisher") == 3


def test_no_search_among_installed_packages_for_each_citation(build, monkeypatch):
    build()
    searched = []
    original = importlib.metadata.entry_points

    def entry_points(**query):
        searched.append(query.get("name"))
        return original(**query)

    monkeypatch.setattr("pybtex.plugin.entry_points", entry_points)
    edit(build.src / "one.rst", "In parentheses", "Here")
    build()
    found = [name for name in searched if name == "plaintext"]
    assert len(found) <= 1  # by the registration itself


class InConf(UnsrtStyle):
    """A style whose code is in no module."""

    __module__ = "builtins"

    def format_entry(self, label, entry, bib_data=None):
        return FormattedEntry(entry.key, Text("T"), label)


def test_fingerprint_tells_code():
    assert speed.fingerprint(HistoryStyle()) == speed.fingerprint(HistoryStyle())
    assert speed.fingerprint(HistoryStyle()) != speed.fingerprint(UnsrtStyle())
    assert speed.fingerprint(InConf()) is None
