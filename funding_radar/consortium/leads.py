"""Who may lead: each test of the call and of common sense, pass, fail or unknown, with its sentence."""

from collections.abc import Callable
from dataclasses import dataclass

from db.views import MatchView, MemberView
from db.vocabulary import Answer, LegalForm

Told = tuple[Answer, str]

OF_THE_LEAD = frozenset(
    {
        "legal form",
        "registration",
        "income",
        "accounts",
        "trustees",
        "policies",
        "insurance",
        "data security",
    }
)
"""Gates of the matcher that a joint bid asks of its lead alone."""
UNABLE = frozenset({LegalForm.UNCONSTITUTED_GROUP, LegalForm.UNINCORPORATED_ASSOCIATION})
"""Forms without a legal personality: they cannot hold a contract in their own name."""


@dataclass(frozen=True, slots=True)
class LeadTests:
    """What every test says of one member as a lead."""

    told: tuple[Told, ...]

    @property
    def failed(self) -> list[str]:
        """The sentences of the tests that it fails."""
        return [sentence for answer, sentence in self.told if answer is Answer.NOT_MET]

    @property
    def unknown(self) -> list[str]:
        """The sentences of the tests that nobody can answer yet."""
        return [sentence for answer, sentence in self.told if answer is Answer.UNKNOWN]


@dataclass(frozen=True, slots=True)
class Leading:
    """What leading this bid would be: the money of a year in pounds (None: not known), and the bids led already."""

    yearly: int | None = None
    bids: int = 0
    most_bids: int = 2


def lead_tests(member: MemberView, match: MatchView | None, leading: Leading) -> LeadTests:
    """Every lead test of one member."""
    told = [test(member, leading) for test in TESTS]
    if match is not None:
        told += [(f.answer, f.sentence) for f in match.findings if f.gate and f.rule in OF_THE_LEAD]
    return LeadTests(tuple(told))


def _willing(member: MemberView, _leading: Leading) -> Told:
    if member.can_lead is None:
        return Answer.UNKNOWN, f"ask {member.name} whether it would lead"
    if not member.can_lead:
        return Answer.NOT_MET, f"{member.name} does not want to lead"
    return Answer.MET, f"{member.name} is willing to lead"


def _able(member: MemberView, _leading: Leading) -> Told:
    if member.legal_form is None:
        return Answer.UNKNOWN, f"the legal form of {member.name} is not known"
    if member.legal_form in UNABLE:
        form = member.legal_form.label
        return Answer.NOT_MET, f"{member.name} ({form}) cannot hold a contract in its own name"
    return Answer.MET, f"{member.name} can hold a contract"


def _large_enough(member: MemberView, leading: Leading) -> Told:
    yearly = leading.yearly
    if yearly is None or member.income is None:
        return Answer.UNKNOWN, f"whether {member.name} can carry the money is not known"
    if member.income < yearly // 2:
        return (
            Answer.NOT_MET,
            f"the income of {member.name} (£{member.income:,}) is under half the money of a year (£{yearly:,})",
        )
    return Answer.MET, f"{member.name} has the income to carry the money"


def _room_to_lead(member: MemberView, leading: Leading) -> Told:
    bids = f"{leading.bids} other bid{'' if leading.bids == 1 else 's'}"
    if leading.bids >= leading.most_bids:
        return (
            Answer.NOT_MET,
            f"{member.name} leads {bids} already, and {leading.most_bids} at once is the most",
        )
    return Answer.MET, f"{member.name} leads {bids} now"


TESTS: tuple[Callable[[MemberView, Leading], Told], ...] = (
    _willing,
    _able,
    _large_enough,
    _room_to_lead,
)
