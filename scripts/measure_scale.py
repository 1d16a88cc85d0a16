"""Questions and SPARQL on a store of millions of triples that is made from real documents; prints a Markdown table.

    python scripts/measure_scale.py --triples 5000000 --kb five      makes the store where it is not there yet
    python scripts/measure_scale.py --triples 5000000 --kb five abstracts.jsonl
    python scripts/measure_scale.py --rdflib 200000                       beside rdflib's own engine, on a smaller graph

The documents are read once; each copy of one gets nodes and identifiers of its own, and half of the copies get other
diseases, therapies and outcomes, drawn as often as the documents name them. So texts, claims a document,
statistics a claim and the frequencies of concepts are those of the documents. Studies multiply with the copies;
propositions are shared by the copies that claim the same. Each figure is of a warm disk.
"""

from __future__ import annotations

import argparse
import math
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from evidence.lexicon import Lexicon
    from evidence.records import Extraction

ROOT: Final = Path(__file__).resolve().parent.parent
CORPUS: Final = ROOT / "corpus" / "documents"
COOKBOOK: Final = ROOT / "docs" / "sparql-cookbook.md"
QUESTIONS: Final = (
    "targeted therapy RCC",
    "trastuzumab breast cancer",
    "EGFR T790M resistance",
    "bevacizumab progression-free survival",
    "nivolumab versus everolimus overall survival",
    "BRAF V600E melanoma",
    "radiotherapy brain metastases",
    "immune checkpoint inhibitor lung cancer phase 3",
    "KRAS G12C colorectal cancer",
    "chemotherapy overall survival",
)
SEED: Final = 20
SUBSTITUTED: Final = 0.5  # share of the copies that are about something else
CHUNK: Final = 1000  # documents handed to the loader at once: some 600,000 quads, which it sorts in memory
REPEATS: Final = 3
# Nodes of one document, as `graph` mints them, between brackets or in a card; shared ones (biomarkers, propositions)
# keep their names.
OWN: Final = re.compile(
    r"https://w3id\.org/oncology-evidence/id/"
    r"(?:document|graph|finding|association|statistic|annotation|target|position|quotation|section|reference|arm"
    r"|mention|span|discrepancy|study)/[^>\"\\]*"
)
PROPOSITION: Final = re.compile(r"https://w3id\.org/oncology-evidence/id/proposition/[^>\"\\]*")
IDENTIFIER: Final = re.compile(
    r'(?:<http://purl\.org/dc/terms/identifier> "|\\"dcterms:identifier\\":\[\\")(?:[^"\\]|\\[^"])*'
)
COPY, CLAIMED = "\ue000", "\ue001"  # stand for the number of the copy, and for what it claims
KINDS: Final = ("disease", "therapy", "outcome")


