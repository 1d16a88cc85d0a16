"""Rows as tables, CSV, TSV, Markdown, HTML; claims in context."""

from __future__ import annotations

import csv
import io
from functools import partial
from html.parser import HTMLParser
from typing import Any

import pytest

import builders as b
from evidence.render.cells import COLUMNS, cells, citation, figure, p_value, result
from evidence.render.delimited import write_csv, write_tsv
from evidence.render.explanation import explained, nothing_found, understood
from evidence.render.html import write_html
from evidence.render.markdown import escape, write_markdown
from evidence.render.quotes import in_context, write_document, write_record
from evidence.render.solutions import shortened
from evidence.render.table import write_table
from evidence.render.verdicts import blocks, heading, verdict

CONCEPT = {"id": "EV:x", "label": "invented cancer", "xrefs": []}
SOURCE: dict[str, Any] = {
    "document": "pmid:1#abstract",
    "record": "f1",
    "start": 0,
    "end": 5,
    "role": "result",
    "quote": "A | quote",
    "title": "A title",
    "authors": ["Doe, Jane", "Roe, Richard", "Poe, Ann"],
    "journal": "J Ex",
    "year": 2021,
    "doi": None,
    "pmid": "1",
}


def statistic(type: str, value: float | None, **changes: Any) -> dict[str, Any]:
    empty = dict.fromkeys(
        ("unit", "ci_lower", "ci_upper", "ci_level", "numerator", "denominator", "timepoint", "arm")
    )
    return {"id": "s1", "type": type, "text": "", "operator": "=", "value": value, **empty, **changes}


def make_row(**changes: Any) -> dict[str, Any]:
    """A finding of the contract."""
    row = {
        "kind": "comparison",
        "document": "pmid:1#abstract",
        "record": "f1",
        "study": {"id": "x", "design": "single-arm trial", "phase": "2", "n": 40},
        "treatment": "drug <A>",
        "comparator": "drug|B",
        "outcome": "overall survival",
        "timepoint": None,
        "biomarkers": [],
        "disease": CONCEPT,
        "diseases": [CONCEPT],
        "evidence_type": None,
        "significance": "significant",
        "direction": "higher",
        "favors": "intervention",
        "statistics": [
            statistic("hazard_ratio", 0.6, ci_lower=0.43, ci_upper=0.84, ci_level=95),
            statistic("p_value", 0.001, operator="<"),
        ],
        "role": "result",
        "hedged": False,
        "quote": 'Words, "quoted"\nover\ttwo lines',
        "level": "1",
        "level_derived": True,
        "score": 0.5,
        "score_parts": {"match": 1.0},
        "matched": [{"asked": "drug", "relation": "same", "place": "own"}],
        "conflicts": ["pmid:2#abstract"],
        "corrections": [],
        "sources": [SOURCE],
    }
    return {**row, **changes}


@pytest.mark.parametrize(
    ("item", "text"),
    [
        pytest.param(
            statistic("hazard_ratio", 0.6, ci_lower=0.43, ci_upper=0.84, ci_level=95),
            "HR 0.6 (95% CI 0.43–0.84)",
            id="ratio with interval",
        ),
        pytest.param(
            statistic("rate", 23, unit="%", numerator=94, denominator=410, arm="A"),
            "23% (94/410) [A]",
            id="rate of an arm",
        ),
        pytest.param(statistic("median", 20.5, unit="months"), "20.5 months", id="median with its unit"),
        pytest.param(statistic("count", 12, operator="<="), "<=12", id="bound"),
        pytest.param(statistic("median", None), "", id="not reached"),
        pytest.param(
            statistic("odds_ratio", 2, ci_lower=1.1, ci_upper=None), "OR 2 (CI 1.1–)", id="half an interval"
        ),
    ],
)
def test_figures(item: dict[str, Any], text: str) -> None:
    assert figure(item) == text


@pytest.mark.parametrize(
    ("value", "operator", "text"),
    [(0.001, "<", "<0.001"), (0.04, "=", "0.04"), (None, None, "NS"), (0.9, ">", ">0.9")],
)
def test_p_values(value: float | None, operator: str | None, text: str) -> None:
    assert p_value([statistic("p_value", value, operator=operator)]) == text


def test_result_of_a_claim_that_is_denied() -> None:
    row = make_row(
        evidence_type="predictive", significance="reduced_sensitivity", direction="does_not_support"
    )
    assert result(row) == "not reduced sensitivity"


