"""The subcommands that only look: check, stats, history, list; and demo, which does everything."""

import contextlib
import json
import sqlite3
import subprocess
import sys

import pytest

from annotator import places, shelf
from annotator.model import verdict
from annotator.model.article import Article
from annotator.model.edit import Edit, Gesture
from annotator.model.mark import Author, Span, Status
from annotator.project.project import Project


@pytest.fixture
def sampled(path, spandesk):
    spandesk("add", path, places.resource("sample", "sample.jsonl"))
    return path


def test_stats(sampled, spandesk):
    stats = spandesk("stats", sampled, "--json").json
    assert (stats["articles"], stats["spans"]) == (1, 59)
    assert sum(stats["by_label"].values()) == 59
    assert "59 spans" in spandesk("stats", sampled).out


def test_stats_say_what_is_done_in_each_layer(path, spandesk, tmp_path):
    (tmp_path / "a.txt").write_text("Ada met Tom.")
    (tmp_path / "a.ann").write_text("T1\tPER 0 3\tAda\n")
    spandesk("add", path, tmp_path, "--author", "annotator B")
    said, stats = spandesk("stats", path).out, spandesk("stats", path, "--json").json
    assert stats["by_status"]["annotator B"]["done"] == 0, "claims are still to do"
    assert {layer: one["done"] for layer, one in stats["by_layer"]["annotator B"].items()} == {
        "entities": 1,
        "claims": 0,
    }
    assert said.endswith(
        "  annotator B: 1 todo, 0 done, 0 flagged, 0 skipped\n"
        "    in entities: 0 todo, 1 done, 0 flagged, 0 skipped\n"
        "    in claims: 1 todo, 0 done, 0 flagged, 0 skipped\n"
    )


def test_what_bears_one_name_is_counted_apart(path, spandesk, tmp_path):
    scheme = "\n".join(
        f'[[layers]]\nid = "{layer}"\n[[layers.labels]]\nname = "X"\n[[authors]]\nid = "{author}"\nname = "J"\n'
        for layer, author in (("one", "j1"), ("two", "j2"))
    )
    (tmp_path / "a.scheme.toml").write_text(scheme)
    spans = [{"start": n, "end": n + 1, "label": "X", "layer": layer, "author": author}
             for n, layer, author in ((0, "one", "j1"), (1, "two", "j1"), (2, "two", "j2"), (3, "entities", "k"))]  # fmt: skip
    spans[-1]["label"] = "PER"
    status = {"j1": {"one": "done"}, "j2": {"two": "flagged"}}
    (tmp_path / "a.jsonl").write_text(json.dumps({"text": "Ada met Tom.", "spans": spans, "status": status}))
    spandesk("add", path, tmp_path / "a.jsonl", "--as", "jsonl")
    stats = spandesk("stats", path, "--json").json
    assert {name: count for name, count in stats["by_label"].items() if count} == {"one/X": 1, "two/X": 2, "PER": 1}
    assert stats["by_author"] == {"J (j1)": 2, "J (j2)": 1, "k": 1}
    assert set(stats["by_status"]) == {"J (j1)", "J (j2)"}
    listed = {one["id"]: one["spans"] for one in spandesk("list", "labels", path, "--json").json if one["spans"]}
    assert listed == {"one/x": 1, "two/x": 2, "entities/per": 1}


def test_check_finds_every_span_trainable_and_damage_is_exit_1(sampled, spandesk):
    assert spandesk("check", sampled, "--json").json == {
        "whole": True,
        "spans": 59,
        "trainable": 59,
        "left_out": [],
        "warnings": [],
    }
    other = sqlite3.connect(sampled)
    other.execute("UPDATE span SET end = end + 1 WHERE id = (SELECT min(id) FROM span)")
    other.commit()
    other.close()
    said = spandesk("check", sampled)
    assert (said.code, said.err.count("\n")) == (1, 1)
    assert said.err.startswith(f"{sampled} is damaged: ")
    assert said.err.endswith(
        " Restore a backup (`spandesk backup PROJECT --list`) or salvage what it holds (`spandesk salvage PROJECT NEW`).\n"
    )


