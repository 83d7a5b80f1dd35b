import pytest

from annotator.model.edit import Edit, Gesture
from annotator.model.mark import Label, Span, Status
from annotator.model.problem import Problem
from annotator.model.request import Found, Open, OpenNext, OpenNumber, ToRedo, ToUndo
from annotator.project import reader as module
from annotator.project.connection import connect

ME = "author-a"
SPAN = Span("s", 0, 3, "entities/per", ME)


def test_an_article_is_found_by_number_id_and_title(project, taken):
    one, two = taken("First text here."), taken("Second text here.")
    assert project.reader.find("2") == 2
    assert project.reader.find(one.id[:6]) == 1
    assert project.reader.find(two.id.upper()) == 2
    assert project.reader.find("Second text here.") == 2
    assert project.reader.find("99") is None
    assert project.reader.find("abc") is None


def test_requests_are_answered(project, taken):
    one, two = taken("First text here.", SPAN), taken("Second text here.")
    answer = project.reader.answer
    assert answer(OpenNumber(1)).article == one
    assert answer(Open(two.id)).number == 2
    assert answer(Open("0" * 64)) is None
    assert answer(OpenNext(1, ME)).number == 2
    assert answer(OpenNext(2, ME)) is None
    assert answer(OpenNext(2, ME, back=True)).number == 1
    assert answer(OpenNext(1, ME, unfinished=True)).number == 2
    assert answer(OpenNext(2, ME, unfinished=True)).number == 1, "after the last one the first unfinished one comes"
    assert answer(ToUndo(ME)) == Found(None)
    assert answer(ToRedo(ME)) == Found(None)
    for layer in ("entities", "claims"):
        project.store(Gesture("", "x", ME, "window", {one.id: Edit.adding(one.id, Status(ME, layer, "done"))}))
    assert answer(OpenNext(2, ME, unfinished=True)) is None, "the open one is not the next"


def test_a_span_outside_its_text_is_never_read(path, project, taken):
    taken("Short.", SPAN)
    project.close()
    raw = connect(path)
    raw.execute("UPDATE span SET end = 99")
    from annotator.project.reader import Reader

    with pytest.raises(Problem, match="lies outside the text"):
        Reader(raw).opened(1)
    with pytest.raises(Problem, match="lies outside the text"):
        list(Reader(raw).records(Reader(raw).position()))
    raw.close()


def test_a_label_that_is_gone_is_retired_with_its_last_name(project, news):
    label = news.label("entities/per")
    renamed = label._replace(name="PERSON")
    project.store(Gesture("", "x", ME, "window", {None: Edit.replacing(None, label, renamed)}))
    project.store(Gesture("", "x", ME, "window", {None: Edit.removing(None, renamed)}))
    scheme = project.reader.scheme()
    assert not scheme.holds("entities/per")
    assert scheme.label("entities/per").name == "PERSON"
    assert Label("entities/per", "entities", "PERSON").name in [one.name for one in scheme.retired.values()]


def test_records_leave_in_the_order_of_their_ids_with_everyones_marks(project, taken):
    articles = [taken(f"Text {n} here.", SPAN, SPAN._replace(id="b", author="author-b")) for n in range(5)]
    records = list(project.reader.records(project.reader.position()))
    assert [record.article.id for record in records] == sorted(article.id for article in articles)
    assert all({span.author for span in record.spans} == {ME, "author-b"} for record in records)


def test_counts_add_up(project, taken):
    taken("Text here.", SPAN, SPAN._replace(id="c", label="claims/claim", author="author-b"))
    stats = project.reader.stats()
    assert (stats["articles"], stats["spans"]) == (1, 2)
    assert stats["by_label"] == {"entities/per": 1, "entities/gpe": 0, "claims/claim": 1, "claims/quote": 0}
    assert stats["by_author"] == {ME: 1, "author-b": 1}


def test_history_tells_of_one_article(project, taken):
    taken("First text here.")
    taken("Second text here.")
    assert len(list(project.reader.history())) == 4
    moments = list(project.reader.history(2))
    assert [(m.command, m.articles, m.marks) for m in moments] == [("add", 1, 2)]


def test_the_neighbours_texts_are_read_ahead_and_their_marks_are_those_of_now(project, taken):
    articles = [taken(f"Article {at} is about Ada.") for at in range(5)]
    reader = project.reader
    reader.read_ahead(3, ME)
    assert reader._ahead == {number: articles[number - 1].text for number in (2, 4)}
    span = Span("1", 0, 7, "entities/per", ME)
    project.store(Gesture("", "t", ME, "window", {articles[3].id: Edit.adding(articles[3].id, span)}))
    asked = []
    reader.connection.set_trace_callback(asked.append)
    opened = reader.opened(4)
    reader.connection.set_trace_callback(None)
    assert not [one for one in asked if "SELECT text FROM" in one]
    assert (opened.article, list(opened.marks.spans)) == (articles[3], [span])


def test_opening_an_article_reads_its_neighbours_ahead(project, taken):
    for at in range(3):
        taken(f"Article {at} is about Ada.")
    opened = project.library(OpenNumber(2)).result()
    assert opened.number == 2
    assert project.read(lambda reader: sorted(reader._ahead)).result() == [1, 3]


def test_a_huge_neighbour_is_not_kept(project, taken, monkeypatch):
    taken("Article 0.")
    taken("long " * 100)
    monkeypatch.setattr(module, "LONGEST_AHEAD", 100)
    project.reader.read_ahead(1, ME)
    assert project.reader._ahead == {}


def test_an_article_whose_text_is_not_its_own_is_not_opened_nor_exported(project, taken):
    taken("Ada met Tom.")
    project.reader.connection.execute("UPDATE text SET text = 'Ada met Tim.'")
    assert project.reader.opened(1, sure=False) is not None
    with pytest.raises(Problem, match="not the one that was taken in"):
        project.reader.opened(1)
    with pytest.raises(Problem, match="not the one that was taken in"):
        list(project.reader.records(project.reader.position()))
