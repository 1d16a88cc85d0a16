"""The verb on names and concepts: vocabulary show, search, check, import, fetch."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from evidence.cli.options import Parser, add_knowledge_base, add_verb, note
from evidence.errors import UsageError

if TYPE_CHECKING:
    from evidence.records import Extraction, Variant
    from evidence.vocabulary import Concept, Vocabulary

_EXAMPLES = """\
  evidence vocabulary search crizotinib             concepts of that name, with their ids
  evidence vocabulary show NCIT:C74061              a concept: names, what is above and below it, matches
  evidence vocabulary fetch doid-cancer --to vocabularies/
  evidence vocabulary import obo vocabularies/DO_cancer_slim.obo
  evidence vocabulary import civic vocabularies/civic_evidence.tsv
"""
_IMPORT_EXAMPLES = """\
  evidence vocabulary import obo doid.obo --under DOID:162
  evidence vocabulary import oncotree oncotree.json
  evidence vocabulary import hgnc hgnc_complete_set.tsv
  evidence vocabulary import tsv ours.tsv --kind therapy
  evidence vocabulary import oncoref
  evidence vocabulary import civic ClinicalEvidenceSummaries.tsv
Concepts go to the knowledge base's folder and count from then on; ingest again what was read before. A concept that
is there already keeps its label and place, and gets new names and matches. A table (tsv) has the columns id and label
and may have group, broader, synonyms, abbreviations and xrefs, lists parted by a bar.
Curated claims of CIViC become claims of the graph, each marked as curated and told as cited.
"""
_CIVIC: Final = "civic"
_SHOWN: Final = 5  # items named in a note
_FOUND: Final = 20  # concepts whose names begin with some letters
_LISTED: Final = 12  # narrower concepts told of one


def add_verbs(verbs: Any) -> None:
    """Add this module's verb to the command line."""
    parser = add_verb(verbs, "vocabulary", vocabulary, help="the names that are known", examples=_EXAMPLES)
    actions = parser.add_subparsers(
        title="actions", metavar="ACTION", dest="action", required=True, parser_class=Parser
    )
    action = _add(actions, "show", _show, "a concept by its id")
    action.add_argument("id", metavar="ID", help="a CURIE, as `search` tells it, or a name")
    action = _add(actions, "search", _search, "the concepts that some words name")
    action.add_argument("words", nargs="+", metavar="WORD")
    _add(actions, "check", _check, "look for faults in what was imported")
    action = _add(actions, "import", _import, "add a vocabulary, or curated claims, to the knowledge base")
    action.epilog = f"examples:\n{_IMPORT_EXAMPLES}"
    _add_import(action)
    action = _add(actions, "fetch", _fetch, "bring a public vocabulary to a folder")
    _add_fetch(action)


def vocabulary(arguments: argparse.Namespace) -> int:
    """Do what was named."""
    status: int = arguments.act(arguments)
    return status


def _add(actions: Any, name: str, run: Any, help: str) -> Parser:
    parser: Parser = actions.add_parser(name, help=help, description=help)
    parser.set_defaults(act=run)
    add_knowledge_base(parser)
    return parser


def _add_import(action: Parser) -> None:
    from evidence.importers import FORMATS
    from evidence.vocabulary import KINDS

    known = "; ".join(f"{name}: {what}" for name, (_, what) in FORMATS.items())
    action.add_argument(
        "format", choices=(*FORMATS, _CIVIC), metavar="FORMAT", help=f"{known}; civic: CIViC's evidence, TSV"
    )
    action.add_argument("file", type=Path, nargs="?", metavar="FILE", help="not needed for oncoref")
    action.add_argument(
        "--kind", choices=sorted(set(KINDS.values())), help="of all terms, where the source does not tell"
    )
    action.add_argument("--under", metavar="ID", help="only this concept of the source and what is below it")
    action.add_argument("--name", help="what to call the import (default: the file's name)")


def _add_fetch(action: Parser) -> None:
    action.add_argument("name", metavar="NAME", help="doid, doid-cancer, mondo, oncotree, hgnc or civic")
    action.add_argument("--to", type=Path, default=Path("vocabularies"), metavar="DIR")
    action.add_argument("--base-url", metavar="URL", help="where it is published, if elsewhere")


