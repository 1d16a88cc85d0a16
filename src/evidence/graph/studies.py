"""Which documents report one study: by what they share, whatever order they come in.

Documents are one study where they share an identifier of the article, the one registration of a trial, the number of a
trial series or a trial's acronym with its disease in their titles, or title and first author. What only cites a trial
(a review, a comment) is not it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Final

from evidence import tables
from evidence.document import Document
from evidence.graph.identity import fold
from evidence.graph.notices import bare_title
from evidence.records import Study

_DATA: Final = Path(__file__).parent.parent / "data"
_TABLE: Final = _DATA / "trial_series.tsv"
_GROUPS: Final = _DATA / "trial_groups.tsv"
# "the ARISER randomised clinical trial", but no "study group".
_ACRONYM: Final = re.compile(
    r"\bthe (?P<name>(?-i:[A-Z][A-Za-z]*[A-Z][A-Za-z]*(?:-[A-Z]+)?(?:[- ]?\d{1,4}[A-Z]?)?))"
    r"(?:[ ,-](?:phase|(?:[1-4]|I{1,3}V?)(?:[ab])?|pilot|randomi[sz]ed|controlled|clinical|placebo|double|blind"
    r"|open|label|multicent(?:er|re)|international|prospective|extension))* (?:trial|study)\b(?! group)",
    re.IGNORECASE,
)
# Shorter titles ("Reply", "Erratum", "Case report") are shared by unrelated articles.
_TITLE_WORDS: Final = 4
_TRIALS: Final = frozenset({"randomised controlled trial", "single-arm trial"})
# What is about another work is not that work, though it may have its title.
_ABOUT: Final = frozenset({"erratum_of", "retraction_of", "concern_about"})
_INITIALS: Final = re.compile(r"(?:[A-Z]\.?[- ]?){1,4}")
_REGISTRY: Final = re.compile(r"[A-Za-z]+")
AUTHOR: Final = "author:"
TITLE: Final = "title:"


@cache
def _series() -> re.Pattern[str]:
    names = "|".join(re.escape(row["series"]) for row in tables.rows(_TABLE))
    return re.compile(rf"\b({names})[- \u2010-\u2013]?(\d{{1,4}}[A-Z]?)\b", re.IGNORECASE)


def keys(document: Document, study: Study | None) -> frozenset[str]:
    """What other documents of the same study share with this one.

    A trial's registration counts where the document reports a trial and names one of each registry (a pooled analysis
    names several); a comment or a notice has no more than its own identifiers.
    """
    found = {f"doi:{document.doi.lower()}"} if document.doi else set()
    found |= {f"pmid:{document.pmid}"} if document.pmid else set()
    found |= {f"pmcid:{document.pmcid.upper()}"} if document.pmcid else set()
    if document.form == "comment" or any(relation.type in _ABOUT for relation in document.relations):
        return frozenset(found)
    found |= {
        relation.target.lower()
        for relation in document.relations
        if relation.type == "same_study_as" and relation.target.lower().startswith(("doi:", "pmid:"))
    }
    title = fold(bare_title(document.title or ""))
    if title.count(" ") + 1 >= _TITLE_WORDS:
        found.add(TITLE + title)
        if document.authors:
            found.add(AUTHOR + surname(document.authors[0]))
    if study is not None and study.design in _TRIALS:
        found |= _registrations(study.registry_ids)
        numbered = {f"{name}{number}".lower() for name, number in _series().findall(document.title or "")}
        if len(numbered) == 1:
            found |= {f"trial:{name}" for name in numbered}
        # An acronym may be that of another field's trial: it counts with what is treated.
        if not numbered and (name := acronym(document.title or "")):
            found |= {f"trial:{name.lower()} {disease.id}" for disease in study.diseases}
    return frozenset(found)


def acronym(title: str) -> str | None:
    """The one acronym of a trial that a title calls so.

    >>> acronym("Girentuximab in renal cancer: the ARISER randomized clinical trial")
    'ARISER'
    >>> acronym("The EORTC trial"), acronym("The phase III trial")
    (None, None)
    """
    found = {match["name"] for match in _ACRONYM.finditer(title)}
    found = {name for name in found if re.split(r"[- ]?\d", name)[0].upper() not in _no_trials()}
    return found.pop() if len(found) == 1 else None


@cache
def _no_trials() -> frozenset[str]:
    return frozenset(row["name"] for row in tables.rows(_GROUPS))


def study_key(document: Document, study: Study | None = None) -> str:
    """The key of the study of a document that is alone."""
    return studies({document.id: keys(document, study)})[document.id]


def _registrations(ids: Iterable[str]) -> set[str]:
    """The registrations, unless one registry has several."""
    told = {re.sub(r"\W", "", id).upper() for id in ids}
    registries = [match[0] if (match := _REGISTRY.match(id)) else "" for id in told]
    return {f"registry:{id}" for id in told} if len(set(registries)) == len(registries) else set()


def surname(author: str) -> str:
    """The family name's last word, folded: the same for "Doe, Jane", "Jane Doe" and "Doe J".

    >>> surname("van der Berg, A."), surname("Jane Doe"), surname("Doe J")
    ('berg', 'doe', 'doe')
    """
    words = author.split(",")[0].split()
    while len(words) > 1 and _INITIALS.fullmatch(words[-1]):
        words.pop()
    plain = unicodedata.normalize("NFKD", words[-1] if words else "")
    return fold("".join(char for char in plain if not unicodedata.combining(char)))


def studies(documents: Mapping[str, frozenset[str]]) -> dict[str, str]:
    """Document id -> the key of its study, for all documents that any chain of keys joins.

    A title joins documents of one first author; those that name no author join them where the title has no other
    author. The answer depends on the set alone, not on its order.
    """
    parent = {id: id for id in documents}

    def root(id: str) -> str:
        while parent[id] != id:
            parent[id] = parent[parent[id]]
            id = parent[id]
        return id

    authors: dict[str, set[str]] = {}
    for title, author in map(_titled, documents.values()):
        if title and author:
            authors.setdefault(title, set()).add(author)
    joining = {id: _joining(told, authors) for id, told in documents.items()}
    sharing: dict[str, list[str]] = {}
    for id, found in joining.items():
        for key in found:
            sharing.setdefault(key, []).append(id)
    for ids in sharing.values():
        for other in ids[1:]:
            parent[root(other)] = root(ids[0])
    members: dict[str, list[str]] = {}
    for id in documents:
        members.setdefault(root(id), []).append(id)
    named = {}
    for group in members.values():
        told = {key for id in group for key in joining[id]}
        best = min(told, key=lambda key: (_ORDER.get(key.partition(":")[0], 9), key), default=None)
        named.update(dict.fromkeys(group, best or f"document:{min(group)}"))
    return named


_ORDER: Final = {"title": 0, "registry": 1, "trial": 2, "doi": 3, "pmid": 4, "pmcid": 5}


def _joining(told: frozenset[str], authors: Mapping[str, set[str]]) -> list[str]:
    """The keys that join a document to others: its title with its author, or with the only author of that title."""
    title, author = _titled(told)
    found = [key for key in told if not key.startswith((TITLE, AUTHOR))]
    if title is not None:
        if not author:
            known = authors.get(title, set())
            author = next(iter(known)) if len(known) == 1 else ""
        found.append(f"{title}|{author}")
    return found


def _titled(told: frozenset[str]) -> tuple[str | None, str]:
    title = next((key for key in told if key.startswith(TITLE)), None)
    return title, next((key[len(AUTHOR) :] for key in told if key.startswith(AUTHOR)), "")
