"""Verbs that read articles: ingest, extract."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from typing import Any

from evidence.cli.inputs import Inputs
from evidence.cli.options import add_inputs, add_verb
from evidence.records import Extraction

_EXTRACT_EXAMPLES = """\
  evidence extract abstract.txt                                one JSON line to standard output
  evidence extract --output json articles/ > evidence.json     a folder, as one JSON array
  evidence extract --format jsonl -  < statements.jsonl        lines of {"id", "title", "text"}
"""


def add_verbs(verbs: Any) -> None:
    """Add this module's verbs to the command line."""
    parser = add_verb(
        verbs,
        "extract",
        extract,
        help="read articles and write what they claim; nothing is stored",
        examples=_EXTRACT_EXAMPLES,
    )
    add_inputs(parser)
    parser.add_argument(
        "--output", choices=("jsonl", "json"), default="jsonl", help="default: jsonl, a line a document"
    )


def extract(arguments: argparse.Namespace) -> int:
    """Write every document's records in input order, one document at a time."""
    from evidence.lexicon import Lexicon
    from evidence.pipeline.build import build
    from evidence.pipeline.build import extract as run
    from evidence.vocabulary import Vocabulary

    inputs = Inputs(arguments.paths, format=arguments.format)
    nlp = build(Lexicon(Vocabulary.load()))
    extractions = run(nlp, inputs)
    if arguments.output == "json":
        _write_array(extractions)
    else:
        _write_lines(extractions)
    return inputs.exit_status


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
