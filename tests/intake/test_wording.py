import pytest

from annotator.intake.wording import Composed, Word, placed


def words(*texts, **more):
    return [Word(at, text, **more) for at, text in enumerate(texts, 1)]


def test_words_are_joined_by_one_space_but_where_none_follows():
    text, places = placed([Word(1, "Ada"), Word(2, "met", glued=True), Word(3, "."), Word(4, "Tom")])
    assert text == "Ada met. Tom"
    assert [text[a:b] for a, b in places] == ["Ada", "met", ".", "Tom"]


def test_no_space_stands_between_signs_of_scripts_that_have_none():
    assert placed(words("中文", "测试", "。", "Ada", "和"))[0] == "中文测试。 Ada 和"
    assert placed(words("ภาษา", "ไทย", "2"))[0] == "ภาษาไทย 2"
    assert placed(words("ﾃｽﾄ", "｡", "（", "試験"))[0] == "ﾃｽﾄ｡（試験"
    assert placed(words("서울", "은"))[0] == "서울 은"
    assert placed(words("a", "b"), glued=True)[0] == "ab"


def test_a_word_that_is_a_space_is_kept_and_gets_no_other():
    text, places = placed(words("a", " ", "b", "", "c"))
    assert text == "a b c"
    assert [text[a:b] for a, b in places] == ["a", " ", "b", "", "c"]


def test_a_text_beside_the_words_stands_as_it_is():
    text, places = placed(words("Ada", "said", ":", "``", "No", "''", "-LRB-", "x", "-RRB-"), 'Ada  said: "No" (x)\n')
    assert text == 'Ada  said: "No" (x)\n'
    assert [text[a:b] for a, b in places] == ["Ada", "said", ":", '"', "No", '"', "(", "x", ")"]


def test_a_text_that_does_not_hold_the_words_is_told():
    assert placed(words("Ada", "met"), "Ada Tom met") is None
    assert placed(words("Ada"), "Ada met") is None


def test_parts_of_a_word_stand_where_it_does():
    text, places = placed([Word(1, "del"), Word(2, "de", inside=True), Word(3, "el", inside=True), Word(4, "mar")])
    assert (text, places) == ("del mar", [(0, 3), (0, 3), (0, 3), (4, 7)])
    assert placed([Word(1, "del"), Word(2, "de", inside=True)], "del")[1] == [(0, 3), (0, 3)]


def test_a_text_grows_by_sentences_and_knows_its_spans():
    made = Composed("f")
    for sentence in (words("Ada", "met", fields=("B-PER",)), words("Tom", fields=("I-PER",))):
        made.add(sentence, placed(sentence), "\n")
    text, spans, left_out = made.finish()
    assert (text, made.line) == ("Ada met\nTom", 1)
    assert [(one.where, text[one.start : one.end]) for one in spans] == [("f:1", "Ada"), ("f:2", "met"), ("f:1", "Tom")]
    assert left_out == []


def test_spans_of_nothing_are_listed():
    made = Composed("f")
    sentence = [Word(3, "", ("B-X",)), Word(4, "Ada")]
    made.add(sentence, placed(sentence), "\n")
    _, spans, left_out = made.finish()
    assert spans == []
    assert [(one.where, one.reason) for one in left_out] == [("f:3", "empty")]


@pytest.mark.parametrize("text", ["", "Ada met"])
def test_a_word_that_was_added_has_no_place_in_a_text_and_no_span_begins_or_ends_on_it(text):
    held = [
        Word(1, "x", ("B-A",), added=True), Word(2, "Ada", ("I-A",)), Word(3, "y", ("I-A", "B-B"), added=True),
        Word(4, "met", ("O",)), Word(5, "z", ("B-B",), added=True),
    ]  # fmt: skip
    found = placed(held, text)
    assert found is not None
    assert found[0] == "Ada met"
    composed = Composed("a")
    composed.add(held, found, "\n")
    assert [(one.where, one.start, one.end, one.label) for one in composed.finish()[1]] == [("a:2", 0, 3, "A")]
