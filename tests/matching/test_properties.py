"""What holds for all calls and members."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from db.views import CallView, MemberView
from db.vocabulary import Answer, Field, Group, Kind, LegalForm, Status, Verdict
from funding_radar.matching.context import Context
from funding_radar.matching.explain import explained
from funding_radar.matching.forms import meant
from funding_radar.matching.match import match, match_changed
from tests.matching.anything import ANSWERS, CONTEXTS, MEMBER_FIELDS, QUICK, calls, members, several
from tests.matching.cases import context


@QUICK
@given(several(calls, 2), several(members, 3), CONTEXTS)
def test_points_come_to_the_score_and_the_score_is_of_a_hundred(
    some: list[CallView], them: list[MemberView], told: Context
) -> None:
    for found in match(some, them, told):
        assert round(sum(finding.points for finding in found.findings), 1) == found.score
        assert 0 <= found.score <= 100


@QUICK
@given(several(calls, 3), several(members, 3), CONTEXTS)
def test_a_match_depends_on_no_other_call_or_member(
    some: list[CallView], them: list[MemberView], told: Context
) -> None:
    together = list(match(some, them, told))
    alone = [next(match([call], [one], told)) for call in some for one in them]

    for joint, single in zip(together, alone, strict=True):
        assert joint == single


@QUICK
@given(calls(), several(members, 3), CONTEXTS)
def test_the_array_and_the_single_explanation_agree(
    call: CallView, them: list[MemberView], told: Context
) -> None:
    for found, one in zip(match([call], them, told), them, strict=True):
        single = explained(call, one, told)
        answers = {f.rule: (f.answer, f.points, f.sentence) for f in single.findings}

        assert (single.verdict, single.score) == (found.verdict, found.score)
        for finding in found.findings:
            assert answers[finding.rule] == (finding.answer, finding.points, finding.sentence)


@QUICK
@given(calls(), members(), CONTEXTS)
def test_the_verdict_is_the_worst_answer_and_unknown_never_a_no(
    call: CallView, one: MemberView, told: Context
) -> None:
    found = explained(call, one, told)
    answers = {finding.answer for finding in found.findings if finding.gate}

    if Answer.NOT_MET in answers:
        assert found.verdict is Verdict.NO
    elif Answer.UNKNOWN in answers:
        assert found.verdict is Verdict.CHECK
    else:
        assert found.verdict is Verdict.FITS


@QUICK
@given(calls(), members(), CONTEXTS, st.sampled_from(sorted(MEMBER_FIELDS)))
def test_forgetting_a_fact_of_a_member_never_makes_a_no(
    call: CallView, one: MemberView, told: Context, forgotten: str
) -> None:
    before = explained(call, one, told).verdict
    nothing = MemberView(1, "Nobody")
    if forgotten in (
        "places",
        "income_year",
        "postcode",
        "unrelated_trustees",
        "trustees",
        "grants_held",
    ):
        # Places give way to the postcode, and an old figure to one of unknown age: another fact, not none.
        return

    after = explained(call, replace(one, **{forgotten: getattr(nothing, forgotten)}), told).verdict

    if before is not Verdict.NO:
        assert after is not Verdict.NO


@QUICK
@given(calls(), members(), CONTEXTS)
def test_a_doubtful_call_is_never_a_no_for_what_is_doubted(
    call: CallView, one: MemberView, told: Context
) -> None:
    doubted = replace(call, kind=Kind.OPEN_CALL, status=Status.OPEN, facts={
        name: replace(known, contradicted=True) for name, known in call.facts.items()
    })  # fmt: skip

    found = explained(doubted, one, replace(told, answers={}, in_bid=frozenset()))

    assert found.verdict is not Verdict.NO


BETTER: dict[str, Any] = {
    "income": lambda one, call: _between(
        call.value(Field.MIN_INCOME), call.value(Field.MAX_INCOME)
    ),
    "accounts_years": lambda one, call: (one.accounts_years or 0) + 5,
    "trustees": lambda one, call: max((one.trustees or 0) + 9, 9),
    "unrelated_trustees": lambda one, call: max((one.unrelated_trustees or 0) + 9, 9),
    "policies": lambda one, call: (one.policies or frozenset()) | {"safeguarding", "GDPR", "EDI"},
    "insurance": lambda one, call: "public liability £10m, employers' liability £10m",
    "dspt": lambda one, call: True,
    "led_by": lambda one, call: (
        (one.led_by or frozenset()) | set(map(Group, call.value(Field.LED_BY) or ()))
    ),
    "places": lambda one, call: (*one.places, *call.areas) if one.places else one.places,
    "bid_days": lambda one, call: 21,
    "legal_form": lambda one, call: _welcome(one, call),
    "min_award": lambda one, call: 0,
    "max_award": lambda one, call: 10**9,
    "grants_held": lambda one, call: (),
}


def _welcome(one: MemberView, call: CallView) -> LegalForm | None:
    """A form that the call names and does not rule out; the member's own where there is none."""
    named = call.value(Field.LEGAL_FORMS) or ()
    barred = meant(map(LegalForm, call.value(Field.EXCLUDED_LEGAL_FORMS) or ()))
    return next((LegalForm(form) for form in named if not {form} & barred), one.legal_form)


