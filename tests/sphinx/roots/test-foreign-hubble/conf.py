project = "Values of the Hubble constant"
extensions = ["myst_parser", "sphinx_claims"]
myst_enable_extensions = ["colon_fence"]
bibtex_bibfiles = ["works.bib"]
bibtex_default_style = bibtex_reference_style = "history"
claims_units = ["km/s/Mpc"]
claims_basis = ["CMB", "supernovae", "lensing", "BAO", "computed"]
claims_counts = {"H0": {}, "H0 early": {"within": "H0"}}
html_theme = "alabaster"
nitpicky = True
