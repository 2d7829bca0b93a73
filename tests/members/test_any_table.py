"""Whatever stands in the cells: members are imported, or refused with reasons; never a traceback."""

import csv
import io
from datetime import UTC, datetime

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from sqlmodel import Session, create_engine, select

from db.errors import RadarError
from db.members import member_views
from db.models import Decision, Table
from funding_radar.gazetteer import Gazetteer
from funding_radar.members.columns import COLUMNS
from funding_radar.members.faults import MembersFileError
from funding_radar.members.importing import store_members
from funding_radar.members.profiles import MembersFile, read_members
from funding_radar.spreadsheets import defused, undefused
from tests.members.conftest import TODAY

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)

GOOD = {
    name: [
        value for value in (column.example, "unknown", "") if value != "Example Listening Project"
    ]
    for name, column in COLUMNS.items()
}
MIXED = ["0", "£1.5m", "31/12/2026", "yes", "S10", "a/b/c", "carers;;arts,", "1999123"]
ODD = st.text(max_size=40) | st.sampled_from(
    ["=1+1", "-", "£", "1e9", "inf", "nan", "٣", "²", "1/1/1", "0/0/0000", "9" * 400, "\0", "\ud7ff", '"', "x;" * 300,
     "a@b.c", "31/02/2026", "2026-13-01", "12/31/2026", "#N/A", "# remark", "'=1", "//", "/5/", "K" * 6000]
)  # fmt: skip
HEADINGS = st.sampled_from(list(COLUMNS)) | st.sampled_from(
    ["Turnover (£)", "e-mail", "", "???", "favourite"]
)


@st.composite
def tables(draw: st.DrawFn) -> list[list[str]]:
    """A heading and some rows: half of the tables hold good cells alone, so that some of them are imported."""
    tame = draw(st.booleans())
    known = st.sampled_from(list(COLUMNS)) if tame else HEADINGS
    drawn = draw(st.lists(known, max_size=8, unique=True))
    heading = draw(
        st.permutations(["name", "places", *(h for h in drawn if h not in {"name", "places"})])
    )
    rows = []
    for number in range(draw(st.integers(1, 4))):
        cells = [st.sampled_from(GOOD.get(head) or ["x"]) for head in heading]
        row = [draw(cell if tame else cell | st.sampled_from(MIXED) | ODD) for cell in cells]
        if tame or draw(st.booleans()):
            row[heading.index("name")] = f"Member {number}"
            row[heading.index("places")] = draw(
                st.sampled_from(["Sheffield", "E08000018; Barnsley"])
            )
        rows.append(row)
    return [list(heading), *rows]


def read(data: bytes, gazetteer: Gazetteer) -> MembersFile | None:
    """The file, or None when it was refused as it should be: in sentences."""
    try:
        return read_members(data, "any.csv", gazetteer, TODAY)
    except RadarError as error:
        refused = error
    if isinstance(refused, MembersFileError):
        assert all(fault.reason for fault in refused.faults)
        assert len(str(refused)) < 20_000
    else:
        assert str(refused).startswith("any.csv")
        assert "\n" not in str(refused)
    return None


def import_twice(file: MembersFile) -> None:
    engine = create_engine("sqlite://")
    Table.metadata.create_all(engine)
    with Session(engine) as session:
        first = store_members(session, file, NOW)
        views = member_views(session)
        again = store_members(session, file, NOW)

        assert (first.new, first.changed, first.unchanged) == (len(file.profiles), 0, 0)
        assert (again.new, again.changed, again.unchanged) == (0, 0, len(file.profiles))
        assert member_views(session) == views
        assert len(session.exec(select(Decision)).all()) == len(file.profiles)
    engine.dispose()


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(table=tables(), delimiter=st.sampled_from(",;\t"))
def test_any_csv_is_imported_or_refused_with_reasons(
    gazetteer: Gazetteer, table: list[list[str]], delimiter: str
) -> None:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(table)

    file = read(out.getvalue().encode("utf-8", "surrogatepass"), gazetteer)
    if file is not None:
        import_twice(file)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(table=tables())
def test_any_workbook_is_imported_or_refused_with_reasons(
    gazetteer: Gazetteer, table: list[list[str]]
) -> None:
    book = Workbook()
    for row in table:
        book.active.append([ILLEGAL_CHARACTERS_RE.sub("", cell) for cell in row])
    out = io.BytesIO()
    book.save(out)

    file = read(out.getvalue(), gazetteer)
    if file is not None:
        import_twice(file)


@settings(max_examples=200, deadline=None)
@given(data=st.binary(max_size=300))
@example(data=b'name,places\n"A')
@example(data=b"\xff\xfe\x00")
def test_any_bytes_are_imported_or_refused_with_reasons(gazetteer: Gazetteer, data: bytes) -> None:
    read(data, gazetteer)
    read(b"name,places\nA,Sheffield\n" + data, gazetteer)


@settings(deadline=None)
@given(cell=st.text(max_size=20))
def test_a_defused_cell_never_starts_a_formula_and_comes_back(cell: str) -> None:
    assert not defused(cell).lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r"))
    if not cell.startswith("'"):
        assert undefused(defused(cell)) == cell or cell.startswith(("\t", "\r"))
