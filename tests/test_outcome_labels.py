"""What a row calls its outcome."""

from __future__ import annotations

import pytest

from evidence.pipeline.outcome_labels import standard
from evidence.pipeline.outcomes import OutcomeMention
from evidence.vocabulary import Concept

_SURVIVAL = Concept(
    id="x:1", label="overall survival", kind="outcome", abbreviations=("OS",), group="endpoints"
)
_STAY = Concept(id="x:2", label="length of stay", kind="outcome", abbreviations=("LOS",), group="endpoints")
_TOXICITY = Concept(id="x:3", label="skin toxicity", kind="outcome", group="adverse_events")


@pytest.mark.parametrize(
    ("text", "words", "concept", "label", "reason"),
    [
        ("OS was longer", "OS", _SURVIVAL, "overall survival", "the field has one name for an endpoint"),
        ("hospital  stay fell", "hospital  stay", _STAY, "hospital stay", "no endpoint's name: as written"),
        ("LOS fell", "LOS", _STAY, "length of stay", "a short name is spelled out"),
        (
            "acute Skin toxicity",
            "Skin toxicity",
            _TOXICITY,
            "acute skin toxicity",
            "a kind of event before it",
        ),
        ("grade 3 skin toxicity", "grade 3 skin toxicity", _TOXICITY, "skin toxicity", "without its grade"),
        ("gait speed rose", "gait speed", None, "gait speed", "no concept: as written"),
    ],
)
def test_standard(text: str, words: str, concept: Concept | None, label: str, reason: str) -> None:
    start = text.index(words)
    name = concept.label if concept is not None else words
    mention = OutcomeMention(start, start + len(words), name, concept, None)
    assert standard(text, mention) == label, reason


def test_what_a_clause_tells_keeps_its_name() -> None:
    mention = OutcomeMention(0, 12, "overall survival", _SURVIVAL, None, phrase=True)
    assert standard("lived longer", mention) == "overall survival"
