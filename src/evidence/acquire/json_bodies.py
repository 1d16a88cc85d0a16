"""JSON as it comes from a service: every function here raises ValueError for what is not of the form expected."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any


def parsed(body: bytes) -> dict[str, Any]:
    """A body that is a JSON object."""
    found = json.loads(body)
    if not isinstance(found, dict):
        raise ValueError("no JSON object")
    return found


def object_at(found: Mapping[str, Any], *names: str) -> dict[str, Any]:
    """The object under nested names."""
    value = _at(found, *names)
    if not isinstance(value, dict):
        raise ValueError(f"no object {'.'.join(names)}")
    return value


def list_at(found: Mapping[str, Any], *names: str) -> list[Any]:
    """The list under nested names."""
    value = _at(found, *names)
    if not isinstance(value, list):
        raise ValueError(f"no list {'.'.join(names)}")
    return value


def objects_at(found: Mapping[str, Any], *names: str) -> list[dict[str, Any]]:
    """The list of objects under nested names."""
    values = list_at(found, *names)
    if not all(isinstance(value, dict) for value in values):
        raise ValueError(f"no list of objects {'.'.join(names)}")
    return values


def text_at(found: Mapping[str, Any], *names: str) -> str:
    """The string under nested names."""
    value = _at(found, *names)
    if not isinstance(value, str):
        raise ValueError(f"no text {'.'.join(names)}")
    return value


def count_at(found: Mapping[str, Any], *names: str) -> int:
    """The number under nested names, written as a number (Europe PMC) or as a string (NCBI)."""
    value = _at(found, *names)
    if not isinstance(value, int | str):
        raise ValueError(f"no count {'.'.join(names)}")
    return int(value)


def _at(found: Mapping[str, Any], *names: str) -> Any:
    value: Any = found
    for name in names:
        value = value.get(name) if isinstance(value, Mapping) else None
    if value is None:
        raise ValueError(f"no {'.'.join(names)}")
    return value