def test_cells_have_every_column() -> None:
    texts = cells(make_row())
    assert set(COLUMNS) <= set(texts)
    assert texts["level"] == "1*"
    assert texts["source"] == "Doe et al., J Ex, PMID 1"


def test_citation_without_metadata_is_readable() -> None:
    bare = {**SOURCE, "authors": [], "journal": None, "pmid": None, "document": "sha256:" + "0" * 64}
    assert citation(bare) == "A title"
    assert citation({**bare, "title": None}) == "sha256:00000000"


def test_csv_round_trip() -> None:
    output = io.StringIO()
    write_csv(output, [make_row(), make_row()])
    first, second = csv.DictReader(io.StringIO(output.getvalue()))
    assert first == second
    assert (first["comparator"], first["source"]) == ("drug|B", "pmid:1#abstract")
    assert first["quote"] == 'Words, "quoted" over two lines'


def test_tsv_has_one_line_a_row() -> None:
    output = io.StringIO()
    write_tsv(output, [make_row()])
    head, line = output.getvalue().splitlines()
    assert len(head.split("\t")) == len(line.split("\t")) == len(COLUMNS)


def test_markdown_cells_cannot_break_the_table() -> None:
    output = io.StringIO()
    write_markdown(output, [make_row()], question="a | b")
    table = [line for line in output.getvalue().splitlines() if line.startswith("|")]
    assert len(table) == 3
    assert escape("drug|B") in table[2]
    assert "contradicted by pmid:2" in output.getvalue()


def test_html_escapes_and_is_balanced() -> None:
    output = io.StringIO()
    write_html(output, [make_row()], question="<script>")
    page = output.getvalue()
    assert "<script>" not in page and "drug &lt;A&gt;" in page
    opened: list[str] = []

    class Balance(HTMLParser):
        def handle_starttag(self, tag: str, attrs: object) -> None:
            if tag != "meta":
                opened.append(tag)

        def handle_endtag(self, tag: str) -> None:
            assert opened.pop() == tag

    Balance().feed(page)
    assert opened == []


def test_table_shows_contrast_result_and_quote() -> None:
    output = io.StringIO()
    write_table(output, [make_row()])
    text = output.getvalue()
    for words in (
        "drug <A> v drug|B",
        "HR 0.6",
        "<0.001",
        "40",
        "2021",
        "“Words,",
        "contradicted by pmid:2#abstract",
    ):
        assert words in text
    assert "\x1b" not in text


GROUP = {
    "treatment": "drug",
    "biomarker": "",
    "outcome": "overall survival",
    "comparators": ["drug|B"],
    "verdict": {
        "for": {"studies": 2, "patients": 1240, "documents": ["a", "b"]},
        "no difference": {"studies": 1, "patients": 0, "documents": ["c"]},
    },
    "cited": ["d"],
    "concluded": [],
    "rows": [1],
}


def test_verdict_line() -> None:
    assert verdict(GROUP) == "for: 2 studies (1,240 patients); no difference: 1 study; cited by 1"
    assert verdict({**GROUP, "verdict": {}, "cited": []}) == "no study of its own"
    assert heading({**GROUP, "biomarker": "EGFR T790M"}) == "EGFR T790M: drug, overall survival"


def test_rows_stand_under_their_verdicts() -> None:
    named = make_row(kind="mention", role="mention")
    first, second = blocks([named, make_row()], [GROUP])
    assert [number for number, _ in (*first.rows, *second.rows)] == [1, 2]
    assert (first.heading, second.heading) == ("drug, overall survival", "Named, no claim found")
    for write in (write_table, partial(write_markdown, question="q"), partial(write_html, question="q")):
        output = io.StringIO()
        write(output, [named, make_row()], groups=[GROUP])
        assert "1,240 patients" in output.getvalue()
        assert "Named, no claim found" in output.getvalue()


def test_a_result_of_some_patients_says_of_whom() -> None:
    row = make_row(population="elderly women")
    for write in (write_table, partial(write_markdown, question="q"), partial(write_html, question="q")):
        output = io.StringIO()
        write(output, [row])
        assert all(word in output.getvalue() for word in ("elderly", "women"))
    output = io.StringIO()
    write_csv(output, [row])
    (fields,) = csv.DictReader(io.StringIO(output.getvalue()))
    assert (fields["outcome"], fields["population"]) == ("overall survival", "elderly women")


