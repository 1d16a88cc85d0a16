"""Whether a trial met its primary end point (CONSORT 2010, items 17a and 22).

It is weighed from what the document says of it: its own words, why the trial was stopped, the results of that outcome
between the randomised arms, what the conclusions claim (`data/endpoint_cues.tsv`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from spacy.tokens import Doc

from evidence.pipeline.clauses import clauses
from evidence.pipeline.dealing import is_test
from evidence.pipeline.folding import caseless, folded
from evidence.pipeline.layers import Sentence
from evidence.pipeline.outcomes import OutcomeMention
from evidence.pipeline.scenes import within
from evidence.pipeline.screens import screened
from evidence.pipeline.significance import USUAL_ALPHA
from evidence.pipeline.tables import member, rows
from evidence.records import EFFECT_TYPES, Finding, Statistic

PRIMARY: Final = (
    r"(?:co-?)?(?:primary|main|principal)(?: and (?:key )?(?:secondary|co-?primary))?"
    r"(?: (?:study|efficacy|trial|composite|combined|safety|clinical|statistical|co-?primary))*[ -]"
    r"(?:(?:study |efficacy |trial )?end ?-?points?|outcomes?(?: measures?| variables?)?|objectives?|aims?|goals?|hypothes[ie]s)"
)
_PRIMARY: Final = screened(rf"\b(?:{PRIMARY}|primary analys[ie]s)\b", re.IGNORECASE)
_WORD: Final = re.compile(r"[a-z][a-z-]{2,}")
# What many end points' names have.
_DULL: Final = frozenset(
    {"the", "and", "rate", "rates", "patients", "with", "for", "time", "proportion", "change", "response"}
)


@dataclass(frozen=True, slots=True)
class Endpoint:
    """The outcome by name; `concept` is its id where the vocabulary has it, `polarity` 1 where more of it is better; `time` is
    when it is told, where that is said."""

    name: str
    concept: str | None
    polarity: int
    time: str | None = None

    def is_of(self, item: OutcomeMention | Finding) -> bool:
        """Whether a mention or finding is of this outcome."""
        if isinstance(item, Finding):
            concept, name = item.outcome_concept, item.outcome
        else:
            concept, name = item.concept, item.name
        if self.concept is not None or concept is not None:
            return concept is not None and concept.id == self.concept
        own, other = content(self.name), content(name)
        return bool(own & other) and 2 * len(own & other) >= min(len(own), len(other))


def content(name: str) -> frozenset[str]:
    """The words of a name that tell it from others."""
    return frozenset(_WORD.findall(name.lower())) - _DULL


# How much each kind of evidence counts; the verdict is the sign of the sum, and none where it is less than `_LEAST`.
_ENDPOINT: Final = 8.0
_STOPPING: Final = 5.0
_NONINFERIORITY: Final = 5.0
_THRESHOLD: Final = 5.0
_RESULT: Final = 2.5
_SENTENCE: Final = 1.5
_CLAIM: Final = 2.5
_GENERAL: Final = 0.75
_VERDICT: Final = 0.75
_LEAST: Final = 0.5
_OWN: Final = frozenset({"results", "conclusions", "discussion", None})
_CLOSING: Final = frozenset({"conclusions", "discussion"})
_DESIGNED: Final = screened(
    r"\b(?:non-? ?inferior|not inferior|equivalence (?:trial|study|margin|design))", re.IGNORECASE
)
_P_NONINFERIOR: Final = re.compile(
    r"\bP(?: values?)?\s?(?:for )?non-? ?inferiority\s?(?P<sign>[<=>≤])\s?(?P<value>0?[.·]\d+)"
    r"|\bP\s?(?P<sign2>[<=>≤])\s?(?P<value2>0?[.·]\d+) for non-? ?inferiority",
    re.IGNORECASE,
)
# What is said of a treatment only where it was to be shown.
_SHOWN_ALIKE: Final = screened(
    r"\bnon-? ?inferior|\b(?:not|cannot)(?: be)?(?: (?:considered|regarded as|deemed))? (?:significantly )?inferior\b"
    r"|\b(?:test|margins?|bounds?|limits?|criteri\w+|power) (?:for|of) equivalence|\bequivalence (?:margins?|bounds?|limits?|criteri)",
    re.IGNORECASE,
)
# How far a denial reaches, in characters, and what ends it.
_REACH: Final = 45
_STOP: Final = re.compile(r"[;:,]|\b(?:but|although|while|whereas|despite)\b")
_INSIGNIFICANT: Final = re.compile(
    r"(?:but|although|however)[^.;]{0,40}?(?:not|n't|without)[^.;]{0,40}?\bsignifican", re.IGNORECASE
)
# What every cue of stopping, and every cue of a threshold, has, so that few sentences need the long patterns.
_ENDING: Final = screened(r"futil|fficacy|uperiority|benefit|unlikely|inefficacy|unfavou?rable|harm|excess")
_BOUND: Final = screened(r"specified|boundar|threshold|criteri|nominal|level")
_SAYS: Final = {"yes": 1, "no": -1}


@lru_cache(maxsize=1)
def _cues() -> dict[str, re.Pattern[str]]:
    """One pattern for each kind of evidence, its groups named by what they say."""
    table = rows("endpoint_cues")
    made = {}
    for about in dict.fromkeys(row["about"] for row in table):
        parts = [
            member(f"{row['says']}_{index}", row["pattern"].replace("{primary}", PRIMARY))
            for index, row in enumerate(table)
            if row["about"] == about
        ]
        made[about] = caseless(r"(?<![\w-])(?:" + "|".join(parts) + r")(?!\w)")
    return made


def _said(about: str, text: str, start: int, end: int, polarity: int = 0) -> Iterator[tuple[int, int, int]]:
    """The cues of a kind with their spans: 1 yes, -1 no. What stands right behind a denial is denied with it."""
    denied = -_REACH - 1
    for match in _cues()[about].finditer(folded(text), start, end):
        kind = (match.lastgroup or "").partition("_")[0]
        says = _SAYS.get(kind) or ((1 if kind == "more" else -1) * polarity if polarity else 1)
        if match.start() - denied <= _REACH and not _STOP.search(text, denied, match.start()):
            says = -1
        elif kind == "no":
            denied = match.end()
        yield says, match.start(), match.end()


def _says(about: str, text: str, start: int, end: int) -> int:
    """-1 where a cue of a kind denies, else 1 where there is one, else 0."""
    return min((says for says, _, _ in _said(about, text, start, end)), default=0)


def met(doc: Doc, endpoint: Endpoint, *, compared: bool = True) -> bool | None:
    """Whether a trial met its primary end point; None where nothing tells. Where no arms are `compared`, what is told of the
    outcome in other words than that it was met or missed is of factors and subgroups."""
    weight = sum(_weights(doc, endpoint, compared))
    return weight > 0 if abs(weight) >= _LEAST else None


def _weights(doc: Doc, endpoint: Endpoint, compared: bool) -> Iterator[float]:
    text = doc._.document.text
    own = [item for item in doc._.sentences if item.section in _OWN]
    closing = [item for item in own if item.section in _CLOSING]
    results = [item for item in own if item.section not in _CLOSING]
    yield _ENDPOINT * _first(
        _says("endpoint", text, item.start, item.end)
        for item in own
        if _PRIMARY.search(text, item.start, item.end)
    )
    yield _STOPPING * _first(
        _says("stopping", text, item.start, item.end)
        for item in own
        if _ENDING.search(text, item.start, item.end)
    )
    yield _THRESHOLD * _first(
        _says("threshold", text, item.start, item.end)
        for item in own
        if _BOUND.search(text, item.start, item.end) and _tells(doc, item, endpoint)
    )
    if not compared:
        return
    if _noninferior(doc):
        yield _NONINFERIORITY * _first(_noninferiority(text, item) for item in (*closing, *results))
        return
    timed = [
        item
        for item in _findings(doc, endpoint)
        if endpoint.time is not None
        and item.timepoint == endpoint.time
        and item.significance != "not_reported"
    ]
    if timed:  # what another time's tests say is of no end point
        yield 2 * _RESULT * _verdict(timed)
        return
    tested = _of_first_test(doc, results, endpoint)
    yield _RESULT * (tested if tested is not None else _verdict(_findings(doc, endpoint)))
    yield _SENTENCE * _first(
        _of_sentence(doc, item, endpoint)
        for item in results
        if not (tested and _SUBGROUP.search(text, item.start, item.end))
    )
    hedged = {item.start for item, voice in zip(doc._.sentences, doc._.voices, strict=True) if voice.hedged}
    claim, sure = next(
        (
            (says, 0.5 if item.start in hedged and tested else 1.0)
            for item in closing
            if (says := _of_sentence(doc, item, endpoint))
        ),
        (0, 1.0),
    )
    yield _CLAIM * claim * sure
    if not claim:
        yield _GENERAL * _first(_says("difference", text, item.start, item.end) for item in closing)
    yield _VERDICT * _first(_says("verdict", text, item.start, item.end) for item in closing)


def _first(values: Iterator[int]) -> int:
    return next((value for value in values if value), 0)


def _noninferior(doc: Doc) -> bool:
    """Whether the trial was designed to show that a treatment is not much worse."""
    text = doc._.document.text
    return any(
        (
            item.section in ("title", "objective", "methods", None)
            and _DESIGNED.search(text, item.start, item.end)
        )
        or (item.section in _OWN and _SHOWN_ALIKE.search(text, item.start, item.end))
        for item in doc._.sentences
    )


def _noninferiority(text: str, sentence: Sentence) -> int:
    match = _P_NONINFERIOR.search(text, sentence.start, sentence.end)
    if match is not None:
        value = float((match["value"] or match["value2"]).replace("·", "."))
        return 1 if value < USUAL_ALPHA and (match["sign"] or match["sign2"]) != ">" else -1
    return _says("noninferiority", text, sentence.start, sentence.end)


def _tells(doc: Doc, sentence: Sentence, endpoint: Endpoint) -> bool:
    """Whether a sentence names the end point, or no outcome at all."""
    named = [
        *within(doc._.outcomes, sentence.start, sentence.end),
        *within(doc._.ratio_outcomes, sentence.start, sentence.end),
    ]
    return not named or any(endpoint.is_of(item) for item in named)


# Results of some of the patients, or looked for afterwards.
_SUBGROUP: Final = screened(
    r"\bsub-?(?:groups?|sets?|population)\b|\bpost[- ]hoc\b|\bexplorat", re.IGNORECASE
)
_LEVEL: Final = re.compile(
    r"\b(?:(?P<sides>one|two|1|2)-(?:sided|tailed)\b[^.;:]{0,30}?|(?:α|alpha|significance level|level of significance|type I error(?: rate)?)\b[^.;:]{0,12}?)"
    r"[ =](?P<level>0?[.·]\d+|\d+(?:[.·]\d+)?%)",
    re.IGNORECASE,
)
_HIGHEST_ALPHA: Final = 0.2
_ONE_SIDED: Final = re.compile(r"(?:one|1)-(?:sided|tailed)", re.IGNORECASE)
_USUAL: Final = 95.0
_RATIOS: Final = frozenset({"hazard_ratio", "odds_ratio", "relative_risk"})


def _alpha(doc: Doc) -> float:
    """The level of significance that the methods state, else the usual one."""
    text = doc._.document.text
    for item in doc._.sentences:
        if item.section not in ("methods", "objective", None):
            continue
        for match in _LEVEL.finditer(text, item.start, item.end):
            words = match["level"].replace("·", ".")
            level = float(words.rstrip("%")) / 100 if words.endswith("%") else float(words)
            one_sided = match["sides"] in ("one", "1")
            if 0 < level <= _HIGHEST_ALPHA and not (one_sided and level == USUAL_ALPHA / 2):
                return level
    return USUAL_ALPHA


def _of_first_test(doc: Doc, results: Sequence[Sentence], endpoint: Endpoint) -> float | None:
    """What the first test of the end point says, from -1.2 to 1; None where no result tells one.

    A test is of the outcome named last before it. It is held against the level that the trial states, or against the
    level of its own confidence interval where that is another than 95%.
    """
    text = doc._.document.text
    current = False
    for sentence in results:
        named = within(doc._.outcomes, sentence.start, sentence.end)
        tests = [item for item in within(doc._.statistics, sentence.start, sentence.end) if is_test(item)]
        first = next((item for item in tests if current or any(n.start <= item.start for n in named)), None)
        before = [item for item in named if first is not None and item.start <= first.start]
        of_it = endpoint.is_of(before[-1]) if before else current and first is not None
        if first is not None and of_it and not _SUBGROUP.search(text, sentence.start, sentence.end):
            return _of_tests(doc, [item for item in tests if item.start >= first.start], sentence, endpoint)
        current = endpoint.is_of(named[-1]) if named else current
    return None


def _of_tests(doc: Doc, tests: Sequence[Statistic], sentence: Sentence, endpoint: Endpoint) -> float | None:
    effect = next((item for item in tests[:2] if item.type in EFFECT_TYPES), None)
    p = next((item for item in tests[:2] if item.type == "p_value" and item.value is not None), None)
    level = effect.ci_level if effect is not None else None
    alpha = _alpha(doc) if level is None or level == _USUAL else 1 - level / 100
    if p is not None and p.value is not None:
        one_sided = _ONE_SIDED.search(doc._.document.text, sentence.start, p.end) is not None
        alpha = alpha / 2 if one_sided and alpha != _alpha(doc) else alpha
        significant = p.value < alpha and p.operator != ">"
    elif effect is not None and level not in (None, _USUAL) and effect.ci_upper is not None:
        null = 1.0 if effect.type in _RATIOS else 0.0
        significant = not (effect.ci_lower or 0.0) <= null <= effect.ci_upper
    else:
        return None
    if not significant:
        return -1.2
    rows = [
        item for item in _findings(doc, endpoint) if item.start == sentence.start and item.favors is not None
    ]
    return {"intervention": 1.0, "comparator": -0.4}.get(str(rows[0].favors) if rows else "", 0.5)


def _findings(doc: Doc, endpoint: Endpoint) -> list[Finding]:
    """The results on the end point, those of known significance first."""
    found = [item for item in doc._.findings if item.role == "result" and endpoint.is_of(item)]
    return sorted(found, key=lambda item: item.significance == "not_reported")


def _verdict(found: Sequence[Finding]) -> float:
    """What the first result says, from -1.2 to 1; who is favoured counts less than whether the arms differ."""
    if not found:
        return 0.0
    first = found[0]
    if first.significance == "not_significant" or first.favors == "neither":
        return -1.2
    benefit = {"intervention": 1.0, "comparator": -0.4}.get(first.favors or "", 0.5)
    return (
        benefit
        if first.significance == "significant"
        else benefit / 3
        if first.favors == "intervention"
        else 0.0
    )


def _of_sentence(doc: Doc, sentence: Sentence, endpoint: Endpoint) -> int:
    """What the words next to the end point's name say, in the clause that names it or in the one that goes on from it."""
    told = [item for item in within(doc._.outcomes, sentence.start, sentence.end) if endpoint.is_of(item)]
    if not told:
        return 0
    text = doc._.document.text
    parts = clauses(text, sentence.start, sentence.end)
    for index, (start, end) in enumerate(parts):
        named = within(told, start, end)
        if not named:
            continue
        # Less of the event that ends an outcome is more of the outcome.
        polarity = -endpoint.polarity if named[0].inverse else endpoint.polarity
        said = list(_said("difference", text, start, end, polarity))
        if not said:
            continue
        says = min(said, key=lambda cue: min(_gap(cue, item) for item in named))[0]
        if index + 1 < len(parts) and _INSIGNIFICANT.match(text, *parts[index + 1]):
            return -1
        return says
    return 0


def _gap(cue: tuple[int, int, int], mention: OutcomeMention) -> int:
    """Characters between a cue and a mention."""
    return max(mention.start - cue[2], cue[1] - mention.end, 0)
