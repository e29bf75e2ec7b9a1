"""The doors: Makefile, README, lock, licences, citation, workflow and packaging say the same and what is so."""

from __future__ import annotations

import ast
import os
import re
import runpy
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import sphinx_claims
import sphinx_typst
from sphinx_claims import domain, settings
from sphinx_claims.core import findings, interpret, query
from sphinx_claims.core.diagnostics import Rule
from sphinx_claims.core.model import DEFAULT_BASIS
from sphinx_typst.config import BookSettings, add_config_values

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
README = (ROOT / "README.md").read_text("utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
REFERENCE = (ROOT / "ext" / "sphinx_claims" / "README.md").read_text("utf-8")
TYPST_REFERENCE = (ROOT / "ext" / "sphinx_typst" / "README.md").read_text("utf-8")
TARGETS = set(re.findall(r"^([a-z]+):", MAKEFILE, flags=re.MULTILINE))
LISTED = TARGETS - {"all", "tex"}
PYTHONS = ["3.11", "3.12", "3.13"]


def run(*command: str, path: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run a command in the root of the project; with `path`, nothing else is found by name."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    if path is not None:
        environment["PATH"] = str(path)
    program = shutil.which(command[0])
    assert program is not None
    return subprocess.run(
        [program, *command[1:]], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False
    )


def script(path: Path, text: str) -> None:
    path.write_text(f"#!/bin/sh\n{text}\n", "utf-8")
    path.chmod(0o755)


def locked(name: str) -> dict[str, str]:
    lines = (ROOT / name).read_text("utf-8").splitlines()
    return dict(line.split("==") for line in lines if not line.startswith("#"))


# -- make


def test_help_lists_every_target():
    listed = re.findall(r"^make ([a-z]+) ", run("make", "help").stdout, flags=re.MULTILINE)
    assert sorted(listed) == sorted(LISTED)
    assert {"html", "pdf", "latexpdf", "epub", "data", "check", "test", "serve", "clean"} <= LISTED


def test_every_target_is_phony():
    [phony] = re.findall(r"^\.PHONY: (.*)$", MAKEFILE, flags=re.MULTILINE)
    assert set(phony.split()) == TARGETS


@pytest.mark.parametrize("text", [README, CONTRIBUTING], ids=["README", "CONTRIBUTING"])
def test_documented_commands_are_targets(text):
    named = {
        word
        for line in re.findall(r"(?:`|^)make ([^`#\n]+)", text, flags=re.MULTILINE)
        for word in re.sub(r"\w+=(\".*?\"|\S*)", "", line).split()
    }
    assert named
    assert named <= TARGETS


def test_readme_tells_of_every_target():
    assert [target for target in sorted(LISTED - {"bench"}) if f"make {target}" not in README] == []


def test_makefile_needs_no_newer_make():
    assert not re.search(r"^\.ONESHELL|^\.RECIPEPREFIX|!=|\$\(file |^\S+ &:|::=|sed -i", MAKEFILE, flags=re.MULTILINE)


def test_latexpdf_without_tex_says_what_to_install(tmp_path):
    done = run("make", "latexpdf", path=tmp_path)
    assert done.returncode == 2
    assert "not found: latexmk xelatex xindy" in done.stderr
    assert "apt install latexmk texlive-xetex" in done.stderr


# -- the environment


def test_without_python_it_says_what_to_install(tmp_path):
    done = run("sh", ".ci/environment", str(tmp_path / "venv"), path=tmp_path)
    assert done.returncode == 1
    assert "No Python 3.11, 3.12 or 3.13 was found" in done.stderr
    assert "apt install python3 python3-venv" in done.stderr
    assert "brew install python" in done.stderr
    assert not (tmp_path / "venv").exists()


def test_without_venv_module_it_says_what_to_install(tmp_path):
    script(tmp_path / "python3", f'case "$*" in *ensurepip*) exit 1;; esac; exec "{sys.executable}" "$@"')
    done = run("sh", ".ci/environment", str(tmp_path / "venv"), path=tmp_path)
    assert done.returncode == 1
    assert f"sudo apt install python{sys.version_info[0]}.{sys.version_info[1]}-venv" in done.stderr
    assert not (tmp_path / "venv").exists()


def test_a_python_that_is_too_old_is_refused(tmp_path):
    script(tmp_path / "old", "exit 1")
    done = run("sh", ".ci/environment", str(tmp_path / "venv"), str(tmp_path / "old"), path=tmp_path)
    assert done.returncode == 1
    assert "is not a Python 3.11, 3.12 or 3.13" in done.stderr


def test_a_folder_that_is_no_environment_is_left_alone(tmp_path):
    (tmp_path / "venv").mkdir()
    (tmp_path / "venv" / "kept").touch()
    done = run("sh", ".ci/environment", str(tmp_path / "venv"))
    assert done.returncode == 1
    assert "is in the way" in done.stderr
    assert (tmp_path / "venv" / "kept").exists()


@pytest.mark.parametrize("name", ["run", "environment"])
def test_scripts_may_be_run(name):
    assert os.access(ROOT / ".ci" / name, os.X_OK)


# -- versions and locks


def test_one_version():
    versions = {
        sphinx_claims.__version__,
        sphinx_typst.__version__,
        runpy.run_path(str(ROOT / "conf.py"))["release"],
        yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))["version"],
    }
    assert versions == {sphinx_claims.__version__}
    assert PROJECT["project"]["dynamic"] == ["version"]
    assert f"## {sphinx_claims.__version__}" in (ROOT / "CHANGELOG.md").read_text("utf-8")


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-bench.lock"])
def test_locks_hold_exact_versions_and_nothing_else(name):
    header, *lines = (ROOT / name).read_text("utf-8").splitlines()
    assert header.startswith("# ")
    assert lines == sorted(lines, key=lambda line: line.split("=="))
    assert [line for line in lines if not re.fullmatch(r"[a-z0-9-]+==[a-z0-9.]+", line)] == []


