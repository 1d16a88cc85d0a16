"""A knowledge base that holds the shipped vocabulary and ontology alone, written once for all tests that fill one."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from evidence.ingest import write_reference
from evidence.store import LocalStore
from evidence.vocabulary import Vocabulary


@pytest.fixture(scope="session")
def reference_kb(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], Path]:
    """Puts such a knowledge base into a folder that is not there yet, and returns the folder."""
    made = tmp_path_factory.mktemp("reference") / "kb"
    with LocalStore.create(made) as store:
        write_reference(store, Vocabulary.load())
        store.optimize()

    def put(folder: Path) -> Path:
        shutil.copytree(made, folder, copy_function=_linked)
        return folder

    return put


def _linked(source: str, target: str) -> None:
    """Sorted tables are never written again once they stand, so that a second name does."""
    if source.endswith(".sst"):
        os.link(source, target)
    else:
        shutil.copy2(source, target)
