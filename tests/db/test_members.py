from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import event
from sqlmodel import Session, select

from db.contacts import (
    ContactDetails,
    contact_of,
    export_member,
    mailable_contacts,
    may_be_mailed,
    set_contact,
    withdraw_consent,
)
from db.errors import RadarError
from db.members import (
    MemberProfile,
    erase_member,
    find_member,
    member_views,
    restate_member,
    upsert_member,
)
from db.models import Contact, Decision, GrantHeld, Member, MemberPlace
from db.views import GrantView
from db.vocabulary import Group, LegalForm, Rhythm, Theme

LANTERN = MemberProfile(
    "Lantern Row Listening",
    {
        "charity_number": "1999001",
        "legal_form": LegalForm.CIO,
        "places": ("E08000039", "E08000018"),
        "themes": (Theme.PEER_SUPPORT,),
        "groups": (Group.CARERS,),
        "income": 42_000,
        "policies": ("data protection",),
        "grants_held": (GrantView("Millstone Fund", 9_000, date(2027, 3, 31)),),
        "contact_name": "Sam Poole",
        "contact_email": "sam@example.org",
        "consent_on": date(2026, 9, 1),
        "digest": Rhythm.FORTNIGHTLY,
    },
)


def stated(**states: object) -> MemberProfile:
    return MemberProfile(LANTERN.name, states)


def test_a_profile_is_new_then_unchanged_then_changed(session: Session, now: datetime) -> None:
    first = upsert_member(session, LANTERN, now)
    again = upsert_member(session, LANTERN, now + timedelta(days=1))
    richer = upsert_member(session, stated(income=50_000), now + timedelta(days=2))

    assert (first, again, richer) == ("new", "unchanged", "changed")
    member = find_member(session, LANTERN.name)
    assert (member.income, member.changed_at) == (50_000, now + timedelta(days=2))


def test_what_a_row_does_not_state_stays_and_unknown_clears(
    session: Session, now: datetime
) -> None:
    upsert_member(session, LANTERN, now)
    upsert_member(session, stated(income=None, themes=None), now)

    [view] = member_views(session)
    assert view.income is None
    assert view.themes == frozenset()
    assert view.places == ("E08000018", "E08000039")
    assert view.grants_held == (GrantView("Millstone Fund", 9_000, date(2027, 3, 31)),)


def test_a_member_is_found_again_by_number_under_a_new_name(
    session: Session, now: datetime
) -> None:
    upsert_member(session, LANTERN, now)
    renamed = MemberProfile("Lantern Row", {"charity_number": "1999001"})

    assert upsert_member(session, renamed, now) == "changed"
    assert [view.name for view in member_views(session)] == ["Lantern Row"]


def test_a_known_member_may_take_another_name_and_number(session: Session, now: datetime) -> None:
    upsert_member(session, LANTERN, now)
    renamed = MemberProfile("Lantern Row", {"charity_number": "1999009"})

    assert restate_member(session, 1, renamed, now, by="coordinator") == "changed"
    assert restate_member(session, 1, renamed, now, by="coordinator") == "unchanged"
    assert [(v.id, v.name, v.charity_number) for v in member_views(session)] == [
        (1, "Lantern Row", "1999009")
    ]


@pytest.mark.parametrize(
    ("profile", "reason"),
    [
        pytest.param(
            MemberProfile("lantern row listening"), "the name .* is that of Lantern Row", id="name"
        ),
        pytest.param(
            MemberProfile("Plum Yard", {"charity_number": "1999001"}),
            "the charity number 1999001 is that of Lantern Row",
            id="number",
        ),
    ],
)
def test_a_known_member_may_not_take_anothers(
    session: Session, now: datetime, profile: MemberProfile, reason: str
) -> None:
    upsert_member(session, LANTERN, now)
    upsert_member(session, MemberProfile("Plum Yard"), now)

    with pytest.raises(RadarError, match=reason):
        restate_member(session, 2, profile, now, by="coordinator")
    with pytest.raises(RadarError, match="there is no member 3"):
        restate_member(session, 3, profile, now, by="coordinator")


