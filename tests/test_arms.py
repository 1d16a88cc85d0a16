"""Arms: the groups that a text compares, by whatever names, the control last."""

from __future__ import annotations

import pytest

from pipelines import extraction_of, layers_of


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
            "Walking after surgery",
            "METHODS: Women were randomised to coaching (n = 90), early leaflet (n = 60), or late leaflet (n = 62).",
            ["coaching", "early leaflet", "late leaflet"], "a comma behind a size parts arms",
        ),
        (
            "Gels against infection",
            "METHODS: Women were randomised, 74 to Alphagel, 75 to Betagel, 76 to placebo, and 73 to no gel.",
            ["Alphagel", "Betagel", "no gel", "placebo"], "a comma before the next number parts arms",
        ),
        (
            "Anthracyclines and markers",
            "METHODS: Women were randomized to E-CMF versus CMF.",
            ["E-CMF", "CMF"], "the arm with fewer letters has fewer drugs",
        ),
        (
            "Open-label placebo for fatigue",
            "METHODS: Survivors were randomized to placebo or treatment as usual.",
            ["placebo", "treatment as usual"], "a placebo that is tried is no control of usual care",
        ),
        (
            "Block for caesarean section",
            "METHODS: Women were randomly assigned to receive isobaric or hyperbaric bupivacaine.",
            ["isobaric bupivacaine", "hyperbaric bupivacaine"], "adjectives that share a noun",
        ),
        (
            "Diet of patients with oesophageal cancer",
            "METHODS: Patients were randomized to receive an enteral diet or a vegan diet after oesophagectomy.",
            ["enteral diet", "vegan diet"], "what all had before is no arm",
        ),
        (
            "A trial in small-cell lung cancer",
            "METHODS: To compare irinotecan plus cisplatin (IP) with etoposide plus cisplatin (EP). "
            "RESULTS: 173 were randomized to IP and 189 to EP.",
            ["irinotecan plus cisplatin (IP)", "etoposide plus cisplatin (EP)"], "what letters stand for",
        ),
        (
            "Three drugs against malaria",
            "METHODS: Children were randomly assigned to receive Fevorax, balomine, or the standard "
            "treatment of quinine.",
            ["Fevorax", "balomine", "quinine"], "unknown names listed before an or, and a kind before its drug",
        ),
        (
            "Stress in survivors",
            "METHODS: Survivors were randomly assigned to receive MBB, MM, or SHE.",
            ["MBB", "MM", "SHE"], "short names listed before an or",
        ),
        (
            "Perioperative treatment of gastric cancer",
            "METHODS: We randomly assigned patients to receive epirubicin, cisplatin, and capecitabine chemotherapy "
            "or chemotherapy plus bevacizumab.",
            ["chemotherapy plus bevacizumab", "epirubicin, cisplatin, and capecitabine chemotherapy"],
            "the noun behind drugs names them again: the other arm has more",
        ),
        (
            "Patches against bleeding",
            "METHODS: Patients were randomized to treatment with either Sealix patch (investigational device) "
            "or Tachofix (control). "
            "RESULTS: Bleeding stopped in 90% of the Tachofix group and 80% of the treatment group. "
            "The Tachofix group and the Sealix patch group did not differ later.",
            ["Sealix patch", "Tachofix"], "what is told as assigned, where groups are called so",
        ),
        (
            "Levetiracetam after craniotomy",
            "METHODS: Patients were randomized to initiate levetiracetam therapy within 24 h of surgery "
            "or to continue phenytoin therapy.",
            ["levetiracetam", "phenytoin"], "what a time is counted from is not given",
        ),
        (
            "Randomised trial of natriuretic peptide for preventing recurrence following lung cancer surgery",
            "METHODS: Patients were randomly assigned. RESULTS: Recurrence was rarer than in the control group.",
            ["natriuretic peptide", "control group"], "what went before is not tried",
        ),
        (
            "Goserelin with chemotherapy for breast cancer",
            "METHODS: Goserelin was randomly allocated to start before or at the first chemotherapy cycle. "
            "RESULTS: Bone loss was 3% in the CT+G group and 5% in the CT group.",
            ["CT+G group", "CT group"], "when a treatment began is no arm",
        ),
        (
            "Exercise during chemotherapy",
            "METHODS: We randomized 242 men to usual care (n = 82), supervised walking (n = 78), or rowing (n = 82).",
            ["supervised walking", "rowing", "usual care"], "randomised told of the trial",
        ),
        (
            "A protocol for stress",
            "METHODS: Participants will be assigned to a yoga programme or to usual care for 12 weeks.",
            ["yoga programme", "usual care"], "what will be done",
        ),
        (
            "Stress before surgery",
            "METHODS: Forty women were randomized to the stress programme; 45 to the comparison group.",
            ["stress programme", "comparison group"], "the second number stands before its arm",
        ),
        (
            "Awareness during surgery",
            "METHODS: Patients were randomly divided to receive 0.01 mg/kg zorbatine chloride or saline.",
            ["zorbatine chloride", "saline"], "a dose before the name of an unknown drug",
        ),
        (
            "Hot flashes",
            "METHODS: In a randomized study, women with hot flashes received either clonidine or venlafaxine.",
            ["clonidine", "venlafaxine"], "received either",
        ),
        (
            "Follow-up of survivors",
            "OBJECTIVE: This trial compared group visits (n = 59) with one visit to the doctor (n = 50).",
            ["group visits", "one visit to the doctor"], "sizes tell that sides are arms",
        ),
        (
            "Tailored doses in breast cancer",
            "METHODS: Women were randomised to tailored FEC (n = 524) or standard FEC (n = 528).",
            ["tailored FEC", "standard FEC"], "how the doses were set tells twins apart",
        ),
        (
            "Citrate versus heparin in the critically ill",
            "METHODS: Patients were randomised to receive citrate or heparin.",
            ["citrate", "heparin"], "the title's order, though only one is a known drug",
        ),
        (
            "Screening after an operation",
            "METHODS: Women were randomly selected, and 0.5 points went to unhealthy or 1 to healthy levels.",
            [], "selected is not assigned",
        ),
        (
            "Readmission after discharge",
            "METHODS: The programme had little impact, with 677 readmissions vs 824 for usual care.",
            [], "a figure behind versus",
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
        (
            "Gemcitabine plus olaparib in pancreatic cancer",
            "METHODS: Patients were randomly assigned to receive intravenous gemcitabine (1,000 mg/m(2)) on days "
            "1, 8, and 15 of a 28-day course or to receive gemcitabine by this schedule plus oral olaparib "
            "(cycle 1: 100 mg on day 1; later cycles: 200 mg on day 1).",
            ["gemcitabine plus olaparib", "gemcitabine"], "a schedule between the drugs of an arm",
        ),
        (
            "Temozolomide in glioma",
            "METHODS: Patients were assigned to receive either temozolomide (150 mg/m2, orally) monotherapy on "
            "days 1-5, or the same temozolomide regimen in combination with bevacizumab (10 mg/kg) every 2 weeks.",
            ["temozolomide plus bevacizumab", "temozolomide"], "in combination with",
        ),
        (
            "Conditioning in leukemia",
            "METHODS: Patients were randomly assigned to total body irradiation and etoposide versus fludarabine, "
            "thiotepa, and either busulfan or treosulfan.",
            ["total body irradiation plus etoposide", "fludarabine plus thiotepa plus busulfan or treosulfan"],
            "what is chosen within an arm",
        ),
        (
            "Intensified treatment of Hodgkin's lymphoma",
            "METHODS: Patients were randomly assigned to four cycles of ABVD or an intensified treatment of two "
            "cycles of BEACOPP (bleomycin, etoposide, doxorubicin, cyclophosphamide, vincristine, procarbazine, "
            "and prednisone) followed by two cycles of ABVD (2 + 2).",
            ["BEACOPP plus ABVD (2 + 2)", "ABVD"], "a long bracket within an arm, which goes by its cycles",
        ),
        (
            "Dexamethasone in myeloma",
            "METHODS: Patients were randomly assigned to lenalidomide 25 mg on days 1-21 plus dexamethasone 40 "
            "mg on days 1-4 (high dose), or lenalidomide given on the same schedule with dexamethasone 40 mg on "
            "day 1 (low dose).",
            ["lenalidomide plus dexamethasone high dose", "lenalidomide plus dexamethasone low dose"],
            "the dose of one of two drugs, told in a bracket; those of different drugs tell nothing apart",
        ),
        (
            "Bortezomib before transplantation in myeloma",
            "METHODS: Patients were randomly assigned to vincristine, doxorubicin, and dexamethasone (VAD) or "
            "bortezomib, doxorubicin, and dexamethasone (PAD).",
            [
                "bortezomib, doxorubicin, and dexamethasone (PAD)",
                "vincristine, doxorubicin, and dexamethasone (VAD)",
            ],
            "the title tries a drug of a regimen",
        ),
        (
            "ABVD alone versus radiotherapy in Hodgkin's lymphoma",
            "RESULTS: Among the patients randomly assigned to ABVD alone, 6 patients died from lymphoma or an early "
            "treatment complication.",
            ["radiotherapy", "ABVD alone"], "of whom a result speaks is no assignment",
        ),
        (
            "A second line in lung cancer",
            "METHODS: Patients were randomly assigned to receive oral osimertinib (80 mg) or intravenous "
            "pemetrexed (500 mg/m2) plus either carboplatin or cisplatin.",
            ["osimertinib", "pemetrexed plus carboplatin or cisplatin"], "what is chosen within the last of two arms",
        ),
        (
            "Chemotherapy in lung cancer",
            "METHODS: Patients were randomly assigned to cisplatin or carboplatin plus either pembrolizumab or "
            "placebo.",
            ["cisplatin or carboplatin plus pembrolizumab", "cisplatin or carboplatin plus placebo"],
            "a backbone of two, since a control can be chosen",
        ),
        (
            "Ipilimumab in melanoma",
            "METHODS: Patients were randomly assigned to receive ipilimumab plus gp100 (403 patients), "
            "ipilimumab alone (137), or gp100 alone (136).",
            ["ipilimumab plus gp100", "ipilimumab alone", "gp100 alone"], "a code that no vocabulary knows",
        ),
        (
            "FOLFOXIRI compared with FOLFIRI as first-line treatment of metastatic colorectal cancer",
            "METHODS: Eligible patients had measurable disease.",
            ["FOLFOXIRI", "FOLFIRI"], "a title that compares by a participle",
        ),
        (
            "Two schedules in breast cancer",
            "METHODS: Women were randomized and treated with either docetaxel or paclitaxel.",
            ["docetaxel", "paclitaxel"], "treated with either",
        ),
        (
            "Drugs with radiotherapy",
            "METHODS: Patients were randomly assigned to receive, in addition to radiotherapy, cisplatin or "
            "cetuximab.",
            ["cisplatin", "cetuximab"], "what all get stands before the arms",
        ),
        (
            "A biological in arthritis",
            "METHODS: Patients were randomly assigned to golimumab or placebo and were analysed for efficacy (n=195) "
            "and safety (n=200).",
            ["golimumab", "placebo"], "sets of patients who were analysed are no arms",
        ),
        (
            "Tablets for cancer pain",
            "METHODS: Patients were randomly assigned to receive codeine/acetaminophen (C/A) or "
            "brovicodone/acetaminophen (B/A).",
            ["codeine plus acetaminophen (C/A)", "brovicodone plus acetaminophen (B/A)"],
            "an unknown drug, by a slash, before one that is known",
        ),
        (
            "Smectolite in mucositis",
            "METHODS: Patients were randomly assigned to receive smectolite and mesalazine (n = 60) or placebo "
            "and mesalazine (n = 60).",
            ["smectolite plus mesalazine", "placebo plus mesalazine"],
            "an unknown drug, by an and, before one that is known",
        ),
        (
            "Mucositis of the bowel",
            "METHODS: Sixty patients were assigned to the Smectolite group (smectolite and mesalazine) and 60 were "
            "assigned to the placebo group (placebo and mesalazine).",
            ["smectolite plus mesalazine", "placebo group"], "the same in the bracket of a group",
        ),
        (
            "Two regimens of chemotherapy",
            "METHODS: Patients were randomly assigned to gemcitabine 1000 mg m−2 on day 1 (arm A) or oxaliplatin "
            "85 mg m−2 followed by capecitabine 1000 mg m−2 twice daily (arm B).",
            ["gemcitabine (arm A)", "oxaliplatin plus capecitabine (arm B)"],
            "a dose by the square metre with a minus sign ends no list of drugs",
        ),
        (
            "Two doses of chemotherapy",
            "METHODS: Patients were randomly assigned to docetaxel 60 mg m−2 or 75 mg m−2 every 3 weeks.",
            ["docetaxel 60 mg m−2", "docetaxel 75 mg m−2"], "so tell doses two arms apart",
        ),
        (
            "Mouth care in radiotherapy",
            "METHODS: Patients were randomly assigned to manuka honey (test group) or a sugar syrup (control group) "
            "during chemoradiotherapy.",
            ["manuka honey (test group)", "sugar syrup (control)"], "what all get meanwhile is no arm's",
        ),
        (
            "Mouth care in radiotherapy",
            "METHODS: Patients were randomly assigned to manuka honey or sugar syrup throughout their radiotherapy.",
            ["manuka honey", "sugar syrup"], "the same without names of groups",
        ),
        (
            "Endocrine treatment of breast cancer",
            "METHODS: Patients were randomly assigned to receive hormone therapy with exemestane or tamoxifen.",
            ["exemestane", "tamoxifen"], "what a drug is a kind of is not given beside it",
        ),
        (
            "Adjuvant chemotherapy of colon cancer",
            "METHODS: Patients were randomly assigned to adjuvant chemotherapy either with FU/LV (fluorouracil 400 mg "
            "and leucovorin 20 mg) or FOLFOX (oxaliplatin, leucovorin, and fluorouracil).",
            ["FOLFOX", "fluorouracil plus leucovorin (FU/LV)"], "nor where a short name stands before its drugs",
        ),
        (
            "Chemotherapy or radiotherapy",
            "METHODS: Patients were randomly assigned to chemotherapy with four cycles of docetaxel and cisplatin or "
            "to brachytherapy.",
            ["docetaxel plus cisplatin", "brachytherapy"], "nor where the cycles are counted",
        ),
        (
            "Bevacizumab in chemotherapy",
            "METHODS: Patients were randomly assigned to chemotherapy with bevacizumab or chemotherapy with placebo.",
            ["chemotherapy plus bevacizumab", "chemotherapy plus placebo"], "an antibody is no chemotherapy",
        ),
        (
            "Carboplatin before surgery",
            "METHODS: Patients were randomly assigned to chemotherapy with carboplatin or chemotherapy alone.",
            ["chemotherapy plus carboplatin", "chemotherapy alone"], "here a drug is added to others of its kind",
        ),
        (
            "Yoga in oncology",
            "METHODS: Women were randomly assigned to yoga for survivors receiving endocrine therapy or to a "
            "waiting list.",
            ["yoga", "waiting list"], "what all got who took part is no arm's",
        ),
        (
            "Walking in oncology",
            "METHODS: Patients were randomly assigned to a brisk walk before each of six cisplatin-containing "
            "chemotherapy "
            "cycles or to usual care. RESULTS: Fatigue was lower in the walking group than in the usual care group.",
            ["walking group", "usual care group"], "nor what a session came before, by two names",
        ),
        (
            "Anastrozole or tamoxifen",
            "METHODS: We assessed survival in patients receiving anastrozole or tamoxifen with or without "
            "zoledronic acid.",
            ["anastrozole plus zoledronic acid", "tamoxifen plus zoledronic acid", "anastrozole alone",
             "tamoxifen alone"],
            "but so arms are told, too",
        ),
        (
            "Massage",
            "In this study, we evaluated massage versus an active control condition (light touch) and waitlist "
            "control on pain.",
            ["massage", "waitlist control", "active control condition"], "two controls are two arms",
        ),
        (
            "Chemotherapy before surgery",
            "METHODS: Patients were randomly assigned to weekly paclitaxel × 12 followed by FEC × 4 (P/FEC, n = "
            "140) or "
            "FEC × 6 (n = 137) neoadjuvant chemotherapy.",
            ["weekly paclitaxel plus FEC (P/FEC)", "FEC"], "what a regimen is a kind of, told behind it",
        ),
        (
            "Bevacizumab before surgery",
            "BACKGROUND: The design did not allow us to compare bevacizumab with chemoradiotherapy alone.",
            [], "what a text says that it does not compare",
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
        (
            "to open-label placebo or treatment as usual",
            ["open-label placebo", "treatment as usual"], "against usual care a placebo is what is tried",
        ),
        ("to usual care or placebo", ["placebo", "usual care"], "the same, told the other way round"),
    ],
)  # fmt: skip
def test_the_control_is_the_arm_that_lacks_something(methods: str, arms: list[str], reason: str) -> None:
    doc = layers_of(f"METHODS: Patients were randomly assigned {methods}.", title="A trial in cancer")
    assert [arm.name for arm in doc._.arms] == arms, reason


