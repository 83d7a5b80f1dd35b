"""A process at work on a project: a Session on real threads, its queue of posted functions run by the test."""

import time
from itertools import count

from annotator.editing.session import Session
from annotator.editing.state import State, split
from annotator.project.project import Project

PATIENCE = 20  # seconds


class Seat:
    """One process: a project of its own, a Session, and a queue of what is posted to its thread."""

    def __init__(self, path, person):
        self.project = Project.open(path, person)
        opened = self.project.reader.opened(1)
        mine, theirs = split(person.id, opened.marks, opened.article.id)
        numbers = count()
        self.posted = []
        replica = self.project.writer.replica
        state = State(opened.article, 1, mine, theirs, person.id, self.project.reader.scheme())
        self.session = Session(
            state, self.project.commit, self.project.library, lambda: f"{replica}{next(numbers)}", self.posted.append
        )

    def settle(self):
        until = time.monotonic() + PATIENCE
        while True:
            while self.posted:
                self.posted.pop(0)()
            asking = self.session._asking or self.session.state.gathering
            if not self.session.unsaved and not asking and not self.posted:
                return
            assert time.monotonic() < until, "nothing may wait for ever"
            time.sleep(0.0005)

    def stored(self):
        opened = self.project.read(lambda reader: reader.opened(self.session.state.number)).result(PATIENCE)
        return {span.id: span for span in opened.marks.spans}
