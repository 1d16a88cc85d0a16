"""The subgroup that a clause speaks of, as written: "in patients with adenocarcinoma"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from evidence.pipeline.folding import caseless, folded
from evidence.pipeline.gates import Gate
from evidence.pipeline.group_names import is_stratum
from evidence.pipeline.screens import Screen
from evidence.pipeline.tables import pattern_of

_PEOPLE: Final = r"(?:patients|women|men|participants|those|subjects|children|individuals)"
# A list of stages: "stage IIIB, | IIIC and IVM1a".
_STAGES: Final = (
    r"(?:[ivx]+[a-c]?\d?[a-c]?, ){0,3}[ivx]+(?:[a-cm]\d?[a-c]?)?,? (?:and|or) [ivx]+(?:[a-cm]\d?[a-c]?)?\b"
)
# What became of patients, behind "who" or "that": they are a group of patients, and no arm.
_BECAME: Final = pattern_of("subject_words", "became").pattern
_POPULATION: Final = Gate(  # of folded texts
    caseless(
        r"\b(?:in|among|for|of|(?:confined|limited|restricted|exclusive|unique|specific) to) (?:only |just |solely )?(?:the |some )?(?:\d+%? )?(?:of )?(?:the )?(?:(?:evaluated|evaluable|eligible|assessable|enrolled|randomi[sz]ed|treated|consecutive) (?=(?:patients|women|men) with))?(?P<who>(?:"
        + _PEOPLE
        + r" (?:≥ ?)?\d\d? (?:years|yrs?)(?: of age| old)?(?: or (?:older|younger|over|more|above|less))?"
        r"|"
        + _PEOPLE
        + r" (?:with|who|whose|aged|younger than|older than|receiving|without|having|achieving|experiencing|developing|attaining|reaching|not(?! only\b)|in|at (?:\w+ )?risk) (?:[^,;()]|(?:, [\w/-]+)+, (?:and|or) |, (?="
        + _STAGES
        + r")|(?<=positive), |(?<=negative), |(?<=(?:ic|ed|nt|al|ve|sk)), (?=(?:[\w/+-]+, ){0,3}[\w-]+(?: [\w-]+){0,3} (?:cancer|carcinoma|melanoma|lymphoma|leuk|myeloma|sarcoma|glioma|tumou?r|disease)\w*)){2,110}?"
        r"|(?<!of )(?<!of the )(?:[\w/+–-]+[- ])?(?:positive|negative|mutant|mutated|wild[- ]type|amplified|deficient) (?:[\w/+–-]+ ){0,2}(?:cancers?|carcinomas?|tumou?rs?|disease|cases)"
        r"|(?:sub)?(?:groups?|sets?) (?:that|who) " + _BECAME + r" [^,;()]{2,80}?"
        r"|(?:(?!(?:two|both|all|these|those)\b)[\w-]+ )?(?:cohorts?|subgroups?|subsets?|(?:sub)?populations?) (?:without|with) [^,;()]{2,80}?"
        r"|cohort (?:[A-H]|[1-9]|I{1,3}|IV)(?![\w-])"
        r"|(?:(?!(?:compared|with|than|versus|vs|of|treated|receiving|given)\b|\d+/\d+ )[\w/+–-]+ ){1,3}(?:patients|women|men|participants|subgroup|subset|population|cohort)"
        r"|(?:[\w/+–-]+ ){0,2}(?:non-?)?carriers(?: of (?:[\w/+-]+ ){0,4}?(?:mutations?|variants?|alleles?|genotypes?))?))"
        r"(?=,(?!(?: [\w/-]+,)+ (?:and|or) | "
        + _STAGES
        + r"|(?:(?<=positive,)|(?<=negative,)) [\w-]+-(?:positive|negative)|(?<=(?:ic|ed|nt|al|ve|sk),)(?: [\w/+-]+,){0,3} [\w-]+(?: [\w-]+){0,3} (?:cancer|carcinoma|melanoma|lymphoma|leuk|myeloma|sarcoma|glioma|tumou?r|disease))|[;(]| \(|\.(?!\d)| (?:was|were|(?<!who have )had|did|median|than|and (?:does|do|did|is|are|was|has|have|shows|demonstrates|appears|seems|should|warrants)|compared|versus|as (?:compared|opposed)|in terms|with respect|with regard|there|we|it|they|(?<!previously )(?<!heavily )(?<!already )(?<!who were )(?<!had been )treated|but|that (?:may|might|should|is|was))\b"
        r"|(?<! who)(?<! that)(?<! and) may\b|(?<! of)(?<! in)(?<! to)(?<! at)(?<!with)(?<!from)(?<! for)(?<! by)(?<! on)(?<! after)(?<! against)(?<! during)(?<! before)(?<! within) the\b|$)",
    ),
    (
        "in ",
        "among ",
        "for ",
        "of ",
        "confined ",
        "limited ",
        "restricted ",
        "exclusive ",
        "unique ",
        "specific ",
    ),
)
# One word for those of whom alone a result is told: "confined to women", "in women only", "only smokers lived longer".
_ALONE: Final = Screen(pattern_of("subject_words", "alone"))
# All who were studied, an arm, or a word that only points at one told before.
_NO_POPULATION: Final = re.compile(
    pattern_of("subject_words", "no_population").pattern.replace("{became}", _BECAME), re.IGNORECASE
)
# All who were studied where a clause speaks of them, a subgroup where figures are told for one and the other.
_SEXES: Final = frozenset({"women", "men"})
# Before patients who are what is counted: "the proportion of patients with a response".
_SHARE: Final = re.compile(
    r"\b(?:proportions?|percentages?|numbers?|rates?|share|fraction|incidence)\)? $", re.IGNORECASE
)
# Patients who are an arm where a share of them is told: "8.2% of patients receiving".
_GIVEN: Final = re.compile(
    rf"{_PEOPLE} (?:receiving|given|(?:who (?:were )?)?(?:assigned|allocated|randomi[sz]ed)) (?!(?:\w+ )?(?:prior|previous|concomitant|concurrent)\b)",
    re.IGNORECASE,
)
_SHARE_REACH: Final = 20
# Before those whom a claim does not hold for: "except in node-positive patients".
_EXCEPTED: Final = re.compile(
    r"\b(?:except(?:ing)?|excluding|apart from|other than|but not)(?: for)?,? $", re.IGNORECASE
)
# What stands around the figures of one of several subgroups: "(n = 847; 12.6 v 10.9) and large-cell histology (10.4 v 6.7)".
_BEFORE_FIGURES: Final = re.compile(
    r"(?:^|[,;)]|\b(?=in |among |for ))\s*(?:and|but|or)?\s*(?:not\s+)?(?P<in>(?:in|among|for|with)\s+)?(?:the\s+)?(?P<who>(?!(?:with )?no )[A-Za-z][\w/+≥≤<>% -]{2,60}?)\s*[(\[](?:n\s*=\s*\d+[;,]\s*)?(?:[A-Za-z]{2,10}[ ,=:]*)?$"
)
_LAST_BEFORE: Final = re.compile(
    r"\b(?P<in>in|among|for)\s+(?:the\s+)?(?P<who>[A-Za-z](?:(?!\b(?:in|among|for)\b)[\w/+≥≤<>% -]){2,60}?)\s*[(\[](?:n\s*=\s*\d+[;,]\s*)?$"
)
# "and in the HRD cohort it was 13.6 v 5.4": a subgroup and no bracket.
_TOLD_BEFORE: Final = re.compile(
    r"\b(?P<in>in|among|for)\s+(?:the\s+)?(?P<who>[A-Za-z](?:(?!\b(?:in|among|for)\b)[\w/+≥≤<>% -]){2,60}?)"
    r"(?:\s*\(n\s*=\s*\d+\))?,?(?:\s+(?:it|this|they|the (?:corresponding )?\w+))?(?:\s+(?:was|were))?\s*$"
)
_BEHIND_FIGURES: Final = re.compile(
    r"[\s)\]%]*(?:months?|years?|weeks?|days?)?(?:\s+(?:with|for|on|in) [^\s(),;]+(?: [^\s(),;]+){0,4}(?=\s*\())?(?:,?\s*respectively)?(?:\s*[(\[](?:[^()\[\]]|[(\[][^()\[\]]*[)\]])*[)\]])?,?\s*"
    r"(?:(?:in|among|for)\s+(?:the\s+)?(?:\d[\d,]* )?(?P<who>[A-Za-z][\w/+≥≤<>% -]{2,60}?)(?=\s*(?:[,;.()]|and\b|$))|(?P<all>overall)\b)"
)
# Who are all that were studied: their figures are told beside those of subgroups.
_ALL: Final = pattern_of("subject_words", "everybody")
EVERYBODY: Final = ""


# "in the TS-negative group", "for patients with high TS", "among women with wild-type tumours".
_IN_STRATUM: Final = re.compile(
    rf"\b(?:in|for|among|of)\s+(?:the\s+)?(?=(?P<who>(?:{_PEOPLE}\s+(?:with|whose tumou?rs (?:were|had))\s+)?[\w/+≥≤<>%-]+(?: [\w/+≥≤<>%-]+){{0,3}}))"
)


def stratum(text: str, start: int, end: int) -> str | None:
    """The stratum that a stretch of text names, as written: "TS-negative group"; None where it names none."""
    for match in _IN_STRATUM.finditer(text, start, end):
        words = match["who"].split()
        for count in range(len(words), 0, -1):
            who = " ".join(words[:count])
            name = re.sub(rf"^{_PEOPLE} (?:with|whose tumou?rs (?:were|had)) ", "", who)
            if is_stratum(name):
                return who
    return None


# The subject of a clause: "MET-positive patients (n = 66) treated with A had longer survival".
_WHO_GOT: Final = re.compile(
    r"(?:[Tt]he )?(?P<who>[\w/+-]+[- ](?:positive|negative|mutant|mutated|high|low|wild[- ]type) (?:patients|women|men|participants))"
    r"(?: \([^()]*\))? (?:who (?:were )?)?(?:treated with|given|receiving|received|assigned to|allocated to|randomi[sz]ed to)\b"
)


def population(text: str, start: int, end: int, arms: Sequence[tuple[int, int]]) -> str | None:
    """The subgroup that a sentence speaks of, as written; patients who are an arm (`arms`: its spans) are none."""
    alone = _ALONE.search(text, start, end)
    if alone is not None:
        return " ".join(next(who for who in alone.groups() if who).split())
    match = _POPULATION.search(folded(text), start, end) or _WHO_GOT.match(text, start, end)
    if match is None:
        return None
    who = text[match.start("who") : match.end("who")]
    if _NO_POPULATION.match(who) or (text.endswith("% of ", 0, match.start("who")) and _GIVEN.match(who)):
        return None
    if text[match.start()].lower() == "o" and _SHARE.search(
        text, max(start, match.start() - _SHARE_REACH), match.start()
    ):
        return None
    if _EXCEPTED.search(text, max(start, match.start() - _SHARE_REACH), match.start()):
        return None
    if any(match.start("who") <= first < match.end("who") for first, _ in arms):
        return None
    return _OPEN_CLAUSE.sub("", _whole(text, match.start("who"), match.end("who"), end))


# A name of patients that stops within a word for them: "patients with previously", "patients with relapsed del".
_UNENDED: Final = re.compile(r" (?:with|previously|newly|heavily|not|having|of|or|and|del|p)$")
# How it goes on.
_GOES_ON: Final = re.compile(
    r"(?: ?\([^() ]{1,8}\)|(?:\s+|(?<= p)\.)(?!(?:was|were|and|or|but|to|is|are)\b)[\w/+.≥≤<>'’-]+){1,14}?(?=[,;]|\.(?=\s|$)| \(|\s+(?:was|were|and|but|to|is|are|at|after)\b|$)"
)
_AND_FIGURE: Final = re.compile(r",? (?:and|versus|vs\.?|v) (?=\d).*$")


def _whole(text: str, start: int, end: int, limit: int) -> str:
    """The name of patients at a stretch of text, with what it was cut from, and without another figure's."""
    who = _AND_FIGURE.sub("", " ".join(text[start:end].split()))
    more = _GOES_ON.match(text, end, limit) if _UNENDED.search(who) else None
    return " ".join((who + more.group().rstrip(".")).split()) if more is not None else who


