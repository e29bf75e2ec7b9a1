extensions = ['myst_parser', 'sphinx_claims.exact.sources']
html_theme = 'basic'
exclude_patterns = ['parts']
