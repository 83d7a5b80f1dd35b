"""Options of the shell are no words of the window."""

import pytest

from annotator import shelf
from annotator.ui.shell_words import in_window


@pytest.mark.parametrize(("said", "shown"), [
    ("share them out anew with spandesk split --salt.", "share them out anew with Split in the File menu, with another salt."),
    ("share them out anew with spandesk split --ratio.", "share them out anew with Split in the File menu, with another ratio."),
    ("done by A and B: name --author", "done by A and B: choose one under Authors"),
    ("--claims-as claims=ner knows no such limit.", "\u201cClaims as: ner\u201d knows no such limit."),
    ("--claims-as asks for spancat.", "\u201cClaims as\u201d asks for spancat."),
    ("Name one by --layer.", "Choose one under Layers."),
    ("Enter marks one done, --status any takes all.", "Enter marks one done; \u201cAll articles, done or not\u201d takes all."),
    ("--status any takes all.", "\u201cAll articles, done or not\u201d takes all."),
    ("--align a.b=expand", "\u201cAlign: expand\u201d"),
    ("not done", "not done"),
])  # fmt: skip
def test_what_the_shell_calls_a_way_is_said_as_the_window_calls_it(said, shown):
    assert in_window(said) == shown


def test_what_an_export_remarks_names_no_option_in_the_window():
    fitted, training = shelf.load("exports", "fitted"), shelf.load("exports", "training")
    for said in (fitted._finish("dev"), training.FORCED):
        assert "--" in said
        assert "--" not in in_window(said)
