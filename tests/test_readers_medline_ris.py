"""MEDLINE and RIS records."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from evidence.document import Document, Relation
from evidence.errors import ReadError
from evidence.readers import read, read_path

MEDLINE = """
PMID- 123456
OWN - NLM
DP  - 2021 Feb 3
TI  - Drug A versus
      drug B.
PG  - 12-9
LID - S1 [pii]
LID - 10.1000/X.1 [doi]
AB  - BACKGROUND: Which is better is not
      known. RESULTS: PT  - A was better.
FAU - Doe, Jane
AU  - Doe J
FAU - Roe, Richard
LA  - eng
PT  - Journal Article
PT  - Randomized Controlled Trial
TA  - J Trials
JT  - Journal of trials
VI  - 7
IP  - 2
OT  - cancer
PMC - PMC765432
CON - J Trials. 2020;1:2. PMID: 888888
MH  - Humans
SO  - J Trials. 2021 Feb 3;7(2):12-9. doi: 10.1000/other.

PMID- 77
DP  - 2020
TI  - Another trial.
"""
RIS = """TY  - JOUR
TI  - Drug A versus drug B
AU  - Doe, Jane
A1  - Roe, Richard
T2  - Journal of trials
J2  - J Trials
AB  - BACKGROUND: Which is better is not known. RESULTS: A was better.
DA  - 2021/02/03/undefined
PY  - 2021
VL  - 7
IS  - 2
SP  - 12
EP  - 19
L2  - http://dx.doi.org/10.1000/X.1
KW  - cancer
LA  - eng
ER  -

TY  - JOUR
AU  - Nobody
ER  -
"""


def outcomes(text: str, format: str) -> list[Document | ReadError]:
    return list(read(io.BytesIO(text.encode()), uri="r.txt", format=format))


def test_notices_of_medline() -> None:
    notices = "RIN - J Trials. 2022;1:2. PMID: 777777\nEIN - J Trials. 2021;9:9\nTI  - "
    found, _ = outcomes(MEDLINE.replace("TI  - ", notices, 1), "medline")
    assert isinstance(found, Document)
    assert Relation(type="retracted_by", target="pmid:777777") in found.relations
    assert Relation(type="corrected_by", target="J Trials. 2021;9:9") in found.relations


def test_medline() -> None:
    found, other = outcomes(MEDLINE, "medline")
    assert isinstance(found, Document) and isinstance(other, Document)
    assert (found.id, found.pmid, found.pmcid) == ("doi:10.1000/x.1#record", "123456", "PMC765432")
    assert (found.title, found.journal) == ("Drug A versus drug B.", "Journal of trials")
    assert (found.date, found.year, found.volume, found.issue, found.pages) == (
        "2021-02-03",
        2021,
        "7",
        "2",
        "12-9",
    )
    assert found.authors == ("Doe, Jane", "Roe, Richard")
    assert found.publication_types == ("Journal Article", "Randomized Controlled Trial")
    assert found.keywords == ("cancer",) and found.language == "eng"
    assert found.relations == (Relation(type="comments_on", target="pmid:888888"),)
    assert found.text == (
        "Drug A versus drug B.\n\nBACKGROUND: Which is better is not known.\n\nRESULTS: PT - A was better."
    )
    assert [s.role for s in found.sections] == ["title", "background", "results"]
    assert other.id == "pmid:77#record"


def test_ris() -> None:
    found, empty = outcomes(RIS, "ris")
    assert isinstance(found, Document)
    assert (found.id, found.title) == ("doi:10.1000/x.1#record", "Drug A versus drug B")
    assert found.journal == "Journal of trials"
    assert (found.date, found.volume, found.issue, found.pages) == ("2021-02-03", "7", "2", "12-19")
    assert found.authors == ("Doe, Jane", "Roe, Richard") and found.keywords == ("cancer",)
    assert [s.role for s in found.sections] == ["title", "background", "results"]
    assert isinstance(empty, ReadError) and "record 2" in str(empty)


@pytest.mark.parametrize(("folder", "count"), [("medline", 4), ("ris", 12)])
def test_samples(shared: Path, folder: str, count: int) -> None:
    paths = sorted((shared / "data/format_samples" / folder).iterdir())
    found = [item for path in paths for item in read_path(path)]
    assert len(found) == count
    for item in found:
        assert isinstance(item, Document) and item.source.format == folder
        assert (
            item.title and item.authors and item.year and (item.doi or item.pmid) and "\n" not in item.title
        )
