"""Composing one member's message: at most so many calls, none told before, none lost by the limit."""

from collections.abc import Sequence
from datetime import datetime

from db.views import ROLLING, UK, Deadline, MemberView
from db.vocabulary import Field, Rhythm
from funding_radar.config import Settings
from funding_radar.digest.clean import plain
from funding_radar.digest.content import Dated, DigestContent, Issue, Item, LeftOut, Section
from funding_radar.digest.item import MAX_NAME
from funding_radar.digest.reading_time import within_reading_time
from funding_radar.digest.sections import Sections
from funding_radar.digest.told import Alarm, Told
from funding_radar.phrases import day

MAX_ALARMS = 3
ALERT = "-alert"
"""How the names of alerts end."""
KEPT_FOR = {Section.CHANGED: 2, Section.CLOSING: 2}
"""Places that new calls leave to these sections, however many there are."""


def issue_of(now: datetime) -> str:
    """The name of the week's issue, in UK time.

    >>> issue_of(datetime(2026, 11, 24, 9, tzinfo=UK))
    '2026-W48'
    """
    year, week, _ = now.astimezone(UK).isocalendar()
    return f"{year}-W{week:02d}"


def alert_of(now: datetime) -> str:
    """The name of the week's alert."""
    return f"{issue_of(now)}{ALERT}"


def due(rhythm: Rhythm, now: datetime) -> bool:
    """Whether a member of this rhythm hears in this week's issue; fortnights are counted from a fixed Monday."""
    if rhythm is Rhythm.FORTNIGHTLY:
        monday = now.astimezone(UK).date().toordinal() - now.astimezone(UK).weekday()
        return monday // 7 % 2 == 0
    return rhythm is Rhythm.WEEKLY


def too_stale(stale_percent: float, settings: Settings) -> bool:
    """Whether so much is out of date that members should be told nothing."""
    return stale_percent > settings.digest.stop_when_stale_percent


def compose(
    member: MemberView, told: Told, now: datetime, settings: Settings
) -> DigestContent | None:
    """The member's digest of this week, the quarterly "still here", or None when there is nothing to say.

    Whether the week is due for the member's rhythm is asked of ``due``. What the limits keep out stays new.
    """
    if member.rhythm is Rhythm.NONE or too_stale(told.stale_percent, settings):
        return None
    sections = Sections(told, now, settings.digest)
    wait = 14 if member.rhythm is Rhythm.FORTNIGHTLY else 7
    main = _within_limit(sections, settings.digest.max_items, wait)
    room = min(settings.digest.max_items - len(main), settings.digest.max_near_misses)
    items = within_reading_time([*main, *sections.near[:room]])
    if main:
        return _content(Issue.DIGEST, member, sections, items)
    if _quiet_too_long(told, sections):
        return _content(Issue.STILL_HERE, member, sections, items)
    return None


def compose_alert(
    member: MemberView, told: Told, now: datetime, settings: Settings
) -> DigestContent | None:
    """A message between issues for what cannot wait: short notice, and joint bids not yet told; None when all can.

    Its issue has a name of its own in each week; that seven days lie between two is the matter of ``issue``.
    """
    if member.rhythm is Rhythm.NONE or too_stale(told.stale_percent, settings):
        return None
    sections = Sections(told, now, settings.digest)
    asked_before = {past.call_id for past in told.before if past.section is Section.JOINT}
    days = settings.digest.short_notice_days
    urgent = [
        *(found for found in sections.joint if found.call_id not in asked_before),
        *(found for found in sections.new if sections.ends_within(found, days)),
    ]
    items = within_reading_time(_once(urgent)[: settings.digest.max_items])
    return _content(Issue.ALERT, member, sections, items) if items else None


