"""All gates and rules put to one call and a block of members."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from db.views import FindingView, MatchView
from funding_radar.matching.answers import ANSWERS, MET, NOT_MET, VERDICTS, Answers, Floats
from funding_radar.matching.block import MemberBlock
from funding_radar.matching.gates.gate import Gate
from funding_radar.matching.gates.table import GATES
from funding_radar.matching.row import CallRow
from funding_radar.matching.rules.rule import Rule, Tenths
from funding_radar.matching.rules.table import RULES


@dataclass(frozen=True, eq=False)
class Judged:
    """What every gate and rule says of a call and each member of a block.

    ``verdicts`` are the worst answers of all gates. ``score`` is in tenths of a point, the sum of all rules.
    """

    members: MemberBlock
    call: CallRow
    gates: tuple[tuple[Gate, Answers, Answers], ...]
    """Each gate that the call calls for, with what it judged and what of that can be relied on."""

    @cached_property
    def verdicts(self) -> Answers:
        """The worst answer of all gates for each member."""
        worst = self.members.all(MET)
        for _, _, settled in self.gates:
            worst = np.minimum(worst, settled)
        return worst

    @cached_property
    def in_the_way(self) -> NDArray[np.intp]:
        """How many gates block each member."""
        blocked = [settled == NOT_MET for _, _, settled in self.gates]
        found: NDArray[np.intp] = np.sum(blocked, axis=0, dtype=np.intp)
        return found

    @cached_property
    def rules(self) -> tuple[tuple[Rule, Floats, Tenths], ...]:
        """Each rule with its scores and its points in tenths. What is taken off never goes below nothing."""
        found = []
        total = np.zeros(len(self.members), dtype=np.int16)
        for rule in RULES:
            scores = rule.score(self.members, self.call)
            tenths = np.maximum(rule.tenths(scores, self.call), -total)
            total = total + tenths
            found.append((rule, scores, tenths))
        return tuple(found)

    @cached_property
    def score(self) -> Tenths:
        """The points of all rules together, in tenths."""
        total: Tenths = np.sum([tenths for _, _, tenths in self.rules], axis=0, dtype=np.int16)
        return total

    def view(self, place: int) -> MatchView:
        """The match of the member at a place of the block.

        Gates answer first and end the matter: a "no" has no points, unless one curable thing alone is in
        the way. Such a near miss keeps the score that it would have.
        """
        verdict = VERDICTS[self.verdicts[place]]
        findings, curable = self._gate_findings(place)
        if self.in_the_way[place] > 1 or (self.in_the_way[place] and not curable):
            return MatchView(self.call.view.id, self._member(place), verdict, 0.0, findings)
        return MatchView(
            self.call.view.id,
            self._member(place),
            verdict,
            int(self.score[place]) / 10,
            (*findings, *self._rule_findings(place)),
        )

    def _member(self, place: int) -> int:
        return self.members.members[place].id

    def _gate_findings(self, place: int) -> tuple[tuple[FindingView, ...], bool]:
        member, found, curable = self.members.members[place], [], False
        for gate, judged, settled in self.gates:
            answer = settled[place]
            if answer == MET and self._quiet[gate.name]:
                continue
            cure = gate.cure(member, self.call) if answer == NOT_MET else None
            curable = curable or cure is not None
            found.append(
                FindingView(
                    rule=gate.name,
                    answer=ANSWERS[answer],
                    points=0.0,
                    sentence=gate.sentence(member, self.call, judged[place]),
                    quote=self._quotes[gate.name],
                    cure=cure.value if cure else "",
                    gate=True,
                )
            )
        return tuple(found), curable

    def _rule_findings(self, place: int) -> tuple[FindingView, ...]:
        member = self.members.members[place]
        return tuple(
            FindingView(
                rule=rule.name,
                answer=rule.answer(scores[place]),
                points=int(tenths[place]) / 10,
                sentence=rule.say(member, self.call, scores[place]),
                quote=self._quotes[rule.name],
            )
            for rule, scores, tenths in self.rules
            if rule.shows(scores[place])
        )

    @cached_property
    def _quotes(self) -> dict[str, str]:
        """The call's words for each gate and rule."""
        return {gate.name: self.call.quote(gate.fields) for gate in GATES} | {
            rule.name: self.call.quote(rule.fields) for rule in RULES
        }

    @cached_property
    def _quiet(self) -> dict[str, bool]:
        return {gate.name: gate.quiet(self.call) for gate, _, _ in self.gates}


def judge(members: MemberBlock, call: CallRow) -> Judged:
    """Puts every gate that the call calls for to a block of members."""
    answers = ((gate, gate.judge(members, call)) for gate in GATES if gate.applies(call))
    return Judged(members, call, tuple((g, a, g.settle(a, call)) for g, a in answers))
