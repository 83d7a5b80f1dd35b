"""What comes in twice, what was moved or deleted since, and what was taken back."""

import hashlib
import json
import random
import sqlite3
from collections import Counter

import pytest
from samples import SAMPLES, written

from annotator import places, settings, shelf
from annotator.model.arrival import Arrival
from annotator.model.edit import Edit, Gesture
from annotator.model.mark import Link, Refusal, Setting, Span, Status
from annotator.model.report import Report
from annotator.project.arrivals import FEW_MARKS, MOST_ARTICLES, Arrivals, Arrived
from annotator.project.check import examine
from annotator.project.plan import Plan
from annotator.project.project import Project

ME = "author-a"


def prodigy(tmp_path, *records, name="in.jsonl"):
    path = tmp_path / name
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return path


def record(text="Ada met Tom in Northport.", spans=((0, 3, "PER"),), answer="accept", **more):
    listed = [{"start": a, "end": b, "label": label} for a, b, label in spans]
    return {"text": text, "spans": listed, "answer": answer, **more}


@pytest.fixture
def add(path, spandesk):
    def run(source, *words):
        return spandesk("add", path, "--json", source, *words).json

    return run


def opened(path, number=1):
    project = Project.open(path, author())
    found = project.reader.opened(number)
    project.close()
    return found


def author():
    from annotator.cli.answer import author as current

    return current()


def change(path, edit, article):
    project = Project.open(path, author())
    project.store(Gesture("", "x", author().id, "window", {article: edit}))
    project.close()


def test_adding_again_adds_nothing_and_changes_no_byte(path, tmp_path, add):
    source = prodigy(tmp_path, record(), record("Another text.", ()))
    first = add(source)
    before = path.read_bytes()
    again = add(source)
    assert (first["articles"], first["spans"], first["known"]) == (2, 1, {"articles": 0, "spans": 0})
    assert (again["articles"], again["spans"], again["known"]) == (0, 0, {"articles": 2, "spans": 1})
    assert path.read_bytes() == before


def test_a_span_that_was_moved_relabelled_or_deleted_since_is_known_and_not_revived(path, tmp_path, add):
    source = prodigy(tmp_path, record(spans=((0, 3, "PER"), (8, 11, "PER"), (15, 24, "GPE"))))
    add(source)
    held = opened(path)
    one, two, three = held.marks.spans
    edit = Edit.replacing(held.article.id, one, one._replace(end=7)).and_then(
        Edit.replacing(held.article.id, two, two._replace(label="entities/gpe"))
    ).and_then(Edit.removing(held.article.id, three))  # fmt: skip
    change(path, edit, held.article.id)
    assert add(source)["known"]["spans"] == 3
    assert [(s.start, s.end, s.label) for s in opened(path).marks.spans] == [
        (0, 7, "entities/per"),
        (8, 11, "entities/gpe"),
    ]


def test_a_renamed_label_and_adding_again(path, tmp_path, add, news):
    source = prodigy(tmp_path, record())
    add(source)
    label = news.label("entities/per")
    change(path, Edit.replacing(None, label, label._replace(name="PERSON")), None)
    again = add(source)
    assert (again["spans"], again["known"]["spans"]) == (0, 1)
    assert len(opened(path).marks.spans) == 1


def test_an_intake_that_was_taken_back_comes_again_as_it_was(path, tmp_path, add):
    source = prodigy(tmp_path, record(), record("Another text.", ()))
    add(source)
    before = {mark for mark in opened(path).marks}
    project = Project.open(path, author())
    intake = next(m for m in project.reader.history() if m.via == "intake")
    project.take_back(intake.id)
    assert project.reader.stats()["spans"] == 0
    project.close()
    again = add(source)
    assert (again["articles"], again["spans"], again["known"]["articles"]) == (2, 1, 0)
    assert {mark for mark in opened(path).marks} == before
    assert examine(path) == []
    assert add(source)["known"] == {"articles": 2, "spans": 1}


