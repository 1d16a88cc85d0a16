"""What the layers of a Doc hold of one table: names and outcomes in its rows and caption, and the document's arms."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from spacy.tokens import Doc

from evidence.document import Citation, Table
from evidence.pipeline.arm_names import ArmName
from evidence.pipeline.layers import ArmMention
from evidence.pipeline.outcomes import OutcomeMention, times_event
from evidence.records import Mention

Spanned = TypeVar("Spanned", Citation, ArmMention, OutcomeMention, Mention)


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """The text, the document's arms, and what stands in a table or its caption."""

    text: str
    arms: Sequence[ArmName]
    arm_mentions: Sequence[ArmMention]
    outcomes: Sequence[OutcomeMention]
    mentions: Sequence[Mention]
    citations: Sequence[Citation]

    @classmethod
    def of(cls, doc: Doc, table: Table) -> View:
        """Cut the layers to a table."""
        start = table.caption[0] if table.caption else table.start

        def cut(items: Sequence[Spanned]) -> Sequence[Spanned]:
            first = bisect_left(items, start, key=lambda item: item.start)
            return items[first : bisect_left(items, table.end, key=lambda item: item.start)]

        return cls(
            text=doc._.document.text,
            arms=doc._.arms,
            arm_mentions=cut(doc._.arm_mentions),
            outcomes=[item for item in cut(doc._.outcomes) if not times_event(item)],
            mentions=cut(doc._.mentions),
            citations=cut(doc._.citations),
        )
