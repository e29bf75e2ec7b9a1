extensions = ['sphinx_claims.exact.order']
html_theme = 'basic'
