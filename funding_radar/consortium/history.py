"""What went before: chances taken and missed, who led when, who knows whom, and who must not sit together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from db.views import MemberView

YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class History:
    """What went before, by member. Chances are counted by ``freshness``, so that old ones weigh less.

    ``matched`` are joint bids for calls that fitted it, ``chosen`` those of them that it was in. ``led_on`` is when it
    last led, ``leading`` how many bids it leads now, ``busy`` in how many other open bids it is. ``conflicts`` are
    pairs that must not be together; ``rivals`` are in a bid of their own for this call.
    """

    matched: Mapping[int, float] = field(default_factory=dict)
    chosen: Mapping[int, float] = field(default_factory=dict)
    led_on: Mapping[int, date] = field(default_factory=dict)
    leading: Mapping[int, int] = field(default_factory=dict)
    busy: Mapping[int, int] = field(default_factory=dict)
    conflicts: frozenset[frozenset[int]] = frozenset()
    rivals: frozenset[int] = frozenset()

    def owed(self, member_id: int) -> float:
        """The part of its chances, 0 to 1, that a member was not chosen for; less than one whole chance counts in part.

        >>> History({1: 4, 2: 0.25}, {1: 1}).owed(1), History({2: 0.25}).owed(2), History().owed(3)
        (0.75, 0.25, 0.0)
        """
        matched = self.matched.get(member_id, 0)
        missed = max(0.0, matched - self.chosen.get(member_id, 0))
        return missed / matched * min(1.0, missed) if matched else 0.0

    def led_lately(self, member_id: int, today: date) -> bool:
        """Whether it led a bid in the last twelve months."""
        led_on = self.led_on.get(member_id)
        return led_on is not None and today - led_on < YEAR


def freshness(age_days: int, half_life_days: int) -> float:
    """What a chance so old still counts: one today, half after the half-life.

    >>> freshness(0, 365), freshness(730, 365)
    (1.0, 0.25)
    """
    return float(0.5 ** (max(0, age_days) / half_life_days))


def worked_together(pool: Sequence[MemberView]) -> frozenset[frozenset[int]]:
    """Pairs of which at least one says that they have worked together."""
    by_name = {member.name.casefold(): member.id for member in pool}
    named = (
        (member.id, by_name.get(name.casefold()))
        for member in pool
        for name in member.past_partners
    )
    return frozenset(
        frozenset((one, other)) for one, other in named if other is not None and other != one
    )


def trust_of(pool: Sequence[MemberView], most: int) -> dict[frozenset[int], int]:
    """Points of pairs that say they have worked together, so that nobody brings more than ``most`` in any set.

    A pair's points are ``most`` divided by the partners that the better known of the two has in the pool: however many
    a member knows, a newcomer is behind it by ``most`` points and no more.
    """
    pairs = worked_together(pool)
    known = {member.id: sum(member.id in pair for pair in pairs) for member in pool}
    points = {pair: most // max(known[member] for member in pair) for pair in pairs}
    return {pair: worth for pair, worth in sorted(points.items(), key=_order) if worth}


def _order(pair: tuple[frozenset[int], int]) -> list[int]:
    return sorted(pair[0])
