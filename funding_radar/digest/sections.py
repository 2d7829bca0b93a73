"""One member's calls sorted into sections: which of them may be told, and in what order."""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property

from db.views import UK, Deadline, MatchView
from db.vocabulary import Answer, Kind, Reply, Status, Verdict
from funding_radar.config import DigestSection
from funding_radar.digest.clean import plain
from funding_radar.digest.content import Invitation, Item, Section, iso
from funding_radar.digest.item import CLOSED, MAX_NAME, MAX_SENTENCE, Setting, item
from funding_radar.digest.news import moved_since
from funding_radar.digest.told import Change, Joint, Told

MAX_PARTNERS = 8


@dataclass(frozen=True)
class Sections:
    """What may be told to one member now. Dismissed calls and calls in unsent messages are in none."""

    told: Told
    now: datetime
    rules: DigestSection

    @cached_property
    def setting(self) -> Setting:
        """What all items share."""
        return Setting(self.now, self.rules.short_notice_days, self.told.places)

    @cached_property
    def joint(self) -> list[Item]:
        """Joint bids and clashes that need a word, the soonest answer first; told again until it is given."""
        asked = [
            joint
            for joint in self.told.joint
            if joint.call_id not in self._silent and self.is_open(joint.call_id)
        ]
        asked.sort(key=lambda joint: (joint.answer_by_on or date.max, joint.call_id))
        return [self._invitation(joint) for joint in asked]

    @cached_property
    def new(self) -> list[Item]:
        """Fitting calls that this member has not heard of, best first."""
        return [
            item(self.told.calls[match.call_id], match, Section.NEW, self.setting)
            for match in self._untold
            if match.score >= self.rules.min_score
        ]

    @cached_property
    def under_score(self) -> int:
        """How many fitting calls are only counted."""
        return sum(match.score < self.rules.min_score for match in self._untold)

    @cached_property
    def changed(self) -> list[Item]:
        """Calls told before whose deadline, amount, eligibility or status has moved since."""
        changes: dict[int, list[Change]] = defaultdict(list)
        for change in self.told.changes:
            if change.call_id in self._last_told and change.call_id not in self._silent:
                changes[change.call_id].append(change)
        found = (self._changed(call_id, changes[call_id]) for call_id in sorted(changes))
        return [item for item in found if item]

    @cached_property
    def closing(self) -> list[Item]:
        """Kept calls that close soon and were told while that was far off; those answered "interested" first."""
        candidates = (set(self._last_told) | self._wanted) - self._silent
        soon = [
            (call_id not in self._wanted, on, call_id)
            for call_id in candidates
            if (on := self._closes_soon_on(call_id))
        ]
        return [
            self._reminder(call_id, wanted=not unwanted) for unwanted, _on, call_id in sorted(soon)
        ]

    @cached_property
    def near(self) -> list[Item]:
        """Open calls that do not fit but would with a cure, best first, each told once.

        One that closes soon is not told: there is no time left to mend what is in the way.
        """
        missed = [
            match
            for match in self.told.matches
            if match.verdict is Verdict.NO
            and self.is_open(match.call_id)
            and match.call_id not in self._silent
            and match.call_id not in self._heard_of
        ]
        missed.sort(key=lambda match: (-match.score, match.call_id))
        items = (
            item(self.told.calls[match.call_id], match, Section.NEAR, self.setting)
            for match in missed
        )
        days = self.rules.closing_days
        return [item for item in items if item.cure and not self.ends_within(item, days)]

    def is_open(self, call_id: int) -> bool:
        """Whether a call can be bid for now."""
        call = self.told.calls.get(call_id)
        if call is None or call.kind is not Kind.OPEN_CALL or call.status is not Status.OPEN:
            return False
        return not (call.deadline and call.deadline.passed(self.now))

    def ends_within(self, found: Item, days: int) -> bool:
        """Whether an item closes in so many days or fewer."""
        on = Deadline.parse(found.deadline).on if found.deadline else None
        return on is not None and (on - self.setting.today).days <= days

    @cached_property
    def _untold(self) -> list[MatchView]:
        found = [
            match
            for match in self.told.matches
            if match.verdict is not Verdict.NO
            and self.is_open(match.call_id)
            and match.call_id not in self._last_told
            and match.call_id not in self._wanted
            and match.call_id not in self._silent
        ]
        return sorted(found, key=lambda match: (-match.score, match.call_id))

    @cached_property
    def _silent(self) -> set[int]:
        said_no = {said.call_id for said in self.told.said if said.reply is Reply.NOT_FOR_US}
        return said_no | self.told.under_way

    @cached_property
    def _wanted(self) -> set[int]:
        wanted = (Reply.INTERESTED, Reply.IN_BID)
        return {said.call_id for said in self.told.said if said.reply in wanted}

    @cached_property
    def _heard_of(self) -> set[int]:
        return {past.call_id for past in self.told.before}

    @cached_property
    def _last_told(self) -> dict[int, datetime]:
        """When each call was last told as one that fits; a near miss is not the telling of a call."""
        last: dict[int, datetime] = {}
        for past in self.told.before:
            if past.section is not Section.NEAR:
                last[past.call_id] = max(past.sent_at, last.get(past.call_id, past.sent_at))
        return last

    @cached_property
    def _matches(self) -> dict[int, MatchView]:
        return {match.call_id: match for match in self.told.matches}

    def _invitation(self, joint: Joint) -> Item:
        call = self.told.calls[joint.call_id]
        found = item(call, self._matches.get(joint.call_id), Section.JOINT, self.setting)
        return replace(
            found,
            cure="",
            invitation=Invitation(
                asked=plain(joint.asked, MAX_SENTENCE),
                lead=plain(joint.lead, MAX_NAME),
                partners=tuple(plain(name, MAX_NAME) for name in joint.partners[:MAX_PARTNERS]),
                share=joint.share,
                covers=tuple(plain(part, MAX_NAME) for part in joint.covers[:MAX_PARTNERS]),
                answer_by=iso(joint.answer_by_on),
            ),
        )

    def _changed(self, call_id: int, changes: list[Change]) -> Item | None:
        call = self.told.calls.get(call_id)
        if call is None or call.status not in {Status.OPEN, Status.COMING, *CLOSED}:
            return None
        moved = moved_since(changes, self._last_told[call_id], self.told.places)
        if call.deadline and call.deadline.passed(self.now):
            return None  # its end was known: no news
        if not moved:
            return None
        match = self._matches.get(call_id)
        found = item(call, match, Section.CHANGED, self.setting)
        reminder = _no_longer_fits(match)
        over = bool(reminder) or found.closed
        return replace(
            found,
            changes=moved,
            cure="",
            reminder="" if found.closed else reminder,
            why=() if over else found.why,
            check=() if over else found.check,
        )

    def _closes_soon_on(self, call_id: int) -> date | None:
        call = self.told.calls.get(call_id)
        on = call.deadline.on if call and call.deadline else None
        if on is None or not self.is_open(call_id):
            return None
        days = self.rules.closing_days
        told_at = self._last_told.get(call_id)
        told_late = told_at and (on - told_at.astimezone(UK).date()).days <= days
        return None if told_late or (on - self.setting.today).days > days else on

    def _reminder(self, call_id: int, *, wanted: bool) -> Item:
        found = item(
            self.told.calls[call_id], self._matches.get(call_id), Section.CLOSING, self.setting
        )
        told_at = self._last_told.get(call_id)
        reminder = "You said that you are interested." if wanted else ""
        if not wanted and told_at:
            on = told_at.astimezone(UK).date()
            reminder = f"We told you about this on {on.day} {on:%B}."
        return replace(found, reminder=reminder, cure="")


def _no_longer_fits(match: MatchView | None) -> str:
    if match is None or match.verdict is not Verdict.NO:
        return ""
    blocking = [finding for finding in match.findings if finding.answer is Answer.NOT_MET]
    reason = next((finding.sentence for finding in blocking if finding.gate), "")
    said = f"It no longer fits you: {reason}" if reason else "It no longer fits you"
    return plain(said, MAX_SENTENCE).rstrip(".") + "."
