"""The statement that a text is a digest, in its author's own words, of a published work."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from evidence.readers.identifiers import find_doi, find_pmid
from evidence.readers.traced import Traced


def _wrapped(words: str) -> str:
    """A pattern of words that line ends may part, within a word with a hyphen."""
    return r"\s+".join(r"(?:-\n)?".join(re.escape(letter) for letter in word) for word in words.split())


# "Digest of doi:10.1000/x pmid:123 in our own words; not the article." It is metadata wherever it stands.
_STATEMENT: Final = re.compile(
    rf"(?:^[ \t]*>[ \t]*|(?<=\s)>[ \t]+)?\b{_wrapped('Digest of')}\s+(?P<work>[^;]{{3,200}}?)\s+"
    rf"{_wrapped('in our own words; not the article')}\.?[ \t]*",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Digest:
    """The work that a digest is of, as far as it is identified."""

    doi: str | None
    pmid: str | None

    @property
    def target(self) -> str | None:
        """The work's best identifier."""
        return f"doi:{self.doi}" if self.doi else f"pmid:{self.pmid}" if self.pmid else None


def without_statement(words: Traced) -> tuple[Traced, Digest | None]:
    """The text without its digest statement, and what the statement says; unchanged where there is none."""
    match = _STATEMENT.search(words.text) if "Digest" in words.text else None
    if match is None:
        return words, None
    work = match["work"]
    return words.sub(re.compile(re.escape(match[0])), " ").strip(), Digest(find_doi(work), find_pmid(work))
