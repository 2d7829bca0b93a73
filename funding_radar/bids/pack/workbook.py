"""The budget as a workbook with live formulas: shares, full cost by partner, experts by experience, notes."""

import io
from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from funding_radar.bids.costs import Involvement
from funding_radar.bids.pack.dossier import Dossier, plain
from funding_radar.phrases import short_day

POUNDS, PERCENT = '"£"#,##0', '0.0"%"'
FACE = "Arial"
_INPUT = PatternFill("solid", fgColor="FFF6D6")
_HEAD = PatternFill("solid", fgColor="DCE8EC")
_LINE = Side(style="thin", color="B9C7CD")
FIRST = 5
"""The row of the first partner on the sheet of shares."""


def budget(told: Dossier) -> bytes:
    """The workbook as an .xlsx file. Yellow cells are for people to change; the rest follows."""
    book = Workbook()
    shares = book.active
    shares.title = "Shares"
    experts = book.create_sheet("Experts")
    full = book.create_sheet("Full cost")
    notes = book.create_sheet("Notes")
    paid = _experts(experts, told)
    _shares(shares, told, paid)
    _full_cost(full, told)
    _notes(notes, told)
    book.properties.title = plain(f"Budget: {told.call.title}", 250)
    book.properties.creator = plain(told.alliance, 250)
    book.properties.created = book.properties.modified = told.made_at.replace(tzinfo=None)
    for sheet in book:
        _print(sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _shares(sheet: Any, told: Dossier, paid: str) -> None:
    _title(
        sheet,
        f"Budget: {told.call.title}",
        "Shares in whole pounds, as the bid holds them. Yellow cells can be changed.",
    )
    heads = (
        "Partner", "Part", "Size", "Share", "Overheads, % of direct costs", "Whose rate", "Overheads", "Direct costs",
        "of these: experts by experience", "other direct costs", "% of all",
    )  # fmt: skip
    _heads(sheet, FIRST - 1, heads)
    last = FIRST + len(told.costs.lines) - 1
    total = last + 1
    for row, line in enumerate(told.costs.lines, FIRST):
        p, size = line.partner, told.size(line.partner)
        _words(sheet, row, 1, p.name)
        _words(sheet, row, 2, "leads" if p.lead else "partner")
        _words(sheet, row, 3, size.label if size else "not known")
        _input(sheet, row, 4, p.share, POUNDS)
        _input(sheet, row, 5, line.overhead_percent, "0.0")
        _words(sheet, row, 6, "our default" if line.rate_is_ours else "its own")
        _formula(sheet, row, 7, f'=IF(ISNUMBER(D{row}),ROUND(D{row}*E{row}/(100+E{row}),0),"")')
        _formula(sheet, row, 8, f'=IF(ISNUMBER(D{row}),D{row}-G{row},"")')
        held = (
            f'=IF(ISNUMBER(H{row}),MIN(H{row},{paid}),"")'
            if p.lead
            else f'=IF(ISNUMBER(H{row}),0,"")'
        )
        _formula(sheet, row, 9, held)
        _formula(sheet, row, 10, f'=IF(ISNUMBER(H{row}),H{row}-I{row},"")')
        share = f'=IF(AND(ISNUMBER(D{row}),D${total}>0),100*D{row}/D${total},"")'
        _formula(sheet, row, 11, share, PERCENT)
    _words(sheet, total, 1, "All", bold=True)
    for column in (4, 7, 8, 9, 10, 11):
        letter = get_column_letter(column)
        form = PERCENT if column == 11 else POUNDS
        _formula(sheet, total, column, f"=SUM({letter}{FIRST}:{letter}{last})", form, bold=True)
    _checks(sheet, told, total + 2, (FIRST, last, total))
    _widths(sheet, (30, 9, 10, 11, 12, 12, 11, 11, 12, 11, 8))
    sheet.freeze_panes = sheet.cell(FIRST, 2)


def _checks(sheet: Any, told: Dossier, row: int, rows: tuple[int, int, int]) -> None:
    first, last, total = rows
    _words(sheet, row, 1, "Money in the bid")
    _cell(sheet, row, 4, told.bid.budget, POUNDS)
    _words(sheet, row + 1, 1, "Shares less money in the bid (has to be 0)")
    _formula(sheet, row + 1, 4, f'=IF(ISNUMBER(D{row}),D{total}-D{row},"not known")')
    _words(sheet, row + 2, 1, "To small organisations")
    _formula(sheet, row + 2, 4, f'=SUMIF(C{first}:C{last},"small",D{first}:D{last})')
    _formula(sheet, row + 2, 5, f'=IF(D{total}>0,100*D{row + 2}/D{total},"")', PERCENT)
    _words(sheet, row + 3, 1, "Largest share")
    _formula(sheet, row + 3, 4, f"=MAX(D{first}:D{last})")
    _formula(sheet, row + 3, 5, f'=IF(D{total}>0,100*D{row + 3}/D{total},"")', PERCENT)


def _experts(sheet: Any, told: Dossier) -> str:
    """Fills the sheet of experts; the address of what the work itself pays for them."""
    rates = told.costs.rates
    _title(sheet, "Experts by experience: paid time", "Preparation and expenses are paid too.")
    _words(sheet, 4, 1, "Pounds an hour")
    _input(sheet, 4, 2, rates.expert_hourly, POUNDS)
    _words(sheet, 5, 1, "Expenses for a meeting")
    _input(sheet, 5, 2, rates.expert_expenses, POUNDS)
    _words(sheet, 6, 1, "Figures set on")
    _words(sheet, 6, 2, short_day(rates.set_on))
    _words(
        sheet,
        4,
        3,
        "Our own figures, to be replaced by your local rates: not the NHS's amounts, which were not checked.",
    )
    heads = (
        "What", "When", "People", "Times", "Hours each time", "Preparation each time", "Meeting (1 yes, 0 no)",
        "Paid hours", "Pay", "Expenses", "Cost",
    )  # fmt: skip
    _heads(sheet, 8, heads)
    whole: list[tuple[str, Sequence[Involvement]]] = [
        ("until submission", told.costs.before), ("while the work runs", told.costs.during),
    ]  # fmt: skip
    row, sums = 9, []
    for when, kinds in whole:
        start = row
        for one in kinds:
            _involved(sheet, row, one, when)
            row += 1
        _words(sheet, row, 1, f"All {when}", bold=True)
        for column in (8, 9, 10, 11):
            letter = get_column_letter(column)
            form = "0.0" if column == 8 else POUNDS
            _formula(
                sheet, row, column, f"=SUM({letter}{start}:{letter}{row - 1})", form, bold=True
            )
        sums.append(f"Experts!$K${row}")
        row += 1
    _widths(sheet, (38, 18, 8, 8, 10, 12, 12, 8, 10, 10, 10))
    return sums[-1]


def _involved(sheet: Any, row: int, one: Involvement, when: str) -> None:
    _words(sheet, row, 1, one.what)
    _words(sheet, row, 2, when)
    for column, value in enumerate(
        (one.people, one.times, one.hours, one.preparation, int(one.meeting)), 3
    ):
        _input(sheet, row, column, value, "0.##" if column in (5, 6) else "0")
    _formula(sheet, row, 8, f"=C{row}*D{row}*(E{row}+F{row})", "0.0")
    _formula(sheet, row, 9, f"=ROUND(H{row}*$B$4,0)")
    _formula(sheet, row, 10, f"=C{row}*D{row}*G{row}*$B$5")
    _formula(sheet, row, 11, f"=I{row}+J{row}")


def _full_cost(sheet: Any, told: Dossier) -> None:
    under = "Each partner writes what the work truly costs it; the last column says whether its share pays for that."
    _title(sheet, "Full cost of each partner", under)
    _heads(
        sheet, 4, ("Partner", "Line", "In the bid", "The partner's own figure", "Share is short by")
    )
    row = 5
    for number, line in enumerate(told.costs.lines):
        source, top = FIRST + number, row
        for name, column in (
            ("Direct costs, without experts", "J"),
            ("Experts by experience", "I"),
            ("Overheads", "G"),
        ):
            _words(sheet, row, 1, line.partner.name)
            _words(sheet, row, 2, name)
            _formula(sheet, row, 3, f"=Shares!{column}{source}")
            _input(sheet, row, 4, None, POUNDS)
            _formula(sheet, row, 5, f'=IF(AND(ISNUMBER(C{row}),ISNUMBER(D{row})),D{row}-C{row},"")')
            row += 1
        _words(sheet, row, 1, line.partner.name, bold=True)
        _words(sheet, row, 2, "Full cost", bold=True)
        _formula(
            sheet, row, 3, f'=IF(COUNT(C{top}:C{row - 1})=0,"",SUM(C{top}:C{row - 1}))', bold=True
        )
        _formula(
            sheet, row, 4, f'=IF(COUNT(D{top}:D{row - 1})=0,"",SUM(D{top}:D{row - 1}))', bold=True
        )
        _formula(
            sheet,
            row,
            5,
            f'=IF(AND(ISNUMBER(C{row}),ISNUMBER(D{row})),D{row}-C{row},"")',
            bold=True,
        )
        row += 1
    _widths(sheet, (34, 30, 14, 18, 16))
    sheet.freeze_panes = "A5"


def _notes(sheet: Any, told: Dossier) -> None:
    _title(sheet, "Notes", "")
    months = f"{told.costs.months} months" + (
        "" if told.costs.months_stated else ", since the call does not say"
    )
    lines = (
        f"Made on {short_day(told.made_on)} for bid {told.bid.id} of {told.alliance}.",
        "Shares are the bid's own, to the pound. A share that is not known yet is left empty, never zero.",
        "Overheads are told in per cent of direct costs: overheads = share x rate / (100 + rate), in whole pounds.",
        f"A partner that has not told its rate has our default, {told.costs.rates.overhead_percent:g} %. Replace it.",
        "No partner's overheads are cut to pay for another's.",
        f"The time of experts by experience is counted for {months}; the lead holds that money for all partners.",
        "Their time until submission is counted even where the funder does not pay for it.",
    )
    for row, line in enumerate(lines, 4):
        _words(sheet, row, 1, line)
        sheet.cell(row, 1).alignment = Alignment(wrap_text=True, vertical="top")
    _widths(sheet, (110,))


def _title(sheet: Any, words: str, under: str) -> None:
    _words(sheet, 1, 1, words)
    sheet.cell(1, 1).font = Font(name=FACE, size=15, bold=True, color="1B3A4B")
    _words(sheet, 2, 1, under)
    sheet.cell(2, 1).font = Font(name=FACE, size=10, color="555F66")


def _heads(sheet: Any, row: int, heads: Sequence[str]) -> None:
    sheet.row_dimensions[row].height = 44
    for column, words in enumerate(heads, 1):
        _words(sheet, row, column, words, bold=True)
        cell = sheet.cell(row, column)
        cell.fill = _HEAD
        cell.alignment = Alignment(
            wrap_text=True, vertical="center", horizontal="left" if column == 1 else "center"
        )


def _words(sheet: Any, row: int, column: int, words: str, *, bold: bool = False) -> None:
    """Text, whatever it begins with: never taken for a formula."""
    cell = sheet.cell(row, column)
    cell.value = plain(words)
    cell.data_type = "s"
    cell.alignment = Alignment(indent=1 if column > 1 else 0)
    cell.font = Font(name=FACE, size=10, bold=bold)


def _cell(
    sheet: Any, row: int, column: int, value: float | None, form: str, *, bold: bool = False
) -> None:
    cell = sheet.cell(row, column)
    cell.value, cell.number_format = value, form
    cell.font = Font(name=FACE, size=10, bold=bold)


def _input(sheet: Any, row: int, column: int, value: float | None, form: str) -> None:
    _cell(sheet, row, column, value, form)
    cell = sheet.cell(row, column)
    cell.fill, cell.border = _INPUT, Border(_LINE, _LINE, _LINE, _LINE)


def _formula(
    sheet: Any, row: int, column: int, formula: str, form: str = POUNDS, *, bold: bool = False
) -> None:
    cell = sheet.cell(row, column)
    cell.value, cell.number_format = formula, form
    cell.font = Font(name=FACE, size=10, bold=bold)
    if bold:
        cell.border = Border(top=_LINE)


def _widths(sheet: Any, widths: Sequence[float]) -> None:
    for column, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width


def _print(sheet: Any) -> None:
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.sheet_view.showGridLines = False
