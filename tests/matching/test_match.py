from db.views import MatchView
from db.vocabulary import Answer, Verdict
from funding_radar.matching.match import match, match_changed
from tests.matching.cases import (
    ANY_GOOD_CAUSE,
    DON_VALLEY_YOUTH,
    HALLAM_MINDS,
    PEER_SUPPORT_GRANTS,
    ROADS,
    SHEFFIELD,
    call,
    context,
    member,
)

CALLS = [PEER_SUPPORT_GRANTS, ROADS, ANY_GOOD_CAUSE]
MEMBERS = [HALLAM_MINDS, DON_VALLEY_YOUTH]


def one(call, somebody, **more) -> MatchView:
    return next(match([call], [somebody], context(**more)))


def test_a_call_of_its_place_theme_and_words_is_well_above_sixty() -> None:
    found = one(PEER_SUPPORT_GRANTS, HALLAM_MINDS)

    assert (found.verdict, found.score > 60) == (Verdict.FITS, True)


def test_an_open_call_that_has_nothing_to_do_with_a_member_is_under_twentyfive() -> None:
    found = one(ROADS, HALLAM_MINDS)

    assert found.verdict is not Verdict.NO
    assert found.score < 25


def test_a_call_for_any_cause_is_shown() -> None:
    found = one(ANY_GOOD_CAUSE, HALLAM_MINDS)

    assert found.score >= 25


def test_the_points_shown_come_to_the_score() -> None:
    for found in match(CALLS, MEMBERS, context()):
        assert round(sum(finding.points for finding in found.findings), 1) == found.score


def test_one_thing_in_the_way_keeps_the_score_and_names_its_cure() -> None:
    found = one(PEER_SUPPORT_GRANTS, DON_VALLEY_YOUTH)

    blocking = [f for f in found.findings if f.gate and f.answer is Answer.NOT_MET]

    assert found.verdict is Verdict.NO
    assert found.score > 0
    assert [(f.rule, f.cure) for f in blocking] == [("place", "a partner who works in that place")]
    assert blocking[0].sentence == "You work in Rotherham and Barnsley; this is for Sheffield"
    assert blocking[0].quote == "words about areas"


def test_a_place_far_away_has_no_cure_and_no_score() -> None:
    found = one(PEER_SUPPORT_GRANTS, member(3, places=("E06000052",), income=1))

    assert (found.verdict, found.score) == (Verdict.NO, 0)
    assert not any(f.cure for f in found.findings)


def test_matching_again_with_nothing_new_gives_nothing() -> None:
    first = list(match_changed(CALLS, MEMBERS, context(), {}))
    stored = {(m.view.call_id, m.view.member_id): m.inputs_hash for m in first}

    again = list(match_changed(CALLS, MEMBERS, context(), stored))

    assert len(first) == 6
    assert again == []


def test_a_word_that_no_list_knows_is_no_reason_to_fail() -> None:
    odd = call(legal_forms=["guild", "cio"], themes=["magic"], groups=["elves"], led_by=["elves"],
               areas="E08000039", deadline="rolling")  # fmt: skip

    found = one(odd, HALLAM_MINDS)

    answers = {f.rule: f.answer for f in found.findings}
    assert (answers["place"], answers["legal form"]) == (Answer.MET, Answer.MET)


def test_an_income_of_nought_is_an_income() -> None:
    new = member(4, places=(SHEFFIELD,), income=0)

    found = one(call(areas=[SHEFFIELD], max_amount=454, deadline="rolling"), new)

    assert next(f.points for f in found.findings if f.rule == "award") == 5.0
