import json
import random
import shutil

import pytest
import stories

from annotator import shelf


def add(spandesk, path, tmp_path, texts, name="in.jsonl", **more):
    lines = [{"text": text, "status": {"": {"entities": "done"}}, "spans": [ANYONE], **more} for text in texts]
    (tmp_path / name).write_text("".join(json.dumps(one) + "\n" for one in lines), encoding="utf-8")
    return spandesk("add", path, tmp_path / name, "--as", "jsonl", "--json").json


ANYONE = {"start": 0, "end": 6, "label": "PER", "layer": "entities", "author": ""}


@pytest.fixture
def between(spandesk, path, tmp_path):
    """Put two stories into different parts, and one that is near both."""
    first, second, third = stories.made(3)
    add(spandesk, path, tmp_path, [f"{first}\n{second}", f"{second}\n{third}"])
    assert spandesk("split", path).code == 0
    add(spandesk, path, tmp_path, [f"{first}\n{second}\n{third}"], "both.jsonl", title="Both stories")
    return path


@pytest.fixture
def in_parts(monkeypatch):
    """Let kinds ask for parts, as one that writes a file for each part does."""
    for name in ("jsonl", "docbin"):
        monkeypatch.setattr(shelf.load("exports", name), "PARTS", True, raising=False)


def gestures(spandesk, path):
    return len(spandesk("history", path, "--json").json["gestures"])


def parts_of(spandesk, path):
    return {one["id"]: one["part"] for one in spandesk("list", "articles", path, "--json").json}


def exported(path):
    return {one["id"]: one["part"] for one in map(json.loads, path.read_text(encoding="utf-8").splitlines())}


def test_a_preview_changes_nothing_and_tells_what_the_split_then_does(path, spandesk, tmp_path):
    add(spandesk, path, tmp_path, stories.made(40))
    before = path.read_bytes()
    preview = spandesk("split", path, "--dry-run", "--json").json
    assert path.read_bytes() == before
    assert preview.pop("dry_run")
    history = spandesk("history", path, "--json").json
    done = spandesk("split", path, "--json").json
    assert not done.pop("dry_run")
    assert spandesk("history", done.pop("backup"), "--json").json == history, "as it was it lies beside it"
    assert (done.pop("no_backup"), done.pop("backup_trouble")) == ("", False)
    assert done == preview
    assert (done["articles"], done["new"], done["moved"], done["ratio"]) == (40, 40, 0, "80:10:10")
    assert sum(part["articles"] for part in done["parts"].values()) == 40
    again = spandesk("split", path, "--json").json
    assert (again["new"], again["moved"], again["moves"]) == (0, 0, [])
    assert {part: held["articles"] for part, held in again["parts"].items()} == {
        part: held["articles"] for part, held in done["parts"].items()
    }


def test_what_a_person_reads_of_it(path, spandesk, tmp_path):
    texts = stories.made(10)
    add(spandesk, path, tmp_path, [*texts, texts[0] + " More."])
    said = spandesk("split", path, "--dry-run").out.splitlines()
    assert said[0] == "Nothing was changed. The split would be:"
    assert said[1].startswith("11 articles by 80:10:10: train ")
    assert said[2] == "New to the split: 11; moved: 0; nearly the same as another: 2 articles."
    assert spandesk("split", path).out.startswith("11 articles by")


def test_adding_articles_moves_none_and_another_ratio_tells_how_many(path, spandesk, tmp_path):
    add(spandesk, path, tmp_path, stories.made(60))
    spandesk("split", path)
    before = parts_of(spandesk, path)
    add(spandesk, path, tmp_path, stories.made(90)[60:], "more.jsonl")
    assert spandesk("split", path, "--json").json["moved"] == 0
    after = parts_of(spandesk, path)
    assert {id: after[id] for id in before} == before
    assert "" not in after.values()
    preview = spandesk("split", path, "--ratio", "50:25:25", "--dry-run", "--json").json
    assert preview["moved"] == sum(one["articles"] for one in preview["moves"]) > 0
    assert parts_of(spandesk, path) == after
    assert "moved: " in spandesk("split", path, "--ratio", "50:25:25").out
    moved = parts_of(spandesk, path)
    assert sum(moved[id] != after[id] for id in after) == preview["moved"]
    assert spandesk("split", path, "--json").json["ratio"] == "50:25:25", "it is the project's own from then on"
    assert spandesk("split", path, "--salt", "other", "--dry-run", "--json").json["moved"] > 0


