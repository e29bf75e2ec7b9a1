"""Configuration: declared once, checked when the build starts, wrong values named and left out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from sphinx.errors import ConfigError
from sphinx.util import logging

from .core.diagnostics import Rule
from .core.model import DEFAULT_BASIS, Settings, Term

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

_VOCABULARIES: Final = ("claims_units", "claims_counts", "claims_places", "claims_basis")


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
    for name in _VOCABULARIES:
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
    if not isinstance(value, (list, tuple, dict)):
        raise ConfigError(f"{name} must be a list or a mapping")
    listed = value.items() if isinstance(value, dict) else ((word, {}) for word in value)
    found = {_word(name, word): _term(name, word, said) for word, said in listed}
    for word, made in found.items():
        if made.within and made.within not in found:
            raise ConfigError(f"{name}: {word!r} lies within {made.within!r}, which is not in the list")
    _refuse_circles(name, found)
    return found


def _word(name: str, word: object) -> str:
    if not isinstance(word, str) or not word.strip():
        raise ConfigError(f"{name}: {word!r} must be a word")
    return word


def _term(name: str, word: object, said: object) -> Term:
    about = {"within": said} if isinstance(said, str) else said or {}
    if not isinstance(about, dict) or set(about) - {"within", "additive"}:
        raise ConfigError(f"{name}: {word!r} must be a word, with a mapping of 'within' and 'additive' at most")
    within, additive = about.get("within", ""), about.get("additive", True)
    if not isinstance(within, str) or not isinstance(additive, bool):
        raise ConfigError(f"{name}: of {word!r}, 'within' must be another word, and 'additive' True or False")
    return Term(within, additive)


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
    units, counts, places, basis = (terms(name, config[name]) for name in _VOCABULARIES)
    aliases, sort_names = people(config.claims_people)
    silenced = (r.code for r in Rule if logging.is_suppressed_warning("claims", r.code, config.suppress_warnings))
    return Settings(
        units=units,
        counts=counts,
        places=places,
        basis=tuple(basis),
        aliases=aliases,
        sort_names=sort_names,
        silenced=tuple(silenced),
    )
