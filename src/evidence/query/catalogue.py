"""The SPARQL texts of `query/sparql/*.rq`, and how terms get into them: as serialised terms only."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Final

from evidence.namespaces import EV, expand

_SPARQL: Final = Path(__file__).parent / "sparql"
_FORBIDDEN: Final = re.compile(r"""[\x00-\x20<>"{}|^`\\]""")


@cache
def _text(name: str) -> str:
    text = (_SPARQL / f"{name}.rq").read_text(encoding="utf-8")
    return "".join(line for line in text.splitlines(keepends=True) if not line.startswith("#"))


def sparql(name: str, **parts: str) -> str:
    """A query with its `{placeholders}` filled. Parts must be serialised terms or other queries of the
    catalogue.
    """
    text = _text(name)
    for key, part in parts.items():
        text = text.replace("{" + key + "}", part.rstrip("\n"))
    return text


def iri(value: str) -> str:
    """An IRI as a SPARQL term; the characters that no IRI may hold (SPARQL 1.1, IRIREF) are percent-
    encoded.
    """
    return f"<{_FORBIDDEN.sub(lambda found: f'%{ord(found[0]):02X}', value)}>"


def concepts(ids: Iterable[str]) -> str:
    """Concepts' CURIEs as IRIs."""
    return " ".join(map(_concept, ids))


@cache  # a question asks for the same thousands several times
def _concept(id: str) -> str:
    return iri(expand(id))


def property(name: str) -> str:
    """One of our own properties by its bare name."""
    return iri(EV + name)


def literal(text: str) -> str:
    """A text as a SPARQL string; JSON's escapes are among SPARQL's (1.1, 19.2 and 19.7)."""
    return json.dumps(text.encode("utf-8", "replace").decode(), ensure_ascii=False)
