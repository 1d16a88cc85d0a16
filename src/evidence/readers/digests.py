"""The statement that a text is a digest, in its author's own words, of a published work."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from evidence.readers.identifiers import find_doi, find_pmid
from evidence.readers.traced import Traced

# "Digest of doi:10.1000/x pmid:123 in our own words; not the article." The statement is metadata wherever it stands.
_STATEMENT: Final = re.compile(
    r"(?:^[ \t]*>[ \t]*|[ \t]+>[ \t]+)?\bDigest\s+of\s+((?:(?:doi|pmid):\s?\S+\s+){1,3})in\s+our\s+own\s+words;"
    r"\s+not\s+the\s+article\.?[ \t]*",
    re.IGNORECASE | re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Digest:
    """The work that a digest is of; at least one of the two is known."""

    doi: str | None
    pmid: str | None

    @property
    def target(self) -> str:
        """The work's best identifier."""
        return f"doi:{self.doi}" if self.doi else f"pmid:{self.pmid}"


def without_statement(words: Traced) -> tuple[Traced, Digest | None]:
    """The text without its digest statement, and what the statement says; unchanged where there is none."""
    match = _STATEMENT.search(words.text)
    if match is None:
        return words, None
    digest = Digest(find_doi(match[1]), find_pmid(match[1]))
    if digest.doi is None and digest.pmid is None:
        return words, None
    between = " " if words.text[: match.start()].strip() and not match[0].endswith("\n") else ""
    return words.sub(re.compile(re.escape(match[0])), between).strip(), digest
