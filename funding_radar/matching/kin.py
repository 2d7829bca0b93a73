"""Themes and groups that are near each other: half a match, said as such.

Written by us from how funders and members use the words: a member that ticks "mental health" is worth
showing a call for peer support, and the other way round, but less than one that says peer support.
"""

from collections.abc import Collection, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from db.vocabulary import Group, Theme, Word

NEAR = 0.5
"""What a near one is worth beside the very same."""

_THEMES = {
    Theme.MENTAL_HEALTH: {
        Theme.SEVERE_MENTAL_ILLNESS, Theme.SUICIDE_PREVENTION, Theme.CRISIS_CARE, Theme.TALKING_THERAPIES,
        Theme.PEER_SUPPORT, Theme.PERINATAL_MENTAL_HEALTH, Theme.TRAUMA, Theme.WELLBEING,
    },
    Theme.WELLBEING: {
        Theme.LONELINESS, Theme.PEER_SUPPORT, Theme.SOCIAL_PRESCRIBING, Theme.PHYSICAL_ACTIVITY, Theme.NATURE,
        Theme.PHYSICAL_HEALTH,
    },
    Theme.LONELINESS: {Theme.PEER_SUPPORT, Theme.SOCIAL_PRESCRIBING, Theme.COMMUNITY_DEVELOPMENT},
    Theme.SUICIDE_PREVENTION: {Theme.CRISIS_CARE, Theme.BEREAVEMENT},
    Theme.SEVERE_MENTAL_ILLNESS: {Theme.CRISIS_CARE, Theme.PEER_SUPPORT},
    Theme.TALKING_THERAPIES: {Theme.TRAUMA, Theme.BEREAVEMENT},
    Theme.DOMESTIC_ABUSE: {Theme.TRAUMA, Theme.COMMUNITY_SAFETY},
    Theme.PHYSICAL_HEALTH: {Theme.PHYSICAL_ACTIVITY, Theme.LONG_TERM_CONDITIONS, Theme.HEALTH_INEQUALITIES},
    Theme.HEALTH_INEQUALITIES: {Theme.EQUALITY, Theme.LONG_TERM_CONDITIONS},
    Theme.DEMENTIA: {Theme.SOCIAL_CARE, Theme.LONG_TERM_CONDITIONS},
    Theme.SOCIAL_CARE: {Theme.ADVOCACY},
    Theme.POVERTY: {Theme.FOOD, Theme.ADVICE, Theme.HOUSING, Theme.EMPLOYMENT},
    Theme.ADVICE: {Theme.ADVOCACY, Theme.HOUSING},
    Theme.EMPLOYMENT: {Theme.EDUCATION, Theme.VOLUNTEERING, Theme.DIGITAL_INCLUSION},
    Theme.EDUCATION: {Theme.YOUTH_WORK, Theme.DIGITAL_INCLUSION},
    Theme.NATURE: {Theme.ENVIRONMENT},
    Theme.COMMUNITY_DEVELOPMENT: {
        Theme.COMMUNITY_BUILDINGS, Theme.VOLUNTEERING, Theme.SECTOR_SUPPORT, Theme.COMMUNITY_SAFETY,
    },
}  # fmt: skip
_GROUPS = {
    Group.CHILDREN: {Group.YOUNG_PEOPLE, Group.PARENTS, Group.CARE_EXPERIENCED_PEOPLE},
    Group.YOUNG_PEOPLE: {Group.STUDENTS, Group.CARE_EXPERIENCED_PEOPLE},
    Group.DISABLED_PEOPLE: {
        Group.LEARNING_DISABLED_PEOPLE, Group.AUTISTIC_PEOPLE, Group.PEOPLE_WITH_LONG_TERM_CONDITIONS,
    },
    Group.LEARNING_DISABLED_PEOPLE: {Group.AUTISTIC_PEOPLE},
    Group.OLDER_PEOPLE: {Group.PEOPLE_WITH_DEMENTIA},
    Group.CARERS: {Group.PEOPLE_WITH_DEMENTIA},
    Group.RACIALISED_COMMUNITIES: {
        Group.GYPSY_ROMA_TRAVELLER, Group.REFUGEES_AND_MIGRANTS, Group.FAITH_COMMUNITIES,
    },
    Group.PEOPLE_ON_LOW_INCOMES: {Group.PEOPLE_OUT_OF_WORK, Group.HOMELESS_PEOPLE},
    Group.HOMELESS_PEOPLE: {Group.PEOPLE_WHO_USE_SUBSTANCES},
    Group.WOMEN_AND_GIRLS: {Group.SURVIVORS_OF_ABUSE},
}  # fmt: skip


def _table(words: type[Word], kin: Mapping[Any, Collection[Any]]) -> NDArray[np.float32]:
    order = {word: place for place, word in enumerate(words)}
    near = np.eye(len(order), dtype=np.float32)
    for one, others in kin.items():
        for other in others:
            near[order[one], order[other]] = near[order[other], order[one]] = NEAR
    near.flags.writeable = False
    return near


NEAR_THEMES = _table(Theme, _THEMES)
"""How near two themes are, by their places in the vocabulary: 1, ``NEAR`` or 0."""
NEAR_GROUPS = _table(Group, _GROUPS)
"""The same of groups."""


PLACE: dict[Word, int] = {
    word: place for words in (Theme, Group) for place, word in enumerate(words)
}
"""Where a word stands in its vocabulary."""


def _kin() -> dict[Word, frozenset[Word]]:
    found: dict[Word, set[Word]] = {word: set() for words in (Theme, Group) for word in words}
    for kin in (_THEMES, _GROUPS):
        for one, others in kin.items():
            for other in others:
                found[one].add(other)
                found[other].add(one)
    return {word: frozenset(others) for word, others in found.items()}


KIN = _kin()
"""The words that are near each word."""


def nearness(
    members: Collection[Collection[Word]], words: type[Word], table: NDArray[np.float32]
) -> NDArray[np.float32]:
    """How near each member comes to each word of the list, shape (members, words); NaN where it names none."""
    order = {word: place for place, word in enumerate(words)}
    found = np.full((len(members), len(order)), np.nan, dtype=np.float32, order="F")
    for row, named in enumerate(members):
        if named:
            found[row] = table[[order[word] for word in named]].max(axis=0)
    return found
