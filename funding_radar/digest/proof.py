"""The proof that nothing is lost: for each call that a member was owed, what became of it, in one word and why."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlmodel import Session

from db.proof import Pair, note_owed, owed_pairs
from db.views import UK, Deadline
from db.vocabulary import DeliveryState, Rhythm, Status
from funding_radar.config import Settings
from funding_radar.digest.dates import today_of
from funding_radar.phrases import day


class Standing(StrEnum):
    """What became of a call that a member was owed."""

    DELIVERED = "delivered"
    DISMISSED = "dismissed"
    HELD = "held by preference"
    WAITING = "waiting"
    EXPIRED = "expired unsent"


@dataclass(frozen=True, slots=True)
class Proof:
    """One pair, and the reason in plain words."""

    call_id: int
    member_id: int
    standing: Standing
    reason: str


def proofs(
    session: Session,
    settings: Settings,
    now: datetime,
    *,
    member_id: int | None = None,
    call_id: int | None = None,
) -> list[Proof]:
    """What became of every call that is or was owed, by member and call. Notes what is owed now first."""
    note_owed(session, now)
    pairs = owed_pairs(session, member_id=member_id, call_id=call_id)
    return [prove(pair, settings, now) for pair in pairs]


def totals(found: Iterable[Proof]) -> Mapping[Standing, int]:
    """How many pairs stand where; every word is there."""
    counted = Counter(proof.standing for proof in found)
    return {standing: counted[standing] for standing in Standing}


def prove(pair: Pair, settings: Settings, now: datetime) -> Proof:
    """Where a pair stands: the first that holds of delivered, dismissed, on its way, held, waiting, expired."""
    standing, reason = _standing(pair, settings, now)
    return Proof(pair.call_id, pair.member_id, standing, reason)


def _standing(pair: Pair, settings: Settings, now: datetime) -> tuple[Standing, str]:
    today = today_of(now)
    if pair.told_at:
        return Standing.DELIVERED, f"sent on {day(pair.told_at.astimezone(UK).date(), today)}"
    if pair.dismissed_at:
        on = day(pair.dismissed_at.astimezone(UK).date(), today)
        return Standing.DISMISSED, f"the member answered on {on} that it is not for them"
    if ended := _ended(pair, now):
        if held := _held(pair, settings):
            return Standing.HELD, held
        return Standing.EXPIRED, f"{ended}; {pair.said}" if pair.said else ended
    if pair.on_its_way:
        return Standing.WAITING, _on_its_way(pair)
    if held := _held(pair, settings):
        return Standing.HELD, held
    return Standing.WAITING, f"untold so far: {pair.said}" if pair.said else "for the next issue"


def _ended(pair: Pair, now: datetime) -> str:
    """Why it can no longer be told; empty while it can."""
    deadline = Deadline.parse(pair.deadline) if pair.deadline else None
    if pair.status is Status.OPEN and deadline and deadline.passed(now):
        return "it closed before it was told"
    if pair.status is not Status.OPEN:
        return f"it is {pair.status.label} and was not told before"
    return "" if pair.fits else "it stopped fitting before it was told"


def _held(pair: Pair, settings: Settings) -> str:
    if pair.held_because:
        return pair.held_because
    if pair.score < settings.digest.min_score:
        return f"its score of {pair.score:.0f} is under the limit of {settings.digest.min_score:g}"
    if pair.rhythm is Rhythm.ALERTS:
        return "the member wants alerts only"
    return ""


def _on_its_way(pair: Pair) -> str:
    if pair.on_its_way is DeliveryState.FAILED_FOR_NOW:
        return f"to be tried again: {pair.said}"
    return "in a message that is on its way"
