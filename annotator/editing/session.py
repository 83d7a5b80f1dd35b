"""A Session runs commands on the State, shows what they did at once, and hands the gestures to the writer.

It never waits. What is shown is the acknowledged marks with the queue of unsaved gestures on top, reduced in order,
after every answer of the writer and every gesture of another process.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from typing import TYPE_CHECKING

from annotator.editing.acting import changes
from annotator.editing.command import all_commands
from annotator.editing.shown import Shown, difference, keys_of, place_of
from annotator.editing.sight import PAST, Sight
from annotator.editing.state import AT_START, NONE, Focus, Result, State, refocused, split, still_offered
from annotator.editing.telling import not_deleted, told, turned
from annotator.editing.turns import Turns
from annotator.editing.voice import Voice
from annotator.model.edit import EMPTY, Edit, Gesture, by_article
from annotator.model.mark import Author, Key
from annotator.model.request import (
    Answer,
    Everywhere,
    Found,
    Gathered,
    Open,
    Opened,
    OpenNext,
    Request,
    ToRedo,
    ToUndo,
    Used,
    Uses,
)
from annotator.model.spans import Spans
from annotator.model.tongue import tr

if TYPE_CHECKING:
    from concurrent.futures import Future  # it brings logging along, which the window starts without

    from annotator.editing.gathering import Gathering
    from annotator.editing.moving import Moving


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
        self._sight = Sight(replace(state, fresh=ids()))
        self.watch, self.visit, self.come_back = self._sight.watch, self._sight.visit, self._sight.come_back
        self.take_tokens = self._sight.take_tokens
        self._voice = Voice(lambda request: self._library(request), post, state.author)
        self.watch_words, self.say, self._show = self._voice.watch, self._voice.say, self._sight.show
        self._shown = Shown(self.state)
        self._turns = Turns(lambda: not self._shown.queue)
        self._savers: list[Callable[[frozenset[str]], None]] = []
        self._asking = 0  # requests under way
        self._since: list[Gesture] = []  # stored while a request was under way: its answer may not know them
        self._gathering: Gathering | Moving | None = None  # what is done over the whole project
        self.seen: Callable[[], tuple[int, int]] = lambda: (0, len(self.state.text))  # the range that is on screen
        self.read_only = ""  # why nothing can be changed, in a sentence

    # ---- what others see
    @property
    def state(self) -> State:
        """Return what is shown and what commands see: the present, or the past that is visited."""
        return self._sight.state

    @property
    def present(self) -> State:
        """Return the open article as it is now, also while its past is shown."""
        return self._sight.present

    def watch_saving(self, saver: Callable[[frozenset[str]], None]) -> None:
        """Call `saver(ids)` when the marks with these ids became saved or unsaved."""
        self._savers.append(saver)

    @property
    def said(self) -> str:
        """Return what was said last."""
        return self._voice.said

    @property
    def names(self) -> dict[str, str]:
        """Return the names of the authors, by id."""
        return self._voice.names

    @property
    def unsaved(self) -> tuple[Gesture, ...]:
        """Return the gestures that are not yet on the disk."""
        return tuple(self._shown.queue)

    @property
    def unsaved_ids(self) -> frozenset[str]:
        """Return the ids of the open article's marks that are not yet on the disk."""
        article = "" if self.state.past else self.state.article.id  # what was is on the disk
        return frozenset(key.id for gesture in self._shown.queue for key in gesture.edits.get(article, EMPTY))

    @property
    def is_asking(self) -> bool:
        """Return whether a command, or an undo, waits for an answer of the project."""
        return self._asking > 0 or len(self._turns) > 0

    # ---- running
    def run(self, name: str, *values: object, held: bool = False) -> None:
        """Run a command, if its condition holds; `held` tells that its key is held down and repeats."""
        one = all_commands()[name]
        if one.when(self.state):
            result = one(self.state, *(self.seen() if one.sees else ()), *values)
            if result is not None:
                self._take(name, result, held)

    def _take(self, name: str, result: Result, held: bool) -> None:
        refused = tr(PAST) if self.state.past else self.read_only
        if refused and changes(result):
            self.say(refused)
            return
        if isinstance(result.ask, Everywhere | Uses):
            self._gather(result.ask, result.edit or EMPTY)
            return
        if result.turn == "stop":
            self._stop_gathering(tr("Stopped: nothing in the project was changed."))
            return
        if result.edit:
            self._do(Gesture(self._ids(), name, self.state.author, "window", by_article(result.edit)), 0, result.focus)
        elif result.focus is not None or result.filter is not None:
            self._sight.turn_to(self._focused(self.state, result.focus, result.filter))
        self.say(result.said)
        if result.ask is not None:
            self._ask(result.ask, lambda answer: self._opened(answer, result))
        else:
            self._run_all(result)
        if result.turn:
            self._turns.ask(result.turn, held)
            self._next_turn()

    def _do(self, gesture: Gesture, depth: int, focus: Focus | None) -> tuple[Edit, Collection[Key]]:
        """Commit `gesture` and show it; return what of it holds in the open article, and what does not."""
        before = self.present
        after, kept, dropped = self._shown.add(gesture, before)
        self._turns.deeds.add(gesture, depth)
        if self._gathering is not None:
            self._gathering.add_made(gesture)
        # First of all: whatever goes wrong where it is shown, it is on its way to the disk.
        self._commit(gesture).add_done_callback(lambda done: self._post(lambda: self._stored(gesture, done)))
        if gesture.undoes:
            focus = place_of(self.state.author, kept)
        if after is not before:
            self._show(replace(self._focused(refocused(before, after), focus, None), fresh=self._ids()), kept)
        self._saving(frozenset(key.id for key in kept))
        return kept, dropped.keys()

    # ---- answers of the writer
    def _stored(self, gesture: Gesture, done: Future[Gesture | None]) -> None:
        error = done.exception()
        stored = None if error is not None else done.result()
        self._turns.deeds.stored(gesture.token, stored)
        if stored is not None and self._asking:
            self._since.append(stored)
        wrong, dropped = self._shown.answered(gesture, stored)
        self._again(wrong)
        if error is not None:
            self.say(str(error))
        elif stored is None and (stays := not_deleted(gesture, self.state.scheme)):
            self.say(stays)
        elif dropped:
            self._voice.tell_changed("", dropped, len(keys_of(gesture)))
        self._saving(frozenset(key.id for key in gesture.edits.get(self.state.article.id, EMPTY)))
        self._next_turn()

    def foreign(self, gesture: Gesture) -> None:
        """Take in what another process stored."""
        if self._asking:
            self._since.append(gesture)
        if gesture.undoes or (gesture.author == self.state.author and gesture.via == "window"):
            self._turns.deeds.add_elsewhere(gesture)
        self._voice.know(mark for _, mark in gesture.edits.get(None, EMPTY).values() if isinstance(mark, Author))
        if self._gathering is not None:
            self._gathering.add_made(gesture)
        self._again(self._shown.take_in(gesture))

    def _again(self, keys: Collection[Key]) -> None:
        """Show the acknowledged marks with the queue on top; at most the marks at `keys` are others than shown."""
        if keys:
            before = self.present
            after = self._shown.anew(before)
            edit = difference(before, after, keys)
            after = replace(after, suggestions=still_offered(after, edit)) if edit else after
            if edit or after.scheme is not before.scheme or after.language != before.language:
                self._show(after, edit)

    # ---- requests
    def open(self, number: int) -> None:
        """Open the article with this number."""
        self.run("article.open", number)

    def _ask(self, request: Request, then: Callable[[Answer], None]) -> None:
        self._asking += 1
        self._library(request).add_done_callback(lambda done: self._post(lambda: self._answered(done, then)))

    def _answered(self, done: Future[Answer], then: Callable[[Answer], None]) -> None:
        self._asking -= 1
        error = done.exception()
        if error is not None:
            self.say(str(error))
            self._turns.forget()
        else:
            then(done.result())
        if not self._asking:
            self._since.clear()
        self._next_turn()

    def _opened(self, answer: Answer, result: Result) -> None:
        if isinstance(answer, Opened):
            self._enter(answer)
            self._run_all(result)
        elif isinstance(result.ask, OpenNext) and result.ask.unfinished:
            self.say(tr("No other article is left to do."))
        else:
            self.say(tr("There is no further article."))

    def _run_all(self, result: Result) -> None:
        for name, values in result.then:
            self.run(name, *values)

    def _enter(self, opened: Opened) -> None:
        before, article = self.present, opened.article
        mine, theirs = split(before.author, opened.marks, article.id)
        read = replace(
            before, article=article, number=opened.number, marks=mine, others=theirs, focus=AT_START,
            suggestions=NONE, fresh=self._ids(), beneath=opened.beneath, tokens=None, tokenless="",
        )  # fmt: skip
        self._sight.come_back()
        self._show(self._shown.enter(read, opened.newest, self._since), None)

    # ---- suggestions, and a label that goes everywhere
    def suggest(self, suggestions: Spans) -> None:
        """Offer `suggestions` in the open article instead of those before: no marks, and saved nowhere."""
        before = self.present
        if suggestions is not before.suggestions:
            self._show(refocused(before, replace(before, suggestions=suggestions)), None)

    def _gather(self, asked: Everywhere | Uses, base: Edit) -> None:
        if self._gathering is not None:
            self.say(tr("The project is being read for the label before; Esc stops that."))
            return
        from annotator.editing.gathering import begun  # the window starts without it

        self._gathering = begun(asked, self.present, base, self._shown.queue, self._ids)
        self._show(replace(self.present, gathering=True, fresh=self._ids()), None)  # the base has the id before
        self._ask_slice(asked)

    def _ask_slice(self, asked: Everywhere | Uses) -> None:
        gathering = self._gathering
        answered = self._library(asked)
        answered.add_done_callback(lambda done: self._post(lambda: self._gathered(gathering, done)))

    def _gathered(self, gathering: Gathering | Moving | None, done: Future[Answer]) -> None:
        if gathering is None or gathering is not self._gathering:
            return  # it was stopped
        error = done.exception()
        answer = None if error is not None else done.result()
        if not isinstance(answer, Gathered | Used):
            self._stop_gathering(str(error or tr("The project could not be read; nothing was changed.")))
            return
        gathering.take(answer)
        if answer.after is not None:
            self.say(gathering.so_far(self.present))
            self._ask_slice(gathering.asked._replace(after=answer.after))
            return
        edits = gathering.edits(self.present)
        self._stop_gathering("")
        if edits:
            gesture = Gesture(self._ids(), gathering.command, self.present.author, "window", edits)
            self._do(gesture, 0, place_of(self.present.author, gathering.base))
        self.say(gathering.told(self.present, edits))

    def _stop_gathering(self, said: str) -> None:
        self._gathering = None
        self._show(replace(self.present, gathering=False), None)
        self.say(said)

    # ---- undo and redo, over articles and restarts
    def undo(self) -> None:
        """Take back the author's newest gesture; one before this start is looked up in the journal."""
        self.run("edit.undo")

    def redo(self) -> None:
        """Do again what was undone last, if nothing else was done since."""
        self.run("edit.redo")

    def words_of(self, turn: str) -> str:
        """Return in words what "undo" or "redo" would take back; "" for nothing, and where the journal must tell."""
        deed = self._turns.deed(turn)
        return "" if deed is None else told(deed.gesture, self.state)

    @property
    def may_redo(self) -> bool:
        """Return whether there may be something to redo: here, or in the journal."""
        return self._turns.deed("redo") is not None or self._turns.deeds.only_undone

    def _next_turn(self) -> None:
        while not self._asking and (turn := self._turns.next()) is not None:
            word, held = turn.word, turn.held
            if turn.deed is not None:
                self._turn(turn.back(turn.deed, self._ids()), turn.deed.depth + 1, held)
            elif turn.asks:
                request = (ToUndo if word == "undo" else ToRedo)(self.state.author)
                self._ask(request, lambda answer, word=word, held=held: self._found(word, held, answer))
            else:
                self.say(tr("There is nothing to redo."))

    def _found(self, turn: str, held: bool, answer: Answer) -> None:
        gesture, opened = answer if isinstance(answer, Found) else (None, None)
        if gesture is None:
            self.say(tr(f"There is nothing to {turn}."))
            return
        back = gesture._replace(token=self._ids(), command=turned(turn, gesture.command.partition(" ")[2]))
        if opened is not None and self.state.article.id not in gesture.edits and not held:
            self._enter(opened)
        self._turn(back, 1 if turn == "undo" else 2, held)

    def _turn(self, gesture: Gesture, depth: int, held: bool) -> None:
        """Do an undo or redo, in its own article, which is opened first when it is another one."""
        articles = [article for article in gesture.edits if article]
        if articles and self.state.article.id not in gesture.edits:
            if held:
                self.say(tr("That was all here; press again to go on in another article."))
                return
            self._ask(Open(articles[0]), lambda answer: self._turn_there(answer, gesture, depth))
            return
        self._turn_here(gesture, depth)

    def _turn_there(self, answer: Answer, gesture: Gesture, depth: int) -> None:
        if isinstance(answer, Opened):
            self._enter(answer)
        self._turn_here(gesture, depth)

    def _turn_here(self, gesture: Gesture, depth: int) -> None:
        turn, place = gesture.command.partition(" ")[0], self._place(gesture)
        said = tr("Undone in {place}: {what}." if turn == "undo" else "Redone in {place}: {what}.", place=place,
                  what=told(gesture, self.state))  # fmt: skip
        kept, dropped = self._do(gesture, depth, None)
        if not kept and set(gesture.edits) <= {self.state.article.id}:
            said = tr(f"Nothing was left to {turn} in {{place}}.", place=place)
        if dropped:
            self._voice.tell_changed(said, dropped, len(keys_of(gesture)))
        else:
            self.say(said)

    def _place(self, gesture: Gesture) -> str:
        """Return what the place of a gesture is called: the open article, the project, or what is here no more."""
        if not gesture.edits or self.state.article.id in gesture.edits:
            return self.present.detail("title") or tr("article {number}", number=self.state.number)
        return tr("an article that is not here any more" if any(gesture.edits) else "the project")

    # ---- showing
    def _focused(self, state: State, focus: Focus | None, filter: str | None) -> State:
        shown = state if focus is None else replace(state, focus=focus)
        return shown if filter is None else replace(shown, filter=filter)

    def _saving(self, ids: frozenset[str]) -> None:
        for saver in self._savers:
            saver(ids)
