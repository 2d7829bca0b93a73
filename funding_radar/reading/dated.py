"""A date in its sentence: what the words around it, or the label above, say that it is."""

import re
from dataclasses import dataclass, replace

from funding_radar.reading.columns import head_in_lines, heads_above
from funding_radar.reading.cues import Cue, cues, nearest_left, nearest_right
from funding_radar.reading.dates import Moment, is_range
from funding_radar.reading.tables import pattern
from funding_radar.reading.text import Document, Span

NAMED, PLAIN, BESIDE, UNTOLD = 4, 3, 2, 0
"""How plainly the words say it: a deadline by its name; before the date; after it or in a label above; not at all."""

_LIST = re.compile(r"[\s,;/&|*•-]*(?:and|or|then)?[\s,;/&|*•-]*(?:on |by |the |again on )?")
_NUMBERED = re.compile(r"\d|midday|noon|midnight")
_PARENTHESIS = re.compile(r"\([^()]{0,200}\)")
_WEAK = {"by": "deadline", "range": "range"}
"""Words that leave it to others before them what a day is, and what it is where there are none."""
_OF_RANGES = frozenset({"range", "range_open"})
_NEAR = 30
_FAR = 60
_LONGEST_LIST = 16
_LABEL_REACH = 40
_SHORT = 30
_BY_NAME = re.compile(r"dead-?line|clos(?:es?|ing|ure)\b")
_AT_ONCE = 12
"""Letters at most between words of work and the word of time that belongs to them."""
_OF_WORK = frozenset({"finish", "spend", "start"})
_FIRST_WORDS = {
    "by": "deadline",
    "before": "deadline",
    "on or before": "deadline",
    "between": "range_open",
}
"""What a day is that a sentence begins with, if what follows speaks of bids."""
_OPENS_LINE = " -*|,(:"
_LONGEST_COLUMN = 12
"""Rows of dates that are looked past for the label above them."""


@dataclass(frozen=True, slots=True)
class Dated:
    """A date with what it is, where the words stand that say so, and how plainly they do."""

    moment: Moment
    kind: str
    cue: Span
    strength: int


