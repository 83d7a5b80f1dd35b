import pytest

from annotator.model.article import Article
from annotator.model.edit import Edit, Gesture
from annotator.model.mark import Author, Entry, Label, Setting, Span, key_of
from annotator.model.problem import Problem
from annotator.model.request import ToRedo, ToUndo, WhoChanged
from annotator.project.check import examine
from annotator.project.project import Project

SPAN = Span("s", 0, 3, "entities/per", "author-a")


def do(project, article, edit, author="author-a", via="window", **more):
    return project.writer.store(Gesture("", "label.apply", author, via, {article.id: edit}, **more))


def reopened(project, path):
    project.close()
    return Project.open(path, project.author)


def test_undo_and_redo_reach_over_restarts(path, project, taken):
    article = taken()
    do(project, article, Edit.adding(article.id, SPAN))
    do(project, article, Edit.replacing(article.id, SPAN, SPAN._replace(end=5)))
    again = reopened(project, path)
    for expected in ([SPAN], []):
        found = again.reader.answer(ToUndo("author-a"))
        assert found.opened.article == article
        again.store(found.gesture)
        assert list(again.reader.opened(1).marks.spans) == expected
    assert again.reader.answer(ToUndo("author-a")).gesture is None
    last = reopened(again, path)
    for expected in ([SPAN], [SPAN._replace(end=5)]):
        last.store(last.reader.answer(ToRedo("author-a")).gesture)
        last = reopened(last, path)
        assert list(last.reader.opened(1).marks.spans) == expected
    assert last.reader.answer(ToRedo("author-a")).gesture is None
    last.close()


def test_what_other_authors_processes_and_intakes_did_is_not_mine_to_undo(path, project, taken):
    article = taken()
    do(project, article, Edit.adding(article.id, SPAN._replace(author="author-b")), "author-b")
    do(project, article, Edit.adding(article.id, SPAN._replace(id="shell")), via="shell")
    again = reopened(project, path)
    assert again.reader.answer(ToUndo("author-a")).gesture is None
    do(again, article, Edit.adding(article.id, SPAN._replace(id="later")))
    assert again.reader.answer(ToUndo("author-a")).gesture is None, "made by another process after this one opened"
    again.close()


def test_undo_never_overwrites_a_later_change_but_counts(path, project, taken):
    article = taken()
    do(project, article, Edit.adding(article.id, SPAN))
    do(project, article, Edit.replacing(article.id, SPAN, SPAN._replace(end=9)), "author-b")
    again = reopened(project, path)
    stored = again.store(again.reader.answer(ToUndo("author-a")).gesture)
    assert stored is not None
    assert not stored.edits
    assert list(again.reader.opened(1).marks.spans) == [SPAN._replace(end=9)]
    assert again.reader.answer(ToUndo("author-a")).gesture is None, "it was undone, as far as it could be"
    again.close()


def test_a_batch_is_one_step(path, project, taken):
    one, two = taken("First text here."), taken("Second text here.")
    for article in (one, two):
        do(project, article, Edit.adding(article.id, SPAN), batch="together")
    again = reopened(project, path)
    again.store(again.reader.answer(ToUndo("author-a")).gesture)
    assert [len(again.reader.opened(n).marks.spans) for n in (1, 2)] == [0, 0]
    assert again.reader.answer(ToUndo("author-a")).gesture is None
    again.close()


def test_an_intake_is_taken_back_but_where_someone_worked_since(project, taken):
    one = taken("First text here.", SPAN)
    moments = [m for m in project.reader.history() if m.via == "intake"]
    assert project.take_back(moments[0].id) == (3, [])
    assert project.reader.opened(1) is None
    assert project.reader.stats()["articles"] == 0
    two = taken("Second text here.", SPAN)
    do(project, two, Edit.replacing(two.id, SPAN, SPAN._replace(end=6)))
    moments = [m for m in project.reader.history() if m.via == "intake"]
    assert project.take_back(moments[-1].id) == (0, [two.id])
    assert one.id != two.id


