"""What results and conclusions say in words of what was not so, not shown, conceded or advised against.

Each sentence is read as a result and as a conclusion, and says the same in both. Every text is made up for the case.
"""

from __future__ import annotations

import pytest

from pipelines import extraction_of

_TRIAL = (
    "METHODS: We randomly assigned 300 patients with renal cell carcinoma to receive sunitinib (n = 150) or placebo "
    "(n = 150). {}: {}"
)
Row = tuple[str, str, str]


def _rows(part: str, sentence: str) -> list[Row]:
    found = extraction_of(_TRIAL.format(part, sentence), title="A trial of two treatments").findings
    return [
        (item.outcome, str(item.direction), str(item.favors)) for item in found if item.role != "background"
    ]


def _same(outcome: str) -> Row:
    return outcome, "no_difference", "neither"


_OS, _PFS, _QOL = "overall survival", "progression-free survival", "quality of life"


def _holds(sentence: str, wanted: list[Row]) -> None:
    for part in ("RESULTS", "CONCLUSIONS"):
        assert _rows(part, sentence) == wanted, part


@pytest.mark.parametrize(
    "sentence",
    [
        "The data argue against the use of sunitinib to lessen fatigue and to prolong survival.",
        "Our data do not support the use of sunitinib to prolong survival.",
        "These findings do not support adding sunitinib to reduce recurrence.",
        "The evidence is insufficient to recommend sunitinib for improving survival.",
        "There was insufficient evidence to conclude that sunitinib improves overall survival.",
        "There is no conclusive evidence that sunitinib improves quality of life.",
        "Evidence for improved overall survival with sunitinib is still lacking.",
        "Sunitinib should not be used to prolong survival.",
        "Sunitinib is not recommended for improving quality of life.",
        "There remains doubt that sunitinib prolongs survival.",
        "These results cast doubt on the benefit of sunitinib for survival.",
        "These results call into question the survival benefit of sunitinib.",
        "These data do not rule out a survival benefit of sunitinib.",
        "A clinically important benefit of sunitinib on survival can be excluded.",
        "The risks of sunitinib outweigh its benefits.",
    ],
)
def test_what_is_advised_against_or_has_no_evidence_is_no_result(sentence: str) -> None:
    _holds(sentence, [])


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        ("No evidence was found for a benefit of sunitinib on quality of life.", [_same(_QOL)]),
        ("We found no evidence to support a survival benefit with sunitinib.", [_same(_OS)]),
        ("There was no suggestion of improved survival with sunitinib.", [_same(_OS)]),
    ],
)
def test_no_evidence_of_a_claim_denies_it(sentence: str, wanted: list[Row]) -> None:
    _holds(sentence, wanted)


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        (
            "Sunitinib did not prolong survival and worsened fatigue.",
            [_same(_OS), ("fatigue", "higher", "comparator")],
        ),
        (
            "Sunitinib failed to improve progression-free survival and increased toxicity.",
            [_same(_PFS), ("toxicity", "higher", "comparator")],
        ),
        (
            "Sunitinib did not prolong survival and reduce pain.",
            [_same(_OS), _same("pain")],
        ),
        (
            "Progression-free survival was not longer and toxicity was increased with sunitinib.",
            [_same(_PFS), ("toxicity", "higher", "comparator")],
        ),
        (
            "Longer survival with sunitinib was not observed.",
            [_same(_OS)],
        ),
        (
            "A survival benefit of sunitinib did not materialise.",
            [_same(_OS)],
        ),
    ],
)
def test_how_far_a_denial_reaches(sentence: str, wanted: list[Row]) -> None:
    _holds(sentence, wanted)


