import pytest

from annotator.intake.counting import UTF_16_FIRST, Counted, Way
from annotator.intake.stretches import Stretch, arrived, arriving, own_ids, way_of
from annotator.model.arrival import Arrival, ArrivingSpan


def test_a_stretch_becomes_a_span_with_all_it_says():
    one = Stretch("f:1", 0, 3, "PER", "Ada", "claims", "B", "unsure", "x" * 24, True)
    assert arriving(one, Counted("Ada met"), Way.CODE_POINTS) == ArrivingSpan(
        "f:1", 0, 3, "PER", "claims", "B", "unsure", id="x" * 24, refused=True
    )


@pytest.mark.parametrize(
    ("start", "end", "label", "words", "why"),
    [
        ("0", 3, "X", "", "no whole numbers"), (None, None, "X", "Ada", "no whole numbers"), (True, 3, "X", "", "no whole"),
        (0, 3, " ", "", "no label"), (0, 3, None, "", "no label"), (0, 3, 7, "", "no label"), (0, 3, "X", "Tom", "the text there"),
        (0, 99, "X", "", "outside"), (3, 3, "X", "", "empty"),
    ],
)  # fmt: skip
def test_what_cannot_be_one_is_listed(start, end, label, words, why):
    made = arriving(Stretch("f:1", start, end, label, words), Counted("Ada met"), Way.CODE_POINTS)
    assert made.what == "span"
    assert why in made.reason


def test_what_cannot_name_a_layer_names_none():
    assert arriving(Stretch("f:1", 0, 3, "X", layer="../x"), Counted("Ada"), Way.CODE_POINTS).layer == ""


def test_a_file_is_counted_as_the_mentions_of_all_its_texts_say():
    texts = [("plain", [Stretch("", 0, 5, "X", "plain")]), ("\U0001f600 Ada", [Stretch("", 3, 6, "X", "Ada")])]
    assert way_of(texts) is Way.UTF_16
    assert (
        way_of([("\U0001f600 Ada", [Stretch("", 2, 5, "X", "Ada"), Stretch("", "3", 6, "X")])], UTF_16_FIRST)
        is Way.CODE_POINTS
    )


def test_of_an_article_without_text_everything_is_listed():
    found = list(arrived("f:1", " \n", [Stretch("f:1", 0, 1, "X")]))
    assert [(one.what, one.reason) for one in found] == [
        ("span", "its article holds no text"), ("article", "it holds no text"),
    ]  # fmt: skip
    (arrival,) = arrived("f:1", "\ufeffAda\r\nmet", [Stretch("f:1", 6, 9, "X")], title="T")
    assert isinstance(arrival, Arrival)
    assert (arrival.text, arrival.title, arrival.spans[0].start) == ("Ada\nmet", "T", 4)


def test_an_id_is_kept_where_it_is_one_of_ours_and_stands_once():
    one, two = "0123456789abcdef01234567", "a" * 24
    assert own_ids([one, two, two, "same", None, 7, ""]) == [one, "", "", "", "", "", ""]


def test_how_a_file_counts_is_asked_only_where_it_matters():
    asked = []
    one = [Stretch("f:1", 2, 5, "X")]

    def way():
        asked.append(1)
        return Way.UTF_16

    for raw, found, times in (("A Ada.", (2, 5), 0), ("\u00e9 Ada.", (2, 5), 0), ("\U0001f600Ada.", (1, 4), 1)):
        (arrival,) = arrived("f:1", raw, one, way)
        assert (arrival.spans[0].start, arrival.spans[0].end) == found
        assert len(asked) == times
