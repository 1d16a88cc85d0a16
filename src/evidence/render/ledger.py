"""A document's numbers painted by what they mean: statistics, other numbers, and those that were given no meaning."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterator
from typing import IO, Final, get_args

from evidence.records import Extraction, StatisticType
from evidence.render.quotes import in_context
from evidence.render.table import styled

_WIDTH: Final = 100
_STATISTIC: Final = "\x1b[1;32m"
_OTHER: Final = "\x1b[36m"
_UNKNOWN: Final = "\x1b[7;31m"
_STATISTICS: Final = frozenset(get_args(StatisticType))
# How far around a number without a meaning the text is shown, in characters.
_CONTEXT: Final = 50
# What holds the blanks within a mark together while lines are wrapped.
_HELD: Final = "\N{NO-BREAK SPACE}"


def write_ledger(output: IO[str], extraction: Extraction) -> None:
    """The text with its numbers marked, then how many mean what, then those that mean nothing in their context.

    On a terminal in colours; elsewhere a statistic has its type behind it, "[0.46: hazard ratio]", and a number without
    a meaning a question mark, "[12: ?]".
    """
    text, ledger = extraction.document.text, extraction.ledger
    meanings = ledger.meanings if ledger is not None else ()
    output.write("\n".join(_painted(output, text, meanings)) + "\n\n")
    counted = Counter(meaning for _, _, meaning in meanings if meaning is not None)
    for heading, kinds in (
        ("statistics", [kind for kind in counted if kind in _STATISTICS]),
        ("other numbers", [kind for kind in counted if kind not in _STATISTICS]),
    ):
        told = ", ".join(
            f"{_words(kind)} {counted[kind]}"
            for kind in sorted(kinds, key=lambda kind: (-counted[kind], kind))
        )
        line = f"{sum(counted[kind] for kind in kinds)} {heading}{': ' if told else ''}{told}"
        output.write(textwrap.fill(line, _WIDTH, subsequent_indent="    ") + "\n")
    unknown = [(start, end) for start, end, meaning in meanings if meaning is None]
    output.write(f"{len(unknown)} without a meaning\n")
    for start, end in unknown:
        before, words, after = in_context(text, start, end, context=_CONTEXT)
        output.write(f"    {start}: {before}{styled(output, f'«{words}»', _UNKNOWN)}{after}\n")


def _painted(output: IO[str], text: str, meanings: tuple[tuple[int, int, str | None], ...]) -> Iterator[str]:
    """The lines of a text, wrapped, with its numbers marked."""
    parts, last = [], 0
    for start, end, meaning in meanings:
        parts += [text[last:start], _mark(output, text[start:end], meaning)]
        last = end
    parts.append(text[last:])
    for line in "".join(parts).splitlines():
        # Styles have no width: a terminal wraps by itself.
        wrapped = line if output.isatty() else textwrap.fill(line, _WIDTH, break_long_words=False)
        yield wrapped.replace(_HELD, " ")


def _mark(output: IO[str], number: str, meaning: str | None) -> str:
    if output.isatty():
        style = _UNKNOWN if meaning is None else _STATISTIC if meaning in _STATISTICS else _OTHER
        return styled(output, number, style)
    if meaning is None:
        return f"[{number}:{_HELD}?]"
    return f"[{number}:{_HELD}{_words(meaning).replace(' ', _HELD)}]" if meaning in _STATISTICS else number


def _words(kind: str) -> str:
    return kind.replace("_", " ")
