"""Verbs that ask: query, sparql."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evidence.cli.options import add_restrictions, add_verb, note, positive, restrictions
from evidence.errors import QueryError, UsageError

if TYPE_CHECKING:
    from evidence.query.answer import Answer
    from evidence.query.nearest import Presence
    from evidence.store import LocalStore

_QUERY_EXAMPLES = """\
  evidence query "targeted therapy RCC"                      a class reaches its drugs, a disease its subtypes
  evidence query "sunitinib versus interferon alfa survival" what follows "versus" is the comparator
  evidence query "EGFR T790M resistance"                     molecular claims; V600 reaches V600E
  evidence query "bevacizumab phase 3 P<.05 since 2010" --output csv > rows.csv
  evidence query "osimertinib NSCLC" --min-level 2 --role result --explain
"""
_SPARQL_EXAMPLES = """\
  evidence sparql 'SELECT ?title WHERE { ?d a ev:Document ; dcterms:title ?title } LIMIT 5'
  evidence sparql --file question.rq --output csv > rows.csv
  evidence sparql 'CONSTRUCT WHERE { ?f ev:significance "significant" ; ?p ?o }' --output turtle
all prefixes of the project are declared already (ev, evd, DOID, HGNC, NCIT, skos, dcterms, prov ...).
"""


def add_verbs(verbs: Any) -> None:
    """Add this module's verbs to the command line."""
    parser = add_verb(
        verbs, "query", query, help="ask in keywords; rows of evidence, best first", examples=_QUERY_EXAMPLES
    )
    parser.add_argument(
        "words", nargs="+", metavar="WORDS", help="treatments, diseases, genes, alterations, outcomes ..."
    )
    outputs = ("table", "json", "csv", "tsv", "md", "html")
    parser.add_argument("--output", choices=outputs, default="table", help="default: table")
    parser.add_argument("--limit", type=positive, default=20, metavar="N", help="at most N rows (default 20)")
    add_restrictions(parser)
    parser.add_argument("--explain", action="store_true", help="tell on stderr how the answer came about")
    parser = add_verb(verbs, "sparql", sparql, help="ask the graph in SPARQL 1.1", examples=_SPARQL_EXAMPLES)
    parser.add_argument("text", nargs="?", metavar="QUERY", help="the query, or - for stdin")
    parser.add_argument("--file", type=Path, metavar="F", help="read the query from a file")
    formats = ("table", "json", "csv", "tsv", "xml", "turtle")
    parser.add_argument(
        "--output", choices=formats, help="default: table, or turtle for CONSTRUCT and DESCRIBE"
    )


def query(arguments: argparse.Namespace) -> int:
    """Answer keywords from the knowledge base."""
    from evidence.additions import vocabulary_of
    from evidence.lexicon import Lexicon
    from evidence.query.answer import answer
    from evidence.query.contract import answer_object
    from evidence.store import LocalStore

    with LocalStore.open(Path(arguments.kb)) as store:
        text = " ".join(arguments.words)
        vocabulary = vocabulary_of(Path(arguments.kb))
        result = answer(
            text,
            store=store,
            lexicon=Lexicon(vocabulary),
            options=restrictions(arguments, limit=arguments.limit),
        )
        told = answer_object(result, nearest=() if result.rows else _nearest(store, result))
        if arguments.explain:
            from evidence.render.explanation import explained

            labels = {concept.id: concept.label for concept in vocabulary}
            for line in explained(told, labels):
                note(line)
        elif not result.rows:
            _tell_nothing_found(told)
        elif arguments.output == "table":
            _tell_not_understood(told)
        if result.withdrawn:
            _tell_withdrawn(told)
        _write(told, result, arguments.output)
    return 0 if result.rows else 1


def _nearest(store: LocalStore, result: Answer) -> tuple[Presence, ...]:
    from evidence.query.nearest import nearest

    return tuple(nearest(store, result.slots))


def sparql(arguments: argparse.Namespace) -> int:
    """Answer a SPARQL query from the knowledge base."""
    from evidence.store import LocalStore

    text = _sparql_text(arguments)
    with LocalStore.open(Path(arguments.kb)) as store:
        started = time.perf_counter()
        try:
            result = store.query(text)
        except QueryError as error:
            _point_out(error, text)
            return error.exit_status
        rows = _write_result(result, arguments.output)
        elapsed = 1000 * (time.perf_counter() - started)
    note(f"{rows} {'row' if rows == 1 else 'rows'} in {elapsed:.0f} ms")
    if not rows:
        _tell_hints(text)
    return 0 if rows else 1


def _point_out(error: QueryError, text: str) -> None:
    """The error, the query's line, and a caret under the place."""
    note(f"evidence: {error}")
    lines = text.split("\n")
    if error.line is not None and error.line <= len(lines):
        note(lines[error.line - 1])
        note(" " * ((error.column or 1) - 1) + "^")
    _tell_hints(text)


def _tell_hints(text: str) -> None:
    from evidence.query.hints import hints

    for hint in hints(text):
        note(f"hint: {hint}")


def _write_result(result: Any, output: str | None) -> int:
    from evidence.store.results import formats, is_table, is_truth, serialize

    if output in (None, "table") and is_table(result):
        from evidence.render.solutions import write_solutions

        return write_solutions(sys.stdout, [variable.value for variable in result.variables], result)
    if output in (None, "table") and is_truth(result):
        sys.stdout.write("yes\n" if result else "no\n")
        return 1
    format = output or "turtle"
    if format not in formats(result):
        raise UsageError(
            f"this query's result cannot be written as {format}; use one of {', '.join(formats(result))}"
        )
    text, rows = serialize(result, format)
    sys.stdout.write(text)
    return rows


def _write(told: dict[str, Any], result: Answer, output: str) -> None:
    rows, text = told["rows"], result.question.text
    if output == "json":
        import json

        sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")
    elif output in ("csv", "tsv"):
        from evidence.render.delimited import write_csv, write_tsv

        (write_csv if output == "csv" else write_tsv)(sys.stdout, rows)
    elif output == "md":
        from evidence.render.markdown import write_markdown

        write_markdown(sys.stdout, rows, question=text, groups=told["groups"])
    elif output == "html":
        from evidence.render.html import write_html

        write_html(sys.stdout, rows, question=text, groups=told["groups"])
    elif rows:
        from evidence.render.table import write_table

        write_table(sys.stdout, rows, told["groups"])


def _tell_nothing_found(told: dict[str, Any]) -> None:
    from evidence.render.explanation import nothing_found

    for line in nothing_found(told):
        note(line)


def _tell_not_understood(told: dict[str, Any]) -> None:
    from evidence.render.explanation import understood

    for line in understood(told["question"]):
        if line.startswith("not understood") or "; read as" in line or " or " in line.split(": ")[-1][:40]:
            note(line)


def _tell_withdrawn(told: dict[str, Any]) -> None:
    from evidence.render.explanation import withdrawn

    for line in withdrawn(told["question"]):
        note(line)


def _sparql_text(arguments: argparse.Namespace) -> str:
    if (arguments.text is None) == (arguments.file is None):
        raise UsageError("give either a query or --file; see evidence sparql --help")
    if arguments.text == "-":
        return sys.stdin.read()
    if arguments.text is not None:
        return str(arguments.text)
    try:
        return str(arguments.file.read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageError(f"{arguments.file}: {error.strerror}; give a file with a query") from None
