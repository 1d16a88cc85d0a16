"""Questions understood, and answered from a small store built by hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

import builders as b
from evidence.document import Source
from evidence.graph import Provenance, to_quads, vocabulary_quads
from evidence.lexicon import Lexicon
from evidence.namespaces import VOCABULARY_GRAPH
from evidence.query import catalogue, retrieval
from evidence.query.alterations import Alteration, change, exon, matches
from evidence.query.answer import Answer, answer
from evidence.query.contract import answer_object
from evidence.query.expansion import slots
from evidence.query.nearest import nearest
from evidence.query.question import Question
from evidence.query.reading import understand
from evidence.query.rows import MENTION, Row
from evidence.query.selection import Options
from evidence.query.tables import rows
from evidence.records import Extraction, Mention
from evidence.store import LocalStore
from evidence.vocabulary import Concept, Vocabulary

PROVENANCE = Provenance(pipeline="test", vocabulary="test")


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    """The shipped vocabulary's names."""
    return Lexicon(Vocabulary.load())


def labels(question: Question) -> set[str]:
    return {reading.label for term in question.terms for reading in term.readings}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "targeted therapy RCC", {"targeted therapy", "renal cell carcinoma"}, id="class and abbreviation"
        ),
        pytest.param("rcc sunitinib", {"renal cell carcinoma", "sunitinib"}, id="abbreviation in lower case"),
        pytest.param(
            "bevacizumab colorectal cancer OS",
            {"bevacizumab", "colorectal cancer", "overall survival"},
            id="OS is no second disease here",
        ),
        pytest.param(
            "the effect of pembrolizumab in patients with melanoma",
            {"pembrolizumab", "melanoma"},
            id="stop words",
        ),
    ],
)
def test_concepts(lexicon: Lexicon, text: str, expected: set[str]) -> None:
    question = understand(text, lexicon)
    assert labels(question) == expected
    assert question.unmatched == ()


def test_ambiguous_word_tells_what_it_was_not_read_as(lexicon: Lexicon) -> None:
    (term,) = (
        term for term in understand("bevacizumab colorectal cancer OS", lexicon).terms if term.text == "OS"
    )
    assert [reading.label for reading in term.readings] == ["overall survival"]
    assert "osteosarcoma" in {reading.label for reading in term.rejected}


def test_lower_case_abbreviation_is_noted(lexicon: Lexicon) -> None:
    (term,) = (term for term in understand("rcc", lexicon).terms)
    assert term.note == "read as RCC"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("HR+/HER2- breast cancer", {"hormone receptor-positive/HER2-negative breast cancer"}),
        ("ER+ letrozole", {"estrogen receptor positive", "letrozole"}),
        ("pembro axi renal cell carcinoma", {"pembrolizumab", "axitinib", "renal cell carcinoma"}),
        ("spine mets radiotherapy", {"spinal metastasis", "radiotherapy"}),
        ("olaparib ovarian", {"olaparib", "ovarian cancer"}),
        ("radiotherapy lung, breast cancer", {"radiotherapy", "lung", "breast cancer"}),
        ("interferon IL-2 RCC", {"interferon", "interleukin-2 therapy", "renal cell carcinoma"}),
        ("what is the best treatment for melanoma?", {"melanoma"}),
        (
            "does bevacizumab improve survival in glioblastoma",
            {"bevacizumab", "overall survival", "glioblastoma"},
        ),
    ],
)
def test_words_as_people_type_them(lexicon: Lexicon, text: str, expected: set[str]) -> None:
    question = understand(text, lexicon)
    assert labels(question) == expected
    assert question.unmatched == ()


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        ("nivolumab better than everolimus", ["treatment", "comparator"]),
        ("enzalutamide post-docetaxel", ["any", "earlier"]),
        ("docetaxel after nivolumab", ["any", "earlier"]),
        ("cabozantinib sunitinib-pretreated", ["any", "earlier"]),
        ("abiraterone prior docetaxel", ["any", "earlier"]),
        ("after nivolumab", ["any"]),
        ("EGFR exon 19 deletion versus L858R osimertinib", ["any"]),
    ],
)
def test_which_treatment_is_asked_for(lexicon: Lexicon, text: str, sides: list[str]) -> None:
    question = understand(text, lexicon)
    assert [term.side for term in question.terms if term.kind == "therapy"] == sides
    assert not question.facets.significance


