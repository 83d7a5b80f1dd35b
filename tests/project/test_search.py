import os
import signal
import sqlite3
import subprocess
import sys

import pytest
from conftest import ME

from annotator.model import folding
from annotator.model.edit import Edit, Gesture
from annotator.model.folding import folded
from annotator.model.mark import Entry
from annotator.model.terms import terms_of
from annotator.project import cache, search
from annotator.project.search import Index


@pytest.fixture
def index(project):
    made = Index(project.path, project.seen)
    yield made
    made.close()


def whole(index):
    while index.grow():
        pass
    return index


def found(index, written):
    """All pages of an answer, as numbers with the words of their hits."""
    held, last, ended = [], 0, False
    while not ended:
        articles, last, ended = index.page(terms_of(written), last)
        held += [(one.number, [hit.words for hit in one.hits]) for one in articles]
    return held


TEXTS = [
    "Ada Lindqvist met Tom Brandt in Northport.",
    "北京大学在北京市。",
    "Małgorzata WÓJCIK and the tom-cat",
    "كِتَاب أحمد",
    "O'Neill said: “Tom, Brandt!”",
]


@pytest.fixture
def told(taken, index):
    for text in TEXTS:
        taken(text)
    return whole(index)


@pytest.mark.parametrize(
    ("written", "articles"),
    [
        ("tom", [(1, ["Tom"]), (3, ["tom"]), (5, ["Tom"])]),
        ('"tom brandt"', [(1, ["Tom Brandt"]), (5, ["Tom, Brandt"])]),
        ("brandt ada", [(1, ["Ada", "Brandt"])]),
        ("bran*", [(1, ["Brandt"]), (5, ["Brandt"])]),
        ("北京", [(2, ["北京", "北京"])]),
        ("大学", [(2, ["大学"])]),
        ("małgorzata", [(3, ["Małgorzata"])]),
        ("wojcik", [(3, ["WÓJCIK"])]),
        ("كتاب", [(4, ["كِتَاب"])]),
        ("o'neill", [(5, ["O'Neill"])]),
        ("lindqvis", []),
        ("*", []),
        ('NEAR( ^ : { } "', []),
    ],
)
def test_what_is_sought_is_what_is_found(told, written, articles):
    assert found(told, written) == articles


def test_a_hit_is_the_text_there_with_the_words_around_it(told, project):
    (page,) = told.page(terms_of("northport")).articles
    (hit,) = page.hits
    assert TEXTS[0][hit.start : hit.end] == hit.words == "Northport"
    assert hit.before.endswith("Brandt in ")
    assert page.title == "Ada Lindqvist met To"
    assert page.all_hits == 1


def test_the_index_gives_what_a_search_through_all_texts_gives(corpora, project, taken, index):
    bodies = [
        path.read_text(encoding="utf-8")[:3000] for path in sorted((corpora / "brat_litbank").rglob("*.txt"))[:30]
    ]
    bodies += TEXTS
    for body in bodies:
        taken(body)
    whole(index)
    held = {number: f" {' '.join(folded(body).split())} " for number, body in enumerate(dict.fromkeys(bodies), 1)}
    for word in sorted({word for body in held.values() for word in body.split()})[::40]:
        assert [number for number, _ in found(index, word)] == [n for n, body in held.items() if f" {word} " in body]


def test_what_is_hidden_or_taken_back_is_left_out_and_found_again_when_it_is_back(project, taken, told):
    article = taken(TEXTS[0])
    hide = Edit.replacing(article.id, Entry(), Entry(hidden=True))
    project.store(Gesture("", "article.hide", ME.id, "window", {article.id: hide}))
    assert found(told, "northport") == []
    assert told.indexed() == (4, 4, "")
    project.store(Gesture("", "article.show", ME.id, "window", {article.id: hide.inverse}))
    assert found(told, "northport") == [(1, ["Northport"])]


def test_articles_that_arrive_later_are_indexed_then(told, taken):
    assert not told.grow()
    taken("Northport again")
    assert told.indexed() == (5, 6, "")
    whole(told)
    assert told.indexed() == (6, 6, "")
    assert [number for number, _ in found(told, "northport")] == [1, 6]


