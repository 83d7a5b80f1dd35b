"""The style of the widgets around the text, from the theme's tokens and the sizes of the design, in pixels."""

from __future__ import annotations

import re

from annotator.ui.theme import Theme

_SHEET = """
* { font-size: 12px; }
QMainWindow, QWidget#side, QWidget#left, QWidget#status { background: @chrome; color: @text; }
QMenuBar { background: @chrome; color: @text; border-bottom: 1px solid @line; padding: 3px 8px; }
QMenuBar::item { padding: 6px 8px; border-radius: 4px; background: transparent; }
QMenuBar::item:selected { background: @row; }
QMenu { background: @raised; color: @text; border: 1px solid @line; padding: 4px; }
QMenu::item { padding: 5px 24px 5px 12px; border-radius: 4px; }
QMenu::item:selected { background: @row; }
QMenu::item:disabled { color: @muted; }
QMenu::separator { height: 1px; background: @line; margin: 4px 8px; }
QToolTip { background: @raised; color: @text; border: 1px solid @line; padding: 3px 6px; }
QWidget#left { border-right: 1px solid @line; }
QWidget#side { border-left: 1px solid @line; }
QWidget#status { border-top: 1px solid @line; }
QWidget#note { background: @page; border: 1px solid @line; border-radius: 5px; }
QWidget#empty { background: @page; }
QWidget#hints { background: @hint; border-top: 1px solid @line; }
QFrame[role="verdict"] { background: @raised; border: 1px solid @line; border-radius: 5px; }
QFrame[role="line"] { background: @line; border: none; }
QLabel { background: transparent; color: @text; }
QLabel[role="muted"] { color: @muted; }
QLabel[role="head"] { color: @muted; font-size: 11px; font-weight: 600; }
QLabel[role="count"] { color: @muted; font-size: 11px; }
QLabel[role="saved"] { color: @ok; }
QLabel[role="waiting"] { color: @warn; }
QLabel[role="unsaved"] { color: @bad; }
QLabel[role="small"] { color: @muted; font-size: 11px; }
QLabel[role="name"] { font-weight: 600; }
QLabel[role="title"] { font-size: 14px; font-weight: 600; }
QLabel[role="key"] { font-family: "DejaVu Sans Mono", monospace; font-size: 11px; color: @muted;
    background: @page; border: 1px solid @line; border-radius: 3px; padding: 0 5px; min-width: 7px; }
QLabel[role="quote"] { font-family: "DejaVu Serif", serif; font-size: 14px; }
QLineEdit { background: @page; color: @text; border: 1px solid @line; border-radius: 5px;
    padding: 0 8px; min-height: 26px; placeholder-text-color: @muted;
    selection-background-color: @selection; selection-color: @text; }
QLineEdit:focus { border-color: @accent; }
QPushButton { background: @raised; color: @text; border: 1px solid @line; border-radius: 5px;
    padding: 0 12px; min-height: 26px; }
QPushButton { outline: none; }
QPushButton:focus { border: 2px solid @accent; padding: 0 11px; min-height: 24px; }
QPushButton[role="bar"] { min-height: 21px; padding: 0; }
QPushButton:disabled { color: @muted; }
QPushButton:default, QPushButton[role="default"] { background: @accent; color: @on_accent; border-color: @accent; }
QPushButton[role="default"]:focus { border: 2px solid @text; }
QPushButton[role="link"] { background: transparent; color: @accent; border: 1px solid transparent; padding: 0 2px;
    font-size: 11px; min-height: 14px; text-decoration: underline; }
QPushButton[role="link"]:focus { border: 1px solid @accent; padding: 0 2px; min-height: 14px; }
QPushButton[role="tab"], QPushButton[role="more"] { background: transparent; color: @muted;
    border: 1px solid transparent; border-radius: 4px; padding: 0 6px; min-height: 20px; }
QPushButton[role="tab"]:checked { background: @row; color: @text; }
QPushButton[role="tab"]:focus, QPushButton[role="more"]:focus { border-color: @accent; padding: 0 6px;
    min-height: 20px; }
QPushButton[role="label"] { background: transparent; border: 1px solid transparent; border-radius: 4px;
    min-height: 24px; padding: 0; text-align: left; }
QPushButton[role="label"]:hover, QPushButton[role="label"]:checked { background: @row; }
QPushButton[role="label"]:focus { border-color: @accent; }
QPushButton[role="small"] { min-height: 20px; padding: 0 8px; color: @muted; }
QPushButton[role="small"]:focus { padding: 0 7px; min-height: 18px; }
QPushButton[role="plain"] { background: transparent; border: 1px solid transparent; color: @accent; text-align: left;
    padding: 0 8px; min-height: 24px; border-radius: 4px; }
QPushButton[role="plain"]:hover { background: @row; }
QPushButton[role="plain"]:focus { border-color: @accent; }
QPushButton[role="layer"] { background: transparent; border: 1px solid transparent; color: @muted; font-size: 11px;
    font-weight: 600; text-align: left; padding: 0 8px; min-height: 24px; border-radius: 4px; }
QPushButton[role="layer"]:hover, QPushButton[role="layer"]:checked { background: @row; }
QPushButton[role="layer"]:focus { border-color: @accent; }
QFrame[role="drop"] { background: @accent; border: none; }
QPushButton:default:focus { border: 2px solid @text; }
QPushButton:default:disabled { background: @chrome; color: @muted; border-color: @line; }
QPlainTextEdit[role="field"] { background: @page; color: @text; border: 1px solid @line; border-radius: 5px;
    padding: 3px 4px; selection-background-color: @selection; selection-color: @text; }
QPlainTextEdit[role="field"]:focus { border-color: @accent; }
QComboBox { background: @page; color: @text; border: 1px solid @line; border-radius: 5px; padding: 0 8px;
    min-height: 26px; }
Choice::drop-down { border: none; width: 18px; }
QComboBox:focus { border-color: @accent; }
QComboBox QAbstractItemView { background: @raised; color: @text; border: 1px solid @line;
    selection-background-color: @row; selection-color: @text; }
QListView#completions { background: @raised; color: @text; border: 1px solid @line; padding: 3px; outline: none; }
QListView#completions::item { padding: 4px 6px; border-radius: 4px; }
QListView#completions::item:selected { background: @row; color: @text; }
QRadioButton { color: @text; spacing: 6px; }
QRadioButton::indicator { width: 11px; height: 11px; border: 1px solid @thumb; border-radius: 6px; background: @page; }
QRadioButton::indicator:checked { border: 4px solid @accent; width: 5px; height: 5px; }
QRadioButton:focus { color: @accent; }
QCheckBox { color: @text; spacing: 6px; }
QCheckBox::indicator { width: 11px; height: 11px; border: 1px solid @thumb; border-radius: 3px; background: @page; }
QCheckBox::indicator:checked { background: @accent; border-color: @accent; }
QCheckBox:focus { color: @accent; }
QTableView#leaving { background: @chrome; color: @text; border: none; outline: none;
    selection-background-color: @row; selection-color: @text; }
QTableView#leaving:!focus { selection-background-color: transparent; }
QTableView#leaving QHeaderView::section { background: @chrome; color: @muted; border: none;
    border-bottom: 1px solid @line; padding: 2px 6px; }
QHeaderView { background: @chrome; }
QDialog QScrollArea, QDialog QScrollArea > QWidget > QWidget { background: transparent; }
QLabel[role="refusal"] { color: @warn; }
QTableView, QListView { background: @chrome; color: @text; border: none; outline: none; }
QListView#left_out { background: @chrome; color: @text; border: none; border-top: 1px solid @line; outline: none; }
QListView#left_out::item { padding: 6px 14px; border-bottom: 1px solid @line; }
QListView#left_out::item:disabled { background: @hint; color: @muted; }
QListView#left_out::item:selected { background: @row; color: @text; }
QDialog { background: @chrome; color: @text; }
QFileDialog QHeaderView { background: @chrome; }
QFileDialog QTreeView, QFileDialog QListView { background: @page; color: @text;
    selection-background-color: @row; selection-color: @text; }
QFileDialog QHeaderView::section { background: @chrome; color: @muted; border: none; padding: 3px 6px; }
QFileDialog QToolButton { background: @raised; border: 1px solid @line; border-radius: 5px; padding: 3px; }
QFileDialog QToolButton:checked, QFileDialog QToolButton:hover { background: @row; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar::handle:vertical { background: @thumb; border-radius: 3px; min-height: 24px; margin: 1px 2px; }
QScrollBar::add-line, QScrollBar::sub-line { height: 0; }
QProgressBar { background: @track; border: none; border-radius: 2px; }
QProgressBar::chunk { background: @accent; border-radius: 2px; }
QWidget#find { background: @raised; border: 1px solid @line; border-radius: 8px; }
QPushButton[role="switch"] { background: transparent; color: @text; border: 1px solid transparent;
    border-radius: 4px; padding: 0 8px; min-height: 24px; }
QPushButton[role="switch"]:checked { background: @row; border-color: @accent; }
QPushButton[role="switch"]:focus { border: 2px solid @accent; padding: 0 7px; min-height: 22px; }
QLabel[role="bad"] { color: @bad; }
QWidget#banner { background: @bad_ground; border-bottom: 1px solid @bad; }
QWidget#banner[tone="warn"] { background: @warn_ground; border-bottom: 1px solid @line; }
QWidget#banner[tone="note"] { background: @hint; border-bottom: 1px solid @line; }
QWidget#banner QWidget#sign { color: @bad; }
QWidget#banner[tone="warn"] QWidget#sign { color: @warn; }
QWidget#past { background: @warn_ground; border-bottom: 1px solid @line; }
QTreeView#backups, QTreeView#languages { background: @page; color: @text; border: 1px solid @line;
    outline: none; }
QTreeView#backups:focus, QTreeView#languages:focus { border-color: @accent; }
QTreeView#backups::item, QTreeView#languages::item { padding: 4px 6px; }
QTreeView#backups::item:selected, QTreeView#languages::item:selected { background: @row; color: @text; }
QDialog QHeaderView { background: @chrome; }
QDialog QHeaderView::section { background: @chrome; color: @muted; border: none; padding: 4px 9px; }
QTableView#differences::item { padding: 0 11px; }
QTableView#differences::item:selected { background: @row; color: @text; }
QSlider { min-height: 20px; }
QSlider::groove:horizontal { background: @track; height: 4px; border-radius: 2px; }
QSlider::sub-page:horizontal { background: @accent; border-radius: 2px; }
QSlider::handle:horizontal { background: @page; border: 2px solid @thumb; width: 10px; height: 10px;
    margin: -5px 0; border-radius: 7px; }
QSlider:focus::handle:horizontal { border-color: @accent; }
QPushButton:disabled { color: @muted; background: transparent; }
QScrollArea, QScrollArea > QWidget > QWidget#column { background: transparent; border: none; }
QDialog#sheet { background: @raised; border: 1px solid @line; border-radius: 8px; }
QDialog#sheet QLineEdit:focus { border: 2px solid @accent; padding: 0 7px; min-height: 24px; }
QLineEdit#sought, QLineEdit#sought:focus { font-size: 14px; min-height: 27px; }
QDialog#sheet QScrollArea, QDialog#sheet QScrollArea > QWidget > QWidget { background: transparent; border: none; }
QDialog#sheet QListView, QDialog#sheet QTextEdit { background: transparent; color: @text; border: none; outline: none; }
QWidget#banner QLabel { color: @text; }
QWidget#banner QLabel[role="small"] { color: @muted; }
"""


def style(theme: Theme) -> str:
    """Return the style sheet of the window: each @token as the theme's colour."""
    return re.sub(r"@(\w+)", lambda token: theme.colour(token[1]).name(), _SHEET)
