"""JSON as files hold it: one value or several, one after the other."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, BinaryIO, Final

from evidence.document import Document
from evidence.errors import ReadError
from evidence.readers.decoding import decode, read_bounded

_REMEDY: Final = "export it again"
_SPACE: Final = re.compile(r"\s*")
_HALF: Final = re.compile("[\ud800-\udfff]")


def values(stream: BinaryIO, *, uri: str) -> Iterator[Any]:
    """The values of a stream; what is no JSON ends them with the error that says so."""
    text = decode(read_bounded(stream, uri=uri), uri=uri)
    decoder, position = json.JSONDecoder(), _after_space(text, 0)
    while position < len(text):
        try:
            value, position = decoder.raw_decode(text, position)
        except json.JSONDecodeError as error:
            yield ReadError(f"not JSON ({error.msg})", uri=uri, place=f"line {error.lineno}", remedy=_REMEDY)
            return
        except ValueError:  # Python bounds the digits of an integer (CVE-2020-10735)
            yield ReadError("not JSON (a number too long)", uri=uri, remedy=_REMEDY)
            return
        except RecursionError:
            yield ReadError("not JSON (nested too deeply)", uri=uri, remedy=_REMEDY)
            return
        yield value
        position = _after_space(text, position)


def documents(
    stream: BinaryIO,
    *,
    uri: str,
    items: Callable[[Any], Iterable[dict[str, Any]]],
    document: Callable[[dict[str, Any], str, str], Document | ReadError],
    noun: str,
    remedy: str,
) -> Iterator[Document | ReadError]:
    """A document of each item that `items` finds in the values of a stream; one error where there is none.

    `document` is given an item, the URI, and the item's place ("work 3", by `noun`).
    """
    number = 0
    for value in values(stream, uri=uri):
        if isinstance(value, ReadError):
            yield value
            return
        for item in items(value):
            number += 1
            yield document(item, uri, f"{noun} {number}")
    if not number:
        yield ReadError(f"no {noun}s", uri=uri, remedy=remedy)


def unwrapped(
    value: Any,
    inner: Callable[[dict[str, Any]], Any],
    wanted: Callable[[dict[str, Any]], bool],
) -> Iterator[dict[str, Any]]:
    """The objects that are `wanted` in a value, in order: through lists, and through envelopes, whose `inner` is a
    list or an object."""
    pending = [value]
    while pending:
        item = pending.pop()
        if isinstance(item, list):
            pending.extend(reversed(item))
        elif isinstance(item, dict):
            content = inner(item)
            if isinstance(content, dict | list):
                pending.append(content)
            elif wanted(item):
                yield item


def whole(words: str) -> str:
    """A string without halves of surrogate pairs, which JSON can write and no text holds."""
    return _HALF.sub("\ufffd", words)


def _after_space(text: str, position: int) -> int:
    match = _SPACE.match(text, position)
    return match.end() if match else position
