import json
import os
import shutil
import subprocess
import tempfile

import pytest
from spacy.tokens import DocBin
from spacy.vocab import Vocab

from annotator import places, shelf
from annotator.cli.answer import author
from annotator.project import exported
from annotator.project.project import Project

CORPORA = ("brat_litbank", "brat_anem", "brat_tutorial", "prodigy_drugs", "prodigy_headlines", "prodigy_nel")


def sample(spandesk, path):
    spandesk("add", path, places.resource("sample", "sample.jsonl"))


@pytest.mark.parametrize("name", CORPORA)
def test_what_spacy_reads_is_what_is_stored(name, corpora, path, spandesk, tmp_path):
    spandesk("add", path, corpora / name)
    report = spandesk("export", path, tmp_path / "x.spacy", "--as", "docbin", "--json").json
    from annotator.cli.answer import author

    project = Project.open(path, author())
    stored = {record.article.text: record for record in project.reader.records(project.reader.position())}
    scheme = project.reader.scheme()
    project.close()
    read = 0
    for doc in DocBin().from_disk(tmp_path / "x.spacy").get_docs(Vocab()):
        spans = {(s.start, s.end, scheme.label(s.label).name) for s in stored[doc.text].spans}
        for found in [*doc.ents, *(span for group in doc.spans.values() for span in group)]:
            assert (found.start_char, found.end_char, found.label_) in spans
            assert doc.text[found.start_char : found.end_char] == found.text
            read += 1
    total = sum(len(record.spans) for record in stored.values())
    listed = sum(one["what"] == "span" for one in report["left_out"])
    assert read == report["spans"]
    assert total == report["spans"] + listed + sum(report["not_taken"].values())


@pytest.mark.parametrize("name", CORPORA)
def test_own_jsonl_comes_back_byte_for_byte(name, corpora, path, spandesk, tmp_path):
    spandesk("add", path, corpora / name)
    spandesk("export", path, tmp_path / "one.jsonl", "--as", "jsonl")
    spandesk("new", tmp_path / "other.spans")
    report = spandesk("add", tmp_path / "other.spans", tmp_path / "one.jsonl", "--json").json
    assert report["left_out"] == []
    spandesk("export", tmp_path / "other.spans", tmp_path / "two.jsonl", "--as", "jsonl")
    assert (tmp_path / "one.jsonl").read_bytes() == (tmp_path / "two.jsonl").read_bytes()


def test_nothing_done_says_what_to_do(path, spandesk, tmp_path):
    (tmp_path / "a.jsonl").write_text(
        json.dumps({"text": "Ada met Tom.", "spans": [{"start": 0, "end": 3, "label": "PER"}], "answer": "accept"})
        + "\n"
    )
    spandesk("add", path, tmp_path / "a.jsonl")
    said = spandesk("export", path, tmp_path / "x.spacy", "--as", "docbin", "--layer", "claims")
    assert said.code == 1
    assert "none of 1 article is done in claims. Enter marks one done, --status any takes all." in said.err
    assert not (tmp_path / "x.spacy").exists()
    assert (
        spandesk("export", path, tmp_path / "x.spacy", "--as", "docbin", "--layer", "claims", "--status", "any").code
        == 0
    )


def test_each_case_of_an_export_in_which_nothing_leaves_has_its_true_sentence(path, spandesk, tmp_path):
    def refused(*words):
        said = spandesk("export", path, tmp_path / "x.spacy", "--as", "docbin", *words)
        assert (said.code, said.err.count("\n")) == (1, 1)
        return said.err.partition("was not written: ")[2].strip()

    assert refused() == "there is no article. Nothing was changed."
    put(spandesk, path, tmp_path, {"text": "Nobody was here."}, {"text": "Ada met Tom.", "spans": [by("A", 0, 3)]})
    usual = "1 article has marks but none is done. Enter marks one done, --status any takes all."
    assert refused() == usual
    assert refused("--layer", "claims") == (
        "none of 2 articles is done in claims. Enter marks one done, --status any takes all."
    )
    assert refused("--status", "flagged") == (
        "1 article has marks but none is flagged. F flags one, --status any takes all."
    )
    done = {"A": {"claims": "done"}, "B": {"claims": "done"}}
    put(spandesk, path, tmp_path, {"text": "Two finished this.", "status": done})
    assert refused() == (
        "no article leaves (1 article: done by A and B: name --author; 2 articles: not done). Nothing was changed."
    )
    put(spandesk, path, tmp_path, {"text": "Hidden.", "hidden": True, "spans": [by("A", 0, 3)]})
    assert "1 article with 1 span: the article is hidden" in refused()