def test_what_this_author_did_elsewhere_is_taken_back_too_but_for_what_was_changed_since(project, taken):
    article = taken()
    other = SPAN._replace(id="t")
    stored = do(project, article, Edit.adding(article.id, SPAN, other))
    do(project, article, Edit.replacing(article.id, SPAN, SPAN._replace(end=9)), author="author-b")
    assert project.take_back(stored.id) == (1, [])
    assert list(project.reader.opened(1).marks.spans) == [SPAN._replace(end=9)]
    before = project.path.read_bytes()
    with pytest.raises(Problem, match="taken back already, or was changed since"):
        project.take_back(stored.id)
    assert project.path.read_bytes() == before
    last = list(project.reader.history())[-1]
    assert (last.undoes, last.via, last.command) == (stored.id, "shell", "undo label.apply")
    assert project.reader.answer(ToUndo("author-a")).gesture is None, "Ctrl+Z takes it for undone"


def test_a_batch_is_taken_back_whole(project, taken):
    one, two = taken("First text here."), taken("Second text here.")
    stored = [do(project, article, Edit.adding(article.id, SPAN), batch="together") for article in (one, two)]
    assert project.take_back(stored[0].id) == (2, [])
    assert [len(project.reader.opened(n).marks.spans) for n in (1, 2)] == [0, 0]


def test_what_cannot_be_taken_back_is_said(project, taken):
    article = taken()
    theirs = do(project, article, Edit.adding(article.id, SPAN._replace(id="t", author="author-b")), author="author-b")
    mine = do(project, article, Edit.adding(article.id, SPAN))
    undo = do(project, article, Edit.removing(article.id, SPAN), undoes=mine.id)
    made = next(project.reader.history()).id
    for gesture, why in ((theirs.id, "another author's work"), ("0-0-0", "none of this project"),
                         (undo.id, "none of this project"), (made, "marks may be using")):  # fmt: skip
        with pytest.raises(Problem, match=why):
            project.take_back(gesture)


def test_what_changed_the_project_alone_is_taken_back_unless_marks_may_be_using_it(project, news):
    language, label = (Setting("language", code) for code in ("en", "de")), Label("entities/org", "entities", "ORG")
    gestures = [Edit.replacing(None, *language), renamed(news, "PERSON"), Edit.adding(None, label)]
    made = [Gesture("", "made", "author-a", "shell", {None: edit}) for edit in gestures]
    said, name, added = (project.store(gesture).id for gesture in made)
    assert project.reader.setting("language") == "de"
    assert project.take_back(said) == (1, [])
    assert project.reader.setting("language") == "en"
    assert project.take_back(name) == (1, [])
    assert project.reader.scheme().label("entities/per").name == "PER"
    with pytest.raises(Problem, match="marks may be using"):
        project.take_back(added)


def renamed(news, name):
    label = news.label("entities/per")
    return Edit.replacing(None, label, label._replace(name=name))


def test_a_gesture_over_articles_and_the_project_is_one_step(path, project, taken, news):
    one, two = taken("First text here."), taken("Second text here.")
    both = {article.id: Edit.adding(article.id, SPAN) for article in (one, two)}
    project.writer.store(Gesture("", "label.merge", "author-a", "window", {**both, None: renamed(news, "PERSON")}))
    again = reopened(project, path)
    found = again.reader.answer(ToUndo("author-a"))
    assert set(found.gesture.edits) == {one.id, two.id, None}
    again.store(found.gesture)
    assert [len(again.reader.opened(n).marks.spans) for n in (1, 2)] == [0, 0]
    assert again.reader.scheme().label("entities/per").name == "PER"
    last = reopened(again, path)
    last.store(last.reader.answer(ToRedo("author-a")).gesture)
    assert [list(last.reader.opened(n).marks.spans) for n in (1, 2)] == [[SPAN], [SPAN]]
    assert last.reader.scheme().label("entities/per").name == "PERSON"
    last.close()


def test_a_gesture_of_the_project_alone_is_undone_without_an_article(path, project, news):
    project.writer.store(Gesture("", "label.rename", "author-a", "window", {None: renamed(news, "PERSON")}))
    again = reopened(project, path)
    found = again.reader.answer(ToUndo("author-a"))
    assert found.opened is None
    again.store(found.gesture)
    assert again.reader.scheme() == news
    again.close()


