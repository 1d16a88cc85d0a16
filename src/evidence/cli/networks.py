"""The verb that hands over networks: graph."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from evidence.cli.options import add_restrictions, add_verb, note, restrictions
from evidence.ways import WAYS

if TYPE_CHECKING:
    from evidence.network.answers import Network
    from evidence.render.picture import Line, Node, Tone

_EXAMPLES: Final = """\
  evidence graph "renal cell carcinoma" --output svg > rcc.svg     who was compared with whom, as a picture
  evidence graph "EGFR NSCLC" --kind markers --output graphml > egfr.graphml
  evidence graph "spinal metastases" --role result | jq .nodes     JSON, as NetworkX and D3 read it
"""
_KINDS: Final = ("treatments", "markers")
# As many rows as a network is made of; a picture of more would not be read.
_ROWS: Final = 500
_MOST_WORDS: Final = 3
_SHORT: Final = 18
_LEGENDS: Final[dict[str, dict[Tone, str]]] = {
    "treatments": {"for": "significant: the arrow points to what was better", "open": "no difference shown"},
    "markers": {
        "for": "sensitive, or better prognosis",
        "against": "resistant, or worse prognosis",
        "open": "studied, or no difference shown",
    },
}
_DECIDED: Final = ("for", "against", "no_difference", "mixed")
# How the ways are called where an edge is a molecular claim.
_CLAIM_WORDS: Final[dict[str, dict[str, str]]] = {
    "response": {"for": "sensitive", "against": "resistant"},
    "prognosis": {"for": "better", "against": "worse"},
}


def add_verbs(verbs: Any) -> None:
    """Add this module's verb to the command line."""
    parser = add_verb(
        verbs,
        "graph",
        graph,
        help="the network of an answer: treatments compared, or markers with treatments and diseases",
        examples=_EXAMPLES,
    )
    parser.add_argument("words", nargs="+", metavar="WORDS", help="a question, as for evidence query")
    parser.add_argument("--kind", choices=_KINDS, help="default: what most of the answer's rows are about")
    parser.add_argument(
        "--output", choices=("json", "graphml", "svg"), default="json", help="default: json (node-link)"
    )
    add_restrictions(parser)


def graph(arguments: argparse.Namespace) -> int:
    """Write the network of an answer."""
    from evidence.network import comparisons, markers

    text = " ".join(arguments.words)
    rows = _rows(text, arguments)
    kind = arguments.kind or _likelier(rows)
    if kind == "treatments":
        network, skipped = comparisons(rows)
        if skipped:
            note(f"{skipped} comparisons left out: an arm is not in the vocabulary")
    else:
        network = markers(rows)
    note(f"{kind}: {network.number_of_nodes()} nodes, {network.number_of_edges()} edges")
    _write(network, arguments.output, text)
    return 0 if network.number_of_edges() else 1


def _rows(text: str, arguments: argparse.Namespace) -> list[dict[str, Any]]:
    from evidence.additions import vocabulary_of
    from evidence.lexicon import Lexicon
    from evidence.query.answer import answer
    from evidence.query.rows import plain
    from evidence.store import LocalStore

    with LocalStore.open(Path(arguments.kb)) as store:
        lexicon = Lexicon(vocabulary_of(Path(arguments.kb)))
        found = answer(text, store=store, lexicon=lexicon, options=restrictions(arguments, limit=_ROWS))
        return [plain(row) for row in found.rows]


def _likelier(rows: list[dict[str, Any]]) -> str:
    claims = sum(row["evidence_type"] is not None for row in rows)
    compared = sum(row["kind"] == "comparison" for row in rows)
    return "markers" if claims > compared else "treatments"


def _write(network: Network, output: str, title: str) -> None:
    from evidence.network import placed, write_graphml, write_json

    if output == "graphml":
        write_graphml(network, sys.stdout.buffer)
    elif output == "svg":
        from evidence.render.picture import Node, write_svg

        places = placed(network)
        nodes = [
            Node(id=name, label=told["label"], kind=told["kind"], x=places[name][0], y=places[name][1])
            for name, told in network.nodes(data=True)
        ]
        legend = _LEGENDS["markers" if any(node.kind == "biomarker" for node in nodes) else "treatments"]
        write_svg(sys.stdout, nodes, _lines(network, nodes), title=title, legend=legend)
    else:
        write_json(network, sys.stdout)


def _lines(network: Network, nodes: list[Node]) -> list[Line]:
    """One line for each pair, with the words of its edges."""
    labels = {node.id: node.label for node in nodes}
    pairs: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for first, second, told in network.edges(data=True):
        if (second, first) in pairs:
            pairs[second, first].append(
                {**told, "for": told.get("against", 0), "against": told.get("for", 0)}
            )
        else:
            pairs.setdefault((first, second), []).append(told)
    return [_drawn(first, second, edges, labels) for (first, second), edges in pairs.items()]


def _drawn(first: str, second: str, edges: list[dict[str, Any]], labels: dict[str, str]) -> Line:
    from evidence.render.picture import Line

    edges = sorted(edges, key=_importance)
    words = [_words(edge, labels[first], labels[second]) for edge in edges[:_MOST_WORDS]]
    if len(edges) > _MOST_WORDS:
        words.append(f"and {len(edges) - _MOST_WORDS} more outcomes")
    won, lost = (any(edge.get(way) for edge in edges) for way in ("for", "against"))
    tone: Tone
    towards: tuple[str, ...]
    if "claim" in edges[0]:
        tone = "against" if lost else "for" if won else "open"
        towards = (second,) if any(edge["claim"] == "response" for edge in edges) else ()
    else:
        tone = "for" if won or lost else "open"
        towards = (*((first,) if won else ()), *((second,) if lost else ()))
    return Line(
        source=first,
        target=second,
        words=tuple(words),
        towards=towards,
        tone=tone,
        studies=max(edge["studies"] for edge in edges),
    )


def _importance(edge: dict[str, Any]) -> tuple[bool, int, str]:
    """What was decided comes first, then what most studies told."""
    return not any(edge.get(way) for way in _DECIDED), -edge["studies"], edge.get("outcome") or edge["claim"]


def _words(edge: dict[str, Any], first: str, second: str) -> str:
    """What an edge tells: "overall survival: 1 for nivolumab, 1 no difference"."""
    claim = edge.get("claim")
    if claim == "studied in":
        return f"in {edge['studies']}" if edge["studies"] > 1 else ""
    names = _CLAIM_WORDS.get(claim or "", {"for": f"for {_short(first)}", "against": f"for {_short(second)}"})
    counts = [
        f"{edge[key]} {names.get(way, way)}"
        for way in WAYS
        if (key := way.replace(" ", "_")) in edge and edge[key]
    ]
    about = "" if claim == "response" else f"{edge.get('outcome') or claim}: "
    return about + ", ".join(counts)


def _short(label: str) -> str:
    return label if len(label) <= _SHORT else label[: _SHORT - 1] + "…"
