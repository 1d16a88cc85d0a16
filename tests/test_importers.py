"""Importers: every format gives the same terms, and merging adds without taking away."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from evidence.errors import VocabularyError
from evidence.importers import FORMATS, oncoref, reader
from evidence.importers.merging import merge
from evidence.importers.profiles import alternatives
from evidence.importers.terms import Term, curie, is_abbreviation, supported
from evidence.vocabulary import Concept, Vocabulary

OBO = """\
format-version: 1.2

[Term]
id: DOID:162
name: cancer

[Term]
id: DOID:9999901
name: glass cell sarcoma
synonym: "vitreous sarcoma" EXACT []
synonym: "soft tumour" BROAD []
synonym: "VCS" EXACT OMO:0003012 []
xref: NCI:C99901
xref: ICD10CM:C49
is_a: DOID:162 ! cancer

[Term]
id: DOID:9999902
name: dropped sarcoma
is_obsolete: true
"""
ONCOTREE = {
    "TISSUE": {
        "code": "TISSUE", "name": "Tissue", "mainType": None, "externalReferences": {}, "tissue": None, "level": 0,
        "children": {
            "SOFT": {
                "code": "SOFT", "name": "Soft Tissue", "mainType": "Soft Tissue Sarcoma", "externalReferences": {},
                "tissue": "Soft Tissue", "level": 1,
                "children": {
                    "GCS": {
                        "code": "GCS", "name": "Glass Cell Sarcoma", "mainType": "Soft Tissue Sarcoma",
                        "externalReferences": {"NCI": ["C99901"]}, "tissue": "Soft Tissue", "level": 2,
                        "children": {},
                    }
                },
            }
        },
    }
}  # fmt: skip
HGNC = (
    "hgnc_id\tsymbol\tname\tstatus\talias_symbol\tprev_symbol\tentrez_id\tensembl_gene_id\n"
    "HGNC:1\tGLASS1\tglass factor 1\tApproved\tp77|WASHER\tGLS\t77\tENSG00000000077\n"
    "HGNC:2\tGONE1\tgone\tEntry Withdrawn\t\t\t\t\n"
)
NCIT = (
    "C99901\t<x>\tC9305\tGlass Cell Sarcoma|Sarcoma, Glass Cell|VCS\tdef\t\t\tNeoplastic Process\t\n"
    "C99902\t<x>\t\tOld Thing\tdef\t\tRetired_Concept\tNeoplastic Process\t\n"
    "C99903\t<x>\t\tA Country\tdef\t\t\tGeographic Area\t\n"
)
SKOS = """\
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix obo: <http://purl.obolibrary.org/obo/> .
obo:DOID_9999901 skos:prefLabel "glass cell sarcoma"@en, "Glaszellsarkom"@de ;
  skos:altLabel "vitreous sarcoma"@en ; skos:broader obo:DOID_162 ; skos:exactMatch obo:NCIT_C99901 .
