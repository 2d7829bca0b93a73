from dataclasses import replace

from db.vocabulary import Answer, Field, LegalForm, Verdict
from funding_radar.matching.answers import Cure
from funding_radar.matching.explain import TITLES, explained, near, to_know, why
from funding_radar.matching.gates.table import GATES
from funding_radar.matching.match import match
from funding_radar.matching.rules.table import RULES
from tests.matching.cases import (
    DON_VALLEY_YOUTH,
    HALLAM_MINDS,
    PEER_SUPPORT_GRANTS,
    ROTHERHAM,
    SHEFFIELD,
    call,
    context,
    member,
)


def misses(the_call, them):
    found = near(match([the_call], them, context()), [the_call], them)
    return [(miss.member_id, miss.cure, miss.helpers, miss.advice) for miss in found]


def test_why_shows_every_finding_with_both_sides_words() -> None:
    found = explained(PEER_SUPPORT_GRANTS, HALLAM_MINDS, context())

    lines = {line.rule: line for line in why(found, PEER_SUPPORT_GRANTS, HALLAM_MINDS, context())}

    assert len(lines) == len(found.findings)
    assert lines["themes"].title == "The call's themes are themes you work on."
    assert lines["themes"].quote == "words about themes"
    assert lines["themes"].yours == "mental health and peer support"
    assert lines["words"].yours.startswith("Peer support groups and befriending")
    assert lines["amount"].yours == "from £2,000 up to £30,000"
    assert round(sum(line.points for line in lines.values()), 1) == found.score


def test_every_gate_and_rule_has_a_line_for_people() -> None:
    assert set(TITLES) == {one.name for one in GATES} | {one.name for one in RULES}
    assert all(title.endswith(".") and len(title) < 120 for title in TITLES.values())


def test_names_are_used_once() -> None:
    assert len(TITLES) == len(GATES) + len(RULES)


def test_the_points_of_all_rules_come_to_a_hundred() -> None:
    assert sum(rule.points for rule in RULES) == 100


def test_a_no_explained_shows_what_is_met_as_well() -> None:
    far = member(5, places=("E06000052",))

    found = explained(PEER_SUPPORT_GRANTS, far, context())
    listed = next(match([PEER_SUPPORT_GRANTS], [far], context()))

    assert {f.answer for f in listed.findings} == {Answer.NOT_MET}
    assert Answer.MET in {f.answer for f in found.findings}
    assert (found.verdict, found.score) == (listed.verdict, listed.score) == (Verdict.NO, 0)


def test_a_near_miss_of_place_names_members_that_work_there() -> None:
    assert misses(PEER_SUPPORT_GRANTS, [HALLAM_MINDS, DON_VALLEY_YOUTH]) == [
        (
            DON_VALLEY_YOUTH.id,
            Cure.PARTNER_IN_PLACE,
            (HALLAM_MINDS.id,),
            "Bid with a partner who works there: Hallam Minds",
        )
    ]


def test_partners_of_old_are_named_first() -> None:
    other = replace(HALLAM_MINDS, id=7, name="Sharrow Hub", description="")
    knows = replace(DON_VALLEY_YOUTH, past_partners=("Sharrow Hub",))

    [(_, _, helpers, advice)] = misses(PEER_SUPPORT_GRANTS, [HALLAM_MINDS, other, knows])

    assert helpers == (7, HALLAM_MINDS.id)
    assert advice.endswith("Sharrow Hub or Hallam Minds (you have worked with Sharrow Hub)")


def test_a_lead_is_someone_that_can_lead() -> None:
    fund = call(areas=[SHEFFIELD], legal_forms=["registered_charity"], deadline="rolling")
    company = member(1, places=(SHEFFIELD,), legal_form=LegalForm.CIC)
    willing = replace(HALLAM_MINDS, id=2, name="Willing", can_lead=True)
    unwilling = replace(HALLAM_MINDS, id=3, name="Unwilling", can_lead=False)

    [(number, cure, helpers, _)] = misses(fund, [company, willing, unwilling])

    assert (number, cure, helpers) == (1, Cure.LEAD, (2,))


def test_a_missing_policy_is_one_to_write() -> None:
    fund = call(areas=[ROTHERHAM], policies=["safeguarding"], deadline="rolling")

    assert misses(fund, [member(1, places=(ROTHERHAM,), policies=frozenset())]) == [
        (1, Cure.POLICY, (), "Write the policy; templates are free")
    ]


def test_two_things_in_the_way_are_no_near_miss() -> None:
    fund = call(areas=[ROTHERHAM], policies=["safeguarding"], dspt=True, deadline="rolling")

    assert misses(fund, [member(1, places=(ROTHERHAM,), policies=frozenset(), dspt=False)]) == []


def test_without_anyone_that_could_help_it_says_so() -> None:
    [(_, _, helpers, advice)] = misses(PEER_SUPPORT_GRANTS, [DON_VALLEY_YOUTH])

    assert helpers == ()
    assert "look outside" in advice


def test_what_is_not_judged_is_still_told() -> None:
    fund = call(how_to_apply="by an online form", total_pot=120_000, bank_account=True)

    assert [(known.field, known.value) for known in to_know(fund)] == [
        (Field.HOW_TO_APPLY, "by an online form"),
        (Field.TOTAL_POT, "£120,000"),
        (Field.BANK_ACCOUNT, "yes"),
    ]