def test_groups_whose_names_hold_each_other_are_arms_of_which_one_gets_more() -> None:
    doc = layers_of(
        "METHODS: Patients were randomly assigned to methotrexate-based chemotherapy with or without rituximab. "
        "RESULTS: Survival was 49% in the MBVP group and 52% in the R-MBVP group. Ten died in the R-MBVP group, "
        "12 in the MBVP group.",
        title="Rituximab in lymphoma of the brain",
    )
    start = doc.text.index("RESULTS")
    told = [(doc.text[item.start : item.end], item.arm) for item in doc._.arm_mentions if item.start > start]
    assert told == [("MBVP group", 1), ("R-MBVP group", 0), ("R-MBVP group", 0), ("MBVP group", 1)]


def test_letters_that_the_text_gives_therapies_are_names_of_their_arms() -> None:
    layers = layers_of(
        "METHODS: We compared raltitrexed with oxaliplatin (arm A) and raltitrexed with irinotecan (arm B). Arm A "
        "received raltitrexed followed by oxaliplatin. RESULTS: Responses were seen in 46% in arm A and 34% in arm B.",
        title="Raltitrexed-oxaliplatin versus raltitrexed-irinotecan in colorectal cancer",
    )
    assert [arm.aliases[-1] for arm in layers._.arms] == ["arm a", "arm b"]
    assert [item.arm for item in layers._.statistics] == [arm.name for arm in layers._.arms]


