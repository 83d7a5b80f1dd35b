import contextlib
import os
import shutil
import sqlite3

import pytest

from annotator.model.edit import Edit, Gesture
from annotator.model.mark import Author, Span, key_of
from annotator.model.problem import Problem
from annotator.project import backup, backups, before, schema, writing
from annotator.project import connection as opening
from annotator.project.check import examine
from annotator.project.project import Project

ME = "author-a"


def test_a_copy_is_sound_and_equal_to_the_project(tmp_path, project, taken):
    taken("Ada met Tom.", Span("1", 0, 3, "entities/per", ME))
    target = tmp_path / "copy.spans"
    backup.copy(project.reader.connection, target)
    assert examine(target) == []
    again = Project.open(target, project.author)
    assert again.reader.position() == project.reader.position()
    assert again.reader.opened(1) == project.reader.opened(1)
    again.close()


def test_a_copy_never_overwrites(tmp_path, project):
    target = tmp_path / "copy.spans"
    target.write_text("precious")
    with pytest.raises(Problem, match="already"):
        backup.copy(project.reader.connection, target)
    assert target.read_text() == "precious"


def test_a_copy_that_is_not_equal_is_not_kept(tmp_path, project, path):
    project.store(_gesture(project))
    writer = opening.connect(path)

    class Changing(sqlite3.Connection):
        """A connection on which the project grows right after it was copied."""

        def backup(self, target):
            super().backup(target)
            target.execute("PRAGMA foreign_keys=OFF")
            target.execute("DELETE FROM gesture WHERE seq = (SELECT max(seq) FROM gesture)")

    source = sqlite3.connect(path, factory=Changing)
    with pytest.raises(Problem, match="not equal"):
        backup.copy(source, tmp_path / "copy.spans")
    source.close()
    writer.close()
    assert not (tmp_path / "copy.spans").exists()


def marked(article, id, before=None, text_end=3):
    span = Span(id, 0, text_end, "entities/per", ME)
    return Gesture(
        f"t{id}{text_end}", "label.apply", ME, "window", {article.id: Edit({key_of(span, article.id): (before, span)})}
    )


def test_a_copy_holds_what_the_disk_refuses(tmp_path, path, project, taken, monkeypatch):
    article = taken("Ada met Tom.", Span("1", 0, 3, "entities/per", ME))
    monkeypatch.setattr(writing, "RETRY_SECONDS", 0.05)
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")  # as a full disk does, it lets be read and not be written
    waits = [project.commit(marked(article, id)) for id in ("2", "3")]
    copied = project.save_copy(tmp_path / "copy.spans").result(20)
    assert (copied.waiting, copied.missing) == (2, 0)
    assert not any(one.done() for one in waits), "they wait on"
    assert examine(tmp_path / "copy.spans") == []
    assert spans_in(tmp_path / "copy.spans") == ["1", "2", "3"]
    holder.execute("ROLLBACK")
    holder.close()
    assert all(one.result(20) for one in waits)


def test_a_copy_can_be_made_of_a_file_that_was_moved_away(tmp_path, path, project, taken):
    article = taken("Ada met Tom.")
    path.rename(tmp_path / "elsewhere.spans")
    waits = project.commit(marked(article, "2"))
    assert project.save_copy(tmp_path / "copy.spans").result(20) == (1, 0)
    assert not waits.done()
    assert spans_in(tmp_path / "copy.spans") == ["2"]
    (tmp_path / "elsewhere.spans").rename(path)
    project.retry()
    assert waits.result(20)


def test_a_gesture_that_was_stored_just_before_is_in_the_copy_once(tmp_path, project, taken):
    article = taken("Ada met Tom.")
    back = marked(article, "2")
    edits = {article.id: back.edits[article.id].inverse}
    gone = Gesture("gone", "span.delete", ME, "window", edits)
    again = marked(article, "2")._replace(token="again")
    project.store(back), project.store(gone)
    taken_of = lambda fresh: backup.take(project.reader.connection, fresh)
    assert backup.copy_with(taken_of, tmp_path / "copy.spans", (back, gone, again), project.author) == 0
    assert spans_in(tmp_path / "copy.spans") == ["2"]
    assert examine(tmp_path / "copy.spans") == []


def test_what_others_changed_meanwhile_is_counted_as_missing(tmp_path, project, taken):
    article = taken("Ada met Tom.", Span("1", 0, 3, "entities/per", ME))
    other = marked(article, "1", before=Span("1", 0, 2, "entities/per", ME), text_end=7)
    taken_of = lambda fresh: backup.take(project.reader.connection, fresh)
    assert backup.copy_with(taken_of, tmp_path / "copy.spans", (other,), project.author) == 1


