"""Who may lead: every lead test answered pass, fail or unknown, with its sentence."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from db.views import MatchView, MemberView
from db.vocabulary import Answer
from funding_radar.consortium.history import History, led_lately
from funding_radar.consortium.settings import ConsortiumSettings

LEAD_TESTS: Mapping[str, str] = {
    "legal form": "accepted legal form",
    "registration": "registration",
    "excluded form": "legal form not shut out",
    "income": "income within the call's limits",
    "carrying it": "able to carry the money",
    "accounts": "years of accounts",
    "trustees": "unrelated trustees",
    "policies": "policies",
    "insurance": "insurance",
    "data security": "data security",
}
"""Gates of the match that the lead has to pass, as it holds the money, in a proposal's words."""


@dataclass(frozen=True, slots=True)
class LeadTest:
    """One lead test of one member."""

    test: str
    answer: Answer
    sentence: str


def lead_tests(member: MemberView, match: MatchView | None) -> tuple[LeadTest, ...]:
    """All lead tests of a member: its own wish, then what the match found of the call's rules."""
    found = match.findings if match else ()
    return (
        _wish(member),
        *(
            LeadTest(LEAD_TESTS[finding.rule], finding.answer, finding.sentence)
            for finding in found
            if finding.gate and finding.rule in LEAD_TESTS
        ),
    )


def _wish(member: MemberView) -> LeadTest:
    answers = {
        True: (Answer.MET, "has said that it can lead"),
        False: (Answer.NOT_MET, "has said that it cannot lead"),
        None: (Answer.UNKNOWN, "has not said whether it can lead"),
    }
    return LeadTest("wish to lead", *answers[member.can_lead])


def may_lead(tests: tuple[LeadTest, ...]) -> bool:
    """Whether no test fails; an unknown one is shown, and costs points, but does not bar."""
    return all(test.answer != Answer.NOT_MET for test in tests)


def lead_points(
    member: MemberView,
    tests: tuple[LeadTest, ...],
    history: History,
    today: date,
    settings: ConsortiumSettings,
) -> int:
    """What a member costs as the lead: for unanswered tests, and after leading lately."""
    unknown = sum(test.answer == Answer.UNKNOWN for test in tests)
    rest = settings.lead_rest_points if led_lately(history, member.id, today, settings) else 0
    return -settings.unknown_lead_points * unknown - rest