def test_exact_duplicates_in_one_record_are_two_and_in_two_records_one(path, tmp_path, add):
    twice = ((0, 3, "PER"), (0, 3, "PER"))
    assert add(prodigy(tmp_path, record(spans=twice)))["spans"] == 2
    other = add(
        prodigy(
            tmp_path, record("Other text.", ((0, 5, "PER"),)), record("Other text.", ((0, 5, "PER"),)), name="b.jsonl"
        )
    )
    assert (other["spans"], other["known"]["spans"]) == (1, 1)


def test_labels_that_overlap_go_to_the_free_layer_and_others_to_the_flat_one(path, tmp_path, add):
    add(prodigy(tmp_path, record(spans=((0, 3, "NEW"), (0, 11, "LONG"), (8, 11, "INNER"), (15, 24, "PLAIN")))))
    project = Project.open(path, author())
    scheme = project.reader.scheme()
    project.close()
    assert {name: scheme.named(name).layer for name in ("NEW", "LONG", "INNER", "PLAIN")} == {
        "NEW": "claims", "LONG": "claims", "INNER": "claims", "PLAIN": "entities",
    }  # fmt: skip


def test_layer_puts_everything_there(path, tmp_path, add):
    add(prodigy(tmp_path, record(spans=((0, 3, "PER"), (8, 11, "X")))), "--layer", "people")
    project = Project.open(path, author())
    scheme, marks = project.reader.scheme(), project.reader.opened(1).marks
    project.close()
    assert scheme.layer("people").rule == "free"
    assert {scheme.label(span.label).layer for span in marks.spans} == {"people"}
    assert {mark.layer for mark in marks if isinstance(mark, Status)} == {"people"}


def test_statuses(path, tmp_path, add):
    add(prodigy(
        tmp_path, record("One one.", ()), record("Two two.", answer="reject"), record("Three three.", (), "ignore"),
        record("Four four.", (), "ignore"), record("Four four."), record("Five five.", ()), record("Five five.", (), "ignore"),
    ))  # fmt: skip
    values = []
    for number in range(1, 6):
        marks = opened(path, number).marks
        values.append({(mark.layer, mark.value) for mark in marks if isinstance(mark, Status)})
    done, skipped = {("entities", "done")}, {("entities", "skipped")}
    assert values == [done, set(), skipped, done, done]


def test_the_author_an_input_names_has_the_marks(path, tmp_path, add):
    add(prodigy(tmp_path, record(_annotator_id="annotator B")))
    add(prodigy(tmp_path, record("Other text.", ((0, 5, "PER"),)), name="b.jsonl"), "--author", "annotator C")
    project = Project.open(path, author())
    names = {one.id: one.name for one in project.reader.authors().values()}
    assert [names[project.reader.opened(n).marks.spans.after((-1, 0, "")).author] for n in (1, 2)] == [
        "annotator B",
        "annotator C",
    ]
    ran = [m.author for m in project.reader.history() if m.via == "intake"]
    project.close()
    assert [names[one] for one in ran][0] == author().name


def test_own_jsonl_with_another_value_for_a_known_key_is_left_out(path, tmp_path, add, spandesk):
    add(prodigy(tmp_path, record()))
    spandesk("export", path, tmp_path / "own.jsonl", "--as", "jsonl")
    held = opened(path)
    span = held.marks.spans.after((-1, 0, ""))
    change(path, Edit.replacing(held.article.id, span, span._replace(end=7)), held.article.id)
    again = add(tmp_path / "own.jsonl")
    assert [(one["what"], one["reason"]) for one in again["left_out"]] == [("span", "differs from the project")]
    assert again["spans"] + again["known"]["spans"] == 0


def test_details_that_differ_are_listed_and_new_ones_taken(path, tmp_path, add):
    add(prodigy(tmp_path, record(meta={"source": "wire"})))
    again = add(prodigy(tmp_path, record(meta={"source": "paper", "date": "2026-02-21"}), name="b.jsonl"))
    assert [(one["what"], one["text"]) for one in again["left_out"]] == [("attribute", "paper")]
    project = Project.open(path, author())
    record_ = next(iter(project.reader.records(project.reader.position())))
    project.close()
    assert record_.details == {"source": "wire", "date": "2026-02-21"}


