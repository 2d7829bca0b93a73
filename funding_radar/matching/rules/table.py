"""All rules, with their points: they come to 100.

What a call is for decides (themes, groups and words: 73), since that is what a member asks first. Where,
how much and when are settled by the gates and only order what is left (17), so that a call in the right
place that has nothing to do with a member stays under 25. What the member said itself adds up to 5, and can
take off more than that: it knows best.
"""

from funding_radar.matching.rules.award import AwardSuits
from funding_radar.matching.rules.feedback import Likings
from funding_radar.matching.rules.funder import FundsLikes
from funding_radar.matching.rules.local import NearHome
from funding_radar.matching.rules.rule import Rule
from funding_radar.matching.rules.subject import GroupsShared, ThemesShared
from funding_radar.matching.rules.timing import FillsGap
from funding_radar.matching.rules.wording import WordsShared

RULES: tuple[Rule, ...] = (
    ThemesShared(),
    WordsShared(),
    GroupsShared(),
    NearHome(),
    AwardSuits(),
    FillsGap(),
    FundsLikes(),
    Likings(),
)
