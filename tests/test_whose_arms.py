"""Whose arms a row has: a study's own, those of what it cites, those of what a commentary is about.

Every text is made up for the case.
"""

from __future__ import annotations

import pytest

from evidence.document import Reference, Relation
from evidence.records import Finding
from pipelines import layers_of

_ARTICLE = (
    "METHODS: We randomly assigned 300 patients with renal cell "
    "carcinoma to receive sunitinib (n = 150) or placebo (n = 150).\nRESULTS: Overall survival did not differ.\n"
    "DISCUSSION: {}"
)
_REFERENCES = (Reference(number=1, text="Doe J. A trial.", doi=None, pmid=None),)


def _discussed(sentence: str) -> list[Finding]:
    doc = layers_of(
        _ARTICLE.format(sentence),
        title="Sunitinib versus placebo in renal cell carcinoma",
    )
    begin = doc._.document.text.index("DISCUSSION")
    return [item for item in doc._.findings if item.start >= begin]


@pytest.mark.parametrize(
    ("sentence", "told", "reason"),
    [
        (
            "Overall survival was longer with everolimus than with interferon (16.5 v 8.2 months) (Doe et al, 2004).",
            [("everolimus", "interferon", "higher")],
            "the groups that the sentence itself holds against each other",
        ),
        (
            "In that trial overall survival was 16.5 v 8.2 months (P = .01) (Doe et al, 2004).",
            [(None, None, None)],
            "whose these figures are is not told, and they are not this study's",
        ),
        (
            "Sunitinib improved overall survival in a trial of breast cancer (Doe et al, 2004).",
            [("sunitinib", None, "higher")],
            "a cited drug was not held against this study's control",
        ),
        (
            "Everolimus matched interferon in overall survival (Doe et al, 2004).",
            [("Everolimus", None, "no_difference")],
            "likeness told by a verb",
        ),
    ],
)  # fmt: skip
def test_what_is_cited_has_its_own_arms(
    sentence: str, told: list[tuple[str | None, str | None, str | None]], reason: str
) -> None:
    rows = _discussed(sentence)
    assert all(item.role == "cited" for item in rows)
    assert [(item.intervention, item.comparator, item.direction) for item in rows] == told, reason


def test_figures_of_a_cited_trial_get_no_arm_of_this_one() -> None:
    doc = layers_of(
        _ARTICLE.format("Bevacizumab doubled progression-free survival (11.8 v 5.9 months) (Doe et al, 2004)."),
        title="Sunitinib versus placebo in renal cell carcinoma",
    )  # fmt: skip
    assert [item.arm for item in doc._.statistics if item.unit == "months"] == [None, None]


@pytest.mark.parametrize(
    ("sentence", "role", "reason"),
    [
        ("Overall survival was longer in the sunitinib group.", "conclusion", "the study's own group"),
        ("The two groups did not differ in overall survival.", "conclusion", "both of its groups"),
        ("Sunitinib did not prolong overall survival.", "conclusion", "what was tried, in the past"),
        (
            "Sunitinib delays progression by more months than placebo does.",
            "conclusion",
            "both of its arms",
        ),
        ("Sunitinib may prolong overall survival in other tumors.", "background", "what may be"),
        ("Sunitinib improved overall survival in earlier trials.", "background", "others' trials"),
    ],
)
def test_a_discussion_that_cites_nobody(sentence: str, role: str, reason: str) -> None:
    assert {item.role for item in _discussed(sentence)} <= {role}, reason
    assert (role == "background") or _discussed(sentence), reason


def test_a_commentary_tells_of_the_arms_of_the_study_it_is_about() -> None:
    doc = layers_of(
        "Patients were randomly assigned to stereotactic radiosurgery or conventional radiotherapy.1 "
        "Pain was relieved in 41.3% with stereotactic radiosurgery and 60.5% with conventional radiotherapy.1 "
        "Overall survival did not differ either.1",
        title="Radiosurgery for spinal metastases",
        references=_REFERENCES,
        relations=(Relation(type="comments_on", target="pmid:1"),),
    )
    (row,) = [item for item in doc._.findings if item.outcome == "overall survival"]
    assert (row.role, row.direction, row.favors) == ("cited", "no_difference", "neither")
    assert row.comparator is not None


@pytest.mark.parametrize(
    ("sentence", "favors", "reason"),
    [
        ("Everolimus improved progression-free survival (Doe et al, 2004).", None, "better than whom is not told"),
        ("Everolimus prolonged overall survival compared with interferon (Doe et al, 2004).", "intervention", "told"),
    ],
)  # fmt: skip
def test_a_row_of_one_arm_favours_nobody(sentence: str, favors: str | None, reason: str) -> None:
    assert {item.favors for item in _discussed(sentence)} == {favors}, reason
