"""What a screen reader gets over a real bus: the text, the caret, the selection, the spans by name, what is announced."""

import json
import shutil
import subprocess
import time
from dataclasses import replace
from pathlib import Path

import pytest

from annotator import places, settings

PATIENCE = 20  # seconds
PYTHONS = ("/usr/bin/python3", "python3")  # gi belongs to the system's Python
LAUNCHERS = ("/usr/libexec/at-spi-bus-launcher", "/usr/lib/at-spi2-core/at-spi-bus-launcher")
HAS_BUS = "import gi; gi.require_version('Atspi', '2.0'); from gi.repository import Atspi"
# Reads "Article", "Spans of the article" and whatever is announced, and writes it down again and again.
READER = """
import json, os, sys
import gi
gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib
Atspi.init()
said = []
heard = Atspi.EventListener.new(lambda event: said.append(event.any_data))
heard.register("object:announcement")
def walk(one):
    yield one
    if one.get_name() in ("Article", "Articles") or one.get_role_name() == "menu bar":
        return  # nothing in them is looked for
    for at in range(one.get_child_count()):
        child = one.get_child_at_index(at)
        if child is not None:
            yield from walk(child)
def find(name, role):
    desktop = Atspi.get_desktop(0)
    programs = [desktop.get_child_at_index(at) for at in range(desktop.get_child_count())]
    for program in programs:
        for one in walk(program) if program is not None and program.get_name() == "Spandesk" else ():
            if one.get_name() == name and one.get_role_name() == role:
                return one
held = {}
def tick():
    found = {"said": [str(one) for one in said]}
    try:
        for name, role in (("Article", "text"), ("Spans of the article", "list")):
            if held.get(name) is None:
                held[name] = find(name, role)
        text, spans = held["Article"], held["Spans of the article"]
        if text is not None:
            text.clear_cache()
            found["text"], found["caret"] = Atspi.Text.get_text(text, 0, -1), Atspi.Text.get_caret_offset(text)
            found["focused"] = text.get_state_set().contains(Atspi.StateType.FOCUSED)
            chosen = Atspi.Text.get_selection(text, 0) if Atspi.Text.get_n_selections(text) else None
            found["selected"] = [chosen.start_offset, chosen.end_offset] if chosen else None
        if spans is not None:
            found["spans"] = [spans.get_child_at_index(at).get_name() for at in range(min(20, spans.get_child_count()))]
    except GLib.Error as error:
        found["trouble"] = str(error)
    with open(sys.argv[1] + ".new", "w") as file:
        json.dump(found, file)
    os.replace(sys.argv[1] + ".new", sys.argv[1])
    return True
GLib.timeout_add(200, tick)
GLib.MainLoop().run()
"""


@pytest.fixture
def bus(screen, tmp_path):
    """Give the session a bus of its own on which accessibility is switched on."""
    if not shutil.which("dbus-daemon") or not any(Path(one).exists() for one in LAUNCHERS):
        pytest.skip("there is no AT-SPI bus on this machine (dbus and at-spi2-core)")
    python = next((one for one in PYTHONS if shutil.which(one) and _has_bus(one)), None)
    if python is None:
        pytest.skip("no Python of this machine reads AT-SPI (python3-gi and gir1.2-atspi-2.0)")
    # The bus of accessibility lies in the cache by the number of the display: this one is nobody else's.
    screen |= {"XDG_CACHE_HOME": str(tmp_path), "XDG_RUNTIME_DIR": str(tmp_path)}
    daemon = subprocess.Popen(
        ["dbus-daemon", "--session", "--print-address", "--nofork", "--nopidfile"],
        env=screen, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    address = daemon.stdout.readline().strip()
    screen |= {"DBUS_SESSION_BUS_ADDRESS": address, "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1"}
    yield python
    daemon.kill()
    daemon.communicate()


def _has_bus(python):
    return subprocess.run([python, "-c", HAS_BUS], capture_output=True, check=False).returncode == 0


class Reader:
    """A screen reader in a process of its own."""

    def __init__(self, python, screen, place):
        self.place = place
        self.process = subprocess.Popen(
            [python, "-c", READER, str(place)], env=screen, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
        )

    def wait(self, holds):
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            if self.process.poll() is not None:
                raise AssertionError(self.process.communicate()[1])
            if self.place.exists() and holds(found := json.loads(self.place.read_text())):
                return found
            time.sleep(0.05)
        raise AssertionError(self.place.read_text() if self.place.exists() else "nothing was read")


@pytest.fixture
def reader(bus, screen, tmp_path):
    made = Reader(bus, screen, tmp_path / "heard.json")
    yield made
    made.process.kill()
    made.process.communicate()


def test_text_caret_selection_spans_and_announcements_come_over_the_bus(bus, remote, reader, spandesk, tmp_path):
    path = tmp_path / "p.spans"
    spandesk("new", path)
    spandesk("add", path, places.resource("sample", "sample.jsonl"))
    window = remote(path)
    window.begin("Tuesday")
    text = json.loads(places.resource("sample", "sample.jsonl").read_text(encoding="utf-8").splitlines()[0])["text"]
    found = reader.wait(lambda held: held.get("text") == text and held["selected"])
    assert found["focused"]
    chosen = window.state()["range"]
    found = reader.wait(lambda held: held["selected"] == list(chosen))
    assert text[slice(*found["selected"])] == "Tuesday"
    window.send("key", "5")
    reader.wait(lambda held: any("EVENT" in one and "Tuesday" in one for one in held["said"]))
    window.send("key", "Escape", "Right", "Right")
    caret = window.wait(lambda held: held["range"] is None and not held["unsaved"])
    assert caret["spans"].count(("Tuesday", "EVENT")) == 1
    reader.wait(lambda held: held["caret"] == chosen[0] + 2 and not held["selected"])
    window.send("key", "period")
    reader.wait(lambda held: any(" of " in one for one in held["said"]))
    window.send("key", "alt+v")
    window.send("key", "Up", "Escape")
    assert window.process.poll() is None, "a menu that is read must not end the program"


def test_the_list_of_spans_comes_over_the_bus(bus, remote, reader, spandesk, tmp_path):
    path = tmp_path / "p.spans"
    spandesk("new", path)
    spandesk("add", path, places.resource("sample", "sample.jsonl"))
    folder = places.config_folder()
    settings.save(replace(settings.load(folder), keys={"view.spans": "F9"}), folder)
    window = remote(path)
    window.begin("Tuesday")
    window.send("key", "F9")
    held = reader.wait(lambda found: len(found.get("spans", ())) > 15)
    assert held["spans"][:2] == ["GPE: Algeria", "GPE: France"], held["spans"]
