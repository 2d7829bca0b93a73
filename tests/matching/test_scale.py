"""Very many members: the arrays say what one match says."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from db.views import GrantView
from db.vocabulary import Reply, Verdict
from funding_radar.matching.block import MemberBlock
from funding_radar.matching.context import Said
from funding_radar.matching.match import match
from funding_radar.matching.scale import match_block
from tests.matching.anything import CONTEXTS, QUICK, calls, members, several
from tests.matching.cases import (
    DON_VALLEY_YOUTH,
    HALLAM_MINDS,
    PEER_SUPPORT_GRANTS,
    ROADS,
    call,
    context,
    member,
)


@QUICK
@given(several(calls, 4), several(members, 4), CONTEXTS, st.integers(1, 3))
def test_the_best_of_a_block_are_the_best_of_all_matches(some, them, told, keep) -> None:
    best = match_block(some, MemberBlock.of(them, told), keep)

    every = list(match(some, them, told))
    for place, one in enumerate(them):
        wanted = [m for m in every if m.member_id == one.id and m.verdict is not Verdict.NO]
        wanted.sort(key=lambda m: (-m.score, m.call_id))

        assert [(c.id, verdict, score) for c, verdict, score in best.of(place)] == [
            (m.call_id, m.verdict, m.score) for m in wanted[:keep]
        ]


def test_members_far_away_do_not_change_the_few_that_are_near() -> None:
    far = [
        member(n, places=("E06000052",), description="Fishing and boats") for n in range(1000, 1020)
    ]
    them = [*far[:10], HALLAM_MINDS, DON_VALLEY_YOUTH, *far[10:]]

    best = match_block([PEER_SUPPORT_GRANTS, ROADS], MemberBlock.of(them, context()))

    single = {
        m.call_id: m.score for m in match([PEER_SUPPORT_GRANTS, ROADS], [HALLAM_MINDS], context())
    }
    assert [(c.id, score) for c, _, score in best.of(10)] == [(1, single[1]), (2, single[2])]
    assert list(best.of(0)) == []


def test_ties_go_to_the_call_that_stands_first() -> None:
    same = [call(n, areas=["E08000039"], deadline="rolling") for n in (5, 3, 4)]

    best = match_block(same, MemberBlock.of([HALLAM_MINDS], context()), keep=2)

    assert [c.id for c, _, _ in best.of(0)] == [5, 3]


def test_grants_held_and_answers_stay_with_their_member() -> None:
    far = [
        member(n, places=("E06000052",), grants_held=(GrantView("Far Trust", 1, date(2027, 4, 1)),))
        for n in range(1000, 1010)
    ]
    holder = replace(HALLAM_MINDS, grants_held=(GrantView("A Trust", 1, date(2027, 3, 20)),))
    said = {
        (holder.id, 90): Said(
            Reply.INTERESTED, replace(PEER_SUPPORT_GRANTS, id=90), date(2026, 11, 1)
        )
    }
    told = context(answers=said)

    best = match_block([PEER_SUPPORT_GRANTS], MemberBlock.of([*far, holder], told))

    single = next(match([PEER_SUPPORT_GRANTS], [holder], told))
    assert {"timing", "your answers"} <= {f.rule for f in single.findings}
    assert [score for _, _, score in best.of(10)] == [single.score]
