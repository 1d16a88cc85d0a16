"""Verbs on what is stored: show, stats, validate, export."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evidence.cli.options import add_verb, note
from evidence.errors import UsageError

if TYPE_CHECKING:
    from evidence.records import Extraction

_SHOW_EXAMPLES = """\
  evidence show 'doi:10.1000/x#abstract'         a document, its study, its claims, each in context
  evidence show 'doi:10.1000/x#abstract' f2      one finding, with more around it
  evidence show pmid:1 --output json             all that is stored of it
  evidence show pmid:1 --ledger                  its text, each number marked by what it means
"""
_STATS_EXAMPLES = """\
  evidence stats
  evidence stats --kb lung --output json
"""
_VALIDATE_EXAMPLES = """\
  evidence validate                              all documents (about 50 ms each)
  evidence validate 'doi:10.1000/x#abstract'     one of them
"""
_EXPORT_EXAMPLES = """\
  evidence export > everything.trig
  evidence export --format nquads | gzip > everything.nq.gz
  evidence export --format turtle 'doi:10.1000/x#abstract'
  evidence export --format va-spec > claims.jsonl     molecular claims as GA4GH VA-Spec statements, a line each
"""
_VA_SPEC = "va-spec"
_FORMATS = ("trig", "nquads", "turtle", "ntriples", "json-ld", "rdfxml", _VA_SPEC)
_CONTEXT = 120
_WIDE_CONTEXT = 600


def add_verbs(verbs: Any) -> None:
    """Add this module's verbs to the command line."""
    parser = add_verb(
        verbs, "show", show, help="a document with its claims in context", examples=_SHOW_EXAMPLES
    )
    parser.add_argument(
        "document", metavar="ID", help="a document's id, as `query` tells it; a beginning will do"
    )
    parser.add_argument("record", nargs="?", metavar="RECORD", help="one finding or association (f1, a2)")
    parser.add_argument("--output", choices=("text", "json"), default="text", help="default: text")
    parser.add_argument(
        "--ledger",
        action="store_true",
        help="the text with every number marked by what it means, those without a meaning listed",
    )
    parser = add_verb(verbs, "stats", stats, help="what the knowledge base holds", examples=_STATS_EXAMPLES)
    parser.add_argument("--output", choices=("table", "json"), default="table", help="default: table")
    parser = add_verb(
        verbs,
        "validate",
        validate,
        help="check what is stored against the shapes",
        examples=_VALIDATE_EXAMPLES,
    )
    parser.add_argument("document", nargs="?", metavar="ID", help="only this document")
    parser = add_verb(
        verbs, "export", export, help="write the graph in a standard format", examples=_EXPORT_EXAMPLES
    )
    parser.add_argument("document", nargs="?", metavar="ID", help="only this document")
    parser.add_argument(
        "--format",
        choices=_FORMATS,
        default="trig",
        help="default: trig; plain graphs get the union; va-spec tells on stderr which claims it has no place for",
    )


def show(arguments: argparse.Namespace) -> int:
    """Show a document, or one claim of it."""
    from evidence.additions import vocabulary_of
    from evidence.graph import from_quads
    from evidence.render.quotes import claims, write_document, write_record

    with _open(arguments) as store:
        id = _document(store, arguments.document)
        extraction = from_quads(store.graph(id), concepts=vocabulary_of(Path(arguments.kb)).get)
    if arguments.ledger:
        return _show_ledger(arguments, extraction)
    if arguments.output == "json":
        from evidence.render import jsonl

        sys.stdout.write(jsonl.line(extraction) + "\n")
    elif arguments.record is None:
        write_document(sys.stdout, extraction, context=_CONTEXT)
    elif not write_record(sys.stdout, extraction, arguments.record, context=_WIDE_CONTEXT):
        known = ", ".join(item.id for item in claims(extraction)) or "none"
        note(f"evidence: {id} has no record {arguments.record!r}; it has {known}")
        return 1
    return 0


