"""What is typed into the filter of the article list: words of a title, #LABEL, and part:dev or part:none."""

from __future__ import annotations

import re
from typing import NamedTuple

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QAbstractItemView, QCompleter, QHBoxLayout

from annotator.model.mark import PARTS, Label
from annotator.model.scheme import Scheme
from annotator.model.tongue import tr
from annotator.project.listing import NO_PART
from annotator.ui.elsewhere import back
from annotator.ui.field import Seeking
from annotator.ui.frame import plain
from annotator.ui.hints import Hint

_PART = re.compile(rf"(?<!\S)part:({'|'.join((*PARTS, NO_PART))})(?!\S)", re.IGNORECASE)
_LABEL = re.compile(r'#(?:"([^"]*)"?|(\S*))')


class Wanted(NamedTuple):
    """Articles of a status with words in the title, and spans of a label; `unknown` is a label that is not there."""

    status: str = ""
    text: str = ""
    label: Label | None = None
    unknown: str = ""
    part: str = ""  # train, dev, test, or none


def read(typed: str, scheme: Scheme, status: str) -> Wanted:
    """Return what is wanted, of what was typed; the first #LABEL and the first part count."""
    part = ""
    if (named := _PART.search(typed)) is not None:
        part, typed = named[1].lower(), _without(typed, named)
    found = _LABEL.search(typed)
    if found is None:
        return Wanted(status, typed.strip(), part=part)
    name = (found[1] if found[1] is not None else found[2]).strip()
    label = sought(scheme, name)
    return Wanted(status, _without(typed, found), label, "" if label is not None or not name else name, part)


def _without(typed: str, found: re.Match[str]) -> str:
    return " ".join((typed[: found.start()] + " " + typed[found.end() :]).split())


def sought(scheme: Scheme, name: str) -> Label | None:
    """Return the label with this id or name, else the only one whose name begins so, in large or small letters."""
    if scheme.holds(name):
        return scheme.label(name)
    begin = beginning(scheme, name)
    same = next((one for one in begin if one.name.casefold() == name.casefold()), None)
    return scheme.named(name) or same or (begin[0] if len(begin) == 1 else None)


def beginning(scheme: Scheme, name: str) -> list[Label]:
    """Return the labels whose names begin with `name`, in large or small letters."""
    return [one for one in scheme.labels if name and one.name.casefold().startswith(name.casefold())]


def typed(scheme: Scheme, label: Label) -> str:
    """Return what to type for a label: its name, or its id where another layer has the name before it."""
    name = label.name if scheme.named(label.name) == label else label.id
    return f'#"{name}"' if " " in name else f"#{name}"


def why_empty(wanted: Wanted, scheme: Scheme, words: str) -> str:
    """Return in a sentence why nothing is listed; `words` are those of the status."""
    if wanted.unknown:
        several = ", ".join(one.name for one in beginning(scheme, wanted.unknown))
        if several:
            return tr("Several labels begin with {name}: {several}.", name=wanted.unknown, several=several)
        return tr("There is no label called {name}.", name=wanted.unknown)
    among = tr(" among {words}", words=words) if wanted.status else ""
    if wanted.part:
        among += tr(" in {part}", part=tr(wanted.part)) if wanted.part != NO_PART else tr(" without a part")
    if wanted.text:
        also = tr(" and has {label}", label=wanted.label.name) if wanted.label is not None else ""
        return tr("No title holds \u201c{title}\u201d{also}{among}.", title=wanted.text, also=also, among=among)
    if wanted.label is not None:
        return tr("You have {label} in no article{among}.", label=wanted.label.name, among=among)
    if wanted.part:
        return tr("There is no article{among}.", among=among)
    return tr("Nothing is {words}.", words=words) if wanted.status else ""


class FilterField(Seeking):
    """The filter, with its key in it as long as nothing is typed; after # it completes the labels of the scheme."""

    def __init__(self) -> None:
        super().__init__(tr("Filter articles"))
        self._key = key = plain("", "key")
        key.setProperty("command", "view.filter")
        key.setFixedHeight(18)
        key.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 5, 0)
        row.addStretch(1)
        row.addWidget(key)
        self._labels = QStringListModel(self)
        self._scheme: Scheme | None = None
        self._popup: QAbstractItemView | None = None  # what completes a label
        self.textChanged.connect(self._typed)

    def show_scheme(self, scheme: Scheme) -> None:
        """Complete the labels of `scheme` from now on."""
        if scheme is self._scheme:
            return
        self._scheme = scheme
        self._labels.setStringList([typed(scheme, label) for label in scheme.labels])
        if self.completer() is None:  # type: ignore[reportUnnecessaryComparison]
            completer = QCompleter(self._labels, self)
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            self._popup = completer.popup()
            self.setCompleter(completer)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Dress the list of completions as the window is now: it is a window of its own, and inherits nothing."""
        popup, window = self._popup, self.window()
        if popup is not None:
            popup.setObjectName("completions")
            popup.setPalette(window.palette())
            if popup.styleSheet() != window.styleSheet():
                popup.setStyleSheet(window.styleSheet())
        super().focusInEvent(event)

    def key_hints(self) -> list[Hint]:
        """Return the keys that are hinted while the field has the keyboard."""
        return [*super().key_hints()[:1], (("#",), tr("a label")), back()]

    def _typed(self, text: str) -> None:
        self._key.setVisible(not text)