@pytest.mark.parametrize("kind", ["jsonl", "docbin"])
def test_every_refusal_and_link_leaves_or_is_listed(kind, path, spandesk, tmp_path):
    links = [{"id": name, "source_span": "x", "target_span": "y", "label": "says", "author": name} for name in "AB"]
    refusals = [by("A", 0, 3), by("B", 8, 11), by("A", 0, 11, "claims")]
    one = {"text": "Ada met Tom.", "refusals": refusals, "links": links}
    put(spandesk, path, tmp_path, {**one, "status": {"A": {"entities": "done"}}},
        {**one, "text": "Ada met Tom, unread."}, {**one, "text": "Ada met Tom, hidden.", "hidden": True})  # fmt: skip
    for words in ([], ["--layer", "entities"], ["--author", "B"], ["--status", "any"], ["--status", "done"]):
        report = spandesk("export", path, tmp_path / "x", "--as", kind, *words, "--json").json
        listed = [one["what"] for one in report["left_out"]]
        left = {"refusals": 0, "links": 0}
        if kind == "jsonl":
            held = [json.loads(line) for line in (tmp_path / "x").read_text().splitlines()]
            left = {name: sum(len(one[name]) for one in held) for name in left}
        else:
            docs = DocBin().from_disk(tmp_path / "x").get_docs(Vocab())
            left["refusals"] = sum(len(doc.spans.get("incorrect", ())) for doc in docs)
        assert left["refusals"] + listed.count("refusal") == 9, words
        assert left["links"] + listed.count("link") == 6, words


def test_as_of_a_position(path, spandesk, tmp_path):
    sample(spandesk, path)
    history = spandesk("history", path, "--json").json
    empty = history["gestures"][0]["id"]
    then = spandesk("export", path, tmp_path / "x.jsonl", "--as", "jsonl", "--as-of", empty, "--json").json
    now = spandesk("export", path, tmp_path / "y.jsonl", "--as", "jsonl", "--as-of", history["position"], "--json").json
    assert (then["articles"], now["articles"], now["spans"]) == (0, 1, 59)
    (tmp_path / "manifest.json").write_text(json.dumps({"position": now["position"]}))
    assert (
        spandesk("export", path, tmp_path / "z.jsonl", "--as", "jsonl", "--as-of", tmp_path / "manifest.json").code == 0
    )
    assert spandesk("export", path, tmp_path / "z.jsonl", "--as", "jsonl", "--as-of", "0:1:2").code == 1


@pytest.mark.parametrize(
    "words", [["--as", "pigeon"], ["--as", "jsonl", "--layer", "none"], ["--as", "jsonl", "--author", "nobody"]]
)
def test_what_is_not_there_is_told_with_what_there_is(path, spandesk, tmp_path, words):
    said = spandesk("export", path, tmp_path / "x", *words)
    assert said.code == (2 if "pigeon" in words else 1)
    assert said.err.count("\n") == 1
    assert list(tmp_path.glob("x*")) == []


def test_one_authors_marks_and_one_layer_of_own_jsonl(path, spandesk, tmp_path):
    sample(spandesk, path)
    report = spandesk("export", path, tmp_path / "x.jsonl", "--as", "jsonl", "--layer", "entities", "--json").json
    assert (report["spans"], report["not_taken"]) == (35, {"layer not asked for": 24})


