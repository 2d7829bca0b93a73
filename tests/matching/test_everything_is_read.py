"""A field that is asked for and read by nothing is a question put in vain: each must change what somebody is told."""

from dataclasses import fields, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from db.views import AwardView, CallView, GrantView, MemberView
from db.vocabulary import Field, Group, Kind, LegalForm, Reply, Status, Theme
from funding_radar.matching.clashes import clashes
from funding_radar.matching.context import Context, Said
from funding_radar.matching.explain import explained, near, to_know, why
from funding_radar.matching.match import match
from tests.matching.cases import SHEFFIELD, SOUTH_YORKSHIRE, call, context, fact, member

CALL = call(
    1,
    title="Peer support grants",
    text="Grants for befriending and peer support.",
    funder="Anytown Trust",
    deadline="2027-01-18",
    areas=[SOUTH_YORKSHIRE],
    themes=["mental_health"],
    groups=["carers"],
    max_amount=20_000,
    min_amount=12_000,
    duration_months=12,
    total_pot=40_000,
    partnership="allowed",
)
MEMBER = member(
    1,
    name="Hallam Minds",
    description="Befriending and peer support.",
    charity_number="1100001",
    legal_form=LegalForm.CLG,
    places=(SHEFFIELD,),
    themes=frozenset({Theme.MENTAL_HEALTH}),
    groups=frozenset({Group.CARERS}),
    income=85_000,
    income_year=2025,
    accounts_years=3,
    trustees=5,
    unrelated_trustees=5,
    policies=frozenset({"safeguarding"}),
    insurance="public liability £5m",
    dspt=True,
    experts_by_experience=2,
    bid_days=9,
    can_lead=True,
    led_by=frozenset({Group.CARERS}),
    min_award=5_000,
    max_award=30_000,
    grants_held=(GrantView("Another Trust", 9_000, date(2027, 4, 30)),),
)
AWARD = AwardView("1", "A Funder", "A Choir", themes=frozenset({Theme.MENTAL_HEALTH}), amount=2_266)
FRIEND = replace(MEMBER, id=2, name="Sharrow Hub", income=300_000)

ALL_FACTS: dict[Field, Any] = {
    Field.OPENS: "2026-12-24",
    Field.DEADLINE: "2027-01-25",
    Field.FIRST_STAGE_DEADLINE: "2026-12-04",
    Field.QUESTIONS_BY: "2026-12-11",
    Field.DECISION_ON: "2028-03-31",
    Field.STARTS: "2028-04-01",
    Field.DURATION_MONTHS: 36,
    Field.MIN_AMOUNT: 15_000,
    Field.MAX_AMOUNT: 25_000,
    Field.TOTAL_POT: 20_000,
    Field.MATCH_FUNDING: "a tenth",
    Field.MAX_PERCENT_OF_INCOME: 10,
    Field.MIN_INCOME: 100_000,
    Field.MAX_INCOME: 50_000,
    Field.AREAS: ["E08000035"],
    Field.EXCLUDED_AREAS: [SHEFFIELD],
    Field.LEGAL_FORMS: ["cic"],
    Field.EXCLUDED_LEGAL_FORMS: ["clg"],
    Field.THEMES: ["arts"],
    Field.GROUPS: ["students"],
    Field.LED_BY: ["lgbt_people"],
    Field.PARTNERSHIP: "required",
    Field.MIN_PARTNERS: 3,
    Field.MAX_PARTNERS: 5,
    Field.ONE_BID: True,
    Field.ACCOUNTS_YEARS: 4,
    Field.MIN_TRUSTEES: 6,
    Field.MIN_UNRELATED_TRUSTEES: 6,
    Field.BANK_ACCOUNT: True,
    Field.POLICIES: ["health and safety"],
    Field.INSURANCE: "£10m public liability",
    Field.DSPT: True,
    Field.NOT_FUNDED: ["buildings"],
    Field.HOW_TO_APPLY: "by letter",
    Field.EFFORT: "30 days",
    Field.CONTACT: "grants@example.org",
    Field.SUITABLE_FOR_VCSE: True,
    Field.STATUS: "closed",
}

ASKING = {
    Field.LEGAL_FORMS: ["registered_charity"],
    Field.LED_BY: ["carers"],
    Field.MAX_INCOME: 500_000,
    Field.ACCOUNTS_YEARS: 2,
    Field.MIN_TRUSTEES: 3,
    Field.MIN_UNRELATED_TRUSTEES: 3,
    Field.POLICIES: ["safeguarding"],
    Field.INSURANCE: "£5m public liability",
    Field.DSPT: True,
}
"""What a call asks so that a profile's answers matter."""

