"""Same call: precision and recall on made pairs and real announcements, notices set aside, and the speed of each.

Run: python -m tests.benchmarks same_call. The real ones need the folder of samples beside the checkout.
"""

import os
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from time import perf_counter

from funding_radar.gazetteer import load
from funding_radar.reading.known_calls import KnownCalls
from funding_radar.reading.same_call import Relation, sameness
from tests.reading import test_for_us, test_same_call
from tests.reading.made_pairs import FUNDS, Tellings, measured, pairs

SHARED = Path(os.environ.get("FUNDING_RADAR_SHARED") or Path(__file__).parents[3] / "shared")


def main(calls: int = 5_000) -> None:
    """Prints the figures."""
    right, said, wanted = _made()
    if SHARED.is_dir():
        more = _announced()
        right, said, wanted = right + more[0], said + more[1], wanted + more[2]
        _set_aside()
    _made_aside()
    print(
        f"together: precision {right / said:.4f}, recall {right / wanted:.4f} of {wanted} pairs that are one call"
    )
    _speed(calls)


def _made() -> tuple[int, int, int]:
    made = list(pairs(load()))
    began = perf_counter()
    found = [(pair, sameness(pair.one, pair.other).relation) for pair in made]
    took = perf_counter() - began
    precision, recall = measured(found)
    each = took / len(made) * 1e6
    print(
        f"{len(made):,} made pairs: precision {precision:.4f}, recall {recall:.4f}; {each:.0f} µs"
    )
    taken = [pair for pair, relation in found if relation is Relation.SAME]
    return sum(pair.same for pair in taken), len(taken), sum(pair.same for pair in made)


def _announced() -> tuple[int, int, int]:
    keys = test_same_call.announced(SHARED)
    call_of = test_same_call.clusters(keys)
    alike = {frozenset(two) for group in test_same_call.ONE_CALL for two in combinations(group, 2)}
    joined = {frozenset(two) for two in combinations(keys, 2) if call_of[two[0]] == call_of[two[1]]}
    print(
        f"{len(keys)} real announcements: {len(joined)} pairs joined, {len(joined & alike)} of {len(alike)} rightly"
    )
    return len(joined & alike), len(joined), len(alike)


def _set_aside() -> None:
    found = test_for_us.notices(SHARED)
    fitting = [found[name] for name in test_for_us.YES + test_for_us.MAYBE]
    aside = [draft for draft in found.values() if test_for_us.is_set_aside(draft)]
    lost = sum(draft in fitting for draft in aside)
    share = f"{len(aside) / len(found):.0%} set aside"
    print(f"{len(found)} real notices: {share}, {lost} of {len(fitting)} (perhaps) fitting lost")


def _made_aside() -> None:
    made = test_for_us.MADE
    fitting = [aside for _, aside in test_for_us.made_notices("fitting")]
    others = [aside for _, aside in test_for_us.made_notices("others")]
    print(
        f"{len(made['fitting'])} + {len(made['others'])} made notices, nine ways each: {sum(fitting)} of"
        f" {len(fitting)} fitting lost (limit 1 in 200), {sum(others) / len(others):.0%} of the others set aside"
    )


def _speed(calls: int) -> None:
    told = [key for fund in FUNDS for key in Tellings(load()).every(fund)]
    many = [
        replace(key, title=f"{key.title} {_name(number)}", url=f"https://example.org/{number}")
        for number in range(calls // len(told) + 1)
        for key in told
    ][:calls]
    known = KnownCalls()
    began = perf_counter()
    for number, key in enumerate(many):
        known.add(number, key)
    added = perf_counter()
    for key in many:
        known.like(key)
    took = perf_counter() - added
    print(f"{calls:,} calls made known in {added - began:.1f} s")
    print(
        f"{calls:,} sightings compared with them in {took:.1f} s, {took / calls * 1e3:.1f} ms each"
    )


def _name(number: int) -> str:
    return "".join(chr(97 + int(digit)) for digit in f"{number:04}") + "ford"


if __name__ == "__main__":
    main()
