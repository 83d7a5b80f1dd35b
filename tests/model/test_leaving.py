"""What leaves is counted as it passes, and what is left out is taken off."""

from annotator.model.article import Article
from annotator.model.dataset import Record, listed
from annotator.model.leaving import Leaving
from annotator.model.mark import Span
from annotator.model.report import NotTaken, Reason

TEXT = "Ada met Tom in Bern."


def record(text, part, *spans):
    held = tuple(Span(f"{part}{at}", start, end, label, "a") for at, (start, end, label) in enumerate(spans))
    return Record(Article.of(text), "T", {}, held, part=part)


def records():
    return [
        record(TEXT, "train", (0, 3, "entities/per"), (8, 11, "entities/per"), (0, 11, "claims/claim")),
        record(TEXT + " 2", "dev", (0, 3, "entities/per"), (15, 19, "entities/gpe")),
        record(TEXT + " 3", "train"),
    ]


def by_id(shape, layer):
    return next(one for one in shape["layers"] if one["id"] == layer)


def test_spans_are_counted_by_layer_label_and_part(news):
    leaving = Leaving(news, ("entities", "claims"), in_parts=True)
    given = records()
    assert list(leaving.counted(given, NotTaken())) == given
    shape = leaving.shape()
    assert shape["parts"] == ["train", "dev", "test"]
    assert shape["articles"] == {"train": 2, "dev": 1, "test": 0}
    entities = by_id(shape, "entities")
    assert entities["spans"] == {"train": 2, "dev": 2, "test": 0}
    assert [(one["name"], one["spans"]["train"], one["spans"]["dev"]) for one in entities["labels"]] == [
        ("PER", 2, 1),
        ("GPE", 0, 1),
    ]
    assert by_id(shape, "claims")["spans"]["train"] == 1


def test_what_is_left_out_is_taken_off_where_it_would_have_left(news):
    leaving = Leaving(news, ("entities", "claims"), in_parts=True)
    first, second, _ = given = records()
    list(leaving.counted(given, NotTaken()))
    lost = [
        listed(first, news, "span", "because", first.spans[0]),
        listed(second, news, "span", "because", second.spans[0]),
        listed(first, news, "article", "it is near"),
        listed(first, news, "refusal", "because", first.spans[1]),
    ]
    shape = leaving.shape(lost)
    per = by_id(shape, "entities")["labels"][0]
    assert (per["spans"], per["left_out"]) == ({"train": 1, "dev": 0, "test": 0}, 2)
    assert by_id(shape, "entities")["left_out"] == 2
    assert shape["articles_left_out"] == 1


def test_an_article_that_the_kind_sets_aside_is_not_counted(news):
    leaving, not_taken = Leaving(news, ("entities",), in_parts=False), NotTaken()
    for one in leaving.counted(records(), not_taken):
        not_taken.articles[Reason("status", "entities not done")] += one.part == "dev"
    shape = leaving.shape()
    assert shape["articles"] == {"": 2}
    assert by_id(shape, "entities")["spans"] == {"": 2}


def test_each_reading_counts_anew(news):
    leaving = Leaving(news, ("entities", "claims"), in_parts=False)
    for _ in range(2):
        list(leaving.counted(records(), NotTaken()))
    assert leaving.shape()["articles"] == {"": 3}


def test_labels_of_one_name_share_a_row_and_a_label_that_is_gone_keeps_its_own(news):
    leaving = Leaving(news, ("entities",), in_parts=False)
    list(leaving.counted([record(TEXT, "train", (0, 3, "entities/lost"))], NotTaken()))
    names = {one["name"]: one["spans"][""] for one in by_id(leaving.shape(), "entities")["labels"]}
    assert names == {"PER": 0, "GPE": 0, "lost": 1}