def test_articles_that_were_taken_back_are_counted_nowhere(path, spandesk, tmp_path):
    add(spandesk, path, tmp_path, stories.made(20))
    add(spandesk, path, tmp_path, stories.made(40)[20:], "more.jsonl")
    spandesk("split", path)
    (*_, intake) = [one for one in spandesk("history", path, "--json").json["gestures"] if one["command"] == "add"]
    assert spandesk("history", path, "--take-back", intake["id"]).code == 0
    done = spandesk("split", path, "--ratio", "1:1:1", "--json").json
    assert done["articles"] == sum(part["articles"] for part in done["parts"].values()) == 20
    for name, part in done["parts"].items():
        came = sum(one["articles"] for one in done["moves"] if one["to"] == name)
        went = sum(one["articles"] for one in done["moves"] if one["from"] == name)
        assert part["articles"] == part["before"] + came - went


def newest_split(spandesk, path):
    found = spandesk("history", path, "--json").json["gestures"]
    return next(one["id"] for one in reversed(found) if one["command"].startswith("split"))


@pytest.mark.parametrize("early", [0, 20])
def test_a_law_by_which_others_got_their_parts_since_is_not_taken_back_before_those(path, spandesk, tmp_path, early):
    add(spandesk, path, tmp_path, stories.made(early))
    spandesk("split", path, "--ratio", "50:25:25")
    law = newest_split(spandesk, path)
    add(spandesk, path, tmp_path, stories.made(40)[20:], "more.jsonl")
    assert spandesk("split", path).code == 0
    before = path.read_bytes()
    said = spandesk("history", path, "--take-back", law)
    assert (said.code, said.err.partition(": ")[2]) == (
        1, "articles got their parts by the law of the split that it set: take those back first. Nothing was changed.\n",
    )  # fmt: skip
    assert path.read_bytes() == before
    assert spandesk("split", path, "--dry-run", "--json").json["ratio"] == "50:25:25"
    assert spandesk("history", path, "--take-back", newest_split(spandesk, path)).code == 0
    assert spandesk("history", path, "--take-back", law).code == 0
    assert not any(parts_of(spandesk, path).values())


def test_another_law_is_taken_back_with_what_it_moved(path, spandesk, tmp_path):
    add(spandesk, path, tmp_path, stories.made(40))
    spandesk("split", path, "--ratio", "50:25:25")
    before = parts_of(spandesk, path)
    assert spandesk("split", path, "--ratio", "1:1:1", "--json").json["moved"] > 0
    assert spandesk("history", path, "--take-back", newest_split(spandesk, path)).code == 0
    assert parts_of(spandesk, path) == before
    assert spandesk("split", path, "--dry-run", "--json").json["ratio"] == "50:25:25"


def test_words_that_make_no_ratio_are_told(path, spandesk):
    said = spandesk("split", path, "--ratio", "most:few")
    assert (said.code, said.err.count("\n")) == (2, 1)
    assert "the ratio most:few: it is none of train, dev and test. Write it as 80:10:10." in said.err


def test_an_article_near_two_parts_is_listed_with_its_title(between, spandesk):
    said = spandesk("split", between, "--json", "--strict")
    assert said.code == 3
    assert said.json["left_out"] == [
        {"what": "article", "where": "Both stories", "reason": "near articles of train and of dev"}
    ]
    assert "left out: article in Both stories: near articles of train and of dev" in spandesk("split", between).out


def test_a_project_that_cannot_be_written_is_told_but_can_be_previewed(path, spandesk, tmp_path, monkeypatch):
    add(spandesk, path, tmp_path, stories.made(3))
    monkeypatch.setattr("annotator.project.project.may_write", lambda path: False)
    said = spandesk("split", path)
    assert (said.code, "write-protected" in said.err) == (1, True)
    assert spandesk("split", path, "--dry-run").code == 0


