"""The line of facts above an article."""

from annotator.ui.reading.headline import COUNTED, as_written, facts_of, is_date


def test_source_date_and_words(state_of):
    details = [("source", "WIRE"), ("date", "2026-02-21"), ("title", "Ferry Line")]
    assert facts_of(state_of("Ferry Line\nIt runs.", details=details)) == "WIRE  ·  21 February 2026  ·  4 words"


def test_a_title_that_the_text_does_not_begin_with_stands_first(state_of):
    assert facts_of(state_of("Ferry", details=[("title", "The\nLine")])) == "The Line  ·  1 word"


def test_a_text_without_spaces_is_counted_in_characters(state_of):
    assert facts_of(state_of("中国外交部发言人毛宁 周二表示。")) == "15 characters"


def test_words_of_a_huge_text_are_not_counted(state_of):
    assert facts_of(state_of("x" * (COUNTED + 1))) == "200,001 characters"


def test_dates_that_are_none_stay_as_they_are():
    assert as_written("spring 2026") == "spring 2026"
    assert as_written("2026-02-21T10:00:00Z") == "21 February 2026"
    assert as_written("") == ""


def test_dates_in_short():
    assert as_written("2026-02-21", short=True) == "21 Feb 2026"
    assert as_written("", short=True) == ""


def test_only_days_of_the_calendar_are_dates():
    assert [one for one in ("2026-02-21", " 2026-02-21T10:00Z", "2026-02-31", "spring", "21.2.2026", "") if is_date(one)] == [
        "2026-02-21", " 2026-02-21T10:00Z",
    ]  # fmt: skip
