"""The tokens of the open article, in a real window with spaCy beside it."""

import sqlite3
import sys

import pytest
from PySide6.QtCore import QTimer

from annotator import jobs
from annotator.cli.answer import author
from annotator.cli.new import scheme_of
from annotator.language import tokens
from annotator.project.schema import create

PATIENCE = 60_000  # milliseconds


@pytest.fixture
def made(tmp_path, spandesk):
    """Return a function that makes a project of these texts."""

    def make(*texts, language="en"):
        path = tmp_path / "p.spans"
        create(path, scheme_of("news"), language, author())  # also in one that spaCy has elsewhere only
        for at, text in enumerate(texts):
            (tmp_path / f"{at}.txt").write_text(text)
            spandesk("add", path, tmp_path / f"{at}.txt")
        return path

    return make


def child_of(window):
    return starter(window).tokens.child


def starter(window):
    from annotator.ui.app import _Starter

    return window.findChild(_Starter)


def test_the_tokens_of_each_article_come_after_it_is_shown_and_the_window_goes_on(made, desk):
    ticks = []
    timer = QTimer()
    timer.timeout.connect(lambda: ticks.append(1))
    timer.start(2)
    window = desk.open(made("Ada didn't meet Tom.", "Tom left, e.g. Oran."), tokens=True)
    assert window.session.state.tokens == tokens("en", window.session.state.text)
    assert len(ticks) > 30, "the window went on while spaCy was loaded"
    first = child_of(window)
    seen = []
    window.session.watch(lambda _before, after, _edit: seen.append((after.number, after.tokens)))
    window.run("article.open", 2)
    desk.qtbot.waitUntil(lambda: window.session.state.number == 2)
    assert next(held for number, held in seen if number == 2) is None, "those of the article before are not this one's"
    desk.tokenised(window)
    assert window.session.state.tokens == tokens("en", window.session.state.text)
    assert child_of(window) is first
    assert "spacy" not in window.session.state.__class__.__module__


def test_spacy_is_in_another_process_which_ends_with_the_window(made, desk):
    window = desk.open(made("Ada met Tom."), tokens=True)
    child = child_of(window)._child
    assert child.poll() is None
    assert "spacy.lang" not in " ".join(str(child.args))
    desk.close(window)
    desk.qtbot.waitUntil(lambda: child.poll() is not None, timeout=PATIENCE)


def test_a_known_article_needs_no_child(made, desk, spandesk, monkeypatch):
    path = made("Ada met Tom.", "Tom left.")
    window = desk.open(path, tokens=True)
    desk.close(window)
    started = []
    real = jobs.subprocess.Popen
    monkeypatch.setattr(jobs.subprocess, "Popen", lambda *words, **more: started.append(words) or real(*words, **more))
    window = desk.open(path, tokens=True)
    assert window.session.state.tokens == tokens("en", "Ada met Tom.")
    assert child_of(window) is None
    window.run("article.open", 2)
    desk.qtbot.waitUntil(lambda: window.session.state.number == 2)
    desk.tokenised(window)
    assert len(started) == 1, "the second article was not seen before"


def test_what_the_check_read_is_known_in_the_window(made, desk, spandesk, tmp_path):
    import json

    path = made()
    (tmp_path / "a.jsonl").write_text(
        json.dumps({"text": "Ada met Tom.", "spans": [{"start": 0, "end": 3, "label": "PER"}], "answer": "accept"})
    )
    spandesk("add", path, tmp_path / "a.jsonl")
    assert spandesk("check", path).code == 0
    window = desk.open(path, tokens=True)
    assert window.session.state.tokens is not None
    assert child_of(window) is None


def test_a_child_that_died_between_two_articles_is_started_anew(made, desk):
    window = desk.open(made("Ada met Tom.", "Tom left."), tokens=True)
    child_of(window)._child.kill()
    window.run("article.open", 2)
    desk.qtbot.waitUntil(lambda: window.session.state.number == 2)
    desk.tokenised(window)
    assert window.session.state.tokens == tokens("en", "Tom left.")


