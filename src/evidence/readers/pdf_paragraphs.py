"""Lines of printed columns to paragraphs, footnotes and the entries of a list of references."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from statistics import median
from typing import Final

from evidence.headings import role_of
from evidence.readers.hyphens import unbroken
from evidence.readers.pdf_layout import Line
from evidence.readers.pdf_pages import Page
from evidence.readers.prose import Prose
from evidence.readers.traced import Traced

Block = list[Line]
LONGEST_HEADING: Final = 70
_LIGATURES: Final = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st", "\u00a0": " "}
)
# A mark, with a reference's number behind it; "0.70" is none.
_SENTENCE_END: Final = re.compile(r"[.!?:;][\"'”’)\]]*$|(?<!\d)[.!?:;][\"'”’)\]]*\s?\d+(?:[,–-]\d+)*$")
_SAME_SIZE: Final = 0.06
_LEADING: Final = 1.3  # of the usual distance between lines: a greater one ends a paragraph
_INDENT: Final = 0.6  # of the font's size
_SHORT: Final = 2.0  # of the font's size: a line that ends so far before the others may end a paragraph
_FOOTNOTE: Final = 0.92  # of the body's size
_FOOT: Final = 0.4  # of the page's height: footnotes stand below it
_LONGEST_FOOTNOTE: Final = 12  # lines
_BACK: Final = 4  # blocks that may stand between the halves of a paragraph: figures, tables
_SPACE: Final = 0.15  # of the font's size
_CELLS: Final = " | "
_LABEL: Final = re.compile(r"\[?(\d{1,4})(?:[.)\]]+\s*|\s+)(?=\S)")
_PARAGRAPH: Final = "\n\n"
_BLANK: Final = re.compile(r"\n\n")


@dataclass(frozen=True, slots=True)
class _Measures:
    """The edges of each column of each page, and the usual distance between lines of each size."""

    edges: dict[tuple[int, int], tuple[float, float]]
    leading: dict[int, float]

    @classmethod
    def of(cls, lines: Sequence[Line]) -> _Measures:
        """Those of some lines."""
        columns: defaultdict[tuple[int, int], list[Line]] = defaultdict(list)
        gaps: defaultdict[int, list[float]] = defaultdict(list)
        for line in lines:
            columns[line.page, line.column].append(line)
        for above, below in pairwise(lines):
            gap, size = above.main.baseline - below.main.baseline, above.main.size
            if _beside(above, below) and 0.5 * size < gap < 2.2 * size:
                gaps[round(2 * size)].append(gap)
        edges = {}
        for key, found in columns.items():
            left = Counter(round(line.left) for line in found).most_common(1)[0][0]
            right = sorted(line.right for line in found)[int(0.9 * (len(found) - 1))]
            edges[key] = float(left), right
        return cls(edges, {size: median(found) for size, found in gaps.items()})


def paragraphs(lines: Sequence[Line]) -> list[Block]:
    """The paragraphs, tables (their rows together) and headings, in their order.

    A paragraph that a column's or a page's end cut, or a figure, is put together.
    """
    if not lines:
        return []
    measures = _Measures.of(lines)
    blocks = [[lines[0]]]
    for above, below in pairwise(lines):
        if _parted(above, below, measures):
            blocks.append([])
        blocks[-1].append(below)
    joined: list[Block] = []
    for block in blocks:
        opened = _opened(joined[-_BACK:], block)
        if opened is None:
            joined.append(block)
        else:
            opened.extend(block)
    return joined


def _parted(above: Line, below: Line, measures: _Measures) -> bool:
    """Whether a new paragraph begins with the line below."""
    if above.row or below.row:
        return not (above.row and below.row and _beside(above, below))
    if not _same_size(above, below) or is_heading(above):
        return True
    ended = _SENTENCE_END.search(above.text[-40:]) is not None
    if not _beside(above, below):
        return ended or is_heading(below)
    size = above.main.size
    gap = above.main.baseline - below.main.baseline
    if gap <= 0 or gap > _LEADING * measures.leading.get(round(2 * size), gap):
        return True
    left, right = measures.edges[below.page, below.column]
    if is_heading(below):
        return ended
    indented = below.left > left + _INDENT * size
    return ended and (indented or above.right < right - _SHORT * size)


def _opened(before: Sequence[Block], block: Block) -> Block | None:
    """The paragraph that a block goes on with: it begins with a small letter, and the one before has no end."""
    if block[0].row or not block[0].text[:1].islower():
        return None
    for earlier in reversed(before):
        last = earlier[-1]
        if not last.row and _same_size(last, block[0]) and not is_heading(last):
            return None if _SENTENCE_END.search(last.text[-40:]) else earlier
    return None


def is_heading(line: Line) -> bool:
    """Whether a line is nothing but a heading that is known."""
    text = line.text
    if len(text) > LONGEST_HEADING or line.row or text[:1].islower() or text.endswith("."):
        return False
    return role_of(text) is not None


def _beside(above: Line, below: Line) -> bool:
    return (above.page, above.column) == (below.page, below.column)


def _same_size(above: Line, below: Line) -> bool:
    return abs(above.main.size - below.main.size) <= _SAME_SIZE * above.main.size


def without_footnotes(
    lines: Sequence[Line], body: float, pages: Sequence[Page]
) -> tuple[list[Line], list[Line]]:
    """The text's lines, and those of footnotes: smaller ones at a column's foot, as long as no references began."""
    text: list[Line] = []
    notes: list[Line] = []
    ended = False
    for _, column in groupby(lines, key=lambda line: (line.page, line.column)):
        found = list(column)
        ended = ended or any(
            role_of(line.text) == "references" for line in found if len(line.text) < LONGEST_HEADING
        )
        cut = len(found)
        while cut and _at_foot(found[cut - 1], body, pages):
            cut -= 1
        if ended or not cut or len(found) - cut > _LONGEST_FOOTNOTE:
            cut = len(found)
        text += found[:cut]
        notes += found[cut:]
    return text, notes


def _at_foot(line: Line, body: float, pages: Sequence[Page]) -> bool:
    small = line.main.size < _FOOTNOTE * body
    return small and not line.row and line.main.baseline < _FOOT * pages[line.page].height


def words(blocks: Sequence[Block]) -> list[Traced]:
    """The words of each block: of a paragraph with its words whole, of a table its rows with bars between the cells.

    Whether a hyphen at a line's end is the word's own, the whole text tells.
    """
    running = [block for block in blocks if not block[0].row]
    texts = (_PARAGRAPH.join("\n".join(_printed(line) for line in block) for block in running)).replace(
        "\f", " "
    )
    whole = iter(unbroken(Traced.literal(texts)).split(_BLANK))
    return [Traced.literal(_rows(block)) if block[0].row else next(whole) for block in blocks]


def _printed(line: Line) -> str:
    """A line's text, its raised and lowered figures kept apart from those beside them."""
    prose, main, end = Prose(), line.main, float("inf")
    for run in line.runs:
        text = run.text.translate(_LIGATURES)
        if run.left - end > _SPACE * main.size:
            prose.add(" ")
        shift = run.baseline - main.baseline
        if run.size < 0.9 * main.size and shift > 0.15 * main.size:
            prose.raised(text)
        else:
            if shift:
                prose.border()
            prose.add(text)
            if shift:
                prose.border()
        end = run.right
    return prose.done().text


