"""The three answers of a gate as small numbers, so that the worst of many is their minimum."""

from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from db.vocabulary import Answer, Verdict

Answers = NDArray[np.int8]
"""One answer for each member of a block: ``NOT_MET``, ``UNKNOWN`` or ``MET``."""
Floats = NDArray[np.float64]

NOT_MET, UNKNOWN, MET = np.int8(0), np.int8(1), np.int8(2)

ANSWERS = (Answer.NOT_MET, Answer.UNKNOWN, Answer.MET)
VERDICTS = (Verdict.NO, Verdict.CHECK, Verdict.FITS)
"""What the worst answer of all gates comes to: any "no" blocks, any "unknown" asks for a check."""


class Cure(StrEnum):
    """What would turn a "no" into a bid, in the words that people read."""

    PARTNER_IN_PLACE = "a partner who works in that place"
    LEAD = "a lead who can hold the contract"
    PARTNER = "a partner to bid with"
    LED_BY = "a partner led by the people it is for"
    LATER = "a later round"
    WAIT = "waiting until it opens"
    POLICY = "a policy to write"
    TRUSTEES = "more trustees"
    SIGN_UP = "a yearly data security check to complete"
    TAKE_BACK = "your answer, if you take it back"


def of_condition(unknown: NDArray[np.bool_], met: NDArray[np.bool_]) -> Answers:
    """Unknown where nobody can say, else met or not met."""
    found = met * MET
    found[unknown] = UNKNOWN
    return found
