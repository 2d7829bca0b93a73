"""Pairs of tellings that are of one call, of two rounds, or of two calls: made of a table of made-up funds.

Each fund is told as the funder, a voluntary council, a newspaper, a bulletin, a fund finder and a second tender
service would; the wordings leave out what such tellings leave out.
"""

import itertools
import tomllib
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from funding_radar.gazetteer import Gazetteer
from funding_radar.reading.call_key import CallKey
from funding_radar.reading.known_calls import words_of
from funding_radar.reading.same_call import Relation

TABLE = tomllib.loads(Path(__file__).with_name("made_calls.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Fund:
    """A made-up fund."""

    name: str
    by: str
    day: str
    most: int
    place: str
    what: str
    least: int = 0
    pot: int | None = None
    kin: str = ""

    @property
    def closes(self) -> date | None:
        return date.fromisoformat(self.day) if self.day[0].isdigit() else None


FUNDS = [Fund(**row) for row in TABLE["fund"]]
NAMESAKES = [Fund(**row) for row in TABLE["namesake"]]


@dataclass(frozen=True)
class Pair:
    """Two tellings, and what they are to each other."""

    one: CallKey
    other: CallKey
    same: bool
    what: str


class Tellings:
    """How each kind of site tells of a fund."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer

    def _key(
        self, fund: Fund, title: str, text: str, publisher: str, source: str, **more: Any
    ) -> CallKey:
        place = self._gazetteer.named(fund.place)
        number = zlib.crc32(f"{fund.name}{fund.by}{title}".encode())
        codes = [place[0].code] if place else []
        told: dict[str, Any] = {
            "deadline": fund.day if fund.day != "none" else None,
            "max_amount": fund.most,
            "min_amount": fund.least or None,
            "total_pot": fund.pot,
            "districts": frozenset(self._gazetteer.districts(codes)),
            "place_stems": words_of([fund.place]),
            "url": f"https://{source}.example/{number}",
            "source": source,
        }
        return CallKey(title=title, text=text, funder=publisher, **{**told, **more})

    def funder(self, fund: Fund) -> CallKey:
        sums = (
            f"between £{fund.least:,} and £{fund.most:,}" if fund.least else f"up to £{fund.most:,}"
        )
        pot = f" There is £{fund.pot:,} in all." if fund.pot else ""
        text = (
            f"{fund.name} is for {fund.what}. You can ask for {sums}.{pot} You must work in {fund.place}. Read the"
            f" guidance before you start, and ring us if you are not sure.{_closes(fund, ' Applications close on ')}"
        )
        return self._key(
            fund, fund.name, text, fund.by, "funder_" + fund.by[:8].lower().replace(" ", "_")
        )

    def voluntary_council(self, fund: Fund) -> CallKey:
        text = (
            f"{fund.by} has opened its {fund.name} for {fund.what}. Grants of up to £{fund.most:,} are on offer in"
            f" {fund.place}. Come to our drop-in for help with the form.{_closes(fund, ' Deadline: ')}"
        )
        return self._key(
            fund,
            f"{fund.name} – grants for local groups",
            text,
            f"{fund.place} Voluntary Action",
            "cvs",
            min_amount=None,
            total_pot=None,
        )

    def last_chance(self, fund: Fund) -> CallKey:
        text = (
            f"There is still time to apply to {fund.by} for money for {fund.what}. The {fund.name} gives up to"
            f" £{fund.most:,}.{_closes(fund, ' It closes on ')}"
        )
        return self._key(
            fund,
            f"Last chance to apply: {fund.name}",
            text,
            "Valley Echo",
            "newspaper",
            districts=frozenset(),
            min_amount=None,
        )

    def finder(self, fund: Fund) -> CallKey:
        text = (
            f"Deadline: {fund.day}. {fund.by} gives grants for {fund.what}. Grant size: £{fund.least:,} to"
            f" £{fund.most:,}. Area: {fund.place}."
        )
        return self._key(
            fund,
            f"{fund.by}: {fund.name} ({fund.place})",
            text,
            "Grants for All",
            "finder",
            total_pot=None,
        )

    def closed(self, fund: Fund) -> CallKey:
        text = f"This programme of {fund.by} supports {fund.what} in {fund.place} with up to £{fund.most:,}."
        return self._key(
            fund,
            f"CLOSING SOON | {fund.name} now open for applications",
            text,
            f"{fund.place} Council for Voluntary Service",
            "bulletin",
            min_amount=None,
        )

    def headline(self, fund: Fund) -> CallKey:
        """A newspaper's: the fund is named under a headline that does not name it."""
        text = (
            f"Groups in {fund.place} can bid for a share of new money. The {fund.name}, run by {fund.by}, is open to"
            f" {fund.what} and pays up to £{fund.most:,}.{_closes(fund, ' Bids must be in by ')}"
        )
        title = f"Money on offer for good causes in {fund.place}"
        return self._key(fund, title, text, "Riverside Gazette", "gazette", min_amount=None)

    def alert(self, fund: Fund) -> CallKey:
        """An alliance's: in haste, the funder by its initials, the last day without a year."""
        day = f" It shuts on {fund.closes:%-d %B}." if fund.closes else ""
        text = (
            f"{_initials(fund.by)} money is out: {fund.what}. Ceiling £{fund.most:,}.{day} Tell us if you mean to bid,"
            " so that two of us do not ask for the same thing."
        )
        title = f"FUNDING ALERT: {fund.name} – be quick"
        return self._key(
            fund, title, text, "Two Rivers VCSE Alliance", "alliance", deadline=None, min_amount=None,
            total_pot=None, districts=frozenset(), place_stems=frozenset(),
        )  # fmt: skip

    def every(self, fund: Fund) -> list[CallKey]:
        tell = (
            self.funder, self.voluntary_council, self.last_chance, self.finder, self.closed,
            self.headline, self.alert,
        )  # fmt: skip
        return [each(fund) for each in tell]


def _closes(fund: Fund, words: str) -> str:
    return f"{words}{fund.closes:%-d %B %Y}." if fund.closes else ""


def _initials(body: str) -> str:
    return "".join(word[0] for word in body.split() if word[0].isupper() and word != "The")


def pairs(gazetteer: Gazetteer) -> Iterator[Pair]:
    """All pairs, some hundreds: those of one call, then those that only look like it."""
    tell = Tellings(gazetteer)
    for fund in FUNDS:
        for one, other in itertools.combinations(tell.every(fund), 2):
            yield Pair(one, other, True, "one fund on two sites")
    yield from _tender_services(tell)
    for fund in FUNDS:
        yield from _not_the_same(tell, fund)
    for one, other in itertools.combinations([*FUNDS, *NAMESAKES], 2):
        if one.name == other.name:
            for a, b in itertools.product(tell.every(one), tell.every(other)):
                yield Pair(a, b, False, "one name, two funders")
    for one, other in itertools.combinations(FUNDS, 2):
        same_day = replace(other, day=one.day, most=one.most, least=one.least, pot=one.pot)
        yield Pair(
            tell.funder(one),
            tell.voluntary_council(same_day),
            False,
            "two funds of one day and sum",
        )


def _not_the_same(tell: Tellings, fund: Fund) -> Iterator[Pair]:
    told = tell.every(fund)
    kin = replace(fund, name=fund.kin)
    for a, b in zip(told, reversed(tell.every(kin)), strict=True):
        yield Pair(a, b, False, "two funds of one funder, day and sum")
    if fund.closes:
        later = replace(fund, day=(fund.closes + timedelta(days=182)).isoformat())
        for a, b in zip(told, tell.every(later), strict=True):
            yield Pair(a, replace(b, url=f"{b.url}/next"), False, "two rounds")
    for one, two in (
        ("round 1", "round 2"),
        ("2025-26", "2026-27"),
        ("first round", "second round"),
    ):
        a = replace(tell.funder(fund), title=f"{fund.name} {one}")
        b = replace(tell.voluntary_council(fund), title=f"{fund.name}: {two} now open")
        yield Pair(a, b, False, "two rounds")
    for one, two in (("small grants", "large grants"), ("Lot 1", "Lot 2"), ("adults", "children")):
        a = replace(tell.funder(fund), title=f"{fund.name}: {one}")
        b = replace(tell.finder(fund), title=f"{fund.name}: {two}")
        if "Small" in fund.name and "small" in one:
            continue
        yield Pair(a, b, False, "two parts")


_TENDERS = (
    (
        "Crisis Cafés for Adults in Distress",
        "Dearnside Integrated Care Board",
        "Doncaster",
        360_000,
    ),
    (
        "Befriending and Telephone Support for Older Residents",
        "Wharnley Borough Council",
        "Rotherham",
        96_000,
    ),
    (
        "Independent Mental Health Advocacy Service",
        "Fenwick County Council",
        "Cambridgeshire",
        435_000,
    ),
    ("Carers' Support Service", "Nettleford City Council", "Nottingham", 210_000),
    ("Domestic Abuse Refuge and Outreach", "Harbour City Council", "Plymouth", 780_000),
    ("Community Stroke Recovery Groups", "Avon Meadows Integrated Care Board", "Bristol", 150_000),
)


def _tender_services(tell: Tellings) -> Iterator[Pair]:
    """A notice on two tender services is one call; two notices of one service, or two lots, are two."""
    for number, (title, buyer, place, most) in enumerate(_TENDERS):
        fund = Fund(title, buyer, "2027-01-18", most, place, "")
        text = f"{buyer} seeks a provider of {title.lower()} in {place} for three years from next autumn."
        find = tell._key(fund, title, text, buyer.upper(), "find_a_tender", notice=f"f{number}")
        contracts = tell._key(
            fund, f"{title} - {buyer}", text, buyer, "contracts_finder", notice=f"c{number}"
        )
        yield Pair(find, contracts, True, "one notice on two services")
        told = tell._key(
            fund,
            f"Tender: {title}",
            f"{buyer} invites tenders worth £{most:,} for {place}.",
            "Provider Alliance",
            "alliance",
        )
        yield Pair(find, told, True, "a notice and news of it")
        again = replace(find, notice=f"g{number}", url="https://find_a_tender.example/again")
        yield Pair(find, again, False, "two notices of one service")
        lots = [
            replace(find, title=f"{title}: Lot {n}", strand=f"Lot {n}: part {n}", source=s)
            for n, s in ((1, "a"), (2, "b"))
        ]
        yield Pair(lots[0], lots[1], False, "two lots")
        yield Pair(find, replace(lots[0], source="c"), False, "a whole and a lot")


def measured(found: list[tuple[Pair, Relation]]) -> tuple[float, float]:
    """Precision and recall of what was taken for one call."""
    said = [pair for pair, relation in found if relation is Relation.SAME]
    right = sum(pair.same for pair in said)
    return right / max(1, len(said)), right / max(1, sum(pair.same for pair, _ in found))
