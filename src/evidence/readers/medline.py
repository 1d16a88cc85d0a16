"""MEDLINE records, as PubMed saves them (.nbib): tags of four letters, values indented by six."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO, Final

from evidence.document import Document
from evidence.errors import ReadError
from evidence.readers import tagged

FORMAT: Final = "medline"
MEDIA_TYPE: Final = "application/nbib"
_TAG: Final = re.compile(r"([A-Z]{2,4}) *- ")


def sniff(head: str, name: str) -> float:
    """A record's first tag."""
    return 0.99 if re.match(r"\s*PMID- \d", head) else 0.0


def read(stream: BinaryIO, *, uri: str) -> Iterator[Document | ReadError]:
    """One document a record; a record without title and abstract is set aside."""
    return tagged.read_lines(
        stream, uri=uri, first="PMID- ", tag=_TAG, table="medline_tags", format=FORMAT, media_type=MEDIA_TYPE
    )