"""
TABLE = "id\tlabel\tgroup\tsynonyms\nDOID:9999901\tglass cell sarcoma\tdiseases\tvitreous sarcoma|VCS?\n"

CANCER = Concept(id="DOID:162", label="cancer", kind="disease", group="diseases", synonyms=("malignancy",))
SARCOMA = Concept(
    id="EV:glass-sarcoma", label="glass sarcoma", kind="disease", group="diseases", xrefs=("NCIT:C99901",)
)
GENE = Concept(id="HGNC:1", label="GLASS1", kind="gene", group="genes", abbreviations=("GLASS1",))


def _read(tmp_path: Path, format: str, name: str, content: str) -> list[Term]:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    return list(reader(format)(path))


@pytest.mark.parametrize(
    ("format", "name", "content", "id", "names", "broader", "xrefs"),
    [
        ("obo", "a.obo", OBO, "DOID:9999901", ("vitreous sarcoma", "VCS"), ("DOID:162",), ("NCIT:C99901",)),
        ("oncotree", "a.json", json.dumps(ONCOTREE), "ONCOTREE:GCS", ("GCS",), (), ("NCIT:C99901",)),
        ("ncit", "a.txt", NCIT, "NCIT:C99901", ("Sarcoma, Glass Cell", "VCS"), ("NCIT:C9305",), ()),
        ("skos", "a.ttl", SKOS, "DOID:9999901", ("vitreous sarcoma",), ("DOID:162",), ("NCIT:C99901",)),
        ("tsv", "a.tsv", TABLE, "DOID:9999901", ("vitreous sarcoma", "VCS"), (), ()),
    ],
)
def test_every_format_gives_the_term(
    tmp_path: Path,
    format: str,
    name: str,
    content: str,
    id: str,
    names: tuple[str, ...],
    broader: tuple[str, ...],
    xrefs: tuple[str, ...],
) -> None:
    terms = {term.id: term for term in _read(tmp_path, format, name, content)}
    assert set(terms) <= {id, "DOID:162"}, "obsolete, retired and foreign terms stay out"
    term = terms[id]
    assert term.label.lower() == "glass cell sarcoma"
    assert (term.group, term.names, term.broader, term.xrefs) == ("diseases", names, broader, xrefs)


def test_hgnc_gives_approved_genes(tmp_path: Path) -> None:
    [term] = _read(tmp_path, "hgnc", "a.tsv", HGNC)
    assert term.id == "HGNC:1"
    assert set(term.names) == {"GLASS1", "glass factor 1", "p77", "WASHER", "GLS"}
    assert term.xrefs == ("NCBIGENE:77", "ENSEMBL:ENSG00000000077")


def test_oncoref_is_read_as_data(tmp_path: Path) -> None:
    import gzip

    for name, content in (
        ("canonical-gene-space.csv.gz", "ensembl_gene_id,symbol\nENSG1,GLASS1\n"),
        ("ncbi-entrez-gene-mappings.csv.gz", "live_entrez_id,canonical_symbol\n77,GLASS1\n"),
    ):
        (tmp_path / name).write_bytes(gzip.compress(content.encode()))
    (tmp_path / "ensembl-id-aliases.csv").write_text("alt_haplotype_id,symbol\nENSG9,GLASS1\n")
    [term] = oncoref.read(tmp_path)
    assert set(term.xrefs) == {"ENSEMBL:ENSG1", "ENSEMBL:ENSG9", "NCBIGENE:77"}
    merged = merge([term], Vocabulary([GENE]))
    assert [concept.id for concept in merged.enriched] == ["HGNC:1"], "a gene is known by its symbol"


@pytest.mark.parametrize(
    ("format", "name", "content"),
    [
        ("obo", "a.obo", "this is a letter\n"),
        ("oncotree", "a.json", "[1, 2]"),
        ("oncotree", "a.json", "{"),
        ("hgnc", "a.tsv", "a\tb\n1\t2\n"),
        ("ncit", "a.txt", "one column\n"),
        ("skos", "a.ttl", "this is no turtle"),
        ("skos", "a.xyz", ""),
        ("tsv", "a.tsv", "id\tlabel\nXX:1\tname\n"),
        ("tsv", "a.tsv", "name\n"),
    ],
)
def test_what_is_not_the_format_is_said_in_one_line(
    tmp_path: Path, format: str, name: str, content: str
) -> None:
    with pytest.raises(VocabularyError) as raised:
        _read(tmp_path, format, name, content)
    assert str(tmp_path / name) in str(raised.value)
    assert "\n" not in str(raised.value)


def _term(id: str = "DOID:9999901", label: str = "glass cell sarcoma", **more: tuple[str, ...]) -> Term:
    return Term(id=id, label=label, group="diseases", **more)


MERGES: list[tuple[str, Term, Callable[[Vocabulary], object]]] = [
    (
        "a mapping makes it the concept that is there, whose label stays",
        _term(xrefs=("NCIT:C99901",), names=("vitreous sarcoma",)),
        lambda merged: (
            not merged.new
            and merged.enriched[0].label == "glass sarcoma"
            and merged.enriched[0].synonyms == ("glass cell sarcoma", "vitreous sarcoma")
            and "DOID:9999901" in merged.enriched[0].xrefs
        ),
    ),
    (
        "a name of another concept is not taken",
        _term(names=("malignancy",)),
        lambda merged: merged.new[0].synonyms == () and sum(merged.left_out.values()) == 1,
    ),
    (
        "the same name without a mapping adds nothing",
        _term(label="Malignancy"),
        lambda merged: not merged.new and not merged.enriched,
    ),
    (
        "what is above is found by id, what nobody has is left out",
        _term(broader=("DOID:162", "DOID:404")),
        lambda merged: merged.new[0].broader == ("DOID:162",),
    ),
    (
        "short names need support",
        _term(names=("VCS", "GLS2025")),
        lambda merged: merged.new[0].abbreviations == ("VCS?", "GLS2025"),
    ),
]


@pytest.mark.parametrize(("reason", "term", "holds"), MERGES, ids=[case[0] for case in MERGES])
def test_merging(reason: str, term: Term, holds: Callable[[object], bool]) -> None:
    assert holds(merge([term], Vocabulary([CANCER, SARCOMA]))), reason


def test_a_branch_of_the_source() -> None:
    terms = [_term(), _term("DOID:2", "b", broader=("DOID:9999901",)), _term("DOID:3", "c")]
    merged = merge(terms, Vocabulary([CANCER]), under="DOID:9999901")
    assert {concept.id for concept in merged.new} == {"DOID:9999901", "DOID:2"}


def test_a_term_of_no_kind_needs_one() -> None:
    term = Term(id="NCIT:C1", label="thing")
    assert merge([term], Vocabulary([])).left_out
    assert merge([term], Vocabulary([]), group="therapies").new[0].kind == "therapy"


@pytest.mark.parametrize(
    ("profile", "expected"),
    [
        ("EGFR T790M", [("EGFR T790M",)]),
        ("BRAF V600E AND AKT1 Q79K", [("BRAF V600E", "AKT1 Q79K")]),
        ("KRAS G12C OR KRAS G12D", [("KRAS G12C",), ("KRAS G12D",)]),
        ("(A 1 OR B 2) AND C 3", [("A 1", "C 3"), ("B 2", "C 3")]),
        ("VHL R167W (c.499C>T)", [("VHL R167W (c.499C>T)",)]),
    ],
)
def test_profiles(profile: str, expected: list[tuple[str, ...]]) -> None:
    assert alternatives(profile) == expected


@pytest.mark.parametrize("profile", ["MET Amplification AND NOT KRAS Mutation", "(A 1", "", "AND", "A 1 OR"])
def test_profiles_that_cannot_be_told(profile: str) -> None:
    with pytest.raises(ValueError, match="profile"):
        alternatives(profile)


def test_identifiers_and_names() -> None:
    assert curie("MSH:D001943") == "MESH:D001943"
    assert curie("SNOMEDCT_US_2025:1") is None
    assert is_abbreviation("NSCLC") and not is_abbreviation("lung cancer")
    assert supported("CAT") == "CAT?" and supported("CD274") == "CD274"


def test_all_formats_have_a_reader() -> None:
    for format in FORMATS:
        assert callable(reader(format))


def test_real_files(shared: Path) -> None:
    vocabulary = Vocabulary.load()
    folder = shared / "data" / "vocab"
    for format, path in (
        ("obo", "doid/DO_cancer_slim.obo"),
        ("oncotree", "oncotree/oncotree_2025_10_03.json"),
        ("hgnc", "hgnc/hgnc_protein_coding.tsv"),
    ):
        merged = merge(reader(format)(folder / path), vocabulary)
        assert merged.enriched
        for concept in merged.enriched:
            assert concept.label == vocabulary[concept.id].label