def test_a_grade_is_one_word_and_a_bound_is_not_sought(lexicon: Lexicon) -> None:
    question = understand("alpelisib rash grade 3 PD-L1 >1%", lexicon)
    assert question.unmatched == ("grade 3", ">1%")


def test_versus_parts_treatment_from_comparator(lexicon: Lexicon) -> None:
    question = understand("sunitinib versus interferon alfa overall survival", lexicon)
    assert {term.text: term.side for term in question.terms} == {
        "sunitinib": "treatment",
        "interferon alfa": "comparator",
        "overall survival": "any",
    }
    assert question.facets.comparative


@pytest.mark.parametrize(
    ("text", "facet", "value"),
    [
        ("EGFR T790M resistance", "significance", {"resistance"}),
        ("ABL1 T315I reduced sensitivity", "significance", {"reduced_sensitivity"}),
        ("TP53 poor prognosis", "significance", {"poor_outcome"}),
        ("KRAS prognosis better outcome", "evidence_type", "prognostic"),
        ("KRAS mutation does not respond to cetuximab", "direction", "does_not_support"),
        ("bevacizumab phase III", "phase", "3"),
        ("bevacizumab phase 2/3", "phase", "2/3"),
        ("bevacizumab since 2010", "since", 2010),
        ("bevacizumab 2010-2015", "until", 2015),
        ("bevacizumab before 2015", "until", 2015),
        ("bevacizumab P<.05", "significant", True),
        ("bevacizumab p < 0.05", "significant", True),
    ],
)
def test_facets(lexicon: Lexicon, text: str, facet: str, value: object) -> None:
    question = understand(text, lexicon)
    assert getattr(question.facets, facet) == value
    assert question.unmatched == ()


@pytest.mark.parametrize(
    ("text", "genes", "alterations"),
    [
        pytest.param("BRAF V600E", {"BRAF"}, {"V600E"}, id="substitution"),
        pytest.param("T790M EGFR", {"EGFR"}, {"T790M"}, id="the alteration first"),
        pytest.param("KRAS mutation", {"KRAS"}, {"mutation"}, id="not the RAS mutation of the biomarkers"),
        pytest.param("KIT exon 11 mutation", {"KIT"}, {"exon 11 mutation"}, id="exon"),
        pytest.param("EML4::ALK fusion", {"EML4", "ALK"}, {"fusion"}, id="fusion"),
        pytest.param("BCR-ABL1", {"BCR", "ABL1"}, {"fusion"}, id="partners joined by a hyphen"),
        pytest.param("v::RET fusion", {"RET"}, {"fusion"}, id="any partner"),
        pytest.param("EGFR VIII", {"EGFR"}, {"VIII"}, id="an alteration's own name"),
        pytest.param("T790M", set(), {"T790M"}, id="no gene"),
    ],
)
def test_markers(lexicon: Lexicon, text: str, genes: set[str], alterations: set[str]) -> None:
    (marker,) = understand(text, lexicon).markers
    assert {gene.label for gene in marker.genes} == genes
    assert {item.change.name if item.change else item.text for item in marker.alterations} == alterations


def test_fusion_that_carries_a_change_is_its_context(lexicon: Lexicon) -> None:
    fusion, changed = understand("BCR::ABL1 Fusion AND ABL1 T315I", lexicon).markers
    assert fusion.alterations == ()
    assert changed.alterations[0].change == change("T315I")


def test_misspelt_word_is_offered_and_not_taken(lexicon: Lexicon) -> None:
    question = understand("sunitnib kidney cancer", lexicon)
    assert labels(question) == {"kidney cancer"}
    assert question.unmatched == ("sunitnib",)
    assert question.suggestions["sunitnib"] == ["sunitinib"]


def test_class_reaches_members_and_drug_reaches_regimens(lexicon: Lexicon) -> None:
    (slot,) = slots(understand("VEGFR inhibitor", lexicon), lexicon.vocabulary)
    assert slot.relations["NCIT:C71622"] == "narrower"  # sunitinib
    (slot,) = slots(understand("FOLFOX", lexicon), lexicon.vocabulary)
    assert slot.wholes and all(len(whole) > 1 for whole in slot.wholes)
    (slot,) = slots(understand("oxaliplatin", lexicon), lexicon.vocabulary)
    assert "part" in slot.relations.values()


