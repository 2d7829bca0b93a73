"""Calls and members for tests, written short."""

from datetime import UTC, datetime
from typing import Any

from db.views import CallView, FactView, MemberView
from db.vocabulary import Field, Group, LegalForm, Theme
from funding_radar.gazetteer import load
from funding_radar.matching.context import Context

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
"""A Monday morning."""

SHEFFIELD, ROTHERHAM, BARNSLEY, LEEDS = "E08000039", "E08000018", "E08000038", "E08000035"
SOUTH_YORKSHIRE, ENGLAND = "E11000003", "E92000001"


def fact(field: Field, value: Any, **more: Any) -> FactView:
    """A fact with a quote that names its field."""
    return FactView(field, value, **{"quote": f"words about {field.label}", **more})


def call(number: int = 1, *, title: str = "A fund", text: str = "", funder: str = "", doubt: str = "",
         guess: str = "", basis: Any = None, quote: str = "", **facts: Any) -> CallView:  # fmt: skip
    """An open call of these facts; ``doubt`` and ``guess`` name the field that is contradicted or inferred."""
    more: dict[str, Any] = {"basis": basis} if basis else {}
    more |= {"quote": quote} if quote else {}
    read = {
        Field(name): fact(
            Field(name), value, contradicted=name == doubt, inferred=name == guess, **more
        )
        for name, value in facts.items()
    }
    return CallView(number, title, text, funder, facts=read)


def member(number: int = 1, **profile: Any) -> MemberView:
    """A member of this profile."""
    return MemberView(number, profile.pop("name", f"Member {number}"), **profile)


def context(now: datetime = NOW, **more: Any) -> Context:
    """Matching at an instant."""
    return Context(load(), now, **more)


HALLAM_MINDS = member(
    1,
    name="Hallam Minds",
    description="Peer support groups and befriending for adults with mental health problems in Sheffield, "
    "run by people with lived experience.",
    charity_number="1100001",
    legal_form=LegalForm.CIO,
    places=(SHEFFIELD,),
    themes=frozenset({Theme.MENTAL_HEALTH, Theme.PEER_SUPPORT}),
    groups=frozenset({Group.PEOPLE_WITH_SEVERE_MENTAL_ILLNESS}),
    income=85_000,
    min_award=2_000,
    max_award=30_000,
    bid_days=3,
)
DON_VALLEY_YOUTH = member(
    2,
    name="Don Valley Youth",
    description="A youth club and counselling for young people in Rotherham and Barnsley.",
    legal_form=LegalForm.CIC,
    places=(ROTHERHAM, BARNSLEY),
    themes=frozenset({Theme.YOUTH_WORK, Theme.WELLBEING}),
    groups=frozenset({Group.YOUNG_PEOPLE}),
    income=620_000,
)
PEER_SUPPORT_GRANTS = call(
    1,
    title="Community mental health grants",
    text="Grants for groups that support people with mental health problems through peer support and befriending "
    "in Sheffield, so that fewer are lonely.",
    funder="Sheffield City Council",
    deadline="2026-12-18T12:00",
    min_amount=1_000,
    max_amount=10_000,
    areas=[SHEFFIELD],
    themes=["mental_health", "peer_support", "loneliness"],
    legal_forms=["vcse_organisation"],
)
ROADS = call(
    2,
    title="Resurfacing of rural roads",
    text="Tenders for resurfacing of rural roads and their drainage.",
    deadline="2026-12-18",
    areas=[SOUTH_YORKSHIRE],
    max_amount=20_000,
    themes=["transport"],
)
ANY_GOOD_CAUSE = call(
    3,
    title="Community chest",
    text="Small grants for any good cause.",
    deadline="2027-01-18",
    areas=[SOUTH_YORKSHIRE],
    max_amount=5_000,
)