def _rows(block: Block) -> str:
    return "\n".join(
        _CELLS.join(
            _printed(Line(runs=tuple(run for run in line.runs if left <= run.left <= right), page=line.page))
            for left, right in line.cells
        )
        for line in block
    )


def entries(lines: Sequence[Line]) -> Iterator[tuple[int, Traced]]:
    """The entries of a list of references with their numbers: by labels that count up, else by hanging lines."""
    starts = _counted(lines) or _hanging(lines)
    for number, (start, end) in enumerate(pairwise([*starts, len(lines)]), start=1):
        text = unbroken(Traced.literal("\n".join(_printed(line) for line in lines[start:end])))
        label = _LABEL.match(text.text)
        yield number, text.slice(label.end()) if label and int(label[1]) == number else text


def _counted(lines: Sequence[Line]) -> list[int]:
    """The lines that begin with 1, 2, 3 and so on; none where fewer than two do."""
    found: list[int] = []
    for index, line in enumerate(lines):
        label = _LABEL.match(line.text)
        if label and int(label[1]) == len(found) + 1:
            found.append(index)
    return found if len(found) > 1 else []


def _hanging(lines: Sequence[Line]) -> list[int]:
    """The lines that stand at their column's edge where others are set in; else those behind a wider gap."""
    edges: dict[tuple[int, int], float] = {}
    for line in lines:
        key = line.page, line.column
        edges[key] = min(line.left, edges.get(key, line.left))
    at_edge = [line.left < edges[line.page, line.column] + _INDENT * line.main.size for line in lines]
    if 0.1 < sum(at_edge) / max(1, len(lines)) < 0.8:
        return [index for index, begins in enumerate(at_edge) if begins] if lines else []
    starts = [0] if lines else []
    measures = _Measures.of(lines)
    return starts + [
        index + 1 for index, (above, below) in enumerate(pairwise(lines)) if _parted(above, below, measures)
    ]
