"""Sites of places that the alliance does not serve are paused, unless somebody says otherwise."""

from pathlib import Path

import pytest

from db.errors import RadarError
from funding_radar.config import load_settings
from funding_radar.gazetteer import load
from funding_radar.jobs.sources import ELSEWHERE, catalogue, paused_elsewhere
from spiders.entry import SourceEntry

SITE = '[sources.anytown]\nshape = "feed"\npublisher = "Anytown"\nurl = "https://example.org/feed"\nplaces = ["{}"]\n'


def because(tmp_path: Path, places: str, more: str = "") -> dict[str, str]:
    """Why each source is paused, in an alliance of these places."""
    config = tmp_path / "config.toml"
    config.write_text(f"[alliance]\nplaces = [{places}]\n{more}", encoding="utf-8")
    return {name: entry.paused_because for name, entry in catalogue(load_settings(config)).items()}


@pytest.mark.parametrize(
    ("places", "served", "paused"),
    [
        pytest.param(("E08000035",), ["E08000039"], True, id="another council"),
        pytest.param(
            ("E11000003",), ["E08000039"], False, id="a county over a council that is served"
        ),
        pytest.param(
            ("E08000039",), ["E11000003"], False, id="a council in a county that is served"
        ),
        pytest.param(("E92000001",), ["E08000039"], False, id="all of England"),
        pytest.param((), ["E08000039"], False, id="a site that names no places"),
        pytest.param(("E08000035",), [], False, id="an alliance that names no places"),
    ],
)
def test_sites_of_elsewhere_are_paused_and_say_why(
    places: tuple[str, ...], served: list[str], paused: bool
) -> None:
    entry = SourceEntry(
        "a", publisher="A", licence="", home_page="", places=places, shape="feed", url=""
    )

    found = paused_elsewhere(entry, load().districts(served))

    assert (found.paused, found.paused_because) == (paused, ELSEWHERE if paused else "")


def test_a_site_that_the_configuration_speaks_of_is_visited_wherever_it_is(tmp_path: Path) -> None:
    assert because(tmp_path, '"Sheffield"', SITE.format("Leeds"))["anytown"] == ""


def test_a_place_that_does_not_exist_is_said_with_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(RadarError, match=r"alliance.places: there is no place called 'Shefield'"):
        because(tmp_path, '"Shefield"')
