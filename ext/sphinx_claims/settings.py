"""Configuration: declared once, checked when the build starts, wrong values named and left out."""

from __future__ import annotations

from ast import literal_eval
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from sphinx.errors import ConfigError
from sphinx.util import logging

from .core.model import DEFAULT_BASIS, Settings, Term

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

logger = logging.getLogger(__name__)


class Option(NamedTuple):
    """A value of ``conf.py``: its name, default, what it rebuilds, its types, and its meaning."""

    name: str
    default: Any
    rebuild: Literal["", "env", "html"]
    types: tuple[type, ...]
    description: str


OPTIONS = (
    Option(
        "claims_units",
        [],
        "html",
        (list, tuple, dict),
        "Units that figures may have; empty: any. A mapping may nest units: {'executions': {'within': 'deaths'}}",
    ),
    Option("claims_counts", [], "html", (list, tuple, dict), "Who or what may be counted; as claims_units"),
    Option("claims_places", [], "html", (list, tuple, dict), "Places; as claims_units"),
    Option("claims_basis", list(DEFAULT_BASIS), "html", (list, tuple, dict), "Bases that a figure may rest on"),
    Option(
        "claims_people",
        {},
        "html",
        (dict,),
        "Who is known under several names, and how an index lists them: "
        "{'Alec Nove': {'sort': 'Nove, Alec', 'aliases': ['A. Nove']}}, or {'Alec Nove': 'Nove, Alec'}",
    ),
    Option("claims_edition", {}, "html", (dict,), "What claims.json says of the edition, beside title and version"),
    Option("claims_json", "claims.json", "html", (str,), "File name of the data in the HTML output; empty: none"),
    Option("claims_fast_html", True, "html", (bool,), "Print apparatus and lists straight to HTML"),
)


def declare(app: Sphinx) -> None:
    """Make the options known to Sphinx."""
    for option in OPTIONS:
        app.add_config_value(
            option.name, option.default, option.rebuild, types=frozenset(option.types), description=option.description
        )


def check(app: Sphinx, config: Config) -> None:
    """Refuse a vocabulary that cannot be read. Raises ConfigError: nothing could be compared right."""
    for name in ("claims_units", "claims_counts", "claims_places", "claims_basis"):
        terms(name, config[name])
    people(config.claims_people)


def people(value: object) -> tuple[dict[str, str], dict[str, str]]:
    """Aliases and sort names of ``conf.py``. Raises ConfigError."""
    if not isinstance(value, dict):
        raise ConfigError("claims_people must be a mapping")
    aliases: dict[str, str] = {}
    sort_names: dict[str, str] = {}
    for name, said in value.items():
        about = {"sort": said} if isinstance(said, str) else said
        others = about.get("aliases", []) if isinstance(about, dict) else None
        if not isinstance(name, str) or not isinstance(others, (list, tuple)) or set(about) - {"sort", "aliases"}:
            raise ConfigError(f"claims_people: {name!r} must be a name, with 'sort' and a list of 'aliases' at most")
        if sort := str(about.get("sort", "")):
            sort_names[name] = sort
        aliases |= {str(other): name for other in others}
    return aliases, sort_names


def terms(name: str, value: object) -> dict[str, Term]:
    """A vocabulary of ``conf.py`` as terms. Raises ConfigError."""
    if isinstance(value, (list, tuple)):
        value = {term: {} for term in value}
    if not isinstance(value, dict):
        raise ConfigError(f"{name} must be a list or a mapping")
    found = {}
    for term, said in value.items():
        about = {"within": said} if isinstance(said, str) else said or {}
        if not isinstance(term, str) or not isinstance(about, dict) or set(about) - {"within", "additive"}:
            raise ConfigError(f"{name}: {term!r} must be a word, with a mapping of 'within' and 'additive' at most")
        found[term] = Term(str(about.get("within", "")), bool(about.get("additive", True)))
    for word, made in found.items():
        if made.within and made.within not in found:
            raise ConfigError(f"{name}: {word!r} lies within {made.within!r}, which is not in the list")
    _refuse_circles(name, found)
    return found


def _refuse_circles(name: str, found: dict[str, Term]) -> None:
    for word, term in found.items():
        seen, broader = {word}, term.within
        while broader:
            if broader in seen:
                raise ConfigError(f"{name}: {broader!r} lies within itself")
            seen.add(broader)
            broader = found[broader].within


def settings_of(config: Config) -> Settings:
    """The settings that the core works with."""
    named = ("claims_units", "claims_counts", "claims_places", "claims_basis", "claims_people")
    return _settings(*(repr(config[name]) for name in named))


@lru_cache(maxsize=16)
def _settings(units: str, counts: str, places: str, basis: str, known_people: str) -> Settings:
    # by their text, as lists and mappings of conf.py cannot be keys of a cache
    aliases, sort_names = people(literal_eval(known_people))
    return Settings(
        units=terms("claims_units", literal_eval(units)),
        counts=terms("claims_counts", literal_eval(counts)),
        places=terms("claims_places", literal_eval(places)),
        basis=tuple(terms("claims_basis", literal_eval(basis))),
        aliases=aliases,
        sort_names=sort_names,
    )
