"""Who publishes funding in a place: councils, health boards, police commissioners, foundations, support bodies."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

ATTRIBUTION = (
    "Names and addresses of local publishers: Office for National Statistics and NHS England, Open Government Licence "
    "v3.0; local authority names: mySociety, CC BY 4.0; police commissioners partly WhatDoTheyKnow, CC BY-SA; "
    "the rest gathered by hand and not checked live."
)
_ORDER = (
    "council",
    "combined_authority",
    "icb",
    "nhs_mental_health_trust",
    "police_and_crime_commissioner",
    "community_foundation",
    "cvs",
    "vcse_alliance",
    "national_funder",
)
KINDS = {
    "council": "council",
    "combined_authority": "combined authority",
    "icb": "integrated care board (ICB)",
    "nhs_mental_health_trust": "NHS mental health trust",
    "police_and_crime_commissioner": "police and crime commissioner",
    "community_foundation": "community foundation",
    "cvs": "support for voluntary organisations (CVS)",
    "vcse_alliance": "VCSE alliance",
    "national_funder": "national funder",
}
"""The kinds of publisher, as people read them."""
EVERYWHERE = "*"


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who publishes funding. ``districts`` are official codes of the English districts served, ``*`` for all.

    ``checked`` is False for an address from memory or none: look before relying on it.
    """

    name: str
    kind: str
    districts: frozenset[str]
    home_page: str
    funding_page: str
    platform: str
    checked: bool

    @property
    def address(self) -> str:
        """Where to look first."""
        return self.funding_page or self.home_page


def publishers_for(district_codes: Iterable[str], *, national: bool = False) -> list[Publisher]:
    """Who publishes funding in any of these districts, by kind and name; national funders too if asked for."""
    wanted = frozenset(district_codes)
    return [
        publisher
        for publisher in every_publisher()
        if publisher.districts & wanted or (national and EVERYWHERE in publisher.districts)
    ]


@cache
def every_publisher() -> tuple[Publisher, ...]:
    """The whole table, by kind and name."""
    text = (files("spiders.data") / "publishers.csv").read_text(encoding="utf-8")
    found = [_publisher(row) for row in csv.DictReader(text.splitlines())]
    return tuple(sorted(found, key=lambda one: (_ORDER.index(one.kind), one.name)))


def _publisher(row: dict[str, str]) -> Publisher:
    return Publisher(
        name=row["name"],
        kind=row["kind"],
        districts=frozenset(row["districts"].split(";")) - {""},
        home_page=row["home_page"],
        funding_page=row["funding_page"],
        platform="" if row["platform"] == "unknown" else row["platform"],
        checked=row["evidence"] == "published list or page",
    )
