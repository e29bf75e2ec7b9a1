extensions = ["myst_parser", "sphinx_claims.exact"]
project = "MyST"
html_theme = "basic"
