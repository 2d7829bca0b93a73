"""Matching: every call against every member, or only what is new or changed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from db.views import CallView, MatchView, MemberView
from funding_radar.matching.block import MemberBlock
from funding_radar.matching.context import Context
from funding_radar.matching.fingerprints import Fingerprints
from funding_radar.matching.judge import Judged, judge
from funding_radar.matching.row import CallRow
from funding_radar.matching.telling import Teller

AT_ONCE = 128
"""Calls whose words are read together."""

Stored = Mapping[tuple[int, int], str]
"""The inputs hash of each stored match, by call and member."""


class Matched(NamedTuple):
    """A match, and the hash of everything that it was made of."""

    view: MatchView
    inputs_hash: str


def match(
    calls: Sequence[CallView], members: Sequence[MemberView], context: Context
) -> Iterator[MatchView]:
    """The match of every call and member, call by call, for an alliance (tens to hundreds of members)."""
    block = MemberBlock.of(members, context)
    for judged in judged_calls(calls, block):
        yield from Teller(judged).views()


def match_changed(
    calls: Sequence[CallView], members: Sequence[MemberView], context: Context, stored: Stored
) -> Iterator[Matched]:
    """The matches whose call, member or circumstances are not those of the stored one.

    What is stored and not yielded is what a full run would give.
    """
    prints = Fingerprints(context)
    of_member = [prints.of_member(member) for member in members]
    blocks: dict[tuple[int, ...], MemberBlock] = {}
    wanted: dict[tuple[int, ...], list[tuple[CallView, list[str]]]] = {}
    for call in calls:
        of_call = prints.of_call(call)
        hashes = [f"{of_call}:{of_one}" for of_one in of_member]
        places = tuple(
            place
            for place, member in enumerate(members)
            if stored.get((call.id, member.id)) != hashes[place]
        )
        if places:
            wanted.setdefault(places, []).append((call, hashes))
    for places, pairs in wanted.items():
        block = blocks.setdefault(places, MemberBlock.of([members[p] for p in places], context))
        for judged, (_, hashes) in zip(
            judged_calls([c for c, _ in pairs], block), pairs, strict=True
        ):
            for view, of_all in zip(Teller(judged).views(), places, strict=True):
                yield Matched(view, hashes[of_all])


def judged_calls(calls: Iterable[CallView], block: MemberBlock) -> Iterator[Judged]:
    """Every call judged for a block of members, in order."""
    rows = [CallRow.of(call, block.context) for call in calls]
    for start in range(0, len(rows), AT_ONCE):
        chunk = rows[start : start + AT_ONCE]
        block.read(chunk)
        yield from (judge(block, row) for row in chunk)
