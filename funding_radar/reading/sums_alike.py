"""What the sums that two sightings name add to their likeness."""

from collections.abc import Iterator

from funding_radar.reading.call_key import CallKey

_LARGE = 100_000
"""A sum that few funds have in common."""
_HUGE = 1_000_000
_ABOUT = 0.12
"""Pots that differ by less, as a share, are one that two tellers rounded."""

Told = tuple[float, str, bool]
"""Points, why, and whether they could tell two rounds of one fund apart."""


def sums_alike(one: CallKey, other: CallKey) -> Iterator[Told]:
    """What is equal speaks for one call, the more the rarer it is; what differs speaks against it."""
    counted: set[int] = set()
    yield from _most(one, other, counted)
    yield from _pot(one, other, counted)
    shared = sorted((one.sums & other.sums) - counted, reverse=True)
    if shared:
        points = min(0.24, sum(_worth(each) for each in shared))
        yield points, "both name " + " and ".join(f"£{s:,}" for s in shared[:3]), False
    elif one.sums and other.sums and not counted:
        yield -0.06, "no sum in common", True


def _most(one: CallKey, other: CallKey, counted: set[int]) -> Iterator[Told]:
    a, b = one.max_amount, other.max_amount
    if a is None or b is None:
        return
    if a == b:
        counted.add(a)
        least = one.min_amount
        if least and least == other.min_amount:
            counted.add(least)
            yield 0.21, f"both from £{least:,} to £{a:,}", False
        else:
            yield 0.15, f"both up to £{a:,}", False
    elif a not in other.sums and b not in one.sums:
        yield -0.20, f"up to £{a:,} and up to £{b:,}", True


def _pot(one: CallKey, other: CallKey, counted: set[int]) -> Iterator[Told]:
    p, q = one.total_pot, other.total_pot
    if p is None or q is None or p in counted:
        return
    if p == q:
        counted.add(p)
        yield max(0.12, _worth(p)), f"both £{p:,} in all", False
    elif abs(p - q) <= _ABOUT * max(p, q):
        counted.update((p, q))
        yield 0.04, f"about the same in all (£{p:,} and £{q:,})", False
    elif p not in other.sums and q not in one.sums:
        yield -0.10, f"£{p:,} and £{q:,} in all", True


def _worth(amount: int) -> float:
    """Large sums tell more, and those that are not round (£1.4m) tell most."""
    if amount >= _HUGE and len(str(amount).rstrip("0")) > 1 and amount % (10 * _HUGE):
        return 0.22
    return 0.18 if amount >= _HUGE else 0.12 if amount >= _LARGE else 0.06
