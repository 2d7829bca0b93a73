"""What members say back: understood where it is plain, recorded once, and left for a person where it is not."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from db.vocabulary import Reason, Reply
from funding_radar.digest.bounce import Bounce, bounce, is_automatic, says_away
from funding_radar.digest.codes import STOP, Codes
from funding_radar.digest.letter import LetterText
from funding_radar.digest.stop import asks_to_erase, asks_to_stop

PLAIN_WORDS = 12
"""Words beside the answer that a bare answer may have: "thanks, Ann". More is something to read."""


class What(StrEnum):
    """What a letter turned out to be."""

    ANSWER = "answer"
    STOP = "stop"
    BOUNCE = "bounce"
    OUT_OF_OFFICE = "out_of_office"
    FORGED = "forged"
    FOR_A_PERSON = "for_a_person"


@dataclass(frozen=True, slots=True)
class Meant:
    """An answer to one call of one digest."""

    digest_id: int
    call_id: int
    reply: Reply
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class Understood:
    """What a letter says. ``codes`` are all genuine ones in it; ``unclear`` when a person should read it too."""

    what: What
    answers: tuple[Meant, ...] = ()
    codes: tuple[tuple[int, int], ...] = ()
    bounce: Bounce | None = None
    unclear: bool = False


_REASONS = (
    (Reason.TOO_LATE, r"too\s+late|no\s+time|not\s+enough\s+time|too\s+(?:short|soon)\b|deadline"),
    (
        Reason.PLACE,
        r"\bplaces?\b|\barea\b|\blocation\b|too\s+far|not\s+(?:in\s+)?our\s+(?:area|patch|region)",
    ),
    (Reason.SIZE, r"\bsize\b|too\s+(?:big|large|small|little)|\bincome\b|\bturnover\b|\bamount\b"),
    (
        Reason.THEME,
        r"\bthemes?\b|\btopic\b|\bsubject\b|not\s+what\s+we\s+do|not\s+our\s+(?:work|field|thing)",
    ),
)
_NO = re.compile(
    r"\bnot\s+(?:for\s+(?:us|me)|interested|suitable|relevant|right|eligible|applicable|this\s+(?:one|time))\b"
    r"|\bwrong\b|\bno\b(?!\s+(?:problem|doubt))|\bnope\b|\bpass\b|\bdismiss\b|\bdecline\b"
    r"|\bnot\s+(?:us|one\s+for\s+us)\b",
    re.IGNORECASE,
)
_IN = re.compile(
    r"^\W*in\b|\b(?:we(?:['’]?re|\s+are)|i['’]?m|i\s+am|count\s+(?:us|me))\s+in\b"
    r"|\bwe\s+(?:will|['’]ll)\s+join\b|\bhappy\s+to\s+join\b",
    re.IGNORECASE,
)
_YES = re.compile(
    r"\binterested\b|\byes\b|\bkeen\b|\bwe(?:['’]d|\s+would)\s+(?:like|love)\b|\bplease\s+keep\b|\bsounds\s+good\b",
    re.IGNORECASE,
)
_CODE = re.compile(r"\[?\b\d{1,9}-\d{1,9}-[a-z2-7018]{10}\b\]?", re.IGNORECASE)


def understand(
    letter: LetterText, codes: Codes, only_call: tuple[int, int] | None = None
) -> Understood:
    """What the letter means. ``only_call`` is the one call of the digest that it answers, where there is just one.

    A request to stop wins over every other reading, but not over a machine that only quotes our own words.
    """
    if came_back := bounce(letter):
        return Understood(What.BOUNCE, bounce=came_back)
    said = f"{letter.subject}\n{letter.own}"
    everywhere = f"{letter.subject}\n{letter.addressed}\n{letter.quoted}"
    genuine, forged = codes.read(everywhere)
    if is_automatic(letter):
        return Understood(What.OUT_OF_OFFICE, codes=tuple(genuine))
    if asks_to_stop(_CODE.sub("", letter.subject), _CODE.sub("", letter.own)):
        erase = asks_to_erase(letter.own)
        return Understood(What.STOP, codes=tuple(genuine), unclear=erase)
    answers = tuple(_answers(letter, codes, only_call))
    if answers:
        return Understood(What.ANSWER, answers, tuple(genuine), unclear=_has_more(said))
    if forged and not genuine:
        return Understood(What.FORGED, unclear=True)
    if says_away(letter):
        return Understood(What.OUT_OF_OFFICE, codes=tuple(genuine))
    return Understood(What.FOR_A_PERSON, codes=tuple(genuine), unclear=True)


def answer_in(words: str) -> tuple[Reply, Reason | None] | None:
    """The answer in some words; None when they say nothing, or two things at once.

    >>> answer_in("not for us: wrong place"), answer_in("We are in!"), answer_in("see below")
    ((<Reply.NOT_FOR_US: 'not_for_us'>, <Reason.PLACE: 'place'>), (<Reply.IN_BID: 'in_bid'>, None), None)
    """
    words = _CODE.sub(" ", words)
    no, joins = bool(_NO.search(words)), bool(_IN.search(words))
    wants = bool(_YES.search(re.sub(r"\bnot\s+interested\b", " ", words, flags=re.IGNORECASE)))
    reasons = [
        reason for reason, pattern in _REASONS if re.search(pattern, words, flags=re.IGNORECASE)
    ]
    if (no and (wants or joins)) or len(reasons) > 1:
        return None
    if joins:
        return Reply.IN_BID, None
    if wants:
        return (Reply.INTERESTED, None) if not reasons else None
    if no or (reasons and len(words.split()) <= 3):
        return Reply.NOT_FOR_US, reasons[0] if reasons else Reason.OTHER
    return None


def _answers(
    letter: LetterText, codes: Codes, only_call: tuple[int, int] | None
) -> Iterator[Meant]:
    found: dict[tuple[int, int], Meant] = {}
    for line in (letter.subject, *letter.own.splitlines()):
        pairs = [pair for pair in codes.read(line)[0] if pair[1] != STOP]
        if len(pairs) == 1 and (said := answer_in(line)):
            found[pairs[0]] = Meant(*pairs[0], *said)
    if not found:
        own_pairs = [p for p in codes.read(f"{letter.subject}\n{letter.own}")[0] if p[1] != STOP]
        pair = own_pairs[0] if len(own_pairs) == 1 else None if own_pairs else only_call
        first = next(
            (line for line in letter.own.splitlines() if _CODE.sub("", line).strip(" []")), ""
        )
        if pair and (said := answer_in(first)):
            found[pair] = Meant(*pair, *said)
    yield from found.values()


def _has_more(said: str) -> bool:
    """Whether there is more to read than an answer: a question, or more than a few words."""
    own = _CODE.sub(" ", said.partition("\n")[2])
    return "?" in own or len(own.split()) > PLAIN_WORDS
