"""Changes of the sequence and states of genes in texts, tied to their genes."""

from __future__ import annotations

import pytest

from evidence.pipeline import variant_names
from evidence.pipeline.tables import rows
from evidence.records import Mention, Variant
from pipelines import extraction_of, layers_of


def altered(text: str) -> list[Mention]:
    return [mention for mention in extraction_of(text).mentions if mention.variant is not None]


def variants(text: str) -> list[tuple[str | None, str]]:
    """(gene, name) of all alterations that are not negated, in text order."""
    return [
        (item.variant.gene, item.variant.name) for item in altered(text) if item.variant and not item.negated
    ]


@pytest.mark.parametrize("row", rows("variant_patterns"), ids=lambda row: row["name"])
def test_every_pattern_finds_its_example(row: dict[str, str]) -> None:
    """The example is found whole, also behind the quick look that most texts do not pass."""
    suffix = " transition" if row["reading"] == "alleles" else ""
    text = f"We found ({row['example']}{suffix}) in a patient."
    found = variant_names.find(text)
    assert any(row["example"] in text[item.start : item.end] for item in found)


@pytest.mark.parametrize(
    ("text", "gene", "name", "hgvs_p"),
    [
        ("The EGFR T790M mutation was found.", "EGFR", "T790M", "p.Thr790Met"),
        ("T790M EGFR mutations were found.", "EGFR", "T790M", "p.Thr790Met"),
        ("A BRAF(V600E) mutation was found.", "BRAF", "V600E", "p.Val600Glu"),
        ("Tumours with BRAFV600E were treated.", "BRAF", "V600E", "p.Val600Glu"),
        ("A KRAS p.G12D mutation was found.", "KRAS", "G12D", "p.Gly12Asp"),
        ("The Val600Glu mutation of BRAF is common.", "BRAF", "V600E", "p.Val600Glu"),
        ("The TP53 mutation R248W was found.", "TP53", "R248W", "p.Arg248Trp"),
        ("An EGFR delE746-A750 mutation was found.", "EGFR", "E746_A750del", "p.Glu746_Ala750del"),
        (
            "We sequenced TP53 in all tumours. The R175H variant was the commonest.",
            "TP53",
            "R175H",
            "p.Arg175His",
        ),
        ("KRAS and BRAF were sequenced; V600E was found in ten.", "BRAF", "V600E", "p.Val600Glu"),
        ("Patients with EGFR G719X mutations responded.", "EGFR", "G719", None),
    ],
)
def test_protein_changes_and_their_genes(text: str, gene: str, name: str, hgvs_p: str | None) -> None:
    found = [item.variant for item in altered(text) if item.kind == "variant"]
    assert [(item.gene, item.name, item.hgvs_p) for item in found if item] == [(gene, name, hgvs_p)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("KRAS G12C/D/V mutations were seen.", ["G12C", "G12D", "G12V"]),
        ("KRAS codons 12 and 13 were mutated.", ["G12", "G13"]),
        ("BRAF V600E or V600K mutations were required.", ["V600E", "V600K"]),
        ("EGFR L858R + T790M was found.", ["L858R", "T790M"]),
    ],
)
def test_a_list_shares_its_gene(text: str, expected: list[str]) -> None:
    found = variants(text)
    assert [name for _, name in found if name in expected] == expected
    assert len({gene for gene, name in found if name in expected}) == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # A gene that few cancers have, in the change's own words, and not one that is named elsewhere.
        ("TSHR was sequenced, and a change of FSHR (c.383C>A) was found.", {"c.383C>A": "FSHR"}),
        ("CHRND was sequenced; a RAPSN frameshift mutation, c.1177delA, was found.", {"c.1177del": "RAPSN"}),
        # Each with its gene behind it, and lists of them.
        (
            "V600E in BRAF, G12D in KRAS, and R175H in TP53.",
            {"V600E": "BRAF", "G12D": "KRAS", "R175H": "TP53"},
        ),
        (
            "We saw p.Arg998Lys in USH2A, c.592G>A (p.Ala198Thr) and c.3503G>C [p.Arg1168Pro] in MYO7A.",
            {
                "R998K": "USH2A",
                "c.592G>A": "MYO7A",
                "A198T": "MYO7A",
                "c.3503G>C": "MYO7A",
                "R1168P": "MYO7A",
            },
        ),
        (
            "p.Gly268Arg, p.Val218Glu (USH2A), and p.His133Tyr (MYO7A).",
            {"G268R": "USH2A", "V218E": "USH2A", "H133Y": "MYO7A"},
        ),
        ("Nine were in MLH1(c.632_633insT). Two were in MSH2.", {"c.632_633insT": "MLH1"}),
        # A residue by which one gene is known, beside another.
        ("MET amplification and C797S were found.", {"C797S": "EGFR"}),
    ],
)
def test_each_change_has_the_gene_of_its_own_words(text: str, expected: dict[str, str]) -> None:
    found = {name: gene for gene, name in variants(text)}
    assert {name: found.get(name) for name in expected} == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Cys40 and Ser77 were replaced by alanine.", ["C40A", "S77A"]),
        ("Cys40 was replaced with Ala, Ser, or glycine.", ["C40A", "C40S", "C40G"]),
        ("Cys40 and Ser77 were replaced by Ala and Gly, respectively.", ["C40A", "S77G"]),
        # Which became which is not told.
        ("Cys40 and Ser77 were replaced by Ala and Gly in turn.", []),
        ("By mutating Lys37 of the human enzyme to glycine, binding was lost.", ["K37G"]),
        # A contact, no replacement.
        ("Binding of Lys37 of the human enzyme to glycine was seen.", []),
        ("A protein with Asp at position 39 substituted by Asn was made.", ["D39N"]),
        ("The Asp-L213-->Asn mutant was made.", ["D213N"]),
        ("The VHTyr101Phe mutant was made.", ["Y101F"]),
        ("The R110A-3SS mutant was stable.", ["R110A"]),
        ("Residues Ala345-Ser350 were deleted.", []),
    ],
)
def test_replacements_told_in_words(text: str, expected: list[str]) -> None:
    assert [item.name for item in variant_names.find(text)] == expected


