"""An item as labelled lines of words: what both the plain text and the HTML are made of, so they cannot differ."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from urllib.parse import quote

from db.vocabulary import Field
from funding_radar.digest.content import Item, Moved, Section
from funding_radar.digest.dates import closes, closing_day, today_of
from funding_radar.phrases import amount_range, day, pounds

Words = Any
"""The template of words as Jinja exports it: its names are its own."""
INTERESTED = "interested"
JOIN = "in"
NOT_FOR_US = ("place", "size", "theme", "too_late")


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Who writes, where answers go, and the codes that they carry. ``codes`` are by call."""

    alliance: str
    email: str = ""
    reply_to: str = ""
    codes: Mapping[int, str] = field(default_factory=dict)
    stop_code: str = ""
    trial: bool = False


@dataclass(frozen=True, slots=True)
class AnswerLink:
    """A word that can be answered with one touch."""

    word: str
    link: str
    main: bool = False
    first: bool = False


def rows(item: Item, words: Words, now: datetime) -> Iterator[tuple[str, str]]:
    """The facts of an item in the order of reading: label and words."""
    labels, unknown = words.labels, words.unknown
    yield from _invitation(item, labels, now)
    for index, change in enumerate(item.changes):
        yield labels["moved"] if index == 0 else "", _moved(change, words, now)
    if item.closed:
        return
    if item.purpose:
        yield labels["purpose"], _capital(item.purpose)
    amount = _capital(amount_of(item) or unknown["amount"])
    yield labels["amount"], amount
    if item.effort:
        yield labels["effort"], _capital(item.effort)
    yield labels["closes"], _capital(closes(item.deadline, now))
    who = "; ".join(part for part in (item.who or unknown["who"], item.income) if part)
    yield labels["who"], _capital(who)
    if item.section is not Section.NEAR:
        yield labels["together"], _capital(item.together)


def reasons(item: Item, words: Words) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Why it is told: label and sentences."""
    labels = words.labels
    if item.why:
        yield labels["why"], item.why
    if item.cure:
        yield labels["cure"], (item.cure,)
    if item.check:
        yield labels["check"], item.check


def amount_of(item: Item) -> str:
    """How much, on what basis; empty when not stated."""
    return amount_range(item.min_amount, item.max_amount, item.basis)


def read_on(item: Item, now: datetime) -> str:
    """When it was read, and where."""
    if not item.read_on:
        return ""
    return f"We read it on {day(date.fromisoformat(item.read_on), today_of(now))}."


def answers(item: Item, words: Words, letterhead: Letterhead) -> Iterator[AnswerLink]:
    """The words that fit an item, as links that write the answer."""
    code = letterhead.codes.get(item.call_id, "")
    main = JOIN if item.section is Section.JOINT else INTERESTED
    yield AnswerLink(words.answers[main], _mailto(letterhead, main, code), main=True)
    for index, reason in enumerate(NOT_FOR_US):
        link = _mailto(letterhead, f"not for us: {reason.replace('_', ' ')}", code)
        yield AnswerLink(words.answers[reason], link, first=index == 0)


def reply_words(item: Item, words: Words, letterhead: Letterhead) -> str:
    """The same for plain text: what to write back."""
    main = JOIN if item.section is Section.JOINT else INTERESTED
    said = ", ".join(words.answers[word] for word in (main, *NOT_FOR_US))
    return str(
        words.reply_with(letterhead.codes.get(item.call_id, ""), said[:1].lower() + said[1:])
    )


def stop_link(letterhead: Letterhead) -> str:
    """The link that writes "stop"."""
    return _mailto(letterhead, "stop", letterhead.stop_code)


def _mailto(letterhead: Letterhead, word: str, code: str) -> str:
    subject = quote(f"{word} [{code}]" if code else word)
    return f"mailto:{quote(letterhead.reply_to, safe='@')}?subject={subject}"


def _invitation(item: Item, labels: Mapping[str, str], now: datetime) -> Iterator[tuple[str, str]]:
    asked = item.invitation
    if asked is None:
        return
    said = {
        "asked": asked.asked,
        "lead": asked.lead,
        "partners": ", ".join(asked.partners),
        "share": pounds(asked.share) if asked.share else "",
        "covers": ", ".join(asked.covers),
        "answer_by": closes(asked.answer_by, now) if asked.answer_by else "",
    }
    yield from ((labels[name], text) for name, text in said.items() if text)


def _moved(change: Moved, words: Words, now: datetime) -> str:
    name = words.moved.get(change.field, change.field)
    if change.field == Field.DEADLINE:
        return f"{name}: now {closing_day(change.new, now)}; it was {closing_day(change.old, now)}"
    return f"{name}: now {change.new or 'not stated'}; it was {change.old or 'not stated'}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
