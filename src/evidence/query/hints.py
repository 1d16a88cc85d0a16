"""What is likely wrong with a SPARQL query that the engine refuses, or that finds nothing.

Brackets that are not closed, prefixes that are not declared, and terms that the ontology does not have: the engine
calls the first "expected [_]" and takes the last for a question without an answer.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from typing import Final

from evidence.namespaces import prefixes
from evidence.vocabulary import ontology_directory

# Literals, IRIs and comments (SPARQL 1.1, 19.8): what stands in them is no syntax.
_OPAQUE: Final = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"""|"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\'|<[^<>"{}|^`\\\s]*>|#[^\n]*',
    re.S,
)
_NAME: Final = re.compile(r"(?<![\w?$:])([A-Za-z][\w-]*):([\w-]*)")
_DECLARED: Final = re.compile(r"\bPREFIX\s+([\w-]*):", re.I)
_TERM: Final = re.compile(r"^ev:([\w-]+) ", re.M)
_CLOSED_BY: Final = {"{": "}", "(": ")", "[": "]"}


def hints(text: str) -> list[str]:
    """One line for each thing that is likely wrong, in the order of the query."""
    bare = _OPAQUE.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)
    return [*_brackets(bare), *_names(bare)]


def _brackets(text: str) -> Iterator[str]:
    waiting: list[tuple[str, int]] = []
    for place, character in enumerate(text):
        if character in _CLOSED_BY:
            waiting.append((character, place))
        elif character in _CLOSED_BY.values():
            if not waiting:
                yield f"the {character} at {_place(text, place)} closes nothing"
                return
            opened, start = waiting.pop()
            if _CLOSED_BY[opened] != character:
                where = _place(text, start)
                yield f"the {opened} at {where} is not closed before the {character} at {_place(text, place)}"
                return
    if waiting:
        opened, start = waiting[-1]
        yield f"the {opened} at {_place(text, start)} is not closed"


def _place(text: str, offset: int) -> str:
    line = text.count("\n", 0, offset) + 1
    return f"line {line}, column {offset - text.rfind(chr(10), 0, offset)}"


def _names(text: str) -> Iterator[str]:
    known = {*prefixes(), *_DECLARED.findall(text)}
    terms: set[str] = set()
    for prefix, local in dict.fromkeys(_NAME.findall(text)):
        if prefix not in known:
            yield f"the prefix {prefix}: is not declared{_like(prefix, known, ':')}"
        elif prefix == "ev" and local:
            terms = terms or _terms()
            if local not in terms:
                yield f"ev:{local} is no term of the ontology{_like(local, terms, '', 'ev:')}"


def _terms() -> set[str]:
    return set(_TERM.findall((ontology_directory() / "evidence.ttl").read_text(encoding="utf-8")))


def _like(name: str, known: set[str], after: str, before: str = "") -> str:
    """The name nearest to one that is not known."""
    near = difflib.get_close_matches(name, sorted(known), n=1, cutoff=0.7)
    return f"; did you mean {before}{near[0]}{after}?" if near else ""
