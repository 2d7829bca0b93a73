"""From arrays to words: the match of one member and one call, with every finding's sentence."""

from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

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


@dataclass(frozen=True, slots=True)
class _GateTold:
    """What one gate says of each member: those of whom its sentence reads the same share the finding."""

    gate: Gate
    judged: list[int]
    settled: list[int]
    reads: list[int]
    quote: str
    quiet: bool
    told: dict[Hashable, FindingView] = field(default_factory=dict)

    def finding(self, place: int, member: MemberView, call: CallRow) -> FindingView:
        """The finding about the member at a place."""
        key = (self.settled[place], self.judged[place], self.reads[place])
        found = self.told.get(key)
        if found is None:
            found = self.told[key] = self._make(place, member, call)
        return found

    def _make(self, place: int, member: MemberView, call: CallRow) -> FindingView:
        answer = self.settled[place]
        cure = self.gate.cure(member, call) if answer == _NOT_MET else None
        return FindingView(
            rule=self.gate.name,
            answer=ANSWERS[answer],
            points=0.0,
            sentence=self.gate.sentence(member, call, np.int8(self.judged[place])),
            quote=self.quote,
            cure=cure.value if cure else "",
            gate=True,
        )


@dataclass(frozen=True, slots=True)
class _RuleTold:
    """What one rule says of each member."""

    rule: Rule
    scores: list[float]
    tenths: list[int]
    reads: list[int]
    quote: str
    told: dict[Hashable, FindingView] = field(default_factory=dict)

    def finding(self, place: int, member: MemberView, call: CallRow) -> FindingView:
        """The finding about the member at a place."""
        score = self.scores[place]
        # "Not a number" is unlike itself, and would never be found again.
        key = (score if score == score else None, self.tenths[place], self.reads[place])
        found = self.told.get(key)
        if found is None:
            found = self.told[key] = FindingView(
                rule=self.rule.name,
                answer=self.rule.answer(score),
                points=self.tenths[place] / 10,
                sentence=self.rule.say(member, call, score),
                quote=self.quote,
            )
        return found


class Teller:
    """Tells the matches of one call. Members of whom a sentence reads the same share its finding."""

    def __init__(self, judged: Judged) -> None:
        self._judged = judged
        self._call = call = judged.call
        self._members = judged.members.members
        self._gates = [
            _GateTold(gate, found.tolist(), settled.tolist(), self._reads(gate),
                      call.quote(gate.fields), gate.quiet(call))
            for gate, found, settled in judged.gates
        ]  # fmt: skip
        self._verdicts: list[int] = judged.verdicts.tolist()
        self._blocked: list[int] = judged.in_the_way.tolist()

    def views(self) -> Iterator[MatchView]:
        """The match of every member, in their order."""
        return (self.view(place) for place in range(len(self._verdicts)))

    def view(self, place: int, *, full: bool = False) -> MatchView:
        """The match of the member at a place of the block.

        Gates answer first and end the matter: a "no" has no points, and tells only what is in the way, unless
        ``full``. A near miss, where one curable thing alone is in the way of a call worth having, keeps the
        score that it would have.
        """
        member, call = self._members[place], self._call
        verdict, blocked = VERDICTS[self._verdicts[place]], self._blocked[place]
        if blocked:
            in_the_way = tuple(
                g.finding(place, member, call) for g in self._gates if g.settled[place] == _NOT_MET
            )
            worth = (
                blocked == 1 and in_the_way[0].cure and self._scores[place] >= WORTH_MENDING * 10
            )
            if not worth:
                told = tuple(self._gate_findings(place, member)) if full else in_the_way
                return MatchView(call.view.id, member.id, verdict, 0.0, told)
        findings = [*self._gate_findings(place, member), *self._rule_findings(place, member)]
        score = self._scores[place] / 10
        return MatchView(call.view.id, member.id, verdict, score, tuple(findings))

    def _gate_findings(self, place: int, member: MemberView) -> Iterator[FindingView]:
        return (
            gate.finding(place, member, self._call)
            for gate in self._gates
            if not (gate.quiet and gate.settled[place] == _MET)
        )

    def _rule_findings(self, place: int, member: MemberView) -> Iterator[FindingView]:
        return (
            rule.finding(place, member, self._call)
            for rule in self._rules
            if rule.rule.shows(rule.scores[place])
        )

    def _reads(self, one: Gate | Rule) -> list[int]:
        return self._judged.members.alike(one.name, one.reads)

    @cached_property
    def _rules(self) -> list[_RuleTold]:
        return [
            _RuleTold(rule, scores.tolist(), tenths.tolist(), self._reads(rule),
                      self._call.quote(rule.fields))
            for rule, scores, tenths in self._judged.rules
        ]  # fmt: skip

    @cached_property
    def _scores(self) -> list[int]:
        scores: list[int] = self._judged.score.tolist()
        return scores