@pytest.mark.parametrize(("kind", "name"), [("jsonl", "x.jsonl"), ("docbin", "x.spacy")])
def test_a_target_that_cannot_be_written_keeps_the_old_one(kind, name, path, spandesk, tmp_path):
    sample(spandesk, path)
    said = spandesk("export", path, tmp_path / "no" / name, "--as", kind)
    assert (said.code, said.err.count("\n")) == (1, 1)
    disk = tmp_path / "disk"
    disk.mkdir()
    assert spandesk("export", path, disk, "--as", kind).code == 1
    mount = shutil.which("mount") and subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=8k", "tmpfs", disk], capture_output=True, check=False
    )
    if not mount or mount.returncode:
        pytest.skip("mounting is not allowed here")
    try:
        (disk / name).write_text("old")
        said = spandesk("export", path, disk / name, "--as", kind)
        assert (said.code, said.err.count("\n")) == (1, 1)
        assert "the disk is full" in said.err
        assert [one.name for one in disk.iterdir()] == [name]
        assert (disk / name).read_text() == "old"
    finally:
        subprocess.run(["umount", "-l", disk], check=False)


def test_strict_is_exit_3_when_a_span_is_left_out(path, spandesk, tmp_path):
    (tmp_path / "a.jsonl").write_text(
        json.dumps({"text": "Ada met Tom.", "spans": [{"start": 1, "end": 3, "label": "PER"}], "answer": "accept"})
        + "\n"
    )
    spandesk("add", path, tmp_path / "a.jsonl")
    assert spandesk("export", path, tmp_path / "x.spacy", "--as", "docbin", "--strict").code == 3
    assert spandesk("check", path, "--strict").code == 3
    assert spandesk("check", path).code == 0


def put(spandesk, path, tmp_path, *records, name="in.jsonl"):
    (tmp_path / name).write_text("".join(json.dumps(one) + "\n" for one in records), encoding="utf-8")
    return spandesk("add", path, tmp_path / name, "--as", "jsonl", "--json").json


def by(author, start, end, layer="entities", **more):
    return {"start": start, "end": end, "label": "PER" if layer == "entities" else "CLAIM", "layer": layer,
            "author": author, **more}  # fmt: skip


def test_a_project_is_never_overwritten(path, spandesk, tmp_path):
    sample(spandesk, path)
    other = tmp_path / "other.spans"
    spandesk("new", other)
    before = path.read_bytes(), other.read_bytes()
    for target in (path, other):
        for words in (["export", path, target, "--as", "jsonl"], ["picture", path, 1, target]):
            said = spandesk(*words)
            assert (said.code, said.err.count("\n")) == (1, 1)
            assert "it is a project" in said.err
    assert (path.read_bytes(), other.read_bytes()) == before


def test_what_is_no_file_is_never_replaced(path, spandesk, tmp_path):
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    for target in (tmp_path / "folder", tmp_path / "pipe", "/dev/null"):
        for words in (["export", path, target, "--as", "jsonl"], ["picture", path, 1, target]):
            said = spandesk(*words)
            assert (said.code, said.err.count("\n")) == (1, 1)
            assert "Name a file" in said.err


def test_an_existing_target_is_replaced(path, spandesk, tmp_path):
    sample(spandesk, path)
    (tmp_path / "x.jsonl").write_text("old")
    assert spandesk("export", path, tmp_path / "x.jsonl", "--as", "jsonl").code == 0
    assert json.loads((tmp_path / "x.jsonl").read_text())["title"]
    assert [one.name for one in tmp_path.glob(".x*")] == []


def test_a_scheme_beside_the_target_that_no_export_wrote_is_spared(path, spandesk, tmp_path):
    target, beside = tmp_path / "x.jsonl", tmp_path / "x.scheme.toml"
    words = ("export", path, target, "--as", "jsonl")
    target.write_text("old")
    for mine in ("# mine\n", ""):
        beside.write_text(mine)
        said = spandesk(*words)
        assert (said.code, said.err.count("\n")) == (1, 1)
        assert (
            f"{beside} is there and no export wrote it. Move it or name another target; nothing was changed" in said.err
        )
        assert (target.read_text(), beside.read_text()) == ("old", mine)
    beside.unlink()
    beside.mkdir()
    assert spandesk(*words).code == 1
    assert target.read_text() == "old"
    beside.rmdir()
    assert spandesk(*words).code == 0, "absent"
    written = beside.read_text()
    beside.write_text(written + "# of an export, and changed\n")
    assert spandesk(*words).code == 0, "an export wrote it"
    assert beside.read_text() == written
    assert list(tmp_path.glob(".x*")) == []


