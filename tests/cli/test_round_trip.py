"""What a project writes, an empty project reads again: as much of it as the format holds, and the rest is listed."""

import json

import pytest

from annotator.project.project import Project

TEXTS = {
    "One": ("\U0001f600 Ada Byron met Tom.\nNothing  happened in Hull, she said.", [
        (2, 11, "PER", "entities"), (16, 19, "PER", "entities"), (42, 46, "GPE", "entities"),
        (2, 20, "CLAIM", "claims"), (12, 19, "CLAIM", "claims"), (21, 57, "QUOTE", "claims")]),
    "Two": ("\u4e2d\u6587 \u0627\u0644\u0633\u0644\u0627\u0645 e\u0301t\u00e9 (Hull).", [(16, 20, "GPE", "entities")]),
    "Three": ("Nothing is here.", []),
}  # fmt: skip


@pytest.fixture
def written(spandesk, tmp_path):
    """Return a function that writes the texts with their spans as one kind, and reads that into another project."""
    lines = [
        {"text": text, "title": title, "status": {"": {"entities": "done", "claims": "done"}},
         "spans": [{"id": f"{n:024x}", "start": a, "end": b, "label": label, "layer": layer} for n, (a, b, label, layer) in enumerate(spans)]}
        for title, (text, spans) in TEXTS.items()
    ]  # fmt: skip
    source = tmp_path / "source.jsonl"
    source.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")

    def run(kind, suffix, *asked):
        first, second, target = tmp_path / "first.spans", tmp_path / f"{kind}.spans", tmp_path / f"made{suffix}"
        if not first.exists():
            spandesk("new", first)
            assert spandesk("add", first, source, "--as", "jsonl", "--json").json["spans"] == 7
        spandesk("new", second)
        left = spandesk("export", first, target, "--as", kind, *asked, "--json").json
        came = spandesk("add", second, target, "--json").json
        return left, came, second, first

    return run


def held(path):
    from annotator.model.mark import Author

    project = Project.open(path, Author("reader", "reader"), writable=False)
    position = project.reader.position_at("")
    scheme = project.reader.scheme()
    try:
        return {
            record.article.text: (
                sorted((s.start, s.end, scheme.label(s.label).name, scheme.label(s.label).layer) for s in record.spans),
                sorted((one.layer, one.value) for one in record.statuses),
            )
            for record in project.reader.records(position)
        }
    finally:
        project.close()


@pytest.mark.parametrize(("kind", "suffix"), [("docbin", ".spacy"), ("prodigy", ".jsonl"), ("jsonl", ".jsonl")])
def test_a_kind_that_holds_all_layers_comes_back_whole(written, kind, suffix):
    left, came, second, first = written(kind, suffix)
    assert (left["articles"], left["spans"], left["left_out"]) == (3, 7, [])
    assert (came["articles"], came["spans"], came["left_out"]) == (3, 7, [])
    assert held(second) == held(first)


def test_train_data_comes_back_whole_in_its_layer(written):
    left, came, second, first = written("spacy_json", ".json", "--layer", "entities")
    assert (left["spans"], left["left_out"], left["not_taken"]) == (4, [], {"layer not asked for": 3})
    assert (came["articles"], came["spans"], came["left_out"]) == (3, 4, [])
    mine = {text: [one for one in spans if one[3] == "entities"] for text, (spans, _) in held(first).items()}
    assert {text: spans for text, (spans, _) in held(second).items()} == mine


@pytest.mark.parametrize(("kind", "suffix"), [("conll", ".conll"), ("biluo", ".biluo")])
def test_columns_come_back_with_every_entity_over_the_same_words(written, kind, suffix):
    left, came, second, first = written(kind, suffix)
    assert (left["articles"], left["spans"]) == (3, 4)
    assert [one["reason"] for one in left["left_out"]] == [
        "claims does not leave here: this format holds one layer"
    ] * 3
    assert (came["articles"], came["spans"], came["left_out"]) == (3, 4, [])

    def mentions(path):
        found = [
            ("".join(text[a:b].split()), label)
            for text, (spans, _) in held(path).items()
            for a, b, label, layer in spans
            if layer == "entities"
        ]
        return sorted(found), sorted("".join(text.split()) for text in held(path))

    assert mentions(second) == mentions(first)
    assert all(("entities", "done") in statuses for _, statuses in held(second).values())


