"""Rows as a Markdown table (CommonMark with GitHub's tables), the quotes below as notes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import IO, Any, Final

from evidence.render.cells import cells

_SPECIAL: Final = re.compile(r"([\\`*_{}\[\]<>|#])")
_HEAD: Final = (
    "#",
    "treatment",
    "comparator",
    "biomarker",
    "outcome",
    "result",
    "P",
    "n",
    "design",
    "year",
    "source",
)


def write_markdown(output: IO[str], rows: Sequence[dict[str, Any]], *, question: str) -> None:
    """The question as heading, a table, and the words of each row."""
    output.write(f"## {escape(question)}\n\n")
    output.write("| " + " | ".join(_HEAD) + " |\n|" + " --- |" * len(_HEAD) + "\n")
    for number, row in enumerate(rows, start=1):
        texts = {**cells(row), "#": str(number)}
        output.write("| " + " | ".join(escape(texts[name.lower()]) for name in _HEAD) + " |\n")
    output.write("\n")
    for number, row in enumerate(rows, start=1):
        texts = cells(row)
        output.write(
            f"{number}. > {escape(texts['quote'])}\n\n   {escape(row['document'])}, {escape(texts['role'])}"
        )
        output.write(f"; contradicted by {escape(texts['conflicts'])}\n\n" if texts["conflicts"] else "\n\n")


def escape(text: str) -> str:
    """A text as itself: no character of it is markup, no line of it ends the cell."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))
