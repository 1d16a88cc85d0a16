"""Statistics: every reported figure of a result with its meaning, and nothing else.

Expectations are read off the texts by hand, in the words of the annotation guideline: value, interval, counts.
"""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence.pipeline.numerals import plain
from evidence.pipeline.statistics.component import read
from evidence.pipeline.statistics.numerals import SCIENTIFIC, scientific, spelled
from evidence.pipeline.statistics.tokens import Passage
from evidence.records import Statistic
from pipelines import layers_of


def _told(item: Statistic) -> str:
    """A statistic in one line: type, operator, value, unit, interval, counts, timepoint."""
    parts: list[str] = [item.type]
    if item.operator not in (None, "="):
        parts.append(str(item.operator))
    parts.append("none" if item.value is None else f"{item.value:g}")
    if item.unit:
        parts.append(item.unit)
    if item.ci_level is not None:
        bounds = ["?" if bound is None else f"{bound:g}" for bound in (item.ci_lower, item.ci_upper)]
        parts.append(f"[{bounds[0]}, {bounds[1]}] at {item.ci_level:g}")
    if item.numerator is not None:
        parts.append(f"{item.numerator} of {'?' if item.denominator is None else item.denominator}")
    if item.timepoint:
        parts.append(f"@ {item.timepoint}")
    return " ".join(parts)


def _statistics(text: str) -> tuple[Statistic, ...]:
    found: tuple[Statistic, ...] = layers_of(text)._.statistics
    return found


