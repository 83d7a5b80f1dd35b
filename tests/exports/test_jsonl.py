import json

from annotator import shelf
from annotator.model.article import Article
from annotator.model.dataset import WRITTEN, Record
from annotator.model.mark import Link, Refusal, Span, Status

jsonl = shelf.load("exports", "jsonl")
ME = "author-a"


def test_the_shape_is_that_of_the_format(dataset, tmp_path):
    span = Span("s", 0, 3, "entities/per", ME, "note", "hand")
    record = Record(
        Article.of("Ada met\u2028Tom."), "T", {"source": "wire"}, (span,), (Refusal("r", 8, 11, "entities/per", ME),), (Link("l", "s", "s", "x", ME),),
        (Status(ME, "claims", "done"), Status(ME, "entities", "flagged")), True, "train",
    )  # fmt: skip
    report = jsonl.write(dataset(record), tmp_path / "x.jsonl")
    data = (tmp_path / "x.jsonl").read_bytes()
    assert data.count(b"\n") == 1
    held = json.loads(data)
    assert list(held) == ["id", "text", "title", "meta", "hidden", "part", "status", "spans", "links", "refusals"]
    assert held["status"] == {ME: {"claims": "done", "entities": "flagged"}}
    assert held["spans"] == [
        {
            "id": "s",
            "start": 0,
            "end": 3,
            "label": "PER",
            "label_id": "entities/per",
            "layer": "entities",
            "author": ME,
            "note": "note",
            "origin": "hand",
        }
    ]
    assert held["text"] == record.article.text
    assert (report.articles, report.spans, report.files) == (1, 1, ["x.jsonl", "x.scheme.toml"])
    beside = (tmp_path / "x.scheme.toml").read_text()
    assert beside.startswith(f"{WRITTEN}\n[[layers]]\n")
    assert 'name = "annotator A"' in beside
