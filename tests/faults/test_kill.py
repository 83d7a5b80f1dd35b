"""kill -9 at random moments of a labelling loop: what was acknowledged is there, and nothing is there by half."""

import random
import signal
import subprocess
import sys
import time

import pytest

from annotator.model.article import Article
from annotator.model.edit import Edit, Gesture
from annotator.model.mark import Author, Detail, Entry
from annotator.project.check import examine
from annotator.project.project import Project

ME = Author("author-a", "annotator A")
FEW, ALL = 15, 200
PAIR = 2  # spans of one gesture: both are there, or none

LOOP = """
import sys
from pathlib import Path
from annotator.model.edit import Edit, Gesture
from annotator.model.mark import Author, Span
from annotator.project.project import Project
project = Project.open(Path(sys.argv[1]), Author("author-a", "annotator A"))
article = project.reader.opened(1).article
print("ready", flush=True)
at = 0
while True:
    name = f"{sys.argv[2]}-{at}"
    pair = [Span(f"{name}-{half}", at % 30, at % 30 + 5, "entities/per", "author-a") for half in "ab"]
    stored = project.commit(Gesture(name, "label.apply", "author-a", "window", {article.id: Edit.adding(article.id, *pair)})).result()
    print(name, flush=True)
    at += 1
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no SIGKILL")
def test_no_acknowledged_gesture_is_lost_and_none_is_there_by_half(path, request):
    times = ALL if request.config.getoption("--full") else FEW
    project = Project.open(path, ME)
    article = Article.of("Ada Lindqvist met Tom Brandt in Northport.")
    edit = Edit.adding(article.id, Entry(), Detail("title", "T"))
    project.store(Gesture("", "add", ME.id, "intake", {article.id: edit}), texts={article.id: article.text})
    project.close()
    chance, acknowledged, killed = random.Random(7), set(), 0
    for turn in range(times):
        worker = subprocess.Popen([sys.executable, "-c", LOOP, str(path), str(turn)], stdout=subprocess.PIPE, text=True)
        assert worker.stdout.readline() == "ready\n"
        time.sleep(chance.uniform(0.0, 0.06))
        worker.kill()
        out, _ = worker.communicate()
        killed += 1
        acknowledged.update(line for line in out.split("\n")[:-1] if line)
        project = Project.open(path, ME)
        there = {span.id for span in project.reader.opened(1).marks.spans}
        whole = {name.rpartition("-")[0] for name in there}
        assert len(there) == PAIR * len(whole), "half a gesture"
        assert acknowledged <= whole, f"lost {sorted(acknowledged - whole)}"
        project.close()
    assert examine(path) == []
    print(f"killed {killed} times, {len(acknowledged)} gestures acknowledged, 0 lost, 0 by half")
    assert acknowledged
