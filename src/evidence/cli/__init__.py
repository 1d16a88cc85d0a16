"""The command line: parse, call, render. A verb is a function of the same name in one of the modules here."""

from __future__ import annotations

import argparse
import gc
import importlib
import io
import os
import sys
from collections.abc import Mapping, Sequence
from typing import Final

from evidence import __version__
from evidence.cli.options import Parser, add_knowledge_base, note
from evidence.errors import EvidenceError

# Each module adds its verbs; their order here is that of `evidence --help`.
_GROUPS: Final = ("fetch", "articles", "questions", "networks", "upkeep", "vocabulary")
# A question has 300 ms in all, of which the other modules and their options would take a tenth.
_ALONE: Final[Mapping[str, str]] = {"query": "questions", "sparql": "questions"}
INTERRUPTED: Final = 130  # 128 + SIGINT, as shells have it

_DESCRIPTION = (
    "Reads oncology literature, finds what each text claims, and answers which evidence supports what."
)
_EPILOG = """\
a first session:
  evidence ingest articles/                        read a folder into ./.evidence
  evidence query "sunitinib versus interferon"     rows of evidence, best first, each with its words
  evidence show pmid:1#abstract                    a document, its study, its findings, in context
  evidence sparql --file question.rq               ask the graph itself

`evidence VERB --help` has more examples. `-` is standard input. Data go to standard output, notes to stderr.
exit status: 0 done; 1 nothing found, or some inputs set aside; 2 wrong usage; 3 unreadable store or input.
environment: EVIDENCE_KB, the knowledge base's folder (default ./.evidence); `evidence fetch --help` tells of others.
"""


def build_parser(argv: Sequence[str] = ()) -> Parser:
    """The verbs with their options; those of the one module that `argv` needs, where that is enough."""
    parser = Parser(prog="evidence", description=_DESCRIPTION, epilog=_EPILOG)
    parser.add_argument("--version", action="version", version=f"evidence {__version__}")
    add_knowledge_base(parser, default=os.environ.get("EVIDENCE_KB") or ".evidence")
    verbs = parser.add_subparsers(title="verbs", metavar="VERB", required=True, parser_class=Parser)
    alone = _ALONE.get(_verb(argv))
    for group in (alone,) if alone else _GROUPS:
        importlib.import_module(f"evidence.cli.{group}").add_verbs(verbs)
    return parser


def _verb(argv: Sequence[str]) -> str:
    """The first word that is no option, nor the knowledge base's folder."""
    words = iter(argv)
    for word in words:
        if word == "--kb":
            next(words, None)
        elif word in ("-h", "--help"):
            break
        elif not word.startswith("-"):
            return word
    return ""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one verb and return the exit status (design section 7)."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", newline="\n")
    is_question = argv is None and _verb(sys.argv[1:]) in _ALONE
    argv = sys.argv[1:] if argv is None else argv
    if is_question:
        # It ends in a moment: looking for garbage on the way, and at the end, takes a tenth of that.
        gc.disable()
    arguments: argparse.Namespace = build_parser(argv).parse_args(argv)
    try:
        status: int = arguments.run(arguments)
        sys.stdout.flush()
        if is_question:
            gc.freeze()
    except EvidenceError as error:
        note(f"evidence: {error}")
        return error.exit_status
    except BrokenPipeError:
        # Whoever read (head, less) has enough; the interpreter must not complain when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return INTERRUPTED
    return status