@pytest.mark.parametrize(
    ("asked", "name", "hgvs_p", "type", "expected"),
    [
        ("V600E", "V600E", "p.Val600Glu", "missense_variant", "exact"),
        ("Val600Glu", "V600E", None, "missense_variant", "exact"),
        ("V600", "V600E", "p.Val600Glu", "missense_variant", "narrower"),
        ("V600E", "V600", None, "protein_altering_variant", "broader"),
        ("V600E", "V600K", "p.Val600Lys", "missense_variant", None),
        ("V600E", "mutation", None, "sequence_variant", None),
    ],
)
def test_changes_are_compared(
    asked: str, name: str, hgvs_p: str | None, type: str, expected: str | None
) -> None:
    alteration = Alteration(text=asked, change=change(asked))
    assert matches(alteration, name=name, hgvs_p=hgvs_p, type=type) == expected


@pytest.mark.parametrize(
    ("text", "category", "name", "type", "expected"),
    [
        ("mutation", "mutation", "mutation", "sequence_variant", "exact"),
        ("mutation", "mutation", "G12C", "missense_variant", "narrower"),
        ("mutation", "mutation", "amplification", "feature_amplification", None),
        ("amplification", "amplification", "copy number gain", "copy_number_gain", "exact"),
        ("fusion", "fusion", "EML4::ALK", "gene_fusion", "exact"),
        ("expression", "expression", "overexpression", "expression", "exact"),
        ("exon 11 mutation", "mutation", "exon 11 deletion", "inframe_deletion", "narrower"),
        ("exon 11 mutation", "mutation", "exon 9 mutation", "sequence_variant", None),
        ("exon 19 deletion", "loss", "exon 19 deletion", "inframe_deletion", "exact"),
    ],
)
def test_categories_are_compared(
    text: str, category: str, name: str, type: str, expected: str | None
) -> None:
    alteration = Alteration(text=text, category=category, exon=exon(text))
    assert matches(alteration, name=name, hgvs_p=None, type=type) == expected


def test_every_cue_and_weight_has_its_reason() -> None:
    for table in ("cues", "alterations", "weights"):
        assert all(row["reason"].strip() for row in rows(table))


# Answers

EVEROLIMUS = Concept(
    id="NCIT:C48387", label="everolimus", kind="therapy", group="therapies", broader=("EV:mtor-inhibitor",)
)
MTOR_INHIBITOR = Concept(
    id="EV:mtor-inhibitor", label="mTOR inhibitor", kind="therapy", group="therapy_classes"
)
EGFR = Concept(id="HGNC:3236", label="EGFR", kind="gene", abbreviations=("EGFR",), group="genes")
KIDNEY = Concept(id="DOID:4450", label="renal cell carcinoma", kind="disease", abbreviations=("RCC",))
SMALL = Lexicon(
    Vocabulary([c for c in b.CONCEPTS if c.id != KIDNEY.id] + [KIDNEY, EVEROLIMUS, MTOR_INHIBITOR, EGFR])
)


def document(id: str, title: str, **changes: object) -> Extraction:
    """The builders' article under another id and title, without its association."""
    source = Source(uri=id, media_type="text/plain", format="text", sha256=id.rjust(64, "0"))
    made = b.make_document(
        id=id, title=title, source=source, doi=None, pmid=None, relations=(), references=()
    )
    return b.make_extraction(**{"document": made, "associations": (), "discrepancies": (), **changes})


def opposite() -> Extraction:
    """Another study in which placebo did better."""
    finding = b.make_finding(direction="lower", favors="comparator")
    return document("pmid:2#abstract", "An entirely different made-up kidney trial", findings=(finding,))