@pytest.mark.parametrize(
    ("text", "told"),
    [
        pytest.param("It differed (P = .012).", ["p_value 0.012"], id="no leading zero"),
        pytest.param(
            "Responses in patients with PD-L1 < 1% were rare.", [], id="patients by a level of expression"
        ),
        pytest.param("An LVEF of <50% was exclusionary.", [], id="a bound of a function"),
        pytest.param(
            "Blasts were cleared to < 5% blasts in 12% of patients.",
            ["rate 12 %"],
            id="a bound before its name",
        ),
        pytest.param("Neutropenia was rare (< 2%).", ["rate < 2 %"], id="less than a share of patients"),
        pytest.param(
            "One-sided P = .0009, which reached the significance level required.",
            ["p_value 0.0009"],
            id="a result held against the rule",
        ),
        pytest.param("It differed (p=0·76).", ["p_value 0.76"], id="mid-dot"),
        pytest.param("It differed (P\u00a0=\u2009.43).", ["p_value 0.43"], id="no-break and thin spaces"),
        pytest.param("It differed (*P* < .0001).", ["p_value < 0.0001"], id="Markdown's italics"),
        pytest.param("It differed (P < 10-5).", ["p_value < 1e-05"], id="a power that lost its raising"),
        pytest.param("It differed (P = 3 x 10^-8).", ["p_value 3e-08"], id="mantissa and power"),
        pytest.param("It differed (P=1.2E-5).", ["p_value 1.2e-05"], id="floating point"),
        pytest.param("It differed (P ≤ .001 for all).", ["p_value <= 0.001"], id="at most"),
        pytest.param("It differed (P < or = .05).", ["p_value <= 0.05"], id="operator in words and signs"),
        pytest.param("The P value was less than .01 here.", ["p_value < 0.01"], id="operator in words"),
        pytest.param("It varied (P for interaction = .04).", ["p_value 0.04"], id="of an interaction"),
        pytest.param("It rose (P-trend = 0.03).", ["p_value 0.03"], id="of a trend"),
        pytest.param("It rose (Pinteraction=0.03).", ["p_value 0.03"], id="glued subscript"),
        pytest.param("It was equal (log-rank P value, .789).", ["p_value 0.789"], id="a comma for equals"),
        pytest.param("It was equal (P = NS).", ["p_value none"], id="not significant"),
        pytest.param(
            "Both differed (P = .02 and .03, respectively).",
            ["p_value 0.02", "p_value 0.03"],
            id="one mark, two values",
        ),
        pytest.param("It was equal (P=0,43).", ["p_value 0.43"], id="decimal comma"),
        pytest.param("P < .05 was considered significant.", [], id="a threshold is no result"),
        pytest.param("Expression of p53 and P-glycoprotein was seen.", [], id="names that begin with P"),
    ],
)
def test_p_values(text: str, told: list[str]) -> None:
    assert [_told(item) for item in _statistics(text)] == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        pytest.param(
            "It fell (HR 0.46; 95% CI 0.37-0.57).",
            ["hazard_ratio 0.46 [0.37, 0.57] at 95"],
            id="semicolon and dash",
        ),
        pytest.param(
            "It fell (hazard ratio [HR], 0.46 [95% CI, 0.37 to 0.57]).",
            ["hazard_ratio 0.46 [0.37, 0.57] at 95"],
            id="nested brackets and to",
        ),
        pytest.param(
            "It fell (HR 0·78, 0·63-0·97).",
            ["hazard_ratio 0.78 [0.63, 0.97] at 95"],
            id="an interval without its mark",
        ),
        pytest.param(
            "It fell (HR [95% CI]: 0.58 [0.46-0.72]).",
            ["hazard_ratio 0.58 [0.46, 0.72] at 95"],
            id="mark before value",
        ),
        pytest.param(
            "It fell (HR, 0.96; 97.5% CI, 0.78 to 1.18).",
            ["hazard_ratio 0.96 [0.78, 1.18] at 97.5"],
            id="another level",
        ),
        pytest.param(
            "The hazard ratio for progression or death in the treated group was 0.63 (95% CI, 0.45 to 0.88).",
            ["hazard_ratio 0.63 [0.45, 0.88] at 95"],
            id="a long way to the value",
        ),
        pytest.param(
            "Hazard ratios (HRs; A to B) were 0.93 for EFS (95% CI, 0.71 to 1.22; P = .62) and 0.84 for RFS "
            "(95% CI, 0.59 to 1.18; P = .31).",
            [
                "hazard_ratio 0.93 [0.71, 1.22] at 95",
                "p_value 0.62",
                "hazard_ratio 0.84 [0.59, 1.18] at 95",
                "p_value 0.31",
            ],
            id="one name for a list",
        ),
        pytest.param(
            "Response was likelier (odds ratio, 1.27; 95% confidence interval [CI], 0.85 to 1.90).",
            ["odds_ratio 1.27 [0.85, 1.9] at 95"],
            id="an odds ratio with the interval spelled out",
        ),
        pytest.param(
            "Falls were rarer (rate ratio 0.8, 95% CI 0.6 to 0.9).",
            ["relative_risk 0.8 [0.6, 0.9] at 95"],
            id="a rate ratio",
        ),
        pytest.param(
            "It fell by an absolute difference of 20% (95% CI 5-34).",
            ["risk_difference 20 % [5, 34] at 95"],
            id="a difference of risks",
        ),
        pytest.param(
            "Scores differed (mean difference, -1.9 points [95% CI, -2.8 to -0.9]).",
            ["mean_difference -1.9 points [-2.8, -0.9] at 95"],
            id="negative bounds",
        ),
        pytest.param(
            "Older age mattered (OR per 10-year increase 1.27; 95% CI 1.19-1.36).",
            ["odds_ratio 1.27 [1.19, 1.36] at 95"],
            id="an increment before the value",
        ),
        pytest.param(
            "Relapse fell (RR, 45%; 95% CI, 40% to 50%).",
            ["rate 45 % [40, 50] at 95"],
            id="RR in percent is a response rate",
        ),
        pytest.param(
            "The score fell (r = -0.45, P = .01).", ["correlation -0.45", "p_value 0.01"], id="a correlation"
        ),
        pytest.param(
            "It recurred more often (χ2 = 2.35, P = .125).",
            ["test_statistic 2.35", "p_value 0.125"],
            id="chi-square",
        ),
        pytest.param(
            "It rose (F(1,23) = 4.5, P = .04).",
            ["test_statistic 4.5", "p_value 0.04"],
            id="degrees of freedom",
        ),
        pytest.param(
            "It came with lower odds of death (0.7; 95% CI, 0.6 to 0.8).",
            ["odds_ratio 0.7 [0.6, 0.8] at 95"],
            id="odds with an interval are a ratio",
        ),
    ],
)
def test_effect_sizes(text: str, told: list[str]) -> None:
    assert [_told(item) for item in _statistics(text)] == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        pytest.param(
            "Response was seen in 224 (74%) of 304 patients.", ["rate 74 % 224 of 304"], id="n (p%) of N"
        ),
        pytest.param("Diarrhoea occurred in 46/740 [6%] patients.", ["rate 6 % 46 of 740"], id="n/N [p%]"),
        pytest.param("Mortality was 13.0% (161/1253).", ["rate 13 % 161 of 1253"], id="p% (n/N)"),
        pytest.param("Response was seen in 34% (n = 12).", ["rate 34 % 12 of ?"], id="p% (n = x)"),
        pytest.param("Death occurred in 12 of 40 patients (30%).", ["rate 30 % 12 of 40"], id="n of N (p%)"),
        pytest.param(
            "Rash was seen in one [<1%] patient.", ["rate < 1 % 1 of ?"], id="fewer than one percent"
        ),
        pytest.param(
            "Response was higher (38 vs 29%).", ["rate 38 %", "rate 29 %"], id="two values share a sign"
        ),
        pytest.param(
            "Response rates were 21, 22, and 19%.",
            ["rate 21 %", "rate 22 %", "rate 19 %"],
            id="three share a sign",
        ),
        pytest.param("Response was similar (93%vs 89%).", ["rate 93 %", "rate 89 %"], id="no blank"),
        pytest.param(
            "One-year survival was 34% (95% CI, 30 to 38) and 24% (20-28).",
            ["rate 34 % [30, 38] at 95 @ 1 year", "rate 24 % [20, 28] at 95 @ 1 year"],
            id="the second interval without its mark",
        ),
        pytest.param(
            "The 3- and 5-year survival rates were 29.7% and 12%, respectively.",
            ["rate 29.7 % @ 3 years", "rate 12 % @ 5 years"],
            id="two landmarks in their order",
        ),
        pytest.param(
            "The 3- and 5-year survival rate was 76.4%.",
            ["rate 76.4 % @ 3 and 5 years"],
            id="one figure for two landmarks",
        ),
        pytest.param(
            "The sensitivity and specificity of the scan were 66% and 97%, and its positive predictive value was 86%.",
            ["rate 66 %", "rate 97 %", "rate 86 %"],
            id="measures of a test",
        ),
        pytest.param(
            "It was better (HR 0.86, 95% CI 0.77-0.95), equivalent to a 5% absolute improvement in survival.",
            ["hazard_ratio 0.86 [0.77, 0.95] at 95", "risk_difference 5 %"],
            id="an amount before what it is of",
        ),
        pytest.param(
            "The risk was lower (HR 0.54; 95% CI 0.34-0.85), with an increase of 5.6 (95% CI 1.9-9.3).",
            ["hazard_ratio 0.54 [0.34, 0.85] at 95", "mean 5.6 [1.9, 9.3] at 95"],
            id="an increase is no further ratio",
        ),
        pytest.param(
            "In nine trials (21,400 patients, 611 deaths), deaths were fewer.",
            ["count 611 deaths"],
            id="whom studies had is no result",
        ),
        pytest.param(
            "The median was 11.1 months (95% CI, 6.9 to could not be evaluated).",
            ["median 11.1 months [6.9, ?] at 95"],
            id="a bound that could not be evaluated",
        ),
        pytest.param(
            "A response was achieved in 85 (79·4%; 95% CI 70·5-86·6) of 107 patients.",
            ["rate 79.4 % [70.5, 86.6] at 95 85 of 107"],
            id="the whole behind the bracket",
        ),
        pytest.param(
            "It fell (RR 0.53 [SE 0.03] in years 0-4 and RR 0.68 [0.06] in years 5-9).",
            ["relative_risk 0.53", "relative_risk 0.68"],
            id="a spread behind a ratio",
        ),
        pytest.param(
            "The area under the curve was 0.83 and on validation 0.80 (95% CI 0.74-0.86).",
            ["other_effect 0.83", "other_effect 0.8 [0.74, 0.86] at 95"],
            id="a measure told twice",
        ),
        pytest.param(
            "Recurrence (RR 0.94, 95% CI 0.87-1.01), and breast cancer mortality (0.91, 0.83-0.99; p=0.04) fell.",
            [
                "relative_risk 0.94 [0.87, 1.01] at 95",
                "relative_risk 0.91 [0.83, 0.99] at 95",
                "p_value 0.04",
            ],
            id="a list of ratios, the last one of a rate",
        ),
        pytest.param("Survival ranged from 36.5 to 142 months.", [], id="a range in words"),
        pytest.param(
            "Survival was 71% at 5 years, 31% (95% CI 24-38) at 10 years and 12% 15 years after surgery.",
            ["rate 71 % @ 5 years", "rate 31 % [24, 38] at 95 @ 10 years", "rate 12 % @ 15 years"],
            id="a landmark right behind each",
        ),
        pytest.param("Survival at 18 months was 83%.", ["rate 83 % @ 18 months"], id="a landmark behind at"),
        pytest.param(
            "Control rates were 97%, 94%, and 91% at 3, 5, and 10 years.",
            ["rate 97 % @ 3 years", "rate 94 % @ 5 years", "rate 91 % @ 10 years"],
            id="times behind as many figures",
        ),
        pytest.param(
            "The rate of survival at 3 years was 86±1.3% and 81±1.2%.",
            ["rate 86 % @ 3 years", "rate 81 % @ 3 years"],
            id="with standard errors",
        ),
        pytest.param("Toxicity was seen in less than 5%.", ["rate < 5 %"], id="operator in words"),
        pytest.param("Common events (>30%) were rash and pain.", [], id="a threshold of listing"),
        pytest.param("Of 866 patients, 857 (99%) were evaluable.", [], id="who was evaluable"),
        pytest.param("In all, 409 (50%) patients were assigned to surgery.", [], id="who was assigned"),
        pytest.param("Thirty-five percent were older than 70 years.", [], id="ages"),
        pytest.param(
            "It fell from 8% to 4%.",
            ["rate 8 %", "rate 4 %"],
            id="from and to are two values",
        ),
        pytest.param(
            "It reduced the risk of death by 25%.", ["other_effect 25 %"], id="a relative reduction of risk"
        ),
        pytest.param(
            "It led to a reduction in the risk of death of 27% (P = .02).",
            ["other_effect 27 %", "p_value 0.02"],
            id="a reduction of the risk, told behind it",
        ),
        pytest.param(
            "They had a 53% (95% CI, 17% to 100%) greater hazard of death.",
            ["other_effect 53 % [17, 100] at 95"],
            id="a relative change behind its interval",
        ),
        pytest.param(
            "After a median follow-up of 40 months there was a loss of 13% in weight.",
            ["rate 13 %"],
            id="the median of the follow-up governs no percentage",
        ),
        pytest.param(
            "Leaks were seen with A (31 of 34, 91 per cent) and B (8 of the 40, 20%).",
            ["rate 91 % 31 of 34", "rate 20 % 8 of 40"],
            id="of how many, before their share",
        ),
        pytest.param(
            "Leaks were rarer (9 out of 45, 20%).",
            ["rate 20 % 9 of 45"],
            id="out of how many, before their share",
        ),
        pytest.param(
            "Cancer was seen in 42.5 per 1000 women-years.",
            ["rate 42.5 per 1000 women-years"],
            id="per thousand",
        ),
    ],
)
def test_rates(text: str, told: list[str]) -> None:
    assert [_told(item) for item in _statistics(text)] == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        pytest.param(
            "Median survival was 28 months (95% CI 19-33) with A versus 41 months (26-not reached) with B.",
            ["median 28 months [19, 33] at 95", "median 41 months [26, ?] at 95"],
            id="a bound that is not reached",
        ),
        pytest.param(
            "Progression-free survival was longer (median, 11.7 v 6.1 months).",
            ["median 11.7 months", "median 6.1 months"],
            id="a shared unit",
        ),
        pytest.param(
            "Median survival was 22 (95% CI = 17–29) months.",
            ["median 22 months [17, 29] at 95"],
            id="unit behind all",
        ),
        pytest.param(
            "At a median follow-up of 18.9 months (IQR 10.4-23.8), progression-free survival was 11.0 months "
            "(95% CI, 7.5 to 14.5).",
            ["median 11 months [7.5, 14.5] at 95"],
            id="follow-up is none, what follows is one",
        ),
        pytest.param(
            "Median follow-up was 25 months (IQR 19-54) in A versus 26 months (23-37) in B.",
            [],
            id="follow-up times",
        ),
        pytest.param("Median overall survival was not reached.", ["median none"], id="not reached"),
        pytest.param(
            "Several series told a median survival of 9.5–12.5 months.",
            ["median 9.5 months", "median 12.5 months"],
            id="the lowest and the highest of several medians",
        ),
        pytest.param(
            "Median survival was 15.8 months (IQR 9.4-26.1) in A and 14.4 months (8.0-24.7) in B.",
            ["median 15.8 months", "median 14.4 months"],
            id="quartiles are no confidence bounds",
        ),
        pytest.param("Median age was 61 years (range 35-80).", [], id="age"),
        pytest.param(
            "The mean score was 7.1 (95% CI = 6.7–7.4) before, and it was 2.6 (95% CI = 2.3–2.8) later.",
            ["mean 7.1 [6.7, 7.4] at 95", "mean 2.6 [2.3, 2.8] at 95"],
            id="means with intervals",
        ),
        pytest.param(
            "The median percent reduction was 71% for A and 79% for B.",
            ["median 71 %", "median 79 %"],
            id="the other arm's percentage is a median too",
        ),
        pytest.param(
            "Bone density fell by 3.4% in group A and 5.1% in group B.",
            ["mean 3.4 %", "mean 5.1 %"],
            id="the other arm's change",
        ),
        pytest.param(
            "Mean ejection fraction was 55% with A and 58% with B.",
            ["mean 55 %", "mean 58 %"],
            id="a mean in percent",
        ),
        pytest.param(
            "Weight fell by 1.2% at the spine and relapse occurred in 5.1% with B.",
            ["other_effect 1.2 %", "rate 5.1 %"],
            id="a change and a rate",
        ),
        pytest.param(
            "The index was (9.5+/-2.7)% in the treated group v (3.8+/-1.4)% in the control group.",
            ["mean 9.5 %", "mean 3.8 %"],
            id="a percentage with its spread, though a group is called control",
        ),
        pytest.param(
            "Survival was 93.1% ± 1.2% in the treated group.",
            ["rate 93.1 %"],
            id="a rate with its standard error",
        ),
        pytest.param(
            "They lost 3.7% of weight (SD = 5.4%), compared with 1.3% (SD = 4.2).",
            ["mean 3.7 %", "mean 1.3 %"],
            id="the spread told behind",
        ),
        pytest.param(
            "BMD rose by 1.2% (95% CI, -0.1 to 2.6) with A compared with a 3.9% (95% CI, 2.6 to 5.2) increase with B.",
            ["mean 1.2 % [-0.1, 2.6] at 95", "mean 3.9 % [2.6, 5.2] at 95"],
            id="changes held against each other from afar",
        ),
        pytest.param(
            "Risk was 5.4% lower with A (noninferiority P = .002; absolute risks were 8.2% and 13.6%).",
            ["other_effect 5.4 %", "p_value 0.002", "rate 8.2 %", "rate 13.6 %"],
            id="an effect before the risks of the arms",
        ),
        pytest.param(
            "Mortality was lowest at 30 days and between 30 days and 6 months.",
            [],
            id="times between which it was counted",
        ),
        pytest.param(
            "Mean pain differed from baseline to 12 and 24 months.", [], id="times to which it was followed"
        ),
        pytest.param(
            "Median survival was between 7.1 months and 9.3 months.",
            ["median 7.1 months", "median 9.3 months"],
            id="medians between which others lie",
        ),
        pytest.param(
            "Mean weight fell by 3.2 kg from baseline to 12 months.",
            ["mean 3.2 kg"],
            id="a characteristic that fell",
        ),
        pytest.param(
            "Hair density was 97.6 (6.4) and 126.8 (30.3) hairs/cm2, respectively.",
            ["mean 97.6", "mean 126.8"],
            id="two means side by side with their spreads",
        ),
        pytest.param(
            "The mean density (SD) at baseline was 97.6 (6.4) and 126.8 (30.3), respectively.",
            [],
            id="two means at baseline",
        ),
        pytest.param(
            "Median pain scores were 1/10 for biopsy and 2/10 for surgery.",
            ["median 1", "median 2"],
            id="scores of a scale's maximum",
        ),
        pytest.param(
            "Pain was 45.2 ± 3.1 v 40.1 ± 2.9.", ["mean 45.2", "mean 40.1"], id="means with their spread"
        ),
        pytest.param(
            "More time went into single sessions (1.25 hours) than into group sessions (0.74 hours).",
            ["mean 1.25 hours", "mean 0.74 hours"],
            id="contrasted times without a word for their kind",
        ),
        pytest.param("Treatment was given for 12 months.", [], id="a duration of treatment"),
        pytest.param(
            "There were 579 women in one group (median time from start, 2.8 years) and 804 in the other.",
            ["median 2.8 years"],
            id="a median in a bracket governs nothing outside it",
        ),
        pytest.param(
            "Women aged 60 years or more (median 68 years) took part.", [], id="a median age in a bracket"
        ),
        pytest.param(
            "The mean level was 154 (29) v 144 (31) (P = .01).",
            ["mean 154", "mean 144", "p_value 0.01"],
            id="bare spreads",
        ),
        pytest.param(
            "The median yield was 32.5 x 10(4)/kg v 31.3 x 10(4)/kg.",
            ["median 32.5 x 10(4)/kg", "median 31.3 x 10(4)/kg"],
            id="powers of ten are part of the unit",
        ),
        pytest.param(
            "Median survival was 11.9 months in the 600/800-mg group.",
            ["median 11.9 months"],
            id="doses in a name",
        ),
        pytest.param(
            "They were given the drug (38 at 360 mg and 33 at 240 mg).",
            [],
            id="a dose is that of its own number",
        ),
        pytest.param("Between 1996 and 1999, women received 60 Gy.", [], id="years"),
        pytest.param(
            "One died in A (1 was from a second cancer, P = .2).",
            ["count 1", "p_value 0.2"],
            id="an ordinal is no unit of time",
        ),
        pytest.param(
            "Two-year survival was 0.91 (95% CI, 0.86 to 0.95) v 0.75 (95% CI, 0.67 to 0.81).",
            ["rate 0.91 [0.86, 0.95] at 95 @ 2 years", "rate 0.75 [0.67, 0.81] at 95 @ 2 years"],
            id="survival as a fraction",
        ),
        pytest.param("They received 75 mg/m2 on days 1 and 8 every 3 weeks.", [], id="doses and schedules"),
        pytest.param(
            "Median PFS was 6 months by RECIST 1.1.", ["median 6 months"], id="versions of criteria"
        ),
        pytest.param(
            "Poor cosmesis was commoner at 3 years (absolute difference, 11%, 95% CI 7-15) and 5 years (16%, 12-20).",
            ["risk_difference 11 % [7, 15] at 95 @ 3 years", "risk_difference 16 % [12, 20] at 95 @ 5 years"],
            id="a difference at the next time",
        ),
        pytest.param(
            "At a data maturity of 46%, median survival was 18.9 months v 18.1 months.",
            ["median 18.9 months", "median 18.1 months"],
            id="how much had been seen",
        ),
        pytest.param(
            "At a median of 6 months (2-29), median PFS was 9 months.",
            ["median 9 months"],
            id="how long patients had been watched",
        ),
        pytest.param(
            "Pain scores were lower at 3 months (2.1 v 3.4) and 6 months (2.0 v 2.9).",
            ["mean 2.1 @ 3 months", "mean 3.4 @ 3 months", "mean 2 @ 6 months", "mean 2.9 @ 6 months"],
            id="no unit reaches into a bracket",
        ),
        pytest.param(
            "Mean pain scores were lower at week 4 (2.1 v 3.4) but not week 12 (3.0 v 2.9).",
            ["mean 2.1 @ 4 weeks", "mean 3.4 @ 4 weeks", "mean 3 @ 12 weeks", "mean 2.9 @ 12 weeks"],
            id="visits by their numbers",
        ),
        pytest.param(
            "Hemoglobin was 117 g/L with A and 113 g/L in the B group (P = .02).",
            ["mean 117 g", "mean 113 g", "p_value 0.02"],
            id="a measure with its unit in each arm",
        ),
        pytest.param(
            "Baseline hemoglobin was 117 g/L with A and 113 g/L with B.", [], id="no measure of the start"
        ),
        pytest.param("The daily dose was 75 mg/ml with A and 50 mg/ml with B.", [], id="doses of two arms"),
    ],
)
def test_medians_and_means(text: str, told: list[str]) -> None:
    assert [_told(item) for item in _statistics(text)] == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        pytest.param(
            "Complete response was seen in 18 IC patients compared with seven EC patients (P = .02).",
            ["count 18", "count 7", "p_value 0.02"],
            id="digits and words",
        ),
        pytest.param(
            "Deaths occurred in three (4.5%) of 66 patients, and in none in the control group.",
            ["rate 4.5 % 3 of 66", "count 0"],
            id="none is a count of zero",
        ),
        pytest.param(
            "Four patients in the first group and two in the second died.",
            ["count 4 patients", "count 2"],
            id="the second without its noun",
        ),
        pytest.param(
            "In 186 women cancer developed (82 on tamoxifen and 104 on placebo).",
            ["count 82", "count 104"],
            id="a bracket of two arms",
        ),
        pytest.param(
            "Of 410 patients, 397 (198 on A and 199 on B) were randomized and died (P = .2).",
            ["p_value 0.2"],
            id="a bracket of those who were studied",
        ),
        pytest.param("Late harm was scored in 5/10 patients.", ["count 5 5 of 10"], id="a fraction"),
        pytest.param("A total of 259 patients have died.", ["count 259 patients"], id="a total"),
        pytest.param(
            "One patient had heart failure (1%).",
            ["rate 1 % 1 of ?"],
            id="a count that a percentage completes",
        ),
        pytest.param(
            "We enrolled 508 patients: 339 assigned to A and 169 assigned to B.", [], id="numbers assigned"
        ),
        pytest.param("Survival did not differ among 1934 patients.", [], id="numbers analysed"),
        pytest.param("Grade 3 or 4 toxicities were rare.", [], id="grades"),
        pytest.param("The 2 + 2 regimen was superior in death and relapse.", [], id="parts of a name"),
    ],
)
def test_counts(text: str, told: list[str]) -> None:
    assert [_told(item) for item in _statistics(text)] == told