@pytest.mark.parametrize(
    ("methods", "names"),
    [
        (
            "Patients were assigned to osimertinib 80 mg once daily or to a standard EGFR-TKI, that is, "
            "gefitinib 250 mg or erlotinib 150 mg once daily.",
            ["osimertinib", "EGFR-TKI"],
        ),
        (
            "Patients were assigned to osimertinib or to a standard EGFR-TKI, namely gefitinib or erlotinib.",
            ["osimertinib", "EGFR-TKI (gefitinib or erlotinib)"],
        ),
        (
            "Patients were randomised to vemurafenib with cobimetinib (n=256) or with its placebo (n=258); the drug or "
            "placebo began in cycle 2.",
            ["vemurafenib plus cobimetinib", "vemurafenib plus placebo"],
        ),
    ],
)
def test_what_explains_an_arm_is_no_arm(methods: str, names: list[str]) -> None:
    arms = layers_of(f"METHODS: {methods}", title="A trial of kinase inhibitors")._.arms
    assert [arm.name for arm in arms] == names


def test_schedules_told_by_dose_are_arms_of_which_the_conventional_one_is_the_control() -> None:
    arms = layers_of(
        "METHODS: Men were randomly assigned to conventional (74 Gy in 37 fractions) or one of two hypofractionated "
        "schedules (60 Gy in 20 fractions or 57 Gy in 19 fractions). RESULTS: Failure-free survival was 88% in "
        "the 74 Gy group, 91% in the 60 Gy group, and 86% in the 57 Gy group. Toxicity was alike in the 74 Gy "
        "group, the 60 Gy group, and the 57 Gy group.",
        title="Hypofractionated radiotherapy for prostate cancer",
    )._.arms
    assert [(arm.name, arm.control) for arm in arms] == [
        ("60 Gy group", False),
        ("57 Gy group", False),
        ("74 Gy group", True),
    ]


