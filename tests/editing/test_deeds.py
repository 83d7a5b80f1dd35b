"""What this process may take back, against a plain reading of the law."""

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from annotator.editing.deeds import Deeds
from annotator.model.edit import Gesture


class Histories(RuleBasedStateMachine):
    """Deeds of this process, undos and redos of it and of another one, answered and refused in order."""

    def __init__(self):
        super().__init__()
        self.deeds = Deeds()
        self.undoes = {}  # name to the name of what it takes back, in the order made
        self.here = set()  # made by this process
        self.waiting = []  # without an answer
        self.count = 0

    def name(self, undoes, here=True):
        self.count += 1
        self.undoes[f"t{self.count}"] = undoes
        if here:
            self.here.add(f"t{self.count}")
            self.waiting.append(f"t{self.count}")
        return f"t{self.count}"

    def live(self, name):
        """A gesture is live when nothing live takes it back."""
        return not any(undoes == name and self.live(other) for other, undoes in self.undoes.items())

    def depth(self, name):
        return 1 + self.depth(self.undoes[name]) if self.undoes[name] else 0

    def made(self, name, undoes=""):
        return Gesture(name, "x", "a", "window", {}, undoes=undoes)

    @rule()
    def do(self):
        self.deeds.add(self.made(self.name("")))

    @rule(redo=st.booleans())
    def turn(self, redo):
        found = self.deeds.to_redo() if redo else self.deeds.to_undo()
        wanted = self.redoable() if redo else self.undoable()
        assert (found.gesture.token if found else None) == wanted
        if found is not None:
            assert found.depth == self.depth(wanted)
            name = self.name(wanted)
            self.deeds.add(self.made(name, found.gesture.id or wanted), found.depth + 1)

    def undoable(self):
        mine = [name for name, undoes in self.undoes.items() if name in self.here and not undoes and self.live(name)]
        return mine[-1] if mine else None

    def redoable(self):
        for name, undoes in reversed(self.undoes.items()):
            if name in self.here and not undoes:
                return None
            if name in self.here and self.live(name) and self.depth(name) % 2 == 1:
                return name
        return None

    @rule(at=st.integers(0, 30))
    def take_back_elsewhere(self, at):
        """Another process takes back anything that is stored and live."""
        stored = [name for name in self.undoes if name not in self.waiting and self.live(name)]
        if stored:
            target = stored[at % len(stored)]
            name = self.name(target, here=False)
            self.deeds.add_elsewhere(self.made(name, f"id-{target}")._replace(id=f"id-{name}"))

    @precondition(lambda self: self.waiting)
    @rule(refused=st.booleans())
    def answer(self, refused):
        name = self.waiting.pop(0)
        if refused and name not in self.undoes.values():
            self.deeds.stored(name, None)
            del self.undoes[name]
        else:
            undoes = self.undoes[name]
            stored = self.made(name, f"id-{undoes}" if undoes else "")._replace(id=f"id-{name}")
            self.deeds.stored(name, stored)

    @rule()
    def ask_whether_the_journal_may_be_asked(self):
        assert self.deeds.only_undone == all(undoes for name, undoes in self.undoes.items() if name in self.here)


Histories.TestCase.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
TestHistories = Histories.TestCase