def test_a_batch_of_which_slices_came_after_this_process_opened_is_undone_once(path, project, taken):
    """Another process is in the middle of its slices when this one opens the file."""
    articles = [taken(f"Text {n} here.") for n in range(3)]
    do(project, articles[0], Edit.adding(articles[0].id, SPAN), batch="together")
    second = Project.open(path, project.author)
    for article in articles[1:]:
        do(project, article, Edit.adding(article.id, SPAN), batch="together")
    second.store(second.reader.answer(ToUndo("author-a")).gesture)
    assert [len(second.reader.opened(n).marks.spans) for n in (1, 2, 3)] == [0, 0, 0]
    again = reopened(second, path)
    assert again.reader.answer(ToUndo("author-a")).gesture is None, "it was one step, and is undone"
    again.store(again.reader.answer(ToRedo("author-a")).gesture)
    assert [len(again.reader.opened(n).marks.spans) for n in (1, 2, 3)] == [1, 1, 1]
    assert again.reader.answer(ToRedo("author-a")).gesture is None
    again.close()


def test_a_redo_needs_that_nothing_but_undos_and_redos_came_after(path, project, taken):
    article = taken()
    do(project, article, Edit.adding(article.id, SPAN))
    again = reopened(project, path)
    again.store(again.reader.answer(ToUndo("author-a")).gesture)
    do(again, article, Edit.adding(article.id, SPAN._replace(id="later")))
    do(again, article, Edit.adding(article.id, SPAN._replace(id="theirs", author="author-b")), "author-b")
    last = reopened(again, path)
    assert last.reader.answer(ToRedo("author-a")).gesture is None
    last.store(last.reader.answer(ToUndo("author-a")).gesture)
    last = reopened(last, path)
    last.store(last.reader.answer(ToRedo("author-a")).gesture)
    last = reopened(last, path)
    assert last.reader.answer(ToRedo("author-a")).gesture is None, "the deed between ends it"
    assert {span.id for span in last.reader.opened(1).marks.spans} == {"later", "theirs"}
    last.close()


def test_what_was_merged_in_is_not_mine_to_undo(path, project, taken):
    article = taken()
    do(project, article, Edit.adding(article.id, SPAN))
    project.reader.connection.execute("UPDATE gesture SET merged = 1 WHERE via = 'window'")
    again = reopened(project, path)
    assert again.reader.answer(ToUndo("author-a")).gesture is None
    again.close()


def test_who_changed_marks_last_is_told_by_name(project, taken, news):
    one, two = taken("First text here.", SPAN), taken("Second text here.")
    other = SPAN._replace(id="other")
    project.writer.store(
        Gesture("", "x", "author-b", "window", {one.id: Edit.replacing(one.id, SPAN, SPAN._replace(end=9))}),
        author=Author("author-b", "annotator B"),
    )
    do(project, two, Edit.adding(two.id, other))
    do(project, two, Edit.removing(two.id, other), "author-c")
    project.writer.store(Gesture("", "x", "author-b", "shell", {None: renamed(news, "PERSON")}))

    def names(*keys):
        return [author.name for author in project.reader.answer(WhoChanged(keys)).authors]

    span, gone, label = (key_of(SPAN, one.id), key_of(other, two.id), key_of(news.label("entities/per"), None))
    assert names(span) == ["annotator B"]
    assert names(gone) == ["author-c"], "an author of whom no mark tells is known by the id alone"
    assert names(span, gone, label) == ["annotator B", "author-c"]
    assert names(key_of(Entry(), one.id)) == ["annotator A"]
    assert names(key_of(SPAN, "0" * 64), key_of(SPAN._replace(id="never"), one.id)) == []


def test_an_intake_is_taken_back_where_people_worked_before_it_and_not_since(project, taken):
    """What is there already when a file is added is no work since."""
    article = taken("First text here.")
    by_hand = SPAN._replace(id="hand")
    do(project, article, Edit.adding(article.id, by_hand))
    second = project.store(
        Gesture("", "add", "author-a", "intake", {article.id: Edit.adding(article.id, SPAN)}, batch="b")
    )
    assert project.take_back(second.id).kept == []
    assert list(project.reader.opened(1).marks.spans) == [by_hand]


