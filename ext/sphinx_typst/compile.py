"""The Typst compiler, seen from Sphinx: PDF, diagnostics, missing characters, stray notes."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import typst

from sphinx_typst.escape import literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path
    from types import EllipsisType

#: Calls and entries of all notes, in order; an entry knows its call.
_NOTES: Final = "query(footnote.entry).map(e => (e.note.location().page(), e.location().page()))"
#: References within a chapter that stand on the page of their target.
_SAME_PAGE: Final = (
    "query(metadata).map(it => it.value).filter(it => type(it) == dictionary and it.at("
    '"same-page", default: none) == true).map(it => str(it.near)).join(",")'
)
_UNSETTLED: Final = "document did not converge"
_UNSHOWN: Final = re.compile(r'the text `(".*?")` could not be displayed', re.DOTALL)
_ESCAPED: Final = re.compile(r"\\u\{([0-9a-fA-F]+)\}")
_PLACE: Final = re.compile(r"([\w.-]+\.typ):(\d+):\d+")
_PROBE: Final = '#set document(title: "probe", date: none)\n#{chars}.map(c => box(c)).join(" ")\n'


@dataclass(frozen=True, slots=True)
class Problem:
    """What the compiler said, and the line it said it of."""

    message: str
    file: str | None
    line: int | None


class CompileError(Exception):
    """Typst could not make the PDF; ``problems`` says why."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("; ".join(problem.message for problem in problems))
        self.problems = tuple(problems)

    @property
    def is_about_standard(self) -> bool:
        """Whether the source is right and only a standard is not met."""
        return all(problem.message.startswith("PDF") for problem in self.problems)


def read_diagnostic(text: str) -> tuple[Problem, ...]:
    """The problems in the compiler's own report, in its order, each once."""
    found: dict[Problem, None] = {}
    for part in re.split(r"^(?:error|warning): ", text, flags=re.MULTILINE)[1:]:
        hints = re.findall(r"^ *= hint: (.*)$", part, flags=re.MULTILINE)
        place = _PLACE.search(part)
        message = ": ".join([part.partition("\n")[0].strip(), *hints])
        found[Problem(message, place[1] if place else None, int(place[2]) if place else None)] = None
    return tuple(found)


class BookCompiler:
    """Compiles one Typst file; what was worked out is kept for the questions that follow."""

    def __init__(self, main: Path, *, font_paths: Iterable[Path], timestamp: int) -> None:
        self._timestamp = timestamp
        self._compiler = typst.Compiler(
            str(main),
            root=str(main.parent),
            font_paths=_fonts(font_paths),
            ignore_system_fonts=True,
        )

    def pdf(self, standards: Sequence[str]) -> tuple[bytes, tuple[Problem, ...]]:
        """The PDF and the compiler's warnings.

        Where the layout does not settle, it is made once more, with the choice fixed which references name pages.

        :raises CompileError: where the source is wrong or a standard is not met.
        """
        data, problems = self._compile(standards, ...)
        if any(problem.message.startswith(_UNSETTLED) for problem in problems):
            same_page: str | None = json.loads(self._compiler.eval(_SAME_PAGE))
            data, problems = self._compile(standards, {"same-page": same_page or ""})
        return data, problems

    def _compile(
        self, standards: Sequence[str], inputs: dict[str, str] | EllipsisType
    ) -> tuple[bytes, tuple[Problem, ...]]:
        wanted: Any = list(standards)  # the wheel's stub lists the names; they come from conf.py
        try:
            data, warnings = self._compiler.compile_with_warnings(
                format="pdf", pdf_standards=wanted, timestamp=self._timestamp, sys_inputs=inputs
            )
        except typst.TypstError as error:
            problems = read_diagnostic(error.diagnostic) or (Problem(error.message, None, None),)
            raise CompileError(problems) from error
        problems = tuple(item for warning in warnings for item in read_diagnostic(warning.diagnostic))
        return b"".join([data] if isinstance(data, bytes) else data or []), problems

    def stray_notes(self) -> tuple[tuple[int, int], ...]:
        """Physical pages, counted from 1, of call and note where the two differ."""
        pages: list[tuple[int, int]] = [(call, note) for call, note in json.loads(self._compiler.eval(_NOTES))]
        return tuple(pair for pair in pages if pair[0] != pair[1])


def missing_characters(characters: Iterable[str], font_paths: Iterable[Path]) -> frozenset[str]:
    """Those of *characters* that no font has: of the fonts in the wheel and in *font_paths*."""
    asked = sorted(set(characters))
    if not asked:
        return frozenset()
    source = _PROBE.replace("{chars}", literal(tuple(asked)))
    probe = typst.Compiler(source.encode(), font_paths=_fonts(font_paths), ignore_system_fonts=True)
    try:
        probe.compile(format="pdf", pdf_standards=["ua-1"], timestamp=0)
    except typst.TypstError as error:
        found = (_unquote(text) for text in _UNSHOWN.findall(error.diagnostic))
        return frozenset(char for text in found for char in text) & frozenset(asked)
    return frozenset()


def _fonts(folders: Iterable[Path]) -> typst.Fonts:
    """The fonts of the wheel and of *folders*: never the machine's own, so that all machines agree."""
    return typst.Fonts(include_system_fonts=False, font_paths=[str(folder) for folder in folders])


def _unquote(text: str) -> str:
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text[1:-1])
