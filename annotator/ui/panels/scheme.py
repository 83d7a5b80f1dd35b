"""The page that edits the scheme: labels and layers in their order, and beneath the chosen one its fields."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QFrame, QPushButton, QWidget

from annotator.editing.state import State
from annotator.model.edit import Edit
from annotator.model.mark import Label, Layer
from annotator.model.problem import visible
from annotator.model.scheme import Scheme
from annotator.model.tongue import tr
from annotator.ui.elsewhere import WALKS, back
from annotator.ui.frame import Frame, explain, rule
from annotator.ui.hints import Hint
from annotator.ui.label_row import LabelRow
from annotator.ui.page import SidePage
from annotator.ui.panels.label_deletion import LabelDeletion
from annotator.ui.panels.label_form import LabelForm
from annotator.ui.panels.layer_form import LayerForm
from annotator.ui.theme import Theme

TITLE = "Edit labels"
NEW = "new"  # what is chosen while a label or layer is made: new/LAYER, new/


class Page(SidePage):
    """One thing is chosen at a time: the id of a label or layer, or what is made."""

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame, tr(TITLE))
        self.theme = frame.theme
        self.chosen = ""
        self.rows: dict[str, QPushButton] = {}
        self._scheme: Scheme | None = None
        self._parts: list[QWidget] = []  # what is made anew with the scheme
        self.label_form, self.layer_form, self.deletion = LabelForm(frame), LayerForm(frame), LabelDeletion(frame)
        self._forms = (self.label_form, self.layer_form, self.deletion)
        self._deleting = False
        self.label_form.left.connect(self._close)
        self.label_form.added.connect(self._added)
        self.label_form.moved.connect(self._move_chosen)
        self.label_form.unwanted.connect(self._ask)
        self.layer_form.left.connect(self._close)
        self.layer_form.added.connect(self._close)
        self.deletion.left.connect(self._keep)
        self.deletion.done.connect(self._close)
        self.drop = QFrame(self.inside)  # where a label that is dragged will be
        self.drop.setProperty("role", "drop")
        self.drop.setFixedHeight(2)
        self.drop.hide()

    # ---- following
    def show_state(self, before: State | None, after: State, edit: Edit | None) -> None:  # noqa: ARG002 - as every panel
        """Show the scheme."""
        if self._scheme is None or self._scheme != after.scheme:
            self._scheme = after.scheme
            self._build(after.scheme)

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self.theme = theme
        self.label_form.set_theme(theme)
        for row in self.rows.values():
            if isinstance(row, LabelRow) and self._scheme is not None:
                row.show_theme(theme, theme.hue_of(self._scheme, row.label.id))

    def _build(self, scheme: Scheme) -> None:
        held = next((id for id, row in self.rows.items() if row.hasFocus()), "")
        for part in self._parts:
            part.hide()
            part.deleteLater()
        while self.column.takeAt(0) is not None:
            pass  # the forms stay as they are, and with them what is typed there
        self._parts, self.rows = [], {}
        for at, layer in enumerate(scheme.layers):
            if at:
                self._put(rule())
            self._put(self._row(layer.id, _LayerRow(self, layer)))
            for label in scheme.labels_in(layer.id):
                self._put(self._row(label.id, _Row(self, label, scheme)))
            self._put(self._adding(tr("Add a label"), f"{NEW}/{layer.id}"))
        self._put(rule())
        self._put(self._adding(tr("Add a layer"), f"{NEW}/"))
        self.column.addStretch(1)
        self._show_chosen()
        if held in self.rows:
            self.rows[held].setFocus()

    def _put(self, part: QWidget) -> None:
        self._parts.append(part)
        self.column.addWidget(part)
        part.show()  # at once: what is hidden takes no keyboard

    def _row(self, id: str, row: QPushButton) -> QPushButton:
        self.rows[id] = row
        row.clicked.connect(lambda _checked=False: self.choose("" if self.chosen == id else id))
        return row

    def _adding(self, words: str, id: str) -> QPushButton:
        button = self._row(id, QPushButton(words))
        button.setProperty("role", "plain")
        return button

    # ---- what is chosen
    def choose(self, id: str) -> None:
        """Show the fields of a label or layer beneath it, and give them the keyboard; "" shows none."""
        self.chosen, self._deleting = id, False
        self._show_chosen(begins=True)
        form = next((form for form in self._forms if not form.isHidden()), None)
        if isinstance(form, LabelForm | LayerForm):
            form.take_keyboard()
            QTimer.singleShot(0, self._bring_into_sight)  # its place is known when the column was laid out
        elif self.rows:
            next(iter(self.rows.values())).setFocus()

    def _bring_into_sight(self) -> None:
        form = next((form for form in self._forms if not form.isHidden()), None)
        if form is not None:
            self.scrolled.ensureWidgetVisible(form, 0, 8)

    def _show_chosen(self, begins: bool = False) -> None:
        scheme, chosen = self._scheme, self.chosen
        if scheme is None:
            return
        form: LabelForm | LayerForm | LabelDeletion | None = None
        layer = next((one for one in scheme.layers if one.id == chosen), None)
        made, _, within = chosen.partition("/")
        if chosen and scheme.holds(chosen):
            form = self.deletion if self._deleting else self.label_form
            self.label_form.edit(scheme.label(chosen), scheme)
        elif layer is not None:
            form = self.layer_form
            form.edit(layer, scheme)
        elif made == NEW and chosen in self.rows:
            form = self.label_form if within else self.layer_form
            if begins:
                self._begin(within, scheme)
        else:
            self.chosen = ""
        for one in self._forms:
            self.column.removeWidget(one)
            if one is not form:
                one.hide()
        for id, row in self.rows.items():
            row.setChecked(id == self.chosen)
        if form is not None:
            self.column.insertWidget(self.column.indexOf(self.rows[self.chosen]) + 1, form)
            form.show()
        self._order_tabs()

    def _order_tabs(self) -> None:
        """Let Tab walk as it is seen: the rows are made anew, and the fields stand beneath one of them."""
        last: QWidget = self.back
        for at in range(self.column.count()):
            place = self.column.itemAt(at)
            part = None if place is None else place.widget()
            for widget in [] if part is None else [part, *part.findChildren(QWidget)]:
                # The list of a choice is a window of its own.
                if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.window() is self.window():
                    QWidget.setTabOrder(last, widget)
                    last = widget

    def _begin(self, layer: str, scheme: Scheme) -> None:
        if layer:
            self.label_form.begin(layer, scheme)
        else:
            self.layer_form.begin(scheme)

    def _close(self) -> None:
        held = self.rows.get(self.chosen)
        self.chosen, self._deleting = "", False
        self._show_chosen()
        (held or next(iter(self.rows.values()), self.back)).setFocus()

    def _added(self, layer: str) -> None:
        self.chosen = ""
        self._show_chosen()
        self.rows[f"{NEW}/{layer}"].setFocus()

    def leave_form(self) -> bool:
        """Keep a label that was to be deleted, else close the fields of what is chosen."""
        if self._deleting:
            self._keep()
        elif self.chosen:
            self._close()
        else:
            return False
        return True

    # ---- deleting
    def _ask(self) -> None:
        if self._scheme is not None and self._scheme.holds(self.chosen):
            self._deleting = True
            self._show_chosen()
            self.deletion.ask(self._scheme.label(self.chosen), self._scheme)

    def _keep(self) -> None:
        self._deleting = False
        self._show_chosen()
        self.label_form.delete.setFocus()

    # ---- the order
    def _move_chosen(self, step: int) -> None:
        self.move_label(self.chosen, step)

    def move_label(self, label: str, step: int) -> None:
        """Move a label so many places down in its layer."""
        self.frame.run("label.move", label, max(0, self._place(label) + step))

    def _place(self, label: str) -> int:
        scheme = self.frame.session.state.scheme  # the page itself may be a step behind
        return [one.id for one in scheme.labels_in(scheme.label(label).layer)].index(label)

    def drag(self, row: _Row, y: int) -> None:
        """Show where a row dragged to the height `y` of itself would go."""
        rows, place = self._neighbours(row), self._target(row, y)
        below = place >= len(rows)
        beside = rows[-1 if below else place]
        parent = self.inside
        top = beside.mapTo(parent, QPoint(0, beside.height() if below else 0)).y()
        self.drop.setGeometry(14, top - 1, parent.width() - 28, 2)
        self.drop.show()
        self.drop.raise_()

    def drop_at(self, row: _Row, y: int) -> None:
        """Move the label of a row that was dragged to the height `y` of itself."""
        self.drop.hide()
        place = self._target(row, y)
        self.frame.run("label.move", row.label.id, place - (1 if place > self._place(row.label.id) else 0))

    def _neighbours(self, row: _Row) -> list[QPushButton]:
        scheme = self._scheme or Scheme((), ())
        return [self.rows[one.id] for one in scheme.labels_in(row.label.layer)]

    def _target(self, row: _Row, y: int) -> int:
        """Return before how many of the layer's rows the height `y` of `row` lies."""
        height = row.mapTo(self.inside, QPoint(0, y)).y()
        tops = [one.mapTo(self.inside, QPoint(0, one.height() // 2)).y() for one in self._neighbours(row)]
        return sum(middle < height for middle in tops)


class _LayerRow(QPushButton):
    """The head of a layer; chosen, it can be renamed."""

    def __init__(self, page: Page, layer: Layer) -> None:
        super().__init__(visible(layer.name).replace("&", "&&"))
        self.page = page
        self.setProperty("role", "layer")
        self.setCheckable(True)
        self.setAccessibleName(tr("Layer {name}", name=visible(layer.name)))


class _Row(LabelRow):
    """A label that can be chosen, dragged, and moved with Alt+Up and Alt+Down."""

    def __init__(self, page: Page, label: Label, scheme: Scheme) -> None:
        super().__init__(label, scheme.is_flat(label.id), page.theme.hue_of(scheme, label.id), page.theme)
        self.page = page
        explain(self, tr("Edit {name}; drag it, or press Alt+Up and Alt+Down, to reorder", name=label.name))
        self._pressed: int | None = None
        self._dragged = False

    def key_hints(self) -> list[Hint]:
        """Return the keys that are hinted while the label has the keyboard."""
        moves = tuple(f"Alt+{key}" for key in WALKS)
        return [(("Enter",), tr("edit")), (moves, tr("move")), (("Del",), tr("delete\u2026")), back()]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move with Alt+Up and Alt+Down; Del asks what becomes of the spans; arrows walk."""
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        step = steps.get(Qt.Key(event.key()))
        if step and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.page.move_label(self.label.id, step)
        elif event.key() == Qt.Key.Key_Delete:
            self.page.choose(self.label.id)
            self.page.label_form.unwanted.emit()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin what may become a drag."""
        self._pressed, self._dragged = event.position().toPoint().y(), False
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show where the label would go."""
        y = event.position().toPoint().y()
        if self._pressed is None or not event.buttons() & Qt.MouseButton.LeftButton:
            return
        if self._dragged or abs(y - self._pressed) >= QApplication.startDragDistance():
            self._dragged = True
            self.setDown(False)
            self.page.drag(self, y)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Move the label where it was dragged; else it was a click."""
        dragged, self._pressed, self._dragged = self._dragged, None, False
        if dragged:
            self.page.drop_at(self, event.position().toPoint().y())
        else:
            super().mouseReleaseEvent(event)
