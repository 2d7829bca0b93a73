"""What holds for all calls and members."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from db.views import CallView, GrantView, MemberView
from db.vocabulary import (
    Answer,
    Basis,
    Field,
    Group,
    Kind,
    LegalForm,
    Partnership,
    Reason,
    Reply,
    Status,
    Theme,
    Verdict,
)
from funding_radar.matching.context import Context, PastAward, Said
from funding_radar.matching.explain import explained
from funding_radar.matching.match import match, match_changed
from tests.matching.cases import context, fact

QUICK = settings(
    max_examples=40,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)
"""Forty examples of each: a case that fails is printed as it was found, not made smaller, which takes minutes."""

PLACES = ("E08000039", "E08000035", "E11000003", "E12000005", "E11000005", "E54000048", "E54000050",
          "E06000064", "E06000065", "E07000072", "E54000025", "E92000001", "W92000004", "nowhere")  # fmt: skip
WORDS = st.sampled_from(
    ["peer support", "youth club", "befriending", "crisis café", "allotment", "debt advice"]
)
FUNDERS = st.sampled_from(["", "Anytown Trust", "The Anytown Trust", "Sheffield City Council"])
MONEY = st.integers(0, 400_000)
DAYS = st.dates(date(2026, 10, 1), date(2027, 6, 30))

VALUES: dict[Field, st.SearchStrategy[Any]] = {
    Field.DEADLINE: DAYS.map(date.isoformat) | st.just("rolling") | st.just("2026-11-23T12:00"),
    Field.FIRST_STAGE_DEADLINE: DAYS.map(date.isoformat),
    Field.OPENS: DAYS.map(date.isoformat),
    Field.STARTS: DAYS.map(date.isoformat),
    Field.DURATION_MONTHS: st.sampled_from([6, 12, 24, 36]),
    Field.MIN_AMOUNT: MONEY,
    Field.MAX_AMOUNT: MONEY,
    Field.MAX_PERCENT_OF_INCOME: st.integers(1, 100),
    Field.MIN_INCOME: MONEY,
    Field.MAX_INCOME: MONEY,
    Field.AREAS: st.lists(st.sampled_from(PLACES), max_size=3),
    Field.EXCLUDED_AREAS: st.lists(st.sampled_from(PLACES), max_size=1),
    Field.LEGAL_FORMS: st.lists(st.sampled_from(LegalForm).map(str), max_size=4),
    Field.EXCLUDED_LEGAL_FORMS: st.lists(st.sampled_from(LegalForm).map(str), max_size=2),
    Field.THEMES: st.lists(st.sampled_from(Theme).map(str), max_size=4),
    Field.GROUPS: st.lists(st.sampled_from(Group).map(str), max_size=3),
    Field.LED_BY: st.lists(st.sampled_from(Group).map(str), min_size=1, max_size=2),
    Field.PARTNERSHIP: st.sampled_from(Partnership).map(str),
    Field.MIN_PARTNERS: st.integers(1, 6),
    Field.ONE_BID: st.booleans(),
    Field.ACCOUNTS_YEARS: st.integers(0, 3),
    Field.MIN_TRUSTEES: st.integers(0, 6),
    Field.MIN_UNRELATED_TRUSTEES: st.integers(0, 6),
    Field.POLICIES: st.lists(st.sampled_from(["safeguarding", "data protection", "EDI"]), max_size=2),
    Field.INSURANCE: st.sampled_from(["£5m public liability", "employers' liability", ""]),
    Field.DSPT: st.booleans(),
    Field.NOT_FUNDED: st.sampled_from(["current grant holders", "buildings"]),
    Field.EFFORT: st.integers(1, 30) | st.sampled_from(["2 to 3 days", "a short form"]),
}  # fmt: skip


@st.composite
def calls(draw: st.DrawFn, number: int = 1) -> CallView:
    fields = draw(st.sets(st.sampled_from(sorted(VALUES)), max_size=9))
    facts = {
        name: fact(
            name,
            draw(VALUES[name]),
            basis=draw(st.sampled_from([None, *Basis])),
            inferred=draw(st.booleans()) and draw(st.booleans()),
            contradicted=draw(st.integers(0, 7)) == 0,
            check_by_on=draw(st.sampled_from([None, None, date(2026, 11, 20), date(2026, 11, 25)])),
        )
        for name in sorted(fields | {Field.AREAS})
    }
    return CallView(
        number,
        draw(WORDS),
        " ".join(draw(st.lists(WORDS, max_size=5))),
        draw(FUNDERS),
        kind=draw(st.sampled_from([Kind.OPEN_CALL] * 4 + list(Kind))),
        status=draw(st.sampled_from([Status.OPEN] * 5 + list(Status))),
        facts=facts,
    )


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


GRANTS = st.builds(GrantView, FUNDERS, maybe(MONEY), maybe(DAYS))
MEMBER_FIELDS: dict[str, st.SearchStrategy[Any]] = {
    "description": st.lists(WORDS, max_size=4).map(" ".join),
    "charity_number": st.sampled_from(["", "1100001"]),
    "company_number": st.sampled_from(["", "01234567"]),
    "legal_form": maybe(st.sampled_from(LegalForm)),
    "postcode": st.sampled_from(["", "S10 2TN", "BD20 1AA", "LS1 4AP", "ZZ9 9ZZ"]),
    "places": st.lists(st.sampled_from(PLACES), max_size=2, unique=True).map(tuple),
    "themes": st.frozensets(st.sampled_from(Theme), max_size=4),
    "groups": st.frozensets(st.sampled_from(Group), max_size=3),
    "income": maybe(MONEY),
    "income_year": maybe(st.integers(2020, 2026)),
    "accounts_years": maybe(st.integers(0, 4)),
    "trustees": maybe(st.integers(0, 9)),
    "unrelated_trustees": maybe(st.integers(0, 6)),
    "policies": maybe(st.frozensets(st.sampled_from(["safeguarding adults", "GDPR", "equality"]))),
    "insurance": maybe(st.sampled_from(["public liability £2m", "public liability £10m", ""])),
    "dspt": maybe(st.booleans()),
    "bid_days": maybe(st.integers(0, 20)),
    "can_lead": maybe(st.booleans()),
    "led_by": maybe(st.frozensets(st.sampled_from(Group), max_size=2)),
    "min_award": maybe(MONEY),
    "max_award": maybe(MONEY),
    "grants_held": st.lists(GRANTS, max_size=2).map(tuple),
}


def members(number: int = 1) -> st.SearchStrategy[MemberView]:
    return st.fixed_dictionaries({}, optional=MEMBER_FIELDS).map(
        lambda profile: MemberView(number, f"Member {number}", **profile)
    )


def several(make: Any, most: int) -> st.SearchStrategy[list[Any]]:
    return st.integers(1, most).flatmap(
        lambda n: st.tuples(*[make(i) for i in range(1, n + 1)]).map(list)
    )


SAID = st.builds(
    lambda reply, reason, call, said_on: Said(reply, call, said_on, reason),
    st.sampled_from([Reply.INTERESTED, Reply.NOT_FOR_US]),
    maybe(st.sampled_from(Reason)),
    st.integers(50, 52).flatmap(calls),
    st.dates(date(2026, 9, 1), date(2026, 11, 22)),
)
ANSWERS = st.dictionaries(st.tuples(st.integers(1, 3), st.integers(1, 52)), SAID, max_size=3).map(
    lambda found: {
        (m, c): replace(said, call=replace(said.call, id=c)) for (m, c), said in found.items()
    }
)
CONTEXTS = st.builds(
    lambda answers, in_bid, awards: context(answers=answers, in_bid=in_bid, awards=awards),
    ANSWERS,
    st.frozensets(st.tuples(st.integers(1, 3), st.integers(1, 3)), max_size=2),
    st.sampled_from(
        [{}, {"anytown trust": (PastAward(themes=frozenset({Theme.ARTS})), PastAward())}]
    ),
)


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
    "grants_held": lambda one, call: (),
}


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