# What says more of them, and ends in mid-sentence.
_OPEN_CLAUSE: Final = re.compile(r",? (?:who|that|whose)$")
# A clause that turns from whom its sentence began with.
_TURNS: Final = re.compile(
    r"\W*(?:and |or )?(?:(?P<back>whereas|but|while|although|though)|however|in contrast|overall(?=,)|in the (?:overall|entire|whole|other))\b",
    re.IGNORECASE,
)
# All who were studied, within a clause that turns to them.
_OF_ALL: Final = re.compile(
    r"\b(?:in|among|for) (?:all\b|everybody|the (?:overall|entire|whole|full|total|other|remaining)\b)|\b(?:overall|entire|whole) (?:population|group|cohort)\b"
)
# Those of whom all that follows is told, before a sentence's subject.
_HEADED: Final = re.compile(r"\W*(?:[\w-]+, )?(?:In|in|Among|among|For|for|Within|within) ")
_FIGURES: Final = re.compile(r"\d(?:[.·]\d+)?\s?(?:%|months|years|weeks)|[(=<]\s?0?[.·]?\d")
# Where a sentence turned from whom it began with, before the clause that is read: the head is behind it.
_TURNED: Final = re.compile(
    r"[,;] (?P<turn>(?:and |or )?(?:whereas|but|while|although|though|however)\b)", re.IGNORECASE
)
# A clause that has patients of its own; who was given an arm's treatment is that arm.
_OTHERS: Final = re.compile(
    r"\b(?:in|among|for) (?:the |all )?(?:\d+ )?(?:sub(?:groups?|sets?|populations?)|cohorts?|patients|those|women|men|others|rest|remaining)\b"
    r"(?! (?:who )?(?:(?:were |had been )?(?:assigned|allocated|randomi[sz]ed|given|treated)|receiv|underw|in the))"
)
# How far behind the beginning of a sentence those who head it may be told, in characters.
_HEAD_REACH: Final = 60


