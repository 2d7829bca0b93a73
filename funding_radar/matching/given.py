"""What a funder gave before: which members it funded, and which awards were for work like theirs."""

from collections.abc import Iterator

from db.views import AwardView, MemberView
from funding_radar.matching.context import funder_key

Key = tuple[str, str]
"""A number of a register, or a name, by which an award's recipient and a member are known for one."""


def keys_of_member(member: MemberView) -> Iterator[Key]:
    """All keys of a member."""
    return _keys(member.charity_number, member.company_number, member.name)


def keys_of_award(award: AwardView) -> Iterator[Key]:
    """All keys of an award's recipient."""
    return _keys(award.charity_number, award.company_number, award.recipient)


def own(member: MemberView, awards: tuple[AwardView, ...]) -> AwardView | None:
    """The newest award that went to the member itself."""
    known = set(keys_of_member(member))
    return next((a for a in awards if not known.isdisjoint(keys_of_award(a))), None)


def likest(member: MemberView, awards: tuple[AwardView, ...]) -> AwardView | None:
    """The award that was most for the member's themes, the newest of equal ones; None when none was."""
    like = [award for award in awards if award.themes & member.themes]
    return max(like, key=lambda award: len(award.themes & member.themes), default=None)


def _keys(charity: str, company: str, name: str) -> Iterator[Key]:
    if charity:
        yield ("charity", charity)
    if company:
        yield ("company", company.upper())
    if key := funder_key(name):
        yield ("name", key)
