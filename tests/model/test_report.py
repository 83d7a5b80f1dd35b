from collections import Counter

from annotator.model.report import LeftOut, Report


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
    assert Report(not_taken=Counter(b=1, a=2)).as_json()["not_taken"] == {"a": 2, "b": 1}