def heading(text: str, sentence: int, start: int, end: int, arms: Sequence[tuple[int, int]]) -> str | None:
    """The subgroup that heads a sentence, and of which a later clause, `start` to `end`, tells too.

    "In patients with metastases, A was longer, and B was better".
    """
    turn = _TURNS.match(text, start)
    headed = _HEADED.match(text, sentence) is not None and _OF_ALL.search(text, start, end) is None
    if turn is not None and turn["back"] is not None and headed:
        turn = None  # "In women with metastases, A was 8 v 6 months, while B was 12 v 9"
    if start == sentence or turn is not None or _OTHERS.search(text, start, end):
        return None
    if text[start - 2 : start - 1] == ";":
        begin = max(sentence, text.rfind(";", sentence, start - 2) + 1)
        if not _FIGURES.search(text, begin, start):
            # "It was longer in the positive population; it was 79% v 60%": the figures of what was just told.
            return population(text, begin, start, arms)
    sentence = max([sentence, *(turn.start("turn") for turn in _TURNED.finditer(text, sentence, start))])
    who = population(text, sentence, start, arms)
    return who if who is not None and text.find(who, sentence) - sentence <= _HEAD_REACH else None


def of_figures(text: str, start: int, first: int, last: int, end: int, opens: bool) -> str | None:
    """The subgroup named right before or behind a pair of figures (`first`:`last`) of a stretch of text.

    `EVERYBODY` where all who were studied are named, None where nobody is. `opens` for the first of several, which a
    preposition must introduce.
    """
    behind = _BEHIND_FIGURES.match(text, last, end)
    if behind is not None and behind["all"] is not None:
        return EVERYBODY
    ahead = text[start:first]
    before = _BEFORE_FIGURES.search(ahead)
    if before is not None and opens and not before["in"]:
        before = _LAST_BEFORE.search(ahead)
    for match in (behind, before or _TOLD_BEFORE.search(ahead)):
        if match is None or _VERSUS.search(match["who"]):
            continue
        if _ALL.match(match["who"]):
            return EVERYBODY
        who = match["who"]
        if (people := _OF_PEOPLE.search(who)) is not None:
            who = people["who"]  # "no significant reduction in | patients without metastases"
        if who in _SEXES or not _NO_POPULATION.match(who) or _SET.match(who) or is_stratum(who):
            return " ".join(_JOINED.sub("", who).split())
    return None


