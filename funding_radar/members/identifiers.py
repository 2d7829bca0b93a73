"""Numbers, postcodes and addresses as registers and post offices write them."""

import re

from funding_radar.members.cells import said
from funding_radar.members.faults import CellError


def charity_number(text: str) -> str:
    """A charity number of England and Wales, Scotland or Northern Ireland.

    >>> charity_number("no. 1 234 567"), charity_number("SC012345")
    ('1234567', 'SC012345')
    """
    bare = re.sub(
        r"^(?:REGISTERED|CHARITY|NUMBER|NO)+", "", re.sub(r"[^A-Z0-9-]", "", text.upper())
    )
    if re.fullmatch(r"[1-9]\d{5,6}(?:-\d{1,3})?|SC0\d{5}|NIC\d{6}", bare, re.ASCII):
        return bare
    msg = f"{said(text)} is not a charity number; it has 6 or 7 figures, such as 1234567"
    raise CellError(msg)


def company_number(text: str) -> str:
    """A Companies House number of eight characters; a spreadsheet's lost zeros are put back.

    >>> company_number("1234567"), company_number("rs007123")
    ('01234567', 'RS007123')
    """
    bare = re.sub(r"[^A-Z0-9]", "", text.upper())
    if re.fullmatch(r"\d{4,8}", bare, re.ASCII):
        return bare.zfill(8)
    if re.fullmatch(r"[A-Z]{2}\d{6}|[A-Z]{2}\d{5}R", bare, re.ASCII):
        return bare
    msg = f"{said(text)} is not a company number; it has eight characters, such as 01234567 or CE012345"
    raise CellError(msg)


def postcode(text: str) -> str:
    """A postcode, or its first half, as the Post Office writes it.

    >>> postcode("s1 2ab"), postcode("DN22")
    ('S1 2AB', 'DN22')
    """
    bare = re.sub(r"\s", "", text.upper())
    found = re.fullmatch(r"([A-Z]{1,2}\d[A-Z\d]?)(\d[A-Z]{2})?", bare, re.ASCII)
    if found is None:
        msg = f"{said(text)} is not a postcode; write S1 2AB, or its first half, S1"
        raise CellError(msg)
    return " ".join(part for part in found.groups() if part)


def email(text: str) -> str:
    """An address that mail can go to; what would break a mail header is refused.

    >>> email("Jo@example.org")
    'Jo@example.org'
    """
    text = text.strip().removeprefix("mailto:")
    found = re.fullmatch(
        r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,24}", text
    )
    if found is None or ".." in text or len(text) > 254:
        msg = f"{said(text)} is not an e-mail address; write one, such as office@example.org"
        raise CellError(msg)
    return text
