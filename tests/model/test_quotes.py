import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.characters import is_boundary
from annotator.model.quotes import REACH, quotation_at
from tests.strategies import HOSTILE


@pytest.mark.parametrize(("text", "near", "quotation"), [
    ("He said \u201cwe, too, go,\u201d and left.", "too", "\u201cwe, too, go,\u201d"), ('He said "we go," and "they stay".', "stay", '"they stay"'),
    ('He said "we go," and "they stay".', "and", None), ("\u00ab\u0414\u0430. \u041d\u0435\u0442\u00bb, \u2014 \u0441\u043a\u0430\u0437\u0430\u043b", "\u041d\u0435\u0442", "\u00ab\u0414\u0430. \u041d\u0435\u0442\u00bb"), ("\u4ed6\u8bf4\u300c\u6211\u4eec\u3002\u300d\u597d", "\u4eec", "\u300c\u6211\u4eec\u3002\u300d"),
    ("Er sagte \u201ewir gehen\u201c heute", "gehen", "\u201ewir gehen\u201c"), ("\u201cno end here", "end", None), ("\u201cno\nend\u201d", "end", None), ("a \u201cb\u201d", "b", "\u201cb\u201d"),
    ('6" and 7" wide', "and", None), ("plain", "ai", None),
])  # fmt: skip
def test_a_quotation_lies_between_its_marks_in_one_paragraph(text, near, quotation):
    found = quotation_at(text, text.index(near))
    assert (found and text[slice(*found)]) == quotation


def test_a_quotation_is_not_looked_for_very_far_away():
    assert quotation_at("\u201c" + "a " * REACH + "\u201d", REACH) is None


@given(HOSTILE, st.data())
def test_a_quotation_holds_its_place_and_is_the_same_from_its_start(text, data):
    at = data.draw(st.integers(0, max(0, len(text) - 1)))
    found = quotation_at(text, at)
    if found is not None:
        assert found[0] <= at < found[1]
        assert is_boundary(text, found[0])
        assert is_boundary(text, found[1])
        assert "\n" not in text[slice(*found)]
