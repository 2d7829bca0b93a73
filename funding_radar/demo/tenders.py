"""Made-up notices in the shape of Find a Tender: OCDS releases in packages, by a window of time."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from db.views import UK
from funding_radar.demo.days import day_from
from funding_radar.demo.pages import Answer, Page, Query, as_json
from funding_radar.demo.texts import FOLDER, rendered

PATH = "/tenders/api/1.0/ocdsReleasePackages"


@dataclass(frozen=True, slots=True)
class Lot:
    """A part that can be bid for alone."""

    title: str
    words: str
    amount: int


@dataclass(frozen=True, slots=True)
class Notice:
    """What makes one notice differ from another; days are counted from today."""

    number: str
    kind: str
    buyer: str
    title: str
    words: str
    region: str
    """Statistical region, as notices name places."""
    days_ago: int
    cpv: tuple[str, str] = ("85000000", "Health and social work services")
    amount: int | None = None
    closes: int | None = None
    questions: int | None = None
    opens: int | None = None
    lots: tuple[Lot, ...] = ()
    vcse: bool = False

    @classmethod
    def of(cls, table: Mapping[str, Any]) -> "Notice":
        """From a table of ``texts/tenders.toml``."""
        lots = tuple(Lot(**lot) for lot in table.get("lots", ()))
        return cls(**{**table, "lots": lots})


def notices(today: date) -> list[Notice]:
    """The made-up notices."""
    text = rendered((FOLDER / "tenders.toml").read_text(encoding="utf-8"), today)
    return [Notice.of(table) for table in tomllib.loads(text)["notice"]]


def tenders(base_url: str, today: date) -> dict[str, Page]:
    """The API, which shows the releases of a window of time, newest first, and cuts at ``limit``."""
    releases = [_release(notice, base_url, today) for notice in notices(today)]

    def packaged(query: Query) -> Answer:
        start, end = (_moment(query.get(key)) for key in ("updatedFrom", "updatedTo"))
        found = [
            release
            for release in releases
            if (start is None or release["date"][:19] >= start)
            and (end is None or release["date"][:19] <= end)
        ]
        found.sort(key=lambda release: release["date"], reverse=True)
        return as_json(_package(base_url, found[: int(query.get("limit", 100))]))

    return {PATH: Page("application/json; charset=utf-8", packaged)}


def _moment(text: str | None) -> str | None:
    return datetime.fromisoformat(text).strftime("%Y-%m-%dT%H:%M:%S") if text else None


def _package(base_url: str, releases: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "uri": f"{base_url}{PATH}",
        "version": "1.1",
        "extensions": [
            "https://raw.githubusercontent.com/cabinetoffice/ocds_uk_extension/main/extension.json"
        ],
        "publisher": {"name": "A made-up office"},
        "license": "http://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
        "releases": releases,
    }


def _release(notice: Notice, base_url: str, today: date) -> dict[str, Any]:
    at = datetime.combine(
        today - timedelta(days=notice.days_ago), time(10, 5, int(notice.number) % 60), UK
    )
    number = f"{notice.number}-{at.year}"
    buyer = {"id": f"GB-PPON-DEMO-{sum(map(ord, notice.buyer))}", "name": notice.buyer}
    page = _document(notice, number, base_url, at)
    release: dict[str, Any] = {
        "ocid": f"ocds-h6vhtk-0{int(notice.number):x}",
        "id": number,
        "date": at.isoformat(),
        "tag": _TAGS[notice.kind],
        "initiationType": "tender",
        "language": "en",
        "parties": [
            {**buyer, "roles": ["buyer"], "contactPoint": {"email": "tenders@example.org"}}
        ],
        "buyer": buyer,
        "tender": _tender(notice, number, today),
    }
    if notice.kind == "UK2":
        release["planning"] = {"documents": [page], "milestones": [_engagement(notice, today)]}
    elif notice.kind == "UK3":
        release["planning"] = {"documents": [page]}
        release["tender"]["communication"] = {"futureNoticeDate": _stamp(today, notice.opens or 0)}
    elif notice.kind in {"UK6", "PSR"}:
        release["awards"] = [_award(notice, number, page, today)]
    else:
        release["tender"]["documents"] = [page]
    return release


_TAGS: Mapping[str, list[str]] = {
    "UK2": ["planning"],
    "UK3": ["planning"],
    "UK4": ["tender"],
    "UK6": ["award"],
    "PSR": ["award", "contract"],
}


def _tender(notice: Notice, number: str, today: date) -> dict[str, Any]:
    tender: dict[str, Any] = {
        "id": f"tender-{number}",
        "legalBasis": {"id": "2023/54", "scheme": "UKPGA"},
        "title": notice.title,
        "description": notice.words,
        "status": _STATUS[notice.kind],
        "mainProcurementCategory": "services",
        "items": [_where(notice)],
        "lots": _lots(notice, today),
    }
    if notice.kind == "PSR":
        tender["legalBasis"] = {"id": "32014L0024", "scheme": "CELEX"}
    if notice.amount and notice.kind not in {"UK6", "PSR"}:
        tender["value"] = _money(notice.amount)
    if notice.kind == "UK4" and notice.closes is not None:
        tender |= {
            "procurementMethod": "open",
            "procurementMethodDetails": "Below threshold - open competition"
            if (notice.amount or 0) < 200_000
            else "Open procedure",
            "submissionMethodDetails": "tenders@example.org",
            "tenderPeriod": {"endDate": _stamp(today, notice.closes, time(12))},
            "awardPeriod": {"endDate": _stamp(today, notice.closes + 35)},
        }
        if notice.questions is not None:
            tender["enquiryPeriod"] = {"endDate": _stamp(today, notice.questions)}
    return tender


_STATUS: Mapping[str, str] = {
    "UK2": "planning",
    "UK3": "planned",
    "UK4": "active",
    "UK6": "complete",
    "PSR": "complete",
}


def _where(notice: Notice) -> dict[str, Any]:
    code, name = notice.cpv
    return {
        "id": "1",
        "additionalClassifications": [{"scheme": "CPV", "id": code, "description": name}],
        "deliveryAddresses": [
            {"region": notice.region, "country": "GB", "countryName": "United Kingdom"}
        ],
        "relatedLot": "1",
    }


def _lots(notice: Notice, today: date) -> list[dict[str, Any]]:
    period = {
        "startDate": _stamp(today, (notice.closes or 30) + 90),
        "endDate": _stamp(today, (notice.closes or 30) + 90 + 730),
    }
    suitable = {"suitability": {"sme": True, "vcse": True}} if notice.vcse else {}
    if not notice.lots:
        value = {"value": _money(notice.amount)} if notice.amount else {}
        return [{"id": "1", "status": "active", "contractPeriod": period, **value, **suitable}]
    return [
        {
            "id": str(number),
            "title": lot.title,
            "description": lot.words,
            "status": "active",
            "value": _money(lot.amount),
            "contractPeriod": period,
            **suitable,
        }
        for number, lot in enumerate(notice.lots, start=1)
    ]


def _award(notice: Notice, number: str, page: dict[str, Any], today: date) -> dict[str, Any]:
    award: dict[str, Any] = {
        "id": f"{number}-1",
        "title": notice.title,
        "status": "active",
        "suppliers": [{"id": "GB-PPON-DEMO-9", "name": "A provider that was chosen"}],
        "value": _money(notice.amount or 0),
        "date": _stamp(today, -notice.days_ago),
    }
    # An award under the Provider Selection Regime has no notice type: its words alone tell.
    return award if notice.kind == "PSR" else {**award, "documents": [page]}


def _document(notice: Notice, number: str, base_url: str, at: datetime) -> dict[str, Any]:
    return {
        "id": number,
        "documentType": "tenderNotice",
        "noticeType": notice.kind,
        "url": f"{base_url}/tenders/Notice/{number}",
        "datePublished": at.isoformat(),
        "format": "text/html",
    }


def _engagement(notice: Notice, today: date) -> dict[str, Any]:
    due = _stamp(today, notice.closes or 14)
    return {"id": "engagement", "type": "engagement", "status": "scheduled", "dueDate": due}


def _money(amount: int) -> dict[str, Any]:
    return {"amountGross": round(amount * 1.2, 2), "amount": amount, "currency": "GBP"}


def _stamp(today: date, days: int, at: time = time(23, 59, 59)) -> str:
    day = day_from(today, days) if days > 0 else today + timedelta(days=days)
    return datetime.combine(day, at, UK).isoformat()