def test_check_lists_what_was_made_in_an_article_while_it_was_taken_back_and_adding_brings_it_back(
    path, spandesk, tmp_path
):
    (tmp_path / "a.txt").write_text("Ada Lindqvist met Tom.")
    spandesk("add", path, tmp_path / "a.txt")
    intake = spandesk("history", path, "--json").json["gestures"][-1]["id"]
    spandesk("history", path, "--take-back", intake)
    me = Author("author-a", "annotator A")
    article, span = Article.of("Ada Lindqvist met Tom."), Span("s", 0, 3, "entities/per", me.id)
    status = Status(me.id, "entities", "done")
    with contextlib.closing(Project.open(path, me)) as late:
        late.store(Gesture("", "x", me.id, "window", {article.id: Edit.adding(article.id, span, status)}))
    said = spandesk("check", path)
    assert said.code == 0
    assert said.out.startswith("The file is whole. Of 0 spans 0 are trainable.\n2 marks are seen nowhere besides.\n")
    assert "left out: span PER 'Ada' at 0-3 in Ada Lindqvist met Tom.: its article was taken back" in said.out
    assert spandesk("check", path, "--strict").code == 3
    found = spandesk("check", path, "--json").json
    assert [(one["what"], one["text"]) for one in found["left_out"]] == [("span", "Ada"), ("status", "done")]
    assert (found["spans"], found["trainable"]) == (0, 0)
    spandesk("add", path, tmp_path / "a.txt")
    assert spandesk("check", path, "--json").json == {
        "whole": True,
        "spans": 1,
        "trainable": 1,
        "left_out": [],
        "warnings": [],
    }


def test_check_counts_one_reason_on_one_line(path, spandesk, tmp_path):
    spans = [{"start": a, "end": b, "label": "PER"} for a, b in ((0, 7), (0, 3), (4, 7), (8, 10))]
    (tmp_path / "a.jsonl").write_text(
        "".join(json.dumps({"text": text, "spans": spans, "answer": "accept"}) + "\n"
                for text in ("Ada met Tom.", "Tom met Ada."))
    )  # fmt: skip
    spandesk("add", path, tmp_path / "a.jsonl", "--layer", "entities")
    said = spandesk("check", path).out.splitlines()
    assert said[0] == "The file is whole. Of 8 spans 2 are trainable."
    assert [line.partition(":")[0].strip() for line in said if line.startswith("  ")] == ["4", "2"]
    assert sum("(PER 0-7) in a flat layer" in line for line in said) == 4


def test_check_lists_what_is_lost_and_what_is_warned_of_apart(path, spandesk, tmp_path):
    spans = [{"start": a, "end": b, "label": "PER"} for a, b in ((0, 2), (4, 8))]
    spans.append({"start": 8, "end": 17, "label": "CLAIM", "layer": "claims"})
    (tmp_path / "a.jsonl").write_text(json.dumps({"text": "Ada met Tom. They left.", "spans": spans}))
    spandesk("add", path, tmp_path / "a.jsonl", "--as", "jsonl")
    found = spandesk("check", path, "--json").json
    assert (found["spans"], found["trainable"]) == (3, 1)
    assert [(one["verdict"], one["reason"]) for one in found["left_out"]] == [
        (verdict.HALF, "it ends inside a token: \u201cAd|a\u201d"),
        (verdict.WHITESPACE, "it ends with white space, from which nothing is learnt"),
    ]
    (warned,) = found["warnings"]
    assert (warned["label"], warned["text"], warned["reason"]) == ("CLAIM", "Tom. They", verdict.CROSSES_FREE)
    article = spandesk("list", "articles", path, "--json").json[0]["id"]
    assert all(one["id"] and one["article"] == article for one in (*found["left_out"], warned))
    said = spandesk("check", path).out.splitlines()
    assert said[1:3] == [f"  1: {verdict.HALF}", f"  1: {verdict.WHITESPACE}"]
    assert said[3] == f"with a warning, 1: {verdict.CROSSES_FREE}"
    assert said[-1].startswith("with a warning: span CLAIM 'Tom. They' at 8-17 in ")
    assert spandesk("check", path, "--strict").code == 3


