"""How money, days and lists are said to people, the same everywhere."""

from collections.abc import Sequence
from datetime import date

from db.views import CallView, Deadline
from db.vocabulary import Basis, Field

_BASES = {
    Basis.PER_YEAR: " a year",
    Basis.PER_PARTNER: " for each partner",
    Basis.PER_PLACE: " for each place",
}


def pounds(amount: int) -> str:
    """An amount in whole pounds.

    >>> pounds(35000)
    '£35,000'
    """
    return f"£{amount:,}"


def day(on: date) -> str:
    """A day with its weekday, as people say it.

    >>> day(date(2026, 12, 4))
    'Friday 4 December 2026'
    """
    return f"{on:%A} {on.day} {on:%B} {on.year}"


def short_day(on: date) -> str:
    """A day for a table.

    >>> short_day(date(2026, 12, 4))
    'Fri 4 Dec 2026'
    """
    return f"{on:%a} {on.day} {on:%b} {on.year}"


def clock(deadline: Deadline) -> str:
    """The time of a deadline: ``12 noon``, ``5pm``, ``11.59pm``; empty when it has none."""
    if deadline.at is None:
        return ""
    hour, minute = deadline.at.hour, deadline.at.minute
    if (hour, minute) == (12, 0):
        return "12 noon"
    half = "am" if hour < 12 else "pm"
    return f"{hour % 12 or 12}{f'.{minute:02}' if minute else ''}{half}"


def closes(deadline: Deadline | None) -> str:
    """When a call closes, for a table.

    >>> closes(Deadline.parse("2026-12-04T12:00"))
    'Fri 4 Dec 2026, 12 noon'
    """
    if deadline is None:
        return "not stated"
    if deadline.rolling or deadline.on is None:
        return "always open"
    time = clock(deadline)
    return short_day(deadline.on) + (f", {time}" if time else "")


def days_left(deadline: Deadline | None, today: date) -> str:
    """How long there is.

    >>> days_left(Deadline.parse("2026-12-04"), date(2026, 12, 3))
    '1 day left'
    """
    if deadline is None or deadline.on is None:
        return ""
    days = (deadline.on - today).days
    if days < 0:
        return "closed"
    return "closes today" if days == 0 else f"{days} day{'s' if days > 1 else ''} left"


def amount(call: CallView) -> str:
    """How much a call gives, on what basis; ``not stated`` when it does not say."""
    least, most = call.facts.get(Field.MIN_AMOUNT), call.facts.get(Field.MAX_AMOUNT)
    if most is not None:
        basis = _BASES.get(most.basis or Basis.TOTAL, "")
        if least is not None and least.value != most.value:
            return f"{pounds(least.value)} to {pounds(most.value)}{basis}"
        return f"up to {pounds(most.value)}{basis}"
    if least is not None:
        return f"from {pounds(least.value)}"
    pot = call.value(Field.TOTAL_POT)
    return f"{pounds(pot)} in all" if pot is not None else "not stated"


def listed(words: Sequence[str], limit: int = 4) -> str:
    """Words in a sentence.

    >>> listed(["food", "advice", "arts"])
    'food, advice and arts'
    """
    shown = list(words[:limit])
    if len(words) > limit:
        return ", ".join(shown) + f" and {len(words) - limit} more"
    if len(shown) < 2:
        return "".join(shown)
    return ", ".join(shown[:-1]) + " and " + shown[-1]
