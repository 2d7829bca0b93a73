# ruff: noqa: E501  (a grammar is read by the line)
"""Sums of money as people in the UK write them, found in a text with their places.

``£5,000``, ``£15, 000``, ``£10k``, ``£1.5m``, ``£500-1000``, ``£5-10k``, ``GBP 2,000``,
``15,000 pounds``, ``half a million pounds``, ``five thousand pounds``.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache

_NUMBER = r"\d{1,3}(?:,\d{3}){1,4}(?:\.\d{1,2})?(?!\d)|\d{1,3}(?:, 000){1,3}(?!\d)|\d{1,3}(?: \d{3}){1,3}(?![\d.,])|\d{1,12}(?:\.\d{1,3})?"
_SCALE = r" ?(?:k|m|mn|mill|bn|million|billion|thousand|hundred thousand)(?![a-z])"
_SMALL = "one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|twenty[- ]five|thirty|forty|fifty|sixty|seventy[- ]five|seventy|eighty|ninety|a|half a|a quarter of a|quarter of a|one and a half|two and a half"
_SIGN = r"£|\bgbp|&pound;|\bps(?=\d{1,3},\d{3}|\d{4})"
_SIGNED = rf" ?(?P<number>{_NUMBER})(?P<scale>{_SCALE})?(?![\d])"
_UNSIGNED = rf"(?<![\d.,£])(?P<plain>{_NUMBER})(?P<plain_scale>{_SCALE})? ?(?:pounds\b(?! of weight)|gbp\b|(?<=million)(?= (?:is|are|will be|has been) (?:being |now )?(?:made )?available\b))"
_WORDED = rf"(?P<pre>£)?\b(?P<words>{_SMALL}) (?P<words_scale>hundred thousand|hundred|thousand|million)(?P<post> pounds\b)?"
_OTHER_SIGNS = re.compile(r"gbp|&pound;|\bps\d")
_UNSIGNED_SAY = re.compile(
    r"\b(?:pounds|gbp)\b|\d(?:pounds|gbp)|(?:k|m|n)(?:pounds|gbp)|\d ?million [a-z ]{2,25}available"
)
_UNSIGNED_WORDS = ("pounds", "gbp", "million")
_SCALE_WORDS = ("hundred", "thousand", "million")
_WORDED_SAY = re.compile(rf"[a-z] (?:{'|'.join(_SCALE_WORDS)})")
_HAS_MONEY = re.compile(r"gbp|pounds|million|\bps\d")
_OPEN_END = re.compile(
    rf" ?(?:-|to|and|/) ?(?P<number>{_NUMBER})(?P<scale>{_SCALE})?(?![\d%/])(?! ?(?:years?|months?|weeks?|days?|projects?|groups?|people|awards|grants|per ?cent|%|organisations|applicants|applications|am|pm))"
)
_LIMIT = r"(?: ?\(?min(?:imum|\.)?\)?)?,? ?"
_BETWEEN_SUMS = re.compile(
    _LIMIT
    + r"(?:-|to(?: to)?|up to|until|through to|(?:and )?(?:rising|going)(?: up)? to|upwards? to)"
    r" ?(?:a |an |the )?(?:maximum |max\.? |upper limit |limit )?(?:of )?"
)
_AND_SUMS = re.compile(
    _LIMIT
    + r"and(?: up to| no more than)? ?(?:a |an |the )?(?:maximum |max\.? |upper limit )?(?:of )?"
)
_BRACKETS = re.compile(r" ?\((?!max|min)[^()]*\)")
_WIDEST = 70
_LEAST = 5
"""No range begins with less, unless it is said to: ``for every £1 we add £1, up to £500``."""
_FROM = re.compile(r"between|(?:over|above|from|more than|at least) \Z")
"""What comes before a range whose ends are joined by ``and``."""
_SCALES = {
    "k": 1_000, "thousand": 1_000, "m": 1_000_000, "mn": 1_000_000, "mill": 1_000_000, "million": 1_000_000,
    "bn": 1_000_000_000, "billion": 1_000_000_000, "hundred": 100, "hundred thousand": 100_000,
}  # fmt: skip
_WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "twelve": 12, "fifteen": 15, "twenty": 20, "twenty five": 25, "thirty": 30, "forty": 40, "fifty": 50,
    "sixty": 60, "seventy": 70, "seventy five": 75, "eighty": 80, "ninety": 90, "a": 1, "half a": 0.5,
    "a quarter of a": 0.25, "quarter of a": 0.25, "one and a half": 1.5, "two and a half": 2.5,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sum:
    """Whole pounds at a place; ``low`` is also set where a range of two sums stands there."""

    start: int
    end: int
    pounds: int
    low: int | None = None
    low_end: int = 0
    scaled: bool = False


def sums(low: str) -> list[Sum]:
    """All sums of a folded text in their order; ``£500 to £1,000`` is one range.

    >>> [(s.low, s.pounds) for s in sums("grants of £500-1000, or £5k to £10k; £15, 000 in all")]
    [(500, 1000), (5000, 10000), (None, 15000)]
    """
    if "£" not in low and not _HAS_MONEY.search(low):
        return []
    single: list[Sum] = []
    for match in _money(low).finditer(low):
        one = _sum(match.groupdict(), match.start(), match.end())
        if one is not None:
            single.append(_open_ended(one, low))
    return _ranges(single, low)


def _money(low: str) -> re.Pattern[str]:
    """The spellings to look for: most texts have no sum in words and none without its sign."""
    return _spellings(
        signs=_OTHER_SIGNS.search(low) is not None,
        unsigned=any(word in low for word in _UNSIGNED_WORDS)
        and _UNSIGNED_SAY.search(low) is not None,
        worded=any(word in low for word in _SCALE_WORDS) and _WORDED_SAY.search(low) is not None,
    )


@cache
def _spellings(*, signs: bool, unsigned: bool, worded: bool) -> re.Pattern[str]:
    signed = (f"(?P<sign>{_SIGN})" if signs else "£") + _SIGNED
    also = [_UNSIGNED] * unsigned + [_WORDED] * worded
    return re.compile("|".join([signed, *also]))


def _sum(said: Mapping[str, str | None], start: int, end: int) -> Sum | None:
    words = said.get("words")
    if words:
        scale = said["words_scale"] or ""
        half = scale == "million" and words == "half a"
        if not (said["pre"] or said["post"] or half):
            return None
        pounds = _WORDS[words.replace("-", " ")] * _SCALES[scale]
        return Sum(start, end, round(pounds), scaled=True)
    number = said["number"] or said.get("plain") or ""
    scale = (said["scale"] or said.get("plain_scale") or "").strip()
    value = _pounds(number, scale)
    return None if value is None else Sum(start, end, value, scaled=bool(scale))


def _pounds(number: str, scale: str) -> int | None:
    """Whole pounds; None for what no fund has (a quadrillion)."""
    value = float(number.replace(",", "").replace(" ", "")) * _SCALES.get(scale, 1)
    return round(value) if value < 1e12 else None


def _open_ended(one: Sum, low: str) -> Sum:
    """With the second end of ``£500-1000`` or ``£5-10k``, which has no pound sign of its own."""
    match = _OPEN_END.match(low, one.end)
    if match is None or (
        " and " in match.group()
        and not low[max(0, one.start - 12) : one.start].rstrip().endswith("between")
    ):
        return one
    scale = (match.group("scale") or "").strip()
    top = _pounds(match.group("number"), scale)
    if top is None or (" to " in match.group() and not scale and top < 100):
        return one
    bottom = (
        one.pounds * _SCALES[scale]
        if scale and not one.scaled and one.pounds < 1_000
        else one.pounds
    )
    if not bottom < top or (top > 2_000 * max(1, bottom)):
        return one
    return Sum(one.start, match.end(), top, bottom, one.end, scaled=True)


def _ranges(single: list[Sum], low: str) -> list[Sum]:
    """With two sums that are the ends of one range in the place of the first."""
    result: list[Sum] = []
    for one in single:
        again = len(result) > 1 and low[result[-2].end : result[-1].start] == " ("
        for back in range(1, min(len(result), 1 + again) + 1):
            first = result[-back]
            bottom = _lower_end(first, one, low)
            if bottom is not None:
                result[-back:] = [Sum(first.start, one.end, one.pounds, bottom, first.end)]
                break
        else:
            result.append(one)
    return result


def _lower_end(first: Sum, one: Sum, low: str) -> int | None:
    """The lower end of a range, where the words between two sums make them one.

    What is told once more in brackets does not count: ``£8,000 (£4,000 a year) to £20,000``.
    """
    if first.low is not None or one.low is not None or one.start - first.end > _WIDEST:
        return None
    between = _BRACKETS.sub("", low[first.end : one.start])
    ahead = low[max(0, first.start - 14) : first.start]
    both = _FROM.search(ahead) and _AND_SUMS.fullmatch(between)
    if not both and not _BETWEEN_SUMS.fullmatch(between):
        return None
    bottom = _scaled_alike(first, one)
    least = 1 if _FROM.search(ahead) or ahead.endswith("from ") else _LEAST
    return bottom if least <= bottom < one.pounds else None


def _scaled_alike(first: Sum, second: Sum) -> int:
    """The lower end in pounds: ``£50-£100k`` and ``£1-£2 million`` say the scale once."""
    if first.scaled or not second.scaled or first.pounds >= 1_000:
        return first.pounds
    for scale in (1_000_000, 1_000):
        if second.pounds >= scale and second.pounds // scale > first.pounds > 0:
            return replace(first, pounds=first.pounds * scale).pounds
    return first.pounds
