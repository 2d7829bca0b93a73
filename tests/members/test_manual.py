"""What the page for small organisations promises is what the digest does."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader

import funding_radar.digest
from db.vocabulary import Rhythm
from funding_radar.config import DigestSection
from funding_radar.members.columns import COLUMNS
from funding_radar.members.missing import GAPS
from funding_radar.members.words import OTHER_NAMES

PAGE = (Path(__file__).parents[2] / "docs" / "small-organisation.md").read_text(encoding="utf-8")


def test_the_parts_of_the_digest_are_called_by_their_names() -> None:
    folder = Path(funding_radar.digest.__file__).parent / "templates"
    words = (
        Environment(loader=FileSystemLoader(folder), autoescape=True)
        .get_template("words.j2")
        .module
    )
    sections = getattr(words, "sections")  # noqa: B009 - Jinja's module has no types

    titles = [line.split("|")[1].strip() for line in PAGE.splitlines() if line.startswith("| ")]
    assert titles[1:6] == list(sections.values())
    labels = getattr(words, "labels")  # noqa: B009
    assert all(f"**{labels[name]}**" in PAGE for name in ("why", "check", "page"))


def test_the_day_and_the_number_of_calls_are_the_defaults() -> None:
    defaults = DigestSection()

    assert f"on {defaults.weekday.title()}s" in PAGE
    assert defaults.max_items == 7
    assert "seven calls" in PAGE


def test_every_rhythm_can_be_written_in_a_file() -> None:
    assert OTHER_NAMES[Rhythm].keys() == {str(rhythm) for rhythm in Rhythm}
    assert "digest" in COLUMNS


def test_what_the_page_asks_for_first_is_what_gains_most() -> None:
    assert [gap.column for gap in GAPS[:3]] == ["income", "legal_form", "places"]
