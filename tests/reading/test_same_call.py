"""One call on many sites is one call; rounds, parts and namesakes are not."""

import itertools
import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from db.vocabulary import Field
from funding_radar.gazetteer import load
from funding_radar.reading import Item, read
from funding_radar.reading.call_key import CallKey
from funding_radar.reading.funders import bodies_in
from funding_radar.reading.known_calls import KnownCalls, words_of
from funding_radar.reading.same_call import Relation, funder_among, sameness
from tests.reading.made_pairs import measured, pairs

SUICIDE_2023 = [f"dhsc-spf-{site}" for site in ("mcc", "lah", "rva", "worcs", "knowsley")]
SUICIDE_2021 = ["dhsc-spf-2021", "dhsc-spf-forum", "dhsc-spf-gf"]
ONE_CALL = [
    SUICIDE_2023, SUICIDE_2021, ["shef-covid-2022", "shef-covid-teacake"], ["icf-cq-2024", "icf-wcc-2024"],
    ["ghc-cmht-2024", "gvcsa-cmht-2024"],
]  # fmt: skip
ROUNDS = [
    ("york-cmht1-2023", "york-cmht2-2025"),
    ("wcc-cllr-2020", "wcc-cllr-2020r2"),
    ("dhsc-spf-2021", "dhsc-spf-mcc"),
]
PUBLISHERS = {
    "wcc-cllr-2020": "Warwickshire County Council", "wcc-cllr-2020r2": "Warwickshire County Council",
    "icf-wcc-2024": "Warwickshire County Council", "york-cmht2-2025": "York CVS",
    "gvcsa-cmht-2024": "Gloucestershire VCS Alliance",
    "ghc-cmht-2024": "Gloucestershire Health and Care NHS Foundation Trust",
}  # fmt: skip