@dataclass(frozen=True, slots=True)
class Place:
    """A date in its sentence, with the one before it and the cues around it."""

    document: Document
    number: int
    moment: Moment
    before: Dated | None
    following: int
    found: list[Cue]

    def dated(self) -> Dated | None:
        """By the words before it, a list it belongs to, the words after it or the label above."""
        return (
            self._by_words_before()
            or self._by_what_follows()
            or self._by_column()
            or self._by_row()
            or self._as_the_one_before()
            or self._by_words_after()
            or self._by_head_in_lines()
            or self._by_label()
            or self._by_sentence_before()
        )

    def _by_words_before(self) -> Dated | None:
        """One inside brackets that are closed before the date speaks of something else."""
        low, place = self.document.low, self.moment.start
        floor = self._floor()
        closed = [
            Span(floor + match.start(), floor + match.end())
            for match in _PARENTHESIS.finditer(low[floor:place])
        ]
        outside = [c for c in self.found if not any(s.start <= c.start < s.end for s in closed)]
        cue = nearest_left(outside, floor, place)
        if cue is None:
            return None
        if cue.kind in _WEAK:
            what = nearest_left((c for c in outside if c.kind not in _WEAK), floor, cue.start)
            if what is None and (self._ends_a_range() or not self._speaks_of_bids()):
                return None
            kind = what.kind if what else _WEAK[cue.kind]
            if kind in _OF_RANGES and cue.kind == "by":
                kind = "deadline"
            return Dated(self.moment, kind, Span(cue.start, cue.end), BESIDE)
        kind = cue.kind
        if kind == "finish" and self._goes_on_from_opening(cue):
            kind = "deadline"
        if kind == "deadline" and low.startswith("end", cue.start) and self._after_work():
            kind = "finish"
        if kind == "ends" and low[floor : cue.start].strip(_OPENS_LINE):
            kind = "finish"
        inside = cues("days").within(low, cue.start + 1, cue.end)
        if kind == "deadline" and inside and self._is_of_work(cue, inside[-1]):
            kind = inside[-1].kind
        stages = [c for c in (*outside, *inside) if c.kind == "first_stage"]
        if kind == "deadline" and any(floor <= c.start < place for c in stages):
            kind = "first_stage"
        named = kind == "deadline" and _BY_NAME.search(low, cue.start, cue.end)
        return Dated(self.moment, kind, Span(cue.start, cue.end), NAMED if named else PLAIN)

    def _after_work(self) -> bool:
        """Whether the date before it in its sentence is of the work itself."""
        return self.before is not None and self.before.kind in _OF_WORK

    def _is_of_work(self, cue: Cue, last: Cue) -> bool:
        """Whether words that begin with a bid end with the work: forms are what else is completed."""
        of_forms = self.document.low.startswith("complet", last.start)
        return last.kind in _OF_WORK and cue.end - last.end < _AT_ONCE and not of_forms

    def _speaks_of_bids(self) -> bool:
        """Whether what ends on a day, by words of time alone, can be the time to apply."""
        sentence = self._sentence
        if self.moment.vague:
            return False
        if sentence.end - sentence.start < _SHORT:
            return True
        speaks = pattern("days", "speaks_of_bids")
        return speaks.search(self.document.low, sentence.start, sentence.end) is not None

    def _ends_a_range(self) -> bool:
        before = self.before
        if before is None or not before.kind:
            return False
        return is_range(self.document.low, before.moment, self.moment)

    def _goes_on_from_opening(self, cue: Cue) -> bool:
        """Whether a round that opened on the date before is what runs until this one."""
        low = self.document.low
        if (
            self.before is None
            or self.before.kind != "opens"
            or not low.startswith("run", cue.start)
        ):
            return False
        return cue.start - self.before.moment.end < _NEAR

    def _floor(self) -> int:
        """Where the words before the date begin: after the last date that is not in brackets."""
        low, start = self.document.low, self._sentence.start
        if self.before is None:
            return start
        end = self.before.moment.end
        opening = low.rfind("(", start, self.before.moment.start)
        closing = low.find(")", end, self.moment.start)
        closed_before = opening >= 0 and ")" in low[opening : self.before.moment.start]
        return start if opening >= 0 and closing >= 0 and not closed_before else end

    def _as_the_one_before(self) -> Dated | None:
        if self.before is None:
            return None
        between = self.document.low[self.before.moment.end : self.moment.start]
        listed = len(between) < _LONGEST_LIST and _LIST.fullmatch(between)
        if listed or is_range(self.document.low, self.before.moment, self.moment):
            return replace(self.before, moment=self.moment)
        return None

    def _by_words_after(self) -> Dated | None:
        end = self.moment.end
        cue = nearest_right(self.found, end, min(self.following, self._sentence.end, end + _FAR))
        if (
            cue is None
            or cue.kind in _WEAK
            or (cue.start - end > _NEAR and cue.kind not in ("deadline", "event"))
        ):
            return None
        return Dated(self.moment, cue.kind, Span(cue.start, cue.end), BESIDE)

    def _by_what_follows(self) -> Dated | None:
        """A day that a sentence begins with: ``By 3 May, send your form.``."""
        low, sentence, moment = self.document.low, self._sentence, self.moment
        kind = _FIRST_WORDS.get(low[sentence.start : moment.start].strip())
        words = pattern("days", "by_then")
        finds = words.search if kind == "range_open" else words.match
        asked = finds(low, moment.end, sentence.end) if kind else None
        if not kind or not asked:
            return None
        return Dated(moment, kind, Span(sentence.start, asked.end()), BESIDE)

    def _by_sentence_before(self) -> Dated | None:
        """By the sentence before, where this one goes on: ``It is now 3 May.``."""
        low, sentence = self.document.low, self._sentence
        if not self.number or not pattern("days", "goes_on").match(low, sentence.start):
            return None
        above = self.document.sentences[self.number - 1]
        named = cues("days").within(low, above.start, above.end)
        if not named or _NUMBERED.search(low, above.start, above.end):
            return None
        return Dated(self.moment, named[-1].kind, Span(named[-1].start, named[-1].end), BESIDE)

    def _by_column(self) -> Dated | None:
        """By the head of the column that it stands in, if its row has no name that says it."""
        low = self.document.low
        for head in heads_above(self.document, self.moment.start):
            named = cues("days").within(low, head.start, head.end)
            if named or not _NUMBERED.search(low, head.start, head.end):
                return Dated(self.moment, named[-1].kind if named else "", head, BESIDE)
        return None

    def _by_row(self) -> Dated | None:
        """By the first or the second of two heads, in a row of two dates below them."""
        low, sentence, moment = self.document.low, self._sentence, self.moment
        first = self.before.moment if self.before else moment
        end = moment.end if self.before else self.following
        if low[sentence.start : first.start].strip(" -*") or end > sentence.end:
            return None
        gap = low[first.end : moment.start] if self.before else low[moment.end : self.following]
        named, label = self._label() if gap.isspace() else ([], None)
        if label is None or len(named) != 2:
            return None
        return Dated(moment, named[1 if self.before else 0].kind, label, BESIDE)

    def _by_head_in_lines(self) -> Dated | None:
        """By the head of its column, where each cell of a table has a line of its own."""
        if self.moment.start - self._sentence.start > _LABEL_REACH:
            return None
        head = head_in_lines(self.document, self.moment.start)
        named = cues("days").within(self.document.low, head.start, head.end) if head else []
        return Dated(self.moment, named[-1].kind, head, BESIDE) if head and named else None

    def _by_label(self) -> Dated | None:
        """By the label above the line, or above the list of dates that the line belongs to."""
        if self.moment.start - self._sentence.start > _LABEL_REACH:
            return None
        named, label = self._label()
        return Dated(self.moment, named[-1].kind, label, BESIDE) if label else None

    def _label(self) -> tuple[list[Cue], Span | None]:
        """The nearest label above that says what a date is, past other rows of dates, and its cues."""
        low = self.document.low
        for back in range(self.number, max(0, self.number - _LONGEST_COLUMN), -1):
            label = self.document.label_of(back) or self._question(back)
            if label is None:
                break
            named = cues("days").within(low, label.start, label.end)
            if named:
                return named, label
            if not _NUMBERED.search(low, label.start, label.end):
                break
        return [], None

    def _question(self, number: int) -> Span | None:
        """The question just before a sentence, which it answers."""
        asked = self.document.sentences[number - 1]
        return asked if self.document.low.endswith("?", asked.start, asked.end) else None

    @property
    def _sentence(self) -> Span:
        return self.document.sentences[self.number]
