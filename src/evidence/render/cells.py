"""Rows of the contract as short texts for people: one function, so that all tables say the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

Json = Mapping[str, Any]

COLUMNS: Final = (
    *(
        "treatment",
        "comparator",
        "biomarker",
        "disease",
        "outcome",
        "result",
        "p",
        "n",
        "design",
        "level",
        "year",
    ),
    *("source", "role", "score", "conflicts", "corrections", "match", "quote", "population"),
)
# The columns of tables with the words of each row below it.
HEAD: Final = (
    "treatment",
    "comparator",
    "biomarker",
    "outcome",
    "result",
    "P",
    "n",
    "design",
    "level",
    "year",
    "source",
)
_SHORT_NAMES: Final = {
    "hazard_ratio": "HR",
    "odds_ratio": "OR",
    "relative_risk": "RR",
    "mean_difference": "MD",
    "risk_difference": "RD",
}
_ARROWS: Final = {"higher": "↑", "lower": "↓", "no_difference": "="}
# As many figures as a cell can hold and a reader take in.
_MOST_FIGURES: Final = 4
_FIRST_NAMES: Final = 2
_DIGEST: Final = len("sha256:") + 8


def cells(row: Json) -> dict[str, str]:
    """The texts of a row by column; nothing is "" ."""
    source = row["sources"][0]
    return {
        "treatment": row["treatment"] or "",
        "comparator": row["comparator"] or "",
        "biomarker": ", ".join(str(marker["label"] or marker["name"]) for marker in row["biomarkers"]),
        "disease": ", ".join(disease["label"] for disease in row["diseases"]),
        "outcome": _outcome(row),
        "result": result(row),
        "p": p_value(row["statistics"]),
        "n": "" if row["study"]["n"] is None else str(row["study"]["n"]),
        "design": row["study"]["design"] or "",
        "level": (row["level"] or "") + ("*" if row["level"] and row["level_derived"] else ""),
        "year": "" if source["year"] is None else str(source["year"]),
        "source": citation(source) + (f" (+{len(row['sources']) - 1})" if len(row["sources"]) > 1 else ""),
        "role": row["role"] + (", hedged" if row["hedged"] else ""),
        "match": "; ".join(filter(None, (_loose(item, row["kind"]) for item in row["matched"]))),
        "score": f"{row['score']:.3f}",
        "conflicts": ", ".join(row["conflicts"]),
        "corrections": ", ".join(row["corrections"]),
        "quote": " ".join(row["quote"].split()),
        "population": row.get("population") or "",
    }


def shown(row: Json) -> dict[str, str]:
    """The texts as a reader sees them: an outcome says in which patients it is told, where these are not all."""
    texts = cells(row)
    whom = f"in {texts['population']}" if texts["population"] else ""
    return {**texts, "outcome": ", ".join(filter(None, (texts["outcome"], whom)))}


def _loose(match: Json, kind: str) -> str:
    """What a reader must know of how a row meets a thing asked for; nothing where it names it itself."""
    if match["relation"] == "broader":
        return f"wider than “{match['asked']}”"
    if match["place"] in ("unstated", "absent"):
        return f"“{match['asked']}” not stated"
    if match["place"] == "document" and kind != "mention":
        return f"“{match['asked']}” elsewhere in the document"
    return ""


def _outcome(row: Json) -> str:
    """A finding's outcome, or what an association is about."""
    if row["kind"] == "mention":
        return "named, no claim found"
    if row["evidence_type"]:
        return f"{row['evidence_type']} claim"
    parts = [row["outcome"] or "", row["timepoint"] or ""]
    return ", ".join(filter(None, parts))


def result(row: Json) -> str:
    """The way it went and its figures: "↓ HR 0.60 (95% CI 0.43–0.84); 20 v 12 months (median)"."""
    if row["kind"] == "mention":
        return ""
    if row["evidence_type"]:
        supports = "" if row["direction"] != "does_not_support" else "not "
        return supports + str(row["significance"] or "").replace("_", " ")
    figures = [figure(item) for item in row["statistics"] if item["type"] != "p_value"]
    named = [text for text in dict.fromkeys(figures) if text][:_MOST_FIGURES]
    signs = [_ARROWS.get(row["direction"] or "", ""), "; ".join(named)]
    if row["favors"] in ("intervention", "comparator", "neither"):
        signs.append(
            {"intervention": "(for treatment)", "comparator": "(for comparator)", "neither": "(for neither)"}[
                row["favors"]
            ]
        )
    return " ".join(filter(None, signs))


def figure(item: Json) -> str:
    """One statistic as text, with its interval and arm."""
    value = number(item["value"])
    if not value:
        return ""
    operator = "" if item["operator"] in (None, "=") else item["operator"]
    unit = item["unit"] or ""
    text = f"{operator}{value}{unit if unit == '%' else f' {unit}' if unit else ''}"
    if item["numerator"] is not None and item["denominator"] is not None and item["type"] == "rate":
        text += f" ({item['numerator']}/{item['denominator']})"
    name = _SHORT_NAMES.get(
        item["type"], "" if item["type"] in ("rate", "count", "median", "mean") else item["type"]
    )
    if item["ci_lower"] is not None or item["ci_upper"] is not None:
        level = number(item["ci_level"])
        label = f"{level}% CI" if level else "CI"
        text += f" ({label} {number(item['ci_lower'])}–{number(item['ci_upper'])})"
    arm = f" [{item['arm']}]" if item["arm"] else ""
    return f"{name.replace('_', ' ')} {text}".strip() + arm


def p_value(statistics: Sequence[Json]) -> str:
    """The first P value: "<0.001", "0.04"; "NS" where only that was told."""
    for item in statistics:
        if item["type"] == "p_value":
            if item["value"] is None:
                return "NS"
            return ("" if item["operator"] in (None, "=") else item["operator"]) + number(item["value"])
    return ""


def number(value: float | None) -> str:
    """A number without needless zeros; nothing for None."""
    return "" if value is None else f"{value:.10g}"


def citation(source: Json) -> str:
    """First author, journal and identifier, or the document's id alone."""
    authors = source["authors"]
    name = authors[0].split(",")[0] + (" et al." if len(authors) > _FIRST_NAMES else "") if authors else ""
    known = [name, source["journal"] or ""]
    head = ", ".join(filter(None, known))
    identifier = (
        f"PMID {source['pmid']}"
        if source["pmid"]
        else f"doi:{source['doi']}"
        if source["doi"]
        else source["document"]
    )
    if identifier.startswith("sha256:"):
        # A digest says nothing to a reader; the row's own line has it whole.
        identifier = identifier[:_DIGEST] if head else source["title"] or identifier[:_DIGEST]
    return ", ".join(filter(None, (head, identifier)))
