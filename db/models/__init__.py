"""The tables, by subject. Importing this package registers them all."""

from db.models.awards import PastAward
from db.models.bids import Bid, BidPartner, BidTick
from db.models.calls import Call, CallSighting, Change, Fact, Judgement, Page, Sighting, Source
from db.models.digests import Delivery, Digest, DigestItem, Letter, Owed, Secret
from db.models.matches import Match, MemberAnswer
from db.models.members import Contact, GrantHeld, Member, MemberGroup, MemberPlace, MemberTheme
from db.models.runs import Decision, Job, Refusal, Run
from db.models.tables import Table

__all__ = [
    "Bid",
    "BidPartner",
    "BidTick",
    "Call",
    "CallSighting",
    "Change",
    "Contact",
    "Decision",
    "Delivery",
    "Digest",
    "DigestItem",
    "Fact",
    "GrantHeld",
    "Job",
    "Judgement",
    "Letter",
    "Match",
    "Member",
    "MemberAnswer",
    "MemberGroup",
    "MemberPlace",
    "MemberTheme",
    "Owed",
    "Page",
    "PastAward",
    "Refusal",
    "Run",
    "Secret",
    "Sighting",
    "Source",
    "Table",
]
