"""The sentence around a list of places, taken apart once for every question about it."""

import re
from dataclasses import dataclass

from funding_radar.reading import area_cues as cues

LEFT, RIGHT = 240, 60
"""How many signs before and after a place can bear on it."""
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

    @classmethod
    def of(cls, text: str, start: int, end: int) -> "Setting":
        """The setting of what stands from start to end."""
        left = max(0, start - LEFT)
        for stop in cues.SENTENCE_END.finditer(text, left, start):
            left = stop.end()
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
        return cls(before, text[end : end + RIGHT], words, starts, at, label)

    @property
    def governor(self) -> str:
        """The preposition or verb before the list."""
        return self.words[self.at] if self.at >= 0 else ""

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
        if self.governor == "outside" or "outside" in self.words[-4:]:
            return not self.has(cues.SHUT_OUT_WORDS) and not cues.SHUT_OUT_AFTER.search(self.after)
        return self.has(cues.SHUT_OUT_WORDS) and cues.SHUT_OUT.search(self.before) is not None
