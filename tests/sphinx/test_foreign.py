"""Projects on other subjects, by people who know the documentation only; and what they may write wrongly."""

import pytest

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
