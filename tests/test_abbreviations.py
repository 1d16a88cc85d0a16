"""Short forms that a text defines itself."""

from __future__ import annotations

import pytest

from pipelines import layers_of


@pytest.mark.parametrize(
    ("text", "definitions"),
    [
        pytest.param(
            "Renal cell carcinoma (RCC) spreads.", {"RCC": "Renal cell carcinoma"}, id="long form first"
        ),
        pytest.param(
            "RCC (renal cell carcinoma) spreads.", {"RCC": "renal cell carcinoma"}, id="short form first"
        ),
        pytest.param("The hazard ratio [HR] was low.", {"HR": "hazard ratio"}, id="square brackets"),
        pytest.param(
            "Overall survival (OS; primary) rose.",
            {"OS": "Overall survival"},
            id="something behind the short form",
        ),
        pytest.param("It fell (P = .02) and rose (n = 20).", {}, id="figures are no short forms"),
        pytest.param("Sunitinib (Sutent) was given.", {}, id="letters that do not agree"),
        pytest.param("Nine were in MLH1(c.632_633insT).", {}, id="no blank before the bracket"),
        pytest.param("FOS (lost from one, of six) was found.", {}, id="a bracket that explains nothing"),
    ],
)
def test_definitions(text: str, definitions: dict[str, str]) -> None:
    assert {item.short: item.long for item in layers_of(text)._.definitions} == definitions
