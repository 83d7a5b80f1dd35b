import pytest

from annotator.intake import columns
from annotator.intake.columns import Layout, parted
from annotator.model.notation import ranges


def lines(text):
    return list(enumerate(text.split("\n"), 1))


def read(text):
    """Return the words of a file and its spans, read over all of its lines as if they were one sentence."""
    layout = Layout.of(parted(lines(text)))
    assert layout.fits
    words = [layout.word_of(line) for line in parted(lines(text)) if line.fields]
    found = ranges([word.fields for word in words])
    return [word.text for word in words], [(one.first, one.last, one.label) for one in found], layout


@pytest.mark.parametrize("between", ["\t", " "])
def test_a_hashtag_is_a_word_whatever_stands_in_it(between):
    text = f"#win=money{between}B-TAG\nAda{between}B-PER\n#text=vitamin O\n#{between}O\n# newpar\n#x{between}I-TAG"
    assert read(text)[0] == ["#win=money", "Ada", "#", "#x"]


def test_a_hashtag_is_a_word_where_the_labels_are_not_the_last_column():
    text = "#x=y\tB-TAG\t-\tbob\nAda\tB-PER\t-\teve\n#\thttps://x.example\t[2010]\nmet\tO\t-\tbob"
    assert read(text)[:2] == (["#x=y", "Ada", "met"], [(0, 1, "TAG"), (1, 2, "PER")])


def test_a_space_that_does_not_break_is_within_a_word():
    assert read("10\u00a0000 -X- -X- B-NUM\nmet  -X- -X- O")[:2] == (["10\u00a0000", "met"], [(0, 1, "NUM")])


def test_places_of_characters_in_words_may_have_two_digits():
    text = "".join(f"\u79d1{at}\tO\n" for at in range(12)) + "\u79d10\tB-ORG\n50\tO\n10\tO\n"
    assert set(read(text.strip("\n"))[0]) == {"\u79d1", "5", "1"}


WORDS, SPANS = ["Ada", "Byron", "met"], [(0, 2, "PER")]
FILES = {
    "two columns": "Ada\tB-PER\nByron\tI-PER\nmet\tO",
    "two columns of spaces": "Ada B-PER\nByron  I-PER\nmet O",
    "CoNLL-2003": "Ada NNP B-NP B-PER\nByron NNP I-NP I-PER\nmet VBD B-VP O",
    "CoNLL-2003 without chunks": "Ada -X- -X- B-PER\nByron -X- -X- I-PER\nmet -X- -X- O",
    "an index before the word, and who marked it": "1\tAda\tB-PER\t-\tbob\n2\tByron\tI-PER\t-\tbob\n3\tmet\tO\t-\t-",
    "BILUO": "Ada\tB-PER\nByron\tL-PER\nmet\tO",
    "not known": "Ada\tB-PER\nByron\tL-PER\nmet\t-",
    "pairs in a line": "Ada|NNP|B-PER Byron|NNP|I-PER met|VBD|O",
    "one label that is none": "Ada\tB-PER\tO\nByron\tI-PER\tO\nmet\tO\tO",
    "CoNLL-U": "\n".join(
        f"{at}\t{word}\t_\tX\t_\t_\t0\t_\t_\tSpaceAfter=No|name={label}"
        for at, word, label in ((1, "Ada", "B-PER"), (2, "Byron", "I-PER"), (3, "met", "O"))
    ),
}


@pytest.mark.parametrize("name", FILES)
def test_words_and_labels_are_found_in_whatever_columns(name):
    words, spans, layout = read(FILES[name])
    assert (words, spans) == (WORDS, SPANS)
    assert not layout.indexed


def test_several_labels_of_a_word_stand_side_by_side_or_in_columns():
    side = "office B-ORG\nof I-ORG\nHull I-ORG B-GPE\nnow O"
    columns = "1\toffice\tB-ORG\tO\n2\tof\tI-ORG\tO\n3\tHull\tI-ORG\tB-GPE\n4\tnow\tO\tO"
    stacked = "office\tB-ORG\nof\tI-ORG\nHull\tI-ORG|B-GPE\nnow\tO"
    for text in (side, columns, stacked):
        assert read(text)[1] == [(0, 3, "ORG"), (2, 3, "GPE")], text


def test_a_character_a_line_with_its_place_in_its_word():
    words, spans, layout = read("科0\tB-GPE\n技1\tI-GPE\n。0\tO")
    assert layout.indexed
    assert (words, spans) == (["科", "技", "。"], [(0, 2, "GPE")])
    assert not read("A1\tB-ROAD\nB2\tO\nC3\tO")[2].indexed


def test_what_begins_with_a_number_sign_is_a_word_or_a_comment():
    text = "# sent_id = 1\n# text = Ada #x # O\nAda\tB-PER\n#x\tO\n#\tO\n# newpar"
    assert read(text)[0] == ["Ada", "#x", "#"]
    assert [line.comment for line in parted(lines(text)) if line.comment] == [
        "# sent_id = 1", "# text = Ada #x # O", "# newpar",
    ]  # fmt: skip


def test_a_word_may_be_a_space_or_nothing():
    words, spans, _ = read("Ada\tB-PER\n \tI-PER\n\tI-PER\nByron\tI-PER")
    assert (words, spans) == (["Ada", " ", "", "Byron"], [(0, 4, "PER")])


@pytest.mark.parametrize(
    "text", ["Ada met Tom.\nTom left.", "", "a\tb\nc\td", '{"text": "O"}', "1\tAda\tNNP\n2\tmet\tVBD"]
)
def test_what_has_no_labels_does_not_fit(text):
    assert not Layout.of(parted(lines(text))).fits


def test_a_broken_row_does_not_hide_the_columns_and_is_told():
    text = "SOCCERO SOCCERO SOCCERO\n" + "JAPAN\tB-LOC\nwin\tO\n" * 9 + "\nalone"
    layout = Layout.of(parted(lines(text)))
    assert layout.fits
    told = [layout.word_of(line) for line in parted(lines(text)) if line.fields]
    assert [one for one in told if isinstance(one, str)] == [
        "'SOCCERO' is no label of a word, such as B-PER or O", "it has fewer columns than the lines before it",
    ]  # fmt: skip


def test_the_columns_that_are_not_taken_are_named():
    assert read(FILES["CoNLL-2003"])[2].others == (2, 3)
    assert read(FILES["CoNLL-2003 without chunks"])[2].others == ()
    assert read(FILES["an index before the word, and who marked it"])[2].others == (5,)
    assert read(FILES["CoNLL-U"])[2].others == (4, 7)


def test_a_line_of_very_many_fields_is_told_in_no_time_and_is_none():
    lines = [(1, "x " * 400_000), (2, "a=" * 400_000), (3, "|" * 2_000_000)]
    assert not Layout.of(parted(lines)).fits
    (long,) = parted([(1, "B-X " * 400_000)])
    assert len(long.fields) == 1


def test_of_names_without_end_in_the_last_column_only_the_first_are_looked_at():
    seen = columns._Seen()
    for at in range(columns.MOST_COLUMNS + 9):
        seen.add(["1", "Ada", *"_______", f"name=B-PER|n{at}=x"])
    assert len(seen.named) == columns.MOST_COLUMNS
    assert seen.name() == "name"
    assert seen.named["name"].values["B-PER"] == columns.MOST_COLUMNS + 9