def announced(shared: Path) -> dict[str, CallKey]:
    """The real announcements, read as any sighting is."""
    gazetteer = load()
    keys = {}
    for line in (shared / "announcements" / "announcements.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        facts = read(Item(row["title"], row["text"], row["url"]), gazetteer).facts
        values = {name.value: fact.value for name, fact in facts.items()}
        areas = facts.get(Field.AREAS)
        codes = areas.value if areas and not areas.inferred else []
        places = [place.name for place in map(gazetteer.place, codes) if place]
        dated = re.search(r"[Dd]ated (20\d\d-\d\d-\d\d)", row["text"])
        keys[row["id"]] = CallKey(
            title=row["title"], funder=PUBLISHERS.get(row["id"], ""), url=row["url"], text=row["text"],
            deadline=values.get("deadline"), max_amount=values.get("max_amount"),
            min_amount=values.get("min_amount"), total_pot=values.get("total_pot"),
            districts=frozenset(gazetteer.districts(codes)), place_stems=words_of(places),
            published_on=date.fromisoformat(dated.group(1)) if dated else None,
        )  # fmt: skip
    return keys


def clusters(keys: dict[str, CallKey]) -> dict[str, int]:
    """Which call each announcement comes to, one after the other as they are read."""
    known, call_of = KnownCalls(), {}
    for number, (name, key) in enumerate(keys.items()):
        like = known.like(key)
        call_of[name] = like[0].call_id if like and like[0].relation is Relation.SAME else number
        known.add(call_of[name], key)
    return call_of


def test_the_real_announcements_that_are_not_one_call_stay_apart(shared: Path) -> None:
    call_of = clusters(announced(shared))

    alike = {frozenset(two) for group in ONE_CALL for two in itertools.combinations(group, 2)}
    joined = {
        frozenset(two)
        for two in itertools.combinations(call_of, 2)
        if call_of[two[0]] == call_of[two[1]]
    }
    assert joined - alike == set()
    assert len(joined & alike) >= 13, "of 16; the others wait for a person"


def test_the_suicide_prevention_fund_on_five_sites_is_one_call(shared: Path) -> None:
    keys = announced(shared)

    call_of = clusters({name: keys[name] for name in [*SUICIDE_2023, *SUICIDE_2021]})

    assert len({call_of[name] for name in SUICIDE_2023}) == 1
    assert call_of["dhsc-spf-mcc"] not in {call_of[name] for name in SUICIDE_2021}


@pytest.mark.parametrize("group", [ONE_CALL[2], ONE_CALL[4]], ids=lambda group: group[0])
def test_real_pairs_of_one_call(shared: Path, group: list[str]) -> None:
    keys = announced(shared)

    alike = sameness(keys[group[0]], keys[group[1]])

    assert alike.relation is Relation.SAME, str(alike)


@pytest.mark.parametrize("pair", ROUNDS, ids=lambda pair: pair[0])
def test_rounds_of_real_funds_are_linked_not_merged(shared: Path, pair: tuple[str, str]) -> None:
    keys = announced(shared)

    alike = sameness(keys[pair[0]], keys[pair[1]])

    assert alike.relation is Relation.ROUND, str(alike)


def test_made_pairs_are_told_apart() -> None:
    found = [(pair, sameness(pair.one, pair.other).relation) for pair in pairs(load())]

    precision, recall = measured(found)

    assert len(found) >= 1_000
    assert precision >= 0.995
    assert recall >= 0.92


def test_it_does_not_matter_which_is_seen_first() -> None:
    for pair in itertools.islice(pairs(load()), 0, None, 7):
        one, other = sameness(pair.one, pair.other), sameness(pair.other, pair.one)
        assert (one.relation, one.score) == (other.relation, other.score)


FUND = CallKey(
    "Kingfisher Fund", "Larkfield Community Foundation", deadline="2027-01-15T17:00", max_amount=5_000,
    text="The Kingfisher Fund gives up to £5,000.", url="https://larkfield.example/kingfisher", source="larkfield",
)  # fmt: skip
TOLD = replace(
    FUND, title="Last chance | Kingfisher Fund – grants for small groups", funder="Sheffield CVS", source="cvs",
    text="Larkfield Community Foundation has up to £5,000 for you.", url="https://cvs.example/news/1",
)  # fmt: skip


@pytest.mark.parametrize(
    ("change", "relation", "why"),
    [
        pytest.param({}, Relation.SAME, "both close 2027-01-15", id="as told"),
        pytest.param({"deadline": None, "max_amount": None, "text": "See https://larkfield.example/kingfisher"},
                     Relation.SAME, "links to the other's page", id="a link"),
        pytest.param({"deadline": "2027-07-15"}, Relation.ROUND, "one closes", id="half a year on"),
        pytest.param({"title": "Kingfisher Fund: round 3", "deadline": None}, Relation.DOUBTFUL, "of rounds",
                     id="a round"),
        pytest.param({"deadline": "2027-01-29"}, Relation.DOUBTFUL, "one closes", id="two weeks apart"),
        pytest.param({"title": "Heron Fund"}, Relation.OTHER, "no telling word", id="another name"),
        pytest.param({"districts": frozenset({"E07000040"})}, Relation.DOUBTFUL, "for other places", id="elsewhere"),
        pytest.param({"strand": "Large grants"}, Relation.DOUBTFUL, "a part of a fund", id="a strand"),
    ],
)  # fmt: skip
def test_what_speaks_for_and_against(
    change: dict[str, object], relation: Relation, why: str
) -> None:
    fund = replace(FUND, districts=frozenset({"E08000039"}))

    alike = sameness(fund, replace(TOLD, **change))

    assert alike.relation is relation, str(alike)
    assert why in str(alike)


@pytest.mark.parametrize(
    ("title", "text", "relation"),
    [
        pytest.param("Money for groups in Sheffield", "The Kingfisher Fund gives up to £5,000. Apply by 15 January.",
                     Relation.SAME, id="named under a headline"),
        pytest.param("Small Grants Programme", "Larkfield Community Foundation's Kingfisher Fund has replaced it.",
                     Relation.DOUBTFUL, id="only mentioned"),
        pytest.param("Kingfisher Fund", "Larkfield Community Foundation opens the second round. Up to £5,000.",
                     Relation.DOUBTFUL, id="a round, and which is not said"),
        pytest.param("Kingfisher Fund", "Up to £5,000: https://larkfield.example/grants/kingfisher-fund-2027",
                     Relation.SAME, id="both lead to one page"),
    ],
)  # fmt: skip
def test_tellings_at_second_hand(title: str, text: str, relation: Relation) -> None:
    fund = replace(FUND, text=f"{FUND.text} https://larkfield.example/grants/kingfisher-fund-2027")
    told = replace(TOLD, title=title, text=text, deadline=None)

    alike = sameness(fund, told)

    assert alike.relation is relation, str(alike)


@pytest.mark.parametrize(
    ("words", "bodies"),
    [
        ("funded by DHSC and NLCF", {"department of health and social care", "national lottery community fund"}),
        ("the Department for Culture, Media & Sport", {"department for culture media and sport"}),
        ("South Yorkshire’s Community Foundation", {"south yorkshire community foundation"}),
        ("a caf for carers", set()),
        ("Ninefold Trust. Wharnley Borough Council pays.", {"ninefold trust", "wharnley borough council"}),
    ],
)  # fmt: skip
def test_an_organisation_is_one_however_it_is_spelled(words: str, bodies: set[str]) -> None:
    assert bodies_in(words) == bodies


def test_two_lots_are_never_one_call_whatever_else_agrees() -> None:
    one = replace(FUND, title="Crisis Cafés: Lot 1", strand="Lot 1: Town")
    two = replace(one, title="Crisis Cafés: Lot 2", strand="Lot 2: Villages", source="other")

    assert sameness(one, two).relation is Relation.OTHER


def test_the_score_is_the_sum_of_its_reasons() -> None:
    alike = sameness(FUND, replace(TOLD, deadline="2027-01-29"))

    said = [float(found) for found in re.findall(r"\(([+-]\d\.\d\d)\)", str(alike))]
    assert alike.score == pytest.approx(sum(said), abs=0.01 * len(said))


def test_the_funder_is_whom_the_others_name() -> None:
    assert funder_among([TOLD, FUND]) == "Larkfield Community Foundation"
    assert funder_among([TOLD]) == "Sheffield CVS"


def test_known_calls_find_the_one_among_many() -> None:
    known = KnownCalls()
    for number in range(3_000):
        known.add(
            number,
            replace(
                FUND,
                title=f"Community Grants {number} Brook{number}",
                url="",
                text="",
                deadline=None,
            ),
        )
    known.add(9_000, FUND)
    known.add(9_001, replace(FUND, title="Kingfisher Fund round 1", deadline="2026-01-15"))

    first, *rest = known.like(TOLD)

    assert (first.call_id, first.relation) == (9_000, Relation.SAME)
    assert [(one.call_id, one.relation) for one in rest] == [(9_001, Relation.ROUND)]
    assert [one.call_id for one in known.like(TOLD, but_not={9_000})] == [9_001]
