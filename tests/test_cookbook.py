"""Every query of docs/sparql-cookbook.md runs on the example corpus and finds what the corpus tells."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import evidence
from installed import ROOT

_RECIPE = re.compile(r"^### (.+?)\n.*?^```sparql\n(.*?)^```$", re.MULTILINE | re.DOTALL)
RECIPES = dict(_RECIPE.findall((ROOT / "docs" / "sparql-cookbook.md").read_text(encoding="utf-8")))
DEMONSTRATION = (ROOT / "docs" / "overall-survival.rq").read_text(encoding="utf-8")


def rows(kb: Path, query: str) -> list[dict[str, object]]:
    with evidence.open(kb) as opened:
        found = opened.sparql(query)
    assert isinstance(found, list)
    return found


def test_every_query_of_the_cookbook_is_read() -> None:
    text = (ROOT / "docs" / "sparql-cookbook.md").read_text(encoding="utf-8")
    assert len(RECIPES) == text.count("```sparql")


@pytest.mark.parametrize("title", RECIPES)
def test_it_runs_and_fills_every_column(corpus_kb: Path, title: str) -> None:
    found = rows(corpus_kb, RECIPES[title])
    assert found
    selected = set(re.findall(r"\?(\w+)", _selection(RECIPES[title])))
    assert set().union(*found) == selected


@pytest.mark.parametrize("title", RECIPES)
def test_it_is_short(title: str) -> None:
    """Ten lines and the clauses around them: what an analyst is ready to type."""
    assert len(RECIPES[title].splitlines()) <= 12


def _selection(query: str) -> str:
    """The variables of the SELECT clause, without those that aggregates take in."""
    clause = query.split("WHERE", 1)[0]
    return re.sub(r"\((?:[^()]|\([^()]*\))* AS (\?\w+)\)", r"\1", clause)


# What the corpus' sources report (manifest.tsv), by reading: a row of these values must be among the answers.
FACTS = [
    pytest.param(
        "Hazard ratios for progression-free survival",
        {"ratio": 0.3, "lower": 0.23, "upper": 0.41, "document": "pmid:27959700#digest"},
        id="AURA3, osimertinib against platinum-pemetrexed",
    ),
    pytest.param(
        "A class of drugs, with all drugs below it",
        {"drug": "osimertinib"},
        id="osimertinib stands below targeted therapy",
    ),
    pytest.param(
        "Differences that were tested and not found",
        {"p": 0.119},
        id="ganetespib, progression-free survival",
    ),
    pytest.param(
        "A concept with its names and mappings",
        {"value": "sunitinib"},
        id="a CURIE is a name in a query",
    ),
]


@pytest.mark.parametrize(("title", "fact"), FACTS)
def test_it_finds_what_the_corpus_tells(corpus_kb: Path, title: str, fact: dict[str, object]) -> None:
    assert any(fact.items() <= row.items() for row in rows(corpus_kb, RECIPES[title]))


# The recipes that are written for large stores, as one would write them for small ones.
PLAIN = {
    "Hazard ratios for progression-free survival": """
        SELECT ?intervention ?comparator ?ratio ?lower ?upper ?document WHERE {
          ?finding ev:outcome/skos:prefLabel "progression-free survival" ; ev:role "result" ; ev:statistic ?statistic ;
                   ev:interventionText ?intervention ; ev:comparatorText ?comparator ;
                   prov:wasDerivedFrom/dcterms:identifier ?document .
          ?statistic a ev:HazardRatio ; ev:value ?ratio ; ev:ciLower ?lower ; ev:ciUpper ?upper . }""",
    "A class of drugs, with all drugs below it": """
        SELECT ?drug (COUNT(DISTINCT ?study) AS ?studies) WHERE {
          ?treatment skos:broader+/skos:prefLabel "targeted therapy" ; skos:prefLabel ?drug .
          ?finding ev:intervention ?treatment ; ev:study ?study ; ev:role "result" } GROUP BY ?drug""",
    "Adverse events more frequent under treatment": """
        SELECT ?event ?treatment (COUNT(DISTINCT ?study) AS ?studies) WHERE {
          ?finding ev:outcome ?o ; ev:direction "higher" ; ev:role "result" ; ev:study ?study ;
                   ev:intervention/skos:prefLabel ?treatment .
          ?o ev:polarity "lower_better" ; skos:prefLabel ?event } GROUP BY ?event ?treatment""",
    "Questions with more than one answer": """
        SELECT ?question (COUNT(?finding) AS ?findings) WHERE {
          ?finding ev:proposition ?question ; ev:favors ?favors ; ev:role ?role
          FILTER (?role IN ("result", "conclusion") && ?favors != "unclear")
        } GROUP BY ?question HAVING (COUNT(DISTINCT ?favors) > 1)""",
    "Findings by role": """
        SELECT ?role (COUNT(?finding) AS ?findings) WHERE { ?finding a ev:Finding ; ev:role ?role } GROUP BY ?role""",
    "Differences that were tested and not found": """
        SELECT ?outcome ?intervention ?comparator ?p ?quote WHERE {
          ?finding ev:significance "not_significant" ; ev:role "result" ; ev:outcomeText ?outcome ;
                   ev:interventionText ?intervention ; ev:comparatorText ?comparator ;
                   ev:quote ?quote ; ev:statistic ?statistic .
          ?statistic a ev:PValue ; ev:value ?p . }""",
    "Significant results by treatment and outcome, for and against": """
        SELECT ?treatment ?outcome ?favors (COUNT(DISTINCT ?study) AS ?studies) WHERE {
          ?finding ev:significance "significant" ; ev:role "result" ; ev:favors ?favors ; ev:study ?study ;
                   ev:intervention/skos:prefLabel ?treatment ; ev:outcome/skos:prefLabel ?outcome .
          FILTER (?favors IN ("intervention", "comparator")) } GROUP BY ?treatment ?outcome ?favors""",
    "Studies told by more than one document": """
        SELECT ?study (COUNT(?document) AS ?documents) WHERE {
          ?document a ev:Document ; ev:study ?study } GROUP BY ?study ORDER BY DESC(?documents) LIMIT 5""",
    "Trials of one disease by year, with their size": """
        SELECT ?year ?title ?design ?patients WHERE {
          ?document ev:studyDisease/skos:broader* DOID:1324 ; dcterms:title ?title ; ev:design ?design .
          OPTIONAL { ?document ev:year ?year } OPTIONAL { ?document ev:patients ?patients } }""",
    "Numbers that were given no meaning": """
        SELECT ?numerals WHERE {
          ?d ev:numerals ?numerals ; ev:numeralsExplained ?explained . FILTER (?explained < ?numerals)
        } ORDER BY DESC(?numerals - ?explained) LIMIT 3""",
}


@pytest.mark.parametrize("title", PLAIN)
def test_what_is_written_for_large_stores_answers_the_same(corpus_kb: Path, title: str) -> None:
    plain = rows(corpus_kb, PLAIN[title])
    names = set().union(*plain)
    written = [{name: row[name] for name in names if name in row} for row in rows(corpus_kb, RECIPES[title])]
    if title.startswith("Studies"):  # which of several studies of two documents come first is open
        plain, written = ([{"documents": row["documents"]} for row in each] for each in (plain, written))
    if title.startswith("Numbers"):
        written = written[: len(plain)]
    assert plain
    assert sorted(map(repr, map(_sorted, written))) == sorted(map(repr, map(_sorted, plain)))


def test_treatments_with_the_same_comparator_are_those_of_different_studies(corpus_kb: Path) -> None:
    """Counted in Python over the results as they stand."""
    results = rows(
        corpus_kb,
        """SELECT ?common ?outcome ?treatment ?study WHERE {
          ?finding ev:role "result" ; ev:comparator/skos:prefLabel ?common ; ev:outcome/skos:prefLabel ?outcome ;
                   ev:intervention/skos:prefLabel ?treatment ; ev:study ?study . }""",
    )
    stars: dict[tuple[object, object], tuple[set[object], set[object]]] = {}
    for row in results:
        treatments, studies = stars.setdefault((row["common"], row["outcome"]), (set(), set()))
        treatments.add(row["treatment"])
        studies.add(row["study"])
    expected = {
        key: (treatments, len(studies))
        for key, (treatments, studies) in stars.items()
        if len(treatments) > 1 and len(studies) > 1
    }
    told = rows(corpus_kb, RECIPES["Treatments compared with the same comparator"])
    assert expected
    assert {
        (row["common"], row["outcome"]): (set(str(row["treatments"]).split(" / ")), row["studies"])
        for row in told
    } == expected


def _sorted(row: dict[str, object]) -> list[tuple[str, object]]:
    return sorted(row.items())


def test_the_demonstration_finds_checkmate_025(corpus_kb: Path) -> None:
    """Nivolumab against everolimus, five years: HR 0.73 (95% CI 0.62 to 0.85)."""
    fact = {"ratio": 0.73, "lower": 0.62, "upper": 0.85, "document": "doi:10.1002/cncr.33033#digest"}
    assert any(fact.items() <= row.items() for row in rows(corpus_kb, DEMONSTRATION))
