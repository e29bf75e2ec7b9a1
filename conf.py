"""Configuration of the edition."""

import datetime
import os
import tomllib
from pathlib import Path

HERE = Path(__file__).parent

# only a date that is given is printed, so that equal sources make equal books
_epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
_date = f"{datetime.datetime.fromtimestamp(int(_epoch), datetime.UTC):%-d %B %Y}" if _epoch.isdecimal() else ""

project = "Stalinism"
author = "The editors of the collation"
copyright = "the editors; text CC BY 4.0, code MIT"
version = "0.2"
release = "0.2.0"
language = "en"
root_doc = "index"

extensions = ["myst_parser", "sphinx_claims", "sphinx_typst"]
exclude_patterns = ["vocabulary.toml"]
nitpicky = True
myst_enable_extensions = ["attrs_inline", "colon_fence", "deflist", "smartquotes", "replacements"]
myst_heading_anchors = 3

bibtex_bibfiles = [f"bib/{path.name}" for path in sorted((HERE / "bib").glob("*.bib"))]
bibtex_default_style = "history"
bibtex_reference_style = "history"
bibtex_tooltips = False

_vocabulary = tomllib.loads((HERE / "edition" / "vocabulary.toml").read_text(encoding="utf-8"))
claims_units = _vocabulary["units"]
claims_counts = _vocabulary["counts"]
claims_places = _vocabulary["places"]
claims_basis = _vocabulary["basis"]
claims_people = _vocabulary["people"]

html_theme = "furo"
html_title = "Stalinism: a collation of two accounts"
html_static_path = ["edition/_static"]
html_css_files = ["edition.css"]
html_context = {"edition_author": "the editors of the collation"}
html_theme_options = {
    "top_of_page_buttons": [],
    "light_css_variables": {
        "color-brand-primary": "#7b1e1e",
        "color-brand-content": "#7b1e1e",
        "color-brand-visited": "#7b1e1e",
        "color-background-primary": "#fffefb",
        "color-background-secondary": "#f7f4ed",
        "color-foreground-primary": "#1d1a16",
        "color-foreground-secondary": "#57524a",
        "color-foreground-muted": "#635e55",
    },
    "dark_css_variables": {
        "color-brand-primary": "#f0b3a0",
        "color-brand-content": "#f0b3a0",
        "color-brand-visited": "#f0b3a0",
        "color-background-primary": "#171614",
        "color-background-secondary": "#1e1c19",
        "color-foreground-primary": "#e3ded5",
        "color-foreground-secondary": "#b8b2a7",
        "color-foreground-muted": "#a39d92",
    },
}
templates_path = ["edition/_templates"]
epub_exclude_files = ["_static/fonts/OFL.txt"]

typst_name = "stalinism"
typst_template = "edition/_typst/edition.typ"
typst_elements = {
    "title": "Stalinism",
    "subtitle": "A collation of two accounts",
    "date": _date,
    "version": f"Version {release}",
    "copyright": "the editors of the collation",
    "licence": "Text: Creative Commons Attribution 4.0 International (CC BY 4.0). Code: MIT License.",
    "imprint": [
        f"Cite as: Stalinism: a collation of two accounts. Edited by the editors of the collation. Version {release}.",
        "Cite a figure or a claim by its identifier, which stands with it and is never used again for anything else; "
        "do not cite by page. The pages of this book are those of this version.",
    ],
    "description": "What two encyclopaedias print on Stalinism, figure by figure, with the sources of each figure and "
    "what contradicts it.",
    "keywords": ["Stalinism", "Soviet Union", "Great Purge", "Gulag", "famine", "historiography", "collation"],
    "margin_inside": "20mm",
    "margin_outside": "22mm",
    "margin_top": "24mm",
    "margin_bottom": "23mm",
}

# the book by way of LaTeX (make latexpdf): pdflatex knows neither Cyrillic nor the marks
latex_engine = "xelatex"
