"""The record held against the texts of its witnesses."""

import importlib.util
import json
import sys
from pathlib import Path

import pytest

BIB = Path(__file__).parent.parent / "bib"
WITNESS = """## X 1 Lead

[X 1.1] In 1937, on June 5, nearly 700,000 people (353,074 in 1937)[12] were shot.[13]: 4
[X 1.2] The Five-Year Plan doubled output: 4–5 million tons, 43% more.

## X 2 Table

[X 2.1] Steel3.314.6
"""


def load(name, monkeypatch):
    spec = importlib.util.spec_from_file_location(name, BIB / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, name, module)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def figures(monkeypatch):
    return load("figures", monkeypatch)


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("from 1928 to 1940 (1936–38, the 1930s and 1920s)", []),
        ("on March 5, 1953, 3 April 1922, in July-August 1938 and by June 2025", []),
        ("the 20th Congress, Order 227, No. 00447, Article 58 and Category 1", []),
        ("[99] as said[i] before[104]: 2", []),
        ("1,053,829 deaths", ["1,053,829"]),
        ("1936 people in 1936%", ["1936%"]),
        ("2000 million in 2000", ["2000 million"]),
        ("18% in 1996 to 40 % in 2016", ["18%", "40%"]),
        ("1.5–1.7 million, 50-100 workers", ["1.5-1.7 million", "50-100"]),
        ("hundreds of thousands, tens of thousands, dozens", ["hundreds of thousands", "thousands", "dozens"]),
        ("about eightfold; doubling; half; twenty five", ["eightfold", "doubling", "half", "twenty five"]),
        ("one of them, no one, one year for women, one in ten", ["one year", "one in ten"]),
        ("someone attended the often shifted tent", []),
    ],
)
def test_figures_in_a_sentence(figures, sentence, found):
    assert figures.figures(figures.plain(sentence)) == found


@pytest.mark.parametrize(
    ("reading", "sentence", "stands"),
    [
        ("5–7 million", "killed 5-7 Million there", True),
        ("43 %", "43% of them", True),
        ("43 %", "143% of them", False),
        ("3.3", "3.314.6", False),
        ("3.314.6", "Steel3.314.6", True),
        ("700", "700,000", False),
        ("ten", "often", False),
        ("1.6 million", "Camps1.6 million1930–1953", True),
        ("nearly 700,000", "nearly 700,000.", True),
    ],
)
def test_a_reading_stands_whole(figures, reading, sentence, stands):
    assert bool(figures.stands_in(figures.plain(reading), figures.plain(sentence))) is stands


def estimate(id_, *places):
    witnesses = [dict(zip(("siglum", "locator", "printed"), place, strict=True)) for place in places]
    return {"id": id_, "witnesses": witnesses}


ALL = [
    estimate("a", ("X", "1.1", "nearly 700,000")),
    estimate("b", ("X", "1.1", "353,074")),
    estimate("c", ("X", "1.2", "4-5 million"), ("X", "2.1", "3.314.6")),
    estimate("d", ("X", "1.2", "doubled")),
    estimate("e", ("X", "1.2", "43 %")),
]
CLAIMS = [estimate("f", ("X", "1.2", None), ("X", "2", None))]


@pytest.fixture
def run(tmp_path, monkeypatch, figures, capsys):
    """Verify a record against the witness; returns exit code and lines."""
    checksums, script = load("checksums", monkeypatch), load("verify", monkeypatch)
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / "X.txt").write_text(WITNESS, encoding="utf-8")
    for module in (checksums, script):
        monkeypatch.setattr(module, "HERE", tmp_path)
    assert checksums.main([str(texts)]) == 0

    def verify(estimates=(), claims=(), uncited="X 1.2\tFive-Year\ta name\n", text=WITNESS):
        (texts / "X.txt").write_text(text, encoding="utf-8")
        (tmp_path / "uncited.tsv").write_text(f"# why\nlocator\twords\treason\n{uncited}", encoding="utf-8")
        data = tmp_path / "claims.json"
        data.write_text(json.dumps({"estimates": list(estimates), "claims": list(claims)}), encoding="utf-8")
        code = script.main([str(data), str(texts)])
        return code, capsys.readouterr().out.splitlines()

    return verify


