"""What is likely wrong with a SPARQL query that the engine refuses, or that finds nothing.

Queries that begin with no query's word, brackets that are not closed, prefixes that are not declared, terms that the
ontology does not have, and texts where it has concepts: the engine calls the first two "expected CONSTRUCT" and
"expected [_]", and takes the last for questions without an answer.
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
_LINK: Final = re.compile(r"^ev:([\w-]+) a owl:ObjectProperty", re.M)
# A property with a text behind it.
_WITH_TEXT: Final = re.compile(r"(?<![\w?$:])ev:([\w-]+)\s+[\"']")
_FIRST_WORD: Final = re.compile(r"(?:\s*(?:PREFIX\s+[\w-]*:|BASE)\s)*\s*([A-Za-z]+)", re.I)
_FORMS: Final = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_UPDATES: Final = ("INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH")
_CLOSED_BY: Final = {"{": "}", "(": ")", "[": "]"}


def hints(text: str) -> list[str]:
    """One line for each thing that is likely wrong, in the order of the query."""
    bare = _OPAQUE.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)
    return [*_form(bare), *_brackets(bare), *_names(bare), *_texts(text, bare)]


def _form(text: str) -> Iterator[str]:
    found = _FIRST_WORD.match(text)
    word = found[1].upper() if found else ""
    if word in _UPDATES:
        yield "queries only read; what is stored is changed by `evidence ingest`"
    elif word not in _FORMS:
        yield f"a query begins with SELECT, ASK, CONSTRUCT or DESCRIBE{_like(word, set(_FORMS), '')}"


def _texts(text: str, bare: str) -> Iterator[str]:
    """Texts are told from the query itself, and their properties from what is no text."""
    found = [match for match in _WITH_TEXT.finditer(text) if bare[match.start()] != " "]
    ontology = _ontology() if found else ""
    links = set(_LINK.findall(ontology))
    for name in dict.fromkeys(match[1] for match in found):
        if name in links:
            or_text = f", or use ev:{name}Text" if f"{name}Text" in _TERM.findall(ontology) else ""
            yield (
                f"the values of ev:{name} are concepts and no texts: write an id, which `evidence vocabulary search` "
                f"tells{or_text}"
            )


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
    return set(_TERM.findall(_ontology()))


def _ontology() -> str:
    return (ontology_directory() / "evidence.ttl").read_text(encoding="utf-8")


def _like(name: str, known: set[str], after: str, before: str = "") -> str:
    """The name nearest to one that is not known."""
    near = difflib.get_close_matches(name, sorted(known), n=1, cutoff=0.7)
    near = near or sorted(item for item in known if len(name) > 1 and item.startswith(name))[:1]
    return f"; did you mean {before}{near[0]}{after}?" if near else ""
