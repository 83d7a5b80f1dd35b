import pytest

from annotator.model.extent import SAMPLED, extent_of, has_words
from annotator.model.folding import is_unspaced


@pytest.mark.parametrize(
    ("text", "count", "unit"),
    [
        ("", 0, "word"),
        ("Algeria and France\nhave agreed.", 5, "word"),
        ("اتفقت الجزائر وفرنسا", 3, "word"),
        ("대통령은 회의에 참석했다", 3, "word"),
        ("毛宁指出,中国和法国的关系 十分重要。", 18, "character"),
        ("東京タワーに行きました。", 12, "character"),
        ("สวัสดีชาวโลก", 12, "character"),
        ("𠮷野家", 3, "character"),
        ("ﾄｳｷｮｳﾀﾜｰ", 8, "character"),
        ("二〇二六", 4, "character"),
    ],
)
def test_a_text_is_counted_in_words_or_where_it_has_no_spaces_in_characters(text, count, unit):
    assert extent_of(text) == (count, unit)


def test_a_name_in_another_script_does_not_change_how_a_text_is_counted():
    assert extent_of("The ministry (外交部) said so on Tuesday") == (7, "word")
    assert extent_of("外交部发言人在 Reuters 的提问下表示") == (20, "character")


def test_the_start_of_a_long_text_tells_how_all_of_it_is_counted():
    assert has_words("word " * SAMPLED + "中" * SAMPLED)
    assert not has_words("中" * SAMPLED + "word " * SAMPLED)


def test_what_is_written_without_spaces_is_so_in_a_search_and_in_a_count():
    letters = list(map(chr, (*range(0xD800), *range(0xE000, 0x40000))))
    assert [one for one in letters if not has_words(one * 2)] == [one for one in letters if is_unspaced(one)]
