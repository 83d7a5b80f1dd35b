"""The hint strip: at most six keys, only those that work now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import chain
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from annotator.editing.state import Caret, Selection, State
from annotator.model.tongue import tr
from annotator.ui.frame import plain
from annotator.ui.typed import shown

if TYPE_CHECKING:
    from annotator.editing.command import Command

MOST, MOST_CAPS = 6, 4
GAP = 16  # pixels between two hints
FIRST = "Click a name in the text, then press {key}."
Hint = tuple[tuple[str, ...], str]


class HintStrip(QWidget):
    """34 pixels under the text. What it shows are keys of commands: without them it is empty."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("hints")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(34)
        self._commands: Mapping[str, Command] = {}
        self._state: State | None = None
        self._instead: list[Hint] | None = None
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(12, 0, 12, 0)
        self._row.setSpacing(GAP)
        self._row.setSizeConstraint(QHBoxLayout.SizeConstraint.SetNoConstraint)  # what does not fit is left out
        self._row.addStretch(1)
        self.welcome = _Welcome()
        self.welcome.hide()
        self._row.addWidget(self.welcome)
        self.shown: list[Hint] = []
        self._refused = False  # whether the disk refuses what waits
        self._hints = [_Shown() for _ in range(MOST)]  # kept, for they change at every key
        for hint in self._hints:
            self._row.addWidget(hint)
        self._row.addStretch(1)

    def show_welcome(self) -> None:
        """Say what to do first, until something is done."""
        self.welcome.show()
        self._renew()

    def show_commands(self, commands: Mapping[str, Command]) -> None:
        """Show the keys that these commands have."""
        self._commands = commands
        self._renew()

    def show_state(self, state: State) -> None:
        """Show the keys that work in `state`."""
        self._state = state
        if not isinstance(state.focus, Caret):
            _show(self.welcome, False)
        self._renew()

    def show_instead(self, instead: list[Hint] | None) -> None:
        """Show other keys than those of the text while something has the keyboard; None: those of the text again."""
        self._instead = instead
        self._renew()

    def _renew(self) -> None:
        state = self._state
        if not self.welcome.isHidden() and state is not None:
            self.welcome.show_keys(state, self._commands)
        wanted = self._instead if self._instead is not None else self._of_text()
        wanted = [(tuple(map(shown, keys)), words) for keys, words in wanted]
        for at, hint in enumerate(wanted):
            if hint != (self.shown[at] if at < len(self.shown) else None):
                self._hints[at].show_hint(*hint)
        self.shown = wanted
        self._fit()

    def _of_text(self) -> list[Hint]:
        if self._state is None or not self._commands:
            return []
        if self._refused:
            return _known(_when_refused(), self._state, self._commands)
        if not self.welcome.isHidden():
            return _known([(("help.keys",), tr("all keys"))], self._state, self._commands)
        return hints(self._state, self._commands)

    def show_refused(self, refused: bool) -> None:
        """Show what helps while the disk refuses, and then again what labels."""
        self._refused = refused
        self._renew()

    def _fit(self) -> None:
        """Show as many hints as there is room for, whole."""
        room = self.width() - 2 * 12 + GAP
        if not self.welcome.isHidden():
            self.welcome.fit(self.width() - 2 * 12)
            room -= self.welcome.sizeHint().width() + GAP
        for at, hint in enumerate(self._hints):
            fits = at < len(self.shown)
            if fits:
                room -= hint.sizeHint().width() + GAP
            _show(hint, fits and room >= 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show what fits now."""
        super().resizeEvent(event)
        self._fit()


class _Shown(QWidget):
    """The caps of some keys, and what they do."""

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(5)
        self.caps = [plain("", "key") for _ in range(MOST_CAPS)]
        for cap in self.caps:
            cap.setFixedHeight(18)
            cap.setAlignment(Qt.AlignmentFlag.AlignCenter)
            row.addWidget(cap)
        self.words = plain("", "muted")
        row.addWidget(self.words)

    def show_hint(self, keys: tuple[str, ...], words: str) -> None:
        """Show other keys."""
        for at, cap in enumerate(self.caps):
            _show(cap, at < len(keys))
            cap.setText(keys[at] if at < len(keys) else "")
        self.words.setText(words)


def _show(widget: QWidget, shown: bool) -> None:
    if widget.isHidden() == shown:
        widget.setVisible(shown)


class _Welcome(QWidget):
    """The first words: what to click and press, the key in bold."""

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self._whole = self._short = ""  # what is said behind the key
        self.words: list[QLabel] = [plain("", role) for role in ("muted", "name", "muted")]
        for words in self.words:
            row.addWidget(words)

    def show_keys(self, state: State, commands: Mapping[str, Command]) -> None:
        label = next((label.key for label in state.scheme.labels if label.key), "")
        undo = next(iter(commands["edit.undo"].keys), "") if commands else ""
        if not label or not undo:
            said = [tr("Everything is saved at once."), "", ""]
        else:
            # The sample is labelled from the start: there a name is a span already, and a key would change its label.
            words = "Click a word without a label, then press {key}." if len(state.marks.spans) else FIRST
            first = tr(words, key="\n").partition("\n")
            last = tr("Everything is saved at once; {undo} takes anything back.", undo=undo)
            said = [first[0], label, f"{first[2]} {last}"]
            self._short = first[2]
        for widget, text in zip(self.words, said, strict=True):
            widget.setText(text)
        self._whole = said[2]

    def fit(self, width: int) -> None:
        """Leave the last sentence out where the words are wider than this, pixels: no sentence is cut."""
        self.words[2].setText(self._whole)
        if self.sizeHint().width() > width:
            self.words[2].setText(self._short)


# What may be hinted: the commands whose first keys stand together, and what they do in few words.
Offer = tuple[tuple[str, ...], str]


def hints(state: State, commands: Mapping[str, Command]) -> list[Hint]:
    """Return the keys to show: what labels, what changes the focus, what finishes; only those that work now."""
    if state.number == 0:
        return []  # there is no article yet
    if state.past:
        return _known(_in_the_past(), state, commands)
    labels = [_keys_of(state, layer.id, layer.name) for layer in state.scheme.layers]
    labels = [hint for hint in labels if hint[0] and commands["label.apply"].when(state)]
    done: Offer = (("article.done",), tr("done, next"))
    if state.target is not None:
        return _at_a_suggestion(state, commands)
    span = state.focused
    if span is not None:
        start: Offer = (("span.start.left", "span.start.right"), tr("move start"))
        end: Offer = (("span.end.left", "span.end.right"), tr("move end"))
        by_unit: Offer = (("select.fewer", "select.more"), tr("by clause"))
        remove: Offer = (("span.delete",), tr("remove"))
        larger: list[Offer] = [(("span.outward",), tr("next larger"))] if is_inside(state) else []
        rest: list[Offer] = [*larger, remove, done]
        if state.filter:
            rest = [(("label.isolate",), tr("show all again")), remove]
        if state.scheme.is_flat(span.label):
            found = [*labels[:2], *_known([end, *rest], state, commands)]
        else:
            layer = state.scheme.layer_of(span.label).id
            change = [hint for hint in [_keys_of(state, layer, tr("change label"))] if hint[0]]
            found = [*_known([start, end, by_unit], state, commands), *change, *_known(rest, state, commands)]
    elif isinstance(state.focus, Selection):
        longer: Offer = (("select.more", "select.fewer"), tr("one more, fewer"))
        more: list[Offer] = [(("select.climb",), tr("select more")), longer, (("focus.clear",), tr("let go")), done]
        found = [*labels, *_known(more, state, commands)]
    else:
        found = _known(_at_a_caret(done), state, commands)
    return [*_to_tokens(state, commands), *found][:MOST]


def _to_tokens(state: State, commands: Mapping[str, Command]) -> list[Hint]:
    """Return the way to whole tokens from what is not of whole tokens."""
    offer: Offer = (("span.align",), tr("to whole tokens"))
    return [] if state.aligned is None else _known([offer], state, commands)


def _at_a_suggestion(state: State, commands: Mapping[str, Command]) -> list[Hint]:
    layer = state.scheme.layer_of(state.target.label).id if state.target is not None else ""
    first: list[Offer] = [(("suggestion.accept",), tr("accept")), (("suggestion.refuse",), tr("not here, remember"))]
    other = [hint for hint in [_keys_of(state, layer, tr("accept as other"))] if hint[0]]
    last: list[Offer] = [
        (("suggestion.next",), tr("next")), (("suggestion.accept.seen",), tr("accept all on screen")),
        (("focus.clear",), tr("back to text")),
    ]  # fmt: skip
    return [*_known(first, state, commands), *other, *_known(last, state, commands)][:MOST]


def is_inside(state: State) -> bool:
    """Return whether another span can be met where the focused one is."""
    span = state.focused
    return span is not None and any(one.id != span.id for one in state.marks.spans.touching(span.start, span.end))


def _in_the_past() -> list[Offer]:
    return [(("span.next", "span.previous"), tr("next, previous span")),
            (("view.part.next",), tr("to the list of moments")), (("history.leave",), tr("back to now"))]  # fmt: skip


def _when_refused() -> list[Offer]:
    return [(("project.retry",), tr("try again")), (("project.copy",), tr("save a copy")),
            (("edit.undo",), tr("undo still works"))]  # fmt: skip


def _at_a_caret(done: Offer) -> list[Offer]:
    return [
        (("select.climb",), tr("select the word")), (("select.next", "select.previous"), tr("next, previous word")),
        (("span.next", "span.previous"), tr("next, previous span")), done, (("edit.undo",), tr("undo")),
    ]  # fmt: skip


def _known(offers: Iterable[Offer], state: State, commands: Mapping[str, Command]) -> list[Hint]:
    """Return the offers whose commands all have a key that works now."""
    found: list[Hint] = []
    for names, words in offers:
        held = [commands[name] for name in names if name in commands]
        if len(held) == len(names) and all(one.keys and one.when(state) for one in held):
            found.append((tuple(one.keys[0] for one in held), words))
    return found


def _keys_of(state: State, layer: str, name: str) -> Hint:
    caps = runs([label.key for label in state.scheme.labels_in(layer) if label.key])
    return (caps if len(caps) <= MOST_CAPS else (*caps[: MOST_CAPS - 1], "\u2026"), name.lower())


def runs(keys: Iterable[str]) -> tuple[str, ...]:
    """Return keys as their caps: three or more digits that follow one another share one."""
    found: list[list[str]] = []
    for key in keys:
        last = found[-1][-1] if found else ""
        if key.isdigit() and last.isdigit() and int(key) == int(last) + 1:
            found[-1].append(key)
        else:
            found.append([key])
    caps = ([f"{run[0]}\u2013{run[-1]}"] if len(run) > 2 else run for run in found)
    return tuple(chain.from_iterable(caps))
