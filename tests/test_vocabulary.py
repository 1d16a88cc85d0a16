"""The vocabulary as shipped, and its hierarchy."""

from __future__ import annotations

from pathlib import Path

import pytest

from evidence.errors import VocabularyError
from evidence.vocabulary import COLUMNS, KINDS, Concept, Vocabulary


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return Vocabulary.load()


def test_every_broader_concept_exists(vocabulary: Vocabulary) -> None:
    assert [item.id for item in vocabulary if any(parent not in vocabulary for parent in item.broader)] == []


def test_no_concept_is_below_itself(vocabulary: Vocabulary) -> None:
    assert [item.id for item in vocabulary if item.id in vocabulary.narrower(item.id)] == []


@pytest.mark.parametrize(
    ("child", "parent", "below"),
    [
        pytest.param("everolimus", "targeted therapy", True, id="mTOR inhibitor"),
        pytest.param("vemurafenib", "targeted therapy", True, id="BRAF inhibitor"),
        pytest.param("bevacizumab", "targeted therapy", True, id="VEGF antibody"),
        pytest.param(
            "pembrolizumab", "targeted therapy", False, id="checkpoint inhibitors are immunotherapy"
        ),
        pytest.param("interferon alfa", "targeted therapy", False, id="cytokines are not targeted"),
        pytest.param("trastuzumab emtansine", "targeted therapy", True, id="the antibody chooses the cell"),
        pytest.param("trastuzumab emtansine", "chemotherapy", False, id="compared with chemotherapy"),
        pytest.param("blinatumomab", "targeted therapy", False, id="the T cell acts"),
        pytest.param("tamoxifen", "targeted therapy", False, id="endocrine therapy stands by itself"),
        pytest.param("denosumab", "targeted therapy", False, id="supportive"),
        pytest.param(
            "tfeb-rearranged renal cell carcinoma", "renal cell carcinoma", True, id="a kind of RCC"
        ),
        pytest.param("en bloc spondylectomy", "surgery", True, id="an operation on the spine"),
        pytest.param("separation surgery", "surgery", True, id="another"),
        pytest.param("spinal metastasectomy", "surgery", True, id="removal of metastases"),
        pytest.param("stereotactic radiosurgery", "radiotherapy", True, id="radiosurgery is no surgery"),
        pytest.param("stereotactic radiosurgery", "surgery", False, id="whatever its name"),
        pytest.param("clear cell renal cell carcinoma", "renal cell carcinoma", True, id="a subtype"),
        pytest.param("renal oncocytoma", "renal cell carcinoma", False, id="benign, not RCC"),
    ],
)
def test_hierarchy(vocabulary: Vocabulary, child: str, parent: str, below: bool) -> None:
    by_name = {name.lower(): item for item in vocabulary for name in (item.label, *item.synonyms)}
    if child not in by_name:
        assert not below
        return
    assert (by_name[child].id in vocabulary.narrower(by_name[parent].id)) is below


def test_one_id_once() -> None:
    concept = Concept(id="EV:a", label="a", kind="disease")
    with pytest.raises(VocabularyError, match="stands twice"):
        Vocabulary([concept, concept])


def test_a_broken_line_is_named(tmp_path: Path) -> None:
    for stem in KINDS:
        (tmp_path / f"{stem}.tsv").write_text("\t".join(COLUMNS) + "\n", encoding="utf-8")
    (tmp_path / "diseases.tsv").write_text("\t".join(COLUMNS) + "\nDOID:1\tx\n", encoding="utf-8")
    with pytest.raises(VocabularyError, match="line 2"):
        Vocabulary.load(tmp_path)


def _folder(folder: Path, **rows: str) -> Path:
    for stem in KINDS:
        text = "\t".join(COLUMNS) + "\n" + rows.get(stem, "")
        (folder / f"{stem}.tsv").write_text(text, encoding="utf-8")
    return folder


def test_an_id_of_two_files_is_named(tmp_path: Path) -> None:
    row = "EV:a\ta\t\t\t\t\t\town curation\n"
    loaded = Vocabulary.load(_folder(tmp_path, diseases=row, sites=row))
    with pytest.raises(VocabularyError, match="EV:a stands twice"):
        list(loaded)


def test_an_id_of_two_rows_is_named(tmp_path: Path) -> None:
    row = "EV:a\ta\t\t\t\t\t\town curation\n"
    loaded = Vocabulary.load(_folder(tmp_path, diseases=row * 2))
    with pytest.raises(VocabularyError, match=r"diseases\.tsv: EV:a stands twice"):
        loaded["EV:a"]


def test_lines_that_make_up_for_each_other_are_found(tmp_path: Path) -> None:
    loaded = Vocabulary.load(_folder(tmp_path, diseases="EV:a\ta" + "\t" * 5 + "\nEV:b\tb" + "\t" * 7 + "\n"))
    with pytest.raises(VocabularyError, match=r"diseases\.tsv, line 2"):
        loaded["EV:a"]


@pytest.mark.parametrize(
    ("beginning", "ending", "found"),
    [
        pytest.param("lung", "", True, id="a label"),
        pytest.param("pulmonary", "", True, id="a synonym, whatever its case"),
        pytest.param("mesh", "", False, id="an identifier is no name"),
        pytest.param("doid", "", False, id="nor is the source"),
        pytest.param("xx", "noma", True, id="an ending"),
    ],
)
def test_rows_are_found_by_their_names(tmp_path: Path, beginning: str, ending: str, found: bool) -> None:
    row = "DOID:1324\tlung cancer\t\tPulmonary carcinoma\t\tMESH:D008175\t\tDOID\n"
    loaded = Vocabulary.load(_folder(tmp_path, diseases=row))
    assert [item.id for item in loaded.named_like({beginning: ""}, ending)] == ["DOID:1324"] * found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("aa", ["EV:1", "EV:2"], id="the first rows"),
        pytest.param("ab", ["EV:3"], id="in the middle"),
        pytest.param("zz", ["EV:4"], id="the last row"),
        pytest.param("b", [], id="between two"),
        pytest.param("zzz", [], id="after the last"),
        pytest.param("a", ["EV:1", "EV:2", "EV:3"], id="several"),
    ],
)
def test_rows_with_labels_only_are_found_by_bisection(tmp_path: Path, text: str, found: list[str]) -> None:
    rows = "".join(
        f"EV:{number}\t{label}" + "\t" * 6 + "\n"
        for number, label in enumerate(("AA1", "Aa2", "AB", "ZZ"), 1)
    )
    loaded = Vocabulary.load(_folder(tmp_path, other_genes=rows))
    assert [item.id for item in loaded.named_like({text: ""})] == found
    assert {item.group for item in loaded} == {"genes"}


def test_groups(vocabulary: Vocabulary) -> None:
    assert {item.group for item in vocabulary.group("regimens")} == {"regimens"}
    assert len(list(vocabulary.group("regimens"))) == sum(item.group == "regimens" for item in vocabulary)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(VocabularyError, match=r"diseases\.tsv"):
        Vocabulary.load(tmp_path)
