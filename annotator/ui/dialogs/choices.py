"""What can be chosen of an export: the kind, and what each kind declares; told in words of the shell."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QRadioButton, QScrollArea, QVBoxLayout, QWidget

from annotator import shelf
from annotator.model.mark import Author
from annotator.model.problem import visible
from annotator.model.scheme import Scheme
from annotator.model.tongue import tr
from annotator.model.wish import Wish, declared
from annotator.ui.field import Choice, Tick
from annotator.ui.frame import explain, plain, rule

Chosen = Mapping[str, Sequence[str]]  # by the name of an option of the shell
ANY = "any"
STATUSES = {
    "done": "Articles marked done", "flagged": "Articles that are flagged", "skipped": "Articles that are skipped",
    ANY: "All articles, done or not",
}  # fmt: skip
WIDTH = 276  # pixels
USUAL, LAST = 50, 1_000  # the place of a kind that names none, and of none


class Choices(QScrollArea):
    """A column of radio buttons for the kinds, and below it the layers, authors, statuses and the kind's own wishes."""

    kind_chosen = Signal()
    changed = Signal()  # anything else was chosen

    def __init__(self, scheme: Scheme) -> None:
        super().__init__()
        self.scheme = scheme
        # Read and not loaded: what writes them brings spaCy along.
        self.kinds = _kinds()
        self.radios: dict[str, QRadioButton] = {}
        self.layers: dict[str, Tick] = {}
        self.statuses: dict[str, Tick] = {}
        self.authors: dict[str, Tick] = {}
        self.wishes: dict[tuple[str, str], Choice] = {}  # by the wish's name and the layer
        self._telling = True  # whether what changes is told; not while it is set from elsewhere
        self._inside = QWidget()
        self._column = QVBoxLayout(self._inside)
        self._column.setContentsMargins(16, 10, 12, 12)
        self._column.setSpacing(4)
        self._own, self._people = _section(), _section()
        self._fill()
        self.setWidget(self._inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFixedWidth(WIDTH)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # what is inside takes the keyboard, and is scrolled to

    @property
    def kind(self) -> str:
        """Return the name of the kind that is chosen."""
        return next(name for name, radio in self.radios.items() if radio.isChecked())

    @property
    def constants(self) -> Mapping[str, Any]:
        """Return what the kind that is chosen says of itself."""
        return self.kinds[self.kind]

    @property
    def chosen(self) -> Chosen:
        """Return what is chosen beside the kind; nothing is said where it is what the shell takes unasked."""
        layers = [id for id, box in self.layers.items() if box.isChecked()]
        statuses = [name for name, box in self.statuses.items() if box.isChecked()]
        held: dict[str, list[str]] = {
            "layer": [] if len(layers) == len(self.layers) else layers,
            "author": [name for name, box in self.authors.items() if box.isChecked()],
            "status": [ANY] if ANY in statuses else statuses,
        }
        for (name, layer), field in self.wishes.items():
            if value := str(field.currentData()):
                held.setdefault(name, []).append(f"{layer}={value}" if layer else value)
        return {name: values for name, values in held.items() if values}

    @property
    def lacking(self) -> str:
        """Return what must still be chosen, in a sentence; "" where nothing must."""
        if self.layers and not any(box.isChecked() for box in self.layers.values()):
            return tr("Choose at least one layer.")
        if not any(box.isChecked() for box in self.statuses.values()):
            return tr("Choose which articles leave.")
        return ""

    @property
    def words(self) -> tuple[str, ...]:
        """Return the choices as options of the shell's `export`."""
        options = [f"--{name}={value}" for name, values in self.chosen.items() for value in values]
        return ("--as", self.kind, *options)

    # ---- what is set from elsewhere
    def choose(self, kind: str) -> None:
        """Choose a kind; one that is not there leaves the first."""
        self._quietly(lambda: self.radios.get(kind, next(iter(self.radios.values()))).setChecked(True))

    def propose(self, chosen: Chosen | None) -> None:
        """Set what was chosen for this kind before, else what the shell takes unasked."""
        self._quietly(lambda: self._propose(chosen or {}))

    def show_authors(self, authors: Mapping[str, Author], chosen: Chosen | None) -> None:
        """Show whose marks can be asked for, where there is more than one author."""
        names = sorted({author.name for author in authors.values()})
        if len(names) < 2:
            return
        column = self._people
        for name in names:
            box = self._box(visible(name).replace("&", "&&"))
            box.setChecked(name in (chosen or {}).get("author", ()))
            box.toggled.connect(self._changed)
            self.authors[name] = box
            _add(column, box)
        _head(column, tr("Authors"), 0)
        _add(column, _about(tr("With none of them: whoever alone is done in a layer.")))
        column.show()

    def _propose(self, chosen: Chosen) -> None:
        layers = chosen.get("layer") or list(self.layers)
        for id, box in self.layers.items():
            box.setChecked(id in layers)
        usual = ANY if self.constants.get("EVERYONE") else "done"
        for name, box in self.statuses.items():
            box.setChecked(name in (chosen.get("status") or [usual]))
        for name, box in self.authors.items():
            box.setChecked(name in chosen.get("author", ()))
        self._show_wishes(chosen)

    def _quietly(self, change: Callable[[], None]) -> None:
        self._telling = False
        try:
            change()
        finally:
            self._telling = True

    # ---- what is seen
    def _fill(self) -> None:
        for name, kind in self.kinds.items():
            radio = QRadioButton(visible(tr(str(kind["TITLE"]))).replace("&", "&&"))
            radio.setObjectName(name)
            explain(radio, tr(str(kind.get("ABOUT", ""))))
            radio.toggled.connect(self._kind_toggled)
            self.radios[name] = radio
            self._column.addWidget(radio)
            self._column.addWidget(_about(tr(str(kind.get("ABOUT", ""))), 17))
        self._column.addSpacing(6)
        self._column.addWidget(rule())
        for widget in (self._own, self._people):
            widget.hide()
        self._column.addWidget(plain(tr("Layers"), "head"))
        for layer in self.scheme.layers:
            self.layers[layer.id] = self._add_box(visible(layer.name).replace("&", "&&"))
        self._column.addSpacing(6)
        self._column.addWidget(plain(tr("Include"), "head"))
        for name, words in STATUSES.items():
            self.statuses[name] = self._add_box(tr(words))
        self._column.addWidget(self._own)
        self._column.addWidget(self._people)
        self._column.addStretch(1)
        next(iter(self.radios.values())).setChecked(True)

    def _add_box(self, words: str) -> Tick:
        box = self._box(words)
        box.toggled.connect(self._changed)
        self._column.addWidget(box)
        return box

    def _box(self, words: str) -> Tick:
        return Tick(words)

    def _show_wishes(self, chosen: Chosen) -> None:
        """Make the fields of what the kind declares; a kind without wishes has none."""
        before, self._own = self._own, _section()
        self._column.replaceWidget(before, self._own)
        before.hide()
        before.deleteLater()
        self.wishes = {}
        for wish in declared(self.constants):
            held = _held(wish, chosen)
            _head(self._own, tr(wish.name.replace("-", " ").capitalize()))
            _add(self._own, _about(tr(wish.words)))
            for layer in self._layers_of(wish):
                self._add_wish(wish, layer, held.get(layer) or held.get("", ""))
        self._own.setVisible(bool(self.wishes))

    def _layers_of(self, wish: Wish) -> list[str]:
        if not wish.by_layer:
            return [""]
        return [layer.id for layer in self.scheme.layers if wish.rule in ("", layer.rule)]

    def _add_wish(self, wish: Wish, layer: str, value: str) -> None:
        field = Choice()
        name = visible(self.scheme.layer(layer).name) if layer else ""
        field.addItem(": ".join(filter(None, (name, tr("not set")))), "")
        for one in wish.values:
            field.addItem(": ".join(filter(None, (name, tr(one)))), one)
        field.setCurrentIndex(max(0, field.findData(value)))
        field.setAccessibleName(" ".join(filter(None, (tr(wish.name.replace("-", " ").capitalize()), name))))
        field.setAccessibleDescription(tr(wish.words))
        field.currentIndexChanged.connect(self._changed)
        self.wishes[wish.name, layer] = field
        _add(self._own, field)

    # ---- what is told
    def _kind_toggled(self, on: bool) -> None:
        if on and self._telling:
            self.kind_chosen.emit()

    def _changed(self, _value: object = None) -> None:
        if self._telling:
            self.changed.emit()


def _kinds() -> dict[str, dict[str, Any]]:
    """Return what each kind says of itself, in the order in which they say they stand."""
    held = {name: shelf.constants("exports", name) for name in shelf.kind_names("exports", "write")}
    return dict(sorted(held.items(), key=lambda one: (one[1].get("ORDER", USUAL), one[0])))


def _held(wish: Wish, chosen: Chosen) -> Mapping[str, str]:
    """Return the value chosen for each layer; what makes no sense any more is not set."""
    given = [one for one in chosen.get(wish.name, ()) if one.rpartition("=")[2] in wish.values]
    return {one.rpartition("=")[0]: one.rpartition("=")[2] for one in given}


def _section() -> QWidget:
    widget = QWidget()
    column = QVBoxLayout(widget)
    column.setContentsMargins(0, 4, 0, 6)
    column.setSpacing(4)
    return widget


def _add(section: QWidget, widget: QWidget) -> None:
    layout = section.layout()
    if layout is not None:
        layout.addWidget(widget)


def _head(section: QWidget, words: str, at: int = -1) -> None:
    layout = section.layout()
    if isinstance(layout, QVBoxLayout):
        layout.insertWidget(at, plain(words, "head"))


def _about(words: str, indent: int = 0) -> QLabel:
    label = plain(words, "small")
    label.setWordWrap(True)
    label.setContentsMargins(indent, 0, 0, 2)
    return label
