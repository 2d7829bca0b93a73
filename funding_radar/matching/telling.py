"""From arrays to words: the matches of one call with the members of a block, with every finding's sentence.

Each gate and rule tells its own column; a match's findings are a row across them.
"""

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import repeat

import numpy as np

from db.views import FindingView, MatchView, MemberView
from funding_radar.matching.answers import ANSWERS, MET, NOT_MET, VERDICTS
from funding_radar.matching.gates.gate import Gate
from funding_radar.matching.judge import Judged
from funding_radar.matching.row import CallRow
from funding_radar.matching.rules.rule import Rule

WORTH_MENDING = 25
"""Under this score nobody mends what is in the way: it is what the digest counts and does not tell."""
_MET, _NOT_MET = int(MET), int(NOT_MET)
Row = tuple[FindingView, ...]
"""The findings of one match."""


@dataclass(frozen=True, slots=True)
class _GateColumn:
    """What one gate says of each member: those of whom its sentence reads the same share the finding."""

    gate: Gate
    quote: str
    quiet: bool
    keys: list[tuple[int, int, int]]
    """For each member what the gate answers, what it judged, and a number for what its sentence reads."""
    stops: list[int]
    """The places of the members in whose way it stands."""
    told: dict[Hashable, FindingView | None] = field(default_factory=dict)

    def at(self, places: Iterable[int], of: Judged) -> list[FindingView | None]:
        """The findings about the members at these places; None where a "met" goes without saying."""
        keys, told = self.keys, self.told
        found = []
        for place in places:
            key = keys[place]
            if key not in told:
                told[key] = self._make(key, of.members.members[place], of.call)
            found.append(told[key])
        return found

    def _make(
        self, key: tuple[int, int, int], member: MemberView, call: CallRow
    ) -> FindingView | None:
        answer, judged, _ = key
        if self.quiet and answer == _MET:
            return None
        cure = self.gate.cure(member, call) if answer == _NOT_MET else None
        return FindingView(
            rule=self.gate.name,
            answer=ANSWERS[answer],
            points=0.0,
            sentence=self.gate.sentence(member, call, np.int8(judged)),
            quote=self.quote,
            cure=cure.value if cure else "",
            gate=True,
        )


@dataclass(frozen=True, slots=True)
class _RuleColumn:
    """What one rule says of each member, shared in the same way."""

    rule: Rule
    quote: str
    scores: list[float]
    tenths: list[int]
    reads: list[int]
    told: dict[Hashable, FindingView] = field(default_factory=dict)

    def at(self, places: Iterable[int], of: Judged) -> list[FindingView | None]:
        """The findings about the members at these places; None where it cannot say and is silent of that."""
        told, scores, rule = self.told, self.scores, self.rule
        found: list[FindingView | None] = []
        for place in places:
            # "Not a number" is unlike itself, and would never be found again.
            score = None if scores[place] != scores[place] else scores[place]
            if score is None and rule.silent:
                found.append(None)
                continue
            same = score is not None and rule.same_for_all(score)
            key = (score, self.tenths[place], None if same else self.reads[place])
            if key not in told:
                told[key] = self._make(place, of.members.members[place], of.call)
            found.append(told[key])
        return found

    def _make(self, place: int, member: MemberView, call: CallRow) -> FindingView:
        score = self.scores[place]
        return FindingView(
            rule=self.rule.name,
            answer=self.rule.answer(score),
            points=self.tenths[place] / 10,
            sentence=self.rule.say(member, call, score),
            quote=self.quote,
        )


class Teller:
    """Tells the matches of one call."""

    def __init__(self, judged: Judged) -> None:
        self._judged = judged
        self._verdicts: list[int] = judged.verdicts.tolist()
        self._blocked: list[int] = judged.in_the_way.tolist()

    def views(self, *, full: bool = False) -> Iterator[MatchView]:
        """The match of every member, in their order.

        Gates answer first and end the matter: a "no" has no points, and tells only what is in the way, unless
        ``full``. A near miss, where one curable thing alone is in the way of a call worth having, keeps the
        score that it would have.
        """
        places = range(len(self._verdicts))
        scored = [p for p in places if not self._blocked[p] or self._worth_mending(p)]
        scores = [0.0] * len(places)
        told = [tuple(ways) for ways in self._ways]
        if full:
            told = self._rows(self._gates, places)
        if scored:
            for place, row in zip(
                scored, self._rows([*self._gates, *self._rules], scored), strict=True
            ):
                told[place], scores[place] = row, self._scores[place] / 10
        call, members = self._judged.call.view, self._judged.members.members
        verdicts = map(VERDICTS.__getitem__, self._verdicts)
        return map(MatchView, repeat(call.id), (m.id for m in members), verdicts, scores, told)

    def _worth_mending(self, place: int) -> bool:
        """Whether one thing alone, which can be mended, is in the way of a call worth having."""
        if self._blocked[place] != 1 or not self._ways[place][0].cure:
            return False
        return self._scores[place] >= WORTH_MENDING * 10

    @cached_property
    def _ways(self) -> list[list[FindingView]]:
        """What is in the way of each member."""
        found: list[list[FindingView]] = [[] for _ in self._verdicts]
        for gate in self._gates:
            for place, finding in zip(gate.stops, gate.at(gate.stops, self._judged), strict=True):
                if finding is not None:
                    found[place].append(finding)
        return found

    @cached_property
    def _gates(self) -> list[_GateColumn]:
        call = self._judged.call
        return [
            _GateColumn(gate, call.quote(gate.fields), gate.quiet(call),
                        list(zip(settled.tolist(), found.tolist(), self._reads(gate), strict=True)),
                        np.flatnonzero(settled == NOT_MET).tolist())
            for gate, found, settled in self._judged.gates
        ]  # fmt: skip

    @cached_property
    def _rules(self) -> list[_RuleColumn]:
        return [
            _RuleColumn(rule, self._judged.call.quote(rule.fields),
                        scores.tolist(), tenths.tolist(), self._reads(rule))
            for rule, scores, tenths in self._judged.rules
            if not (rule.silent and np.isnan(scores).all())
        ]  # fmt: skip

    @cached_property
    def _scores(self) -> list[int]:
        scores: list[int] = self._judged.score.tolist()
        return scores

    def _reads(self, one: Gate | Rule) -> list[int]:
        return self._judged.members.alike(one.name, one.reads)

    def _rows(
        self, columns: Iterable[_GateColumn | _RuleColumn], places: Sequence[int]
    ) -> list[Row]:
        """The findings across these columns for each of the places, without those that tell nothing."""
        across = zip(*(column.at(places, self._judged) for column in columns), strict=True)
        return [tuple(filter(None, row)) for row in across]