def test_many_hits_come_in_pages_and_each_once(monkeypatch, taken, index):
    monkeypatch.setattr(search, "LOOKED_AT", 4)
    for n in range(11):
        taken(f"Northport number {n}")
    whole(index)
    assert [number for number, _ in found(index, "northport")] == list(range(1, 12))
    monkeypatch.setattr(search, "SHOWN", 1)
    assert [number for number, _ in found(index, "northport")] == list(range(1, 12))
    assert found(index, "eve") == []


def test_of_an_article_with_very_many_hits_some_are_shown_and_all_are_counted(taken, index):
    taken("tom " * 100)
    (article,) = whole(index).page(terms_of("tom")).articles
    assert (len(article.hits), article.all_hits) == (search.MOST_OF_ARTICLE, 100)


def test_a_long_text_is_indexed_whole(taken, index):
    taken("é " * search.PIECE + "Northport")
    assert found(whole(index), "northport e*")[0][0] == 1


def test_a_second_window_goes_on_where_the_first_one_is(project, taken, index, monkeypatch):
    monkeypatch.setattr(search, "SLICE", 1)
    monkeypatch.setattr(search, "PATIENCE", 0.01)
    for n in range(6):
        taken(f"Northport {n}")
    second = Index(project.path, project.seen)
    assert index.grow()
    assert not index.is_kept
    assert second.grow()  # the first one holds the cache: nothing is indexed twice
    whole(index)
    whole(second)
    for one in (index, second):
        assert [number for number, _ in found(one, "northport")] == [1, 2, 3, 4, 5, 6]
    second.close()


def test_what_is_indexed_is_there_after_a_restart(project, told):
    told.close()
    again = Index(project.path, project.seen)
    assert again.indexed() == (5, 5, "")
    assert found(again, "wojcik")
    again.close()


@pytest.mark.parametrize("what", ["rules", "journal"])
def test_an_index_of_other_rules_or_of_another_past_is_made_anew(project, told, what, monkeypatch):
    if what == "rules":
        monkeypatch.setattr(folding, "RULES", "2")
    else:  # as when a backup took the place of the project: the same numbers may mean other texts
        told._cache.execute("UPDATE indexed SET gesture = 'another'")
    told.close()
    again = Index(project.path, project.seen)
    assert again.indexed().articles == 0
    assert found(whole(again), "tom") == [(1, ["Tom"]), (3, ["tom"]), (5, ["Tom"])]
    again.close()


def test_a_damaged_text_is_passed_over(project, told, path):
    other = sqlite3.connect(path)
    other.execute("UPDATE text SET text = x'ff00' WHERE number = 1")
    other.commit()
    other.close()
    assert found(told, "northport") == []


KILLED = """
import os, signal, sys
from pathlib import Path
from annotator.project import search
from annotator.project.connection import look
search.SLICE, search.TRANSACTION = 1, 0.0
path = Path(sys.argv[1])
index = search.Index(path, look(path))
for _ in range(3):
    index.grow()
search.TRANSACTION = 99.0
index.grow()
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no such signal")
def test_a_kill_in_the_middle_leaves_what_was_kept_and_the_rest_follows(project, taken):
    for text in TEXTS:
        taken(text)
    killed = subprocess.run([sys.executable, "-c", KILLED, str(project.path)], env={**os.environ}, check=False)
    assert killed.returncode == -signal.SIGKILL
    index = Index(project.path, project.seen)
    assert index.indexed().articles == 3
    assert found(index, "tom") == [(1, ["Tom"]), (3, ["tom"])]
    assert found(whole(index), "tom") == [(1, ["Tom"]), (3, ["tom"]), (5, ["Tom"])]
    index.close()


def test_labelling_is_not_held_up_by_an_index_that_is_being_made(project, taken, index):
    for text in TEXTS:
        taken(text)
    index.grow()
    assert not index.is_kept  # its transaction is open, but in the cache: the project's file is free
    taken("Another one")
    whole(index)


def test_two_copies_of_a_project_have_each_an_index(project, told, tmp_path):
    assert cache.path_of(project.reader.connection, tmp_path / "copy.spans") != told.cache_path