def _loaded(arguments: argparse.Namespace) -> Vocabulary:
    from evidence.additions import vocabulary_of

    return vocabulary_of(Path(arguments.kb))


def _show(arguments: argparse.Namespace) -> int:
    from evidence.lexicon import Lexicon

    known = _loaded(arguments)
    concept = known.get(arguments.id)
    if concept is None:
        named = Lexicon(known).lookup(arguments.id)
        if len(named) != 1:
            what = (
                f"{arguments.id!r} names {len(named)} concepts" if named else f"no concept {arguments.id!r}"
            )
            raise UsageError(f"{what}; find its id with `evidence vocabulary search`")
        (concept,) = named
    for line in _described(concept, known):
        sys.stdout.write(f"{line}\n")
    return 0


def _described(concept: Concept, known: Vocabulary) -> Iterator[str]:
    yield f"{concept.label}  ({concept.id}, {concept.kind})"
    narrower = sorted(known.narrower(concept.id), key=lambda id: known[id].label)
    for heading, values in (
        ("names", concept.synonyms),
        ("abbreviations", concept.abbreviations),
        ("broader", [_named(id, known) for id in concept.broader]),
        ("narrower", [_named(id, known) for id in narrower[:_LISTED]]),
        ("matches", concept.xrefs),
        ("attributes", [f"{key}={value}" for key, value in concept.attributes.items()]),
    ):
        if values:
            more = f"; {len(narrower)} in all" if heading == "narrower" and len(narrower) > _LISTED else ""
            yield f"  {heading}: {'; '.join(values)}{more}"


def _named(id: str, known: Vocabulary) -> str:
    concept = known.get(id)
    return f"{concept.label} ({id})" if concept else id


def _search(arguments: argparse.Namespace) -> int:
    from evidence.lexicon import Lexicon
    from evidence.query.shorthand import in_another_case

    text = " ".join(arguments.words)
    lexicon = Lexicon(_loaded(arguments))
    found = {concept.id: concept for concept in lexicon.lookup(text)}
    if not found and (other := in_another_case(text, 0, lexicon)):
        found = {concept.id: concept for concept in other.readings}
    if not found:
        found = {concept.id: concept for concept in _beginning(text, lexicon.vocabulary)}
    if not found:
        found = {concept.id: concept for match in lexicon.match(text) for concept in match.concepts}
    for concept in found.values():
        sys.stdout.write(f"{concept.id}\t{concept.kind}\t{concept.label}\n")
    if not found:
        near = lexicon.suggest(text)
        hint = f"; is it {' or '.join(near)}?" if near else ""
        note(f"evidence: no concept is named {text!r}{hint}")
    return 0 if found else 1


def _beginning(text: str, known: Vocabulary) -> list[Concept]:
    """The concepts of which a name begins so, those with the shortest label first."""
    begins = text.casefold()
    found = [
        concept
        for concept in known.named_like({begins: ""})
        if any(
            name.casefold().startswith(begins)
            for name in (concept.label, *concept.synonyms, *concept.abbreviations)
        )
    ]
    return sorted(found, key=lambda item: (len(item.label), item.id))[:_FOUND]


def _check(arguments: argparse.Namespace) -> int:
    from evidence.additions import imports
    from evidence.importers.checking import faults

    known = _loaded(arguments)
    found = 0
    for fault in faults(known):
        sys.stdout.write(f"{fault}\n")
        found += 1
    note(f"{len(known)} concepts, {len(imports(Path(arguments.kb)))} imports, {found} faults")
    return 1 if found else 0


def _fetch(arguments: argparse.Namespace) -> int:
    from evidence.acquire.vocabularies import fetch, published

    what = published().get(arguments.name)
    if what is None:
        raise UsageError(f"no vocabulary {arguments.name!r}; take one of {', '.join(published())}")
    path = fetch(what, arguments.to, tell=note, base_url=arguments.base_url)
    note(f"{path}: {what.source} ({what.licence}); evidence vocabulary import {what.format} {path}")
    return 0