def main(arguments: Sequence[str] | None = None) -> int:
    """Make the store, measure, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "path", nargs="*", type=Path, default=[CORPUS], help="documents (default: the corpus)"
    )
    parser.add_argument("--triples", type=int, default=5_000_000, metavar="N")
    parser.add_argument(
        "--kb", type=Path, metavar="DIR", help="keep the store there, and use it if it is there"
    )
    parser.add_argument("--rdflib", type=int, metavar="N", help="compare the engines on so many triples")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        kb = options.kb or Path(folder) / "kb"
        number = options.rdflib or options.triples
        if not (kb / "kb.json").exists():
            make(kb, number, options.path)
        rows = engines(kb) if options.rdflib else figures(kb)
        print(f"| {size(kb):,} triples | p50, ms | p95, ms |\n| --- | ---: | ---: |")
        for name, took in rows:
            print(f"| {name} | {statistics.median(took):,.0f} | {upper(took):,.0f} |", flush=True)
    return 0


def upper(took: Sequence[float]) -> float:
    """The 95th percentile."""
    return statistics.quantiles(took, n=20, method="inclusive")[-1] if len(took) > 1 else took[0]


def size(kb: Path) -> int:
    """Quads in the store."""
    from evidence.store import LocalStore

    with LocalStore.open(kb) as store:
        return len(store)


# Making the store


def make(kb: Path, number: int, paths: Iterable[Path]) -> None:
    """Fill a new store with about so many quads."""
    import pyoxigraph

    from evidence.ingest import write_reference
    from evidence.lexicon import Lexicon
    from evidence.store import LocalStore
    from evidence.vocabulary import Vocabulary

    lexicon = Lexicon(Vocabulary.load())
    extractions = list(extracted(lexicon, paths))
    kinds = concepts(extractions)
    templates = [Template(item, kinds) for item in extractions]
    with LocalStore.create(kb) as store:
        write_reference(store, lexicon.vocabulary)
    started = time.perf_counter()
    raw = pyoxigraph.Store(str(kb / "store"))
    mean = statistics.mean(template.size for template in templates)
    written = 0
    while written < number:
        chunk = "".join(copies(templates, kinds, min(CHUNK, math.ceil((number - written) / mean))))
        raw.bulk_load(chunk.encode(), pyoxigraph.RdfFormat.N_QUADS, lenient=True)
        written += chunk.count("\n")
    loaded = time.perf_counter() - started
    raw.flush()
    raw.optimize()
    print(
        f"{written:,} quads of {len(templates)} documents copied in {loaded:.0f} s, "
        f"compacted in {time.perf_counter() - started - loaded:.0f} s",
        file=sys.stderr,
    )


def extracted(lexicon: Lexicon, paths: Iterable[Path]) -> Iterator[Extraction]:
    """What the documents say."""
    from evidence.errors import ReadError
    from evidence.inputs import Inputs
    from evidence.pipeline.build import build, extract

    documents = (item for item in Inputs([str(path) for path in paths]) if not isinstance(item, ReadError))
    yield from extract(build(lexicon), documents)


def concepts(extractions: Iterable[Extraction]) -> dict[str, tuple[list[str], list[int]]]:
    """Kind -> the concepts that are claimed on, and how often each is named."""
    counts: dict[str, Counter[str]] = {kind: Counter() for kind in KINDS}
    for extraction in extractions:
        for mention in extraction.mentions:
            if mention.concept is not None and mention.kind in counts:
                counts[mention.kind][mention.concept.id] += 1
    return {kind: (list(found), list(found.values())) for kind, found in counts.items()}


class Template:
    """A document's quads as N-Quads, cut into pieces where copies differ: text and marks in turns."""

    def __init__(self, extraction: Extraction, kinds: dict[str, tuple[list[str], list[int]]]) -> None:
        from evidence.graph import Provenance, to_quads
        from evidence.namespaces import expand

        quads = to_quads(extraction, Provenance(pipeline="scale", vocabulary="scale"))
        text = "".join(f"{quad} .\n" for quad in quads)
        self.size = text.count("\n")
        text = OWN.sub(lambda match: match[0] + COPY, text)
        text = PROPOSITION.sub(lambda match: match[0] + CLAIMED, text)
        text = IDENTIFIER.sub(lambda match: match[0] + COPY, text)
        # By kind: the concepts that stand here; each is a mark as a node, and in cards as a CURIE.
        self.present = {
            kind: [id for id in ids if f"<{expand(id)}>" in text] for kind, (ids, _) in kinds.items()
        }
        self.marks = {
            id: (f"<{expand(id)}>", f'\\"{id}\\"') for found in self.present.values() for id in found
        }
        marks = [COPY, CLAIMED, *(mark for pair in self.marks.values() for mark in pair)]
        self.pieces = re.split(f"({'|'.join(map(re.escape, marks))})", text)

    def copy(self, number: int, others: dict[str, str]) -> str:
        """A copy with nodes of its own, about other concepts (id -> id)."""
        from evidence.namespaces import expand

        said = {COPY: f"-{number}", CLAIMED: f"-{number}" if others else ""}
        for id, (node, curie) in self.marks.items():
            other = others.get(id)
            said[node] = node if other is None else f"<{expand(other)}>"
            said[curie] = curie if other is None else f'\\"{other}\\"'
        pieces = self.pieces.copy()
        pieces[1::2] = [said[mark] for mark in pieces[1::2]]
        return "".join(pieces)


