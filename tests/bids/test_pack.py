"""The bid pack, opened again by the libraries and by LibreOffice, and compared with the database."""

import json
import re
import shutil
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from icalendar import Calendar
from openpyxl import load_workbook

from tests.bids.alliance import ROLLING, SILENT, YOUNG_MINDS
from tests.cli.conftest import Radar

FILES = {"joint-bid.docx", "agreement.docx", "budget.xlsx", "bid.json", "plan.ics"}
LEFT_OVER = re.compile(
    r"TODO|TBC|TBD|XXX|lorem|\bNone\b|\bnan\b|[{}<>\[\]]|#REF|#NAME|#VALUE|#DIV|\bplaceholder",
    re.IGNORECASE,
)
HEADINGS = [
    "What we offer", "Why together", "Who shapes it", "How settled this is", "Partners and their parts",
    "Who delivers what, where", "Budget with full cost recovery", "Plan, back from the deadline",
    "Experts by experience", "What could go wrong", "Where data goes", "Fairness sheet", "The rules",
    "Who is not in it, and why",
]  # fmt: skip


def words_of(path: Path) -> str:
    """All words of a Word document, its footer among them."""
    document = Document(str(path))
    lines = [paragraph.text for paragraph in document.paragraphs]
    for table in document.tables:
        lines += [" | ".join(cell.text for cell in row.cells) for row in table.rows]
    lines += [p.text for section in document.sections for p in section.footer.paragraphs]
    return "\n".join(lines)


def rows_of(path: Path, heading: str) -> list[list[str]]:
    """The table of a document whose head has this column."""
    for table in Document(str(path)).tables:
        rows = [[cell.text for cell in row.cells] for row in table.rows]
        if heading in rows[0]:
            return rows
    pytest.fail(f"no table with a column {heading}")


def pounds(text: str) -> int:
    return int(text.replace("£", "").replace(",", ""))


def test_the_pack_is_five_files_and_nothing_else(packed: Path) -> None:
    assert {path.name for path in packed.iterdir()} == FILES


def test_the_document_says_all_that_was_asked_for_in_order(packed: Path) -> None:
    document = Document(str(packed / "joint-bid.docx"))

    headings = [p.text for p in document.paragraphs if p.style.name.startswith("Heading")]
    assert headings == HEADINGS
    assert document.core_properties.author == "Test alliance"


def test_the_budget_of_the_document_adds_up_to_the_bid(packed: Path, bid: dict[str, Any]) -> None:
    rows = rows_of(packed / "joint-bid.docx", "Direct costs")[1:]

    shares = {p["name"]: p["share"] for p in bid["partners"]}
    *lines, whole = [[line[0], *map(pounds, (line[1], line[3], line[4]))] for line in rows]
    assert {name: share for name, _, _, share in lines} == shares
    assert all(direct + overhead == share for _, direct, overhead, share in lines)
    assert whole[1:] == [sum(line[n] for line in lines) for n in (1, 2, 3)]
    assert whole[3] == bid["budget"] == 150_000


def test_each_partners_overheads_are_at_its_own_rate_or_ours_marked(
    packed: Path, bid: dict[str, Any]
) -> None:
    rates = {line[0]: line[2] for line in rows_of(packed / "joint-bid.docx", "Direct costs")[1:-1]}

    lead = bid["lead"]["name"]
    assert rates[lead] == "18.5 %"
    assert {rate for name, rate in rates.items() if name != lead} == {"15 % *"}


def test_nothing_is_left_to_fill_in_but_signatures(packed: Path) -> None:
    for name in ("joint-bid.docx", "agreement.docx"):
        assert LEFT_OVER.findall(words_of(packed / name)) == []
    for sheet in load_workbook(packed / "budget.xlsx"):
        said = [
            str(cell.value)
            for row in sheet.iter_rows()
            for cell in row
            if isinstance(cell.value, str)
        ]
        assert [text for text in said if not text.startswith("=") and LEFT_OVER.search(text)] == []
    signatures = rows_of(packed / "agreement.docx", "Signature")
    assert all(row[1:] == ["", "", ""] for row in signatures[1:])


def test_the_agreement_names_every_partner_with_its_share(
    packed: Path, bid: dict[str, Any]
) -> None:
    parties = {row[0]: row[3] for row in rows_of(packed / "agreement.docx", "Share")[1:]}

    assert parties == {p["name"]: f"£{p['share']:,}" for p in bid["partners"]}
    assert f"{bid['lead']['name']} sends the bid" in words_of(packed / "agreement.docx")