def test_a_warning_alone_keeps_the_check_content(path, spandesk, tmp_path):
    spans = [{"start": 8, "end": 17, "label": "CLAIM", "layer": "claims"}]
    (tmp_path / "a.jsonl").write_text(json.dumps({"text": "Ada met Tom. They left.", "spans": spans}))
    spandesk("add", path, tmp_path / "a.jsonl", "--as", "jsonl")
    assert spandesk("check", path, "--strict").code == 0
    assert len(spandesk("check", path, "--json").json["warnings"]) == 1


def test_history_of_a_project_and_of_an_article(sampled, spandesk):
    history = spandesk("history", sampled, "--json").json
    assert [one["command"] for one in history["gestures"]][-1] == "add"
    title = "Algeria, France Restore Senior-Level Security Dialogue"
    assert len(spandesk("history", sampled, title, "--json").json["gestures"]) == 1
    assert spandesk("history", sampled, "no such title").code == 1


def test_an_intake_is_taken_back_and_comes_again(sampled, spandesk):
    gesture = spandesk("history", sampled, "--json").json["gestures"][-1]["id"]
    back = spandesk("history", sampled, "--take-back", gesture, "--json").json
    assert back["kept"] == []
    assert spandesk("stats", sampled, "--json").json["articles"] == 0
    again = spandesk("add", sampled, places.resource("sample", "sample.jsonl"), "--json").json
    assert (again["articles"], again["spans"]) == (1, 59)


@pytest.mark.parametrize(
    ("what", "one"),
    [
        ("kinds", {"name": "brat", "way": "in", "title": "brat standoff", "suffixes": [".ann"]}),
        ("commands", {"name": "edit.undo", "keys": "Ctrl+Z", "words": "Undo"}),
        ("commands", {"name": "view.zoom.in", "keys": "Ctrl++ Ctrl+=", "words": "Zoom in"}),
        ("sources", {"name": "repeats", "title": "Repeats", "origin": "repeat"}),
        ("schemes", {"name": "news", "path": str(places.resource("schemes", "news.toml"))}),
    ],
)
def test_list_names_what_is_there_without_a_project(what, one, spandesk):
    listed = spandesk("list", what, "--json").json
    assert one in listed
    assert spandesk("list", what).out.count("\n") == len(listed)


def test_list_names_what_is_on_the_shelf(spandesk, sampled):
    kinds = {(one["name"], one["way"]) for one in spandesk("list", "kinds", "--json").json}
    assert "gate  in  GATE XML and bdoc  .xml .bdocjs\n" in spandesk("list", "kinds").out
    assert kinds >= {("brat", "in"), ("jsonl", "in"), ("jsonl", "out"), ("docbin", "out")}
    assert "label.apply" in {one["name"] for one in spandesk("list", "commands", "--json").json}
    assert len(spandesk("list", "labels", sampled, "--json").json) == 10
    assert spandesk("list", "articles", sampled, "--json").json[0]["spans"] == 59
    assert len(spandesk("list", "authors", sampled, "--json").json) == 2
    assert spandesk("list", "labels").code == 2
    assert spandesk("list", "unicorns").code == 2


def test_commands_are_listed_where_there_is_no_window_to_run_them(spandesk):
    without = "import sys; sys.modules['PySide6'] = None; from annotator.cli import main; sys.exit(main())"
    words = [sys.executable, "-c", without, "list", "commands", "--json"]
    said = subprocess.run(words, check=False, capture_output=True, text=True)
    assert (said.returncode, said.stderr) == (0, "")
    assert json.loads(said.stdout) == spandesk("list", "commands", "--json").json


def test_the_demo_goes_the_whole_way_twice(tmp_path, spandesk):
    for _ in range(2):
        steps = spandesk("demo", tmp_path / "out", "--json").json["steps"]
        assert [one["step"] for one in steps] == [
            "new",
            "add",
            "stats",
            "check",
            "export",
            "export",
            "read back",
            "picture",
            "picture",
        ]
        assert "59 spans" in steps[6]["said"]
    held = json.loads((tmp_path / "out" / "sample.jsonl").read_text())
    assert len(held["spans"]) == 59


