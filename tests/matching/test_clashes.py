from dataclasses import replace
from datetime import date

from db.vocabulary import Field, Reply
from funding_radar.matching.clashes import clashes
from funding_radar.matching.context import Said
from funding_radar.matching.match import match
from tests.matching.cases import HALLAM_MINDS, PEER_SUPPORT_GRANTS, ROADS, context, fact, member

SHARROW = replace(HALLAM_MINDS, id=7, name="Sharrow Hub", can_lead=True, experts_by_experience=2)
POT = replace(
    PEER_SUPPORT_GRANTS,
    facts={**PEER_SUPPORT_GRANTS.facts, Field.TOTAL_POT: fact(Field.TOTAL_POT, 10_000)},
)


def found(calls, them, **told):
    here = context(**told)
    return clashes(match(calls, them, here), calls, them, here)


def test_two_likely_bidders_clash() -> None:
    [clash] = found([POT, ROADS], [HALLAM_MINDS, SHARROW])

    assert clash.call_id == POT.id
    assert {chaser.name for chaser in clash.chasers} == {"Hallam Minds", "Sharrow Hub"}
    assert clash.awards == 1
    assert clash.cost == (
        "Apart, 2 bids take about 4 working days of writing; the pot pays for about 1 of the largest size, "
        "so at least 1 of them would be for nothing"
    )
    assert clash.chasers[0].loses == (
        "about 2 working days of writing (you have 3 a month) for up to £10,000, "
        "against 1 other of the alliance"
    )


def test_the_joint_option_says_what_all_bring_and_who_could_lead() -> None:
    [clash] = found([POT], [HALLAM_MINDS, SHARROW])

    assert clash.lead_id == SHARROW.id
    assert clash.joint == (
        "Together you cover mental health and peer support and work in Sheffield; "
        "2 experts by experience could take part; Sharrow Hub could lead. "
        "It does not say whether partners may bid together: ask."
    )


def test_one_bidder_is_no_clash() -> None:
    assert found([POT], [HALLAM_MINDS, member(9, places=("E06000052",))]) == []


def test_who_says_it_is_interested_counts_whatever_its_score() -> None:
    quiet = member(9, name="Quiet", places=HALLAM_MINDS.places, charity_number="1", income=1_000)
    said = {(9, POT.id): Said(Reply.INTERESTED, POT, date(2026, 11, 20))}

    assert found([POT], [HALLAM_MINDS, quiet]) == []
    [clash] = found([POT], [HALLAM_MINDS, quiet], answers=said)

    assert [(c.name, c.interested) for c in clash.chasers] == [
        ("Hallam Minds", False),
        ("Quiet", True),
    ]


def test_who_is_in_the_bid_does_not_chase_alone() -> None:
    both = frozenset({(HALLAM_MINDS.id, POT.id), (SHARROW.id, POT.id)})

    assert found([POT], [HALLAM_MINDS, SHARROW], in_bid=both) == []
