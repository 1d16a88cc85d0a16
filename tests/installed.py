"""The project as a user has it: a wheel, built and installed into a folder of its own, and its command."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Installed:
    """The wheel, and the folder that it was installed into."""

    wheel: Path
    site: Path

    def names(self) -> list[str]:
        """The files inside the wheel."""
        with ZipFile(self.wheel) as archive:
            return archive.namelist()

    def environment(self) -> dict[str, str]:
        """Variables under which `evidence` and `python` are the installed ones; dependencies are the tests' own."""
        paths = (str(self.site / "bin"), str(Path(sys.executable).parent), os.environ["PATH"])
        kept = {name: value for name, value in os.environ.items() if name not in ("EVIDENCE_KB", "COLUMNS")}
        return kept | {"PYTHONPATH": str(self.site), "PATH": os.pathsep.join(paths), "COLUMNS": "160"}

    def run(self, *command: str, cwd: Path, text: str | None = None) -> subprocess.CompletedProcess[str]:
        """Run a command in a folder; its exit status, output and notes are in the result."""
        return subprocess.run(
            command,
            cwd=cwd,
            env=self.environment(),
            input=text,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installed]:
    """The wheel of this tree, built without the network and installed without its dependencies."""
    folder = tmp_path_factory.mktemp("wheel")
    site = folder / "site"
    _python("-m", "hatchling", "build", "-t", "wheel", "-d", str(folder))
    (wheel,) = folder.glob("*.whl")
    _python(
        "-m", "pip", "install", "-q", "--no-index", "--no-deps", "--no-compile", "-t", str(site), str(wheel)
    )
    yield Installed(wheel=wheel, site=site)


def _python(*arguments: str) -> None:
    done = subprocess.run([sys.executable, *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
