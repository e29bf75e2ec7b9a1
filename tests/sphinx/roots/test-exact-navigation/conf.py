extensions = ['sphinx_claims.exact.navigation']
html_theme = 'basic'
