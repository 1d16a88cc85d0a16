"""OBO files (format 1.2 and 1.4), read by obonet: terms with exact synonyms, `is_a` and cross-references."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import obonet

from evidence.errors import VocabularyError
from evidence.importers.terms import Term, curie, curies, group_of

# `"hemangiosarcoma" EXACT []`; the other scopes (BROAD, NARROW, RELATED) are no names of the term.
_EXACT: Final = re.compile(r'"((?:[^"\\]|\\.)*)"\s+EXACT\b')


def read(path: Path) -> Iterator[Term]:
    """The terms of an OBO file that are not obsolete. Raises VocabularyError where it is none."""
    try:
        with path.open(encoding="utf-8") as lines:
            graph: Any = obonet.read_obo(lines)
    except (ValueError, UnicodeDecodeError, AttributeError) as error:
        reason = " ".join(str(error).split())
        raise VocabularyError(f"{path} is no OBO file ({reason}); give one, or name its format") from None
    terms = [term for id, data in graph.nodes(data=True) if (term := _term(id, data)) is not None]
    if not terms:
        raise VocabularyError(f"{path} has no term with a prefix that is known here (ontology/prefixes.tsv)")
    yield from terms


def _term(id: str, data: dict[str, Any]) -> Term | None:
    known = curie(id)
    label = data.get("name")
    if known is None or not label:
        return None
    found = (_EXACT.match(synonym) for synonym in data.get("synonym", ()))
    return Term(
        id=known,
        label=label,
        group=group_of(known),
        names=tuple(re.sub(r"\\(.)", r"\1", match[1]) for match in found if match is not None),
        broader=curies(data.get("is_a", ())),
        xrefs=curies(xref.split()[0] for xref in data.get("xref", ())),
    )