@pytest.mark.parametrize(
    ("match", "note"),
    [
        ({"asked": "drug", "relation": "broader", "place": "own"}, "wider than “drug”"),
        ({"asked": "RCC", "relation": "same", "place": "document"}, "“RCC” elsewhere in the document"),
        ({"asked": "RCC", "relation": "same", "place": "unstated"}, "“RCC” not stated"),
        ({"asked": "drug", "relation": "narrower", "place": "own"}, ""),
    ],
)
def test_loose_matches_are_marked(match: dict[str, str], note: str) -> None:
    assert cells(make_row(matched=[match]))["match"] == note


def test_table_keeps_within_its_width() -> None:
    output = io.StringIO()
    write_table(output, [make_row(treatment="a very long treatment " * 20, quote="word " * 200)])
    assert max(map(len, output.getvalue().splitlines())) <= 160


def test_explanation_tells_what_was_not_understood() -> None:
    question = {
        "concepts": [
            {
                "text": "RCC",
                "kind": "disease",
                "side": "any",
                "readings": [CONCEPT],
                "rejected": [],
                "note": None,
            }
        ],
        "markers": [],
        "facets": {"phase": "3", "significant": True, "since": None},
        "unmatched": ["sunitnib"],
        "suggestions": {"sunitnib": ["sunitinib"]},
        "words_not_found": ["sunitnib"],
        "expansions": {"RCC": {"same": ["EV:x"], "narrower": ["EV:y"]}},
        "candidates": 2,
        "more_candidates": True,
        "ruled_out": {"is older than 2010": 1},
        "near_misses": [
            {"document": "pmid:9", "record": "f2", "condition": "is not significant", "quote": "Alike."}
        ],
        "nearest": [{"asked": "RCC", "documents": 0, "without": 3}],
        "sparql": "SELECT ?x",
    }
    assert (
        understood(question)[-1] == "not understood: sunitnib; it stands in no claim; did you mean sunitinib?"
    )
    text = "\n".join(
        explained({"question": question, "rows": [make_row()], "groups": []}, {"EV:y": "a subtype"})
    )
    for words in (
        "RCC, narrower: a subtype",
        "candidates: 2, the best of more",
        "1 left out: each is older than 2010",
        "match 1.00",
        "pmid:9 f2 is not significant: “Alike.”",
        "SELECT ?x",
    ):
        assert words in text
    assert "  RCC: in no document; all the rest without it in 3 documents" in nothing_found(
        {"question": question}
    )


def test_long_lists_of_values_are_cut() -> None:
    question = {
        "concepts": [],
        "markers": [],
        "facets": {},
        "unmatched": [],
        "expansions": {},
        "candidates": 0,
        "more_candidates": False,
        "ruled_out": {},
        "near_misses": [],
        "sparql": "VALUES ?c { " + " ".join(f"<urn:{number}>" for number in range(50)) + " }",
    }
    lines = explained({"question": question, "rows": [], "groups": []}, {})
    assert lines[-1] == "  VALUES ?c { <urn:0> <urn:1> <urn:2> … and 47 more }"
    weighted = "VALUES (?c ?m) { " + " ".join(f"(<urn:({number})> 1.0)" for number in range(50)) + " }"
    lines = explained({"question": {**question, "sparql": weighted}, "rows": [], "groups": []}, {})
    assert lines[-1] == "  VALUES (?c ?m) { (<urn:(0)> 1.0) (<urn:(1)> 1.0) (<urn:(2)> 1.0) … and 47 more }"


@pytest.mark.parametrize(
    ("context", "expected"),
    [(6, ("… of ", "THE WORDS", " and …")), (100, ("Half of ", "THE WORDS", " and the rest."))],
)
def test_context_is_cut_at_spaces(context: int, expected: tuple[str, str, str]) -> None:
    text = "Half of THE WORDS and the rest."
    assert in_context(text, 8, 17, context=context) == expected


def test_document_with_study_findings_and_words() -> None:
    output = io.StringIO()
    write_document(output, b.make_extraction(), context=60)
    text = output.getvalue()
    for words in (
        b.TITLE,
        "Doe, Jane",
        "arm: placebo (n = 100)",
        "primary endpoint: overall survival, met",
        "f1",
        "a1",
    ):
        assert words in text
    assert "«Median survival" in text


def test_one_record_or_none() -> None:
    assert write_record(io.StringIO(), b.make_extraction(), "a1", context=60)
    assert not write_record(io.StringIO(), b.make_extraction(), "f9", context=60)


def test_iris_are_shortened_only_where_a_name_results() -> None:
    assert shortened("https://w3id.org/oncology-evidence/ontology#Finding") == "ev:Finding"
    assert shortened("https://example.org/x") == "https://example.org/x"
