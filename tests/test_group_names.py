"""Names of groups as texts write them."""

from __future__ import annotations

import pytest

from evidence.pipeline.group_names import group_names, ranked


@pytest.mark.parametrize(
    ("text", "keys", "reason"),
    [
        ("Pain fell in the music group.", ["music"], "a name before the noun"),
        ("the treatment and placebo groups", ["treatment", "placebo"], "two names share the noun"),
        ("in groups A and B", ["group a", "group b"], "letters behind the noun"),
        ("compared with controls", ["control"], "controls without the noun"),
        ("in placebo-controlled trials", [], "a design is no group"),
        ("in both treatment groups", [], "all groups are none"),
        ("between-group differences and age groups", [], "no names of groups"),
        ("efalizumab-treated patients", ["efalizumab"], "treated with"),
        ("after surgery. Group sessions", [], "no name crosses the end of a sentence"),
    ],
)
def test_group_names(text: str, keys: list[str], reason: str) -> None:
    assert [item.key for item in group_names(text, 0, len(text))] == keys, reason


def test_longer_names_go_with_the_shorter() -> None:
    text = "The intravenous lornoxicam group did well. The lornoxicam group and the placebo group did too. Placebo."
    groups = ranked(group_names(text, 0, len(text)))
    assert [(group[0].key, len(group)) for group in groups] == [("lornoxicam", 2), ("placebo", 2)]
