"""A run that is killed at any moment, and started again, ends with the store of a run that nothing disturbed."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).parent.parent / "scripts"


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_killed_runs_lose_nothing_and_store_nothing_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(SCRIPTS))
    import kill_ingest

    assert kill_ingest.compare(tmp_path, records=100, kills=2, seed=7) == 0
    twice = kill_ingest.made_up(100, kill_ingest.random.Random(7)).count("<PMID>43</PMID>")
    assert twice == 2, "the file must hold a record twice for the test to tell anything of it"
