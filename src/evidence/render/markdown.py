"""Rows as a Markdown table (CommonMark with GitHub's tables), the quotes below as notes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import IO, Any, Final

from evidence.render.cells import HEAD, shown
from evidence.render.verdicts import blocks

_SPECIAL: Final = re.compile(r"([\\`*_{}\[\]<>|#])")
_HEAD: Final = ("#", *(name for name in HEAD if name != "level"))


def write_markdown(
    output: IO[str],
    rows: Sequence[Mapping[str, Any]],
    *,
    question: str,
    groups: Sequence[Mapping[str, Any]] = (),
) -> None:
    """The question as heading; for each group its verdict, a table, and the words of each row."""
    output.write(f"## {escape(question)}\n\n")
    for block in blocks(rows, groups):
        if block.heading:
            output.write(f"### {escape(block.heading)}\n\n")
        if block.verdict:
            output.write(f"{escape(block.verdict)}\n\n")
        output.write("| " + " | ".join(_HEAD) + " |\n|" + " --- |" * len(_HEAD) + "\n")
        for number, row in block.rows:
            texts = {**shown(row), "#": str(number)}
            output.write("| " + " | ".join(escape(texts[name.lower()]) for name in _HEAD) + " |\n")
        output.write("\n")
        for number, row in block.rows:
            _write_words(output, number, row)


def _write_words(output: IO[str], number: int, row: Mapping[str, Any]) -> None:
    texts = shown(row)
    corrected = f"corrected ({texts['corrections']})" if texts["corrections"] else ""
    notes = "; ".join(filter(None, (texts["role"], texts["match"], corrected)))
    output.write(f"{number}. > {escape(texts['quote'])}\n\n   {escape(row['document'])}, {escape(notes)}")
    output.write(f"; contradicted by {escape(texts['conflicts'])}\n\n" if texts["conflicts"] else "\n\n")


def escape(text: str) -> str:
    """A text as itself: no character of it is markup, no line of it ends the cell."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))
