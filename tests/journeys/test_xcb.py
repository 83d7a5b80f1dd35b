"""The same under a real X server: keys that an outside program sends to a real window."""

import shutil
import subprocess
import time

import pytest
from layouts import LAYOUTS, PLACES, characters
from remote import PATIENCE

from annotator import places


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
    window.send("keydown", "Return", "sleep", 2, "keyup", "Return")
    window.wait(lambda held: held["number"] == 2 and held["status"] == "1 done")
    time.sleep(0.2)
    assert window.state()["number"] == 2


def test_a_held_undo_stays_in_the_open_article(remote, three):
    window = remote(three)
    window.begin("Northport")
    window.send("key", "3", "Return")
    second = window.wait(lambda held: held["number"] == 2 and "Laurent" not in held["at"] and not held["unsaved"])
    window.click(second["at"]["Northport"])
    window.send("key", "3")
    window.wait(lambda held: held["spans"] == [("Northport", "GPE")])
    window.send("key", "4", "5")
    window.wait(lambda held: held["spans"] == [("Northport", "EVENT")] and not held["unsaved"])
    window.send("keydown", "ctrl", "keydown", "z", "sleep", 2, "keyup", "z", "keyup", "ctrl")
    window.wait(lambda held: held["spans"] == [] and not held["unsaved"])
    assert window.state()["number"] == 2, "the first article costs a fresh press"
    window.send("key", "ctrl+z")
    window.wait(
        lambda held: held["number"] == 1 and held["status"] == "0 done" and held["spans"] == [("Northport", "GPE")]
    )


SHIFT, CONTROL, ALT, ALT_GRAPH = 50, 37, 64, 108  # their places


def way(layout, sign):
    """Return the places to press for a sign: where the layout types it, else where an American keyboard has it."""
    for table in (layout, "us"):
        for held, level in (((), 0), ((SHIFT,), 1), ((ALT_GRAPH,), 2)):
            for place in PLACES:
                if characters(table, place)[level] == sign:
                    return (*held, place)
    raise AssertionError(sign)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_keys_on_five_layouts(remote, three, screen, layout):
    if not shutil.which("setxkbmap"):
        pytest.skip("setxkbmap is not on this machine")
    window = remote(three)
    window.begin("Northport")
    subprocess.run(["setxkbmap", "-layout", layout], env=screen, check=True)
    end_left, end_right, start_left, start_right = (way(layout, sign) for sign in "[]{}")
    undo = (CONTROL, *way(layout, "z"))

    def becomes(words, label="GPE"):
        window.wait(lambda held: held["spans"] == [(words, label)])

    window.place(12)  # the key 3, whatever it types
    becomes("Northport")
    for keys, words in (
        (end_right, "Northport with"), (end_left, "Northport"), (start_left, "to Northport"), (start_right, "Northport"),
        ((CONTROL, ALT, *end_right), "Northport "), ((CONTROL, ALT, *end_left), "Northport"),
        ((CONTROL, ALT, *start_left), " Northport"), ((CONTROL, ALT, *start_right), "Northport"),
    ):  # fmt: skip
        window.place(*keys)
        becomes(words)
    window.place(10)  # the key 1
    becomes("Northport", "PER")
    for _ in range(10):
        window.place(*undo)
    window.wait(lambda held: held["spans"] == [] and not held["unsaved"])
    window.place(*way(layout, "c"))
    becomes("Northport", "CLAIM")
    window.place(CONTROL, SHIFT, *way(layout, "z"))
    window.place(*undo)
    window.wait(lambda held: held["spans"] == [] and not held["unsaved"])
    window.place(CONTROL, *way(layout, "y"))
    becomes("Northport", "CLAIM")
    first = window.state()["range"]
    window.place(*way(layout, "e"))
    wider = window.wait(lambda held: held["range"] != first)["range"]
    assert wider[0] <= first[0] < first[1] <= wider[1]
    window.place(SHIFT, *way(layout, "e"))
    window.wait(lambda held: held["range"] == first)
    window.place(*way(layout, "."))
    window.wait(lambda held: held["range"] == first)
    for sign, larger in (("-", False), ("0", None), ("+", True)):
        window.place(CONTROL, *way(layout, sign))
        window.wait(
            lambda held, larger=larger: (
                (held["zoom"] == 1) if larger is None else (held["zoom"] > 1) is larger and held["zoom"] != 1
            )
        )
    window.place(*way(layout, "x"))
    window.wait(lambda held: held["number"] == 2)
