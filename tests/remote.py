"""A real window under a real X server, in a process of its own, and a hand on its keyboard and mouse."""

import os
import shutil
import subprocess
import sys
import time

import pytest

PATIENCE = 30  # seconds
NEEDED = ("Xvfb", "xdotool")
SAYING = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from annotator.ui import app
made = app.open_window
def open_window(path, chosen):
    window = made(path, chosen)
    place = Path(sys.argv[2])
    def say():
        state = window.session.state
        spans = [(state.text[s.start:s.end], state.scheme.label(s.label).name) for s in state.marks.spans]
        rects = {word: window.view.rects_of(state.text.index(word), state.text.index(word) + len(word))[0].center().toPoint()
                 for word in ("Tuesday", "Laurent", "Northport") if word in state.text}
        at = {word: window.view.viewport().mapToGlobal(point).toTuple() for word, point in rects.items()}
        fresh = place.with_suffix(".new")
        fresh.write_text(repr({"spans": spans, "at": at, "unsaved": len(window.session.unsaved), "range": state.range,
                               "number": state.number, "zoom": window.view.zoom, "status": window.status.done.text()}))
        fresh.replace(place)
    timer = QTimer(window); timer.timeout.connect(say); timer.start(50)
    return window
app.open_window = open_window
sys.exit(app.main(Path(sys.argv[1])))
"""


@pytest.fixture
def screen():
    missing = [name for name in NEEDED if not shutil.which(name)]
    if missing:
        pytest.skip(f"{' and '.join(missing)} are not on this machine")
    # It picks a free number and tells it; without -noreset it forgets the layout whenever the last program leaves.
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-noreset", "-screen", "0", "1500x1000x24", "-nolisten", "tcp"],
        stderr=subprocess.DEVNULL, pass_fds=(writing,),
    )  # fmt: skip
    os.close(writing)
    with os.fdopen(reading) as told:
        display = f":{told.readline().strip()}"
    yield {**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
    server.terminate()
    server.wait()


class Remote:
    """A window in a process of its own, and a hand on its keyboard and mouse."""

    def __init__(self, screen, path, said):
        self.screen, self.said = screen, said
        self.process = subprocess.Popen(
            [sys.executable, "-c", SAYING, str(path), str(said)], env=screen, stderr=subprocess.PIPE, text=True
        )

    def state(self):
        return eval(self.said.read_text())

    def wait(self, holds):
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            if self.process.poll() is not None:
                problem = self.process.communicate()[1]
                if "xcb" in problem:
                    pytest.skip("Qt's xcb plugin lacks a library on this machine")
                raise AssertionError(problem)
            if self.said.exists() and holds(self.state()):
                return self.state()
            time.sleep(0.05)
        raise AssertionError(self.state() if self.said.exists() else "no window came")

    def begin(self, word):
        """Wait for the window and click on a word, which gives it the keyboard."""
        first = self.wait(lambda held: held["at"].get(word, (0, 0))[1] > 50)
        self.click(first["at"][word])

    def click(self, place):
        self.send("mousemove", *place, "click", 1)
        self.wait(lambda held: held["range"])

    def send(self, *words):
        subprocess.run(["xdotool", *map(str, words)], env=self.screen, check=True)

    def place(self, *places):
        """Press keys by their place on the keyboard, the first ones held: the codes of X11."""
        down = [word for code in places[:-1] for word in ("keydown", code)]
        up = [word for code in reversed(places[:-1]) for word in ("keyup", code)]
        self.send(*down, "key", places[-1], *up)


@pytest.fixture
def remote(screen, tmp_path):
    held = []

    def open_(path):
        held.append(Remote(screen, path, tmp_path / "said"))
        return held[-1]

    yield open_
    for one in held:
        one.process.kill()
        one.process.communicate()
