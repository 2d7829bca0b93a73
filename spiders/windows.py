"""Windows of time in an API that shows at most so many rows: halved until each shows all that it holds."""

from collections.abc import Iterator
from datetime import datetime, timedelta

FORMAT = "%Y-%m-%dT%H:%M:%S"
"""As the API reads it: UK time without a zone."""
SECOND = timedelta(seconds=1)
Window = tuple[datetime, datetime]


def days(start: datetime, end: datetime) -> Iterator[Window]:
    """The span from start to end in pieces of at most a day, oldest first; pieces share their edges.

    >>> [str(a) for a, _ in days(datetime(2026, 1, 1), datetime(2026, 1, 2, 6))]
    ['2026-01-01 00:00:00', '2026-01-02 00:00:00']
    """
    while start < end:
        stop = min(start + timedelta(days=1), end)
        yield start, stop
        start = stop


def halves(start: datetime, end: datetime) -> tuple[Window, Window] | None:
    """A window in two; None when it is a second already.

    >>> halves(datetime(2026, 1, 1), datetime(2026, 1, 1, 0, 0, 1)) is None
    True
    """
    if end - start <= SECOND:
        return None
    middle = start + timedelta(seconds=int((end - start).total_seconds()) // 2)
    return (start, middle), (middle, end)


def moment(text: str) -> datetime:
    """An instant as written in an address: naive on purpose, since the API's times are UK time without a zone."""
    return datetime.strptime(text, FORMAT)  # noqa: DTZ007


def write(span: Window) -> list[str]:
    """A window as kept in a source's state."""
    return [edge.strftime(FORMAT) for edge in span]


def read(row: list[str]) -> Window:
    """The window that ``write`` wrote."""
    return moment(row[0]), moment(row[1])