@pytest.mark.parametrize(("since", "kept"), [
    (["add"], True), (["add", "undo"], False), (["add", "undo", "redo"], True), (["undo before"], True), ([], False),
])  # fmt: skip
def test_work_since_an_intake_counts_only_while_it_is_live(project, taken, since, kept):
    article = taken("First text here.")
    before = do(project, article, Edit.adding(article.id, SPAN._replace(id="before")))
    intake = project.store(Gesture("", "add", "author-a", "intake", {article.id: Edit.adding(article.id, SPAN)}))
    made = [before]
    for what in since:
        if what == "add":
            made.append(do(project, article, Edit.adding(article.id, SPAN._replace(id="since"))))
        else:
            made.append(do(project, article, made[-1].edits[article.id].inverse, undoes=made[-1].id))
    assert project.take_back(intake.id).kept == ([article.id] if kept else [])


def intake(project, *texts):
    """Add articles, each in a slice of its own."""
    articles = [Article.of(text) for text in texts]
    for article in articles:
        edit = Edit.adding(article.id, Entry(), SPAN)
        project.store(Gesture("", "add", "author-a", "intake", {article.id: edit}, "b"), {article.id: article.text})
    return articles, next(m.id for m in project.reader.history() if m.via == "intake")


def test_what_is_taken_back_already_is_said_and_the_journal_does_not_grow(project):
    _, added = intake(project, "First text here.", "Second text here.")
    assert project.take_back(added) == (4, [])
    before = project.path.read_bytes()
    with pytest.raises(Problem, match="taken back already"):
        project.take_back(added)
    assert project.path.read_bytes() == before
    batches = {row[0] for row in project.reader.connection.execute("SELECT batch FROM gesture WHERE undoes <> ''")}
    assert len(batches) == 1
    assert "" not in batches


def test_an_article_that_stayed_goes_when_the_work_in_it_is_undone_and_only_that(project):
    (one, _), added = intake(project, "First text here.", "Second text here.")
    work = do(project, one, Edit.adding(one.id, SPAN._replace(id="since")))
    assert project.take_back(added) == (2, [one.id])
    count = len(list(project.reader.history()))
    assert project.take_back(added) == (0, [one.id])
    assert len(list(project.reader.history())) == count
    do(project, one, work.edits[one.id].inverse, undoes=work.id)
    assert project.take_back(added) == (2, [])
    assert len(list(project.reader.history())) == count + 2, "of the slice that is gone there is no second undo"
    assert examine(project.path) == []


def test_taking_back_that_is_stopped_leaves_whole_slices_and_goes_on(project):
    _, added = intake(project, "First text here.", "Second text here.")
    connection, begun, stops = project.reader.connection, [], [1]

    def stop_the_second(statement):
        begun.extend([statement] if statement == "BEGIN IMMEDIATE" else [])
        if len(begun) == 2:
            connection.set_progress_handler(lambda: stops.pop() if stops else 0, 1)

    connection.set_trace_callback(stop_the_second)
    told = []
    with pytest.raises(Problem, match="interrupted"):
        project.take_back(added, lambda *so_far: told.append(so_far))
    assert told == [(1, 2)]
    connection.set_trace_callback(None)
    connection.set_progress_handler(None, 1)
    assert project.reader.stats()["articles"] == 1
    assert examine(project.path) == []
    assert project.take_back(added) == (2, [])
    assert project.reader.stats()["articles"] == 0


def test_an_article_in_which_someone_labels_in_the_moment_before_it_is_taken_back_stays(path, project):
    """The label is committed after the taking back was asked for, and before it may write."""
    (one, _), added = intake(project, "First text here.", "Second text here.")
    other, begun = Project.open(path, Author("author-b", "annotator B")), []
    edit = Edit.adding(one.id, SPAN._replace(id="now", author="author-b"))

    def label_first(statement):
        begun.extend([statement] if statement == "BEGIN IMMEDIATE" else [])
        if len(begun) == 2:  # the slice of this article comes second
            begun.append("")
            other.store(Gesture("", "label.apply", "author-b", "window", {one.id: edit}))

    project.reader.connection.set_trace_callback(label_first)
    assert project.take_back(added) == (2, [one.id])
    project.reader.connection.set_trace_callback(None)
    assert {span.id for span in project.reader.opened(1).marks.spans} == {SPAN.id, "now"}
    assert project.reader.opened(2) is None
    other.close()
