import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from funding_radar.matching.words.block import Block
from funding_radar.matching.words.records import Asked, Offered
from funding_radar.matching.words.score import Words

CALL = "Grants for peer support and respite for unpaid carers in Somerset"
TEXTS = [
    "We run a carers' centre: respite, peer support and advice",
    "Choir for older people",
    "",
    "People support community project",
]

SOME_WORDS = "carers respite choir support people peer abuse é ’ 2026 ,"
some_text = st.lists(st.sampled_from(SOME_WORDS.split())).map(" ".join)


def block(*texts: str) -> Block:
    return Block.of_members([Offered(str(i), "", text) for i, text in enumerate(texts)])


def asked(*texts: str) -> Block:
    return Block.of_calls([Asked("c", text) for text in texts])


def scores(members: list[str], calls: list[str]) -> np.ndarray:
    return Words(block(*members)).scores(asked(*calls))


def test_a_closer_fit_scores_higher_and_nothing_shared_is_zero() -> None:
    near, far, empty, common = scores(TEXTS, [CALL])[:, 0]
    assert 1 > near > common > 0
    assert far == empty == 0


@settings(max_examples=50, deadline=None)
@given(st.lists(some_text, min_size=1), st.lists(some_text, min_size=1), st.data())
def test_a_score_does_not_depend_on_other_members_or_calls(
    members: list[str], calls: list[str], data: st.DataObject
) -> None:
    i = data.draw(st.integers(0, len(members) - 1))
    j = data.draw(st.integers(0, len(calls) - 1))
    among = scores(members, calls)[i, j]
    alone = scores([members[i]], [calls[j]])[0, 0]
    assert among == pytest.approx(alone, abs=1e-6)


@given(st.text(st.characters()), st.text(st.characters()))
@settings(max_examples=60, deadline=None)
def test_any_text_has_a_score_between_nought_and_one(member: str, call: str) -> None:
    assert 0 <= scores([member], [call])[0, 0] <= 1


def test_blocks_indexed_apart_score_as_one() -> None:
    apart = [scores([text], [CALL])[0, 0] for text in TEXTS]
    assert scores(TEXTS, [CALL])[:, 0] == pytest.approx(apart, abs=1e-6)


def test_the_language_of_funding_is_no_theme() -> None:
    members = ["A deadline calendar for eligible applicants, online", "A garden for carers"]
    call = "Carers fund: application deadline 31 March, check eligibility online"
    form, carers = scores(members, [call])[:, 0]
    assert form < 0.1 < carers


def test_saying_little_is_not_a_perfect_fit() -> None:
    little, much = scores(["choir", "choir, choral concerts and singing lessons"], ["choirs"])[:, 0]
    assert little < much
