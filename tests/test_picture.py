"""Networks as SVG: well-formed, nothing over a name, texts as themselves."""

from __future__ import annotations

import io
import xml.etree.ElementTree as ET

import pytest

from evidence.render.picture import Line, Node, write_svg

SVG = "{http://www.w3.org/2000/svg}"
LEGEND = {"for": "better"}


def drawn(nodes: list[Node], lines: list[Line]) -> ET.Element:
    output = io.StringIO()
    write_svg(output, nodes, lines, title="a <question>", legend=LEGEND)  # type: ignore[arg-type]
    return ET.fromstring(output.getvalue())  # noqa: S314 (our own)


def node(id: str, x: float = 0.5, y: float = 0.5, **changes: str) -> Node:
    return Node(**{"id": id, "label": f"drug {id}", "kind": "therapy", "x": x, "y": y, **changes})  # type: ignore[arg-type]


def boxes(picture: ET.Element) -> list[tuple[float, float, float, float]]:
    """Left, top, right, bottom of the boxes and of the words on lines."""
    found = []
    for item in picture.iter(f"{SVG}rect"):
        if item.get("width") != "100%":
            x, y, width, height = (float(item.get(name, "")) for name in ("x", "y", "width", "height"))
            found.append((x, y, x + width, y + height))
    return found


@pytest.mark.parametrize("kinds", [("therapy",), ("therapy", "biomarker")])
def test_no_box_lies_over_another(kinds: tuple[str, ...]) -> None:
    nodes = [node(str(number), number / 40, 0.5, kind=kinds[number % len(kinds)]) for number in range(12)]
    lines = [
        Line(source="0", target=str(number), words=("overall survival: 1 for drug 0", "toxicity: 1 unclear"))
        for number in range(1, 12)
    ]
    found = boxes(drawn(nodes, lines))
    assert len(found) == 23
    for number, (left, top, right, bottom) in enumerate(found):
        for other in found[number + 1 :]:
            assert right <= other[0] or other[2] <= left or bottom <= other[1] or other[3] <= top


def test_everything_is_on_the_page() -> None:
    nodes = [node(str(number), 0.5, 0.5) for number in range(9)]
    picture = drawn(nodes, [Line(source="0", target="1", words=("words",))])
    width, height = float(picture.get("width", "")), float(picture.get("height", ""))
    assert all(
        min(left, top) >= 0 and right <= width and bottom <= height
        for left, top, right, bottom in boxes(picture)
    )


def test_texts_are_escaped_and_long_names_wrapped() -> None:
    picture = drawn([node("a", label="a <b> & a very long name of a combination of drugs")], [])
    texts = [item.text or "" for item in picture.iter(f"{SVG}text")]
    assert "a <question>" in texts
    assert any("<b> &" in text for text in texts)
    assert max(map(len, texts)) <= 26


@pytest.mark.parametrize(("towards", "heads"), [((), 0), (("a",), 1), (("a", "b"), 2)])
def test_arrows(towards: tuple[str, ...], heads: int) -> None:
    nodes = [node("a", 0), node("b", 1)]
    picture = drawn(nodes, [Line(source="a", target="b", words=("x",), towards=towards, tone="for")])
    assert len(list(picture.iter(f"{SVG}polygon"))) == heads


def test_an_empty_network_is_a_page() -> None:
    assert drawn([], []).tag == f"{SVG}svg"
