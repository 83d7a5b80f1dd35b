from annotator.language import tokens
from annotator.ui import status


def test_what_is_in_focus_is_told_until_something_is_said(qtbot):
    bar = status.StatusBar()
    qtbot.addWidget(bar)
    bar.show_focus("PER  Ada Lindqvist")
    assert bar.said.text() == "PER  Ada Lindqvist"
    bar.say("Undo in Title.")
    bar.show_focus("ORG  Northport")
    assert bar.said.text() == "Undo in Title."
    bar._quiet.timeout.emit()
    assert bar.said.text() == "ORG  Northport"


def test_a_sentence_that_could_be_read_gives_way_to_the_next_span_in_focus(qtbot):
    bar = status.StatusBar()
    qtbot.addWidget(bar)
    bar.say("Done, empty.")
    bar._quiet.start((status.SAID_FOR - status.READ_IN) // 2)  # a timer of Qt is late by 5 % at most
    bar.show_focus("")
    assert bar.said.text() == "Done, empty.", "nothing in focus is nothing to show"
    bar.show_focus("PER  Ada Lindqvist")
    assert bar.said.text() == "PER  Ada Lindqvist"
    assert not bar._quiet.isActive()


def test_trouble_goes_before_the_words_in_focus_and_what_has_no_room_is_cut_with_a_sign(sampled, desk):
    window = desk.open(sampled)
    state = window.session.state
    window.resize(900, 600)
    window.session.take_tokens(state.article.id, tokens("en", state.text))
    at = state.text.index("announcement")
    window.run("focus.range", at, at + 4)
    window.run("label.apply", "entities/per")
    window.show_around()
    assert status.in_focus(window.session.state).startswith("\u25b2 Left out: It ends inside a token")
    assert status.in_focus(window.session.state).endswith("PER  anno")
    said = window.status.said
    window.status.say("It says more than there is room for, and so it is cut. " * 3)
    desk.qtbot.waitUntil(lambda: said.shown.endswith("\u2026"))
    assert said.fontMetrics().horizontalAdvance(said.shown) <= said.width()
    assert said.text().endswith("so it is cut. "), "a screen reader is told all of it"
    assert "so it is cut." in said.toolTip()
    window.status.say("Short.")
    assert (said.shown, said.toolTip()) == ("Short.", "")


def test_counts_and_the_share_that_is_done(qtbot):
    bar = status.StatusBar()
    qtbot.addWidget(bar)
    bar.show_counts({"all": 1200, "done": 300}, 39)
    assert (bar.place.text(), bar.done.text()) == ("Article 39 of 1,200", "300 done")
    assert (bar.share.value(), bar.share.maximum()) == (300, 1200)
    bar.show_counts({"all": 1200, "done": 300, "listed": 40}, 39)
    assert (bar.place.text(), bar.share.maximum()) == ("Article 39 of 40", 1200), "a filter leaves fewer articles"
    bar.show_counts({}, 0)
    assert (bar.place.text(), bar.share.value()) == ("0 articles", 0)


def test_waiting_marks_are_counted_after_a_moment_and_saved_again(qtbot):
    bar = status.StatusBar()
    qtbot.addWidget(bar)
    bar.show_waiting(1)
    assert bar.saved.property("role") == "saved"
    bar._late.timeout.emit()
    assert bar.saved.property("role") != "saved"
    assert "1 mark not saved yet" in bar.saved.text()
    bar.show_waiting(3)
    assert "3 marks not saved yet" in bar.saved.text()
    bar.show_waiting(0)
    assert bar.saved.property("role") == "saved"


def test_what_the_disk_refuses_is_named_at_once_with_the_time_of_the_last_save(qtbot):
    bar = status.StatusBar()
    qtbot.addWidget(bar)
    bar.show_waiting(1)
    bar.show_waiting(0)
    saved = bar.saved.text().removeprefix("\u25cf Saved ")
    bar.show_waiting(2, refused=True)
    assert bar.saved.text() == "\u25b2 Not saved: 2 marks wait in memory"
    assert bar.saved.property("role") == "unsaved"
    assert not bar.last.isHidden()
    assert bar.last.text() == f"last saved {saved}"
    bar.show_waiting(1, refused=True)
    assert bar.saved.text() == "\u25b2 Not saved: 1 mark waits in memory"
    bar.show_waiting(0)
    assert bar.saved.property("role") == "saved"
    assert bar.last.isHidden()


def test_what_was_never_saved_here_has_no_last_time(qtbot):
    bar = status.StatusBar()
    qtbot.addWidget(bar)
    bar.show_waiting(2, refused=True)
    assert bar.last.isHidden()
