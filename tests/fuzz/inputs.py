"""Every kind of input that the program takes: good files of it, and how a person would hand one over."""

import contextlib
import csv
import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from xml.etree import ElementTree as ET

from docx import Document
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from scrapy.responsetypes import responsetypes

from db.engine import open_engine, writing
from db.sightings import save_source, store_sighting
from funding_radar.demo.texts import members_text
from funding_radar.gazetteer import Gazetteer, load
from funding_radar.jobs.read import read_sightings
from spiders.catalogue import SHAPES, load_catalogue, source_class
from spiders.documents import read_document
from spiders.fields import Ask, Refused
from tests.conftest import NOW
from tests.fuzz.damage import damaged, damaged_inside
from tests.fuzz.planting import (
    TELLTALE,
    in_json,
    in_letter,
    in_table,
    in_tags,
    in_texts_of_json,
    in_toml,
    in_workbook,
)
from tests.fuzz.program import Program

ROOT = Path(__file__).parents[2]
PAGES = ROOT / "tests" / "pages"
_MEMBERS = members_text(NOW.date())
CALLS = """{"title": "Community Wellbeing Fund", "text": "Grants of up to £5,000 for groups in Sheffield. The deadline is 18 December 2026.", "funder": "A Trust", "url": "https://trust.example/fund", "published_on": "2026-11-02", "facts": {"max_amount": 5000, "areas": ["E08000039"]}}
{"title": "Peer Support Contract", "text": "<p>The council invites bids by <b>12 noon on 31/1/27</b>; the budget is &pound;120k over two years.</p>", "funder": "Steel Council"}
"""  # noqa: E501
LETTER = b"""From: Ann <ann@members.example>
To: co@example.org
Subject: Re: Funding for you [1-2-abcdefghij]
Message-ID: <1@members.example>
Date: Mon, 23 Nov 2026 09:00:00 +0000
MIME-Version: 1.0
Content-Type: text/plain; charset="utf-8"

Not for us: too late. Please stop these e-mails.

> On Monday you wrote:
> interested [1-2-abcdefghij]
"""
BOUNCE = b"""From: MAILER-DAEMON@mail.example
To: co@example.org
Subject: Undelivered Mail Returned to Sender
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: message/delivery-status

Final-Recipient: rfc822; ann@members.example
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 no such user

--b
Content-Type: message/rfc822

Message-ID: <radar-1@example.org>
Subject: Funding for you

--b--
"""
PROBLEM = {
    "budget": 60,
    "needs": [{"id": "n0", "weight": 9}, {"id": "n1", "weight": 5}],
    "must": ["n0"],
    "communities": [{"id": "c0", "weight": 3}],
    "members": [
        {
            "id": f"m{n}", "covers": [f"n{n % 2}"], "reaches": ["c0"], "score": n, "lead_score": 2, "eligible": True,
            "may_lead": n < 3, "size": "small", "experts": 1, "days": 9, "share": [5, 40], "share_as_lead": [5, 40],
        }
        for n in range(5)
    ],
    "trust": [["m0", "m1", 4]],
    "conflicts": [["m2", "m3"]],
    "rules": {
        "partners": [2, 3], "min_small": 1, "max_large": 1, "min_small_percent": 40, "min_small_money_percent": 30,
        "min_experts": 2, "min_days": 6, "days_per_partner": 2, "min_communities": 1, "points_per_small_thousand": 1,
    },
}  # fmt: skip


AWARDS = {
    "grants": [
        {
            "id": f"360G-trust-{n}", "title": "Warm rooms", "description": "Two mornings a week", "currency": "GBP",
            "amountAwarded": 4000 + n, "awardDate": f"2025-0{n + 1}-01T00:00:00+00:00",
            "fundingOrganization": [{"name": "Steel Trust"}], "grantProgramme": [{"title": "Small grants"}],
            "recipientOrganization": [{"id": "GB-CHC-1000001", "name": "Harbour Light", "charityNumber": "1000001"}],
        }
        for n in range(3)
    ]
}  # fmt: skip
RANKED = """{"id": "c1", "title": "Community Wellbeing Fund", "text": "For carers' groups in Sheffield.", "area": "E08000039", "max_amount": 9000}
{"id": "m1", "name": "Harbour Light", "text": "We support carers.", "postcode": "S10 2TN", "income": 80000}
"""  # noqa: E501
ALLIANCE = {
    "members": [
        {
            "name": f"Group {n}", "places": "Sheffield", "themes": "mental_health; food", "groups": "carers",
            "description": "Listening, walking and eating together", "legal_form": "cio",
            "income": str(90_000 * n + 40_000), "policies": "safeguarding", "experts_by_experience": "2",
            "bid_days": "20", "can_lead": "yes", "contact_name": "Ann", "contact_email": f"ann@group{n}.example",
            "consent_on": "2026-01-05",
        }
        for n in range(4)
    ],
    "call": {
        "title": "Wellbeing Together", "funder": "A Trust", "url": "https://trust.example/fund",
        "text": "Grants for mental health in Sheffield. Partnerships only. Closing date: 29 January 2027.",
        "facts": {"max_amount": 90000, "areas": ["E08000039"]},
    },
}  # fmt: skip

