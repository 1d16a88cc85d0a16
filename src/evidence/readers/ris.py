"""RIS records, as reference managers and publishers export them: two-character tags, TY to ER."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO, Final

from evidence.document import Document
from evidence.errors import ReadError
from evidence.readers import tagged

FORMAT: Final = "ris"
MEDIA_TYPE: Final = "application/x-research-info-systems"
_TAG: Final = re.compile(r"([A-Z][A-Z0-9])  ?-(?: |$)")


def sniff(head: str, name: str) -> float:
    """A record's first tag."""
    return 0.99 if re.match(r"\s*TY  ?- [A-Z]{3,8}\b", head) else 0.0


def read(stream: BinaryIO, *, uri: str) -> Iterator[Document | ReadError]:
    """One document a record; a record without title and abstract is set aside."""
    return tagged.read_lines(
        stream, uri=uri, first="TY  ?- ", tag=_TAG, table="ris_tags", format=FORMAT, media_type=MEDIA_TYPE
    )
