"""Kill `evidence ingest` with SIGKILL at random moments, start it again, and compare with an undisturbed run.

    python scripts/kill_ingest.py --records 5000 --kills 20 --seed 1

The file is made up: records of PubMed XML from a seeded choice of sentences, some of them twice. The two stores must be
equal as sorted N-Quads: nothing twice, nothing lost. Exit status 0 if they are.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

from evidence.store import LocalStore

_DRUGS: Final = (
    "sunitinib",
    "pazopanib",
    "erlotinib",
    "docetaxel",
    "cisplatin",
    "nivolumab",
    "tamoxifen",
    "sorafenib",
)
_CANCERS: Final = ("renal cell carcinoma", "melanoma", "breast cancer", "colorectal cancer", "ovarian cancer")
_TEMPLATES: Final = (
    "Median overall survival was {a} months with {one} and {b} months with {other} (HR 0.{c}, 95% CI 0.{d}-0.{e};"
    " P = .0{f}).",
    "The objective response rate was {a}% with {one} and {b}% with {other} (P = .{c}).",
    "Grade 3 or 4 neutropenia occurred in {a}% of patients given {one} and {b}% of those given {other}.",
    "Progression-free survival did not differ between {one} and {other} (P = .{e}).",
    "EGFR T790M was associated with resistance to {one}.",
)


def main() -> int:
    """Make the file, run both, compare."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--records", type=int, default=5000)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        return compare(Path(folder), arguments.records, arguments.kills, arguments.seed)


def compare(folder: Path, records: int, kills: int, seed: int) -> int:
    """0 where the disturbed store equals the undisturbed one."""
    chance = random.Random(seed)
    source = folder / "records.xml"
    source.write_text(made_up(records, chance), encoding="utf-8")
    started = time.monotonic()
    run(source, folder / "undisturbed", None)
    whole = time.monotonic() - started
    expected = contents(folder / "undisturbed")
    print(f"undisturbed: {whole:.1f} s, {expected[1]} quads", flush=True)
    done = 0
    while done < kills:
        moment = chance.uniform(0.2, 2.5 + 2 * whole / kills)
        if run(source, folder / "killed", moment):
            # It ended before its moment: what is left to do is too little; begin anew, which must change nothing.
            print(f"  ended within {moment:.1f} s", flush=True)
        else:
            print(f"  killed after {moment:.1f} s", flush=True)
        done += 1
    run(source, folder / "killed", None)
    found = contents(folder / "killed")
    print(
        f"killed {kills} times: {found[1]} quads, {'equal' if found == expected else 'DIFFERENT'}", flush=True
    )
    return 0 if found == expected else 1


def run(source: Path, kb: Path, moment: float | None) -> bool:
    """Ingest, and kill it after so many seconds (None: let it end); whether it ended by itself."""
    command = [sys.executable, "-m", "evidence", "ingest", "--kb", str(kb), str(source)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    try:
        _, said = process.communicate(timeout=moment)
    except subprocess.TimeoutExpired:
        os.kill(process.pid, signal.SIGKILL)
        process.communicate()
        return False
    if process.returncode not in (0, 1):
        raise SystemExit(f"ingest ended with status {process.returncode}: {said.decode()}")
    return True


def contents(kb: Path) -> tuple[str, int]:
    """The digest of a store's sorted N-Quads, and how many there are."""
    written = io.BytesIO()
    with LocalStore.open(kb) as store:
        store.dump(written, "nquads")
    lines = sorted(set(written.getvalue().split(b"\n")))
    return hashlib.sha256(b"\n".join(lines)).hexdigest(), len(lines)


def made_up(records: int, chance: random.Random) -> str:
    """A file of PubMed XML; one record of fifty comes a second time."""
    articles = []
    for number in range(1, records + 1):
        pmid = number if number % 50 else number - 7
        articles.append(
            _record(pmid, random.Random(f"{pmid} {chance.random() if number % 100 == 0 else ''}"))
        )
    return f"<?xml version='1.0'?><PubmedArticleSet>{''.join(articles)}</PubmedArticleSet>"


def _record(pmid: int, chance: random.Random) -> str:
    one, other = chance.sample(_DRUGS, 2)
    cancer = chance.choice(_CANCERS)
    sentences = []
    for template in chance.sample(_TEMPLATES, 3):
        numbers = {name: chance.randint(11, 48) for name in "abcde"} | {"f": chance.randint(1, 9)}
        sentences.append(template.format(one=one, other=other, **numbers))
    return (
        f"<PubmedArticle><MedlineCitation><PMID>{pmid}</PMID><Article><Journal><Title>Made-up Journal</Title></Journal>"
        f"<ArticleTitle>{one} or {other} in {cancer}: made-up trial number {pmid}</ArticleTitle>"
        f"<Abstract><AbstractText Label='RESULTS'>{' '.join(sentences)}</AbstractText></Abstract>"
        f"<AuthorList><Author><LastName>Doe</LastName><ForeName>J{pmid}</ForeName></Author></AuthorList>"
        f"</Article></MedlineCitation></PubmedArticle>"
    )


if __name__ == "__main__":
    sys.exit(main())
