"""A damaged file of any kind is taken, or refused in a sentence with nothing written."""

import os
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz.inputs import KINDS
from tests.fuzz.program import Program, soon

SOAK = int(os.environ.get("FUNDING_RADAR_FUZZ", "20000"))
"""Inputs in all, shared out over the kinds."""


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory, empty_database: bytes) -> Iterator[Program]:
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("COLUMNS", "80")
        environment.delenv("FUNDING_RADAR_CONFIG", raising=False)
        yield Program(tmp_path_factory.mktemp("fuzz"), empty_database)


def _fuzz(program: Program, kind: str, count: int) -> None:
    chosen = KINDS[kind]
    seeds = chosen.seeds(program)
    for seed in seeds:
        program.anew()
        chosen.give(program, seed)
    tried = 0

    @settings(
        max_examples=count, deadline=None, database=None, suppress_health_check=list(HealthCheck)
    )
    @given(data=st.one_of(*(way(seeds) for way in chosen.ways)))
    def given_to_the_program(data: bytes) -> None:
        nonlocal tried
        tried += 1
        program.anew()
        with soon():
            chosen.give(program, data)

    given_to_the_program()
    assert tried >= count


@pytest.mark.parametrize("kind", KINDS)
def test_a_damaged_file_is_taken_or_refused_whole(program: Program, kind: str) -> None:
    _fuzz(program, kind, 3)


@pytest.mark.soak
@pytest.mark.parametrize("kind", KINDS)
def test_twenty_thousand_damaged_files_are_taken_or_refused_whole(
    program: Program, kind: str
) -> None:
    _fuzz(program, kind, SOAK // len(KINDS) + 1)
