"""Text and values as Typst source.

Everything that comes from a document passes through :func:`escape` (markup) or :func:`string` (code), so that
Typst prints it as it stands.
"""

from __future__ import annotations

import re
from typing import Final

#: Characters that no font shows and that PDF's metadata forbids, and halves of surrogate pairs.
_CONTROLS: Final = re.compile("[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
#: A line break (Typst knows more kinds of it than Python's "\n") with the blanks around it.
_BREAK: Final = re.compile("[ \t]*[\n\r\v\f\x1c-\x1e\x85\u2028\u2029][ \t\n\r\v\f\x1c-\x1e\x85\u2028\u2029]*")
_SPECIAL: Final = re.compile(
    r"""
      [\\*_`#$<>@\[\]~=+"']             # markup wherever it stands
    | (?<![^\W\d_])- | -(?![^\W\d_])    # dashes, soft hyphens, minus signs, list items; not a hyphen in a word
    | (?<!\w)/ | /(?!\w)                # comments, addresses, term lists; not a solidus in a word
    | \.(?=\.) | (?<=\.)\.              # an ellipsis
    """,
    re.VERBOSE,
)
_NUMBERED: Final = re.compile(r"^([ \t]*\d+)\.", re.MULTILINE)


def clean(text: str) -> str:
    """*text* without the characters that cannot be printed at all."""
    return _CONTROLS.sub("", text)


def escape(text: str) -> str:
    """Typst markup that prints *text*; a line break counts as a space, as in any paragraph."""
    text = _BREAK.sub("\n", clean(text))
    if text.startswith("\n"):
        text = " " + text[1:]
    if text.endswith("\n"):
        # two nodes that end and begin with a line break must not make a paragraph
        text = text[:-1] + " "
    return _NUMBERED.sub(r"\1\\.", _SPECIAL.sub(r"\\\g<0>", text))


def string(text: str) -> str:
    """A Typst string literal that holds *text*."""
    text = clean(text).replace("\\", "\\\\").replace('"', '\\"')
    return '"' + text.replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t") + '"'


def literal(value: str | bool | int | float | tuple[str | int, ...] | None) -> str:
    """A Typst literal that holds *value*; a tuple becomes an array."""
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return f"{value:g}"
    if isinstance(value, str):
        return string(value)
    return "(" + "".join(f"{literal(item)}," for item in value) + ")"
