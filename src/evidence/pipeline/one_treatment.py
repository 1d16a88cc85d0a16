"""The treatment that all patients of a study without arms got: "Patients received erlotinib" under a title that tries it.

A response rate of a study of one treatment is that treatment's, though no sentence of the results names it. Nothing is
told where treatments are held against each other, where the title tries none, or where no sentence says that it was given.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Sequence
from typing import Final

from evidence.pipeline.arm_lists import treats
from evidence.pipeline.arm_sides import PLACEBO
from evidence.pipeline.given_together import ALSO, EARLIER, JOINED, LACKING
from evidence.pipeline.layers import Sentence
from evidence.pipeline.scenes import within
from evidence.pipeline.tables import pattern_of
from evidence.records import Finding, Mention
from evidence.vocabulary import Concept

# A name as arms have it, and its concepts.
Treatment = tuple[str, tuple[Concept, ...]]

# More than one treatment is tried, or it is not known who got it.
_SEVERAL: Final = re.compile(
    r"\brandom|\bversus\b|\bvs\.?\s|\bcompar(?:ed|ing|ison|e) |\b(?:two|three|both|each) (?:arms|groups|cohorts|regimens|treatments)\b|\bcontrols\b"
    r"|\bmeta-?analys|\bsystematic review\b|\bin vitro\b|\bmice\b|\bxenografts?\b",
    re.IGNORECASE,
)
_GIVEN: Final = re.compile(
    r"\b(?:received|(?:was|were) (?:given|administered|treated (?:with|by))|treated with|underwent|who had undergone|receiving|undergoing|treatment with|consisted of) "
    r"(?:[\w-]+ ){0,4}?$",
    re.IGNORECASE,
)
# Behind a therapy in the subject: "Erlotinib was administered".
_ADMINISTERED: Final = re.compile(
    r"(?: \([^()]*\)| [\d.]+ \S+)* (?:was|were) (?:\w+ly )?(?:given|administered|started|infused)\b"
)
# Before a therapy that patients had had, or that their disease had resisted.
_HAD: Final = pattern_of("earlier_treatments", "before_own")
# Behind a therapy that names a kind of patients: "platinum-resistant".
_KIND: Final = pattern_of("earlier_treatments", "patients_own")
_DOSES: Final = re.compile(
    r"\([^()]*\)|\b\d[\d.,]*\s?(?:mg|g|mcg|µg|Gy|IU|MBq)(?:/[\w²]+)*\b(?: (?:daily|twice daily|once daily|orally))*"
)
_SECTIONS: Final = frozenset({"methods", "objective", "background", "results", None})


def one_treatment(
    text: str, sentences: Sequence[Sentence], mentions: Sequence[Mention], title: int
) -> Treatment | None:
    """The one treatment of a study without arms, which its title (up to `title`) tries and a sentence says was given."""
    if not title or _SEVERAL.search(text) is not None:
        return None
    therapies = [item for item in mentions if _is_tried(text, item)]
    tried = {item.concept for item in therapies if item.end <= title}
    if not tried:
        return None
    for sentence in sentences:
        if sentence.section not in _SECTIONS or sentence.start < title:
            continue
        for given in _given(text, sentence, within(therapies, sentence.start, sentence.end)):
            own = {item.concept for item in given}
            if tried <= own:
                words = {item.concept: item.text for item in reversed(given) if item.concept is not None}
                return " plus ".join([*words.values()][::-1]), tuple([*words][::-1])
            if tried & own:
                return None  # part of what the title tries: what else was given, nobody knows
    return None


def _is_tried(text: str, item: Mention) -> bool:
    """Whether a mention is of a treatment that patients may have got in the study."""
    floor = max(0, item.start - 60)
    return (
        item.kind in ("therapy", "procedure")
        and item.concept is not None
        and item.concept.id not in PLACEBO
        and treats(item)
        and _KIND.match(text, item.end) is None
        and not any(pattern.search(text, floor, item.start) for pattern in (EARLIER, LACKING, _HAD))
    )


def _given(text: str, sentence: Sentence, therapies: Sequence[Mention]) -> Iterator[list[Mention]]:
    """The treatments that a sentence says patients were given, those given together as one."""
    last = -1
    for place, item in enumerate(therapies):
        if item.start < last:
            continue
        if not (
            _GIVEN.search(text, max(sentence.start, item.start - 80), item.start)
            or _ADMINISTERED.match(text, item.end, sentence.end)
        ):
            continue
        together = [item]
        for other in therapies[place + 1 :]:
            gap = _DOSES.sub("", text[together[-1].end : other.start])
            gap = " ".join(gap.split())
            gap = f"{'' if gap[:1] in ',' else ' '}{gap} "
            if not (JOINED.fullmatch(gap) or ALSO.fullmatch(gap)):
                break
            together.append(other)
        last = together[-1].end
        yield together


# Parts of a study all of which got the treatment.
_PART_OF_STUDY: Final = re.compile(r"(?:cohort|part|stage|dose level) \w+$", re.IGNORECASE)


def told_of(findings: Sequence[Finding], treatment: Treatment | None) -> list[Finding]:
    """Results of a study of one treatment as that treatment's, where they name none and nothing is compared."""
    compared = [item.comparator for item in findings if item.role == "result" and item.comparator is not None]
    if treatment is None or any(_PART_OF_STUDY.match(name) is None for name in compared):
        return list(findings)
    name, concepts = treatment
    return [
        dataclasses.replace(item, intervention=name, intervention_concepts=concepts)
        if item.role == "result" and item.kind == "single_arm" and item.intervention is None
        else item
        for item in findings
    ]
