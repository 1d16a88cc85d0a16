"""Hints on SPARQL queries that are wrong, or that ask for what there is not."""

from __future__ import annotations

import pytest

from evidence.query.hints import hints


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("SELECT ?x WHERE { ?x ev:year ?y }", [], id="nothing is wrong"),
        pytest.param(
            "SELECT ?x WHERE {\n ?x ev:year ?y\n FILTER (?y > 2010\n}",
            ["the ( at line 3, column 9 is not closed before the } at line 4, column 1"],
            id="a bracket that is not closed",
        ),
        pytest.param("ASK { ?x ev:year 2020", ["the { at line 1, column 5 is not closed"], id="at the end"),
        pytest.param(
            "ASK { ?x ev:year 2020 } }", ["the } at line 1, column 25 closes nothing"], id="one too many"
        ),
        pytest.param(
            'ASK { ?x ev:quote "a ( b" # one ) more\n; ev:url <http://x/(y> }',
            [],
            id="in literals and comments",
        ),
        pytest.param(
            "ASK { ?x skso:prefLabel ?y }",
            ["the prefix skso: is not declared; did you mean skos:?"],
            id="a prefix misspelt",
        ),
        pytest.param(
            "ASK { ?x dct:title ?y }",
            ["the prefix dct: is not declared; did you mean dcterms:?"],
            id="a prefix cut short",
        ),
        pytest.param(
            "SELEC ?x WHERE { }",
            ["a query begins with SELECT, ASK, CONSTRUCT or DESCRIBE; did you mean SELECT?"],
            id="no query's word",
        ),
        pytest.param(
            "DELETE WHERE { ?x ?y ?z }",
            ["queries only read; what is stored is changed by `evidence ingest`"],
            id="an update",
        ),
        pytest.param(
            'ASK { ?x ev:intervention "sunitinib" ; ev:interventionText "sunitinib" # ev:outcome "death"\n }',
            [
                "the values of ev:intervention are concepts and no texts: write an id, which `evidence vocabulary "
                "search` tells, or use ev:interventionText"
            ],
            id="a text for a concept",
        ),
        pytest.param("PREFIX my: <http://x/> ASK { ?x my:year ?y }", [], id="a prefix of one's own"),
        pytest.param(
            "ASK { ?x ev:intervension ?y }",
            ["ev:intervension is no term of the ontology; did you mean ev:intervention?"],
            id="a property misspelt",
        ),
        pytest.param(
            "ASK { ?x ev:unheardOf ?y }", ["ev:unheardOf is no term of the ontology"], id="nothing like it"
        ),
        pytest.param("ASK { ?x ev:disease DOID:4450 }", [], id="a concept"),
        pytest.param("ASK { ?x ev:design 'a: b' }", [], id="a colon in a literal"),
    ],
)
def test_hints(text: str, expected: list[str]) -> None:
    assert hints(text) == expected