def test_a_backbone_that_goes_on_is_both_arms() -> None:
    arms = layers_of(
        "METHODS: Men were randomly assigned to darolutamide (600 mg twice daily) or placebo while continuing "
        "androgen-deprivation therapy.",
        title="A trial in prostate cancer",
    )._.arms
    assert [arm.name for arm in arms] == [
        "darolutamide plus androgen-deprivation therapy",
        "placebo plus androgen-deprivation therapy",
    ]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "In a case-control study, 200 incident melanoma cases and 400 controls were recruited. Mean vitamin D "
            "was 21 "
            "and 28 ng/mL in cases and controls, respectively (P = .01).",
            [],
        ),
        (
            "In this case-control study, use of estrogen by women who died of breast cancer was compared with use by "
            "controls never diagnosed with cancer. Odds ratios were 0.8 (95% CI, 0.5 to 1.4) for estrogen and 0.7 (95% "
            "CI, 0.4 to 1.1) for estrogen plus progestin.",
            [],
        ),
        (
            "This case-control study compared 40 patients who had laparoscopic surgery with 80 matched controls who "
            "had "
            "open surgery. Blood loss was lower with laparoscopic surgery than with open surgery (P = .01).",
            ["laparoscopic surgery", "open surgery"],
        ),
    ],
)
def test_people_with_a_disease_and_without_are_no_arms(text: str, names: list[str]) -> None:
    extraction = extraction_of(text, title="Estrogen and vitamin D")
    assert [arm.name for arm in extraction.study.arms] == names
    assert {item.comparator for item in extraction.findings} <= {None, *names[1:]}
