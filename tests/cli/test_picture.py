"""`spandesk picture`: a picture of an article, without a display."""

import json
import subprocess
import sys

import pytest
from PySide6.QtGui import QImage

from annotator import cli


@pytest.fixture
def project(tmp_path, monkeypatch):
    monkeypatch.setenv("SPANDESK_HOME", str(tmp_path / "home"))
    path, text = tmp_path / "one.spans", tmp_path / "one.jsonl"
    line = {
        "text": "Ferry Line Reopens\nNorthport is glad of it.",
        "title": "Ferry Line Reopens",
        "spans": [{"start": 19, "end": 28, "label": "GPE", "layer": "entities", "author": "B"}],
    }
    text.write_text(json.dumps(line) + "\n", encoding="utf-8")
    assert cli.main(["new", str(path)]) == 0
    assert cli.main(["add", str(path), str(text), "--as", "jsonl"]) == 0
    return path


def picture(project, *more):
    target = project.with_name("one.png")
    command = [sys.executable, "-m", "annotator", "picture", str(project), "1", str(target), *more]
    return target, subprocess.run(command, capture_output=True, text=True, check=False)


def test_an_article_is_painted(project):
    target, done = picture(project, "--json", "--theme", "dark", "--width", "500")
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    image = QImage(str(target))
    assert (image.width(), image.height()) == (500, said["height"])
    assert said["spans"] == 1
    assert image.pixelColor(1, 1).name() == "#17181b"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["picture", "{project}", "nothing", "{target}"], "the article nothing: "),
        (["picture", "{project}", "1", "{target}", "--theme", "mauve"], "There are dark, light."),
        (["picture", "{project}", "1", "{target}", "--theme", "../themes/dark"], "there is none of that name"),
        (["picture", "{project}", "1", "{target}", "--width", "9"], "the width is 240 to 4000 pixels"),
        (["picture", "{project}", "1", "{target}", "--zoom", "9"], "the zoom 0.5 to 3"),
        (["picture", "{project}", "1", "{target}", "--author", "nobody"], "nobody of that name"),
    ],
)
def test_what_cannot_be_painted_is_told_in_one_line(project, capsys, qapp, words, said):
    target = project.with_name("one.png")
    capsys.readouterr()
    wrong_usage = bool({"--theme", "--width", "--zoom"} & set(words))
    assert cli.main([word.format(project=project, target=target) for word in words]) == (2 if wrong_usage else 1)
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1
    assert not target.exists()


def test_nothing_is_left_where_the_target_cannot_be_written(project, capsys, qapp):
    target = project.with_name("nowhere") / "one.png"
    assert cli.main(["picture", str(project), "1", str(target)]) == 1
    assert "was not written" in capsys.readouterr().err
