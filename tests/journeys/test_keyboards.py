"""What a real X server sends for each key of five layouts is what the tables of the tests say, and has the same name."""

import shutil
import subprocess
import sys

import pytest
from layouts import LAYOUTS, PLACES, press

from annotator.ui.keys import name_of

SHIFT, CONTROL, ALT, ALT_GRAPH = 50, 37, 64, 108  # their places
LEVELS = {
    "alone": ((), {}),
    "Shift": ((SHIFT,), {"shift": True}),
    "AltGr": ((ALT_GRAPH,), {"graph": True}),
    "Ctrl": ((CONTROL,), {"control": True}),
    "Ctrl+Shift": ((CONTROL, SHIFT), {"control": True, "shift": True}),
    "Alt": ((ALT,), {"alt": True}),
    "Ctrl+Alt+Shift": ((CONTROL, ALT, SHIFT), {"control": True, "alt": True, "shift": True}),
}
LISTENING = """
import sys
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from annotator.ui import keys
class Ear(QWidget):
    def event(self, event):
        if event.type() == event.Type.ShortcutOverride:
            event.accept()
        return super().event(event)
    def keyPressEvent(self, event):
        one = keys.press(event)
        if event.key() not in (Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_AltGr, Qt.Key.Key_Meta):
            print(repr((one.place, one.text, keys.name_of(one))), flush=True)
    def paintEvent(self, event):
        print("shown", flush=True)
    def mousePressEvent(self, event):
        ear.activateWindow()
    def focusInEvent(self, event):
        print("listening", flush=True)
application = QApplication(["ear"])
ear = Ear()
ear.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
ear.resize(600, 400)
ear.show()
sys.exit(application.exec())
"""


@pytest.fixture
def ear(screen):
    process = subprocess.Popen(
        [sys.executable, "-c", LISTENING], env=screen, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    send = lambda *words: subprocess.run(["xdotool", *map(str, words)], env=screen, check=True)
    said = process.stdout.readline()
    if said == "shown\n":
        send("mousemove", 100, 100, "click", 1)
    while said == "shown\n":
        said = process.stdout.readline()
    if said != "listening\n":
        problem = process.communicate()[1]
        if "xcb" in problem:
            pytest.skip("Qt's xcb plugin lacks a library on this machine")
        raise AssertionError(problem)
    yield process, send
    process.kill()
    process.communicate()


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_key_arrives_as_the_tables_say(ear, screen, layout):
    if not shutil.which("setxkbmap"):
        pytest.skip("setxkbmap is not on this machine")
    process, send = ear
    subprocess.run(["setxkbmap", "-layout", layout], env=screen, check=True)
    wrong = []
    for level, (held, how) in LEVELS.items():
        pressed = [place for place in PLACES if press(layout, place, **how) is not None]
        down, up = ([word for one in held for word in (what, one)] for what in ("keydown", "keyup"))
        send(*down, "key", "--delay", 0, *pressed, *up)
        for place in pressed:
            arrived, text, name = eval(process.stdout.readline())
            one = press(layout, place, **how)
            if (arrived, name) != (place, name_of(one)) or (not how.keys() & {"control"} and text != one.text):
                wrong.append(
                    f"{level} {place}: {arrived} typed {text!r} and is {name!r}, not {one.text!r} and {name_of(one)!r}"
                )
    assert wrong == []
