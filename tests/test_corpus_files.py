"""The example corpus is whole: each document has its gold and manifest row, and gold says what stands there.

Nothing of the program is imported: this is a check of files against files.
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

CORPUS = Path(__file__).parent.parent / "corpus"
DOCUMENTS = sorted((CORPUS / "documents").iterdir())
SHAPES = (".refworks.txt", ".pubmed.txt", ".md", ".commentary.txt")
FEWEST_DOCUMENTS = 44
FEWEST_FILES_OF_A_SHAPE = 9

# The values that the design's contract (section 5) allows.
KINDS = {"comparison", "single_arm", "before_after", "association"}
DIRECTIONS = {"higher", "lower", "no_difference", "unclear", None}
FAVORS = {"intervention", "comparator", "neither", "unclear", None}
SIGNIFICANCES = {"significant", "not_significant", "not_reported"}
ROLES = {"result", "conclusion", "cited", "background", "hypothesis", "recommendation"}
STATISTICS = {
    "p_value", "hazard_ratio", "odds_ratio", "relative_risk", "mean_difference", "risk_difference", "median",
    "mean", "rate", "count", "correlation", "test_statistic", "other_effect",
}  # fmt: skip
EVIDENCE_TYPES = {"predictive", "prognostic", "diagnostic", "predisposing", "oncogenic", "functional"}
CLAIMS = {
    "sensitivity", "resistance", "reduced_sensitivity", "adverse_response", "better_outcome", "poor_outcome",
    "positive", "negative", "predisposition", "protectiveness", "gain_of_function", "loss_of_function",
    "unknown",
}  # fmt: skip
DESIGNS = {
    "randomised controlled trial", "single-arm trial", "prospective cohort", "retrospective cohort",
    "case-control", "case series", "case report", "meta-analysis", "systematic review", "review",
    "preclinical", "other", None,
}  # fmt: skip
NUMBER_WORDS = {
    "no": 0, "none": 0, "nobody": 0, "one": 1, "single": 1, "two": 2, "three": 3, "four": 4, "five": 5,
    "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
}  # fmt: skip

STATEMENT = re.compile(r"Digest of ([^;]{3,200}?) in our own words; not the article\.")
NUMBER = re.compile(r"(?<![\d.])\d[\d,]*(?:\.\d+)?|(?<![\d.])\.\d+")
LINE_END_HYPHEN = re.compile(r"(?<=\w)-\s*\n\s*(?=\w)")


def shape(path: Path) -> str:
    return next(end for end in SHAPES if path.name.endswith(end))


def stem(path: Path) -> str:
    return path.name.removesuffix(shape(path))


@cache
def words(path: Path) -> str:
    """The file's text as a reader sees it: broken words joined, Markdown's emphasis marks gone."""
    text = LINE_END_HYPHEN.sub("", path.read_text(encoding="utf-8"))
    return text.replace("*", "") if shape(path) == ".md" else text


def squeezed(text: str) -> str:
    return "".join(text.split())


@cache
def gold(path: Path) -> list[dict[str, Any]]:
    found = json.loads((CORPUS / "gold" / f"{stem(path)}.json").read_text(encoding="utf-8"))
    assert list(found) == ["documents"]
    documents: list[dict[str, Any]] = found["documents"]
    return documents


def claims(path: Path) -> Iterator[dict[str, Any]]:
    for document in gold(path):
        yield from document["findings"]
        yield from document["associations"]


def numbers(text: str) -> set[float]:
    """The numerals of a text, and its small number words, without their signs."""
    plain = text.replace("·", ".")
    numerals = {float(numeral.replace(",", "")) for numeral in NUMBER.findall(plain)}
    return numerals | {
        float(NUMBER_WORDS[word]) for word in re.findall(r"[a-z]+", plain.lower()) if word in NUMBER_WORDS
    }


def manifest() -> list[dict[str, str]]:
    with (CORPUS / "manifest.tsv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


each_document = pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)


def test_there_are_documents_enough_in_every_shape() -> None:
    assert sum(len(gold(path)) for path in DOCUMENTS) >= FEWEST_DOCUMENTS
    for end in SHAPES:
        assert sum(shape(path) == end for path in DOCUMENTS) >= FEWEST_FILES_OF_A_SHAPE, end


def test_every_document_has_its_gold_and_the_reverse() -> None:
    stems = [stem(path) for path in DOCUMENTS]
    assert len(stems) == len(set(stems)), "two documents would share one gold file"
    assert sorted(stems) == sorted(path.stem for path in (CORPUS / "gold").iterdir())


def test_the_manifest_names_every_document_in_order_with_its_sources() -> None:
    rows = manifest()
    assert [(row["file"], row["document_id"], row["title"]) for row in rows] == [
        (path.name, document["id"], document["title"]) for path in DOCUMENTS for document in gold(path)
    ]
    for row in rows:
        assert all(row[column] for column in ("source", "checked", "licence", "unverified")), row["file"]


@each_document
def test_ids_follow_from_the_identifiers_and_the_digest_statement(path: Path) -> None:
    statements = STATEMENT.findall(" ".join(words(path).split()))
    assert len(statements) == len(gold(path)), "each record says once that it is a digest"
    for statement, document in zip(statements, gold(path), strict=True):
        doi, pmid = document["doi"], document["pmid"]
        stated = [f"doi:{doi}"] * bool(doi) + [f"pmid:{pmid}"] * bool(pmid)
        if stated:
            assert statement == " ".join(stated)
            best = f"doi:{doi.lower()}" if doi else f"pmid:{pmid}"
            assert document["id"] == f"{best}#digest"
        else:
            assert document["id"] == f"sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}#digest"


@each_document
def test_titles_and_authors_stand_in_the_file(path: Path) -> None:
    text = squeezed(words(path))
    for document in gold(path):
        assert squeezed(document["title"]) in text
        for author in document["authors"]:
            assert squeezed(author) in text, author


@each_document
def test_every_quote_stands_in_the_file(path: Path) -> None:
    text = squeezed(words(path))
    missing = [claim["quote"] for claim in claims(path) if squeezed(claim["quote"]) not in text]
    assert not missing


@each_document
def test_every_number_of_gold_stands_in_its_quote(path: Path) -> None:
    for document in gold(path):
        for finding in document["findings"]:
            reported = numbers(finding["quote"])
            for statistic in finding["statistics"]:
                for key in ("value", "ci_lower", "ci_upper", "numerator", "denominator"):
                    number = statistic[key]
                    assert number is None or abs(number) in reported, (finding["quote"], key, number)


@each_document
def test_gold_keeps_to_the_contract(path: Path) -> None:
    for document in gold(path):
        assert document["study"]["design"] in DESIGNS
        for finding in document["findings"]:
            assert finding["kind"] in KINDS
            assert finding["outcome"]
            assert finding["direction"] in DIRECTIONS
            assert finding["favors"] in FAVORS
            assert finding["significance"] in SIGNIFICANCES
            assert finding["role"] in ROLES
            assert finding["reference"] is None or finding["role"] == "cited"
            assert {statistic["type"] for statistic in finding["statistics"]} <= STATISTICS
        for association in document["associations"]:
            assert association["evidence_type"] in EVIDENCE_TYPES
            assert association["significance"] in CLAIMS
            assert association["direction"] in {"supports", "does_not_support"}
            assert association["role"] in ROLES
            assert association["biomarkers"]
            assert association["therapies"] or association["evidence_type"] != "predictive"


@each_document
def test_bounds_enclose_their_value(path: Path) -> None:
    for document in gold(path):
        for finding in document["findings"]:
            for statistic in finding["statistics"]:
                lower, value, upper = statistic["ci_lower"], statistic["value"], statistic["ci_upper"]
                assert lower is None or lower <= value, finding["quote"]
                assert upper is None or value <= upper, finding["quote"]


def test_the_corpus_holds_no_two_files_alike() -> None:
    texts = [squeezed(words(path)) for path in DOCUMENTS]
    assert len(texts) == len(set(texts))
