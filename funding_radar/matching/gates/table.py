"""All gates, in the order in which people read them."""

from funding_radar.matching.gates.bidding import (
    NotAlreadyFunded,
    NotTurnedDown,
    OneBid,
    PartnersAllowed,
)
from funding_radar.matching.gates.forms import FormAccepted, FormNotExcluded, Registered
from funding_radar.matching.gates.gate import Gate
from funding_radar.matching.gates.money import AmountFits, CanCarry, IncomeInBounds
from funding_radar.matching.gates.opening import OpenNow
from funding_radar.matching.gates.people import LedBy
from funding_radar.matching.gates.place import WorksThere
from funding_radar.matching.gates.standing import (
    DataSecurity,
    EnoughAccounts,
    EnoughTrustees,
    Insured,
    PoliciesInPlace,
)
from funding_radar.matching.gates.time import TimeEnough

GATES: tuple[Gate, ...] = (
    NotTurnedDown(),
    OpenNow(),
    WorksThere(),
    FormAccepted(),
    Registered(),
    FormNotExcluded(),
    LedBy(),
    IncomeInBounds(),
    AmountFits(),
    CanCarry(),
    EnoughAccounts(),
    EnoughTrustees(),
    PoliciesInPlace(),
    Insured(),
    DataSecurity(),
    PartnersAllowed(),
    OneBid(),
    NotAlreadyFunded(),
    TimeEnough(),
)
