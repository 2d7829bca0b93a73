"""The last look before sending: a call that has closed is taken out, a deadline that moved is put right."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from db.views import ROLLING, Deadline
from db.vocabulary import Status
from funding_radar.digest.content import Dated, DigestContent, Item, Section

CLOSED_SINCE = "it closed before the message was sent"
DISMISSED_SINCE = "the member had answered that it is not for them"
GONE = "it is no longer an open call"


@dataclass(frozen=True, slots=True)
class Latest:
    """How the calls of one message stand at the moment of sending."""

    statuses: Mapping[int, str]
    deadlines: Mapping[int, str | None]
    """Only of calls whose deadline moved since the message was composed."""
    dismissed: Collection[int] = ()


def freshen(
    content: DigestContent, latest: Latest, now: datetime
) -> tuple[DigestContent, dict[int, str]]:
    """The message as it is true now, and why each call was taken out. A call told as closed stays."""
    kept: list[Item] = []
    dropped: dict[int, str] = {}
    for item in content.items:
        if item.call_id in latest.deadlines:
            item = replace(item, deadline=latest.deadlines[item.call_id])
        if because := _drop_because(item, latest, now):
            dropped[item.call_id] = because
        else:
            kept.append(item)
    calendar = tuple(
        fresh
        for dated in content.calendar
        if dated.call_id not in dropped and (fresh := _dated(dated, latest))
    )
    return replace(content, items=tuple(kept), calendar=calendar), dropped


def worth_sending(content: DigestContent, dropped: Mapping[int, str]) -> bool:
    """Whether anything is left that the message was for."""
    return not dropped or any(item.section is not Section.NEAR for item in content.items)


def _drop_because(item: Item, latest: Latest, now: datetime) -> str:
    if item.call_id in latest.dismissed:
        return DISMISSED_SINCE
    if item.section is Section.CHANGED and item.closed:
        return ""
    status = latest.statuses.get(item.call_id)
    if status in (Status.CLOSED, Status.GONE):
        return CLOSED_SINCE
    if status != Status.OPEN and item.section is not Section.CHANGED:
        return GONE
    passed = item.deadline and Deadline.parse(item.deadline).passed(now)
    return CLOSED_SINCE if passed else ""


def _dated(dated: Dated, latest: Latest) -> Dated | None:
    if dated.call_id not in latest.deadlines or dated.cancelled:
        return dated
    deadline = latest.deadlines[dated.call_id]
    if deadline is None or deadline == ROLLING:
        return None
    return replace(dated, deadline=deadline)
