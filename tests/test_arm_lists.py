"""Lists of arms: cut where a text parts them, with what it shares among them."""

from __future__ import annotations

import pytest

from pipelines import layers_of


@pytest.mark.parametrize(
    ("methods", "arms", "reason"),
    [
        (
            "to receive tamoxifen, letrozole, or anastrozole", [{"tamoxifen"}, {"letrozole"}, {"anastrozole"}],
            "commas part arms where a drug begins behind each",
        ),
        (
            "to only gemcitabine (1 g/m2 weekly), only capecitabine (850 mg/m2), or gemcitabine plus capecitabine",
            [{"gemcitabine", "capecitabine"}, {"gemcitabine"}, {"capecitabine"}], "brackets and words before names",
        ),
        (
            "to cisplatin, vinblastine, and bleomycin or carboplatin",
            [{"cisplatin", "vinblastine", "bleomycin"}, {"carboplatin"}], "a comma before and holds one arm together",
        ),
        (
            "to goserelin, bicalutamide and bevacizumab or bicalutamide alone",
            [{"goserelin", "bicalutamide", "bevacizumab"}, {"bicalutamide"}], "without the second comma, too",
        ),
        (
            "to tamoxifen 5 mg/d, fenretinide 200 mg/d, both agents, or placebo",
            [{"tamoxifen", "fenretinide"}, {"tamoxifen"}, {"fenretinide"}, {"placebo"}], "both of those before",
        ),
        (
            "to durvalumab alone or combined with oleclumab or monalizumab",
            [{"durvalumab", "oleclumab"}, {"durvalumab", "monalizumab"}, {"durvalumab"}], "a backbone of two arms",
        ),
        (
            "to cisplatin (arm A) or the same regimen with erlotinib (arm B)",
            [{"cisplatin", "erlotinib"}, {"cisplatin"}], "the same, and more",
        ),
        (
            "to olaparib or the physician's choice of enzalutamide or abiraterone",
            [{"olaparib"}, {"enzalutamide", "abiraterone"}], "a choice is one arm",
        ),
        (
            "to carboplatin plus durvalumab or placebo before surgery, followed by durvalumab or placebo",
            [{"carboplatin", "durvalumab"}, {"placebo"}], "a later phase tells the arms again",
        ),
        (
            "to pembrolizumab or placebo for 35 cycles; all patients also received carboplatin or cisplatin",
            [{"pembrolizumab"}, {"placebo"}], "behind a semicolon stands a statement",
        ),
        (
            "to one of four regimens: cisplatin plus placebo, cisplatin plus erlotinib, carboplatin plus placebo, or "
            "carboplatin plus erlotinib",
            [
                {"cisplatin", "erlotinib"}, {"carboplatin", "erlotinib"}, {"cisplatin", "placebo"},
                {"carboplatin", "placebo"},
            ],
            "a list that is announced",
        ),
        (
            "to cisplatin and paclitaxel with or without bevacizumab, or topotecan with or without bevacizumab",
            [
                {"cisplatin", "paclitaxel", "bevacizumab"}, {"topotecan", "bevacizumab"}, {"cisplatin", "paclitaxel"},
                {"topotecan"},
            ],
            "two by two",
        ),
        (
            "according to prior use of docetaxel, to receive sunitinib or placebo", [{"sunitinib"}, {"placebo"}],
            "what a trial is stratified by is no arm",
        ),
    ],
)  # fmt: skip
def test_a_list_is_cut_into_arms(methods: str, arms: list[set[str]], reason: str) -> None:
    doc = layers_of(
        f"METHODS: Patients were randomly assigned {methods}.", title="A trial in advanced cancer"
    )
    found = [{concept.label for concept in arm.concepts} - {"standard of care"} for arm in doc._.arms]
    assert sorted(map(sorted, found)) == sorted(map(sorted, arms)), reason


@pytest.mark.parametrize(
    ("methods", "names", "reason"),
    [
        (
            "to gefitinib 250 mg/day, gefitinib 500 mg/day, or methotrexate",
            {"gefitinib 250 mg/day", "gefitinib 500 mg/day", "methotrexate"}, "the dose tells them apart",
        ),
        ("to 75 or 250 mg of temsirolimus", {"temsirolimus 75 mg", "temsirolimus 250 mg"}, "a shared unit"),
        (
            "to gemcitabine on days 1 and 8 (2w3) or gemcitabine on days 1, 8, and 15 (3w4)",
            {"gemcitabine (2w3)", "gemcitabine (3w4)"}, "the short name in brackets goes before",
        ),
        (
            "to trastuzumab for 1 year or trastuzumab for 2 years", {"trastuzumab 1 year", "trastuzumab 2 years"},
            "the duration",
        ),
        (
            "to fluorouracil plus leucovorin intravenously (IV) or observation",
            {"fluorouracil plus leucovorin", "observation"}, "a route is no name",
        ),
        ("to either TAC or XYZ as adjuvant chemotherapy", {"TAC", "XYZ"}, "a short name that nobody knows"),
    ],
)  # fmt: skip
def test_arms_are_told_apart_by_their_names(methods: str, names: set[str], reason: str) -> None:
    doc = layers_of(
        f"METHODS: Patients were randomly assigned {methods}.", title="A trial in advanced cancer"
    )
    assert {arm.name for arm in doc._.arms} == names, reason


def test_a_short_name_of_a_combination_brings_its_therapies() -> None:
    doc = layers_of(
        "BACKGROUND: Vandetanib with paclitaxel and carboplatin (VPC) is active. "
        "METHODS: Patients were randomly assigned to vandetanib or VPC.",
        title="A trial in lung cancer",
    )
    assert [sorted(concept.label for concept in arm.concepts) for arm in doc._.arms] == [
        ["carboplatin", "paclitaxel", "vandetanib"],
        ["vandetanib"],
    ]
