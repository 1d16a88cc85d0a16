"""The contract of `evidence extract` (design section 5)."""

from __future__ import annotations

import dataclasses
import json

import builders as b
from evidence.records import Arm, Association, Finding, Mention, Statistic, Study
from evidence.render.jsonl import extraction_object, line

# The contract's own words, written out: a field that is renamed or dropped fails here.
DOCUMENT = [
    "id",
    "source",
    "title",
    "authors",
    "journal",
    "year",
    "volume",
    "issue",
    "pages",
    "doi",
    "pmid",
    "pmcid",
    "url",
    "publication_types",
    "keywords",
    "language",
    "relations",
    "text",
    "sections",
    "references",
]
STUDY = ["design", "phase", "n", "registry_ids", "level_of_evidence", "diseases", "arms", "primary_endpoint"]
MENTION = ["start", "end", "text", "kind", "concept", "negated", "variant"]
STATISTIC = [
    "id",
    "type",
    "start",
    "end",
    "text",
    "operator",
    "value",
    "unit",
    "ci_lower",
    "ci_upper",
    "ci_level",
    "numerator",
    "denominator",
    "timepoint",
    "arm",
    "test",
]
FINDING = [
    "id",
    "start",
    "end",
    "quote",
    "kind",
    "outcome",
    "outcome_concept",
    "intervention",
    "intervention_concepts",
    "comparator",
    "comparator_concepts",
    "population",
    "timepoint",
    "favors",
    "direction",
    "significance",
    "statistics",
    "role",
    "reference",
    "confidence",
]
ASSOCIATION = [
    "id",
    "start",
    "end",
    "quote",
    "biomarkers",
    "disease",
    "therapies",
    "therapy_interaction",
    "evidence_type",
    "significance",
    "direction",
    "role",
    "reference",
    "confidence",
]


def test_every_field_of_the_contract_is_there() -> None:
    told = extraction_object(b.make_extraction())
    assert told["schema"] == "evidence/1"
    assert set(DOCUMENT) <= set(told["document"])
    assert set(STUDY) <= set(told["study"])
    assert set(told["study"]["arms"][0]) == {"name", "concepts", "n", "start", "end"}
    assert set(MENTION) <= set(told["mentions"][0])
    assert set(STATISTIC) == set(told["statistics"][0])
    assert set(FINDING) <= set(told["findings"][0])
    assert set(ASSOCIATION) <= set(told["associations"][0])
    assert set(told["associations"][0]["biomarkers"][0]) == {
        "gene",
        "gene_id",
        "name",
        "hgvs_p",
        "type",
        "mention",
        "origin",
    }
    assert told["ledger"]["unexplained"] == [{"start": 0, "end": 1, "text": b.TEXT[0]}]


def test_no_record_has_a_field_that_is_not_written() -> None:
    told = extraction_object(b.make_extraction())
    for kind, written in (
        (Study, told["study"]),
        (Arm, told["study"]["arms"][0]),
        (Mention, told["mentions"][0]),
        (Statistic, told["statistics"][0]),
        (Finding, told["findings"][0]),
        (Association, told["associations"][0]),
    ):
        assert {field.name for field in dataclasses.fields(kind)} == set(written), kind.__name__


def test_absent_values_are_null() -> None:
    bare = b.make_extraction(study=None, ledger=None, document=b.make_document(title=None, year=None))
    told = json.loads(line(bare))
    assert told["study"] is None and told["ledger"] is None
    assert told["document"]["title"] is None and told["document"]["pmcid"] is None
    assert told["findings"][0]["population"] is None


def test_offsets_give_the_words() -> None:
    told = json.loads(line(b.make_extraction()))
    text = told["document"]["text"]
    quoted = [(item, item["text"]) for item in (*told["mentions"], *told["statistics"])]
    quoted += [(item, item["quote"]) for item in (*told["findings"], *told["associations"])]
    assert quoted
    assert all(text[item["start"] : item["end"]] == words for item, words in quoted)


def test_a_document_is_one_line_whatever_its_text() -> None:
    odd = b.make_extraction(document=b.make_document(text=b.TEXT + "\n\u2028\x85\r end"))
    assert line(odd).count("\n") == 0
    assert json.loads(line(odd))["document"]["text"].endswith("\n\u2028\x85\r end")


def test_equal_extractions_give_equal_lines() -> None:
    assert line(b.make_extraction()) == line(b.make_extraction())