def test_a_name_that_was_changed_meanwhile_stays_in_a_copy(tmp_path, path, project, taken):
    article = taken()
    project.store(marked(article, "one"))
    other = Project.open(path, Author(project.author.id, "another name"))
    other.store(marked(article, "two", text_end=5))
    other.close()
    waiting, copied = (marked(article, "three", text_end=7),), tmp_path / "copy.spans"
    memory = project.writer.memory.copy()
    backup.copy_with(
        lambda fresh: backup.take(project.reader.connection, fresh), copied, waiting, project.author, memory
    )
    held = Project.open(copied, project.author, writable=False)
    assert held.reader.authors()[project.author.id].name == "another name"
    held.close()


def test_a_copy_that_cannot_be_made_leaves_nothing(tmp_path, project, taken):
    article = taken("Ada met Tom.")
    with pytest.raises(Problem, match="No such file"):
        project.save_copy(tmp_path / "absent" / "copy.spans").result(20)
    (tmp_path / "there.spans").write_text("precious")
    with pytest.raises(Problem, match="already"):
        project.save_copy(tmp_path / "there.spans").result(20)
    assert (tmp_path / "there.spans").read_text() == "precious"
    broken = marked(article, "2")
    broken = broken._replace(edits={article.id: Edit({key: (None, object()) for key in broken.edits[article.id]})})
    with pytest.raises(AttributeError, match="object"):
        backup.copy_with(
            lambda fresh: backup.take(project.reader.connection, fresh), tmp_path / "c.spans", (broken,), project.author
        )
    assert sorted(one.name for one in tmp_path.glob("*c*.spans*")) == []


def spans_in(path):
    opened = Project.open(path, Author(ME, "annotator A"), writable=False)
    found = sorted(span.id for span in opened.reader.opened(1).marks.spans)
    opened.close()
    return found


def _gesture(project):
    from annotator.model.mark import Setting

    return Gesture("", "t", project.author.id, "shell", {None: Edit.adding(None, Setting("salt", "1"))})


@pytest.fixture
def newer(monkeypatch):
    """Make the program know one format more than the file has."""

    def second_tables(connection):
        connection.execute("CREATE TABLE comment (id TEXT PRIMARY KEY) WITHOUT ROWID")

    monkeypatch.setattr(schema, "STEPS", (*schema.STEPS, second_tables))
    monkeypatch.setattr(opening, "VERSION", 2)
    blank = sqlite3.connect(":memory:", isolation_level=None)
    schema.migrate(blank)
    known = {**opening.FINGERPRINTS, 2: opening.digest(opening.fingerprint(blank))}
    blank.close()
    monkeypatch.setattr(opening, "FINGERPRINTS", known)
    return second_tables


def test_an_older_project_is_refused_until_it_is_upgraded_and_a_backup_stays(
    tmp_path, project, taken, path, newer, spandesk
):
    taken("Ada met Tom.", Span("1", 0, 3, "entities/per", ME))
    position, author = project.reader.position(), project.author
    project.close()
    before = path.read_bytes()
    with pytest.raises(Problem, match="older Spandesk"):
        Project.open(path, author)
    assert spandesk("stats", path).code == 1
    assert path.read_bytes() == before

    assert spandesk("upgrade", path).code == 0
    kept = tmp_path / "p.format-1.spans"
    assert opening.inspect(kept) == 1
    upgraded = Project.open(path, author)
    assert opening.inspect(path) == 2
    assert upgraded.reader.position() == position
    assert len(upgraded.reader.opened(1).marks.spans) == 1
    upgraded.close()
    assert examine(path) == []
    assert spandesk("upgrade", path, "--json").json == {"upgraded": False, "backup": None}


def test_an_upgrade_that_fails_leaves_the_file_as_it_was(project, path, newer, monkeypatch):
    project.close()
    before = path.read_bytes()

    def breaking(connection):
        connection.execute("CREATE TABLE other (id)")
        raise sqlite3.OperationalError("no more")

    monkeypatch.setattr(schema, "STEPS", (schema.STEPS[0], breaking))
    with pytest.raises(Problem, match="not upgraded"):
        schema.upgrade(path)
    assert path.read_bytes() == before
    monkeypatch.setattr(schema, "STEPS", (schema.STEPS[0], newer))
    kept = schema.upgrade(path)
    assert [one.name for one in path.parent.glob("*.format-1*")] == [kept.name], "the backup is made once"


def test_a_stranger_in_the_place_of_the_backup_stays_and_the_backup_takes_a_number(tmp_path, project, path, newer):
    project.close()
    before = path.read_bytes()
    (tmp_path / "p.format-1.spans").write_text("precious")
    kept = schema.upgrade(path)
    assert kept.name == "p.format-1-2.spans"
    assert opening.inspect(kept) == 1
    assert kept.stat().st_size == len(before)
    assert (tmp_path / "p.format-1.spans").read_text() == "precious"


