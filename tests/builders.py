"""Small documents and extractions, built by hand: their sentences and figures are invented."""

from __future__ import annotations

from typing import Any

from evidence.document import Document, Reference, Relation, Section, Source
from evidence.records import (
    Arm,
    Association,
    Biomarker,
    Discrepancy,
    Extraction,
    Finding,
    Ledger,
    Mention,
    PrimaryEndpoint,
    Statistic,
    Study,
    Variant,
)
from evidence.vocabulary import Concept, Vocabulary

KIDNEY_CANCER = Concept(id="DOID:4450", label="renal cell carcinoma", kind="disease")
LUNG_CANCER = Concept(
    id="DOID:3908", label="lung non-small cell carcinoma", kind="disease", broader=("EV:solid",)
)
SOLID_TUMOUR = Concept(id="EV:solid", label="solid tumour", kind="disease")
SUNITINIB = Concept(
    id="NCIT:C71622",
    label="sunitinib",
    kind="therapy",
    synonyms=("Sutent", "SU11248"),
    abbreviations=("SUN?",),
    group="therapies",
)
PLACEBO = Concept(id="EV:placebo", label="placebo", kind="therapy")
OSIMERTINIB = Concept(id="NCIT:C116377", label="osimertinib", kind="therapy", group="therapies")
SURVIVAL = Concept(
    id="EV:overall-survival",
    label="overall survival",
    kind="outcome",
    abbreviations=("OS",),
    attributes={"polarity": "higher_better", "measure": "time_to_event"},
    group="outcomes",
)
CONCEPTS = (KIDNEY_CANCER, LUNG_CANCER, SOLID_TUMOUR, SUNITINIB, PLACEBO, OSIMERTINIB, SURVIVAL)
VOCABULARY = Vocabulary(CONCEPTS, version="test")

TITLE = "Sunitinib or placebo in a made-up kidney trial"
RESULT = "Median survival was 20 months with sunitinib and 12 months with placebo (HR 0.60, P = 0.01)."
CLAIM = "The invented EGFR T790M cells responded to osimertinib."
TEXT = f"{TITLE}\n\n{RESULT} {CLAIM}"


def make_document(**changes: Any) -> Document:
    """An abstract of two sentences."""
    values: dict[str, Any] = {
        "id": "doi:10.1000/kidney#abstract",
        "source": Source(uri="kidney.txt", media_type="text/plain", format="text", sha256="0" * 64),
        "text": TEXT,
        "form": "abstract",
        "title": TITLE,
        "authors": ("Doe, Jane", "Roe, Richard"),
        "journal": "Journal of Examples",
        "year": 2021,
        "date": "2021-12",
        "doi": "10.1000/kidney",
        "pmid": "1234567",
        "publication_types": ("Journal Article",),
        "keywords": ("kidney", "example"),
        "relations": (Relation(type="comments_on", target="doi:10.1000/other"),),
        "references": (Reference(number=1, text="Roe R. A reference. 2019.", doi="10.1000/ref"),),
        "sections": (Section(role="results", heading="Results", start=len(TITLE) + 2, end=len(TEXT)),),
    }
    return Document(**{**values, **changes})


def span(words: str, text: str = TEXT) -> dict[str, int]:
    """Where words stand in the text."""
    start = text.index(words)
    return {"start": start, "end": start + len(words)}


def make_statistics() -> tuple[Statistic, ...]:
    """A hazard ratio and its P value."""
    return (
        Statistic(id="s1", type="hazard_ratio", text="HR 0.60", operator="=", value=0.6, **span("HR 0.60")),
        Statistic(id="s2", type="p_value", text="P = 0.01", operator="=", value=0.01, **span("P = 0.01")),
    )


def make_finding(**changes: Any) -> Finding:
    """Sunitinib against placebo on survival."""
    values: dict[str, Any] = {
        "id": "f1",
        **span(RESULT),
        "quote": RESULT,
        "kind": "comparison",
        "outcome": "overall survival",
        "outcome_concept": SURVIVAL,
        "intervention": "sunitinib",
        "intervention_concepts": (SUNITINIB,),
        "comparator": "placebo",
        "comparator_concepts": (PLACEBO,),
        "population": None,
        "timepoint": None,
        "favors": "intervention",
        "direction": "higher",
        "significance": "significant",
        "statistics": ("s1", "s2"),
        "role": "result",
        "reference": None,
        "confidence": 0.9,
        "direction_basis": "figures",
    }
    return Finding(**{**values, **changes})


def make_biomarker(**changes: Any) -> Biomarker:
    """EGFR T790M."""
    start = TEXT.index("T790M")
    values: dict[str, Any] = {
        "gene": "EGFR",
        "gene_id": "HGNC:3236",
        "name": "T790M",
        "hgvs_p": "p.Thr790Met",
        "type": "missense_variant",
        "mention": (start, start + 5),
    }
    return Biomarker(**{**values, **changes})


def make_association(**changes: Any) -> Association:
    """EGFR T790M makes sensitive to osimertinib."""
    values: dict[str, Any] = {
        "id": "a1",
        **span(CLAIM),
        "quote": CLAIM,
        "biomarkers": (make_biomarker(),),
        "disease": LUNG_CANCER,
        "therapies": (OSIMERTINIB,),
        "therapy_interaction": None,
        "evidence_type": "predictive",
        "significance": "sensitivity",
        "direction": "supports",
        "role": "cited",
        "reference": 1,
        "confidence": 0.8,
    }
    return Association(**{**values, **changes})


def make_study(**changes: Any) -> Study:
    """A randomised trial of two arms."""
    values: dict[str, Any] = {
        "design": "randomised controlled trial",
        "phase": "3",
        "n": 200,
        "registry_ids": ("NCT00000000",),
        "level_of_evidence": "1b",
        "level_derived": True,
        "diseases": (KIDNEY_CANCER,),
        "arms": (
            Arm(name="sunitinib", concepts=(SUNITINIB,), n=100, **span("sunitinib")),
            Arm(name="placebo", concepts=(PLACEBO,), n=100, **span("placebo")),
        ),
        "primary_endpoint": PrimaryEndpoint(outcome="overall survival", met=True),
    }
    return Study(**{**values, **changes})


def make_extraction(**changes: Any) -> Extraction:
    """All of the above, with a discrepancy."""
    variant = Variant(
        gene="EGFR",
        gene_id="HGNC:3236",
        hgvs_p="p.Thr790Met",
        hgvs_c=None,
        type="missense_variant",
        name="T790M",
    )
    values: dict[str, Any] = {
        "document": make_document(),
        "study": make_study(),
        "mentions": (
            Mention(**span("sunitinib"), text="sunitinib", kind="therapy", concept=SUNITINIB),
            Mention(**span("T790M"), text="T790M", kind="variant", concept=None, variant=variant),
        ),
        "statistics": make_statistics(),
        "findings": (make_finding(),),
        "associations": (make_association(),),
        "discrepancies": (
            Discrepancy(
                check="percent", severity="warning", message="12 of 20 is 60 %", spans=((5, 9), (0, 2))
            ),
        ),
        "ledger": Ledger(numerals=5, explained=4, unexplained=((0, 1),)),
    }
    return Extraction(**{**values, **changes})
