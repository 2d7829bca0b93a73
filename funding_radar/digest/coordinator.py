"""The coordinator's digest: everything new, unscored, and everything that waits for a person."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from db.views import CallView
from db.vocabulary import Reason, Reply
from funding_radar.config import Settings
from funding_radar.digest.clean import plain, web_address
from funding_radar.digest.compose import issue_of, too_stale
from funding_radar.digest.content import Chapter, CoordinatorContent, Line, Section
from funding_radar.digest.dates import closes, today_of
from funding_radar.digest.item import MAX_NAME, MAX_SENTENCE, MAX_TITLE, Setting, item
from funding_radar.digest.page import amount_of
from funding_radar.digest.told import Alarm
from funding_radar.phrases import day, listed

MAX_LINES = 40
"""Lines of one chapter in a mail; the rest is counted, and seen in a terminal."""
SAID = {
    Reply.INTERESTED: "is interested in",
    Reply.IN_BID: "is in for",
    Reply.NOT_FOR_US: "said no to",
    Reply.STOP: "wants no more mail",
}


@dataclass(frozen=True, slots=True)
class ClashNote:
    """Several members about to chase one call alone."""

    call: str
    members: Sequence[str]
    url: str = ""


@dataclass(frozen=True, slots=True)
class ReviewNote:
    """A call that waits for a person, and why."""

    call: str
    because: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class ReplyNote:
    """What a member said back since the last digest."""

    member: str
    call: str
    reply: Reply
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class BidNote:
    """An open bid: its call, when it must be in, and what is still missing."""

    call: str
    deadline: str | None
    missing: str = ""


@dataclass(frozen=True, slots=True)
class FailureNote:
    """A message that did not arrive, with the server's words."""

    member: str
    said: str


@dataclass(frozen=True, slots=True)
class NoticeNote:
    """How early members were told: the median of days before the deadline, and how many had under two weeks."""

    tellings: int
    median_days: float
    under_14_days: int


@dataclass(frozen=True, slots=True)
class News:
    """Everything the coordinator should know since the last digest."""

    new_calls: Sequence[CallView] = ()
    clashes: Sequence[ClashNote] = ()
    alarms: Sequence[Alarm] = ()
    stale_percent: float = 0.0
    review: Sequence[ReviewNote] = ()
    replies: Sequence[ReplyNote] = ()
    bids: Sequence[BidNote] = ()
    failures: Sequence[FailureNote] = ()
    letters_waiting: int = 0
    notice: NoticeNote | None = None


def compose_coordinator(news: News, now: datetime, settings: Settings) -> CoordinatorContent | None:
    """The coordinator's digest of this week; None when nothing is new and nothing waits."""
    chapters = tuple(
        Chapter(title, tuple(lines[:MAX_LINES]), max(len(lines) - MAX_LINES, 0))
        for title, lines in _chapters(news, now, settings)
        if lines
    )
    urgent = _urgent(news, settings)
    if not chapters and not urgent:
        return None
    today = today_of(now)
    return CoordinatorContent(
        issue=f"{issue_of(now)}-coordinator",
        composed_on=today.isoformat(),
        urgent=urgent,
        warnings=_warnings(news, settings),
        chapters=chapters,
    )


def _urgent(news: News, settings: Settings) -> str:
    if too_stale(news.stale_percent, settings):
        share = round(news.stale_percent)
        return f"Members are sent nothing: {share}% of the facts are out of date"
    if news.alarms:
        count = len(news.alarms)
        return f"{count} source{' does' if count == 1 else 's do'} not work"
    return ""


def _warnings(news: News, settings: Settings) -> tuple[str, ...]:
    share = round(news.stale_percent)
    if too_stale(news.stale_percent, settings):
        limit = settings.digest.stop_when_stale_percent
        said = f"{share}% of the facts of open calls are past their day of checking; the limit is {limit}%."
        return (
            f"{said} Refresh the sources (funding-radar refresh): sending starts again by itself.",
        )
    if news.stale_percent > settings.digest.warn_when_stale_percent:
        return (f"{share}% of the facts of open calls are past their day of checking.",)
    return ()


def _chapters(news: News, now: datetime, settings: Settings) -> Iterator[tuple[str, list[Line]]]:
    today = today_of(now)
    yield (
        "Sources that do not work",
        [
            Line(f"{_name(a.publisher)}: not read since {day(a.since_on, today)}")
            for a in news.alarms
        ],
    )
    yield "Open bids", [_bid(bid, now) for bid in news.bids]
    yield "Clashes: members about to bid alone", [_clash(clash) for clash in news.clashes]
    yield "Answers from members", [_reply(reply) for reply in news.replies] + _letters(news)
    yield (
        "Calls that wait for you",
        [
            Line(
                plain(note.call, MAX_TITLE),
                plain(note.because, MAX_SENTENCE),
                web_address(note.url),
            )
            for note in news.review
        ],
    )
    yield (
        "Messages that did not arrive",
        [Line(_name(note.member), plain(note.said, MAX_SENTENCE)) for note in news.failures],
    )
    yield "Everything new, unscored", list(_new(news.new_calls, now, settings))
    yield "Notice given", _notice(news.notice)


def _new(calls: Iterable[CallView], now: datetime, settings: Settings) -> Iterator[Line]:
    setting = Setting(now, settings.digest.short_notice_days, {})
    for call in calls:
        told = item(call, None, Section.NEW, setting)
        facts = (told.funder, amount_of(told), f"closes: {closes(told.deadline, now)}")
        yield Line(told.title, "; ".join(fact for fact in facts if fact), told.url)


def _bid(bid: BidNote, now: datetime) -> Line:
    detail = f"closes: {closes(bid.deadline, now)}"
    missing = plain(bid.missing, MAX_SENTENCE)
    return Line(plain(bid.call, MAX_TITLE), f"{detail}; {missing}" if missing else detail)


def _clash(clash: ClashNote) -> Line:
    names = listed([_name(name) for name in clash.members])
    return Line(plain(clash.call, MAX_TITLE), names, web_address(clash.url))


def _reply(note: ReplyNote) -> Line:
    said = f"{_name(note.member)} {SAID[note.reply]}"
    if note.reply is not Reply.STOP:
        said += f" {plain(note.call, MAX_TITLE)}"
    return Line(said, f"because of: {note.reason.label}" if note.reason else "")


def _letters(news: News) -> list[Line]:
    if not news.letters_waiting:
        return []
    count = news.letters_waiting
    said = "1 mail waits" if count == 1 else f"{count} mails wait"
    return [Line(f"{said} in the mailbox for you: not plain enough for a program")]


def _notice(notice: NoticeNote | None) -> list[Line]:
    if notice is None or not notice.tellings:
        return []
    return [
        Line(
            f"Members were told a median of {notice.median_days:g} days before a deadline",
            f"{notice.tellings} tellings, {notice.under_14_days} of them with less than 14 days",
        )
    ]


def _name(text: str) -> str:
    return plain(text, MAX_NAME)