def _within_limit(sections: Sections, limit: int, wait: int) -> list[Item]:
    """Joint bids, then new calls (first those that would end before the next issue), changes and reminders."""
    joint = sections.joint[:limit]
    taken = {found.call_id for found in joint}
    others = {
        section: [found for found in items if found.call_id not in taken]
        for section, items in (
            (Section.CHANGED, sections.changed),
            (Section.CLOSING, sections.closing),
        )
    }
    moved = {found.call_id for found in others[Section.CHANGED]}
    others[Section.CLOSING] = [f for f in others[Section.CLOSING] if f.call_id not in moved]
    kept_for = sum(min(len(others[section]), KEPT_FOR[section]) for section in others)
    new = [found for found in sections.new if found.call_id not in taken]
    room = max(limit - len(joint) - kept_for, 0)
    urgent_first = sorted(new, key=lambda found: not sections.ends_within(found, wait))
    chosen = {found.call_id for found in urgent_first[:room]}
    main = [*joint, *(found for found in new if found.call_id in chosen)]
    for section in others:
        main += others[section][: KEPT_FOR[section]]
    main = main[:limit]
    for section in others:
        main += others[section][KEPT_FOR[section] :][: limit - len(main)]
    order = list(Section)
    return sorted(main, key=lambda found: order.index(found.section))


def _once(items: Sequence[Item]) -> list[Item]:
    first: dict[int, Item] = {}
    for found in items:
        first.setdefault(found.call_id, found)
    return list(first.values())


def _quiet_too_long(told: Told, sections: Sections) -> bool:
    since = told.quiet_since_on
    days = sections.rules.still_here_days
    return since is not None and (sections.setting.today - since).days >= days


def _content(
    kind: Issue, member: MemberView, sections: Sections, items: tuple[Item, ...]
) -> DigestContent:
    now = sections.now
    told = sections.told
    shown = {found.call_id for found in items}
    since = told.quiet_since_on
    return DigestContent(
        kind=kind,
        issue=alert_of(now) if kind is Issue.ALERT else issue_of(now),
        member=plain(member.name, MAX_NAME),
        composed_on=sections.setting.today.isoformat(),
        items=items,
        warnings=warnings(told.alarms, told.stale_percent, sections),
        left_out=LeftOut(
            over_limit=sum(found.call_id not in shown for found in sections.new),
            under_score=sections.under_score,
            near=sum(found.call_id not in shown for found in sections.near),
        ),
        calendar=tuple(dated for found in items if (dated := _dated(found))),
        looked_at=sum(sections.is_open(call_id) for call_id in told.calls),
        quiet_since=since.isoformat() if since and kind is Issue.STILL_HERE else None,
    )


def warnings(alarms: Sequence[Alarm], stale_percent: float, sections: Sections) -> tuple[str, ...]:
    """What to say at the top: sources that do not work, and facts that were not checked for long."""
    today = sections.setting.today
    said = [
        f"We have not been able to read {plain(alarm.publisher, MAX_NAME)} since "
        f"{day(alarm.since_on, today)}, so its calls may be missing."
        for alarm in alarms[:MAX_ALARMS]
    ]
    if len(alarms) > MAX_ALARMS:
        said.append(f"{len(alarms) - MAX_ALARMS} more sources cannot be read just now.")
    if stale_percent > sections.rules.warn_when_stale_percent:
        said.append(
            f"{round(stale_percent)}% of what we know has not been checked lately: "
            "look at the funder's page before you start."
        )
    return tuple(said)


def _dated(found: Item) -> Dated | None:
    """The deadline for a calendar; one that no longer holds is cancelled under the date it had."""
    if found.section is Section.NEAR:
        return None
    old = next((c.old for c in found.changes if c.field == Field.DEADLINE), None)
    fixed = found.deadline and found.deadline != ROLLING
    cancelled = found.closed or not fixed
    deadline = found.deadline if fixed else old
    if not deadline or Deadline.parse(deadline).on is None:
        return None
    return Dated(found.call_id, found.title, deadline, found.url, cancelled)
