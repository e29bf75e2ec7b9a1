"""Write the lock files: exact versions of all that the project needs, resolved by pip from pyproject.toml.

What the oldest supported Python gets, the others get too; so pip is asked for 3.11.0 (some systems have 3.11.2,
and some packages ask for a later 3.11). Sphinx is held at the series that serves all. Nothing is installed: pip
only says what it would do. Run it with Python 3.11, as conditions of packages are judged by the Python that runs.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OLDEST = "3.11.0"
SERIES = "sphinx==9.0.*"
GROUPS = ("edition", "test", "lint", "serve")
HEADER = "# Exact versions for Python 3.11, 3.12 and 3.13; written by .ci/lock.py, not by hand.\n"


def main() -> None:
    """Write ``requirements.lock`` and, beyond it, ``requirements-bench.lock``. Raises CalledProcessError."""
    if sys.version_info[:2] != (3, 11):
        sys.exit("run this with Python 3.11")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = project["dependency-groups"]
    wanted = [*project["project"]["dependencies"], SERIES, *(item for name in GROUPS for item in groups[name])]
    lock = resolve(wanted)
    write("requirements.lock", lock)
    held = [f"{name}=={version}" for name, version in lock.items()]
    bench = resolve([*held, *groups["bench"]])
    write("requirements-bench.lock", {name: version for name, version in bench.items() if name not in lock})


def resolve(wanted: list[str]) -> dict[str, str]:
    """The versions that pip chooses for `wanted`, by normalised name."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        command = [sys.executable, "-m", "pip", "install", "-qq", "--dry-run", "--ignore-installed",
                   f"--python-version={OLDEST}", "--only-binary=:all:", f"--target={folder}",
                   f"--report={report}", *wanted]
        subprocess.run(command, check=True)
        chosen = json.loads(report.read_text(encoding="utf-8"))["install"]
    found = {normal(item["metadata"]["name"]): item["metadata"]["version"] for item in chosen}
    return dict(sorted(found.items()))


def normal(name: str) -> str:
    """A package's name as indices compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def write(name: str, versions: dict[str, str]) -> None:
    """Write one lock file: a line a package, in alphabetical order."""
    lines = "".join(f"{package}=={version}\n" for package, version in versions.items())
    (ROOT / name).write_text(HEADER + lines, encoding="utf-8")


if __name__ == "__main__":
    main()
