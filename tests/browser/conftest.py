"""The edition as HTML, built once for all tests of this folder."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from html_pages import Page, Site

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The edition, built with the configuration that readers get."""
    out = tmp_path_factory.mktemp("edition")
    folder = out / "html"
    options = ["-q", "-c", str(ROOT), "-b", "html", "-d", str(out / "doctrees"), str(ROOT / "edition"), str(folder)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "ext")}
    done = subprocess.run(
        [sys.executable, "-m", "sphinx", *options], check=False, capture_output=True, text=True, env=environment
    )
    assert done.returncode == 0, done.stderr
    pages = {
        name: Page(name, path.read_text(encoding="utf-8"))
        for path in sorted(folder.rglob("*.html"))
        if not (name := path.relative_to(folder).as_posix()).startswith("_static/")
    }
    return Site(folder, pages, json.loads((folder / "claims.json").read_text(encoding="utf-8")))
