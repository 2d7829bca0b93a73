"""Days of notice given: from the moment a member was told to the deadline, by source and by member."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from db.proof import Telling
from db.views import UK

SHORT_DAYS = 14
FOUR_WEEKS = 28


@dataclass(frozen=True, slots=True)
class Notice:
    """The notice of some tellings. ``undated`` had no fixed deadline and count in nothing else."""

    of: str
    tellings: int
    median_days: float | None
    shortest_days: int | None
    under_14_days: int
    under_28_days: int
    undated: int


def notice_by_source(tellings: Iterable[Telling]) -> list[Notice]:
    """For each source of the calls told, the shortest notice first; a call of two sources counts for both."""
    return _grouped(tellings, lambda telling: telling.sources or ("no source",))


def notice_by_member(tellings: Iterable[Telling]) -> list[Notice]:
    """For each member by its number, the shortest notice first."""
    return _grouped(tellings, lambda telling: (str(telling.member_id),))


def notice(tellings: Iterable[Telling], of: str = "all") -> Notice:
    """The notice of these tellings together."""
    held = list(tellings)
    days = [d for telling in held if (d := notice_days(telling)) is not None]
    return Notice(
        of=of,
        tellings=len(held),
        median_days=median(days) if days else None,
        shortest_days=min(days, default=None),
        under_14_days=sum(d < SHORT_DAYS for d in days),
        under_28_days=sum(d < FOUR_WEEKS for d in days),
        undated=len(held) - len(days),
    )


def notice_days(telling: Telling) -> int | None:
    """Days from the telling, as a day in the UK, to the deadline as told; None without a fixed one."""
    if telling.deadline_on is None:
        return None
    return (telling.deadline_on - telling.sent_at.astimezone(UK).date()).days


def _grouped(
    tellings: Iterable[Telling], groups_of: Callable[[Telling], Sequence[str]]
) -> list[Notice]:
    groups: dict[str, list[Telling]] = {}
    for telling in tellings:
        for group in groups_of(telling):
            groups.setdefault(group, []).append(telling)
    found = [notice(held, group) for group, held in groups.items()]
    return sorted(found, key=lambda n: (n.median_days is None, n.median_days or 0.0, n.of))