def test_the_demo_spares_the_work_of_others(tmp_path, spandesk):
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "sample.jsonl").write_text("mine")
    assert spandesk("demo", folder).code == 1
    assert [one.name for one in folder.iterdir()] == ["sample.jsonl"]
    (folder / "sample.jsonl").unlink()
    (tmp_path / "a.txt").write_text("Ada met Tom.")
    (tmp_path / "b.txt").write_text("Tom met Ada.")
    spandesk("new", folder / "sample.spans")
    spandesk("add", folder / "sample.spans", tmp_path / "a.txt", tmp_path / "b.txt")
    before = (folder / "sample.spans").read_bytes()
    said = spandesk("demo", folder)
    assert (said.code, said.err.count("\n")) == (1, 1)
    assert "Name another folder" in said.err
    assert (folder / "sample.spans").read_bytes() == before


def test_a_damaged_page_is_one_line_wherever_it_is_met(path, spandesk, tmp_path):
    lines = [json.dumps({"text": f"{n} Ada met Tom. " * 40, "spans": [{"start": 0, "end": 1, "label": "PER"}], "answer": "accept"})
             for n in range(200)]  # fmt: skip
    (tmp_path / "a.jsonl").write_text("\n".join(lines))
    spandesk("add", path, tmp_path / "a.jsonl")
    data = bytearray(path.read_bytes())
    for page in range(10, len(data) // 8192, 10):
        data[page * 8192 : page * 8192 + 4096] = b"\xee" * 4096
    path.write_bytes(data)
    for words in (["stats", path], ["check", path], ["list", "articles", path], ["list", "labels", path], ["history", path],
                  ["export", path, tmp_path / "x.jsonl", "--as", "jsonl"], ["picture", path, 5, tmp_path / "x.png"],
                  ["add", path, tmp_path / "a.jsonl"]):  # fmt: skip
        said = spandesk(*words)
        assert (said.code, said.err.count("\n")) == (1, 1), words
        assert "is damaged" in said.err
    assert path.read_bytes() == data
    assert list(tmp_path.glob("x*")) == []


def test_an_article_by_number_digits_of_its_id_and_title(path, spandesk, tmp_path):
    for name, text in (("a", "1234567\nAda"), ("b", "Ada met Tom."), ("c", "2")):
        (tmp_path / f"{name}.txt").write_text(text)
    spandesk("add", path, *(tmp_path / f"{name}.txt" for name in "abc"))
    articles = {one["number"]: one for one in spandesk("list", "articles", path, "--json").json}
    for number, one in articles.items():
        found = [spandesk("history", path, word, "--json").json for word in (number, one["id"][:6], one["id"].upper())]
        assert found[0] == found[1] == found[2]
        assert len(found[0]["gestures"]) == 1
    assert spandesk("history", path, "1234567").code == 0, "a title of digits, when no number is meant"
    for word in ("99", articles[1]["id"][:5], "no such title", "", "9" * 40):
        said = spandesk("history", path, word) if word else spandesk("picture", path, word, tmp_path / "x.png")
        assert (said.code, said.err.count("\n")) == (1, 1)


def test_subcommands_have_the_functions_the_shell_calls():
    for name, module in shelf.modules("cli").items():
        if name != "answer":
            assert module.__doc__
            assert callable(module.run)
            assert callable(module.add_arguments)


def test_check_keeps_the_tokens_it_found_and_the_next_check_needs_no_spacy(path, spandesk, tmp_path, monkeypatch):
    (tmp_path / "a.jsonl").write_text(
        json.dumps({"text": "Ada met Tom.", "spans": [{"start": 0, "end": 2, "label": "PER"}], "answer": "accept"})
        + "\n"
    )
    spandesk("add", path, tmp_path / "a.jsonl")
    first = spandesk("check", path, "--json").json
    assert first["left_out"][0]["reason"] == "it ends inside a token: \u201cAd|a\u201d"
    code = (
        "import sys\nfrom annotator.cli import main\nmain(['check', sys.argv[1], '--json'])\n"
        "print([name for name in ('spacy', 'numpy') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)
    again, loaded = done.stdout.split("\n")[:2]
    assert json.loads(again) == first
    assert loaded == "[]"
