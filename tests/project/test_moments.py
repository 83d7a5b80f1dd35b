"""Which gestures a history shows, what of them is taken back, and the marks after each."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.article import Article
from annotator.model.edit import Edit, Gesture
from annotator.model.mark import Detail, Entry, Key, Span, Status
from annotator.model.marks import Marks
from annotator.model.problem import Problem
from annotator.model.request import ToRedo, ToUndo
from annotator.project import moments, positions
from annotator.project.moments import Past

SPAN = Span("s", 0, 3, "entities/per", "author-a")
NUMBER = 1


def do(project, article, edit, author="author-a", via="window", command="label.apply", **more):
    return project.writer.store(Gesture("", command, author, via, {article.id: edit}, **more))


def seqs(project, key=None, number=NUMBER):
    return list(moments.of_article(project.reader.connection, number, key))


def lines(project, article=None, key=None):
    connection = project.reader.connection
    found = seqs(project, key) if article else list(moments.of_project(connection))
    held = moments.lines(connection, found, NUMBER if article else 0, article and article.id, key)
    return [held[seq] for seq in found]


def past_of(article):
    return Past(NUMBER, article.id, len(article.text))


# ---- which gestures
def test_the_gestures_of_an_article_come_newest_first_and_page_by_page(project, taken):
    article, other = taken(), taken("Another article.")
    for end in range(4, 12):
        do(project, article, Edit.adding(article.id, SPAN._replace(id=str(end), end=end)))
        do(project, other, Edit.adding(other.id, SPAN._replace(id=str(end), end=end)))
    whole = seqs(project)
    assert whole == sorted(whole, reverse=True)
    assert len(whole) == 9, "eight labels and the intake"
    paged, below = [], 1 << 62
    while page := moments.of_article(project.reader.connection, NUMBER, None, below, 4):
        paged += page
        below = page[-1]
    assert paged == whole


def test_the_history_of_a_span_is_what_changed_it_and_nothing_that_only_looks_like_it(project, taken):
    article = taken()
    made = do(project, article, Edit.adding(article.id, SPAN))
    do(project, article, Edit.adding(article.id, SPAN._replace(id="s2", note='["span","s",', start=1)))
    do(project, article, Edit.adding(article.id, Status("author-a", "s", "done"), SPAN._replace(id='"s"')))
    moved = SPAN._replace(end=9)
    both = Edit({**Edit.replacing(article.id, SPAN, moved), **Edit.adding(article.id, SPAN._replace(id="x"))})
    do(project, article, both)
    gone = do(project, article, Edit.removing(article.id, moved), author="author-b")
    key = Key("span", article.id, "s")
    found = lines(project, article, key)
    assert [(one.gesture.id, one.gesture.author) for one in (found[0], found[-1])] == [
        (gone.id, "author-b"), (made.id, "author-a")]  # fmt: skip
    assert [dict(one.gesture.edits[article.id]) for one in found] == [
        {key: (moved, None)}, {key: (SPAN, moved)}, {key: (None, SPAN)}], "of a gesture that did more, what it did to it"  # fmt: skip
    assert len(seqs(project, Key("span", article.id, '"s"'))) == 1, "an id may hold whatever an input wrote"


def test_the_history_of_the_project_shows_a_bulk_command_once(project, taken):
    one, two = taken("First text here."), taken("Second text here.")
    before = len(lines(project))
    for article in (one, two):
        do(project, article, Edit.adding(article.id, SPAN), batch="together")
    both = {article.id: Edit.adding(article.id, SPAN._replace(id="t")) for article in (one, two)}
    project.writer.store(Gesture("", "x", "author-a", "window", both))
    found = lines(project)
    assert len(found) == before + 2
    assert (found[0].articles, found[0].number, found[0].title) == (2, 0, "")
    assert (found[1].gesture.batch, found[1].articles, found[1].number) == ("together", 1, 2)
    assert found[1].title == "Second text here."
    assert found[-1].articles == 0, "of the project itself"


def test_in_the_history_of_the_project_what_was_done_in_one_article_comes_with_its_words(project, taken):
    article = taken("First text here.")
    do(project, article, Edit.adding(article.id, SPAN))
    two = Edit.adding(article.id, SPAN._replace(id="t"), SPAN._replace(id="u", start=1))
    do(project, article, two)
    much = Edit.adding(article.id, *(SPAN._replace(id=f"m{at}") for at in range(400)))
    do(project, article, much)
    found = lines(project)
    assert [one.words for one in found[:3]] == ["", "", "First text here."[SPAN.start : SPAN.end]]
    assert found[2].gesture.edits == {article.id: Edit.adding(article.id, SPAN)}
    assert found[1].gesture.edits == {article.id: two}
    assert found[0].gesture.edits == {}, "much is told by its command"


def test_the_words_of_a_range_are_those_of_the_text_where_it_holds_nul(project, taken):
    article = taken("Ada \0 met Tom.")
    do(project, article, Edit.adding(article.id, SPAN._replace(start=8, end=11)))
    do(project, article, Edit.adding(article.id, SPAN._replace(id="t", start=0, end=7)))
    assert [one.words for one in lines(project)[:2]] == ["Ada \0 m", "t T"]


# ---- what is taken back
def test_a_gesture_is_undone_while_its_undo_is_live(path, project, taken):
    article = taken()
    do(project, article, Edit.adding(article.id, SPAN))

    def undone():
        return [one.undone for one in lines(project, article)]

    assert undone() == [False, False]
    reader = project.reader
    reader.opened_at = 99
    project.writer.store(reader.answer(ToUndo("author-a")).gesture)
    assert undone() == [False, True, False]
    project.writer.store(reader.answer(ToRedo("author-a")).gesture)
    assert undone() == [False, True, False, False], "the redo undid the undo"
    project.writer.store(reader.answer(ToUndo("author-a")).gesture)
    assert undone()[-2] is True


def test_the_undo_of_a_batch_undoes_all_its_slices(project, taken):
    one, two = taken("First text here."), taken("Second text here.")
    for article in (one, two):
        do(project, article, Edit.adding(article.id, SPAN), batch="together")
    project.reader.opened_at = 99
    project.writer.store(project.reader.answer(ToUndo("author-a")).gesture)
    assert [line.undone for line in lines(project, one)] == [False, True, False]


def test_an_intake_that_stays_in_part_is_undone_in_the_other_part_alone(project):
    articles = [Article.of(text) for text in ("First text here.", "Second text here.")]
    for article in articles:
        edit = Edit.adding(article.id, Entry(), Detail("title", article.text))
        intake = Gesture("", "add", "author-a", "intake", {article.id: edit}, "slices")
        stored = project.store(intake, texts={article.id: article.text})
    do(project, articles[0], Edit.adding(articles[0].id, SPAN))
    assert project.take_back(stored.id).kept == [articles[0].id]
    connection = project.reader.connection
    undone = []
    for number, article in enumerate(articles, 1):
        found = moments.of_article(connection, number)
        held = moments.lines(connection, found, number, article.id)
        undone.append(held[found[-1]].undone)
    assert undone == [False, True]


def test_undos_that_go_round_in_circles_come_to_an_end(project, taken):
    article = taken()
    one = do(project, article, Edit.adding(article.id, SPAN))
    two = do(project, article, Edit.removing(article.id, SPAN), undoes=one.id)
    project.reader.connection.execute("UPDATE gesture SET undoes = ? WHERE id = ?", (two.id, one.id))
    assert [line.undone for line in lines(project, article)] == [False, True, False]


# ---- the marks as they were
@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("near", [0, 2, 10_000])
def test_at_every_gesture_the_marks_are_what_a_plain_model_had_then(project, taken, monkeypatch, seed, near):
    monkeypatch.setattr(moments, "NEAR", near)
    monkeypatch.setattr(moments, "SLICE", 7)
    chance, article = random.Random(seed), taken()
    model = {mark.id: mark for mark in project.reader.opened(NUMBER).marks.spans}
    held = {}
    for turn in range(40):
        id, author = f"s{chance.randrange(12)}", chance.choice("ab")
        start = chance.randrange(20)
        after = None if id in model and chance.random() < 0.4 else Span(id, start, start + 5, "entities/per", author)
        if model.get(id) == after:
            continue
        do(project, article, Edit({Key("span", article.id, id): (model.get(id), after)}), author, command=f"c{turn}")
        model = {key: mark for key, mark in {**model, id: after}.items() if mark is not None}
        held[seqs(project)[0]] = dict(model)
    past = past_of(article)
    asked = [chance.choice(list(held)) for _ in range(40)] + list(held) + list(held)[::-1]
    for seq in asked:
        found = past.marks_at(project.reader.connection, seq)
        assert {span.id: span for span in found.spans} == held[seq]
        stored = positions.marks_at(project.reader.connection, NUMBER, article.id, seq)
        assert found == Marks.of(article.id, stored.values()), "the journal's own fold says the same"


@given(
    changes=st.lists(st.tuples(st.integers(0, 3), st.booleans(), st.integers(1, 9)), min_size=1, max_size=12),
    asked=st.lists(st.integers(1, 12)),
)
def test_where_journals_were_merged_the_highest_rank_wins(changes, asked):
    """Gestures with older ids arrive later, and intakes rank below all others: the fold decides, not the order."""
    past, ranked = Past(NUMBER, "x", 100), []
    key = Key("span", "x", "s")
    for seq, (minute, intake, end) in enumerate(changes, 1):
        id = f"{minute:012x}-{'0' * 16}-{seq:08x}"
        change = positions.Ranked(id, intake, Edit({key: (None, SPAN._replace(end=end))}))
        ranked.append(change)
        past._take(seq, change)
    for seq in (one for one in asked if one <= len(changes)):
        found = past.marks_at(None, seq)
        assert found == Marks.of("x", positions.fold(ranked[:seq]).values())


def test_gestures_that_came_since_are_read_when_they_are_asked_for(project, taken):
    article = taken()
    past = past_of(article)
    assert not len(past.marks_at(project.reader.connection, seqs(project)[0]).spans)
    do(project, article, Edit.adding(article.id, SPAN))
    assert list(past.marks_at(project.reader.connection, seqs(project)[0]).spans) == [SPAN]


def test_a_span_that_lay_outside_the_text_is_not_shown(project, taken):
    article = taken("Short text.")
    do(project, article, Edit.adding(article.id, SPAN._replace(end=99)))
    wrong = seqs(project)[0]
    do(project, article, Edit.removing(article.id, SPAN._replace(end=99)))
    past = past_of(article)
    with pytest.raises(Problem, match="outside the text"):
        past.marks_at(project.reader.connection, wrong)
    assert not len(past.marks_at(project.reader.connection, seqs(project)[0]).spans), "the next moment is sound"
