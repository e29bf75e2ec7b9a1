"""After any edit an incremental build equals a clean one, byte for byte; here for projects without claims."""

from random import Random

import edits
import pytest


@pytest.mark.parametrize(
    ("seed", "theme", "builders", "step"),
    [
        # two builders that share their doctrees; the theme shows a part of the tree on each page
        pytest.param(1, "alabaster", {"html": 0, "text": 0}, 4, id="alabaster-and-text"),
        # the theme shows the whole tree on each page; pages are read and written in parallel
        pytest.param(2, "furo", {"html": 2}, 5, id="furo-parallel"),
        pytest.param(3, "basic", {"dirhtml": 0}, 6, id="basic-directories"),
    ],
)
def test_sixty_edits(tmp_path, seed, theme, builders, step):
    random = Random(seed)
    oracle = edits.Oracle(tmp_path, edits.project(random, theme), builders)
    for _ in range(0, 60, step):
        done = oracle.apply(random, edits.EDITS, step)
        oracle.rebuild()
        assert oracle.differences() == [], f"after {done}"


@pytest.mark.parametrize("theme", ["alabaster", "furo"])
def test_a_word_concerns_one_page(tmp_path, theme):
    oracle = edits.Oracle(tmp_path, edits.project(Random(4), theme), {"html": 0})
    assert oracle.rebuild() == {"html": []}
    oracle.files["part/p4.rst"] += "A word more.\n"
    assert oracle.rebuild() == {"html": ["part/p4"]}
    assert oracle.differences() == []
