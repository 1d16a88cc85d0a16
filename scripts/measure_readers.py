"""Measure the reading of PubMed XML: records a second and memory, beside pubmed_parser; print a Markdown table.

    python scripts/measure_readers.py
    python scripts/measure_readers.py --records 30000 --beside ~/other/bin/python

A file of made-up records, of the size and markup of PubMed's, is written for the run, and a tenth of it: memory that is
the same for both does not grow with the file. `--beside` is an interpreter that has pubmed_parser; it is measured in
turns with the present code, each in a process of its own, the best of all rounds counts.
"""

from __future__ import annotations

import argparse
import gzip
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
ROUNDS: Final = 3
WORDS: Final = tuple(
    (ROOT / "corpus" / "README.md").read_text(encoding="utf-8").replace("<", "").replace("&", "").split()
)
OURS: Final = """
import resource, sys, time
from evidence.readers import read_path
started = time.perf_counter()
number = sum(1 for _ in read_path(sys.argv[1]))
"""
# Everything that the readers give, too: authors apart, references, sections' labels.
THEIRS: Final = """
import resource, sys, time
import pubmed_parser
started = time.perf_counter()
number = sum(
    1
    for _ in pubmed_parser.parse_medline_xml(
        sys.argv[1], year_info_only=False, nlm_category=True, author_list=True, reference_list=True
    )
)
"""
REPORT: Final = """
seconds = time.perf_counter() - started
print(number, number / seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure as asked."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--records", type=int, default=30_000, metavar="N", help="default 30000")
    parser.add_argument("--beside", type=Path, metavar="PYTHON", help="an interpreter with pubmed_parser")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        small, large = Path(folder, "small.xml.gz"), Path(folder, "large.xml.gz")
        write(small, options.records // 10)
        write(large, options.records)
        programs = {"evidence": (Path(sys.executable), OURS)}
        if options.beside is not None:
            programs["pubmed_parser"] = options.beside, THEIRS
        found: dict[tuple[str, Path], tuple[float, float]] = {}
        for _ in range(ROUNDS):
            for path in (small, large):
                for name, (python, program) in programs.items():
                    rate, memory = measured(python, program, path, options.records)
                    best = found.get((name, path), (0.0, memory))
                    found[name, path] = max(best[0], rate), max(best[1], memory)
        print(f"| {options.records:,} records | records/s | MB, a tenth of the file | MB, all of it |")
        print("| --- | ---: | ---: | ---: |")
        for name in programs:
            rate, memory = found[name, large]
            print(f"| {name} | {rate:,.0f} | {found[name, small][1]:,.0f} | {memory:,.0f} |")
    return 0


def measured(python: Path, program: str, path: Path, records: int) -> tuple[float, float]:
    """Records a second, and the most memory held, in megabytes."""
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    command = [str(python), "-c", program + REPORT, str(path)]
    done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    number, rate, memory = map(float, done.stdout.split())
    assert number in (records, records // 10), f"{number} records were read"
    return rate, memory


def write(path: Path, records: int) -> None:
    """A baseline file of made-up records."""
    chance = random.Random(records)
    with gzip.open(path, "wt", encoding="utf-8", compresslevel=1) as file:
        file.write('<?xml version="1.0" encoding="utf-8"?>\n<PubmedArticleSet>\n')
        for number in range(1, records + 1):
            file.write(record(number, chance))
        file.write("</PubmedArticleSet>\n")


def record(number: int, chance: random.Random) -> str:
    """A record of about nine kilobytes, as the more recent ones of the baseline are."""

    def words(count: int) -> str:
        return " ".join(chance.choices(WORDS, k=count))

    authors = "".join(
        f'<Author ValidYN="Y"><LastName>Doe{n}</LastName><ForeName>Jane Q</ForeName><Initials>JQ</Initials>'
        f"<AffiliationInfo><Affiliation>{words(12)}</Affiliation></AffiliationInfo></Author>"
        for n in range(6)
    )
    parts = "".join(
        f'<AbstractText Label="{label}" NlmCategory="{label}">{words(60)} '
        "(HR 0.70; 95% CI, 0.50-0.90; <i>P</i>&lt;.01).</AbstractText>"
        for label in ("BACKGROUND", "METHODS", "RESULTS", "CONCLUSIONS")
    )
    headings = "".join(
        f'<MeshHeading><DescriptorName UI="D{n:06}" MajorTopicYN="N">{words(2)}</DescriptorName></MeshHeading>'
        for n in range(12)
    )
    listed = "".join(
        f"<Reference><Citation>{words(14)}. 2001;{n}:1-9.</Citation><ArticleIdList>"
        f'<ArticleId IdType="pubmed">{n + 1000}</ArticleId></ArticleIdList></Reference>'
        for n in range(15)
    )
    return (
        f'<PubmedArticle><MedlineCitation Status="MEDLINE" Owner="NLM"><PMID Version="1">{number}</PMID>'
        "<DateCompleted><Year>2021</Year><Month>03</Month><Day>01</Day></DateCompleted>"
        '<Article PubModel="Print"><Journal><ISSN IssnType="Print">0000-0000</ISSN><JournalIssue CitedMedium="Print">'
        "<Volume>7</Volume><Issue>2</Issue><PubDate><Year>2021</Year><Month>Feb</Month><Day>3</Day></PubDate>"
        "</JournalIssue><Title>Journal of trials</Title><ISOAbbreviation>J Trials</ISOAbbreviation></Journal>"
        f"<ArticleTitle>{words(15)}.</ArticleTitle><Pagination><MedlinePgn>12-9</MedlinePgn></Pagination>"
        f'<ELocationID EIdType="doi" ValidYN="Y">10.1000/x.{number}</ELocationID><Abstract>{parts}</Abstract>'
        f'<AuthorList CompleteYN="Y">{authors}</AuthorList><Language>eng</Language><PublicationTypeList>'
        '<PublicationType UI="D016428">Journal Article</PublicationType></PublicationTypeList></Article>'
        "<MedlineJournalInfo><Country>England</Country><MedlineTA>J Trials</MedlineTA><NlmUniqueID>1</NlmUniqueID>"
        f"</MedlineJournalInfo><MeshHeadingList>{headings}</MeshHeadingList><KeywordList Owner='NOTNLM'>"
        f'<Keyword MajorTopicYN="N">{words(2)}</Keyword></KeywordList></MedlineCitation><PubmedData><ArticleIdList>'
        f'<ArticleId IdType="pubmed">{number}</ArticleId><ArticleId IdType="doi">10.1000/x.{number}</ArticleId>'
        f"</ArticleIdList><ReferenceList>{listed}</ReferenceList></PubmedData></PubmedArticle>\n"
    )


if __name__ == "__main__":
    raise SystemExit(main())
