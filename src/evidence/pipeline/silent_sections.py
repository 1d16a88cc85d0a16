"""Parts of the results that tell who took part, and no results: baseline paragraphs, the flow of patients through a trial."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from evidence.document import Section
from evidence.pipeline.layers import Sentence
from evidence.pipeline.screens import Screen
from evidence.pipeline.tables import alternatives

# The whole heading of a part that tells of the patients as they came: "3.1. Patient characteristics".
_PARTICIPANTS: Final = alternatives("role_cues", role="participants")
# How the caption of a trial's profile begins, whose notes tell who left when: "Trial profile", "CONSORT diagram".
_PROFILE: Final = alternatives("role_cues", role="profile")
# What such a part tells beside, as a result: "both were well tolerated".
_CAME_AFTER: Final = Screen(alternatives("role_cues", role="came_after"))
# A part under such a heading that is longer than this tells of more than its heading says, in characters.
_LONGEST: Final = 2500


@dataclass(frozen=True, slots=True)
class Silent:
    """The parts of a text that tell who took part, and of what became of them nothing, or little."""

    parts: tuple[Section, ...]

    def holds(self, text: str, sentence: Sentence) -> bool:
        """Whether a sentence stands in such a part and tells no result."""
        part = next((item for item in self.parts if item.start <= sentence.start < item.end), None)
        if part is None:
            return False
        return _of_figure(part) or _CAME_AFTER.search(text, sentence.start, sentence.end) is None


def silent(text: str, sections: Sequence[Section]) -> Silent:
    """The parts under results that tell who took part."""
    return Silent(tuple(item for item in sections if item.role == "results" and _is_silent(text, item)))


def _of_figure(section: Section) -> bool:
    return (section.heading or "").lower().startswith("fig")


def _is_silent(text: str, section: Section) -> bool:
    if _of_figure(section):
        begin = section.start
        while begin < section.end and text[begin].isspace():
            begin += 1
        return _PROFILE.match(text, begin, section.end) is not None
    heading = (section.heading or "").strip(" .:\n")
    return section.end - section.start <= _LONGEST and _PARTICIPANTS.fullmatch(heading) is not None
