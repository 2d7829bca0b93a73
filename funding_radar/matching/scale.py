"""The best calls for each of very many members, block by block, in arrays alone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from db.views import CallView
from db.vocabulary import Verdict
from funding_radar.matching.answers import NOT_MET, VERDICTS, Answers
from funding_radar.matching.block import MemberBlock
from funding_radar.matching.gates.opening import OpenNow
from funding_radar.matching.gates.place import WorksThere
from funding_radar.matching.judge import judge
from funding_radar.matching.part import Part
from funding_radar.matching.row import CallRow
from funding_radar.matching.rules.rule import Tenths

KEEP = 20
"""Calls kept for each member: more than a month of digests."""
AT_ONCE = 128
"""Calls whose words are read together: 170,000 members' fits to them take 90 MB."""
FEW = 0.7
"""With fewer of the members than this left by the place, the other columns are cut to those."""
_SCORE, _CALL, _VERDICT = 40, 8, 0xFF
_LAST_CALL = (1 << (_SCORE - _CALL)) - 1
NONE = -1
_GATES = (OpenNow(), WorksThere())


@dataclass(frozen=True, eq=False)
class Best:
    """For each member of a block the calls that suit it best, as keys that order by score, then by call.

    A "no" is never among them: at this scale it is worked out again when somebody asks why.
    """

    keys: NDArray[np.int64]
    calls: Sequence[CallView]

    def of(self, place: int) -> Iterator[tuple[CallView, Verdict, float]]:
        """The calls kept for the member at a place, with verdict and score, best first."""
        for key in sorted((int(k) for k in self.keys[place] if k != NONE), reverse=True):
            call = self.calls[_LAST_CALL - ((key >> _CALL) & _LAST_CALL)]
            yield call, VERDICTS[key & _VERDICT], (key >> _SCORE) / 10


def match_block(calls: Sequence[CallView], block: MemberBlock, keep: int = KEEP) -> Best:
    """The best calls for each member of a block. Ties go to the call that stands first."""
    rows = [CallRow.of(call, block.context) for call in calls]
    best = np.full((len(block), keep), NONE, dtype=np.int64)
    floor = np.full(len(block), NONE, dtype=np.int64)
    for start in range(0, len(rows), AT_ONCE):
        chunk = rows[start : start + AT_ONCE]
        block.read(chunk)
        for number, row in enumerate(chunk, start):
            places, scores, verdicts = suited(block, row)
            keys = (scores.astype(np.int64) << _SCORE) | ((_LAST_CALL - number) << _CALL)
            _keep(best, floor, places, keys | verdicts)
    return Best(best, calls)


def suited(block: MemberBlock, row: CallRow) -> tuple[NDArray[np.intp], Tenths, Answers]:
    """The places of those members for whom a call is no "no", with their scores in tenths and answers."""
    alive = np.arange(len(block))
    for gate in _GATES:
        alive = alive[gate.answer(block, row)[alive] != NOT_MET]
        if not len(alive):
            return alive, np.zeros(0, dtype=np.int16), np.zeros(0, dtype=np.int8)
    judged = judge(Part.cut(block, alive) if len(alive) < FEW * len(block) else block, row)
    if judged.members is block:
        alive = np.arange(len(block))
    offered = judged.verdicts != NOT_MET
    return alive[offered], judged.score[offered], judged.verdicts[offered]


def _keep(
    best: NDArray[np.int64],
    floor: NDArray[np.int64],
    places: NDArray[np.intp],
    keys: NDArray[np.int64],
) -> None:
    """Puts each key in the place of its member's worst, where it is better."""
    better = keys > floor[places]
    places, keys = places[better], keys[better]
    kept = best[places]
    kept[np.arange(len(places)), kept.argmin(axis=1)] = keys
    best[places] = kept
    floor[places] = kept.min(axis=1)
