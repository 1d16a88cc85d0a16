"""A network as SVG: boxes with their names, lines with what they tell, no name over another.

Written by hand, since a picture of a few dozen boxes needs no drawing library; it is a file on its own, without
scripts, fonts or style sheets from elsewhere.
"""

from __future__ import annotations

import math
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import IO, Final, Literal

_FONT: Final = 13
_SMALL: Final = 11
# Mean width of a character of a sans-serif face, in em: generous, so that texts stay within their boxes.
_EM: Final = 0.58
_LINE: Final = 1.25
_PAD: Final = 8
_GAP: Final = 14
_MARGIN: Final = 30
_WRAP: Final = 26
_HEAD: Final = 12
_CELL: Final = (270, 150)
_ROUNDS: Final = 400
_TRIES: Final = (0.5, 0.4, 0.6, 0.3, 0.7, 0.22, 0.78, 0.15, 0.85)
_FILLS: Final[Mapping[str, str]] = {"therapy": "#e8f0fe", "biomarker": "#fef3e0", "disease": "#eef6ec"}
# Colours that differ in lightness too, and a dash for each, so that no reader depends on colour (Okabe and Ito).
_STROKES: Final[Mapping[str, tuple[str, str]]] = {
    "for": ("#0072b2", ""),
    "against": ("#d55e00", "7 4"),
    "open": ("#777777", "2 4"),
}

Tone = Literal["for", "against", "open"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A box: its name, its kind (for the colour), and its place from 0 to 1."""

    id: str
    label: str
    kind: str
    x: float
    y: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line between two boxes with the words on it. Arrows point to the ends in `towards`."""

    source: str
    target: str
    words: tuple[str, ...]
    towards: tuple[str, ...] = ()
    tone: Tone = "open"
    studies: int = 1


@dataclass(slots=True)
class _Box:
    """A rectangle by its middle."""

    x: float
    y: float
    width: float
    height: float
    lines: list[str]

    def overlap(self, other: _Box, gap: float = 0.0) -> tuple[float, float]:
        """How far the two reach into each other both ways; not positive where they do not."""
        return (
            (self.width + other.width) / 2 + gap - abs(self.x - other.x),
            (self.height + other.height) / 2 + gap - abs(self.y - other.y),
        )

    def edge_towards(self, x: float, y: float) -> tuple[float, float]:
        """Where the line from the middle to a point leaves the rectangle."""
        dx, dy = x - self.x, y - self.y
        scale = max(abs(dx) / (self.width / 2), abs(dy) / (self.height / 2), 1e-9)
        return self.x + dx / scale, self.y + dy / scale


def write_svg(
    output: IO[str],
    nodes: Sequence[Node],
    lines: Sequence[Line],
    *,
    title: str,
    legend: Mapping[Tone, str],
) -> None:
    """Write the picture. The page grows with the number of boxes; `legend` tells what the tones of lines mean."""
    boxes = _boxes(nodes)
    labels = _labels(lines, boxes, fixed=len({node.kind for node in nodes}) > 1)
    _shift(boxes.values(), labels)
    everything = [*boxes.values(), *labels]
    width = max((box.x + box.width / 2 for box in everything), default=200.0) + _MARGIN
    height = max((box.y + box.height / 2 for box in everything), default=60.0) + _MARGIN + _FONT * 2
    output.write(
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0f}" height="{height:.0f}"'
        f' viewBox="0 0 {width:.0f} {height:.0f}" font-family="sans-serif" font-size="{_FONT}">\n'
        f"<title>{escape(title)}</title>\n"
        f'<rect width="100%" height="100%" fill="white"/>\n'
        f'<text x="{_MARGIN}" y="{_MARGIN - 8}" font-weight="bold">{escape(title)}</text>\n'
    )
    output.writelines(_line(line, boxes[line.source], boxes[line.target]) for line in lines)
    for node in nodes:
        output.write(_node(boxes[node.id], _FILLS.get(node.kind, "#f5f5f5")))
    output.writelines(_words(label) for label in labels)
    output.write(f"{_legend(legend, height)}</svg>\n")


def _boxes(nodes: Sequence[Node]) -> dict[str, _Box]:
    """The boxes on the page, pushed apart until none overlaps another."""
    rows = max(1, math.ceil(math.sqrt(len(nodes))))
    tallest = max((sum(node.x == other.x for other in nodes) for node in nodes), default=1)
    width, height = _CELL[0] * max(2, rows), max(_CELL[1] * rows, 52 * tallest)
    boxes = {node.id: _box(node.label, _FONT, node.x * width, node.y * height) for node in nodes}
    for _ in range(_ROUNDS):
        if not _pushed(list(boxes.values()), movable=len(boxes), gap=_GAP):
            break
    return boxes


def _box(text: str, size: int, x: float, y: float) -> _Box:
    lines = [piece for line in text.split("\n") for piece in (textwrap.wrap(line, _WRAP) or [""])]
    width = max(map(len, lines)) * size * _EM + 2 * _PAD
    return _Box(x, y, width, len(lines) * size * _LINE + _PAD, lines)


