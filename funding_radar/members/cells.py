"""What is written in a cell, as a value: money, days, numbers, yes and no. A cell is always text here.

Each reader takes what people really write and raises CellError with an example of what would be understood.
"""

import re
import unicodedata
from datetime import date

from db.views import GrantView
from funding_radar.members.faults import CellError

LONGEST_TEXT = 5_000
LONGEST_WORD = 300
LONGEST_QUOTE = 60
MOST_MONEY = 10_000_000_000
MOST_PEOPLE = 1_000_000

UNKNOWN = frozenset(
    {"unknown", "not known", "don't know", "dont know", "?", "-", "n/k", "tbc", "n/a", "na"}
)
"""What says "we do not know", which clears what was held; an empty cell leaves it."""

_MONEY = re.compile(
    r"(?:£|gbp)?\s*(?P<number>\d{1,3}(?:,\d{3})+|\d+)(?:\.(?P<pence>\d{1,2}|\d+(?=\s*[km]))?)?\s*"
    r"(?P<scale>k|thousand|m|mn|million)?(?:\s*(?:gbp|pounds))?",
    re.IGNORECASE,
)
_MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july", "aug august",
         "sep sept september", "oct october", "nov november", "dec december"),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00)?)?")
_UK = re.compile(r"(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4}|\d{2})")
_WORDS = re.compile(
    r"(?:[a-z]+day,?\s+)?(\d{1,2})(?:st|nd|rd|th)?[\s-]+([a-z]+)\.?,?[\s-]+(\d{4}|\d{2})", re.I
)
_YES = frozenset({"yes", "y", "true", "1", "x", "✓", "standards met", "standard met", "met"})
_NO = frozenset(
    {"no", "n", "false", "0", "none", "standards not met", "not met", "approaching standards"}
)


def tidy(text: str) -> str:
    """Text without control characters, in one Unicode spelling, each run of blanks one blank.

    >>> tidy(" Open\\x1b  Door\\n ")
    'Open Door'
    """
    shown = "".join(
        c if c.isspace() or unicodedata.category(c) not in {"Cc", "Cs", "Cn"} else "" for c in text
    )
    return " ".join(unicodedata.normalize("NFC", shown).split())


NONE = frozenset({"none", "nil", "no", "we have none", "none yet", "0"})
"""What says "there are none" in a list of values: an answer, other than an empty cell."""


def says_none(text: str) -> bool:
    """Whether a cell of several values says outright that there is not one."""
    return text.casefold().rstrip(".") in NONE


def says_unknown(text: str) -> bool:
    """Whether a cell says outright that nobody knows."""
    return text.casefold() in UNKNOWN


def said(text: str) -> str:
    """What was written, in quotation marks and not too long, for a message."""
    return repr(text) if len(text) <= LONGEST_QUOTE else f"{text[:LONGEST_QUOTE]!r}…"


def short_text(text: str) -> str:
    """A name, a heading, a line."""
    return _within(text, LONGEST_WORD)


def long_text(text: str) -> str:
    """A description, in its own words."""
    return _within(text, LONGEST_TEXT)


def money(text: str) -> int:
    """Whole pounds.

    >>> [money(t) for t in ("45000", "£45,000", "45k", "1.2m", "£44,999.50")]
    [45000, 45000, 45000, 1200000, 45000]
    """
    found = _MONEY.fullmatch(text.strip())
    if found is None:
        msg = f"{said(text)} is not an amount; write 45000 or £45,000"
        raise CellError(msg)
    digits = found["number"].replace(",", "")
    if len(digits) > 15:
        msg = f"{said(text)} is more money than there is; write whole pounds, such as 45000"
        raise CellError(msg)
    scale = {"k": 1_000, "t": 1_000, "m": 1_000_000}.get((found["scale"] or " ")[0].lower(), 1)
    # Half up, as people round; float would be exact enough but Python rounds halves to even.
    pounds = int(float(f"{digits}.{(found['pence'] or '0')[:9]}") * scale + 0.5)
    if pounds > MOST_MONEY:
        msg = f"{said(text)} is more money than there is; write whole pounds, such as 45000"
        raise CellError(msg)
    return pounds


def whole(text: str) -> int:
    """A count of people, days or years.

    >>> whole("1,200")
    1200
    """
    found = re.fullmatch(r"(\d{1,3}(?:,\d{3})+|\d{1,9})(?:\.0+)?", text.strip())
    count = int(found[1].replace(",", "")) if found else MOST_PEOPLE + 1
    if count > MOST_PEOPLE:
        msg = f"{said(text)} is not a whole number; write a figure such as 12"
        raise CellError(msg)
    return count


