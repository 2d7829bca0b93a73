"""What members say back: understood where it is plain, recorded once, and left for a person where it is not."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from db.vocabulary import Reason, Reply
from funding_radar.digest.bounce import Bounce, bounce, has_left, is_automatic, says_away
from funding_radar.digest.codes import STOP, Codes
from funding_radar.digest.letter import LetterText
from funding_radar.digest.stop import asks_to_stop, needs_a_person

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
    (
        Reason.TOO_LATE,
        r"too\s+late|no\s+time|not\s+enough\s+time|too\s+(?:short|soon|tight)\b|deadline",
    ),
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
    r"\bnot\s+(?:for\s+(?:us|me)|suitable|relevant|right|eligible|applicable|this\s+(?:one|time))\b"
    r"|\bnot\s+(?:\w+\s+)?interested\b|\bno\s+longer\s+interested\b"
    r"|\bwrong\b|\bno\b(?!\s+(?:problem|doubt))|\bnope\b|\bpass\b|\bdismiss\b|\bdecline\b"
    r"|\bnot\s+(?:us|one\s+for\s+us)\b"
    r"|\btoo\s+(?:late|soon|short|tight|big|large|small|little|far)\b|\bnot\s+enough\s+time\b",
    re.IGNORECASE,
)
_ENDS = r"(?=\s*(?:$|[.,;:!)–-]|please|thanks|thank\s+you|(?:for|on|with)\s+(?:this|that|it)\b))"
_IN = re.compile(
    rf"^\W*(?:yes\W+)?in{_ENDS}"
    rf"|\b(?:we(?:['’]?re|\s+are)|i['’]?m|i\s+am|count\s+(?:us|me))\s+in{_ENDS}"
    r"|\bwe\s+(?:will|['’]ll)\s+join\b|\bhappy\s+to\s+join\b",
    re.IGNORECASE,
)
_HEDGED = re.compile(
    r"\b(?:if|unless|as\s+long\s+as|provid(?:ed|ing)|might|may\s*be|perhaps|possibl[ey]|unsure|not\s+(?:yet\s+)?sure"
    r"|depend\w*|subject\s+to|conditions?|whether|undecided|not\s+yet)\b",
    re.IGNORECASE,
)
"""A word that takes an answer back half-way: it is for a person to read."""
_YES = re.compile(
    r"\binterested\b|\byes\b|\bkeen\b|\bwe(?:['’]d|\s+would)\s+(?:like|love)\b|\bplease\s+keep\b|\bsounds\s+good\b",
    re.IGNORECASE,
)
_NOT_INTERESTED = re.compile(r"\b(?:not\s+(?:\w+\s+)?|no\s+longer\s+)interested\b", re.I)
_QUESTION = re.compile(r"[^.!?\n]*\?")
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
    genuine, forged = codes.read(said if letter.forwarded else everywhere)
    if is_automatic(letter):
        left = has_left(letter)
        return Understood(What.FOR_A_PERSON if left else What.OUT_OF_OFFICE, codes=tuple(genuine))
    answers = tuple(_answers(letter, codes, only_call))
    if asks_to_stop(_CODE.sub("", letter.subject), _CODE.sub("", letter.own)):
        more = bool(answers) or needs_a_person(letter.own)
        return Understood(What.STOP, answers, tuple(genuine), unclear=more)
    if answers:
        return Understood(What.ANSWER, answers, tuple(genuine), unclear=_has_more(said))
    if forged and not genuine:
        return Understood(What.FORGED, unclear=True)
    if says_away(letter) and not has_left(letter):
        return Understood(What.OUT_OF_OFFICE, codes=tuple(genuine))
    return Understood(What.FOR_A_PERSON, codes=tuple(genuine), unclear=True)


def answer_in(words: str) -> tuple[Reply, Reason | None] | None:
    """The answer in some words; None when they say nothing, two things at once, ask, or make a condition.

    >>> answer_in("not for us: wrong place"), answer_in("We are in!"), answer_in("in, if you lead")
    ((<Reply.NOT_FOR_US: 'not_for_us'>, <Reason.PLACE: 'place'>), (<Reply.IN_BID: 'in_bid'>, None), None)
    """
    words = _QUESTION.sub(" ", _CODE.sub(" ", words))
    if _HEDGED.search(words):
        return None
    no, joins = bool(_NO.search(words)), bool(_IN.search(words))
    wants = bool(_YES.search(_NOT_INTERESTED.sub(" ", words)))
    reasons = [
        reason for reason, pattern in _REASONS if re.search(pattern, words, flags=re.IGNORECASE)
    ]
    if (no and (wants or joins)) or len(reasons) > 1:
        return None
    if joins:
        return None if re.search(r"\bbut\b", words, re.IGNORECASE) else (Reply.IN_BID, None)
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
        for meant in _answers_of_line(line, codes):
            found[meant.digest_id, meant.call_id] = meant
    if _taken_back(letter, codes):
        return
    if not found:
        own_pairs = _calls(codes, f"{letter.subject}\n{letter.own}")
        pair = own_pairs[0] if len(own_pairs) == 1 else None if own_pairs else only_call
        if pair and (said := answer_in(_first_line(letter.own))):
            found[pair] = Meant(*pair, *said)
        elif not own_pairs:
            found = {(m.digest_id, m.call_id): m for m in _answers_below(letter, codes)}
    yield from found.values()


def _answers_of_line(line: str, codes: Codes) -> Iterator[Meant]:
    """One code and what is said of it; of several codes, what is said behind each, or one answer for all."""
    pairs = _calls(codes, line)
    behind = [answer_in(part) for part in _CODE.split(line)[1:]]
    if len(pairs) > 1 and len(behind) == len(pairs) and all(behind):
        yield from (Meant(*pair, *said) for pair, said in zip(pairs, behind, strict=True) if said)
    elif pairs and (said := answer_in(line)):
        yield from (Meant(*pair, *said) for pair in pairs)


def _answers_below(letter: LetterText, codes: Codes) -> Iterator[Meant]:
    """Answers written right under a quoted call, as people answer points in turn.

    Below the last quotation the answer could be about any call in it, so there it must be the only one.
    """
    for number, passage in enumerate(letter.passages, start=1):
        pairs = _calls(codes, passage.quoted)
        sure = len(pairs) == 1 or (pairs and number < len(letter.passages))
        if sure and (said := answer_in(_first_line(passage.own))):
            yield Meant(*pairs[-1], *said)


def _taken_back(letter: LetterText, codes: Codes) -> bool:
    """Whether the letter says the opposite of what its subject says, or accepts a joint bid with a condition."""
    pressed = answer_in(letter.subject) if _calls(codes, letter.subject) else None
    if pressed is None:
        return False
    if pressed[0] is Reply.IN_BID and (_HEDGED.search(letter.own) or "?" in letter.own):
        return True
    said = answer_in(_first_line(letter.own))
    return said is not None and (said[0] is Reply.NOT_FOR_US) != (pressed[0] is Reply.NOT_FOR_US)


def _calls(codes: Codes, text: str) -> list[tuple[int, int]]:
    return [pair for pair in codes.read(text)[0] if pair[1] != STOP]


def _first_line(own: str) -> str:
    return next((line for line in own.splitlines() if _CODE.sub("", line).strip(" []")), "")


def _has_more(said: str) -> bool:
    """Whether there is more to read than an answer: a question, or more than a few words."""
    own = _CODE.sub(" ", said.partition("\n")[2])
    return "?" in own or len(own.split()) > PLAIN_WORDS
