import sqlite3
import threading

import pytest

from annotator import places
from annotator.model.terms import terms_of
from annotator.project import cache, search, searching
from annotator.project.searching import Searcher

PATIENCE = 30  # seconds


@pytest.fixture
def searcher(project, monkeypatch):
    monkeypatch.setattr(searching, "LOOK_SECONDS", 0.02)
    monkeypatch.setattr(searching, "AGAIN_SECONDS", 0.02)
    made = Searcher(project.path, project.seen)
    yield made
    made.stop()


class Heard:
    """Waits for what a searcher tells."""

    def __init__(self, searcher):
        self.told = []
        self._come = threading.Condition()
        searcher.watch(self._hear)

    def _hear(self, indexed):
        with self._come:
            self.told.append(indexed)
            self._come.notify_all()

    def wait(self, what):
        with self._come:
            assert self._come.wait_for(lambda: self.told and what(self.told[-1]), PATIENCE), self.told
            return self.told[-1]


def numbers(searcher, written):
    page = searcher.search(terms_of(written)).result(PATIENCE)
    return [one.number for one in page.articles]


def test_articles_are_indexed_in_the_background_and_those_that_come_later_too(taken, searcher):
    heard = Heard(searcher)
    taken("Northport one")
    searcher.start()
    heard.wait(lambda indexed: indexed == (1, 1, ""))
    taken("Northport two")
    heard.wait(lambda indexed: indexed == (2, 2, ""))
    assert numbers(searcher, "northport") == [1, 2]


def test_of_questions_that_wait_only_the_newest_is_answered(taken, searcher):
    taken("Northport")
    asked = [searcher.search(terms_of(word)) for word in ("n*", "no*", "nor*", "northport")]
    answers = [one.result(PATIENCE) for one in asked]
    assert answers[-1] is not None
    assert all(answer is None or answer.ended for answer in answers)


def test_a_question_that_takes_long_is_broken_off_for_the_next_one(taken, searcher, monkeypatch):
    taken("Northport")
    begun, page = threading.Event(), search.Index.page

    def slow(index, terms, last=0):
        if terms == terms_of("slow"):
            begun.set()
            index._cache.execute(
                "WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT max(x) FROM n"
            ).fetchone()
        return page(index, terms, last)

    monkeypatch.setattr(search.Index, "page", slow)
    asked = searcher.search(terms_of("slow"))
    assert begun.wait(PATIENCE)
    answer = None
    while not asked.done():  # it may not have come to the statement yet
        answer = searcher.search(terms_of("northport"))
    assert asked.result(PATIENCE) is None
    assert answer is not None
    assert answer.result(PATIENCE) is not None


def test_a_question_that_is_answered_just_before_the_next_one_has_nothing_else_broken_off(taken, searcher, monkeypatch):
    """The next question finds one under way; that is answered, and the index grows, before it can be broken off."""
    heard = Heard(searcher)
    taken("Northport one")
    searcher.start()
    heard.wait(lambda indexed: indexed == (1, 1, ""))
    held, growing, stopped = threading.Event(), threading.Event(), threading.Event()
    page, grow, interrupt = search.Index.page, search.Index.grow, search.Index.interrupt

    def slow_page(index, terms, last=0):
        found = page(index, terms, last)
        asked.set()
        held.wait(PATIENCE)
        return found

    def slow_grow(index):
        if held.is_set() and not stopped.is_set():
            index._cache.create_function("begun", 1, lambda x: (growing.set(), x)[1])
            numbers = "WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n LIMIT 1000000)"
            index._cache.execute(f"{numbers} SELECT max(begun(x)) FROM n").fetchone()
        return grow(index)

    def slow_interrupt(index):
        held.set()  # the answer is there now
        growing.wait(1)  # as long as a thread may be kept from running
        interrupt(index)
        stopped.set()

    asked = threading.Event()
    monkeypatch.setattr(search.Index, "page", slow_page)
    monkeypatch.setattr(search.Index, "grow", slow_grow)
    monkeypatch.setattr(search.Index, "interrupt", slow_interrupt)
    first = searcher.search(terms_of("northport"))
    assert asked.wait(PATIENCE)
    second = searcher.search(terms_of("one"))
    assert first.result(PATIENCE) is not None
    assert [one.number for one in second.result(PATIENCE).articles] == [1]
    taken("Northport two")
    heard.wait(lambda indexed: indexed == (2, 2, ""))
    assert [told.trouble for told in heard.told] == [""] * len(heard.told)


def test_a_cache_that_becomes_damaged_is_made_anew(taken, project, searcher):
    heard = Heard(searcher)
    for n in range(40):
        taken(f"Northport {n}")
    searcher.start()
    heard.wait(lambda indexed: indexed.articles == 40)
    place = cache.path_of(project.reader.connection, project.path)
    other = sqlite3.connect(place)
    other.execute("UPDATE words_data SET block = x'00ff00ff00ff' WHERE id > 1")
    other.execute("UPDATE words_data SET block = x'ffffffffff' WHERE id = 10")
    other.commit()
    other.close()
    searcher.search(terms_of("northport")).exception(PATIENCE)
    taken("Northport at last")
    heard.wait(lambda indexed: indexed == (41, 41, ""))
    assert len(numbers(searcher, "northport")) == 41


def test_a_home_that_cannot_be_written_is_told_and_nothing_else_breaks(taken, project, searcher):
    taken("Northport")
    places.cache_folder().parent.mkdir(parents=True, exist_ok=True)
    places.cache_folder().write_text("in the way")
    heard = Heard(searcher)
    searcher.start()
    assert "cannot be indexed" in heard.wait(lambda indexed: bool(indexed.trouble)).trouble
    assert "cannot be indexed" in str(searcher.search(terms_of("northport")).exception(PATIENCE))
    places.cache_folder().unlink()
    heard.wait(lambda indexed: indexed == (1, 1, ""))
    assert numbers(searcher, "northport") == [1]


def test_a_cache_that_another_program_holds_is_waited_for(taken, project, searcher):
    taken("Northport")
    place = cache.path_of(project.reader.connection, project.path)
    cache.opened(place).close()
    holder = sqlite3.connect(place, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    heard = Heard(searcher)
    searcher.start()
    heard.wait(lambda indexed: bool(indexed.trouble))
    holder.execute("ROLLBACK")
    holder.close()
    heard.wait(lambda indexed: indexed == (1, 1, ""))


def test_a_project_that_another_file_replaced_is_not_searched(taken, project, searcher, tmp_path):
    taken("Northport")
    assert numbers(searcher, "northport") is not None
    project.path.replace(tmp_path / "elsewhere")
    (tmp_path / "p.spans").write_bytes((tmp_path / "elsewhere").read_bytes())
    assert "moved" in str(searcher.search(terms_of("northport")).exception(PATIENCE))


def test_closing_a_project_stops_its_searcher_and_keeps_what_is_indexed(taken, project):
    taken("Northport")
    heard = Heard(project.searcher)
    project.searcher.start()
    heard.wait(lambda indexed: indexed == (1, 1, ""))
    kept = project.searcher
    assert project.close() == ()
    assert not kept._thread.is_alive()
    assert kept.search(terms_of("northport")).result(PATIENCE) is None
