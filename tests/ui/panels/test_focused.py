from annotator.ui.theme import Theme


def panel_of(window):
    return next(panel for module, panel in window.panels if module.TITLE == "Focused span")


def focus(window, words):
    state = window.session.state
    span = next(one for one in state.marks.spans if state.text[one.start : one.end].startswith(words))
    window.session.run("focus.span", span.id)
    window.show_around()
    return span


def test_label_bounds_words_and_author_of_the_span_in_focus(sampled, desk):
    window = desk.open(sampled)
    panel = panel_of(window)
    assert panel.empty.isVisible()
    assert not panel.tag.isVisible()
    focus(window, "Laurent Nunez")
    assert (panel.quote.text(), panel.tag.accessibleName()) == ("Laurent Nunez", "PER")
    assert panel.nth.text() == "2 of 5 PER"
    assert [panel.fields[name][1].text() for name in ("Characters", "Words", "By")] == [
        "444\u2013457",
        "2",
        "you, file",
    ]
    assert not panel.fields["Note"][0].isVisible()
    assert not panel.retired.isVisible()
    window.session.run("focus.clear")
    window.show_around()
    assert panel.empty.isVisible()
    assert not panel.tag.isVisible()


def test_the_tag_follows_the_theme(sampled, desk):
    window = desk.open(sampled)
    focus(window, "Algeria and France have")
    dark = Theme.load("dark")
    window.set_theme(dark)
    assert panel_of(window).tag._hue == dark.hue("rust")
    assert panel_of(window).tag.accessibleName() == "CLAIM"


def test_a_selection_is_counted_and_what_to_do_with_it_is_said(sampled, desk):
    window = desk.open(sampled)
    panel = panel_of(window)
    window.session.run("focus.range", 0, 15)
    window.show_around()
    assert panel.empty.text() == "2 words selected. A label's key makes a span of it."
    window.session.run("focus.range", 0, 7)
    window.show_around()
    assert panel.empty.text().startswith("1 word selected")
    blank = window.session.state.text.index(" ")
    window.session.run("focus.range", blank, blank + 1)
    window.show_around()
    assert panel.empty.text().startswith("1 character selected")
    window.session.run("focus.clear")
    window.show_around()
    assert panel.empty.text().startswith("Click a word")