def _show_ledger(arguments: argparse.Namespace, extraction: Extraction) -> int:
    """Paint a document's numbers: what each means is not stored, so its text is read once more."""
    if arguments.record is not None or arguments.output == "json":
        raise UsageError("--ledger shows a whole document as text: leave RECORD and --output json out")
    from evidence.additions import vocabulary_of
    from evidence.lexicon import Lexicon
    from evidence.pipeline.build import build, extract
    from evidence.render.ledger import write_ledger

    nlp = build(Lexicon(vocabulary_of(Path(arguments.kb))))
    fresh = next(extract(nlp, [extraction.document]))
    write_ledger(sys.stdout, fresh)
    stored = extraction.ledger
    if stored is not None and fresh.ledger is not None and stored.explained != fresh.ledger.explained:
        note(
            f"{stored.explained} of {stored.numerals} numbers had a meaning when the document was stored: "
            "with its tables, which are not stored, or by other versions"
        )
    return 0


def stats(arguments: argparse.Namespace) -> int:
    """Count what is stored."""
    from evidence.query.inventory import inventory

    with _open(arguments) as store:
        counts = inventory(store)
    if arguments.output == "json":
        import json

        sys.stdout.write(json.dumps(counts, ensure_ascii=False, indent=2) + "\n")
        return 0
    from evidence.render.table import write_grid

    for heading, values in counts.items():
        write_grid(sys.stdout, (heading, ""), [(name, str(number)) for name, number in values.items()])
        sys.stdout.write("\n")
    return 0


def validate(arguments: argparse.Namespace) -> int:
    """Check documents against the shapes; every violation is a line."""
    from evidence.validation import validate as run

    wanted = getattr(arguments, "document", None)
    with _open(arguments) as store:
        ids = [_document(store, wanted)] if wanted else sorted(store.documents())
        violations = 0
        for violation in run((id, store.graph(id)) for id in ids):
            sys.stdout.write(f"{violation}\n")
            violations += 1
    note(f"{len(ids)} documents checked, {violations} violations")
    return 1 if violations else 0


def export(arguments: argparse.Namespace) -> int:
    """Write everything, or one document, as RDF; or the molecular claims in the words of VA-Spec."""
    if arguments.format == _VA_SPEC:
        return _export_statements(arguments)
    format = arguments.format.replace("json-ld", "jsonld")
    with _open(arguments) as store:
        id = _document(store, arguments.document) if arguments.document else None
        sys.stdout.flush()
        store.dump(sys.stdout.buffer, format, document_id=id)
        sys.stdout.buffer.flush()
    return 0


def _export_statements(arguments: argparse.Namespace) -> int:
    from evidence.additions import vocabulary_of
    from evidence.graph import from_quads
    from evidence.render.va_spec import Dropped, line, statements

    concepts = vocabulary_of(Path(arguments.kb)).get
    written = dropped = 0
    with _open(arguments) as store:
        ids = [_document(store, arguments.document)] if arguments.document else sorted(store.documents())
        for id in ids:
            for item in statements(from_quads(store.graph(id), concepts=concepts)):
                if isinstance(item, Dropped):
                    note(f"dropped: {item}")
                    dropped += 1
                else:
                    sys.stdout.write(line(item) + "\n")
                    written += 1
    note(f"{written} statements written, {dropped} claims dropped")
    return 0 if written else 1


def _open(arguments: argparse.Namespace) -> Any:
    from evidence.store import LocalStore

    return LocalStore.open(Path(arguments.kb))


def _document(store: Any, wanted: str) -> str:
    """The id of the one document that is meant: the id itself, or what only one id begins with."""
    found = []
    for id in store.documents():
        if id == wanted:
            return wanted
        if id.startswith(wanted):
            found.append(id)
    if len(found) == 1:
        return str(found[0])
    if found:
        raise UsageError(
            f"{wanted!r} is the beginning of {len(found)} ids; give one: {', '.join(sorted(found)[:5])}"
        )
    raise UsageError(f"no document {wanted!r} in the knowledge base; take an id that `evidence query` tells")
