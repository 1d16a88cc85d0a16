"""How many arms a text says there are, and what follows from it for the arms that are found."""

from __future__ import annotations

import pytest

from evidence.pipeline.arm_number import number_of_arms
from pipelines import extraction_of, layers_of


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("METHODS: Patients were randomly assigned (1:1:1) to A, B, or C.", 3),
        ("METHODS: Block randomisation (size six; 2:1) was used.", 2),
        ("METHODS: Women were allocated to one of four groups.", 4),
        ("METHODS: This three-arm trial enrolled 90 men.", 3),
        ("METHODS: Rats were randomised into 5 treatment groups.", 5),
        ("RESULTS: Survival did not differ between the two groups.", 2),
        ("METHODS: Patients were randomly assigned in a 2x2 factorial design to one of four groups.", None),
        ("METHODS: Patients with three metastases received docetaxel.", None),
        ("METHODS: Doses were given at a ratio of 1.5:1.", None),
        ("BACKGROUND: Others randomised patients to one of three arms. METHODS: We treated 20 patients.", None),
    ],
)  # fmt: skip
def test_number_of_arms(text: str, number: int | None) -> None:
    layers = layers_of(text)._
    assert number_of_arms(layers.document.text, layers.sentences) == number


@pytest.mark.parametrize(
    ("methods", "names", "reason"),
    [
        (
            "Patients were assigned (1:1:1) to lisinopril titration at 5 mg each day, a rotation with "
            "carvedilol at 3 mg, or "
            "combined lisinopril at 2 mg and carvedilol at 1 mg, until discharge.",
            ["lisinopril", "carvedilol", "lisinopril plus carvedilol"],
            "commas part as many as are told",
        ),
        (
            "Women were randomly assigned to one of three arms: a short animated film, a large plain leaflet, "
            "and printed letters.",
            ["short animated film", "large plain leaflet", "printed letters"],
            "names that nobody knows, behind a colon",
        ),
        (
            "Forty patients were randomly divided into three groups: 12 patients received strontium-89 "
            "(group A), 14 patients "
            "received pamidronate (group B) and 14 patients were treated with strontium-89 plus pamidronate "
            "(group C).",
            ["strontium-89 (group A)", "pamidronate (group B)", "strontium-89 plus pamidronate (group C)"],
            "clauses that begin with the number of patients",
        ),
        (
            "Patients were allocated to four groups: (1) tamoxifen 20 mg; (2) letrozole 2.5 mg; (3) "
            "tamoxifen plus letrozole; and "
            "(4) matching placebo.",
            ["tamoxifen plus letrozole", "tamoxifen", "letrozole", "placebo"],
            "numbered",
        ),
        (
            "Men were randomly assigned in a 2:1 ratio to receive either ribociclib or placebo in addition "
            "to fulvestrant as "
            "first-line or second-line treatment.",
            ["ribociclib plus fulvestrant", "placebo plus fulvestrant"],
            "of two, the second or parts none",
        ),
        (
            "Women were stratified by age and then randomized to receive lisinopril, carvedilol, or placebo.",
            ["lisinopril", "carvedilol", "placebo"],
            "an assignment behind and",
        ),
        (
            "Women were randomized to mammography alone or mammography in addition to raloxifene 60 mg a day.",
            ["mammography plus raloxifene", "mammography alone"],
            "what is added to one alone is not all's",
        ),
        (
            "Patients were randomly assigned to docetaxel 75 mg/m(2), cisplatin 75 mg/m(2), and "
            "fluorouracil 750 mg/m(2) or "
            "cisplatin 100 mg/m(2) and fluorouracil 1,000 mg/m(2) every 4 weeks.",
            ["docetaxel plus cisplatin plus fluorouracil", "cisplatin plus fluorouracil"],
            "a raised figure in brackets ends no regimen",
        ),
    ],
)  # fmt: skip
def test_arms_of_a_number(methods: str, names: list[str], reason: str) -> None:
    arms = layers_of(f"METHODS: {methods} RESULTS: All went well.", title="A randomised trial")._.arms
    assert sorted(arm.name for arm in arms) == sorted(names), reason


