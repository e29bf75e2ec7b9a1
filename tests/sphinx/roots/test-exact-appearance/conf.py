extensions = ['sphinx_claims.exact.appearance']
html_theme = 'basic'
html_static_path = ['_static']
html_css_files = ['own.css']
templates_path = ['_templates']
