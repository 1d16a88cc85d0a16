"""Outcomes that a result calls by a short form of its document's own: "DOA" is told as "duration of analgesia (DOA)"."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Sequence

from evidence.pipeline.layers import Abbreviation
from evidence.pipeline.trimmed_names import words_of
from evidence.records import Finding


def spelled_out(findings: Iterable[Finding], definitions: Sequence[Abbreviation]) -> Iterator[Finding]:
    """The findings, outcomes that no vocabulary knows and that are short forms with what the document says they mean."""
    long = {item.short: " ".join(item.long.split()) for item in definitions if "(" not in item.long}
    for item in findings:
        name = _spelled(item.outcome, long) if item.outcome_concept is None else None
        yield item if name is None else dataclasses.replace(item, outcome=name)


def _spelled(outcome: str, long: dict[str, str]) -> str | None:
    """A short form, by itself or with a noun that measures behind it, with its long form; None for any other name."""
    words = outcome.split(" ")
    meant = long.get(words[0])
    if meant is None or not all(word in words_of("measure") for word in words[1:]):
        return None
    return " ".join([f"{meant} ({words[0]})", *words[1:]])