def test_of_more_arms_than_are_found_none_is_the_control() -> None:
    text = (
        "METHODS: Patients were randomised into four groups and received erlotinib (50, 100 or 150 mg) "
        "or daily placebo. "
        "RESULTS: {}"
    )
    arms = layers_of(text.format("All went well."), title="Erlotinib versus placebo")._.arms
    assert len(arms) == 2 and not any(arm.control for arm in arms)
    # who is held against whom is not said
    found = extraction_of(
        text.format("Erlotinib improved survival."), title="Erlotinib versus placebo"
    ).findings
    assert [(item.intervention, item.comparator) for item in found if item.role == "result"] == [
        ("erlotinib", None)
    ]


def test_a_group_called_placebo_is_no_name_of_a_drug() -> None:
    arms = layers_of(
        "OBJECTIVE: To compare lisinopril with carvedilol. RESULTS: Events were fewer than in the "
        "placebo group. Deaths were "
        "rare in the placebo group.",
        title="Lisinopril versus carvedilol",
    )._.arms
    assert {arm.name for arm in arms} == {"Lisinopril", "carvedilol"}


def test_what_tumours_have_is_no_name_of_an_arm() -> None:
    arms = layers_of(
        "METHODS: 90 women took part.",
        title="Human epidermal growth factor receptor 2 (HER2) levels in women receiving chemotherapy with or "
        "without trastuzumab",
    )._.arms
    assert not any("her2" in arm.aliases for arm in arms)


def test_a_short_name_of_all_that_one_arm_gets_is_not_the_others_who_get_more() -> None:
    arms = layers_of(
        "METHODS: Women were randomly assigned to receive either four cycles of paclitaxel followed by "
        "four cycles of "
        "fluorouracil, doxorubicin, and cyclophosphamide (FAC) or eight cycles of FAC. RESULTS: No "
        "difference was seen between "
        "the two groups.",
        title="Paclitaxel in breast cancer",
    )._.arms
    assert [("fac" in arm.aliases, arm.control) for arm in arms] == [(False, False), (True, True)]


def test_a_short_name_means_what_it_means_elsewhere() -> None:
    mentions = layers_of(
        "Patients received gemcitabine plus S-1. Survival was 9.7 months in all who had S-1, as Table S-1 shows.",
        title="",
    )._.mentions
    assert [item.text for item in mentions if item.kind == "therapy"] == ["gemcitabine", "S-1", "S-1"]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Time to next treatment (TTNT) was measured. TTNT was longer with A.", "time to next treatment"),
        (
            "The endpoint was time to treatment failure (TTF). TTF was longer with A.",
            "time to treatment failure",
        ),
        ("We studied second progression-free survival (PFS). PFS was longer.", "progression-free survival"),
        (
            "The endpoint was complete pathologic response (pCR). pCR was seen.",
            "pathological complete response",
        ),
        ("We assessed health-related quality of life (QoL). QoL was better.", "quality of life"),
        ("The endpoint was time to treatment progression (TTP). TTP was longer.", "time to progression"),
    ],
)
def test_a_short_form_is_of_the_whole_name_that_ends_with_its_words(text: str, label: str) -> None:
    last = [item for item in layers_of(text)._.mentions if item.kind == "outcome"][-1]
    assert last.concept.label == label
    assert last.text.isupper() or last.text in ("pCR", "QoL")


def test_an_arm_of_two_drugs_is_not_the_one_of_three() -> None:
    told = extraction_of(
        "METHODS: Patients were randomly assigned 1:1 to radiotherapy with nivolumab or "
        "nivolumab/ipilimumab. RESULTS: Response "
        "was 17% in patients receiving radiotherapy/nivolumab and 37% in those receiving "
        "radiotherapy/nivolumab/ipilimumab.",
        title="Nivolumab with or without ipilimumab and radiotherapy",
    )
    arms = {item.value: item.arm for item in told.statistics}
    assert "ipilimumab" in (arms[37.0] or "") and "ipilimumab" not in (arms[17.0] or "")


