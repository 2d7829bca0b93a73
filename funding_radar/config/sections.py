"""One typed table for each section of config.toml: a field is a key, its default and its one line of prose."""

from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
Hour = Annotated[int, Field(ge=0, le=23)]


class Section(BaseModel):
    """A section: frozen, and a key that does not exist is a fault."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Database(Section):
    """Where everything is kept."""

    url: str = Field(
        "sqlite:///radar.db",
        description="SQLite file (a relative path is beside config.toml) or postgresql://…",
    )


class Alliance(Section):
    """Who you are; members and funders' sites see these words."""

    name: str = Field("Our alliance", description="The alliance's name, as members know it.")
    email: str = Field(
        "", description="The coordinator's address: replies, alarms and the user agent use it."
    )
    places: tuple[str, ...] = Field(
        (),
        description="The places that you serve: names or official codes. Sites of other places are not visited.",
    )


class Crawl(Section):
    """How sources are visited."""

    user_agent: str = Field(
        "", description="What sites see; empty builds one from the alliance's name and e-mail."
    )
    delay: float = Field(
        5.0, ge=0, description="Seconds between two requests to one host; be a good guest."
    )
    timeout: float = Field(60.0, gt=0, description="Seconds to wait for an answer.")
    max_bytes: int = Field(
        20_000_000, gt=0, description="The largest answer that is read, in bytes, unpacked."
    )
    max_pages: int = Field(
        500, gt=0, description="The most pages that one crawl of a source asks for."
    )
    allow_private_hosts: bool = Field(
        False, description="Whether loopback and private addresses may be visited (for trying out)."
    )
    keep: tuple[str, ...] = Field(
        (), description="Words that always keep a tender notice, whatever it seems to be for."
    )


class SourceTable(BaseModel):
    """Overrides any attribute of a source by name, or with ``shape`` adds a site; the sources check the keys."""

    model_config = ConfigDict(extra="allow", frozen=True)

    def values(self) -> dict[str, Any]:
        """The keys as written."""
        return dict(self.model_extra or {})


class DigestSection(Section):
    """What members are told, and when."""

    weekday: Weekday = Field(
        "tuesday", description="The day of the week on which the digest goes out."
    )
    hour: Hour = Field(9, description="The hour, UK time.")
    max_items: int = Field(7, ge=1, le=50, description="The most calls in one digest.")
    min_score: float = Field(
        25.0, ge=0, le=100, description="Calls under this score are not sent, only counted."
    )
    closing_days: int = Field(
        10,
        ge=1,
        description="A kept call that closes within so many days is told again; a near miss is not told any more.",
    )
    short_notice_days: int = Field(
        14, ge=1, description="A new call that closes within so many days is marked short notice."
    )
    warn_when_stale_percent: int = Field(
        20, ge=1, le=100, description="With more of the facts out of date, every digest says so."
    )
    stop_when_stale_percent: int = Field(
        50, ge=1, le=100, description="With more of the facts out of date, nothing is sent."
    )
    max_near_misses: int = Field(
        2, ge=0, le=10, description="The most near misses, with their cure, in one digest."
    )
    still_here_days: int = Field(
        91,
        ge=28,
        description="After so many days with nothing to tell, a member hears that you still look.",
    )
    templates: Path | None = Field(
        None, description="A folder with templates of your own, used before the built-in ones."
    )


class Mail(Section):
    """How digests leave: a folder of .eml files, or an SMTP server."""

    outbox: Path | None = Field(
        Path("outbox"), description="A folder for .eml files; used when smtp_host is empty."
    )
    smtp_host: str = Field("", description="The mail server; empty writes to the outbox folder.")
    smtp_port: int = Field(587, ge=1, le=65535, description="Its port.")
    security: Literal["none", "starttls", "tls"] = Field(
        "starttls", description="How the line is protected: none, starttls or tls."
    )
    username: str = Field("", description="The login name, if the server wants one.")
    password_file: Path | None = Field(
        None,
        description="A file that only you can read, with the password; or set FUNDING_RADAR_SMTP_PASSWORD.",
    )
    from_: str = Field(
        "", alias="from", description="The sender; empty uses the alliance's name and e-mail."
    )
    per_minute: int = Field(
        60, ge=1, description="The most messages a minute that the provider takes."
    )
    timeout: float = Field(
        60.0, gt=0, le=240, description="Seconds to wait for an answer of the mail server."
    )
    give_up_days: int = Field(
        4, ge=1, le=14, description="After so many days of trying, a message has failed for good."
    )
    reply_to: str = Field(
        "", description="Where answers go; empty uses the alliance's e-mail address."
    )
    replies: Path | None = Field(
        None, description="A folder of .eml files with answers; used when imap_host is empty."
    )
    imap_host: str = Field("", description="The server of the mailbox where answers arrive.")
    imap_port: int = Field(993, ge=1, le=65535, description="Its port.")
    imap_security: Literal["none", "starttls", "tls"] = Field(
        "tls", description="How that line is protected: none, starttls or tls."
    )
    imap_username: str = Field("", description="The login name of the mailbox.")
    imap_password_file: Path | None = Field(
        None,
        description="A file that only you can read, with its password; or set FUNDING_RADAR_IMAP_PASSWORD.",
    )
    imap_folder: str = Field("INBOX", description="The folder of the mailbox with the answers.")
    unsubscribe_url: str = Field(
        "",
        description="Your https address for stopping with one click, with {code} in it; empty: by mail only.",
    )