Way = Callable[[list[bytes]], st.SearchStrategy[bytes]]


@dataclass(frozen=True)
class Kind:
    """A kind of input: good files of it, what a person does with one, and the ways in which it is spoilt."""

    seeds: Callable[[Program], list[bytes]]
    give: Callable[[Program, bytes], None]
    ways: tuple[Way, ...] = (damaged,)


def _config(program: Program, data: bytes) -> None:
    program.put("config.toml", data)
    if program.run_whole("calls", "list", "--all"):
        program.run("sources", "list", "--all")
        program.run("daemon", "jobs")
        program.run("status")


def _members(ending: str) -> Callable[[Program, bytes], None]:
    def give(program: Program, data: bytes) -> None:
        if program.run_whole("members", "import", program.put(f"members.{ending}", data)):
            program.run("members", "list")
            program.run("members", "check")
            program.run("members", "show", "1")
            program.run("members", "export", "1")
            program.sheet("members", "export")

    return give


def _calls(program: Program, data: bytes) -> None:
    if program.run_whole("calls", "add", program.put("calls.jsonl", data)):
        _look_at_calls(program)


def _look_at_calls(program: Program) -> None:
    for words in (("list", "--all"), ("show", "1"), ("show", "1", "--json"), ("review",)):
        program.run("calls", *words)
    program.sheet("calls", "export", "--all")


def _awards(ending: str) -> Callable[[Program, bytes], None]:
    def give(program: Program, data: bytes) -> None:
        if program.run_whole("match", "awards", program.put(f"awards.{ending}", data)):
            program.run("match", "awards", "--json")

    return give


def _ranked(program: Program, data: bytes) -> None:
    call, _, members = data.partition(b"\n")
    program.put("calls.jsonl", call)
    program.put("members.jsonl", members)
    program.run_whole("lab", "rank", "calls.jsonl", "members.jsonl")


def _alliance(program: Program, data: bytes) -> None:
    """Everything that is shown, exported or written about members, a call and their joint bid."""
    given, sheet = json.loads(data), io.StringIO()
    rows = csv.DictWriter(sheet, list(given["members"][0]))
    rows.writeheader()
    rows.writerows(given["members"])
    program.put("members.csv", sheet.getvalue().encode("utf-8", "surrogatepass"))
    program.put("calls.jsonl", json.dumps(given["call"]).encode())
    if not (
        program.run_whole("members", "import", "members.csv")
        and program.run_whole("calls", "add", "calls.jsonl")
        and program.run("refresh", "--no-crawl").code == 0
    ):
        return
    for words in _SHOWN:
        program.run(*words.split())
    for words in _SHEETS:
        program.sheet(*words.split())
    ET.parse(program.folder / "won.svg")
    if program.run("bids", "pack", "1", "pack").code == 0:
        for sheet in load_workbook(program.folder / "pack" / "budget.xlsx"):
            for cell in (cell for row in sheet.iter_rows() for cell in row):
                assert cell.data_type != "f" or TELLTALE not in str(cell.value), cell.value


_SHOWN = (
    "calls show 1", "match list --all", "match why 1 1", "match why 1 1 --json", "match near 1", "clashes",
    "members show 1", "members check", "bids propose 1", "bids why-not 1 1",
    "bids open 1 --partner 1 --partner 2 --lead 1", "bids list", "bids show 1", "bids show 1 --json", "bids plan 1",
    "bids ready 1", "bids invite 1", "bids answer 1 2 accepted", "match answer 1 2 interested",
    "digest preview 1", "digest preview 1 --json", "digest compose", "digest outbox", "digest outbox --json",
    "digest proof", "status", "report fairness", "report outcomes", "report outcomes --picture",
    "report outcomes --svg won.svg", "report log",
    "report log --json", "report notice --by member",
)  # fmt: skip
_SHEETS = (
    "members export", "calls export --all", "report fairness --csv", "report sources --csv", "report outcomes --csv",
    "report notice --csv", "report log --csv",
)  # fmt: skip


def _reply(program: Program, data: bytes) -> None:
    program.put("replies/1.eml", data)
    program.run_whole("digest", "replies")


def _lab(*words: str) -> Callable[[Program, bytes], None]:
    def give(program: Program, data: bytes) -> None:
        name = program.put("input.json", data)
        program.run_whole("lab", *(name if word == "FILE" else word for word in words))

    return give


def _restore(program: Program, data: bytes) -> None:
    program.run_whole("db", "restore", program.put("backup.db", data))
    program.run("db", "check")


def _document(ending: str) -> Callable[[Program, bytes], None]:
    def give(_program: Program, data: bytes) -> None:
        with contextlib.suppress(Refused):
            assert all(isinstance(page, str) for page in read_document(data, ending))

    return give