def test_only_results_are_reported() -> None:
    text = (
        "BACKGROUND: Mutations occur in 40% of patients. METHODS: The trial had 90% power for a hazard ratio of 0.75. "
        "RESULTS: Response was seen in 30% of patients. CONCLUSIONS: Response was seen in 30%."
    )
    assert [item.value for item in _statistics(text)] == [30, 30]


def test_results_told_under_methods_are_results_if_they_are_tested() -> None:
    text = "METHODS: Many were followed. Death was rarer (HR, 0.6; 95% CI, 0.4 to 0.9; P = .01). RESULTS: It worked."
    assert [item.type for item in _statistics(text)] == ["hazard_ratio", "p_value"]


def test_the_title_reports_nothing() -> None:
    assert layers_of("It is so.", title="Survival of 30% of patients")._.statistics == ()


def test_ids_count_up_and_spans_quote() -> None:
    doc = layers_of("RESULTS: Response was 30% v 20% (P = .01). Survival was longer (HR, 0.5; P = .02).")
    assert [item.id for item in doc._.statistics] == ["s1", "s2", "s3", "s4", "s5"]
    assert all(doc.text[item.start : item.end] == item.text for item in doc._.statistics)


def test_a_span_closes_the_brackets_it_opens() -> None:
    (item,) = _statistics("Median survival was 28 months (95% CI 19-33) in all.")
    assert item.text == "28 months (95% CI 19-33)"
    first, _ = _statistics("Survival was longer (HR, 0.5 [95% CI, 0.2 to 0.9]; P = .02).")
    assert first.text == "HR, 0.5 [95% CI, 0.2 to 0.9]"


