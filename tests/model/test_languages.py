from annotator.language import known
from annotator.model.languages import NAMES, is_code, named, parts
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


def test_what_is_written_without_spaces_is_parted_by_the_rules_of_its_own_languages_alone():
    assert [parts(code, "\u963f\u5c14\u53ca\u5229\u4e9a") for code in ("en", "zh", "ja", "th")] == [
        False,
        True,
        True,
        False,
    ]
    assert [parts(code, "\u0e1b\u0e23\u0e30") for code in ("en", "zh", "th")] == [False, False, True]
    assert all(
        parts("en", words)
        for words in ("", "Algeria", "\u0627\u0644\u062c\u0632\u0627\u0626\u0631", "\u0410\u043b\u0436\u0438\u0440")
    )
