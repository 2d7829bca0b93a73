"""Incomes and amounts: what the call limits, what the member asks for, and what it could carry."""

from collections.abc import Hashable

import numpy as np

from db.views import MemberView
from db.vocabulary import Field
from funding_radar.matching.answers import MET, UNKNOWN, Answers, Cure, of_condition
from funding_radar.matching.block import MemberBlock
from funding_radar.matching.gates.gate import Gate
from funding_radar.matching.row import CallRow
from funding_radar.phrases import pounds

YEARS_KEPT = 4
"""An income figure of so many years ago says little of today's: ours."""
CARRIES = 50
"""A year's award over so many percent of a year's income is a thing to check, whoever gives it: domain.md's default."""
LARGE = 10_000
"""Below so many pounds a year nobody asks whether an organisation could carry an award: ours."""


class IncomeInBounds(Gate):
    """Your yearly income is within the call's limits."""

    name = "income"
    fields = (Field.MAX_INCOME, Field.MIN_INCOME)

    def judge(self, members: MemberBlock, call: CallRow) -> Answers:
        """Unknown without an income of the last years."""
        income = members.income
        old = members.income_year <= call.today.year - YEARS_KEPT
        least, most = call.firm(Field.MIN_INCOME), call.firm(Field.MAX_INCOME)
        within = (income >= (least or 0)) & (income <= (np.inf if most is None else most))
        return of_condition(np.isnan(income) | old, within)

    def say(self, member: MemberView, call: CallRow, answer: np.int8) -> str:
        """Your income and their limit."""
        limit = _limit(call)
        whose = "the lead's" if call.of_lead_only(self.fields) else "your"
        if member.income is None:
            return f"It wants {whose} yearly income to be {limit}; your profile does not say yours"
        yours = f"Your income of {pounds(member.income)}" + (
            f" ({member.income_year})" if member.income_year else ""
        )
        if answer == UNKNOWN:
            return f"It wants a yearly income of {limit}; {yours[0].lower()}{yours[1:]} is an old figure"
        if answer == MET:
            return f"{yours} is within their limit: {limit}"
        of = " for a lead" if call.of_lead_only(self.fields) else ""
        most = call.firm(Field.MAX_INCOME)
        if most is not None and member.income > most:
            return f"{yours} is over their limit of {pounds(most)}{of}"
        return f"{yours} is under their limit of {pounds(call.firm(Field.MIN_INCOME))}{of}"

    def cure(self, member: MemberView, call: CallRow) -> Cure | None:  # noqa: ARG002
        """Another lead; where every partner must keep to it, nothing helps but time."""
        return None if call.of_all(self.fields) else Cure.LEAD


class AmountFits(Gate):
    """The call gives an amount that you would ask for."""

    name = "amount"
    fields = (Field.MAX_AMOUNT, Field.MIN_AMOUNT)

    def judge(self, members: MemberBlock, call: CallRow) -> Answers:
        """Two ranges that overlap. Who states no range is judged by its income (``CanCarry``), if that is known."""
        offer = call.offer
        least, most = offer.least or 0.0, np.inf if offer.most is None else offer.most
        small = members.min_award > most
        large = members.max_award < least
        unsure = large & offer.joint
        if offer.longer and offer.most is None:
            unsure |= members.min_award > _stated_most(call)
        said_nothing = np.isnan(members.min_award) & np.isnan(members.max_award)
        unsure |= said_nothing & np.isnan(members.income)
        return of_condition(unsure, ~(small | large))

    def say(self, member: MemberView, call: CallRow, answer: np.int8) -> str:
        """What they give and what you ask for."""
        theirs, yours = _given(call), _asked(member)
        if answer == UNKNOWN and not yours:
            return f"It gives {theirs}; your profile says neither what you ask for nor your income"
        if answer == UNKNOWN and call.offer.joint:
            return f"It gives {theirs} to all partners together; {yours}: check what your part would be"
        if answer == UNKNOWN:
            return (
                f"It gives {theirs} and does not say for how many; {yours}: check what it comes to"
            )
        if not yours:
            return f"It gives {theirs}; your profile sets no limit"
        return f"It gives {theirs}; {yours}"

    def reads(self, member: MemberView) -> Hashable:
        """What it asks for."""
        return (member.min_award, member.max_award)

    def cure(self, member: MemberView, call: CallRow) -> Cure | None:
        """Partners to share what is too much for one; nothing mends too little."""
        least = call.offer.least
        too_much = least is not None and member.max_award is not None and member.max_award < least
        return Cure.PARTNER if too_much else None


