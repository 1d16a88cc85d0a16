"""Cards say what the other quads of a document say, and claims stand under what they name."""

from __future__ import annotations

import json
from typing import Any

import pytest
from pyoxigraph import NamedNode, Quad

import builders as b
from evidence.graph import Provenance, to_quads
from evidence.graph.cards import with_study
from evidence.graph.rewriting import rewritten
from evidence.graph.terms import python_value
from evidence.namespaces import EV, EVD, compact, prefixes
from evidence.records import Extraction
from evidence.worth import tiers

PROVENANCE = Provenance(pipeline="p", vocabulary="v")
ABOUT = tuple(f"about{name}" for name in tiers())


def name(property: str) -> str:
    for prefix, namespace in prefixes().items():
        if property.startswith(namespace):
            return property[len(namespace) :] if namespace == EV else f"{prefix}:{property[len(namespace) :]}"
    return property


def said(quads: list[Quad]) -> dict[str, dict[str, list[Any]]]:
    """Node -> property -> sorted values, from the quads themselves."""
    found: dict[str, dict[str, list[Any]]] = {}
    for quad in quads:
        object = quad.object
        plain = (
            (compact(object.value) or object.value) if isinstance(object, NamedNode) else python_value(object)
        )  # type: ignore[arg-type]
        found.setdefault(quad.subject.value, {}).setdefault(name(quad.predicate.value), []).append(plain)  # type: ignore[union-attr]
    return {
        node: {key: sorted(set(values), key=str) for key, values in told.items()}
        for node, told in found.items()
    }


def cards(quads: list[Quad]) -> dict[str, dict[str, list[Any]]]:
    return {node: json.loads(told["card"][0]) for node, told in said(quads).items() if "card" in told}


@pytest.fixture(scope="module")
def extraction() -> Extraction:
    return b.make_extraction()


DERIVED = "prov:wasDerivedFrom"
ASIDE = (*ABOUT, "card")


def without(told: dict[str, list[Any]], *names: str) -> dict[str, list[Any]]:
    return {key: values for key, values in told.items() if key not in names}


def test_a_card_says_all_that_its_node_says(extraction: Extraction) -> None:
    quads = to_quads(extraction, PROVENANCE)
    nodes = {node: told for node, told in said(quads).items() if node.startswith(f"{EVD}biomarker/")}
    assert nodes
    for node, told in nodes.items():
        assert cards(quads)[node] == without(told, *ASIDE)


@pytest.mark.parametrize("kind", ["finding", "association"])
def test_a_claims_card_tells_what_it_rests_on_in_the_place_of_the_iris(
    extraction: Extraction, kind: str
) -> None:
    quads = to_quads(extraction, PROVENANCE)
    told = said(quads)
    nodes = [node for node in told if node.startswith(f"{EVD}{kind}/")]
    assert nodes
    for node in nodes:
        card, parts = cards(quads)[node], ("biomarker", "statistic")
        assert card["iri"] == [node]
        assert without(card, "iri", DERIVED, *parts) == without(told[node], DERIVED, *ASIDE, *parts)
        for part in parts:
            rests_on = [without(told[other], *ASIDE, DERIVED) for other in told[node].get(part, ())]
            assert card.get(part, []) == rests_on
        ((document,), (its_iri,)) = card[DERIVED], told[node][DERIVED]
        assert document["iri"] == [its_iri]
        assert document["dcterms:identifier"] == [extraction.document.id]
        assert without(document, "iri").items() <= told[its_iri].items()


def test_a_document_names_its_claims(extraction: Extraction) -> None:
    told = said(to_quads(extraction, PROVENANCE))
    (document,) = (node for node in told if node.startswith(f"{EVD}document/"))
    assert set(told[document]["claim"]) == {node for node, values in told.items() if "worth" in values}


def test_a_documents_card_leaves_out_its_text_and_names_what_it_names(extraction: Extraction) -> None:
    quads = to_quads(extraction, PROVENANCE)
    (node,) = (node for node in cards(quads) if node.startswith(f"{EVD}document/"))
    card, told = cards(quads)[node], said(quads)
    genes = {gene for marker in told[node]["mentionsBiomarker"] for gene in told[marker].get("gene", ())}
    assert set(card["names"]) == {*told[node]["mentions"], *told[node]["studyDisease"], *genes}
    assert "text" not in card
    assert {key: card[key] for key in card if key != "names"}.items() <= told[node].items()


def test_a_claim_stands_once_under_each_thing_that_it_names(extraction: Extraction) -> None:
    told = said(to_quads(extraction, PROVENANCE))
    parts = ("intervention", "comparator", "therapy", "outcome", "disease", "biomarker")
    claims = [values for values in told.values() if "worth" in values]
    assert claims
    for claim in claims:
        named = {value for part in parts for value in claim.get(part, ())}
        named |= {gene for marker in claim.get("biomarker", ()) for gene in told[marker].get("gene", ())}
        (tier,) = (key for key in ABOUT if key in claim)
        assert set(claim[tier]) == named
        least = tiers()[tier.removeprefix("about")]
        assert least <= claim["worth"][0]


def test_a_study_that_becomes_another_does_so_in_the_cards(extraction: Extraction) -> None:
    before, id = to_quads(extraction, PROVENANCE), extraction.document.id
    own = [quad for quad in before if quad.graph_name.value != f"{EVD}entities"]  # type: ignore[union-attr]
    after = rewritten(own, id, sources=None, study="another")
    wanted = to_quads(extraction, PROVENANCE, "another")
    is_card = NamedNode(f"{EV}card")
    assert {quad for quad in after if quad.predicate == is_card} == {
        quad
        for quad in wanted
        if quad.predicate == is_card and quad.graph_name.value != f"{EVD}entities"  # type: ignore[union-attr]
    }


def test_a_card_without_a_study_stays() -> None:
    assert with_study('{"value":[1.5]}', "x") == '{"value":[1.5]}'
