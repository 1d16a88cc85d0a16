"""Names right before brackets of figures."""

from __future__ import annotations

from evidence.pipeline.bracket_names import before_brackets


def test_names_before_brackets() -> None:
    text = "rash (4% v 2%), nail changes (9% v 1%)"
    places = [6, 11, 29, 34]
    found = before_brackets(text, 0, len(text), places, [(0, 4)])
    assert [text[slice(*span)] for span in found] == ["nail changes"]
