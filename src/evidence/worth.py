"""What a claim is worth before any question is asked: whose word it is, the study's level, test and size, and how sure
the extraction is. The weights and their reasons are `data/claim_worth.tsv`.

Claims fall into tiers by their worth, so that a question that thousands of claims answer need look at the best alone.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

from evidence import tables

_TABLE: Final = Path(__file__).parent / "data" / "claim_worth.tsv"
_FULL_PATIENTS: Final = 1000  # from here on, more patients count no more
_DIGITS: Final = (
    8  # of a digest: among ten thousand claims of one worth one pair in a hundred would agree in these
)


@cache
def weights() -> Mapping[tuple[str, str], float]:
    """Every weight by part and value."""
    return {(row["part"], row["value"]): float(row["weight"]) for row in tables.rows(_TABLE)}


def qualities(
    *,
    role: str | None,
    level: str | None,
    significance: str | None,
    patients: float | None,
    confidence: float | None,
) -> dict[str, float]:
    """Each part's value between 0 and 1, times its share. An unknown level counts as a case series."""
    known = weights()
    grade = (level or "")[:1]
    values = {
        "role": known["role", role or "background"],
        "level": known.get(("level", grade), known["level", "unknown"]),
        "significance": known["significance", significance or "not_reported"],
        "patients": min(1.0, math.log1p(patients) / math.log1p(_FULL_PATIENTS)) if patients else 0.0,
        "confidence": confidence or 0.0,
    }
    return {part: known["quality", part] * value for part, value in values.items()}


@cache
def tiers() -> Mapping[str, float]:
    """The least worth of each tier, the best first."""
    found = {value: least for (part, value), least in weights().items() if part == "tier"}
    return dict(sorted(found.items(), key=lambda item: -item[1]))


def tier(worth: float) -> str:
    """The tier of a claim."""
    return next(name for name, least in tiers().items() if worth >= least)


def placed(worth: float, digest: str) -> float:
    """A worth to four decimals, and behind these a share of the claim's own digest (hexadecimal).

    Claims of equal worth so have an order of their own, the same in every store, and sorting thousands of them compares
    numbers alone (comparing their IRIs instead took five times as long as all else).
    """
    share = int(digest[:_DIGITS], 16) / 16**_DIGITS
    return min(1.0, round(round(worth, 4) + share * 1e-4, 10))
