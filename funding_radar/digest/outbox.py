"""Sending what is composed: claim, look once more, render, hand over, record. A crash anywhere loses nothing.

A message is in one of three places: not handed over (it is sent later), handed over and recorded, or handed over
and not recorded (it is sent again under the same Message-ID, which mail programs show once).
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine
from sqlmodel import Session

from db import digests
from db.digests import Claimed
from db.engine import reading, writing
from db.errors import RadarError
from db.matches import answers_in_force
from db.vocabulary import Reply
from funding_radar.config import Settings
from funding_radar.digest.clean import plain
from funding_radar.digest.codes import Codes
from funding_radar.digest.content import CoordinatorContent, DigestContent, read_content
from funding_radar.digest.freshen import Latest, freshen, worth_sending
from funding_radar.digest.issue import reply_codes
from funding_radar.digest.message import Envelope, Post, address_of, build_message
from funding_radar.digest.page import Letterhead
from funding_radar.digest.render import render
from funding_radar.digest.transport import Refused, Transport, Unreachable, open_transport

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=15)
"""Longer than the longest wait for a server, so that no two workers send one message."""
FIRST_WAIT = timedelta(minutes=2)
LONGEST_WAIT = timedelta(hours=3)
MINUTE = 60.0


@dataclass(frozen=True, slots=True)
class SendReport:
    """What a sending run did: counts of messages, and why it stopped early if it did."""

    sent: int = 0
    failed_for_now: int = 0
    failed_for_good: int = 0
    stopped_because: str = ""


def running_from(start: datetime, seconds: Callable[[], float]) -> Callable[[], datetime]:
    """A clock that starts at an instant, such as that of ``--today``, and runs with a counter of seconds.

    A clock that stands still would make the pace wait for a minute that never passes.
    """
    begun = seconds()
    return lambda: start + timedelta(seconds=seconds() - begun)


@dataclass(slots=True)
class Pace:
    """Keeps the provider's limit: so many messages in any minute."""

    per_minute: int
    clock: Callable[[], datetime]
    pause: Callable[[float], None]
    _sent: list[datetime] = field(default_factory=list)

    def wait(self) -> None:
        """Returns when one more message is allowed."""
        if len(self._sent) >= self.per_minute:
            oldest = self._sent[-self.per_minute]
            left = MINUTE - (self.clock() - oldest).total_seconds()
            if left > 0:
                self.pause(left)
        self._sent = [*self._sent[-self.per_minute :], self.clock()]


@dataclass(frozen=True, slots=True)
class Sender:
    """A worker that sends: where the messages are, how they leave, and what time it is."""

    engine: Engine
    settings: Settings
    clock: Callable[[], datetime]
    pause: Callable[[float], None]
    worker: str


def send_due(sender: Sender, transport: Transport | None = None, limit: int = 0) -> SendReport:
    """Sends every delivery that is due, or ``limit`` of them; stops when the server cannot be used.

    Raises RadarError when the settings name no sender or no way out.
    """
    post = Post.of(sender.settings)
    way = transport or open_transport(sender.settings)
    with writing(sender.engine) as session:
        codes = reply_codes(session, sender.clock())
    pace = Pace(sender.settings.mail.per_minute, sender.clock, sender.pause)
    report = SendReport()
    try:
        while not limit or report.sent + report.failed_for_now + report.failed_for_good < limit:
            with writing(sender.engine) as session:
                claimed = digests.claim_next_delivery(session, sender.worker, sender.clock(), LEASE)
            if claimed is None:
                break
            report = _Attempt(sender, post, codes, claimed).make(way, pace, report)
            if report.stopped_because:
                break
    finally:
        way.close()
    return report


@dataclass(frozen=True, slots=True)
class Ready:
    """A message about to go, and what was taken out of it."""

    content: DigestContent | CoordinatorContent
    name: str
    email: str
    dropped: dict[int, str]


