"""Past awards from a file in the 360Giving Data Standard: JSON, CSV or XLSX.

The standard's names are those of https://standard.threesixtygiving.org; a spreadsheet has them as titles
("Recipient Org:Name"), JSON nested ("recipientOrganization": [{"name": …}]).
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from db.errors import RadarError
from db.views import AwardView
from db.vocabulary import Field, Theme
from funding_radar.members.tables import read_table
from funding_radar.reading.facts import Item
from funding_radar.reading.text import Document
from funding_radar.reading.themes import read_themes
from spiders.text import sound

LONGEST = 300
"""Characters kept of a name or title."""
MOST_POUNDS = 10**10
_NUMBER_OF = re.compile(r"GB-(CHC|COH|SC|NIC)-(\w+)", re.IGNORECASE)
_COLUMNS = {
    "identifier": "id", "title": "title", "description": "description", "currency": "currency",
    "amount awarded": "amount", "award date": "awarded_on", "grant programme:title": "programme",
    "funding org:name": "funder", "recipient org:name": "recipient", "recipient org:identifier": "ref",
    "recipient org:charity number": "charity", "recipient org:company number": "company",
    "recipient ind:name": "person", "recipient ind:identifier": "person",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Read:
    """The awards of a file, and how many to people were left out."""

    awards: tuple[AwardView, ...]
    to_people: int


def read_awards(data: bytes, name: str) -> Read:
    """The awards of a file.

    Grants to people are left out: they are nobody's business here. Raises RadarError that lists every fault.
    """
    rows = _json_rows(data, name) if data.lstrip()[:1] in (b"{", b"[") else _table_rows(data, name)
    awards, faults, people = [], [], 0
    for where, row in rows:
        if row.get("person"):
            people += 1
            continue
        lacking = [what for what in ("id", "funder", "recipient") if not row.get(what)]
        if lacking:
            faults.append(f"  {where}: no {' and no '.join(_SAID[what] for what in lacking)}")
        else:
            awards.append(_award(row))
    if faults:
        shown = faults[:20] + ([f"  and {len(faults) - 20} more"] if len(faults) > 20 else [])
        raise RadarError("\n".join([f"{name} has faults, and nothing of it was loaded:", *shown]))
    if not awards and not people:
        msg = f"{name} holds no awards: a file in the 360Giving Data Standard is wanted"
        raise RadarError(msg)
    return Read(tuple(awards), people)


_SAID = {"id": "identifier", "funder": "funder's name", "recipient": "recipient's name"}


def _award(row: Mapping[str, Any]) -> AwardView:
    numbers = {
        kind.upper(): number for kind, number in _NUMBER_OF.findall(str(row.get("ref") or ""))
    }
    return AwardView(
        id=_short(row["id"]),
        funder=_short(row["funder"]),
        recipient=_short(row["recipient"]),
        charity_number=_short(row.get("charity")) or numbers.get("CHC", ""),
        company_number=_short(row.get("company")) or numbers.get("COH", ""),
        title=_short(row.get("title")),
        amount=_pounds(row),
        awarded_on=_day(row.get("awarded_on")),
        themes=_themes(row),
    )


def _themes(row: Mapping[str, Any]) -> frozenset[Theme]:
    """What it was for, by the same words by which calls are read."""
    said = [str(row.get(part) or "") for part in ("title", "programme", "description")]
    document = Document(Item("", ". ".join(said)))
    return frozenset(
        Theme(theme)
        for fact in read_themes(document)
        if fact.field is Field.THEMES
        for theme in fact.value
    )


def _pounds(row: Mapping[str, Any]) -> int | None:
    """Whole pounds; None for another currency and for what is no sum."""
    if str(row.get("currency") or "GBP").strip().upper() != "GBP":
        return None
    try:
        amount = Decimal(str(row.get("amount") or "").replace(",", "").strip("£ "))
    except InvalidOperation:
        return None
    return round(amount) if amount.is_finite() and 0 < amount < MOST_POUNDS else None


def _day(said: Any) -> date | None:
    """A day, an instant, or a day as the UK writes it; None for what is none of these."""
    text = str(said or "").strip()[:10]
    for shape in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.strptime(text, shape).date()  # noqa: DTZ007 (a day has no zone)
        except ValueError:
            continue
    return None


def _short(value: Any) -> str:
    return " ".join(sound(str(value or "")).split())[:LONGEST]


def _table_rows(data: bytes, name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    heading, *rows = read_table(data, name)
    known = [_COLUMNS.get(_heading(cell)) for cell in heading.cells]
    for row in rows:
        cells = zip(known, row.cells, strict=False)
        yield (
            f"line {row.line}",
            {column: cell.strip() for column, cell in cells if column and cell.strip()},
        )


def _heading(cell: str) -> str:
    """A heading without its case and the number of the entry: "Funding Org:0:Name" is "Funding Org:Name"."""
    return re.sub(r":0(?=:)", "", " ".join(cell.split()).casefold())


def _json_rows(data: bytes, name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    try:
        whole = json.loads(data)
    except (ValueError, RecursionError) as fault:
        msg = f"{name} is not JSON ({fault})"
        raise RadarError(msg) from None
    grants = whole.get("grants") if isinstance(whole, dict) else whole
    if not isinstance(grants, list):
        msg = f'{name} has no list of "grants": a file in the 360Giving Data Standard is wanted'
        raise RadarError(msg)
    for number, grant in enumerate(grants, 1):
        yield f"grant {number}", _flat(grant if isinstance(grant, dict) else {})


def _flat(grant: dict[str, Any]) -> dict[str, Any]:
    funder, recipient = _first(grant, "fundingOrganization"), _first(grant, "recipientOrganization")
    return {
        "id": grant.get("id"), "title": grant.get("title"), "description": grant.get("description"),
        "currency": grant.get("currency"), "amount": grant.get("amountAwarded"), "awarded_on": grant.get("awardDate"),
        "programme": _first(grant, "grantProgramme").get("title"), "funder": funder.get("name"),
        "recipient": recipient.get("name"), "ref": recipient.get("id"), "charity": recipient.get("charityNumber"),
        "company": recipient.get("companyNumber"), "person": _first(grant, "recipientIndividual"),
    }  # fmt: skip


def _first(grant: dict[str, Any], name: str) -> dict[str, Any]:
    found = grant.get(name)
    found = found[0] if isinstance(found, list) and found else found
    return found if isinstance(found, dict) else {}
