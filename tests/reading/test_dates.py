# ruff: noqa: E501  (a row of a table is one line)
"""Dates in every UK spelling."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funding_radar.reading.dates import moments
from funding_radar.reading.text import folded

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def ordinal(day: int) -> str:
    if day in (11, 12, 13):
        return f"{day}th"
    return f"{day}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(day % 10, 'th') }"


SPELLINGS = {
    "5 September 2025": lambda d: f"{d.day} {MONTHS[d.month - 1]} {d.year}",
    "05 September 2025": lambda d: f"{d.day:02} {MONTHS[d.month - 1]} {d.year}",
    "5th September 2025": lambda d: f"{ordinal(d.day)} {MONTHS[d.month - 1]} {d.year}",
    "the 5th of September 2025": lambda d: f"the {ordinal(d.day)} of {MONTHS[d.month - 1]} {d.year}",
    "5th September, 2025": lambda d: f"{ordinal(d.day)} {MONTHS[d.month - 1]}, {d.year}",
    "Fri 5 Sep 2025": lambda d: f"{DAYS[d.weekday()][:3]} {d.day} {MONTHS[d.month - 1][:3]} {d.year}",
    "Friday 5th Sept 2025": lambda d: f"{DAYS[d.weekday()]} {ordinal(d.day)} {MONTHS[d.month - 1][:3]}. {d.year}",
    "Friday, 5 September 2025": lambda d: f"{DAYS[d.weekday()]}, {d.day} {MONTHS[d.month - 1]} {d.year}",
    "5-Sep-25": lambda d: f"{d.day}-{MONTHS[d.month - 1][:3]}-{d.year % 100:02}",
    "September 5, 2025": lambda d: f"{MONTHS[d.month - 1]} {d.day}, {d.year}",
    "Friday, September 5, 2025": lambda d: f"{DAYS[d.weekday()]}, {MONTHS[d.month - 1]} {d.day}, {d.year}",
    "5/9/25": lambda d: f"{d.day}/{d.month}/{d.year % 100:02}",
    "05/09/2025": lambda d: f"{d.day:02}/{d.month:02}/{d.year}",
    "05.09.2025": lambda d: f"{d.day:02}.{d.month:02}.{d.year}",
    "5-9-2025": lambda d: f"{d.day}-{d.month}-{d.year}",
    "2025-09-05": lambda d: d.isoformat(),
    "5 SEPTEMBER 2025": lambda d: f"{d.day} {MONTHS[d.month - 1].upper()} {d.year}",
    "5September2025": lambda d: f"{d.day}{MONTHS[d.month - 1]}{d.year}",
    "Friday5th September 2025": lambda d: f"{DAYS[d.weekday()]}{ordinal(d.day)} {MONTHS[d.month - 1]} {d.year}",
    "5th. September 2025": lambda d: f"{ordinal(d.day)}. {MONTHS[d.month - 1]} {d.year}",
    "Friday,5th September 2025": lambda d: f"{DAYS[d.weekday()]},{ordinal(d.day)} {MONTHS[d.month - 1]} {d.year}",
    "Friday September 5th 2025": lambda d: f"{DAYS[d.weekday()]} {MONTHS[d.month - 1]} {ordinal(d.day)} {d.year}",
    "September the 5th 2025": lambda d: f"{MONTHS[d.month - 1]} the {ordinal(d.day)} {d.year}",
    "Friday 05/09/25": lambda d: f"{DAYS[d.weekday()]} {d.day:02}/{d.month:02}/{d.year % 100:02}",
    "5 / 9 / 2025": lambda d: f"{d.day} / {d.month} / {d.year}",
    "5 of September 2025": lambda d: f"{d.day} of {MONTHS[d.month - 1]} {d.year}",
    "5\u00a0Sep\u00a02025": lambda d: f"{d.day}\u00a0{MONTHS[d.month - 1][:3]}\u00a0{d.year}",
    "2025/09/05": lambda d: f"{d.year}/{d.month:02}/{d.day:02}",
    "5 Sept '25": lambda d: f"{d.day} {MONTHS[d.month - 1][:3]} \u2019{d.year % 100:02}",
}  # fmt: skip
TIMES = {
    "5pm": (lambda t: f"{(t.hour - 1) % 12 + 1}{'pm' if t.hour > 11 else 'am'}", False),
    "5.30 p.m.": (lambda t: f"{(t.hour - 1) % 12 + 1}.{t.minute:02} {'p.m.' if t.hour > 11 else 'a.m.'}", True),
    "5:30pm": (lambda t: f"{(t.hour - 1) % 12 + 1}:{t.minute:02}{'pm' if t.hour > 11 else 'am'}", True),
    "17:30": (lambda t: f"{t.hour:02}:{t.minute:02}", True),
    "17.30": (lambda t: f"{t.hour:02}.{t.minute:02}", True),
    "1730 hrs": (lambda t: f"{t.hour:02}{t.minute:02} hrs", True),
}  # fmt: skip
FRAMES = (
    "The closing date is {date}.", "{date}", "Deadline: {date}", "by {date} at the latest",
    "(closes {date})", "Apply before {date}; awards follow.",
)  # fmt: skip


@given(
    day=st.dates(date(2001, 1, 1), date(2059, 12, 31)),
    spelling=st.sampled_from(sorted(SPELLINGS)),
    frame=st.sampled_from(FRAMES),
)
def test_any_date_in_any_spelling_is_read_back(day: date, spelling: str, frame: str) -> None:
    text = folded(frame.format(date=SPELLINGS[spelling](day)))

    assert [moment.value for moment in moments(text)] == [day.isoformat()]


@given(
    day=st.dates(date(2001, 1, 1), date(2059, 12, 31)),
    at=st.times(time(1, 0), time(23, 59)).map(lambda t: t.replace(second=0, microsecond=0)),
    spelling=st.sampled_from(["5 September 2025", "Friday 5th Sept 2025", "05/09/2025"]),
    clock=st.sampled_from(sorted(TIMES)),
    order=st.sampled_from(["{time} on {date}", "{date} at {time}", "{date}, {time}", "{date} ({time})", "by {time} on {date}"]),
)  # fmt: skip
def test_any_time_beside_a_date_is_read_back(
    day: date, at: time, spelling: str, clock: str, order: str
) -> None:
    render, minutes = TIMES[clock]
    at = at if minutes else at.replace(minute=0)
    text = folded("Closes " + order.format(date=SPELLINGS[spelling](day), time=render(at)))

    assert [moment.value for moment in moments(text)] == [f"{day}T{at:%H:%M}"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12 noon on Friday 5th September 2025", "2025-09-05T12:00"),
        ("midday, 5 September 2025", "2025-09-05T12:00"),
        ("1200pm 7th November 2023", "2023-11-07T12:00"),
        ("12:00 midday on 4 June 2025", "2025-06-04T12:00"),
        ("12am on 4 June 2025", "2025-06-04T00:00"),
        ("midnight on 31st January 2025", "2025-01-31T23:59"),
        ("5pmon Wednesday17th December 2014", "2014-12-17T17:00"),
        ("Tuesday 17, January 2023", "2023-01-17"),
        ("Weds 15th Jan 2025 at 5.00pm", "2025-01-15T17:00"),
        ("2026-02-13T12:00:00", "2026-02-13T12:00"),
        ("Thurs. 6th\u00a0Nov 2025", "2025-11-06"),
        ("the end of March 2025", "2025-03-31"),
        ("mid March 2024", "2024-03-15"),
        ("February 2024", "2024-02-29"),
        ("9am sharp on 5 September 2025", "2025-09-05T09:00"),
        ("5pm - 5 Sept 2025", "2025-09-05T17:00"),
        ("5 September 2025 @ 5pm", "2025-09-05T17:00"),
        ("10 o'clock in the morning on 5 September 2025", "2025-09-05T10:00"),
        ("one minute to midnight on 5 September 2025", "2025-09-05T23:59"),
        ("12 noon on Friday 5th Sept '25", "2025-09-05T12:00"),
        ("31/1/24", "2024-01-31"),
    ],
)
def test_special_words_for_times_and_days(text: str, expected: str) -> None:
    assert [moment.value for moment in moments(folded(text))] == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "£5.5.2025", "31/2/2025", "32 January 2025", "you may 10 times", "5-7 projects", "24/7",
        "phone 01234 567 890", "2024/25", "1.2.3.4", "page 3/4/5/6", "marching 5 people",
        "aged 16-25 in May", "5. September 2025", "the fifth of September 2025", "section 12.5", "version 2.0.1", "a 10-12 week project",
    ],
)  # fmt: skip
def test_what_only_looks_like_a_date_is_none(text: str) -> None:
    assert moments(folded(text)) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("8 to 19 May 2024", ["2024-05-08", "2024-05-19"]),
        ("1-30 September 2025", ["2025-09-01", "2025-09-30"]),
        ("8 January 2018 to 9 February 2018", ["2018-01-08", "2018-02-09"]),
        ("1 April - 14 May 2026", ["2026-05-14"]),
        ("1 April \u2013 14th of May 2026", ["2026-05-14"]),
    ],
)
def test_ranges_share_their_month(text: str, expected: list[str]) -> None:
    assert [m.value for m in moments(folded(text)) if m.value] == expected


def test_a_date_without_a_year_has_no_value() -> None:
    (moment,) = moments("friday 5th sept")

    assert (moment.day, moment.month, moment.year, moment.value) == (5, 9, None, "")
