import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.intake.counting import ALL, UTF_16_FIRST, Counted, Way, is_mention, voted

TEXT = "\U0001f600\U0001f600 Ada met Tom"


def place(text, words, way):
    stored = text.removeprefix("\ufeff").replace("\r\n", "\n") if "without" in way.value else text
    before, after = stored[: stored.index(words)], stored[: stored.index(words) + len(words)]
    if "UTF-16" in way.value:
        return tuple(len(part.encode("utf-16-le")) // 2 for part in (before, after))
    return len(before), len(after)


@pytest.mark.parametrize("way", ALL)
def test_the_mentions_say_what_a_file_counts(way):
    text = "\ufeffOne.\r\n\U0001f600 Ada met\r\nTom in Hull"
    counted = Counted(text)
    mentions = [(counted, *place(text, words, way), words) for words in ("Ada", "Tom", "Hull")]
    assert voted(mentions) is way
    assert [counted.text[slice(*counted.found(way, a, b, words))] for _, a, b, words in mentions] == [
        "Ada",
        "Tom",
        "Hull",
    ]


@pytest.mark.parametrize("way", [Way.CODE_POINTS, Way.UTF_16])
def test_without_words_a_place_that_cuts_none_counts(way):
    counted = Counted(TEXT)
    places = [place(TEXT, words, way) for words in ("Ada", "met", "Tom")]
    assert voted([(counted, *one, "") for one in places]) is way


@pytest.mark.parametrize("way", [Way.CODE_POINTS, Way.UTF_16])
def test_without_words_a_script_without_spaces_tells_nothing_and_the_first_of_the_order_wins(way):
    text = "\U0001f600\U0001f600\uff0c\u6211\u7ea6\u00b7\u674e\u6765 Ada\uff01"
    others = [one for one in (Way.CODE_POINTS, Way.UTF_16) if one is not way]
    counted = Counted(text)
    assert voted([(counted, *place(text, "\u7ea6\u00b7\u674e", way), "")], (way, *others)) is way
    assert voted([(counted, *place(text, "Ada", way), "")], (*others, way)) is way


def test_without_words_one_end_tells_more_than_none():
    text = "\U0001f600\U0001f600 Adas Tomas"
    counted = Counted(text)
    places = [place(text, words, Way.CODE_POINTS) for words in ("Ada", "Toma")]
    assert voted([(counted, *one, "") for one in places], UTF_16_FIRST) is Way.CODE_POINTS


def test_the_many_outvote_the_few_and_who_matches_nothing_is_told():
    counted = Counted(TEXT)
    mentions = [(counted, *place(TEXT, words, Way.UTF_16), words) for words in ("Ada", "met")]
    assert voted([*mentions, (counted, *place(TEXT, "Tom", Way.CODE_POINTS), "Tom")]) is Way.UTF_16
    assert counted.found(Way.UTF_16, 11, 14, "Tom").startswith("the text there is")


def test_of_equals_the_first_of_the_order_wins():
    assert voted([]) is Way.CODE_POINTS
    assert voted([], UTF_16_FIRST) is Way.UTF_16
    assert voted([(Counted("Ada"), 0, 3, "Ada")], UTF_16_FIRST) is Way.UTF_16


def test_why_nothing_can_be_there():
    counted = Counted("\ufeffa\r\nb")
    found = [counted.found(Way.CODE_POINTS, *one) for one in ((2, 2), (3, 1), (-1, 2), (1, 9), (0, 1), (2, 3), (1, 2))]
    assert [one if isinstance(one, tuple) else one[:12] for one in found] == [
        "empty", "it ends befo", "it lies outs", "it lies outs", "it covers on", "it covers on", (0, 1),
    ]  # fmt: skip


def test_a_mention_may_be_written_with_spaces_for_breaks():
    assert is_mention("New\nYork", "New York")
    assert is_mention("a\tb", " a b")
    assert not is_mention("ab", "a b")


@given(st.text("a \r\n\ufeff\U0001f600", max_size=12), st.integers(-2, 20), st.integers(-2, 20), st.sampled_from(ALL))
def test_what_is_found_lies_in_the_text(text, start, end, way):
    counted = Counted(text)
    found = counted.found(way, start, end)
    assert isinstance(found, str) or 0 <= found[0] < found[1] <= len(counted.text)
    counted.agrees(way, start, end, "")


def test_a_text_without_crs_votes_for_the_ways_without_them_too():
    plain, returned = Counted("\U0001f600 Ada"), Counted("\U0001f600\r\nAda")
    mentions = [(plain, 2, 5, "Ada"), (returned, 2, 5, "Ada")]
    assert voted(mentions) is Way.STORED_CODE_POINTS
    assert voted([*mentions, (returned, 3, 6, "Ada")]) is Way.CODE_POINTS
    assert [len(one.ways) for one in (plain, returned, Counted("Ada"))] == [2, 4, 1]
