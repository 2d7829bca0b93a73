"""How surely a place named in a call is a place that it serves, by the words around it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from funding_radar.gazetteer import Mention
from funding_radar.reading import area_cues as cues
from funding_radar.reading.area_setting import Setting

LAST_WORDS = 14
"""How many words before a place can make it an address or a place of registration."""
NEAR_WORDS = 6
"""How many words before a place can make it the seat of a company, or ours."""
NATIONAL = frozenset(["K02000001", "K03000001", "K04000001", "E92000001"])
"""Countries that say nothing of where a funder works."""
COUNTRIES = frozenset(
    ["K02000001", "K03000001", "K04000001", "E92000001", "W92000004", "S92000003", "N92000002"]
)
UNITED = frozenset(["K02000001", "K03000001"])
US = frozenset(["we"])


class Weight(IntEnum):
    """How surely a place named is a place served: only the surest of a text count."""

    NONE = 0
    FUNDER = 1
    """A funder or office known by its place."""
    NAMED = 2
    """Named, with nothing that says why."""
    PLACED = 3
    """In, across or within the place something happens."""
    TITLED = 4
    SERVED = 5
    """Those who may apply, or those who are helped, are there."""


@dataclass(frozen=True, slots=True)
class Run:
    """Places listed together, and what they weigh; start and end are those of the quote."""

    source: str
    start: int
    end: int
    codes: tuple[str, ...]
    weight: Weight
    firm: bool = False
    bound: bool = False
    """Whether applicants must be there."""
    shut_out: bool = False
    titled: bool = False
    preferred: bool = False
    """Whether applicants there are only liked the best."""

    @property
    def quote(self) -> str:
        """The words that name the places, with their preposition."""
        return self.source[self.start : self.end]


def weighed(text: str, listed: Sequence[Mention], codes: tuple[str, ...], *, titled: bool) -> Run:
    """A list of places with its weight; its quote begins with its preposition."""
    start, end = listed[0].start, listed[-1].end
    setting = Setting.of(text, start, end)
    several = len(listed) > 1 or " and " in listed[0].text
    firm = several or setting.has(cues.FIRM)
    if setting.shuts_out():
        return Run(text, start, end, codes, Weight.NONE, shut_out=True)
    weight = _as_part_of_a_name(setting, listed, codes, titled=titled)
    if weight is None:
        weight = _as_place(setting, codes, titled=titled)
    if all(mention.ambiguous and mention.kind == "town" for mention in listed):
        weight = min(weight, Weight.NAMED)
    if weight >= Weight.PLACED and setting.governor in cues.PLACING:
        start = setting.starts[setting.at]
    bound = (
        not titled and setting.has(cues.BINDING) and cues.BASE.search(setting.before) is not None
    )
    preferred = not titled and bool(
        cues.PREFERRED.search(setting.before) or cues.PREFERRED_AFTER.match(setting.after)
    )
    return Run(text, start, end, codes, weight, firm, bound, titled=titled, preferred=preferred)


def _as_part_of_a_name(
    setting: Setting, listed: Sequence[Mention], codes: tuple[str, ...], *, titled: bool
) -> Weight | None:
    """The weight of a place in the name of something else, or None when it stands for itself."""
    national = COUNTRIES.issuperset(codes)
    if cues.GOVERNMENT.match(setting.after):
        return Weight.NONE if NATIONAL.issuperset(codes) else Weight.FUNDER
    if cues.SILENT_AFTER.match(setting.after) or cues.SILENT_BEFORE.search(setting.just_before):
        return Weight.NONE
    fund = cues.FUND_AFTER.match(setting.after)
    of_a_nation = fund is not None and not NATIONAL.issuperset(codes)
    if national and (
        (cues.NATIONAL_NAME.search(setting.before) and not of_a_nation)
        or cues.REGISTERED.search(setting.before)
        or cues.NUMBER_AFTER.match(setting.after)
        or (cues.NAME_AFTER.match(setting.after) and not titled and not of_a_nation)
    ):
        return Weight.NONE
    if fund and listed[-1].kind == "body" and NATIONAL.issuperset(codes):
        return Weight.NONE
    if fund:
        return Weight.NAMED if national else Weight.TITLED
    if listed[-1].kind == "body" and cues.PAST.search(setting.before):
        return Weight.NONE
    if listed[0].kind == "town" and cues.NAME_FIRST.search(setting.before):
        return Weight.NONE
    body = listed[-1].kind == "body" or cues.FUNDER_AFTER.match(setting.after)
    of_its_people = cues.PARTS_OF.search(setting.before)
    its_area = setting.governor in cues.PLACING and cues.AREA_AFTER.match(setting.after)
    if body and (of_its_people or its_area):
        return Weight.SERVED
    if body or cues.FUNDER_BEFORE.search(setting.just_before):
        return Weight.NONE if NATIONAL.issuperset(codes) else Weight.FUNDER
    if not titled and cues.NAME_BEFORE.search(setting.before):
        return Weight.NONE if cues.PERSON_AFTER.match(setting.after) else Weight.FUNDER
    return None


def _as_place(setting: Setting, codes: tuple[str, ...], *, titled: bool) -> Weight:
    """The weight of a place that stands for itself."""
    if titled and COUNTRIES.issuperset(codes):
        apart = setting.governor in cues.PLACING or cues.SET_APART.search(setting.before)
        return Weight.PLACED if apart and not UNITED.issuperset(codes) else Weight.NAMED
    if titled:
        return Weight.TITLED
    if cues.NOT_NEEDED.search(setting.before) or cues.ASKS_ELSEWHERE.match(setting.after):
        return Weight.NONE
    peopled = setting.governor in cues.PLACING and setting.previous in cues.PEOPLE
    meeting = not peopled and (
        setting.has(cues.MEETING, LAST_WORDS)
        or setting.has(cues.SEAT, NEAR_WORDS)
        or cues.ADDRESS.search(setting.before) is not None
    )
    if meeting or cues.ADDRESS_BEFORE.search(setting.just_before):
        return Weight.NONE
    weight = _by_preposition(setting)
    history = cues.PRESENT.split(setting.before)[-1]
    past = cues.PAST.search(history) or cues.PAST_AFTER.match(setting.after)
    quoted = setting.before.rfind("“") > setting.before.rfind("”")
    told = past or (quoted and not setting.has(cues.BINDING))
    return Weight.NONE if told else weight


def _by_preposition(setting: Setting) -> Weight:
    governor, previous = setting.governor, setting.previous
    if governor in cues.PLACING or governor == "outside":
        if previous in cues.BASED and (
            setting.has(US, NEAR_WORDS) or cues.FUNDER_BASED.search(setting.before)
        ):
            return Weight.NONE
        if previous in cues.BASED and not setting.has(cues.APPLICANTS, LAST_WORDS):
            return Weight.NONE if setting.has(cues.FUNDER_WORDS, LAST_WORDS) else Weight.PLACED
        return Weight.SERVED if setting.has(cues.WHO) else Weight.PLACED
    if governor in ("of", "from") and previous in cues.OF_WHOM:
        return Weight.SERVED
    if cues.SERVED_AFTER.match(setting.after) or cues.LABEL.search(setting.before or setting.label):
        return Weight.SERVED
    return Weight.PLACED if governor in ("for", "to") else Weight.NAMED