@pytest.mark.parametrize(
    ("text", "kind", "respectively", "size"),
    [
        pytest.param("Response was higher (38% v 29%).", "versus", False, 2, id="against"),
        pytest.param("Response was 32% with A than with B (22%).", "versus", False, 2, id="than"),
        pytest.param(
            "Rates were 34% and 24% with A and B, respectively.", "list", True, 2, id="respectively"
        ),
        pytest.param(
            "It fell (HR, 0.5; 95% CI, 0.2 to 0.9; P = .02).", "bracket", False, 2, id="in one bracket"
        ),
    ],
)
def test_groups(text: str, kind: str, respectively: bool, size: int) -> None:
    groups = [item for item in layers_of(text)._.statistic_groups if item.kind == kind]
    assert [(item.respectively, len(item.statistics)) for item in groups] == [(respectively, size)]


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("0·78", 0.78),
        (".012", 0.012),
        ("1,725", 1725),
        ("−3.1", -3.1),
        ("+1.5", 1.5),
        ("10\u2009234", 10234),
        ("0,03", 0.03),
    ],
)
def test_printed_numbers(printed: str, value: float) -> None:
    assert plain(printed) == value


@pytest.mark.parametrize(
    ("printed", "value"), [("3 × 10(-8)", 3e-8), ("10−5", 1e-5), ("2·1 x 10^-3", 2.1e-3)]
)
def test_powers_of_ten(printed: str, value: float) -> None:
    match = SCIENTIFIC.match(printed)
    assert match is not None
    assert scientific(match) == value


