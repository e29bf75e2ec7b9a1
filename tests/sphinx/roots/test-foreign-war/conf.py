project = "Casualties of the Polish–Soviet War"
extensions = ["sphinx_claims"]
bibtex_bibfiles = ["works.bib"]
bibtex_default_style = bibtex_reference_style = "history"
claims_units = {"losses": {}, "deaths": {"within": "losses"}, "soldiers": {}}
claims_places = {"Europe": {}, "Poland": {"within": "Europe"}, "Kraków": "Poland", "Київ": "Europe"}
html_theme = "alabaster"
