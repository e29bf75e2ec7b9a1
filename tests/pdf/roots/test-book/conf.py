project = "Harbour Books"
author = "Ann Author"
copyright = "2024, Ann Author"
release = "2.1"
extensions = ["sphinx_typst", "myst_parser"]
exclude_patterns = ["_*"]
myst_enable_extensions = ["colon_fence", "attrs_inline", "attrs_block"]
numfig = True
typst_elements = {
    "subtitle": "Accounts of a port",
    "licence": "CC BY 4.0",
    "keywords": ["harbour", "accounts"],
    "description": "What the port's books say.",
    "date": "Spring",
}
