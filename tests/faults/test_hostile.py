"""Project files made by somebody who means ill: each is refused or shown as plain text; nothing of it is run or crashes."""

import contextlib
import json
import shutil
import sqlite3

import pytest
import workloads
from showing import STEERING, faults

from annotator.cli import answer
from annotator.model.edit import Edit, Gesture
from annotator.model.mark import Author, Detail, Label, Layer, Setting, Span
from annotator.model.problem import Problem
from annotator.project.journal import Header, change_digest, gesture_digest
from annotator.project.project import Project
from annotator.project.reader import Reader
from annotator.ui import label_row

ME = Author("author-a", "annotator A")
MARKUP = '<img src="file:///etc/passwd"><b>bold</b>&lt;<script>x</script>'
ODD = ("\x1b[31mred\x07", "\u202eevil\u202c", "a\nb\tc\rd", "nul\x00l", "\ufeffbom", "x" * 100_000, MARKUP, " ", "")


def sql(*statements):
    """Return a harm that is done by another program over SQL."""

    def harm(path):
        with contextlib.closing(sqlite3.connect(path)) as held:
            for statement in statements:
                held.execute(statement)
            held.commit()

    return harm


def marks(*made, article=False):
    """Return a harm that went through a journal in all its forms, as a program of ours might be changed to write it."""

    def harm(path):
        with contextlib.closing(Project.open(path, ME)) as project:
            where = project.reader.opened(1).article.id if article else None
            project.store(Gesture("", "x" * 300 + MARKUP, ME.id, "shell", {where: Edit.adding(where, *made)}))

    return harm


def change(data):
    """Return a harm whose change has its right digests, and holds what no version writes."""

    def harm(path):
        with contextlib.closing(sqlite3.connect(path)) as held:
            newest, seq = held.execute("SELECT max(id), max(seq) + 1 FROM gesture").fetchone()
            clock, replica, counter = newest.split("-")
            header = Header(f"{int(clock, 16) + 1:012x}-{replica}-{counter}", 1, "harm", ME.id, "window", "", "", 1)
            held_digest = change_digest(header.id, None, data)
            held.execute(
                "INSERT INTO gesture (seq, id, at, command, author, via, batch, undoes, changes, digest)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (seq, *header, gesture_digest(header, [held_digest])),
            )
            held.execute("INSERT INTO change VALUES (0, ?, ?, ?)", (seq, data, held_digest))
            held.commit()

    return harm


# Done by another program: `check` finds each, and nothing leaves that is not what was taken in.
SPOILT = {
    "a trigger": sql("CREATE TRIGGER t AFTER INSERT ON span BEGIN DELETE FROM span; END"),
    "a view": sql("CREATE VIEW v AS SELECT load_extension('/tmp/x.so')"),
    "a table in the place of another": sql("DROP TABLE refusal", "CREATE VIEW refusal AS SELECT * FROM span"),
    "a foreign table": sql("CREATE TABLE mine (x)"),
    "an index on an expression": sql("CREATE INDEX i ON span (length(id))"),
    "text where a number belongs": sql("UPDATE span SET start = 'abc'"),
    "bytes where text belongs": sql("UPDATE span SET label = x'ff00fe'", "UPDATE detail SET value = x'80'"),
    "a span beyond its text": sql("UPDATE span SET end = 1000000000"),
    "a span before its text": sql("UPDATE span SET start = -5"),
    "a span that ends before it begins": sql("UPDATE span SET start = end + 3"),
    "a number beyond all bounds": sql("UPDATE span SET end = 9223372036854775807, start = -9223372036854775808"),
    "an article without its text": sql("PRAGMA foreign_keys=OFF", "DELETE FROM text"),
    "a shorter text": sql("UPDATE text SET text = 'short'"),
    "another text": sql("UPDATE text SET text = replace(text, 'Ada', 'Eve')"),
    "bytes as a text": sql("UPDATE text SET text = x'00ff'"),
    "no labels at all": sql("DELETE FROM label", "DELETE FROM layer"),
    "a journal of nothing": sql("DELETE FROM change"),
    "no journal": sql("DELETE FROM change", "DELETE FROM gesture"),
    "a tally that lies": sql("UPDATE tally SET count = -7"),
    "a tally of words": sql("UPDATE tally SET count = 'many'"),
    "a change of deep lists": change(b"[" * 200_000 + b"]" * 200_000),
    "a change with wrong fields": change(json.dumps([["label", "x", None, {"id": 5, "layer": [], "name": {}}]]).encode()),
    "a change that is no JSON": change(b"\x00\xff{"),
    "a change of numbers that are none": change(b'[["setting", "x", null, {"name": "x", "value": NaN}]]'),
}  # fmt: skip
# Said in a journal that has all its digests: it is shown as what it is.
HARMS = {
    **SPOILT,
    "a label like markup": marks(*(Label(f"entities/l{at}", "entities", name, "", "green", name) for at, name in enumerate(ODD))),
    "a colour that is none": marks(Label("entities/c", "entities", "C", "", "url(file:///etc/passwd)", "")),
    "a key that is none": marks(Label("entities/k", "entities", "K", "Ctrl+Q\x00", "green", "")),
    "a layer of an unknown rule": marks(Layer("odd/../x", MARKUP, "no rule", "no alignment")),
    "a span of an unknown label": marks(Span("s", 0, 5, "nowhere/none", "nobody"), article=True),
    "details like markup": marks(*(Detail(name or "title", name) for name in ODD), article=True),
    "a language that is a module": marks(Setting("language", "en.stop_words")),
    "a language that is a path": marks(Setting("language", "../../../tmp/x")),
    "a language that is code": marks(Setting("language", "__import__('os').system('true')")),
    "an author like markup": marks(Author(MARKUP, MARKUP, "adjudicator")),
    "a change of unknown sorts": change(json.dumps([["weapon", "x", None, {"a": 1}]]).encode()),
}  # fmt: skip


