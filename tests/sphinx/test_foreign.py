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
