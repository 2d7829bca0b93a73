from collections.abc import Callable
from datetime import date

import pytest

from funding_radar.gazetteer import Gazetteer, load
from funding_radar.members.profiles import MembersFile, read_members

TODAY = date(2026, 11, 23)


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    return load()


@pytest.fixture(scope="session")
def read(gazetteer: Gazetteer) -> Callable[[str | bytes], MembersFile]:
    """Reads a file of members, given as text or bytes."""

    def read(data: str | bytes) -> MembersFile:
        data = data.encode() if isinstance(data, str) else data
        return read_members(data, "members.csv", gazetteer, TODAY)

    return read
