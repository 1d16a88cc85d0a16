"""Measure how much of what others curated the vocabulary grounds, and how much of that wrongly.

    python scripts/measure_coverage.py DATA                 a table
    python scripts/measure_coverage.py DATA --show misses   and what is not grounded
    python scripts/measure_coverage.py DATA --show wrong    and what is grounded to something else

DATA is a folder with `civic/evidence.jsonl`, `oncology_findings/`, `oncology_rct_stage/`, `breast_rct_pico/`,
`biored/` and the reference vocabularies in `vocab/`. A name grounds rightly if its concept has the curated identifier,
or one that the references give to the name; by its name alone where no reference has it. Nothing is fitted here.

Rows: names that CIViC's items give to disease, therapy and gene (each once); the diseases and the parts of arms that
annotators wrote down; of the interventions marked in trial abstracts the treatments whose names the references have;
the tumour type of a trial among the diseases of its abstract; genes marked in abstracts, where both sides ground them.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from evidence.document import Document, Source
from evidence.lexicon import Lexicon, squash
from evidence.pipeline.build import build, extract
from evidence.records import Mention
from evidence.vocabulary import Concept, Vocabulary

HERE: Final = Path(__file__).resolve().parent
TREATMENTS: Final = frozenset({"therapy", "procedure"})
# Columns of the references: file, identifiers, names (lists by bars).
DRUGS: Final = (
    "therapies/oncology_drugs.tsv",
    ("unii", "ncit", "drugbank", "mesh", "rxnorm"),
    ("name", "brand_names", "development_codes", "other_names", "mesh_entry_terms"),
)
PROCEDURES: Final = ("mesh/mesh_oncology_branches.tsv", ("id",), ("label", "synonyms"))
DISEASES: Final = ("doid/doid_neoplasm.tsv", ("id",), ("label", "synonyms_exact"))
_OF_TREATMENTS: Final = re.compile("therapeutic|surgical")
# MeSH's names for treatment as such; they name none.
_NO_TREATMENTS: Final = frozenset({"therapy", "treatment", "dissection", "injection", "surgery"})
_PARENTHESES: Final = re.compile(r"\s*\([^()]*\)")


@dataclass(slots=True)
class Tally:
    """A row of the table: how many names, how many of them right, and the others."""

    title: str
    total: int = 0
    right: int = 0
    misses: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def add(self, name: str, concept: Concept | None, *, right: bool) -> None:
        """Count a name."""
        self.total += 1
        self.right += right
        if not right and concept is None:
            self.misses.append(name)
        elif not right and concept is not None:
            self.wrong.append(f"{name} -> {concept.label} ({concept.id})")


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table; exit status 0, or 2 where data are missing."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path, metavar="DATA")
    parser.add_argument("--show", choices=("misses", "wrong"))
    options = parser.parse_args(arguments)
    vocabulary = Vocabulary.load()
    try:
        tallies = list(measure(options.data, Lexicon(vocabulary)))
    except FileNotFoundError as error:
        print(f"{error.filename}: no such file; give the folder of the data sets", file=sys.stderr)
        return 2
    print("| | names | right | wrong |\n| --- | ---: | ---: | ---: |")
    for tally in tallies:
        share, wrong = tally.right / tally.total, len(tally.wrong) / tally.total
        print(f"| {tally.title} | {tally.total} | {share:.3f} | {wrong:.3f} |")
        for name in getattr(tally, options.show) if options.show else ():
            print(f"    {name}")
    return 0


def measure(data: Path, lexicon: Lexicon) -> Iterator[Tally]:
    """All rows."""
    drugs, diseases = References(data / "vocab", DRUGS), References(data / "vocab", DISEASES)
    both = References(data / "vocab", DRUGS, PROCEDURES)
    items = list(records(data / "civic" / "evidence.jsonl"))
    yield civic_diseases(items, lexicon)
    names = {name for item in items for name in item["therapies"]}
    yield of_names("therapies of CIViC", names, lexicon, TREATMENTS, drugs)
    yield civic_genes(items, lexicon, data / "vocab")
    trials = [item for path in sorted((data / "oncology_findings").glob("*.jsonl")) for item in records(path)]
    names = {name for trial in trials for name in trial["study"]["diseases"]}
    yield of_names("diseases of trials", names, lexicon, frozenset({"disease", "outcome"}), diseases)
    names = {name for trial in trials for arm in trial["study"]["arms"] for name in arm["therapies"]}
    yield of_names("treatments in arms of trials", names, lexicon, TREATMENTS, both)
    yield marked_treatments(data / "breast_rct_pico" / "abstracts.jsonl", lexicon, both)
    nlp = build(lexicon)

    def mentions(texts: Iterable[str]) -> Iterator[tuple[Mention, ...]]:
        return (item.mentions for item in extract(nlp, map(document, texts)))

    yield tumor_types(data / "oncology_rct_stage" / "trials.jsonl", lexicon.vocabulary, mentions)
    yield marked_genes(data / "biored" / "abstracts.jsonl", lexicon.vocabulary, mentions)


class References:
    """What the reference vocabularies call things: names as compared -> identifiers."""

    def __init__(self, folder: Path, *tables: tuple[str, tuple[str, ...], tuple[str, ...]]) -> None:
        self.ids: dict[str, set[str]] = defaultdict(set)
        for file, id_columns, name_columns in tables:
            for row in rows(folder / file):
                if "branch" in row and not _OF_TREATMENTS.search(row["branch"]):
                    continue
                ids = {id.replace("RXCUI:", "RXNORM:") for key in id_columns for id in listed(row[key])}
                for name in (name for key in name_columns for name in listed(row[key])):
                    self.ids[compared(name)] |= ids

    def agree(self, name: str, concept: Concept) -> bool:
        """Whether a concept is what the references call so; where they are silent, or it has no id of theirs, what
        it is called itself decides."""
        wanted, own = self.ids.get(compared(name), set()), ids_of(concept)
        if wanted & own:
            return True
        spaces = {id.partition(":")[0] for id in wanted} & {id.partition(":")[0] for id in own}
        return not spaces or compared(name) in {compared(item) for item in names_of(concept)}


def civic_diseases(items: Iterable[dict[str, Any]], lexicon: Lexicon) -> Tally:
    """By DOID; those without one by their name."""
    tally = Tally("diseases of CIViC")
    for name, doid in sorted({(item["disease"], item["doid"]) for item in items if item["disease"]}, key=str):
        concept = first(lexicon, name, frozenset({"disease"}))
        right = concept is not None and (doid in ids_of(concept) if doid else named_so(concept, name))
        tally.add(f"{name} ({doid})", concept, right=right)
    return tally


def civic_genes(items: Iterable[dict[str, Any]], lexicon: Lexicon, folder: Path) -> Tally:
    """By HGNC's identifier of the symbol; partners of fusions by themselves. Signatures are no genes."""
    known = {row["Approved symbol"]: row["HGNC ID"] for row in rows(folder / "hgnc/hgnc_protein_coding.tsv")}
    factors = {
        row["name"] for row in rows(folder / "civic/civic_features_2025-10.tsv") if row["kind"] == "factor"
    }
    symbols = {part for item in items if item["gene"] for part in item["gene"].split("::")}
    tally = Tally("genes of CIViC")
    for symbol in sorted(symbols - factors - {"v", "?", "Methylation", "TMB", "Kataegis", "CK"}):
        concept = first(lexicon, symbol, frozenset({"gene"}))
        id = known.get(symbol)
        right = concept is not None and (
            concept.id.endswith(f":{id.rpartition(':')[2]}") if id else named_so(concept, symbol)
        )
        tally.add(symbol, concept, right=right)
    return tally


