"""Europe PMC's results in JSON."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence.document import Document, Relation
from evidence.errors import ReadError
from evidence.readers import read, sniff

RESULT: dict[str, Any] = {
    "id": "123456", "source": "MED", "pmid": "123456", "pmcid": "PMC765432", "doi": "10.1000/X.1",
    "title": "Drug A<sub>2</sub> versus <i>drug</i> B &amp; C.",
    "authorString": "Doe J, Alpha Group.",
    "authorList": {"author": [{"fullName": "Doe J", "firstName": "Jane", "lastName": "Doe", "initials": "J"},
                              {"collectiveName": "Alpha Group"}, {"fullName": "Roe R"}]},
    "journalInfo": {"issue": "2", "volume": "7", "dateOfPublication": "2021 Feb", "monthOfPublication": 2,
                    "yearOfPublication": 2021, "printPublicationDate": "2021-02-01",
                    "journal": {"title": "Journal of trials", "isoabbreviation": "J Trials"}},
    "pubYear": "2021", "pageInfo": "12-19", "language": "eng", "firstPublicationDate": "2020-12-01",
    "abstractText": "<h4>Why</h4>Unknown &amp; open.<h4>Methods</h4><p>We tried.</p><p>10<sup>9</sup> cells.</p>"
                    "<h4>Results</h4>A was better (P&lt;0.05).",
    "pubTypeList": {"pubType": ["Randomized Controlled Trial", "Journal Article"]},
    "keywordList": {"keyword": ["cancer", "drugs"]},
    "commentCorrectionList": {"commentCorrection": [
        {"id": "888888", "source": "MED", "reference": "J Trials. 2020", "type": "Comment on"},
        {"id": "1", "source": "PPR", "type": "Preprint in"}]},
}  # fmt: skip


def outcomes(value: Any, format: str | None = None) -> list[Document | ReadError]:
    data = value if isinstance(value, bytes) else json.dumps(value).encode()
    return list(read(io.BytesIO(data), uri="epmc.json", format=format))


def page(*results: Any) -> dict[str, Any]:
    return {"version": "6.9", "hitCount": len(results), "nextCursorMark": "A", "request": {"queryString": "x"},
            "resultList": {"result": list(results)}}  # fmt: skip


def test_a_result() -> None:
    (found,) = outcomes(page(RESULT))
    assert isinstance(found, Document) and found.source.format == "europepmc"
    assert found.id == "doi:10.1000/x.1#abstract"
    assert (found.title, found.journal) == ("Drug A2 versus drug B & C.", "Journal of trials")
    assert (found.pmid, found.pmcid, found.language) == ("123456", "PMC765432", "eng")
    assert (found.date, found.year, found.volume, found.issue, found.pages) == (
        "2021-02",
        2021,
        "7",
        "2",
        "12-19",
    )
    assert found.authors == ("Doe, Jane", "Alpha Group", "Roe R")
    assert found.publication_types == ("Randomized Controlled Trial", "Journal Article")
    assert found.keywords == ("cancer", "drugs")
    assert found.relations == (Relation(type="comments_on", target="pmid:888888"),)
    assert [(s.role, s.heading, found.text[s.start : s.end]) for s in found.sections] == [
        ("title", None, "Drug A2 versus drug B & C."),
        ("methods", "Methods", "We tried.\n\n10^9 cells."),
        ("results", "Results", "A was better (P<0.05)."),
    ]
    assert "Why\n\nUnknown & open." in found.text


@pytest.mark.parametrize("value", [
    page(RESULT), [page(RESULT)], {"version": "6.9", "hitCount": 1, "result": RESULT}, RESULT, [RESULT],
    json.dumps(RESULT, indent=2).encode(), b"\xef\xbb\xbf" + json.dumps(page(RESULT)).encode(),
], ids=["page", "pages", "article", "result", "results", "indented", "with a mark"])  # fmt: skip
def test_shapes(value: Any) -> None:
    (found,) = outcomes(value)
    assert isinstance(found, Document) and found.pmid == "123456" and found.source.format == "europepmc"


def test_results_one_a_line() -> None:
    lines = b"\n".join(
        json.dumps(RESULT | {"id": str(n), "pmid": str(n), "doi": None}).encode() for n in (1, 2, 3)
    )
    assert [item.id for item in outcomes(lines) if isinstance(item, Document)] == [
        "pmid:1#abstract", "pmid:2#abstract", "pmid:3#abstract",
    ]  # fmt: skip


@pytest.mark.parametrize(("changes", "expected"), [
    ({"pmid": None}, {"pmid": "123456"}),
    ({"pmid": None, "source": "PPR", "id": "PPR1", "doi": None, "pmcid": None}, {"pmid": None}),
    ({"authorList": None}, {"authors": ("Doe J", "Alpha Group")}),
    ({"journalInfo": None, "journalTitle": "J Trials", "journalVolume": "8"},
     {"journal": "J Trials", "volume": "8", "date": "2020-12-01"}),
    ({"journalInfo": None, "firstPublicationDate": None}, {"year": 2021}),
    ({"abstractText": "Methods: We tried. Results: A was better."}, {"title": "Drug A2 versus drug B & C."}),
    ({"abstractText": None, "title": "P < 0.05 & more"}, {"title": "P < 0.05 & more"}),
    ({"keywordList": {"keyword": [1, None, "a"]}, "pubTypeList": []}, {"keywords": ("a",), "publication_types": ()}),
])  # fmt: skip
def test_what_may_lack_or_differ(changes: dict[str, Any], expected: dict[str, Any]) -> None:
    (found,) = outcomes(page(RESULT | changes))
    assert isinstance(found, Document)
    assert {name: getattr(found, name) for name in expected} == expected


def test_headings_that_run_in() -> None:
    (found,) = outcomes(RESULT | {"abstractText": "<b>Methods:</b> We tried. <b>Results:</b> A was better."})
    assert isinstance(found, Document)
    assert [section.role for section in found.sections] == ["title", "methods", "results"]
    (found,) = outcomes(RESULT | {"abstractText": "METHODS: We tried. RESULTS: A was better."})
    assert isinstance(found, Document)
    assert [section.role for section in found.sections] == ["title", "methods", "results"]


@pytest.mark.parametrize(("value", "reason"), [
    (page(), "no results"),
    (page({"id": "1", "source": "MED"}), "result 1: a result without title and abstract"),
    (b'{"resultList": {"result": [', "not JSON"),
    (b'{"resultList": {"result": ' + b"[" * 100_000, "nested too deeply"),
    (b'{"resultList": {"result": ' + b"9" * 10_000, "number too long"),
    (b'{"resultList": {}}', "no results"),
])  # fmt: skip
def test_what_is_no_result_is_one_line(value: Any, reason: str) -> None:
    (error,) = outcomes(value)
    assert isinstance(error, ReadError) and reason in str(error) and "\n" not in str(error)


def test_it_is_told_from_other_json() -> None:
    assert sniff(json.dumps({"id": "a", "title": None, "text": "Words."}).encode(), "a.json") == "jsonl"
    assert sniff(b'{"documents": [{"passages": []}]}', "a.json") == "bioc"


VALUES = st.recursive(
    st.none() | st.integers() | st.text(max_size=8) | st.sampled_from(["<h4>A</h4>", "<sup>", "\ud800"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(sorted(RESULT)), inner, max_size=4),
    max_leaves=12,
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(st.sampled_from([*sorted(RESULT), "resultList", "result"]), VALUES, max_size=6))
def test_no_value_breaks_it(changes: dict[str, Any]) -> None:
    for found in outcomes(page(RESULT | changes, changes), "europepmc"):
        if isinstance(found, Document):
            assert found.text.strip() and found.text.encode()