@pytest.fixture
def origin(path):
    workloads.furnish(path)
    workloads.label(path, 3)
    return path


@pytest.fixture
def harmed(origin, tmp_path):
    def make(name):
        copy = tmp_path / "harmed" / "p.spans"
        copy.parent.mkdir(exist_ok=True)
        shutil.copy(origin, copy)
        try:
            HARMS[name](copy)
        except (sqlite3.Error, Problem):
            return None  # the store itself refuses it
        return copy

    return make


@pytest.mark.parametrize("name", list(HARMS))
def test_the_shell_says_what_it_sees_and_never_falls(name, harmed, spandesk, tmp_path):
    file = harmed(name)
    if file is None:
        return
    before = file.read_bytes()
    for at, words in enumerate((
        ["stats", file], ["list", "articles", file], ["list", "labels", file], ["list", "authors", file], ["history", file],
        ["history", file, "1"], ["check", file], ["export", file, tmp_path / "out.jsonl", "--as", "jsonl"],
        ["export", file, tmp_path / "out.spacy", "--as", "docbin", "--status", "any"], ["salvage", file, tmp_path / "new.spans"],
    )):  # fmt: skip
        said = spandesk(*words)
        assert said.code in (0, 1, 3), (at, words, said.err)
        assert "fault of Spandesk" not in said.err, (words, said.err)
        assert said.code != 1 or said.err.count("\n") == 1, (words, said.err)
        steers = STEERING.search(said.out + said.err)
        assert steers is None, f"{steers} of {words[0]} steers the terminal"
        if words[0] in ("check", "export"):
            read = name not in SPOILT or (words[0] == "export" and "tally" in name)  # which no export looks at
            assert said.code == (0 if read else 1), f"{words[0]} reads {name} as good"
    assert file.read_bytes() == before


@pytest.mark.parametrize("name", list(HARMS))
def test_the_window_shows_it_as_plain_text_or_refuses_it(name, harmed, desk):
    file = harmed(name)
    if file is None:
        return
    try:
        window = desk.open(file)
    except Problem as problem:
        assert "\n" not in str(problem)  # noqa: PT017 - either way is right
        return
    window.show_around()
    for page in ("scheme", "history"):
        window.sides.open_page(page)
        desk.qtbot.wait(50)
        assert sorted(set(faults(window))) == []
    window.grab()
    desk.close(window)


def test_a_text_that_was_changed_is_said_to_be(harmed, desk):
    window = desk.open(harmed("another text"))
    desk.qtbot.waitUntil(lambda: not window.banner.isHidden(), timeout=15_000)
    assert "its text is not the one that was taken in" in window.banner.words.text()
    desk.close(window)


# ---- the proof that these tests can fail
def test_a_name_that_is_printed_as_it_is_is_caught(harmed, spandesk, tmp_path, monkeypatch):
    monkeypatch.setattr(answer, "visible", str)
    with pytest.raises(AssertionError, match="steers the terminal"):
        test_the_shell_says_what_it_sees_and_never_falls("a label like markup", harmed, spandesk, tmp_path)


def test_a_name_that_is_shown_as_it_is_is_caught(harmed, desk, monkeypatch):
    monkeypatch.setattr(label_row, "visible", str)
    with pytest.raises(AssertionError, match="steers"):
        test_the_window_shows_it_as_plain_text_or_refuses_it("a label like markup", harmed, desk)


def test_a_reader_that_trusts_what_it_finds_is_caught(harmed, spandesk, tmp_path, monkeypatch):
    monkeypatch.setattr(Reader, "_checked", lambda _self, _article, _number, found, _sure=True: iter(found))
    with pytest.raises(AssertionError, match="export reads another text as good"):
        test_the_shell_says_what_it_sees_and_never_falls("another text", harmed, spandesk, tmp_path)
