"""The focused span: its words, label, bounds, author and origin, times and note, and the keys that act on it."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from annotator.editing.command import in_article
from annotator.editing.state import State
from annotator.model.edit import Edit
from annotator.model.extent import extent_of, has_words
from annotator.model.mark import Span
from annotator.model.problem import counted
from annotator.model.tongue import tr
from annotator.ui.field import Field
from annotator.ui.frame import Frame, plain, tell_keys
from annotator.ui.panels.offer import Offer
from annotator.ui.panels.span_keys import SpanKeys
from annotator.ui.tags import Tag
from annotator.ui.theme import Theme

if TYPE_CHECKING:
    from concurrent.futures import Future  # it brings logging along, which the window starts without

    from annotator.model.occurrences import Places
    from annotator.project.times import Times
    from annotator.ui.panels.verdict_box import VerdictBox

TITLE, AREA, ORDER = "Focused span", "right", 1
NOTHING = "Click a word to select it, a span to focus it."
COUNTED = 20_000  # code points of a selection up to which its words are counted
LONGEST = 160  # code points of the span that are shown
SOUGHT = 80  # code points of a span up to which its words are looked for elsewhere
SETTLED = 80  # milliseconds for which a span is in focus before its times are read: keys that are held pass many
ORIGINS = {"hand": "by hand", "file": "from a file", "repeat": "as labelled elsewhere", "name": "from a longer name"}
FIELDS = ("Tokens", "Words", "Characters", "By", "Changed", "Same text", "Note")


class Panel(QWidget):
    """Empty while no span is in focus."""

    def __init__(self, frame: Frame) -> None:
        super().__init__()
        self.frame = frame
        self._times: dict[Span, Times] = {}  # of the open article
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.setInterval(SETTLED)
        self._settled.timeout.connect(self._look_further)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 10)
        column.setSpacing(6)
        head = QHBoxLayout()
        self.nth = plain("", "count")
        head.addWidget(plain(tr(TITLE), "head"), 1)
        head.addWidget(self.nth)
        column.addLayout(head)
        self.empty = plain(tr(NOTHING), "muted")
        self.empty.setWordWrap(True)
        column.addWidget(self.empty)
        self.offer = Offer(frame)
        column.addWidget(self.offer)
        self.quote = plain("", "quote")
        self.label, self.tag, self.retired = plain(tr("Label"), "muted"), Tag(), plain(tr("retired"), "muted")
        self.fields = {name: (plain(tr(name), "muted"), plain()) for name in FIELDS}
        self.note = Field()
        self.note.setAccessibleName(tr("Note"))
        self.note.kept.connect(self._keep_note)
        self.note.dropped.connect(self._close_note)
        self.note.left.connect(self._close_note)
        self.keys = SpanKeys(frame)
        self._verdict: VerdictBox | None = None  # once tokens come, which is after the first paint
        self.body = self._body()  # one widget to show and hide: a span comes into focus at every key
        column.addWidget(self.body)
        column.addWidget(self.keys)
        self.column = column
        frame.session.watch_saving(self._saved)

    def _body(self) -> QWidget:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self.quote.setWordWrap(True)
        self.quote.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.quote.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column.addWidget(self.quote)
        grid = QGridLayout()
        grid.setVerticalSpacing(4)
        grid.setColumnMinimumWidth(0, 72)
        grid.setColumnStretch(1, 1)
        tag = QHBoxLayout()
        tag.setSpacing(6)
        tag.addWidget(self.tag)
        tag.addWidget(self.retired)
        tag.addStretch(1)
        grid.addWidget(self.label, 0, 0)
        grid.addLayout(tag, 0, 1)
        for at, (name, value) in enumerate(self.fields.values(), 1):
            value.setWordWrap(True)
            grid.addWidget(name, at, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(value, at, 1)
        for name in ("Tokens", "Changed"):
            self._set_shown(name, False)  # until they are known
        grid.addWidget(self.note, len(self.fields) + 1, 0, 1, 2)
        self.note.hide()
        column.addLayout(grid)
        return body

    # ---- following
    def show_state(self, before: State | None, after: State, edit: Edit | None) -> None:
        """Show the span in focus; while a suggestion is, its own panel stands here, and without an article none."""
        shown = after.target is None and in_article(after)
        if self.isHidden() == shown:
            self.setVisible(shown)
        span = after.focused
        if before is None or before.number != after.number:
            self._times.clear()
        self.offer.show_state(after)
        self._judge(before, after)
        same = before is not None and (before.focused, before.number) == (span, after.number)
        if same and edit is None and span is not None and before is not None and before.scheme is after.scheme:
            return
        if span is None:
            self.nth.setText("")
            self.empty.setText(_selected(after) or tr(NOTHING))
        else:
            self._show(after, span)
        for widget in (self.body, self.keys):
            widget.setVisible(span is not None)
        self.empty.setVisible(span is None)

    def _judge(self, before: State | None, after: State) -> None:
        """Show the verdict, where something that decides it changed."""
        if after.tokens is None and not after.tokenless and self._verdict is None:
            return
        decides = attrgetter("focus", "marks", "scheme", "tokens", "tokenless", "number")
        if before is not None and all(one is other for one, other in zip(decides(before), decides(after), strict=True)):
            return
        found = self.verdict.show_state(after)
        tokens = found.tokens if found is not None else None
        self._fill("Tokens", "" if tokens is None else _numbers(tokens))
        self._set_shown("Tokens", tokens is not None)
        if tokens is not None:
            self._set_shown("Words", False)  # tokens say it better

    @property
    def verdict(self) -> VerdictBox:
        """Return the box with the verdict; it is made when it is first needed."""
        if self._verdict is None:
            from annotator.ui.command import rebound  # not before the first paint
            from annotator.ui.panels.verdict_box import VerdictBox

            self._verdict = VerdictBox(self.frame)
            tell_keys(self._verdict, rebound(self.frame.chosen.now.keys))
            self.column.insertWidget(self.column.indexOf(self.keys), self._verdict)
        return self._verdict

    def _show(self, state: State, span: Span) -> None:
        text = state.text[span.start : span.end]
        self.quote.setText(text if len(text) <= LONGEST else f"{text[: LONGEST - 30]} \u2026 {text[-28:]}")
        label = state.scheme.label(span.label)
        hue = self.frame.theme.hue_of(state.scheme, span.label)
        self.tag.show_label(label.name, hue, state.scheme.is_flat(span.label))
        self.retired.setVisible(not state.scheme.holds(span.label))
        spans = state.marks.spans
        nth, count = f"{spans.nth(span):,}", f"{spans.counts.get(span.label, 0):,}"
        self.nth.setText(tr("{place} of {count} {label}", place=nth, count=count, label=label.name))
        self._fill("Characters", f"{span.start}\u2013{span.end}")
        self._fill("Words", f"{len(text.split()):,}")
        self._set_shown("Words", self.fields["Tokens"][0].isHidden() and has_words(text))
        self._fill("Note", span.note)
        self._set_shown("Note", bool(span.note) and self.note.isHidden())
        self._show_times(span, self._times.get(span))
        self._fill("Same text", "")
        self._set_shown("Same text", len(text) <= SOUGHT)
        self.keys.show_span(state, span)
        self._settled.start()

    def _fill(self, name: str, value: str) -> None:
        self.fields[name][1].setText(value)

    def _set_shown(self, name: str, shown: bool) -> None:
        for widget in self.fields[name]:
            widget.setVisible(shown)

    # ---- what takes a while
    def _look_further(self) -> None:
        """Count the same words, and read the times, of a span that stays in focus."""
        state, span = self.frame.session.state, self.frame.session.state.focused
        if span is None:
            return
        if span.end - span.start <= SOUGHT:
            found = places_of(state, span)
            self._fill("Same text", same_text(found))
            self.keys.show_everywhere(bool(found.free))
        if span not in self._times and span.id not in self.frame.session.unsaved_ids:
            number = state.number
            asked = self.frame.project.read(lambda reader: reader.times(number, span.id))
            asked.add_done_callback(lambda done: self.frame.post(lambda: self._arrived(done, span, number)))

    def _arrived(self, done: Future[Times], span: Span, number: int) -> None:
        state = self.frame.session.state
        if done.exception() is None and state.number == number and span.id not in self.frame.session.unsaved_ids:
            self._times[span] = done.result()
            if state.focused == span:
                self._show_times(span, done.result())

    def _show_times(self, span: Span, times: Times | None) -> None:
        """Show by whom a span was made, when and how, and when it was changed if it ever was."""
        made = changed = ""
        if times is not None:
            from annotator.ui.clock import said  # not before the first paint

            made = said(times.made)
            changed = said(times.changed) if times.changed > times.made else ""
        parts = tr("you"), made, origin(span, self.frame.session.names)
        self._fill("By", ", ".join(filter(None, parts)))
        self._fill("Changed", changed)
        self._set_shown("Changed", bool(changed))

    def _saved(self, ids: frozenset[str]) -> None:
        """Read the times of the span again, for what changed it is on the disk now."""
        span = self.frame.session.state.focused
        if span is not None and span.id in ids:
            self._times.pop(span, None)
            self._settled.start()

    # ---- the note
    def write_note(self) -> None:
        """Give the keyboard to the field of the note."""
        span = self.frame.session.state.focused
        if span is None:
            return
        self.note.setText(span.note)
        self.fields["Note"][0].show()
        self.fields["Note"][1].hide()
        self.note.show()
        self.note.setFocus()
        self.note.selectAll()

    def _keep_note(self, entered: bool) -> None:  # noqa: ARG002 - kept either way
        self.note.setModified(False)
        self.frame.run("span.note", self.note.text())
        self._close_note()

    def _close_note(self) -> None:
        held, span = self.note.hasFocus(), self.frame.session.state.focused
        self.note.setModified(False)
        self.note.hide()
        if span is not None:
            self._fill("Note", span.note)
        self._set_shown("Note", span is not None and bool(span.note))
        if held:
            self.frame.run("view.text")

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of another theme: most come with the style."""
        if self._verdict is not None:
            self._verdict.set_theme(theme)
        self.show_state(None, self.frame.session.state, None)


