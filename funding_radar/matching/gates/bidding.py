"""The bid itself: partners, one bid each, money already held, and what the member has said."""

import re
from collections.abc import Hashable

import numpy as np

from db.views import GrantView, MemberView
from db.vocabulary import Field, Partnership
from funding_radar.matching.answers import MET, NOT_MET, UNKNOWN, Answers, Cure
from funding_radar.matching.block import MemberBlock
from funding_radar.matching.context import funder_key
from funding_radar.matching.gates.gate import Gate
from funding_radar.matching.held import NO_END
from funding_radar.matching.row import CallRow
from funding_radar.phrases import day

_HOLDERS = re.compile(
    r"(?:current|existing|already|active|live)\b[^.;]{0,60}\b(?:grant|fund|award)"
    r"|\bgrant[- ]?holders?\b|\b(?:hold|holding|have)\b[^.;]{0,30}\b(?:grant|award)s? (?:from|with) us",
    re.IGNORECASE,
)


class PartnersAllowed(Gate):
    """You can bid in the company that the call asks for."""

    name = "partners"
    fields = (Field.PARTNERSHIP, Field.MIN_PARTNERS)

    def applies(self, call: CallRow) -> bool:
        """Where it must be a joint bid; where it may be one, nothing is asked."""
        fact = call.fact(Field.PARTNERSHIP)
        return (fact is not None and fact.value == Partnership.REQUIRED) or _least(call) > 1

    def reads(self, member: MemberView) -> Hashable:
        """Whether it can lead."""
        return member.can_lead

    def judge(self, members: MemberBlock, call: CallRow) -> Answers:  # noqa: ARG002
        """Always a thing to check: whom a member would bid with is settled by people."""
        return members.all(UNKNOWN)

    def say(self, member: MemberView, call: CallRow, answer: np.int8) -> str:  # noqa: ARG002
        """How many must bid together, and who might lead."""
        least, most = _least(call), call.firm(Field.MAX_PARTNERS)
        how = f"at least {least} partners" if least > 1 else "partners"
        how += f" and at most {most}" if most else ""
        lead = "; you have said that you cannot lead" if member.can_lead is False else ""
        return f"It must be a joint bid with {how}: check whom you would bid with{lead}"


class OneBid(Gate):
    """You are not in another bid, where each organisation may make only one."""

    name = "one bid"
    fields = (Field.ONE_BID,)

    def applies(self, call: CallRow) -> bool:
        """Where the call allows one bid for each organisation."""
        fact = call.fact(Field.ONE_BID)
        return fact is not None and bool(fact.value)

    def reads(self, member: MemberView) -> Hashable:  # noqa: ARG002
        """Nothing but the answer."""
        return None

    def judge(self, members: MemberBlock, call: CallRow) -> Answers:
        """Not met by who is in a bid under way."""
        bidding = [m for m, c in call.context.in_bid if c == call.view.id]
        return np.where(members.those(bidding), NOT_MET, MET).astype(np.int8)

    def say(self, member: MemberView, call: CallRow, answer: np.int8) -> str:  # noqa: ARG002
        """Whether you have one."""
        asked = "It takes one bid from each organisation"
        return f"{asked}; you are in one" if answer == NOT_MET else f"{asked}; you are in none yet"


class NotAlreadyFunded(Gate):
    """You hold no money from this funder that stands in the way."""

    name = "already funded"
    fields = (Field.NOT_FUNDED,)

    def applies(self, call: CallRow) -> bool:
        """Where the funder is known: holding its money matters even if the call does not speak of it."""
        return bool(call.funder)

    def quiet(self, call: CallRow) -> bool:
        """Where the call does not bar those that hold its money."""
        return not bars_holders(call)

    def judge(self, members: MemberBlock, call: CallRow) -> Answers:
        """Not met where the call bars who holds a grant and yours outlasts the start; else a thing to check."""
        found, held = members.all(MET), members.held
        number = held.funders.get(call.funder)
        if number is None:
            return found
        # Without a start, any grant that still runs stands in the way.
        start = call.starts_on.toordinal() if call.starts_on else NO_END
        theirs = held.funder == number
        theirs &= (held.ends == NO_END) | (held.ends >= call.today.toordinal())
        found[held.member[theirs]] = UNKNOWN
        if bars_holders(call):
            found[held.member[theirs & (held.ends > start)]] = NOT_MET
        return found

    def say(self, member: MemberView, call: CallRow, answer: np.int8) -> str:
        """What you hold from them."""
        grants = _from(member, call)
        if answer == MET or not grants:
            return f"You hold no grant from {call.view.funder} that we know of"
        ends = max((g.ends_on for g in grants if g.ends_on), default=None)
        until = f" until {day(ends)}" if ends else ""
        yours = f"You hold a grant from {call.view.funder}{until}"
        if answer == NOT_MET:
            return f"{yours}; it does not fund those that hold one"
        return f"{yours}: check that they let you ask again"

    def cure(self, member: MemberView, call: CallRow) -> Cure | None:  # noqa: ARG002
        """Your grant ends, and another round opens."""
        return Cure.LATER


class NotTurnedDown(Gate):
    """You have not said that this call is not for you."""

    name = "your answer"

    def applies(self, call: CallRow) -> bool:
        """Where anybody has said so of this call."""
        return bool(call.turned_down)

    def quiet(self, call: CallRow) -> bool:  # noqa: ARG002
        """Not having said no is nothing to report."""
        return True

    def judge(self, members: MemberBlock, call: CallRow) -> Answers:
        """A member's word about itself is final until it is taken back."""
        return np.where(members.those(list(call.turned_down)), NOT_MET, MET).astype(np.int8)

    def say(self, member: MemberView, call: CallRow, answer: np.int8) -> str:
        """What you said, when and why."""
        if answer == MET:
            return "You have not said that it is not for you"
        said = call.turned_down[member.id]
        why = f" ({said.reason.label})" if said.reason else ""
        return f"You said on {day(said.said_on)} that this is not for you{why}"

    def cure(self, member: MemberView, call: CallRow) -> Cure | None:  # noqa: ARG002
        """An answer can be taken back."""
        return Cure.TAKE_BACK


def bars_holders(call: CallRow) -> bool:
    """Whether the call says that who holds its money may not ask for more."""
    value = call.firm(Field.NOT_FUNDED)
    words = "; ".join(map(str, value)) if isinstance(value, list | tuple) else str(value or "")
    return bool(_HOLDERS.search(words))


def _from(member: MemberView, call: CallRow) -> list[GrantView]:
    return [
        grant
        for grant in member.grants_held
        if funder_key(grant.funder) == call.funder
        and (grant.ends_on is None or grant.ends_on >= call.today)
    ]


def _least(call: CallRow) -> int:
    return int(call.firm(Field.MIN_PARTNERS) or 0)
