extensions = ['sphinx_claims.exact.configuration']
html_theme = 'basic'


def setup(app):
    app.connect('source-read', greet)


def greet(app, docname, source):
    source[0] += '\n\nGood morning.\n'
