"""All pages are read again when code in ``conf.py`` changes.

Sphinx compares the values of a configuration, which functions and classes in it are not: a role, a directive
or an event handler that ``conf.py`` defines may change without any page being read again. Here the code of
such definitions, without comments, counts as a value.
"""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sphinx_claims.exact.state import digest

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

_CODE: Final = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)


def code_of(source: str) -> str:
    """The digest of all functions and classes in *source*; nothing if it has none."""
    definitions = [ast.dump(node) for node in ast.walk(ast.parse(source)) if isinstance(node, _CODE)]
    return digest("\n".join(definitions)) if definitions else ""


def setup(app: Sphinx) -> ExtensionMetadata:
    """Make the code in ``conf.py`` a part of the configuration."""
    path = Path(app.confdir or "", "conf.py")
    code = code_of(path.read_text(encoding="utf-8")) if app.confdir and path.is_file() else ""
    description = "A digest of the functions and classes in conf.py; not to be set."
    app.add_config_value("exact_code", code, "env", types=frozenset({str}), description=description)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