def test_an_arm_that_is_called_control_is_the_control() -> None:
    told = extraction_of(
        "METHODS: Men were randomly assigned to Calcitriol Enhancing Taxotere (ASCENT; 45 mcg "
        "calcitriol and docetaxel weekly) "
        "or control (5 mg prednisone twice daily with docetaxel every 3 weeks) arms. RESULTS: Median OS "
        "was 17.8 months in the "
        "ASCENT arm and 20.2 months in the control arm (P = .002).",
        title="Docetaxel plus calcitriol versus docetaxel plus prednisone for prostate cancer",
    )
    (row,) = (item for item in told.findings if item.role == "result")
    assert "ASCENT" in (row.intervention or "") and "prednisone" in (row.comparator or "")
    assert (row.direction, row.favors) == ("lower", "comparator")
    assert ["ASCENT" in (item.arm or "") for item in told.statistics if item.type == "median"] == [
        True,
        False,
    ]


def test_of_two_randomisations_the_title_asks_for_one() -> None:
    arms = layers_of(
        "METHODS: Women were randomly assigned to receive anthracycline-based chemotherapy with or "
        "without docetaxel. Those with "
        "HER2-positive tumors were secondarily randomly assigned to either trastuzumab for 1 year or observation.",
        title="Trastuzumab for node-positive breast cancer",
    )._.arms
    assert [arm.name for arm in arms] == ["trastuzumab", "observation"]


def test_what_goes_on_about_another_subject_is_not_told_of_the_arms() -> None:
    told = extraction_of(
        "METHODS: Men were assigned to celecoxib or placebo. RESULTS: Tumor tissue had significantly "
        "lower COX-2 expression than "
        "benign tissue (P = .01) and significantly higher levels of the marker Ki-67 (P < .001).",
        title="Celecoxib in prostate cancer",
    )
    assert not {"celecoxib", "placebo"} & {
        item.intervention for item in told.findings if item.role == "result"
    }


def test_a_share_of_all_patients_compares_no_arms() -> None:
    told = extraction_of(
        "METHODS: Men were assigned to cabozantinib or placebo. RESULTS: On review, bone pain improved "
        "in 67% of evaluable "
        "patients, with a decrease in narcotic use in 56%.",
        title="Cabozantinib in prostate cancer",
    )
    assert {item.comparator for item in told.findings if item.role == "result"} == {None}


def test_arms_that_share_a_drug_and_are_joined_by_and_are_two() -> None:
    told = extraction_of(
        "METHODS: Patients were randomly assigned to sorafenib with erlotinib or placebo with "
        "erlotinib. RESULTS: Response rates "
        "for sorafenib/erlotinib and placebo/erlotinib were 8% and 11%, respectively (P = .56).",
        title="Sorafenib and erlotinib in lung cancer",
    )
    assert [(item.value, item.arm) for item in told.statistics if item.type == "rate"] == [
        (8.0, "sorafenib plus erlotinib"),
        (11.0, "placebo plus erlotinib"),
    ]


def test_the_only_arm_of_several_drugs_is_the_combination() -> None:
    told = extraction_of(
        "METHODS: Patients were assigned to atezolizumab plus cobimetinib, atezolizumab alone, or "
        "regorafenib. RESULTS: The "
        "hazard ratio for death was 1.00 (95% CI 0.73-1.38; p=0.99) for the combination versus "
        "regorafenib and 1.19 (0.83-1.71; "
        "p=0.34) for atezolizumab versus regorafenib.",
        title="Atezolizumab in colorectal cancer",
    )
    figures = {item.id: item.value for item in told.statistics}
    rows = [
        ({item.intervention, item.comparator}, [figures[id] for id in item.statistics])
        for item in told.findings
        if item.role == "result"
    ]
    assert rows == [
        ({"atezolizumab plus cobimetinib", "regorafenib"}, [1.0, 0.99]),
        ({"atezolizumab alone", "regorafenib"}, [1.19, 0.34]),
    ]


_PAIRS = (("group A", "group B"), ("group 1", "group 2"), ("study group", "control group"))


