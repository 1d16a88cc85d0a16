"""Verbs that read articles: ingest, extract."""

from __future__ import annotations

import argparse
import gc
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evidence.cli.options import add_inputs, add_verb, note
from evidence.errors import ReadError
from evidence.inputs import Inputs

if TYPE_CHECKING:
    from evidence.document import Document
    from evidence.ingest import Summary
    from evidence.records import Extraction
    from evidence.vocabulary import Vocabulary

    Extractor = Callable[[Iterable[Document]], Iterator[Extraction]]

_INGEST_EXAMPLES = """\
  evidence ingest articles/                          a folder into ./.evidence
  evidence ingest --kb lung export.txt page.txt      into another knowledge base
  evidence ingest --format jsonl - < statements.jsonl
what is stored already and has not changed is left as it is, so that a run that broke off is simply run again.
"""
_EXTRACT_EXAMPLES = """\
  evidence extract abstract.txt                                one JSON line to standard output
  evidence extract --output json articles/ > evidence.json     a folder, as one JSON array
  evidence extract --output turtle abstract.txt                the graph that would be stored
  evidence extract --format jsonl - < statements.jsonl         lines of {"id", "title", "text"}
"""
_RDF = ("turtle", "trig", "nquads")


def add_verbs(verbs: Any) -> None:
    """Add this module's verbs to the command line."""
    parser = add_verb(
        verbs, "ingest", ingest, help="read articles into the knowledge base", examples=_INGEST_EXAMPLES
    )
    add_inputs(parser)
    parser.add_argument(
        "--validate", action="store_true", help="check what was stored against the shapes (slow)"
    )
    parser = add_verb(
        verbs,
        "extract",
        extract,
        help="read articles and write what they claim; nothing is stored",
        examples=_EXTRACT_EXAMPLES,
    )
    add_inputs(parser)
    outputs = ("jsonl", "json", *_RDF)
    parser.add_argument(
        "--output", choices=outputs, default="jsonl", help="default: jsonl, a line a document"
    )


def extract(arguments: argparse.Namespace) -> int:
    """Write every document's records in input order, one document at a time."""
    from evidence.additions import vocabulary_of

    inputs = Inputs(arguments.paths, format=arguments.format)
    vocabulary = vocabulary_of(Path(arguments.kb))
    extractions = _extractor(vocabulary)(_only_documents(inputs))
    if arguments.output == "json":
        _write_array(extractions)
    elif arguments.output == "jsonl":
        _write_lines(extractions)
    else:
        _write_graph(extractions, vocabulary, arguments.output)
    return inputs.exit_status


def ingest(arguments: argparse.Namespace) -> int:
    """Store what the articles claim, and tell what was done."""
    from evidence.additions import vocabulary_of
    from evidence.ingest import ingest as run
    from evidence.store import LocalStore

    inputs = Inputs(arguments.paths, format=arguments.format)
    vocabulary = vocabulary_of(Path(arguments.kb))
    with LocalStore.create(Path(arguments.kb)) as store, _progress() as on_progress:
        summary = run(inputs, store, _extractor(vocabulary), vocabulary=vocabulary, on_progress=on_progress)
        if summary.added + summary.replaced:
            store.optimize()
    _tell(summary, arguments.kb)
    if arguments.validate:
        from evidence.cli.upkeep import validate

        return max(inputs.exit_status, validate(arguments))
    return inputs.exit_status


def _extractor(vocabulary: Vocabulary) -> Extractor:
    """The pipeline, built when the first document comes: an unreadable input costs no second of loading."""

    def run(documents: Iterable[Document]) -> Iterator[Extraction]:
        waiting = iter(documents)
        first = next(waiting, None)
        if first is None:
            return
        with _kept():
            from evidence.lexicon import Lexicon
            from evidence.pipeline.build import build
            from evidence.pipeline.build import extract as run_pipeline

            nlp = build(Lexicon(vocabulary))
            (extraction,) = run_pipeline(nlp, (first,))
        yield extraction
        yield from run_pipeline(nlp, waiting)

    return run


@contextmanager
def _kept() -> Iterator[None]:
    """What is loaded within stays for good: to look it through for garbage time and again would take half a second."""
    gc.disable()
    try:
        yield
    finally:
        if not gc.get_freeze_count():
            gc.freeze()
        gc.enable()


def _only_documents(items: Iterable[Document | ReadError]) -> Iterator[Document]:
    """The documents; each error is a line on standard error."""
    for item in items:
        if isinstance(item, ReadError):
            note(f"set aside: {item}")
        else:
            yield item


def _write_lines(extractions: Iterable[Extraction]) -> None:
    from evidence.render import jsonl

    for extraction in extractions:
        sys.stdout.write(jsonl.line(extraction) + "\n")


def _write_array(extractions: Iterable[Extraction]) -> None:
    from evidence.render import jsonl

    opening = "[\n"
    for extraction in extractions:
        sys.stdout.write(opening + jsonl.line(extraction))
        opening = ",\n"
    sys.stdout.write("\n]\n" if opening != "[\n" else "[]\n")


def _write_graph(extractions: Iterable[Extraction], vocabulary: Vocabulary, format: str) -> None:
    """N-Quads line by line; the others, which share what documents have in common, when all is read."""
    import io

    from evidence import __version__
    from evidence.graph import Provenance, to_quads
    from evidence.store import LocalStore

    provenance = Provenance(pipeline=__version__, vocabulary=vocabulary.version)
    if format == "nquads":
        for extraction in extractions:
            sys.stdout.writelines(f"{quad} .\n" for quad in to_quads(extraction, provenance))
        return
    with LocalStore.in_memory() as store:
        for extraction in extractions:
            store.replace({extraction.document.id: to_quads(extraction, provenance)})
        buffer = io.BytesIO()
        store.dump(buffer, format)
    sys.stdout.write(buffer.getvalue().decode())


@contextmanager
def _progress() -> Iterator[Callable[[Summary], None] | None]:
    """A line on standard error that tells how far it is, on a terminal only."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("starting")

        def show(summary: Summary) -> None:
            claims = summary.findings + summary.associations
            progress.update(task, description=f"{summary.documents} documents, {claims} claims")

        yield show


def _tell(summary: Summary, directory: str) -> None:
    for error in summary.set_aside:
        note(f"set aside: {error}")
    for notice in summary.notices:
        note(notice)
    counts = f"{summary.added} added, {summary.replaced} replaced, {summary.unchanged} unchanged"
    counts += f", {summary.merged} merged into another source" if summary.merged else ""
    counts += f"; {len(summary.set_aside)} set aside"
    note(f"{directory}: {_counted(summary.documents, 'document')} ({counts})")
    stored = (
        _counted(summary.findings, "finding"),
        _counted(summary.associations, "association"),
        _counted(summary.statistics, "statistic"),
    )
    note(f"stored in this run: {', '.join(stored)}")


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
