"""A release of the Open Contracting Data Standard, as UK publishers fill it, to a draft.

Shapes: Find a Tender under the Procurement Act 2023 (notice types UK1 to UK17) and before it, and Contracts Finder.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from db.vocabulary import Field, Kind, Status
from spiders.fields import Refused, SightingDraft
from spiders.notices import Notice, notice_of
from spiders.places import codes_of_regions
from spiders.text import tidy
from spiders.values import moment_day, uk_deadline, uk_moment

_LEAST_VALUE = 1
"""Pounds; publishers write 0 and 0.01 where a form insists on a number."""
_REPRESENTATIONS = re.compile(r"(?is)representations?\b.{0,160}?\bby\b(.{0,80})")

Json = Mapping[str, Any]


def releases_of(data: Any) -> list[Any]:
    """The releases of a package. Raises Refused when the answer is no package."""
    releases = data.get("releases") if isinstance(data, Mapping) else None
    if not isinstance(releases, list):
        msg = "no releases stand in the answer"
        raise Refused(msg)
    return releases


def draft_of(release: Any, source: str, notice_page: str) -> SightingDraft:
    """The draft of one release; ``notice_page`` starts the address of a notice's page.

    Raises Refused when it lacks what every release has.
    """
    if not isinstance(release, Mapping) or not release.get("ocid") or not release.get("id"):
        msg = "a release without an ocid or an id"
        raise Refused(msg)
    notice = notice_of(release)
    tender = _table(release, "tender")
    buyer = _text(_table(release, "buyer"), "name") or _party(release, "buyer")
    stated = {
        "kind": notice.kind.value,
        "stage": notice.stage,
        "released_at": _instant(release),
        "notice": notice.code,
        **_stated(release, tender, notice),
    }
    return SightingDraft(
        source=source,
        source_ref=f"{release['ocid']}/{_slug(buyer)}",
        url=_address(release, notice, notice_page),
        title=_text(tender, "title") or _text(release, "title") or _other_title(release, notice),
        text=_words(release, tender),
        publisher=buyer,
        published_on=moment_day(_text(release, "date")),
        stated={key: value for key, value in stated.items() if value not in (None, "", [], {})},
        amends=notice.amends,
    )


def _stated(release: Json, tender: Json, notice: Notice) -> dict[str, Any]:
    lots = [lot for lot in _rows(tender, "lots") if isinstance(lot, Mapping)]
    stated: dict[str, Any] = {
        **_values(tender),
        Field.SUITABLE_FOR_VCSE.value: _suitable([tender, *lots], "vcse"),
        "suitable_for_sme": _suitable([tender, *lots], "sme"),
        "reserved": _reserved([tender, *lots]),
        Field.AREAS.value: codes_of_regions(_regions(release, tender)),
        "cpv": sorted(_classifications(release, tender)),
        "procedure": _text(tender, "procurementMethodDetails"),
    }
    if notice.kind in (Kind.OPEN_CALL, Kind.COMING_CALL):
        stated |= _dates(release, tender, notice, lots)
        stated["strands"] = _strands(lots)
    if notice.engagement:
        stated["engagement"] = True
    if notice.kind is Kind.EARLY_SIGNAL:
        stated["psr"] = True
        stated["representations_by"] = _representations_by(release)
    if notice.kind in (Kind.AWARD_NEWS, Kind.CLOSED_CALL):
        stated["status"] = Status.CLOSED.value
    return stated


def _representations_by(release: Json) -> str | None:
    """Until when a provider may object, where the words say it: under this regime no field does."""
    match = _REPRESENTATIONS.search(_words(release, _table(release, "tender")))
    return uk_deadline(match.group(1)) if match else None


def _dates(release: Json, tender: Json, notice: Notice, lots: list[Json]) -> dict[str, Any]:
    if notice.engagement:
        return {Field.DEADLINE.value: engagement_end(release)}
    last_day = uk_moment(_text(_table(tender, "tenderPeriod"), "endDate"))
    interest = uk_moment(_text(tender, "expressionOfInterestDeadline"))
    starts, months = _contract(tender, lots)
    return {
        Field.DEADLINE.value: last_day or interest,
        Field.FIRST_STAGE_DEADLINE.value: interest if last_day else None,
        Field.QUESTIONS_BY.value: uk_moment(_text(_table(tender, "enquiryPeriod"), "endDate")),
        Field.DECISION_ON.value: _iso_day(_text(_table(tender, "awardPeriod"), "endDate")),
        Field.OPENS.value: _iso_day(_text(_table(tender, "communication"), "futureNoticeDate"))
        if notice.kind is Kind.COMING_CALL
        else None,
        Field.STARTS.value: starts,
        Field.DURATION_MONTHS.value: months,
    }


def engagement_end(release: Json) -> str | None:
    """When a market engagement ends, as a UK minute."""
    for milestone in _rows(_table(release, "planning"), "milestones"):
        if isinstance(milestone, Mapping) and milestone.get("type") == "engagement":
            return uk_moment(_text(milestone, "dueDate"))
    return None


def _values(holder: Json) -> dict[str, Any]:
    return {
        Field.MIN_AMOUNT.value: _pounds(_table(holder, "minValue")),
        Field.MAX_AMOUNT.value: _pounds(_table(holder, "value")),
    }


def _pounds(value: Json) -> int | None:
    if value.get("currency", "GBP") != "GBP":
        return None
    for key in ("amount", "amountGross"):
        amount = value.get(key)
        if isinstance(amount, int | float) and _LEAST_VALUE <= amount < 1e12:
            return round(amount)
    return None


def _suitable(holders: list[Json], whom: str) -> bool | None:
    said = {_table(holder, "suitability").get(whom) for holder in holders}
    return True if True in said else False if False in said else None


def _reserved(holders: list[Json]) -> list[str]:
    words = {
        str(word)
        for holder in holders
        for word in _rows(_table(holder, "otherRequirements"), "reservedParticipation")
    }
    return sorted(words)


def _strands(lots: list[Json]) -> list[dict[str, Any]]:
    if len(lots) < 2:
        return []
    strands: list[dict[str, Any]] = []
    for lot in lots:
        starts, months = _contract(lot, [])
        strand = {
            "title": tidy(_text(lot, "title")) or f"Lot {lot.get('id', len(strands) + 1)}",
            "text": _text(lot, "description"),
            **_values(lot),
            Field.SUITABLE_FOR_VCSE.value: _suitable([lot], "vcse"),
            Field.STARTS.value: starts,
            Field.DURATION_MONTHS.value: months,
            "status": Status.CLOSED.value if lot.get("status") in _OVER else None,
        }
        strands.append({key: value for key, value in strand.items() if value not in (None, "")})
    return strands


_OVER = frozenset({"cancelled", "unsuccessful", "withdrawn", "complete"})


def _contract(holder: Json, lots: list[Json]) -> tuple[str | None, int | None]:
    for period in (_table(one, "contractPeriod") for one in (holder, *lots)):
        start = moment_day(_text(period, "startDate"))
        end = moment_day(_text(period, "endDate"))
        months = period.get("durationInMonths")
        if months is None and start and end:
            months = round((end - start).days / 30.44)
        if start or months:
            return start.isoformat() if start else None, months
    return None, None


def _regions(release: Json, tender: Json) -> list[str]:
    items = [*_rows(tender, "items")]
    for award in _rows(release, "awards"):
        items += _rows(award, "items")
    return [
        _text(address, "region") or _text(address, "countryName")
        for item in items
        for address in _rows(item, "deliveryAddresses")
        if isinstance(address, Mapping)
    ]


def _classifications(release: Json, tender: Json) -> dict[str, str]:
    holders: list[Any] = [tender, *_rows(tender, "items")]
    for award in _rows(release, "awards"):
        holders += _rows(award, "items")
    found: dict[str, str] = {}
    for holder in holders:
        for row in (_table(holder, "classification"), *_rows(holder, "additionalClassifications")):
            if isinstance(row, Mapping) and row.get("scheme") == "CPV" and row.get("id"):
                found[str(row["id"])] = _text(row, "description")
    return found


def _words(release: Json, tender: Json) -> str:
    parts = [_text(tender, "description")]
    for lot in _rows(tender, "lots"):
        parts += [_text(lot, "title"), _text(lot, "description")]
    names = [name for name in _classifications(release, tender).values() if name]
    parts.append(f"Classification: {', '.join(names)}." if names else "")
    where = sorted({_where(address) for address in _addresses(tender)} - {""})
    parts.append(f"Place of delivery: {', '.join(where)}." if where else "")
    parts.append(_text(tender, "procurementMethodDetails"))
    parts.append(_text(tender, "submissionMethodDetails"))
    return "\n\n".join(part for part in parts if part)


def _addresses(tender: Json) -> Iterator[Json]:
    for item in _rows(tender, "items"):
        for address in _rows(item, "deliveryAddresses"):
            if isinstance(address, Mapping):
                yield address


def _where(address: Json) -> str:
    # Codes of statistical regions mean nothing to a reader, so only what is in words or is a postcode.
    region = _text(address, "region")
    words = [_text(address, "locality"), _text(address, "postalCode")]
    return " ".join(word for word in [*words, "" if region.startswith("UK") else region] if word)


def _address(release: Json, notice: Notice, notice_page: str) -> str:
    for row in notice.documents:
        url = _text(row, "url")
        if url.startswith("http") and "/Notice/" in url and "/Attachment/" not in url:
            return url
    return notice_page + str(release["id"])


def _party(release: Json, role: str) -> str:
    for party in _rows(release, "parties"):
        if isinstance(party, Mapping) and role in _rows(party, "roles"):
            return _text(party, "name")
    return ""


def _other_title(release: Json, notice: Notice) -> str:
    """Notices of payments and the like have no title of their own, only a document that says what it is."""
    holders = [*_rows(release, "awards"), *_rows(release, "contracts")]
    words = [_text(holder, "title") for holder in holders]
    words += [_text(document, "description") for document in notice.documents]
    return next((word for word in words if word), "")


def _instant(release: Json) -> str | None:
    try:
        at = datetime.fromisoformat(_text(release, "date"))
    except ValueError:
        return None
    return (
        (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    )


def _slug(name: str) -> str:
    """A buyer's name without what varies between its notices: case, punctuation, an abbreviation in brackets."""
    bare = re.sub(r"\([^)]*\)", " ", name.casefold())
    return "-".join(re.findall(r"[a-z0-9]+", bare)) or "unknown"


def _iso_day(text: str) -> str | None:
    day = moment_day(text)
    return day.isoformat() if day else None


def _table(holder: Any, key: str) -> Json:
    value = holder.get(key) if isinstance(holder, Mapping) else None
    return value if isinstance(value, Mapping) else {}


def _rows(holder: Any, key: str) -> list[Any]:
    value = holder.get(key) if isinstance(holder, Mapping) else None
    return value if isinstance(value, list) else []


def _text(holder: Any, key: str) -> str:
    value = holder.get(key) if isinstance(holder, Mapping) else None
    return value if isinstance(value, str) else ""
