"""What the sender of a letter wrote, apart from what their program quoted: above it, below it, or in between."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

LONG_LINE = 50
"""A quoted line of this length may have been broken by a program that marks only the first half as quoted."""
_ATTRIBUTION = re.compile(r"^(?:on\b.{4,400}\bwrote\s*:|begin forwarded message\s*:?)\s*$", re.I)
_UNMARKED = re.compile(
    r"^(?:-{2,}\s*(?:original|forwarded) message\b.*|_{10,}\s*$|(?:from|sent|de|von)\s*:.+)$", re.I
)
_SIGNATURE = re.compile(
    r"^(?:--\s?|—+|sent from my .+|sent from outlook.*|get outlook for .+)$", re.IGNORECASE
)
_WROTE_OVER_LINES = re.compile(
    r"^on\b[^\n]{4,200}\n(?:[^\n]{0,200}\n)?[^\n]{0,200}\bwrote\s*:\s*$", re.I | re.M
)
_FORWARDED = re.compile(
    r"^\W*(?:-{2,}\s*forwarded message\b|begin forwarded message\b)", re.I | re.M
)
_FORWARDED_SUBJECT = re.compile(r"^\s*(?:fwd?|tr|wg)\s*:", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Passage:
    """Some lines of the sender's own, and the quoted lines right above them."""

    quoted: str
    own: str


def passages(text: str) -> tuple[Passage, ...]:
    """The sender's words in order. What follows an unmarked quotation or a signature is read no more.

    >>> [p.own for p in passages("> 1. A grant\\n\\nInterested\\n\\n> 2. Another\\n\\ntoo late")]
    ['Interested', 'too late']
    """
    found: list[Passage] = []
    above: list[str] = []
    own: list[str] = []
    for line, quoted in _lines(text):
        if quoted and any(own):
            found.append(Passage("\n".join(above), "\n".join(own).strip()))
            above, own = [], []
        (above if quoted else own).append(line)
    if any(own):
        found.append(Passage("\n".join(above), "\n".join(own).strip()))
    return tuple(found)


def own_words(text: str) -> str:
    """All of them.

    >>> own_words("Interested\\n\\nOn Tue, 24 Nov 2026, Alliance wrote:\\n> To stop, reply stop")
    'Interested'
    """
    return "\n".join(passage.own for passage in passages(text))


def is_forward(subject: str, text: str) -> bool:
    """Whether the letter sends a mail on, so that what is quoted may never have been meant for its sender."""
    return bool(_FORWARDED_SUBJECT.match(subject) or _FORWARDED.search(text))


def _lines(text: str) -> Iterator[tuple[str, bool]]:
    """Each line that may count, and whether it is quoted."""
    text = text.replace("\r\n", "\n").replace("\u200b", "").replace("\xa0", " ")
    text = _WROTE_OVER_LINES.sub(lambda found: " ".join(found[0].split()), text)
    lines = [line.strip() for line in text.split("\n")]
    broken = False
    for number, line in enumerate(lines):
        marked = line.startswith(("|", ">"))
        if _ATTRIBUTION.match(line):
            if not _marks_follow(lines[number + 1 :]):
                return
            marked = True
        elif _UNMARKED.match(line) or _SIGNATURE.match(line):
            return
        yield line, marked or (broken and bool(line))
        broken = marked and len(line) > LONG_LINE


def _marks_follow(lines: list[str]) -> bool:
    return next((line.startswith((">", "|")) for line in lines if line), False)
