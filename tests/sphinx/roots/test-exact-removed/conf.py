extensions = ['sphinx_claims.exact.removed']
html_theme = 'basic'
html_static_path = ['_static']