def test_a_file_that_breaks_off_gives_nothing(path, tmp_path, add):
    broken = prodigy(tmp_path, record("Broken file text."), name="broken.jsonl")
    with broken.open("ab") as file:
        file.write(b'{"text": "x')
    whole = prodigy(tmp_path, record())
    report = add(whole, broken)
    assert (report["articles"], report["spans"]) == (1, 1)
    assert [(one["what"], one["where"]) for one in report["left_out"]] == [("file", f"{broken}:2")]


def test_spans_never_leave_their_slice_half(path, tmp_path, add):
    add(prodigy(tmp_path, *(record(f"Ada {n} met Tom.") for n in range(2 * MOST_ARTICLES + 30))))
    project = Project.open(path, author())
    moments = [m for m in project.reader.history() if m.via == "intake"]
    assert sum(m.articles for m in moments) == 2 * MOST_ARTICLES + 30
    assert max(m.articles for m in moments) <= MOST_ARTICLES
    assert len({m.id for m in moments}) == len(moments)
    project.close()
    assert isinstance(opened(path, 2 * MOST_ARTICLES + 30).marks.spans.after((-1, 0, "")), Span)


def labels_of(path):
    project = Project.open(path, author())
    scheme = project.reader.scheme()
    project.close()
    return {label.id: label.name for label in scheme.labels}


def test_adding_again_after_a_label_was_renamed_makes_no_label_and_changes_no_byte(path, tmp_path, add, news):
    """An imported span is looked up before any label is resolved or created."""
    source = prodigy(tmp_path, record(spans=((0, 3, "PER"), (8, 11, "NEW"))))
    add(source)
    for old, new in (("entities/per", "PERSON"), ("entities/new", "OTHER")):
        project = Project.open(path, author())
        label = project.reader.scheme().label(old)
        project.close()
        change(path, Edit.replacing(None, label, label._replace(name=new)), None)
    before, labels = path.read_bytes(), labels_of(path)
    again = add(source)
    assert (again["spans"], again["known"]["spans"]) == (0, 2)
    assert labels_of(path) == labels
    assert path.read_bytes() == before


def test_a_new_span_under_the_old_name_of_a_renamed_label_makes_a_label_with_another_id(path, tmp_path, add, news):
    label = news.label("entities/per")
    change(path, Edit.replacing(None, label, label._replace(name="PERSON")), None)
    add(prodigy(tmp_path, record(spans=((0, 3, "PER"), (8, 11, "PER")))))
    held = labels_of(path)
    assert held["entities/per"] == "PERSON"
    assert held["entities/per-2"] == "PER"
    assert {span.label for span in opened(path).marks.spans} == {"entities/per-2"}


def test_a_label_id_that_was_used_is_never_used_again(path, tmp_path, add, spandesk):
    """Own JSONL names the id of a label that was deleted here since: the spans that are new get a label of their own."""
    add(prodigy(tmp_path, record(spans=((0, 3, "NEW"),))))
    spandesk("export", path, tmp_path / "own.jsonl", "--as", "jsonl")
    project = Project.open(path, author())
    label = project.reader.scheme().label("entities/new")
    project.close()
    change(path, Edit.removing(None, label), None)
    again = add(tmp_path / "own.jsonl")
    assert (again["spans"], again["known"]["spans"]) == (0, 1)
    assert "entities/new" not in labels_of(path)
    text = (tmp_path / "own.jsonl").read_text().replace("Ada met Tom", "Eva met Tom")
    other = json.loads(text)
    other["id"] = ""
    other["spans"][0]["id"] = "another"
    (tmp_path / "own.jsonl").write_text(json.dumps(other) + "\n")
    assert add(tmp_path / "own.jsonl")["spans"] == 1
    assert labels_of(path)["entities/new-2"] == "NEW"
    assert "entities/new" not in labels_of(path)
    assert examine(path) == []


