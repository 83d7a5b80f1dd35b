import pytest

from annotator import jobs
from annotator.model.problem import Problem


def test_a_job_brings_what_the_shell_prints(tmp_path):
    assert jobs.finish(jobs.start("new", str(tmp_path / "p.spans")), 60)["scheme"] == "news"


def test_a_job_that_cannot_is_told_in_its_own_sentence(tmp_path):
    with pytest.raises(Problem, match="No such file"):
        jobs.finish(jobs.start("stats", str(tmp_path / "absent.spans")), 60)


def test_a_job_that_takes_too_long_is_stopped(tmp_path):
    with pytest.raises(Problem, match="stopped"):
        jobs.finish(jobs.start("new", str(tmp_path / "p.spans")), 0.001)
