"""What could be for an alliance of small voluntary organisations, among the notices of the tender services.

Words, CPV, buyer and suitability are weighed together; none of them alone sets a notice aside. CPV codes are often
wrong or too broad, buyers tick "suitable for VCSE" for road works, and a title may say nothing at all. Losing a
fitting call is the worse fault, so whatever is not clearly for others is kept.
"""

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from db.vocabulary import Field
from funding_radar.reading.tables import pattern, table
from funding_radar.reading.text import folded

SET_ASIDE = -3
"""From here down a notice is set aside."""

SEEMS = "seems to be for other bidders: "
"""How a reason of ours begins, so that it is told from a person's."""

_READ = 4_000
_OPENING = 300
"""Letters in which a notice says what it is for, before what every notice says."""
_LITERAL = re.compile(
    r"\b(?:works?|suppl(?:y|ies)|replacement|maintenance|install\w*|framework|purchase|servicing|hire|lease|contract)\b"
)
"""Words with which a title of trades means what it says."""
_FEWEST_WORDS = 5
"""Words under a title that say what it is about."""
_OF_HELP = 5
"""More than a title of trades and a code take away together."""
_SERVICES_OF_PEOPLE = {"core": 3, "related": 1, "clinical": 1, "peripheral": 0, "veterinary": -1}
_NOTICE_KEYS = ("cpv", "notice", "stage", "engagement", "procedure")


@dataclass(frozen=True, slots=True)
class Triage:
    """Whether a notice could be for the alliance, and the reasons that add up to it."""

    points: int
    reasons: tuple[str, ...]

    @property
    def set_aside(self) -> bool:
        """Whether it is clearly for others."""
        return self.points <= SET_ASIDE

    @property
    def because(self) -> str:
        """One sentence for the coordinator."""
        return SEEMS + "; ".join(self.reasons)


KEPT = Triage(0, ("not a procurement notice",))


def for_us(
    title: str, text: str, buyer: str, stated: Mapping[str, Any], keep: Sequence[str] = ()
) -> Triage:
    """Whether a sighting could be for the alliance. Grants always could: procurement notices are weighed.

    ``stated`` is what the source said in fields of its own; ``keep`` are words that always keep a notice.
    """
    heading, words = folded(title), folded(text[:_READ])
    if not any(stated.get(key) for key in _NOTICE_KEYS):
        return _asks_nobody(heading, words)
    for word in keep:
        if word.strip() and folded(word.strip()) in f"{heading} {words}":
            return Triage(9, (f"says {word!r}, which you keep",))
    if stated.get("reserved"):
        return Triage(9, ("reserved for organisations like yours",))
    said = [*_by_words(heading, words), *_by_cpv(stated.get("cpv") or ())]
    said += [*_by_buyer(folded(buyer)), *_by_suitability(stated)]
    points = sum(points for points, _ in said)
    if points <= SET_ASIDE and _could_be_a_figure(heading, words):
        said.append((SET_ASIDE + 1 - points, "nothing under the title is of that trade"))
        points = SET_ASIDE + 1
    return Triage(points, tuple(why for _, why in said if why))


def _could_be_a_figure(heading: str, words: str) -> bool:
    """Whether a title of one trade ("Opening Doors") stands over a text that says nothing of any."""
    trades = {match.group() for match in _words("trade").finditer(heading)}
    rest = words.replace(heading, " ")
    said = len(rest.split()) >= _FEWEST_WORDS
    plain = len(trades) > 1 or _LITERAL.search(heading)
    return said and not plain and not _words("trade").search(rest)


def _asks_nobody(heading: str, words: str) -> Triage:
    """News of works on a council's page, where no word speaks of money to ask for."""
    trades = {match.group() for match in _words("trade").finditer(heading)}
    asks = _words("asks").search(f"{heading} {words}")
    if not trades or asks or _words("wanted").search(heading):
        return KEPT
    said = f"the title says {_listed(trades)}"
    return Triage(SET_ASIDE, (said, "nothing speaks of a grant or of applying"))


Weighed = list[tuple[int, str]]


def _by_words(heading: str, words: str) -> Weighed:
    in_title = _words("wanted").search(heading)
    if in_title:
        return [(6, f"the title says {in_title.group()!r}")]
    found = {match.group() for match in _words("wanted").finditer(words)}
    trades = {match.group() for match in _words("trade").finditer(heading)}
    said: Weighed = []
    helps = {match.group() for match in _words("help").finditer(words[:_OPENING])}
    if trades and helps:
        said.append((_OF_HELP, f"it begins with {_listed(helps)}"))
    if trades:
        said.append((-2 - min(3, len(trades)), f"the title says {_listed(trades)}"))
    if found:
        # A sentence on social value stands in notices of works too: there it says less.
        points = min(len(found), 2 if trades else 4)
        said.append((points, f"the text says {_listed(found)}"))
    return said


@cache
def _words(name: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(table('for_us')[name])})")


def _listed(words: set[str]) -> str:
    return " and ".join(repr(word) for word in sorted(words)[:3])


def _by_cpv(codes: Sequence[str]) -> Weighed:
    plain = ["".join(c for c in str(code) if c.isdigit())[:8] for code in codes]
    plain = [code for code in plain if len(code) >= 2]
    if not plain:
        return []
    worth = {code: _worth(code) for code in plain}
    best = max(plain, key=lambda code: worth[code])
    what = _wanted_codes().get(best, ("", ""))[0]
    if worth[best] > 0:
        return [(worth[best], f"CPV {best} {what}".strip())]
    if worth[best] < 0:
        return [(worth[best], f"CPV {', '.join(plain[:3])}: works, supplies or trades")]
    return []


def _worth(code: str) -> int:
    known = _wanted_codes().get(code)
    if known is not None:
        return _SERVICES_OF_PEOPLE.get(known[1], 0)
    if any(code.startswith(start) for start in table("for_us")["cpv"]["trade"]):
        return -2
    parent = _wanted_codes().get(code[:2] + "000000")
    return _SERVICES_OF_PEOPLE.get(parent[1], 0) if parent else 0


@cache
def _wanted_codes() -> dict[str, tuple[str, str]]:
    """Name and relevance of the CPV codes of services to people.

    Names are from Regulation (EC) No 213/2008, © European Union; the relevance is our judgement.
    """
    source = files("funding_radar.reading") / "data" / "cpv_wanted.csv"
    with source.open(encoding="utf-8") as lines:
        rows = csv.DictReader(line for line in lines if not line.startswith("#"))
        return {row["code"]: (row["name"], row["relevance"]) for row in rows}


def _by_buyer(buyer: str) -> Weighed:
    if pattern("for_us", "buyer", "others").search(buyer):
        return [(-1, "the buyer seldom buys services to people")]
    if pattern("for_us", "buyer", "ours").search(buyer):
        return [(1, "the buyer buys care or help")]
    return []


def _by_suitability(stated: Mapping[str, Any]) -> Weighed:
    suitable = stated.get(Field.SUITABLE_FOR_VCSE.value)
    if suitable is True:
        return [(1, "said to be suitable for VCSE")]
    return [(-1, "not said to be suitable for VCSE")] if suitable is False else []
