"""Mentions: the vocabulary's names in a text, under the text's own definitions, with support for the ambiguous."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from pathlib import Path

import pytest

from evidence.lexicon import Lexicon
from evidence.pipeline.senses import senses
from evidence.vocabulary import Vocabulary
from pipelines import layers_of


def named(text: str, kind: str | None = None) -> list[tuple[str, str]]:
    return [
        (item.text, item.concept.label)
        for item in layers_of(text)._.mentions
        if kind is None or item.kind == kind
    ]


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        pytest.param(
            "Renal cell carcinoma (RCC) is rare; RCC spreads.",
            "disease",
            ["renal cell carcinoma"] * 3,
            id="defined",
        ),
        pytest.param("PD was studied.", "outcome", [], id="ambiguous and without support"),
        pytest.param("Median OS was 12 months.", "outcome", ["overall survival"], id="neighbours support it"),
        pytest.param(
            "Pharmacodynamics (PD) were studied; PD was stable.",
            "outcome",
            [],
            id="the text's own meaning rules",
        ),
        pytest.param(
            "We met at the clinic; the impact was small.", "gene", [], id="English words are no genes"
        ),
        pytest.param(
            "Non-small-cell lung cancer and kidney cancer",
            "disease",
            ["non-small cell lung cancer", "kidney cancer"],
            id="two",
        ),
        pytest.param("targeted therapy", "therapy", ["targeted therapy"], id="a class"),
    ],
)
def test_grounding(text: str, kind: str, found: list[str]) -> None:
    assert [label for _, label in named(text, kind)] == found


def test_negation_reaches_a_few_words() -> None:
    doc = layers_of("There was no bevacizumab in this arm, but sunitinib was given.")
    assert [(item.text, item.negated) for item in doc._.mentions if item.kind == "therapy"] == [
        ("bevacizumab", True),
        ("sunitinib", False),
    ]


def test_none_overlaps_another() -> None:
    mentions = layers_of(
        "EGFR inhibitor therapy for advanced non-small cell lung cancer of the lung"
    )._.mentions
    assert all(left.end <= right.start for left, right in pairwise(mentions))


def _cases() -> list[tuple[str, str, str, str]]:
    """The rows of ambiguous_names.tsv: text, span, the concept's id or `-`, reason."""
    lines = (Path(__file__).parent / "ambiguous_names.tsv").read_text(encoding="utf-8").splitlines()[1:]
    return [(text, span, concept, reason) for text, span, concept, reason in (x.split("\t") for x in lines)]


@pytest.mark.parametrize(
    ("text", "span", "concept"),
    [
        pytest.param(text, span, concept, id=f"{span}: {reason} ({index})")
        for index, (text, span, concept, reason) in enumerate(_cases())
    ],
)
def test_ambiguous_names(text: str, span: str, concept: str) -> None:
    """The last place of the span is what counts: after a definition, if there is one."""
    places = [match.start() for match in re.finditer(rf"(?<!\w){re.escape(span)}(?!\w)", text)]
    found = {item.start: item.concept.id for item in layers_of(text)._.mentions if item.text == span}
    assert found.get(places[-1], "-") == concept


def test_there_are_enough_cases_of_ambiguity() -> None:
    assert len({(text, span) for text, span, _, _ in _cases()}) >= 150


def test_every_rule_of_a_name_has_a_case() -> None:
    """A rule that no case shows is nobody's to defend. Rules of kinds (`<gene>`) hold for any name."""
    spans = " ".join(span for _, span, _, _ in _cases())
    names = {name for name in senses() if not name.startswith("<")}
    assert sorted(name for name in names if name not in spans) == []


def test_rules_mean_concepts_that_have_the_name() -> None:
    """A rule whose concept lost the name would silently mean nothing."""
    lexicon = Lexicon(Vocabulary.load())
    for name, rules in senses().items():
        if not name.startswith("<"):
            meant = {rule.concept for rule in rules if rule.concept is not None}
            found = {concept.id for match in lexicon.match(name) for concept in match.concepts}
            assert meant <= found, name


# In any case but for the two genes that trials do name.
_WORD = re.compile(
    "(?i:all|an|and|app|bad|cad|can|cat|chop|clock|for|had|has|his|hot|if|impact|ink|is|large|mark|max|mice|not|on|or"
    "|out|pig|ran|rest|ring|set|she|ship|star|step|tank|was|we)|[Mm]et|[Kk]it"
)


def test_no_gene_is_called_from_a_word_of_real_abstracts(shared: Path) -> None:
    """300 abstracts of trials: what is a word of English is no gene."""
    path = shared / "data" / "oncology_rct_stage" / "trials.jsonl"
    records = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    called = [
        (record["doi"], mention.start, mention.text)
        for record in records
        for mention in layers_of(record["abstract"], title=record["title"])._.mentions
        if mention.kind == "gene" and _WORD.fullmatch(mention.text)
    ]
    assert len(records) == 300
    assert called == []
