import io
import zipfile
from collections.abc import Callable
from contextlib import suppress
from datetime import date

import pytest
from openpyxl import Workbook

from db.errors import RadarError
from db.views import GrantView
from funding_radar.members.faults import MembersFileError
from funding_radar.members.profiles import MembersFile
from funding_radar.members.tables import read_table
from funding_radar.members.workbook import LARGEST_UNPACKED

Read = Callable[[str | bytes], MembersFile]


def book(*rows: list[object], sheet: str = "Sheet1") -> Workbook:
    made = Workbook()
    made.active.title = sheet
    for row in rows:
        made.active.append(row)
    return made


def packed(made: Workbook) -> bytes:
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def repacked(data: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """The workbook with one part inside changed, as another program might have written it."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, change(content) if name == part else content)
    return out.getvalue()


def test_cells_of_every_type_are_read(read: Read) -> None:
    made = book(
        [
            "Name",
            "Places",
            "Income",
            "Staff",
            "Consent date",
            "Can lead",
            "Charity number",
            "Grants held",
        ],
        [
            "Open Gate",
            "Sheffield\nRotherham",
            45000.4,
            2.5,
            date(2026, 9, 1),
            True,
            1999123,
            None,
        ],
        [None, None, None, None, None, None, None, None],
        ["Plum Yard", "Barnsley", "£9k", 3, date(2026, 9, 2), False, 199912.0, "Plain Trust/500"],
    )
    file = read(packed(made))

    assert [lined.line for lined in file.profiles] == [2, 4]
    first, second = (lined.profile.states for lined in file.profiles)
    assert first == {
        "places": ("E08000039", "E08000018"),
        "income": 45_000,
        "staff": 2.5,
        "consent_on": date(2026, 9, 1),
        "can_lead": True,
        "charity_number": "1999123",
    }
    assert second["charity_number"] == "199912"
    assert second["grants_held"] == (GrantView("Plain Trust", 500),)


def test_a_formula_gives_what_it_came_to(read: Read) -> None:
    made = book(["name", "places", "income"], ["Open Gate", "Sheffield", "=40000+2000"])
    saved = repacked(
        packed(made),
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace(b"<v></v>", b"<v>42000</v>").replace(b"<v />", b"<v>42000</v>"),
    )

    assert read(saved).profiles[0].profile.states["income"] == 42_000


def test_a_formula_without_a_saved_result_is_a_fault_not_an_empty_cell(read: Read) -> None:
    made = book(["name", "places", "income"], ["Open Gate", "Sheffield", "=40000+2000"])

    with pytest.raises(MembersFileError, match="line 2, column C: the formula has no saved result"):
        read(packed(made))


def test_an_error_of_the_spreadsheet_is_a_fault(read: Read) -> None:
    made = book(["name", "places"], ["Open Gate", "#REF!"])

    with pytest.raises(MembersFileError, match="line 2, column B: the cell shows the error #REF!"):
        read(packed(made))


def test_text_that_looks_like_a_formula_stays_text(read: Read) -> None:
    made = book(["name", "places"], ["x", "Sheffield"])
    made.active["A2"].value = "=cmd|' /C calc'!A0"
    made.active["A2"].data_type = "s"

    assert read(packed(made)).profiles[0].profile.name == "=cmd|' /C calc'!A0"


def test_the_sheet_called_members_is_read(read: Read) -> None:
    made = book(["budget"], ["1"])
    members = made.create_sheet("Members")
    members.append(["name", "places"])
    members.append(["Open Gate", "Sheffield"])

    assert len(read(packed(made)).profiles) == 1


def test_a_wrong_size_in_the_file_loses_nothing(read: Read) -> None:
    made = book(["name", "places"], ["Open Gate", "Sheffield"], ["Plum Yard", "Barnsley"])
    saved = repacked(
        packed(made),
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace(b'ref="A1:B3"', b'ref="A1:A1"'),
    )

    assert len(read(saved).profiles) == 2


def test_fifty_thousand_rows_are_refused_with_a_sentence() -> None:
    made = Workbook(write_only=True)
    sheet = made.create_sheet("members")
    sheet.append(["name", "places"])
    for number in range(50_000):
        sheet.append([f"Member {number}", "Sheffield"])

    with pytest.raises(
        RadarError, match=r"^big.xlsx has more than 20,000 rows: split it into smaller files$"
    ):
        read_table(packed(made), "big.xlsx")


def test_a_list_far_below_the_rest_is_refused_not_cut(read: Read) -> None:
    made = book(["name", "places"], ["Open Gate", "Sheffield"])
    made.active.cell(row=300_000, column=1, value="Plum Yard")

    with pytest.raises(RadarError, match="goes on below row 200,000"):
        read(packed(made))


def test_a_workbook_that_explodes_is_not_opened(read: Read) -> None:
    made = packed(book(["name", "places"], ["Open Gate", "Sheffield"]))
    bomb = repacked(made, "xl/worksheets/sheet1.xml", lambda _: b" " * (LARGEST_UNPACKED + 1))
    entities = repacked(
        made,
        "xl/worksheets/sheet1.xml",
        lambda xml: b'<!DOCTYPE x [<!ENTITY a "aaaa">]>' + xml,
    )

    with pytest.raises(RadarError, match="unpacks to more"):
        read(bomb)
    with pytest.raises(RadarError, match="document type"):
        read(entities)


def test_a_workbook_broken_anywhere_inside_is_refused_in_a_sentence(read: Read) -> None:
    made = packed(book(["name", "places"], ["Open Gate", "Sheffield"]))
    parts = zipfile.ZipFile(io.BytesIO(made)).namelist()

    for part in parts:
        for damage in (b"", b"<nonsense", b"<x/>"):
            broken = repacked(made, part, lambda _, damage=damage: damage)
            # Some parts, such as the theme, may be broken without loss; anything but a sentence is our bug.
            with suppress(RadarError):
                assert read(broken).profiles[0].profile.name == "Open Gate"