@pytest.mark.parametrize(
    ("profile", "reason"),
    [
        pytest.param(
            MemberProfile("LANTERN ROW LISTENING", {"charity_number": "1999002"}),
            "is held with the charity number 1999001, not 1999002",
            id="same name, other number",
        ),
        pytest.param(
            MemberProfile("Other", {"charity_number": "1999001", "company_number": "09999999"}),
            "the charity number belongs to Lantern Row Listening and the company number to Plum Yard",
            id="numbers of two",
        ),
        pytest.param(
            MemberProfile("Plum Yard", {"charity_number": "1999001"}),
            "the number belongs to Lantern Row Listening",
            id="number of one, name of another",
        ),
    ],
)
def test_a_profile_that_means_two_members_is_refused(
    session: Session, now: datetime, profile: MemberProfile, reason: str
) -> None:
    upsert_member(session, LANTERN, now)
    upsert_member(session, MemberProfile("Plum Yard", {"company_number": "09999999"}), now)

    with pytest.raises(RadarError, match=reason):
        upsert_member(session, profile, now)


def test_who_leads_is_kept_by_consent_alone(session: Session, now: datetime) -> None:
    upsert_member(session, stated(led_by=(Group.RACIALISED_COMMUNITIES,)), now)
    assert find_member(session, LANTERN.name).led_by is None

    both = stated(led_by=(Group.RACIALISED_COMMUNITIES,), led_by_consent=True)
    upsert_member(session, both, now)
    assert member_views(session)[0].led_by == frozenset({Group.RACIALISED_COMMUNITIES})

    assert upsert_member(session, stated(led_by_consent=False), now) == "changed"
    assert find_member(session, LANTERN.name).led_by is None
    assert member_views(session)[0].led_by is None


def test_a_view_never_shows_who_leads_without_consent(session: Session, now: datetime) -> None:
    """Whatever came to stand in the table by another way."""
    session.add(Member(name="Plum Yard", led_by=["veterans"], led_by_consent=False, changed_at=now))
    session.flush()

    assert member_views(session)[0].led_by is None


def test_the_postcode_gives_a_place_only_while_none_is_stated(
    session: Session, now: datetime
) -> None:
    by_postcode = MemberProfile("Plum Yard", {"postcode": "S1 2AB"}, ("E08000039",))
    upsert_member(session, by_postcode, now)
    assert member_views(session)[0].places == ("E08000039",)

    upsert_member(session, MemberProfile("Plum Yard", {"places": ("E08000018",)}), now)
    upsert_member(session, by_postcode, now)
    assert member_views(session)[0].places == ("E08000018",)