def test_a_dry_look_at_labels_that_nothing_new_uses_makes_no_layer(path, tmp_path, add):
    source = prodigy(tmp_path, record(spans=((0, 3, "NEW"),)))
    add(source, "--layer", "people")
    project = Project.open(path, author())
    label = project.reader.scheme().label("people/new")
    project.close()
    change(path, Edit.replacing(None, label, label._replace(name="OTHER")), None)
    before = path.read_bytes()
    add(source, "--layer", "people")
    assert path.read_bytes() == before


def statuses_of(path, number=1):
    return {
        (one.author, one.layer): one.value
        for one in opened(path, number).marks.others.values()
        if isinstance(one, Status)
    }


def test_who_ran_it_is_not_who_made_the_marks(path, tmp_path, add):
    add(prodigy(tmp_path, record()), "--author", "annotator B")
    project = Project.open(path, author())
    by_name = {one.name: one.id for one in project.reader.authors().values()}
    assert {m.author for m in project.reader.history() if m.via == "intake"} == {author().id}
    (span,) = project.reader.opened(1).marks.spans
    assert span.author == by_name["annotator B"] != author().id
    project.close()
    assert statuses_of(path) == {(by_name["annotator B"], "entities"): "done"}
    assert examine(path) == []


def test_what_one_did_is_done_and_what_another_passed_over_is_skipped(path, tmp_path, add):
    def by(name, answer, spans=()):
        return record(spans=spans, answer=answer, _annotator_id=name)

    add(prodigy(tmp_path, by("A", "ignore"), by("A", "accept", ((0, 3, "PER"),)), by("B", "ignore"), by("C", "accept")))
    project = Project.open(path, author())
    names = {one.id: one.name for one in project.reader.authors().values()}
    project.close()
    found = {names[one]: value for (one, _), value in statuses_of(path).items()}
    assert found == {"A": "done", "B": "skipped", "C": "done"}


def test_a_link_that_differs_is_listed(path, tmp_path, add, spandesk):
    def own(label):
        spans = [{"id": name, "start": at, "end": at + 3, "label": "PER"} for name, at in (("a", 0), ("b", 8))]
        link = {"id": "l", "source_span": "a", "target_span": "b", "label": label}
        shape = {
            "text": "Ada met Tom.",
            "id": "",
            "title": "T",
            "meta": {},
            "status": {},
            "spans": spans,
            "links": [link],
        }
        (tmp_path / "own.jsonl").write_text(json.dumps(shape) + "\n")
        return add(tmp_path / "own.jsonl", "--as", "jsonl")

    assert own("knows")["left_out"] == []
    (listed,) = own("hates")["left_out"]
    assert (listed["what"], listed["reason"]) == ("link", "differs from the project")


def test_the_layer_asked_for_goes_before_the_ids_of_labels(path, tmp_path, add, spandesk):
    add(prodigy(tmp_path, record()))
    spandesk("export", path, tmp_path / "own.jsonl", "--as", "jsonl")
    text = (tmp_path / "own.jsonl").read_text().replace("Ada met", "Eva met")
    shape = {
        **json.loads(text),
        "id": "",
        "spans": [{"id": "", "start": 0, "end": 3, "label": "PER", "label_id": "entities/per"}],
    }
    (tmp_path / "own.jsonl").write_text(json.dumps(shape) + "\n")
    add(tmp_path / "own.jsonl", "--layer", "people")
    (span,) = opened(path, 2).marks.spans
    assert span.label == "people/per"


