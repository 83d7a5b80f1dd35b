"""Parts are kept for ever: nothing that comes later, is taken back or comes again moves an article."""

import random
import sqlite3

import pytest
import stories

from annotator.model.article import Article
from annotator.model.edit import Edit, Gesture
from annotator.model.mark import PARTS, Author, Entry, Key, Part, Setting, Status
from annotator.model.problem import Problem
from annotator.model.split import Law
from annotator.project import moments, parts, positions
from annotator.project.cache import Cache
from annotator.project.check import examine
from annotator.project.journal import FIRST_PARTS
from annotator.project.parts import AGAIN
from annotator.project.project import Project
from benches.apparatus import copies

ME = Author("author-a", "annotator A")
CLAIMS = "claims"


def put(project, *texts, slice_of=500, via="intake"):
    """Add articles as an intake does; return the gestures' ids."""
    ids = []
    for at in range(0, len(texts), slice_of):
        held = {Article.of(text).id: text for text in texts[at : at + slice_of]}
        edits = {id: Edit.adding(id, Entry()) for id in held}
        ids.append(project.store(Gesture("", "add", ME.id, via, edits), texts=held).id)
    return ids


def connection(project):
    return project.reader.connection


def divided(project, law=None, seq=positions.FAR):
    return parts.divide(connection(project), law, seq)


def split(project, law=None):
    return parts.keep(project, divided(project, law))


def held(project):
    """Return the part of each article that has one, by its id."""
    rows = connection(project).execute("SELECT text.id, part FROM part JOIN text ON text.number = part.article")
    return dict(rows.fetchall())


def commands(project):
    return [moment.command for moment in project.reader.history()]


def sound(project):
    return examine(project.path) == []


def test_every_article_has_its_part_and_the_law_is_kept(project):
    put(project, *stories.made(60))
    assert not parts.complete(connection(project))
    assert parts.law_at(connection(project)) is None
    assert split(project) == 60
    assert parts.complete(connection(project))
    assert parts.law_at(connection(project)) == Law()
    assert set(held(project).values()) == set(PARTS)
    assert {name: project.reader.setting(name) for name in ("split.ratio", "split.salt")} == {
        "split.ratio": "80:10:10", "split.salt": "spandesk",
    }  # fmt: skip
    assert sound(project)
    count = len(commands(project))
    assert split(project) == 0
    assert len(commands(project)) == count, "a split that changes nothing stores nothing"


def test_adding_a_thousand_articles_moves_none_and_copies_follow_their_stories(project):
    put(project, *stories.made(100))
    split(project)
    before = held(project)
    dice = random.Random(5)
    fresh = stories.made(1_000)[100:]
    near = copies.of(stories.made(100), 100, dice)
    put(project, *fresh, *(copy.text for copy in near))
    assert split(project) == 1_000
    after = held(project)
    assert {id: after[id] for id in before} == before
    originals = [Article.of(text).id for text in stories.made(100)]
    assert all(after[Article.of(copy.text).id] == before[originals[copy.place]] for copy in near)
    assert sound(project)


def test_copies_of_one_story_never_lie_on_both_sides(project):
    texts = stories.made(20)
    near = copies.of(texts, 100, random.Random(2))
    put(project, *(copy.text for copy in near), *texts)
    split(project)
    after = held(project)
    for copy in near:
        assert after[Article.of(copy.text).id] == after[Article.of(texts[copy.place]).id]
    assert divided(project).placed.parts == {}


def test_the_parts_do_not_depend_on_the_order_in_which_articles_came(project, tmp_path, news):
    from annotator.project.schema import create

    texts = [*stories.made(30), *(copy.text for copy in copies.of(stories.made(30), 30, random.Random(2)))]
    put(project, *texts)
    split(project)
    create(tmp_path / "other.spans", news, "en", ME)
    other = Project.open(tmp_path / "other.spans", ME)
    put(other, *reversed(texts), slice_of=7)
    split(other)
    assert held(other) == held(project)
    other.close()