def test_views_take_six_queries_however_many_members(session: Session, now: datetime) -> None:
    for number in range(25):
        states = {**LANTERN.states, "charity_number": str(1_990_000 + number)}
        upsert_member(session, MemberProfile(f"Member {number}", states), now)
    session.flush()
    session.expire_all()
    seen: list[str] = []

    def count(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    event.listen(session.connection(), "before_cursor_execute", count)
    views = member_views(session)
    event.remove(session.connection(), "before_cursor_execute", count)

    assert len(views) == 25
    assert len(seen) == 6
    assert views[3].rhythm is Rhythm.FORTNIGHTLY


def test_views_of_some_members_are_of_these_alone(session: Session, now: datetime) -> None:
    for name in ("One", "Two", "Three"):
        upsert_member(session, MemberProfile(name, {"themes": (Theme.ARTS,)}), now)
    two = find_member(session, "Two")

    [view] = member_views(session, [two.id or 0])
    assert (view.name, view.themes) == ("Two", frozenset({Theme.ARTS}))


@pytest.mark.parametrize(
    "words", ["1", "1999001", "lantern row listening", "Lantern Row", "lantern row listning"]
)
def test_a_member_is_found_by_id_number_name_or_most_of_it(
    session: Session, now: datetime, words: str
) -> None:
    upsert_member(session, LANTERN, now)
    upsert_member(session, MemberProfile("Plum Yard Allotments"), now)

    assert find_member(session, words).name == LANTERN.name


def test_a_name_that_could_be_two_names_both(session: Session, now: datetime) -> None:
    upsert_member(session, MemberProfile("Barnbrook Mind Matters North"), now)
    upsert_member(session, MemberProfile("Barnbrook Mind Matters South"), now)

    with pytest.raises(
        RadarError, match=r"did you mean Barnbrook Mind Matters .* Barnbrook Mind Matters"
    ):
        find_member(session, "Barnbrook Mind Matters")


def test_finding_without_members_says_how_to_have_some(session: Session) -> None:
    with pytest.raises(RadarError, match="members import"):
        find_member(session, "anyone")


def test_consent_belongs_to_an_address(session: Session, now: datetime) -> None:
    upsert_member(session, LANTERN, now)
    upsert_member(session, stated(contact_email="kim@example.org"), now)

    contact = contact_of(session, 1)
    assert contact is not None
    assert contact.consent_on is None
    assert not may_be_mailed(contact)


def test_an_old_file_never_mails_someone_who_said_stop(session: Session, now: datetime) -> None:
    upsert_member(session, LANTERN, now)
    assert list(mailable_contacts(session)) == [1]

    withdraw_consent(session, 1, now, by="reply")
    withdraw_consent(session, 1, now, by="reply")
    assert mailable_contacts(session) == {}
    assert upsert_member(session, LANTERN, now) == "unchanged"
    assert mailable_contacts(session) == {}

    upsert_member(session, stated(consent_on=now.date() + timedelta(days=1)), now)
    assert list(mailable_contacts(session)) == [1]


def test_a_contact_that_is_unknown_goes(session: Session, now: datetime) -> None:
    upsert_member(session, LANTERN, now)
    upsert_member(session, stated(contact_email=None), now)

    assert contact_of(session, 1) is None


def test_a_coordinator_sets_a_contact(session: Session, now: datetime) -> None:
    upsert_member(session, MemberProfile("Plum Yard"), now)
    set_contact(session, 1, ContactDetails("jo@example.org", "Jo"), now, by="coordinator")
    assert mailable_contacts(session) == {}

    details = ContactDetails(
        "jo@example.org", "Jo", consent_on=date(2026, 11, 20), consent_how="by telephone"
    )
    set_contact(session, 1, details, now, by="coordinator")
    assert list(mailable_contacts(session)) == [1]
    with pytest.raises(RadarError, match="there is no member 7"):
        set_contact(session, 7, details, now, by="coordinator")


def test_the_log_names_no_person(session: Session, now: datetime) -> None:
    upsert_member(session, LANTERN, now)
    upsert_member(session, stated(contact_email="kim@example.org", consent_on=now.date()), now)
    withdraw_consent(session, 1, now, by="coordinator")
    withdraw_consent(session, 1, now + timedelta(days=1), by="coordinator")
    erase_member(session, 1, now, by="coordinator")

    log = session.exec(select(Decision)).all()
    assert [entry.what for entry in log] == ["added", "changed", "consent withdrawn", "erased"]
    assert log[1].grounds == {"columns": ["consent_on", "contact_email"]}
    words = " ".join(str(entry.model_dump()) for entry in log)
    assert not any(word in words for word in ("Sam", "Lantern", "example.org"))


def test_an_export_has_everything_in_json(session: Session, now: datetime) -> None:
    upsert_member(session, LANTERN, now)
    exported = export_member(session, 1)

    assert exported["profile"]["places"] == ["E08000018", "E08000039"]
    assert exported["profile"]["grants_held"][0]["ends_on"] == "2027-03-31"
    assert exported["contact"]["email"] == "sam@example.org"
    assert exported["log"][0]["what"] == "added"
    with pytest.raises(RadarError, match="there is no member 9"):
        export_member(session, 9)


def test_erasing_leaves_nothing_of_a_member(session: Session, now: datetime) -> None:
    upsert_member(session, LANTERN, now)
    erase_member(session, 1, now, by="coordinator")

    for table in (Member, Contact, GrantHeld, MemberPlace):
        assert session.exec(select(table)).all() == []
    with pytest.raises(RadarError, match="there is no member 1"):
        erase_member(session, 1, now, by="coordinator")