def test_a_language_that_spacy_does_not_know_is_said_plainly(made, desk):
    window = desk.open(made("Ada met Tom.", language="zz"), tokens=True)
    assert window.session.state.tokens is None
    window.run("focus.range", 0, 3)
    window.show_around()
    panel = next(panel for module, panel in window.panels if module.TITLE == "Focused span")
    assert panel.verdict.head.text() == "No verdict"
    assert "the language zz: spaCy has no tokeniser for it" in panel.verdict.why.text()
    window.run("span.align")
    assert "spaCy has no tokeniser" in window.status.said.text()


def in_language(window, desk, code):
    desk.qtbot.waitUntil(lambda: window.session.state.language == code, timeout=PATIENCE)
    desk.tokenised(window)
    return window.session.state.tokens


CHINESE = "\u963f\u5c14\u5728\u5317\u4eac\u3002"


def test_another_language_brings_its_tokens_and_ends_the_child_of_the_one_before_and_so_does_undo(made, desk):
    window = desk.open(made(CHINESE), tokens=True)
    english = window.session.state.tokens
    first = child_of(window)
    window.run("language.set", "zh")
    assert window.session.state.tokens is None
    assert in_language(window, desk, "zh") == tokens("zh", CHINESE) != english
    second = child_of(window)
    assert (second.language, first._stopped) == ("zh", True)
    desk.qtbot.waitUntil(lambda: first._child is None, timeout=PATIENCE)
    window.run("edit.undo")
    assert in_language(window, desk, "en") == english
    assert second._stopped
    assert child_of(window) is None, "its tokens were kept, so that no other child was needed"
    desk.settle(window)


def test_a_language_that_another_process_says_is_followed_and_kept_by_the_next_window(made, desk, spandesk):
    path = made(CHINESE)
    window = desk.open(path, tokens=True)
    assert spandesk("language", path, "zh").code == 0
    assert in_language(window, desk, "zh") == tokens("zh", CHINESE)
    desk.close(window)
    window = desk.open(path)
    assert window.session.state.language == "zh"


def test_an_answer_in_a_language_that_was_changed_meanwhile_is_not_taken(made, desk):
    window = desk.open(made(CHINESE), tokens=True)
    window.run("language.set", "zh")
    window.run("language.set", "fr")
    follower = starter(window).tokens
    follower._answered("zh", window.session.state.article, tokens("zh", CHINESE))
    assert in_language(window, desk, "fr") == tokens("fr", CHINESE) != tokens("zh", CHINESE)
    desk.settle(window)
    desk.qtbot.wait(50)
    assert window.session.state.tokens == tokens("fr", CHINESE)


def test_a_cache_that_is_damaged_is_made_anew(made, desk, home):
    path = made("Ada met Tom.")
    desk.close(desk.open(path, tokens=True))
    (cache,) = home.rglob("*.cache")
    connection = sqlite3.connect(cache)
    connection.execute("UPDATE tokens SET data = zeroblob(9)")
    connection.commit()
    connection.close()
    window = desk.open(path, tokens=True)
    assert window.session.state.tokens == tokens("en", "Ada met Tom.")


def test_the_past_has_the_tokens_of_its_article(made, desk):
    window = desk.open(made("Ada met Tom."), tokens=True)
    window.session.visit(window.session.state.marks, "As it was.")
    assert window.session.state.tokens is not None
    window.session.come_back()
    assert window.session.state.tokens is not None


def test_nothing_of_it_is_loaded_before_the_first_paint(made, tmp_path):
    import subprocess

    path = made("Ada met Tom.")
    script = (
        "import sys; from pathlib import Path; from PySide6.QtWidgets import QApplication; a = QApplication([])\n"
        "from annotator import settings, places; from annotator.ui import app\n"
        f"w = app.open_window(Path({str(path)!r}), settings.load(places.config_folder())); w.show()\n"
        "seen = []\n"
        "w.view.painted.connect(lambda: seen.append(sorted(sys.modules)) or a.quit())\n"
        "a.exec()\n"
        "late = ('spacy', 'numpy', 'annotator.jobs', 'annotator.language', 'annotator.model.verdict', 'annotator.model.tokens',\n"
        "        'annotator.ui.tokenising', 'annotator.ui.panels.verdict_box', 'annotator.project.cache')\n"
        "print([name for name in late if name in seen[0]])\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=120)
    assert done.stdout.strip() == "[]", (done.stdout, done.stderr)
