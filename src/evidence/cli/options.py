"""What the verbs share: the parser, the options that several have, notes to standard error."""

from __future__ import annotations

import argparse
import sys
from typing import Any, Final, NoReturn

# The formats that `evidence.readers` knows are listed by it; it is not imported for `--help`, to stay fast.
FORMAT_HELP: Final = "the inputs' format, where its first bytes do not tell (jsonl: lines of id, title, text)"


class Parser(argparse.ArgumentParser):
    """Keeps the layout of descriptions and examples; says what is wrong in one line."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("formatter_class", argparse.RawDescriptionHelpFormatter)
        super().__init__(*args, **kwargs)

    def error(self, message: str) -> NoReturn:
        """End with status 2."""
        note(f"{self.prog}: {message}; see {self.prog} --help")
        raise SystemExit(2)


def add_knowledge_base(parser: argparse.ArgumentParser, *, default: str = argparse.SUPPRESS) -> None:
    """`--kb`, before or after the verb; only the outermost parser has a default to keep it."""
    parser.add_argument(
        "--kb",
        metavar="DIR",
        default=default,
        help="the knowledge base's folder (default: EVIDENCE_KB, else ./.evidence)",
    )


def add_verb(
    verbs: Any, name: str, run: Any, *, help: str, examples: str, description: str | None = None
) -> Parser:
    """A verb with the function that does it; `examples` close its help."""
    parser: Parser = verbs.add_parser(
        name, help=help, description=description or help, epilog=f"examples:\n{examples}"
    )
    parser.set_defaults(run=run)
    add_knowledge_base(parser)
    return parser


def add_inputs(parser: argparse.ArgumentParser) -> None:
    """PATHS and `--format`."""
    parser.add_argument(
        "paths",
        nargs="+",
        metavar="PATH",
        help="files, folders (walked in order, hidden files left out), or - for stdin",
    )
    parser.add_argument("--format", metavar="F", help=FORMAT_HELP)


def positive(text: str) -> int:
    """A count of at least one, as the type of an option."""
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text} is not positive")
    return number


def note(line: str) -> None:
    """One line to standard error."""
    sys.stderr.write(line + "\n")
