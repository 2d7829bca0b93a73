"""What moved since a member was told: only what changes a decision, and only if it moved in the end."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from db.vocabulary import Field, LegalForm, Status
from funding_radar.digest.clean import plain
from funding_radar.digest.content import Moved
from funding_radar.digest.told import Change
from funding_radar.phrases import pounds

MAX_VALUE = 80
TOLD = {
    Field.STATUS: "status",
    Field.DEADLINE: "deadline",
    Field.MIN_AMOUNT: "least amount",
    Field.MAX_AMOUNT: "most that can be asked for",
    Field.MIN_INCOME: "lowest income",
    Field.MAX_INCOME: "highest income",
    Field.LEGAL_FORMS: "who can apply",
    Field.EXCLUDED_LEGAL_FORMS: "who cannot apply",
    Field.AREAS: "places",
    Field.PARTNERSHIP: "partners",
    Field.ACCOUNTS_YEARS: "years of accounts",
    Field.MIN_TRUSTEES: "trustees",
    Field.MIN_UNRELATED_TRUSTEES: "unrelated trustees",
}
"""Deadline, amount, eligibility and status, and what readers call them; every other change is silent."""

_MONEY = frozenset({Field.MIN_AMOUNT, Field.MAX_AMOUNT, Field.MIN_INCOME, Field.MAX_INCOME})
_FORMS = frozenset({Field.LEGAL_FORMS, Field.EXCLUDED_LEGAL_FORMS})


def moved_since(
    changes: Sequence[Change], since: datetime, places: Mapping[str, str]
) -> tuple[Moved, ...]:
    """The net changes of one call after an instant, in the order of ``TOLD``; there and back again is none."""
    first: dict[Field, Any] = {}
    last: dict[Field, Any] = {}
    for change in sorted(changes, key=lambda change: change.noticed_at):
        if change.noticed_at > since and change.field in TOLD:
            first.setdefault(change.field, change.old)
            last[change.field] = change.new
    return tuple(
        Moved(field.value, _said(field, first[field], places), _said(field, last[field], places))
        for field in TOLD
        if field in last and first[field] != last[field]
    )


def _said(field: Field, value: Any, places: Mapping[str, str]) -> str | None:
    """A value as people read it; a deadline stays as stored, since its words depend on the day of reading."""
    if value is None or value == []:
        return None
    if field is Field.DEADLINE:
        return plain(str(value), MAX_VALUE)
    if field in _MONEY and isinstance(value, int | float):
        return pounds(value)
    if field in _FORMS and isinstance(value, list):
        known = set(LegalForm)
        return plain(", ".join(LegalForm(v).label for v in value if v in known), MAX_VALUE) or None
    if field is Field.AREAS and isinstance(value, list):
        return plain(", ".join(places.get(code, code) for code in value), MAX_VALUE)
    if field is Field.STATUS and value in set(Status):
        return Status(value).label
    return plain(str(value), MAX_VALUE)
