"""Crossref's works in JSON."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence.document import Document, Reference, Relation
from evidence.errors import ReadError
from evidence.graph.notices import standing
from evidence.readers import read, sniff, tables

WORK: dict[str, Any] = {
    "DOI": "10.1000/X.1", "URL": "https://doi.org/10.1000/x.1", "type": "journal-article", "language": "en",
    "title": ["Drug A<sub>2</sub> versus <i>drug</i> B &amp; C", "La drogue A"],
    "author": [{"given": "Jane", "family": "Doe", "sequence": "first"}, {"family": "Roe", "suffix": "Jr"},
               {"name": "Alpha Group", "sequence": "additional"}],
    "container-title": ["Journal of trials"], "short-container-title": ["J Trials"],
    "published-print": {"date-parts": [[2021, 2]]}, "issued": {"date-parts": [[2020, 12, 1]]},
    "volume": "7", "issue": "2", "page": "12-19", "subject": ["Oncology"], "reference-count": 2,
    "abstract": "<jats:title>Abstract</jats:title><jats:sec><jats:title>Methods</jats:title>"
                "<jats:p>We tried.</jats:p></jats:sec><jats:sec><jats:title>Results</jats:title>"
                "<jats:p>A was <jats:italic>better</jats:italic> (P&lt;0.05).</jats:p></jats:sec>",
    "reference": [{"key": "1", "DOI": "10.1000/Y", "unstructured": "Poe E. A trial. 2010."},
                  {"key": "2", "author": "Coe", "article-title": "Another", "year": "2011"}, {"key": "3"}],
    "relation": {"is-comment-on": [{"id-type": "doi", "id": "10.1000/Z"}, {"id-type": "issn", "id": "1"}]},
    "updated-by": [{"DOI": "10.1000/NOTICE", "type": "retraction", "source": "retraction-watch"}],
}  # fmt: skip


def outcomes(value: Any, format: str | None = None) -> list[Document | ReadError]:
    data = value if isinstance(value, bytes) else json.dumps(value).encode()
    return list(read(io.BytesIO(data), uri="crossref.json", format=format))


def work(message: Any) -> dict[str, Any]:
    return {"status": "ok", "message-type": "work", "message-version": "1.0.0", "message": message}


def test_a_work() -> None:
    (found,) = outcomes(work(WORK))
    assert isinstance(found, Document) and found.source.format == "crossref"
    assert found.id == "doi:10.1000/x.1#abstract"
    assert (found.title, found.journal) == ("Drug A2 versus drug B & C", "Journal of trials")
    assert (found.date, found.year, found.volume, found.issue, found.pages) == (
        *("2021-02", 2021, "7", "2", "12-19"),
    )
    assert found.authors == ("Doe, Jane", "Roe Jr", "Alpha Group")
    assert (found.publication_types, found.keywords, found.language) == (
        ("Journal Article",),
        ("Oncology",),
        "en",
    )
    assert found.references == (
        Reference(number=1, text="Poe E. A trial. 2010.", doi="10.1000/y"),
        Reference(number=2, text="Coe. Another. 2011"),
    )
    assert found.relations == (
        Relation(type="retracted_by", target="doi:10.1000/notice"),
        Relation(type="comments_on", target="doi:10.1000/z"),
    )
    assert [(s.role, s.heading, found.text[s.start : s.end]) for s in found.sections] == [
        ("title", None, "Drug A2 versus drug B & C"),
        ("methods", "Methods", "We tried."),
        ("results", "Results", "A was better (P<0.05)."),
    ]
    assert standing(found) == "retracted"


@pytest.mark.parametrize("value", [
    work(WORK), WORK, [WORK], {"message-type": "work-list", "message": {"items": [WORK]}},
    json.dumps(work(WORK), indent=2).encode(), b"\n".join(json.dumps(work(WORK)).encode() for _ in "a"),
], ids=["answer", "work", "works", "list", "indented", "lines"])  # fmt: skip
def test_shapes(value: Any) -> None:
    (found,) = outcomes(value)
    assert isinstance(found, Document) and found.doi == "10.1000/x.1" and found.source.format == "crossref"


@pytest.mark.parametrize("row", tables.rows("crossref_updates"), ids=lambda row: row["kind"])
def test_every_kind_of_notice_is_known_from_both_sides(row: dict[str, str]) -> None:
    notice = [{"DOI": "10.1000/n", "type": row["kind"]}]
    (has,) = outcomes(work({"DOI": "10.1000/a", "title": ["T"], "updated-by": notice}))
    (is_one,) = outcomes(work({"DOI": "10.1000/a", "title": ["T"], "update-to": notice}))
    assert isinstance(has, Document) and isinstance(is_one, Document)
    assert [item.type for item in (*has.relations, *is_one.relations)] == [row["has"], row["is"]]
    assert standing(has) is not None and standing(is_one) is None


@pytest.mark.parametrize(("changes", "expected"), [
    ({"abstract": None}, {"form": "record", "id": "doi:10.1000/x.1#record"}),
    ({"published-print": None}, {"date": "2020-12-01"}),
    ({"published-print": None, "issued": {"date-parts": [[None]]}}, {"date": None, "year": None}),
    ({"container-title": []}, {"journal": "J Trials"}),
    ({"updated-by": [{"DOI": "10.1000/v2", "type": "new_version"}], "relation": {}}, {"relations": ()}),
    ({"type": "dataset"}, {"publication_types": ()}),
    ({"abstract": "Methods: We tried. Results: A was better."}, {"form": "abstract"}),
])  # fmt: skip
def test_what_may_lack_or_differ(changes: dict[str, Any], expected: dict[str, Any]) -> None:
    (found,) = outcomes(work(WORK | changes))
    assert isinstance(found, Document)
    assert {name: getattr(found, name) for name in expected} == expected


@pytest.mark.parametrize(("value", "reason"), [
    (work({"DOI": "10.1000/a", "title": []}), "work 1: a work without title and abstract"),
    (b'{"message-type": "work", "message": {', "not JSON"),
    (b'{"message-type": "work-list", "message": {"items": []}}', "no works"),
])  # fmt: skip
def test_what_is_no_work_is_one_line(value: Any, reason: str) -> None:
    (error,) = outcomes(value)
    assert isinstance(error, ReadError) and reason in str(error) and "\n" not in str(error)


def test_it_is_told_from_other_json() -> None:
    assert sniff(json.dumps({"id": "a", "title": None, "text": "Words."}).encode(), "a.json") == "jsonl"
    assert sniff(json.dumps({"resultList": {"result": []}}).encode(), "a.json") == "europepmc"
    assert sniff(json.dumps(WORK).encode(), "a.json") == "crossref"


VALUES = st.recursive(
    st.none() | st.integers() | st.text(max_size=8) | st.sampled_from(["<jats:title>A</jats:title>", "\ud800"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(sorted(WORK)), inner, max_size=4),
    max_leaves=12,
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(st.sampled_from([*sorted(WORK), "message", "items", "update-to"]), VALUES, max_size=6))
def test_no_value_breaks_it(changes: dict[str, Any]) -> None:
    for found in outcomes([work(WORK | changes), changes], "crossref"):
        if isinstance(found, Document):
            assert found.text.strip() and found.text.encode()