def origin(span: Span, names: dict[str, str]) -> str:
    """Return where a span came from, in words."""
    kind, _, of = span.origin.partition("@")
    if kind == "author":
        return tr("from {name}", name=names.get(of, of))
    return tr(ORIGINS.get(kind, span.origin))


def places_of(state: State, span: Span) -> Places:
    """Return where the words of a span stand in the article, and what is to be said of these places."""
    from annotator.model.occurrences import places_for  # the window starts without it

    layer = state.scheme.label(span.label).layer
    known = (*state.scheme.labels, *state.scheme.retired.values())
    labels = {one.id for one in known if one.layer == layer}
    words = state.text[span.start : span.end]
    return places_for(state.text, words, span.label, labels, state.marks, state.author)


def same_text(found: Places) -> str:
    """Return how often some words stand in the article, and how many of these places have no label."""
    free = len(found.free) + found.refused
    total = free + found.already + found.covered
    if total < 2:
        return tr("only here")
    if not free:
        return tr("{total} times, all labelled", total=f"{total:,}")
    return tr("{total} times, {free} without a label", total=f"{total:,}", free=f"{free:,}")


def _numbers(tokens: tuple[int, int]) -> str:
    """Return the numbers of the first and the last of some tokens; of one its own."""
    first, last = tokens[0], tokens[1] - 1
    return f"{first}" if first == last else f"{first}\u2013{last}"


def _selected(state: State) -> str:
    """Return what to do with the selection, "" where there is none."""
    held = state.range
    if held is None or state.target is not None:
        return ""
    count, unit = extent_of(state.text[slice(*held)]) if held[1] - held[0] <= COUNTED else (0, "word")
    words = counted(count, unit) if count else counted(held[1] - held[0], "character")
    return tr("{words} selected. A label\u2019s key makes a span of it.", words=words)
