from collections.abc import Callable
from typing import Any

import pytest

from funding_radar.members import cells, identifiers
from funding_radar.members.columns import COLUMNS
from funding_radar.members.faults import CellError


@pytest.mark.parametrize(
    ("read", "text", "value"),
    [
        (cells.money, "£1.25m", 1_250_000),
        (cells.money, "£ 2 thousand", 2_000),
        (cells.money, "0", 0),
        (cells.money, "12,345.67 GBP", 12_346),
        (cells.decimal, "0.5", 0.5),
        (cells.whole, "12.0", 12),
        (cells.year, "FY 2025-26", 2026),
        (cells.year, "1999/2000", 2000),
        (cells.yes_no, "Standards met", True),
        (cells.yes_no, "FALSE", False),
        (identifiers.charity_number, "Registered charity no. 1234567-1", "1234567-1"),
        (identifiers.company_number, "SC123456", "SC123456"),
        (identifiers.postcode, "w1a1aa", "W1A 1AA"),
        (identifiers.email, "mailto:o'neil+x@mail.example.org", "o'neil+x@mail.example.org"),
    ],
)
def test_what_people_write_is_understood(read: Callable[[str], Any], text: str, value: Any) -> None:
    assert read(text) == value


@pytest.mark.parametrize(
    ("read", "text", "hint"),
    [
        (cells.money, "£40-50k", "write 45000 or £45,000"),
        (cells.money, "12.345", "write 45000 or £45,000"),
        (cells.money, "-5", "write 45000 or £45,000"),
        (cells.money, "99bn", "write 45000 or £45,000"),
        (cells.money, "99999999999", "more money than there is"),
        (cells.whole, "2.5", "write a figure such as 12"),
        (cells.decimal, "two", "such as 2.5"),
        (cells.day, "12/31/2026", "write day/month/year"),
        (cells.day, "soon", "write 31/03/2027"),
        (cells.day, "1/1/1066", "another age"),
        (cells.year, "2020-2026", "is not one year"),
        (cells.year, "last year", "write the year the accounts end in"),
        (cells.yes_no, "maybe", "write yes, no or unknown"),
        (identifiers.charity_number, "12345", "6 or 7 figures"),
        (identifiers.company_number, "123", "eight characters"),
        (identifiers.postcode, "Sheffield", "write S1 2AB"),
        (identifiers.email, "jo at example.org", "write one, such as office@example.org"),
        (cells.grant, "/5000", "no funder is named"),
        (cells.grant, "Plain Trust/lots", "is not an amount"),
        (cells.short_text, "x" * 301, "301 characters are too many"),
    ],
)
def test_what_cannot_be_understood_says_what_to_write(
    read: Callable[[str], Any], text: str, hint: str
) -> None:
    with pytest.raises(CellError) as refused:
        read(text)

    assert hint in str(refused.value)


def test_the_example_of_every_column_is_understood() -> None:
    for column in COLUMNS.values():
        for piece in column.example.split(";") if column.many else [column.example]:
            if piece:
                assert column.read(piece.strip()) is not None
