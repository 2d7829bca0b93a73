"""Notices made up for tests, in the shape of the procurement services, and a server of them with its faults."""

import json
from datetime import datetime, timedelta

from tests.spiders.loopback import Answer, Asked


def release(number: int, at: datetime) -> dict:
    return {
        "ocid": f"ocds-h6vhtk-{number:06x}",
        "id": f"{number:06}-2026",
        "date": at.isoformat(),
        "tag": ["tender"],
        "tender": {
            "title": f"Service number {number}",
            "description": f"A service for people, number {number}. " * 8,
            "status": "active",
            "value": {"amount": 1000 + number, "currency": "GBP"},
            "tenderPeriod": {"endDate": "2026-10-30T12:00:00Z"},
            "documents": [{"id": f"{number:06}-2026", "noticeType": "UK4"}],
        },
        "buyer": {"name": "Example Council"},
    }


def package(rows: list[dict], link: str | None = None) -> Answer:
    data = {"version": "1.1", "releases": rows, "links": {"next": link} if link else {}}
    return Answer(json.dumps(data).encode(), kind="application/json")


class Windows:
    """A service that shows the newest hundred of a window, and whose cursor drops every third row."""

    def __init__(self, rows: list[tuple[datetime, dict]]) -> None:
        self.rows = sorted(rows, key=lambda row: row[0], reverse=True)
        self.cursors = 0

    def __call__(self, asked: Asked) -> Answer:
        start = datetime.fromisoformat(asked.query["updatedFrom"])
        end = datetime.fromisoformat(asked.query["updatedTo"])
        inside = [row for at, row in self.rows if start <= at <= end]
        skip = int(asked.query.get("cursor", 0))
        page = inside[skip : skip + int(asked.query["limit"])]
        if skip:
            self.cursors += 1
            page = [row for n, row in enumerate(page) if n % 3]
        return package(page, f"{asked.url}&cursor={skip + 100}")


def busy_day(day: datetime, count: int) -> list[tuple[datetime, dict]]:
    """Notices of one day, most of them in two crowded minutes, as publishing systems send them."""
    rows = []
    for number in range(count):
        crowded = number % 5 != 0
        seconds = 9 * 3600 + (number * 7) % 120 if crowded else (number * 83) % 86_400
        at = day + timedelta(seconds=seconds)
        rows.append((at, release(number, at)))
    return rows
