"""TeX formulas as Typst's: the common part of the language, nothing guessed.

:func:`convert` gives None for a formula with anything that it does not know; it is then printed as TeX.
"""

from __future__ import annotations

import re
from typing import Final

from sphinx_typst.escape import string

_TOKEN: Final = re.compile(r"\\[a-zA-Z]+|\\.|\s+|\d+(?:\.\d+)?|.", re.DOTALL)
_GREEK: Final = (
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau upsilon phi chi"
    " psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega"
)
_SAME: Final = "sum in lim max min log ln exp sin cos tan det dim gcd inf sup approx equiv forall exists"
#: Commands without arguments.
_SYMBOLS: Final = {
    **{name: name for name in _GREEK.split()},
    **{name: name for name in _SAME.split()},
    "varepsilon": "epsilon",
    "epsilon": "epsilon.alt",
    "varphi": "phi",
    "phi": "phi.alt",
    "prod": "product",
    "int": "integral",
    "infty": "infinity",
    "partial": "partial",
    "nabla": "nabla",
    "times": "times",
    "cdot": "dot.op",
    "div": "div",
    "pm": "plus.minus",
    "mp": "minus.plus",
    "le": "<=",
    "leq": "<=",
    "ge": ">=",
    "geq": ">=",
    "ne": "!=",
    "neq": "!=",
    "ll": "<<",
    "gg": ">>",
    "sim": "tilde.op",
    "propto": "prop",
    "subset": "subset",
    "subseteq": "subset.eq",
    "supset": "supset",
    "cup": "union",
    "cap": "inter",
    "notin": "in.not",
    "emptyset": "emptyset",
    "to": "->",
    "rightarrow": "->",
    "leftarrow": "<-",
    "Rightarrow": "=>",
    "Leftrightarrow": "<=>",
    "mapsto": "|->",
    "ldots": "dots.h",
    "cdots": "dots.h.c",
    "dots": "dots.h",
    "quad": "quad",
    "qquad": "wide",
    "langle": "chevron.l",
    "rangle": "chevron.r",
    "lfloor": "floor.l",
    "rfloor": "floor.r",
    "lceil": "ceil.l",
    "rceil": "ceil.r",
    "ell": "ell",
    "hbar": "planck",
    "deg": "deg",
    "circ": "compose",
    "mid": "|",
    "lbrace": "{",
    "rbrace": "}",
    "{": "\\{",
    "}": "\\}",
    "%": "%",
    "&": "\\&",
    "#": "\\#",
    "$": "\\$",
    "_": "\\_",
    ",": "thin",
    ";": "thick",
    ":": "med",
    "!": "",
    " ": "space",
    "\\": "#linebreak() ",
    "displaystyle": "",
    "textstyle": "",
    "limits": "",
}
#: Commands with one argument, and the function that takes it.
_UNARY: Final = {
    "sqrt": "sqrt",
    "hat": "hat",
    "widehat": "hat",
    "bar": "macron",
    "overline": "overline",
    "underline": "underline",
    "tilde": "tilde",
    "widetilde": "tilde",
    "vec": "arrow",
    "dot": "dot",
    "ddot": "dot.double",
    "mathbf": "bold",
    "boldsymbol": "bold",
    "mathbb": "bb",
    "mathcal": "cal",
    "mathfrak": "frak",
    "mathrm": "upright",
    "mathit": "italic",
    "mathsf": "sans",
}
_BINARY: Final = {"frac": "frac", "dfrac": "frac", "tfrac": "frac", "binom": "binom"}
_TEXT: Final = frozenset({"text", "textrm", "mbox", "operatorname", "mathrm", "textit"})
#: Characters that mean themselves in a formula of either language.
_PLAIN: Final = frozenset("+-=<>()[]|!:,;.*'")
_ENVIRONMENTS: Final = frozenset({"aligned", "split", "align", "align*", "gathered", "equation", "equation*"})


class _UnknownTexError(Exception):
    """The formula has something in it that has no sure equivalent."""


def convert(tex: str) -> str | None:
    """*tex* as a Typst formula, without its dollars; None where it is beyond this converter."""
    parser = _Parser(_TOKEN.findall(tex))
    try:
        source = parser.sequence(closing=None)
    except _UnknownTexError:
        return None
    return re.sub(r" {2,}", " ", source).strip()


class _Parser:
    """Walks the tokens once; every method consumes what it converts."""

    def __init__(self, tokens: list[str]) -> None:
        self._tokens = tokens
        self._at = 0

    def _next(self) -> str:
        if self._at >= len(self._tokens):
            raise _UnknownTexError
        self._at += 1
        return self._tokens[self._at - 1]

    def _peek(self) -> str | None:
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    def _skip_blanks(self) -> None:
        while (self._peek() or "x").isspace():
            self._at += 1

    def sequence(self, closing: str | None) -> str:
        """Everything up to *closing*, which is consumed; up to the end where it is None."""
        parts: list[str] = []
        while True:
            token = self._peek()
            if token is None and closing is None:
                return " ".join(parts)
            token = self._next()
            if token == closing:
                return " ".join(parts)
            if token in {"^", "_"}:
                parts.append(f"{token}({self._argument()})")
            else:
                parts.append(self._atom(token))

    def _atom(self, token: str) -> str:
        if token.isspace():
            return ""
        if token == "{":
            return self.sequence("}")
        if token == "&":
            return "&"
        if token.startswith("\\"):
            return self._command(token[1:])
        if token in _PLAIN:
            return f"\\{token}" if token in "*;,()[]|" else token
        if token == "/":
            return "\\/"
        if token == "~":
            return "space.nobreak"
        if token[0].isdigit() or (len(token) == 1 and token.isalpha()):
            return token
        raise _UnknownTexError

    def _argument(self) -> str:
        self._skip_blanks()
        return self._atom(self._next())

    def _command(self, name: str) -> str:
        if name in _TEXT:
            return self._text(name)
        if name in _BINARY:
            first = self._argument()
            return f"{_BINARY[name]}({first}, {self._argument()})"
        if name == "sqrt" and self._peek() == "[":
            self._next()
            degree = self.sequence("]")
            return f"root({degree}, {self._argument()})"
        if name in _UNARY:
            return f"{_UNARY[name]}({self._argument()})"
        if name in {"left", "right", "big", "Big", "bigl", "bigr"}:
            return self._delimiter()
        if name in {"begin", "end"}:
            return self._environment()
        if name in _SYMBOLS:
            return _SYMBOLS[name]
        raise _UnknownTexError

    def _delimiter(self) -> str:
        self._skip_blanks()
        token = self._next()
        return "" if token == "." else self._atom(token)

    def _braced(self) -> str:
        self._skip_blanks()
        if self._next() != "{":
            raise _UnknownTexError
        text = ""
        while (token := self._next()) != "}":
            if token in {"{", "\\"} or (token.startswith("\\") and token[1:].isalpha()):
                raise _UnknownTexError
            text += token.removeprefix("\\")
        return text

    def _text(self, name: str) -> str:
        text = string(self._braced())
        return f"op({text})" if name == "operatorname" else text

    def _environment(self) -> str:
        if self._braced() not in _ENVIRONMENTS:
            raise _UnknownTexError
        return ""
