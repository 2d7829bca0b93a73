"""What could go wrong in this bid, and who does what about it: read from the bid's own figures, in plain words."""

from dataclasses import dataclass

from db.vocabulary import PartnerAnswer, Readiness
from funding_radar.bids.pack.dossier import Dossier
from funding_radar.phrases import listed

HALF = 0.5


@dataclass(frozen=True, slots=True)
class Risk:
    """Something that could go wrong: how likely, what is done about it, and whose job that is."""

    what: str
    likely: str
    answer: str
    who: str


def risks(told: Dossier) -> list[Risk]:
    """The risks that this bid's own figures show, then those of every partnership."""
    return [*_time(told), *_answers(told), *_coverage(told), *_money(told), *_lead(told), *ALWAYS]


def _time(told: Dossier) -> list[Risk]:
    if told.warning:
        what = f"There is too little time: {told.warning}"
        return [
            Risk(
                what,
                "high",
                "Decide in the first week: fewer partners, or the next round.",
                "Coordinator",
            )
        ]
    return []


def _answers(told: Dossier) -> list[Risk]:
    open_ = [p.name for p in told.partners if p.answer is not PartnerAnswer.ACCEPTED]
    if not open_:
        return []
    what = f"A partner that has not accepted yet does not join: {listed(open_)}."
    answer = "Ask by the day of the agreement in principle; name who could take the part, and share out again."
    return [Risk(what, "medium", answer, "Coordinator")]


def _coverage(told: Dossier) -> list[Risk]:
    found = []
    alone = sorted({row.what for row in told.coverage.rows for cell in row.cells if len(cell) == 1})
    if alone:
        what = f"One partner alone delivers a part somewhere: {listed(alone)}."
        answer = "Agree who steps in when staff are ill or leave; share notes and contacts from the start."
        found.append(Risk(what, "medium", answer, "Each partner"))
    gaps = sorted({row.what for row in told.coverage.rows for cell in row.cells if not cell})
    if gaps:
        what = f"Nobody delivers a part somewhere: {listed(gaps)}."
        answer = "Say so in the bid, and how people there are helped to another service."
        found.append(Risk(what, "certain", answer, "Lead"))
    return found


def _money(told: Dossier) -> list[Risk]:
    years = told.costs.months / 12
    heavy = [
        p.name
        for p in told.partners
        if p.share
        and (income := told.members[p.member_id].income)
        and p.share / max(1.0, years) > HALF * income
    ]
    if not heavy:
        return []
    what = f"A share is more than half of a year's income: {listed(heavy)}."
    return [
        Risk(
            what,
            "medium",
            "Pay in advance by the quarter; look at cash together every month.",
            "Lead",
        )
    ]


def _lead(told: Dossier) -> list[Risk]:
    first = told.standings[0] if told.standings else None
    if first is None or first.state is Readiness.PASS:
        return []
    answer = "Close every open test of the lead before the decision to bid."
    return [Risk(f"The lead is not proven: {first.why}.", "medium", answer, "Lead")]


ALWAYS = (
    Risk(
        "The funder pays late or in arrears, and a small partner runs short.", "medium",
        "The lead pays within 14 days of being paid, smallest first; payment in advance is asked for in the bid.",
        "Lead",
    ),
    Risk(
        "A partner leaves before or after submission.", "medium",
        "The others are told within two working days and settle together who takes over its part and its money.",
        "Coordinator",
    ),
    Risk(
        "People are harmed or put at risk while a partner works with them.", "low",
        "Each partner names its safeguarding lead before work starts; a concern is passed on the same day.",
        "Each partner",
    ),
    Risk(
        "Experts by experience are asked too much, or their benefits suffer.", "medium",
        "Paid preparation, a named person to turn to, breaks, and benefits advice before the first payment.", "Lead",
    ),
    Risk(
        "More people come than there is room for.", "medium",
        "Waiting times are looked at together every month; places move to where they are needed.", "Partners",
    ),
    Risk(
        "Personal data goes where it should not.", "low",
        "Only what is needed is shared, with the person's knowledge; see the table of data below.", "Each partner",
    ),
)  # fmt: skip
