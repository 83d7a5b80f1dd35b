from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from annotator.model.article import Article
from annotator.model.edit import Edit, Gesture
from annotator.model.mark import Author, Detail, Entry, Span, Status, key_of
from annotator.project import listing, rows
from annotator.project.check import examine
from annotator.project.project import Project
from annotator.project.schema import create

ME = "author-a"


def filled(project, statuses):
    """Put an article for each entry of `statuses`: {layer: value}, or None for a hidden one."""
    edits, texts = {}, {}
    for at, held in enumerate(statuses):
        article = Article.of(f"Article {at}")
        marks = [Status(ME, layer, value) for layer, value in (held or {}).items()]
        edits[article.id] = Edit.adding(article.id, Entry(held is None), Detail("title", f"Title {at}"), *marks)
        texts[article.id] = article.text
    project.store(Gesture("", "add", ME, "intake", edits), texts=texts)


STATUSES = st.lists(
    st.one_of(
        st.none(),
        st.dictionaries(st.sampled_from(["entities", "claims"]), st.sampled_from(["done", "flagged", "skipped"])),
    ),
    max_size=12,
)


@given(STATUSES, st.integers(0, 13))
def test_the_next_one_to_do_is_what_a_plain_search_finds(tmp_path_factory, statuses, start):
    author = Author(ME, "annotator A")
    path = tmp_path_factory.mktemp("list") / "p.spans"
    create(path, scheme(), "en", author)
    project = Project.open(path, author)
    filled(project, statuses)
    open_ones = [
        at + 1 for at, held in enumerate(statuses)
        if held is not None and any(held.get(layer) not in ("done", "skipped") for layer in ("entities", "claims"))
    ]  # fmt: skip
    shown = [at + 1 for at, held in enumerate(statuses) if held is not None]
    ask = project.reader.next_number
    assert ask(start, ME, unfinished=True) == next((n for n in open_ones if n > start), None)
    assert ask(start, ME, back=True, unfinished=True) == next((n for n in reversed(open_ones) if n < start), None)
    assert ask(start, ME) == next((n for n in shown if n > start), None)
    assert ask(start, ME, back=True) == next((n for n in reversed(shown) if n < start), None)
    assert list(project.reader.numbers()) == shown
    for status in ("todo", "done", "flagged", "skipped"):
        listed = project.reader.rows(project.reader.numbers(), ME)
        wanted = [n for n, row in listed.items() if row.status == status]
        assert sorted(wanted) == list(project.reader.numbers(ME, status))
    assert_counted(project)
    project.close()


def assert_counted(project):
    """Hold the counts against the lines of the list."""
    connection = project.reader.connection
    for author in ("", ME, "author-b"):
        numbers = project.reader.numbers()
        lines = project.reader.rows(numbers, author).values()
        found = Counter("todo" if line.status == "started" else line.status for line in lines)
        expected = {value: found[value] for value in ("todo", "done", "flagged", "skipped")}
        assert project.reader.counts(author) == {"all": len(numbers), **expected}
        held = connection.execute(
            "SELECT layer, value FROM status JOIN article ON number = article WHERE hidden = 0 AND author = ?",
            (author,),
        ).fetchall()
        by_layer = listing.counts_by_layer(connection, author)
        assert list(by_layer) == [layer.id for layer in project.reader.scheme().layers]
        for layer, counts in by_layer.items():
            values = [value for of, value in held if of == layer]
            assert counts == {"todo": len(numbers) - len(values), **{one: values.count(one) for one in VALUED}}
    assert examine(project.path) == []
    assert connection.execute("SELECT count(*) FROM tally WHERE count <= 0").fetchone() == (0,)


VALUED = ("done", "flagged", "skipped")
LAYERS, VALUES = st.sampled_from(["entities", "claims", "gone"]), st.sampled_from(["", "done", "flagged", "skipped"])
STEPS = st.lists(
    st.one_of(
        st.tuples(st.integers(0, 3), st.sampled_from([ME, "author-b"]), LAYERS, VALUES),
        st.tuples(st.integers(0, 3), st.sampled_from([None, Entry(), Entry(True)])),
        st.tuples(st.booleans()),
    ),
    max_size=20,
)


