"""How much of the tree of the whole site the pages of an HTML theme show."""

from __future__ import annotations

import re
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sphinx import package_dir

from sphinx_claims.exact.outlines import View

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sphinx.builders.html import StandaloneHTMLBuilder
    from sphinx.theming import Theme


class Tree(Enum):
    """How much of the tree a page shows."""

    NOTHING = "nothing"
    BRANCH = "the top level, and what stands beside and right below the page and those above it"
    WHOLE = "everything"


#: Themes that call for the tree in Python, where it cannot be seen in a template: what they ask for.
_IN_PYTHON: Final = {"furo": View(depth=None, titles_only=True)}
_EVERYTHING: Final = View(depth=None)
_CALL: Final = re.compile(r"\btoctree\s*\(([^)]*)\)")
_COLLAPSE: Final = re.compile(r"\bcollapse\s*=\s*(\w+)")
#: Templates of a theme that every page is made with.
_ALWAYS: Final = ("layout.html", "page.html")


def tree_shown(builder: StandaloneHTMLBuilder) -> tuple[Tree, View]:
    """How much of the tree the pages show, and if it is everything, under which view.

    Found in the templates alone. A theme that is not one of Sphinx's own may ask for the tree in Python too,
    so it is taken to show everything.
    """
    theme: Theme | None = getattr(builder, "theme", None)
    if theme is None:  # the builder writes data instead of pages
        return Tree.NOTHING, _EVERYTHING
    if not all(_comes_with_sphinx(Path(directory)) for directory in theme.get_theme_dirs()):
        return Tree.WHOLE, _IN_PYTHON.get(theme.name, _EVERYTHING)
    options = theme.get_options(builder.theme_options)
    calls = [call for template in _templates(builder, theme) for call in _CALL.findall(template)]
    if not calls:
        return Tree.NOTHING, _EVERYTHING
    collapsed = all(_collapses(call, options) for call in calls)
    return (Tree.BRANCH if collapsed else Tree.WHOLE), _EVERYTHING


def _comes_with_sphinx(directory: Path) -> bool:
    # alabaster is a package of its own that Sphinx requires
    return directory.is_relative_to(package_dir) or directory.name == "alabaster"


def _templates(builder: StandaloneHTMLBuilder, theme: Theme) -> Iterator[str]:
    """The texts of the templates in use: the project's own, the sidebars' and the pages' layouts."""
    themes = [Path(directory) for directory in theme.get_theme_dirs()]
    own = [Path(builder.confdir, directory) for directory in builder.config.templates_path]
    sidebars = {*theme.sidebar_templates}
    for names in builder.get_builder_config("sidebars", "html").values():
        sidebars.update(names)
    paths = {path for directory in own for path in directory.rglob("*.html")}
    paths.update(directory / name for directory in [*themes, *own] for name in {*sidebars, *_ALWAYS})
    for path in sorted(paths):
        if path.is_file():
            yield path.read_text(encoding="utf-8")


def _collapses(arguments: str, options: Mapping[str, object]) -> bool:
    """Whether a call of ``toctree`` with these arguments surely leaves other branches closed."""
    found = _COLLAPSE.search(arguments)
    if found is None:
        return True  # the default
    word = found[1]
    value = options.get(word.removeprefix("theme_"), False) if word.startswith("theme_") else word
    return str(value).lower() == "true"