def _pushed(boxes: Sequence[_Box], *, movable: int, gap: float) -> bool:
    """Move boxes that overlap apart, the shorter way; those from `movable` on stay. Whether any moved."""
    moved = False
    for number, one in enumerate(boxes[:movable]):
        for place, other in enumerate(boxes[number + 1 :], start=number + 1):
            across, down = one.overlap(other, gap)
            if across <= 0 or down <= 0:
                continue
            moved = True
            share = 0.5 if place < movable else 1.0
            if down <= across:
                step = (down + 1) * (1 if one.y <= other.y else -1)
                one.y -= step * share
                other.y += step * (1 - share)
            else:
                step = (across + 1) * (1 if one.x <= other.x else -1)
                one.x -= step * share
                other.x += step * (1 - share)
    return moved


def _labels(lines: Sequence[Line], boxes: Mapping[str, _Box], *, fixed: bool) -> list[_Box]:
    """The words of each line, on it, where they cover least of what is there already; then all that still overlaps is
    pushed apart, the boxes too unless they are `fixed` in columns.
    """
    placed: list[_Box] = []
    for line in lines:
        if not any(line.words):
            continue
        start, end = boxes[line.source], boxes[line.target]
        tries = [_box("\n".join(line.words), _SMALL, *_between(start, end, part)) for part in _TRIES]
        taken = [*boxes.values(), *placed]
        placed.append(min(tries, key=lambda box: _covered(box, taken)))
    everything = [*placed, *boxes.values()]
    # Words that have no room between fixed boxes move these in the end.
    for movable in (len(placed),) * fixed + (len(everything),):
        for _ in range(_ROUNDS):
            if not _pushed(everything, movable=movable, gap=2):
                break
    return placed


def _between(start: _Box, end: _Box, part: float) -> tuple[float, float]:
    (x1, y1), (x2, y2) = start.edge_towards(end.x, end.y), end.edge_towards(start.x, start.y)
    return x1 + part * (x2 - x1), y1 + part * (y2 - y1)


def _covered(box: _Box, others: Iterable[_Box]) -> float:
    overlaps = (box.overlap(other) for other in others)
    return sum(across * down for across, down in overlaps if across > 0 and down > 0)


def _shift(boxes: Iterable[_Box], labels: Iterable[_Box]) -> None:
    """Move everything so that it begins at the margins."""
    everything = [*boxes, *labels]
    left = min((box.x - box.width / 2 for box in everything), default=0.0)
    top = min((box.y - box.height / 2 for box in everything), default=0.0)
    for box in everything:
        box.x += _MARGIN - left
        box.y += _MARGIN + _FONT - top


def _line(line: Line, start: _Box, end: _Box) -> str:
    (x1, y1), (x2, y2) = start.edge_towards(end.x, end.y), end.edge_towards(start.x, start.y)
    colour, dashes = _STROKES[line.tone]
    dash = f' stroke-dasharray="{dashes}"' if dashes else ""
    width = 1 + min(4.0, math.log2(max(1, line.studies)) + 0.5)
    heads = _head(x1, y1, x2, y2, colour) if line.target in line.towards else ""
    heads += _head(x2, y2, x1, y1, colour) if line.source in line.towards else ""
    return (
        f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}"'
        f' stroke-width="{width:.1f}"{dash}/>\n{heads}'
    )


def _head(x1: float, y1: float, x2: float, y2: float, colour: str) -> str:
    """An arrow's head at the second point; a polygon, since not every viewer draws markers."""
    angle = math.atan2(y2 - y1, x2 - x1)
    points = [(x2, y2)]
    points += [
        (x2 - _HEAD * math.cos(angle + turn), y2 - _HEAD * math.sin(angle + turn)) for turn in (-0.4, 0.4)
    ]
    return f'<polygon points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in points)}" fill="{colour}"/>\n'


def _node(box: _Box, fill: str) -> str:
    return (
        f'<rect x="{box.x - box.width / 2:.1f}" y="{box.y - box.height / 2:.1f}" width="{box.width:.1f}"'
        f' height="{box.height:.1f}" rx="6" fill="{fill}" stroke="#555"/>\n{"".join(_text(box, _FONT))}'
    )


def _words(box: _Box) -> str:
    """Words on a line, on white so that the line does not cross them out."""
    return (
        f'<rect x="{box.x - box.width / 2 + 4:.1f}" y="{box.y - box.height / 2:.1f}"'
        f' width="{box.width - 8:.1f}" height="{box.height:.1f}" fill="white" fill-opacity="0.88"/>\n'
        f"{''.join(_text(box, _SMALL))}"
    )


def _text(box: _Box, size: int) -> Iterator[str]:
    top = box.y - (len(box.lines) - 1) * size * _LINE / 2 + size * 0.35
    for number, line in enumerate(box.lines):
        y = top + number * size * _LINE
        yield f'<text x="{box.x:.1f}" y="{y:.1f}" font-size="{size}" text-anchor="middle">{escape(line)}</text>\n'


def _legend(words: Mapping[Tone, str], height: float) -> str:
    """What the lines mean, at the foot."""
    parts = []
    x, y = float(_MARGIN), height - _FONT
    for tone, text in words.items():
        colour, dashes = _STROKES[tone]
        dash = f' stroke-dasharray="{dashes}"' if dashes else ""
        parts.append(
            f'<line x1="{x:.0f}" y1="{y - 4:.0f}" x2="{x + 28:.0f}" y2="{y - 4:.0f}" stroke="{colour}"'
            f' stroke-width="2"{dash}/><text x="{x + 34:.0f}" y="{y:.0f}" font-size="{_SMALL}">{escape(text)}</text>\n'
        )
        x += 34 + len(text) * _SMALL * _EM + 20
    return "".join(parts)
