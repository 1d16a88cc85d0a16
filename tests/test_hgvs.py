"""Normal forms of sequence changes, and what lies within what."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence import hgvs
from evidence.hgvs import Change

RESIDUES = [letter for letter in hgvs.THREE_LETTER if letter not in "*U"]


@pytest.mark.parametrize(
    ("name", "normal", "short", "type"),
    [
        ("V600E", "p.Val600Glu", "V600E", "missense_variant"),
        ("p.V600E", "p.Val600Glu", "V600E", "missense_variant"),
        ("p.(Val600Glu)", "p.Val600Glu", "V600E", "missense_variant"),
        ("R196X", "p.Arg196Ter", "R196*", "stop_gained"),
        ("p.Arg196Ter", "p.Arg196Ter", "R196*", "stop_gained"),
        ("p.Gly12=", "p.Gly12=", "G12G", "synonymous_variant"),
        ("K700fs", "p.Lys700fs", "K700fs", "frameshift_variant"),
        ("p.Pro95ArgfsTer12", "p.Pro95ArgfsTer12", "P95Rfs*12", "frameshift_variant"),
        ("E746_A750del", "p.Glu746_Ala750del", "E746_A750del", "inframe_deletion"),
        ("E746-A750del", "p.Glu746_Ala750del", "E746_A750del", "inframe_deletion"),
        ("L747_P753delinsS", "p.Leu747_Pro753delinsSer", "L747_P753delinsS", "inframe_indel"),
        ("D770_N771insSVD", "p.Asp770_Asn771insSerValAsp", "D770_N771insSVD", "inframe_insertion"),
        ("A767_V769dup", "p.Ala767_Val769dup", "A767_V769dup", "inframe_insertion"),
        ("c.1799T>A", "c.1799T>A", "c.1799T>A", "SNV"),
        ("1799T>A", "c.1799T>A", "c.1799T>A", "SNV"),
        ("c.-124C>T", "c.-124C>T", "c.-124C>T", "SNV"),
        ("c.87+1G>A", "c.87+1G>A", "c.87+1G>A", "splice_donor_variant"),
        ("c.88-2A>G", "c.88-2A>G", "c.88-2A>G", "splice_acceptor_variant"),
        ("c.88-40A>G", "c.88-40A>G", "c.88-40A>G", "intron_variant"),
        ("IVS8-1G>A", "c.IVS8-1G>A", "IVS8-1G>A", "splice_acceptor_variant"),
        ("c.68_69delAG", "c.68_69del", "c.68_69del", "deletion"),
        ("c.293dupA", "c.293dup", "c.293dup", "duplication"),
        ("V600", None, "V600", "protein_altering_variant"),
    ],
)
def test_forms(name: str, normal: str | None, short: str, type: str) -> None:
    change = hgvs.parse(name)
    assert change is not None
    assert (change.hgvs, change.name, change.type) == (normal, short, type)


@pytest.mark.parametrize("name", ["", "HER2", "exon 19", "delta", "V600e", "12G", "J600E", "T4N1M0", "VGlu"])
def test_no_change(name: str) -> None:
    assert hgvs.parse(name) is None


@given(st.sampled_from(RESIDUES), st.integers(1, 40_000), st.sampled_from([*RESIDUES, "*"]))
def test_one_and_three_letters_are_one_change(reference: str, position: int, new: str) -> None:
    """Both spellings, with and without prefix, have one normal form, which reads back as the same change."""
    short = hgvs.parse(f"{reference}{position}{new}")
    long = hgvs.parse(f"p.{hgvs.THREE_LETTER[reference]}{position}{hgvs.THREE_LETTER[new]}")
    assert short is not None and long is not None and short.hgvs is not None
    assert short == long
    assert hgvs.parse(short.hgvs) == short
    assert hgvs.within(short, Change(level="p", kind="residue", start=str(position), reference=reference))


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("c.68_69delAG", "c.68_69del"),
        ("Y99fs", "p.Tyr99ValfsTer61"),
        ("p.Glu746_Ala750del", "E746-A750del"),
        ("G12G", "p.Gly12="),
    ],
)
def test_same(left: str, right: str) -> None:
    first, second = hgvs.parse(left), hgvs.parse(right)
    assert first is not None and second is not None
    assert hgvs.same(first, second)


@pytest.mark.parametrize(
    ("narrow", "broad", "expected"),
    [
        ("V600E", "V600", True),
        ("V600E", "V600E", True),
        ("V600", "V600E", False),
        ("V600E", "V600K", False),
        ("V600E", "G600", False),
        ("c.600C>T", "V600", False),
        ("E746_A750del", "E746", False),
    ],
)
def test_within(narrow: str, broad: str, expected: bool) -> None:
    first, second = hgvs.parse(narrow), hgvs.parse(broad)
    assert first is not None and second is not None
    assert hgvs.within(first, second) is expected


@given(st.text(max_size=30))
def test_parsing_never_crashes(text: str) -> None:
    change = hgvs.parse(text)
    assert change is None or change.name
