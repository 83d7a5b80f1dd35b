import queue
import re

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