def test_what_is_near_two_parts_is_never_placed(project):
    first, second, third = stories.made(3)
    left, right, both = f"{first}\n{second}", f"{second}\n{third}", f"{first}\n{second}\n{third}"
    put(project, left, right)
    split(project)
    assert sorted(held(project).values()) == ["dev", "train"]
    put(project, both)
    for _ in range(2):
        division = divided(project)
        assert division.between == {Article.of(both).id: ("train", "dev")}
        assert parts.keep(project, division) == 0
    assert Article.of(both).id not in held(project)
    assert not parts.complete(connection(project))


def test_an_article_that_came_with_a_part_keeps_it_and_its_copies_follow(project):
    texts = stories.made(8)
    id = Article.of(texts[0]).id
    edit = Edit.adding(id, Entry(), Part("test"))
    project.store(Gesture("", "add", ME.id, "intake", {id: edit}), texts={id: texts[0]})
    copy = texts[0] + " More of it."
    put(project, *texts[1:], copy)
    split(project)
    assert held(project)[id] == held(project)[Article.of(copy).id] == "test"


def test_another_ratio_moves_some_on_purpose_and_is_taken_back_whole(project):
    put(project, *stories.made(120))
    split(project)
    before, seq = held(project), project.reader.position().seq
    division = divided(project, Law((50, 25, 25)))
    moved = list(division.changes())
    assert 10 < len(moved) < 90
    assert {(old, new) for _, old, new in moved} <= {("train", "dev"), ("dev", "test"), ("train", "test")}
    assert held(project) == before, "a preview changes nothing"
    assert parts.keep(project, division) == len(moved)
    assert parts.law_at(connection(project)) == Law((50, 25, 25))
    assert parts.law_at(connection(project), seq) == Law()
    assert sound(project)
    assert project.take_back(list(project.reader.history())[-1].id).kept == []
    assert held(project) == before
    assert parts.law_at(connection(project)) == Law()
    assert sound(project)


@pytest.mark.parametrize(("slice_of", "law"), [(1_000, Law((8, 1, 1))), (5, Law((2, 1, 1), "mine"))])
def test_what_the_history_shows_of_a_split_takes_all_of_it_back(project, monkeypatch, slice_of, law):
    monkeypatch.setattr(parts, "ALONE", slice_of)
    put(project, *stories.made(20))
    split(project)
    before = held(project)
    put(project, *stories.made(25)[20:])
    split(project, law)
    (newest, *_) = moments.of_project(connection(project))
    line = moments.lines(connection(project), [newest])[newest]
    assert line.articles
    project.take_back(line.gesture.id)
    assert held(project) == before
    assert parts.law_at(connection(project)) == Law()
    assert sound(project)


def test_a_split_that_was_taken_back_can_be_made_again(project):
    put(project, *stories.made(30))
    split(project)
    first = held(project)
    made = [moment for moment in project.reader.history() if moment.command == FIRST_PARTS]
    project.take_back(made[0].id)
    assert held(project) == {}
    assert parts.law_at(connection(project)) is None
    assert split(project, Law(salt="another")) == 30
    assert held(project) != first
    assert commands(project)[-1] == AGAIN
    assert sound(project), "what the journal folds to is what the rows hold"
    assert project.reader.setting("split.salt") == "another"


def test_a_split_is_no_work_that_keeps_an_intake_from_being_taken_back(project):
    one, two = stories.made(2)
    (first,) = put(project, one)
    (second,) = put(project, two)
    split(project)
    before = held(project)
    project.store(
        Gesture(
            "",
            "status",
            ME.id,
            "window",
            {Article.of(two).id: Edit.adding(Article.of(two).id, Status(ME.id, CLAIMS, "done"))},
        )
    )
    assert project.take_back(first).kept == []
    with pytest.raises(Problem):
        project.take_back("nothing")
    assert project.take_back(second).kept == [Article.of(two).id]
    assert project.reader.find(Article.of(one).id) is None
    assert held(project) == before, "it comes back to where it was"
    copy = one + " More of it."
    put(project, copy)
    split(project)
    assert held(project)[Article.of(copy).id] == before[Article.of(one).id], "and copies of it follow it meanwhile"
    assert sound(project)


def test_hidden_articles_have_a_part_too(project):
    one, two = stories.made(2)
    put(project, one, two)
    id = Article.of(one).id
    project.store(Gesture("", "article.hide", ME.id, "window", {id: Edit.replacing(id, Entry(), Entry(True))}))
    split(project)
    assert held(project).keys() == {id, Article.of(two).id}
    assert held(project)[Article.of(two).id] == "train", "the only one that is shown is there to be learnt from"