def test_with_any_status_who_is_done_comes_first(path, spandesk, tmp_path):
    text = "Ada met Tom in Northport."
    put(spandesk, path, tmp_path, {
        "text": text, "spans": [by("A", 0, 3), by("B", 8, 11)], "status": {"A": {"entities": "done"}},
    }, {"text": "Nobody is done here.", "spans": [by("A", 0, 6)]})  # fmt: skip
    report = spandesk("export", path, tmp_path / "x.spacy", "--as", "docbin", "--status", "any", "--json").json
    assert (report["articles"], report["spans"], report["not_taken"]) == (2, 2, {"other author": 1})
    docs = {doc.text: doc for doc in DocBin().from_disk(tmp_path / "x.spacy").get_docs(Vocab())}
    assert [token.ent_iob_ for token in docs[text]] == ["B", "O", "O", "O", "O", "O"], "done: the rest is no entity"
    assert docs["Nobody is done here."][1].ent_iob_ == "", "not done: the rest is not known"


def test_when_two_are_done_the_sentence_says_whom_to_name(path, spandesk, tmp_path):
    done = {"entities": "done"}
    put(spandesk, path, tmp_path, {
        "text": "Ada met Tom.", "spans": [by("A", 0, 3), by("B", 8, 11)], "status": {"A": done, "B": done},
    })  # fmt: skip
    said = spandesk("export", path, tmp_path / "x.spacy", "--as", "docbin")
    assert said.code == 1
    assert "2 spans: done by A and B: name --author" in said.err
    assert "none is done" not in said.err
    report = spandesk("export", path, tmp_path / "x.spacy", "--as", "docbin", "--author", "B", "--json").json
    assert (report["spans"], report["not_taken"]) == (1, {"other author": 1})


def test_all_who_bear_a_name_are_meant_by_it(path, spandesk, tmp_path):
    put(spandesk, path, tmp_path, {"text": "Ada met Tom.", "spans": [by("annotator A", 0, 3)]})
    (tmp_path / "b.jsonl").write_text(
        json.dumps({"text": "Ada met Tom.", "spans": [{"start": 8, "end": 11, "label": "PER"}], "answer": "accept"})
        + "\n"
    )
    spandesk("add", path, tmp_path / "b.jsonl", "--author", "annotator B")
    for name, spans in (("annotator A", 1), ("annotator B", 1)):
        report = spandesk("export", path, tmp_path / "x.jsonl", "--as", "jsonl", "--author", name, "--json").json
        assert (report["spans"], report["not_taken"]["other author"]) == (spans, 1)


@pytest.mark.parametrize("kind", ["jsonl", "docbin"])
def test_every_stored_span_leaves_or_is_counted_whatever_is_asked(kind, path, spandesk, tmp_path):
    """Hidden articles, several authors, an adjudicator, half tokens, overlaps, all statuses, two layers."""
    done, flagged = {"entities": "done", "claims": "done"}, {"entities": "flagged"}
    (tmp_path / "in.scheme.toml").write_text(
        '[[layers]]\nid = "entities"\nrule = "flat"\n[[authors]]\nid = "j"\nname = "J"\nrole = "adjudicator"\n'
    )
    spans = [
        by("A", 0, 3),
        by("A", 0, 7),
        by("A", 1, 3),
        by("B", 8, 11),
        by("A", 0, 11, "claims"),
        by("B", 0, 7, "claims"),
    ]
    put(
        spandesk, path, tmp_path,
        {"text": "Ada met Tom.", "spans": spans, "status": {"A": done}},
        {"text": "Ada met Tom, they say.", "spans": spans, "status": {"A": done, "B": done}},
        {"text": "Ada met Tom again.", "spans": [*spans, by("j", 0, 3)], "status": {"A": done, "j": done}},
        {"text": "Ada met Tom, hidden.", "spans": spans, "status": {"A": done}, "hidden": True},
        {"text": "Ada met Tom, perhaps.", "spans": spans, "status": {"B": flagged}},
        {"text": "Ada met Tom, unread.", "spans": spans},
        {"text": "Ada met Tom, skipped.", "spans": [by("B", 0, 3)], "status": {"B": {"entities": "skipped"}}},
    )  # fmt: skip
    stored = spandesk("stats", path, "--json").json["spans"]
    assert stored == 38
    for layers in ([], ["entities"], ["claims"], ["claims", "entities"]):
        for authors in ([], ["A"], ["B"], ["B", "A"], ["J"]):
            for statuses in ([], ["any"], ["done"], ["flagged"], ["skipped", "done"], ["any", "flagged"]):
                words = [word for name, held in (("--layer", layers), ("--author", authors), ("--status", statuses))
                         for one in held for word in (name, one)]  # fmt: skip
                said = spandesk("export", path, tmp_path / "x", "--as", kind, *words, "--json")
                if said.code == 1:
                    assert kind == "docbin"
                    assert said.err.count("\n") == 1
                    continue
                report = said.json
                listed = sum(one["what"] == "span" for one in report["left_out"])
                assert stored == report["spans"] + listed + sum(report["not_taken"].values()), words


