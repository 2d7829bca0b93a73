"""Whole announcements: those written for these tests, and the labelled real ones where they are at hand."""

import json
import os
import tomllib
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from db.vocabulary import Field
from funding_radar.reading import Item, Reading, confronts, plain_text, read, read_strands

OWN = [
    row
    for name in ("announcements.toml", "other_publishers.toml")
    for row in tomllib.loads(Path(__file__).with_name(name).read_text("utf8"))["item"]
]
SHARED = Path(os.environ.get("FUNDING_RADAR_SHARED") or Path(__file__).parents[2].parent / "shared")
LABELS = SHARED / "announcements" / "labels.jsonl"
ALWAYS = (
    "deadline",
    "min_amount",
    "max_amount",
    "total_pot",
    "min_income",
    "max_income",
    "partnership",
)
WHERE_LABELLED = (
    "opens",
    "first_stage_deadline",
    "questions_by",
    "starts",
    "groups",
    "excluded_legal_forms",
    "one_bid_per_organisation",
    "min_partners",
)
LEAST_RIGHT = {
    "kind": 0.93, "deadline": 0.96, "max_amount": 0.92, "min_amount": 0.92, "total_pot": 0.92,
    "max_income": 0.95, "partnership": 0.95,
}  # fmt: skip


def item_of(row: dict[str, Any]) -> Item:
    published = row.get("published_on")
    return Item(
        title=row["title"],
        text=row["text"],
        url=row.get("url", ""),
        published_on=published if isinstance(published, date) else None,
    )


def value(reading: Reading, name: str) -> Any:
    fact = reading.facts.get(Field(name))
    return None if fact is None else fact.value


def allowed(found: Any, others: list[Any]) -> bool:
    """Another right answer: ``none``, a value, or ``*-09-30``, that day of any year."""
    for other in others:
        if other in ("none", None) and found is None:
            return True
        any_year = isinstance(other, str) and other.startswith("*")
        if any_year and (found is None or str(found)[4:].startswith(other[1:])):
            return True
        if found is not None and str(found) == str(other):
            return True
    return False


@pytest.mark.parametrize("row", OWN, ids=[row["title"] for row in OWN])
def test_an_announcement_is_read_as_a_person_reads_it(row: dict[str, Any]) -> None:
    reading = read(item_of(row))
    others = row.get("any", {})
    wanted = [*ALWAYS, *(name for name in WHERE_LABELLED if name in row)]

    wrong = {
        name: value(reading, name)
        for name in wanted
        if value(reading, name) != row.get(name)
        and not allowed(value(reading, name), others.get(name, []))
    }

    assert reading.kind.value in row["kinds"]
    assert wrong == {}


@pytest.mark.parametrize("row", OWN, ids=[row["title"] for row in OWN])
def test_every_quote_stands_in_the_title_or_the_text_as_shown(row: dict[str, Any]) -> None:
    item = item_of(row)
    shown = f"{item.title}\n{plain_text(item.text)}"

    for reading in (read(item), *read_strands(item)):
        assert all(fact.quote and fact.quote in shown for fact in reading.facts.values())
        assert reading.kind_quote in shown


@pytest.mark.parametrize("row", OWN, ids=[row["title"] for row in OWN])
def test_no_fact_contradicts_its_own_words(row: dict[str, Any]) -> None:
    for reading in read_strands(item_of(row)):
        assert [confronts(fact) for fact in reading.facts.values() if confronts(fact)] == []


def real_ones() -> list[tuple[dict[str, Any], dict[str, Any]]]:
    texts = map(json.loads, (LABELS.parent / "announcements.jsonl").read_text("utf8").splitlines())
    labels = map(json.loads, LABELS.read_text("utf8").splitlines())
    by_id = {text["id"]: text for text in texts}
    return [(by_id[label["id"]], label) for label in labels]


@pytest.mark.skipif(not LABELS.exists(), reason="the labelled announcements are not at hand")
def test_the_labelled_announcements_are_read_as_surely_as_we_say() -> None:
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for text, label in real_ones():
        reading = read(item_of(text))
        total["kind"] += 1
        right["kind"] += reading.kind.value in label["kinds"]
        if "deadline" not in label:
            continue
        for name in LEAST_RIGHT:
            if name == "kind":
                continue
            found, wanted = value(reading, name), label.get(name)
            wanted = None if wanted == "not mentioned" else wanted
            same = found == wanted or (
                name == "deadline" and wanted and str(found).startswith(str(wanted))
            )
            total[name] += 1
            right[name] += bool(same or allowed(found, label.get("accept", {}).get(name, [])))

    shares = {name: right[name] / total[name] for name in LEAST_RIGHT}

    assert {name: share for name, share in shares.items() if share < LEAST_RIGHT[name]} == {}


@pytest.mark.skipif(not LABELS.exists(), reason="the labelled announcements are not at hand")
def test_real_quotes_stand_in_their_texts_and_agree_with_their_facts() -> None:
    for text, _ in real_ones():
        for reading in read_strands(item_of(text)):
            for fact in reading.facts.values():
                assert fact.quote in f"{text['title']}\n{text['text']}"
                assert confronts(fact) is None