def test_what_is_told_besides_a_denied_advantage_is_none_of_it() -> None:
    rows = _rows(
        "RESULTS", "Sunitinib offers no advantage over placebo in overall survival and is less safe."
    )
    assert rows[0] == _same(_OS)


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        ("Sunitinib may be no better than placebo in prolonging survival.", [_same(_OS)]),
        ("Placebo was as effective as sunitinib in preventing nausea.", [_same("nausea")]),
        ("Sunitinib was as good as placebo in relieving pain.", [_same("pain")]),
        (
            "Sunitinib was less effective than placebo in reducing nausea.",
            [("nausea", "higher", "comparator")],
        ),
        ("None of the drugs was statistically better than placebo in preventing nausea.", [_same("nausea")]),
    ],
)
def test_how_good_a_treatment_is_at_something(sentence: str, wanted: list[Row]) -> None:
    _holds(sentence, wanted)


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        (
            "Despite longer progression-free survival, overall survival was not improved by sunitinib.",
            [(_PFS, "higher", "intervention"), _same(_OS)],
        ),
        (
            "Overall survival was not improved by sunitinib despite longer progression-free survival.",
            [_same(_OS), (_PFS, "higher", "intervention")],
        ),
        (
            "Despite greater toxicity, quality of life was similar with sunitinib and placebo.",
            [("toxicity", "higher", "comparator"), _same(_QOL)],
        ),
        (
            "Despite gains in pain, anxiety, and fatigue, no effect on survival was observed with sunitinib.",
            [
                ("pain", "lower", "intervention"),
                ("anxiety", "lower", "intervention"),
                ("fatigue", "lower", "intervention"),
                _same(_OS),
            ],
        ),
        (
            "The benefit of sunitinib in progression-free survival came at the cost of greater toxicity.",
            [(_PFS, "higher", "intervention"), ("toxicity", "higher", "comparator")],
        ),
    ],
)
def test_what_is_conceded_or_paid_has_a_word_of_its_own(sentence: str, wanted: list[Row]) -> None:
    _holds(sentence, wanted)


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        (
            "With the exception of fatigue, adverse events did not differ between the groups.",
            [_same("adverse events")],
        ),
        ("Apart from nausea, toxicity was similar in the two groups.", [_same("toxicity")]),
        (
            "There were no differences in quality of life between the groups, except for pain.",
            [_same(_QOL)],
        ),
    ],
)
def test_what_a_likeness_excepts_is_not_alike(sentence: str, wanted: list[Row]) -> None:
    _holds(sentence, wanted)


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        ("Pain was reduced in both groups.", []),
        ("Quality of life improved with both treatments.", []),
        ("Pain decreased similarly in both groups.", [("Pain", "no_difference", "neither")]),
        ("Fatigue increased equally in the two groups.", [_same("fatigue")]),
        ("Quality of life declined to a similar degree in both groups.", [_same(_QOL)]),
        ("Quality of life deteriorated in the two groups to the same extent.", [_same(_QOL)]),
        (
            "Pain was reduced in both arms, with a greater reduction with sunitinib.",
            [("Pain", "lower", "intervention")],
        ),
    ],
)
def test_what_changed_in_every_group_favours_none(sentence: str, wanted: list[Row]) -> None:
    _holds(sentence, wanted)


