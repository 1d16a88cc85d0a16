"""How many patients each arm has; every text is invented and stands for a way to tell it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines import extraction_of

_TITLE = "Sunitinib against placebo in kidney cancer"
_ASSIGNED = "METHODS: Patients were randomly assigned to sunitinib or placebo. RESULTS: "


def _sizes(text: str) -> list[int | None]:
    """The sizes of the arms, sunitinib's first."""
    study = extraction_of(text, title=_TITLE).study
    assert study is not None
    return [arm.n for arm in sorted(study.arms, key=lambda arm: "sunitinib" not in arm.name)]


@pytest.mark.parametrize(
    ("told", "sizes"),
    [
        pytest.param("There were 79 patients (sunitinib, n = 39; placebo, n = 40).", [39, 40], id="n in a bracket"),
        pytest.param(
            "We assigned 2\u2008079 patients (1\u2008039 to sunitinib and 1\u2008040 to placebo).",
            [1039, 1040],
            id="thousands parted by a narrow blank",
        ),
        pytest.param(
            "In total, 39 and 40 patients were enrolled to sunitinib and placebo, respectively. Twelve patients "
            "receiving placebo crossed over to sunitinib.",
            [39, 40],
            id="some crossed over",
        ),
        pytest.param(
            "Twelve patients receiving placebo crossed over to sunitinib.", [None, None], id="only a crossing"
        ),
        pytest.param(
            "There were 39 men in the sunitinib group and 40 in the placebo group.", [39, 40], id="there were"
        ),
        pytest.param(
            "There were 39 strokes in the sunitinib group and 40 in the placebo group.",
            [None, None],
            id="there were events",
        ),
        pytest.param(
            "Of 79 men, 39 men (49.4%) were randomly assigned to sunitinib and 40 (50.6%) to placebo.",
            [39, 40],
            id="with their shares",
        ),
        pytest.param("We randomised eighty men (40 per group).", [40, 40], id="per group"),
        pytest.param(
            "Of 120 men, 79 (66%) were randomly assigned to sunitinib (n = 39) or placebo (n = 40).",
            [39, 40],
            id="a number before an arm that has its own",
        ),
        pytest.param("In all 39 patients received sunitinib and 40 placebo.", [39, 40], id="the verb told once"),
        pytest.param("We enrolled 79 patients (40 placebo and 39 sunitinib).", [39, 40], id="names behind"),
        pytest.param("We enrolled 79 patients (sunitinib 39, placebo 40).", [39, 40], id="names before"),
        pytest.param(
            "A total of 39 and 40 patients were assigned to sunitinib and placebo, respectively.",
            [39, 40],
            id="in order",
        ),
        pytest.param("Thirty-nine patients received sunitinib and forty received placebo.", [39, 40], id="in words"),
        pytest.param("We enrolled 79 men. Pain fell among the 39 men given sunitinib.", [39, None], id="among them"),
        pytest.param("Sunitinib was given to 39 patients and placebo was given to 40 men.", [39, 40], id="given to"),
        pytest.param(
            "The response rate was 10% (4 of 39) with sunitinib and 5% (2 of 40) with placebo.",
            [39, 40],
            id="denominators, where nothing else tells",
        ),
        pytest.param(
            "Of 79 patients, 39 were assigned to sunitinib and 40 to placebo. Pain fell in 12 patients with sunitinib.",
            [39, 40],
            id="those that add up, not a subgroup",
        ),
        pytest.param(
            "We planned to randomize 72 patients to sunitinib 50 mg daily or placebo, but stopped early.",
            [None, None],
            id="a number shared out to both",
        ),
        pytest.param(
            "The mean age was 55 years with sunitinib and 57 years with placebo; a mean age of 55 v 57 years.",
            [None, None],
            id="ages",
        ),
        pytest.param(
            "Women on sunitinib (n = 61) walked for 159 (± SD, 136) minutes more than those on placebo (n = 60).",
            [61, 60],
            id="a spread",
        ),
        pytest.param("Pain fell with sunitinib (P = .03).", [None, None], id="none told"),
    ],
)  # fmt: skip
def test_sizes(told: str, sizes: list[int | None]) -> None:
    assert _sizes(_ASSIGNED + told) == sizes


@pytest.mark.parametrize(
    ("told", "sizes"),
    [
        pytest.param(
            "Patients were randomly assigned to sunitinib 50 mg/m(2) on days 1 and 8 (n = 39) or placebo (n = 40).",
            [39, 40],
            id="doses between",
        ),
        pytest.param(
            "Patients were randomly assigned to sunitinib (39 patients) or placebo (40).", [39, 40], id="bare brackets"
        ),
        pytest.param(
            "Men were assigned to group A (sunitinib alone, 39 men) or group B (sunitinib plus surgery, 40 men).",
            [40, 39],
            id="alone is no side",
        ),
        pytest.param(
            "Patients were randomly assigned to sunitinib with (n = 39) or without (n = 40) surgery.",
            [39, 40],
            id="with and without",
        ),
        pytest.param(
            "Patients were randomly assigned in a 1:1 ratio to sunitinib or placebo.", [None, None], id="a ratio"
        ),
        pytest.param(
            "Patients were randomly assigned to sunitinib or placebo and 79 patients were treated.",
            [None, None],
            id="the whole is no arm",
        ),
    ],
)  # fmt: skip
def test_sizes_where_arms_are_told(told: str, sizes: list[int | None]) -> None:
    assert _sizes(f"METHODS: {told}") == sizes


@settings(deadline=None, max_examples=25)
@given(st.integers(90, 900), st.integers(90, 900))
def test_what_is_told_is_read(first: int, second: int) -> None:
    told = f"Patients were randomly assigned to sunitinib (n = {first}) or placebo (n = {second})."
    assert _sizes(f"METHODS: {told}") == [first, second]
