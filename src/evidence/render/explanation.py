"""How an answer came about, in words: for `query --explain`, and for questions that find nothing."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Mapping
from typing import Any, Final

from evidence.render.verdicts import blocks

_MOST: Final = 12
_FEW: Final = 3
_QUOTE: Final = 120
_MORE: Final = ", the best of more"
_VALUES: Final = re.compile(r"(?P<head>VALUES (?:\?\w+|\([^()]*\)) \{ )(?P<terms>(?:[^{}<>]|<[^<>]*>)*)\}")
# A term, or a tuple of terms in brackets; an IRI may hold brackets itself.
_VALUE: Final = re.compile(r"\((?:<[^<>]*>|[^()<>])*\)|<[^<>]*>|\S+")


def understood(question: Mapping[str, Any]) -> list[str]:
    """What the words were taken for, and what was not understood."""
    lines = []
    for term in question["concepts"]:
        readings = " or ".join(f"{item['label']} ({item['id']})" for item in term["readings"])
        rejected = ", ".join(item["label"] for item in term["rejected"])
        side = "" if term["side"] == "any" else f", as {term['side']}"
        note = f"; {term['note']}" if term["note"] else ""
        lines.append(
            f"{term['text']}: {term['kind']} {readings}{side}{note}"
            + (f"; not {rejected}" if rejected else "")
        )
    for marker in question["markers"]:
        named = ", ".join(item["name"] or item["category"] or item["text"] for item in marker["alterations"])
        if named:
            lines.append(f"{marker['text']}: alteration {named}")
    wanted = {name: value for name, value in question["facets"].items() if value}
    if wanted:
        lines.append(
            "kind of evidence: "
            + ", ".join(f"{name} {_told(value)}".strip() for name, value in wanted.items())
        )
    for word in question["unmatched"]:
        names = question["suggestions"].get(word, ())
        hint = f"; did you mean {' or '.join(names)}?" if names else ""
        where = "; it stands in no claim" if word in question["words_not_found"] else ", searched as a word"
        lines.append(f"not understood: {word}{where}{hint}")
    return lines


def withdrawn(question: Mapping[str, Any]) -> list[str]:
    """Which works' claims were left out because the works were retracted, or are under an expression of concern."""
    words = {"retracted": "retracted", "concern": "under an expression of concern"}
    return [
        f"left out: {item['claims']} {'claim' if item['claims'] == 1 else 'claims'} of {item['document']},"
        f" which rest on a work that is {words[item['standing']]} (told by {', '.join(item['told_by'])})"
        for item in question["withdrawn"]
    ]


def explained(answer: Mapping[str, Any], labels: Mapping[str, str]) -> list[str]:
    """All that led to the rows: reading, expansions, counts, score parts, near misses, SPARQL.

    `labels` are those of the concepts by id. Long lists are cut; `--output json` has them whole.
    """
    question = answer["question"]
    return [
        "understood",
        *_indented(understood(question) or ["nothing"]),
        "expansions",
        *_indented(_expansions(question, labels)),
        f"candidates: {question['candidates']}{_MORE if question['more_candidates'] else ''}",
        *(f"  {count} left out: each {reason}" for reason, count in question["ruled_out"].items()),
        *_scores(answer),
        "near misses: claims that failed one condition, and which",
        *_indented(_misses(question) or ["none"]),
        "SPARQL",
        *_indented(_VALUES.sub(_cut, question["sparql"]).splitlines()),
    ]


def _expansions(question: Mapping[str, Any], labels: Mapping[str, str]) -> list[str]:
    lines = []
    for text, relations in question["expansions"].items():
        for relation, ids in relations.items():
            if relation != "same":
                more = f" and {len(ids) - _MOST} more" if len(ids) > _MOST else ""
                names = sorted((labels.get(id, id) for id in ids), key=str.casefold)[:_MOST]
                only = " (used only where nothing else is found)" if relation == "broader" else ""
                lines.append(f"{text}, {relation}{only}: {', '.join(names)}{more}")
    return lines


def _scores(answer: Mapping[str, Any]) -> list[str]:
    """Why each row is where it is, under the number that it has in the table."""
    if not answer["rows"]:
        return []
    lines = ["scores (match x quality; weights in query/data/weights.tsv)"]
    for block in blocks(answer["rows"], answer["groups"]):
        for number, row in block.rows:
            parts = ", ".join(f"{name} {value:.2f}" for name, value in row["score_parts"].items())
            met = "; ".join(
                f"{item['asked']}: {item['relation']}, {item['place']}" for item in row["matched"]
            )
            name = " ".join(filter(None, (row["document"], row["record"])))
            lines.append(f"  {number}. {name}: {row['score']:.3f} = {parts} ({met})")
    return lines


def _misses(question: Mapping[str, Any]) -> list[str]:
    return [
        f"{miss['document']} {miss['record']} {miss['condition']}: “{_short(miss['quote'])}”"
        for miss in question["near_misses"]
    ]


def nothing_found(answer: Mapping[str, Any]) -> list[str]:
    """What was understood, and what the knowledge base has nearest."""
    question = answer["question"]
    told = understood(question) or ["nothing: name a treatment, a disease, a gene or an outcome"]
    lines = ["nothing found; understood as", *_indented(told)]
    if question["nearest"]:
        lines.append("nearest")
    for item in question["nearest"]:
        rest = item["without"]
        without = "" if rest is None else f"; all the rest without it in {_documents(rest)}"
        lines.append(f"  {item['asked']}: in {_documents(item['documents'])}{without}")
    return lines + _indented(_misses(question)[:_FEW])


def _documents(number: int) -> str:
    return "no document" if number == 0 else f"{number} document{'' if number == 1 else 's'}"


def _short(quote: str) -> str:
    return textwrap.shorten(quote, _QUOTE, placeholder=" …")


def _cut(values: re.Match[str]) -> str:
    """A list of values with its first ones only."""
    terms = _VALUE.findall(values["terms"])
    if len(terms) <= _MOST:
        return values.group()
    return f"{values['head']}{' '.join(terms[:_FEW])} … and {len(terms) - _FEW} more }}"


def _indented(lines: Iterable[str]) -> list[str]:
    return [f"  {line}" for line in lines]


def _told(value: object) -> str:
    if isinstance(value, list):
        return " or ".join(map(str, value))
    return "" if value is True else str(value)
