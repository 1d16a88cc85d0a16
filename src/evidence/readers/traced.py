"""Text that remembers where in its source each character came from."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator

from evidence.document import Segment

_INSERTED = -1


class Traced:
    """Immutable text in runs: run i starts at `_starts[i]` and stands in the source at `_origins[i]`.

    Every repair of a text is a selection of its spans with literals between, so that what stays can always be
    led back to the source. An inserted run has no origin.

    >>> words = Traced.whole("recur-\\nrent  disease").sub(re.compile(r"-\\n"))
    >>> words.text, [(s.start, s.end, s.source_start) for s in words.segments()]
    ('recurrent  disease', [(0, 5, 0), (5, 18, 7)])
    """

    __slots__ = ("_origins", "_starts", "text")

    def __init__(self, text: str, starts: tuple[int, ...], origins: tuple[int, ...]) -> None:
        self.text, self._starts, self._origins = text, starts, origins

    @classmethod
    def whole(cls, source: str) -> Traced:
        """A source's text as it stands."""
        return cls(source, (0,), (0,)) if source else EMPTY

    @classmethod
    def literal(cls, text: str) -> Traced:
        """Text that no source holds."""
        return cls(text, (0,), (_INSERTED,)) if text else EMPTY

    def __bool__(self) -> bool:
        return bool(self.text)

    def __len__(self) -> int:
        return len(self.text)

    def __repr__(self) -> str:
        return f"Traced({self.text!r})"

    def slice(self, start: int, end: int | None = None) -> Traced:
        """The part from `start` to `end` (not negative)."""
        weaver = Weaver()
        weaver.add(self, start, end)
        return weaver.done()

    def strip(self) -> Traced:
        """Without white space at either end."""
        text = self.text
        stripped = text.strip()
        if len(stripped) == len(text):
            return self
        start = len(text) - len(text.lstrip())
        return self.slice(start, start + len(stripped))

    def sub(self, pattern: re.Pattern[str], *template: int | str) -> Traced:
        """Each match replaced by the template: group numbers keep a group's words, strings are inserted."""

        def pieces(match: re.Match[str]) -> Iterable[tuple[int, int] | str]:
            return (match.span(item) if isinstance(item, int) else item for item in template)

        return self.sub_with(pattern, pieces)

    def sub_with(
        self, pattern: re.Pattern[str], pieces: Callable[[re.Match[str]], Iterable[tuple[int, int] | str]]
    ) -> Traced:
        """Each match replaced by the spans and literals that `pieces` gives for it."""
        last, weaver = 0, Weaver()
        for match in pattern.finditer(self.text):
            weaver.add(self, last, match.start())
            for piece in pieces(match):
                if isinstance(piece, str):
                    weaver.insert(piece)
                elif piece[0] >= 0:  # a group that took no part in the match has the span (-1, -1)
                    weaver.add(self, *piece)
            last = match.end()
        if not last and not weaver.touched:
            return self
        weaver.add(self, last)
        return weaver.done()

    def split(self, pattern: re.Pattern[str]) -> Iterator[Traced]:
        """The parts between the matches."""
        last = 0
        for match in pattern.finditer(self.text):
            yield self.slice(last, match.start())
            last = match.end()
        yield self.slice(last)

    def lines(self) -> Iterator[Traced]:
        """The lines, without their ends."""
        return self.split(_LINE_END)

    def origin(self, position: int) -> int | None:
        """Where in the source the character at a position stands, None if it was inserted."""
        if not 0 <= position < len(self.text):
            return None
        run = bisect_right(self._starts, position) - 1
        origin = self._origins[run]
        return None if origin == _INSERTED else origin + position - self._starts[run]

    def segments(self) -> tuple[Segment, ...]:
        """The runs that stand in the source."""
        if not self.text:
            return ()
        ends = (*self._starts[1:], len(self.text))
        return tuple(
            Segment(start=start, end=end, source_start=origin)
            for start, end, origin in zip(self._starts, ends, self._origins, strict=True)
            if origin != _INSERTED
        )

    def _runs(self, start: int, end: int) -> Iterator[tuple[int, int, int]]:
        """Start, end and origin of the runs within a span."""
        index = bisect_right(self._starts, start) - 1
        while start < end:
            stop = self._starts[index + 1] if index + 1 < len(self._starts) else len(self.text)
            origin = self._origins[index]
            yield (
                start,
                min(stop, end),
                origin if origin == _INSERTED else origin + start - self._starts[index],
            )
            start = stop
            index += 1


class Weaver:
    """Puts a text together from spans of others and from literals."""

    __slots__ = ("_length", "_origins", "_parts", "_starts", "touched")

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._starts: list[int] = []
        self._origins: list[int] = []
        self._length = 0
        self.touched = False

    def __len__(self) -> int:
        return self._length

    def add(self, traced: Traced, start: int = 0, end: int | None = None) -> None:
        """Append a span of a traced text."""
        end = len(traced.text) if end is None else min(end, len(traced.text))
        self.touched = True
        for begin, stop, origin in traced._runs(start, end):
            self._append(traced.text[begin:stop], origin)

    def insert(self, text: str) -> None:
        """Append text that no source holds."""
        self.touched = True
        if text:
            self._append(text, _INSERTED)

    def _append(self, text: str, origin: int) -> None:
        if self._origins:
            last, length = self._origins[-1], self._length - self._starts[-1]
            follows = last == _INSERTED == origin or (last != _INSERTED and origin == last + length)
        else:
            follows = False
        if not follows:
            self._starts.append(self._length)
            self._origins.append(origin)
        self._parts.append(text)
        self._length += len(text)

    def done(self) -> Traced:
        """What was put together."""
        return Traced("".join(self._parts), tuple(self._starts), tuple(self._origins))


def join(parts: Iterable[Traced], separator: str = "") -> Traced:
    """Texts one after the other, with a separator between."""
    weaver = Weaver()
    for index, part in enumerate(parts):
        if index:
            weaver.insert(separator)
        weaver.add(part)
    return weaver.done()


EMPTY = Traced("", (), ())
_LINE_END = re.compile(r"\n")