@pytest.mark.parametrize(("kind", "suffix"), [("docbin", ".spacy"), ("prodigy", ".jsonl")])
def test_what_comes_back_to_its_own_project_is_known_there(written, spandesk, tmp_path, kind, suffix):
    _, _, _, first = written(kind, suffix)
    again = spandesk("add", first, tmp_path / f"made{suffix}", "--json").json
    assert (again["articles"], again["spans"], again["known"]["spans"]) == (0, 0, 7)
    assert {one["what"] for one in again["left_out"]} <= {"attribute"}, "a DocBin has no titles"


@pytest.mark.parametrize(("kind", "suffix"), [("conll", ".conll"), ("spacy_json", ".json")])
def test_where_only_another_layer_is_done_nothing_leaves_and_why_is_told(spandesk, tmp_path, kind, suffix):
    project, source = tmp_path / "p.spans", tmp_path / "s.jsonl"
    source.write_text('{"text": "Ada met Tom.", "status": {"": {"claims": "done"}}, "spans": []}\n')
    spandesk("new", project)
    assert spandesk("add", project, source, "--as", "jsonl").code == 0
    said = spandesk("export", project, tmp_path / f"x{suffix}", "--as", kind)
    assert said.code == 1
    assert "none of 1 article is done" in said.err
    assert not (tmp_path / f"x{suffix}").exists()


def test_where_the_format_holds_no_article_why_is_told(spandesk, tmp_path):
    project, source = tmp_path / "p.spans", tmp_path / "s.jsonl"
    source.write_text('{"text": "Ada -DOCSTART- Tom.", "status": {"": {"entities": "done"}}, "spans": []}\n')
    spandesk("new", project)
    assert spandesk("add", project, source, "--as", "jsonl").code == 0
    said = spandesk("export", project, tmp_path / "x.conll", "--as", "conll")
    assert said.code == 1
    assert "no article leaves (its word -DOCSTART- begins another article in this format)" in said.err


def test_where_one_article_is_not_held_and_another_not_done_both_reasons_are_told(spandesk, tmp_path):
    project, source = tmp_path / "p.spans", tmp_path / "s.jsonl"
    done = '"status": {"": {"entities": "done"}}, "spans": []'
    held = [f'"text": "Ada -DOCSTART- {name}.", {done}' for name in ("Tom", "Bob")] + ['"text": "Nobody was here."']
    source.write_text("".join(f"{{{one}}}\n" for one in held))
    spandesk("new", project)
    assert spandesk("add", project, source, "--as", "jsonl").code == 0
    said = spandesk("export", project, tmp_path / "x.conll", "--as", "conll")
    assert said.code == 1
    assert said.err.partition("was not written: ")[2].strip() == (
        "no article leaves (1 article: not done; 2 articles: its word -DOCSTART- begins another article in this format). "
        "Nothing was changed."
    )


PARTLY = (
    ("Ada met Tom.", ["claims", "entities"], [(0, 3, "PER", "entities"), (0, 11, "CLAIM", "claims")]),
    ("Tom met Ada.", ["claims"], [(0, 11, "CLAIM", "claims")]),
    ("Eve met Ada.", ["entities"], [(0, 3, "PER", "entities")]),
    ("Nobody is here.", [], [(0, 6, "PER", "entities")]),
)


@pytest.fixture
def partly(spandesk, tmp_path):
    """Return a project of which articles are done in one layer, in another, in both and in none."""
    project, source = tmp_path / "first.spans", tmp_path / "s.jsonl"
    lines = [
        {"text": text, "status": {"": dict.fromkeys(done, "done")},
         "spans": [{"start": a, "end": b, "label": label, "layer": layer} for a, b, label, layer in spans]}
        for text, done, spans in PARTLY
    ]  # fmt: skip
    source.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    spandesk("new", project)
    assert spandesk("add", project, source, "--as", "jsonl").code == 0
    return project


