"""The tables of cases as a whole: every gate, with every answer that it can give."""

from collections import defaultdict

import pytest

from db.vocabulary import Answer
from funding_radar.matching.gates.table import GATES
from tests.matching import (
    test_gates_of_money,
    test_gates_of_opening,
    test_gates_of_organisation,
    test_gates_of_place,
)
from tests.matching.cases import GateCase

LEAST = 120
NEVER = {
    ("insurance", Answer.NOT_MET): "cover can be bought, and need not be in place before an award",
    ("partners", Answer.NOT_MET): "whom a member would bid with is settled by people",
    ("partners", Answer.MET): "whom a member would bid with is settled by people",
    ("your answer", Answer.UNKNOWN): "what nobody has said is no answer",
}
"""Answers that a gate cannot give, and why."""
_TABLES = (
    test_gates_of_money,
    test_gates_of_opening,
    test_gates_of_organisation,
    test_gates_of_place,
)


def cases() -> dict[str, list[GateCase]]:
    """The cases of every gate, by the gate's name: tables are called as their gate is."""
    found: defaultdict[str, list[GateCase]] = defaultdict(list)
    for module in _TABLES:
        for name, table in vars(module).items():
            if name.isupper() and isinstance(table, list):
                found[name.casefold().replace("_", " ")] += [one.values[0] for one in table]
    return found


def test_there_are_enough_cases() -> None:
    assert sum(map(len, cases().values())) >= LEAST


@pytest.mark.parametrize("gate", GATES, ids=lambda gate: gate.name)
def test_each_answer_of_a_gate_has_a_case(gate) -> None:
    given = {one.answer for one in cases()[gate.name]}

    assert given == {answer for answer in Answer if (gate.name, answer) not in NEVER}
