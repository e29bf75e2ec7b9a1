extensions = ['myst_parser', 'sphinx_claims.exact.references']
html_theme = 'basic'
numfig = True
