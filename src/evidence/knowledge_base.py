"""The Python API: a knowledge base to ask, to read and to fill.

>>> import evidence
>>> kb = evidence.open("articles-kb")                      # doctest: +SKIP
>>> kb.query("targeted therapy RCC")[0].quote              # doctest: +SKIP
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, overload

from evidence.additions import vocabulary_of
from evidence.errors import QueryError, UsageError
from evidence.inputs import Inputs
from evidence.lexicon import Lexicon
from evidence.query.answer import LIMIT, Answer, answer
from evidence.query.contract import answer_object
from evidence.query.rows import Row
from evidence.query.selection import Options
from evidence.query.verdicts import Verdict
from evidence.store import LocalStore
from evidence.vocabulary import Vocabulary

if TYPE_CHECKING:
    from pandas import DataFrame
    from rdflib import Dataset

    from evidence.ingest import Summary
    from evidence.records import Extraction


def _pandas() -> Any:
    """pandas, imported on use: nobody else pays for it."""
    try:
        import pandas
    except ModuleNotFoundError:
        raise UsageError(
            "pandas is not installed; install the extra: pip install 'oncology-evidence[pandas]'"
        ) from None
    return pandas


class Rows(Sequence[Row]):
    """The rows of an answer, best first; in a notebook they show as a table."""

    def __init__(self, result: Answer) -> None:
        """`answer` tells how the rows came about."""
        self.answer = result

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Row, ...]: ...
    def __getitem__(self, index: int | slice) -> Row | tuple[Row, ...]:
        return self.answer.rows[index]

    def __len__(self) -> int:
        return len(self.answer.rows)

    def __repr__(self) -> str:
        return f"<{len(self)} rows on {self.answer.question.text!r}>"

    def _repr_html_(self) -> str:
        from evidence.render.html import table

        told = self.to_dict()
        return table(told["rows"], told["groups"])

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        """A verdict for each treatment and outcome that was found, best first."""
        return self.answer.verdicts

    def to_pandas(self) -> DataFrame:
        """The rows as a data frame with the columns of `--output csv`, numbers as numbers.

        Needs pandas (the extra `pandas`); raises UsageError without it.
        """
        from evidence.render.cells import COLUMNS, cells

        told = self.to_dict()["rows"]
        frame = _pandas().DataFrame([cells(row) for row in told], columns=list(COLUMNS))
        for name, key in (("n", "n"), ("year", "year")):
            values = [row["study"]["n"] if key == "n" else row["sources"][0]["year"] for row in told]
            frame[name] = _pandas().array(values, dtype="Int64")
        frame["score"] = [row["score"] for row in told]
        frame["source"] = [row["document"] for row in told]
        return frame

    def to_dict(self) -> dict[str, Any]:
        """The contract of `evidence query --output json`: `question`, `rows` and `groups`."""
        return answer_object(self.answer)


class KnowledgeBase:
    """A knowledge base in a folder. A context manager; open one with `evidence.open`."""

    def __init__(self, store: LocalStore, directory: Path) -> None:
        """Use `evidence.open`."""
        self.store = store
        self.directory = directory

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the folder."""
        self.store.close()

    def __repr__(self) -> str:
        return f"<KnowledgeBase {str(self.directory)!r}>"

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The vocabulary that questions and texts are read with."""
        return vocabulary_of(self.directory)

    @cached_property
    def lexicon(self) -> Lexicon:
        """Names to concepts."""
        return Lexicon(self.vocabulary)

    def query(
        self,
        text: str,
        *,
        limit: int = LIMIT,
        roles: Iterable[str] = (),
        since: int | None = None,
        min_level: str | None = None,
        significant: bool = False,
    ) -> Rows:
        """Answer keywords; see `Options` for what the arguments restrict. No row is no error."""
        options = Options(
            limit=limit, roles=frozenset(roles), since=since, min_level=min_level, significant=significant
        )
        return Rows(answer(text, store=self.store, lexicon=self.lexicon, options=options))

    def sparql(self, text: str) -> list[dict[str, Any]] | bool:
        """Answer SPARQL SELECT (a dictionary a row, unbound variables left out) or ASK.

        Numbers and truth values are Python's, IRIs of concepts CURIEs, other IRIs and literals text. Triples
        are asked for with `dataset`. Raises QueryError where the query is wrong.
        """
        from evidence.query.claims import plain as value
        from evidence.store.results import is_table, is_truth

        result = self.store.query(text)
        if is_truth(result):
            return bool(result)
        if not is_table(result):
            raise QueryError("CONSTRUCT and DESCRIBE give triples; use `dataset()`, or SELECT ?s ?p ?o")
        names = [variable.value for variable in result.variables]
        return [
            {name: value(term) for name, term in zip(names, row, strict=True) if term is not None}
            for row in result
        ]

    def sparql_pandas(self, text: str) -> DataFrame:
        """Answer SPARQL SELECT as a data frame, a column a variable; values as `sparql` has them.

        Needs pandas (the extra `pandas`); raises UsageError without it, QueryError where the query is no SELECT.
        """
        from evidence.query.claims import plain as value
        from evidence.store.results import is_table

        result = self.store.query(text)
        if not is_table(result):
            raise QueryError("a data frame is made of a SELECT; use `sparql` or `dataset()`")
        names = [variable.value for variable in result.variables]
        rows = [[None if term is None else value(term) for term in row] for row in result]
        return _pandas().DataFrame(rows, columns=names)

    def dataset(self) -> Dataset:
        """The graphs for rdflib's methods; read-only, nothing is copied."""
        return self.store.dataset()

    def documents(self) -> list[str]:
        """The ids of all documents, sorted."""
        return sorted(self.store.documents())

    def document(self, id: str) -> Extraction:
        """All that is stored of a document (mentions are not stored one by one). KeyError if there is
        none.
        """
        from evidence.graph import from_quads

        quads = self.store.graph(id)
        if not quads:
            raise KeyError(id)
        return from_quads(quads, concepts=self.vocabulary.get)

    def ingest(self, *paths: str | Path, format: str | None = None) -> Summary:
        """Read files and folders (sorted, hidden files left out) into the knowledge base.

        It must have been opened with `write=True`. What cannot be read is told in the summary.
        """
        from evidence.ingest import ingest as run
        from evidence.pipeline.build import build, extract

        nlp = build(self.lexicon)
        return run(
            Inputs(paths, format=format),
            self.store,
            lambda items: extract(nlp, items),
            vocabulary=self.vocabulary,
        )


def open(path: str | Path = ".evidence", *, write: bool = False) -> KnowledgeBase:
    """Open a knowledge base; with `write`, for filling it too, and a missing or empty folder becomes one.

    Raises StoreError where there is none, or another process is writing.
    """
    directory = Path(path)
    return KnowledgeBase(LocalStore.create(directory) if write else LocalStore.open(directory), directory)


__all__ = ["KnowledgeBase", "Rows", "open"]
