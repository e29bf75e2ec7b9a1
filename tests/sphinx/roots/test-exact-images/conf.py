extensions = ['sphinx_claims.exact.images']
html_theme = 'basic'