def test_lock_covers_dependencies():
    groups = PROJECT["dependency-groups"]
    wanted = [*PROJECT["project"]["dependencies"], *(item for name in groups for item in groups[name])]
    versions = locked("requirements.lock") | locked("requirements-bench.lock")
    unmet = [
        text for text in wanted
        if not (found := Requirement(text)).specifier.contains(versions[canonicalize_name(found.name)])
    ]
    assert unmet == []
    assert versions["sphinx"].startswith("9.0.")


def test_supported_pythons_are_the_same_everywhere():
    said = [text.rpartition(" ")[2] for text in PROJECT["project"]["classifiers"] if "Python :: 3." in text]
    assert said == PYTHONS
    assert PROJECT["project"]["requires-python"] == f">={PYTHONS[0]}"
    assert workflow()["jobs"]["build"]["strategy"]["matrix"]["python"] == PYTHONS


# -- packaging


def test_every_folder_with_modules_is_a_package():
    folders = {path.parent for path in (ROOT / "ext").rglob("*.py")}
    assert [folder for folder in sorted(folders) if not (folder / "__init__.py").is_file()] == []


def test_every_file_is_packaged():
    assert PROJECT["tool"]["setuptools"]["package-data"] == {"*": ["**/*"]}
    assert PROJECT["tool"]["setuptools"]["packages"]["find"] == {"where": ["ext"], "namespaces": False}
    hidden = [path for path in (ROOT / "ext").rglob(".*") if path.name != ".DS_Store"]
    assert hidden == []  # a pattern does not find them


def test_dependencies_are_what_is_imported():
    imported = {name for path in (ROOT / "ext").rglob("*.py") for name in imports(path)}
    imported -= {*sys.stdlib_module_names, "sphinx_claims", "sphinx_typst"}
    distributions = {"sphinxcontrib": "sphinxcontrib-bibtex", "pybtex_docutils": "pybtex-docutils"}
    wanted = {Requirement(text).name for text in PROJECT["project"]["dependencies"]}
    assert {distributions.get(name, name) for name in imported} <= wanted


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
            found.add(node.module.partition(".")[0])
    return found


# -- the forge, citation, licences


def workflow() -> dict:
    return yaml.safe_load((ROOT / ".github" / "workflows" / "ci.yml").read_text("utf-8"))


def test_workflow_runs_the_doors():
    steps = workflow()["jobs"]["build"]["steps"]
    commands = [step["run"] for step in steps if "run" in step]
    assert any(command.endswith("make PYTHON=python check html pdf test") for command in commands)
    made = {word for text in commands if text.startswith("make") for word in text.split()[1:] if "=" not in word}
    assert made <= TARGETS
    used = [step["uses"] for job in workflow()["jobs"].values() for step in job["steps"] if "uses" in step]
    assert [name for name in used if not re.fullmatch(r"actions/[a-z-]+@v\d+", name)] == []
    assert {"actions/upload-artifact", "actions/upload-pages-artifact", "actions/deploy-pages"} <= {
        name.partition("@")[0] for name in used
    }


def test_citation_is_complete():
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    assert citation["cff-version"] == "1.2.0"
    assert citation["license"] == PROJECT["project"]["license"] == "MIT"
    for work in (citation, citation["preferred-citation"]):
        assert work["title"]
        assert work["authors"]
        assert all(author["name"] for author in work["authors"])
    assert citation["preferred-citation"]["license"] == "CC-BY-4.0"


