"""Reading stores what sources say once, follows what moves, and keeps one call one record."""

import json
from datetime import timedelta
from typing import Literal

import pytest
from sqlalchemy import text, update
from sqlmodel import Session, select

from db.facts import NewFact, chosen, correct, facts_in_force
from db.models import Call, CallSighting, Fact, Sighting
from db.vocabulary import Field, Kind, Status
from funding_radar.reading import edition
from tests.jobs.conftest import LANTERN, LANTERN_TOLD, Desk


def everything(desk: Desk) -> str:
    """All that reading writes, to be compared."""
    tables = ("call", "fact", "change", "call_sighting", "sighting", "decision", "judgement")
    with desk.engine.connect() as connection:
        rows = {
            name: sorted(
                str(tuple(row)) for row in connection.execute(text(f'SELECT * FROM "{name}"'))
            )
            for name in tables
        }
    return json.dumps(rows, indent=1)


def test_a_second_reading_writes_nothing(desk: Desk) -> None:
    desk.publish("lantern", "Lantern Fund", LANTERN.format(day=15))
    desk.publish(
        "told",
        "Lantern Fund: apply now",
        LANTERN_TOLD.format(day=15),
        source="uk_cvs",
        publisher="Sheffield CVS",
    )
    first = desk.read()
    before = everything(desk)
    desk.later(0)

    again = desk.read()

    assert first.read == 2
    assert (again.read, again.new, again.changed, again.moved) == (0, 0, 0, 0)
    assert everything(desk) == before


def test_two_sites_that_tell_of_one_fund_feed_one_call(desk: Desk) -> None:
    cvs = desk.publish("told", "Last chance: Lantern Fund – grants for small groups", LANTERN_TOLD.format(day=15),
                       source="uk_cvs", publisher="Sheffield CVS")  # fmt: skip
    funder = desk.publish("lantern", "Lantern Fund", LANTERN.format(day=15))

    report = desk.read()

    (call,) = desk.calls()
    assert report.new == 1
    assert desk.call_of(cvs) == desk.call_of(funder) == call.id
    assert (call.title, call.funder) == ("Lantern Fund", "Larkfield Community Foundation")
    assert call.text.startswith("The Lantern Fund gives grants")
    assert {fact.sighting_id for fact in desk.facts(call.id or 0)} == {cvs, funder}


def test_a_moved_deadline_is_one_change(desk: Desk) -> None:
    desk.publish("lantern", "Lantern Fund", LANTERN.format(day=15))
    desk.read()
    desk.later()
    desk.publish("lantern", "Lantern Fund", LANTERN.format(day=22))

    report = desk.read()

    assert report.moved == 1
    assert desk.changes() == [("deadline", "2027-01-15T17:00", "2027-01-22T17:00")]


