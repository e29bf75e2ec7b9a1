"""What readers and their devices need of the pages, as far as it can be seen without a browser."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urldefrag, urlsplit

import pytest

if TYPE_CHECKING:
    from html_pages import Page, Site

CYRILLIC = re.compile("[\u0400-\u04ff]")
EDITION = Path(__file__).parents[2] / "edition"


def texts(site: Site) -> list[Page]:
    """The pages of the edition's own, without search and indices."""
    return [page for name, page in site.pages.items() if (EDITION / name).with_suffix(".md").is_file()]


def test_ids_are_unique_on_a_page(site: Site) -> None:
    for page in site.pages.values():
        assert [id_ for id_, times in Counter(page.ids).items() if times > 1] == [], page.name


def test_every_page_has_one_heading_of_the_first_level(site: Site) -> None:
    assert {"genindex.html", "claims-scholars.html", "search.html"} <= set(site.pages)
    for page in site.pages.values():
        assert len(page.all("h1")) == 1, page.name


def test_headings_descend_by_single_steps(site: Site) -> None:
    for page in texts(site):
        levels = [int(h.tag[1]) for h in page.all("h1", "h2", "h3", "h4", "h5", "h6") if h.within("article")]
        assert levels[0] == 1, page.name
        assert levels.count(1) == 1, page.name
        assert all(after - before <= 1 for before, after in pairwise(levels)), (page.name, levels)


def test_every_heading_of_the_sidebar_has_a_level(site: Site) -> None:
    for page in texts(site):
        assert all("aria-level" in e.attrs for e in page.elements if e.attrs.get("role") == "heading"), page.name


def test_landmarks_of_one_kind_have_names(site: Site) -> None:
    for page in site.pages.values():
        names = [aside.attrs.get("aria-label", "") for aside in page.all("aside")]
        assert all(names), page.name
        assert len(set(names)) == len(names), page.name


def test_tables_have_captions_and_scoped_headers(site: Site) -> None:
    seen = 0
    for page in texts(site):
        seen += len(page.of_class("claims-table"))
        for table in page.of_class("claims-table"):
            own = [e for e in page.elements if any(above is table for above in e.above)]
            assert [e.words for e in own if e.tag == "caption" and e.words], page.name
            assert all(e.attrs.get("scope") in {"col", "row"} for e in own if e.tag == "th"), page.name
            assert all(e.attrs.get("data-label") for e in own if e.tag == "td"), page.name
    assert seen > 100


def test_references_of_aria_resolve(site: Site) -> None:
    for page in site.pages.values():
        ids = set(page.ids)
        for element in page.elements:
            for name in ("aria-labelledby", "aria-describedby", "aria-controls", "for"):
                assert set(element.attrs.get(name, "").split()) <= ids, (page.name, element.attrs)


def test_pictures_say_what_they_show(site: Site) -> None:
    plots = 0
    for page in texts(site):
        assert all(image.attrs.get("alt") for image in page.all("img")), page.name
        for plot in page.of_class("claims-plot"):
            plots += 1
            inner = {e.attrs.get("id"): e.words for e in page.elements if e.above and e.above[-1] is plot}
            assert inner[plot.attrs["aria-labelledby"]]
            assert inner[plot.attrs["aria-describedby"]]
    assert plots > 20


def test_links_lead_somewhere(site: Site) -> None:
    broken = [
        (page.name, link.attrs["href"])
        for page in site.pages.values()
        for link in page.all("a")
        if "href" in link.attrs and not _resolves(site, page.name, link.attrs["href"])
    ]
    assert broken == []


def _resolves(site: Site, here: str, href: str) -> bool:
    if urlsplit(href).scheme or href == "#":
        return True
    path, fragment = urldefrag(href)
    target = posixpath.normpath(posixpath.join(posixpath.dirname(here), unquote(path))) if path else here
    if target not in site.pages:
        return not fragment and (site.folder / target).is_file()
    return not fragment or unquote(fragment) in site.pages[target].ids


@pytest.mark.parametrize("kind", ["quantities", "estimates", "claims"])
def test_every_object_of_the_data_lands_on_its_page(site: Site, kind: str) -> None:
    hrefs = [str(thing["href"]) for thing in site.data[kind]]
    assert [href for href in hrefs if not _resolves(site, "", href) or "#" not in href] == []
    assert len(set(hrefs)) == len(hrefs)


def test_each_apparatus_can_be_opened_by_its_summary(site: Site) -> None:
    folded = [(page, e) for page in texts(site) for e in page.of_class("claims-apparatus")]
    assert folded
    for page, apparatus in folded:
        first = page.elements[page.elements.index(apparatus) + 1]
        assert apparatus.tag == "details"
        assert first.tag == "summary"
        assert first.words.startswith("Figures and claims ")


def test_all_objects_stand_in_an_apparatus(site: Site) -> None:
    for page in texts(site):
        for name in ("claims-quantity", "claims-claim"):
            assert all(e.within("details") for e in page.of_class(name)), page.name


def test_marks_are_words(site: Site) -> None:
    for page in texts(site):
        assert all(mark.words for mark in page.of_class("claims-mark")), page.name
        signs = [e for e in page.of_class("claims-contested") if e.tag == "sup"]
        assert all(e.attrs.get("role") == "img" and e.attrs.get("aria-label") == "contested" for e in signs), page.name


def test_every_text_says_how_it_is_cited(site: Site) -> None:
    for page in texts(site):
        assert len(page.of_class("edition-cite")) == (page.name != "index.html"), page.name


def test_pages_tell_their_language(site: Site) -> None:
    assert all(page.all("html")[0].attrs["lang"] == "en" for page in site.pages.values())


def test_words_in_cyrillic_tell_their_language(site: Site) -> None:
    seen = 0
    for page in site.pages.values():
        cyrillic = [e for e in page.elements if any(map(CYRILLIC.search, e.text))]
        examples = {word for e in cyrillic if e.tag in {"script", "pre", "code"} for word in e.text}
        for element in cyrillic:
            tongue = [e.attrs["lang"] for e in (*element.above, element) if "lang" in e.attrs][-1]
            seen += tongue in {"ru", "uk"}
            inner = {word for e in cyrillic if e.above[-1:] == (element,) for word in e.text}
            own = [word for word in element.text if CYRILLIC.search(word) and word not in inner | examples]
            assert tongue in {"ru", "uk"} or not own, (page.name, own)
    assert seen > 200


def test_indices_are_lists(site: Site) -> None:
    for name in ("genindex.html", "claims-scholars.html"):
        page = site.pages[name]
        lists = page.of_class("edition-index")
        assert len(lists) > 20, name
        assert len(page.all("h2")) == len(lists), name
        assert not page.all("table", "code"), name


def test_search_takes_words_on_its_page(site: Site) -> None:
    forms = [form for form in site.pages["search.html"].all("form") if form.within("article")]
    assert [form.attrs["role"] for form in forms] == ["search"]
    fields = [e for e in site.pages["search.html"].all("input") if e.within("article")]
    assert [field.attrs["name"] for field in fields] == ["q"]
    assert all(field.attrs["aria-label"] for field in fields)


def test_pages_tell_no_path_of_the_machine(site: Site) -> None:
    for name in site.pages:
        assert str(site.folder.parent) not in (site.folder / name).read_text(encoding="utf-8"), name
