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


def test_the_demonstration_finds_checkmate_025(corpus_kb: Path) -> None:
    """Nivolumab against everolimus, five years: HR 0.73 (95% CI 0.62 to 0.85)."""
    fact = {"ratio": 0.73, "lower": 0.62, "upper": 0.85, "document": "doi:10.1002/cncr.33033#digest"}
    assert any(fact.items() <= row.items() for row in rows(corpus_kb, DEMONSTRATION))
