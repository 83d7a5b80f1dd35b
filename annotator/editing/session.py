"""A Session runs commands on the State, shows what they did at once, and hands the gestures to the writer.

It never waits. What is shown is the acknowledged marks with the queue of unsaved gestures on top, reduced in order,
after every answer of the writer and every gesture of another process.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from annotator.editing.command import all_commands
from annotator.editing.deeds import Deeds
from annotator.editing.state import Caret, Focus, OnSpan, Result, Selection, State, is_mine, split, with_marks
from annotator.model.article import ArticleId
from annotator.model.edit import EMPTY, Edit, Gesture
from annotator.model.mark import Author, Key, Label, Layer, Mark, Span
from annotator.model.request import Answer, Found, Open, Opened, Request, ToRedo, ToUndo
from annotator.model.scheme import Scheme

if TYPE_CHECKING:
    from concurrent.futures import Future  # it brings logging along, which the window starts without

Watcher = Callable[[State, State, Edit | None], None]


class Session:
    """One author at work on one project, an article at a time.

    `commit` and `library` answer with futures, on any thread; `post` runs a function later on the Session's own
    thread; `ids` mints the ids of hand-made marks and the tokens of gestures.
    """

    def __init__(
        self,
        state: State,
        commit: Callable[[Gesture], Future[Gesture | None]],
        library: Callable[[Request], Future[Answer]],
        ids: Callable[[], str],
        post: Callable[[Callable[[], None]], None],
    ) -> None:
        self._commit, self._library, self._ids, self._post = commit, library, ids, post
        self.state = replace(state, fresh=ids())
        self.said = ""
        self._acknowledged = (state.marks, state.others)
        self._queue: list[Gesture] = []  # made, and not yet on the disk
        self._deeds = Deeds()
        self._watchers: list[Watcher] = []
        self._savers: list[Callable[[frozenset[str]], None]] = []
        self._speakers: list[Callable[[str], None]] = []
        self._asking = 0  # requests under way
        self._since: list[Gesture] = []  # stored while a request was under way: its answer may not know them
        self._turns: deque[tuple[str, bool]] = deque()  # undos and redos that wait, and whether their key is held
        self._changed_by: dict[Key, str] = {}  # which author changed a mark in another process
        self.names: dict[str, str] = {}  # of the authors, by id
        self.read_only = ""  # why nothing can be changed, in a sentence

    # ---- what others see
    def watch(self, watcher: Watcher) -> None:
        """Call `watcher(before, after, edit)` at each change of the State."""
        self._watchers.append(watcher)

    def watch_saving(self, saver: Callable[[frozenset[str]], None]) -> None:
        """Call `saver(ids)` when the marks with these ids became saved or unsaved."""
        self._savers.append(saver)

    def watch_words(self, speaker: Callable[[str], None]) -> None:
        """Call `speaker(sentence)` with what is to be said in the status bar."""
        self._speakers.append(speaker)

    @property
    def unsaved(self) -> tuple[Gesture, ...]:
        """Return the gestures that are not yet on the disk."""
        return tuple(self._queue)

    @property
    def unsaved_ids(self) -> frozenset[str]:
        """Return the ids of the open article's marks that are not yet on the disk."""
        article = self.state.article.id
        return frozenset(key.id for gesture in self._queue for key in gesture.edits.get(article, EMPTY))

    # ---- running
    def run(self, name: str, *values: object, held: bool = False) -> None:
        """Run a command, if its condition holds; `held` tells that its key is held down and repeats."""
        one = all_commands()[name]
        if one.when(self.state):
            result = one(self.state, *values)
            if result is not None:
                self._take(name, result, held)

    def _take(self, name: str, result: Result, held: bool) -> None:
        if self.read_only and (result.edit or result.turn):
            self._say(self.read_only)
            return
        if result.edit:
            self._do(Gesture(self._ids(), name, self.state.author, "window", {self.state.article.id: result.edit}),
                     focus=result.focus)  # fmt: skip
        elif result.focus is not None or result.filter is not None:
            self._show(self._focused(self.state, result.focus, result.filter), None)
        self._say(result.said)
        if result.ask is not None:
            self._ask(result.ask)
        if result.turn and not (held and self._turns):
            self._turns.append((result.turn, held))
            self._next_turn()

    def _do(self, gesture: Gesture, depth: int = 0, focus: Focus | None = None) -> bool:
        """Show `gesture`, queue it and commit it; return whether anything of it held here."""
        article = self.state.article.id
        wanted = gesture.edits.get(article, EMPTY)
        kept, _ = self._reduce(wanted)
        if not kept and not gesture.undoes:
            return False
        self._queue.append(gesture)
        self._deeds.add(gesture, depth)
        if kept:
            after = self._applied(self.state, kept)
            self._show(replace(self._focused(after, focus, None), fresh=self._ids()), kept)
        self._saving(frozenset(key.id for key in kept))
        self._commit(gesture).add_done_callback(lambda done: self._post(lambda: self._stored(gesture, done)))
        return bool(kept)

    def _lost(self, of: int, dropped: Mapping[Key, Mark | None]) -> str:
        by = {self._changed_by.get(key, "") or str(getattr(mark, "author", "")) for key, mark in dropped.items()}
        who = sorted(self.names.get(author, author) for author in by - {"", self.state.author})
        named = f" by {', '.join(who)}" if who else ""
        if len(dropped) == of == 1:
            return f"The mark was changed since{named} and stays as it is."
        return f"{len(dropped)} of {of} marks were changed since{named} and stay as they are."

    # ---- answers of the writer
    def _stored(self, gesture: Gesture, done: Future[Gesture | None]) -> None:
        error = done.exception()
        stored = None if error is not None else done.result()
        self._queue = [one for one in self._queue if one.token != gesture.token]
        self._deeds.stored(gesture.token, stored)
        article = self.state.article.id
        asked = gesture.edits.get(article, EMPTY)
        got = stored.edits.get(article, EMPTY) if stored is not None else EMPTY
        if stored is not None:
            if self._asking:
                self._since.append(stored)
            self._acknowledge(got)
        if dict(asked) != dict(got):
            self._again()
        if error is not None:
            self._say(str(error))
        self._saving(frozenset(key.id for key in asked))
        self._next_turn()

    def _acknowledge(self, edit: Edit) -> None:
        mine, theirs = self._acknowledged
        ours, others = _split_edit(self.state.author, edit)
        self._acknowledged = (mine.apply(mine.reduce(ours)[0]), theirs.apply(theirs.reduce(others)[0]))

    def foreign(self, gesture: Gesture) -> None:
        """Take in what another process stored."""
        if self._asking:
            self._since.append(gesture)
        for held in gesture.edits.values():
            self._changed_by.update(dict.fromkeys(held, gesture.author))
        project = gesture.edits.get(None)
        if project:
            self.names.update((mark.id, mark.name) for _, mark in project.values() if isinstance(mark, Author))
            self._show(replace(self.state, scheme=_scheme_after(self.state.scheme, project)), None)
        edit = gesture.edits.get(self.state.article.id)
        if edit:
            self._acknowledge(edit)
            self._again(edit)

    def _again(self, edit: Edit | None = None) -> None:
        """Show the acknowledged marks with the queue on top, reduced in order."""
        before = self.state
        after = with_marks(before, *self._acknowledged)
        article = before.article.id
        for gesture in self._queue:
            wanted = gesture.edits.get(article, EMPTY)
            after = self._applied(after, self._reduce(wanted, after)[0])
        if isinstance(before.focus, OnSpan) and after.marks.spans.get(before.focus.span) is not None:
            after = replace(after, focus=before.focus)
        touched = _difference(before, after) if edit is None else edit
        self._show(after, touched)

    # ---- requests
    def open(self, number: int) -> None:
        """Open the article with this number."""
        self.run("article.open", number)

    def _ask(self, request: Request, then: Callable[[Answer], None] | None = None) -> None:
        self._asking += 1
        answered = then or self._opened
        self._library(request).add_done_callback(lambda done: self._post(lambda: self._answered(done, answered)))

    def _answered(self, done: Future[Answer], then: Callable[[Answer], None]) -> None:
        self._asking -= 1
        error = done.exception()
        if error is not None:
            self._say(str(error))
            self._turns.clear()
        else:
            then(done.result())
        if not self._asking:
            self._since.clear()
        self._next_turn()

    def _opened(self, answer: Answer) -> None:
        if isinstance(answer, Opened):
            self._enter(answer)
        else:
            self._say("There is no further article.")

    def _enter(self, opened: Opened) -> None:
        before, article = self.state, opened.article.id
        mine, theirs = split(before.author, opened.marks, article)
        after = replace(before, article=opened.article, number=opened.number, marks=mine, others=theirs,
                        focus=Caret(0), suggestions=(), fresh=self._ids())  # fmt: skip
        for gesture in self._since:
            after = self._applied(after, self._reduce(gesture.edits.get(article, EMPTY), after)[0])
        self._acknowledged = (after.marks, after.others)
        for gesture in self._queue:
            after = self._applied(after, self._reduce(gesture.edits.get(article, EMPTY), after)[0])
        self._show(after, None)

    # ---- undo and redo, over articles and restarts
    def undo(self) -> None:
        """Take back the author's newest gesture; one before this start is looked up in the journal."""
        self.run("edit.undo")

    def redo(self) -> None:
        """Take back the author's newest undo, if only undos and redos came after it."""
        self.run("edit.redo")

    def _next_turn(self) -> None:
        while self._turns and not self._asking:
            turn, held = self._turns[0]
            deed = self._deeds.to_undo() if turn == "undo" else self._deeds.to_redo()
            if deed is not None:
                self._turns.popleft()
                done = deed.gesture
                edits = {article: edit.inverse for article, edit in done.edits.items()}
                back = Gesture(self._ids(), _turned(turn, done.command), done.author, "window", edits,
                               undoes=done.id or done.token)  # fmt: skip
                self._turn(back, deed.depth + 1, held)
            elif turn == "redo" and not self._deeds.only_undone:
                self._turns.popleft()
                self._say("There is nothing to redo.")
            elif self._queue:
                return  # the journal is asked when it holds all of what was done here
            else:
                self._turns.popleft()
                request = (ToUndo if turn == "undo" else ToRedo)(self.state.author)
                self._ask(request, lambda answer, turn=turn, held=held: self._found(turn, held, answer))

    def _found(self, turn: str, held: bool, answer: Answer) -> None:
        gesture = answer.gesture if isinstance(answer, Found) else None
        if gesture is None:
            self._say(f"There is nothing to {turn}.")
            return
        back = gesture._replace(token=self._ids(), command=_turned(turn, gesture.command.partition(" ")[2]))
        opened = answer.opened if isinstance(answer, Found) else None
        if opened is not None and opened.article.id != self.state.article.id and not held:
            self._enter(opened)
        self._turn(back, 1 if turn == "undo" else 2, held)

    def _turn(self, gesture: Gesture, depth: int, held: bool) -> None:
        """Do an undo or redo, in its own article, which is opened first when it is another one."""
        articles = [article for article in gesture.edits if article]
        if articles and self.state.article.id not in gesture.edits:
            if held:
                self._say("That was all here; press again to go on in another article.")
                return
            self._ask(Open(articles[0]), lambda answer: self._turn_there(answer, gesture, depth))
            return
        self._turn_here(gesture, depth)

    def _turn_there(self, answer: Answer, gesture: Gesture, depth: int) -> None:
        if isinstance(answer, Opened):
            self._enter(answer)
        self._turn_here(gesture, depth)

    def _turn_here(self, gesture: Gesture, depth: int) -> None:
        turn, _, name = gesture.command.partition(" ")
        done = all_commands().get(name)
        what = f"{done.words[:1].lower()}{done.words[1:]}" if done else name
        said = f"{'Undone' if turn == 'undo' else 'Redone'} in {self._title()}: {what}."
        wanted = gesture.edits.get(self.state.article.id, EMPTY)
        dropped = self._reduce(wanted)[1]
        kept = self._do(gesture, depth, _place_of(wanted))
        lost = self._lost(len(wanted), dropped) if dropped else ""
        if not kept:
            said = f"Nothing was left to {turn} in {self._title()}."
        self._say(f"{said} {lost}".strip())

    def _title(self) -> str:
        return self.state.detail("title") or f"article {self.state.number}"

    # ---- marks
    def _reduce(self, edit: Edit, state: State | None = None) -> tuple[Edit, Mapping[Key, Mark | None]]:
        shown = self.state if state is None else state
        ours, others = _split_edit(shown.author, edit)
        kept, dropped = shown.marks.reduce(ours)
        if not others:
            return kept, dropped
        kept_there, dropped_there = shown.others.reduce(others)
        return Edit({**kept, **kept_there}), {**dropped, **dropped_there}

    def _applied(self, state: State, kept: Edit) -> State:
        if not kept:
            return state
        ours, others = _split_edit(state.author, kept)
        theirs = state.others.apply(others) if others else state.others
        return with_marks(state, state.marks.apply(ours), theirs)

    def _focused(self, state: State, focus: Focus | None, filter: str | None) -> State:
        shown = state if focus is None else replace(state, focus=focus)
        return shown if filter is None else replace(shown, filter=filter)

    def _show(self, after: State, edit: Edit | None) -> None:
        before, self.state = self.state, after
        for watcher in self._watchers:
            watcher(before, after, edit)

    def _say(self, sentence: str) -> None:
        if sentence:
            self.said = sentence
            for speaker in self._speakers:
                speaker(sentence)

    def _saving(self, ids: frozenset[str]) -> None:
        for saver in self._savers:
            saver(ids)


