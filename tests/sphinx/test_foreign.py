"""Projects on other subjects, by people who know the documentation only; and what they may write wrongly."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

ROOTS = Path(__file__).parent / "roots"

NO_SUPPORT = """\
# Page

:::{quantity} market The market
:unit: €
:::

:::{estimate} ours
:quantity: market
:figure: 5,1
:by: Us
:::
"""


@pytest.mark.parametrize("builder", ["html", "singlehtml", "latex", "man", "typst", "claims", "gettext"])
def test_every_builder_tells_faults(make, builder):
    built = make({"index.md": NO_SUPPORT}, builder=builder)
    told = sorted(line.rpartition("[")[2] for line in built.warnings if "[claims." in line)
    assert told == ["claims.no-support]", "claims.unknown-unit]", "claims.unreadable-figure]"]


def test_what_is_silenced_is_not_shown_either(make, rebuild):
    told = make({"index.md": NO_SUPPORT})
    assert "[claims.no-support]" in told.words("index.html")
    silent = rebuild(told, suppress_warnings=["claims.no-support", "claims.unknown-unit"])
    assert [line.rpartition("[")[2] for line in silent.warnings] == ["claims.unreadable-figure]"]
    page = silent.words("index.html")
    assert "[claims.unreadable-figure]" in page
    assert "1 fault" in page
    assert "claims.no-support" not in page
    assert "fault" not in rebuild(told, suppress_warnings=["claims"]).words("index.html")


def foreign(name):
    """The configuration and the files of a project of its own."""
    folder = ROOTS / f"test-foreign-{name}"
    files = {p.name: p.read_text(encoding="utf-8") for p in sorted(folder.glob("*.*"))}
    return {"conf": files.pop("conf.py"), "files": files}


@pytest.fixture(scope="module")
def hubble(projects):
    """Rival values of a constant of nature, in MyST."""
    return projects("foreign-hubble", syntax="as it is", **foreign("hubble"))


@pytest.fixture(scope="module")
def war(projects):
    """Casualties of another war, in reStructuredText, by authors of three alphabets."""
    return projects("foreign-war", syntax="as it is", **foreign("war"))


def data(built):
    """claims.json with its objects by id."""
    whole = json.loads(built.page("claims.json"))
    return {kind: {o["id"]: o for o in whole[kind]} for kind in ("quantities", "estimates", "claims")} | {
        "findings": [(f["kind"], *f["objects"]) for f in whole["findings"]]
    }


def relations(built, id_):
    return {rival["id"]: rival["relation"] for rival in data(built)["estimates"][id_]["rivals"]}


def test_values_of_a_constant(hubble):
    assert hubble.warnings == ()
    found = data(hubble)
    assert relations(hubble, "planck") == {
        "sh0es": "apart",  # 66.9–67.9 against 72–74.08
        "key-project": "within",  # 64–80
        "holicow": "apart",  # 71.5–75
        "over-65": "open",
    }
    quantity = found["quantities"]["hubble-constant"]
    assert quantity["span"] == {"at_least": 64, "at_most": 80, "open_below": False, "open_above": True}
    assert [reason["objects"] for reason in quantity["reasons"]] == [["planck", "sh0es"]]
    estimates = found["estimates"]
    assert [(o["id"], o["nesting"]) for o in estimates["bao"]["not_comparable"]][:1] == [("planck", "narrower")]
    assert estimates["hubble-500"]["rivals"] == []
    assert (estimates["bao"]["origins"], estimates["bao"]["origins_stated"]) == (["planck2020"], [])
    assert estimates["over-65"]["origins"] == ["planck2020", "riess2022"]
    assert estimates["key-project"]["origins"] == []
    assert {id_: c["contested"] for id_, c in found["claims"].items()} == {
        "tension-real": True,
        "tension-unproven": True,
    }
    assert found["findings"] == []


def test_what_a_reader_of_the_constant_sees(hubble):
    page = hubble.words("index.html")
    assert "The early universe gives 67.4 ± 0.5, nearby stars 73.04 ± 1.04: together 64–80 or more≠." in page
    assert "Six figures, from 64 to 80 km/s/Mpc, the upper end left open by some." in page
    assert "Contested: 67.4 ± 0.5 (Planck Collaboration 2020) and 73.04 ± 1.04 (Riess and Yuan 2022) are apart." in page
    assert "Two known origins behind four" in page
    assert "for one of them inferred or remembered, two of unknown origin. One figure is deprecated." in page
    assert "Nothing was found." in hubble.words("lists.html")


def test_casualties(war):
    assert war.warnings == ()
    found = data(war)
    estimates = found["estimates"]
    assert relations(war, "losses-davies") == {"losses-parts": "apart", "losses-loose": "open"}
    assert {o["id"]: o["nesting"] for o in estimates["losses-davies"]["not_comparable"]} == {
        "losses-summer": "wider",
        "losses-wide": "narrower",
    }
    assert relations(war, "dead-slip") == {"dead-nowak": "near", "dead-ivanov": "apart", "dead-all": "apart"}
    assert relations(war, "army-1920") == {"army-1920-d": "apart"}
    assert relations(war, "army-1918") == {}
    assert [w["printed"] for w in estimates["losses-davies"]["witnesses"]] == ["250,000", "251,000"]
    assert {id_: estimates[id_]["origins"] for id_ in ("losses-parts", "dead-slip", "dead-all", "army-1918")} == {
        "losses-parts": ["caw1921", "ivanov1925"],
        "dead-slip": ["caw1921"],
        "dead-all": [],
        "army-1918": ["nowak2010"],
    }
    assert found["findings"] == [
        ("sum", "losses-parts", "dead-nowak", "dead-ivanov"),
        ("nested", "losses-summer", "losses-parts"),
        ("nested", "losses-davies", "losses-wide"),
        ("nested", "losses-summer", "losses-wide"),
        ("part", "dead-all", "losses-davies"),
        ("slip", "dead-nowak", "dead-slip"),
    ]


def test_what_a_reader_of_the_war_sees(war):
    page, lists = war.words("index.html"), war.words("lists.html")
    assert "47,615 + 90,000–100,000 = 240,000 does not add up: it misses by 92,385" in lists
    assert "In Davies 1972 the part 300,000" in lists
    assert "from 100,000 (1918), by way of 950,000 (1920) to 270,000 (1921) (soldiers)." in page
    assert "K and Ж do not contradict each other. One reading is emended." in page
    for name in ("محمد الحداد", "Łukasz Żółkiewski", "Пётр Семёнович Иванов"):
        assert name in page
    assert "250,000 K 2.3" in lists
    assert "251,000 Ж 4.1" in lists


# -- what may be written wrongly: nothing is lost, nothing gets into the markup

HOSTILE = """\
# same