@pytest.fixture()
def store() -> Iterator[LocalStore]:
    """The builders' article in two forms, one that contradicts it, and one of another drug."""
    other = b.make_finding(
        intervention="everolimus",
        intervention_concepts=(EVEROLIMUS,),
        comparator=None,
        comparator_concepts=(),
        kind="single_arm",
    )
    extractions = [
        b.make_extraction(),
        document("doi:10.1000/kidney#fulltext", b.TITLE),
        opposite(),
        document(
            "pmid:3#abstract", "Everolimus in yet another invented trial", findings=(other,), mentions=()
        ),
        document(
            "pmid:4#abstract",
            "A narrative that mentions and claims nothing",
            findings=(),
            statistics=(),
            mentions=(Mention(**b.span("sunitinib"), text="sunitinib", kind="therapy", concept=b.SUNITINIB),),
        ),
    ]
    with LocalStore.in_memory() as made:
        made.replace({item.document.id: to_quads(item, PROVENANCE) for item in extractions})
        made.replace_graph(VOCABULARY_GRAPH, vocabulary_quads(SMALL.vocabulary))
        yield made


def ask(text: str, store: LocalStore, **options: object) -> Answer:
    return answer(text, store=store, lexicon=SMALL, options=Options(**options))  # type: ignore[arg-type]


def claims(result: Answer) -> list[Row]:
    """The rows that are claims."""
    return [row for row in result.rows if row.kind != MENTION]


def test_forms_of_one_study_are_one_row(store: LocalStore) -> None:
    result = ask("sunitinib RCC", store)
    assert [{origin.document for origin in row.origins} for row in claims(result)] == [
        {"doi:10.1000/kidney#abstract", "doi:10.1000/kidney#fulltext"},
        {"pmid:2#abstract"},
    ]


def test_what_contradicts_is_told_both_ways(store: LocalStore) -> None:
    first, second = claims(ask("sunitinib RCC", store))
    assert first.conflicts == ("pmid:2#abstract",)
    assert second.conflicts == ("doi:10.1000/kidney#abstract", "doi:10.1000/kidney#fulltext")


def test_a_question_that_denies_is_answered_by_what_found_no_benefit_first(store: LocalStore) -> None:
    first, second = claims(ask("no benefit of sunitinib RCC", store))
    assert (first.document, first.way) == ("pmid:2#abstract", "against")
    assert second.way == "for"


@pytest.mark.parametrize(
    ("title", "is_row"), [("A made-up trial", False), ("Sunitinib in a made-up trial", True)]
)
def test_a_finding_without_treatment_is_on_the_one_of_the_title(title: str, is_row: bool) -> None:
    """The document names sunitinib; a finding that names no treatment need not be on it."""
    quote = "and 12 months with placebo"
    bare = b.make_finding(
        **b.span(quote),
        quote=quote,
        kind="single_arm",
        intervention=None,
        intervention_concepts=(),
        comparator=None,
        comparator_concepts=(),
    )
    with LocalStore.in_memory() as store:
        made = document("pmid:9", title, findings=(bare,))
        store.replace({made.document.id: to_quads(made, PROVENANCE)})
        result = ask("sunitinib", store)
    assert bool(claims(result)) is is_row
    assert len(result.rows) == 1


def test_difference_that_is_not_significant_contradicts_nothing(store: LocalStore) -> None:
    weak = b.make_finding(direction="lower", favors=None, significance="not_significant")
    made = document("pmid:2#abstract", "An entirely different made-up kidney trial", findings=(weak,))
    store.replace({made.document.id: to_quads(made, PROVENANCE)})
    assert all(row.conflicts == () for row in claims(ask("sunitinib RCC", store)))