def _turned(turn: str, command: str) -> str:
    known = all_commands().get(command.removeprefix("undo ").removeprefix("redo "))
    return f"{turn} {known.name if known else command.removeprefix('undo ').removeprefix('redo ')}"


def _split_edit(author: str, edit: Edit) -> tuple[Edit, Edit]:
    theirs = {key: change for key, change in edit.items() if not all(is_mine(author, mark) for mark in change)}
    if not theirs:
        return edit, EMPTY
    return Edit({key: change for key, change in edit.items() if key not in theirs}), Edit(theirs)


def _difference(before: State, after: State) -> Edit:
    """Return the Edit that leads from the marks of one State to those of another of the same article."""
    changes: dict[Key, tuple[Mark | None, Mark | None]] = {}
    article: ArticleId = after.article.id
    for old, new in ((before.marks, after.marks), (before.others, after.others)):
        held, there = ({_key(mark, article): mark for mark in marks} for marks in (old, new))
        for key in {**held, **there}:
            if held.get(key) != there.get(key):
                changes[key] = (held.get(key), there.get(key))
    return Edit(changes)


def _key(mark: Mark, article: ArticleId) -> Key:
    return Key(mark.sort, article, mark.id)


def _place_of(edit: Edit) -> Focus | None:
    """Return the focus that shows what an Edit changed: the first span it leaves, else the range it freed."""
    for before, after in edit.values():
        if isinstance(after, Span):
            return OnSpan(after.id)
        if isinstance(before, Span):
            return Selection(before.start, before.end)
    return None


def _scheme_after(scheme: Scheme, edit: Edit) -> Scheme:
    layers = {layer.id: layer for layer in scheme.layers}
    labels = {label.id: label for label in scheme.labels}
    retired = dict(scheme.retired)
    for before, after in edit.values():
        if isinstance(before, Layer):
            layers.pop(before.id, None)
        if isinstance(before, Label):
            retired[before.id] = labels.pop(before.id, before)
        if isinstance(after, Layer):
            layers[after.id] = after
        if isinstance(after, Label):
            labels[after.id] = after
            retired.pop(after.id, None)
    return Scheme(layers.values(), labels.values(), retired.values())