@pytest.mark.parametrize(
    ("methods", "names", "reason"),
    [
        (
            "Twenty patients (group A) received docetaxel and 19 patients (group B) received pemetrexed.",
            {"docetaxel (group a)", "pemetrexed (group b)"},
            "a bracket behind people names what they got, and not what stood before them",
        ),
        (
            "Twenty women (study group) underwent lumpectomy, whereas 22 women (control group) underwent "
            "mastectomy.",
            {"lumpectomy (study group)", "mastectomy (control group)"},
            "the same of groups by their roles",
        ),
        (
            "Twenty women with breast cancer (group 1) received letrozole, and 21 (group 2) received exemestane.",
            {"letrozole (group 1)", "exemestane (group 2)"},
            "people with what they have, and people who are only counted",
        ),
        (
            "Twenty patients (group A) with docetaxel and 19 patients (group B) with pemetrexed were treated.",
            {"group a", "group b"},
            "what other patients got is not behind a bracket of these",
        ),
        (
            "They formed two groups, Group 1: docetaxel, Group 2: pemetrexed.",
            {"docetaxel (group 1)", "pemetrexed (group 2)"},
            "a group that is named ends what the one before it got",
        ),
        (
            "Group 1 underwent lumpectomy and Group 2 underwent mastectomy.",
            {"lumpectomy (group 1)", "mastectomy (group 2)"},
            "the same where a capital begins its noun",
        ),
        (
            "Docetaxel was given to 20 women (group A) and pemetrexed to 19 women (group B).",
            {"Docetaxel (group a)", "pemetrexed (group b)"},
            "people stand between what they got and their bracket",
        ),
        (
            "They were assigned to undergo a mastectomy by either using (Group A, 40 women) or not using (Group B, "
            "42 women) ultrasound shears.",
            {"group a", "group b"},
            "what is used or not is no name of those who did not use it",
        ),
        (
            "They were randomized to surgery using or not using ultrasound shears.",
            {"surgery plus ultrasound", "surgery"},
            "the same without brackets",
        ),
    ],
)
def test_groups_have_the_names_of_what_they_got(methods: str, names: set[str], reason: str) -> None:
    roles = next((pair for pair in _PAIRS if pair[0].lower() in methods.lower()), ("those", "others"))
    text = f"METHODS: The patients were randomized. {methods} RESULTS: Pain was rarer in {roles[0]} than in {roles[1]}."
    arms = layers_of(text, title="A randomised trial in adults with cancer")._.arms
    assert {arm.name for arm in arms} == names, reason


def test_a_group_by_its_role_and_by_what_it_got_is_one_arm() -> None:
    told = extraction_of(
        "METHODS: The patients were randomized. Those in the intervention group filled in a diary. The control "
        "group received radiotherapy. Visits in the radiotherapy arm were as usual. RESULTS: Sick leave did not "
        "differ between the intervention group and the control group. Pain was lower in the radiotherapy group.",
        title="Diaries in adults with cancer",
    )
    assert told.study is not None and len(told.study.arms) == 2
    rows = {
        item.outcome: (item.comparator, item.direction) for item in told.findings if item.role == "result"
    }
    assert rows["Pain"] == ("radiotherapy (control group)", "higher")
    assert set(rows) == {"Sick leave", "Pain"}


def test_what_an_arm_gets_alone_is_its_name_though_the_other_gets_it_too() -> None:
    told = extraction_of(
        "METHODS: Women receiving neoadjuvant chemotherapy (NC) were randomized to NC with supervised bootcamp "
        "(NC + BC) or NC alone. RESULTS: Tumor size was 2.5 cm in the NC + BC group versus 3.1 cm for NC (P = .76).",
        title="Bootcamp during neoadjuvant chemotherapy",
    )
    (row,) = [item for item in told.findings if item.role == "result"]
    arms = {item.value: item.arm for item in told.statistics if item.type == "mean"}
    assert arms == {2.5: row.intervention, 3.1: row.comparator}
    assert row.comparator == "NC alone"
