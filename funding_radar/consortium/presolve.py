"""Leaves out, with proof, the members that no permitted consortium can contain."""

import numpy as np

from funding_radar.consortium.arrays import Arrays, Bools
from funding_radar.consortium.rules import Ints


def possible_members(arrays: Arrays) -> Ints:
    """Numbers of the members that could be in a permitted consortium."""
    kept = np.flatnonzero(_may_join(arrays))
    while True:
        part = arrays.only(kept)
        stays = _has_lead(part) & _leaves_floor(part) & _has_days(part)
        if stays.all():
            return kept
        kept = kept[stays]


def _may_lead(arrays: Arrays) -> Bools:
    return arrays.may_lead & (arrays.least_as_lead <= arrays.most_as_lead)


def _may_join(arrays: Arrays) -> Bools:
    """Eligible, with a share within its limits in some role, and not too large for every group."""
    some_share = (arrays.least <= arrays.most) | _may_lead(arrays)
    return arrays.eligible & some_share & (~arrays.large | (arrays.rules.max_large > 0))


def _has_lead(arrays: Arrays) -> Bools:
    """Leads itself, or is in conflict with not every lead; one without a share must lead itself."""
    leads = _may_lead(arrays)
    compatible = (~arrays.conflict[:, leads]).any(axis=1) & (arrays.least <= arrays.most)
    return leads | compatible


def _leaves_floor(arrays: Arrays) -> Bools:
    """Alone leaves small members their floor, and the budget room for its own least share."""
    least = np.where(
        _may_lead(arrays) & (arrays.least > arrays.most), arrays.least_as_lead, arrays.least
    )
    least = np.where(_may_lead(arrays), np.minimum(least, arrays.least_as_lead), least)
    floor = arrays.rules.min_small_money_percent * arrays.budget
    room: Ints = 100 * arrays.budget - np.where(arrays.small, 0, floor)
    leaves: Bools = 100 * least <= room
    return leaves


def _has_days(arrays: Arrays) -> Bools:
    """Has days enough when the members with the most to spare join it."""
    spare = arrays.days - arrays.rules.days_per_partner
    company = np.sort(np.maximum(spare, 0))[::-1][: arrays.rules.max_partners - 1].sum()
    enough: Bools = spare + company >= arrays.rules.min_days
    return enough
