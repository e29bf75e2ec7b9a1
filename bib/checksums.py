"""Make the witnesses' contents and sentence checksums from a folder that holds their texts.

    python bib/checksums.py WITNESS-FOLDER            write W.tsv, G.tsv and *-sentences.tsv beside this file
    python bib/checksums.py --check WITNESS-FOLDER    compare instead; exit with 1 and name what differs

The texts themselves are not part of the project. Who has them can show with this script that every locator of
the edition means the sentence it meant when the edition was made.

A text file is named after its siglum (``W.txt``). A section opens with ``## W 9 Title``; a sentence is one
line, ``[W 9.27] words``. A sentence is normalised before it is hashed: what follows the locator, in Unicode
NFC, runs of white space turned into one space, none at the ends. The checksum is the first 16 hexadecimal
digits of its SHA-256 in UTF-8. Words are what white space separates in the normalised sentence.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import sys
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).resolve().parent
SECTION = re.compile(r"##\s+(?P<siglum>\S+)\s+(?P<number>\d+)\s+(?P<title>.+)")
SENTENCE = re.compile(r"\[(?P<siglum>\S+)\s+(?P<locator>\d+\.\d+)\]\s?(?P<text>.*)")
DIGITS = 16


@dataclass(slots=True)
class Section:
    """One section of a witness: its number, its title and its sentences as (locator, normalised text)."""

    number: int
    title: str
    sentences: list[tuple[str, str]] = field(default_factory=list)

    @property
    def words(self) -> int:
        """Number of words in all sentences."""
        return sum(len(text.split()) for _, text in self.sentences)


def normalise(text: str) -> str:
    """Return *text* in Unicode NFC with white space collapsed."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def checksum(text: str) -> str:
    """Return the checksum of a normalised sentence: 16 hexadecimal digits."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:DIGITS]


def read_witness(lines: list[str]) -> list[Section]:
    """Return the sections; raise ``ValueError`` for a line that is neither heading nor sentence."""
    sections: list[Section] = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        if heading := SECTION.fullmatch(line.strip()):
            sections.append(Section(int(heading["number"]), normalise(heading["title"])))
        elif (sentence := SENTENCE.fullmatch(line.strip())) and sections:
            sections[-1].sentences.append((sentence["locator"], normalise(sentence["text"])))
        else:
            raise ValueError(f"line {number} is neither a heading nor a sentence with its locator")
    return sections


def contents_table(siglum: str, sections: list[Section]) -> str:
    """Return the contents as tab-separated text: locator, title, number of sentences, words."""
    rows = ["locator\tsection\tsentences\twords"]
    rows += [f"{siglum} {s.number}\t{s.title}\t{len(s.sentences)}\t{s.words}" for s in sections]
    return "\n".join(rows) + "\n"


def checksum_table(siglum: str, sections: list[Section]) -> str:
    """Return the checksums as tab-separated text: locator, checksum."""
    rows = [
        "# SHA-256 (first 16 hex digits, UTF-8) of each sentence after its locator,",
        "# in Unicode NFC with white space collapsed; made by checksums.py",
        "locator\tsha256",
    ]
    rows += [f"{siglum} {locator}\t{checksum(text)}" for s in sections for locator, text in s.sentences]
    return "\n".join(rows) + "\n"


def tables(folder: Path) -> dict[str, str]:
    """Return file name -> text of all tables that *folder*'s witnesses give."""
    result = {}
    for path in sorted(folder.glob("*.txt")):
        sections = read_witness(path.read_text(encoding="utf-8").splitlines())
        result[f"{path.stem}.tsv"] = contents_table(path.stem, sections)
        result[f"{path.stem}-sentences.tsv"] = checksum_table(path.stem, sections)
    return result


def differing_lines(name: str, new: str) -> list[str]:
    """Return one message for each line of the table *name* that differs from *new*."""
    path = HERE / name
    old = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    fresh = new.splitlines()
    return [f"{name}: {line}" for line in sorted(set(old) ^ set(fresh))]


def main(argv: list[str] | None = None) -> int:
    """Write or check the tables. Return 0, 1 where something differs, 2 where the folder holds no witness."""
    parser = argparse.ArgumentParser(description="Contents and checksums of the witnesses")
    parser.add_argument("folder", type=Path, help="folder with W.txt and G.txt")
    parser.add_argument("--check", action="store_true", help="compare with the tables here, write nothing")
    options = parser.parse_args(argv)
    made = tables(options.folder)
    if not made:
        print(f"no witness (*.txt) in {options.folder}", file=sys.stderr)
        return 2
    if not options.check:
        for name, text in made.items():
            (HERE / name).write_text(text, encoding="utf-8")
        return 0
    differences = [line for name, text in made.items() for line in differing_lines(name, text)]
    print("\n".join(differences) or "all locators mean what they meant")
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main())