def test_adding_again_after_a_renaming_says_nothing_of_other_layers(path, tmp_path, add):
    source = prodigy(tmp_path, record(spans=((0, 3, "NEW"),)), record("Eva met Tim.", ((0, 3, "NEW"), (0, 7, "OTHER"))))
    add(source)
    before = statuses_of(path)
    project = Project.open(path, author())
    labels = [project.reader.scheme().label(one.label) for one in project.reader.opened(2).marks.spans]
    project.close()
    for label in set(labels):
        change(path, Edit.replacing(None, label, label._replace(name=f"{label.name} 2")), None)
    add(source)
    assert statuses_of(path) == before
    assert examine(path) == []


def test_beside_a_person_who_labels_the_slices_are_small(path, tmp_path):
    kind = shelf.load("intake", "prodigy")
    words = [f"Ada {n} met Tom, and Eva {n} met Tim." for n in range(300)]
    source = prodigy(tmp_path, *(record(text, tuple((at, at + 3, "PER") for at in range(0, 24, 4))) for text in words))
    project, other = Project.open(path, author()), Project.open(path, author())
    plan = Plan(project.reader.scheme())
    for one in kind.read(source):
        plan.see(one, 0, False)
    arrivals = Arrivals(project, plan.resolve(), Report(known=Counter()), author())
    sizes, last = [], 0
    for count in arrivals.take(Arrived(one, False) for one in kind.read(source)):
        sizes.append(count - last)
        last = count
        other.store(Gesture("", "x", author().id, "window", {None: Edit.adding(None, Setting(f"s{count}", "1"))}))
    assert last == 300
    assert sizes[0] > sizes[1]
    assert max(sizes[1:]) * 7 <= FEW_MARKS + 20
    project.close()
    other.close()
    assert examine(path) == []


@pytest.fixture
def own(path, tmp_path, add):
    """Return a function that adds one line of own JSONL."""

    def run(**fields):
        line = {"text": "Ada met Tom.", "id": "", "title": "T", "meta": {}, "hidden": False, "part": "", "status": {}}
        (tmp_path / "own.jsonl").write_text(json.dumps({**line, **fields}) + "\n")
        return add(tmp_path / "own.jsonl", "--as", "jsonl")

    return run


OWN = {"id": "s", "start": 0, "end": 3, "label": "PER", "label_id": "entities/per", "layer": "entities"}


def test_a_status_that_is_handed_back_with_spans_that_are_known_is_set(path, own):
    own(spans=[OWN])
    assert statuses_of(path) == {}
    assert own(spans=[OWN], status={"author-a": {"entities": "done"}})["left_out"] == []
    assert statuses_of(path) == {("author-a", "entities"): "done"}
    assert examine(path) == []


@pytest.mark.parametrize(("first", "second", "what", "reason"), [
    ({"hidden": False}, {"hidden": True}, "attribute", "hidden differs from the project"),
    ({"part": "train"}, {"part": "dev"}, "attribute", "part differs from the project"),
    ({"status": {"a": {"claims": "done"}}}, {"status": {"a": {"claims": "flagged"}}}, "status",
     "claims: differs from the project"),
    ({"spans": [OWN]}, {"spans": [{**OWN, "end": 7}]}, "span", "differs from the project"),
    ({"refusals": [OWN]}, {"refusals": [{**OWN, "end": 7}]}, "refusal", "differs from the project"),
])  # fmt: skip
def test_whatever_differs_in_own_jsonl_is_listed(own, first, second, what, reason):
    assert own(**first)["left_out"] == []
    assert own(**first)["left_out"] == []
    assert [(one["what"], one["reason"]) for one in own(**second)["left_out"]] == [(what, reason)]


def test_an_id_that_stands_twice_in_one_line_is_told_as_that(path, own):
    twice = own(spans=[OWN, {**OWN, "end": 7}, OWN])
    (listed,) = twice["left_out"]
    assert (listed["what"], listed["reason"], listed["end"]) == ("span", "the same id stands twice", 7)
    assert [span.end for span in opened(path).marks.spans] == [3]


def arriving(project, kind, source):
    """Return one call of `add` on `project`, with the articles that come."""
    plan = Plan(project.reader.scheme())
    for one in kind.read(source):
        plan.see(one, 0, False)
    return Arrivals(project, plan.resolve(), Report(known=Counter()), author())