@dataclass(frozen=True, slots=True)
class _Attempt:
    sender: Sender
    post: Post
    codes: Codes
    claimed: Claimed

    def make(self, way: Transport, pace: Pace, report: SendReport) -> SendReport:
        """Tries once and records what came of it."""
        with reading(self.sender.engine) as session:
            ready = self._prepare(session)
        if isinstance(ready, str):
            self._record(lambda s: digests.mark_failed_for_good(s, self.claimed.id, ready))
            return replace(report, failed_for_good=report.failed_for_good + 1)
        to = address_of(ready.name, ready.email)
        if to is None:
            said = "not sent: the address is not one"
            self._record(lambda s: digests.mark_failed_for_good(s, self.claimed.id, said))
            return replace(report, failed_for_good=report.failed_for_good + 1)
        now = self.sender.clock()
        letterhead = letterhead_for(
            self.post, self.sender.settings, self.codes, self.claimed.digest_id, ready.content
        )
        rendered = render(
            ready.content,
            letterhead,
            now,
            templates=own_templates(self.sender.settings),
            domain=self.post.domain,
        )
        envelope = Envelope(to, self.claimed.message_id, now)
        message = build_message(rendered, letterhead, self.post, envelope)
        pace.wait()
        try:
            way.send(message, ready.email)
        except Refused as refusal:
            return self._refused(refusal, report)
        sent_at = self.sender.clock()
        self._record(lambda s: digests.mark_sent(s, self.claimed.id, sent_at, ready.dropped))
        return replace(report, sent=report.sent + 1)

    def _prepare(self, session: Session) -> Ready | str:
        """The message as it is true now, or why it must not go."""
        content = read_content(self.claimed.content)
        member_id = self.claimed.member_id
        if isinstance(content, CoordinatorContent) or member_id is None:
            return Ready(content, "", self.sender.settings.alliance.email, {})
        recipient = digests.recipient(session, member_id)
        if recipient is None:
            return "not sent: the member has no contact"
        if recipient.held_because:
            return f"not sent: {recipient.held_because}"
        call_ids = [item.call_id for item in content.items]
        said = answers_in_force(session, member_id=member_id)
        latest = Latest(
            digests.statuses(session, call_ids),
            digests.deadlines_moved(session, call_ids, self.claimed.composed_at),
            {answer.call_id for answer in said if answer.reply is Reply.NOT_FOR_US},
        )
        fresh, dropped = freshen(content, latest, self.sender.clock())
        if not worth_sending(fresh, dropped):
            return "not sent: every call in it had closed or was dismissed"
        return Ready(fresh, recipient.name, recipient.email, dropped)

    def _refused(self, refusal: Refused, report: SendReport) -> SendReport:
        now = self.sender.clock()
        give_up_at = self.claimed.composed_at + timedelta(
            days=self.sender.settings.mail.give_up_days
        )
        if refusal.for_good or now >= give_up_at:
            self._record(lambda s: digests.mark_failed_for_good(s, self.claimed.id, refusal.said))
            report = replace(report, failed_for_good=report.failed_for_good + 1)
        else:
            again_at = now + wait_after(self.claimed.attempts)
            self._record(
                lambda s: digests.mark_failed_for_now(s, self.claimed.id, refusal.said, again_at)
            )
            report = replace(report, failed_for_now=report.failed_for_now + 1)
        log.warning("delivery %s was not taken: %s", self.claimed.id, refusal.said)
        if isinstance(refusal, Unreachable):
            return replace(report, stopped_because=refusal.said)
        return report

    def _record(self, write: Callable[[Session], None]) -> None:
        with writing(self.sender.engine) as session:
            write(session)


def wait_after(attempts: int) -> timedelta:
    """How long to wait after so many attempts: twice as long each time, three hours at most."""
    doubled: int = 2 ** min(attempts - 1, 16)
    return min(FIRST_WAIT * doubled, LONGEST_WAIT)


def send_trial(
    sender: Sender,
    content: DigestContent | CoordinatorContent,
    address: str,
    transport: Transport | None = None,
) -> None:
    """Sends a message to an address of yours, marked as a trial: nothing is stored and nobody is told anything.

    Raises RadarError when the address is not one or the message is not taken.
    """
    post = Post.of(sender.settings)
    to = address_of("", address)
    if to is None:
        msg = f"{plain(address, 80)!r} is not a mail address"
        raise RadarError(msg)
    now = sender.clock()
    with writing(sender.engine) as session:
        codes = reply_codes(session, now)
    letterhead = replace(letterhead_for(post, sender.settings, codes, 0, content), trial=True)
    rendered = render(
        content, letterhead, now, templates=own_templates(sender.settings), domain=post.domain
    )
    envelope = Envelope(to, f"<trial.{now:%Y%m%d%H%M%S%f}@{post.domain}>", now)
    way = transport or open_transport(sender.settings)
    try:
        way.send(build_message(rendered, letterhead, post, envelope), address)
    except Refused as refusal:
        msg = f"the trial was not taken: {refusal.said}"
        raise RadarError(msg) from None
    finally:
        way.close()


def letterhead_for(
    post: Post,
    settings: Settings,
    codes: Codes,
    digest_id: int,
    content: DigestContent | CoordinatorContent,
) -> Letterhead:
    """Who writes, with the codes of this digest's calls."""
    coordinators = isinstance(content, CoordinatorContent)
    calls = [] if isinstance(content, CoordinatorContent) else [i.call_id for i in content.items]
    return Letterhead(
        alliance=settings.alliance.name,
        email=settings.alliance.email,
        reply_to=post.reply_to.addr_spec,
        codes=codes.for_calls(digest_id, calls),
        stop_code="" if coordinators else codes.code(digest_id),
    )


def own_templates(settings: Settings) -> Path | None:
    """The alliance's folder of templates, if it has one."""
    folder = settings.digest.templates
    return settings.path(folder) if folder else None