def of_names(
    title: str, names: Iterable[str], lexicon: Lexicon, kinds: frozenset[str], references: References
) -> Tally:
    """Whole names against the references; a bracket after a name need not be known."""
    tally = Tally(title)
    for name in sorted(names):
        concept = first(lexicon, name, kinds) or first(lexicon, _PARENTHESES.sub("", name), kinds)
        concept = concept or part(lexicon, name, kinds, references)
        tally.add(name, concept, right=concept is not None and references.agree(name, concept))
    return tally


def part(lexicon: Lexicon, name: str, kinds: frozenset[str], references: References) -> Concept | None:
    """The one concept inside a name that the references do not have ("palliative standard of care")."""
    if references.ids.get(compared(name)):
        return None
    found = {item for match in lexicon.match(name) for item in match.concepts[:1] if item.kind in kinds}
    return found.pop() if len(found) == 1 else None


def marked_treatments(path: Path, lexicon: Lexicon, references: References) -> Tally:
    """In spans marked as interventions, the longest names that the references have."""
    tally = Tally("treatments in interventions and controls of abstracts")
    spans = {
        entity["text"]
        for record in records(path)
        for entity in record["entities"]
        if entity["type"] in ("intervention", "control")
    }
    for name in sorted({name for span in spans for name in referred(span, references)}):
        concept = first(lexicon, name, TREATMENTS)
        tally.add(name, concept, right=concept is not None and references.agree(name, concept))
    return tally


