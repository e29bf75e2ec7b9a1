"""Packing: the same objects in fewer bytes; what has another form is left alone."""

import io

import pypdf
import pytest
import typst

from sphinx_typst.pack import pack

SOURCE = (
    '#set document(title: "Packed", keywords: ("a (b)", "endstream", "1 0 obj"))\n#set text(lang: "en")\n'
    '= One <one>\nRead on at @two.\n#set heading(numbering: "1")\n= Two <two>\n'
    + "".join(
        f'#pagebreak()\nPage {n}: #link(<one>)[back], #link("https://example.org/{n}")[out].\n' for n in range(40)
    )
)


@pytest.fixture(scope="module")
def plain():
    source = SOURCE.replace("@two", "#link(<two>)[Two]")
    return typst.compile(source.encode(), format="pdf", pdf_standards=["ua-1"], timestamp=0)


def flat(value, seen=None):
    """An object with all that it refers to, each object once."""
    seen = set() if seen is None else seen
    if isinstance(value, pypdf.generic.IndirectObject):
        if value.idnum in seen:
            return value.idnum
        seen.add(value.idnum)
        return value.idnum, flat(value.get_object(), seen)
    if isinstance(value, pypdf.generic.StreamObject):
        return dict(sorted((k, flat(v, seen)) for k, v in value.items())), value.get_data()
    if isinstance(value, dict):
        return {key: flat(item, seen) for key, item in sorted(value.items())}
    return [flat(item, seen) for item in value] if isinstance(value, list) else value


def test_objects_are_the_same_in_fewer_bytes(plain):
    packed = pack(plain)
    assert len(packed) < len(plain) / 2
    before, after = (pypdf.PdfReader(io.BytesIO(data), strict=True) for data in (plain, packed))
    for entry in ("/Root", "/Info", "/ID"):
        assert flat(after.trailer.raw_get(entry)) == flat(before.trailer.raw_get(entry))
    assert [page.extract_text() for page in after.pages] == [page.extract_text() for page in before.pages]


def test_packing_is_repeatable_and_done_once(plain):
    packed = pack(plain)
    assert pack(plain) == packed
    assert pack(packed) == packed


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data.replace(b"%PDF-1.7", b"%PDF-1.4"),
        lambda data: data.replace(b"trailer\n", b"tailor!\n"),
        lambda data: data.replace(b"\nendobj", b"\nendobk", 1),
        lambda data: b"<html>",
        lambda data: b"",
    ],
)
def test_other_forms_are_left_alone(plain, damage):
    data = damage(plain)
    assert data != plain
    assert pack(data) == data
