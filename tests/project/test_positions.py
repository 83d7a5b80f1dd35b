import pytest

from annotator.model.edit import Edit, Gesture
from annotator.model.mark import Author, Setting, Span
from annotator.model.problem import Problem
from annotator.project import positions

SPAN = Span("s", 0, 3, "entities/per", "author-a")


def do(project, article, edit):
    return project.store(Gesture("", "x", "author-a", "window", {article.id: edit}))


def test_a_position_before_and_after(project, taken):
    article = taken()
    reader = project.reader
    empty = reader.position()
    first = do(project, article, Edit.adding(article.id, SPAN))
    there = reader.position()
    do(project, article, Edit.replacing(article.id, SPAN, SPAN._replace(end=9)))
    now = reader.position()
    spans = [[record.spans for record in reader.records(place)][0] for place in (empty, there, now)]
    assert spans == [(), (SPAN,), (SPAN._replace(end=9),)]
    assert reader.position_at(there.name) == there
    assert reader.position_at(first.id) == there, "a bare gesture id means this file's journal up to it"
    assert positions.marks_at(reader.connection, 1, article.id, there.seq)


def test_an_article_that_was_not_there_yet_does_not_leave(project, taken):
    before = project.reader.position()
    taken()
    assert list(project.reader.records(before)) == []
    assert len(list(project.reader.records(project.reader.position()))) == 1


@pytest.mark.parametrize("name", ["nonsense", "00:1:00", "{id}:9:{xor}", "{id}:{count}:" + "0" * 32, "{id}:0:{xor}",
                                  "{id}:" + "9" * 30 + ":{xor}", "{id}:" + "9" * 5000 + ":{xor}", "{first}:{count}:{xor}"])  # fmt: skip
def test_a_position_of_other_gestures_is_refused(project, taken, name):
    taken()
    made, count, mixed = project.reader.position().name.split(":")
    first = next(project.reader.history()).id
    with pytest.raises(Problem, match="position"):
        project.reader.position_at(name.format(id=made, count=count, xor=mixed, first=first))


def test_every_portable_position_is_found_again_and_means_the_gestures_up_to_it(project, taken):
    """Also where merged gestures with older ids arrived later, so that the newest id is not the last."""
    article = taken()
    for end in range(4, 12):
        do(project, article, Edit.adding(article.id, SPAN._replace(id=str(end), end=end)))
    connection = project.reader.connection
    seqs = [row[0] for row in connection.execute("SELECT seq FROM gesture ORDER BY seq").fetchall()]
    connection.execute("UPDATE gesture SET id = ? WHERE seq = ?", ("f" * 12 + "-" + "0" * 16 + "-" + "0" * 8, seqs[4]))
    for count, seq in enumerate(seqs, 1):
        position = positions.pin(connection, seq)
        assert position.seq == seq
        assert position.name.split(":")[1] == str(count)
        assert project.reader.position_at(position.name) == position
    assert len({positions.pin(connection, seq).name for seq in seqs}) == len(seqs)


def test_what_was_tampered_with_is_refused_also_as_it_was_before(project, taken):
    """A position of the past is read from the journal, which is looked at as sharply as the rows."""
    article = taken("Short text.")
    do(project, article, Edit.adding(article.id, SPAN._replace(end=99)))
    there = project.reader.position()
    do(project, article, Edit.removing(article.id, SPAN._replace(end=99)))
    with pytest.raises(Problem, match="outside the text"):
        list(project.reader.records(there))
    assert list(project.reader.records(project.reader.position()))


def test_scheme_authors_and_settings_are_those_of_the_position(project, news):
    before = project.reader.position()
    label = news.label("entities/per")
    edit = {
        **Edit.replacing(None, label, label._replace(name="PERSON")),
        **Edit.replacing(None, Author("author-a", "annotator A"), Author("author-a", "annotator Z")),
        **Edit.replacing(None, Setting("language", "en"), Setting("language", "de")),
    }
    project.store(Gesture("", "x", "author-a", "shell", {None: Edit(edit)}))
    reader = project.reader
    for seq, name, person, language in (
        (before.seq, "PER", "annotator A", "en"), (None, "PERSON", "annotator Z", "de"),
        (reader.position().seq, "PERSON", "annotator Z", "de"),
    ):  # fmt: skip
        assert reader.scheme(seq).label("entities/per").name == name
        assert reader.authors(seq)["author-a"].name == person
        assert reader.setting("language", seq) == language