def decimal(text: str) -> float:
    """A count that may have halves, as staff have.

    >>> decimal("2.5 FTE")
    2.5
    """
    found = re.fullmatch(
        r"(\d{1,3}(?:,\d{3})+|\d{1,7})(\.\d{1,6})?\s*(?:fte|wte)?", text.strip(), re.IGNORECASE
    )
    if found is None:
        msg = f"{said(text)} is not a number; write full-time posts, such as 2.5"
        raise CellError(msg)
    return float(found[1].replace(",", "") + (found[2] or ""))


def day(text: str) -> date:
    """A day, as UK people write it.

    >>> [str(day(t)) for t in ("2027-03-31", "31/3/2027", "31.03.27", "31st March 2027", "Wednesday 31 Mar 2027")]
    ['2027-03-31', '2027-03-31', '2027-03-31', '2027-03-31', '2027-03-31']
    """
    text = text.strip()
    if iso := _ISO.fullmatch(text):
        year, month, number = (int(part) for part in iso.groups())
    elif slashed := _UK.fullmatch(text):
        number, month, year = (int(part) for part in slashed.groups())
    elif worded := _WORDS.fullmatch(text):
        number, month, year = int(worded[1]), _MONTHS.get(worded[2].lower(), 0), int(worded[3])
    else:
        msg = f"{said(text)} is not a day; write 31/03/2027 or 2027-03-31"
        raise CellError(msg)
    year += 2000 if year < 100 else 0
    try:
        found = date(year, month, number)
    except ValueError:
        msg = f"there is no day {said(text)}; write day/month/year, such as 31/03/2027"
        raise CellError(msg) from None
    if not 1900 <= found.year <= 2100:
        msg = f"{said(text)} is a day of another age; write 31/03/2027"
        raise CellError(msg)
    return found


def year(text: str) -> int:
    """The year in which accounts ended: "2026", "2025/26", "2025-2026" or a day.

    >>> [year(t) for t in ("2026", "2025/26", "2025-2026", "31/03/2026")]
    [2026, 2026, 2026, 2026]
    """
    found = re.fullmatch(
        r"(?:fy\s*)?((?:19|20)\d\d)(?:(?:\s*[/–-]\s*)((?:19|20)?\d\d))?(?:\.0)?", text.strip(), re.I
    )
    if found is None:
        try:
            return day(text).year
        except CellError:
            msg = f"{said(text)} is not a year; write the year the accounts end in, such as 2026"
            raise CellError(msg) from None
    first = int(found[1])
    last = int(found[2]) if found[2] else first
    last += first // 100 * 100 if last < 100 else 0
    if last - first not in {0, 1}:
        msg = f"{said(text)} is not one year; write the year the accounts end in, such as 2026"
        raise CellError(msg)
    return last


def yes_no(text: str) -> bool:
    """Yes or no.

    >>> yes_no("Y"), yes_no("no")
    (True, False)
    """
    word = text.strip().casefold()
    if word in _YES:
        return True
    if word in _NO:
        return False
    msg = f"{said(text)} is neither yes nor no; write yes, no or unknown"
    raise CellError(msg)


def grant(text: str) -> GrantView:
    """A grant held, written funder/amount/ends; amount and end may be left out.

    >>> grant("Lantern Trust / £12,000 / 31/03/2027")
    GrantView(funder='Lantern Trust', amount=12000, ends_on=datetime.date(2027, 3, 31))
    """
    # The end may have slashes of its own (31/03/2027), and so may the funder: the first cut that reads well wins.
    slashes = [place for place, letter in enumerate(text) if letter == "/"] or [len(text)]
    for place in slashes:
        try:
            return _grant(text[:place], text[place + 1 :])
        except CellError:
            if place == slashes[-1]:
                break
    return _grant(text[: slashes[0]], text[slashes[0] + 1 :])


def _grant(funder: str, rest: str) -> GrantView:
    amount, ends = ([part.strip() for part in rest.split("/", 1)] + [""])[:2]
    if not funder.strip():
        msg = "no funder is named; write funder/amount/ends, such as Lantern Trust/12000/31-03-2027"
        raise CellError(msg)
    return GrantView(
        funder=short_text(funder.strip()),
        amount=money(amount) if amount and not says_unknown(amount) else None,
        ends_on=day(ends) if ends and not says_unknown(ends) else None,
    )


def _within(text: str, longest: int) -> str:
    if len(text) > longest:
        msg = f"{len(text):,} characters are too many; the most is {longest:,}"
        raise CellError(msg)
    return text