@pytest.mark.parametrize(
    ("kind", "suffix", "status", "told"),
    [("docbin", ".spacy", "done", 0), ("docbin", ".spacy", "any", 0), ("prodigy", ".jsonl", "done", 2),
     ("prodigy", ".jsonl", "any", 2), ("biluo", ".biluo", "any", 0)],
)  # fmt: skip
def test_what_was_not_done_in_a_layer_does_not_come_back_done_there(
    partly, spandesk, tmp_path, kind, suffix, status, told
):
    target, second = tmp_path / f"x{suffix}", tmp_path / "second.spans"
    left = spandesk("export", partly, target, "--as", kind, "--status", status, "--json").json
    assert sum(one["what"] == "status" for one in left["left_out"]) == told
    spandesk("new", second)
    assert spandesk("add", second, target).code == 0
    done = {text.replace(" .", "."): [layer for layer, _ in statuses] for text, (_, statuses) in held(second).items()}
    layers = {"entities"} if kind == "biluo" else {"entities", "claims"}
    assert done == {  # nothing came back as done that was not
        text: [layer for layer in there if layer in layers] for text, there, _ in PARTLY if there or status == "any"
    }


def test_spans_of_an_undone_layer_in_a_docbin_are_told_of(spandesk, tmp_path):
    project, source = tmp_path / "p.spans", tmp_path / "s.jsonl"
    span = {"start": 0, "end": 3, "label": "CLAIM", "layer": "claims"}
    source.write_text(json.dumps({"text": "Ada met Tom.", "status": {"": {"entities": "done"}}, "spans": [span]}))
    spandesk("new", project)
    assert spandesk("add", project, source, "--as", "jsonl").code == 0
    left = spandesk("export", project, tmp_path / "x.spacy", "--as", "docbin", "--status", "any", "--json").json
    assert [(one["what"], one["reason"].split(",")[0]) for one in left["left_out"]] == [
        ("status", "claims is not done")
    ]


@pytest.mark.parametrize("claims", [[], [{"start": 0, "end": 11, "label": "CLAIM", "layer": "claims"}]])
def test_a_span_that_does_not_leave_takes_the_status_of_its_layer_alone_and_that_is_told(spandesk, tmp_path, claims):
    """Of a DocBin's entities, done and with words missing looks as what nobody finished does."""
    project, second, source = tmp_path / "p.spans", tmp_path / "second.spans", tmp_path / "s.jsonl"
    half = {"start": 4, "end": 6, "label": "PER", "layer": "entities"}
    done = {"": {"entities": "done", "claims": "done"}}
    lines = [{"text": "Ada met Tom.", "status": done, "spans": [half, *claims]}]
    lines += [{"text": "Eve met Ada.", "status": done, "spans": [{**half, "end": 7}, *claims]}]
    source.write_text("".join(json.dumps(line) + "\n" for line in lines))
    spandesk("new", project)
    assert spandesk("add", project, source, "--as", "jsonl").code == 0
    left = spandesk("export", project, tmp_path / "x.spacy", "--as", "docbin", "--json").json["left_out"]
    assert [(one["what"], one["reason"]) for one in left if one["what"] != "span"] == [
        ("status", "entities is done, which does not come back from here: words of what was left out are missing")
    ]
    spandesk("new", second)
    assert spandesk("add", second, tmp_path / "x.spacy").code == 0
    assert {text: statuses for text, (_, statuses) in held(second).items()} == {
        "Ada met Tom.": [("claims", "done")],
        "Eve met Ada.": [("claims", "done"), ("entities", "done")],
    }


@pytest.mark.parametrize("done", [["entities"], []])
def test_a_group_that_leaves_undone_does_not_come_back_done(spandesk, tmp_path, done):
    project, second, source = tmp_path / "p.spans", tmp_path / "second.spans", tmp_path / "s.jsonl"
    span = {"start": 0, "end": 3, "label": "CLAIM", "layer": "claims"}
    source.write_text(json.dumps({"text": "Ada met.", "status": {"": dict.fromkeys(done, "done")}, "spans": [span]}))
    spandesk("new", project)
    assert spandesk("add", project, source, "--as", "jsonl").code == 0
    assert spandesk("export", project, tmp_path / "x.spacy", "--as", "docbin", "--status", "any").code == 0
    spandesk("new", second)
    assert spandesk("add", second, tmp_path / "x.spacy").code == 0
    assert [layer for _, statuses in held(second).values() for layer, _ in statuses] == done