def _between(least: int | None, most: int | None) -> int:
    return least if least is not None else (most or 0)


@QUICK
@given(calls(), members(), st.sampled_from(sorted(BETTER)))
def test_a_member_that_is_more_eligible_never_has_a_lower_verdict(
    call: CallView, one: MemberView, better: str
) -> None:
    if better == "income":
        # An income inside the limits may still be too little to carry the award: that is another gate.
        call = replace(call, facts={
            name: known for name, known in call.facts.items()
            if name not in (Field.MIN_AMOUNT, Field.MAX_PERCENT_OF_INCOME)
        })  # fmt: skip
    order = [Verdict.NO, Verdict.CHECK, Verdict.FITS]
    before = explained(call, one, context()).verdict

    after = explained(call, replace(one, **{better: BETTER[better](one, call)}), context()).verdict

    assert order.index(after) >= order.index(before)


@QUICK
@given(several(calls, 3), several(members, 3), st.data())
def test_matching_only_what_changed_comes_to_a_full_run(
    some: list[CallView], them: list[MemberView], data: st.DataObject
) -> None:
    told, stored = context(), {}
    hashes: dict[tuple[int, int], str] = {}
    for _ in range(data.draw(st.integers(1, 4))):
        for matched in match_changed(some, them, told, hashes):
            pair = (matched.view.call_id, matched.view.member_id)
            stored[pair], hashes[pair] = matched.view, matched.inputs_hash
        full = {(m.call_id, m.member_id): m for m in match(some, them, told)}

        assert {pair: stored[pair] for pair in full} == full

        some, them, told = _changed(data, some, them, told)


def _changed(
    data: st.DataObject, some: list[CallView], them: list[MemberView], told: Context
) -> tuple[list[CallView], list[MemberView], Context]:
    what = data.draw(st.sampled_from(["call", "member", "day", "answers", "bids", "gone"]))
    place = data.draw(st.integers(0, 2))
    if what == "call":
        some = [data.draw(calls(c.id)) if i == place else c for i, c in enumerate(some)]
    elif what == "member":
        them = [data.draw(members(m.id)) if i == place else m for i, m in enumerate(them)]
    elif what == "gone":
        some = some[:-1] or some
    elif what == "day":
        told = replace(told, now=told.now + timedelta(hours=data.draw(st.integers(1, 2_000))))
    elif what == "answers":
        told = replace(told, answers=data.draw(ANSWERS))
    else:
        told = replace(told, in_bid=frozenset({(1, 1)}) - told.in_bid)
    return some, them, told
