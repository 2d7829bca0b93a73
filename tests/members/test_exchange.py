"""Files that go out and come back: templates, exports, imports twice."""

from collections.abc import Callable
from datetime import datetime

import pytest
from sqlmodel import Session, select

from db.contacts import export_member, withdraw_consent
from db.members import member_views
from db.models import Decision, Member
from db.views import CallView, FactView, MemberView
from db.vocabulary import Field, Partnership, Status
from funding_radar.gazetteer import Gazetteer
from funding_radar.members.columns import COLUMNS
from funding_radar.members.export import members_file
from funding_radar.members.faults import MembersFileError
from funding_radar.members.importing import Imported, store_members
from funding_radar.members.missing import GAPS, check
from funding_radar.members.profiles import MembersFile, read_members
from funding_radar.members.template import template
from tests.members.conftest import TODAY

Read = Callable[[str | bytes], MembersFile]

TWO = (
    "name,charity_number,legal_form,postcode,places,themes,groups,description,income,staff,policies,dspt,"
    "experts_by_experience,can_lead,led_by,led_by_consent,past_partners,grants_held,contact_name,contact_email,"
    "consent_on,digest\n"
    '"=Open Gate",1999123,CIO,S1 2AB,Sheffield,counselling,carers,"@home, = more",45000,1.5,'
    "GDPR;loan of tools,no,2,yes,lgbt,yes,Plum Yard,Millstone Fund/9000/2027-03-31; A/B Trust/100,Jo,"
    "jo@example.org,2026-09-01,weekly\n"
    "Plum Yard,,,,Barnsley,,,,,,,,,,,,,,,,,\n"
)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_template_has_every_column_and_an_example_that_is_read_but_not_imported(
    gazetteer: Gazetteer, kind: str
) -> None:
    data = template(kind)
    with pytest.raises(MembersFileError, match="there is no member in it"):
        read_members(data, "template", gazetteer, TODAY)

    if kind == "csv":
        text = data.decode("utf-8-sig")
        renamed = text.replace("\nExample Listening Project,", "\nOpen Gate,")
        [lined] = read_members(renamed.encode(), "template", gazetteer, TODAY).profiles
        examples = {column.name for column in COLUMNS.values() if column.example}
        assert lined.profile.states.keys() | {"name"} == examples


def test_importing_twice_changes_nothing(session: Session, read: Read, now: datetime) -> None:
    file = read(TWO)

    assert store_members(session, file, now) == Imported(2, 0, 0, file.notes)
    log = len(session.exec(select(Decision)).all())
    assert store_members(session, file, now) == Imported(0, 0, 2, file.notes)
    assert len(session.exec(select(Decision)).all()) == log == 2


def test_a_file_that_clashes_with_what_is_held_names_every_line(
    session: Session, read: Read, now: datetime
) -> None:
    store_members(session, read(TWO), now)
    clashing = read(
        "name,places,charity_number\nPlum Yard,Barnsley,1999123\nNew,Barnsley,\n=open gate,Sheffield,1888123\n"
    )

    with pytest.raises(MembersFileError) as refused:
        store_members(session, clashing, now)
    assert [fault.line for fault in refused.value.faults] == [2, 4]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_an_export_comes_back_unchanged_and_runs_no_formula(
    session: Session, gazetteer: Gazetteer, read: Read, now: datetime, kind: str
) -> None:
    store_members(session, read(TWO), now)
    ids = session.exec(select(Member.id)).all()

    data = members_file([export_member(session, number or 0) for number in ids], kind)
    back = read_members(data, "export", gazetteer, TODAY)

    assert store_members(session, back, now).unchanged == 2
    if kind == "csv":
        assert b"'=Open Gate" in data
        assert b'"\'@home, = more"' in data


def test_a_withdrawn_consent_is_not_exported_as_one(
    session: Session, read: Read, now: datetime
) -> None:
    store_members(session, read(TWO), now)
    withdraw_consent(session, 1, now, by="reply")

    data = members_file([export_member(session, 1)], "csv")
    assert b"2026-09-01" not in data


def test_having_no_policies_survives_an_export(
    session: Session, read: Read, gazetteer: Gazetteer, now: datetime
) -> None:
    store_members(session, read("name,places,policies\nA,Sheffield,none\nB,Sheffield,\n"), now)

    exports = [export_member(session, number) for number in (1, 2)]
    back = read_members(members_file(exports, "csv"), "export", gazetteer, TODAY)
    assert [lined.profile.states.get("policies") for lined in back.profiles] == [(), None]
    assert [view.policies for view in member_views(session)] == [frozenset(), None]


def call(number: int, status: Status = Status.OPEN, **facts: object) -> CallView:
    read = {Field(name): FactView(Field(name), value, "…") for name, value in facts.items()}
    return CallView(number, f"Call {number}", status=status, facts=read)


def test_check_counts_the_open_calls_that_a_gap_keeps_in_doubt() -> None:
    calls = [
        call(1, max_income=100_000),
        call(2, min_income=5_000, partnership=Partnership.REQUIRED),
        call(3, Status.CLOSED, max_income=9),
        call(4, policies=["safeguarding"]),
    ]
    found = check([MemberView(7, "Open Gate", places=("E08000039",))], calls, reachable=set())

    sentences = {missing.column: missing.sentence for missing in found}
    assert (
        sentences["income"] == "without an income, 2 open calls with an income limit stay 'check'"
    )
    assert (
        sentences["policies"]
        == "without policies, 1 open call that asks for policies stays 'check'"
    )
    assert sentences["can_lead"].endswith(
        "1 open call that wants a partnership cannot consider you as lead"
    )
    assert sentences["dspt"] == "without dspt, NHS calls that ask for its data toolkit stay 'check'"
    assert found[0].column == "contact_email"
    assert "places" not in sentences
    assert [missing.calls for missing in found[1:]] == sorted(
        (m.calls for m in found[1:]), reverse=True
    )


def test_a_full_profile_lacks_nothing(session: Session, read: Read, now: datetime) -> None:
    full = "; ".join(column.example for column in COLUMNS.values() if column.name == "places")
    cells = {name: column.example or "" for name, column in COLUMNS.items()} | {
        "name": "Open Gate",
        "places": full,
    }
    heading = ",".join(cells)
    row = ",".join(f'"{cell}"' for cell in cells.values())
    store_members(session, read(f"{heading}\n{row}\n"), now)

    assert check(member_views(session), [call(1)], reachable={1}) == []


def test_every_gap_is_a_column() -> None:
    assert {gap.column for gap in GAPS} <= COLUMNS.keys()
