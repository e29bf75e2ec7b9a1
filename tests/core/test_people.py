"""Names under one form: aliases in ``by`` and in the bibliography, and how an index lists them."""

from __future__ import annotations

import pytest
from sphinx.errors import ConfigError

from sphinx_claims.core.interpret import interpret
from sphinx_claims.core.model import Settings
from sphinx_claims.core.records import Record, Work
from sphinx_claims.settings import people


def _claim(**options: str) -> Record:
    return Record("claim", "c", "Title", tuple(options.items()), "Text.", has_body=True, parent="", docname="index",
                  path="index.md", line=1)  # fmt: skip


@pytest.mark.parametrize(("option", "value"), [("by", "S. G. Wheatcroft; Stephen G. Wheatcroft"), ("source", "w1999")])
def test_an_alias_is_gathered_under_one_form(option: str, value: str) -> None:
    works = {"w1999": Work("w1999", "Wheatcroft 1999", ("S. G. Wheatcroft",), "1999", origin=False)}
    settings = Settings(aliases={"S. G. Wheatcroft": "Stephen G. Wheatcroft"})
    model, faults = interpret([_claim(**{option: value})], works, settings)
    assert faults == []
    assert model.claims["c"].by == ("Stephen G. Wheatcroft",)


def test_the_configuration_says_aliases_and_order() -> None:
    told = {"Alec Nove": "Nove, Alec", "Ada Byron": {"sort": "Byron, Ada", "aliases": ["Ada Lovelace"]}}
    assert people(told) == ({"Ada Lovelace": "Ada Byron"}, {"Alec Nove": "Nove, Alec", "Ada Byron": "Byron, Ada"})


@pytest.mark.parametrize("wrong", [["Alec Nove"], {"Alec Nove": 3}, {"Alec Nove": {"alias": []}}, {3: "x"},
                                   {"Alec Nove": {"aliases": "Nove"}}])  # fmt: skip
def test_what_cannot_be_read_is_refused(wrong: object) -> None:
    with pytest.raises(ConfigError, match="claims_people"):
        people(wrong)
