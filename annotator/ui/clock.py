"""A moment as people say it: the time of today, the day and time of another day."""

from __future__ import annotations

from datetime import datetime

from annotator.ui.reading.headline import as_written


def said(at: int, now: datetime | None = None) -> str:
    """Return the wall clock `at`, in milliseconds since 1970, in this place's time; "" for 0."""
    if not at:
        return ""
    today, then = now or datetime.now().astimezone(), datetime.fromtimestamp(at / 1000).astimezone()
    time = then.strftime("%H:%M")
    if then.date() == today.date():
        return time
    day = as_written(then.date().isoformat(), short=True)
    return f"{day.removesuffix(f' {today.year}')}, {time}"
