"""Items of every kind in the many ways in which people tell of them."""

import tomllib
from pathlib import Path

import pytest

from db.vocabulary import Kind
from funding_radar.reading import Item, read

ITEMS = [
    pytest.param({kind, *others}, title, text, id=f"{kind}-{title}")
    for kind, rows in tomllib.loads(
        Path(__file__).with_name("items_by_kind.toml").read_text("utf8")
    ).items()
    for title, text, *others in rows
]


@pytest.mark.parametrize(("kinds", "title", "text"), ITEMS)
def test_an_item_is_what_a_person_takes_it_for(kinds: set[Kind], title: str, text: str) -> None:
    assert read(Item(title=title, text=text)).kind in kinds