def told(lines):
    return [line for line in lines if line.startswith(("fails", "uncited"))]


def test_a_whole_record(run):
    code, lines = run(ALL, CLAIMS)
    assert told(lines) == []
    assert code == 0
    assert [line.split(maxsplit=1) for line in lines] == [
        ["3", "sentences"],
        ["6", "attestations of figures"],
        ["2", "attestations of claims"],
        ["1", "figures explained as uncited"],
        ["0", "failing"],
        ["0", "uncited and not explained"],
    ]


def test_uncited_figures_are_told(run):
    code, lines = run(ALL[:3], CLAIMS)
    assert code == 1
    assert [line.split(": ")[:2] for line in told(lines)] == [
        ["uncited  X 1.2", "'doubled'"],
        ["uncited  X 1.2", "'43%'"],
    ]


@pytest.mark.parametrize(
    ("thing", "line"),
    [
        (estimate("g", ("X", "1.1", "800,000")), "fails    X 1.1: estimate g: the sentence does not print '800,000'"),
        (estimate("g", ("X", "1.9", "8")), "fails    X 1.9: estimate g: there is no such sentence"),
        (estimate("g", ("X", "1.1", None)), "fails    X 1.1: estimate g: the sentence does not print ''"),
    ],
)
def test_what_does_not_stand_there_fails(run, thing, line):
    code, lines = run([*ALL, thing], CLAIMS)
    assert (code, told(lines)) == (1, [line])


def test_a_claim_on_a_section_that_is_not_there_fails(run):
    assert told(run(ALL, [estimate("h", ("X", "7", None))])[1]) == ["fails    X 7: claim h: there is no such section"]


def test_another_sentence_than_the_recorded_one_fails(run):
    _code, lines = run(ALL, CLAIMS, text=WITNESS.replace("output", "yield"))
    assert told(lines) == [
        "fails    X 1.2: the sentence is not the one recorded",
        *(f"fails    X 1.2: estimate {id_}: the sentence is not the one recorded" for id_ in "cde"),
        "fails    X 1.2: claim f: the sentence is not the one recorded",
        "uncited  X 1.2: 'doubled': The Five-Year Plan doubled yield: 4–5 million tons, 43% more.",
        "uncited  X 1.2: '4-5 million': The Five-Year Plan doubled yield: 4–5 million tons, 43% more.",
        "uncited  X 1.2: '43%': The Five-Year Plan doubled yield: 4–5 million tons, 43% more.",
    ]


def test_a_sentence_more_fails(run):
    _code, lines = run(ALL, CLAIMS, text=WITNESS + "[X 2.2] More.\n")
    assert told(lines) == ["fails    X 2.2: this sentence is not recorded"]


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("X 1.2\tdoubled\tcited\n", "X 1.2: 'doubled' does not stand there uncited"),
        ("X 9.9\tten\tno place\n", "X 9.9: 'ten' does not stand there uncited"),
        ("X 1.2\tten\n", "'X 1.2 ten' is not a locator, the words, and the reason"),
    ],
)
def test_an_explanation_that_explains_nothing_fails(run, row, problem):
    _code, lines = run(ALL, CLAIMS, uncited=f"X 1.2\tFive-Year\ta name\n{row}")
    assert told(lines) == [f"fails    uncited.tsv: {problem}"]


def test_files_that_cannot_be_used(run, tmp_path, capsys, monkeypatch):
    run()
    script = sys.modules["verify"]
    (tmp_path / "empty").mkdir()
    assert script.main([str(tmp_path / "claims.json"), str(tmp_path / "empty")]) == 2
    assert "no witness" in capsys.readouterr().err
    assert script.main([str(tmp_path / "none.json"), str(tmp_path / "texts")]) == 2
    assert "none.json" in capsys.readouterr().err
    (tmp_path / "texts" / "X.txt").write_text("words\n", encoding="utf-8")
    assert script.main([str(tmp_path / "claims.json"), str(tmp_path / "texts")]) == 2
    assert "neither a heading" in capsys.readouterr().err
