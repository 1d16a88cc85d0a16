"""The contract of `evidence query --output json` (design section 5)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from evidence.query.answer import Answer
from evidence.query.expansion import RELATIONS, Slot
from evidence.query.question import Facets, Marker, Question, Term
from evidence.query.rows import concept, plain
from evidence.query.verdicts import Verdict

if TYPE_CHECKING:
    from evidence.query.nearest import Presence


def answer_object(answer: Answer, *, nearest: Sequence[Presence] = ()) -> dict[str, Any]:
    """The whole answer as plain dictionaries and lists; the groups' `rows` are places in the list of rows.

    `nearest` is what the knowledge base has where nothing was found.
    """
    presences = [
        {"asked": item.asked, "documents": item.documents, "without": item.without} for item in nearest
    ]
    return {
        "question": {**question_object(answer), "nearest": presences},
        "rows": [plain(row) for row in answer.rows],
        "groups": groups_object(answer),
    }


def groups_object(answer: Answer) -> list[dict[str, Any]]:
    """The verdicts that have rows, in the order of their best rows, each with its rows."""
    rows: dict[int, list[int]] = {}
    for place, index in enumerate(answer.verdict_of):
        if index is not None:
            rows.setdefault(index, []).append(place)
    return [{**_verdict(answer.verdicts[index]), "rows": places} for index, places in rows.items()]


def _verdict(verdict: Verdict) -> dict[str, Any]:
    return {
        "treatment": verdict.treatment,
        "biomarker": verdict.biomarker,
        "outcome": verdict.outcome,
        "comparators": list(verdict.comparators),
        "verdict": {
            way: {"studies": tally.studies, "patients": tally.patients, "documents": list(tally.documents)}
            for way, tally in verdict.tallies.items()
        },
        "cited": list(verdict.cited),
        "concluded": list(verdict.concluded),
    }


def question_object(answer: Answer) -> dict[str, Any]:
    """What was understood, what it reaches, and the SPARQL that was asked."""
    question = answer.question
    return {
        "text": question.text,
        "concepts": [_term(term) for term in question.terms] + _genes(question),
        "markers": [_marker(marker) for marker in question.markers],
        "facets": _facets(question.facets),
        "expansions": {slot.text: _expansion(slot) for slot in answer.slots},
        "unmatched": list(question.unmatched),
        "suggestions": {word: list(names) for word, names in question.suggestions.items() if names},
        "words_not_found": list(answer.words_not_found),
        "candidates": answer.candidates,
        "more_candidates": answer.are_more,
        "ruled_out": dict(answer.ruled_out),
        "withdrawn": [
            {
                "document": item.document,
                "standing": item.standing,
                "told_by": list(item.told_by),
                "claims": item.claims,
            }
            for item in answer.withdrawn
        ],
        "near_misses": [
            {
                "document": miss.document,
                "record": miss.record,
                "condition": miss.condition,
                "quote": miss.quote,
            }
            for miss in answer.misses
        ],
        "sparql": "\n".join(answer.sparql),
    }


def _term(term: Term) -> dict[str, Any]:
    return {
        "text": term.text,
        "kind": term.kind,
        "side": term.side,
        "readings": [concept(reading) for reading in term.readings],
        "rejected": [concept(reading) for reading in term.rejected],
        "note": term.note,
    }


def _genes(question: Question) -> list[dict[str, Any]]:
    return [
        {
            "text": gene.label,
            "kind": "gene",
            "side": "any",
            "readings": [concept(gene)],
            "rejected": [],
            "note": None,
        }
        for gene in dict.fromkeys(gene for marker in question.markers for gene in marker.genes)
    ]


def _marker(marker: Marker) -> dict[str, Any]:
    return {
        "text": marker.text,
        "genes": [concept(gene) for gene in marker.genes],
        "alterations": [
            {
                "text": item.text,
                "name": item.change.name if item.change else None,
                "hgvs": item.change.hgvs if item.change else None,
                "exon": item.exon,
                "category": item.category,
            }
            for item in marker.alterations
        ],
    }


def _facets(facets: Facets) -> dict[str, Any]:
    return {
        "significance": sorted(facets.significance),
        "evidence_type": facets.evidence_type,
        "direction": facets.direction,
        "comparative": facets.comparative,
        "phase": facets.phase,
        "since": facets.since,
        "until": facets.until,
        "significant": facets.significant,
    }


def _expansion(slot: Slot) -> dict[str, list[str]]:
    """Relation -> the ids that stand in it."""
    found: dict[str, list[str]] = {
        relation: sorted(id for id, told in slot.relations.items() if told == relation)
        for relation in RELATIONS
    }
    return {relation: ids for relation, ids in found.items() if ids}