def test_a_gesture_made_after_an_upgrade_that_was_interrupted_is_in_the_next_backup(project, path):
    first = backup.before_upgrade(project.reader.connection, path, 1)
    assert backup.before_upgrade(project.reader.connection, path, 1) == first
    project.store(_gesture(project))
    second = backup.before_upgrade(project.reader.connection, path, 1)
    assert [first.name, second.name] == ["p.format-1.spans", "p.format-1-2.spans"]
    again = Project.open(second, project.author)
    assert again.reader.position() == project.reader.position()
    again.close()
    assert backup.before_upgrade(project.reader.connection, path, 1) == second


def test_a_copy_is_of_one_moment_while_others_write(tmp_path, project, path):
    class Moving(sqlite3.Connection):
        """A connection to a project in which somebody works right after it was copied."""

        copied = False

        def backup(self, target):
            super().backup(target)
            self.copied = True

        def execute(self, statement, *values):
            self.move()
            found = super().execute(statement, *values)
            self.move()
            return found

        def move(self):
            if self.copied and not self.in_transaction:
                self.copied = False
                project.store(_gesture(project))

    position = project.reader.position()
    source = sqlite3.connect(path, factory=Moving)
    backup.copy(source, tmp_path / "copy.spans")
    source.close()
    assert project.reader.position() != position
    copied = Project.open(tmp_path / "copy.spans", project.author)
    assert copied.reader.position() == position
    copied.close()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such rights")
def test_who_cannot_read_the_project_cannot_read_its_copy(tmp_path, project, path):
    path.chmod(0o600)
    backup.copy(project.reader.connection, tmp_path / "copy.spans")
    assert (tmp_path / "copy.spans").stat().st_mode & 0o077 == 0


def test_formats_and_steps_agree():
    assert len(schema.STEPS) == opening.VERSION == max(opening.FINGERPRINTS)


def test_a_file_that_was_never_finished_is_refused(tmp_path, path, project):
    project.close()
    other = tmp_path / "half.spans"
    shutil.copy(path, other)
    changed = sqlite3.connect(other)
    changed.execute("PRAGMA user_version=0")
    changed.commit()
    changed.close()
    with pytest.raises(Problem, match="never finished"):
        opening.connect(other)


def test_a_copy_replaces_no_file_that_appears_while_it_is_made(project, taken, tmp_path):
    taken()
    target = tmp_path / "copy.spans"

    def taken_late(fresh):
        target.write_text("theirs")
        return backup.take(project.reader.connection, fresh)

    with pytest.raises(Problem, match="there is a file of that name already"):
        backup.copy_with(taken_late, target, (), None)
    assert target.read_text() == "theirs"
    assert list(tmp_path.glob(".copy*")) == []


def test_an_undo_whose_commit_was_told_as_failed_and_had_taken_stands_once_in_a_copy(project, taken, tmp_path):
    article = taken()
    span = Span("s", 0, 3, "entities/per", ME)
    done = project.store(Gesture("t", "x", ME, "window", {article.id: Edit.adding(article.id, span)}))
    back = Gesture("u", "undo x", ME, "window", {article.id: Edit.removing(article.id, span)}, undoes=done.id)
    stored = project.store(back)
    memory = project.writer.memory
    memory.doubtful = {"u": stored}  # as where the connection broke just after its commit
    count = len(list(project.reader.history()))
    backup.copy_with(
        lambda fresh: backup.take(project.reader.connection, fresh),
        tmp_path / "copy.spans",
        (back,),
        None,
        memory.copy(),
    )
    copied = Project.open(tmp_path / "copy.spans", project.author)
    assert len(list(copied.reader.history())) == count
    copied.close()


@contextlib.contextmanager
def few_handles(count):
    """Let this process open no more than `count` files besides those that it has."""
    import resource  # which Windows has not

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    taken = []
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (256, hard))
        with contextlib.suppress(OSError):
            while True:
                taken.append(os.open(os.devnull, os.O_RDONLY))
        for _ in range(count):
            os.close(taken.pop())
        yield
    finally:
        for one in taken:
            os.close(one)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such limit")
@pytest.mark.parametrize("make", ["copy", "create", "keep"])
def test_what_never_was_there_is_not_said_to_have_been_moved(path, project, taken, tmp_path, make):
    taken()
    target, said = tmp_path / "new.spans", []
    makes = {
        "copy": lambda: backup.copy(project.reader.connection, target),
        "create": lambda: schema.create(target, project.reader.scheme(), "en", project.author),
        "keep": lambda: said.append(before.keep(project.reader.connection, path, "add").told),
    }
    for count in range(4):
        try:
            with few_handles(count):
                makes[make]()
        except Problem as problem:
            said.append(str(problem))
        target.unlink(missing_ok=True)
        shutil.rmtree(backups.folder_of(path), ignore_errors=True)
    troubles = [one for one in said if "was not" in one]
    assert any("it cannot be opened" in one for one in troubles), said
    assert not any("moved" in one for one in troubles)
    assert {one.count("Nothing was changed.") for one in troubles} == {0 if make == "keep" else 1}
