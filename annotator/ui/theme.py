"""A theme: colours by token, the hues of labels, and the Qt palette made of them."""

from __future__ import annotations

import tomllib
from typing import Any, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette

from annotator import places
from annotator.model.problem import Problem
from annotator.model.scheme import Scheme


class Hue(NamedTuple):
    """The colours of a label: behind its words, of its tag, bar and pill, and of the text on its pill."""

    chip: QColor
    ink: QColor
    on_pill: QColor


_Role = QPalette.ColorRole
_ROLES = {
    _Role.Window: "chrome", _Role.WindowText: "text", _Role.Base: "page", _Role.Text: "text",
    _Role.AlternateBase: "hint", _Role.Button: "raised", _Role.ButtonText: "text", _Role.BrightText: "bad",
    _Role.ToolTipBase: "raised", _Role.ToolTipText: "text", _Role.PlaceholderText: "muted",
    _Role.Highlight: "accent", _Role.HighlightedText: "on_accent", _Role.Accent: "accent",
    _Role.Link: "accent", _Role.LinkVisited: "accent",
    _Role.Light: "raised", _Role.Midlight: "line", _Role.Mid: "line", _Role.Dark: "track", _Role.Shadow: "thumb",
}  # fmt: skip


class Theme:
    """The colours of one theme file."""

    def __init__(self, name: str, table: dict[str, Any]) -> None:
        self.name = name
        self.tint: float = table["tint"]  # the strength of a claim's ink under its words, 0 to 1
        self._colours = {token: QColor(value) for token, value in table["colours"].items()}
        self._hues = {hue: Hue(*(QColor(value[part]) for part in Hue._fields)) for hue, value in table["hues"].items()}

    @classmethod
    def load(cls, name: str) -> Theme:
        """Return the theme called `name` ("light", "dark"); raises Problem when it cannot be read."""
        path = places.resource("themes", f"{name}.toml")
        try:
            return cls(name, tomllib.loads(path.read_text(encoding="utf-8")))
        except (OSError, KeyError, ValueError, TypeError, AttributeError) as error:
            raise Problem(f"the theme {name} cannot be used", str(error)) from None

    def colour(self, token: str) -> QColor:
        """Return the colour of `token`, such as "page"; raises KeyError for another word."""
        return self._colours[token]

    def hue(self, name: str) -> Hue:
        """Return the colours of the hue called `name`; an unknown one is painted slate."""
        return self._hues.get(name) or self._hues["slate"]

    def hue_of(self, scheme: Scheme, label_id: str) -> Hue:
        """Return the colours of a label: its own hue, else the one that its place in the scheme gives."""
        return self.hue(scheme.hue(label_id))

    def palette(self) -> QPalette:
        """Return the Qt palette; what is disabled is muted."""
        palette = QPalette()
        for role, token in _ROLES.items():
            palette.setColor(role, self._colours[token])
        for role in (_Role.WindowText, _Role.Text, _Role.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, role, self._colours["muted"])
        return palette


def names() -> list[str]:
    """Return the names of the themes that are there."""
    return places.resource_names("themes")


def chosen(name: str) -> str:
    """Return the name of the theme to paint in: `name` where there is such a theme, else that of the desktop."""
    if name in names():
        return name
    dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
    return "dark" if dark else "light"
