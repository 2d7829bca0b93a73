"""Opening a joint bid: from a proposal, or with partners named by hand."""

from collections.abc import Sequence
from typing import Any

from db.bids import BidView, open_bid
from db.calls import call_view
from db.errors import RadarError
from db.vocabulary import Status
from funding_radar.consortium.problem import Built
from funding_radar.consortium.propose import Proposal, Proposals
from funding_radar.jobs.bid_sheet import named_built, sheet_of
from funding_radar.jobs.bids import Hand, refuse_many
from funding_radar.jobs.propose import propose_for

SHOWN = 3
PLACE = "a place in the set, at the cost of another partner"
OVER = frozenset({Status.CLOSED, Status.GONE, Status.SET_ASIDE})


def open_proposed(hand: Hand, call_id: int, number: int) -> BidView:
    """Opens a bid from one of the proposals for a call, counted from one. Raises RadarError when there is none."""
    _refuse_closed(hand, call_id)
    around = hand.around
    built, answer = propose_for(
        hand.session, call_id, around.gazetteer, around.settings.consortium, around.now,
        top=max(SHOWN, number),
    )  # fmt: skip
    there = len(answer.proposals)
    if there < number:
        why = answer.why if not there else f"there {'is' if there == 1 else 'are'} only {there}"
        msg = f"no proposal {number} for this call: {why}; by hand: bids open CALL --partner MEMBER --lead MEMBER"
        raise RadarError(msg)
    chosen = answer.proposals[number - 1]
    sheet = sheet_of(built, [p.id for p in chosen.members], chosen.lead)
    return open_bid(
        hand.session,
        call_id,
        sheet.seats,
        _kept(number, chosen, answer) | {"pool": _pool(built)},
        hand.signed,
    )


def open_by_hand(hand: Hand, call_id: int, members: Sequence[int], lead: int | None) -> BidView:
    """Opens a bid with these partners; what rules it breaks is shown, not refused: it is a person's choice."""
    _refuse_closed(hand, call_id)
    everyone = list(dict.fromkeys([*([lead] if lead is not None else []), *members]))
    refuse_many(everyone)
    consortium = hand.around.settings.consortium
    built = named_built(hand.session, call_id, hand.around)
    seats = sheet_of(built, everyone, lead).seats
    kept = {"by_hand": True, "pool": _pool(built), "weights": consortium.model_dump(mode="json")}
    return open_bid(hand.session, call_id, seats, kept, hand.signed)


def _pool(built: Built) -> list[int]:
    """Who could have been in it, by number: what later bids owe to those that were not."""
    return sorted(member.id for member in built.members.values())


def _kept(number: int, chosen: Proposal, answer: Proposals) -> dict[str, Any]:
    """What a bid keeps of its proposal: numbers and reasons, members by number and never by name."""
    inside = {p.id for p in chosen.members}
    names = {p.id: p.name for one in answer.proposals for p in one.members}
    names |= {out.id: out.name for out in answer.left_out}
    passed_over = [
        {"id": p.id, "why": "another proposal than its own was chosen", "would_need": PLACE}
        for p in answer.proposals[0].members
        if p.id not in inside
    ]

    def nameless(sentence: str) -> str:
        for member_id, name in sorted(names.items(), key=lambda pair: -len(pair[1])):
            sentence = sentence.replace(name, f"member {member_id}")
        return sentence

    return {
        "number": number,
        "status": answer.status,
        "value": chosen.value,
        "terms": dict(chosen.terms),
        "binding": [nameless(line) for line in chosen.binding],
        "steadiness": chosen.steadiness,
        "weights": dict(answer.settings),
        "left_out": passed_over
        + [
            {
                "id": out.id,
                "why": nameless(out.why),
                "would_need": nameless(out.would_need),
                "short_by": out.short_by,
                "could_join": out.could_join,
            }
            for out in answer.left_out
            if out.id not in inside
        ],
    }


def _refuse_closed(hand: Hand, call_id: int) -> None:
    call = call_view(hand.session, call_id)
    if call.status in OVER:
        msg = f"{call.title} is {call.status.label}: a bid is opened for a call that is open or coming"
        raise RadarError(msg)