def referred(span: str, references: References) -> Iterator[str]:
    """The longest runs of words, of at least four letters, that the references name."""
    words, index = list(re.finditer(r"[\w-]+", span)), 0
    while index < len(words):
        for last in range(min(len(words), index + 5), index, -1):
            name = span[words[index].start() : words[last - 1].end()]
            if len(name) > 3 and name.lower() not in _NO_TREATMENTS and compared(name) in references.ids:
                yield name
                index = last - 1
                break
        index += 1


def tumor_types(
    path: Path, vocabulary: Vocabulary, mentions: Callable[[Iterable[str]], Iterator[tuple[Mention, ...]]]
) -> Tally:
    """A trial's type is right if some disease of its title and abstract is it, or a kind of it."""
    concepts = {row["type"]: row["concept"] for row in rows(HERE / "coverage_tumor_types.tsv")}
    tally = Tally("tumour types of trials, in their abstracts")
    trials = [(item, f"{item['title']}\n\n{item['abstract']}") for item in records(path)]
    for (item, _), found in zip(trials, mentions(text for _, text in trials), strict=True):
        diseases = [mention.concept for mention in found if mention.kind == "disease" and mention.concept]
        for kind in {kind for kind in item["tumor_type"] if kind in concepts}:
            wanted = set(concepts[kind].split("|"))
            ids = wanted.union(*map(vocabulary.narrower, wanted))
            right = any(concept.id in ids for concept in diseases)
            tally.add(f"{item['doi']}: {kind}", None, right=right)
    return tally


def marked_genes(
    path: Path, vocabulary: Vocabulary, mentions: Callable[[Iterable[str]], Iterator[tuple[Mention, ...]]]
) -> Tally:
    """Genes at marked places of abstracts, by NCBI's identifier; those of other species are left out."""
    known = {id for concept in vocabulary if concept.kind == "gene" for id in concept.xrefs}
    tally = Tally("genes marked in abstracts, where both ground them")
    articles = list(records(path))
    for item, found in zip(articles, mentions(item["text"] for item in articles), strict=True):
        ours = {(mention.start, mention.end): mention.concept for mention in found if mention.kind == "gene"}
        for entity in item["entities"]:
            ids = {f"NCBIGENE:{id}" for id in entity["ids"].split(",")}
            concept = ours.get((entity["start"], entity["end"]))
            if entity["type"] == "GeneOrGeneProduct" and concept is not None and ids & known:
                members = {
                    id
                    for member in concept.attributes.get("members", "").split("|")
                    if member in vocabulary
                    for id in vocabulary[member].xrefs
                }
                right = bool(ids & ({*concept.xrefs} | members))
                tally.add(f"{entity['text']} ({', '.join(sorted(ids))})", concept, right=right)
    return tally


def first(lexicon: Lexicon, name: str, kinds: frozenset[str]) -> Concept | None:
    """The first concept of some kinds that a whole name means."""
    return next((concept for concept in lexicon.lookup(name) if concept.kind in kinds), None)


def named_so(concept: Concept, name: str) -> bool:
    """Whether it is one of a concept's names, but for plurals."""
    return compared(name).rstrip("s") in {compared(item).rstrip("s") for item in names_of(concept)}


def names_of(concept: Concept) -> tuple[str, ...]:
    """Label, synonyms, abbreviations."""
    return (concept.label, *concept.synonyms, *(name.rstrip("?") for name in concept.abbreviations))


def ids_of(concept: Concept) -> set[str]:
    """A concept's own id and its matches."""
    return {concept.id, *concept.xrefs}


def compared(name: str) -> str:
    """Letters and digits, in any case; British and American spelling alike."""
    plain = squash(name).casefold().replace("ae", "e").replace("oe", "e").replace("our", "or")
    return plain.removesuffix("s")


def document(text: str) -> Document:
    """A text as the pipeline takes it."""
    source = Source(uri="-", media_type="text/plain", format="plain", sha256="0" * 64)
    return Document(id="coverage", source=source, text=text)


def records(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a file of JSON lines."""
    with path.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines)


def rows(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a table by its header."""
    header, *lines = path.read_text(encoding="utf-8").splitlines()
    keys = header.split("\t")
    return (dict(zip(keys, line.split("\t"), strict=False)) for line in lines)


def listed(field: str) -> list[str]:
    """The items of a field."""
    return [item for item in field.split("|") if item]


if __name__ == "__main__":
    sys.exit(main())
