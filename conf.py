"""Configuration of the edition."""

import tomllib
from pathlib import Path

HERE = Path(__file__).parent

project = "Stalinism"
author = "The editors of the collation"
copyright = "the editors; text CC BY 4.0, code MIT"
version = "0.1"
release = "0.1.0"
language = "en"
root_doc = "index"

extensions = ["myst_parser", "sphinx_claims", "sphinx_typst"]
exclude_patterns = ["vocabulary.toml"]
nitpicky = True
myst_enable_extensions = ["colon_fence", "deflist", "smartquotes", "replacements"]
myst_heading_anchors = 3

bibtex_bibfiles = [f"bib/{path.name}" for path in sorted((HERE / "bib").glob("*.bib"))]
bibtex_default_style = "history"

_vocabulary = tomllib.loads((HERE / "edition" / "vocabulary.toml").read_text(encoding="utf-8"))
claims_units = _vocabulary["units"]
claims_counts = _vocabulary["counts"]
claims_places = _vocabulary["places"]
claims_basis = _vocabulary["basis"]

html_theme = "furo"
html_title = "Stalinism: a collation of two accounts"
