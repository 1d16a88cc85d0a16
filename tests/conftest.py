"""Fixtures that more than one test module needs."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus_kb import corpus_kb  # noqa: F401 - fixtures of several modules
from installed import installed  # noqa: F401
from reference_kb import reference_kb  # noqa: F401

_SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of seeds and gold data beside the repository; tests that need it are skipped without it."""
    if not _SHARED.is_dir():
        pytest.skip("needs the folder of shared data beside the repository, which is absent here")
    return _SHARED


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Bytes are named by their argument: archives tell when they were made, and each process makes its own."""
    return argname if isinstance(val, bytes) else None
