"""Editions made of plain records, without Sphinx: ``edition.view(edition.quantity("q", "Deaths"), ...)``."""

from itertools import count

import hypothesis
import pytest

from sphinx_claims.core.model import Settings, Term
from sphinx_claims.core.records import Mention, Page, Record, Work
from sphinx_claims.core.view import derive

# the same examples in every run, however busy the machine is
hypothesis.settings.register_profile("steady", deadline=None, derandomize=True, max_examples=100)
hypothesis.settings.load_profile("steady")

SETTINGS = Settings(
    units={"deaths": Term(), "executions": Term("deaths"), "persons": Term(), "%": Term(), "degrees": Term("", False)},
    counts={"sentenced": Term(), "shot": Term("sentenced")},
    places={"USSR": Term(), "Ukraine": Term("USSR"), "Kyiv": Term("Ukraine")},
)


def work(key, *authors, year="1993", origin=False, **more):
    """A work of the bibliography."""
    return Work(key, f"{authors[0].split()[-1] if authors else key} {year}", authors, year, origin, **more)


WORKS = {
    w.key: w
    for w in (
        work("getty1993", "J. Arch Getty", "Viktor N. Zemskov"),
        work("conquest1968", "Robert Conquest", year="1968", title="The Great Terror", docname="bib", anchor="c1"),
        work("mvd1953", "MVD", year="1953", origin=True),
        work("ogpu1931", "OGPU", year="1931", origin=True),
    )
}


class Edition:
    """Makes records, each on a line of its own, and views over them."""

    settings = SETTINGS
    works = WORKS

    def __init__(self):
        self._line = count(1)

    def record(self, kind, id_, title="", *, text="", parent="", has_body=False, docname="index", **options):
        """A record; options with underscores for hyphens."""
        given = tuple((name.strip("_").replace("_", "-"), value) for name, value in options.items())
        contents = ()
        return Record(
            kind, id_, title, given, text, has_body, parent, docname, f"{docname}.md", next(self._line), contents
        )

    def quantity(self, id_, title="A quantity", **options):
        """A quantity of deaths in the USSR, unless the options say otherwise."""
        return self.record("quantity", id_, title, **{"unit": "deaths", "place": "USSR", **options})

    def estimate(self, id_, figure, quantity="q", **options):
        """A figure with a source, unless the options give it other support."""
        if not options.keys() & {"source", "witness", "sum_of", "derives_from"}:
            options["source"] = "getty1993"
        return self.record("estimate", id_, quantity=quantity, figure=figure, **options)

    def claim(self, id_, title="A claim", text="The statement.", **options):
        """A claim with a statement."""
        return self.record("claim", id_, title, text=text, **options)

    def witness(self, siglum, title="A witness", contents=()):
        """A witness, with its sections."""
        return self.record("witness", siglum, title)._replace(contents=contents)

    def view(self, *records, works=None, mentions=(), settings=None):
        """The view over these records."""
        pages = [Page(records, tuple(Mention(*m) for m in mentions))]
        return derive(pages, self.works if works is None else works, settings or self.settings)

    def codes(self, *records, **more):
        """The faults of these records: (id, code)."""
        return [(f.id, f.rule.code) for f in self.view(*records, **more).faults]


@pytest.fixture
def edition():
    """A fresh edition."""
    return Edition()
