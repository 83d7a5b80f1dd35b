"""Random gestures of two authors over two connections, against a plain dict."""

import shutil
import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from strategies import marks

from annotator.model.article import Article
from annotator.model.edit import Edit, Gesture
from annotator.model.mark import Author, Entry, Key, Label, Layer, key_of
from annotator.model.scheme import Scheme
from annotator.project import positions, rows
from annotator.project.check import examine
from annotator.project.connection import connect
from annotator.project.schema import create
from annotator.project.undo import to_redo, to_undo
from annotator.project.writer import Writer

PEOPLE = (Author("a", "annotator A"), Author("b", "annotator B"))
SCHEME = Scheme([Layer("entities", "E", "flat")], [Label("entities/per", "entities", "PER")])
FAR = 1 << 62


class Gestures(RuleBasedStateMachine):
    def __init__(self):
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.path = self.folder / "p.spans"
        create(self.path, SCHEME, "en", PEOPLE[0])
        self.writers = [Writer(connect(self.path)) for _ in PEOPLE]
        self.article = Article.of("x" * 80)
        self.plain = {}
        self.positions = []

    @initialize()
    def put_the_article(self):
        edit = Edit.adding(self.article.id, Entry())
        self.store(0, Gesture("", "add", "a", "intake", {self.article.id: edit}), {self.article.id: self.article.text})

    def store(self, who, gesture, texts=None):
        stored = self.writers[who].store(gesture, texts, PEOPLE[who])
        for edit in stored.edits.values() if stored else ():
            for key, (before, after) in edit.items():
                assert self.plain.get(key) == before or key.article is None
                self.plain[key] = after
        self.plain = {key: mark for key, mark in self.plain.items() if mark is not None and key.article}
        return stored

    @rule(who=st.integers(0, 1), held=st.lists(marks(), min_size=1, max_size=3), stale=st.booleans())
    def change(self, who, held, stale):
        """Put marks where they may be, with a before-image that may be stale."""
        edit = {}
        for mark in held:
            if mark.sort in ("label", "layer", "author", "setting", "entry"):
                continue
            key = key_of(mark, self.article.id)
            before = None if stale else self.plain.get(key)
            edit[key] = (before, mark)
        expected = {key for key, (before, after) in edit.items() if self.plain.get(key) == before != after}
        stored = self.store(who, Gesture("", "change", PEOPLE[who].id, "window", {self.article.id: Edit(edit)}))
        assert (set(stored.edits.get(self.article.id, ())) if stored else set()) == expected

    @rule(who=st.integers(0, 1), at=st.integers(0, 99))
    def delete(self, who, at):
        held = sorted((key for key in self.plain if key.sort != "entry"), key=str)
        if held:
            key = held[at % len(held)]
            edit = Edit({key: (self.plain[key], None)})
            assert self.store(who, Gesture("", "delete", PEOPLE[who].id, "window", {self.article.id: edit}))

    @rule(who=st.integers(0, 1))
    def undo(self, who):
        back = to_undo(self.writers[who].connection, PEOPLE[who].id, FAR)
        if back is not None:
            assert self.store(who, back) is not None, "an undo counts even when nothing of it is left"

    @rule(who=st.integers(0, 1))
    def redo(self, who):
        back = to_redo(self.writers[who].connection, PEOPLE[who].id, FAR)
        if back is not None:
            assert self.store(who, back) is not None

    @rule()
    def remember(self):
        self.positions.append((positions.pin(self.writers[0].connection), dict(self.plain)))

    @invariant()
    def rows_are_the_fold_of_the_journal(self):
        connection = self.writers[1].connection
        held = rows.keyed(rows.of_article(connection, 1), self.article.id)
        assert held == positions.marks_at(connection, 1, self.article.id, FAR)
        if self.plain:
            assert held == self.plain

    @invariant()
    def rows_carry_the_gesture_that_last_changed_them(self):
        connection = self.writers[1].connection
        last = {}
        for change in positions.changes(connection, 1, self.article.id, FAR):
            for key in change.edit:
                last[key] = max(last.get(key, ((0, ""), "")), (change.rank, change.gesture))
        for table, column in (("span", "id"), ("detail", "name"), ("link", "id"), ("refusal", "id")):
            found = connection.execute(
                f"SELECT {table}.{column}, gesture.id FROM {table} JOIN gesture ON gesture.seq = {table}.gesture"
            ).fetchall()
            for name, made in found:
                assert last[Key(table, self.article.id, name)][1] == made

    def teardown(self):
        connection = self.writers[0].connection
        for position, plain in self.positions:
            assert positions.marks_at(connection, 1, self.article.id, position.seq) == plain
            assert positions.at(connection, position.name) == position
        for who in (0, 1):
            while (back := to_undo(connection, PEOPLE[who].id, FAR)) is not None:
                self.store(who, back)
        if not self.positions and connection.execute("SELECT count(*) FROM gesture WHERE via = 'window'").fetchone()[0]:
            left = [key.sort for key in self.plain]
            changed_by_both = connection.execute(
                "SELECT count(DISTINCT author) FROM gesture WHERE via = 'window'"
            ).fetchone()[0]
            assert changed_by_both > 1 or left == ["entry"], "undo of everything is empty"
        for writer in self.writers:
            writer.connection.close()
        assert examine(self.path) == []
        shutil.rmtree(self.folder)


Gestures.TestCase.settings = settings(max_examples=25, stateful_step_count=25, deadline=None)
TestGestures = Gestures.TestCase
