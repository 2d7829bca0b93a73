"""Cells that are safe to open in a spreadsheet."""


def defused(cell: object) -> object:
    """A cell that no spreadsheet takes for a formula: a text that begins like one gets an apostrophe.

    >>> defused("=HYPERLINK(1)")
    "'=HYPERLINK(1)"
    """
    if isinstance(cell, str) and cell.lstrip()[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return "'" + cell
    return cell
