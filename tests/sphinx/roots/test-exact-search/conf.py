extensions = ['sphinx_claims.exact.search']
html_theme = 'basic'
