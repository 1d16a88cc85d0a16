"""What makes two things the same: digests for IRIs, the key of a study, the members of a proposition.

Ids digest their members (as metakb's claims do), so that documents read on different machines, in any
order, meet in the same nodes, and reading twice changes nothing.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from typing import Final

from evidence.document import Document, Reference, Relation
from evidence.namespaces import SCHEMA
from evidence.records import Association, Biomarker, Finding, Study
from evidence.vocabulary import Concept

_NOT_WORD: Final = re.compile(r"[\W_]+")
# What of a document is derived: the place it was read from, and layers over its text that the pipeline may
# add to.
_LAYERS: Final = frozenset({"source", "segments", "sections", "citations", "tables", "other_sources"})

# What JSON can write: members are digested in that form.
Member = str | int | float | None | tuple["Member", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Which versions made an extraction; `vocabulary` is `Vocabulary.version`."""

    pipeline: str
    vocabulary: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposition:
    """What is claimed, apart from who claims it and which way it went.

    `members` are (role, concept id or folded text) pairs, sorted. A role's text stands only where nothing
    of it is grounded. `converse` are the members with intervention and comparator swapped, or None.
    """

    members: tuple[tuple[str, str], ...]
    converse: tuple[tuple[str, str], ...] | None = None


def digest(*members: Member) -> str:
    """24 hexadecimal characters (96 bits: among a billion records a collision has odds of about 1 to 10^11).

    The members are digested as ASCII JSON, which, unlike `repr`, is the same under every Python.
    """
    serialised = json.dumps(members, separators=(",", ":"))
    return hashlib.blake2b(serialised.encode("ascii"), digest_size=12).hexdigest()


def fold(text: str) -> str:
    """Words alone: compatibility forms, case, punctuation and spacing removed.

    >>> fold("Metastasectomy &  Targeted–Therapy.")
    'metastasectomy targeted therapy'
    """
    return _NOT_WORD.sub(" ", unicodedata.normalize("NFKC", text).casefold()).strip()


def fingerprint(document: Document, provenance: Provenance) -> str:
    """The same for the same content, read and understood by the same versions, wherever the file lies.

    Raises UnicodeEncodeError where the text is none (half a surrogate pair), which no store can hold.
    """
    parts = [
        part
        for field in fields(document)
        if field.name not in _LAYERS
        for part in _flat(getattr(document, field.name))
    ]
    parts += [document.source.format, document.source.media_type]
    parts += [SCHEMA, provenance.pipeline, provenance.vocabulary]
    hash = hashlib.blake2b("\x00".join(parts).encode("utf-8"), digest_size=16)
    return hash.hexdigest()


def finding_proposition(finding: Finding, study: Study | None, key: str) -> Proposition:
    """The question that a finding answers: kind, interventions, comparators, outcome and diseases.

    Population and timepoint are left out: they are worded freely, and would part nearly all findings. A
    finding whose intervention or disease is unknown answers a question of its own study (`key`) alone.
    """
    intervention = _role("intervention", finding.intervention_concepts, finding.intervention)
    comparator = _role("comparator", finding.comparator_concepts, finding.comparator)
    outcome = _role("outcome", (finding.outcome_concept,) if finding.outcome_concept else (), finding.outcome)
    disease = _role("disease", study.diseases if study else (), None)
    rest = [("kind", finding.kind), *outcome, *disease]
    if not intervention or not disease:
        rest.append(("scope", key))
    swapped = None
    if finding.kind == "comparison" and intervention and comparator:
        swapped = _sorted(
            [*_renamed(comparator, "intervention"), *_renamed(intervention, "comparator"), *rest]
        )
    return Proposition(members=_sorted([*intervention, *comparator, *rest]), converse=swapped)


def association_proposition(association: Association) -> Proposition:
    """The question that a molecular claim answers: evidence type, biomarkers, disease, therapies and how
    they combine."""
    members: list[tuple[str, str]] = [("evidenceType", association.evidence_type)]
    members += [("biomarker", digest(*biomarker_members(item))) for item in association.biomarkers]
    members += _role("disease", (association.disease,) if association.disease else (), None)
    members += _role("therapy", association.therapies, None)
    if association.therapy_interaction:
        members.append(("therapyInteraction", association.therapy_interaction))
    return Proposition(members=_sorted(members))


def biomarker_members(biomarker: Biomarker) -> tuple[Member, ...]:
    """What makes two documents' biomarkers the same: all but the place."""
    return (biomarker.gene_id, biomarker.gene, biomarker.name, biomarker.hgvs_p, biomarker.type)


def _flat(value: object) -> Iterator[str]:
    if isinstance(value, tuple):
        yield "("
        for item in value:
            yield from _flat(item)
        yield ")"
    elif isinstance(value, (Relation, Reference)):
        for field in fields(value):
            yield from _flat(getattr(value, field.name))
    else:
        yield "\x01" if value is None else str(value)


def _role(role: str, concepts: Iterable[Concept], text: str | None) -> list[tuple[str, str]]:
    grounded = [(role, concept.id) for concept in concepts]
    if grounded:
        return grounded
    folded = fold(text or "")
    return [(f"{role}Text", folded)] if folded else []


def _renamed(members: list[tuple[str, str]], role: str) -> list[tuple[str, str]]:
    return [(f"{role}Text" if old.endswith("Text") else role, value) for old, value in members]


def _sorted(members: list[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(set(members)))