def test_two_that_add_the_same_at_once_count_each_article_once(path, tmp_path, spandesk):
    kind = shelf.load("intake", "prodigy")
    source = prodigy(tmp_path, record(), record("Another text.", ((0, 7, "PER"), (8, 12, "PER"))))
    project, other = Project.open(path, author()), Project.open(path, author())
    first, second = arriving(project, kind, source), arriving(other, kind, source)

    def overtaken():
        yield from (Arrived(one, False) for one in kind.read(source))
        list(second.take(Arrived(one, False) for one in kind.read(source)))

    list(first.take(overtaken()))
    counted = [(one.report.articles, one.report.spans, dict(+one.report.known)) for one in (first, second)]
    assert counted == [(0, 0, {"articles": 2, "spans": 3}), (2, 3, {})]
    project.close()
    other.close()
    assert examine(path) == []


def test_what_is_revived_and_what_is_new_of_an_article_comes_in_one_transaction(path, tmp_path, add):
    add(prodigy(tmp_path, record(spans=((0, 3, "PER"),))))
    project = Project.open(path, author())
    intake = next(m for m in project.reader.history() if m.via == "intake")
    project.take_back(intake.id)
    kind = shelf.load("intake", "prodigy")
    source = prodigy(tmp_path, record(spans=((0, 3, "PER"), (8, 11, "PER"))), name="more.jsonl")
    call = arriving(project, kind, source)
    statements = []
    project.reader.connection.set_trace_callback(statements.append)
    list(call.take(Arrived(one, False) for one in kind.read(source)))
    project.reader.connection.set_trace_callback(None)
    assert statements.count("COMMIT") == 1
    assert (call.report.articles, call.report.spans) == (1, 2)
    assert [m.undoes != "" for m in project.reader.history()][-2:] == [True, False]
    assert len(project.reader.opened(1).marks.spans) == 2
    project.close()
    assert examine(path) == []


def arrivals_of(project):
    return Arrivals(project, Plan(project.reader.scheme(), "").resolve(), Report(known=Counter()), project.author)


def test_an_interrupt_just_after_a_slice_was_stored_counts_it(project, monkeypatch):
    """It may come between the commit and the count of it."""
    arrivals, store_all = arrivals_of(project), project.store_all

    def interrupted(*given):
        store_all(*given)
        raise KeyboardInterrupt

    monkeypatch.setattr(project, "store_all", interrupted)
    with pytest.raises(KeyboardInterrupt):
        list(arrivals.take(Arrived(Arrival("a.txt:1", f"Text {at}."), False) for at in range(3)))
    assert (arrivals.committed, arrivals.stopped()) == (0, 3)


def test_an_interrupt_before_a_slice_was_stored_does_not_count_it(project, monkeypatch):
    arrivals = arrivals_of(project)

    def interrupted(*given):
        raise KeyboardInterrupt

    monkeypatch.setattr(project, "store_all", interrupted)
    with pytest.raises(KeyboardInterrupt):
        list(arrivals.take(Arrived(Arrival("a.txt:1", f"Text {at}."), False) for at in range(3)))
    assert arrivals.stopped() == 0


