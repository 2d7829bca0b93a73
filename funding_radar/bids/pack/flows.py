"""Which data goes from whom to whom in a joint bid, why, and how it is kept safe."""

from dataclasses import dataclass

from db.vocabulary import Field
from funding_radar.bids.pack.dossier import Dossier


@dataclass(frozen=True, slots=True)
class Flow:
    """One kind of data on its way."""

    what: str
    way: str
    why: str
    care: str


def flows(told: Dossier) -> list[Flow]:
    """The data of a joint service; NHS patient data only where the call speaks of its toolkit."""
    toolkit = "Only partners whose Data Security and Protection Toolkit is in date, by an agreed secure system."
    plain_care = (
        "By secure mail or a shared system with named users; kept no longer than the work needs."
    )
    asked = bool(told.call.value(Field.DSPT))
    return [
        Flow(
            "Name, contact and need of a person who is passed on", "Partner to partner",
            "So that nobody has to tell their story twice; with the person's knowledge",
            toolkit if asked else plain_care,
        ),
        Flow(
            "Safeguarding concerns", "Partner to its safeguarding lead, to the council where needed",
            "To keep someone safe", "At once, by telephone first; written down the same day.",
        ),
        Flow(
            "Counts of people, sessions and outcomes, without names", "Each partner to the lead",
            "To report to the funder and to learn", "Totals under five are not shown.",
        ),
        Flow(
            "Reports", "Lead to the funder", "The funder's conditions", "Counts and stories told with consent.",
        ),
        Flow(
            "Names and bank details of experts by experience", "Each person to the lead's payroll alone",
            "To pay them", "Nobody else sees them; no health data is asked for.",
        ),
        Flow(
            "Budgets and accounts", "Partner to the lead", "To pay and to show that money was well spent",
            "Each partner sees its own line and all shares.",
        ),
    ]  # fmt: skip