def test_the_workbook_holds_the_shares_and_every_sum_is_a_formula(
    packed: Path, bid: dict[str, Any]
) -> None:
    sheet = load_workbook(packed / "budget.xlsx")["Shares"]

    count = len(bid["partners"])
    rows = list(sheet.iter_rows(min_row=5, max_row=4 + count, values_only=True))
    assert {row[0]: row[3] for row in rows} == {p["name"]: p["share"] for p in bid["partners"]}
    assert all(str(cell).startswith("=") for row in rows for cell in row[6:11])
    assert sheet.cell(5 + count, 4).value == f"=SUM(D5:D{4 + count})"


def test_the_calendar_holds_every_step_and_the_minute_of_the_deadline(
    packed: Path, bid: dict[str, Any]
) -> None:
    events = Calendar.from_ical((packed / "plan.ics").read_bytes()).walk("VEVENT")

    steps = bid["plan"]["steps"]
    days = {str(e["summary"]).rpartition(" (")[0]: e.decoded("dtstart") for e in events[:-1]}
    assert days == {step["what"]: date.fromisoformat(step["on"]) for step in steps}
    assert events[-1].decoded("dtstart").isoformat() == "2027-01-22T12:00:00+00:00"
    assert len({str(e["uid"]) for e in events}) == len(events)


def test_a_later_calendar_moves_the_events_of_an_earlier_one(
    packed_alliance: Radar, folder: Path
) -> None:
    before = Calendar.from_ical((folder / "pack" / "plan.ics").read_bytes()).walk("VEVENT")
    packed_alliance("bids", "swap", "1", "Moor Street Carers")
    packed_alliance("bids", "pack", "1", "pack")

    after = Calendar.from_ical((folder / "pack" / "plan.ics").read_bytes()).walk("VEVENT")

    assert [str(e["uid"]) for e in after] == [str(e["uid"]) for e in before]
    assert all(b["sequence"] > a["sequence"] for a, b in zip(before, after, strict=True))


def test_the_record_says_the_same_as_the_database(packed: Path, bid: dict[str, Any]) -> None:
    record = json.loads((packed / "bid.json").read_text(encoding="utf-8"))

    assert {p["id"]: p["share"] for p in record["partners"]} == {
        p["id"]: p["share"] for p in bid["partners"]
    }
    assert record["costs"]["total"] == bid["budget"]
    assert all(p["direct"] + p["overhead"] == p["share"] for p in record["partners"])
    assert len(record["readiness"]) == 17
    assert [rule["kept"] for rule in record["rules"]] == [True] * 7
    assert record["log"] == bid["log"]


