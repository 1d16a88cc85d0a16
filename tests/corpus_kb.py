"""The example corpus as a knowledge base, for the tests that ask it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import evidence

DOCUMENTS = Path(__file__).resolve().parent.parent / "corpus" / "documents"


@pytest.fixture(scope="session")
def corpus_kb(tmp_path_factory: pytest.TempPathFactory, reference_kb: Callable[[Path], Path]) -> Path:
    """The folder of a knowledge base that holds every document of the corpus; open it for reading."""
    folder = reference_kb(tmp_path_factory.mktemp("corpus") / "kb")
    with evidence.open(folder, write=True) as kb:
        summary = kb.ingest(DOCUMENTS)
    assert summary.set_aside == ()
    return folder
