"""The style of the widgets around the text, from the theme's tokens and the sizes of the design, in pixels."""

from __future__ import annotations

from annotator.ui.theme import Theme


def style(theme: Theme) -> str:
    """Return the style sheet of the window."""
    c = {token: theme.colour(token).name() for token in _TOKENS}
    return f"""
* {{ font-size: 12px; }}
QMainWindow, QWidget#side, QWidget#left, QWidget#status {{ background: {c["chrome"]}; color: {c["text"]}; }}
QMenuBar {{ background: {c["chrome"]}; color: {c["text"]}; border-bottom: 1px solid {c["line"]}; padding: 3px 8px; }}
QMenuBar::item {{ padding: 6px 8px; border-radius: 4px; background: transparent; }}
QMenuBar::item:selected {{ background: {c["row"]}; }}
QMenu {{ background: {c["raised"]}; color: {c["text"]}; border: 1px solid {c["line"]}; padding: 4px; }}
QMenu::item {{ padding: 5px 24px 5px 12px; border-radius: 4px; }}
QMenu::item:selected {{ background: {c["row"]}; }}
QMenu::item:disabled {{ color: {c["muted"]}; }}
QMenu::separator {{ height: 1px; background: {c["line"]}; margin: 4px 8px; }}
QToolTip {{ background: {c["raised"]}; color: {c["text"]}; border: 1px solid {c["line"]}; padding: 3px 6px; }}
QWidget#left {{ border-right: 1px solid {c["line"]}; }}
QWidget#side {{ border-left: 1px solid {c["line"]}; }}
QWidget#status {{ border-top: 1px solid {c["line"]}; }}
QWidget#hints {{ background: {c["hint"]}; border-top: 1px solid {c["line"]}; }}
QFrame[role="line"] {{ background: {c["line"]}; border: none; }}
QLabel {{ background: transparent; color: {c["text"]}; }}
QLabel[role="muted"] {{ color: {c["muted"]}; }}
QLabel[role="head"] {{ color: {c["muted"]}; font-size: 11px; font-weight: 600; }}
QLabel[role="count"] {{ color: {c["muted"]}; font-size: 11px; }}
QLabel[role="saved"] {{ color: {c["ok"]}; }}
QLabel[role="waiting"] {{ color: {c["warn"]}; }}
QLabel[role="name"] {{ font-weight: 600; }}
QLabel[role="key"] {{ font-family: "DejaVu Sans Mono", monospace; font-size: 11px; color: {c["muted"]};
    background: {c["page"]}; border: 1px solid {c["line"]}; border-radius: 3px; padding: 0 5px; min-width: 7px; }}
QLabel[role="quote"] {{ font-family: "DejaVu Serif", serif; font-size: 14px; }}
QLineEdit {{ background: {c["page"]}; color: {c["text"]}; border: 1px solid {c["line"]}; border-radius: 5px;
    padding: 0 8px; min-height: 26px; selection-background-color: {c["selection"]}; selection-color: {c["text"]}; }}
QLineEdit:focus {{ border-color: {c["accent"]}; }}
QPushButton {{ background: {c["raised"]}; color: {c["text"]}; border: 1px solid {c["line"]}; border-radius: 5px;
    padding: 0 12px; min-height: 26px; }}
QPushButton:focus {{ border: 2px solid {c["accent"]}; padding: 0 11px; min-height: 24px; }}
QPushButton[role="tab"] {{ background: transparent; color: {c["muted"]}; border: 1px solid transparent;
    border-radius: 4px; padding: 0 8px; min-height: 20px; }}
QPushButton[role="tab"]:checked {{ background: {c["row"]}; color: {c["text"]}; }}
QPushButton[role="tab"]:focus {{ border-color: {c["accent"]}; padding: 0 8px; min-height: 20px; }}
QPushButton[role="label"] {{ background: transparent; border: 1px solid transparent; border-radius: 4px;
    min-height: 24px; padding: 0; text-align: left; }}
QPushButton[role="label"]:hover, QPushButton[role="label"]:checked {{ background: {c["row"]}; }}
QPushButton[role="label"]:focus {{ border-color: {c["accent"]}; }}
QTableView {{ background: {c["chrome"]}; color: {c["text"]}; border: none; outline: none; }}
QScrollBar:vertical {{ background: transparent; width: 10px; margin: 0; }}
QScrollBar::handle:vertical {{ background: {c["thumb"]}; border-radius: 3px; min-height: 24px; margin: 1px 2px; }}
QScrollBar::add-line, QScrollBar::sub-line {{ height: 0; }}
QWidget#banner {{ background: {c["bad_ground"]}; border-bottom: 1px solid {c["line"]}; }}
QWidget#banner QLabel {{ color: {c["text"]}; }}
"""


_TOKENS = (
    "chrome", "text", "line", "row", "raised", "muted", "hint", "page", "accent", "selection", "ok", "warn", "thumb",
    "bad_ground",
)  # fmt: skip