_OF_PEOPLE: Final = re.compile(rf" (?:in|among|for) (?:the )?(?P<who>{_PEOPLE}\b.*)$", re.IGNORECASE)
# What joins a name to the figure behind it: "in the training set and 0.80".
_JOINED: Final = re.compile(r",?\s+(?:and|or|but)$")


# A kind of patients right behind a figure, up to the next figure or the end of its part of the sentence.
_KIND: Final = re.compile(
    r"[\s)%\]]*(?:(?:months?|years?|weeks?|days?|mo|yrs?)\b)?(?:\s*[(\[][^()\[\]]*[)\]])?,?\s*(?:for|in|among)\s+(?:the\s+)?(?:all\s+)?(?:\d+ (?=\w+ with ))?"
    r"(?P<who>[A-Za-z][\w/+≥≤<>-]*(?:,? (?!(?:was|were|had|have|did|at|by|compared|versus|vs|respectively)\b)[\w/+≥≤<>%.-]+){0,10}?)"
    r"(?:,?;? (?:and|but|whereas|while)(?: (?:in|for|of|only))*)?[,;:.]?\s*(?:[,;(]|$)",
)
# What follows "for" and "in" and is no kind of patients.
_NO_KIND: Final = pattern_of("subject_words", "no_kind")


def kind_behind(text: str, start: int, end: int) -> str | None:
    """The kind of patients named between a figure's end and where the next one begins, as written; None for none."""
    match = _KIND.match(text, start, end)
    if match is None or _NO_KIND.match(match["who"]):
        return None
    return " ".join(match["who"].rstrip(".").split())


