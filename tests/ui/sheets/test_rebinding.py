from dataclasses import replace

import pytest

from annotator import places
from annotator.model.scheme import Scheme
from annotator.ui.command import every_command
from annotator.ui.sheets.rebinding import kept, refusal, remark, resettable

NEWS = Scheme.from_toml(places.resource("schemes", "news.toml").read_text(encoding="utf-8"), "news")[0]
COMMANDS = every_command()


def why(key, name, commands=COMMANDS):
    return refusal(key, commands[name], commands, NEWS, ["Alt+F"])


def test_a_key_that_calls_something_in_the_same_situation_is_refused_by_its_name():
    said = why("Enter", "span.next")
    assert said == (
        "Enter already calls \u201cDone, and on to the next unfinished article\u201d, and both can be meant at once. Press another key."
    )


@pytest.mark.parametrize(("key", "label"), [("1", "PER"), ("C", "CLAIM")])
def test_a_label_s_key_is_refused_where_a_label_could_be_given(key, label):
    assert (
        why(key, "span.delete")
        == f"{key} already gives the label {label}, and both can be meant at once. Press another key."
    )


def test_a_key_may_call_two_commands_that_never_meet():
    one = replace(COMMANDS["span.delete"], name="elsewhere", keys=(), when=lambda state: state.number == 0)
    assert refusal("Del", one, {**COMMANDS, "elsewhere": one}, NEWS, ()) == ""


def test_a_free_key_is_taken():
    assert why("O", "span.next") == ""
    assert why("Ctrl+9", "view.zoom.in") == ""


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("", "This key cannot be used here. Press another one."),
        (".", ". calls this command already."),
        ("Alt+F4", "Alt+F4 belongs to the desktop, which takes it before any program. Press another key."),
        ("Meta+E", "Meta+E belongs to the desktop, which takes it before any program. Press another key."),
        ("Alt+F", "Alt+F opens a menu. Press another key."),
    ],
)
def test_keys_that_cannot_be_had_are_told_with_the_reason(key, said):
    assert why(key, "span.next") == said


def test_a_key_that_was_taken_away_elsewhere_is_free():
    without = {**COMMANDS, "article.flag": replace(COMMANDS["article.flag"], keys=())}
    assert why("F", "span.next") != ""
    assert why("F", "span.next", without) == ""


def test_a_key_without_ctrl_works_in_the_text_only_and_that_is_said():
    assert "while the text has the keyboard" in remark("O", COMMANDS["view.list"])
    assert "while the text" not in remark("Ctrl+9", COMMANDS["view.list"])
    assert "while the text" not in remark("O", COMMANDS["caret.left"])


def test_only_what_differs_from_the_declaration_is_kept():
    own = kept({"view.list": "F9"}, "span.next", (".", "O"))
    assert own == {"view.list": "F9", "span.next": ". O"}
    assert kept(own, "span.next", (".",)) == {"view.list": "F9"}
    assert kept({}, "span.next", ()) == {"span.next": ""}


def test_a_command_does_not_get_its_keys_back_while_another_has_them():
    own = {**COMMANDS, "span.next": replace(COMMANDS["span.next"], keys=("O",)),
           "span.previous": replace(COMMANDS["span.previous"], keys=(".",))}  # fmt: skip
    assert "Focus the previous span" in resettable(own["span.next"], own, NEWS)
    assert resettable(own["span.previous"], own, NEWS) == ""
