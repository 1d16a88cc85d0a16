"""Associations: "Older age (P = .02) and tumour size (P = .001) were associated with poorer survival".

Prognostic and risk factors of cohorts, and of the further analyses of trials. Each factor with each of its outcomes is a
row of its own, with the figures that stand behind the one or the other. A therapy or an arm is no factor where the
document tells of arms: what is associated with it is its effect, and a comparison.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Final, cast

from evidence.pipeline import directions
from evidence.pipeline.arm_lists import treats
from evidence.pipeline.dealing import is_test
from evidence.pipeline.factor_words import MANNER, MORE_OF, graded_outcome, ungraded, with_bound, with_degree
from evidence.pipeline.folding import folded
from evidence.pipeline.gates import Gate
from evidence.pipeline.outcomes import OutcomeMention
from evidence.pipeline.polarity import polarity_of
from evidence.pipeline.populations import population
from evidence.pipeline.scenes import Scene
from evidence.pipeline.screens import screened
from evidence.pipeline.significance import of_interaction, significance
from evidence.pipeline.tables import numbers, pattern_of, rows
from evidence.pipeline.tested_lists import each_tested
from evidence.pipeline.treatment_courses import besides_arms
from evidence.pipeline.trimmed_names import words_of
from evidence.pipeline.written import named_list, subjects
from evidence.records import EFFECT_TYPES, Direction, Favors, Finding, FindingRole, Statistic

Span = tuple[int, int]

# How sure a row is by the way it was read.
_SURE: Final = numbers("row_confidence")
# How far behind the words of association an outcome begins, in characters.
_REACH: Final = 90
# How far apart the parts of one verb of association may stand, in characters.
_ONE_CUE: Final = 30
# How many characters of a factor may tell how it is tied ("survival strongly").
_MANNERED: Final = 12
# How far before an outcome that its factors follow it may be told to be better or worse.
_GRADED_BEFORE: Final = 25
_BRACKET: Final = re.compile(r" ?[(\[].*")
_IN_BRACKETS: Final = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_FACTOR: Final = re.compile(r"[A-Za-z]{3}|\b[A-Z]{2}\b")
# "The Cox model showed that": what stands before the factors.
_REPORT: Final = re.compile(
    r"[^;]*?\b(?:show(?:ed|n|s)|reveal(?:ed|s)|confirm(?:ed|s)|demonstrate[ds]?|indicate[ds]?|identified|found|suggest(?:ed|s)?|conclude[ds]?|report(?:ed|s)?|observed|noted)\b that "
    r"|(?:[Bb]ased on|[Aa]ccording to|[Ii]n) [^;,]*?\b(?:analys[ie]s|trials?|stud(?:y|ies)|models?)\b[^;,]*, "
    r"|[^;,]*?\b(?:analys[ie]s|models?|regressions?)\b[^;,]*?\b(?:showed|revealed|confirmed|demonstrated|identified|found) "
)
# What stands in every match of `data/association_cues.tsv`, so that other clauses are not read.
_TIES: Final = screened(
    r"associat|correlat|relat(?:ed|ionship)|predict|prognos|determinant|factors|parameters|variables|characteristics"
    r"|likely to|influenc|affect|(?:de|in)creased by|(?:risks?|odds|hazards?|likelihood|probability|incidence) (?:of|for)"
    r"|(?:in|among|for) (?:patients|those|women|men|participants|subjects|children|people|individuals) (?:with|who|having|requiring|undergoing|aged)"
)
# A clause that tells what foretold an outcome, whatever it says that was: "The best predictor of less anxiety was a referral".
_PREDICTS: Final = re.compile(
    r"\W*(?:the |an? )?(?:[\w-]+ ){0,3}(?:predictors?|determinants?|risk factors?|prognostic factors?) (?:of|for) [^;,]*? (?:was|were|is|are) ",
    re.IGNORECASE,
)
# Before an arm that something is held against.
_AGAINST: Final = re.compile(
    r"\b(?:than|compared (?:with|to)|versus|relative to|over) (?:the |that with |with )?$", re.IGNORECASE
)
# A factor that is what was done to the patients of a trial.
_TREATED: Final = re.compile(
    r"\b(?:treatment|therapy|intervention|arms?|groups?|addition|regimens?|adding|use)\b", re.IGNORECASE
)
# Where a clause turns to another subject than the sentence began with.
_TURN: Final = re.compile(r"[,;] (?:whereas|while|but|although|however,) (?=\w)")
_NO_FACTOR: Final = pattern_of("arm_cues", "no_factor")
_ENDPOINT: Final = re.compile(
    r"survival|mortality|death|recurrence|relapse|progressi|response|remission|failure"
)
_WORD: Final = re.compile(r" ([A-Za-z][\w-]*)")
_JOINS: Final = frozenset({"and", "or", "of", "to"})
_RATIOS: Final = frozenset({"hazard_ratio", "odds_ratio", "relative_risk"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Link:
    """A factor (its span), an outcome, the tests of the two, and where the words of association begin."""

    factor: Span
    outcome: OutcomeMention
    tests: list[Statistic]
    cue: int


def prognostic(scene: Scene, masked: str) -> list[Finding] | None:
    """The rows of a clause that ties factors to outcomes; None for any other clause."""
    if _TIES.search(folded(masked), scene.start, scene.end) is None:
        return None
    if any(_AGAINST.search(masked, max(scene.start, item.start - 30), item.start) for item in scene.mentions):
        return None  # "A was associated with better survival than B": arms, however the first is called
    for links in (
        _outcome_first(scene, masked),
        _announced(scene, masked),
        _between(scene, masked),
        _turned(scene, masked),
        _factors_first(scene, masked),
    ):
        if links:
            return [_row(scene, masked, link) for link in links]
    return [] if _PREDICTS.match(masked, scene.start, scene.end) else None


@cache
def _cues(kind: str) -> Gate:
    table = [row for row in rows("association_cues") if row["kind"] == kind]
    pattern = re.compile(r"\b(?:" + "|".join(row["pattern"] for row in table) + r")(?!\w)")
    return Gate(pattern, (stem for row in table for stem in row["begins"].split("|")))


def _factors_first(scene: Scene, masked: str) -> list[_Link]:
    """ "A (P = .02) and B were associated with poorer C (HR, 2.1) and D (HR, 1.7)", once or twice in a clause."""
    found: list[re.Match[str]] = []
    verbs = list(_cues("factors_first").finditer(masked, scene.start, scene.end))
    if not scene.names and scene.voice.role == "result":
        verbs = sorted(
            [*verbs, *_cues("influence").finditer(masked, scene.start, scene.end)], key=re.Match.start
        )
    for cue in verbs:
        if not found or cue.start() - found[-1].end() > _ONE_CUE:
            found.append(cue)  # else it goes on: "were associated with an increased risk of"
    links: list[_Link] = []
    begin = scene.start
    for place, cue in enumerate(found):
        stop = found[place + 1].start() if place + 1 < len(found) else scene.end
        told = [item.end for item in scene.statistics if cue.end() <= item.start and item.end <= stop]
        end = max(told) if told and stop < scene.end else stop
        report = _REPORT.match(masked, begin, cue.start())
        opened = report.end() if report else begin
        turns = [match.end() for match in _TURN.finditer(masked, opened, cue.start())]
        opened = turns[-1] if turns else opened
        spans = each_tested(scene, opened, cue.start()) or subjects(masked, opened, cue.start())
        # "increased the odds of A (OR, 2.1) and increased the hazard of B (HR, 1.5)"
        factors = (
            _factors(scene, masked, spans) if spans or not links else list({item.factor: 0 for item in links})
        )
        links += _of_cue(scene, masked, cue, begin, end, factors) if factors else []
        begin = end
    return links


def _of_cue(
    scene: Scene, masked: str, cue: re.Match[str], begin: int, end: int, factors: Sequence[Span]
) -> list[_Link]:
    """The links of one verb of association, whose factors stand behind `begin` and whose outcomes stop at `end`."""
    tests = [item for item in scene.statistics if is_test(item) and begin <= item.start < end]
    outcomes = [item for item in scene.outcomes if cue.end() <= item.start < end]
    tested = [] if "likely" in cue.group() else each_tested(scene, cue.end(), end, whole=False)
    if len(tested) > 1:
        outcomes = [_outcome_at(scene, masked, ungraded(masked, span)) for span in tested]
    if not outcomes and (ratio := _RATIO_FOR.match(masked, cue.end(), end)) is not None:
        outcomes = [] if ratio["outcome"].isupper() else [_outcome_at(scene, masked, ratio.span("outcome"))]
    listed = _named(masked, named_list(masked, cue.end(), end)) if _has_ratio(tests) and not tested else []
    if "likely" in cue.group():
        listed = listed[:1]  # "to visit the ward, or to call": verbs follow
    first = outcomes[0].start if outcomes else end
    if first - cue.end() > _REACH or (
        listed and listed[0].end <= first and all(item.concept is None for item in outcomes)
    ):
        outcomes = listed
    outcomes = [
        item
        for item in outcomes
        if item.concept is not None or not _OF_WHOM.search(masked, outcomes[0].end, item.start)
    ]
    known = [item for item in outcomes if item.concept is not None or _has_ratio(tests)]
    if not any(_is_endpoint(item) for item in known):  # "survival correlated with A": A is no outcome of it
        ends = [item.end for item in scene.outcomes if _is_endpoint(item)]
        factors = [span for span in factors if not any(span[1] - _MANNERED <= end <= span[1] for end in ends)]
    if not known or not factors:
        return []
    if any(item.start < cue.start() for item in tests):
        stops = [*(start for start, _ in factors[1:]), cue.start()]
        return [
            _Link(
                factor=factor,
                outcome=known[0],
                # A second ratio is that of a factor that was not found.
                tests=_by_ratio([item for item in tests if factor[1] <= item.start < stop])[0],
                cue=cue.start(),
            )
            for factor, stop in zip(factors, stops, strict=True)
        ]
    starts = [item.start for item in outcomes]
    links = []
    for outcome in known:
        stop = min((start for start in starts if start > outcome.start), default=end)
        begins = outcome.start if outcome is not known[0] else cue.end()
        own = [
            item
            for item in tests
            # Not one that a bracket ties to what stands before: "procedures (HR, 1.9) and | stricture (HR, 1.2)".
            if begins <= item.start < stop and ")" not in scene.text[item.end : outcome.start]
        ]
        for told, part in _apart(masked, outcome, own):
            links += [_Link(factor=factor, outcome=told, tests=part, cue=cue.start()) for factor in factors]
    return [link for link in links if link.tests] or links


# "Associated with a hazard ratio for death of 1.8": what the ratio is of.
_RATIO_FOR: Final = re.compile(
    r" (?:an? )?(?:\w+ ){0,2}?(?:hazard|odds|risk|rate) ratios?(?: \([A-Za-z]+\))?\s+(?:for|of) (?P<outcome>[A-Za-z][\w-]*(?: [\w-]+){0,4}?) (?:of|was|being) "
)


def _apart(
    masked: str, outcome: OutcomeMention, tests: Sequence[Statistic]
) -> Iterator[tuple[OutcomeMention, list[Statistic]]]:
    """The tests behind an outcome by their ratios, each with what it is of: the outcome, or one named before it."""
    first, *others = _by_ratio(tests)
    yield outcome, first
    of_whom = bool(first) and _OF_WHOM.search(masked, outcome.end, first[0].start) is not None
    for last, part in pairwise((first, *others)):
        other = _OTHER.fullmatch(masked, last[-1].end, part[0].start)
        if other is None or of_whom or _OF_WHOM.search(masked, last[-1].end, part[0].start):
            yield outcome, part
        else:
            yield _named(masked, [other.span("name")])[0], part


# Behind an outcome: whom, when, or against whom a ratio is told, and no other outcome.
_OF_WHOM: Final = re.compile(
    r"\b(?:(?:for|in|among) (?:the |those )?(?:patients|women|men|participants|subjects|children|people|individuals|those|whom|who)"
    r"|when|compared (?:with|to)|than|versus|relative to)\b",
    re.IGNORECASE,
)


# Between two ratios: what the second is of, where it is not told in the list: ") but not B (".
_OTHER: Final = re.compile(
    r"(?: ?[×x] ?10 ?[-–−]? ?\d+)?[\s,;)\]]*(?:and|or|but|nor)?(?: also)?(?: not)?(?: (?:of|for|with|in))?\s*(?:an? |the )?(?P<name>[A-Za-z](?:[^.,;()]{1,70}[^.,;()\s])?)[\s(\[]*"
)


def _by_ratio(tests: Sequence[Statistic]) -> list[list[Statistic]]:
    """The tests of one outcome by their ratios: each is a result of its own, with what stands behind it."""
    parts: list[list[Statistic]] = [[]]
    for item in tests:
        if item.type in _RATIOS and _has_ratio(parts[-1]):
            parts.append([])
        parts[-1].append(item)
    return parts


def _outcome_first(scene: Scene, masked: str) -> list[_Link]:
    """ "Independent predictors of C were A (HR, 1.9) and B (HR, 2.7)"."""
    cue = _cues("outcome_first").search(masked, scene.start, scene.end)
    return _behind(scene, masked, cue, _outcome_at(scene, masked, cue.span("outcome"))) if cue else []


def _announced(scene: Scene, masked: str) -> list[_Link]:
    """ "The model identified A (HR, 1.9) and B (HR, 2.7) as predictors of C"."""
    told = _cues("announced").search(masked, scene.start, scene.end)
    head = _cues("as_factors").search(masked, scene.start, told.start()) if told else None
    if told is None or head is None:
        return []
    factors = _factors(scene, masked, named_list(masked, head.end(), told.start()))
    outcome = _outcome_at(scene, masked, told.span("outcome"))
    stops = [*(start for start, _ in factors[1:]), told.start()]
    links = [
        _Link(
            factor=factor,
            outcome=outcome,
            tests=[item for item in scene.statistics if is_test(item) and factor[1] <= item.start < stop],
            cue=told.start(),
        )
        for factor, stop in zip(factors, stops, strict=False)
    ]
    return [link for link in links if link.tests] or links


def _turned(scene: Scene, masked: str) -> list[_Link]:
    """ "Survival was associated with A (HR, 1.9) and B (HR, 2.7)"."""
    cue = _cues("turned").search(masked, scene.start, scene.end)
    if cue is None or any(item.start >= cue.end() and _is_endpoint(item) for item in scene.outcomes):
        return []
    tests = [item for item in scene.statistics if is_test(item)]
    before = [
        item
        for item in scene.outcomes
        if item.end <= cue.start()
        and (item.concept is not None or (_has_ratio(tests) and _TELLS_WHICH.search(cue.group()) is not None))
    ]
    if (
        len(before) != 1
        or not _AT.fullmatch(masked, before[0].end, cue.start())
        or any(item.start < cue.start() for item in scene.statistics)
        or (not _is_endpoint(before[0]) and MORE_OF.search(masked, scene.start, before[0].start))
    ):
        return []
    return _behind(scene, masked, cue, before[0])


# Words of association of which only an outcome can be the subject: "A was increased by B".
_TELLS_WHICH: Final = re.compile(r"\bby$|\b(?:in|among|for) ")
# Between an outcome and what it is associated with: when or where it was measured.
_AT: Final = re.compile(r"[ ,]*(?:(?:at|after|during|within|in|by) [^,;.]{2,50})?\s*")


def _behind(scene: Scene, masked: str, cue: re.Match[str], outcome: OutcomeMention) -> list[_Link]:
    """The factors of a list behind the words of association, each with a ratio or P value of its own."""
    listed = each_tested(scene, cue.end(), scene.end, whole=False)
    factors = _factors(scene, masked, listed) or _factors(
        scene, masked, named_list(masked, cue.end(), scene.end)
    )
    if not factors:
        return []
    stops = [*(start for start, _ in factors[1:]), scene.end]
    links = []
    for factor, stop in zip(factors, stops, strict=True):
        tests = [item for item in scene.statistics if is_test(item) and factor[1] <= item.start < stop]
        links.append(_Link(factor=factor, outcome=outcome, tests=[], cue=cue.start()))
        for own in _by_ratio(tests):
            if links[-1].tests and _DENIES.search(masked, links[-1].tests[-1].end, own[0].start):
                break  # "reduced in A (P = .02), with no reduction in B (P = .37)"
            also = _ALSO.fullmatch(masked, links[-1].tests[-1].end, own[0].start) if links[-1].tests else None
            if also is not None:
                links.append(_Link(factor=also.span("factor"), outcome=outcome, tests=own, cue=cue.start()))
            else:
                links[-1].tests.extend(own)
    return [link for link in links if link.tests]


_DENIES: Final = re.compile(r"\b(?:no|not|without)\b")
# Between two ratios of a list: the factor of the second, where no name was found: "), and in patients without work (".
_ALSO: Final = re.compile(
    r"[\s,;)\]]*(?:and |or |as well as )?(?:in |by |with |for |among |from )?(?:an? |the )?(?P<factor>[A-Za-z](?:[^.,;()]{1,70}[^.,;()\s])?)[\s(\[]*"
)


def _between(scene: Scene, masked: str) -> list[_Link]:
    """ "No association between A and C (HR, 0.93)"."""
    cue = _cues("between").search(masked, scene.start, scene.end)
    tests = [item for item in scene.statistics if is_test(item)]
    if cue is None or not _has_ratio(tests):
        return []
    factors = _factors(scene, masked, [cue.span("factor")])
    outcome = _outcome_at(scene, masked, cue.span("outcome"))
    return [_Link(factor=factor, outcome=outcome, tests=tests, cue=cue.start()) for factor in factors]


def _factors(scene: Scene, masked: str, spans: Sequence[Span]) -> list[Span]:
    """Those of the spans that can be factors; none where one of them is an arm or a treatment of the study."""
    found = [
        with_bound(masked, with_degree(masked, span, scene.start))
        for span in spans
        if _FACTOR.search(masked, *span)
        and masked[slice(*span)].lower() not in words_of("participle")
        and not _NO_FACTOR.search(masked, *span)
    ]
    for start, end in found:
        if any(start < item.end and item.start < end and not is_test(item) for item in scene.statistics):
            return []  # "4 deaths were related to"
        if len(scene.names) > scene.local and any(
            start < arm.end and arm.start < end for arm in scene.mentions
        ):
            return []
        if (scene.names or scene.voice.role == "cited") and (
            _TREATED.search(masked, start, end)
            or any(
                start <= item.start < end and treats(item) and not besides_arms(scene, item)
                for item in scene.therapies
            )
        ):
            return []
    return found


def _is_endpoint(item: OutcomeMention) -> bool:
    """Whether an outcome is one that others predict; an adverse event or a state can be the factor."""
    return item.concept is not None and _ENDPOINT.search(item.concept.label) is not None


def _has_ratio(tests: Sequence[Statistic]) -> bool:
    return any(item.type in _RATIOS for item in tests)


def _outcome_at(scene: Scene, masked: str, span: Span) -> OutcomeMention:
    """The outcome known at a span, else its words."""
    known = [item for item in scene.outcomes if span[0] <= item.start and item.end <= span[1]]
    if known and not _names_more(masked, known[0].end, span[1]):
        return known[0]
    return _named(masked, [span])[0]


def _names_more(masked: str, start: int, end: int) -> bool:
    """Whether a name goes on behind what the vocabulary knows of it: "mental health service use"."""
    word = _WORD.match(masked, start, end)
    if word is None:
        return False
    following = word[1].lower()
    return not any(following in words for words in (words_of("end"), words_of("measure"), _JOINS))


def _named(masked: str, spans: Sequence[Span]) -> list[OutcomeMention]:
    return [
        OutcomeMention(start, end, " ".join(_BRACKET.sub("", masked[start:end]).split()), None, None)
        for start, end in spans
    ]


def _of_whom(scene: Scene, link: _Link) -> str | None:
    """The patients in whom a factor is told to be one, where a clause begins with them."""
    taken = [link.factor, (link.outcome.start, link.outcome.end)]
    who = population(scene.text, scene.start, scene.end, taken)
    place = scene.text.find(who, scene.start, scene.end) if who is not None else -1
    return who if 0 <= place < min(link.cue, link.factor[0], link.outcome.start) else None


def _row(scene: Scene, masked: str, link: _Link) -> Finding:
    outcome = link.outcome
    tests = [item for item in link.tests if not of_interaction(scene.text, item)]
    told = significance(scene.text, scene.start, scene.end, tests, scene.alpha, outcome.start)
    polarity = polarity_of(outcome.concept, outcome.name)
    behind = outcome.end <= link.cue
    words = [
        item
        for item in scene.cues
        if (link.cue if not behind else outcome.start - _GRADED_BEFORE) <= item.start
        and item.end <= (link.factor[0] if behind else outcome.start)
        and not item.void
    ]
    effect = next((item for item in tests if item.type in EFFECT_TYPES), None)
    read = directions.by_words(words[-1], 0, polarity, outcome.inverse) if words else None
    if read is None and effect is not None:
        read = directions.by_effect(effect, outcome.concept, polarity)
    name, graded = graded_outcome(outcome.name)
    read = graded or read
    direction: Direction | None = "no_difference" if told == "not_significant" else read[0] if read else None
    favors: Favors | None = "neither" if told == "not_significant" else read[1] if read else None
    return Finding(
        id="f0",
        start=scene.sentence.start,
        end=scene.sentence.end,
        quote=scene.text[scene.sentence.start : scene.sentence.end],
        kind="association",
        outcome=name,
        outcome_concept=outcome.concept,
        intervention=MANNER.sub("", " ".join(_IN_BRACKETS.sub("", scene.text[slice(*link.factor)]).split())),
        intervention_concepts=(),
        comparator=None,
        comparator_concepts=(),
        population=_of_whom(scene, link),
        timepoint=outcome.timepoint,
        favors=favors,
        direction=direction,
        significance=told,
        statistics=tuple(item.id for item in tests),
        role=cast(FindingRole, scene.voice.role),
        reference=scene.voice.reference,
        confidence=_SURE["factor" if outcome.concept is not None else "factor, unknown outcome"],
        hedged=scene.voice.hedged,
        direction_basis="words" if words else "figures" if read is not None else None,
    )