# Kinds of patients in the order of the figures before them: "for localized, regional and distant disease, respectively".
_KINDS: Final = re.compile(
    r"[\s)%\]]*(?:(?:months?|years?|weeks?|days?)\b)?,?\s*(?:for|in|among|of)\s+(?:the\s+)?(?:patients (?:with|in) )?(?P<list>[A-Za-z][^;()]{3,140}?),?\s*respectively\b"
)
_PARTS: Final = re.compile(r",\s*(?:and |or )?|\s+(?:and|or)\s+")


def kinds_behind(text: str, start: int, end: int, count: int) -> list[str]:
    """As many kinds of patients as there are figures before, in their order; an empty list for none."""
    match = _KINDS.match(text, start, end)
    if match is None or _NO_KIND.match(match["list"]) or count < len(_SEXES):
        return []
    kinds = [" ".join(item.split()) for item in _PARTS.split(match["list"])]
    if len(kinds) != count or any(any(sign.isdigit() for sign in item[:2]) or "%" in item for item in kinds):
        return []
    *first, last = kinds
    words = last.split()
    shared = " ".join(words[1:]) if all(len(item.split()) == 1 for item in first) and len(words) > 1 else ""
    return [f"{item} {shared}".strip() for item in first] + [last]


# "for the combination versus A" names arms.
_VERSUS: Final = re.compile(
    r"\b(?:versus|vs|v|compared|(?<!younger )(?<!older )(?<!less )(?<!more )(?<!greater )(?<!fewer )than)\b"
)
# Sets of patients that are analysed beside all who were randomised (ICH E9, section 5.2).
_SET: Final = re.compile(r"(?:safety|per-protocol|as-treated)\b", re.IGNORECASE)
