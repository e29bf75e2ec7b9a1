"""Measures builds of one edition in three flavours against the targets (``make bench``).

    python tests/bench/run.py [--rounds 3] [--sizes 600 3000 [12000]] [--flavours claims plain needs]

Every build is a process of its own, on one core, the flavours in turn. CPU time is what the process and its
children spent, so that a busy machine matters little; memory is the peak of the resident set. Medians are
compared. Exit status 1 if a target is missed or the flavours do not say the same.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import sys
import tempfile
import time
from collections import defaultdict
from html import unescape
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import NamedTuple

HERE = Path(__file__).parent
EXT = HERE.parents[1] / "ext"
sys.path[:0] = [str(EXT), str(HERE)]

from content import Edition, make_edition  # noqa: E402
from flavours import write  # noqa: E402

FLAVOURS = ("claims", "plain", "needs")
STEPS = ("clean", "no-op", "commentary", "claim")
#: The size at which the targets hold.
AT = 3000
#: Pages may differ by this part in their number of words.
WORDS = 0.05
#: Cost per object may grow by this part from one size to the next, as caches miss more often in more memory.
GROWTH = 0.20


class Target(NamedTuple):
    """At most `limit` times what `flavour` takes in `step`, in CPU time or memory."""

    step: str
    flavour: str
    limit: float
    unit: str = "cpu"


TARGETS = (
    Target("clean", "plain", 0.45),
    Target("clean", "needs", 0.5),
    Target("commentary", "plain", 1.0),
    Target("commentary", "needs", 0.6),
    Target("claim", "plain", 1.0),
    Target("claim", "needs", 0.6),
    Target("no-op", "plain", 1.1),
    Target("clean", "plain", 0.5, "memory"),
)


class Cost(NamedTuple):
    """What a build took: seconds of CPU time and by the clock, peak memory in megabytes."""

    cpu: float
    wall: float
    memory: float


Costs = dict[tuple[int, str, str], list[Cost]]


def build(source: Path, out: Path) -> Cost:
    """Build HTML in a process of its own. Raises RuntimeError where it fails or warns."""
    environment = {**os.environ, "PYTHONPATH": str(EXT), "PYTHONHASHSEED": "0"}
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "-j", "1", "-b", "html", str(source), str(out)]
    start = time.perf_counter()
    pid = os.posix_spawn(sys.executable, command, environment)
    _pid, status, used = os.wait4(pid, 0)
    wall = time.perf_counter() - start
    if status:
        raise RuntimeError(f"the build of {source} failed")
    return Cost(used.ru_utime + used.ru_stime, wall, used.ru_maxrss / 1024)


def measure(sizes: list[int], flavours: list[str], rounds: int, folder: Path) -> Costs:
    """Build all sizes and flavours in turn, `rounds` times."""
    editions = {size: make_edition(size) for size in sizes}
    for size, edition in editions.items():
        for flavour in flavours:
            write(flavour, edition, folder / f"{flavour}-{size}")
    costs: Costs = defaultdict(list)
    for turn in range(rounds):
        for size, edition in editions.items():
            for flavour in flavours:
                source, out = folder / f"{flavour}-{size}", folder / f"out-{flavour}-{size}"
                shutil.rmtree(out, ignore_errors=True)
                for step in STEPS:
                    edit(edition, source, step, turn)
                    costs[size, flavour, step].append(build(source, out))
                print(f"  round {turn + 1}, {size} objects, {flavour}", file=sys.stderr)
    return costs


def edit(edition: Edition, source: Path, step: str, turn: int) -> None:
    """Change one word, in the commentary of an estimate or in the text of a claim, of the middle page."""
    if step not in ("commentary", "claim"):
        return
    chapter = edition.chapters[len(edition.chapters) // 2]
    topic = chapter.topics[3]
    last = (topic.claim if step == "claim" else topic.estimates[1]).body.split()[-1]
    body = (topic.claim if step == "claim" else topic.estimates[1]).body.removesuffix(last)
    path = source / f"{chapter.docname}.md"
    text = path.read_text(encoding="utf-8")
    changed = re.sub(re.escape(body) + r"\w+\.", f"{body}altered{turn}.", text)
    if changed == text:
        raise RuntimeError(f"{path} has nothing to edit")
    path.write_text(changed, encoding="utf-8")


# -- what is said


def words_of(page: Path) -> int:
    """The number of words in the text of a page."""
    text = page.read_text(encoding="utf-8")
    body = text[text.index('<div class="body"') : text.index('<div class="sphinxsidebar"')]
    return len(re.findall(r"\w+", unescape(re.sub(r"<[^>]*>", " ", body))))


def compare_words(edition: Edition, folder: Path, size: int, flavours: list[str]) -> bool:
    """Print how many words the flavours have; whether they are nearly the same on each page."""
    names = [chapter.docname for chapter in edition.chapters] + ["bibliography"]
    counted = {f: [words_of(folder / f"out-{f}-{size}" / f"{name}.html") for name in names] for f in flavours}
    own, same = counted["claims"], True
    for flavour in flavours:
        apart = max(abs(a - b) / b for a, b in zip(counted[flavour], own, strict=True))
        same &= apart <= WORDS
        print(f"{flavour:8} {sum(counted[flavour]):9,} words; no page differs by more than {apart:.1%}")
    return same


# -- what is printed


def typical(costs: Costs, size: int, flavour: str, step: str, unit: str = "cpu") -> float:
    """The median of what a step took."""
    return median(getattr(cost, unit) for cost in costs[size, flavour, step])


def print_costs(costs: Costs, sizes: list[int], flavours: list[str]) -> None:
    """A line a flavour and step, with sizes beside each other."""
    print(f"\n{'':20}" + "".join(f"{size:>10,}{'CPU s':>8}{'wall s':>8}{'MB':>8}" for size in sizes))
    for flavour in flavours:
        for step in STEPS:
            cells = [[typical(costs, size, flavour, step, unit) for unit in Cost._fields] for size in sizes]
            print(f"{flavour:8}{step:12}" + "".join(f"{c:18.2f}{w:8.2f}{m:8.0f}" for c, w, m in cells))


def check_targets(costs: Costs, flavours: list[str]) -> bool:
    """Print each target, and whether it is met."""
    met = True
    print(f"\nTargets at {AT:,} objects, sphinx-claims against the others")
    for target in TARGETS:
        if target.flavour in flavours:
            own = typical(costs, AT, "claims", target.step, target.unit)
            ratio = own / typical(costs, AT, target.flavour, target.step, target.unit)
            met &= ratio <= target.limit
            said = "met" if ratio <= target.limit else "MISSED"
            print(f"{target.unit:8}{target.step:12}{target.flavour:8}{ratio:6.2f}  at most {target.limit:.2f}  {said}")
    return met


def check_growth(costs: Costs, sizes: list[int]) -> bool:
    """Print how the cost per object grows with the number of objects."""
    linear = True
    for small, large in pairwise(sizes):
        for unit in ("cpu", "memory"):
            less, more = (typical(costs, size, "claims", "clean", unit) / size for size in (small, large))
            linear &= more <= less * (1 + GROWTH)
            said = "linear" if more <= less * (1 + GROWTH) else "MORE THAN LINEAR"
            print(f"{unit} per object from {small:,} to {large:,}: {more / less:.2f}  {said}")
    return linear


def main(arguments: list[str]) -> int:
    """Measure, print, and judge."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--sizes", type=int, nargs="+", default=[600, AT])
    parser.add_argument("--flavours", nargs="+", choices=FLAVOURS, default=list(FLAVOURS))
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="claims-bench-") as name:
        folder = Path(name)
        costs = measure(given.sizes, given.flavours, given.rounds, folder)
        size = given.sizes[0]
        fine = compare_words(make_edition(size), folder, size, given.flavours)
    print_costs(costs, given.sizes, given.flavours)
    if AT in given.sizes:
        fine &= check_targets(costs, given.flavours)
    return 0 if check_growth(costs, given.sizes) and fine else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
