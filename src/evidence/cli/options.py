"""What the verbs share: the parser, the options that several have, notes to standard error."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING, Any, Final, NoReturn

from evidence.render.terminal import columns

if TYPE_CHECKING:
    from evidence.query.selection import Options

# The formats that `evidence.readers` knows are listed by it; it is not imported for `--help`, to stay fast.
FORMAT_HELP: Final = "the inputs' format, where its first bytes do not tell (jsonl: lines of id, title, text)"
ROLES: Final = ("result", "conclusion", "cited", "background", "hypothesis", "recommendation")


class _Layout(argparse.RawDescriptionHelpFormatter):
    """Keeps the layout of descriptions and examples."""

    def __init__(self, prog: str) -> None:
        # The parser makes a formatter for each option that it is given, and without a width that imports shutil.
        super().__init__(prog, width=columns() - 2)


class Parser(argparse.ArgumentParser):
    """Keeps the layout of descriptions and examples; says what is wrong in one line."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("formatter_class", _Layout)
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


def add_restrictions(parser: argparse.ArgumentParser) -> None:
    """`--role`, `--since`, `--min-level`, `--significant`: which claims may answer a question."""
    parser.add_argument(
        "--role", action="append", choices=ROLES, help="only rows in this role; may be repeated"
    )
    parser.add_argument("--since", type=int, metavar="YEAR", help="only documents of this year or later")
    parser.add_argument(
        "--min-level", choices=("1", "2", "3", "4", "5"), help="only levels of evidence up to this one"
    )
    parser.add_argument("--significant", action="store_true", help="only differences told as significant")


def restrictions(arguments: argparse.Namespace, *, limit: int) -> Options:
    """What was given of `add_restrictions`, with the most rows that are wanted."""
    from evidence.query.selection import Options

    return Options(
        limit=limit,
        roles=frozenset(arguments.role or ()),
        since=arguments.since,
        min_level=arguments.min_level,
        significant=arguments.significant,
    )


def positive(text: str) -> int:
    """A count of at least one, as the type of an option."""
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text} is not positive")
    return number


def note(line: str) -> None:
    """One line to standard error."""
    sys.stderr.write(line + "\n")
