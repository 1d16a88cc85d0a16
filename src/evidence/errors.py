"""Everything that can be wrong with an input, a store, a vocabulary or a question.

Every message is one line that says what is wrong, where, and what to do.
"""

from __future__ import annotations


class EvidenceError(Exception):
    """Base of the family; `exit_status` is what the command line ends with (design section 7)."""

    exit_status = 3


class UsageError(EvidenceError):
    """The call's words are off."""

    exit_status = 2


class ReadError(EvidenceError):
    """An input cannot be read; a batch sets it aside and goes on.

    `uri` names the input, `place` where in it ("line 12", "byte 0", "record 3"), `remedy` what to do.
    """

    def __init__(self, reason: str, *, uri: str = "-", place: str = "", remedy: str = "") -> None:
        self.reason, self.uri, self.place, self.remedy = reason, uri, place, remedy
        where = f"{uri}, {place}" if place else uri
        super().__init__(f"{where}: {reason}" + (f"; {remedy}" if remedy else ""))


class VocabularyError(EvidenceError):
    """A vocabulary file breaks its format; the message names file and line."""


class StoreError(EvidenceError):
    """A knowledge base cannot be opened, read or written."""


class AcquireError(EvidenceError):
    """A service of literature cannot be reached, gives no usable answer, or what it gave cannot be saved.

    `where` names service and address, or the path; `status` is the last HTTP status, None where none came.
    """

    def __init__(self, reason: str, *, where: str, remedy: str = "", status: int | None = None) -> None:
        self.reason, self.where, self.remedy, self.status = reason, where, remedy, status
        super().__init__(f"{where}: {reason}" + (f"; {remedy}" if remedy else ""))


class QueryError(EvidenceError):
    """A SPARQL query is wrong; `line` and `column` are 1-based where the engine tells them."""

    exit_status = 2

    def __init__(self, message: str, *, line: int | None = None, column: int | None = None) -> None:
        self.line, self.column = line, column
        super().__init__(message)
