"""A damaged file of any kind is taken, or refused in a sentence with nothing written."""

import os
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings

from tests.fuzz.damage import damaged, damaged_inside
from tests.fuzz.inputs import KINDS
from tests.fuzz.program import Program

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
    spoil = damaged_inside if chosen.zipped else damaged

    @settings(
        max_examples=count, deadline=None, database=None, suppress_health_check=list(HealthCheck)
    )
    @given(data=spoil(seeds))
    def given_to_the_program(data: bytes) -> None:
        program.anew()
        chosen.give(program, data)

    given_to_the_program()


@pytest.mark.parametrize("kind", KINDS)
def test_a_damaged_file_is_taken_or_refused_whole(program: Program, kind: str) -> None:
    _fuzz(program, kind, 3)


@pytest.mark.soak
@pytest.mark.parametrize("kind", KINDS)
def test_twenty_thousand_damaged_files_are_taken_or_refused_whole(
    program: Program, kind: str
) -> None:
    _fuzz(program, kind, SOAK // len(KINDS) + 1)
