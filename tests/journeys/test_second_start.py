"""A second start on a project that is open brings its window to the front, under a real X server and window keeper."""

import os
import shutil
import subprocess
import sys
import time

import pytest

from annotator import places

PATIENCE = 30  # seconds
NEEDED = ("Xvfb", "xdotool", "openbox")


@pytest.fixture
def screen():
    missing = [name for name in NEEDED if not shutil.which(name)]
    if missing:
        pytest.skip(f"{' and '.join(missing)} are not on this machine")
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-noreset", "-screen", "0", "1600x1000x24", "-nolisten", "tcp"],
        stderr=subprocess.DEVNULL, pass_fds=(writing,),
    )  # fmt: skip
    os.close(writing)
    with os.fdopen(reading) as told:
        display = f":{told.readline().strip()}"
    found = {**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
    keeper = subprocess.Popen(["openbox", "--config-file", "/dev/null"], env=found, stderr=subprocess.DEVNULL)
    yield found
    for process in (keeper, server):
        process.terminate()
        process.wait()


@pytest.fixture
def start(screen):
    """Give a function that starts `spandesk` as a user does."""
    held = []

    def begin(*words):
        held.append(
            subprocess.Popen(
                [sys.executable, "-m", "annotator", *map(str, words)], env=screen, stderr=subprocess.PIPE, text=True
            )
        )
        return held[-1]

    yield begin
    for one in held:
        one.kill()
        one.communicate()


def named(screen, name):
    done = subprocess.run(
        ["xdotool", "search", "--onlyvisible", "--name", f"^{name} "],
        env=screen,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout.split()


def active(screen):
    done = subprocess.run(
        ["xdotool", "getactivewindow", "getwindowname"], env=screen, capture_output=True, text=True, check=False
    )
    return done.stdout.partition(" ")[0]


def wait(holds, process=None):
    until = time.monotonic() + PATIENCE
    while not holds():
        if process is not None and process.poll() is not None:
            problem = process.communicate()[1]
            if "xcb" in problem:
                pytest.skip("Qt's xcb plugin lacks a library on this machine")
            raise AssertionError(problem)
        assert time.monotonic() < until
        time.sleep(0.05)


@pytest.fixture
def projects(spandesk, tmp_path):
    made = [tmp_path / f"{name}.spans" for name in ("one", "two")]
    for path in made:
        spandesk("new", path)
        spandesk("add", path, places.resource("sample", "sample.jsonl"))
    return made


def test_a_second_start_raises_the_window_and_ends_at_once(screen, start, projects):
    one, two = projects
    first = start(one)
    wait(lambda: active(screen) == "one", first)
    other = start(two)
    wait(lambda: active(screen) == "two", other)
    from annotator.door import record_of

    wait(lambda: record_of(one).exists())
    again = start(one)
    assert again.wait(PATIENCE) == 0
    assert again.stderr.read() == ""
    wait(lambda: active(screen) == "one")
    assert len(named(screen, "one")) == 1
    assert first.poll() is None
    assert other.poll() is None


def test_a_window_that_was_folded_away_comes_back(screen, start, projects):
    one, two = projects
    wait(lambda: active(screen) == "one", first := start(one))
    wait(lambda: active(screen) == "two", start(two))
    from annotator.door import record_of

    wait(lambda: record_of(one).exists())
    subprocess.run(["xdotool", "windowminimize", named(screen, "one")[0]], env=screen, check=True)
    wait(lambda: not named(screen, "one"))
    assert start(one).wait(PATIENCE) == 0
    wait(lambda: active(screen) == "one", first)


def test_after_a_killed_window_a_start_opens_a_new_one(screen, start, projects):
    one = projects[0]
    first = start(one)
    wait(lambda: active(screen) == "one", first)
    from annotator.door import record_of

    wait(lambda: record_of(one).exists())
    first.kill()
    first.wait()
    wait(lambda: not named(screen, "one"))
    again = start(one)
    wait(lambda: active(screen) == "one", again)
    wait(lambda: record_of(one).exists())
    assert start(one).wait(PATIENCE) == 0


def test_what_is_selected_can_be_pasted_elsewhere_by_the_middle_button(screen, start, projects):
    first = start(projects[0])
    wait(lambda: active(screen) == "one", first)
    code = (
        "import sys; from PySide6.QtGui import QGuiApplication, QClipboard; app = QGuiApplication([]);"
        "print(app.clipboard().text(QClipboard.Mode.Selection))"
    )

    def pasted():
        done = subprocess.run([sys.executable, "-c", code], env=screen, capture_output=True, text=True, check=True)
        return done.stdout.strip()

    for keys in (("ctrl+Home",), ("e",)):
        subprocess.run(["xdotool", "key", *keys], env=screen, check=True)
    wait(lambda: pasted() == "Algeria", first)
