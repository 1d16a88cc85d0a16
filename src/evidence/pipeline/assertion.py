"""Layer `cues`: negation and hedging, with their reach in the sentence (after NegEx, Chapman 2001; BioScope, Vincze 2008)."""

from __future__ import annotations

import re
from typing import Final, cast

from spacy.language import Language
from spacy.tokens import Doc

from evidence.pipeline.layers import Cue, CueKind
from evidence.pipeline.screens import Screen, screened
from evidence.pipeline.tables import rows

NAME: Final = "evidence_assertion"

# What ends the reach of a cue (NegEx's termination terms).
_TERMINATION: Final = screened(
    r";|\bbut\b|\bhowever\b|\balthough\b|\bexcept\b|\bwhereas\b|\bwhile\b", re.IGNORECASE
)


def _compiled() -> Screen:
    kinds = ("negation", "hedge")
    groups = [
        f"(?P<{kind}>" + "|".join(row["pattern"] for row in rows("cues") if row["kind"] == kind) + ")"
        for kind in kinds
    ]
    return screened(r"(?<![\w-])(?:" + "|".join(groups) + r")(?!\w)", re.IGNORECASE)


_CUE: Final = _compiled()


@Language.component(NAME)
def assertion(doc: Doc) -> Doc:
    """Find cues; each reaches to the next terminating word of its sentence, or to its end."""
    text: str = doc._.document.text
    found = []
    for sentence in doc._.sentences:
        for match in _CUE.finditer(text, sentence.start, sentence.end):
            stop = _TERMINATION.search(text, match.end(), sentence.end)
            kind = cast(CueKind, match.lastgroup)
            found.append(Cue(kind, match.start(), match.end(), stop.start() if stop else sentence.end))
    doc._.cues = tuple(found)
    return doc
