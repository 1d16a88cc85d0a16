"""OncoTree: its tree as the API and the releases give it, JSON objects nested by code (oncotree.mskcc.org)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from evidence.errors import VocabularyError
from evidence.importers.terms import Term, curies


def read(path: Path) -> Iterator[Term]:
    """The tumour types; tissues, which are the tree's upper two levels, are none. Raises VocabularyError."""
    try:
        tree = json.loads(path.read_text(encoding="utf-8"))
        roots = list(tree.values())
        yield from (term for root in roots for term in _terms(root, None))
    except (ValueError, AttributeError, KeyError, TypeError) as error:
        raise VocabularyError(f"{path} is no tree of OncoTree ({error}); give its JSON file") from None


def _terms(root: dict[str, Any], parent: str | None) -> Iterator[Term]:
    # Not recursive: a damaged file may nest as deep as it likes.
    waiting: list[tuple[dict[str, Any], str | None]] = [(root, parent)]
    while waiting:
        node, above = waiting.pop()
        is_type = node["tissue"] is not None and node["mainType"] is not None and int(node["level"]) > 1
        id = f"ONCOTREE:{node['code']}"
        if is_type:
            references = node.get("externalReferences") or {}
            yield Term(
                id=id,
                label=node["name"],
                group="diseases",
                names=(node["code"],),
                broader=(above,) if above else (),
                xrefs=curies(f"{source}:{code}" for source, codes in references.items() for code in codes),
            )
        waiting.extend((child, id if is_type else None) for child in node.get("children", {}).values())