class Bids(Section):
    """What the budget of a joint bid starts from: figures of ours, not anyone's rule, to be replaced by your own."""

    overhead_percent: float = Field(
        15.0,
        ge=0,
        le=100,
        description="Overheads in percent of direct costs, for a partner that has not told its own.",
    )
    expert_hourly: int = Field(
        25, ge=0, description="What an expert by experience is paid for an hour, in pounds."
    )
    expert_expenses: int = Field(
        15, ge=0, description="Travel, care or going online, in pounds for each meeting."
    )
    experts: int = Field(2, ge=2, description="How many experts by experience a bid pays for.")
    rates_set_on: date = Field(
        date(2026, 11, 1), description="The day on which these figures were last looked at."
    )


class Daemon(Section):
    """When the daemon works."""

    sources_at_once: int = Field(
        8,
        ge=1,
        description="Sources visited before other jobs, such as the digest, get their turn.",
    )
    jitter_percent: int = Field(
        10,
        ge=0,
        le=100,
        description="A source is visited up to so much later than its rhythm says, so that not all come at once.",
    )
    lease_minutes: int = Field(
        5, ge=2, description="After so many minutes another daemon takes over from one that died."
    )
    retry_minutes: int = Field(
        15, ge=1, description="A job that failed is tried again after so many minutes."
    )
    health_file: Path | None = Field(
        Path("health.json"),
        description="A file for monitoring: when the daemon last worked, and what is wrong.",
    )
    backup_hour: Hour = Field(3, description="The hour of the nightly backup, UK time.")
    backups: Path = Field(Path("backups"), description="The folder for backups.")
    keep_backups: int = Field(14, ge=1, description="How many backups are kept.")


class Retention(Section):
    """How long things are kept; the daemon removes what is older every night."""

    backup_days: int = Field(
        35, ge=1, description="Backups: so an erased member is gone from them after so many days."
    )
    letter_days: int = Field(
        90, ge=7, description="Files of mail that was sent (outbox) and of answers that were read."
    )
    digest_days: int = Field(
        730, ge=90, description="The words of digests sent; that a call was told is kept longer."
    )
    run_days: int = Field(400, ge=35, description="What each visit to a source found and refused.")


class Consortium(Section):
    """What a joint bid is weighed by and must keep: defaults of ours, after published practice."""

    min_partners: int = Field(
        3, ge=2, description="The fewest partners, unless the call says otherwise."
    )
    max_partners: int = Field(
        6, ge=2, description="The most partners, unless the call says otherwise."
    )
    small_income: int = Field(
        500_000, description="Members with a lower yearly income, in pounds, are small."
    )
    large_income: int = Field(
        3_000_000, description="Members with a higher yearly income are large."
    )
    min_small: int = Field(2, ge=0, description="At least so many small partners.")
    min_small_percent: int = Field(
        40, ge=0, le=100, description="At least so much of the partners is small, in percent."
    )
    min_small_money_percent: int = Field(
        30,
        ge=0,
        le=100,
        description="At least so much of the money reaches small partners, in percent.",
    )
    max_large: int = Field(1, ge=0, description="At most so many large partners.")
    min_experts: int = Field(
        2, ge=0, description="At least so many experts by experience in the bid group."
    )
    lead_cap_percent: int = Field(
        40, ge=1, le=100, description="The most that the lead may take, in percent."
    )
    partner_cap_percent: int = Field(
        35, ge=1, le=100, description="The most for any other partner, in percent."
    )
    lead_fee_percent: int = Field(
        12,
        ge=0,
        le=100,
        description="Of the lead's share, the most for managing, in percent of all.",
    )
    income_cap_percent: int = Field(
        50,
        ge=1,
        description="A partner's share a year is at most so much of its yearly income, in percent.",
    )
    least_share_percent: int = Field(
        6, ge=0, le=50, description="A partner's least share, in percent of the money."
    )
    least_share: int = Field(
        8_000,
        ge=0,
        description="And no more is asked for it than this, in pounds: about a fifth of a post.",
    )
    least_budget: int = Field(
        20_000,
        ge=0,
        description="With less money than this, in pounds, a joint bid is not proposed.",
    )
    bid_days: int = Field(6, ge=0, description="Working days that writing a bid takes.")
    bid_days_each: int = Field(2, ge=0, description="Further working days for each partner.")
    weight_need: int = Field(
        20, ge=0, description="Points for a need (a theme in a place for a group) that is covered."
    )
    weight_place: int = Field(
        40, ge=0, description="Points for a place of the call that somebody serves."
    )
    weight_theme: int = Field(
        30, ge=0, description="Points for a theme of the call that somebody works on."
    )
    weight_match: float = Field(
        0.5, ge=0, description="Points for each point of a partner's own match."
    )
    weight_small_money: int = Field(
        1,
        ge=0,
        description="Points for each £1,000 that can reach small partners; for each £100 under £100,000.",
    )
    weight_owed: int = Field(
        60,
        ge=0,
        description="Points for a member that matched often and was never chosen; less the more it was.",
    )
    owed_half_life_days: int = Field(
        365, ge=1, description="After so many days a chance that was missed, or taken, counts half."
    )
    weight_trust: int = Field(
        10,
        ge=0,
        description="The most points that a partner brings by others it has worked with, however many they are.",
    )
    lead_again_penalty: int = Field(
        25, ge=0, description="Points lost by a lead that led in the last twelve months."
    )
    most_leads: int = Field(
        2, ge=1, description="A member that leads so many bids already does not lead another."
    )
    apart: tuple[tuple[str, str], ...] = Field(
        (),
        description='Members never proposed together, such as [["One", "Other"]]: conflicts, competing bids.',
    )