(late)=
## Late

Text, {estimate}`<script>-e`, {estimate}`x <../up>`, {witness}`<b>`.

:::{claim} late Late <b>&"
:by: <img src=x onerror=alert(1)>
:topic: <script>
:disputes: nothing

The statement.
:::

:::{claim} same Same
:by: "><script>alert(1)</script>

The statement.
:::

:::{quantity} ../up Title <script>alert(1)</script>
:unit: </td><i>
:counts: " onclick="x
:::

:::{estimate} <script>
:quantity: ../up
:figure: <u>5</u>
:by: <u>me</u>
:witness: <b> 1.1
:source: "><s>
:basis: <i>
:::

:::{estimate} lost
:quantity: same
:figure: 1,234
:by: Somebody
:::

:::{claims-list}
:by: <s>
:caption: <s>caption</s>
:show: <s>
:::
"""


class Markup(HTMLParser):
    """The elements, ids and event handlers of a page."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.ids, self.handlers = set(), [], []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.handlers += [name for name, _value in attrs if name.startswith("on")]
        self.ids += [value for name, value in attrs if name == "id"]


@pytest.mark.parametrize("builder", ["html", "singlehtml", "epub"])
def test_nothing_gets_into_the_markup(make, syntax, builder):
    built = make({"index.md": HOSTILE}, syntax, builder)
    told = [line for line in built.warnings if "[claims." in line]
    assert len(told) > 10
    assert [line for line in told if not re.match(r"index\.(md|rst):\d+: WARNING: .* \[claims\.[a-z-]+\]$", line)] == []
    page = Markup(built.page("index.xhtml" if builder == "epub" else "index.html"))
    assert not page.tags & {"s", "u", "i", "b", "img"}
    assert page.handlers == []
    assert len(page.ids) == len(set(page.ids))
    assert {"late", "same"} <= set(page.ids)
    assert not [p for p in built.out.parent.parent.rglob("*") if p.name.startswith("up")]


def test_a_figure_of_no_quantity_stays_in_sight(make, syntax):
    built = make({"index.md": HOSTILE}, syntax)
    assert "1,234 lost" in built.words("index.html")
    assert 'id="lost"' in built.page("index.html")


def test_a_file_that_two_pages_include_is_told_once(make, syntax):
    files = {
        "index.md": "# Index\n\n:::{toctree}\n\none\ntwo\n:::\n",
        "one.md": "# One\n\n:::{include} part.md\n:::\n",
        "two.md": "# Two\n\n:::{include} part.md\n:::\n",
        "part.md": ":::{quantity} twice Twice\n:unit: deaths\n:::\n",
    }
    built = make(files, syntax, exclude_patterns=["part.*"])
    [line] = built.warnings
    assert "the id stands twice, as the pages one and two include this file; include it once" in line
    assert "[claims.duplicate-id]" in built.words("two.html")


TWICE = """\
# Page

::::{quantity} first One
:unit: deaths
:::{estimate} one
:figure: 5
:source: getty1993
:figure: 6
:source: mvd1953
:::
::::

:::{quantity} second Two
---
unit: deaths
place: USSR
unit: t
---
unit: in the body
unit: twice
:::
"""


def test_options_given_twice_are_told(make):
    lines = "\n".join(make({"index.md": TWICE}).warnings)
    told = re.findall(r":(\d+): WARNING: .* option :([a-z]+): .*repeated-option", lines)
    assert told == [("5", "figure"), ("5", "source"), ("13", "unit")]


def test_an_epub_is_made_again_after_its_theme_options_changed(make, rebuild):
    first = make({"index.md": "# Page\n\nText.\n"}, builder="epub")
    again = rebuild(first, "epub", epub_theme_options={"relbar1": "false"}, html_theme_options={"nosidebar": "true"})
    assert (first.warnings, again.warnings) == ((), ())