_RANDOM: Final = random.Random(SEED)
_NUMBER: Final = iter(range(1, 1 << 40))


def copies(
    templates: Sequence[Template], kinds: dict[str, tuple[list[str], list[int]]], number: int
) -> Iterator[str]:
    """Documents drawn from the templates, with nodes of their own; some are about other concepts."""
    for template in _RANDOM.choices(templates, k=number):
        others: dict[str, str] = {}
        if _RANDOM.random() < SUBSTITUTED:
            for kind, present in template.present.items():
                drawn = _RANDOM.choices(*kinds[kind], k=len(present))
                others |= zip(present, drawn, strict=True)
        yield template.copy(next(_NUMBER), others)


# Measuring


def figures(kb: Path) -> Iterator[tuple[str, list[float]]]:
    """Questions in process and as whole processes, and the cookbook's queries, as name and milliseconds."""
    from evidence.lexicon import Lexicon
    from evidence.query.answer import answer
    from evidence.store import LocalStore
    from evidence.vocabulary import Vocabulary

    lexicon = Lexicon(Vocabulary.load())
    with LocalStore.open(kb) as store:
        took = [timed(partial(answer, q, store=store, lexicon=lexicon)) for q in QUESTIONS]
        yield "questions in process", [item for found in took for item in found]
        for question, found in zip(QUESTIONS, took, strict=True):
            yield f"question “{question}”, in process", found
    yield "evidence query, whole process", [item for q in QUESTIONS for item in timed(partial(ask, kb, q))]
    with LocalStore.open(kb) as store:
        took = [timed(partial(run_through, store, text)) for text in cookbook().values()]
        yield "cookbook, all queries", [item for found in took for item in found]
        for title, found in zip(cookbook(), took, strict=True):
            yield f"cookbook: {title}", found


def ask(kb: Path, question: str) -> None:
    """A question as users ask it."""
    command = [sys.executable, "-m", "evidence", "--kb", str(kb), "query", question]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    subprocess.run(command, check=False, capture_output=True, env=environment)


def run_through(engine: Any, text: str, **options: Any) -> int:
    """Ask, and take every row."""
    return sum(1 for _ in engine.query(text, **options))


def timed(run: Callable[[], Any]) -> list[float]:
    """Milliseconds of some runs after one that warms."""
    run()
    took = []
    for _ in range(REPEATS):
        started = time.perf_counter()
        run()
        took.append(1000 * (time.perf_counter() - started))
    return took


def cookbook() -> dict[str, str]:
    """Title -> query."""
    recipe = re.compile(r"^### (.+?)\n.*?^```sparql\n(.*?)^```$", re.MULTILINE | re.DOTALL)
    return dict(recipe.findall(COOKBOOK.read_text(encoding="utf-8")))


def engines(kb: Path) -> Iterator[tuple[str, list[float]]]:
    """The cookbook's queries by Oxigraph and by rdflib's own engine, on the same triples."""
    import rdflib

    from evidence.namespaces import prefixes
    from evidence.store import LocalStore

    graph = rdflib.Graph()
    with tempfile.TemporaryFile() as dump, LocalStore.open(kb) as store:
        store.dump(dump, "ntriples")
        dump.seek(0)
        graph.parse(dump, format="nt")
    names = {prefix: rdflib.Namespace(iri) for prefix, iri in prefixes().items()}
    with LocalStore.open(kb) as store:
        for title, text in cookbook().items():
            yield f"{title}: Oxigraph", timed(partial(run_through, store, text))
            yield f"{title}: rdflib", timed(partial(run_through, graph, text, initNs=names))


if __name__ == "__main__":
    raise SystemExit(main())
