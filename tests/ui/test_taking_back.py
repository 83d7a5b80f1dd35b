"""An intake, or what another process did, is taken back by a child process; the window follows."""

import contextlib
import sqlite3

import pytest

from annotator.model.edit import Edit, Gesture
from annotator.model.mark import Author, Setting, Span
from annotator.project.project import Project
from annotator.ui import taking_back


@pytest.fixture
def window(sampled, desk):
    return desk.open(sampled)


def opened(desk, window, name):
    window.run(f"history.{name}")
    page = window.sides.page
    desk.qtbot.waitUntil(lambda: page.model.line(1) is not None, timeout=10_000)
    return page


def elsewhere(desk, window, span, author=None):
    """Store a span as another process does, and wait until the window has heard of it."""
    project = window.frame.project
    other = Project.open(project.path, author or project.author)
    article = window.session.present.article.id
    other.store(Gesture("", "label.apply", other.author.id, "window", {article: Edit.adding(article, span)}))
    other.close()
    key = next(iter(Edit.adding(article, span)))
    desk.qtbot.waitUntil(lambda: window.session.present.get(key) == span, timeout=10_000)
    return key


def take_back(desk, window, page, row):
    page.list.pick(row)
    button = page.taking_back
    desk.qtbot.waitUntil(button.isVisible, timeout=10_000)
    button.click()
    assert not button.isEnabled(), "once is enough"
    desk.qtbot.waitUntil(lambda: not button._runs, timeout=30_000)


def test_what_another_process_of_mine_did_is_taken_back(window, desk):
    me = window.frame.project.author.id
    key = elsewhere(desk, window, Span("mine", 0, 7, "entities/per", me))
    page = opened(desk, window, "article")
    take_back(desk, window, page, 1)
    assert window.banner.words.text() == "1 mark taken back."
    desk.qtbot.waitUntil(lambda: window.session.present.get(key) is None, timeout=10_000)
    desk.qtbot.waitUntil(lambda: page.model.rowCount() == 4 and page.model.line(2) is not None, timeout=10_000)
    desk.qtbot.waitUntil(lambda: page.model.line(2).undone, timeout=10_000)
    assert page.model.words(1).startswith("Undone: PER")
    page.list.pick(2)
    assert page.taking_back.isHidden(), "it is taken back already"


def test_what_others_did_is_theirs_to_take_back(window, desk):
    elsewhere(desk, window, Span("theirs", 0, 7, "entities/per", "b"), Author("b", "annotator B"))
    page = opened(desk, window, "article")
    page.list.pick(1)
    desk.qtbot.waitUntil(lambda: bool(window.session.state.past), timeout=10_000)
    assert page.taking_back.isHidden()
    assert "annotator B" in window.session.state.past


def test_an_intake_stays_where_someone_worked_since_and_that_is_said(window, desk):
    window.session.run("focus.range", 0, 7)
    window.session.run("label.apply", "entities/per")
    desk.settle(window)
    page = opened(desk, window, "project")
    row = next(row for row in range(1, page.model.rowCount()) if page.model.words(row) == "An intake")
    assert page.model.below(row).endswith("Algeria, France Restore Senior-Level Security Dialogue")
    take_back(desk, window, page, row)
    assert "1 article stays, because someone has worked there since" in window.banner.words.text()
    assert len(window.session.state.marks.spans) == 60


def test_what_made_the_project_is_not_taken_back(window, desk):
    page = opened(desk, window, "project")
    for row in range(1, page.model.rowCount()):
        page.list.pick(row)
        assert not window.session.state.past, "there is no one article that it is of"
        assert page.taking_back.isVisible() == (page.model.words(row) == "An intake")


def test_what_was_said_elsewhere_of_the_project_is_taken_back(window, desk):
    project = window.frame.project
    with contextlib.closing(Project.open(project.path, project.author)) as other:
        edit = Edit.replacing(None, *(Setting("language", code) for code in ("en", "de")))
        other.store(Gesture("", "language.set", other.author.id, "shell", {None: edit}))
    desk.qtbot.waitUntil(lambda: window.session.present.language == "de", timeout=10_000)
    page = opened(desk, window, "project")
    take_back(desk, window, page, 1)
    desk.qtbot.waitUntil(lambda: window.session.present.language == "en", timeout=10_000)


def test_a_taking_back_that_cannot_be_done_is_told(window, desk):
    page = opened(desk, window, "article")
    page.list.pick(1)
    desk.qtbot.waitUntil(page.taking_back.isVisible, timeout=10_000)
    line = page.model.line(1)
    page.taking_back.show_line(line._replace(gesture=line.gesture._replace(id="nothing")))
    page.taking_back.click()
    desk.qtbot.waitUntil(lambda: not page.taking_back._runs, timeout=30_000)
    assert "none of this project" in window.banner.words.text()


def test_it_is_one_job_at_a_time_that_can_be_cancelled_and_says_how_far_it_came(window, desk):
    """A reader holds the file, so that nothing can be written before it is cancelled."""
    elsewhere(desk, window, Span("mine", 0, 7, "entities/per", window.frame.project.author.id))
    page = opened(desk, window, "article")
    page.list.pick(1)
    button = page.taking_back
    desk.qtbot.waitUntil(button.isVisible, timeout=10_000)
    holder = sqlite3.connect(window.frame.project.path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    button.click()
    assert window.work.running
    assert window.work.line.words.text() == "Taking back"
    window.run("project.check")
    assert "One thing at a time" in window.status.said.text()
    window.work.line.button.click()
    desk.qtbot.waitUntil(lambda: not window.work.running, timeout=30_000)
    holder.execute("ROLLBACK")
    holder.close()
    assert window.banner.head.text() == "Cancelled"
    assert button.isEnabled()
    assert window.session.present.marks.spans.get("mine") is not None


def test_beside_another_job_it_is_not_begun(window, desk):
    elsewhere(desk, window, Span("mine", 0, 7, "entities/per", window.frame.project.author.id))
    page = opened(desk, window, "article")
    page.list.pick(1)
    desk.qtbot.waitUntil(page.taking_back.isVisible, timeout=10_000)
    window.run("project.check")
    page.taking_back.click()
    assert "One thing at a time" in window.status.said.text()
    assert page.taking_back.isEnabled(), "it can be asked for again"
    desk.qtbot.waitUntil(lambda: not window.work.running, timeout=30_000)
    assert window.session.present.marks.spans.get("mine") is not None


def test_thousands_of_articles_that_stay_are_told_in_a_sentence():
    said = taking_back._told({"marks": 3, "kept": [f"{at:064x}" for at in range(5_000)]})
    assert "5,000 articles stay" in said
    assert said.endswith("and 4,995 more.")
    assert len(said) < 250
