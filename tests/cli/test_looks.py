"""The subcommands that only look: check, stats, history, list; and demo, which does everything."""

import json
import sqlite3

import pytest

from annotator import places, shelf


@pytest.fixture
def sampled(path, spandesk):
    spandesk("add", path, places.resource("sample", "sample.jsonl"))
    return path


def test_stats(sampled, spandesk):
    stats = spandesk("stats", sampled, "--json").json
    assert (stats["articles"], stats["spans"]) == (1, 58)
    assert sum(stats["by_label"].values()) == 58
    assert "58 spans" in spandesk("stats", sampled).out


def test_check_finds_every_span_trainable_and_damage_is_exit_1(sampled, spandesk):
    assert spandesk("check", sampled, "--json").json == {"whole": True, "spans": 58, "trainable": 58, "left_out": []}
    other = sqlite3.connect(sampled)
    other.execute("UPDATE span SET end = end + 1 WHERE id = (SELECT min(id) FROM span)")
    other.commit()
    other.close()
    said = spandesk("check", sampled)
    assert (said.code, said.err.count("\n")) == (1, 1)
    assert "damaged" in said.err


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
    assert (again["articles"], again["spans"]) == (1, 58)


@pytest.mark.parametrize("what", ["kinds", "commands", "sources", "schemes"])
def test_list_without_a_project(what, spandesk):
    assert isinstance(spandesk("list", what, "--json").json, list)


def test_list_names_what_is_on_the_shelf(spandesk, sampled):
    kinds = {(one["name"], one["way"]) for one in spandesk("list", "kinds", "--json").json}
    assert kinds >= {("brat", "in"), ("jsonl", "in"), ("jsonl", "out"), ("docbin", "out")}
    assert "label.apply" in {one["name"] for one in spandesk("list", "commands", "--json").json}
    assert len(spandesk("list", "labels", sampled, "--json").json) == 10
    assert spandesk("list", "articles", sampled, "--json").json[0]["spans"] == 58
    assert len(spandesk("list", "authors", sampled, "--json").json) == 2
    assert spandesk("list", "labels").code == 1
    assert spandesk("list", "unicorns").code == 2


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
        assert "58 spans" in steps[6]["said"]
    held = json.loads((tmp_path / "out" / "sample.jsonl").read_text())
    assert len(held["spans"]) == 58


def test_subcommands_have_the_functions_the_shell_calls():
    for name, module in shelf.modules("cli").items():
        if name != "answer":
            assert module.__doc__
            assert callable(module.run)
            assert callable(module.add_arguments)