def test_two_people_who_began_with_the_same_marks_are_brought_together_with_all_of_both(path, tmp_path, spandesk):
    """Their marks have one id each: it is that of the first here, and the other's get ids of their own."""
    given = {**OWN, "label": "PER", "layer": "entities", "author": ""}
    second = {**given, "id": "2" * 24, "start": 8, "end": 11}
    link = {"id": "3" * 24, "source_span": OWN["id"], "target_span": "2" * 24, "label": "met", "author": ""}
    line = {"text": "Ada met Tom in Northport.", "status": {"": {"entities": "done"}}, "spans": [given, second],
            "refusals": [{**given, "id": "4" * 24}], "links": [link]}  # fmt: skip
    began = prodigy(tmp_path, line, name="began.jsonl")
    theirs, sent = tmp_path / "theirs.spans", tmp_path / "theirs.jsonl"
    spandesk("new", theirs)
    for project, who in ((path, "annotator A"), (theirs, "annotator B")):
        assert spandesk("add", project, began, "--as", "jsonl", "--author", who, "--json").json["left_out"] == []
    spandesk("export", theirs, sent, "--as", "jsonl")
    came = spandesk("add", path, sent, "--json").json
    assert (came["spans"], came["refusals"], came["left_out"]) == (2, 1, [])
    assert spandesk("stats", path, "--json").json["by_author"] == {"annotator A": 2, "annotator B": 2}
    after = path.read_bytes()
    again = spandesk("add", path, sent, "--json").json
    assert (again["spans"], again["known"]["spans"], again["left_out"]) == (0, 2, [])
    assert path.read_bytes() == after
    marks = opened(path).marks
    author = {one.id: one.author for one in marks.spans}
    links = [one for one in marks.others.values() if isinstance(one, Link)]
    assert len(links) == 2
    assert all(author[one.source_span] == author[one.target_span] == one.author for one in links)
    docbin = spandesk("export", path, tmp_path / "b.spacy", "--as", "docbin", "--author", "annotator B", "--json").json
    assert (docbin["spans"], docbin["not_taken"]) == (2, {"other author": 2})
    assert examine(path) == []


def labelled_by(path):
    """Return whose marks lie where in the one article, links by the places of their ends."""
    marks = opened(path).marks
    at = {one.id: (one.author, one.start, one.end, one.label) for one in marks.spans}
    found = Counter(at.values())
    for one in marks.others.values():
        if isinstance(one, Link):
            found[one.author, at[one.source_span], at[one.target_span]] += 1
        elif isinstance(one, Refusal):
            found["refusal", one.author, one.start, one.end] += 1
    return found


@pytest.mark.parametrize("seed", range(3))
def test_two_people_who_exchange_what_they_have_again_and_again_end_with_the_union(path, tmp_path, spandesk, seed):
    """A mark that came to the other under an id of its own is known where it was made."""
    drawn = random.Random(seed)
    text, count = "Ada met Tom in Northport, then Eve in Hull.", drawn.randint(1, 6)
    starts = [drawn.randrange(len(text) - 9) for _ in range(count)]
    spans = [
        {**OWN, "id": f"{at:024x}", "start": start, "end": start + drawn.randint(1, 9), "author": ""}
        for at, start in enumerate(starts)
    ]
    links = [
        {
            "id": f"{at:023x}f",
            "source_span": f"{at:024x}",
            "target_span": f"{drawn.randrange(count):024x}",
            "label": "x",
        }
        for at in range(count)
    ]
    line = {"text": text, "status": {"": {"entities": "done"}}, "spans": spans, "links": links,
            "refusals": [{**spans[0], "id": "e" * 24}]}  # fmt: skip
    people = {path: "annotator A", tmp_path / "b.spans": "annotator B"}
    spandesk("new", tmp_path / "b.spans")
    for project, who in people.items():
        own = {**spans[0], "id": f"{who[-1].lower() * 24}", "start": 40, "end": 42}
        began = prodigy(tmp_path, {**line, "spans": [*spans, own]}, name="began.jsonl")
        spandesk("add", project, began, "--as", "jsonl", "--author", who)
    union = sum(map(labelled_by, people), Counter())
    for turn in range(3):
        for here, there in (tuple(people), tuple(people)[::-1]):
            sent = tmp_path / "sent.jsonl"
            spandesk("export", there, sent, "--as", "jsonl")
            came = spandesk("add", here, sent, "--author", people[here], "--json").json
            assert came["left_out"] == []
            assert labelled_by(here) == union, turn
            assert came["spans"] == (0 if turn else count + 1)
    assert all(examine(project) == [] for project in people)


