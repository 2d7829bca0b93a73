"""Calls and members for tests, written short."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pytest

from db.views import CallView, FactView, GrantView, MemberView
from db.vocabulary import Answer, Basis, Field, Group, Kind, LegalForm, Reason, Reply, Status, Theme
from funding_radar.gazetteer import load
from funding_radar.matching.answers import ANSWERS
from funding_radar.matching.block import MemberBlock
from funding_radar.matching.context import Context, Said
from funding_radar.matching.gates.table import GATES
from funding_radar.matching.row import CallRow

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
"""A Monday morning."""

SHEFFIELD, ROTHERHAM, BARNSLEY, LEEDS = "E08000039", "E08000018", "E08000038", "E08000035"
SOUTH_YORKSHIRE, ENGLAND = "E11000003", "E92000001"


def fact(field: Field, value: Any, **more: Any) -> FactView:
    """A fact with a quote that names its field."""
    return FactView(field, value, **{"quote": f"words about {field.label}", **more})


def call(number: int = 1, *, title: str = "A fund", text: str = "", funder: str = "", doubt: str = "",
         guess: str = "", stale: str = "", basis: Basis | None = None, quote: str = "",
         standing: Status = Status.OPEN, kind: Kind = Kind.OPEN_CALL, **facts: Any) -> CallView:  # fmt: skip
    """An open call of these facts; ``doubt``, ``guess`` and ``stale`` name a field that is so."""
    read = {}
    for name, value in facts.items():
        more: dict[str, Any] = {
            "contradicted": name == doubt,
            "inferred": name == guess,
            "basis": basis,
        }
        more |= {"quote": quote} if quote else {}
        more |= {"check_by_on": date(2026, 11, 1)} if name == stale else {}
        read[Field(name)] = fact(Field(name), value, **more)
    return CallView(number, title, text, funder, kind=kind, status=standing, facts=read)


def member(
    number: int = 1, *, holds: tuple[str, str | None] | None = None, **profile: Any
) -> MemberView:
    """A member of this profile; ``holds`` is a grant's funder and end."""
    if holds:
        ends = date.fromisoformat(holds[1]) if holds[1] else None
        profile["grants_held"] = (GrantView(holds[0], ends_on=ends),)
    return MemberView(number, profile.pop("name", f"Member {number}"), **profile)


def context(now: datetime = NOW, **more: Any) -> Context:
    """Matching at an instant."""
    return Context(load(), now, **more)


@dataclass(frozen=True)
class GateCase:
    """What a gate should answer and say of a call and a member, by name."""

    name: str
    call: CallView
    member: MemberView
    answer: Answer
    sentence: str
    now: datetime = NOW
    in_bid: bool = False
    said: Reason | None = None
    by: int | None = None
    """Who said it, where that is not the member."""

    @property
    def context(self) -> Context:
        """The day, the bid under way and the answer given."""
        pair = (self.member.id, self.call.id)
        said = Said(Reply.NOT_FOR_US, self.call, date(2026, 11, 20), self.said)
        return context(
            self.now,
            in_bid=frozenset({pair}) if self.in_bid else frozenset(),
            answers={(self.by or self.member.id, self.call.id): said} if self.said else {},
        )


def case(name: str, the_call: CallView, the_member: MemberView, answer: Answer, sentence: str,
         **more: Any) -> Any:  # fmt: skip
    """A row of a table of cases."""
    found = GateCase(name, the_call, the_member, answer, sentence, **more)
    return pytest.param(found, id=name.replace(" ", "-"))


def held_to(gate_name: str, wanted: GateCase) -> None:
    """Puts a gate to the member among others, and compares answer and sentence."""
    gate = next(gate for gate in GATES if gate.name == gate_name)
    block = MemberBlock.of([HALLAM_MINDS, wanted.member, DON_VALLEY_YOUTH], wanted.context)
    row = CallRow.of(wanted.call, wanted.context)

    assert gate.applies(row)
    judged = gate.judge(block, row)

    assert ANSWERS[gate.settle(judged, row)[1]] is wanted.answer
    assert gate.sentence(wanted.member, row, judged[1]) == wanted.sentence


HALLAM_MINDS = member(
    101,
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
    102,
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
