"""Grants of the United Kingdom's government."""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from html import escape
from typing import Any

from scrapy.http import TextResponse

from db.vocabulary import Field, LegalForm
from spiders.base import Found, Source
from spiders.fields import Ask, Refused, SightingDraft
from spiders.page import with_query
from spiders.rich_text import as_html

_PER_PAGE = 10
_APPLICANTS = {
    "personal / individual": LegalForm.INDIVIDUAL,
    "public sector": LegalForm.PUBLIC_BODY,
    "private sector": LegalForm.PRIVATE_COMPANY,
    "non-profit": LegalForm.NOT_FOR_PROFIT,
    "local authority": LegalForm.LOCAL_AUTHORITY,
}
_COUNTRIES = {
    "national": "K02000001",
    "england": "E92000001",
    "scotland": "S92000003",
    "wales": "W92000004",
    "northern ireland": "N92000002",
}
"""Its regions are not the official ones (there is no Yorkshire), so only countries have a code."""
_TABS = ("Summary", "Eligibility", "Objectives", "Dates", "Apply", "SupportingInfo")


class UkFindAGrant(Source):
    """The grants that are open or coming on GOV.UK's Find a Grant.

    The page's own data stands in it as JSON (Next.js). Times are UK local without a zone, and midnight is shown as
    one minute before. The list holds no closed grant, so one that is absent has closed.
    """

    name = "uk_find_a_grant"
    url = "https://www.find-government-grants.service.gov.uk/grants"

    # Source
    publisher = "Find a Grant (GOV.UK)"
    licence = "OGL-UK-3.0"
    home_page = "https://www.find-government-grants.service.gov.uk"
    places = ("K02000001",)
    expects_at_least = 5
    every = 24
    shape = "listing"
    absence = "closed"

    def first(self) -> Iterator[Ask]:
        """The first page of the list."""
        yield Ask(with_query(self.url, page=1), "list")

    def look(self, page: TextResponse, ask: Ask) -> Iterator[Found]:
        """A list gives grants and the next page, a grant's own page its rich text."""
        data = _page_props(page)
        if ask.role == "detail":
            yield from self._detail(data, page, ask)
            return
        grants = data.get("searchResult")
        if not isinstance(grants, list):
            msg = "no list of grants stands in the page's data"
            raise Refused(msg)
        for grant in grants:
            for found in self.attempt(self._draft, grant, page):
                yield found
                if isinstance(found, SightingDraft):
                    yield Ask(found.url, "detail", found, ask.depth + 1)
        number = int(data.get("currentPage") or 1)
        if grants and number * _PER_PAGE < int(data.get("totalGrants") or 0):
            yield Ask(with_query(page.url, page=number + 1), ask.role, depth=ask.depth)

    def _detail(self, data: Mapping[str, Any], page: TextResponse, ask: Ask) -> Iterator[Found]:
        detail = data.get("grantDetail")
        fields = detail.get("fields") if isinstance(detail, Mapping) else None
        if not isinstance(fields, Mapping):
            msg = "no grant stands in the page's data"
            raise Refused(msg)
        grant = {key: _english(value) for key, value in fields.items()}
        known = ask.card.stated if ask.card else {}
        yield self._draft(grant, page, known)

    def _draft(
        self, grant: Any, page: TextResponse, known: Mapping[str, Any] | None = None
    ) -> SightingDraft:
        label = str(grant.get("label") or "") if isinstance(grant, Mapping) else ""
        if not label:
            msg = "a grant without a label"
            raise Refused(msg)
        return SightingDraft(
            source=self.name,
            source_ref=label,
            url=f"{page.url.partition('?')[0].partition('/grants')[0]}/grants/{label}",
            title=str(grant.get("grantName") or ""),
            text=_text(grant),
            publisher=str(grant.get("grantFunder") or self.publisher),
            stated={**(known or {}), **_stated(grant)},
        )


def _stated(grant: Mapping[str, Any]) -> dict[str, Any]:
    places = [str(place) for place in grant.get("grantLocation") or []]
    applicants = [str(word).casefold() for word in grant.get("grantApplicantType") or []]
    codes = [_COUNTRIES.get(place.casefold()) for place in places]
    stated = {
        Field.OPENS.value: _day(grant.get("grantApplicationOpenDate")),
        Field.DEADLINE.value: _minute(grant.get("grantApplicationCloseDate")),
        Field.MIN_AMOUNT.value: _pounds(grant.get("grantMinimumAward")),
        Field.MAX_AMOUNT.value: _pounds(grant.get("grantMaximumAward")),
        Field.TOTAL_POT.value: _pounds(grant.get("grantTotalAwardAmount")),
        Field.AREAS.value: codes if codes and None not in codes else None,
        Field.LEGAL_FORMS.value: [
            _APPLICANTS[word].value for word in applicants if word in _APPLICANTS
        ],
        "place_names": places,
        "apply_url": str(grant.get("grantWebpageUrl") or "") or None,
    }
    return {key: value for key, value in stated.items() if value}


def _text(grant: Mapping[str, Any]) -> str:
    parts = [f"<p>{escape(str(grant.get('grantShortDescription') or ''))}</p>"]
    for label, key in (
        ("Location", "grantLocation"),
        ("Who can apply", "grantApplicantType"),
    ):
        values = [str(value) for value in grant.get(key) or []]
        parts.append(f"<p>{label}: {escape(', '.join(values))}</p>" if values else "")
    for label, key in (
        ("Minimum award", "grantMinimumAwardDisplay"),
        ("Maximum award", "grantMaximumAwardDisplay"),
        ("Total fund", "grantTotalAwardDisplay"),
    ):
        parts.append(f"<p>{label}: {escape(str(grant[key]))}</p>" if grant.get(key) else "")
    parts += [as_html(grant.get(f"grant{tab}Tab")) for tab in _TABS]
    return "".join(parts)


def _minute(text: Any) -> str | None:
    """A closing time; midnight means the end of the day before, as the site itself shows it."""
    match = re.match(r"(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})", str(text or ""))
    if not match:
        return None
    day, clock = match.groups()
    if clock == "00:00":
        day = str(datetime.fromisoformat(day).date() - timedelta(days=1))
        clock = "23:59"
    return f"{day}T{clock}"


def _day(text: Any) -> str | None:
    match = re.match(r"\d{4}-\d{2}-\d{2}", str(text or ""))
    return match.group() if match else None


def _pounds(value: Any) -> int | None:
    return round(value) if isinstance(value, int | float) and value > 1 else None


def _page_props(page: TextResponse) -> Mapping[str, Any]:
    block = page.css("script#__NEXT_DATA__::text").get()
    if block is None:
        msg = "the page has no data of its own (__NEXT_DATA__)"
        raise Refused(msg)
    try:
        data = json.loads(block)
    except json.JSONDecodeError as fault:
        msg = f"the page's data is broken or cut short at character {fault.pos}"
        raise Refused(msg) from None
    props = data.get("props", {}).get("pageProps", {}) if isinstance(data, Mapping) else {}
    return props if isinstance(props, Mapping) else {}


def _english(value: Any) -> Any:
    """A field of the content system in its one language."""
    return value["en-US"] if isinstance(value, Mapping) and "en-US" in value else value
