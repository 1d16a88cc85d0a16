"""JSON of services: of the form expected, or ValueError."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from evidence.acquire.json_bodies import count_at, list_at, object_at, objects_at, parsed, text_at

GOOD = (
    (object_at, {"c": 1}),
    (list_at, [1, "x"]),
    (objects_at, [{"c": 1}, {}]),
    (text_at, "words"),
    (count_at, 12),
)


@pytest.mark.parametrize(("read", "value"), GOOD)
def test_a_value_lies_under_nested_names(read: Callable[..., Any], value: object) -> None:
    assert read({"a": {"b": value}}, "a", "b") == value


def test_a_count_may_be_written_as_a_string() -> None:
    assert count_at({"count": "1234"}, "count") == 1234


@pytest.mark.parametrize("read", [read for read, _ in GOOD])
@pytest.mark.parametrize("found", [{}, {"a": None}, {"a": 1}, {"a": []}, {"a": {"c": 1}}, {"a": {"b": None}}])
def test_what_is_missing_is_told(read: Callable[..., Any], found: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"no .*a\.b"):
        read(found, "a", "b")


@pytest.mark.parametrize(
    ("read", "value"),
    [(object_at, []), (list_at, "x"), (objects_at, [1]), (text_at, 1), (count_at, [1]), (count_at, "many")],
)
def test_another_type_is_told(read: Callable[..., Any], value: object) -> None:
    with pytest.raises(ValueError, match=r"no |invalid literal"):
        read({"a": value}, "a")


@pytest.mark.parametrize("body", [b"", b"[]", b"null", b'{"a"', b"\xff", b"<html/>"])
def test_what_is_no_object_is_told(body: bytes) -> None:
    with pytest.raises(ValueError):
        parsed(body)
