import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from annotator import door, places
from annotator.door import Door, record_of, ring

WAITING = """
import sys, time
from pathlib import Path
from annotator.door import Door, record_of
door = Door(Path(sys.argv[1]), lambda tokens: print("shown", tokens, flush=True))
while not record_of(Path(sys.argv[1])).exists():
    time.sleep(0.01)
print("ready", flush=True)
time.sleep(600)
"""

ENDLESS = b'{"address": "/nobody", "key": "0", "process": 1e999}'


class Shown:
    """What a door was opened for."""

    def __init__(self):
        self.tokens = []
        self.once = threading.Event()

    def __call__(self, tokens):
        self.tokens.append(tokens)
        self.once.set()


@pytest.fixture
def shown():
    return Shown()


@pytest.fixture
def opened(path, shown):
    made = Door(path, shown)
    wait(lambda: record_of(path).exists())
    yield made
    made.close()


def wait(holds, seconds=20):
    until = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.005)


@pytest.fixture
def elsewhere(path):
    """Give a process that listens for starts on the project."""
    process = subprocess.Popen([sys.executable, "-c", WAITING, str(path)], stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "ready\n"
    yield process
    process.kill()
    process.communicate()


def test_a_ring_is_heard_with_the_tokens_of_the_start(path, opened, shown, monkeypatch):
    monkeypatch.setenv("XDG_ACTIVATION_TOKEN", "of-the-click")
    monkeypatch.delenv("DESKTOP_STARTUP_ID", raising=False)
    assert ring(path)
    assert shown.once.wait(10)
    assert shown.tokens == [{"XDG_ACTIVATION_TOKEN": "of-the-click"}]
    assert ring(path), "and again"


def test_another_process_is_rung_too_by_whatever_path_leads_to_the_file(path, elsewhere, tmp_path, monkeypatch):
    (tmp_path / "link.spans").symlink_to(path)
    monkeypatch.chdir(tmp_path)
    for name in (path, tmp_path / "link.spans", path.relative_to(tmp_path), tmp_path / "x" / ".." / path.name):
        assert ring(name), name
        assert elsewhere.stdout.readline().startswith("shown")


def test_nothing_is_rung_where_no_window_is_open(path, tmp_path, opened):
    assert not ring(tmp_path / "other.spans")


def test_the_record_of_a_killed_process_is_taken_away(path, elsewhere):
    address = json.loads(record_of(path).read_text())["address"]
    elsewhere.kill()
    elsewhere.wait()
    assert Path(address).exists()
    assert not ring(path)
    assert not record_of(path).exists()
    assert not Path(address).exists()


def test_a_fresh_window_takes_the_place_of_a_killed_one(path, elsewhere, shown):
    old = record_of(path).read_text()
    elsewhere.kill()
    elsewhere.wait()
    made = Door(path, shown)
    wait(lambda: record_of(path).exists() and record_of(path).read_text() != old)
    assert ring(path)
    made.close()


def test_a_process_that_hangs_holds_no_start_up_for_long(path, elsewhere, monkeypatch):
    monkeypatch.setattr(door, "PATIENCE", 0.2)
    elsewhere.send_signal(signal.SIGSTOP)
    os.waitpid(elsewhere.pid, os.WUNTRACED)
    assert not ring(path)
    assert record_of(path).exists(), "it may go on yet"
    elsewhere.send_signal(signal.SIGCONT)


def test_a_closed_door_is_silent_and_leaves_nothing(path, opened, shown):
    address = json.loads(record_of(path).read_text())["address"]
    opened.close()
    assert not ring(path)
    assert not record_of(path).exists()
    wait(lambda: not Path(address).exists())
    assert shown.tokens == []


def test_a_door_closed_before_it_listened_leaves_nothing_either(path, shown):
    Door(path, shown).close()
    wait(lambda: not any(one.name == "door" for one in threading.enumerate()))
    assert not record_of(path).exists()


def test_closing_the_older_of_two_windows_leaves_the_record_of_the_newer(path, opened):
    newer = Shown()
    old = record_of(path).read_text()
    other = Door(path, newer)
    wait(lambda: record_of(path).exists() and record_of(path).read_text() != old)
    opened.close()
    assert ring(path)
    assert newer.once.wait(10)
    other.close()


def test_who_does_not_know_the_key_opens_nothing(path, opened, shown):
    held = json.loads(record_of(path).read_text())
    record_of(path).write_text(json.dumps({**held, "key": "guessed"}))
    assert not ring(path)
    assert shown.tokens == []
    record_of(path).write_text(json.dumps(held))
    assert ring(path), "and it listens on"


def test_only_this_user_can_read_the_key(path, opened):
    if os.name == "nt":
        pytest.skip("Windows keeps rights elsewhere")
    assert record_of(path).stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("told", [b"", b"\xff", b"[]", b"{}", b'{"key": 1}', b"[" * 5000, ENDLESS])
def test_nonsense_is_passed_over_by_both_sides(path, opened, told):
    from multiprocessing.connection import Client

    held = json.loads(record_of(path).read_text())
    with Client(held["address"]) as line:
        line.send_bytes(told)
    kept = record_of(path).read_bytes()
    assert ring(path), "it listens on"
    record_of(path).write_bytes(told)
    assert not ring(path)
    record_of(path).write_bytes(kept)


def test_a_start_that_finds_nobody_loads_nothing_for_it(path):
    code = (
        "import sys; from pathlib import Path; from annotator import door;"
        "assert not door.ring(Path(sys.argv[1])); print(sorted({'multiprocessing', 'socket', 'PySide6'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_a_state_folder_that_cannot_be_written_bars_nothing(path, shown):
    places.state_folder().parent.mkdir(parents=True, exist_ok=True)
    places.state_folder().write_text("a file where the folder should be")
    made = Door(path, shown)
    wait(lambda: not any(one.name == "door" for one in threading.enumerate()))
    assert not ring(path)
    made.close()
