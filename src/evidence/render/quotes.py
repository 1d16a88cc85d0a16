"""Documents and claims for reading: the words that carry a claim, marked in their context."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import IO, Final

from evidence.document import Document
from evidence.records import Association, Extraction, Finding, Statistic, Study
from evidence.render.table import styled

_WIDTH: Final = 100
_INDENT: Final = "    "
_MARK: Final = "\x1b[7m"
_BOLD: Final = "\x1b[1m"
_DIM: Final = "\x1b[2m"
_RESET: Final = "\x1b[0m"
# How the words are marked where the output has no styles.
_OPEN, _CLOSE = "«", "»"

# Where a direction was read, told where it is not in the quote itself.
_BASIS: Final = {"conclusion": " (told by the conclusion)", "figures": " (by the figures)"}


def write_document(output: IO[str], extraction: Extraction, *, context: int) -> None:
    """Metadata, study with arms, then every finding and association with its words."""
    for line in _metadata(extraction.document):
        output.write(line + "\n")
    if extraction.study is not None:
        for line in _study(extraction.study):
            output.write(line + "\n")
    for claim in claims(extraction):
        output.write("\n")
        _write_claim(output, extraction, claim, context)
    for item in extraction.discrepancies:
        output.write(f"\n{item.severity}: {item.message} ({item.check})\n")


def write_record(output: IO[str], extraction: Extraction, id: str, *, context: int) -> bool:
    """One finding or association; False where there is none of this id."""
    for claim in claims(extraction):
        if claim.id == id:
            output.write(f"{extraction.document.title or extraction.document.id}\n\n")
            _write_claim(output, extraction, claim, context)
            return True
    return False


def claims(extraction: Extraction) -> list[Finding | Association]:
    """The findings, then the associations."""
    return [*extraction.findings, *extraction.associations]


def in_context(text: str, start: int, end: int, *, context: int) -> tuple[str, str, str]:
    """What stands before the words, the words, what stands after: cut at spaces, white space evened out."""
    before, after = text[max(0, start - context) : start], text[end : end + context]
    if start > context:
        before = "… " + before.partition(" ")[2]
    if end + context < len(text):
        after = after.rpartition(" ")[0] + " …"
    return _even(before), " ".join(text[start:end].split()), _even(after)


def _even(text: str) -> str:
    """White space as single spaces; one at either end stays."""
    words = " ".join(text.split())
    return f"{' ' * text[:1].isspace()}{words}{' ' * (text[-1:].isspace() and bool(words))}"


def _write_claim(output: IO[str], extraction: Extraction, claim: Finding | Association, context: int) -> None:
    head = _finding(claim) if isinstance(claim, Finding) else _association(claim)
    output.write(styled(output, f"{claim.id}  {head}", _BOLD) + "\n")
    for line in _details(extraction, claim):
        output.write(styled(output, f"{_INDENT}{line}", _DIM) + "\n")
    before, words, after = in_context(extraction.document.text, claim.start, claim.end, context=context)
    marked = f"{before}{_OPEN}{words}{_CLOSE}{after}"
    # Wrapped with the marks in place, which are then turned into styles: styles have no width.
    text = textwrap.fill(marked, _WIDTH, initial_indent=_INDENT, subsequent_indent=_INDENT)
    if output.isatty():
        text = text.replace(_OPEN, _MARK).replace(_CLOSE, _RESET)
    output.write(text + "\n")


def _metadata(document: Document) -> Iterator[str]:
    yield document.title or document.id
    if document.authors:
        yield "; ".join(document.authors)
    volume = f"{document.volume or ''}{f'({document.issue})' if document.issue else ''}"
    place = ":".join(filter(None, (volume, document.pages)))
    published = (document.journal, str(document.year) if document.year else None, place)
    if any(published):
        yield ", ".join(part for part in published if part)
    ids = (document.id, document.doi, f"PMID {document.pmid}" if document.pmid else None, document.pmcid)
    yield " · ".join(dict.fromkeys(part for part in ids if part))


def _study(study: Study) -> Iterator[str]:
    facts = [
        study.design,
        f"phase {study.phase}" if study.phase else "",
        f"n = {study.n}" if study.n is not None else "",
        f"level {study.level_of_evidence}{' (derived)' if study.level_derived else ''}"
        if study.level_of_evidence
        else "",
        ", ".join(disease.label for disease in study.diseases),
        ", ".join(study.registry_ids),
    ]
    yield "study: " + " · ".join(filter(None, facts))
    for arm in study.arms:
        yield f"{_INDENT}arm: {arm.name}" + (f" (n = {arm.n})" if arm.n is not None else "")
    if study.primary_endpoint is not None:
        met = {True: "met", False: "not met", None: "not told whether met"}[study.primary_endpoint.met]
        yield f"{_INDENT}primary endpoint: {study.primary_endpoint.outcome}, {met}"


def _finding(finding: Finding) -> str:
    contrast = " v ".join(filter(None, (finding.intervention, finding.comparator))) or "no treatment named"
    told = ", ".join(filter(None, (finding.outcome, finding.timepoint, finding.population)))
    return f"{contrast}: {told}"


def _association(claim: Association) -> str:
    markers = ", ".join(
        item.name if item.gene is None or item.name.startswith(item.gene) else f"{item.gene} {item.name}"
        for item in claim.biomarkers
    )
    therapies = ", ".join(therapy.label for therapy in claim.therapies)
    target = " · ".join(filter(None, (therapies, claim.disease.label if claim.disease else "")))
    negated = "" if claim.direction == "supports" else "not "
    return f"{markers}: {negated}{claim.significance.replace('_', ' ')}" + (f" ({target})" if target else "")


def _details(extraction: Extraction, claim: Finding | Association) -> Iterator[str]:
    cited = f" (reference {claim.reference})" if claim.reference is not None else ""
    common = [f"{claim.role}{cited}", "hedged" if claim.hedged else "", f"confidence {claim.confidence:.2f}"]
    if isinstance(claim, Association):
        yield " · ".join(filter(None, [claim.evidence_type, *common]))
        return
    way = [
        f"direction {claim.direction}{_BASIS.get(claim.direction_basis or '', '')}"
        if claim.direction
        else "",
        f"favors {claim.favors}" if claim.favors else "",
    ]
    yield " · ".join(filter(None, [*way, claim.significance.replace("_", " "), *common]))
    statistics = {item.id: item for item in extraction.statistics}
    told = [_statistic(statistics[id]) for id in claim.statistics if id in statistics]
    if told:
        yield "; ".join(told)


def _statistic(item: Statistic) -> str:
    return " ".join(item.text.split()) + (f" [{item.arm}]" if item.arm else "")
