"""Sides: who stands against whom, where the words name both arms, one, none, or others' treatments."""

from __future__ import annotations

import pytest

from evidence.pipeline.arm_names import ArmName
from evidence.pipeline.layers import ArmMention, Sentence, Voice
from evidence.pipeline.scenes import Scene
from evidence.pipeline.sides import sides_of
from evidence.records import Mention, Role
from evidence.vocabulary import Concept
from pipelines import extraction_of

_SUNITINIB = Concept(id="NCIT:C71622", label="sunitinib", kind="therapy")
_AFATINIB = Concept(id="NCIT:C66940", label="afatinib", kind="therapy")


def _scene(text: str, *, control: bool = True, role: Role = "result") -> Scene:
    """A clause of a trial of sunitinib and placebo, whose arms are named where these words stand."""
    names = (
        ArmName("sunitinib", (_SUNITINIB,), ("sunitinib",), False, 0, 9),
        ArmName("placebo", (), ("placebo",), control, 10, 17),
    )
    mentions = [
        ArmMention(text.index(name), text.index(name) + len(name), place)
        for place, name in enumerate(("sunitinib", "placebo"))
        if name in text
    ]
    therapies = [
        Mention(start=text.index(concept.label), end=text.index(concept.label) + len(concept.label),
                text=concept.label, kind="therapy", concept=concept)
        for concept in (_SUNITINIB, _AFATINIB)
        if concept.label in text
    ]  # fmt: skip
    return Scene(
        text, Sentence(0, len(text), "results"), Voice(role, None, False), 0, len(text), names,
        sorted(mentions, key=lambda item: item.start), False, (0, 1), 0.05, (), therapies,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "control", "role", "compares", "wanted", "reason"),
    [
        ("longer with sunitinib than with placebo", True, "result", True, ("sunitinib", "placebo"), "both named"),
        ("longer with sunitinib", True, "result", True, ("sunitinib", "placebo"), "one named, and compared"),
        ("rash with sunitinib", True, "result", False, ("sunitinib", None), "one named, nothing compared"),
        ("survival was longer", True, "result", True, ("sunitinib", "placebo"), "none named, and compared"),
        ("survival was longer", False, "result", True, (None, None), "two arms of which none is a control"),
        (
            "no difference between the two regimens", False, "result", True, ("sunitinib", "placebo"),
            "both spoken of together",
        ),
        (
            "afatinib delayed progression against placebo", True, "cited", True, ("afatinib", None),
            "what others treated with is no arm of this study",
        ),
        ("afatinib delayed progression", True, "background", True, ("afatinib", None), "the same"),
    ],
)  # fmt: skip
def test_sides(
    text: str,
    control: bool,
    role: Role,
    compares: bool,
    wanted: tuple[str | None, str | None],
    reason: str,
) -> None:
    sides = sides_of(_scene(text, control=control, role=role), (), compares)
    assert (sides.intervention, sides.comparator) == wanted, reason


def test_one_figure_for_both_arms_is_that_of_both() -> None:
    sides = sides_of(_scene("rash (41%, both groups)"), (None,), False, shared=True)
    assert (sides.intervention, sides.comparator) == ("sunitinib", "placebo")


def test_who_is_named_is_surer_than_who_is_meant() -> None:
    named = sides_of(_scene("longer with sunitinib than with placebo"), (), True)
    meant = sides_of(_scene("survival was longer"), (), True)
    assert named.sure > meant.sure


@pytest.mark.parametrize(
    ("text", "wanted", "reason"),
    [
        ("afatinib plus sunitinib prolonged survival", ("afatinib plus sunitinib", None), "given together"),
        (
            "afatinib plus sunitinib prolonged survival over ramucirumab",
            ("afatinib plus sunitinib", "ramucirumab"),
            "both against a third",
        ),
        (
            "afatinib added to sunitinib prolonged survival",
            ("afatinib added to sunitinib", "sunitinib"),
            "what one is added to is what the two are held against",
        ),
        (
            "after ramucirumab, afatinib prolonged survival",
            ("afatinib", None),
            "an earlier treatment is not the one that acts",
        ),
    ],
)
def test_treatments_of_others(text: str, wanted: tuple[str | None, str | None], reason: str) -> None:
    """Where a study's own arms are not spoken of, the clause's own words for treatments are taken whole."""
    told = extraction_of(f"INTRODUCTION: In lung cancer, {text} (hazard ratio, 0.60; P<0.001).1").findings
    assert [(item.intervention, item.comparator) for item in told] == [wanted], reason
