"""Any call, any member, anything that matching may be told: strategies for the properties."""

from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

from db.views import AwardView, CallView, GrantView, MemberView
from db.vocabulary import (
    Basis,
    Field,
    Group,
    Kind,
    LegalForm,
    Partnership,
    Reason,
    Reply,
    Status,
    Theme,
)
from funding_radar.matching.context import Said
from tests.matching.cases import context, fact

QUICK = settings(
    max_examples=40,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)
"""Forty examples of each: a case that fails is printed as it was found, not made smaller, which takes minutes."""

PLACES = ("E08000039", "E08000035", "E11000003", "E12000005", "E11000005", "E54000048", "E54000050",
          "E06000064", "E06000065", "E07000072", "E54000025", "E92000001", "W92000004", "nowhere")  # fmt: skip
WORDS = st.sampled_from(
    ["peer support", "youth club", "befriending", "crisis café", "allotment", "debt advice"]
)
FUNDERS = st.sampled_from(["", "Anytown Trust", "The Anytown Trust", "Sheffield City Council"])
MONEY = st.integers(0, 400_000)
DAYS = st.dates(date(2026, 10, 1), date(2027, 6, 30))

VALUES: dict[Field, st.SearchStrategy[Any]] = {
    Field.DEADLINE: DAYS.map(date.isoformat) | st.just("rolling") | st.just("2026-11-23T12:00"),
    Field.FIRST_STAGE_DEADLINE: DAYS.map(date.isoformat),
    Field.OPENS: DAYS.map(date.isoformat),
    Field.STARTS: DAYS.map(date.isoformat),
    Field.DURATION_MONTHS: st.sampled_from([6, 12, 24, 36]),
    Field.MIN_AMOUNT: MONEY,
    Field.MAX_AMOUNT: MONEY,
    Field.MAX_PERCENT_OF_INCOME: st.integers(1, 100),
    Field.MIN_INCOME: MONEY,
    Field.MAX_INCOME: MONEY,
    Field.AREAS: st.lists(st.sampled_from(PLACES), max_size=3),
    Field.EXCLUDED_AREAS: st.lists(st.sampled_from(PLACES), max_size=1),
    Field.LEGAL_FORMS: st.lists(st.sampled_from(LegalForm).map(str), max_size=4),
    Field.EXCLUDED_LEGAL_FORMS: st.lists(st.sampled_from(LegalForm).map(str), max_size=2),
    Field.THEMES: st.lists(st.sampled_from(Theme).map(str), max_size=4),
    Field.GROUPS: st.lists(st.sampled_from(Group).map(str), max_size=3),
    Field.LED_BY: st.lists(st.sampled_from(Group).map(str), min_size=1, max_size=2),
    Field.PARTNERSHIP: st.sampled_from(Partnership).map(str),
    Field.MIN_PARTNERS: st.integers(1, 6),
    Field.ONE_BID: st.booleans(),
    Field.ACCOUNTS_YEARS: st.integers(0, 3),
    Field.MIN_TRUSTEES: st.integers(0, 6),
    Field.MIN_UNRELATED_TRUSTEES: st.integers(0, 6),
    Field.POLICIES: st.lists(st.sampled_from(["safeguarding", "data protection", "EDI"]), max_size=2),
    Field.INSURANCE: st.sampled_from(["£5m public liability", "employers' liability", ""]),
    Field.DSPT: st.booleans(),
    Field.NOT_FUNDED: st.sampled_from(["current grant holders", "buildings"]),
    Field.EFFORT: st.integers(1, 30) | st.sampled_from(["2 to 3 days", "a short form"]),
}  # fmt: skip


