"""The oracle: after any edit an incremental build equals a clean one, byte for byte, figures and claims included."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import claims_edits
import edits
import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from edits import Files

#: (builder, its doctrees are shared with the others)
BUILDERS = ("html", "typst")


class Project:
    """A project on disk, its incremental outputs, and clean builds beside them."""

    def __init__(self, root: Path, files: Files, parallel: int = 0) -> None:
        self.root, self.files, self.parallel = root, files, parallel
        self.source = root / "source"
        self.clean = 0

    def build(self, builder: str) -> list[str]:
        edits.write(self.files, self.source)
        return edits.build(self.source, self.root / builder, self.root / "doctrees", builder, parallel=self.parallel)

    def differences(self, builder: str) -> list[str]:
        """What differs between the incremental output and a clean build of the same sources."""
        self.clean += 1
        out = self.root / f"clean-{self.clean}" / builder
        edits.build(self.source, out, self.root / f"clean-{self.clean}" / "doctrees", builder)
        return edits.compare(self.root / builder, out)


def _run(project: Project, random: Random, steps: int, group: int) -> None:
    for builder in BUILDERS:
        project.build(builder)
    log: list[str] = []
    while len(log) < steps:
        for _ in range(group):
            while (said := random.choice(claims_edits.EDITS)(random, project.files)) is None:
                pass
            log.append(said)
        for builder in random.sample(BUILDERS, len(BUILDERS)):
            project.build(builder)
        for builder in BUILDERS:
            assert project.differences(builder) == [], f"{builder} after {log[-group:]}"


@pytest.mark.parametrize(("seed", "theme", "parallel"), [(1, "basic", 0), (2, "alabaster", 2), (3, "furo", 0)])
def test_random_edits(tmp_path: Path, seed: int, theme: str, parallel: int) -> None:
    random = Random(seed)
    _run(Project(tmp_path, claims_edits.project(random, theme), parallel), random, steps=20, group=4)


@pytest.fixture
def small(tmp_path: Path) -> Project:
    project = Project(tmp_path, claims_edits.project(Random(4)))
    project.build("html")
    return project


def test_a_second_build_writes_nothing(small: Project) -> None:
    assert small.build("html") == []


def test_a_word_rewrites_its_page_alone(small: Project) -> None:
    small.files["p1.rst"] = edits.text(small.files, "p1.rst").replace("Words: ", "Words: indeed ", 1)
    assert small.build("html") == ["p1"]


def test_a_figure_rewrites_just_the_pages_that_show_it(small: Project) -> None:
    """A page that names neither the figure nor its quantity stays as it is."""
    page = next(name for name in edits.pages(small.files) if ":figure: " in edits.text(small.files, name))
    before = edits.text(small.files, page)
    figure = before.partition(":figure: ")[2].partition("\n")[0]
    small.files[page] = before.replace(f":figure: {figure}", ":figure: 123,456", 1)
    written = small.build("html")
    assert edits.docname(page) in written
    assert "glossary" not in written
    assert small.differences("html") == []