def test_of_many_claims_the_best_are_read(store: LocalStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """Own results outweigh what is only cited, and a restriction is asked of the store, not of the few read."""
    monkeypatch.setattr(retrieval, "SHORTLIST", 3)
    for number in range(10, 30):
        finding = b.make_finding(role="result" if number == 17 else "cited")
        made = document(
            f"pmid:{number}#abstract", f"Made-up trial of kidney cancer {number}", findings=(finding,)
        )
        store.replace({made.document.id: to_quads(made, PROVENANCE)})
    best = ask("sunitinib RCC", store)
    assert (best.candidates, best.are_more) == (3, True)
    assert {row.role for row in claims(best)} == {"result"}
    cited = ask("sunitinib RCC", store, roles=frozenset({"cited"}))
    assert {row.role for row in claims(cited)} == {"cited"}
    assert len(cited.sparql) == 2
    assert claims(ask("sunitinib RCC", store, significant=True))


@pytest.mark.parametrize("question", ["sunitinib RCC", "RCC", "sunitinib overall survival"])
@pytest.mark.parametrize("shortlist", [1, 3, 10, 100])
@pytest.mark.parametrize("many", [2, 400])
def test_stopping_at_the_best_tiers_loses_nothing(
    store: LocalStore, monkeypatch: pytest.MonkeyPatch, question: str, shortlist: int, many: int
) -> None:
    """The claims ranked tier by tier are the first of all claims ranked at once; `many` has parts of a question looked
    for in claims, and not claims under them."""
    roles = ("result", "conclusion", "cited", "background", "hypothesis", "recommendation")
    for number in range(10, 40):
        finding = b.make_finding(role=roles[number % 6], confidence=number / 40)  # type: ignore[arg-type]
        made = document(
            f"pmid:{number}#abstract", f"Made-up trial of kidney cancer {number}", findings=(finding,)
        )
        store.replace({made.document.id: to_quads(made, PROVENANCE)})
    wanted = slots(understand(question, SMALL), SMALL.vocabulary)
    everything = retrieval.candidates(store, wanted, (), enough=1)
    monkeypatch.setattr(retrieval, "SHORTLIST", shortlist)
    monkeypatch.setattr(retrieval, "_MANY", many)
    best = retrieval.candidates(store, wanted, (), enough=1)
    assert len(everything.claims) > 30
    assert best.claims == everything.claims[:shortlist]
    assert best.are_more is (shortlist < len(everything.claims))


@pytest.mark.parametrize(
    ("restriction", "kept"),
    [
        pytest.param({"since": 2022}, {22, 23, 24}, id="since"),
        pytest.param({"until": 2011}, {10, 11}, id="until; documents without a year fail it"),
        pytest.param({"phase": "2"}, {12, 15}, id="phase"),
        pytest.param({"roles": frozenset({"cited"}), "since": 2020}, {20, 22, 24}, id="two at once"),
        pytest.param({"significant": True}, {10, 20}, id="significant"),
    ],
)
def test_restrictions_are_asked_of_the_store(
    monkeypatch: pytest.MonkeyPatch, restriction: dict[str, object], kept: set[int]
) -> None:
    """Where more claims are found than are read, those that meet the restriction come first."""
    with LocalStore.in_memory() as store:
        for number in range(10, 25):
            finding = b.make_finding(
                role="result" if number % 2 else "cited",
                significance="significant" if number % 10 == 0 else "not_reported",
            )
            made = document(f"pmid:{number}", f"Made-up trial of kidney cancer {number}", findings=(finding,))
            phase = "2" if number in (12, 15) else "3"
            year = None if number == 13 else 2000 + number
            changed = replace(
                made, document=replace(made.document, year=year), study=replace(b.make_study(), phase=phase)
            )
            store.replace({made.document.id: to_quads(changed, PROVENANCE)})
        monkeypatch.setattr(retrieval, "SHORTLIST", 5)
        wanted = slots(understand("sunitinib RCC", SMALL), SMALL.vocabulary)
        found = retrieval.candidates(
            store,
            wanted,
            (),
            enough=1,
            restriction=retrieval.Restriction(**restriction),  # type: ignore[arg-type]
        )
        first = found.claims[: len(kept)]
    assert {int(claim.document_id.removeprefix("pmid:")) for claim in first} == kept


def test_class_finds_its_member(store: LocalStore) -> None:
    (row,) = claims(ask("mTOR inhibitor", store))
    assert row.treatment == "everolimus"
    assert row.matched[0]["relation"] == "narrower"


def test_wider_concept_only_where_there_is_nothing_else(store: LocalStore) -> None:
    claim = b.make_finding(intervention="mTOR inhibitor", intervention_concepts=(MTOR_INHIBITOR,))
    made = document("pmid:5#abstract", "A class and none of its members was reported", findings=(claim,))
    store.replace({made.document.id: to_quads(made, PROVENANCE)})
    assert [row.document for row in claims(ask("everolimus", store))] == ["pmid:3#abstract"]
    store.remove("pmid:3#abstract")
    (row,) = claims(ask("everolimus", store))
    assert (row.document, row.matched[0]["relation"]) == ("pmid:5#abstract", "broader")


def test_molecular_claim(store: LocalStore) -> None:
    (row,) = claims(ask("EGFR T790M response", store))
    assert (row.significance, row.direction, row.evidence_type) == ("sensitivity", "supports", "predictive")
    assert row.biomarkers[0]["label"] == "EGFR T790M"
    assert claims(ask("EGFR T790M resistance", store)) == []
    assert claims(ask("EGFR L858R response", store)) == []
    assert [item.quote for item in claims(ask("T790M response", store))] == [row.quote]


def test_claim_on_a_class_gives_way_where_the_opposite_is_claimed_of_the_drug(store: LocalStore) -> None:
    """T790M is resistant to a class; of one of its drugs somebody claims the opposite."""

    def add(number: int, therapy: Concept, significance: str) -> None:
        claim = b.make_association(
            therapies=(therapy,), significance=significance, reference=None, role="result"
        )
        made = document(
            f"pmid:{number}#abstract",
            f"Invented cells {number}",
            findings=(),
            mentions=(),
            associations=(claim,),
        )
        store.replace({made.document.id: to_quads(made, PROVENANCE)})

    add(30, MTOR_INHIBITOR, "resistance")
    (row,) = claims(ask("everolimus EGFR T790M resistance", store))
    assert (row.document, row.matched[0]["relation"]) == ("pmid:30#abstract", "broader")
    add(31, EVEROLIMUS, "sensitivity")
    result = ask("everolimus EGFR T790M resistance", store)
    assert claims(result) == []
    conditions = {miss.document: miss.condition for miss in result.misses}
    assert conditions["pmid:30#abstract"].endswith("of which the opposite is claimed")
    # Asked for the class, the claim on it stands.
    assert "pmid:30#abstract" in {
        row.document for row in claims(ask("mTOR inhibitor T790M resistance", store))
    }


def test_claim_of_another_kind_is_a_near_miss(store: LocalStore) -> None:
    conditions = {miss.document: miss.condition for miss in ask("EGFR T790M resistance", store).misses}
    assert conditions["doi:10.1000/kidney#abstract"] == "is of another kind of claim (sensitivity)"


def test_near_miss_tells_the_thing_that_it_does_not_speak_of(store: LocalStore) -> None:
    named = tuple(
        Mention(**b.span("sunitinib"), text="sunitinib", kind="therapy", concept=concept)
        for concept in (b.SUNITINIB, EVEROLIMUS)
    )
    made = document("pmid:6#abstract", "Two drugs are named and one was given", mentions=named)
    store.replace({made.document.id: to_quads(made, PROVENANCE)})
    result = ask("sunitinib everolimus", store)
    assert claims(result) == []
    assert ("pmid:6#abstract", "does not speak of everolimus") in {
        (miss.document, miss.condition) for miss in result.misses
    }


def test_marker_that_a_trial_names_is_marked_as_not_the_findings_own(store: LocalStore) -> None:
    places = {row.matched[1]["place"] for row in claims(ask("sunitinib EGFR T790M", store))}
    assert places == {"document"}


@pytest.mark.parametrize(
    ("title", "place"),
    [("Sunitinib in EGFR T790M kidney cancer", "title"), ("Sunitinib in kidney cancer", "document")],
)
def test_marker_in_the_title_counts_for_more(store: LocalStore, title: str, place: str) -> None:
    made = b.make_extraction(
        document=replace(b.make_extraction().document, id="pmid:7#abstract", title=title), associations=()
    )
    store.replace({made.document.id: to_quads(made, PROVENANCE)})
    (row,) = (row for row in claims(ask("sunitinib T790M", store)) if row.document == "pmid:7#abstract")
    assert row.matched[1] == {"asked": "T790M", "relation": "same", "place": place}


def test_document_that_only_mentions_comes_last_and_is_marked(store: LocalStore) -> None:
    result = ask("sunitinib", store)
    last = result.rows[-1]
    assert (last.kind, last.role, last.document) == (MENTION, MENTION, "pmid:4#abstract")
    assert (last.proposition, last.favors, last.statistics) == ("", None, ())
    assert "sunitinib" in last.quote.lower()
    assert last.score < min(row.score for row in claims(result))
    assert result.verdict_of[-1] is None


@pytest.mark.parametrize(
    "options",
    [
        pytest.param({"roles": frozenset({"result"})}, id="a mention has no role"),
        pytest.param({"significant": True}, id="and no significance"),
        pytest.param({"limit": 2}, id="claims come first"),
    ],
)
def test_mentions_are_left_out(store: LocalStore, options: dict[str, object]) -> None:
    assert all(row.kind != MENTION for row in ask("sunitinib", store, **options).rows)


def test_enough_claims_need_no_mentions(store: LocalStore) -> None:
    for number in range(10, 15):
        made = document(f"pmid:{number}#abstract", f"Another invented kidney trial of number {number}")
        store.replace({made.document.id: to_quads(made, PROVENANCE)})
    assert all(row.kind != MENTION for row in ask("sunitinib", store).rows)


def test_nearest_tells_what_is_not_there(store: LocalStore) -> None:
    result = ask("EGFR T790M everolimus", store)
    assert [(item.asked, item.documents > 0, item.without) for item in nearest(store, result.slots)] == [
        ("everolimus", False, 3),
        ("EGFR T790M", True, 0),
    ]


@pytest.mark.parametrize(
    ("options", "left"),
    [
        ({"roles": frozenset({"cited"})}, 0),
        ({"roles": frozenset({"result"})}, 2),
        ({"since": 2022}, 0),
        ({"min_level": "1"}, 2),
        ({"significant": True}, 2),
        ({"limit": 1}, 1),
    ],
)
def test_options_restrict(store: LocalStore, options: dict[str, object], left: int) -> None:
    assert len(claims(ask("sunitinib RCC", store, **options))) == left


def test_what_is_cited_has_not_the_design_of_who_cites_it(store: LocalStore) -> None:
    cited = b.make_finding(role="cited")
    made = document("pmid:5#abstract", "A made-up trial that cites another", findings=(cited,))
    store.replace({made.document.id: to_quads(made, PROVENANCE)})
    own, told = (
        ask("sunitinib RCC", store, roles=frozenset({"result"})),
        ask("sunitinib RCC", store, roles=frozenset({"cited"})),
    )
    assert all(row.n is not None and row.level is not None for row in own.rows)
    (row,) = claims(told)
    assert (row.n, row.design, row.level) == (None, None, None)
    assert not claims(ask("sunitinib RCC", store, roles=frozenset({"cited"}), min_level="5"))


def test_words_without_concept_are_searched_in_quotes(store: LocalStore) -> None:
    assert {row.document for row in ask("cells responded", store).rows} == {"doi:10.1000/kidney#abstract"}
    assert ask("nonsenseword", store).rows == ()


def test_unknown_word_beside_concepts_is_told(store: LocalStore) -> None:
    result = ask("sunitinib nonsenseword", store)
    assert result.words_not_found == ("nonsenseword",)
    assert len(claims(result)) == 2


@pytest.mark.parametrize(
    "text", ['"} DROP ALL #', 'sunitinib\\" } UNION { ?s ?p ?o', "\ud800 sunitinib", "", "::", "versus"]
)
def test_hostile_words_stay_words(store: LocalStore, text: str) -> None:
    before = len(store)
    ask(text, store)
    assert len(store) == before


def test_literals_and_iris_are_serialised() -> None:
    assert catalogue.literal('a"b\\c\n') == '"a\\"b\\\\c\\n"'
    assert catalogue.iri("https://x/> <y") == "<https://x/%3E%20%3Cy>"


def test_contract_names_every_field(store: LocalStore) -> None:
    told = answer_object(ask("sunitinib versus placebo RCC", store))
    assert {"text", "concepts", "expansions", "unmatched", "sparql"} <= set(told["question"])
    row = told["rows"][0]
    assert {
        *(
            "document",
            "study",
            "treatment",
            "comparator",
            "outcome",
            "biomarkers",
            "disease",
            "significance",
            "direction",
        ),
        *("favors", "statistics", "role", "quote", "level", "score", "conflicts", "corrections"),
    } <= set(row)
    assert (row["treatment"], row["comparator"], row["outcome"]) == (
        "sunitinib",
        "placebo",
        "overall survival",
    )
    assert [(item["type"], item["value"]) for item in row["statistics"]] == [
        ("hazard_ratio", 0.6),
        ("p_value", 0.01),
    ]
    assert row["quote"] == b.RESULT
