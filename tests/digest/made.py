"""Calls, members and matches as the tests tell of them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from db.views import CallView, FactView, FindingView, MatchView, MemberView
from db.vocabulary import Answer, Basis, Field, Rhythm, Status, Theme, Verdict
from funding_radar.config import Alliance, Mail, Settings
from funding_radar.digest.told import Told
from tests.conftest import NOW

TODAY = NOW.date()
READ_ON = date(2026, 11, 20)
SETTINGS = Settings(
    alliance=Alliance(name="South Yorkshire Mind Alliance", email="office@alliance.example"),
    mail=Mail(reply_to="answers@alliance.example"),
)
MEMBER = MemberView(id=1, name="Riverside Minds", rhythm=Rhythm.WEEKLY)
PLACES = {"E08000019": "Sheffield", "E08000018": "Rotherham"}


def fact(field: Field, value: Any, **more: Any) -> FactView:
    return FactView(field, value, quote=str(value), **{"read_on": READ_ON, **more})


def call(
    call_id: int = 1, title: str = "", *, closes: str | None = "2026-12-18", **more: Any
) -> CallView:
    facts = {
        Field.MAX_AMOUNT: fact(Field.MAX_AMOUNT, 10_000, basis=Basis.PER_YEAR),
        Field.THEMES: fact(Field.THEMES, [Theme.PEER_SUPPORT, Theme.LONELINESS]),
        Field.AREAS: fact(Field.AREAS, ["E08000019"]),
        Field.LEGAL_FORMS: fact(Field.LEGAL_FORMS, ["registered_charity", "cic"]),
        Field.MAX_INCOME: fact(Field.MAX_INCOME, 500_000),
        Field.PARTNERSHIP: fact(Field.PARTNERSHIP, "encouraged"),
        Field.EFFORT: fact(Field.EFFORT, 2),
    }
    if closes:
        facts[Field.DEADLINE] = fact(Field.DEADLINE, closes)
    facts |= more.pop("facts", {})
    kept = {
        "title": title or f"Community fund {call_id}",
        "funder": "Sheffield City Council",
        "url": f"https://www.sheffield.gov.uk/grants/{call_id}",
        "facts": {field: value for field, value in facts.items() if value is not None},
        "first_seen_on": date(2026, 11, 20),
    }
    return CallView(id=call_id, **{**kept, **more})


def finding(
    sentence: str, answer: Answer = Answer.MET, points: float = 10, **more: Any
) -> FindingView:
    return FindingView(more.pop("rule", "rule"), answer, points, sentence, **more)


def match(
    call_id: int = 1, score: float = 70, verdict: Verdict = Verdict.FITS, **more: Any
) -> MatchView:
    findings = (
        finding("shares peer support and loneliness", points=30),
        finding("you work in Sheffield", points=25),
        finding("your income is under the limit", points=0, gate=True),
    )
    return MatchView(
        call_id, more.pop("member_id", 1), verdict, score, **{"findings": findings, **more}
    )


def near_miss(call_id: int, score: float = 40) -> MatchView:
    blocking = finding(
        "it asks for two years of accounts and you have one",
        Answer.NOT_MET,
        0,
        gate=True,
        cure="a partner with two years of accounts could lead",
    )
    return match(call_id, score, Verdict.NO, findings=(blocking,))


def told(
    calls: Sequence[CallView], matches: Sequence[MatchView] | None = None, **more: Any
) -> Told:
    """What a member is to be told of these calls; each fits unless its match says otherwise."""
    made = [match(c.id, 70 - i) for i, c in enumerate(calls)] if matches is None else matches
    return Told(calls={c.id: c for c in calls}, matches=made, **{"places": PLACES, **more})


def closed(call: CallView) -> CallView:
    return replace(call, status=Status.CLOSED)


def days_ago(days: int) -> datetime:
    return NOW - timedelta(days=days)


def forged(code: str) -> str:
    """A code that nobody signed."""
    return code[:-1] + ("a" if code[-1] != "a" else "b")
