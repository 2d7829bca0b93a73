"""Members of the alliance. People's names and addresses stand in ``contact`` alone."""

from datetime import date, datetime
from typing import Any

from sqlmodel import Field

from db.models.tables import Json, Table, UtcDateTime


class Member(Table, table=True):
    """An organisation of the alliance. Empty is unknown; money is whole pounds a year."""

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True)
    charity_number: str | None = Field(default=None, unique=True)
    company_number: str | None = Field(default=None, unique=True)
    legal_form: str | None = None
    postcode: str | None = None
    description: str = ""
    income: int | None = None
    income_year: int | None = None
    staff: float | None = None
    volunteers: int | None = None
    accounts_years: int | None = None
    trustees: int | None = None
    unrelated_trustees: int | None = None
    policies: list[str] | None = Field(default=None, sa_type=Json)
    insurance: str | None = None
    dspt: bool | None = None
    experts_by_experience: int | None = None
    bid_days: int | None = None
    can_lead: bool | None = None
    led_by: list[str] | None = Field(default=None, sa_type=Json)
    led_by_consent: bool = False
    min_award: int | None = None
    max_award: int | None = None
    past_partners: list[str] | None = Field(default=None, sa_type=Json)
    changed_at: datetime = Field(sa_type=UtcDateTime)
    extra: dict[str, Any] = Field(default_factory=dict, sa_type=Json)


class MemberPlace(Table, table=True):
    """A place that a member works in, by official code."""

    __tablename__ = "member_place"

    member_id: int = Field(primary_key=True, foreign_key="member.id", ondelete="CASCADE")
    code: str = Field(primary_key=True)


class MemberTheme(Table, table=True):
    """A theme that a member works on."""

    __tablename__ = "member_theme"

    member_id: int = Field(primary_key=True, foreign_key="member.id", ondelete="CASCADE")
    theme: str = Field(primary_key=True)


class MemberGroup(Table, table=True):
    """A group of people that a member works with."""

    __tablename__ = "member_group"

    member_id: int = Field(primary_key=True, foreign_key="member.id", ondelete="CASCADE")
    group: str = Field(primary_key=True)


class Contact(Table, table=True):
    """Who reads the digest: personal data, kept apart, mailed only with consent."""

    id: int | None = Field(default=None, primary_key=True)
    member_id: int = Field(foreign_key="member.id", unique=True, ondelete="CASCADE")
    name: str = ""
    email: str
    consent_on: date | None = None
    consent_how: str | None = None
    withdrawn_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    rhythm: str = "weekly"


class GrantHeld(Table, table=True):
    """A grant that a member holds now."""

    __tablename__ = "grant_held"

    id: int | None = Field(default=None, primary_key=True)
    member_id: int = Field(foreign_key="member.id", index=True, ondelete="CASCADE")
    funder: str
    amount: int | None = None
    ends_on: date | None = None
