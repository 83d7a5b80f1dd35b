import queue
import re
import sys
import threading
import time

import pytest

from annotator import jobs
from annotator.model.finding import Sought
from annotator.model.problem import Problem


def test_a_job_brings_what_the_shell_prints(tmp_path):
    assert jobs.finish(jobs.start("new", str(tmp_path / "p.spans")), 60)["scheme"] == "news"


def test_a_job_that_cannot_is_told_in_its_own_sentence(tmp_path):
    with pytest.raises(Problem, match="No such file"):
        jobs.finish(jobs.start("stats", str(tmp_path / "absent.spans")), 60)


def test_a_job_that_takes_too_long_is_stopped(tmp_path):
    with pytest.raises(Problem, match="stopped"):
        jobs.finish(jobs.start("new", str(tmp_path / "p.spans")), 0.001)


def matched(text, words, **how):
    told = queue.Queue()
    job = jobs.Matching(text, Sought(words, expression=True, **how), told.put)
    return job, told


def test_an_expression_is_sought_in_a_child():
    _, told = matched("Ada \U0001f600 met ADA", "a.a")
    hits = told.get(timeout=30)
    assert [hits[at] for at in range(len(hits))] == [(0, 3), (10, 13)]


def test_an_expression_that_cannot_be_read_is_told_in_one_sentence():
    _, told = matched("Ada", "(")
    assert re.match(r"this is no regular expression: .*position 0$", str(told.get(timeout=30)))


def test_an_expression_that_would_run_for_ever_is_stopped_and_its_process_is_gone(monkeypatch):
    monkeypatch.setattr(jobs.Matching, "SECONDS", 0.3)
    job, told = matched("a" * 60 + "!", "(a|aa)+$")
    assert "stopped after 0.3 seconds" in str(told.get(timeout=30))
    assert job._child.returncode is not None


def test_an_expression_that_nobody_waits_for_any_more_tells_nothing():
    job, told = matched("a" * 60 + "!", "(a|aa)+$")
    job.stop()
    job.thread.join(30)
    assert told.empty()
    assert job._child is None or job._child.returncode is not None


class Heard:
    """What a job told, and how it ended."""

    def __init__(self):
        self.facts, self.answer, self.sentence = [], None, None
        self.over = threading.Event()

    def end(self, answer, sentence):
        self.answer, self.sentence = answer, sentence
        self.over.set()

    def job(self, *words):
        return jobs.Job(tuple(map(str, words)), self.facts.append, self.end)


def folder_of(tmp_path, count):
    folder = tmp_path / "articles"
    folder.mkdir()
    for at in range(count):
        (folder / f"{at}.txt").write_text(f"Article {at}: Ada Lindqvist came to Northport.")
    return folder


def test_a_job_tells_its_progress_and_then_its_answer(tmp_path, path):
    heard = Heard()
    heard.job("add", path, folder_of(tmp_path, 120))
    assert heard.over.wait(60)
    assert heard.answer["articles"] == 120
    assert heard.facts[-1] == {"stage": "add", "done": 120, "of": 120}
    assert heard.sentence == ""


def test_a_job_that_could_not_says_so_in_its_own_sentence(tmp_path):
    heard = Heard()
    heard.job("stats", tmp_path / "absent.spans")
    assert heard.over.wait(60)
    assert heard.answer is None
    assert "No such file" in heard.sentence


def test_a_job_that_is_cancelled_leaves_whole_articles_and_says_how_many(tmp_path, path, spandesk):
    heard = Heard()
    job = heard.job("add", path, folder_of(tmp_path, 3000))
    until = time.monotonic() + 60
    while not any(facts.get("done") for facts in heard.facts) and time.monotonic() < until:
        time.sleep(0.002)
    job.cancel()
    assert heard.over.wait(60)
    assert job.cancelled
    assert re.search(r"\d+ of 3000 articles added; add again completes it", heard.sentence)
    articles = spandesk("stats", path, "--json").json["articles"]
    assert 0 < articles < 3000
    assert spandesk("check", path).code == 0
    assert spandesk("add", path, tmp_path / "articles", "--json").json["articles"] == 3000 - articles


def test_a_job_that_does_not_listen_is_ended(tmp_path, monkeypatch):
    monkeypatch.setattr(jobs, "PATIENCE", 0.1)
    deaf = "import signal, sys, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
    deaf += "print('{}', file=sys.stderr, flush=True); time.sleep(600)"
    monkeypatch.setattr(jobs, "command", lambda *words: [sys.executable, "-c", deaf])
    heard = Heard()
    job = heard.job()
    until = time.monotonic() + 60
    while not heard.facts and time.monotonic() < until:
        time.sleep(0.002)
    job.cancel()
    assert heard.over.wait(60)
    assert heard.answer is None


def test_a_job_that_prints_more_than_its_answer_ends_all_the_same(monkeypatch):
    said = "import sys; print('a word of a library'); print('{}')"
    monkeypatch.setattr(jobs, "command", lambda *_: [sys.executable, "-c", said])
    ended = queue.Queue()
    jobs.Job(("stats",), lambda _: None, lambda answer, why: ended.put((answer, why)))
    answer, why = ended.get(timeout=30)
    assert answer is None
    assert "gave no answer" in why