def test_the_few_that_are_finished_are_shared_out_so_that_there_is_something_to_train_and_to_judge_on(project):
    texts = stories.made(60)
    put(project, *texts)
    finished = [Article.of(text).id for text in texts[7:10]]
    seq = project.reader.position().seq
    before = divided(project).parts
    for id in finished:
        done = Edit.adding(id, Status(ME.id, CLAIMS, "done"))
        project.store(Gesture("", "article.done", ME.id, "window", {id: done}))
    split(project)
    assert sorted(held(project)[id] for id in finished) == ["dev", "test", "train"]
    assert {id: part for id, part in held(project).items() if id not in finished} == {
        id: part for id, part in before.items() if id not in finished
    }
    assert divided(project, seq=seq).placed.parts.keys() == set(range(60))
    assert divided(project, seq=seq).parts == before, "at an older position they were not finished"


def test_a_position_before_the_split_has_the_parts_that_the_law_gives_there(project):
    put(project, *stories.made(40))
    seq = project.reader.position().seq
    computed = divided(project, seq=seq)
    assert computed.law == Law()
    put(project, *stories.made(60)[40:])
    project.store(
        Gesture(
            "",
            "set",
            ME.id,
            "shell",
            {None: Edit.adding(None, Setting("split.salt", "x"), Setting("split.ratio", "1:1:1"))},
        )
    )
    split(project)
    assert divided(project, seq=seq).parts == computed.parts
    assert len(computed.parts) == 40
    now = divided(project)
    assert (now.parts, now.placed.between) == ({}, {})
    assert len(divided(project, seq=project.reader.position().seq).articles.ids) == 60


def test_where_all_have_their_parts_no_text_is_read(project, path):
    put(project, *stories.made(5))
    seq = project.reader.position().seq
    assert len(parts.unkept(connection(project), seq)[0]) == 5
    split(project)
    connection(project).execute("UPDATE text SET text = x'00'")
    assert parts.unkept(connection(project), project.reader.position().seq) == ({}, {})
    with pytest.raises(Problem):
        parts.unkept(connection(project), seq)


def test_what_was_compared_once_is_not_read_again_but_to_look_at_what_is_near(project, monkeypatch, tmp_path):
    monkeypatch.setattr(parts, "SKETCHES", 7)
    first, second, third, *others = stories.made(33)
    put(project, f"{first}\n{second}", f"{second}\n{third}", *others)
    cache = Cache(tmp_path / "c.cache")
    without = divided(project)
    division = parts.divide(connection(project), cache=cache)
    assert division == without
    parts.keep(project, division)
    put(project, both := f"{first}\n{second}\n{third}")
    texts = []
    at = parts._Texts.at
    monkeypatch.setattr(parts._Texts, "at", lambda self, place: texts.append(at(self, place)) or texts[-1])
    again = parts.divide(connection(project), cache=cache)
    assert set(texts) == {f"{first}\n{second}", f"{second}\n{third}", both}
    assert again == divided(project)
    for damage in (b"", 3, "text"):
        cache._connection.execute("UPDATE sketch SET data = ?", (damage,))
        assert parts.divide(connection(project), cache=cache) == again
    cache.close()


def test_the_oldest_of_two_first_parts_wins_and_a_later_change_on_purpose_goes_before_both(project):
    from annotator.project.journal import Ranked, fold

    key = Key("part", "a", "")
    first, second = Edit({key: (None, Part("train"))}), Edit({key: (None, Part("dev"))})
    changes = [Ranked("0002", True, second), Ranked("0001", True, first)]
    assert fold(changes) == fold(reversed(changes)) == {key: Part("train")}
    moved = Ranked("0003", False, Edit({key: (Part("dev"), Part("test"))}))
    assert fold([moved, *changes]) == {key: Part("test")}


