"""A smaller PDF: the compiler writes each object plainly; object streams (PDF 1.5) hold them compressed.

A tagged book has tens of thousands of small objects, two thirds of the file. Nothing in them is changed.
"""

from __future__ import annotations

import re
import zlib
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Objects in one stream: a reader unpacks a whole stream to get at one of them.
_GROUP: Final = 400
_HEADER: Final = re.compile(rb"%PDF-(\d)\.(\d)")
_OBJECT: Final = re.compile(rb"\d+ 0 obj\s")
_ENTRY: Final = re.compile(rb"(\d{10}) (\d{5}) ([nf])")
_TRAILER: Final = re.compile(rb"trailer\s*<<(.*)>>\s*startxref", re.DOTALL)


class _Packed(NamedTuple):
    """An object's place: the number of its stream, and which one it is in it."""

    stream: int
    position: int


def pack(pdf: bytes) -> bytes:
    """*pdf* with the same objects, packed; *pdf* itself where it is not of the form that the compiler writes."""
    header, start = _HEADER.match(pdf), pdf.rfind(b"\nxref\n")
    trailer = _TRAILER.search(pdf, max(start, 0))
    if not header or start < 0 or not trailer or (int(header[1]), int(header[2])) < (1, 5):
        return pdf
    objects = dict(_objects(pdf, start))
    if None in objects.values():
        return pdf
    bodies = {number: body for number, body in objects.items() if body is not None}
    out = bytearray(pdf[: pdf.index(b"\n", pdf.index(b"\n") + 1) + 1])  # the version, and the mark of a binary file
    places = _write_objects(out, bodies)
    _write_places(out, places, re.sub(rb"/Size \d+", b"", trailer[1]))
    return bytes(out)


def _objects(pdf: bytes, start: int) -> Iterator[tuple[int, bytes | None]]:
    """The number and the content of each object that the table at *start* names; None for what is no object."""
    offsets = [(int(m[1]), number) for number, m in enumerate(_ENTRY.finditer(pdf, start)) if m[3] == b"n"]
    ends = [*sorted(offset for offset, _number in offsets)[1:], start + 1]
    for (offset, number), end in zip(sorted(offsets), ends, strict=True):
        match, body = _OBJECT.match(pdf, offset), pdf[offset:end].rstrip()
        if match and body.endswith(b"endobj"):
            yield number, body[match.end() - offset : -len(b"endobj")].strip()
        else:
            yield number, None


def _write_objects(out: bytearray, bodies: dict[int, bytes]) -> dict[int, int | _Packed]:
    """Append all objects; where each one stands."""
    places: dict[int, int | _Packed] = {}
    small = [number for number in sorted(bodies) if not bodies[number].endswith(b"endstream")]
    for number in sorted(set(bodies).difference(small)):
        places[number] = len(out)
        out += b"%d 0 obj\n%b\nendobj\n" % (number, bodies[number])
    for group in range(0, len(small), _GROUP):
        numbers = small[group : group + _GROUP]
        stream = max(bodies) + 1 + group // _GROUP
        places |= {number: _Packed(stream, index) for index, number in enumerate(numbers)}
        places[stream] = len(out)
        _write_group(out, stream, [(number, bodies[number]) for number in numbers])
    return places


def _write_group(out: bytearray, stream: int, members: list[tuple[int, bytes]]) -> None:
    starts, at = [], 0
    for number, body in members:
        starts.append(b"%d %d " % (number, at))
        at += len(body) + 1
    index = b"".join(starts)
    data = index + b"".join(body + b"\n" for _number, body in members)
    _write_stream(out, stream, b"/Type/ObjStm/N %d/First %d" % (len(members), len(index)), data)


def _write_places(out: bytearray, places: dict[int, int | _Packed], trailer: bytes) -> None:
    """Append the table of all objects, itself an object, and the end of the file."""
    own, start = max(places) + 1, len(out)
    places[own] = start
    data = b"".join(_row(places.get(number)) for number in range(own + 1))
    _write_stream(out, own, b"/Type/XRef/W[1 4 2]/Size %d%b" % (own + 1, trailer), data)
    out += b"startxref\n%d\n%%%%EOF\n" % start


def _row(place: int | _Packed | None) -> bytes:
    if place is None:
        return b"\0\0\0\0\0\xff\xff"
    if isinstance(place, int):
        return b"\1" + place.to_bytes(4) + b"\0\0"
    return b"\2" + place.stream.to_bytes(4) + place.position.to_bytes(2)


def _write_stream(out: bytearray, number: int, entries: bytes, data: bytes) -> None:
    packed = zlib.compress(data)
    head = b"%d 0 obj\n<<%b/Filter/FlateDecode/Length %d>>\nstream\n" % (number, entries, len(packed))
    out += head + packed + b"\nendstream\nendobj\n"