def _import(arguments: argparse.Namespace) -> int:
    if arguments.format == _CIVIC:
        return _import_claims(arguments)
    from evidence import additions
    from evidence.importers import reader
    from evidence.importers.merging import merge
    from evidence.vocabulary import KINDS

    path = _file(arguments)
    name = arguments.name or (path.stem if arguments.file else arguments.format)
    kb = _created(arguments)
    # What an earlier import of this name added is replaced, so it must not stand in its own way.
    known = additions.vocabulary_of(kb, without=name)
    group = next((stem for stem, kind in KINDS.items() if kind == arguments.kind), None)
    merged = merge(reader(arguments.format)(path), known, group=group, under=arguments.under)
    if not (merged.new or merged.enriched):
        note(f"evidence: {path} adds nothing")
        return 1
    written = additions.write(
        kb, name, (*merged.enriched, *merged.new), source=f"{arguments.format}: {path.name}"
    )
    _bring_up_to_date(kb)
    for why, number in sorted(merged.left_out.items()):
        note(f"left out: {number} {why}")
    note(
        f"{written}: {len(merged.new)} new concepts, {len(merged.enriched)} with more names or matches; "
        "ingest again what was read before"
    )
    return 0


def _file(arguments: argparse.Namespace) -> Path:
    path: Path | None = arguments.file
    if path is None and arguments.format == "oncoref":
        from evidence.importers.oncoref import folder

        return folder()
    if path is None:
        raise UsageError(f"import {arguments.format} needs a FILE")
    if not path.exists():
        raise UsageError(f"{path}: no such file; give the file to import")
    return path


def _created(arguments: argparse.Namespace) -> Path:
    """The knowledge base's folder, which becomes one if it is none yet."""
    from evidence.store import LocalStore

    kb = Path(arguments.kb)
    with LocalStore.create(kb):
        return kb


def _bring_up_to_date(kb: Path) -> None:
    """The store's graph of concepts is that of the vocabulary in use."""
    from evidence.additions import vocabulary_of
    from evidence.ingest import write_reference
    from evidence.store import LocalStore

    with LocalStore.create(kb) as store:
        write_reference(store, vocabulary_of(kb))


def _import_claims(arguments: argparse.Namespace) -> int:
    from evidence.importers.civic import LeftOut, Names, read
    from evidence.ingest import ingest
    from evidence.lexicon import Lexicon
    from evidence.store import LocalStore

    known = _loaded(arguments)
    lexicon = Lexicon(known)
    names = Names(lookup=lexicon.lookup, vocabulary=known, variants=_variant_reader(lexicon))
    path = _file(arguments)
    taken: dict[str, Extraction] = {}
    left: list[LeftOut] = []
    for item in read(path, names):
        if isinstance(item, LeftOut):
            left.append(item)
        else:
            taken[item.document.id] = item
    with LocalStore.create(Path(arguments.kb)) as store:
        documents = (item.document for item in taken.values())
        summary = ingest(
            documents, store, lambda wanted: (taken[document.id] for document in wanted), vocabulary=known
        )
        store.optimize()
    for item in left[:_SHOWN]:
        note(f"left out: {item.id}: {item.reason}")
    if len(left) > _SHOWN:
        note(f"left out: {len(left) - _SHOWN} more")
    note(f"{path}: {summary.documents} curated items ({summary.added} added, {summary.unchanged} unchanged)")
    return 1 if left else 0


def _variant_reader(lexicon: Any) -> Callable[[str], tuple[Variant, ...]]:
    """The alterations that the pipeline finds in a line."""
    from evidence.document import Document, Source
    from evidence.pipeline.build import build, extract

    nlp = build(lexicon)
    source = Source(uri="-", media_type="text/plain", format="text", sha256="")

    def variants(line: str) -> tuple[Variant, ...]:
        document = Document(id="-", source=source, text=line)
        [extraction] = extract(nlp, (document,))
        found = (mention.variant for mention in extraction.mentions if mention.variant is not None)
        return tuple(dict.fromkeys(found))

    return variants
