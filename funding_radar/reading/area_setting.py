"""The sentence around a list of places, taken apart once for every question about it."""

import re
from dataclasses import dataclass

from funding_radar.reading import area_cues as cues

LEFT, RIGHT = 240, 60
"""How many signs before and after a place can bear on it."""
BESIDE = 40
"""How many signs the longest words take that stand right before a place in a name or address."""
LIST = 900
"""How many signs of a list can stand above one of its bullets."""
_WORD = re.compile(r"[A-Za-z'’/-]+")


@dataclass(frozen=True, slots=True)
class Setting:
    """The sentence around a list of places."""

    before: str
    after: str
    words: tuple[str, ...]
    """The words before it, small."""
    starts: tuple[int, ...]
    """Where each word starts in the text."""
    at: int
    """Which word governs the list: the last that is no filling, or -1."""
    label: str
    """The line before, where the list begins a line."""
    heading: str
    """The line that opens the list of bullets in which this is one."""

    @classmethod
    def of(cls, text: str, start: int, end: int) -> "Setting":
        """The setting of what stands from start to end."""
        left = max(0, start - LEFT)
        # One letter further on: a sentence that begins with the place ends the one before.
        for stop in cues.SENTENCE_END.finditer(text, left, start + 1):
            left = min(stop.end(), start)
        before = text[left:start]
        found = [(m.group().lower(), left + m.start()) for m in _WORD.finditer(before)]
        at = len(found) - 1
        while at >= 0 and found[at][0] in cues.FILL:
            if at and found[at][0] == "of" and found[at - 1][0] in cues.OF_WHOM:
                break
            at -= 1
        label = (
            "" if found else text[max(0, left - LEFT) : start].rstrip().rpartition("\n")[2].lower()
        )
        words, starts = (tuple(word for word, _ in found), tuple(begin for _, begin in found))
        after, heading = text[end : end + RIGHT], _heading(text, left)
        return cls(before, after, words, starts, at, label, heading)

    @property
    def governor(self) -> str:
        """The preposition or verb before the list."""
        return self.words[self.at] if self.at >= 0 else ""

    @property
    def just_before(self) -> str:
        """The last signs before the list: enough for words that must end there."""
        return self.before[-BESIDE:]

    @property
    def previous(self) -> str:
        """The word before the governor."""
        return self.words[self.at - 1] if self.at > 0 else ""

    def has(self, words: frozenset[str], last: int = 99) -> bool:
        """Whether one of these words stands among the last before the list."""
        return not words.isdisjoint(self.words[-last:])

    def shuts_out(self) -> bool:
        """Whether the list is said not to be served, and not what lies outside it."""
        if cues.SHUT_OUT_AFTER.match(self.after) and self.governor != "outside":
            return "outside" not in self.words[-4:]
        if cues.UNLESS.search(self.before) or cues.NOT_EVEN.search(self.before):
            return False
        listed_out = bool(self.heading) and cues.NOT_FUNDED.search(self.heading) is not None
        if self.governor == "outside" or "outside" in self.words[-4:]:
            if listed_out:
                return False
            barred = (
                self.has(cues.SHUT_OUT_WORDS)
                or cues.SHUT_OUT_AFTER.search(self.after)
                or cues.OUTSIDE_TOO.match(self.after)
            )
            return not barred and cues.ONLY_OUTSIDE.search(self.before) is not None
        said = self.has(cues.SHUT_OUT_WORDS) and cues.SHUT_OUT.search(self.before) is not None
        return said != (listed_out and (said or self.governor in cues.PLACING))


def _heading(text: str, start: int) -> str:
    """The line with a colon above the bullets of which one begins at a place."""
    if not cues.BULLET.match(text, start):
        return ""
    for line in reversed(text[max(0, start - LIST) : start].splitlines()):
        if line.strip() and not cues.BULLET.match(line):
            return line if line.rstrip().endswith((":", "?")) else ""
    return ""
