"""The plan back from a deadline, in working days of England.

The steps and their days are defaults of ours, after published practice: experts by experience twice before
the second draft, trustees before the signatures, submission with days in hand.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache

import holidays

LEAST_DAYS = 15
"""Working days that three partners need at the least; ours, from practice in the sector."""
DAYS_FOR_EACH_FURTHER = 2
LEAST_PARTNERS = 3
DAYS_OF_A_PAIR = 8
"""Working days for two that have worked together before and have an agreement to start from; ours."""


@dataclass(frozen=True, slots=True)
class Step:
    """Something to be done so many working days before the deadline (negative: after it), and by whom."""

    before: int
    what: str
    who: str


STEPS = (
    Step(30, "Read the call and tell every member that it matched", "coordinator"),
    Step(28, "Declare interest and conflicts", "members"),
    Step(26, "Show the proposal and hold an open meeting", "coordinator"),
    Step(25, "Decide whether to bid, and who leads", "partners"),
    Step(24, "First session with experts by experience", "lead and experts by experience"),
    Step(22, "Agree in principle, in writing", "partners"),
    Step(20, "Say what changes and who delivers what", "partners"),
    Step(16, "Second session with experts by experience", "lead and experts by experience"),
    Step(15, "Budgets with full cost recovery", "each partner"),
    Step(12, "First draft", "lead"),
    Step(9, "Comments on the draft", "experts by experience and partners"),
    Step(7, "Sign-off by the trustees", "lead's trustees"),
    Step(5, "Check every answer against the guidance", "coordinator"),
    Step(3, "Signatures", "partners"),
    Step(2, "Submit, with a day in hand", "lead"),
    Step(-2, "Look back together, and tell members who were not chosen why", "coordinator"),
)
_FIXED = 3
"""Steps this near the deadline are never moved nearer."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A step on its day."""

    on: date
    what: str
    who: str


@dataclass(frozen=True, slots=True)
class Plan:
    """The steps on their days, from the day that the bid was opened to its deadline.

    ``aim`` is true where the call has no closing day and the deadline is one that we set ourselves.
    """

    start_on: date
    deadline_on: date
    working_days: int
    needed_days: int
    steps: tuple[Planned, ...]
    aim: bool = False

    @property
    def most_partners(self) -> int:
        """For how many partners of a new partnership the time suffices."""
        return most_partners(self.working_days)

    @property
    def enough_time(self) -> bool:
        """Whether the sector's least time is kept for this many partners."""
        return self.working_days >= self.needed_days

    def left(self, today: date) -> int:
        """Working days from today to the deadline."""
        return working_days(today, self.deadline_on)

    def next_steps(self, today: date, count: int = 3) -> tuple[Planned, ...]:
        """The steps that come next, those of today among them."""
        return tuple(step for step in self.steps if step.on >= today)[:count]

    def warning(self, pairs: Sequence[tuple[str, str]] = ()) -> str:
        """What could still be done when there is too little time; empty when there is enough.

        ``pairs`` are the partners, two by two, that have worked together before.
        """
        if self.enough_time:
            return ""
        days = f"{self.working_days} working day{'' if self.working_days == 1 else 's'}"
        short = f"{days} from start to deadline, {self.needed_days} needed"
        if self.most_partners >= LEAST_PARTNERS:
            return f"{short}: there is time for {self.most_partners} partners"
        if pairs and self.working_days >= DAYS_OF_A_PAIR:
            could = " or ".join(f"{one} with {other}" for one, other in pairs[:3])
            return f"{short}: too late to form a new partnership; these two could bid: {could}"
        return (
            f"{short}: too late to form a new partnership; one organisation could bid alone, "
            "with others named as subcontractors"
        )


def needed_days(partners: int, *, known: bool = False) -> int:
    """Working days that so many partners need at the least; ``known``: two that have worked together before.

    >>> needed_days(3), needed_days(5), needed_days(2, known=True)
    (15, 19, 8)
    """
    if known and partners == 2:
        return DAYS_OF_A_PAIR
    return LEAST_DAYS + DAYS_FOR_EACH_FURTHER * max(0, partners - LEAST_PARTNERS)


def most_partners(working_days: int) -> int:
    """For how many partners the time suffices; below three there is none for a new partnership (0).

    >>> most_partners(19), most_partners(14)
    (5, 0)
    """
    if working_days < LEAST_DAYS:
        return 0
    return LEAST_PARTNERS + (working_days - LEAST_DAYS) // DAYS_FOR_EACH_FURTHER


def plan_back(
    deadline_on: date,
    partners: int,
    start: date,
    *,
    known: bool = False,
    dates: Sequence[Planned] = (),
) -> Plan:
    """The plan for so many partners, from the day it was begun; with less than the full time the early steps close up.

    ``dates`` are days that the funder set, such as the last one for questions.
    """
    left = working_days(start, deadline_on)
    steps = [Planned(_day(step, deadline_on, left, start), step.what, step.who) for step in STEPS]
    in_order = sorted([*steps, *dates], key=lambda step: step.on)
    return Plan(start, deadline_on, left, needed_days(partners, known=known), tuple(in_order))


def plan_ahead(partners: int, start: date) -> Plan:
    """The full plan for a call that has no closing day: every step in its time, from the day it was begun."""
    plan = plan_back(working_day_before(start, -STEPS[0].before), partners, start)
    return replace(plan, aim=True)


def working_days(start: date, end: date) -> int:
    """Working days after the first day, up to and with the last; zero when it has passed."""
    return sum(is_working_day(day) for day in _days(start, end))


def working_day_before(end: date, count: int) -> date:
    """The day so many working days before another; after it when the count is negative."""
    step = timedelta(days=-1 if count > 0 else 1)
    day, left = end, abs(count)
    while left:
        day += step
        left -= is_working_day(day)
    return day


def is_working_day(day: date) -> bool:
    """Whether offices in England work on it."""
    return day.weekday() < 5 and day not in _bank_holidays(day.year)


def _day(step: Step, deadline_on: date, left: int, start: date) -> date:
    if step.before < 0 or left >= STEPS[0].before:
        return working_day_before(deadline_on, step.before)
    if step.before <= _FIXED:
        return max(min(start, deadline_on), working_day_before(deadline_on, step.before))
    # The days between the start and the last fixed step are shared out in proportion, so the order stays.
    scale = max(0, left - _FIXED) / (STEPS[0].before - _FIXED)
    moved = _FIXED + round((step.before - _FIXED) * scale)
    return max(min(start, deadline_on), working_day_before(deadline_on, moved))


def _days(start: date, end: date) -> Iterator[date]:
    day = start + timedelta(days=1)
    while day <= end:
        yield day
        day += timedelta(days=1)


@cache
def _bank_holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year))
