"""The witnesses' contents and checksums, and the script that makes them."""

import importlib.util
import re
from collections import Counter
from pathlib import Path

import pytest

BIB = Path(__file__).parent.parent / "bib"
WITNESS = """## X 1 Lead

[X 1.1] A  sentence\twith spaces.
[X 1.2] Cafe\u0301.

## X 2 Second / Part

[X 2.1] One word.
"""


@pytest.fixture
def script(tmp_path, monkeypatch):
    spec = importlib.util.spec_from_file_location("checksums", BIB / "checksums.py")
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(__import__("sys").modules, "checksums", module)
    spec.loader.exec_module(module)
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "X.txt").write_text(WITNESS, encoding="utf-8")
    monkeypatch.setattr(module, "HERE", tmp_path)
    return module


def rows(name):
    lines = (BIB / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")][1:]


@pytest.mark.parametrize("siglum", ["G", "W"])
def test_tables_agree(siglum):
    contents, sentences = rows(f"{siglum}.tsv"), rows(f"{siglum}-sentences.tsv")
    counted = Counter(locator.split(".")[0] for locator, _ in sentences)
    assert counted == {locator: int(number) for locator, _, number, _ in contents}
    assert [locator for locator, *_ in contents] == [f"{siglum} {n}" for n in range(1, len(contents) + 1)]
    assert all(re.fullmatch(r"[0-9a-f]{16}", checksum) for _, checksum in sentences)


def test_script_writes_and_checks(script, tmp_path, capsys):
    texts = tmp_path / "texts"
    assert script.main([str(texts)]) == 0
    assert (tmp_path / "X.tsv").read_text(encoding="utf-8").splitlines()[1:] == [
        "X 1\tLead\t2\t5",
        "X 2\tSecond / Part\t1\t2",
    ]
    assert script.main(["--check", str(texts)]) == 0
    assert "mean what they meant" in capsys.readouterr().out
    (texts / "X.txt").write_text(WITNESS.replace("One word", "Two words"), encoding="utf-8")
    assert script.main(["--check", str(texts)]) == 1
    assert "X-sentences.tsv: X 2.1" in capsys.readouterr().out


def test_spaces_and_composition_do_not_count(script):
    assert script.checksum(script.normalise(" Cafe\u0301 \t au  lait")) == script.checksum("Café au lait")
    assert script.checksum("Café") != script.checksum("Cafe")


def test_script_refuses_what_it_cannot_read(script, tmp_path, capsys):
    with pytest.raises(ValueError, match="line 1 is neither"):
        script.read_witness(["words"])
    (tmp_path / "empty").mkdir()
    assert script.main([str(tmp_path / "empty")]) == 2
    assert "no witness" in capsys.readouterr().err
