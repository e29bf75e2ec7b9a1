extensions = ["myst_parser", "sphinx_claims.bibliography"]
bibtex_bibfiles = ["refs.bib"]
bibtex_default_style = "history"
bibtex_reference_style = "history"
html_theme = "basic"
html_copy_source = False
latex_documents = [("index", "book.tex", "Book", "Us", "manual"), ("index", "other.tex", "Other", "Us", "howto")]
