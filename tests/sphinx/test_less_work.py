"""What an incremental build need not do again, and that it does it where it must."""

import json

import pytest

from sphinx_claims import build as claims_build
from sphinx_claims import domain as claims_domain

PAGE = """\
# Deaths

:::{quantity} deaths Deaths
:unit: deaths
:::

:::{estimate} deaths-mvd
:quantity: deaths
:figure: 681,692
:source: getty1993
:::
"""


@pytest.fixture
def project(tmp_path, make_app):
    """Builds a project again and again, and counts how often its data are made."""
    (tmp_path / "conf.py").write_text(
        'extensions = ["myst_parser", "sphinx_claims"]\nmyst_enable_extensions = ["colon_fence"]\n'
        'bibtex_bibfiles = ["works.bib"]\nhtml_theme = "basic"\n',
        encoding="utf-8",
    )
    (tmp_path / "works.bib").write_text("@book{getty1993, author = {Getty, J. Arch}, year = {1993}}", encoding="utf-8")
    (tmp_path / "index.md").write_text(PAGE, encoding="utf-8")

    def built():
        app = make_app(srcdir=tmp_path)
        app.build()
        return app

    return built


@pytest.fixture
def exports(monkeypatch):
    """How many times the data were made."""
    made = []
    inner = claims_build.pieces
    monkeypatch.setattr(claims_build, "pieces", lambda *given: made.append(1) or inner(*given))
    return made


def test_data_are_made_once(project, exports):
    text = (project().outdir / "claims.json").read_bytes()
    assert (project().outdir / "claims.json").read_bytes() == text
    assert len(exports) == 1


@pytest.mark.parametrize("harm", ["remove", "overwrite"])
def test_lost_data_are_made_again(project, exports, harm):
    path = project().outdir / "claims.json"
    text = path.read_bytes()
    if harm == "remove":
        path.unlink()
    else:
        path.write_text("{}", encoding="utf-8")
    project()
    assert path.read_bytes() == text
    assert len(exports) == 2


def test_a_change_of_the_record_makes_data_again(project, exports):
    app = project()
    (app.srcdir / "index.md").write_text(PAGE.replace("681,692", "681,693"), encoding="utf-8")
    data = json.loads((project().outdir / "claims.json").read_text(encoding="utf-8"))
    assert data["estimates"][0]["value"] == 681693
    assert len(exports) == 2


def test_another_version_of_the_code_makes_data_again(project, exports, monkeypatch):
    project()
    monkeypatch.setattr(claims_domain, "own_code", lambda: "another")
    project()
    assert len(exports) == 2


def test_doctrees_do_not_stay_in_memory(project):
    app = project()
    assert not vars(app.env)["_write_doc_doctree_cache"]
    assert not vars(app.env)["_pickled_doctree_cache"]


def test_an_object_is_found_by_its_id(project):
    domain = project().env.domains["claims"]
    assert [found[0] for found in domain.get_objects()] == ["deaths", "deaths-mvd"]
    assert domain.resolve_any_xref(domain.env, "index", domain.builder, "nothing", None, None) == []
