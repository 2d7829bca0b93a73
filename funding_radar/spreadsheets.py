"""Cells that are safe to open in a spreadsheet, and back."""

from typing import TypeVar

T = TypeVar("T")

_TRIGGERS = ("=", "+", "-", "@")
"""What makes a spreadsheet take a text for a formula, after blanks too (OWASP, CSV injection)."""


def defused(cell: T) -> T | str:
    """A cell that no spreadsheet runs: a text that begins like a formula, or with a tab, gets an apostrophe.

    >>> defused("=HYPERLINK(1)"), defused("Open Door"), defused(-5)
    ("'=HYPERLINK(1)", 'Open Door', -5)
    """
    if isinstance(cell, str) and (cell.lstrip().startswith(_TRIGGERS) or cell[:1] in ("\t", "\r")):
        return f"'{cell}"
    return cell


def undefused(cell: str) -> str:
    """A cell without the apostrophe by which our own exports keep a formula from running.

    >>> undefused("'=1+1"), undefused("'s-Hertogenbosch")
    ('=1+1', "'s-Hertogenbosch")
    """
    return cell[1:] if cell[:1] == "'" and cell[1:].lstrip().startswith(_TRIGGERS) else cell
