import json
from math import isfinite

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.errors import RadarError
from funding_radar.matching.lab import rank_lines
from funding_radar.matching.words.ranking import rank
from funding_radar.matching.words.records import Asked, Offered

CARERS = Offered(
    "m1", "Anytown Carers", "Breaks, advice and a voice for people who care for family"
)
GARDEN = Offered(
    "m2", "The Green Patch", "A community garden where people grow vegetables together"
)
REFUGE = Offered("m3", "Harbour House", "A refuge for women and children who flee domestic abuse")
MEMBERS = [CARERS, GARDEN, REFUGE]


ANY_TEXT = st.text(st.characters())
"""Halves of surrogate pairs among it, which JSON may bring."""


def first(call: str, members: list[Offered] = MEMBERS) -> str:
    (ranking,) = rank([Asked("c", call)], members, 3)
    return ranking[0][0]


@pytest.mark.parametrize(
    ("call", "best"),
    [
        ("Respite breaks for carers", "m1"),
        ("Community gardening and growing food", "m2"),
        ("Grants for women's refuges", "m3"),
    ],
)
def test_the_member_that_does_the_work_comes_first(call: str, best: str) -> None:
    assert first(call) == best


@settings(max_examples=15, deadline=None)
@given(st.permutations(MEMBERS), st.permutations(["breaks", "garden", "abuse", "people", "xyz"]))
def test_the_order_of_members_and_calls_does_not_matter(
    members: list[Offered], calls: list[str]
) -> None:
    asked = [Asked(call, call) for call in calls]
    shuffled = dict(zip(calls, rank(asked, members, 3), strict=True))
    plain = sorted(asked, key=lambda c: c.id)
    assert shuffled == dict(zip((c.id for c in plain), rank(plain, MEMBERS, 3), strict=True))


def test_ties_go_by_id() -> None:
    twins = [Offered("b", "Same", "same"), Offered("a", "Same", "same")]
    (ranking,) = rank([Asked("c", "same")], twins, 2)
    assert [member for member, _ in ranking] == ["a", "b"]


def test_an_empty_text_ranks_last_and_an_empty_call_ranks_by_id() -> None:
    members = [*MEMBERS, Offered("m0", "", "")]
    filled, empty = rank([Asked("1", "carers garden refuge"), Asked("2", "")], members, 4)
    assert filled[-1][0] == "m0"
    assert [member for member, _ in empty] == ["m0", "m1", "m2", "m3"]


def test_no_members_give_empty_rankings() -> None:
    assert list(rank([Asked("1", "x")], [], 3)) == [[]]


@settings(max_examples=60, deadline=None)
@given(ANY_TEXT, ANY_TEXT, ANY_TEXT)
def test_any_text_can_be_ranked(call: str, name: str, text: str) -> None:
    (ranking,) = rank([Asked("c", call, area=name)], [Offered("m", name, text), CARERS], 5)
    assert len(ranking) == 2
    assert all(isfinite(score) for _, score in ranking)


def test_lines_are_ranked_in_the_order_of_the_calls() -> None:
    calls = ['{"id": "2", "text": "garden"}', "", '{"id": 1, "text": "refuge", "area": "Leeds"}']
    members = [
        json.dumps({"id": m.id, "name": m.name, "text": m.text, "income": None}) for m in MEMBERS
    ]
    answer = list(rank_lines(calls, members, 1))
    assert [(row["id"], row["ranking"][0]["member"]) for row in answer] == [
        ("2", "m2"),
        ("1", "m3"),
    ]


@pytest.mark.parametrize(
    ("calls", "members", "said"),
    [
        (["{"], [], "calls, line 1: this is not a line of JSON"),
        (["[" * 100_000], [], "calls, line 1"),
        (["[1]"], [], "calls, line 1: a JSON object"),
        (['{"id": "1"}'], [], 'calls, line 1: "text" must be a text, and it is missing'),
        ([], ['{"id": "1", "name": 3}'], 'members, line 1: "name" must be a text.'),
        ([], ["", '{"id": "1", "name": "A", "income": "5"}'], 'members, line 2: "income"'),
        ([], ['{"id": "1", "name": "A", "income": NaN}'], 'members, line 1: "income"'),
        ([], ['{"id": "1", "name": "A", "income": 1' + "0" * 999 + "}"], "members, line 1"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(
    calls: list[str], members: list[str], said: str
) -> None:
    with pytest.raises(RadarError) as fault:
        list(rank_lines(calls, members, 1))
    assert str(fault.value).startswith(said)
