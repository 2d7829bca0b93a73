"""Every weight and cap of a proposal: config.toml's ``[consortium]``, printed with each proposal.

All defaults are ours, made from what the sector writes about joint bids; none is anybody's rule.
"""

from pydantic import BaseModel, ConfigDict, Field


class ConsortiumSettings(BaseModel):
    """What a consortium must keep, and what makes one better than another."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    min_partners: int = Field(3, ge=1, description="Fewest partners of a joint bid.")
    max_partners: int = Field(6, ge=1, le=8, description="Most partners, when there is time.")
    small_below: int = Field(500_000, description="Small: a yearly income under this, in pounds.")
    large_above: int = Field(3_000_000, description="Large: a yearly income above this, in pounds.")
    min_small: int = Field(2, ge=0, description="Fewest small partners.")
    min_small_percent: int = Field(40, ge=0, le=100, description="Least share of small partners.")
    min_small_money_percent: int = Field(
        30, ge=0, le=100, description="Least share of the money for small partners."
    )
    max_large: int = Field(1, ge=0, description="Most large partners.")
    min_experts: int = Field(2, ge=0, description="Fewest experts by experience in the bid group.")
    lead_cap_percent: int = Field(40, ge=1, le=100, description="Most of the money for the lead.")
    partner_cap_percent: int = Field(
        35, ge=1, le=100, description="Most of the money for any other partner."
    )
    management_fee_percent: int = Field(
        12, ge=0, le=100, description="Most of the money for managing it, inside the lead's share."
    )
    income_percent: int = Field(
        50, ge=1, description="Most money in a year, as a share of a partner's last income."
    )
    least_share: int = Field(
        8_000, ge=0, description="A share worth a partner's while, in pounds: a fifth of a post."
    )
    least_share_percent: int = Field(
        10, ge=0, le=100, description="The same as a share of the money; the lower one counts."
    )
    min_budget: int = Field(
        10_000, ge=0, description="Below this many pounds no joint bid is proposed."
    )
    days_for_three: int = Field(
        15, ge=0, description="Working days that a bid of three partners takes at the least."
    )
    days_per_further: int = Field(
        2, ge=0, description="Working days more for each further partner."
    )
    bid_days: int = Field(6, ge=0, description="Days that writing a joint bid takes all partners.")
    bid_days_per_partner: int = Field(
        2, ge=0, description="Days that each partner adds to the writing."
    )
    nominal_budget: int = Field(
        100_000, ge=1, description="Pounds to show shares of, where a call names no amount."
    )
    alternatives_differ: int = Field(
        4, ge=1, description="In how many members an alternative differs from those before it."
    )
    max_places: int = Field(12, ge=1, description="Most places that a call's needs are told by.")
    coverage_points: int = Field(1000, ge=1, description="Points for covering every need.")
    community_points: int = Field(
        40, ge=0, description="Points for each community that leads one of the partners."
    )
    match_points: float = Field(
        1.0, ge=0, description="Points for each point of a partner's match with the call."
    )
    points_per_small_thousand: int = Field(
        1, ge=0, description="Points for each thousand pounds that can reach small partners."
    )
    trust_points: int = Field(
        15, ge=0, description="Points for two partners that have worked together before."
    )
    trust_cap: int = Field(
        30, ge=0, description="Most points of trust that one member brings, so newcomers get in."
    )
    owed_points: int = Field(
        120, ge=0, description="Points for a member that matched often and was never chosen."
    )
    owed_half_life: int = Field(
        365, ge=1, description="Days after which a missed or given chance counts half."
    )
    lead_rest_days: int = Field(
        365, ge=0, description="Days after leading a bid in which others lead rather."
    )
    lead_rest_points: int = Field(
        60, ge=0, description="Points that a lead loses that led within those days."
    )
    partner_cost_points: int = Field(
        60, ge=0, description="Points that each partner costs: meetings, letters, money to pass on."
    )
    unknown_lead_points: int = Field(
        5, ge=0, description="Points that a lead loses for each lead test nobody can answer."
    )
