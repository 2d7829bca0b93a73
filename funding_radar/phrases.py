"""How money, days and lists are said to people, the same everywhere."""

from collections.abc import Iterable
from datetime import date

from db.views import CallView, Deadline
from db.vocabulary import Basis, Field

_BASES = {
    Basis.TOTAL: " in all",
    Basis.PER_YEAR: " a year",
    Basis.PER_PARTNER: " for each partner",
    Basis.PER_PLACE: " for each place",
}


def pounds(amount: float) -> str:
    """Whole pounds; millions and more in millions where nothing is lost.

    >>> pounds(10000), pounds(2_500_000), pounds(1_234_567)
    ('£10,000', '£2.5 million', '£1,234,567')
    """
    amount = round(amount)
    if amount >= 1_000_000 and amount % 100_000 == 0:
        return f"£{amount / 1_000_000:g} million"
    return f"£{amount:,}"


def day(on: date, today: date | None = None) -> str:
    """A day with its weekday, as people say it; without its year when that is the year of ``today``.

    >>> day(date(2026, 12, 4)), day(date(2026, 12, 4), date(2026, 11, 23))
    ('Friday 4 December 2026', 'Friday 4 December')
    """
    return f"{on:%A} {on.day} {on:%B}{_year(on, today)}"


def short_day(on: date, today: date | None = None) -> str:
    """The same for a table or a subject line.

    >>> short_day(date(2026, 12, 4)), short_day(date(2027, 1, 8), date(2026, 11, 23))
    ('Fri 4 Dec 2026', 'Fri 8 Jan 2027')
    """
    return f"{on:%a} {on.day} {on:%b}{_year(on, today)}"


def _year(on: date, today: date | None) -> str:
    return "" if today is not None and on.year == today.year else f" {on.year}"


def clock(deadline: Deadline) -> str:
    """The time of a deadline: ``12 noon``, ``5pm``, ``11.59pm``; empty when it has none."""
    if deadline.at is None:
        return ""
    hour, minute = deadline.at.hour, deadline.at.minute
    if (hour, minute) == (12, 0):
        return "12 noon"
    if (hour, minute) == (0, 0):
        return "midnight as the day begins"
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
    """How long there is still; empty when there is no day to count to.

    >>> ends = Deadline.parse("2026-12-04")
    >>> days_left(ends, date(2026, 11, 23)), days_left(ends, date(2026, 12, 3))
    ('11 days left', 'tomorrow')
    """
    if deadline is None or deadline.on is None:
        return ""
    days = (deadline.on - today).days
    if days < 0:
        return "over"
    return ("today", "tomorrow")[days] if days < 2 else f"{days} days left"


def amount_range(low: int | None, high: int | None, basis: Basis | None) -> str:
    """How much can be asked for and what it is counted by; empty when nothing says so.

    >>> amount_range(None, 10000, Basis.PER_YEAR)
    'up to £10,000 a year'
    >>> amount_range(1000, 5000, Basis.TOTAL)
    '£1,000 to £5,000 in all'
    >>> amount_range(None, 5000, None)
    'up to £5,000'
    """
    counted = _BASES[basis] if basis else ""
    if low and high:
        said = pounds(high) if low == high else f"{pounds(low)} to {pounds(high)}"
        return said + counted
    if high:
        return f"up to {pounds(high)}{counted}"
    return f"from {pounds(low)}{counted}" if low else ""


def income_range(low: int | None, high: int | None) -> str:
    """The limits on an applicant's yearly income; empty when nothing says so.

    >>> income_range(None, 500_000), income_range(10_000, 500_000)
    ('income under £500,000 a year', 'income £10,000 to £500,000 a year')
    """
    if low and high:
        return f"income {pounds(low)} to {pounds(high)} a year"
    if high:
        return f"income under {pounds(high)} a year"
    return f"income over {pounds(low)} a year" if low else ""


def amount(call: CallView) -> str:
    """How much a call gives, for a table, where a sum in all needs no word; ``not stated`` when it does not say."""
    counted = call.facts.get(Field.MAX_AMOUNT) or call.facts.get(Field.MIN_AMOUNT)
    if counted is not None:
        basis = None if counted.basis is Basis.TOTAL else counted.basis
        return amount_range(call.value(Field.MIN_AMOUNT), call.value(Field.MAX_AMOUNT), basis)
    pot = call.value(Field.TOTAL_POT)
    return f"{pounds(pot)} in all" if pot is not None else "not stated"


def listed(words: Iterable[str], limit: int = 4, last: str = "and") -> str:
    """Words in a sentence.

    >>> listed(["food", "advice", "arts"]), listed(["food", "advice", "arts"], 2), listed(["food", "arts"], last="or")
    ('food, advice and arts', 'food, advice and 1 more', 'food or arts')
    """
    said = list(words)
    if len(said) > limit:
        return f"{', '.join(said[:limit])} and {len(said) - limit} more"
    if len(said) < 2:
        return "".join(said)
    return f"{', '.join(said[:-1])} {last} {said[-1]}"
