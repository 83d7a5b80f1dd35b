import os
import queue
import re
import sys
import threading
import time

import pytest

from annotator import jobs
from annotator.language import tokens
from annotator.model.article import Article
from annotator.model.finding import Sought
from annotator.model.problem import Damaged, Problem


def test_a_job_brings_what_the_shell_prints(tmp_path):
    assert jobs.finish(jobs.start("new", str(tmp_path / "p.spans")), 60)["scheme"] == "news"


def test_a_job_that_cannot_is_told_in_its_own_sentence(tmp_path):
    with pytest.raises(Problem, match="No such file"):
        jobs.finish(jobs.start("stats", str(tmp_path / "absent.spans")), 60)


def test_a_job_that_finds_its_project_damaged_tells_so(tmp_path):
    (tmp_path / "p.spans").write_bytes(b"x" * 9000)
    with pytest.raises(Damaged, match="it is not a Spandesk project"):
        jobs.finish(jobs.start("check", str(tmp_path / "p.spans")))


@pytest.mark.skipif(not hasattr(os, "getpriority"), reason="this system has no niceness")
def test_a_calm_job_stands_back_and_another_one_does_not(path, monkeypatch):
    monkeypatch.setattr(jobs, "command", lambda *_: [sys.executable, "-c", "import time; time.sleep(60)"])
    mine = os.getpriority(os.PRIO_PROCESS, 0)
    for calm, priority in ((True, max(mine, jobs.CALM)), (False, mine)):
        job = jobs.start("stats", str(path), calm=calm)
        assert os.getpriority(os.PRIO_PROCESS, job.pid) == priority
        job.kill()
        job.communicate()


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


# ---- tokens
class Tokenised:
    """What a tokeniser told of each article."""

    def __init__(self, language="en"):
        self.told = queue.Queue()
        self.job = jobs.Tokenising(language, lambda article, answer: self.told.put((article.text, answer)))

    def of(self, text):
        self.job.ask(Article.of(text))
        told, answer = self.told.get(timeout=60)
        assert told == text
        return answer


@pytest.fixture
def tokenising():
    made = []

    def make(language="en"):
        made.append(Tokenised(language))
        return made[-1]

    yield make
    for one in made:
        one.job.stop()
        if one.job._thread is not None:
            one.job._thread.join(30)
            assert not one.job._thread.is_alive()
        assert one.job._child is None


TEXT = "Ada didn't meet  Tom \U0001f600 in Northport.\n\n\u00e9t\u00e9 \u0646\u0635"


def test_a_child_tokenises_as_spacy_does_and_stays_for_the_next_text(tokenising, monkeypatch):
    monkeypatch.setattr(jobs.Tokenising, "PART", 7)  # a text comes in many lines
    one = tokenising()
    assert one.of(TEXT) == tokens("en", TEXT)
    child = one.job._child
    assert one.of("") == tokens("en", "")
    assert one.of(TEXT * 9) == tokens("en", TEXT * 9)
    assert one.job._child is child
    assert child.poll() is None


def test_a_child_that_dies_is_started_anew_and_a_text_that_ends_it_twice_is_told(tokenising, monkeypatch):
    one = tokenising()
    assert one.of("Ada met Tom.") == tokens("en", "Ada met Tom.")
    first = one.job._child
    first.kill()
    first.wait()
    assert one.of(TEXT) == tokens("en", TEXT)
    assert one.job._child is not first
    one.job._end()
    monkeypatch.setattr(jobs.sys, "executable", "/bin/false")
    assert str(one.of(TEXT)) == "there is no verdict on this article: spaCy\u2019s process ended twice"
    monkeypatch.undo()
    assert one.of(TEXT) == tokens("en", TEXT), "the next text may do"


def test_a_text_that_takes_too_long_is_given_up(tokenising, monkeypatch):
    one = tokenising()
    one.of("Ada")
    monkeypatch.setattr(jobs.Tokenising, "SECONDS", 0.5)
    began = time.monotonic()
    assert "it took longer than 0.5 seconds" in str(one.of(".!" * 300_000))
    assert time.monotonic() - began < 30
    assert one.job._child is None


def test_a_text_that_is_too_long_is_not_sent(tokenising, monkeypatch):
    monkeypatch.setattr(jobs.Tokenising, "LONGEST", 10)
    one = tokenising()
    assert str(one.of("Ada met Tom.")) == (
        "there is no verdict on this article: the article is longer than 10 characters"
    )
    assert one.job._child is None


def test_a_language_that_spacy_does_not_know_is_told_once_and_no_child_is_kept_for_it(tokenising):
    one = tokenising("zz")
    for _ in range(2):
        assert str(one.of("Ada")).startswith("there is no verdict: the language zz: spaCy has no tokeniser for it")


def test_a_child_that_met_many_words_is_renewed(tokenising, monkeypatch):
    monkeypatch.setattr(jobs.Tokenising, "RENEWED", 20)
    one = tokenising()
    children = []
    for text in ("Ada met Tom.", "Tom met Ada again.", "Ada left."):
        assert one.of(text) == tokens("en", text)
        children.append(one.job._child.pid)
    assert children[0] == children[1] != children[2]


def test_of_texts_that_wait_the_newest_is_done_and_after_the_stop_nothing_is_told(tokenising):
    one = tokenising()
    one.of("Ada")
    one.job.ask(Article.of(TEXT * 2_000))
    until = time.monotonic() + 30
    while one.job._wanted is not None and time.monotonic() < until:
        time.sleep(0.001)
    one.job.ask(Article.of("forgotten"))
    one.job.ask(Article.of("the newest"))
    assert [one.told.get(timeout=60)[0][:10] for _ in range(2)] == [TEXT[:10], "the newest"]
    one.job.ask(Article.of(TEXT * 20_000))
    one.job.stop()
    one.job._thread.join(30)
    assert one.told.empty()
