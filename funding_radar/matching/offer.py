"""How much a call gives one bidder, whatever it is counted by."""

from dataclasses import dataclass

from db.vocabulary import Basis

MONTHS = 12


@dataclass(frozen=True, slots=True)
class Offer:
    """What one bidder can get in all, in pounds; None is not stated or cannot be said.

    ``longer`` marks a most or least that grows with years or places that the call does not number;
    ``joint`` marks sums that partners share.
    """

    least: float | None = None
    most: float | None = None
    years: float | None = None
    yearly_least: float | None = None
    longer: bool = False
    joint: bool = False

    @classmethod
    def of(
        cls,
        least: tuple[int, Basis] | None,
        most: tuple[int, Basis] | None,
        months: float | None,
        *,
        joint: bool,
    ) -> "Offer":
        """From the stated sums with their basis and the months that a grant lasts."""
        years = months / MONTHS if months else None
        bases = {pair[1] for pair in (least, most) if pair}
        yearly = Basis.PER_YEAR in bases
        return cls(
            least=_in_all(least, years, at_most=False),
            most=_in_all(most, years, at_most=True),
            years=years,
            yearly_least=_a_year(least, years),
            longer=(yearly and years is None) or Basis.PER_PLACE in bases,
            joint=joint and Basis.PER_PARTNER not in bases,
        )


def _in_all(pair: tuple[int, Basis] | None, years: float | None, *, at_most: bool) -> float | None:
    """The sum over all years; where the years are not known, a least still holds and a most does not."""
    if pair is None:
        return None
    amount, basis = pair
    if basis == Basis.PER_YEAR and years:
        return amount * max(years, 1.0)
    if basis in (Basis.PER_YEAR, Basis.PER_PLACE) and at_most:
        return None
    return float(amount)


def _a_year(pair: tuple[int, Basis] | None, years: float | None) -> float | None:
    """The sum for one year; None where nothing says over how many years it is spread."""
    if pair is None:
        return None
    amount, basis = pair
    if basis == Basis.PER_YEAR:
        return float(amount)
    return amount / max(years, 1.0) if years else None