def test_first_parts_are_slices_of_one_batch_and_a_stopped_split_goes_on(project, monkeypatch):
    monkeypatch.setattr(parts, "ALONE", 10)
    put(project, *stories.made(35))
    division = divided(project)

    def stop(stage, done, of):
        if done == 20:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        parts.keep(project, division, stop)
    assert len(held(project)) == 20
    assert split(project) == 15
    assert held(project) == {division.articles.ids[at]: part for at, part in division.placed.parts.items()}
    batches = {
        row[0] for row in connection(project).execute("SELECT batch FROM gesture WHERE command = 'split'").fetchall()
    }
    assert len(batches) == 2
    assert sound(project)


def test_a_split_that_moves_articles_and_was_stopped_is_finished_by_the_next_and_by_an_export(project, monkeypatch):
    put(project, *stories.made(60))
    split(project)
    before = held(project)
    monkeypatch.setattr(parts, "ALONE", 5)
    law = Law((1, 1, 1), "mine")
    whole = divided(project, law)

    def stop(stage, done, of):
        if stage == "split" and done >= 10:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        parts.keep(project, whole, stop)
    assert held(project) not in (before, whole.parts)
    assert not parts.complete(connection(project)), "an export completes it"
    assert divided(project).law == law
    split(project)
    assert held(project) == whole.parts
    assert parts.complete(connection(project))
    assert project.reader.setting(parts.MOVING) == ""
    assert split(project) == 0
    split(project, Law())
    assert held(project) == before
    assert parts.complete(connection(project))
    assert sound(project)


def test_what_somebody_else_placed_meanwhile_stays(project, path):
    put(project, *stories.made(12))
    division = divided(project, Law(salt="mine"))
    other = Project.open(path, ME)
    split(other, Law(salt="theirs"))
    theirs = held(other)
    with pytest.raises(Problem, match="another split set another law"):
        parts.keep(project, division)
    assert held(project) == theirs
    assert project.reader.setting("split.salt") == "theirs"
    other.close()
    assert sound(project)


def test_of_two_who_split_by_one_law_at_once_neither_is_stopped(project, path):
    put(project, *stories.made(12))
    division = divided(project)
    other = Project.open(path, ME)
    split(other)
    other.close()
    assert parts.keep(project, division) == 0
    assert held(project) == division.parts
    assert sound(project)


def test_of_two_splits_that_move_articles_at_once_one_is_stopped_and_the_other_is_whole(project, path, monkeypatch):
    monkeypatch.setattr(parts, "ALONE", 5)
    monkeypatch.setattr(parts, "BESIDE", 5)
    put(project, *stories.made(40))
    split(project)
    mine, other = divided(project, Law((1, 1, 1), "mine")), Project.open(path, ME)
    theirs = divided(other, Law((1, 1, 1), "theirs"))
    refused = []

    def beside(stage, done, of):
        with pytest.raises(Problem, match="Split it again"):
            parts.keep(other, theirs)
        refused.append(done)

    parts.keep(project, mine, beside)
    assert refused
    assert held(project) == mine.parts
    assert parts.complete(connection(project))
    other.close()
    assert sound(project)


def test_beside_somebody_who_writes_slices_are_small(project, path, monkeypatch):
    monkeypatch.setattr(parts, "ALONE", 10)
    monkeypatch.setattr(parts, "BESIDE", 5)
    put(project, *stories.made(40))
    other = Project.open(path, ME)

    def write(stage, done, of):
        if done == 10:
            mark = Setting("note", "1")
            other.store(Gesture("", "set", ME.id, "shell", {None: Edit.adding(None, mark)}))

    parts.keep(project, divided(project), write)
    sizes = [moment.articles for moment in project.reader.history() if moment.command == FIRST_PARTS]
    assert sizes == [10, 5, 5, 5, 5, 5, 5]
    other.close()


def test_a_damaged_text_is_told(project):
    put(project, *stories.made(2))
    connection(project).execute("UPDATE text SET text = x'00' WHERE number = 1")
    with pytest.raises(Problem, match="its text is damaged"):
        divided(project)


def test_reading_holds_no_statement_open(project, path):
    put(project, *stories.made(5))
    other = sqlite3.connect(path, timeout=0.1, isolation_level=None)

    def write(stage, done, of):
        other.execute("BEGIN IMMEDIATE")
        other.execute("COMMIT")

    parts.divide(connection(project), told=write)
    other.execute("BEGIN EXCLUSIVE")
    other.execute("ROLLBACK")
    other.close()
