"""Hold the edition's record against the texts of its witnesses.

    python bib/verify.py CLAIMS.JSON WITNESS-FOLDER

For each sentence: whether it is the one that was recorded (its checksum). For each attestation of a figure: whether
the reading stands in the sentence that is cited. For each claim: whether the sentence is the one recorded. Then all
figures of the witnesses that no estimate cites; ``uncited.tsv`` beside this file explains those that are none (the
number in a name, say) or that are left out for a reason. Ends with 0 where nothing fails and everything uncited is
explained, 1 where something is wrong, 2 where the files cannot be used.

The comparison passes over case, kinds of dashes and blanks, and the note numbers of a witness.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from checksums import checksum, read_witness
from figures import figures, plain, stands_in, without

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

HERE = Path(__file__).resolve().parent


@dataclass(slots=True)
class Result:
    """What was found, by what it means: lines that fail, figures without explanation, and counts."""

    failing: list[str] = field(default_factory=list)
    unexplained: list[str] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)

    def count(self, what: str, number: int = 1) -> None:
        """Add to a count."""
        self.counts[what] = self.counts.get(what, 0) + number


def table(path: Path) -> list[list[str]]:
    """The rows of a tab-separated table, without its comments and header."""
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    return [line.split("\t") for line in lines[1:]]


def read_sentences(folder: Path) -> dict[str, str]:
    """Every sentence of the witnesses in *folder* by its locator (``W 9.27``). Raises ValueError, OSError."""
    found = {}
    for path in sorted(folder.glob("*.txt")):
        for section in read_witness(path.read_text(encoding="utf-8").splitlines()):
            found.update({f"{path.stem} {locator}": text for locator, text in section.sentences})
    return found


def attestations(objects: Iterable[dict[str, Any]]) -> Iterator[tuple[str, str, str]]:
    """(id, locator, reading) for each place of a witness that these objects cite."""
    for thing in objects:
        for place in thing["witnesses"]:
            yield thing["id"], f"{place['siglum']} {place['locator']}", place["printed"] or ""


def verify(
    data: dict[str, Any], sentences: dict[str, str], recorded: dict[str, str], explained: list[list[str]]
) -> Result:
    """Compare the record *data* with *sentences*, their *recorded* checksums, and what is *explained*."""
    result = Result()
    changed = _changed(sentences, recorded, result)
    left = {locator: plain(text) for locator, text in sentences.items()}
    whole = dict(left)
    for id_, locator, reading in attestations(data["estimates"]):
        result.count("attestations of figures")
        if problem := _problem(locator, changed, whole):
            result.failing.append(f"{locator}: estimate {id_}: {problem}")
        elif not reading or not stands_in(plain(reading), whole[locator]):
            result.failing.append(f"{locator}: estimate {id_}: the sentence does not print {reading!r}")
        else:
            left[locator] = without(plain(reading), left[locator])
    for id_, locator, _reading in attestations(data["claims"]):
        result.count("attestations of claims")
        if problem := _problem(locator, changed, whole):
            result.failing.append(f"{locator}: claim {id_}: {problem}")
    _explain(explained, left, result)
    for locator, text in left.items():
        for figure in figures(text):
            result.unexplained.append(f"{locator}: {figure!r}: {sentences[locator]}")
    return result


def _changed(sentences: dict[str, str], recorded: dict[str, str], result: Result) -> set[str]:
    """The locators whose sentence is not the one recorded."""
    changed = {locator for locator in recorded if checksum(sentences.get(locator, "")) != recorded[locator]}
    result.count("sentences", len(sentences))
    result.failing += [f"{locator}: the sentence is not the one recorded" for locator in recorded if locator in changed]
    result.failing += [f"{locator}: this sentence is not recorded" for locator in sentences if locator not in recorded]
    return changed


def _problem(locator: str, changed: set[str], sentences: dict[str, str]) -> str:
    if "." not in locator:  # a section as a whole
        return "" if any(known.startswith(f"{locator}.") for known in sentences) else "there is no such section"
    if locator not in sentences:
        return "there is no such sentence"
    return "the sentence is not the one recorded" if locator in changed else ""


def _explain(explained: list[list[str]], left: dict[str, str], result: Result) -> None:
    """Take what is explained out of the sentences; an explanation that explains nothing fails."""
    for row in explained:
        if len(row) != 3 or not row[2].strip():
            result.failing.append(f"uncited.tsv: {' '.join(row)[:60]!r} is not a locator, the words, and the reason")
            continue
        locator, words, _reason = row
        if locator not in left or not stands_in(plain(words), left[locator]):
            result.failing.append(f"uncited.tsv: {locator}: {words!r} does not stand there uncited")
            continue
        left[locator] = without(plain(words), left[locator])
        result.count("figures explained as uncited")


def main(argv: list[str] | None = None) -> int:
    """Print what fails and what is uncited. Return 0, 1 or 2 as the module's text says."""
    parser = argparse.ArgumentParser(description="Hold the record against the texts of the witnesses")
    parser.add_argument("data", type=Path, help="claims.json")
    parser.add_argument("folder", type=Path, help="folder with W.txt and G.txt")
    options = parser.parse_args(argv)
    try:
        data = json.loads(options.data.read_text(encoding="utf-8"))
        sentences = read_sentences(options.folder)
        recorded = {row[0]: row[1] for path in sorted(HERE.glob("*-sentences.tsv")) for row in table(path)}
        explained = table(HERE / "uncited.tsv")
    except (OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 2
    if not sentences:
        print(f"no witness (*.txt) in {options.folder}", file=sys.stderr)
        return 2
    result = verify(data, sentences, recorded, explained)
    for line in result.failing:
        print(f"fails    {line}")
    for line in result.unexplained:
        print(f"uncited  {line}")
    print("\n".join(f"{number:6} {what}" for what, number in result.counts.items()))
    print(f"{len(result.failing):6} failing")
    print(f"{len(result.unexplained):6} uncited and not explained")
    return 1 if result.failing or result.unexplained else 0


if __name__ == "__main__":
    sys.exit(main())
