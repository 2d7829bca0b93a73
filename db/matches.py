"""Matches and members' answers: what is stored, what is written anew, what is in force."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from operator import itemgetter
from typing import Any

from sqlalchemy import (
    BindParameter,
    Column,
    Insert,
    Update,
    bindparam,
    delete,
    insert,
    tuple_,
    update,
)
from sqlalchemy import select as sql_select
from sqlmodel import Session, col, select

from db.errors import RadarError
from db.findings import Ready, Writer, unpacked
from db.models import Call, Match, Member, MemberAnswer
from db.views import MatchView
from db.vocabulary import Reason, Reply, Verdict

Pair = tuple[int, int]
"""A call's and a member's number, in this order."""

AT_ONCE = 500
"""Rows of one statement."""
_TABLE = Match.__table__  # type: ignore[attr-defined]
_KEY = ("call_id", "member_id")
_READY = ("findings", "matched_at")
"""Columns whose values are made ready here: thirty thousand times the same conversion is half of the writing."""
_READ = [_TABLE.c[name] for name in ("call_id", "member_id", "verdict", "score", "findings")]


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


def stored_hashes(session: Session, call_ids: Collection[int] | None = None) -> dict[Pair, str]:
    """The inputs hash of every stored match, or of those of these calls."""
    query = select(Match.call_id, Match.member_id, Match.inputs_hash)
    if call_ids is not None:
        query = query.where(col(Match.call_id).in_(call_ids))
    rows = session.exec(query)
    return {(call_id, member_id): inputs for call_id, member_id, inputs in rows}


def save_matches(
    session: Session, matches: Iterable[MatchView], hashes: Mapping[Pair, str], now: datetime
) -> int:
    """Writes the matches whose hash is not the stored one; how many were written.

    A call that is no longer matched keeps its last match, as a record of what was found then.
    """
    told = list(matches)
    stored = stored_hashes(session, {match.call_id for match in told})
    new: list[tuple[Any, ...]] = []
    changed: list[tuple[Any, ...]] = []
    writer, at = Writer(), _instant(session, now)
    for match in told:
        pair = match[:2]
        if (before := stored.get(pair)) != (inputs := hashes[pair]):
            row = (*pair, match.verdict.value, match.score, writer.text(match.findings), inputs, at)
            (new if before is None else changed).append(row)
    if new:
        _send(session, insert(_TABLE).values(_sent(_TABLE.c)), new)
    if changed:
        where = [_TABLE.c[name] == bindparam(name) for name in _KEY]
        rest = _sent(c for c in _TABLE.c if c.name not in _KEY)
        _send(session, update(_TABLE).where(*where).values(rest), changed)
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
    told: bool = True,
) -> list[MatchView]:
    """The stored matches, the best first; equal ones by call and member.

    Their findings are nearly all that there is to read: who needs none says ``told=False``.
    """
    query = sql_select(*(_READ if told else _READ[:-1])).order_by(
        col(Match.score).desc(), col(Match.call_id), col(Match.member_id)
    )
    if call_id is not None:
        query = query.where(col(Match.call_id) == call_id)
    if member_id is not None:
        query = query.where(col(Match.member_id) == member_id)
    if verdicts is not None:
        query = query.where(col(Match.verdict).in_(list(verdicts)))
    return [
        MatchView(call, member, Verdict(verdict), score, tuple(map(unpacked, chain(*findings))))
        for call, member, verdict, score, *findings in session.connection().execute(query)
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


def _send(session: Session, statement: Insert | Update, rows: list[tuple[Any, ...]]) -> None:
    """Sends rows of the table whose values are ready as they are: SQLAlchemy would take each apart once more."""
    connection = session.connection()
    compiled = statement.compile(dialect=connection.dialect)
    names = _TABLE.c.keys()
    # SQLite's driver takes values by their place, PostgreSQL's by their name.
    if compiled.positiontup:
        sent: Any = map(itemgetter(*map(names.index, compiled.positiontup)), rows)
    else:
        sent = (dict(zip(names, row, strict=True)) for row in rows)
    connection.exec_driver_sql(str(compiled), list(sent))


def _sent(columns: Iterable[Column[Any]]) -> dict[str, BindParameter[Any]]:
    kinds = {c.name: Ready() if c.name in _READY else c.type for c in columns}
    return {name: bindparam(name, type_=kind) for name, kind in kinds.items()}


def _instant(session: Session, now: datetime) -> Any:
    """The instant as its column keeps it: worked out once, not for every row."""
    dialect = session.connection().dialect
    ready = _TABLE.c.matched_at.type.dialect_impl(dialect).bind_processor(dialect)
    return ready(now) if ready else now
