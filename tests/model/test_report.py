from collections import Counter

from annotator.model.report import LeftOut, NotTaken, Reason, Report


def test_the_shape_of_a_report():
    report = Report(
        2,
        3,
        ["x"],
        left_out=[LeftOut("span", "f:1", "because", 0, 3, "Ada", "PER"), LeftOut("file", "g", "gone")],
        known=Counter(spans=1),
    )
    assert report.as_json() == {
        "articles": 2, "spans": 3, "files": ["x"], "known": {"articles": 0, "spans": 1},
        "left_out": [
            {"what": "span", "where": "f:1", "reason": "because", "start": 0, "end": 3, "text": "Ada", "label": "PER"},
            {"what": "file", "where": "g", "reason": "gone"},
        ],
    }  # fmt: skip
    assert not report.complete


def test_known_refusals_are_counted_where_there_are_any():
    assert Report(known=Counter(refusals=2)).as_json()["known"] == {"articles": 0, "spans": 0, "refusals": 2}
    assert Report(known=Counter()).as_json()["known"] == {"articles": 0, "spans": 0}


def test_what_was_not_taken_is_counted_by_its_words():
    author, layer = Reason("author", "b"), Reason("layer", "a")
    shape = Report(not_taken=NotTaken(Counter({author: 1, layer: 2}))).as_json()
    assert (shape["not_taken"], "statuses_not_taken" in shape) == ({"b": 1, "a": 2}, False)
    assert Report(not_taken=NotTaken(statuses=Counter({layer: 2}))).as_json()["statuses_not_taken"] == {"a": 2}
