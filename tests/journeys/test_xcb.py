"""The same under a real X server: keys that an outside program sends to a real window."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from annotator import places

PATIENCE = 30  # seconds
DISPLAY = ":87"
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
                 for word in ("Tuesday", "Laurent") if word in state.text}
        at = {word: window.view.viewport().mapToGlobal(point).toTuple() for word, point in rects.items()}
        fresh = place.with_suffix(".new")
        fresh.write_text(repr({"spans": spans, "at": at, "unsaved": len(window.session.unsaved), "range": state.range}))
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
    server = subprocess.Popen(
        ["Xvfb", DISPLAY, "-screen", "0", "1500x1000x24", "-nolisten", "tcp"], stderr=subprocess.DEVNULL
    )
    until = time.monotonic() + PATIENCE
    while not Path(f"/tmp/.X11-unix/X{DISPLAY[1:]}").exists() and time.monotonic() < until:
        time.sleep(0.05)
    yield {**os.environ, "DISPLAY": DISPLAY, "QT_QPA_PLATFORM": "xcb"}
    server.terminate()
    server.wait()


def test_a_real_window_takes_real_keys(screen, spandesk, tmp_path):
    path, said = tmp_path / "p.spans", tmp_path / "said"
    spandesk("new", path)
    spandesk("add", path, places.resource("sample", "sample.jsonl"))
    window = subprocess.Popen(
        [sys.executable, "-c", SAYING, str(path), str(said)], env=screen, stderr=subprocess.PIPE, text=True
    )

    def state():
        return eval(said.read_text())

    def wait(holds):
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            if window.poll() is not None:
                problem = window.communicate()[1]
                if "xcb" in problem:
                    pytest.skip("Qt's xcb plugin lacks a library on this machine")
                raise AssertionError(problem)
            if said.exists() and holds(state()):
                return state()
            time.sleep(0.05)
        raise AssertionError(state() if said.exists() else "no window came")

    def send(*words):
        subprocess.run(["xdotool", *map(str, words)], env=screen, check=True)

    try:
        first = wait(lambda held: len(held["spans"]) == 58 and held["at"]["Tuesday"][1] > 50)
        send("mousemove", *first["at"]["Tuesday"], "click", 1)
        time.sleep(0.3)
        send("key", "5")
        wait(lambda held: ("Tuesday", "EVENT") in held["spans"] and not held["unsaved"])
        send("key", "bracketright")
        wait(lambda held: ("Tuesday following", "EVENT") in held["spans"])
        send("key", "ctrl+z", "ctrl+z")
        wait(lambda held: ("Tuesday", "DATE") in held["spans"] and not held["unsaved"])
        send("key", "Delete")
        wait(lambda held: len(held["spans"]) == 57 and not held["unsaved"])
        send("key", "ctrl+q")
        assert window.wait(PATIENCE) == 0
    finally:
        window.kill()
        window.communicate()
    assert spandesk("stats", path, "--json").json["spans"] == 57
    assert spandesk("check", path).code == 0
