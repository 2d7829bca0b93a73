# ruff: noqa: E501  (a row of a table is one line)
"""Rows of a file in, readings out."""

import json
from datetime import date

import pytest

from db.errors import RadarError
from funding_radar.reading.lab import read_lines


def test_one_object_comes_out_for_each_row() -> None:
    rows = [
        json.dumps({"id": 1, "title": "Fund", "text": "<p>Apply for up to &pound;500 by 3 May.</p>", "published_on": "2026-04-01"}),
        "",
        json.dumps({"id": 2, "text": "Nothing."}),
    ]  # fmt: skip

    first, second = read_lines(rows)

    assert first["id"] == 1
    assert first["kind"] == "open_call"
    assert first["facts"]["deadline"] == {
        "value": "2026-05-03",
        "quote": "Apply for up to £500 by 3 May.",
        "inferred": True,
    }
    assert first["facts"]["max_amount"]["basis"] == "total"
    assert second == {"id": 2, "kind": "other", "facts": {}}


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("{", "line 1 is not JSON"),
        ("[]", 'needs "id" and "text"'),
        ('{"id": 1}', 'needs "id" and "text"'),
        ('{"id": 1, "text": "x", "published_on": "1 May"}', "2026-01-31"),
    ],
)
def test_a_row_that_cannot_be_read_is_named(row: str, fault: str) -> None:
    with pytest.raises(RadarError, match=fault):
        list(read_lines([row]))


def test_today_tells_open_from_coming_and_closed() -> None:
    row = json.dumps(
        {"id": 1, "text": "Applications open from 1 May 2026 to 30 June 2026. Apply now."}
    )
    statuses = [
        next(read_lines([row], today=day))["facts"]["status"]["value"]
        for day in (date(2026, 4, 1), date(2026, 5, 10), date(2026, 7, 1))
    ]

    assert statuses == ["coming", "open", "closed"]
