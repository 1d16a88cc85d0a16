"""How many patients a study has; every text is invented and stands for a way to tell it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.pipeline.layers import Numeral, Sentence
from evidence.pipeline.study_size import parts, study_size
from pipelines import extraction_of


def size_of(text: str) -> int | None:
    study = extraction_of(text, title="Sunitinib in kidney cancer").study
    assert study is not None
    return study.n


@pytest.mark.parametrize(
    ("text", "n"),
    [
        pytest.param("RESULTS: A total of 120 patients underwent randomization.", 120, id="randomised"),
        pytest.param(
            "RESULTS: Of 777 patients screened, 514 were randomly assigned.", 514, id="not those screened"
        ),
        pytest.param(
            "RESULTS: Seventy-three men consented, and 64 were randomised.", 64, id="not those who consented"
        ),
        pytest.param(
            "RESULTS: We assessed 3287 women for eligibility. 780 women were enrolled.",
            780,
            id="not those assessed",
        ),
        pytest.param(
            "RESULTS: 640 patients were identified and 510 randomised, 340 to sunitinib and 170 to placebo.",
            510,
            id="not those identified",
        ),
        pytest.param(
            "RESULTS: We included 31 trials with 9,420 participants.", 9420, id="no number of trials"
        ),
        pytest.param(
            "RESULTS: Twenty studies comprising 4120 patients were included.", 4120, id="no number of studies"
        ),
        pytest.param(
            "RESULTS: 480 patients were screened and 310 patients were enrolled. Of these, 304 were treated (six "
            "enrolled patients later did not meet the criteria).",
            310,
            id="not those who fell out",
        ),
        pytest.param(
            "RESULTS: Sixty-three patients were in the sunitinib group and 60 in the placebo group.",
            123,
            id="the sum of two groups that are told with a verb of being",
        ),
        pytest.param(
            "RESULTS: We invited 66 women to take part, 28 enrolled and 23 completed the trial.",
            28,
            id="those who enrolled, without a verb before them",
        ),
        pytest.param(
            "METHODS: 80 ASA physical status 1 and 2 women were randomly assigned.",
            80,
            id="a class of anaesthetists",
        ),
        pytest.param("RESULTS: Two hundred two patients were randomly assigned.", 202, id="in words"),
        pytest.param(
            "RESULTS: The trial closed after 74 of the planned 92 patients were enrolled.",
            74,
            id="not those planned",
        ),
        pytest.param(
            "RESULTS: Ninety-five women were approached; 81 (85.3%) consented and were randomised.",
            81,
            id="a share of those who were approached",
        ),
        pytest.param(
            "RESULTS: We included 182 women, of whom data were available for 155.",
            182,
            id="the whole of a part",
        ),
        pytest.param(
            "RESULTS: Of 511 women randomised to A, 137 got more. Of 510 women randomised to B, 134 got more. This "
            "report of two trials (n = 1021) is final.",
            1021,
            id="the sum of arms that are told apart",
        ),
        pytest.param("METHODS: In 2012, 1,240 women were randomized.", 1240, id="a year is no size"),
        pytest.param(
            "METHODS: Between 2006 and 2009, 140 patients were enrolled.", 140, id="two years are none"
        ),
        pytest.param(
            "METHODS: Eligible women (n = 255) were randomly assigned.", 255, id="n in brackets after people"
        ),
        pytest.param("RESULTS: We enrolled 281 patients at 16 sites.", 281, id="sites are no patients"),
        pytest.param(
            "METHODS: Patients were randomized to sunitinib (n = 47) or placebo (n = 43). RESULTS: Pain fell.",
            90,
            id="the sum of the arms where no total is told",
        ),
        pytest.param(
            "RESULTS: 409 (50%) patients were assigned to sunitinib and 411 (50%) to placebo.",
            820,
            id="arms with shares",
        ),
        pytest.param(
            "RESULTS: 705 patients (353 sunitinib and 352 placebo) were entered. 641 patients (91%) died.",
            705,
            id="not the dead",
        ),
        pytest.param(
            "RESULTS: Of 120 patients, 113 were evaluable for response.", 120, id="the whole and not the part"
        ),
        pytest.param(
            "METHODS: 250 patients were needed to detect it. RESULTS: 244 patients were enrolled.",
            244,
            id="planned",
        ),
        pytest.param(
            "METHODS: Patients will be randomized. Target accrual is 200 patients.",
            200,
            id="a protocol's plan",
        ),
        pytest.param(
            "METHODS: Men were randomised to sunitinib (N = 71) or to placebo (N = 34).",
            105,
            id="no arm is the whole",
        ),
        pytest.param(
            "RESULTS: Of 246 men screened, 156 (63%) were randomly assigned to sunitinib or placebo.",
            156,
            id="a share of those screened",
        ),
        pytest.param("RESULTS: A total of 1917 patients underwent randomization.", 1917, id="no year"),
        pytest.param(
            "RESULTS: Of the 3315 patients who underwent screening, 154 underwent randomization.",
            154,
            id="a part of those who underwent screening",
        ),
        pytest.param(
            "METHODS: Forty-one patients received the drug. RESULTS: Among 17 patients with MET, 5 responded.",
            41,
            id="those with something are a part",
        ),
        pytest.param("METHODS: Patients were treated. RESULTS: They lived.", None, id="none told"),
        pytest.param("CONCLUSION: A trial of 900 patients is needed.", None, id="conclusions tell no size"),
    ],
)
def test_size(text: str, n: int | None) -> None:
    assert size_of(text) == n


def test_parts_need_a_word_of_allocation() -> None:
    told = "Men were assigned to A (n = 30) or B (n = 32)."
    untold = "Pain was seen with A (n = 30) and B (n = 32)."
    for text, values in ((told, [30, 32]), (untold, [])):
        assert parts(text, [Sentence(0, len(text), "methods")]) == values


@given(st.text(alphabet="0123456789 ,.()n=%patientsrandomized\n", max_size=200))
def test_never_fails_and_never_tells_less_than_four(text: str) -> None:
    numerals = [Numeral(match.start(), match.end(), None) for match in re.finditer(r"\d+", text)]
    size = study_size(text, [Sentence(0, len(text), None)], numerals, [])
    assert size is None or size >= 4