@pytest.mark.parametrize(
    ("words", "value"),
    [("none", 0), ("Seventy-three", 73), ("one hundred forty-two", 142), ("two thousand one hundred", 2100)],
)
def test_number_words(words: str, value: int) -> None:
    assert spelled(words) == value


_WORDS = (
    "HR P p = < ≤ 0.5 .05 12 95% CI ( ) [ ] , ; v vs and to - – · 0·7 months years % patients died median mean of n "
    "respectively 30 ± 1.2 not reached NS grade 3-4 follow-up at 5-year two none 7/12 10-5 mg/m2 from by"
)
_PIECES = st.sampled_from(tuple(_WORDS.split()))


@given(st.lists(_PIECES, max_size=40).map(" ".join) | st.text(max_size=200))
@settings(max_examples=300, deadline=None)
def test_any_text_is_read_and_no_number_means_two_things(text: str) -> None:
    passage = Passage(text, 0, len(text))
    if not passage.codes:
        return
    drafts = read(passage)
    places = [draft.at for draft in drafts]
    assert len(places) == len(set(places))
    assert places == sorted(places)
    for draft in drafts:
        assert 0 <= draft.first <= draft.at <= draft.last < len(passage.codes)
        if draft.type == "p_value" and draft.value is not None:
            assert 0 <= draft.value <= 1
        if draft.ci_lower is not None and draft.ci_upper is not None:
            assert draft.ci_lower <= draft.ci_upper
