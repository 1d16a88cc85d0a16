"""Words that a line end cut: whole, with their own hyphen, or suspended."""

from __future__ import annotations

import pytest

from evidence.readers.hyphens import unbroken
from evidence.readers.traced import Traced


@pytest.mark.parametrize(("text", "whole"), [
    ("recur-\nrent disease", "recurrent disease"),  # unknown parts are joined
    ("recur- \n  rent", "recurrent"),  # spaces around the line end
    ("targe-\ntable", "targetable"),
    ("long-\nterm survival", "long-term survival"),  # a first part that keeps its hyphen
    ("decision-\nmaking", "decision-making"),  # a last part that keeps it
    ("non-small-\ncell", "non-small-cell"),  # only the piece before the hyphen counts
    ("anti-PD-\nL1", "anti-PD-L1"),  # capitals and figures are names
    ("BRAF-\nmutant", "BRAF-mutant"),
    ("a 5-\nyear rate", "a 5-year rate"),
    ("0.5-\n0.9", "0.5-0.9"),
    ("2005–\n2016", "2005–2016"),  # an en dash is no hyphenation
    ("pre-\nand postoperative", "pre- and postoperative"),  # suspended
    ("soft\u00adhyphen and soft\u00ad\nline", "softhyphen and softline"),
    ("The over-\nall rate; overall", "The overall rate; overall"),  # the document writes it whole
    ("a tumor-\nfree year, tumorfree", "a tumorfree year, tumorfree"),  # the document before the table
    ("re-\noperation, re-operation", "re-operation, re-operation"),  # the document writes the hyphen
    ("a mid-size up-to-\ndate text, up-to-date", "a mid-size up-to-date text, up-to-date"),
    ("well-known and un-\n\nknown", "well-known and un-\n\nknown"),  # a paragraph's end is not a line's end
    ("- \nitem", "- \nitem"),  # a dash of its own
    ("a -\nb", "a -\nb"),
])  # fmt: skip
def test_unbroken(text: str, whole: str) -> None:
    assert unbroken(Traced.whole(text)).text == whole
