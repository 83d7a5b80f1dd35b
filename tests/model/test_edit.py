from annotator.model.edit import EMPTY, Edit, Gesture, by_article
from annotator.model.mark import Key, Label, Span


def test_an_edit_is_a_mapping_from_keys_to_before_and_after():
    span = Span("s", 0, 3, "l", "a")
    edit = Edit.replacing("x", span, span._replace(end=4))
    assert dict(edit) == {Key("span", "x", "s"): (span, span._replace(end=4))}
    assert dict(edit.inverse) == {Key("span", "x", "s"): (span._replace(end=4), span)}
    assert edit.inverse.inverse == edit
    assert not EMPTY


def test_marks_of_the_project_have_no_article():
    assert list(Edit.adding("x", Label("l", "e", "L"))) == [Key("label", None, "l")]


def test_adding_then_removing_is_nothing():
    span = Span("s", 0, 3, "l", "a")
    assert not Edit.adding("x", span).and_then(Edit.removing("x", span))


def test_a_gesture_waits_for_its_id():
    assert Gesture("t", "label.apply", "a", "window", {}).id == ""


def test_an_edit_falls_into_its_articles():
    span, label = Span("s", 0, 3, "l", "a"), Label("l", "e", "L")
    both = Edit({**Edit.adding("x", span), **Edit.adding("y", span), **Edit.adding(None, label)})
    assert by_article(both) == {
        "x": Edit.adding("x", span),
        "y": Edit.adding("y", span),
        None: Edit.adding(None, label),
    }
    assert by_article(EMPTY) == {}