def test_a_kind_that_has_parts_keeps_them_before_the_position_is_pinned(path, spandesk, tmp_path, in_parts):
    add(spandesk, path, tmp_path, stories.made(30))
    answer = spandesk("export", path, tmp_path / "a.jsonl", "--as", "jsonl", "--json").json
    parts = exported(tmp_path / "a.jsonl")
    assert parts == parts_of(spandesk, path)
    assert "" not in parts.values()
    assert answer["position"] == spandesk("history", path, "--json").json["position"]
    count = gestures(spandesk, path)
    again = spandesk("export", path, tmp_path / "b.jsonl", "--as", "jsonl", "--json").json
    assert (gestures(spandesk, path), again["position"]) == (count, answer["position"])
    assert (tmp_path / "a.jsonl").read_bytes() == (tmp_path / "b.jsonl").read_bytes()


def test_a_kind_without_parts_splits_nothing(path, spandesk, tmp_path):
    add(spandesk, path, tmp_path, stories.made(3))
    before = path.read_bytes()
    spandesk("export", path, tmp_path / "a.jsonl", "--as", "jsonl")
    assert path.read_bytes() == before
    assert set(exported(tmp_path / "a.jsonl").values()) == {""}


def test_an_older_position_and_a_protected_file_have_the_parts_of_the_law_unstored(
    path, spandesk, tmp_path, in_parts, monkeypatch
):
    add(spandesk, path, tmp_path, stories.made(30))
    position = spandesk("history", path, "--json").json["position"]
    copy = shutil.copy(path, tmp_path / "copy.spans")
    before = path.read_bytes()
    spandesk("export", path, tmp_path / "then.jsonl", "--as", "jsonl", "--as-of", position)
    with monkeypatch.context() as protected:
        protected.setattr("annotator.project.project.may_write", lambda path: False)
        spandesk("export", path, tmp_path / "protected.jsonl", "--as", "jsonl")
    assert path.read_bytes() == before
    spandesk("export", path, tmp_path / "now.jsonl", "--as", "jsonl")
    assert path.read_bytes() != before
    spandesk("export", path, tmp_path / "again.jsonl", "--as", "jsonl", "--as-of", position)
    spandesk("export", copy, tmp_path / "elsewhere.jsonl", "--as", "jsonl")
    whole = (tmp_path / "now.jsonl").read_bytes()
    for name in ("then", "protected", "again", "elsewhere"):
        assert (tmp_path / f"{name}.jsonl").read_bytes() == whole, name


@pytest.mark.parametrize("kind", ["jsonl", "docbin"])
def test_what_is_near_two_parts_is_set_aside_and_every_span_is_accounted_for(
    kind, between, spandesk, tmp_path, in_parts
):
    answer = spandesk("export", between, tmp_path / "x", "--as", kind, "--json", "--strict")
    assert answer.code == 3
    report = answer.json
    assert (report["articles"], report["spans"]) == (2, 2)
    assert report["not_taken"] == {"near articles of train and of dev": 1}
    (one,) = report["left_out"]
    assert len(one.pop("article")) == 64
    near = "near articles of train and of dev"
    assert one == {"what": "article", "where": "Both stories", "reason": near, "verdict": near}


def test_parts_come_back_with_own_jsonl_and_are_kept(path, spandesk, tmp_path):
    add(spandesk, path, tmp_path, stories.made(12))
    spandesk("split", path)
    spandesk("export", path, tmp_path / "a.jsonl", "--as", "jsonl")
    spandesk("new", tmp_path / "other.spans")
    spandesk("add", tmp_path / "other.spans", tmp_path / "a.jsonl")
    assert parts_of(spandesk, tmp_path / "other.spans") == parts_of(spandesk, path)
    assert spandesk("split", tmp_path / "other.spans", "--json").json["new"] == 0


def test_progress_is_told_of_comparing_and_of_storing(path, spandesk, tmp_path):
    dice = random.Random(1)
    texts = [" ".join(dice.choices("abcdefghij", k=12)) + f" {at}" for at in range(1_200)]
    add(spandesk, path, tmp_path, texts)
    lines = [json.loads(line) for line in spandesk("split", path, "--progress").err.splitlines()]
    assert {"stage": "compare", "done": 500, "of": 1_200} in lines
    assert {"stage": "split", "done": 1_000, "of": 1_200} in lines


@pytest.mark.parametrize("ratio", ["5", "0:50:50", "a:b:c", "80:10:-10"])
def test_a_ratio_that_is_none_is_wrong_usage_and_the_project_is_not_opened(ratio, spandesk, tmp_path):
    done = spandesk("split", tmp_path / "none.spans", f"--ratio={ratio}")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"the ratio {ratio}: it ")
