import pytest

from annotator.language import known
from annotator.project import project as projects


@pytest.fixture
def changed(spandesk, path):
    """Return a function that runs the subcommand and gives back its JSON."""
    return lambda *words: spandesk("language", path, *words, "--json").json


def test_it_tells_the_language_and_changes_nothing(spandesk, path, changed):
    before = path.read_bytes()
    assert spandesk("language", path).out == f"The texts of {path} are in English (en).\n"
    assert changed() == {"language": "en", "name": "English", "before": "en", "no_tokeniser": ""}
    assert path.read_bytes() == before


def test_it_is_changed_in_one_gesture_and_back_again(spandesk, path, changed):
    assert spandesk("language", path, "zh").out == f"The texts of {path} are in Chinese (zh) now.\n"
    assert changed()["language"] == "zh"
    gestures = spandesk("history", path, "--json").json["gestures"]
    assert [(one["command"], one["via"], one["marks"]) for one in gestures][-1] == ("language.set", "shell", 1)
    assert spandesk("language", path, "zh").out == f"The texts of {path} are in Chinese (zh).\n"
    assert len(spandesk("history", path, "--json").json["gestures"]) == len(gestures), "it was said already"
    assert changed("en")["before"] == "zh"
    assert changed()["language"] == "en"
    assert spandesk("check", path).code == 0


def test_it_is_taken_back_from_the_history(spandesk, path, changed):
    changed("zh")
    gesture = spandesk("history", path, "--json").json["gestures"][-1]["id"]
    assert spandesk("history", path, "--take-back", gesture).out.startswith("Took back 1 mark.")
    assert changed()["language"] == "en"
    again = spandesk("history", path, "--take-back", gesture)
    assert (again.code, "it is taken back already, or was changed since" in again.err) == (1, True)


def test_a_language_that_needs_one_more_package_is_taken_and_the_need_is_told(spandesk, path, monkeypatch):
    monkeypatch.setattr("annotator.language.lacks", lambda code: code == "ja")
    said = spandesk("language", path, "ja")
    assert said.code == 0
    why = "the language ja: spaCy has no tokeniser for it, or it needs one more package"
    assert said.out.split("\n")[:2] == [f"The texts of {path} are in Japanese (ja) now.", why]


@pytest.mark.parametrize("code", ["zz", "../x", "EN", "char_classes", "deu", "mul"])
def test_what_spacy_does_not_have_is_refused(spandesk, path, changed, code):
    said = spandesk("language", path, code)
    assert (said.code, said.err) == (
        2,
        f"the language {code}: it is none of spaCy's own codes, such as en, de and xx. Nothing was changed.\n",
    )
    assert changed()["language"] == "en"
    assert code not in known()


def test_a_file_that_is_write_protected_is_told_and_left_alone(spandesk, path, changed, monkeypatch):
    monkeypatch.setattr(projects, "may_write", lambda path: False)
    said = spandesk("language", path, "zh")
    assert (said.code, "was not changed: the file or its folder is write-protected" in said.err) == (1, True)
    assert spandesk("language", path).out == f"The texts of {path} are in English (en).\n"