ALL_PROFILE: dict[str, Any] = {
    "name": "Sharrow Minds",
    "description": "Debt advice.",
    "charity_number": "1100002",
    "company_number": "01234567",
    "legal_form": LegalForm.CIC,
    "postcode": "LS1 4AP",
    "places": ("E08000035",),
    "themes": frozenset({Theme.ARTS}),
    "groups": frozenset({Group.STUDENTS}),
    "income": 900_000,
    "income_year": 2020,
    "staff": 2.5,
    "volunteers": 30,
    "accounts_years": 1,
    "trustees": 2,
    "unrelated_trustees": 1,
    "policies": frozenset(),
    "insurance": "public liability £1m",
    "dspt": False,
    "experts_by_experience": 0,
    "bid_days": 1,
    "can_lead": False,
    "led_by": frozenset(),
    "min_award": 50_000,
    "max_award": 6_000,
    "past_partners": ("Sharrow Hub",),
    "grants_held": (GrantView("Anytown Trust", 9_000, date(2028, 4, 30)),),
}
ELSEWHERE = {"rhythm": ("funding_radar/digest", "rhythm"), "id": ("db/matches.py", "member_id")}
"""Fields that no match needs: the room or file that reads them, and the word by which it does."""

ALL_CALL: dict[str, Any] = {
    "title": "Youth clubs",
    "text": "Money for youth clubs.",
    "funder": "Another",
    "kind": Kind.AWARD_NEWS,
    "status": Status.GONE,
    "facts": {},
}
CALL_ELSEWHERE = {
    "id": ("db/matches.py", "call_id"),
    "url": ("funding_radar/digest/item.py", "call.url"),
    "first_seen_on": ("funding_radar/digest/item.py", "call.first_seen_on"),
    "sources": ("funding_radar/jobs/reports.py", "call.sources"),
}

BARE = {"postcode": {"places": ()}, "company_number": {"charity_number": "", "legal_form": None}}
"""Facts that count only where a better one is missing."""


def told(the_call: CallView, one: MemberView, here: Context | None = None) -> str:
    """All that anybody is told of a call and a member."""
    here = here or context()
    found = explained(the_call, one, here)
    views = list(match([the_call], [one, FRIEND], here))
    lacks = replace(the_call, facts={**the_call.facts, Field.DSPT: fact(Field.DSPT, True)})
    miss = [replace(one, dspt=False), FRIEND]
    return repr(
        (
            found.score,
            found.verdict,
            why(found, the_call, one, here),
            to_know(the_call),
            clashes(views, [the_call], [one, FRIEND], here, likely=10),
            near(match([lacks], miss, here), [lacks], miss),
        )
    )


def read_elsewhere(path: str, word: str) -> bool:
    """Whether the file, or one of the room's, has this word."""
    where = Path(__file__).parents[2] / path
    sources = [where] if where.is_file() else sorted(where.rglob("*.py"))
    return any(word in source.read_text(encoding="utf-8") for source in sources)


@pytest.mark.parametrize("field", Field)
def test_every_fact_of_a_call_changes_what_is_told(field: Field) -> None:
    assert field in ALL_FACTS, f"{field} is new: say here what it may be, and let something read it"
    changed = replace(CALL, facts={**CALL.facts, field: fact(field, ALL_FACTS[field])})

    assert told(changed, MEMBER) != told(CALL, MEMBER)


@pytest.mark.parametrize("name", [f.name for f in fields(MemberView)])
def test_every_fact_of_a_member_changes_what_is_told(name: str) -> None:
    if name in ELSEWHERE:
        assert read_elsewhere(*ELSEWHERE[name])
        return
    assert name in ALL_PROFILE, f"{name} is new: say here what it may be, and let something read it"
    more = ({}, ASKING, {Field.PARTNERSHIP: "required"}, {Field.LEGAL_FORMS: ["clg", "cio"]})
    calls = [
        replace(CALL, facts=CALL.facts | {f: fact(f, value) for f, value in asked.items()})
        for asked in more
    ]
    before = replace(MEMBER, **BARE.get(name, {}))
    after = replace(before, **{name: ALL_PROFILE[name]})

    assert any(told(one, after) != told(one, before) for one in calls)


@pytest.mark.parametrize("name", [f.name for f in fields(CallView)])
def test_everything_of_a_call_changes_what_is_told(name: str) -> None:
    if name in CALL_ELSEWHERE:
        assert read_elsewhere(*CALL_ELSEWHERE[name])
        return
    assert name in ALL_CALL, f"{name} is new: say here what it may be, and let something read it"
    holder = replace(MEMBER, grants_held=(GrantView("The Anytown Trust", None, None),))

    assert told(replace(CALL, **{name: ALL_CALL[name]}), holder) != told(CALL, holder)


@pytest.mark.parametrize(
    "more",
    [
        pytest.param({"answers": {(1, 1): Said(Reply.INTERESTED, CALL, date(2026, 11, 20))}}, id="answers"),
        pytest.param({"awards": {"anytown trust": (AWARD,)}}, id="awards"),
        pytest.param({"in_bid": frozenset({(1, 1)})}, id="in_bid"),
    ],
)  # fmt: skip
def test_what_matching_is_told_changes_what_it_tells(more: dict[str, Any]) -> None:
    one_each = replace(CALL, facts=CALL.facts | {Field.ONE_BID: fact(Field.ONE_BID, True)})

    assert told(one_each, MEMBER, context(**more)) != told(one_each, MEMBER)
