"""Sending what is composed: claim, look once more, render, hand over, record. A crash anywhere loses nothing.

A message is in one of three places: not handed over (it is sent later), handed over and recorded, or handed over
and not recorded (it is sent again under the same Message-ID, which mail programs show once).
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from email.headerregistry import Address
from pathlib import Path

from sqlalchemy import Engine
from sqlmodel import Session

from db import deliveries, digests
from db.deliveries import Claimed, Wait
from db.engine import reading, writing
from db.errors import RadarError
from funding_radar.config import Settings
from funding_radar.digest.clean import plain
from funding_radar.digest.codes import Codes
from funding_radar.digest.content import CoordinatorContent, DigestContent, read_content
from funding_radar.digest.freshen import Latest, freshen, worth_sending
from funding_radar.digest.issue import reply_codes
from funding_radar.digest.message import Envelope, Message, Post, address_of, build_message
from funding_radar.digest.page import Letterhead
from funding_radar.digest.render import render
from funding_radar.digest.transport import Refused, Transport, Unreachable, open_transport

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=15)
"""Longer than the longest wait for a server, so that no two workers send one message."""
FIRST_WAIT = timedelta(minutes=2)
LONGEST_WAIT = timedelta(hours=3)
NO_CODE = "CODE"
NO_ADDRESS = "not sent: the address is not one"


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
    report = SendReport()
    try:
        while not limit or report.sent + report.failed_for_now + report.failed_for_good < limit:
            claimed = _claim(sender)
            if claimed is None:
                break
            report = _Attempt(sender, post, codes, claimed).make(way, report)
            if report.stopped_because:
                break
    finally:
        way.close()
    return report


def _claim(sender: Sender) -> Claimed | None:
    """The next delivery, once the provider's limit allows one; nothing is claimed while it does not."""
    limit = sender.settings.mail.per_minute
    while True:
        now = sender.clock()
        with writing(sender.engine) as session:
            found = deliveries.claim_next_delivery(session, sender.worker, now, LEASE, limit)
        if not isinstance(found, Wait):
            return found
        sender.pause((found.until_at - now).total_seconds())


@dataclass(frozen=True, slots=True)
class Ready:
    """A message about to go, and what was taken out of it."""

    content: DigestContent | CoordinatorContent
    to: Address
    dropped: dict[int, str]


@dataclass(frozen=True, slots=True)
class _Attempt:
    sender: Sender
    post: Post
    codes: Codes
    claimed: Claimed

    def make(self, way: Transport, report: SendReport) -> SendReport:
        """Tries once and records what came of it."""
        with reading(self.sender.engine) as session:
            ready = self._prepare(session)
        if isinstance(ready, str):
            self._record(lambda s: deliveries.mark_failed_for_good(s, self.claimed.id, ready))
            return replace(report, failed_for_good=report.failed_for_good + 1)
        try:
            way.send(self._message(ready))
        except Refused as refusal:
            return self._refused(refusal, report)
        sent_at = self.sender.clock()
        self._record(lambda s: deliveries.mark_sent(s, self.claimed.id, sent_at, ready.dropped))
        return replace(report, sent=report.sent + 1)

    def _message(self, ready: Ready) -> Message:
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
        envelope = Envelope(ready.to, self.claimed.message_id, now)
        return build_message(rendered, letterhead, self.post, envelope)

    def _prepare(self, session: Session) -> Ready | str:
        """The message as it is true now, or why it must not go."""
        content = read_content(self.claimed.content)
        member_id = self.claimed.member_id
        if isinstance(content, CoordinatorContent) or member_id is None:
            own = address_of("", self.sender.settings.alliance.email)
            return Ready(content, own, {}) if own else NO_ADDRESS
        recipient = deliveries.recipient(session, member_id)
        if recipient is None:
            return "not sent: the member has no contact"
        if recipient.held_because:
            return f"not sent: {recipient.held_because}"
        to = address_of(recipient.name, recipient.email)
        if to is None:
            return NO_ADDRESS
        call_ids = [item.call_id for item in content.items]
        latest = Latest(
            digests.statuses(session, call_ids),
            digests.deadlines_moved(session, call_ids, self.claimed.composed_at),
            digests.dismissed(session, member_id),
        )
        fresh, dropped = freshen(content, latest, self.sender.clock())
        if not worth_sending(fresh, dropped):
            return "not sent: every call in it had closed or was dismissed"
        return Ready(fresh, to, dropped)

    def _refused(self, refusal: Refused, report: SendReport) -> SendReport:
        now = self.sender.clock()
        give_up_at = self.claimed.composed_at + timedelta(
            days=self.sender.settings.mail.give_up_days
        )
        if refusal.for_good or now >= give_up_at:
            self._record(
                lambda s: deliveries.mark_failed_for_good(s, self.claimed.id, refusal.said, now)
            )
            report = replace(report, failed_for_good=report.failed_for_good + 1)
        else:
            again_at = now + wait_after(self.claimed.attempts)
            self._record(
                lambda s: deliveries.mark_failed_for_now(
                    s, self.claimed.id, refusal.said, now, again_at
                )
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
    letterhead = replace(letterhead_to_show(post, sender.settings, content), trial=True)
    rendered = render(
        content, letterhead, now, templates=own_templates(sender.settings), domain=post.domain
    )
    envelope = Envelope(to, f"<trial.{now:%Y%m%d%H%M%S%f}@{post.domain}>", now)
    way = transport or open_transport(sender.settings)
    try:
        way.send(build_message(rendered, letterhead, post, envelope))
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


def letterhead_to_show(
    post: Post, settings: Settings, content: DigestContent | CoordinatorContent
) -> Letterhead:
    """The same for a message that is only looked at: a word stands where its codes will."""
    shown = [] if isinstance(content, CoordinatorContent) else content.items
    return Letterhead(
        alliance=settings.alliance.name,
        email=settings.alliance.email,
        reply_to=post.reply_to.addr_spec,
        codes={item.call_id: NO_CODE for item in shown},
    )


def own_templates(settings: Settings) -> Path | None:
    """The alliance's folder of templates, if it has one. Raises RadarError when the folder is not there."""
    if not settings.digest.templates:
        return None
    folder = settings.path(settings.digest.templates)
    if not folder.is_dir():
        raise RadarError(f"[digest] templates names a folder that is not there: {folder}")
    return folder
