"""XML read record by record: no entity expanded, no network, no DTD loaded, no record longer than the limit."""

from __future__ import annotations

from collections.abc import Iterator
from html.entities import html5
from typing import BinaryIO, Final

from lxml import etree

from evidence.errors import ReadError
from evidence.readers.decoding import LIMIT
from evidence.readers.streams import read_errors

_REMEDY: Final = "fetch it again"


class _Bounded:
    """A stream that ends with a ReadError once a record has taken more bytes than the limit."""

    def __init__(self, stream: BinaryIO, uri: str) -> None:
        self._stream, self._uri = stream, uri
        self.taken = 0

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(min(size, LIMIT) if size >= 0 else LIMIT)
        self.taken += len(data)
        if self.taken > LIMIT:
            raise ReadError(
                f"a record longer than {LIMIT // 1_000_000} MB",
                uri=self._uri,
                remedy="split it, or leave it out",
            )
        return data


def records(stream: BinaryIO, *tags: str, uri: str) -> Iterator[etree._Element | ReadError]:
    """The elements of some local names, each freed when the next is asked for; a break in the XML ends them.

    What was read before a break stands; the error says its line. Nothing found is an error, too.
    """
    bounded = _Bounded(stream, uri)
    number = 0
    with read_errors(uri):
        try:
            for _, element in etree.iterparse(
                bounded,
                events=("end",),
                tag=["{*}" + tag for tag in tags],
                resolve_entities=False,
                no_network=True,
                load_dtd=False,
                huge_tree=False,
            ):
                number += 1
                bounded.taken = 0
                yield element
                _forget(element)
        except etree.XMLSyntaxError as error:
            place = f"line {error.lineno}" if error.lineno else f"after record {number}"
            yield ReadError(
                f"not well-formed XML ({' '.join(error.msg.split())})", uri=uri, place=place, remedy=_REMEDY
            )
            return
        except ReadError as error:
            yield error
            return
    if not number:
        yield ReadError(f"XML without <{tags[0]}>", uri=uri, remedy=_REMEDY)


def _forget(element: etree._Element) -> None:
    """Free a record that was read, and the empty shells of those before it."""
    element.clear()
    while (before := element.getprevious()) is not None:
        parent = before.getparent()
        if parent is None:
            return
        parent.remove(before)


def bare_names(element: etree._Element) -> None:
    """Take the namespaces from the names of the elements; the formats read here are known by local names alone."""
    for item in element.iter():
        if (name_of(item) or "").startswith("{"):
            item.tag = etree.QName(item).localname


def name_of(node: etree._Element) -> str | None:
    """An element's name; None for comments, processing instructions and entity references."""
    tag: object = node.tag
    return tag if isinstance(tag, str) else None


def character(node: etree._Element) -> str:
    """The character of an entity reference; none for comments and for names that no standard has.

    Entities are never expanded. The names of the ISO 8879 and ISO 9573-13 sets, which journals' DTDs declare, are
    those of HTML 5.
    """
    tag: object = node.tag
    return html5.get((node.text or "").removeprefix("&"), "") if tag is etree.Entity else ""
