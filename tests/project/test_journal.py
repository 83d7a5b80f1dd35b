import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import marks

from annotator.model.edit import Edit
from annotator.model.mark import Span, fields_of, key_of
from annotator.project.journal import Header, Ranked, change_digest, decode, encode, fold, gesture_digest

X = "f" * 64


@given(st.lists(marks(), max_size=6))
def test_an_edit_comes_back_from_its_bytes(held):
    edit = Edit(
        {key_of(mark, X): (None, mark) for mark in held if mark.sort not in ("label", "layer", "author", "setting")}
    )
    assert decode(encode(edit), X) == edit
    assert decode(encode(edit.inverse), X) == edit.inverse


@given(st.lists(marks(), max_size=6), st.lists(marks(), max_size=3))
def test_the_bytes_are_what_json_writes(before, after):
    changes = {}
    for mark in before:
        changes[key_of(mark, X)] = (mark, None)
    for mark in after:
        changes[key_of(mark, X)] = (changes.get(key_of(mark, X), (None, None))[0], mark)
    said = [
        [key.sort, key.id, *(None if mark is None else fields_of(mark) for mark in change)]
        for key, change in sorted(changes.items(), key=lambda item: (item[0].sort, item[0].id))
    ]
    assert encode(Edit(changes)) == json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()


@pytest.mark.parametrize(
    "odd", ['"', "\\", "/", "\x00", "\x1f\n\t", "\x7f\u2028", "\u00e9\U0001f600", "{}%s", "\ud800"]
)
def test_odd_characters_in_a_span_are_written_as_json_writes_them(odd):
    span = Span(odd, 0, 1, odd, odd, odd, odd)
    said = json.dumps([["span", odd, None, fields_of(span)]], ensure_ascii=False, separators=(",", ":"))
    if odd == "\ud800":  # half of a character is refused, as it always was
        with pytest.raises(UnicodeEncodeError):
            encode(Edit.adding(X, span))
    else:
        assert encode(Edit.adding(X, span)) == said.encode()


def test_bytes_do_not_depend_on_the_order_of_the_keys():
    one, two = Span("a", 0, 1, "l", "x"), Span("b", 0, 1, "l", "x")
    assert encode(Edit.adding(X, one, two)) == encode(Edit.adding(X, two, one))


def test_digests_cover_header_article_and_bytes():
    header = Header("id", 1, "c", "a", "window", "", "", 1)
    base = change_digest("id", X, b"[]")
    assert (
        len({base, change_digest("id2", X, b"[]"), change_digest("id", None, b"[]"), change_digest("id", X, b"[ ]")})
        == 4
    )
    whole = gesture_digest(header, [base])
    changed = [
        gesture_digest(header._replace(**{name: "z" if name not in ("at", "changes") else 9}), [base])
        for name in Header._fields
    ]
    assert len({whole, gesture_digest(header, []), *changed}) == len(changed) + 2


def ranked(gesture, intake, span):
    return Ranked(f"{gesture:012x}-{0:016x}-{0:08x}", intake, Edit.adding(X, span))


@given(st.permutations(range(4)))
def test_an_intake_ranks_below_every_other_change_and_the_oldest_intake_first(order):
    spans = [Span("s", 0, end, "l", "a") for end in (1, 2, 3, 4)]
    changes = [ranked(1, True, spans[0]), ranked(2, False, spans[1]), ranked(3, True, spans[2])]
    assert list(fold(changes[i] for i in order if i < 3).values()) == [spans[1]]
    intakes = [ranked(5, True, spans[0]), ranked(4, True, spans[3])]
    assert list(fold(intakes).values()) == [spans[3]]
    assert list(fold(reversed(intakes)).values()) == [spans[3]]