# ---- tried, and not written
KINDS = shelf.kind_names("exports", "write")


def broken(spandesk, path, tmp_path):
    """Put in spans on half tokens, white space, overlaps, twins, refusals, an empty article and one not done."""
    spans = [by("", 0, 3), by("", 1, 3), by("", 3, 7), by("", 4, 11), by("", 8, 11), by("", 0, 11, "claims"),
             by("", 0, 11, "claims"), by("", 4, 20, "claims")]  # fmt: skip
    done = {"": {"entities": "done", "claims": "done"}}
    put(spandesk, path, tmp_path, *(
        {"text": f"Ada met Tom in Bern {word}.", "title": word, "spans": spans, "refusals": [by("", 15, 19)], "status": done}
        for word in ("first", "second", "third")
    ), {"text": "Nobody.", "status": done}, {"text": "Ada is not done.", "spans": [by("", 0, 3)]},
        {"text": "Only entities.", "spans": [by("", 0, 4), by("", 0, 4, "claims")], "status": {"": {"entities": "done"}}})  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_a_dry_run_tells_what_the_export_then_does_and_writes_nothing(kind, path, spandesk, tmp_path):
    broken(spandesk, path, tmp_path)
    target = tmp_path / "out" / "x"
    target.parent.mkdir()
    before = path.read_bytes()
    dry = spandesk("export", path, target, "--as", kind, "--dry-run", "--json").json
    assert path.read_bytes() == before
    assert list(target.parent.iterdir()) == []
    assert exported.load(path) == []
    real = spandesk("export", path, target, "--as", kind, "--json").json
    for told in (dry, real):
        told["left_out"] = sorted(map(json.dumps, told["left_out"]))
    known = {name: value for name, value in dry.items() if name in real and name != "position"}
    assert known == {name: value for name, value in real.items() if name != "position"}
    leaving = dry["leaving"]
    assert sum(leaving["articles"].values()) == dry["articles"]
    assert sum(sum(one["spans"].values()) for one in leaving["layers"]) == dry["spans"]
    assert sum(one["left_out"] for one in leaving["layers"]) == sum('"what": "span"' in one for one in dry["left_out"])
    for layer in leaving["layers"]:
        assert layer["left_out"] == sum(one["left_out"] for one in layer["labels"])
        assert all(count >= 0 for one in layer["labels"] for count in one["spans"].values())


@pytest.mark.parametrize("kind", KINDS)
def test_everything_left_out_leads_back_to_its_place(kind, path, spandesk, tmp_path):
    broken(spandesk, path, tmp_path)
    report = spandesk("export", path, tmp_path / "x", "--as", kind, "--dry-run", "--json").json
    project = Project.open(path, author())
    held = {one.article.id: one for one in project.reader.records(project.reader.position())}
    project.close()
    for one in report["left_out"]:
        record = held[one["article"]]
        assert one["verdict"]
        if one["what"] == "span":
            span = next(span for span in record.spans if span.id == one["id"])
            assert (span.start, span.end, span.label.partition("/")[0]) == (one["start"], one["end"], one["layer"])
            assert one["text"] == record.article.text[span.start : span.end]


