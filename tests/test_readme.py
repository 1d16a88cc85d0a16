"""The tour of the README is run as it stands there, in an empty folder, from an installed wheel."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from installed import ROOT, Installed

README = (ROOT / "README.md").read_text(encoding="utf-8")
TOUR = README.split("\n## Tour\n", 1)[1].split("\n## ", 1)[0]
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_STATUS = re.compile(r"\s+# exit status (\d)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A command, the exit status that it must end with, and lines of which each must be in its output."""

    command: tuple[str, ...]
    status: int = 0
    shown: tuple[str, ...] = ()


def steps(text: str) -> Iterator[Step]:
    """The steps of all fenced blocks: `sh` whole, `python` whole, `console` command by command."""
    for language, body in _BLOCK.findall(text):
        if language == "sh":
            yield Step(command=("bash", "-euc", body))
        elif language == "python":
            yield Step(command=("python", "-c", body))
        elif language == "console":
            for part in re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]:
                typed, *shown = part.rstrip("\n").split("\n")
                status = _STATUS.search(typed)
                command = ("bash", "-uc", _STATUS.sub("", typed))
                yield Step(command=command, status=int(status[1]) if status else 0, shown=tuple(shown))


def pattern(line: str) -> re.Pattern[str]:
    """A shown line: `...` stands for anything, and spaces for any number of them."""
    pieces = [r"\s+".join(map(re.escape, piece.split())) for piece in line.split("...")]
    return re.compile(r"\s*" + r".*".join(pieces) + r"\s*")


def test_the_tour_runs(installed: Installed, tmp_path: Path) -> None:
    for step in steps(TOUR):
        done = installed.run(*step.command, cwd=tmp_path)
        output = done.stdout + done.stderr
        assert done.returncode == step.status, f"{step.command[-1]}\n{output}"
        for line in step.shown:
            assert any(map(pattern(line).fullmatch, output.splitlines())), f"{line!r} is not in\n{output}"


def test_every_verb_of_the_tour_is_a_step() -> None:
    """A block in a language that the test does not run would go unseen."""
    assert {language for language, _ in _BLOCK.findall(TOUR)} == {"sh", "console", "python"}


@pytest.mark.parametrize("target", re.findall(r"\]\(([^)#:]+)\)", README))
def test_links_lead_somewhere(target: str) -> None:
    assert (ROOT / target).exists()