@pytest.mark.parametrize(
    ("text", "hgvs_c"),
    [
        ("The c.1799T>A change of BRAF was found.", "c.1799T>A"),
        ("The 1799T→A transversion of BRAF was found.", "c.1799T>A"),
        ("BRCA1 185delAG carriers were counselled.", "c.185del"),
        ("The splice variant IVS4-2A>G of TP53 was found.", "c.IVS4-2A>G"),
        ("The TNF promoter polymorphism G-308A was genotyped.", "c.-308G>A"),
        ("The MTHFR C677T polymorphism was genotyped in 200 controls.", "c.677C>T"),
    ],
)
def test_changes_of_dna(text: str, hgvs_c: str) -> None:
    assert [item.variant.hgvs_c for item in altered(text) if item.variant and item.variant.hgvs_c] == [hgvs_c]


def test_letters_that_are_bases_too_are_read_by_their_neighbours() -> None:
    """G12C of KRAS is a residue, A118G of a polymorphism a base."""
    assert variants("KRAS G12C was found in 12 tumours.")[0] == ("KRAS", "G12C")
    assert ("c.118A>G") in [
        name for _, name in variants("The A118G polymorphism was genotyped in the promoter.")
    ]


@pytest.mark.parametrize(
    ("text", "expected", "type"),
    [
        ("EGFR exon 19 deletions were found.", ("EGFR", "exon 19 deletion"), "inframe_deletion"),
        ("EGFR exon 20 insertions do not respond.", ("EGFR", "exon 20 insertion"), "inframe_insertion"),
        ("MET exon 14 skipping was found.", ("MET", "exon 14 skipping"), "exon_loss_variant"),
        ("An EML4-ALK fusion was found.", ("EML4::ALK", "EML4::ALK"), "gene_fusion"),
        ("The EML4::ALK transcript was found.", ("EML4::ALK", "EML4::ALK"), "gene_fusion"),
        ("An ALK rearrangement was found.", ("ALK", "fusion"), "gene_fusion"),
        ("ALK-positive tumours responded.", ("ALK", "fusion"), "gene_fusion"),
        ("The translocation t(9;22)(q34;q11) was found.", ("BCR::ABL1", "BCR::ABL1"), "gene_fusion"),
        ("MET amplification was found.", ("MET", "amplification"), "feature_amplification"),
        ("Amplification of MET was found.", ("MET", "amplification"), "feature_amplification"),
        ("Loss of PTEN was found.", ("PTEN", "loss"), "copy_number_loss"),
        ("KRAS wild-type tumours responded.", ("KRAS", "wild type"), "wild_type"),
        ("Wild-type KRAS was required.", ("KRAS", "wild type"), "wild_type"),
        ("MGMT promoter methylation was found.", ("MGMT", "promoter methylation"), "methylation"),
        ("HER2 overexpression was found.", ("ERBB2", "overexpression"), "expression"),
        ("HER2 3+ tumours were eligible.", ("ERBB2", "overexpression"), "expression"),
        ("High PD-L1 expression was found.", ("CD274", "overexpression"), "expression"),
        ("Low expression of ERCC1 was found.", ("ERCC1", "underexpression"), "expression"),
        ("FLT3-ITD was found.", ("FLT3", "internal tandem duplication"), "internal_tandem_duplication"),
        (
            "BCOR exon 15 ITD was found.",
            ("BCOR", "internal tandem duplication"),
            "internal_tandem_duplication",
        ),
        ("FLT3-TKD mutations were found.", ("FLT3", "TKD mutation"), "sequence_variant"),
        (
            "Tyrosine kinase domain mutations of FLT3 were found.",
            ("FLT3", "TKD mutation"),
            "sequence_variant",
        ),
        ("ABL1 P-loop mutations were found.", ("ABL1", "P-loop mutation"), "sequence_variant"),
        ("P-loop mutations of ABL1 were found.", ("ABL1", "P-loop mutation"), "sequence_variant"),
        ("CALR exon 9 frameshift mutations were found.", ("CALR", "exon 9 frameshift"), "frameshift_variant"),
        ("Coexpression of AXL was found.", ("AXL", "expression"), "expression"),
        ("AXL co-expression was found.", ("AXL", "expression"), "expression"),
        ("EGFRvIII was found in half of the tumours.", ("EGFR", "VIII"), "inframe_deletion"),
        ("Mutant KRAS was found.", ("KRAS", "mutation"), "sequence_variant"),
    ],
)
def test_states_of_genes(text: str, expected: tuple[str, str], type: str) -> None:
    found = [item.variant for item in altered(text) if item.variant]
    assert [(item.gene, item.name, item.type) for item in found] == [(*expected, type)]


