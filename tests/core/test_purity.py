"""The core stands alone: it imports no docutils, Sphinx or MyST, and each of its modules imports by itself."""

from __future__ import annotations

import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

EXT = Path(__file__).parents[2] / "ext"
MODULES = sorted(
    f"sphinx_claims.core.{module.name}" for module in pkgutil.iter_modules([str(EXT / "sphinx_claims" / "core")])
)
BLOCKER = """
import importlib, sys

FORBIDDEN = {"docutils", "sphinx", "myst_parser", "markdown_it", "pybtex", "sphinxcontrib", "jinja2"}

class Blocker:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in FORBIDDEN:
            raise ImportError(f"the core may not import {name}")

sys.meta_path.insert(0, Blocker())
sys.path.insert(0, sys.argv[1])
"""


def run(code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-I", "-c", BLOCKER + code, str(EXT), *arguments],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_the_core_has_modules():
    assert "sphinx_claims.core.figure" in MODULES


def test_the_core_imports_neither_docutils_nor_sphinx():
    done = run("for name in sys.argv[2:]: importlib.import_module(name)", *MODULES)
    assert done.returncode == 0, done.stderr


def test_the_blocker_blocks():
    assert "may not import docutils" in run("import docutils.nodes").stderr


ALONE = """
# a fresh table of modules for each name, so that none leans on what another has imported
failed = []
for name in sys.argv[2:]:
    for known in [m for m in sys.modules if m.partition(".")[0] == "sphinx_claims"]:
        del sys.modules[known]
    try:
        importlib.import_module(name)
    except ImportError as error:
        failed.append(f"{name}: {error}")
if failed:
    sys.exit("\\n".join(failed))
"""


@pytest.mark.parametrize("order", [1, -1], ids=["forward", "backward"])
def test_each_module_imports_alone(order):
    done = run(ALONE, *MODULES[::order])
    assert done.returncode == 0, done.stderr
