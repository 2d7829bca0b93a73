"""Amounts as people say them."""

from db.vocabulary import Basis

_BASIS = {
    Basis.TOTAL: " in all",
    Basis.PER_YEAR: " a year",
    Basis.PER_PARTNER: " for each partner",
    Basis.PER_PLACE: " for each place",
}


def pounds(amount: float) -> str:
    """Whole pounds; millions and more in millions where nothing is lost.

    >>> pounds(10000), pounds(2_500_000), pounds(1_234_567)
    ('£10,000', '£2.5 million', '£1,234,567')
    """
    amount = round(amount)
    if amount >= 1_000_000 and amount % 100_000 == 0:
        return f"£{amount / 1_000_000:g} million"
    return f"£{amount:,}"


def amount_range(low: int | None, high: int | None, basis: Basis | None) -> str:
    """How much can be asked for and what it is counted by; empty when nothing says so.

    >>> amount_range(None, 10000, Basis.PER_YEAR)
    'up to £10,000 a year'
    >>> amount_range(1000, 5000, Basis.TOTAL)
    '£1,000 to £5,000 in all'
    >>> amount_range(None, 5000, None)
    'up to £5,000'
    """
    counted = _BASIS[basis] if basis else ""
    if low and high:
        said = pounds(high) if low == high else f"{pounds(low)} to {pounds(high)}"
        return said + counted
    if high:
        return f"up to {pounds(high)}{counted}"
    return f"from {pounds(low)}{counted}" if low else ""


def income_range(low: int | None, high: int | None) -> str:
    """The limits on an applicant's yearly income; empty when nothing says so.

    >>> income_range(None, 500_000), income_range(10_000, 500_000)
    ('income under £500,000 a year', 'income £10,000 to £500,000 a year')
    """
    if low and high:
        return f"income {pounds(low)} to {pounds(high)} a year"
    if high:
        return f"income under {pounds(high)} a year"
    return f"income over {pounds(low)} a year" if low else ""