def test_genes_in_a_list_share_the_state() -> None:
    assert variants("VEGFR/AXL/cMet mutations were found.") == [
        ("VEGFR", "mutation"),
        ("AXL", "mutation"),
        ("MET", "mutation"),
    ]
    assert variants("Mutations in KRAS, NRAS or BRAF were found.") == [
        ("KRAS", "mutation"),
        ("NRAS", "mutation"),
        ("BRAF", "mutation"),
    ]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("The patient had a T4N1M0 tumour.", "a stage"),
        ("T47D and MCF-7 cells were grown.", "cell lines"),
        ("H1975 and A549 cells were grown.", "cell lines"),
        ("The wells A1G and B2C of the plate were read.", "a plate"),
        ("Clone D5F3 (Cat. no. M7240) was used.", "a clone, a catalogue number"),
        ("Sample N12K was lost.", "a sample"),
        ("Patients were given 100 mg of drug E2F was not measured.", "a gene family"),
        ("HEK293T cells were transfected.", "a cell line, glued"),
        ("The S100P protein was stained.", "a gene"),
        (
            "Most patients met the criteria; the impact was small and the rest was not assessed.",
            "plain words",
        ),
        ("Residues Leu-357 to Val-360 form a turn.", "a range of residues"),
        ("Overall survival was 12.4 v 9.8 months (HR, 0.72; 95% CI, 0.61 to 0.85; P = .01).", "figures"),
    ],
)
def test_no_variants(text: str, why: str) -> None:
    assert not [item.text for item in altered(text) if item.kind == "variant"], why


def test_a_negated_state_is_marked() -> None:
    found = altered("No EGFR mutations were found.")
    assert [item.negated for item in found] == [True]


def test_an_exon_of_unknown_effect_is_no_variant_of_its_own() -> None:
    """T790M lies in exon 20 and is neither an insertion nor a deletion."""
    found = variants("EGFR T790M in exon 20 was found.")
    assert [name for _, name in found] == ["T790M"]
    (mention,) = altered("A BRCA1 exon 13 deletion was found.")
    assert mention.kind == "biomarker"


def test_mentions_hold_their_words() -> None:
    text = "Of 40 tumours, six had KRAS G12C/D, two an EML4-ALK fusion and one loss of PTEN."
    for mention in altered(text):
        assert text[mention.start : mention.end] == mention.text
        assert isinstance(mention.variant, Variant)


