from dataclasses import replace
from datetime import date

import pytest

from db.views import MatchView
from db.vocabulary import Reason, Reply, Verdict
from funding_radar.matching.context import Said
from funding_radar.matching.match import match
from tests.matching.cases import HALLAM_MINDS, PEER_SUPPORT_GRANTS, call, context

SAID_ON = date(2026, 11, 16)
OTHER = replace(HALLAM_MINDS, id=7, name="Sharrow Hub")


def earlier(**facts) -> Said:
    """A call of before, like today's unless told otherwise."""
    base = call(90, title="Last year's grants", funder=facts.pop("funder", ""), **facts)
    return Said(Reply.NOT_FOR_US, base, SAID_ON)


def matched(somebody, *said: Said, who=HALLAM_MINDS) -> MatchView:
    answers = {(who.id, one.call.id): one for one in said}
    return next(match([PEER_SUPPORT_GRANTS], [somebody], context(answers=answers)))


def told(found: MatchView) -> tuple[float, str]:
    finding = next(f for f in found.findings if f.rule == "your answers")
    return finding.points, finding.sentence


@pytest.mark.parametrize(
    ("reason", "facts", "why"),
    [
        (
            Reason.THEME,
            {"themes": ["mental_health", "peer_support", "loneliness"]},
            ": not your theme",
        ),
        (Reason.PLACE, {"areas": ["E08000039"]}, ": not your place"),
        (Reason.SIZE, {"max_amount": 10_000}, ": not your size"),
        (Reason.TOO_LATE, {"deadline": "2026-12-16"}, ": too late"),
        (
            Reason.OTHER,
            {
                "funder": "Sheffield City Council",
                "themes": ["mental_health", "peer_support", "loneliness"],
            },
            "",
        ),
    ],
)
def test_a_no_takes_off_from_what_is_like_it(reason: Reason, facts: dict, why: str) -> None:
    without = matched(HALLAM_MINDS)

    found = matched(HALLAM_MINDS, replace(earlier(**facts), reason=reason))

    assert told(found) == (
        -20.0,
        f"Less of this because you said on Monday 16 November 2026 that “Last year's grants” was not for you{why}",
    )
    assert found.score == round(without.score - 20, 1)
    assert found.verdict is without.verdict


@pytest.mark.parametrize(
    ("reason", "facts"),
    [
        (Reason.THEME, {"themes": ["transport"]}),
        (Reason.PLACE, {"areas": ["E06000052"]}),
        (Reason.SIZE, {"max_amount": 250_000}),
        (Reason.TOO_LATE, {"deadline": "2026-11-18"}),
        (Reason.OTHER, {"funder": "Another", "themes": ["mental_health"]}),
    ],
)
def test_a_no_says_nothing_of_what_is_unlike_it(reason: Reason, facts: dict) -> None:
    assert matched(HALLAM_MINDS, replace(earlier(**facts), reason=reason)) == matched(HALLAM_MINDS)


def test_interest_brings_more_of_the_same() -> None:
    liked = replace(
        earlier(themes=["mental_health", "peer_support", "loneliness"]), reply=Reply.INTERESTED
    )

    points, sentence = told(matched(HALLAM_MINDS, liked))

    assert points == 5.0
    assert sentence.startswith("More of this because you were interested in “Last year's grants”")


def test_the_stronger_of_two_answers_is_told() -> None:
    near = replace(
        earlier(themes=["mental_health", "peer_support", "loneliness"]), reason=Reason.THEME
    )
    far = replace(earlier(themes=["mental_health", "arts", "food"]), reason=Reason.THEME)
    far = replace(far, call=replace(far.call, id=91, title="Another"))

    assert "Last year's grants" in told(matched(HALLAM_MINDS, far, near))[1]


def test_an_answer_changes_nobody_elses_match() -> None:
    no = replace(earlier(themes=["mental_health"]), reason=Reason.THEME)

    assert matched(OTHER, no) == matched(OTHER)


def test_an_answer_taken_back_leaves_no_trace() -> None:
    no = replace(earlier(areas=["E08000039"]), reason=Reason.PLACE)

    assert matched(HALLAM_MINDS, no) != matched(HALLAM_MINDS)
    assert matched(HALLAM_MINDS) == matched(HALLAM_MINDS)


def test_what_is_taken_off_never_goes_below_nothing() -> None:
    bare = call(
        1, title="x", areas=["E08000039"], deadline="rolling", themes=["transport"], max_amount=7
    )
    no = replace(earlier(areas=["E08000039"]), reason=Reason.PLACE)

    found = next(match([bare], [HALLAM_MINDS], context(answers={(HALLAM_MINDS.id, 90): no})))

    assert found.score == 0
    assert round(sum(f.points for f in found.findings), 1) == 0


def test_who_said_no_to_this_very_call_is_not_offered_it_again() -> None:
    no = Said(Reply.NOT_FOR_US, PEER_SUPPORT_GRANTS, SAID_ON, Reason.SIZE)

    found = matched(HALLAM_MINDS, no)

    assert found.verdict is Verdict.NO
    assert found.findings[0].sentence == (
        "You said on Monday 16 November 2026 that this is not for you (size)"
    )
