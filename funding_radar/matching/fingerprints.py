"""Fingerprints of all that a match is made of: equal ones mean that matching again would change nothing.

The day itself is not in them, only what it changes: whether the call is open, the working days left as the
gates count them, which facts are stale, which grants still run. So a quiet night is no reason to match again.
"""

from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

from db.views import AwardView, CallView, FactView, MemberView
from funding_radar.matching.context import Context, Said
from funding_radar.matching.row import CallRow

_HERE = Path(__file__).parent
SIZE = 8
"""Bytes of a fingerprint: among a million, two are alike with odds of one to forty million."""


class Fingerprints:
    """Takes fingerprints under one context."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._awards: dict[str, str] = {}

    def of_call(self, call: CallView) -> str:
        """Of a call: what it says, where it stands today, who bids for it, whom its funder funded."""
        row = CallRow.of(call, self._context)
        bidding = sorted(m for m, c in self._context.in_bid if c == call.id)
        return _digest(version(), _call(call), self._day(row), bidding, self._given(row))

    def _given(self, row: CallRow) -> str:
        """Of what its funder gave before, worked out once for all of the funder's calls."""
        if row.funder not in self._awards:
            given = [_fields(award) for award in row.awards]
            self._awards[row.funder] = _digest(given) if given else ""
        return self._awards[row.funder]

    def _day(self, row: CallRow) -> tuple[Any, ...]:
        closes_today = row.closes is not None and row.closes.on == row.today
        stale = sorted(name for name, fact in row.view.facts.items() if fact.stale(row.today))
        day = (
            row.open_now,
            row.days_left,
            row.opens_on,
            row.starts_on,
            closes_today,
            row.today.year,
        )
        return (*day, *stale)

    def of_member(self, member: MemberView) -> str:
        """Of a member: its profile, which of its grants still run, and all that it has said."""
        running = [
            g.ends_on is None or g.ends_on >= self._context.today for g in member.grants_held
        ]
        said = [_said(said) for said in self._context.answers_of(member.id)]
        return _digest(version(), _member(member), running, said)


def _call(call: CallView) -> tuple[Any, ...]:
    facts = [(name, _fact(fact)) for name, fact in sorted(call.facts.items())]
    return (call.id, call.title, call.text, call.funder, call.kind, call.status, facts)


def _fact(fact: FactView) -> tuple[Any, ...]:
    return (fact.value, fact.quote, fact.basis, fact.inferred, fact.contradicted)


def _member(member: MemberView) -> tuple[Any, ...]:
    return _fields(member)


def _fields(view: MemberView | AwardView) -> tuple[Any, ...]:
    return tuple(
        (name, sorted(value) if isinstance(value, frozenset) else value)
        for name in view.__dataclass_fields__
        for value in (getattr(view, name),)
    )


def _said(said: Said) -> tuple[Any, ...]:
    return (said.reply, said.reason, said.said_on, _call(said.call))


def _digest(*parts: Any) -> str:
    return blake2b(repr(parts).encode(), digest_size=SIZE).hexdigest()


@lru_cache(maxsize=1)
def version() -> str:
    """Of the matcher itself: a changed rule is a reason to match again."""
    digest = blake2b(digest_size=SIZE)
    for path in sorted([*_HERE.rglob("*.py"), *_HERE.rglob("*.toml")]):
        digest.update(path.read_bytes())
    for path in sorted((_HERE.parent / "gazetteer" / "data").glob("*.csv")):
        digest.update(f"{path.name} {path.stat().st_size}".encode())
    return digest.hexdigest()