def test_a_dry_run_says_in_words_what_would_go_and_what_changed_since(path, spandesk, tmp_path):
    broken(spandesk, path, tmp_path)
    target = tmp_path / "x.spacy"
    said = spandesk("export", path, target, "--as", "docbin", "--dry-run").out.splitlines()
    assert said[0].startswith(f"Nothing was written. To {target} would go 5 articles with ")
    assert said[1].startswith("entities: ")
    assert not any("Since the last export" in line for line in said)
    assert any("left out: span PER 'da' at 1-3 in first: it starts or ends inside a token" in line for line in said)
    spandesk("export", path, target, "--as", "docbin")
    put(spandesk, path, tmp_path, {"text": "New.", "spans": [by("", 0, 3)], "status": {"": {"entities": "done"}}})
    said = spandesk("export", path, tmp_path / "other", "--as", "docbin", "--dry-run").out
    since = f"Since the last export, to {target}: 1 span added, 0 changed, 0 removed; 1 article done, 0 reopened."
    assert since in said.splitlines()
    assert "Since" not in spandesk("export", path, target, "--as", "jsonl", "--dry-run").out


def test_what_was_exported_from_another_file_at_this_path_is_no_measure(path, spandesk, tmp_path):
    broken(spandesk, path, tmp_path)
    spandesk("export", path, tmp_path / "x", "--as", "jsonl")
    path.unlink()
    spandesk("new", path)
    assert spandesk("export", path, tmp_path / "x", "--as", "jsonl", "--dry-run", "--json").json["since"] is None


def test_a_dry_run_refuses_what_the_export_refuses(path, spandesk, tmp_path):
    broken(spandesk, path, tmp_path)
    for words in (("--status", "skipped"), ("--layer", "none")):
        dry, real = (spandesk("export", path, tmp_path / "x", "--as", "docbin", *words, *more)
                     for more in (("--dry-run",), ()))  # fmt: skip
        assert (dry.code, dry.err) == (real.code, real.err) != (0, "")
    assert spandesk("export", path, path, "--as", "docbin", "--dry-run").code == 1


def test_a_dry_run_tells_counts_on_its_way(path, spandesk, tmp_path):
    put(spandesk, path, tmp_path, *({"text": f"Ada {at}.", "spans": [by("", 0, 3)]} for at in range(1_200)))
    said = spandesk("export", path, tmp_path / "x", "--as", "jsonl", "--dry-run", "--progress").err.splitlines()
    held = [json.loads(line) for line in said if "leaving" in line]
    assert [one["leaving"]["articles"][""] for one in held] == [500, 1_000]


def test_an_export_that_is_stopped_while_it_is_tried_leaves_nothing_behind(path, spandesk, tmp_path, monkeypatch):
    broken(spandesk, path, tmp_path)
    room = tmp_path / "room"
    room.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(room))

    def stop(*_words):
        assert len(list(room.iterdir())) == 1
        raise KeyboardInterrupt

    monkeypatch.setattr(shelf.load("exports", "jsonl"), "write", stop)
    assert spandesk("export", path, tmp_path / "x", "--as", "jsonl", "--dry-run").code == 1
    assert list(room.iterdir()) == []


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork processes")
def test_what_a_dry_run_left_that_was_killed_goes_with_the_next(path, spandesk, tmp_path, monkeypatch):
    broken(spandesk, path, tmp_path)
    room = tmp_path / "room"
    room.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(room))
    call = ("export", path, tmp_path / "x", "--as", "jsonl", "--dry-run")
    child = os.fork()
    if child == 0:
        monkeypatch.setattr(shelf.load("exports", "jsonl"), "write", lambda *_: os._exit(0))
        spandesk(*call)
        os._exit(1)
    assert os.waitpid(child, 0)[1] == 0
    assert len(list(room.iterdir())) == 1
    spandesk(*call)
    assert list(room.iterdir()) == []