@st.composite
def calls(draw: st.DrawFn, number: int = 1) -> CallView:
    fields = draw(st.sets(st.sampled_from(sorted(VALUES)), max_size=9))
    facts = {
        name: fact(
            name,
            draw(VALUES[name]),
            basis=draw(st.sampled_from([None, *Basis])),
            inferred=draw(st.booleans()) and draw(st.booleans()),
            contradicted=draw(st.integers(0, 7)) == 0,
            check_by_on=draw(st.sampled_from([None, None, date(2026, 11, 20), date(2026, 11, 25)])),
        )
        for name in sorted(fields | {Field.AREAS})
    }
    return CallView(
        number,
        draw(WORDS),
        " ".join(draw(st.lists(WORDS, max_size=5))),
        draw(FUNDERS),
        kind=draw(st.sampled_from([Kind.OPEN_CALL] * 4 + list(Kind))),
        status=draw(st.sampled_from([Status.OPEN] * 5 + list(Status))),
        facts=facts,
    )


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


GRANTS = st.builds(GrantView, FUNDERS, maybe(MONEY), maybe(DAYS))
MEMBER_FIELDS: dict[str, st.SearchStrategy[Any]] = {
    "description": st.lists(WORDS, max_size=4).map(" ".join),
    "charity_number": st.sampled_from(["", "1100001"]),
    "company_number": st.sampled_from(["", "01234567"]),
    "legal_form": maybe(st.sampled_from(LegalForm)),
    "postcode": st.sampled_from(["", "S10 2TN", "BD20 1AA", "LS1 4AP", "ZZ9 9ZZ"]),
    "places": st.lists(st.sampled_from(PLACES), max_size=2, unique=True).map(tuple),
    "themes": st.frozensets(st.sampled_from(Theme), max_size=4),
    "groups": st.frozensets(st.sampled_from(Group), max_size=3),
    "income": maybe(MONEY),
    "income_year": maybe(st.integers(2020, 2026)),
    "accounts_years": maybe(st.integers(0, 4)),
    "trustees": maybe(st.integers(0, 9)),
    "unrelated_trustees": maybe(st.integers(0, 6)),
    "policies": maybe(st.frozensets(st.sampled_from(["safeguarding adults", "GDPR", "equality"]))),
    "insurance": maybe(st.sampled_from(["public liability £2m", "public liability £10m", ""])),
    "dspt": maybe(st.booleans()),
    "bid_days": maybe(st.integers(0, 20)),
    "can_lead": maybe(st.booleans()),
    "led_by": maybe(st.frozensets(st.sampled_from(Group), max_size=2)),
    "min_award": maybe(MONEY),
    "max_award": maybe(MONEY),
    "grants_held": st.lists(GRANTS, max_size=2).map(tuple),
}


def members(number: int = 1) -> st.SearchStrategy[MemberView]:
    return st.fixed_dictionaries({}, optional=MEMBER_FIELDS).map(
        lambda profile: MemberView(number, f"Member {number}", **profile)
    )


def several(make: Any, most: int) -> st.SearchStrategy[list[Any]]:
    return st.integers(1, most).flatmap(
        lambda n: st.tuples(*[make(i) for i in range(1, n + 1)]).map(list)
    )


SAID = st.builds(
    lambda reply, reason, call, said_on: Said(reply, call, said_on, reason),
    st.sampled_from([Reply.INTERESTED, Reply.NOT_FOR_US]),
    maybe(st.sampled_from(Reason)),
    st.integers(50, 52).flatmap(calls),
    st.dates(date(2026, 9, 1), date(2026, 11, 22)),
)
ANSWERS = st.dictionaries(st.tuples(st.integers(1, 3), st.integers(1, 52)), SAID, max_size=3).map(
    lambda found: {
        (m, c): replace(said, call=replace(said.call, id=c)) for (m, c), said in found.items()
    }
)
CONTEXTS = st.builds(
    lambda answers, in_bid, awards: context(answers=answers, in_bid=in_bid, awards=awards),
    ANSWERS,
    st.frozensets(st.tuples(st.integers(1, 3), st.integers(1, 3)), max_size=2),
    st.sampled_from(
        [
            {},
            {
                "anytown trust": (
                    AwardView("1", "Anytown Trust", "A Choir", themes=frozenset({Theme.ARTS})),
                    AwardView("2", "Anytown Trust", "B"),
                )
            },
        ]
    ),
)
