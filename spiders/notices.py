"""What a procurement notice is to us: the table of notice types, and the signs used where a notice has none."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from db.vocabulary import Kind

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Notice:
    """What one release is: its kind for us, the stage of the procurement, its code where it has one."""

    kind: Kind
    stage: str
    code: str = ""
    engagement: bool = False
    amends: bool = False
    documents: tuple[Json, ...] = ()


_TYPES = {
    "UK1": Notice(Kind.COMING_CALL, "planning"),  # pipeline
    "UK2": Notice(Kind.OPEN_CALL, "planning", engagement=True),  # preliminary market engagement
    "UK3": Notice(Kind.COMING_CALL, "planning"),  # planned procurement
    "UK4": Notice(Kind.OPEN_CALL, "tender"),  # tender
    "UK5": Notice(Kind.AWARD_NEWS, "award"),  # transparency: a direct award
    "UK6": Notice(Kind.AWARD_NEWS, "award"),  # contract award
    "UK7": Notice(Kind.AWARD_NEWS, "award"),  # contract details
    "UK8": Notice(Kind.OTHER, "contract"),  # payments over £30,000
    "UK9": Notice(Kind.OTHER, "contract"),  # contract performance
    "UK10": Notice(Kind.AWARD_NEWS, "contract"),  # contract change
    "UK11": Notice(Kind.OTHER, "contract"),  # contract termination
    "UK12": Notice(Kind.CLOSED_CALL, "tender"),  # procurement termination
    "UK13": Notice(Kind.COMING_CALL, "market"),  # dynamic market intention
    "UK14": Notice(
        Kind.OPEN_CALL, "market"
    ),  # dynamic market establishment: suppliers may apply to join
    "UK15": Notice(
        Kind.OPEN_CALL, "market", amends=True
    ),  # dynamic market modification: carries only what changed
    "UK16": Notice(Kind.CLOSED_CALL, "market"),  # dynamic market cessation
    "UK17": Notice(Kind.OTHER, "payments"),  # payments compliance
}
"""Find a Tender's own documentation, "Notice types and sequences"."""

_TAGS = (
    ("tenderCancellation", Notice(Kind.CLOSED_CALL, "tender")),
    ("contractTermination", Notice(Kind.OTHER, "contract")),
    ("awardCancellation", Notice(Kind.OTHER, "award")),
    ("implementation", Notice(Kind.OTHER, "contract")),
    ("award", Notice(Kind.AWARD_NEWS, "award")),
    ("contract", Notice(Kind.AWARD_NEWS, "award")),
    ("tender", Notice(Kind.OPEN_CALL, "tender")),
    ("planning", Notice(Kind.COMING_CALL, "planning")),
)
"""Where no document says its notice type: the release's tags, the first that fits; ``…Update`` counts as ``…``."""

_CHANGES = ("Update", "Amendment", "Modification", "Cancellation")
_CLOSED = frozenset({"cancelled", "unsuccessful", "withdrawn"})
_PSR = re.compile(r"(?i)provider selection regime|\(PSR\)|\bPSR\b")
_PSR_DECIDED = re.compile(
    r"(?i)intention to (?:make an? )?award|intended award|direct award process|most suitable provider process|"
    r"confirmation (?:of|notice)|award under the (?:provider selection|psr)|standstill period begins"
)
_PSR_OPENING = re.compile(
    r"(?i)this is an? (?:provider selection regime|psr)\W.{0,40}(?:intention|award|confirmation|modification)"
)


def notice_of(release: Json) -> Notice:
    """What a release is. The Provider Selection Regime's award notices have no code: their words tell."""
    documents = tuple(_typed(release))
    notice = replace(
        _by_type(documents) or _by_tag(release), documents=documents or tuple(_all(release))
    )
    tags = release.get("tag") or []
    if any(str(tag).endswith(_CHANGES) for tag in tags):
        notice = replace(notice, amends=True)
    notice = _planning(release, notice)
    status = (release.get("tender") or {}).get("status")
    if notice.kind in (Kind.OPEN_CALL, Kind.COMING_CALL) and status in _CLOSED:
        return replace(notice, kind=Kind.CLOSED_CALL, engagement=False)
    if notice.kind in (Kind.OPEN_CALL, Kind.AWARD_NEWS) and _psr_signal(release, notice):
        return replace(notice, kind=Kind.EARLY_SIGNAL, stage="award", engagement=False)
    return notice


def _by_type(documents: tuple[Json, ...]) -> Notice | None:
    for document in documents:
        code = str(document["noticeType"]).upper()
        if code in _TYPES:
            return replace(_TYPES[code], code=code)
    return None


def _by_tag(release: Json) -> Notice:
    tags = [str(tag) for tag in release.get("tag") or []]
    for word, notice in _TAGS:
        if any(
            tag == word or tag.removesuffix("Update").removesuffix("Amendment") == word
            for tag in tags
        ):
            return notice
    return Notice(Kind.OTHER, "other")


def _planning(release: Json, notice: Notice) -> Notice:
    """Engagement is open while it has an end; one that only reports how it went leads to a tender."""
    if notice.stage != "planning" or notice.code in ("UK1", "UK3"):
        return notice
    milestones = (release.get("planning") or {}).get("milestones") or []
    dated = any(row.get("type") == "engagement" and row.get("dueDate") for row in milestones)
    if dated:
        return replace(notice, kind=Kind.OPEN_CALL, engagement=True)
    return replace(notice, kind=Kind.COMING_CALL, engagement=False)


def _psr_signal(release: Json, notice: Notice) -> bool:
    tender = release.get("tender") or {}
    lots = tender.get("lots") or []
    words = " ".join(
        str(text or "")
        for text in (
            tender.get("title"),
            tender.get("description"),
            *(lot.get("description") for lot in lots),
        )
    )
    if not _PSR.search(words):
        return False
    if _PSR_OPENING.search(words):
        return True
    # A competitive process under the regime may mention its later notices, yet it is open while it has an end.
    competing = notice.kind is Kind.OPEN_CALL and (tender.get("tenderPeriod") or {}).get("endDate")
    return not competing and bool(_PSR_DECIDED.search(words))


def _typed(release: Json) -> list[Json]:
    """Documents with a notice type, the release's own first, then the newest."""
    typed = [row for row in _all(release) if row.get("noticeType")]
    typed.reverse()
    typed.sort(key=lambda row: str(row.get("datePublished") or ""), reverse=True)
    typed.sort(key=lambda row: row.get("id") != release.get("id"))
    return typed


def _all(release: Json) -> Iterator[Json]:
    holders: list[Any] = [release.get("planning"), release.get("tender")]
    holders += release.get("awards") or []
    holders += release.get("contracts") or []
    for holder in holders:
        if isinstance(holder, Mapping):
            yield from (row for row in holder.get("documents") or [] if isinstance(row, Mapping))
