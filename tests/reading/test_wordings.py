"""The many ways of saying by when to bid, and of naming days that are something else."""

import tomllib
from pathlib import Path

import pytest

from db.vocabulary import Field, Kind
from funding_radar.reading import Item, read

WORDINGS = tomllib.loads(Path(__file__).with_name("wordings.toml").read_text("utf8"))
CALL = "Grants of up to £2,000 are available for local groups. How to apply: use the form."


@pytest.mark.parametrize("wording", WORDINGS["deadlines"])
def test_a_deadline_is_read_however_it_is_said(wording: str) -> None:
    text = f"{CALL}\n{wording}\nFunded work must be finished by 31 March 2027."

    reading = read(Item(title="Community grants", text=text))

    assert reading.kind is Kind.OPEN_CALL
    assert reading.facts[Field.DEADLINE].value[:10] == "2026-05-14"


@pytest.mark.parametrize("wording", WORDINGS["others"])
def test_a_day_of_something_else_is_never_the_deadline(wording: str) -> None:
    reading = read(Item(title="Community grants", text=f"{CALL} {wording}"))

    assert Field.DEADLINE not in reading.facts
