"""Networks of one answer, and where their nodes stand in a picture."""

from __future__ import annotations

from typing import Any

import pytest

from evidence.network import comparisons, markers, placed

NIVOLUMAB = {"id": "NCIT:C68814", "label": "nivolumab", "xrefs": []}
EVEROLIMUS = {"id": "NCIT:C48387", "label": "everolimus", "xrefs": []}
PREDNISONE = {"id": "NCIT:C770", "label": "prednisone", "xrefs": []}
KIDNEY = {"id": "DOID:4450", "label": "renal cell carcinoma", "xrefs": []}
SURVIVAL = {"id": "EV:overall-survival", "label": "overall survival", "xrefs": []}


def finding(study: str = "s1", n: int | None = 100, **changes: Any) -> dict[str, Any]:
    """Nivolumab against everolimus, overall survival, for nivolumab."""
    row = {
        "document": f"{study}#abstract",
        "study": {"id": study, "n": n},
        "kind": "comparison",
        "role": "result",
        "treatment_concepts": [NIVOLUMAB],
        "comparator_concepts": [EVEROLIMUS],
        "outcome": "OS",
        "outcome_concept": SURVIVAL,
        "biomarkers": [],
        "diseases": [KIDNEY],
        "evidence_type": None,
        "way": "for",
        "subgroup": False,
        "therapy_interaction": None,
    }
    return {**row, **changes}


def claim(**changes: Any) -> dict[str, Any]:
    """A marker of sensitivity to nivolumab in kidney cancer."""
    told = {
        "kind": "association",
        "comparator_concepts": [],
        "outcome": None,
        "outcome_concept": None,
        "evidence_type": "predictive",
        "biomarkers": [{"label": "PBRM1 loss", "name": "loss"}],
    }
    return finding(**{**told, **changes})


def only_edge(*rows: dict[str, Any]) -> tuple[str, str, dict[str, Any]]:
    graph, skipped = comparisons(rows)
    assert skipped == 0
    ((left, right, told),) = graph.edges(data=True)
    return left, right, told


def test_an_edge_counts_studies_patients_and_ways() -> None:
    rows = [finding(), finding(), finding("s2", 50, way="no difference"), finding("s3", None, role="cited")]
    left, right, told = only_edge(*rows)
    assert (left, right) == ("NCIT:C68814", "NCIT:C48387")
    assert told == {
        "outcome": "overall survival",
        "studies": 2,
        "patients": 150,
        "for": 1,
        "no_difference": 1,
        "documents": "s1#abstract; s2#abstract",
    }


def test_the_same_comparison_the_other_way_round_is_turned() -> None:
    other = finding("s2", treatment_concepts=[EVEROLIMUS], comparator_concepts=[NIVOLUMAB], way="against")
    assert only_edge(finding(), other)[2]["for"] == 2


def test_a_subgroup_does_not_decide_where_all_patients_do() -> None:
    _, _, told = only_edge(finding(way="no difference"), finding(subgroup=True))
    assert (told.get("no_difference"), told.get("for")) == (1, None)


def test_what_both_arms_had_is_no_part_of_a_node() -> None:
    left, right, _ = only_edge(
        finding(treatment_concepts=[NIVOLUMAB, PREDNISONE], comparator_concepts=[EVEROLIMUS, PREDNISONE])
    )
    assert (left, right) == ("NCIT:C68814", "NCIT:C48387")


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"comparator_concepts": []}, id="an arm that no concept stands for"),
        pytest.param({"comparator_concepts": [NIVOLUMAB]}, id="two doses of one drug"),
    ],
)
def test_left_out_and_counted(changes: dict[str, Any]) -> None:
    graph, skipped = comparisons([finding(**changes)])
    assert (len(graph), skipped) == (0, 1)


def test_markers_with_their_treatments_and_diseases() -> None:
    graph = markers([claim(), claim(study="s2", way="against"), finding()])
    kinds = dict(graph.nodes(data="kind"))
    assert kinds == {"marker:PBRM1 loss": "biomarker", "NCIT:C68814": "therapy", "DOID:4450": "disease"}
    told = graph.edges["marker:PBRM1 loss", "NCIT:C68814", "response"]
    assert (told["studies"], told["for"], told["against"]) == (2, 1, 1)
    assert graph.edges["marker:PBRM1 loss", "DOID:4450", "studied in"]["studies"] == 2


def test_drugs_of_a_combination_are_one_node_and_substitutes_are_several() -> None:
    both = [NIVOLUMAB, EVEROLIMUS]
    together = markers([claim(treatment_concepts=both, therapy_interaction="combination")])
    apart = markers([claim(treatment_concepts=both, therapy_interaction="substitutes")])
    assert "NCIT:C48387+NCIT:C68814" in together
    assert {"NCIT:C48387", "NCIT:C68814"} <= set(apart)


def test_prognosis_points_to_the_disease() -> None:
    row = claim(evidence_type="prognostic", treatment_concepts=[], way="against")
    assert markers([row]).edges["marker:PBRM1 loss", "DOID:4450", "prognosis"]["against"] == 1


def test_places_are_the_same_every_time_and_within_the_square() -> None:
    rows = [
        finding(f"s{number}", treatment_concepts=[{"id": f"X:{number}", "label": f"drug {number}"}])
        for number in range(6)
    ]
    graph, _ = comparisons(rows)
    places = placed(graph)
    assert places == placed(comparisons(rows)[0])
    assert set(places) == set(graph)
    assert all(0 <= value <= 1 for place in places.values() for value in place)


def test_kinds_stand_in_columns() -> None:
    places = placed(markers([claim()]))
    assert [places[name][0] for name in ("NCIT:C68814", "marker:PBRM1 loss", "DOID:4450")] == [0.0, 0.5, 1.0]