def test_a_change_in_brackets_after_its_gene_is_no_abbreviation_of_it() -> None:
    found = layers_of("Prolactin receptor (I146L) was expressed; I146L was active.")._.variants
    assert [mention.text for mention in found if mention.kind == "variant"] == ["I146L", "I146L"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A BRCA1/2 mutation was found.", [("BRCA1", "mutation"), ("BRCA2", "mutation")]),
        ("CDKN2A/B deletions were common.", [("CDKN2A", "deletion"), ("CDKN2B", "deletion")]),
        ("An IDH1/IDH2 mutation was found.", [("IDH1", "mutation"), ("IDH2", "mutation")]),
        # "MEK1" is no symbol, so the words name the family.
        ("A MEK1/2 mutation was found.", [("MEK", "mutation")]),
    ],
)
def test_a_stroke_names_each_gene(text: str, expected: list[tuple[str, str]]) -> None:
    assert variants(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A fusion between exon 6 of TPM3 and exon 9 of NTRK1 was found.", ["TPM3::NTRK1"]),
        ("Fusion of the EML4 and ALK genes was found.", ["EML4::ALK"]),
        ("EWSR1 was fused in-frame to FLI1.", ["EWSR1::FLI1"]),
        # Known the other way round.
        ("A fusion between ALK and EML4 was found.", ["EML4::ALK"]),
        # Two genes that are each rearranged.
        ("Rearrangements of ALK and ROS1 were found.", ["ALK", "ROS1"]),
        ("Fusions of ALK and RET were found.", ["ALK", "RET"]),
        # A correlation joins no genes.
        ("The correlation between EGFR and KRAS mutations was weak.", []),
    ],
)
def test_fusions_told_in_words(text: str, expected: list[str]) -> None:
    found = [item.variant for item in altered(text)]
    assert [item.gene for item in found if item and item.type == "gene_fusion"] == expected


def test_a_change_is_not_of_the_gene_that_is_wild_type() -> None:
    found = variants("MLH1 was sequenced. The tumour had a p.K618del mutation and was wild-type for BRAF.")
    assert ("MLH1", "K618del") in found
    assert ("BRAF", "K618del") not in found


def test_terts_promoter_is_no_coding_position() -> None:
    (found,) = (
        item.variant for item in altered("The TERT C228T mutation was found.") if item.kind == "variant"
    )
    assert found is not None
    assert (found.gene, found.name, found.hgvs_c) == ("TERT", "C228T", None)


def test_gain_of_function_is_no_gain_of_copies() -> None:
    assert variants("NOTCH1 gain-of-function mutations were found.") == [("NOTCH1", "gain-of-function")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tumours with PTEN loss or mutation were found.", [("PTEN", "loss"), ("PTEN", "mutation")]),
        ("Loss or mutation of PTEN was found.", [("PTEN", "loss"), ("PTEN", "mutation")]),
        (
            "High expression or amplification of FGFR1 was found.",
            [("FGFR1", "overexpression"), ("FGFR1", "amplification")],
        ),
        (
            "HER2 amplified/overexpressing tumours were found.",
            [("ERBB2", "amplification"), ("ERBB2", "overexpression")],
        ),
        # The second state is another gene's.
        (
            "EGFR mutation or amplification of MET was found.",
            [("EGFR", "mutation"), ("MET", "amplification")],
        ),
        # No second state.
        ("KRAS mutation and expression were measured.", [("KRAS", "mutation")]),
        ("NRAS mutation or resistance was found.", [("NRAS", "mutation")]),
    ],
)
def test_two_states_of_one_gene(text: str, expected: list[tuple[str, str]]) -> None:
    assert variants(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Carriers of UGT1A1*28 had neutropenia.", [("UGT1A1", "UGT1A1*28")]),
        ("DPYD*2A carriers had mucositis.", [("DPYD", "DPYD*2A")]),
        # An allele of HLA tells whose T cells see a peptide.
        ("HLA-A*02:01 was required.", []),
        ("Of TP53, 3*10 copies were counted.", []),
    ],
)
def test_haplotypes_by_number(text: str, expected: list[tuple[str, str]]) -> None:
    assert variants(text) == expected


def test_what_changes_in_a_fusion_is_its_kinase() -> None:
    assert ("ROS1", "G2032R") in variants("Cells with G2032R-mutated CD74-ROS1 were grown.")


def test_changes_told_by_the_part_of_a_kinase() -> None:
    found = variants("Of patients with BCR-ABL1, six had P-loop mutations and nine non-P-loop mutations.")
    assert ("ABL1", "P-loop mutation") in found
    assert ("ABL1", "Non-P-loop mutation") in found
