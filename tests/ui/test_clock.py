from datetime import datetime

from annotator.ui.clock import said


def at(*moment):
    return int(datetime(*moment).astimezone().timestamp() * 1000)


def test_today_is_told_by_its_time_another_day_by_its_date_as_well():
    now = datetime(2026, 2, 21, 18, 0).astimezone()
    assert said(at(2026, 2, 21, 14, 2), now) == "14:02"
    assert said(at(2026, 2, 20, 9, 5), now) == "20 Feb, 09:05"
    assert said(at(2025, 12, 31, 23, 59), now) == "31 Dec 2025, 23:59"
    assert said(0, now) == ""
