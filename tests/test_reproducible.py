"""Two runs over the same texts say the same, whatever order Python gives the members of sets in each of them."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

CORPUS = Path(__file__).parent.parent / "corpus" / "documents"
# Two names of the same words (a gene, its expression) once were told apart by luck.
NAMED_TWICE = (
    "CD33 and CD123 expression was raised in leukemias with NPM1 mutation, "
    "which may respond to anti-CD33 therapy."
)


def extracted(folder: Path, seed: int) -> bytes:
    """What a process of its own extracts, sets being ordered by `seed`."""
    run = subprocess.run(
        [sys.executable, "-m", "evidence", "extract", str(folder), str(CORPUS)],
        env={**os.environ, "PYTHONHASHSEED": str(seed)},
        capture_output=True,
        check=True,
    )
    return run.stdout


def test_runs_say_the_same(tmp_path: Path) -> None:
    (tmp_path / "names.txt").write_text(f"{NAMED_TWICE}\n", encoding="utf-8")
    with ThreadPoolExecutor() as pool:
        first, *others = pool.map(lambda seed: extracted(tmp_path, seed), (1, 2, 3, 4))
    assert b'"associations"' in first
    assert all(other == first for other in others)
