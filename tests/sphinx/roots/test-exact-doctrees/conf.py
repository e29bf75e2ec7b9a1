extensions = ['sphinx_claims.exact.doctrees']
html_theme = 'basic'
exclude_patterns = ['parts']
