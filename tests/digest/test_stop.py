"""Stop is understood in any wording, and talk of stopping something else is not taken for it."""

from pathlib import Path

import pytest

from funding_radar.digest.stop import asks_to_erase, asks_to_stop

HERE = Path(__file__).parent


def wordings(name: str) -> list[str]:
    return (HERE / name).read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("said", wordings("stop_wordings.txt"))
def test_a_wording_of_stop(said: str) -> None:
    assert asks_to_stop("", said)
    assert asks_to_stop(f"Re: {said}", "")
    assert asks_to_stop("Re: Community fund 1", f"{said}\n\nThanks,\nAnn")


@pytest.mark.parametrize("said", wordings("not_stop_wordings.txt"))
def test_a_wording_that_is_not_stop(said: str) -> None:
    assert not asks_to_stop("Re: Community fund 1: up to £10,000, closes Fri 4 Dec", said)


def test_erasing_is_asked_for_in_words_of_its_own() -> None:
    assert asks_to_erase("Please delete all our details")
    assert not asks_to_erase("Please stop")