class CanCarry(Gate):
    """The least award, year by year, is not too large beside your income."""

    name = "carrying it"
    fields = (Field.MAX_PERCENT_OF_INCOME, Field.MIN_AMOUNT)

    def applies(self, call: CallRow) -> bool:
        """Where the call limits awards by income, or its least award is a large one."""
        return call.says((Field.MAX_PERCENT_OF_INCOME,)) or _yearly(call) >= LARGE

    def quiet(self, call: CallRow) -> bool:
        """Where the call sets no limit of its own."""
        return not call.says((Field.MAX_PERCENT_OF_INCOME,))

    def judge(self, members: MemberBlock, call: CallRow) -> Answers:
        """Not met only over a limit that the call states; over our own it is a thing to check."""
        stated = call.firm(Field.MAX_PERCENT_OF_INCOME)
        most = members.income * (CARRIES if stated is None else stated) / 100
        over, unsure = most < _yearly(call), np.isnan(members.income)
        if stated is None or call.offer.joint or not _spread_is_known(call):
            return of_condition(unsure | over, ~unsure)
        if call.offer.years:
            over |= members.min_award / max(call.offer.years, 1.0) > most
        return of_condition(unsure, ~over)

    def say(self, member: MemberView, call: CallRow, answer: np.int8) -> str:
        """The award of a year and your income."""
        stated, least = call.firm(Field.MAX_PERCENT_OF_INCOME), _yearly(call)
        income = "not in your profile" if member.income is None else pounds(member.income)
        if stated is not None:
            limit = f"It gives at most {stated:g}% of a year's income; yours is {income}"
            if answer == UNKNOWN:
                return f"{limit}: check what you could ask for"
            return limit if answer == MET else f"{limit}, and {_over(member, call, stated)}"
        award = f"The least it gives is {pounds(round(least))} a year; your income is {income}"
        return f"{award}: check that you could carry it" if answer == UNKNOWN else award

    def cure(self, member: MemberView, call: CallRow) -> Cure | None:  # noqa: ARG002
        """Partners to share it."""
        return Cure.PARTNER


def _over(member: MemberView, call: CallRow, percent: float) -> str:
    """What is over the limit: the least that the call gives, or what the member asks for."""
    least, limit = _yearly(call), (member.income or 0) * percent / 100
    if least > limit:
        return f"the least it gives is {pounds(round(least))} a year"
    return f"you ask for {pounds(member.min_award or 0)} or more"


def _spread_is_known(call: CallRow) -> bool:
    return call.offer.least is None or call.offer.yearly_least is not None


def _yearly(call: CallRow) -> float:
    """The least award of a year; the whole where nothing says over how many years; NaN without one."""
    offer = call.offer
    least = offer.least if offer.yearly_least is None else offer.yearly_least
    return float("nan") if least is None else least


def _stated_most(call: CallRow) -> float:
    value = call.firm(Field.MAX_AMOUNT)
    return float(value) if value else np.inf


def _limit(call: CallRow) -> str:
    least, most = call.firm(Field.MIN_INCOME), call.firm(Field.MAX_INCOME)
    if least is not None and most is not None:
        return f"{pounds(least)} to {pounds(most)}"
    if most is not None:
        return f"{pounds(most)} or less"
    return f"{pounds(least)} or more" if least is not None else "what its page says"


def _given(call: CallRow) -> str:
    offer = call.offer
    years = f" over {offer.years:g} years" if offer.years and offer.years > 1 else ""
    if offer.most is None and call.firm(Field.MAX_AMOUNT):
        basis = call.fact(Field.MAX_AMOUNT)
        of = " a year" if basis is not None and basis.basis == "per_year" else " for each place"
        return f"up to {pounds(call.firm(Field.MAX_AMOUNT))}{of}"
    if offer.least and offer.most:
        return f"{pounds(round(offer.least))} to {pounds(round(offer.most))}{years}"
    if offer.most:
        return f"up to {pounds(round(offer.most))}{years}"
    return f"{pounds(round(offer.least))} or more{years}" if offer.least else "an amount to check"


def _asked(member: MemberView) -> str:
    least, most = member.min_award, member.max_award
    if least is not None and most is not None:
        return f"you ask for {pounds(least)} to {pounds(most)}"
    if most is not None:
        return f"you ask for up to {pounds(most)}"
    return f"you ask for {pounds(least)} or more" if least is not None else ""
