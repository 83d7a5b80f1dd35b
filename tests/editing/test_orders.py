"""Three windows and the shell on one project, each step of their threads in any order: what is shown ends as it is stored."""

import shutil
import tempfile
from collections import deque
from concurrent.futures import Future
from itertools import count
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule
from people import PEOPLE, made

from annotator.editing.session import Session
from annotator.editing.state import State, split
from annotator.model.edit import Edit, Gesture
from annotator.model.mark import Key
from annotator.project.check import examine
from annotator.project.connection import connect
from annotator.project.reader import Reader
from annotator.project.undo import to_redo, to_undo
from annotator.project.writer import Writer

FAR = 1 << 62
COMMANDS = [
    ("label.apply", "entities/per"), ("label.apply", "entities/org"), ("label.apply", "claims/claim"), ("span.delete",),
    ("span.end.right",), ("span.end.left",), ("span.next",), ("article.next",), ("article.previous",), ("article.flag",),
    ("edit.undo",), ("edit.undo",), ("edit.redo",), ("label.everywhere", "entities/per"), ("label.everywhere.project",),
    ("label.everywhere.both", "entities/org"), ("label.everywhere.stop",),
]  # fmt: skip


class Window:
    """A Session whose commits, answers, requests and foreign gestures each wait until a step is taken."""

    def __init__(self, path, person, name):
        self.author, self.connection = person, connect(path)
        self.connection.execute("PRAGMA synchronous=OFF")
        self.reader, self.writer = Reader(self.connection), Writer(self.connection)
        self.commits, self.answers, self.requests, self.read, self.unheard = (deque() for _ in range(5))
        opened = self.reader.opened(1)
        mine, theirs = split(person.id, opened.marks, opened.article.id)
        state = State(opened.article, 1, mine, theirs, person.id, self.reader.scheme())
        numbers = count()
        self.session = Session(
            state, lambda one: self.wait(self.commits, one), lambda one: self.wait(self.requests, one),
            lambda: f"{name}{next(numbers)}", lambda function: function(),
        )  # fmt: skip

    def wait(self, waiting, what):
        future = Future()
        waiting.append((what, future))
        return future


class Orders(RuleBasedStateMachine):
    def __init__(self):
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.path = made(self.folder)
        self.windows = [
            Window(self.path, person, name) for person, name in zip((*PEOPLE, PEOPLE[0]), "xyz", strict=True)
        ]
        self.shell = Writer(connect(self.path))

    @initialize()
    def begin(self):
        for window in self.windows:
            window.session.run("focus.range", 0, 3)

    def spread(self, stored, but=None):
        for window in self.windows:
            if window is not but and stored is not None:
                window.unheard.append(stored)

    @rule(who=st.integers(0, 2), start=st.integers(0, 35), length=st.integers(1, 9), what=st.sampled_from(COMMANDS))
    def run(self, who, start, length, what):
        session = self.windows[who].session
        if len(what) > 1 and start % 3:
            session.run("focus.range", start, min(len(session.state.text), start + length))
        session.run(*what)

    @rule(who=st.integers(0, 2), times=st.integers(1, 3))
    def write(self, who, times):
        window = self.windows[who]
        for _ in range(min(times, len(window.commits))):
            gesture, future = window.commits.popleft()
            before = self.shell.connection.execute("SELECT max(seq) FROM gesture").fetchone()[0]
            stored = window.writer.store(gesture, author=window.author)
            window.answers.append((stored, future))
            made_known = self.shell.connection.execute(
                "SELECT id FROM gesture WHERE seq > ? AND command = 'author.new'", (before,)
            ).fetchone()
            assert made_known is None or gesture.author == window.author.id
            self.spread(stored, window)

    @rule(who=st.integers(0, 2))
    def acknowledge(self, who):
        if self.windows[who].answers:
            stored, future = self.windows[who].answers.popleft()
            future.set_result(stored)

    @rule(who=st.integers(0, 2))
    def hear(self, who):
        if self.windows[who].unheard:
            self.windows[who].session.foreign(self.windows[who].unheard.popleft())

    @rule(who=st.integers(0, 2))
    def look(self, who):
        window = self.windows[who]
        if window.requests:
            request, future = window.requests.popleft()
            window.read.append((window.reader.answer(request), future))

    @rule(who=st.integers(0, 2))
    def answer(self, who):
        if self.windows[who].read:
            answer, future = self.windows[who].read.popleft()
            future.set_result(answer)

    @rule(
        number=st.integers(1, 2), label=st.sampled_from(["entities/org", "claims/claim"]), name=st.sampled_from("XYZ")
    )
    def merge_labels(self, number, label, name):
        """The shell relabels everyone's spans of an article and renames a label, in one gesture."""
        opened = Reader(self.shell.connection).opened(number)
        edits = {
            (Key("span", opened.article.id, span.id)): (span, span._replace(label=label)) for span in opened.marks.spans
        }
        here = Reader(self.shell.connection).scheme().label(label)
        renamed = Edit.replacing(None, here, here._replace(name=name))
        gesture = Gesture("", "label.merge", "b", "shell", {opened.article.id: Edit(edits), None: renamed})
        self.spread(self.shell.store(gesture, author=PEOPLE[1]))

    @rule()
    def settle(self):
        """Let everything arrive: all windows show what is stored, and know what can be undone as the journal does."""
        while any(w.commits or w.answers or w.requests or w.read or w.unheard for w in self.windows):
            for who in range(3):
                for step in (self.write, self.acknowledge, self.look, self.answer, self.hear):
                    step(who, 1) if step == self.write else step(who)
        for window in self.windows:
            session, state = window.session, window.session.state
            stored = window.reader.opened(state.number)
            mine, theirs = split(window.author.id, stored.marks, stored.article.id)
            assert (state.marks, state.others) == (mine, theirs)
            assert state.scheme == window.reader.scheme()
            assert session.unsaved == ()
        only = self.windows[1]  # the only window of its author
        for ours, theirs in (
            (only.session._turns.deeds.to_undo(), to_undo),
            (only.session._turns.deeds.to_redo(), to_redo),
        ):
            wanted = theirs(only.connection, only.author.id, FAR)
            assert (ours.gesture.id if ours else None) == (wanted.undoes if wanted else None)

    def teardown(self):
        self.settle()
        for window in self.windows:
            window.connection.close()
        self.shell.connection.close()
        assert examine(self.path) == []
        shutil.rmtree(self.folder)


Orders.TestCase.settings = settings(max_examples=25, stateful_step_count=40, deadline=None)
TestOrders = Orders.TestCase
