"""What funders gave before, as they published it."""

from datetime import date, datetime

from sqlmodel import Field

from db.models.tables import Json, Table, UtcDateTime


class PastAward(Table, table=True):
    """A grant that a funder once made to an organisation; never one to a person."""

    __tablename__ = "past_award"

    id: str = Field(primary_key=True)
    """As its publisher gives it, which the standard keeps unique over all publishers."""
    funder: str
    funder_key: str = Field(index=True)
    """The funder's name without what varies from page to page."""
    recipient: str
    charity_number: str | None = None
    company_number: str | None = None
    title: str = ""
    amount: int | None = None
    awarded_on: date | None = None
    themes: list[str] = Field(default_factory=list, sa_type=Json)
    """What it was for, as we read its title and description, which are not kept."""
    loaded_at: datetime = Field(sa_type=UtcDateTime)