def test_a_better_reader_tells_no_change(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    sighting = desk.publish("lantern", "Lantern Fund", LANTERN.format(day=15))
    desk.read()
    wrong = update(Fact).where(Fact.field == "deadline").values(value="2027-01-01")
    desk.ask(lambda session: session.execute(wrong))
    monkeypatch.setattr(edition, "READER_NAME", "rules of tomorrow")

    report = desk.read()

    assert report.read == 1
    assert report.changed == 1
    assert desk.changes() == []
    facts = desk.facts(desk.call_of(sighting))
    assert [f.value for f in facts if f.field == "deadline"] == ["2027-01-15T17:00"]
    assert {f.reader for f in facts} == {"rules of tomorrow"}


def test_a_correction_stands_over_a_later_reading(desk: Desk) -> None:
    sighting = desk.publish("lantern", "Lantern Fund", LANTERN.format(day=15))
    desk.read()
    call_id = desk.call_of(sighting)
    new = NewFact(field=Field.MAX_AMOUNT, value=7_000)
    desk.ask(lambda s: correct(s, call_id, new, because="they said so", by="kim", now=desk.now))
    desk.later()
    desk.publish("lantern", "Lantern Fund", LANTERN.format(day=22))

    desk.read()

    with Session(desk.engine) as session:
        views = chosen(facts_in_force(session, [call_id])[call_id])
    assert views[Field.MAX_AMOUNT].value == 7_000
    assert views[Field.DEADLINE].value == "2027-01-22T17:00"


@pytest.mark.parametrize("promised", ["closed", "gone"])
def test_what_leaves_its_source_is_told_once_as_its_source_promises(
    desk: Desk, promised: Literal["closed", "gone"]
) -> None:
    desk.publish("lantern", "Lantern Fund", LANTERN.format(day=15))
    desk.read()
    desk.later()
    desk.leave("uk_made_up", promised)

    desk.read()
    again = desk.read()

    (call,) = desk.calls()
    assert call.status == Status(promised)
    assert [(field, new) for field, _, new in desk.changes()] == [("status", promised)]
    assert (again.read, again.moved) == (0, 0)


def test_what_comes_back_to_its_source_is_open_again_and_that_is_told(desk: Desk) -> None:
    desk.publish("lantern", "Lantern Fund", LANTERN.format(day=15))
    desk.read()
    desk.later()
    desk.leave("uk_made_up", "gone")
    desk.read()
    desk.later()
    desk.publish("lantern", "Lantern Fund", LANTERN.format(day=15))

    desk.read()

    assert desk.calls()[0].status == Status.OPEN
    assert desk.changes() == [("status", "open", "gone"), ("status", "gone", "open")]


def test_a_call_that_another_site_still_tells_of_is_not_gone(desk: Desk) -> None:
    desk.publish("lantern", "Lantern Fund", LANTERN.format(day=15))
    desk.publish("told", "Lantern Fund: apply now", LANTERN_TOLD.format(day=15),
                 source="uk_cvs", publisher="Sheffield CVS")  # fmt: skip
    desk.read()
    desk.later()
    desk.leave("uk_cvs", "gone")

    desk.read()

    assert [call.status for call in desk.calls()] == [Status.OPEN]
    assert desk.changes() == []


def test_what_leaves_its_list_after_its_last_day_is_no_news(desk: Desk) -> None:
    desk.publish("lantern", "Lantern Fund", LANTERN.format(day=15))
    desk.read()
    desk.later(90)
    desk.read()
    desk.leave("uk_made_up", "closed")

    desk.read()

    assert desk.calls()[0].status == Status.CLOSED
    assert desk.changes() == []


def test_a_page_that_turns_to_news_of_awards_closes_its_call(desk: Desk) -> None:
    sighting = desk.publish("lantern", "Lantern Fund", LANTERN.format(day=15))
    desk.read()
    desk.later()
    desk.publish("lantern", "Lantern Fund", (
        "Eleven groups in Sheffield have been awarded a share of £48,000 by the Lantern Fund. Congratulations to the"
        " groups that received grants. The successful projects were chosen from forty bids."
    ))  # fmt: skip

    desk.read()

    (call,) = desk.calls()
    with Session(desk.engine) as session:
        assert session.get_one(Sighting, sighting).kind == Kind.AWARD_NEWS
    assert call.status == Status.CLOSED


TWO_LOTS = {
    "kind": "open_call", "notice": "UK4", "cpv": ["85000000"], "deadline": "2027-01-20T12:00",
    "strands": [{"title": "Lot 1: Town centre café", "max_amount": 200_000},
                {"title": "Lot 2: The villages", "max_amount": 90_000}],
}  # fmt: skip
CAFES = (
    "The council seeks providers of crisis cafés in Doncaster. Tenders are due on 20 January 2027."
)


def test_the_lots_of_a_notice_are_calls_of_their_own_and_one_that_vanishes_closes(
    desk: Desk,
) -> None:
    sighting = desk.publish("n1", "Crisis cafés", CAFES, stated=TWO_LOTS)
    desk.read()
    first, second = (desk.call_of(sighting, strand["title"]) for strand in TWO_LOTS["strands"])
    third = {"title": "Lot 3: Nights", "max_amount": 50_000}
    left = {
        **TWO_LOTS,
        "strands": [{**TWO_LOTS["strands"][0], "title": "Lot 1: Town centre cafe"}, third],
    }
    desk.later()
    desk.publish("n1", "Crisis cafés", CAFES, stated=left)

    desk.read()

    assert first != second
    standing = {call.id: call.status for call in desk.calls()}
    assert desk.call_of(sighting, "Lot 1: Town centre cafe") == first
    assert standing[first] == Status.OPEN
    assert standing[second] == Status.CLOSED
    assert len(standing) == 3


def test_a_strand_that_comes_back_opens_its_call_again(desk: Desk) -> None:
    sighting = desk.publish("n1", "Crisis cafés", CAFES, stated=TWO_LOTS)
    desk.read()
    second = desk.call_of(sighting, "Lot 2: The villages")
    extra = [TWO_LOTS["strands"][0], {"title": "Lot 3: Nights", "max_amount": 50_000}]
    for strands in (extra, [*TWO_LOTS["strands"], extra[1]]):
        desk.later()
        desk.publish("n1", "Crisis cafés", CAFES, stated={**TWO_LOTS, "strands": strands})
        desk.read()

    assert desk.call_of(sighting, "Lot 2: The villages") == second
    assert {call.status for call in desk.calls()} == {Status.OPEN}


def test_rounds_of_one_fund_are_linked_not_merged(desk: Desk) -> None:
    first = desk.publish(
        "r1", "Lantern Fund round 1", LANTERN.format(day=15).replace("2027", "2026")
    )
    second = desk.publish("r2", "Lantern Fund round 2", LANTERN.format(day=22))

    desk.read()

    calls = {call.id: call for call in desk.calls()}
    one, two = calls[desk.call_of(first)], calls[desk.call_of(second)]
    assert one.id != two.id
    assert one.series == two.series == f"call {one.id}"
    assert (one.status, two.status) == (Status.CLOSED, Status.OPEN)


def test_a_doubtful_pair_is_two_calls_and_a_question(desk: Desk) -> None:
    desk.publish("lantern", "Lantern Fund", LANTERN.format(day=15))
    desk.publish("told", "Lantern Fund", LANTERN_TOLD.format(day=29),
                 source="uk_cvs", publisher="Sheffield CVS")  # fmt: skip

    desk.read()

    one, two = desk.calls()
    assert one.review_because is None
    assert (two.review_because or "").startswith(
        f"may be the same as call {one.id}: names share lantern"
    )


VERGES = {"kind": "open_call", "notice": "UK4", "cpv": ["77310000"], "deadline": "2027-01-20T12:00"}
MOWING = "Mowing and hedge cutting at 90 sites for three years. Tenders by 20 January 2027. Ask about Quillhaven."


def test_a_notice_for_others_is_set_aside_counted_and_comes_back_by_a_word_to_keep(
    desk: Desk,
) -> None:
    desk.publish(
        "n2",
        "Grounds Maintenance: Verges and Cemeteries",
        MOWING,
        stated=VERGES,
        publisher="Larkfield Borough Council",
    )

    first = desk.read()
    (aside,) = desk.calls()
    again = desk.read()
    (still,) = desk.calls()
    desk.read(keep=("quillhaven",))
    (back,) = desk.calls()

    assert (first.new, first.set_aside, again.set_aside) == (0, 1, 0)
    assert aside.status == still.status == Status.SET_ASIDE
    assert "grounds maintenance" in (aside.set_aside_because or "")
    assert (back.status, back.set_aside_because) == (Status.OPEN, None)


def test_a_word_to_keep_keeps_from_the_start(desk: Desk) -> None:
    desk.publish("n2", "Grounds Maintenance: Verges and Cemeteries", MOWING, stated=VERGES)

    report = desk.read(keep=("Quillhaven",))

    assert (report.new, report.set_aside) == (1, 0)


def test_a_bulletin_of_several_funds_tells_of_each_by_its_own_name(desk: Desk) -> None:
    lantern = desk.publish("lantern", "Lantern Fund", LANTERN.format(day=15))
    bulletin = desk.publish("b1", "Funding round-up: three funds open now", (
        "<h2>Lantern Fund</h2><p>Larkfield Community Foundation gives grants of up to £5,000 to small groups in"
        " Sheffield for mental health. Apply by 15 January 2027.</p>"
        "<h2>Copperbeech Awards</h2><p>Grants of up to £12,000 for advice charities in Leeds. Apply by 3 May 2027.</p>"
        "<h2>Hearthside Fund</h2><p>Grants of up to £2,500 for lunch clubs in Hull. Apply by 10 February 2027.</p>"
    ), source="uk_bulletin", publisher="Sheffield CVS")  # fmt: skip

    desk.read()

    titles = [call.title for call in desk.calls()]
    assert titles == ["Lantern Fund", "Copperbeech Awards", "Hearthside Fund"]
    assert desk.call_of(bulletin, "Lantern Fund") == desk.call_of(lantern)
    assert "Hearthside" not in desk.calls()[1].text


def test_the_calendar_closes_what_nobody_read_again(desk: Desk) -> None:
    desk.publish("lantern", "Lantern Fund", LANTERN.format(day=15))
    desk.read()
    desk.now += timedelta(days=90)

    report = desk.read()

    assert (report.read, report.moved) == (0, 1)
    assert desk.calls()[0].status == Status.CLOSED


def test_every_link_leads_to_a_call(desk: Desk) -> None:
    for number in range(5):
        desk.publish(
            f"r{number}", f"Lantern Fund round {number + 1}", LANTERN.format(day=10 + number)
        )
    desk.read()

    with Session(desk.engine) as session:
        links = session.exec(select(CallSighting)).all()
        assert all(session.get(Call, link.call_id) for link in links)
        assert len(links) == 5


def test_a_sighting_of_two_calls_at_once_asks_whether_they_are_one(desk: Desk) -> None:
    desk.publish("a", "Lantern Fund", LANTERN.format(day=15))
    desk.read()
    asked = LANTERN_TOLD.format(day=15)
    desk.ask(lambda s: s.add(Call(title="Lantern Fund", funder="Larkfield Community Foundation", kind="open_call",
                                  status="open", text=asked, first_seen_at=desk.now, changed_at=desk.now)))  # fmt: skip
    desk.publish("told", "Lantern Fund", asked, source="uk_cvs", publisher="Sheffield CVS")

    desk.read()

    doubts = [call.review_because for call in desk.calls() if call.review_because]
    assert len(desk.calls()) == 2
    assert len(doubts) == 1
    assert "is as surely of both" in doubts[0]
