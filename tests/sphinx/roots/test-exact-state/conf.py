"""Each page shows how many lines the file of the same name under ``counted`` has."""

from pathlib import Path

from sphinx_claims.exact import state

extensions = ["sphinx_claims.exact.state", "sphinx_claims.exact"]
html_theme = "basic"
exclude_patterns = ["counted"]


def setup(app):
    state.contribute(app, "lines", shown)
    app.connect("doctree-resolved", put)


def count(app, docname):
    return str(len(Path(app.srcdir, "counted", docname).read_text(encoding="utf-8").splitlines()))


def shown(app, env):
    found = {docname: count(app, docname) for docname in env.found_docs if docname != "index"}
    every = repr(sorted(found.items()))
    recalled = state.recall(app, "every")
    state.remember(app, "every", every)
    return None if recalled == every else found


def put(app, doctree, docname):
    if docname != "index":
        text = doctree[0][1][0]
        text.parent.replace(text, type(text)(count(app, docname) + " lines"))
