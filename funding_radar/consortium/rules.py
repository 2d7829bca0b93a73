"""The conditions that every consortium keeps, one function each, for one set or a million.

A condition answers with its slack: how much there is beyond what is needed, so that 0 means the
rule binds and a negative number is what is missing. People see the first line of each docstring.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from funding_radar.consortium.model import Rules

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Sets:
    """Counts of many sets of members, each an array with one number for each set."""

    partners: Ints
    ineligible: Ints
    small: Ints
    large: Ints
    experts: Ints
    days: Ints
    communities: Ints
    must_missing: Ints
    conflicts: Ints


@dataclass(frozen=True, slots=True)
class Leads:
    """Sums of money of many sets under each possible lead, arrays of shape (sets, partners).

    ``least`` and ``most`` add up the limits of small members and of the others under that lead.
    """

    may_lead: Ints
    without_share: Ints
    least_small: Ints
    most_small: Ints
    least_others: Ints
    most_others: Ints
    budget: int

    @property
    def small_money(self) -> Ints:
        """The most that can reach small members: all they can take, or all that others leave."""
        return np.minimum(self.most_small, self.budget - self.least_others)


def enough_partners(sets: Sets, rules: Rules) -> Ints:
    """A joint bid has at least its least number of partners."""
    return sets.partners - rules.min_partners


def not_too_many_partners(sets: Sets, rules: Rules) -> Ints:
    """There is time for only so many partners."""
    return rules.max_partners - sets.partners


def all_eligible(sets: Sets, _rules: Rules) -> Ints:
    """Every partner is eligible."""
    return -sets.ineligible


def enough_small(sets: Sets, rules: Rules) -> Ints:
    """Enough partners are small organisations."""
    return sets.small - rules.min_small


def small_share_of_partners(sets: Sets, rules: Rules) -> Ints:
    """A fair share of the partners are small organisations."""
    return 100 * sets.small - rules.min_small_percent * sets.partners


def few_large(sets: Sets, rules: Rules) -> Ints:
    """Only so many partners are large organisations."""
    return rules.max_large - sets.large


def enough_experts(sets: Sets, rules: Rules) -> Ints:
    """Experts by experience sit in every bid group."""
    return sets.experts - rules.min_experts


def enough_days(sets: Sets, rules: Rules) -> Ints:
    """The partners have the days that writing together takes."""
    return sets.days - rules.min_days - rules.days_per_partner * sets.partners


def enough_communities(sets: Sets, rules: Rules) -> Ints:
    """Enough communities are reached."""
    return sets.communities - rules.min_communities


def must_haves_covered(sets: Sets, _rules: Rules) -> Ints:
    """Every need that has to be covered is covered."""
    return -sets.must_missing


def no_conflict(sets: Sets, _rules: Rules) -> Ints:
    """No two partners are in conflict or in competing bids."""
    return -sets.conflicts


def may_lead(leads: Leads, _rules: Rules) -> Ints:
    """The lead passes every test for a lead."""
    return leads.may_lead - 1


def limits_leave_room(leads: Leads, _rules: Rules) -> Ints:
    """Every partner can take a share that is worth its while."""
    return -leads.without_share


def least_shares_fit(leads: Leads, _rules: Rules) -> Ints:
    """The budget is enough for every partner's least share."""
    return leads.budget - leads.least_small - leads.least_others


def budget_taken_up(leads: Leads, _rules: Rules) -> Ints:
    """The partners can take up the whole budget within their caps."""
    return leads.most_small + leads.most_others - leads.budget


def small_money_floor(leads: Leads, rules: Rules) -> Ints:
    """Small organisations get their floor of the money."""
    return 100 * leads.small_money - rules.min_small_money_percent * leads.budget


SET_CONDITIONS: tuple[Callable[[Sets, Rules], Ints], ...] = (
    enough_partners,
    not_too_many_partners,
    all_eligible,
    enough_small,
    small_share_of_partners,
    few_large,
    enough_experts,
    enough_days,
    enough_communities,
    must_haves_covered,
    no_conflict,
)
"""What a set must keep, whoever leads."""

LEAD_CONDITIONS: tuple[Callable[[Leads, Rules], Ints], ...] = (
    may_lead,
    limits_leave_room,
    least_shares_fit,
    budget_taken_up,
    small_money_floor,
)
"""What a set must keep under the lead that it has."""
