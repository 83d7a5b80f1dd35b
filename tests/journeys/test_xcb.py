"""The same under a real X server: keys that an outside program sends to a real window."""

import os
import shutil
import subprocess
import sys
import time

import pytest

from annotator import places

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
                               "number": state.number, "status": window.status.done.text()}))
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


@pytest.fixture
def three(spandesk, tmp_path):
    path = tmp_path / "p.spans"
    spandesk("new", path)
    for at in (1, 2, 3):
        (tmp_path / f"{at}.txt").write_text(f"Article {at}\n\nAda Lindqvist came to Northport with Tom Brandt.")
        spandesk("add", path, tmp_path / f"{at}.txt")
    return path


def test_a_real_window_takes_real_keys(remote, spandesk, tmp_path):
    path = tmp_path / "p.spans"
    spandesk("new", path)
    spandesk("add", path, places.resource("sample", "sample.jsonl"))
    window = remote(path)
    window.begin("Tuesday")
    window.send("key", "5")
    window.wait(lambda held: ("Tuesday", "EVENT") in held["spans"] and not held["unsaved"])
    window.send("key", "bracketright")
    window.wait(lambda held: ("Tuesday following", "EVENT") in held["spans"])
    window.send("key", "ctrl+z", "ctrl+z")
    window.wait(lambda held: ("Tuesday", "DATE") in held["spans"] and not held["unsaved"])
    window.send("key", "Delete")
    window.wait(lambda held: len(held["spans"]) == 58 and not held["unsaved"])
    window.send("key", "ctrl+q")
    assert window.process.wait(PATIENCE) == 0
    assert window.process.stderr.read() == ""
    assert spandesk("stats", path, "--json").json["spans"] == 58
    assert spandesk("check", path).code == 0


def test_a_held_key_finishes_one_article(remote, three):
    """The server repeats it as releases and presses, which Qt often takes for fresh ones."""
    window = remote(three)
    window.begin("Northport")
    window.send("keydown", "Return", "sleep", 1, "keyup", "Return")
    window.wait(lambda held: held["number"] == 2 and held["status"] == "1 done")
    time.sleep(0.2)
    assert window.state()["number"] == 2


@pytest.mark.parametrize(
    ("layout", "end_right", "undo"),
    # AltGr is 108, Ctrl 37: brackets are typed with it, or stand where Russian has letters.
    [("fr", (108, 20), (37, 25)), ("de", (108, 18), (37, 29)), ("ru", (35,), (37, 52)), ("ara", (35,), (37, 52))],
)
def test_keys_on_other_layouts(remote, three, screen, layout, end_right, undo):
    if not shutil.which("setxkbmap"):
        pytest.skip("setxkbmap is not on this machine")
    window = remote(three)
    window.begin("Northport")
    subprocess.run(["setxkbmap", "-layout", layout], env=screen, check=True)
    window.place(12)  # the key 3, whatever it types
    window.wait(lambda held: held["spans"] == [("Northport", "GPE")])
    window.place(*end_right)
    window.wait(lambda held: held["spans"] == [("Northport with", "GPE")])
    window.place(37, 64, *end_right)  # with Ctrl and Alt by characters
    window.wait(lambda held: held["spans"] == [("Northport with ", "GPE")])
    for _ in range(3):
        window.place(*undo)
    window.wait(lambda held: held["spans"] == [] and not held["unsaved"])
    window.place(54)  # C, or what stands at its place
    window.wait(lambda held: held["spans"] == [("Northport", "CLAIM")])
