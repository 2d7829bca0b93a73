"""What a profile lacks, and what filling it in would gain."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from db.views import CallView, MemberView
from db.vocabulary import Field, Partnership, Status


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that a profile does not say. ``calls`` counts the open calls that would use it."""

    member_id: int
    member: str
    column: str
    sentence: str
    calls: int = 0


@dataclass(frozen=True, slots=True)
class _Gap:
    """A column, which calls ask for it, and the sentence: with calls to count, and without."""

    column: str
    lacking: Callable[[MemberView], bool]
    asks: Callable[[CallView], bool]
    counted: str
    """What follows "without an income, 7 open calls"; ``{s}`` and ``{are}`` agree with one call."""
    gain: str
    what: str


def check(
    members: Sequence[MemberView],
    calls: Collection[CallView] = (),
    reachable: Collection[int] | None = None,
) -> list[Missing]:
    """What is missing in each profile, what gains most first; members in the order given.

    ``calls`` are counted where they are open now or coming. ``reachable`` are the members whose contact has
    given consent; None leaves consent out.
    """
    live = [call for call in calls if call.status in {Status.OPEN, Status.COMING}]
    asked = {gap.column: sum(gap.asks(call) for call in live) for gap in GAPS}
    found: list[Missing] = []
    for member in members:
        gaps = [gap for gap in GAPS if gap.lacking(member)]
        gaps.sort(key=lambda gap: -asked[gap.column])
        if reachable is not None and member.id not in reachable:
            sentence = "without a contact_email and consent_on, no digest is sent to it"
            found.append(Missing(member.id, member.name, "contact_email", sentence, len(live)))
        found += [
            Missing(
                member.id,
                member.name,
                gap.column,
                _sentence(gap, asked[gap.column]),
                asked[gap.column],
            )
            for gap in gaps
        ]
    return found


def _sentence(gap: _Gap, calls: int) -> str:
    if not calls:
        return f"without {gap.what}, {gap.gain}"
    one = calls == 1
    counted = gap.counted.format(s="s" if one else "", are="is" if one else "are")
    return f"without {gap.what}, {calls} open call{'' if one else 's'} {counted}"


def _asks(*fields: Field) -> Callable[[CallView], bool]:
    return lambda call: any(call.facts.get(field) is not None for field in fields)


def _unknown(column: str) -> Callable[[MemberView], bool]:
    return lambda member: getattr(member, column) is None


def _empty(column: str) -> Callable[[MemberView], bool]:
    return lambda member: not getattr(member, column)


def _joint(call: CallView) -> bool:
    return bool(call.value(Field.PARTNERSHIP) == Partnership.REQUIRED)


def _no_call(_call: CallView) -> bool:
    """For what every call gains a little by, so that a count would say nothing."""
    return False


GAPS = (
    _Gap("income", _unknown("income"), _asks(Field.MIN_INCOME, Field.MAX_INCOME, Field.MAX_PERCENT_OF_INCOME),
         "with an income limit stay{s} 'check'", "calls with an income limit stay 'check'", "an income"),
    _Gap("legal_form", _unknown("legal_form"), _asks(Field.LEGAL_FORMS, Field.EXCLUDED_LEGAL_FORMS),
         "that name{s} who may apply stay{s} 'check'", "calls that name who may apply stay 'check'", "a legal form"),
    _Gap("places", _empty("places"), _asks(Field.AREAS), "for certain places cannot be matched",
         "no call for certain places can be matched", "places"),
    _Gap("themes", _empty("themes"), _asks(Field.THEMES), "cannot be ranked by what the money is for",
         "calls are ranked by your description alone", "themes"),
    _Gap("groups", _empty("groups"), _asks(Field.GROUPS), "for certain people cannot be ranked by whom you work with",
         "nobody sees whom you work with", "groups"),
    _Gap("description", _empty("description"), _no_call, "",
         "calls are ranked by themes and groups alone", "a description"),
    _Gap("accounts_years", _unknown("accounts_years"), _asks(Field.ACCOUNTS_YEARS),
         "that want{s} years of accounts stay{s} 'check'", "calls that want years of accounts stay 'check'",
         "accounts_years"),
    _Gap("trustees", _unknown("trustees"), _asks(Field.MIN_TRUSTEES), "that count{s} trustees stay{s} 'check'",
         "calls that count trustees stay 'check'", "a number of trustees"),
    _Gap("unrelated_trustees", _unknown("unrelated_trustees"), _asks(Field.MIN_UNRELATED_TRUSTEES),
         "that want{s} unrelated trustees stay{s} 'check'", "calls that want unrelated trustees stay 'check'",
         "unrelated_trustees"),
    _Gap("policies", _unknown("policies"), _asks(Field.POLICIES), "that ask{s} for policies stay{s} 'check'",
         "calls that ask for policies stay 'check'", "policies"),
    _Gap("insurance", _unknown("insurance"), _asks(Field.INSURANCE), "that ask{s} for insurance stay{s} 'check'",
         "calls that ask for insurance stay 'check'", "insurance"),
    _Gap("dspt", _unknown("dspt"), _asks(Field.DSPT), "that ask{s} for the NHS data toolkit stay{s} 'check'",
         "NHS calls that ask for its data toolkit stay 'check'", "dspt"),
    _Gap("experts_by_experience", _unknown("experts_by_experience"), _joint,
         "that want{s} a partnership cannot count your experts by experience",
         "a joint bid cannot count your experts by experience", "experts_by_experience"),
    _Gap("can_lead", _unknown("can_lead"), _joint, "that want{s} a partnership cannot consider you as lead",
         "a joint bid cannot consider you as lead", "can_lead"),
    _Gap("bid_days", _unknown("bid_days"), _joint, "that want{s} a partnership cannot tell whether you have time",
         "nobody can say whether there is time for a bid", "bid_days"),
    _Gap("max_award", _unknown("max_award"), _asks(Field.MIN_AMOUNT, Field.MAX_AMOUNT),
         "that state{s} an amount cannot be ranked by size", "calls cannot be ranked by size", "max_award"),
    _Gap("grants_held", _empty("grants_held"), _no_call, "",
         "calls that fill the gap when a grant ends cannot be put first", "grants_held"),
)  # fmt: skip
"""In the order in which people should ask for them."""