@given(STEPS)
def test_counts_are_those_of_the_list_whatever_is_set_hidden_or_taken_away(tmp_path_factory, steps):
    path = tmp_path_factory.mktemp("list") / "p.spans"
    create(path, scheme(), "en", Author(ME, "annotator A"))
    project = Project.open(path, Author(ME, "annotator A"))
    filled(project, [{}, {"entities": "done"}, {"claims": "skipped", "entities": "done"}, None])
    claims, connection = project.reader.scheme().layer("claims"), project.reader.connection
    for number, *what in steps:
        if not what:  # the layer comes and goes
            after = claims if number else None
            key, article, place = key_of(claims, None), None, 0
        else:
            article, place = Article.of(f"Article {number}").id, number + 1
            after = what[0] if len(what) == 1 else Status(*what)
            key = key_of(after or Entry(), article)
            after = None if isinstance(after, Status) and not after.value else after
        edit = Edit({key: (rows.one(connection, key, place), after)})
        project.store(Gesture("", "x", ME, "window", {article: edit}))
    assert_counted(project)
    project.close()


def test_an_article_done_in_one_layer_and_another_in_the_other_are_not_done(project):
    filled(project, [{"entities": "done"}, {"claims": "done"}, {"entities": "skipped", "claims": "flagged"}])
    assert project.reader.counts(ME) == {"all": 3, "todo": 2, "done": 0, "flagged": 1, "skipped": 0}


def scheme():
    from annotator.model.mark import Label, Layer
    from annotator.model.scheme import Scheme

    return Scheme(
        [Layer("entities", "E", "flat"), Layer("claims", "C", "free", order=1)],
        [Label("entities/per", "entities", "PER")],
    )


def test_blocks_that_are_finished_are_passed_over(project):
    both = {"entities": "done", "claims": "done"}
    filled(project, [both] * 2500 + [{}] + [both] * 10)
    steps = []
    project.reader.connection.set_trace_callback(steps.append)
    assert project.reader.next_number(1, ME, unfinished=True) == 2501
    project.reader.connection.set_trace_callback(None)
    assert len(steps) < 10
    assert project.reader.next_number(2501, ME, unfinished=True) is None
    assert project.reader.next_number(2511, ME, back=True, unfinished=True) == 2501


def test_a_status_of_an_article_that_was_taken_away_hides_no_todo(project):
    filled(project, [{"entities": "done", "claims": "done"}, {}])
    gone = Article.of("Article 0").id
    project.store(Gesture("", "x", ME, "window", {gone: Edit.removing(gone, Entry())}))
    assert project.reader.next_number(0, ME, unfinished=True) == 2
    assert_counted(project)


def test_lines_say_title_status_and_counts(project, taken):
    span = Span("s", 0, 3, "entities/per", ME)
    claim = Span("c", 0, 9, "claims/claim", ME)
    theirs = Span("x", 0, 9, "claims/claim", "author-b")
    taken("Ada met Tom.", span, claim, theirs, Detail("date", "2026-02-21"))
    taken("Headline\nmore", *(Status(ME, layer, "done") for layer in ("entities", "claims")))
    rows = project.reader.rows([1, 2], ME)
    assert rows[1] == listing.Row(1, Article.of("Ada met Tom.").id, "Ada met Tom.", "started", 1, 1, "2026-02-21")
    assert rows[2].status == "done"
    assert project.reader.counts(ME) == {"all": 2, "todo": 1, "done": 1, "flagged": 0, "skipped": 0}
    assert list(project.reader.numbers(text="HEAD")) == [2]
    assert Author(ME, "annotator A") in project.reader.authors().values()


def test_the_numbers_come_in_stretches(path, project, monkeypatch):
    filled(project, [{"entities": "done", "claims": "done"} if at % 3 else {} for at in range(23)])
    plain = {
        (status, text): list(project.reader.numbers(ME, status, text)) for status in ("", "done") for text in ("", "2")
    }
    monkeypatch.setattr(listing, "STRETCH", 4)
    monkeypatch.setattr(listing, "READ_STRETCH", 3)
    assert plain["", ""] == list(range(1, 24))
    for (status, text), expected in plain.items():
        assert list(project.reader.numbers(ME, status, text)) == expected
        found, last, turns = [], 0, 0
        while last is not None:
            stretch, last = project.reader.numbers_after(last, ME, status, text)
            found += stretch
            turns += 1
        assert found == expected
        assert turns >= 23 // 4
