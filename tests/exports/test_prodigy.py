import json

from annotator import shelf
from annotator.model.article import Article
from annotator.model.dataset import Record
from annotator.model.mark import Link, Refusal, Span

prodigy = shelf.load("exports", "prodigy")
ME, BOTH = "author-a", ("entities", "claims")
TEXT = "\U0001f600 Ada met  Tom."


def record(*spans, authors=BOTH, done=BOTH, **more):
    held = dict.fromkeys(authors, ME)
    return Record(Article.of(TEXT), "T", {"source": "wire"}, spans=spans, authors=held, done=frozenset(done), **more)


def written(made, tmp_path):
    report = prodigy.write(made, tmp_path / "x.jsonl")
    return [json.loads(line) for line in (tmp_path / "x.jsonl").read_text(encoding="utf-8").split("\n") if line], report


def test_a_line_has_tokens_spans_on_them_and_the_answer(dataset, tmp_path):
    spans = (
        Span("a", 2, 5, "entities/per", ME),
        Span("b", 2, 14, "claims/claim", ME),
        Span("c", 6, 14, "claims/claim", ME),
    )
    (line,), report = written(dataset(record(*spans)), tmp_path)
    assert list(line) == ["text", "meta", "tokens", "spans", "answer", "done"]
    assert (line["text"], line["meta"], line["answer"]) == (TEXT, {"title": "T", "source": "wire"}, "accept")
    assert "".join(token["text"] + " " * token["ws"] for token in line["tokens"]) == TEXT
    assert [token["id"] for token in line["tokens"]] == list(range(6))
    assert line["spans"][0] == {
        "id": "a",
        "start": 2,
        "end": 5,
        "token_start": 1,
        "token_end": 1,
        "label": "PER",
        "layer": "entities",
    }
    assert [one["label"] for one in line["spans"]] == ["PER", "CLAIM", "CLAIM"]
    for one in line["spans"]:
        tokens = line["tokens"][one["token_start"] : one["token_end"] + 1]
        assert (tokens[0]["start"], tokens[-1]["end"]) == (one["start"], one["end"])
    assert (report.articles, report.spans, report.left_out) == (1, 3, [])


def test_refusals_leave_as_rejects_of_their_own(dataset, tmp_path):
    refusals = Refusal("r", 2, 5, "entities/per", ME), Refusal("half", 3, 5, "entities/per", ME)
    lines, report = written(dataset(record(refusals=refusals)), tmp_path)
    assert [(line["answer"], len(line["spans"])) for line in lines] == [("accept", 0), ("reject", 1)]
    assert [(left.what, left.text) for left in report.left_out] == [("refusal", "da")]


def test_what_is_not_done_has_no_answer_and_done_in_part_is_told(dataset, tmp_path):
    (line,), report = written(dataset(record(done=())), tmp_path)
    assert "answer" not in line
    assert report.left_out == []
    (line,), report = written(dataset(record(done=("claims",))), tmp_path)
    assert "answer" not in line
    assert [left.what for left in report.left_out] == ["status"]


def test_what_prodigy_would_refuse_is_listed(dataset, tmp_path):
    spans = (
        Span("a", 2, 9, "entities/per", ME),
        Span("b", 2, 5, "entities/per", ME),
        Span("c", 3, 5, "claims/claim", ME),
    )
    (line,), report = written(dataset(record(*spans, links=(Link("l", "a", "b", "x", ME),))), tmp_path)
    assert [left.reason.partition(",")[0] for left in report.left_out] == [
        "it overlaps 2-9 in a flat layer", "it starts or ends inside a token", "a link",
    ]  # fmt: skip
    assert len(line["spans"]) == report.spans == 1
