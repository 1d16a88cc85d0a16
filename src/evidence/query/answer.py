"""Answers a question: candidates from the store, scored, grouped by study, with what contradicts them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from evidence.lexicon import Lexicon
from evidence.query import retrieval
from evidence.query.claims import Claim, Queryable, Reader
from evidence.query.conflicts import with_conflicts
from evidence.query.expansion import Slot, slots
from evidence.query.question import Facets, Question
from evidence.query.ranking import weight
from evidence.query.reading import understand
from evidence.query.retrieval import Restriction
from evidence.query.rows import Row, group, mention_row, row
from evidence.query.selection import Miss, Options, Selection, failed_conditions, select
from evidence.query.verdicts import Verdict, verdicts
from evidence.query.withdrawn import Withdrawals, Withdrawn, with_corrections

if TYPE_CHECKING:
    from evidence.query.mentions import Mention

LIMIT: Final = 50
# Groups have rarely more than three members (abstract, full text, conclusion).
_MEMBERS: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The rows, best first, with how they came about. `ruled_out` counts candidates by the reason they are no
    rows; `misses` are those that failed a single condition.

    `verdicts` are over all that was found, the rows beyond the limit among them.
    """

    question: Question
    slots: tuple[Slot, ...]
    rows: tuple[Row, ...]
    sparql: tuple[str, ...]
    candidates: int
    # Whether there were more, that are worth less.
    are_more: bool
    ruled_out: Mapping[str, int]
    misses: tuple[Miss, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    # For each row the index of its verdict; None for a row that is no claim.
    verdict_of: tuple[int | None, ...] = ()
    words_not_found: tuple[str, ...] = ()
    # What would have been told, did it not rest on retracted works.
    withdrawn: tuple[Withdrawn, ...] = ()


def answer(text: str, *, store: Queryable, lexicon: Lexicon, options: Options | None = None) -> Answer:
    """Answer keywords from a store."""
    options = options or Options()
    store = Reader(store)
    vocabulary = lexicon.vocabulary
    question = understand(text, lexicon)
    wanted = slots(question, vocabulary)
    found = retrieval.candidates(
        store,
        wanted,
        question.unmatched,
        enough=options.limit,
        restriction=_restriction(question.facets, options),
    )
    withdrawals = Withdrawals(store)
    claims, fallen, gone = _standing(found.claims, withdrawals)
    selection = select(claims, question, wanted, store, lexicon, options)
    named = _named(question, wanted, selection, store, lexicon, options, withdrawals)
    if said := [item for item in named if selection.words_not_found and item.absent == 0]:
        # Documents say the word that no claim says: a claim without it does not answer.
        selection = selection.without_claims(f"does not say {' and '.join(selection.words_not_found)}")
        named = said
    told = {item.claim.document_id for item in selection.scored}
    few = min(int(weight("mention", "few")), options.limit) - len(told)
    named = [item for item in named if item.document_id not in told][: max(0, few)]
    shown = selection.scored[: options.limit * _MEMBERS]
    groups = group(shown)[: options.limit]
    names = [slot.text for slot in wanted]
    rows = with_conflicts([row(members, names, vocabulary) for members in groups], store)
    rows = with_corrections(rows, store)
    judged = verdicts(selection.scored, wanted, vocabulary)
    # A claim on any one of several therapies counts for each; its row stands with the first.
    places = {iri: index for index, verdict in reversed([*enumerate(judged)]) for iri in verdict.claims}
    return Answer(
        question=question,
        slots=tuple(wanted),
        rows=(*rows, *(mention_row(item, names) for item in named)),
        sparql=found.sparql,
        candidates=len(found.claims),
        are_more=found.are_more,
        ruled_out={**gone, **selection.ruled_out},
        misses=selection.misses,
        verdicts=judged,
        verdict_of=(*(places[members[0].claim.iri] for members in groups), *(None for _ in named)),
        words_not_found=selection.words_not_found,
        withdrawn=withdrawals.documents(fallen),
    )


def _restriction(facets: Facets, options: Options) -> Restriction:
    return Restriction(
        roles=options.roles,
        since=max(filter(None, (facets.since, options.since)), default=None),
        until=facets.until,
        phase=facets.phase,
        significant=options.significant or facets.significant,
    )


def _standing(
    claims: Sequence[Claim], withdrawals: Withdrawals
) -> tuple[list[Claim], list[Claim], dict[str, int]]:
    """The claims whose works stand, those that rest on withdrawn ones, and how many of these for which reason."""
    reasons = {claim.iri: withdrawals.reason(claim) for claim in claims} if withdrawals else {}
    standing = [claim for claim in claims if reasons.get(claim.iri) is None]
    fallen = [claim for claim in claims if reasons.get(claim.iri) is not None]
    return standing, fallen, dict(Counter(filter(None, reasons.values())))


def _named(
    question: Question,
    wanted: Sequence[Slot],
    selection: Selection,
    store: Queryable,
    lexicon: Lexicon,
    options: Options,
    withdrawn: Container[str],
) -> list[Mention]:
    """Documents that only name what was asked for, where few claims were found or a word stands in none of them.

    None where the question excludes them: a mention has no role and no significance.
    """
    if options.roles or options.significant or question.facets.significant:
        return []
    told = {item.claim.document_id for item in selection.scored}
    if len(told) >= weight("mention", "few") and not selection.words_not_found:
        return []
    from evidence.query.mentions import mentions  # most questions need none, and have no time to spare

    found = mentions(store, wanted, question, lexicon.vocabulary, withdrawn=withdrawn)
    return [item for item in found if not failed_conditions(item.document, question.facets, options)]
