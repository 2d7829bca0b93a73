"""What funders gave before, from a file in the 360Giving standard to a finding in plain words."""

import io
import json
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import Engine

from db.awards import award_funders, awards_of
from db.engine import reading, writing
from db.errors import RadarError
from db.matches import match_views
from db.models import Call, Member, MemberTheme
from db.vocabulary import Theme
from funding_radar.gazetteer import load
from funding_radar.jobs.award_rows import read_awards
from funding_radar.jobs.match import match_all
from funding_radar.jobs.past_awards import load_awards
from tests.conftest import NOW

GRANT = {
    "id": "360G-anytown-1",
    "title": "Singing for wellbeing",
    "description": "A choir for people with dementia and their carers",
    "currency": "GBP",
    "amountAwarded": 4_500,
    "awardDate": "2025-03-01T00:00:00+00:00",
    "fundingOrganization": [{"id": "GB-LAE-ANY", "name": "The Anytown Trust"}],
    "recipientOrganization": [{"id": "GB-CHC-1234567", "name": "Anytown Choir"}],
}
TITLES = {
    "Identifier": "360G-anytown-1",
    "Title": "Singing for wellbeing",
    "Description": "A choir for people with dementia and their carers",
    "Currency": "GBP",
    "Amount Awarded": "4,500",
    "Award Date": "01/03/2025",
    "Funding Org:0:Name": "The Anytown Trust",
    "Recipient Org:0:Name": "Anytown Choir",
    "Recipient Org:0:Identifier": "GB-CHC-1234567",
}


def as_json(*grants: dict) -> bytes:
    return json.dumps({"grants": grants}).encode()


def as_csv(row: dict[str, str]) -> bytes:
    return "\n".join(
        ",".join(f'"{cell}"' for cell in cells) for cells in (row, row.values())
    ).encode()


def as_xlsx(row: dict[str, str]) -> bytes:
    book, data = openpyxl.Workbook(), io.BytesIO()
    book.active.append(list(row))
    book.active.append(list(row.values()))
    book.save(data)
    return data.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(as_json(GRANT), id="json"),
        pytest.param(as_csv(TITLES), id="csv"),
        pytest.param(as_xlsx(TITLES), id="xlsx"),
    ],
)
def test_a_file_of_the_standard_is_read_in_each_of_its_shapes(data: bytes) -> None:
    award = read_awards(data, "grants").awards[0]

    assert (award.funder, award.recipient) == ("The Anytown Trust", "Anytown Choir")
    assert (award.amount, award.awarded_on) == (4_500, date(2025, 3, 1))
    assert (award.charity_number, award.company_number) == ("1234567", "")
    assert Theme.DEMENTIA in award.themes


def test_a_grant_to_a_person_is_left_out_and_counted() -> None:
    person = {k: v for k, v in GRANT.items() if k != "recipientOrganization"}
    person |= {"recipientIndividual": [{"id": "x", "name": "A Person"}]}

    read = read_awards(as_json(GRANT, person), "grants.json")

    assert (len(read.awards), read.to_people) == (1, 1)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        pytest.param("currency", "EUR", id="another currency"),
        pytest.param("amountAwarded", "lots", id="no sum"),
        pytest.param("amountAwarded", -5, id="less than nothing"),
        pytest.param("amountAwarded", float("nan"), id="no number"),
    ],
)
def test_an_amount_that_is_no_sum_of_pounds_is_unknown(field: str, value: object) -> None:
    assert read_awards(as_json({**GRANT, field: value}), "grants.json").awards[0].amount is None


@pytest.mark.parametrize(
    ("data", "said"),
    [
        pytest.param(as_json(GRANT, {**GRANT, "id": ""}), "grant 2: no identifier", id="no identifier"),
        pytest.param(as_csv({**TITLES, "Funding Org:0:Name": ""}), "line 2: no funder's name", id="no funder"),
        pytest.param(b"{", "is not JSON", id="broken"),
        pytest.param(b'{"awards": []}', 'no list of "grants"', id="something else"),
        pytest.param(as_json(), "holds no awards", id="nothing"),
        pytest.param(b"[" * 100_000, "is not JSON", id="too deep"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_refused_whole(data: bytes, said: str) -> None:
    with pytest.raises(RadarError, match=said):
        read_awards(data, "grants")


def test_loading_again_changes_nothing_and_a_corrected_award_replaces_the_old(
    engine: Engine, tmp_path: Path
) -> None:
    file = tmp_path / "grants.json"
    file.write_bytes(as_json(GRANT))
    assert load_awards(engine, file, NOW).written == 1
    assert load_awards(engine, file, NOW).written == 0
    file.write_bytes(as_json({**GRANT, "amountAwarded": 5_000}))

    assert load_awards(engine, file, NOW).written == 1

    with reading(engine) as session:
        assert [(f.funder, f.awards) for f in award_funders(session)] == [("The Anytown Trust", 1)]
        assert awards_of(session, ["anytown trust"])["anytown trust"][0].amount == 5_000


def test_a_match_says_whom_the_funder_gave_to(engine: Engine, tmp_path: Path) -> None:
    file = tmp_path / "grants.json"
    file.write_bytes(as_json(GRANT))
    with writing(engine) as session:
        session.add(Call(id=1, title="A fund", funder="Anytown Trust", kind="open_call", status="open",
                         first_seen_at=NOW, changed_at=NOW))  # fmt: skip
        session.add(Member(id=1, name="Memory Café", changed_at=NOW))
        session.add(Member(id=2, name="Choir", charity_number="1234567", changed_at=NOW))
        session.flush()
        session.add(MemberTheme(member_id=1, theme=Theme.DEMENTIA))
    match_all(engine, load(), NOW)

    load_awards(engine, file, NOW)
    report = match_all(engine, load(), NOW)

    assert report.written == 2
    with reading(engine) as session:
        said = {
            m.member_id: f.sentence
            for m in match_views(session)
            for f in m.findings
            if f.rule == "funder"
        }
    assert said == {
        1: "The one award of its that we know was for work like yours: "
        "£4,500 in March 2025 to Anytown Choir (dementia)",
        2: "It has funded you before: £4,500 in March 2025",
    }
