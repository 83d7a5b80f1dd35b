"""The hint strip: at most six keys, only those that work now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from itertools import chain
from math import ceil
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from annotator.editing.state import Caret, Selection, State
from annotator.model.tongue import tr
from annotator.ui.frame import plain
from annotator.ui.typed import shown

if TYPE_CHECKING:
    from annotator.editing.command import Command
    from annotator.ui.theme import Theme

MOST, MOST_CAPS = 6, 4
HEIGHT, SIDE = 34, 12  # pixels of the strip, and of its sides that stay free
GAP, BESIDE = 16, 5  # pixels between two hints, and beside a cap
CAP, LEAST_CAP, INSIDE = 18, 19, 6  # pixels of a key's cap: its height, its least width, beside its letters
FIRST = "Click a name in the text, then press {key}."
Hint = tuple[tuple[str, ...], str]


class Placed(NamedTuple):
    """A hint where it stands in the strip, in pixels."""

    left: float
    width: float
    keys: tuple[str, ...]
    words: str


class HintStrip(QWidget):
    """34 pixels under the text. What it shows are keys of commands: without them it is empty.

    The hints are painted and no widgets, for they change at every key.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("hints")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(HEIGHT)
        self.theme: Theme | None = None
        self._commands: Mapping[str, Command] = {}
        self._state: State | None = None
        self._instead: list[Hint] | None = None
        self.welcome = _Welcome(self)
        self.welcome.hide()
        self.shown: list[Hint] = []
        self._refused = False  # whether the disk refuses what waits

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of another theme."""
        self.theme = theme
        self.update()

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
        if not isinstance(state.focus, Caret) and not self.welcome.isHidden():
            self.welcome.hide()
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
        before, self.shown = self.shown, [(tuple(map(shown, keys)), words) for keys, words in wanted]
        if before != self.shown:
            said = (": ".join(filter(None, (", ".join(keys), words))) for keys, words in self.shown)
            self.setAccessibleName("; ".join(said))
            self.update()
        self._place_welcome()

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

    # ---- where they stand
    def placed(self) -> list[Placed]:
        """Return as many hints as there is room for, whole, in the middle of the strip."""
        words, caps = QFontMetricsF(self.font()), QFontMetricsF(cap_font())
        greeting = self._greeting()
        room, total, fitting = self.width() - 2 * SIDE, greeting, list[Placed]()
        for keys, said in self.shown[:MOST]:
            width = sum(_cap_width(caps, key) + BESIDE for key in keys[:MOST_CAPS]) + ceil(
                words.horizontalAdvance(said)
            )
            after = total + width + (GAP if total else 0)
            if after > room:
                break
            fitting.append(Placed(after - width, width, keys[:MOST_CAPS], said))
            total = after
        start = (self.width() - total) // 2
        return [one._replace(left=start + one.left) for one in fitting]

    def _greeting(self) -> int:
        return 0 if self.welcome.isHidden() else self.welcome.sizeHint().width()

    def _place_welcome(self) -> None:
        if not self.welcome.isHidden():
            self.welcome.fit(self.width() - 2 * SIDE)
            held, width = self.placed(), self._greeting()
            left = held[0].left - GAP - width if held else max(SIDE, (self.width() - width) / 2)
            self.welcome.setGeometry(round(left), 0, width, HEIGHT)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave room for the first words."""
        super().resizeEvent(event)
        self._place_welcome()

    def changeEvent(self, event: QEvent) -> None:
        """Follow another font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._place_welcome()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - it is small: all of it is painted
        """Paint the hints that fit."""
        if self.theme is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        caps = QFontMetricsF(cap_font())
        for hint in self.placed():
            left = hint.left
            for key in hint.keys:
                width = _cap_width(caps, key)
                _paint_cap(painter, QRectF(left, (HEIGHT - CAP) / 2, width, CAP), key, self.theme)
                left += width + BESIDE
            painter.setFont(self.font())
            painter.setPen(self.theme.colour("muted"))
            place = QRectF(left, 0, hint.left + hint.width - left + 1, HEIGHT)
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, hint.words)
        painter.end()


@cache
def cap_font() -> QFont:
    """Return the font of keys."""
    font = QFont()
    font.setFamilies(["DejaVu Sans Mono", "monospace"])
    font.setPixelSize(11)
    return font


def _cap_width(metrics: QFontMetricsF, key: str) -> int:
    return max(LEAST_CAP, ceil(metrics.horizontalAdvance(key)) + 2 * INSIDE)


def _paint_cap(painter: QPainter, rect: QRectF, key: str, theme: Theme) -> None:
    painter.setPen(theme.colour("line"))
    painter.setBrush(theme.colour("page"))
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
    painter.setFont(cap_font())
    painter.setPen(theme.colour("muted"))
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, key)


class _Welcome(QWidget):
    """The first words: what to click and press, the key in bold."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
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
