"""The network of treatments: nodes are arms, edges are studies' own comparisons."""

from __future__ import annotations

import io
from pathlib import Path

import networkx as nx
import pytest

import evidence
from builders import (
    KIDNEY_CANCER,
    OSIMERTINIB,
    PLACEBO,
    SUNITINIB,
    SURVIVAL,
    VOCABULARY,
    make_document,
    make_extraction,
    make_finding,
)
from evidence.errors import VocabularyError
from evidence.graph import Provenance, to_quads, vocabulary_quads
from evidence.namespaces import VOCABULARY_GRAPH
from evidence.network import common_comparators, treatment_network, write_graphml
from evidence.records import Extraction, Finding
from evidence.store import LocalStore

SUNITINIB_V_PLACEBO = ("NCIT:C71622", "EV:placebo")


def reporting(*findings: Finding, title: str = "Some kidney trial with a title", id: str = "x") -> Extraction:
    document = make_document(id=f"doi:10.1000/{id}#abstract", title=title, doi=f"10.1000/{id}")
    return make_extraction(document=document, findings=findings, associations=())


def store_of(*extractions: Extraction) -> LocalStore:
    store = LocalStore.in_memory()
    store.replace_graph(VOCABULARY_GRAPH, vocabulary_quads(VOCABULARY))
    provenance = Provenance(pipeline="1", vocabulary="test")
    store.replace({item.document.id: to_quads(item, provenance) for item in extractions})
    return store


def test_a_finding_is_an_edge_from_intervention_to_comparator() -> None:
    graph = treatment_network(store_of(reporting(make_finding())))
    assert dict(graph.nodes(data="label")) == {"NCIT:C71622": "sunitinib", "EV:placebo": "placebo"}
    ((left, right, told),) = graph.edges(data=True)
    assert (left, right) == SUNITINIB_V_PLACEBO
    assert {name: told[name] for name in ("outcome", "favors", "findings")} == {
        "outcome": "overall survival",
        "favors": "intervention",
        "findings": 1,
    }


def test_two_documents_of_a_study_are_one_edge() -> None:
    told = [
        reporting(make_finding(), id="abstract"),
        reporting(make_finding(favors="neither", significance="not_significant"), id="full"),
    ]
    ((_, _, edge),) = treatment_network(store_of(*told)).edges(data=True)
    assert (edge["findings"], edge["favors"]) == (2, "intervention / neither")


def test_two_studies_are_two_edges() -> None:
    other = reporting(make_finding(), title="Another kidney trial with another title", id="other")
    assert len(treatment_network(store_of(reporting(make_finding()), other)).edges) == 2


def test_a_combination_is_a_node_of_its_own() -> None:
    together = make_finding(intervention_concepts=(SUNITINIB, OSIMERTINIB))
    graph = treatment_network(store_of(reporting(together)))
    assert graph.nodes["NCIT:C116377+NCIT:C71622"]["label"] == "osimertinib + sunitinib"


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"role": "cited"}, id="another work's word"),
        pytest.param({"role": "hypothesis"}, id="not known"),
        pytest.param(
            {"kind": "single_arm", "comparator": None, "comparator_concepts": ()}, id="nothing compared"
        ),
        pytest.param({"comparator_concepts": ()}, id="a comparator that no concept stands for"),
        pytest.param({"comparator_concepts": (SUNITINIB,)}, id="doses of one drug"),
        pytest.param({"outcome_concept": None}, id="an outcome that no concept stands for"),
        pytest.param({"favors": None}, id="no answer"),
    ],
)
def test_it_is_no_edge(changes: dict[str, object]) -> None:
    assert not treatment_network(store_of(reporting(make_finding(**changes)))).edges


@pytest.mark.parametrize(
    ("asked", "edges"),
    [
        pytest.param({"outcome": SURVIVAL.id}, 1, id="the outcome itself"),
        pytest.param({"outcome": "EV:response-rate"}, 0, id="another outcome"),
        pytest.param({"disease": KIDNEY_CANCER.id}, 1, id="the disease itself"),
        pytest.param({"disease": "EV:solid"}, 0, id="a disease that it does not stand below"),
        pytest.param({"outcome": SURVIVAL.id, "disease": KIDNEY_CANCER.id}, 1, id="both"),
    ],
)
def test_outcome_and_disease_restrict(asked: dict[str, str], edges: int) -> None:
    assert len(treatment_network(store_of(reporting(make_finding())), **asked).edges) == edges


def test_an_unknown_prefix_is_told() -> None:
    with pytest.raises(VocabularyError, match="NOWHERE"):
        treatment_network(store_of(), outcome="NOWHERE:1")


def test_common_comparators() -> None:
    other = make_finding(intervention_concepts=(OSIMERTINIB,))
    graph = treatment_network(store_of(reporting(make_finding(), other)))
    assert common_comparators(graph, SUNITINIB.id, OSIMERTINIB.id) == [PLACEBO.id]
    assert common_comparators(graph, SUNITINIB.id, PLACEBO.id) == []
    assert common_comparators(graph, SUNITINIB.id, "NCIT:C0") == []


def test_graphml_comes_back() -> None:
    graph = treatment_network(store_of(reporting(make_finding())))
    written = io.BytesIO()
    write_graphml(graph, written)
    again = nx.read_graphml(io.BytesIO(written.getvalue()), force_multigraph=True)
    assert dict(again.nodes(data=True)) == dict(graph.nodes(data=True))
    assert list(again.edges(keys=True)) == list(graph.edges(keys=True))


def test_a_class_lets_in_what_lies_below_it(corpus_kb: Path) -> None:
    """Nivolumab against everolimus (CheckMate 025) is an edge of "survival outcome" in "kidney cancer"."""
    with evidence.open(corpus_kb) as kb:
        graph = treatment_network(kb.store, outcome="EV:survival-outcome", disease="DOID:263")
    assert ("NCIT:C68814", "NCIT:C48387") in graph.edges()
