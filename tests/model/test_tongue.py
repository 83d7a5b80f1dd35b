from annotator.model.tongue import speak, tr


def test_english_is_said_as_it_is_written():
    assert tr("Done, {n} {braces}", n=3, braces="{x}") == "Done, 3 {x}"
    assert tr("A {brace} without values stays") == "A {brace} without values stays"


def test_another_tongue_is_filled_with_the_same_values():
    before = speak(lambda text: {"{n} done": "fertig: {n}"}.get(text, text))
    try:
        assert tr("{n} done", n=3) == "fertig: 3"
        assert tr("unknown") == "unknown"
    finally:
        speak(before)
    assert tr("{n} done", n=3) == "3 done"
