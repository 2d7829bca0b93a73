"""Why a call does or does not fit a member, and what would mend it."""

from dataclasses import dataclass

from db.views import CallView, Deadline, FindingView, MatchView, MemberView
from db.vocabulary import Answer, Field
from funding_radar.matching.block import MemberBlock
from funding_radar.matching.context import Context
from funding_radar.matching.gates.table import GATES
from funding_radar.matching.judge import judge
from funding_radar.matching.near import NearMiss, near
from funding_radar.matching.profile import own_words
from funding_radar.matching.row import CallRow
from funding_radar.matching.rules.table import RULES
from funding_radar.matching.telling import Teller
from funding_radar.phrases import closes, pounds


@dataclass(frozen=True, slots=True)
class Line:
    """One finding as "match why" shows it: the rule's own line, both sides' words, the points."""

    rule: str
    title: str
    answer: Answer
    points: float
    sentence: str
    quote: str
    yours: str
    cure: str = ""
    gate: bool = False


__all__ = ["TITLES", "Known", "Line", "NearMiss", "explained", "near", "to_know", "why"]


@dataclass(frozen=True, slots=True)
class Known:
    """A fact that no gate judges and that whoever bids should know."""

    field: Field
    value: str
    quote: str


def explained(call: CallView, member: MemberView, context: Context) -> MatchView:
    """One match, judged now, with all gates told even where it is a "no"."""
    judged = judge(MemberBlock.of([member], context), CallRow.of(call, context))
    return next(Teller(judged).views(full=True))


def why(match: MatchView, call: CallView, member: MemberView, context: Context) -> list[Line]:
    """Every finding of a match, gates first, with the call's words and the member's own."""
    places = context.describe(tuple(sorted(member.places))) if member.places else ""
    return [
        Line(
            rule=finding.rule,
            title=TITLES.get(finding.rule, ""),
            answer=finding.answer,
            points=finding.points,
            sentence=finding.sentence,
            quote=finding.quote or _quoted(finding, call),
            yours=own_words(finding.rule, member, places),
            cure=finding.cure,
            gate=finding.gate,
        )
        for finding in match.findings
    ]


def to_know(call: CallView) -> list[Known]:
    """What else the call says that a bidder needs: how to apply, whom to ask, what it does not pay for."""
    facts = ((name, call.facts[name]) for name in TO_KNOW if name in call.facts)
    return [Known(name, _printed(name, fact.value), fact.quote) for name, fact in facts]


TITLES: dict[str, str] = {one.name: (one.__doc__ or "").partition("\n")[0] for one in GATES} | {
    one.name: (one.__doc__ or "").partition("\n")[0] for one in RULES
}
"""What each gate and rule claims, by name."""

TO_KNOW = (
    Field.HOW_TO_APPLY,
    Field.CONTACT,
    Field.QUESTIONS_BY,
    Field.DECISION_ON,
    Field.TOTAL_POT,
    Field.DURATION_MONTHS,
    Field.MATCH_FUNDING,
    Field.NOT_FUNDED,
    Field.BANK_ACCOUNT,
    Field.EFFORT,
    Field.PARTNERSHIP,
    Field.MAX_PARTNERS,
    Field.SUITABLE_FOR_VCSE,
)
"""What bidders need to know beside what is judged."""


def _printed(name: Field, value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return "; ".join(map(str, value))
    if name is Field.TOTAL_POT and isinstance(value, int):
        return pounds(value)
    if name in (Field.QUESTIONS_BY, Field.DECISION_ON):
        return closes(Deadline.parse(str(value)))
    return str(value)


def _quoted(finding: FindingView, call: CallView) -> str:
    """For the words themselves the call's title stands for its text."""
    return call.title if finding.rule == "words" else ""
