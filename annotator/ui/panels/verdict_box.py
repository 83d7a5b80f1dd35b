"""The verdict on what is in focus: a sign, one word, one sentence of why, and the way to the nearest whole tokens."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QStylePainter,
    QVBoxLayout,
    QWidget,
)

from annotator.editing.state import State
from annotator.editing.verdicts import Kind, Verdict, verdict
from annotator.model import languages
from annotator.model.tongue import tr
from annotator.model.verdict_words import quoted
from annotator.ui.frame import JOINT, Frame, breakable, plain
from annotator.ui.theme import Theme

COMMAND, LANGUAGE = "span.align", "project.language"
LONGEST = 24  # characters of a word that are kept together
BAR = f"{JOINT}|{JOINT}"  # no line of the box ends where a token is cut
COLOURS: dict[Kind, str] = {"ok": "ok", "warning": "warn", "lost": "bad", "none": "muted"}


class VerdictBox(QFrame):
    """Hidden where nothing is in focus, and until the tokens are known."""

    def __init__(self, frame: Frame) -> None:
        super().__init__()
        self.frame = frame
        self.setProperty("role", "verdict")
        self.shown: Verdict | None = None
        self.sign = _Sign(frame.theme)
        self.head, self.why = plain(), plain("", "small")
        self.why.setWordWrap(True)
        self.cap = plain("", "key")
        self.cap.setFixedHeight(18)
        self.cap.setProperty("command", COMMAND)
        self.align = _Way()
        self.align.setProperty("role", "link")
        self.align.setProperty("command", COMMAND)
        self.align.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the keyboard with the text
        self.align.clicked.connect(lambda _checked=False: frame.run(COMMAND))
        said = QVBoxLayout()
        said.setSpacing(2)
        said.addWidget(self.head)
        said.addWidget(self.why)
        self.way = QWidget()
        way = QHBoxLayout(self.way)
        way.setContentsMargins(0, 2, 0, 0)
        way.setSpacing(5)
        way.addWidget(self.cap)
        way.addWidget(self.align)
        way.addStretch(1)
        said.addWidget(self.way)
        self.language = _Way()
        self.language.setProperty("role", "link")
        self.language.setProperty("command", LANGUAGE)
        self.language.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.language.clicked.connect(lambda _checked=False: frame.run(LANGUAGE))
        said.addWidget(self.language)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 8, 8, 8)
        row.setSpacing(8)
        row.addWidget(self.sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(said, 1)
        self.hide()

    def show_state(self, state: State) -> Verdict | None:
        """Show the verdict on what is in focus in `state`, and return it."""
        found = verdict(state)
        self._show_way(state)
        # Another language would cut it otherwise: only what lies across tokens is lost by that.
        held = state.text[slice(*state.range)] if state.range and state.aligned is not None else ""
        self.language.setVisible(not languages.parts(state.tokenised_as, held))
        self.language.setText(tr("split as {language}: change it\u2026", language=languages.named(state.tokenised_as)))
        if found is not None and found != self.shown:
            self.head.setText(found.head)
            self.why.setText(breakable(found.why, LONGEST).replace("|", BAR))
            self.sign.show_kind(found.kind)
            self.setAccessibleName(f"{found.head}. {found.why}")
        self.shown = found
        self.setVisible(found is not None)
        return found

    def _show_way(self, state: State) -> None:
        aligned = state.aligned
        self.way.setVisible(aligned is not None)
        if aligned is not None:
            self.cap.setMinimumWidth(self.cap.sizeHint().width())  # half a letter is no key
            words = quoted(state.text[slice(*aligned)])
            self.align.setText(tr("whole tokens: {words}", words=words).replace("&", "&&"))

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self.sign.theme = theme
        self.sign.update()


class _Way(QPushButton):
    """A link of which the words are cut where there is no room for them."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:
        """Return the size without any words."""
        return QSize(0, super().minimumSizeHint().height())

    @property
    def shown(self) -> str:
        """Return what is seen of the words."""
        return self._option().text

    def _option(self) -> QStyleOptionButton:
        option = QStyleOptionButton()
        self.initStyleOption(option)
        room = self.style().subElementRect(QStyle.SubElement.SE_PushButtonContents, option, self).width()
        mnemonic = int(Qt.TextFlag.TextShowMnemonic.value)  # two & are one
        words = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room, mnemonic)
        option.text = words  # type: ignore[attr-defined]
        return option

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - it is one line
        """Paint the words that there is room for."""
        QStylePainter(self).drawControl(QStyle.ControlElement.CE_PushButton, self._option())


class _Sign(QWidget):
    """A ring with a tick, a triangle with an exclamation mark, a ring with a cross, or a ring alone."""

    SIZE = 15  # pixels

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.kind: Kind = "none"
        self.setFixedSize(self.SIZE, self.SIZE)

    def show_kind(self, kind: Kind) -> None:
        """Show the sign of a verdict."""
        self.kind = kind
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Paint the sign: the shape differs, not only the colour."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.theme.colour(COLOURS[self.kind]), 1.5))
        if self.kind == "warning":
            painter.drawPolygon(_points((7.5, 1.5), (14, 13.5), (1, 13.5)))
            painter.drawLine(QPointF(7.5, 6), QPointF(7.5, 9.4))
            painter.drawPoint(QPointF(7.5, 11.6))
        else:
            painter.drawEllipse(QPointF(7.5, 7.5), 6.4, 6.4)
        if self.kind == "ok":
            painter.drawPolyline(_points((4.3, 7.7), (6.7, 10.1), (10.8, 5.2)))
        elif self.kind == "lost":
            painter.drawLine(QPointF(5, 5), QPointF(10, 10))
            painter.drawLine(QPointF(10, 5), QPointF(5, 10))
        painter.end()


def _points(*places: tuple[float, float]) -> QPolygonF:
    return QPolygonF([QPointF(*place) for place in places])
