"""Projects on other subjects, by people who know the documentation only; and what they may write wrongly."""

import pytest

NO_SUPPORT = "# Page\n\n:::{quantity} market The market\n:unit: €\n:::\n\n:::{estimate} ours\n:quantity: market\n{0}:::\n"


@pytest.mark.parametrize("builder", ["html", "singlehtml", "latex", "man", "typst", "claims", "gettext"])
def test_every_builder_tells_faults(make, builder):
    built = make({"index.md": NO_SUPPORT.replace("{0}", ":figure: 5,1\n:by: Us\n")}, builder=builder)
    told = sorted(line.rpartition("[")[2] for line in built.warnings if "[claims." in line)
    assert told == ["claims.no-support]", "claims.unknown-unit]", "claims.unreadable-figure]"]
