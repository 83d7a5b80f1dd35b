import shlex
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from configparser import RawConfigParser

import pytest

from annotator.cli import install
from annotator.project.connection import APPLICATION_ID, MAGIC


@pytest.fixture
def desktop(tmp_path, monkeypatch):
    """Return the folder of what a user's desktop knows."""
    if not install.freedesktop():
        pytest.skip("this system's desktop reads no such files")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return tmp_path / "data"


def entry(desktop):
    held = RawConfigParser(interpolation=None, strict=True)
    held.optionxform = str
    held.read(desktop / "applications" / "spandesk.desktop", encoding="utf-8")
    return held["Desktop Entry"]


def test_what_is_installed_starts_this_spandesk_on_a_file_that_is_opened(desktop, spandesk):
    done = spandesk("install", "--json")
    assert sorted(done.json["installed"]) == sorted(str(one) for one in desktop.rglob("spandesk.*") if one.is_file())
    assert entry(desktop)["MimeType"] == "application/x-spandesk;"
    *words, field = shlex.split(entry(desktop)["Exec"])
    assert field == "%f"
    told = subprocess.run([*words, "--version"], capture_output=True, text=True, check=True)
    assert told.stdout.startswith("spandesk ")
    icon = desktop / "icons" / "hicolor" / "scalable" / "apps" / f"{entry(desktop)['Icon']}.svg"
    assert ElementTree.parse(icon).getroot().tag.endswith("svg")


def test_a_project_is_known_by_its_first_bytes_and_by_its_name(desktop, spandesk, path):
    spandesk("install")
    space = "{http://www.freedesktop.org/standards/shared-mime-info}"
    kind = ElementTree.parse(desktop / "mime" / "packages" / "spandesk.xml").getroot().find(f"{space}mime-type")
    assert kind.get("type") == "application/x-spandesk"
    assert kind.find(f"{space}glob").get("pattern") == "*.spans"
    outer = kind.find(f"{space}magic/{space}match")
    inner = outer.find(f"{space}match")
    assert outer.get("value").replace("\\0", "\0").encode() == MAGIC
    assert (int(inner.get("value"), 16), inner.get("type"), inner.get("offset")) == (APPLICATION_ID, "big32", "68")
    head = path.read_bytes()[:100]
    assert head[: len(MAGIC)] == MAGIC
    assert head[68:72] == APPLICATION_ID.to_bytes(4, "big")


def needing(program):
    return pytest.mark.skipif(not shutil.which(program), reason=f"{program} is not on this machine")


@needing("update-mime-database")
def test_the_kind_of_file_is_taken_by_the_desktops_own_program(desktop, spandesk):
    assert "update-mime-database" in spandesk("install").out
    assert "application/x-spandesk:*.spans" in (desktop / "mime" / "globs").read_text()
    assert b"application/x-spandesk" in (desktop / "mime" / "magic").read_bytes()


@needing("desktop-file-validate")
def test_the_menu_entry_is_taken_by_the_desktops_own_program(desktop, spandesk):
    spandesk("install")
    done = subprocess.run(
        ["desktop-file-validate", desktop / "applications" / "spandesk.desktop"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == done.stderr == ""


def test_remove_takes_away_what_was_installed_and_nothing_else(desktop, spandesk):
    spandesk("install")
    other = desktop / "applications" / "other.desktop"
    other.write_text("[Desktop Entry]\n")
    assert len(spandesk("install", "--remove", "--json").json["removed"]) == 3
    assert [one for one in desktop.rglob("spandesk.*") if one.is_file()] == []
    assert other.exists()
    assert spandesk("install", "--remove").out == "There is nothing to remove.\n"


def test_installing_again_changes_nothing(desktop, spandesk):
    spandesk("install")
    before = {one: one.read_bytes() for one in desktop.rglob("spandesk.*") if one.is_file()}
    spandesk("install")
    assert {one: one.read_bytes() for one in before} == before


def test_where_there_is_no_such_desktop_it_says_so(desktop, spandesk, monkeypatch):
    for system in ("win32", "darwin"):
        monkeypatch.setattr(sys, "platform", system)
        assert spandesk("install").out.startswith("There is nothing to do")
    monkeypatch.undo()
    assert not desktop.exists()


def test_a_folder_that_cannot_be_made_is_told(desktop, spandesk):
    desktop.write_text("a file where the folder should be")
    done = spandesk("install")
    assert done.code == 1
    assert "spandesk.desktop was not written" in done.err


@pytest.mark.parametrize(
    ("word", "line"),
    [("/usr/bin/spandesk", "/usr/bin/spandesk"), ("/home/a b/x", '"/home/a b/x"'), ("/100%/x", "/100%%/x"),
     ('/a"b$c/x', '"/a\\\\"b\\\\$c/x"')],
)  # fmt: skip
def test_words_of_the_start_line_are_quoted(word, line):
    assert install._quoted(word) == line
