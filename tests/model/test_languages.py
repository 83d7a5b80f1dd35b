from annotator.language import known
from annotator.model.languages import NAMES, is_code, named
from annotator.model.tongue import speak


def test_every_language_that_spacy_has_here_has_a_name_of_its_own():
    assert set(known()) <= set(NAMES)
    assert len(set(NAMES.values())) == len(NAMES)
    assert all(map(is_code, NAMES))


def test_a_name_is_said_in_the_tongue_of_the_reader_and_without_one_the_code_stands():
    before = speak(str.upper)
    try:
        assert (named("zh"), named("zz")) == ("CHINESE", "zz")
    finally:
        speak(before)


def test_what_is_not_two_or_three_small_letters_is_no_code():
    assert not any(map(is_code, ("", "e", "en-GB", "EN", "../x", "engl", "en\n")))
