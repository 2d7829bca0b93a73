"""Matches and members' answers: what is stored, what is written anew, what is in force."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, insert, tuple_, update
from sqlmodel import Session, col, select

from db.errors import RadarError
from db.models import Call, Match, Member, MemberAnswer
from db.views import FindingView, MatchView
from db.vocabulary import Answer, Reason, Reply, Verdict

Pair = tuple[int, int]
"""A call's and a member's number, in this order."""

AT_ONCE = 500
"""Rows of one statement."""


@dataclass(frozen=True, slots=True)
class SaidView:
    """What a member said of a call, as it is in force."""

    id: int
    call_id: int
    member_id: int
    reply: Reply
    reason: Reason | None
    said_at: datetime
    by: str = ""


def stored_hashes(session: Session) -> dict[Pair, str]:
    """The inputs hash of every stored match."""
    rows = session.exec(select(Match.call_id, Match.member_id, Match.inputs_hash))
    return {(call_id, member_id): inputs for call_id, member_id, inputs in rows}


def save_matches(
    session: Session, matches: Iterable[MatchView], hashes: Mapping[Pair, str], now: datetime
) -> int:
    """Writes the matches whose hash is not the stored one; how many were written.

    A call that is no longer matched keeps its last match, as a record of what was found then.
    """
    stored = stored_hashes(session)
    new: list[dict[str, Any]] = []
    changed: list[dict[str, Any]] = []
    for match in matches:
        pair = (match.call_id, match.member_id)
        if stored.get(pair) != hashes[pair]:
            (changed if pair in stored else new).append(_row(match, hashes[pair], now))
    table = Match.__table__  # type: ignore[attr-defined]
    if new:
        session.connection().execute(insert(table), new)
    if changed:
        keys = {"the_call": "call_id", "the_member": "member_id"}
        statement = update(table).where(
            table.c.call_id == bindparam("the_call"), table.c.member_id == bindparam("the_member")
        )
        rows = [{**row, **{bound: row[name] for bound, name in keys.items()}} for row in changed]
        session.connection().execute(statement, rows)
    session.expire_all()
    return len(new) + len(changed)


def drop_matches(session: Session, pairs: Collection[Pair]) -> None:
    """Takes matches away, such as those that a national body does not keep."""
    wanted = sorted(pairs)
    for start in range(0, len(wanted), AT_ONCE):
        chunk = wanted[start : start + AT_ONCE]
        session.exec(
            delete(Match).where(tuple_(col(Match.call_id), col(Match.member_id)).in_(chunk))
        )


def match_views(
    session: Session,
    *,
    call_id: int | None = None,
    member_id: int | None = None,
    verdicts: Collection[Verdict] | None = None,
) -> list[MatchView]:
    """The stored matches, the best first; equal ones by call and member."""
    query = select(Match).order_by(
        col(Match.score).desc(), col(Match.call_id), col(Match.member_id)
    )
    if call_id is not None:
        query = query.where(Match.call_id == call_id)
    if member_id is not None:
        query = query.where(Match.member_id == member_id)
    if verdicts is not None:
        query = query.where(col(Match.verdict).in_(list(verdicts)))
    return [
        MatchView(
            match.call_id,
            match.member_id,
            Verdict(match.verdict),
            match.score,
            tuple(map(_finding, match.findings)),
        )
        for match in session.exec(query)
    ]


def save_answer(session: Session, answer: MemberAnswer) -> MemberAnswer:
    """Puts a member's answer about a call in force; an earlier one ends. The same answer again changes nothing.

    Raises RadarError when there is no such call or member, or the reply or its reason is no word of ours.
    """
    _check(session, answer)
    earlier = _in_force(session, answer.member_id, answer.call_id)
    for said in earlier:
        if (said.reply, said.reason) == (answer.reply, answer.reason):
            return said
        said.ended_at = answer.said_at
    session.add(answer)
    session.flush()
    return answer


def retract_answer(session: Session, member_id: int, call_id: int, now: datetime) -> bool:
    """Takes back what a member said of a call; whether there was anything to take back. It stays on record."""
    found = _in_force(session, member_id, call_id)
    for said in found:
        said.ended_at = now
    session.flush()
    return bool(found)


def answers_in_force(
    session: Session, *, member_id: int | None = None, member_ids: Collection[int] | None = None
) -> list[SaidView]:
    """What members say of calls today, oldest first."""
    query = select(MemberAnswer).where(col(MemberAnswer.ended_at).is_(None))
    if member_id is not None:
        query = query.where(MemberAnswer.member_id == member_id)
    if member_ids is not None:
        query = query.where(col(MemberAnswer.member_id).in_(member_ids))
    query = query.order_by(col(MemberAnswer.said_at), col(MemberAnswer.id))
    return [
        SaidView(
            id=said.id or 0,
            call_id=said.call_id,
            member_id=said.member_id,
            reply=Reply(said.reply),
            reason=Reason(said.reason) if said.reason else None,
            said_at=said.said_at,
            by=said.by,
        )
        for said in session.exec(query)
    ]


def _in_force(session: Session, member_id: int, call_id: int) -> list[MemberAnswer]:
    return list(
        session.exec(
            select(MemberAnswer).where(
                MemberAnswer.member_id == member_id,
                MemberAnswer.call_id == call_id,
                col(MemberAnswer.ended_at).is_(None),
            )
        )
    )


def _check(session: Session, answer: MemberAnswer) -> None:
    if session.get(Call, answer.call_id) is None:
        msg = f"there is no call {answer.call_id}"
        raise RadarError(msg)
    if session.get(Member, answer.member_id) is None:
        msg = f"there is no member {answer.member_id}"
        raise RadarError(msg)
    if answer.reply not in set(Reply):
        msg = f"{answer.reply!r} is not an answer: {', '.join(Reply)}"
        raise RadarError(msg)
    if answer.reason is not None and answer.reason not in set(Reason):
        msg = f"{answer.reason!r} is not a reason: {', '.join(Reason)}"
        raise RadarError(msg)


def _row(match: MatchView, inputs_hash: str, now: datetime) -> dict[str, Any]:
    return {
        "call_id": match.call_id,
        "member_id": match.member_id,
        "verdict": match.verdict.value,
        "score": match.score,
        "findings": [_stored(finding) for finding in match.findings],
        "inputs_hash": inputs_hash,
        "matched_at": now,
    }


def _stored(finding: FindingView) -> dict[str, Any]:
    """A finding as JSON, without what is empty."""
    row: dict[str, Any] = {
        "rule": finding.rule,
        "answer": str(finding.answer),
        "sentence": finding.sentence,
    }
    if finding.gate:
        row["gate"] = True
    else:
        row["points"] = finding.points
    if finding.quote:
        row["quote"] = finding.quote
    if finding.cure:
        row["cure"] = finding.cure
    return row


def _finding(row: Mapping[str, Any]) -> FindingView:
    return FindingView(
        rule=row["rule"],
        answer=Answer(row["answer"]),
        points=row.get("points", 0.0),
        sentence=row["sentence"],
        quote=row.get("quote", ""),
        cure=row.get("cure", ""),
        gate=row.get("gate", False),
    )
