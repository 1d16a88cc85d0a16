"""Measure reading, storing and asking; print a Markdown table.

    python scripts/benchmark.py                              the best documents at hand
    python scripts/benchmark.py abstracts.jsonl --limit 500  one's own
    python scripts/benchmark.py --baseline HEAD~5            beside an older revision, in the same run

Figures of different runs do not compare: the machine may do other things meanwhile. So the bare spaCy tokenizer is
measured among the components, and a baseline in turns with the present code. Each figure is the best of its rounds.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from spacy.language import Language

    from evidence.document import Document
    from evidence.lexicon import Lexicon
    from evidence.records import Extraction

ROOT: Final = Path(__file__).resolve().parent.parent
# Real abstracts beside the repository, where somebody has them; else the digests of the corpus.
ABSTRACTS: Final = ROOT.parent / "shared" / "data" / "breast_rct_pico" / "abstracts.jsonl"
CORPUS: Final = ROOT / "corpus" / "documents"
QUESTIONS: Final = (
    "targeted therapy RCC",
    "trastuzumab breast cancer",
    "chemotherapy versus endocrine therapy overall survival",
    "EGFR T790M resistance",
    "bevacizumab progression-free survival",
    "radiotherapy",
    "aromatase inhibitor disease-free survival P<.05",
    "BRAF V600E melanoma",
)
ROUNDS: Final = 2  # of each tree; alternating
REPEATS: Final = 5  # of each question, and of each start of a process
BATCH: Final = 20_000  # quads, as `evidence ingest` writes them

Figures = dict[str, float]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure as asked."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    default = ABSTRACTS if ABSTRACTS.is_file() else CORPUS
    parser.add_argument(
        "path", nargs="?", type=Path, default=default, help="a file or folder that `evidence` reads"
    )
    parser.add_argument("--limit", type=int, default=300, help="at most so many documents (default 300)")
    parser.add_argument(
        "--baseline", metavar="REVISION", help="a git revision to measure beside the present code"
    )
    parser.add_argument("--measure", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.measure:
        print(json.dumps(measure(options.path, options.limit)))
        return 0
    with trees(options.baseline) as columns:
        print_table(compare(columns, options.path.resolve(), options.limit), list(columns), options.path.name)
    return 0


@contextmanager
def trees(baseline: str | None) -> Iterator[dict[str, Path]]:
    """Column -> checkout; the baseline's is made for the run and removed after it."""
    if baseline is None:
        yield {"now": ROOT}
        return
    git = ["git", "-C", str(ROOT), "worktree"]
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder) / "baseline"
        subprocess.run([*git, "add", "--quiet", "--detach", str(tree), baseline], check=True)
        try:
            yield {baseline: tree, "now": ROOT}
        finally:
            subprocess.run([*git, "remove", "--force", str(tree)], check=True)


def compare(columns: dict[str, Path], path: Path, limit: int) -> dict[str, Figures]:
    """Measure the trees in turns, each in a process of its own; keep the best of each figure."""
    found: dict[str, Figures] = {}
    for _ in range(ROUNDS):
        for name, tree in columns.items():
            command = [sys.executable, __file__, str(path), "--limit", str(limit), "--measure"]
            done = subprocess.run(command, env=environment(tree), check=True, stdout=subprocess.PIPE)
            figures: Figures = json.loads(done.stdout)
            known = found.setdefault(name, figures)
            for figure, value in figures.items():
                best = max if figure.endswith("/s") or figure in ("documents", "quads") else min
                known[figure] = best(known.get(figure, value), value)
    return found


def environment(tree: Path) -> dict[str, str]:
    """Variables under which `evidence` is that of a checkout."""
    return os.environ | {"PYTHONPATH": str(tree / "src")}


def measure(path: Path, limit: int) -> Figures:
    """All figures of the `evidence` that can be imported; times in milliseconds."""
    started = time.perf_counter()
    from evidence.lexicon import Lexicon
    from evidence.pipeline.build import build
    from evidence.vocabulary import Vocabulary

    lexicon = Lexicon(Vocabulary.load())
    nlp = build(lexicon)
    figures = {"pipeline, import and build, ms": 1000 * (time.perf_counter() - started)}
    documents = read(path, limit, figures)
    extractions = profile(nlp, documents, figures)
    with tempfile.TemporaryDirectory() as folder:
        kb = Path(folder) / "kb"
        store(extractions, lexicon, kb, figures)
        ask(kb, lexicon, figures)
        start(kb, figures)
    return figures


def read(path: Path, limit: int, figures: Figures) -> list[Document]:
    """The documents, with the rate of reading them."""
    from evidence.errors import ReadError
    from evidence.readers import read_path

    files = sorted(item for item in path.iterdir() if item.is_file()) if path.is_dir() else [path]
    started = time.perf_counter()
    documents: list[Document] = []
    for file in files:
        documents.extend(item for item in read_path(file) if not isinstance(item, ReadError))
    figures["reading, documents/s"] = len(documents) / (time.perf_counter() - started)
    figures["documents"] = float(len(documents[:limit]))
    return documents[:limit]