@pytest.fixture(scope="session")
def office() -> str:
    """LibreOffice; without it the test is skipped."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    if found is None:
        pytest.skip("needs LibreOffice (soffice)")
    return found


def convert(office: str, kind: str, path: Path, folder: Path) -> Path:
    subprocess.run(
        [office, f"-env:UserInstallation=file://{folder}/office", "--headless", "--convert-to", kind,
         "--outdir", str(folder), str(path)],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    made = folder / f"{path.stem}.{kind}"
    assert made.is_file(), path
    return made


@pytest.mark.parametrize("name", ["joint-bid.docx", "agreement.docx", "budget.xlsx"])
def test_libreoffice_opens_every_document(
    packed: Path, office: str, tmp_path: Path, name: str
) -> None:
    from pypdf import PdfReader

    made = convert(office, "pdf", packed / name, tmp_path)

    pages = [page.extract_text() for page in PdfReader(made).pages]
    assert all(page.strip() for page in pages)
    assert LEFT_OVER.findall("\n".join(pages)) == []
    if name == "joint-bid.docx":
        assert "How settled this is" in pages[0]
        assert "Partners and their parts" in pages[1]


def test_libreoffice_counts_what_the_database_has_to_the_pound(
    packed: Path, bid: dict[str, Any], office: str, tmp_path: Path
) -> None:
    record = json.loads((packed / "bid.json").read_text(encoding="utf-8"))
    (tmp_path / "counted").mkdir()

    book = load_workbook(
        convert(office, "xlsx", packed / "budget.xlsx", tmp_path / "counted"), data_only=True
    )

    sheet, count = book["Shares"], len(bid["partners"])
    for row, partner in enumerate(record["partners"], 5):
        told = [sheet.cell(row, column).value for column in (1, 4, 7, 8, 9)]
        wanted = [
            partner[key]
            for key in ("name", "share", "overhead", "direct", "experts_by_experience_cost")
        ]
        assert told == wanted
    total = 5 + count
    assert sheet.cell(total, 4).value == sheet.cell(total + 2, 4).value == bid["budget"]
    assert sheet.cell(total + 3, 4).value == 0
    small = sum(p["share"] for p in record["partners"] if p["size"] == "small")
    assert sheet.cell(total + 4, 4).value == small
    paid = {
        row[0].value: row[10].value for row in book["Experts"].iter_rows(min_row=9) if row[0].value
    }
    for phase in ("until_submission", "while_the_work_runs"):
        costs = record["costs"][phase]
        assert [paid[one["what"]] for one in costs] == [one["cost"] for one in costs]
        assert paid[f"All {phase.replace('_', ' ')}"] == sum(one["cost"] for one in costs)
    full = [
        row[2].value
        for row in book["Full cost"].iter_rows(min_row=5)
        if row[1].value == "Full cost"
    ]
    assert full == [p["share"] for p in record["partners"]]


def test_a_bid_without_amount_or_lead_packs_without_invented_figures(
    alliance: Radar, folder: Path
) -> None:
    alliance("bids", "open", SILENT["title"], "--partner", "1", "--partner", "6")

    assert alliance("bids", "pack", "1", "pack").code == 0

    said = words_of(folder / "pack" / "joint-bid.docx")
    assert "We ask for | not known\n" in said
    assert "the partners have not agreed on a lead yet" in said
    assert LEFT_OVER.findall(said) == []
    sheet = load_workbook(folder / "pack" / "budget.xlsx")["Shares"]
    assert [sheet.cell(row, 4).value for row in (5, 6)] == [None, None]


def test_a_call_that_is_always_open_packs_with_our_own_aim(alliance: Radar, folder: Path) -> None:
    alliance("bids", "open", ROLLING["title"], "--lead", "1", "--partner", "2", "--partner", "6")

    assert alliance("bids", "pack", "1", "pack").code == 0

    assert "We set ourselves" in words_of(folder / "pack" / "joint-bid.docx")
    events = Calendar.from_ical((folder / "pack" / "plan.ics").read_bytes()).walk("VEVENT")
    assert not any(str(e["summary"]).startswith("Deadline") for e in events)


def test_names_from_outside_do_no_harm(alliance: Radar, folder: Path) -> None:
    name = '=HYPERLINK("http://evil.example")\x07 <b>& Söns\''
    added = alliance("members", "add", name, "--place", "Barnsley", "--set", "themes=mental_health")
    assert added.code == 0, added.err
    alliance(
        "bids", "open", YOUNG_MINDS["title"], "--lead", "1", "--partner", "8", "--partner", "2"
    )

    assert alliance("bids", "pack", "1", "pack").code == 0

    sheet = load_workbook(folder / "pack" / "budget.xlsx")["Shares"]
    cells = [sheet.cell(row, 1) for row in (5, 6, 7)]
    assert {cell.data_type for cell in cells} == {"s"}
    assert any(str(cell.value).startswith("=HYPERLINK") for cell in cells)
    assert "<b>& Söns'" in words_of(folder / "pack" / "joint-bid.docx")


def test_a_folder_that_cannot_be_written_is_one_line_and_leaves_nothing(
    alliance: Radar, folder: Path
) -> None:
    alliance("bids", "open", YOUNG_MINDS["title"])
    (folder / "taken").write_text("mine", encoding="utf-8")

    said = alliance("bids", "pack", "1", "taken")

    assert said.code == 1
    assert said.err.startswith("the pack cannot be written to taken")
    assert (folder / "taken").read_text(encoding="utf-8") == "mine"


def test_other_files_in_the_folder_stay(packed_alliance: Radar, folder: Path) -> None:
    (folder / "pack" / "notes.txt").write_text("ours", encoding="utf-8")

    assert packed_alliance("bids", "pack", "1", "pack").code == 0

    assert {path.name for path in (folder / "pack").iterdir()} == FILES | {"notes.txt"}