@dataclass(frozen=True)
class Visited:
    """What a source reads: a page goes through the source, the database and the readers."""

    name: str
    case: dict[str, str]
    file: str

    def __call__(self, program: Program, data: bytes) -> None:
        """Stores and reads what stands on the page; then looks at it."""
        table = {"shape": self.name, "publisher": "Somebody", "url": self.case["url"]}
        named = self.name not in SHAPES
        entry = load_catalogue({} if named else {"a_site": {**table, **self.case.get("site", {})}})
        source = source_class(found := entry[self.name if named else "a_site"])(found)
        page = responsetypes.from_args(filename=self.file, body=data)(self.case["url"], body=data)
        harvest = source.harvest(page, Ask(self.case["url"], self.case.get("role", "list")))
        assert all(reason.strip() for reason in harvest.refused)
        engine = open_engine(f"sqlite:///{program.folder}/radar.db")
        with writing(engine) as session:
            save_source(session, found, NOW)
            for draft in harvest.drafts:
                store_sighting(session, draft, NOW)
        read_sightings(engine, _gazetteer(), NOW)
        engine.dispose()
        if harvest.drafts:
            _look_at_calls(program)


@cache
def _gazetteer() -> Gazetteer:
    return load()


def _workbook(_program: Program) -> list[bytes]:
    book, out = Workbook(), io.BytesIO()
    for row in csv.reader(io.StringIO(_MEMBERS)):
        book.active.append(row)
    book.save(out)
    return [out.getvalue()]


def _backup(program: Program) -> list[bytes]:
    program.run("db", "backup", "good.db")
    return [(program.folder / "good.db").read_bytes()]


def _guidance(_program: Program) -> list[bytes]:
    paper, out = Document(), io.BytesIO()
    paper.add_heading("Who can apply")
    paper.add_paragraph("Charities with an income of less than £250,000.")
    table = paper.add_table(2, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Closing date", "31 January 2027"
    paper.save(out)
    return [out.getvalue()]


def _sheet_of_awards(_program: Program) -> list[bytes]:
    """The same awards as a table, under the standard's titles."""
    heads = (
        b"Identifier,Title,Currency,Amount Awarded,Award Date,Funding Org:Name,Recipient Org:Name"
    )
    return [
        heads + b"\r\n360G-trust-1,Warm rooms,GBP,4000,2025-03-01,Steel Trust,Harbour Light\r\n"
    ]


def _pages() -> dict[str, Kind]:
    """Each saved page that is read as it stands, by source and name."""
    kinds = {}
    for answer in sorted(PAGES.glob("*/*.json")):
        page = answer.with_suffix("")
        if not page.is_file() or page.suffix in ("", ".json.json"):
            continue
        case = json.loads(answer.read_text(encoding="utf-8"))
        if case.get("drafts") and "card" not in case:
            seed = page.read_bytes()
            name = f"page_{page.parent.name}_{page.name}"
            kinds[name] = Kind(
                lambda _, seed=seed: [seed],
                Visited(page.parent.name, case, page.name),
                _WAYS.get(page.suffix, (damaged,)),
            )
    return kinds


_WAYS: dict[str, tuple[Way, ...]] = {
    ".json": (damaged, in_json), ".jsonl": (damaged, in_json), ".html": (damaged, in_tags), ".xml": (damaged, in_tags),
    ".eml": (damaged, in_letter), ".txt": (damaged, in_letter),
}  # fmt: skip
KINDS: dict[str, Kind] = {
    "config": Kind(
        lambda _: [(ROOT / "config.example.toml").read_bytes()], _config, (damaged, in_toml)
    ),
    "members_csv": Kind(lambda _: [_MEMBERS.encode()], _members("csv"), (damaged, in_table)),
    "members_xlsx": Kind(_workbook, _members("xlsx"), (damaged_inside, in_workbook)),
    "calls_jsonl": Kind(lambda _: [CALLS.encode()], _calls, (damaged, in_json)),
    "awards_json": Kind(
        lambda _: [json.dumps(AWARDS).encode()], _awards("json"), (damaged, in_json)
    ),
    "awards_csv": Kind(_sheet_of_awards, _awards("csv"), (damaged, in_table)),
    "alliance": Kind(lambda _: [json.dumps(ALLIANCE).encode()], _alliance, (in_texts_of_json,)),
    "reply_eml": Kind(lambda _: [LETTER, BOUNCE], _reply, (damaged, in_letter)),
    "lab_read": Kind(
        lambda _: [CALLS.replace('{"title', '{"id": "a", "title').encode()],
        _lab("read", "FILE"),
        (damaged, in_json),
    ),
    "lab_rank": Kind(lambda _: [RANKED.encode()], _ranked, (damaged, in_json)),
    "lab_propose": Kind(
        lambda _: [json.dumps(PROBLEM).encode()], _lab("propose", "FILE"), (damaged, in_json)
    ),
    "backup": Kind(_backup, _restore),
    "guidance_docx": Kind(_guidance, _document("docx"), (damaged_inside,)),
    "guidance_pdf": Kind(
        lambda _: [(PAGES / "newsletters" / "bulletin.pdf").read_bytes()], _document("pdf")
    ),
    **_pages(),
}
"""All of them, by name."""
