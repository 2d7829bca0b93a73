"""From arrays to words: the match of one member and one call, with every finding's sentence."""

from collections.abc import Hashable, Iterator
from functools import cached_property
from typing import Any

from db.views import FindingView, MatchView, MemberView
from funding_radar.matching.answers import ANSWERS, MET, NOT_MET, VERDICTS
from funding_radar.matching.gates.gate import Gate
from funding_radar.matching.judge import Judged
from funding_radar.matching.rules.rule import Rule

WORTH_MENDING = 25
"""Under this score nobody mends what is in the way: it is what the digest counts and does not tell."""


class Teller:
    """Tells the matches of one call. Members of whom a sentence reads the same share its finding."""

    def __init__(self, judged: Judged) -> None:
        self._judged = judged
        self._call = judged.call
        self._told: dict[Hashable, FindingView] = {}
        self._quotes: dict[str, str] = {}
        self._gates = [
            (gate, judged.tolist(), settled.tolist(), gate.quiet(self._call))
            for gate, judged, settled in judged.gates
        ]
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
        member = self._judged.members.members[place]
        blocked = self._blocked[place]
        verdict = VERDICTS[self._verdicts[place]]
        findings: list[FindingView] = []
        if blocked:
            in_the_way = self._gate_findings(place, member, only=int(NOT_MET))
            worth = self._scores[place] >= WORTH_MENDING * 10
            if blocked > 1 or not in_the_way[0].cure or not worth:
                told = self._gate_findings(place, member) if full else in_the_way
                return MatchView(self._call.view.id, member.id, verdict, 0.0, tuple(told))
        findings = self._gate_findings(place, member)
        findings += self._rule_findings(place, member)
        score = self._scores[place] / 10
        return MatchView(self._call.view.id, member.id, verdict, score, tuple(findings))

    def _gate_findings(
        self, place: int, member: MemberView, only: int | None = None
    ) -> list[FindingView]:
        found = []
        for gate, judged, settled, quiet in self._gates:
            answer = settled[place]
            if (answer == MET and quiet) or (only is not None and answer != only):
                continue
            key = (gate.name, answer, judged[place], gate.reads(member))
            if key not in self._told:
                self._told[key] = self._gate_finding(gate, member, answer, judged[place])
            found.append(self._told[key])
        return found

    def _gate_finding(
        self, gate: Gate, member: MemberView, answer: int, judged: Any
    ) -> FindingView:
        cure = gate.cure(member, self._call) if answer == NOT_MET else None
        return FindingView(
            rule=gate.name,
            answer=ANSWERS[answer],
            points=0.0,
            sentence=gate.sentence(member, self._call, judged),
            quote=self._quote(gate),
            cure=cure.value if cure else "",
            gate=True,
        )

    def _rule_findings(self, place: int, member: MemberView) -> list[FindingView]:
        found = []
        for rule, scores, tenths in self._rules:
            score = scores[place]
            if not rule.shows(score):
                continue
            key = (rule.name, str(score), tenths[place], rule.reads(member))
            if key not in self._told:
                self._told[key] = self._rule_finding(rule, member, score, tenths[place])
            found.append(self._told[key])
        return found

    def _rule_finding(
        self, rule: Rule, member: MemberView, score: float, tenths: int
    ) -> FindingView:
        return FindingView(
            rule=rule.name,
            answer=rule.answer(score),
            points=tenths / 10,
            sentence=rule.say(member, self._call, score),
            quote=self._quote(rule),
        )

    def _quote(self, one: Gate | Rule) -> str:
        if one.name not in self._quotes:
            self._quotes[one.name] = self._call.quote(one.fields)
        return self._quotes[one.name]

    @cached_property
    def _rules(self) -> list[tuple[Rule, list[float], list[int]]]:
        return [(r, scores.tolist(), tenths.tolist()) for r, scores, tenths in self._judged.rules]

    @cached_property
    def _scores(self) -> list[int]:
        scores: list[int] = self._judged.score.tolist()
        return scores