def test_licences_are_there():
    assert (ROOT / "LICENSE").read_text("utf-8").startswith("MIT License")
    text = (ROOT / "LICENSE-TEXT").read_text("utf-8")
    assert "https://creativecommons.org/licenses/by/4.0/" in text
    assert re.findall(r"^Section (\d)", text, flags=re.MULTILINE) == list("12345678")


@pytest.mark.parametrize("text", [README, CONTRIBUTING, REFERENCE], ids=["README", "CONTRIBUTING", "reference"])
def test_links_lead_to_files(text):
    base = ROOT / "ext" / "sphinx_claims" if text is REFERENCE else ROOT
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)\)", text)
    assert [link for link in links if link != "edition/_static/quantity.png" and not (base / link).exists()] == []


def test_no_path_of_a_machine_and_no_registry_is_named():
    # put together here, so that this file does not name them either
    names = [f"/{folder}/" for folder in ("root", "work", "home/[a-z]+", "Users")]
    names += [r"py" + r"pi\.org", "python" + "hosted", "index" + "-url"]
    forbidden = re.compile("|".join(rf"(?<![\w.]){name}" for name in names))
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    files = [ROOT / name for name in listed.splitlines() if (ROOT / name).is_file()]
    text = {".py", ".md", ".toml", ".lock", ".yml", ".cff", ".bib", ".tsv", ".typ", ".css", ".js", ".json", ""}
    found = [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path in sorted(files)
        if path.suffix in text
        for match in forbidden.finditer(path.read_text("utf-8", "replace"))
    ]
    assert found == []


# -- the references


def test_reference_has_every_fault():
    assert re.findall(r"^\| `claims\.([a-z-]+)` \|", REFERENCE, flags=re.MULTILINE) == [rule.code for rule in Rule]


def test_reference_has_every_configuration_value():
    for option in settings.OPTIONS:
        assert f"| `{option.name}` |" in REFERENCE
    assert ", ".join(DEFAULT_BASIS) in REFERENCE


@pytest.mark.parametrize("kind", sorted(interpret.OPTIONS))
def test_reference_has_every_option(kind):
    _before, _heading, section = REFERENCE.partition(f"\n### {kind}\n")
    own = section.partition("\n### ")[0]
    everywhere = {"withdrawn", "rank", "rank-reason", "cert", "resp"}
    assert [name for name in interpret.OPTIONS[kind] if name not in everywhere and f"`{name}`" not in own] == []
    assert [name for name in everywhere if f"`{name}`" not in REFERENCE] == []


def test_reference_has_every_list_and_role():
    for name in (*domain.DIRECTIVES, *query.OPTIONS, *query.SHOWS, *findings.KINDS):
        assert f"`{name}`" in REFERENCE or f"### {name}\n" in REFERENCE
    for role in domain.ROLES:
        assert f"| `` {{{role}}}`" in REFERENCE


def test_reference_of_the_book_has_every_setting():
    class Recorder:
        names: list[str] = []  # noqa: RUF012

        def add_config_value(self, name, *_rest):
            self.names.append(name)

    add_config_values(Recorder())
    assert Recorder.names
    assert [name for name in Recorder.names if f"| `{name}` |" not in TYPST_REFERENCE] == []
    assert [name for name in BookSettings.__dataclass_fields__ if f"`{name}`" not in TYPST_REFERENCE] == []


# -- README's example

WORKS = """
@article{planck2020, author = {{Planck Collaboration}}, title = {Planck 2018 Results}, year = {2020}}
@article{riess2022, author = {Riess, Adam G. and others}, title = {A Comprehensive Measurement}, year = {2022}}
"""


def test_the_example_gives_what_readme_says(tmp_path, make_app):
    [page] = re.findall(r"```markdown\n(.*?)```", README, flags=re.DOTALL)
    [conf] = re.findall(r"```python\n# conf.py\n(.*?)```", README, flags=re.DOTALL)
    [sentence] = re.findall(r"^> (.*)$", README, flags=re.MULTILINE)
    (tmp_path / "conf.py").write_text(conf, "utf-8")
    (tmp_path / "works.bib").write_text(WORKS, "utf-8")
    (tmp_path / "index.md").write_text(f"{page}\n```{{bibliography}}\n```\n", "utf-8")
    app = make_app("text", srcdir=tmp_path)
    app.build()
    assert app.warning.getvalue() == ""
    printed = " ".join((tmp_path / "_build" / "text" / "index.txt").read_text("utf-8").split())
    assert sentence in printed
    assert "gives 67.4 ± 0.5, nearby stars 73.04 ± 1.04" in printed
