"""Arms: the groups that a text compares, by whatever names, the control last."""

from __future__ import annotations

import pytest

from pipelines import layers_of


@pytest.mark.parametrize(
    ("title", "text", "names", "reason"),
    [
        (
            "A trial in renal cell carcinoma",
            "METHODS: Patients were randomly assigned to receive placebo or sunitinib.",
            ["sunitinib", "placebo"], "placebo is the control, though told first",
        ),
        (
            "A trial in colorectal cancer",
            "METHODS: Patients were randomly assigned to chemotherapy with or without bevacizumab.",
            ["chemotherapy plus bevacizumab", "chemotherapy alone"], "with or without",
        ),
        (
            "A trial in prostate cancer",
            "METHODS: Men were randomly assigned to prednisone with abiraterone or with placebo.",
            ["prednisone plus abiraterone", "prednisone plus placebo"], "the backbone alone is shared",
        ),
        (
            "A trial in lung cancer",
            "METHODS: Patients were randomly assigned to docetaxel or erlotinib until progression or severe toxicity.",
            ["docetaxel", "erlotinib"], "the end of treatment is no arm",
        ),
        (
            "A biosimilar in breast cancer",
            "METHODS: Women were randomized to RGB-02 (n = 121) and the reference product (n = 118).",
            ["RGB-02", "reference product"], "names that end with a size are parted by and",
        ),
        (
            "Zoledronic acid and bone metastases",
            "METHODS: Patients were randomly assigned to zoledronic acid plus placebo or denosumab plus placebo.",
            ["zoledronic acid plus placebo", "denosumab plus placebo"], "a dummy beside a drug makes no control",
        ),
        (
            "Listening to music after heart surgery",
            "METHODS: Patients were randomly allocated to two groups. "
            "RESULTS: Pain was 3.1 in the music group and 4.7 in the control group.",
            ["music group", "control group"], "groups by their names alone",
        ),
        (
            "Two doses of an anaesthetic",
            "METHODS: Patients were randomized into groups A and B. RESULTS: Recovery took 10 minutes in group A and "
            "12 minutes in group B.",
            ["group a", "group b"], "lettered groups",
        ),
        (
            "Effects of a herbal tea on sleep in nurses",
            "METHODS: Nurses were randomised. RESULTS: Sleep improved against placebo. Placebo did nothing.",
            ["herbal tea", "placebo"], "what the title tries stands against the only group that is named",
        ),
    ],
)  # fmt: skip
def test_arms(title: str, text: str, names: list[str], reason: str) -> None:
    assert [arm.name for arm in layers_of(text, title=title)._.arms] == names, reason


def test_nothing_compared_has_no_arms() -> None:
    assert (
        layers_of("RESULTS: The response rate was 31%.", title="Sunitinib in renal cell carcinoma")._.arms
        == ()
    )


def test_a_cohort_has_no_control() -> None:
    doc = layers_of(
        "METHODS: We reviewed 100 cases. "
        "Metastasectomy was performed in 39 patients. Decompression was performed in 61 patients.",
        title="Spinal metastases",
    )
    assert [(arm.name, arm.control) for arm in doc._.arms] == [
        ("Metastasectomy", False),
        ("Decompression", False),
    ]


def test_the_short_name_that_the_text_uses_stands_behind() -> None:
    doc = layers_of(
        "METHODS: Women were randomly assigned to text messaging (TM) or usual care. RESULTS: TM had 55%.",
        title="A trial of messages",
    )
    assert doc._.arms[0].name == "text messaging (TM)"


def test_a_short_form_of_its_therapies_is_a_name_of_the_arm_whatever_stands_before_them() -> None:
    doc = layers_of(
        "We compared irinotecan plus carboplatin (IC) with oral etoposide plus carboplatin (EC). "
        "RESULTS: Of 220 patients randomly assigned, 209 could be analysed. Survival was worse with EC.",
        title="Irinotecan plus carboplatin versus oral etoposide plus carboplatin in lung cancer",
    )
    assert ["ec" in arm.aliases for arm in doc._.arms] == [False, True]


def test_words_that_name_nothing_are_no_arms() -> None:
    text = (
        "METHODS: We randomly assigned patients to receive erdafitinib in an intermittent or a continuous regimen. "
        "RESULTS: The response rate was 40% (3% complete and 37% partial responses)."
    )
    assert layers_of(text, title="Erdafitinib in urothelial carcinoma")._.arms == ()


def test_strata_of_a_trial_are_no_arms() -> None:
    text = (
        "METHODS: Patients were randomised. RESULTS: Survival was 12 months in the PD-L1-positive group and 9 in "
        "the PD-L1-negative group. The PD-L1-positive group had more responses than the PD-L1-negative group."
    )
    assert layers_of(text, title="A trial in lung cancer")._.arms == ()


@pytest.mark.parametrize(
    ("methods", "arms", "reason"),
    [
        ("to XY (n = 40) or XYZ (n = 41)", ["XYZ", "XY"], "the arm with fewer letters lacks a drug"),
        (
            "to ruxolitinib (n = 76) or placebo (n = 73) plus capecitabine",
            ["ruxolitinib plus capecitabine", "placebo plus capecitabine"], "what a dummy is added to, the drug is too",
        ),
    ],
)  # fmt: skip
def test_the_control_is_the_arm_that_lacks_something(methods: str, arms: list[str], reason: str) -> None:
    doc = layers_of(f"METHODS: Patients were randomly assigned {methods}.", title="A trial in cancer")
    assert [arm.name for arm in doc._.arms] == arms, reason