def test_what_another_changed_in_marks_of_the_same_beginning_is_listed_as_theirs(path, tmp_path, spandesk):
    line = {"text": "Ada met Tom in Northport.", "spans": [{**OWN, "label": "PER", "layer": "entities", "author": ""}]}
    began = prodigy(tmp_path, line, name="began.jsonl")
    for who in ("annotator A", "annotator B"):
        spandesk("add", path, began, "--as", "jsonl", "--author", who)
    line["spans"][0]["end"] = 7
    changed = prodigy(tmp_path, line, name="changed.jsonl")
    came = spandesk("add", path, changed, "--as", "jsonl", "--author", "annotator B", "--json").json
    assert [(one["what"], one["end"], one["reason"]) for one in came["left_out"]] == [
        ("span", 7, "differs from the project")
    ]
    assert spandesk("stats", path, "--json").json["by_author"] == {"annotator A": 1, "annotator B": 1}


def test_a_second_opinion_that_keeps_the_ids_of_the_first_comes_in_whole(path, tmp_path, spandesk):
    """What another made of our own lines in Prodigy: the spans they left as they were are theirs as well."""
    spans = [{**OWN, "id": id * 24, "start": at, "end": at + 3, "author": ""} for id, at in (("1", 0), ("2", 8))]
    line = {"text": "Ada met Tom in Northport.", "status": {"": {"entities": "done"}}, "spans": spans}
    spandesk("add", path, prodigy(tmp_path, line, name="first.jsonl"), "--as", "jsonl", "--author", "annotator A")
    lines = tmp_path / "lines.jsonl"
    assert spandesk("export", path, lines, "--as", "prodigy", "--layer", "entities").code == 0
    (out,) = map(json.loads, lines.read_text(encoding="utf-8").splitlines())
    for who, came in (("annotator A", 0), ("annotator B", 3)):
        given = {"start": 15, "end": 24, "label": "GPE"}
        mine = {**out, "_annotator_id": who, "spans": [*out["spans"], *([given] if came else [])]}
        again = spandesk("add", path, prodigy(tmp_path, mine, name=f"{came}.jsonl"), "--json").json
        assert (again["spans"], again["known"]["spans"], again["left_out"]) == (came, 2 - min(came, 2), [])
    assert spandesk("stats", path, "--json").json["by_author"] == {"annotator A": 2, "annotator B": 3}
    docbin = spandesk("export", path, tmp_path / "b.spacy", "--as", "docbin", "--author", "annotator B", "--json").json
    assert docbin["spans"] == 3


def test_the_same_input_gives_the_same_bytes_in_the_journal_as_when_the_format_was_made(path, tmp_path, add):
    settings.save(settings.Settings(author_id=ME, author_name="annotator A"), places.config_folder())
    for kind in sorted(set(SAMPLES) - {"docbin"}):
        (tmp_path / kind).mkdir()
        add(written(tmp_path / kind, kind))
    span = {"start": 1, "end": 4, "label": 'New "\u00e9\U0001f600"', "note": "a\n\x7f\\", "origin": "model@1"}
    own = {"id": "", "text": "\ufeffAda met\r\nTom.", "title": "T", "meta": {"n": [1, "\u00e9"]}, "hidden": True, "part": "dev",
           "status": {"B": {"claims": "flagged"}}, "spans": [span, span, {**span, "id": "s", "author": "B", "layer": "claims"}],
           "refusals": [{**span, "label": "PER"}], "links": [{"id": "l", "source_span": "s", "target_span": "t", "label": "of"}]}  # fmt: skip
    add(prodigy(tmp_path, own, {**own, "text": "Another.", "hidden": False, "spans": [{**span, "id": "s"}]}))
    connection = sqlite3.connect(path)
    held = connection.execute(
        "SELECT text.id, data FROM change JOIN text ON text.number = change.article ORDER BY text.id, gesture"
    ).fetchall()
    connection.close()
    assert len(held) == 11
    assert (
        hashlib.sha256(repr(held).encode()).hexdigest()
        == "034f533b2e31ff265419cde2564afbf8630e7649bef2e7391ab4099de41861a0"
    )