def test_a_difference_denied_behind_what_changed_in_every_group_is_none() -> None:
    rows = _rows("RESULTS", "Survival was prolonged in both arms, without a difference between them.")
    assert rows == [_same(_OS)]
    assert not _rows("CONCLUSIONS", "Fatigue was reduced in both the sunitinib and placebo groups.")


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        (
            "Sunitinib cannot be recommended as it impairs quality of life and does not prolong survival.",
            [(_QOL, "lower", "comparator"), _same(_OS)],
        ),
        (
            "Given the lack of survival benefit and the increased toxicity, sunitinib is not recommended.",
            [_same(_OS), ("toxicity", "higher", "comparator")],
        ),
        (
            "Because of increased toxicity and no survival gain, sunitinib should not be used.",
            [("toxicity", "higher", "comparator"), _same(_OS)],
        ),
        ("The failure of sunitinib to improve overall survival was unexpected.", [_same(_OS)]),
        (
            "Sunitinib was not associated with longer survival, and caused more diarrhea.",
            [_same(_OS), ("diarrhea", "higher", "comparator")],
        ),
        (
            "The addition of sunitinib did not confer a survival benefit and was associated with more toxicity.",
            [_same(_OS), ("toxicity", "higher", "comparator")],
        ),
    ],
)
def test_why_a_treatment_is_not_recommended(sentence: str, wanted: list[Row]) -> None:
    _holds(sentence, wanted)


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        (
            "Even though response rates doubled, survival was not improved by sunitinib.",
            [("objective response rate", "higher", "intervention"), _same(_OS)],
        ),
        (
            "Sunitinib improved progression-free survival at no cost to quality of life.",
            [(_PFS, "higher", "intervention"), _same(_QOL)],
        ),
        (
            "Sunitinib improved survival with no loss of quality of life.",
            [(_OS, "higher", "intervention"), _same(_QOL)],
        ),
        ("The expected improvement in survival with sunitinib was not realized.", [_same(_OS)]),
        (
            "The benefits of sunitinib in survival outweigh the increased toxicity.",
            [(_OS, "higher", "intervention"), ("toxicity", "higher", "comparator")],
        ),
        ("Sunitinib was at least as effective as placebo in prolonging survival.", [_same(_OS)]),
        (
            "Sunitinib was associated with a doubling of progression-free survival.",
            [(_PFS, "higher", "intervention")],
        ),
        ("Sunitinib led to a halving of the risk of death.", [(_OS, "higher", "intervention")]),
    ],
)
def test_turns_costs_and_hopes(sentence: str, wanted: list[Row]) -> None:
    _holds(sentence, wanted)


def test_a_harm_behind_but_is_none_of_a_likeness() -> None:
    rows = _rows("RESULTS", "Sunitinib was comparable with placebo in terms of efficacy but more toxic.")
    assert rows[0] == _same("efficacy")


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        (
            "Survival did not differ between sunitinib and placebo, but progression-free survival was prolonged.",
            [_same(_OS), (_PFS, "higher", "intervention")],
        ),
        (
            "Sunitinib and placebo did not differ in overall survival, but toxicity was increased.",
            [_same(_OS), ("toxicity", "higher", "comparator")],
        ),
        (
            "Sunitinib improved progression-free survival without translating into longer overall survival.",
            [(_PFS, "higher", "intervention"), _same(_OS)],
        ),
        (
            "The progression-free survival benefit with sunitinib did not carry over to overall survival.",
            [(_PFS, "higher", "intervention"), _same(_OS)],
        ),
        (
            "The benefit in progression-free survival was not mirrored by overall survival.",
            [(_PFS, "higher", "intervention"), _same(_OS)],
        ),
        (
            "Sunitinib delayed progression, yet survival was unaffected.",
            [("progressive disease", "lower", "intervention"), _same(_OS)],
        ),
        (
            "Sunitinib was effective against pain but not against fatigue.",
            [("pain", "lower", "intervention"), _same("fatigue")],
        ),
        (
            "Except for a higher rate of hypertension, toxicity did not differ between the arms.",
            [("hypertension", "higher", "comparator"), _same("toxicity")],
        ),
        (
            "Apart from more hypertension with sunitinib, the safety profiles were similar.",
            [("hypertension", "higher", "comparator"), _same("safety profiles")],
        ),
        ("Other than pain, no symptoms were improved by sunitinib.", []),
        ("All end points other than overall survival were improved by sunitinib.", []),
        (
            "Sunitinib did not just improve survival; it also reduced pain.",
            [(_OS, "higher", "intervention"), ("pain", "lower", "intervention")],
        ),
        ("The improvement in quality of life with sunitinib was not clinically relevant.", []),
        (
            "The improvement in quality of life was statistically significant but too small to be clinically relevant.",
            [],
        ),
        (
            "The reduction in fatigue with sunitinib failed to reach statistical significance.",
            [_same("fatigue")],
        ),
        ("Overall survival was better with sunitinib, although not significantly so.", [_same(_OS)]),
    ],
)
def test_what_one_outcome_shows_and_another_does_not(sentence: str, wanted: list[Row]) -> None:
    _holds(sentence, wanted)
