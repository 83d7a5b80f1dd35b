"""Sessions of two processes at work on one project, against a plain dict of spans."""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from people import PEOPLE, SCHEME, made
from seats import PATIENCE, Seat

from annotator.editing.state import OnSpan
from annotator.project.check import examine
from annotator.project.project import Project


class Sessions(RuleBasedStateMachine):
    def __init__(self):
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.path = made(self.folder)
        self.seats = [Seat(self.path, person) for person in PEOPLE]

    def run(self, who, name, *values):
        seat = self.seats[who]
        seat.session.run(name, *values)
        seat.settle()

    @rule(
        who=st.integers(0, 1), start=st.integers(0, 40), length=st.integers(1, 9), label=st.sampled_from(SCHEME.labels)
    )
    def label(self, who, start, length, label):
        session = self.seats[who].session
        before = set(session.state.marks.spans)
        self.run(who, "focus.range", start, min(len(session.state.text), start + length))
        held = session.state.range
        self.run(who, "label.apply", label.id)
        added = set(session.state.marks.spans) - before
        assert len(added) <= 1
        assert all((span.start, span.end) == held and span.label == label.id for span in added)

    @rule(
        who=st.integers(0, 1),
        start=st.integers(0, 40),
        length=st.integers(1, 4),
        name=st.sampled_from(["label.everywhere", "label.everywhere.both", "label.everywhere.project"]),
        label=st.sampled_from(SCHEME.labels),
    )
    def everywhere(self, who, start, length, name, label):
        session = self.seats[who].session
        if name != "label.everywhere.project":
            self.run(who, "focus.range", start, min(len(session.state.text), start + length))
            self.run(who, name, label.id)
        else:
            self.run(who, name)

    @rule(
        who=st.integers(0, 1),
        at=st.integers(0, 30),
        what=st.sampled_from(["span.delete", "span.end.right", "span.end.left", "relabel"]),
    )
    def touch(self, who, at, what):
        session = self.seats[who].session
        spans = list(session.state.marks.spans)
        if spans:
            self.run(who, "focus.span", spans[at % len(spans)].id)
            self.run(who, *(("label.apply", "entities/org") if what == "relabel" else (what,)))

    @rule(
        who=st.integers(0, 1),
        what=st.sampled_from(["edit.undo", "edit.redo", "article.next", "article.previous", "article.flag"]),
    )
    def travel(self, who, what):
        self.run(who, what)

    @rule(who=st.integers(0, 1))
    def start_anew(self, who):
        """Close one window and open it again: undo goes on where it was."""
        self.seats[who].project.close()
        self.seats[who] = Seat(self.path, PEOPLE[who])

    @invariant()
    def what_is_shown_is_what_is_stored(self):
        for who, seat in enumerate(self.seats):
            mine = {span.id: span for span in seat.session.state.marks.spans}
            assert mine == {id: span for id, span in seat.stored().items() if span.author == PEOPLE[who].id}
            focus = seat.session.state.focus
            assert not isinstance(focus, OnSpan) or focus.span in mine

    def teardown(self):
        for who, seat in enumerate(self.seats):
            for _ in range(200):
                self.run(who, "edit.undo")
                if seat.session.said == "There is nothing to undo.":
                    break
        for seat in self.seats:
            stats = seat.project.read(lambda reader: reader.stats()).result(PATIENCE)
            assert stats["spans"] == 0, "undo of everything is empty"
            seat.project.close()
        assert examine(self.path) == []
        shutil.rmtree(self.folder)


Sessions.TestCase.settings = settings(max_examples=15, stateful_step_count=20, deadline=None)
TestSessions = Sessions.TestCase

WORKER = """
import random, sys
from pathlib import Path
sys.path[:0] = [sys.argv[1], sys.argv[1] + "/.."]
from test_machine import PEOPLE, SCHEME, Seat
who = int(sys.argv[3])
seat, chance = Seat(Path(sys.argv[2]), PEOPLE[who]), random.Random(who)
for step in range(60):
    start = chance.randrange(40)
    name, values = chance.choice([("focus.range", (start, start + chance.randrange(1, 9))), ("label.apply", (chance.choice(SCHEME.labels).id,)),
                                  ("label.apply", (SCHEME.labels[0].id,)), ("edit.undo", ()), ("edit.redo", ()), ("span.next", ()),
                                  ("span.delete", ()), ("span.end.right", ()), ("article.next", ()), ("article.previous", ())])
    seat.session.run(name, *values)
    seat.settle()
print(seat.project.close())
"""


def test_two_real_processes_leave_a_whole_project(tmp_path):
    path = made(tmp_path)
    here = str(Path(__file__).parent)
    workers = [
        subprocess.Popen(
            [sys.executable, "-c", WORKER, here, str(path), str(who)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for who in (0, 1)
    ]
    for worker in workers:
        out, said = worker.communicate(timeout=120)
        assert (out.strip(), worker.returncode) == ("()", 0), said
    assert examine(path) == []
    project = Project.open(path, PEOPLE[0])
    made_by = {moment.author for moment in project.reader.history() if moment.via == "window"}
    project.close()
    assert made_by == {"a", "b"}
