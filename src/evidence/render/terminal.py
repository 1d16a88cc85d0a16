"""How wide the terminal is."""

from __future__ import annotations

import os
import sys


def columns(unknown: int = 80) -> int:
    """The columns of the terminal as `shutil.get_terminal_size` has them: as the environment tells, or the system.

    Importing shutil brings three libraries of compression along, 5 ms of the 300 that a question has.
    """
    told = os.environ.get("COLUMNS", "")
    if told.isascii() and told.isdigit() and int(told) > 0:
        return int(told)
    try:
        return os.get_terminal_size(sys.__stdout__.fileno()).columns or unknown  # type: ignore[union-attr]  # caught
    except (AttributeError, ValueError, OSError):
        return unknown
