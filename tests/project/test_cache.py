import os
import sqlite3
import stat

import pytest

from annotator import places
from annotator.language import tokens
from annotator.model.tokens import Tokens
from annotator.project.cache import Cache

ARTICLE, TOKENISER = "a" * 64, "en, spaCy 3"


@pytest.fixture
def cache(tmp_path):
    made = Cache(tmp_path / "c.cache")
    yield made
    made.close()


def test_tokens_are_kept_over_a_restart(tmp_path, cache):
    found = tokens("en", "Ada met  Tom \U0001f600 in Northport.\n")
    assert cache.tokens(ARTICLE, TOKENISER) is None
    cache.keep_tokens(ARTICLE, TOKENISER, found)
    cache.close()
    again = Cache(tmp_path / "c.cache")
    assert again.tokens(ARTICLE, TOKENISER) == found
    assert again.tokens(ARTICLE, "en, spaCy 4") is None
    again.close()


def test_two_at_work_at_once_both_keep(tmp_path, cache):
    found = Tokens([0], [3], frozenset())
    cache.keep_tokens(ARTICLE, TOKENISER, found)
    second = Cache(tmp_path / "c.cache")
    second.keep_tokens("b" * 64, TOKENISER, found)
    for one in (cache, second):
        assert [one.tokens(article * 64, TOKENISER) for article in "ab"] == [found, found]
    second.close()


def test_a_cache_that_somebody_holds_is_done_without_and_left_alone(tmp_path, cache):
    found = Tokens([0], [3], frozenset())
    cache.keep_tokens(ARTICLE, TOKENISER, found)
    cache.close()
    holder = sqlite3.connect(tmp_path / "c.cache", isolation_level=None)
    holder.execute("PRAGMA locking_mode=EXCLUSIVE")
    holder.execute("BEGIN EXCLUSIVE")
    made = Cache(tmp_path / "c.cache", 0.01)
    assert made.tokens(ARTICLE, TOKENISER) is None
    made.close()
    holder.execute("COMMIT")
    holder.close()
    again = Cache(tmp_path / "c.cache")
    assert again.tokens(ARTICLE, TOKENISER) == found
    again.close()


@pytest.mark.parametrize("damage", [b"", b"not a database at all" * 100, None])
def test_a_broken_cache_begins_anew(tmp_path, damage):
    path = tmp_path / "c.cache"
    if damage is None:
        other = sqlite3.connect(path)
        other.execute("PRAGMA user_version=99")
        other.commit()
        other.close()
    else:
        path.write_bytes(damage)
    made = Cache(path)
    made.keep_tokens(ARTICLE, TOKENISER, Tokens([0], [3], frozenset()))
    assert made.tokens(ARTICLE, TOKENISER) == Tokens([0], [3], frozenset())
    made.close()


def test_damaged_tokens_are_computed_again(cache):
    cache.keep_tokens(ARTICLE, TOKENISER, Tokens([0], [3], frozenset()))
    cache._connection.execute("UPDATE tokens SET data = ?", (b"\x00\x01",))
    assert cache.tokens(ARTICLE, TOKENISER) is None


def test_sketches_are_kept_over_a_restart_until_they_are_made_in_another_way(tmp_path, cache):
    made = {ARTICLE: b"one", "b" * 64: b"two"}
    assert cache.sketches(list(made), "first") == {}
    cache.keep_sketches(made, "first")
    cache.close()
    again = Cache(tmp_path / "c.cache")
    assert again.sketches([*made, "c" * 64], "first") == made
    assert again.sketches(list(made), "second") == {}
    again.keep_sketches({ARTICLE: b"three"}, "second")
    assert again.sketches(list(made), "second") == {ARTICLE: b"three"}
    assert again.sketches(list(made), "first") == {"b" * 64: b"two"}
    again.close()


def test_a_home_that_cannot_be_written_does_without(tmp_path):
    place = tmp_path / "file"
    place.write_text("in the way")
    made = Cache(place / "c.cache")
    made.keep_tokens(ARTICLE, TOKENISER, Tokens([0], [3], frozenset()))
    assert made.tokens(ARTICLE, TOKENISER) is None
    made.keep_sketches({ARTICLE: b"one"}, "first")
    assert made.sketches([ARTICLE], "first") == {}
    made.close()


def test_each_project_and_each_place_has_its_own(project, path, tmp_path):
    first = Cache.of(project.reader.connection, path)
    elsewhere = Cache.of(project.reader.connection, tmp_path / "copy.spans")
    again = Cache.of(project.reader.connection, path)
    assert first.path == again.path != elsewhere.path
    assert first.path.parent == places.cache_folder()
    assert os.name == "nt" or stat.S_ISREG(first.path.stat().st_mode)
    for one in (first, elsewhere, again):
        one.close()