def profile(nlp: Language, documents: Sequence[Document], figures: Figures) -> list[Extraction]:
    """Rates of the bare tokenizer and of the pipeline, and each component's time for a document."""
    import spacy

    from evidence.pipeline.build import extract

    bare = spacy.blank("en")
    list(extract(nlp, documents[:20]))  # caches fill, and the lexicon builds its buckets
    elapsed: dict[str, float] = defaultdict(float)
    for document in documents:
        timed(elapsed, "bare", bare.make_doc, document.text)
        doc = nlp.make_doc(document.text)  # older revisions read its tokens
        doc._.document = document
        for name, component in nlp.pipeline:
            doc = timed(elapsed, name, component, doc)
    started = time.perf_counter()
    extractions = list(extract(nlp, documents))
    figures["pipeline, documents/s"] = len(documents) / (time.perf_counter() - started)
    figures["bare spaCy tokenizer, documents/s"] = len(documents) / elapsed.pop("bare")
    for name, seconds in elapsed.items():
        figures[f"{name.removeprefix('evidence_')}, ms/document"] = 1000 * seconds / len(documents)
    return extractions


def timed(elapsed: dict[str, float], name: str, run: Callable[[Any], Any], given: Any) -> Any:
    """Run and add the seconds that it took."""
    started = time.perf_counter()
    result = run(given)
    elapsed[name] += time.perf_counter() - started
    return result


def store(extractions: Sequence[Extraction], lexicon: Lexicon, kb: Path, figures: Figures) -> None:
    """Rates of writing quads, and of bringing them to disk."""
    from evidence.graph import Provenance, to_quads
    from evidence.ingest import write_reference
    from evidence.store import LocalStore

    provenance = Provenance(pipeline="benchmark", vocabulary=lexicon.vocabulary.version)
    started = time.perf_counter()
    quads = {item.document.id: to_quads(item, provenance) for item in extractions}
    number = sum(map(len, quads.values()))
    figures["quads"] = float(number)
    figures["quads made/s"] = number / (time.perf_counter() - started)
    with LocalStore.create(kb) as opened:
        write_reference(opened, lexicon.vocabulary)
        started = time.perf_counter()
        batch: dict[str, Any] = {}
        for name, described in quads.items():
            batch[name] = described
            if sum(map(len, batch.values())) >= BATCH:
                opened.replace(batch)
                batch = {}
        opened.replace(batch)
        figures["quads stored/s"] = number / (time.perf_counter() - started)


def ask(kb: Path, lexicon: Lexicon, figures: Figures) -> None:
    """Latency of questions in a process that is warm."""
    from evidence.query.answer import answer
    from evidence.store import LocalStore

    took = []
    with LocalStore.open(kb) as opened:
        for question in QUESTIONS:
            answer(question, store=opened, lexicon=lexicon)
            for _ in range(REPEATS):
                started = time.perf_counter()
                answer(question, store=opened, lexicon=lexicon)
                took.append(1000 * (time.perf_counter() - started))
    figures["question in process, p50, ms"] = statistics.median(took)
    figures["question in process, p95, ms"] = statistics.quantiles(took, n=20)[-1]


def start(kb: Path, figures: Figures) -> None:
    """Times of whole processes: Python alone, the command alone, with a question, with SPARQL."""
    sparql = "SELECT ?d WHERE { ?d a ev:Document } LIMIT 1"
    commands = {
        "python -c pass": [["-c", "pass"]],
        "evidence --version": [["-m", "evidence", "--version"]],
        "evidence query": [["-m", "evidence", "--kb", str(kb), "query", question] for question in QUESTIONS],
        "evidence sparql": [["-m", "evidence", "--kb", str(kb), "sparql", sparql]],
    }
    for name, variants in commands.items():
        took = [process(variant) for variant in variants for _ in range(max(1, REPEATS // len(variants)))]
        figures[f"{name}, p50, ms"] = statistics.median(took)
        if len(variants) > 1:
            figures[f"{name}, p95, ms"] = statistics.quantiles(took, n=20, method="inclusive")[-1]


def process(command: Sequence[str]) -> float:
    """Milliseconds from start to end."""
    started = time.perf_counter()
    done = subprocess.run([sys.executable, *command], check=False, capture_output=True, text=True)
    elapsed = 1000 * (time.perf_counter() - started)
    # 1 is "nothing found", which is an answer.
    assert done.returncode in (0, 1), done.stderr
    return elapsed


def print_table(found: dict[str, Figures], columns: Sequence[str], source: str) -> None:
    """A row a figure, a column a tree; the tokenizer's share makes runs on different machines comparable."""
    print(f"| {source} | " + " | ".join(columns) + " |")
    print("| --- |" + " ---: |" * len(columns))
    rows = dict.fromkeys(figure for column in columns for figure in found[column])
    for figure in rows:
        values = (found[column].get(figure) for column in columns)
        print(
            f"| {figure} | " + " | ".join("" if value is None else written(value) for value in values) + " |"
        )


def written(value: float) -> str:
    """Three significant digits, and whole numbers whole."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


if __name__ == "__main__":
    raise SystemExit(main())
