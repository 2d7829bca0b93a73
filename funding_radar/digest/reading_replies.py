"""Reading the mailbox: each letter counts once, whatever happens between reading it and putting it away."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine
from sqlmodel import Session

from db import letters
from db.contacts import contact_of, withdraw_consent
from db.decisions import log_decision
from db.deliveries import mark_bounced
from db.engine import writing
from db.letters import Issued
from db.matches import save_answer
from db.models import Letter, MemberAnswer
from db.vocabulary import Reply
from funding_radar.digest.bounce import Bounce
from funding_radar.digest.codes import STOP, Codes
from funding_radar.digest.issue import reply_codes
from funding_radar.digest.letter import LetterText, open_letter
from funding_radar.digest.mailbox import Mailbox
from funding_radar.digest.replies import Meant, Understood, What, understand

BY_MAIL = "the member, by mail"


@dataclass(frozen=True, slots=True)
class ReplyReport:
    """What reading the mailbox came to: counts of letters, and of answers in them."""

    letters: int = 0
    answers: int = 0
    stopped: int = 0
    bounced: int = 0
    out_of_office: int = 0
    forged: int = 0
    for_a_person: int = 0
    read_before: int = 0


def read_replies(engine: Engine, mailbox: Mailbox, now: datetime) -> ReplyReport:
    """Reads every new letter, records what it says, and leaves what is unclear for a person. Thanks nobody."""
    counts: Counter[str] = Counter()
    with writing(engine) as session:
        codes = reply_codes(session, now)
    try:
        for arrived in mailbox.letters():
            if arrived.raw is None:
                counts["for_a_person"] += 1
                mailbox.leave(arrived.place)
                continue
            letter = open_letter(arrived.raw)
            with writing(engine) as session:
                waits = Desk(session, codes, now, counts).take(letter)
            (mailbox.leave if waits else mailbox.put_away)(arrived.place)
    finally:
        mailbox.close()
    return ReplyReport(**counts)


def stop_by_code(session: Session, text: str, now: datetime) -> int:
    """Stops the mail that genuine codes in this text belong to, as a one-click address passes them on; how many."""
    genuine, _forged = reply_codes(session, now).read(text)
    issued = [letters.issued(session, digest_id) for digest_id, _ in genuine]
    members = {one.member_id for one in issued if one and one.member_id}
    found = [member_id for member_id in members if contact_of(session, member_id) is not None]
    for member_id in found:
        withdraw_consent(session, member_id, now, "the member, by one click")
    return len(found)


@dataclass(frozen=True, slots=True)
class Desk:
    """One letter's transaction."""

    session: Session
    codes: Codes
    now: datetime
    counts: Counter[str]

    def take(self, letter: LetterText) -> bool:
        """Records what the letter says; whether it waits for a person."""
        if read := letters.was_read(self.session, letter.key):
            self.counts["read_before"] += 1
            return not read.done
        self.counts["letters"] += 1
        answered = letters.issued_as(self.session, letter.answers_to)
        senders = letters.members_at(self.session, letter.sender)
        understood = understand(letter, self.codes, _only_call(answered))
        member_id, waits = self._act(understood, answered, senders)
        self.session.add(
            Letter(
                key=letter.key,
                read_at=self.now,
                what=understood.what,
                member_id=member_id,
                done=not waits,
            )
        )
        if waits:
            self.counts["for_a_person"] += 1
        return waits

    def _act(
        self, understood: Understood, answered: Issued | None, senders: list[int]
    ) -> tuple[int | None, bool]:
        """Does what the letter asks; whose it is, and whether it waits for a person."""
        match understood.what:
            case What.STOP:
                return self._stop(understood, answered, senders)
            case What.ANSWER:
                return self._answer(understood, senders)
            case What.BOUNCE if understood.bounce:
                return self._bounce(understood.bounce)
            case What.OUT_OF_OFFICE:
                self.counts["out_of_office"] += 1
                return _first(senders), False
            case What.FORGED:
                self.counts["forged"] += 1
        return _first(senders), True

    def _stop(
        self, understood: Understood, answered: Issued | None, senders: list[int]
    ) -> tuple[int | None, bool]:
        """Every member that the sender's address, a genuine code or an answered message points to."""
        known = [letters.issued(self.session, digest_id) for digest_id, _ in understood.codes]
        pointed = [issued.member_id for issued in (*known, answered) if issued and issued.member_id]
        members = list(dict.fromkeys([*senders, *pointed]))
        stopped = [n for n in members if contact_of(self.session, n) is not None]
        for member_id in stopped:
            withdraw_consent(self.session, member_id, self.now, BY_MAIL)
        self.counts["stopped"] += len(stopped)
        return _first(stopped), not stopped or understood.unclear

    def _answer(self, understood: Understood, senders: list[int]) -> tuple[int | None, bool]:
        """Records each answer whose code was given to this sender; any other is refused."""
        refused = False
        whose: int | None = None
        for meant in understood.answers:
            issued = letters.issued(self.session, meant.digest_id)
            if issued is None or issued.member_id not in senders or not _has(issued, meant):
                refused = True
                continue
            whose = issued.member_id
            self._save(issued.member_id, meant)
        if refused:
            self.counts["forged"] += 1
        return whose or _first(senders), refused or understood.unclear

    def _save(self, member_id: int | None, meant: Meant) -> None:
        assert member_id is not None
        answer = MemberAnswer(
            call_id=meant.call_id,
            member_id=member_id,
            reply=meant.reply,
            reason=meant.reason,
            said_at=self.now,
            by=BY_MAIL,
        )
        save_answer(self.session, answer)
        what = f"answered {Reply(meant.reply).label} about call {meant.call_id}"
        log_decision(self.session, f"member {member_id}", what, by=BY_MAIL, now=self.now)
        self.counts["answers"] += 1

    def _bounce(self, came_back: Bounce) -> tuple[int | None, bool]:
        """A bounce is believed when it names one of our Message-IDs, which nobody can guess."""
        issued = letters.issued_as(self.session, came_back.message_ids)
        if issued is None:
            return None, True
        if came_back.final:
            mark_bounced(self.session, issued.delivery_id, came_back.said)
            self.counts["bounced"] += 1
        return issued.member_id, False


def _only_call(answered: Issued | None) -> tuple[int, int] | None:
    if answered is None or len(answered.call_ids) != 1:
        return None
    return answered.digest_id, answered.call_ids[0]


def _has(issued: Issued, meant: Meant) -> bool:
    return meant.call_id != STOP and meant.call_id in issued.call_ids


def _first(members: list[int]) -> int | None:
    return members[0] if members else None
