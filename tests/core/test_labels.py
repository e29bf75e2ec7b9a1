"""Author–date labels and their order, on entries alone."""

import pytest
from pybtex.database import parse_string

from sphinx_claims.bibliography import labels
from sphinx_claims.bibliography.collation import collate, collate_title


def entry(fields, kind="book", key="x"):
    return parse_string(f"@{kind}{{{key}, {fields}}}", "bibtex").entries[key]


@pytest.mark.parametrize(
    ("fields", "label"),
    [
        ("author={Getty, J. Arch}, year={1985}", "Getty 1985"),
        ("author={Davies, R. W. and Wheatcroft, Stephen G.}, year={2004}", "Davies and Wheatcroft 2004"),
        (
            "author={Getty, J. Arch and Rittersporn, Gábor T. and Zemskov, Viktor N.}, year={1993}",
            "Getty, Rittersporn, and Zemskov 1993",
        ),
        ("author={A, B and C, D and E, F and G, H}, year={2015}", "A et al. 2015"),
        ("author={A, B and others}, year={2015}", "A et al. 2015"),
        ("editor={Getty, J. Arch and Manning, Roberta T.}, year={1993}", "Getty and Manning 1993"),
        ("compiler={Smirnov, M. B.}, year={1998}", "Smirnov 1998"),
        ("author={{Memorial International}}, year={2017}", "Memorial International 2017"),
        ("author={{Memorial International} and {APRF}}, shortauthor={Memorial}, year={2013}", "Memorial 2013"),
        ("author={van Ree, Erik}, year={2002}", "van Ree 2002"),
        ("author={Земсков, В. Н.}, year={1991}", "Земсков 1991"),
        (r"author={W\'ojcik, Ł.}, year={2001}", "Wójcik 2001"),
        ("author={Graziosi, Andrea}, year={2004/2005}", "Graziosi 2004–2005"),
        ("author={Smith, A}, date={1999}", "Smith 1999"),
        ("author={Smith, A}", "Smith n.d."),
        ("title={The Anonymous Work}, year={1930}", "The Anonymous Work 1930"),
        ("title={The Anonymous Work}, shorttitle={Anonymous}, year={1930}", "Anonymous 1930"),
        ("organization={{League of Nations}}, title={Yearbook}, year={1931}", "League of Nations 1931"),
        ("author={X, Y}, shorthand={Census of 1937}, year={1937}", "Census of 1937"),
        ("author={MVD}, archive={GARF}, shelfmark={f. 9401, op. 1}, year={1953}", "GARF, f. 9401, op. 1"),
        ("archive={RGASPI}", "RGASPI"),
        ("year={1950}", "x 1950"),
    ],
)
def test_label(fields, label):
    assert labels.short_label(entry(fields)) == label


def test_suffix_stands_behind_the_year_or_in_parentheses():
    assert labels.short_label(entry("author={A, B}, year={1990}"), "b") == "A 1990b"
    assert labels.short_label(entry("shorthand={Census}"), "b") == "Census (b)"


def test_suffixes_only_for_equal_labels_in_the_order_of_titles():
    entries = [
        entry("author={Trotsky, Leon}, year={1937}, title={The Stalin School}", key="school"),
        entry("author={Trotsky, Leon}, year={1937}, title={The Revolution Betrayed}", key="betrayed"),
        entry("author={Trotsky, Leon}, year={1938}, title={Their Morals}", key="morals"),
        entry("author={Trotsky, Leon}, year={1937}, title={Stalinism and Bolshevism}", key="bolshevism"),
    ]
    assert labels.label_suffixes(entries) == {"betrayed": "a", "school": "b", "bolshevism": "c"}
    assert labels.label_suffixes(reversed(entries)) == labels.label_suffixes(entries)


def test_more_than_twenty_six_equal_labels():
    entries = [entry(f"author={{A, B}}, year={{1}}, title={{T{n:03}}}", key=f"k{n:03}") for n in range(28)]
    found = labels.label_suffixes(entries)
    assert [found[f"k{n:03}"] for n in (0, 25, 26, 27)] == ["a", "z", "aa", "ab"]


def test_authors_in_natural_order():
    found = entry("author={Getty, J. Arch and van Ree, Erik and Smith, Jr., John and others}")
    assert labels.authors(found) == ("J. Arch Getty", "Erik van Ree", "John Smith Jr.")
    assert labels.authors(entry("editor={{GULAG}}")) == ("GULAG",)
    assert labels.authors(entry("title={T}")) == ()


def test_year_is_the_date_in_the_file():
    assert labels.year(entry("year={1999/2006}")) == "1999/2006"
    assert labels.year(entry("title={T}")) == ""


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("Harper & Row", "Harper & Row"),
        (r"Harper \& Row", "Harper & Row"),
        (r"Sch\"on {USSR} 50~\%", "Schön USSR 50\u00a0%"),
        ("1917--1924", "1917–1924"),
        ("{Memorial}", "Memorial"),
    ],
)
def test_plain_text_of_fields(value, text):
    assert labels.plain(value) == text


def test_addresses_are_taken_as_they_stand():
    assert labels.plain_field("url", "http://example.org/~a/b_c--d") == "http://example.org/~a/b_c--d"


def test_latin_and_cyrillic_sort_in_one_alphabet():
    names = ["Жуков", "Zemskov", "Żeromski", "Ellman", "Łukasz", "Lukes", "Зима", "Khar’kova", "Хлевнюк", "d’Arc"]
    assert sorted(names, key=collate) == [
        "d’Arc", "Ellman", "Khar’kova", "Хлевнюк", "Łukasz", "Lukes", "Zemskov", "Żeromski", "Жуков", "Зима",
    ]  # fmt: skip


def test_numbers_sort_by_value():
    assert sorted(["f. 9401", "f. 41", "f. 589"], key=collate) == ["f. 41", "f. 589", "f. 9401"]


def test_titles_sort_without_article():
    assert collate_title("The Gulag") == collate("Gulag")
    assert collate_title("Theatre") == collate("Theatre")


def test_one_author_before_several_and_names_before_years():
    entries = [
        entry("author={Davies, R. W. and Wheatcroft, S.}, year={2004}", key="dw"),
        entry("author={Davies, R. W.}, year={1997}", key="d"),
        entry("editor={Davies, R. W. and Harrison, M.}, year={1994}", key="dh"),
        entry("author={Davies, Sarah}", key="undated"),
        entry("author={Davies, Sarah}, year={1990}", key="ds"),
    ]
    assert [e.key for e in sorted(entries, key=labels.sort_key)] == ["d", "dh", "dw", "ds", "undated"]
