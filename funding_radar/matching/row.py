"""A call as the gates and rules read it: firm facts, places, money and time, worked out once."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from typing import Any, TypeVar

from db.views import AwardView, CallView, Deadline, FactView
from db.vocabulary import Basis, Field, Group, LegalForm, Partnership, Status, Theme, Word
from funding_radar.matching.context import Context, Said, funder_key
from funding_radar.matching.days import stepped, working_days
from funding_radar.matching.kin import PLACE
from funding_radar.matching.offer import Offer

_LEAD = re.compile(r"\blead\b|\bled by an organisation\b|\baccountable body\b", re.IGNORECASE)
_ALL = re.compile(r"\b(?:all|each|every|both) (?:of the )?(?:partner|organisation|member|applicant)",
                  re.IGNORECASE)  # fmt: skip
_THEMES = {str(theme): theme for theme in Theme}
_GROUPS = {str(group): group for group in Group}
_STATUSES, _PARTNERSHIPS = frozenset(Status), frozenset(Partnership)
Listed = TypeVar("Listed", bound=Word)
WAIT_MONTHS = 3
"""From deadline to first payment, when nothing says so: first answers of large funders take 16 weeks."""


@dataclass(frozen=True, eq=False)
class CallRow:
    """A call on a day. Facts that are stale or contradicted are None in ``firm``, and in ``doubtful``."""

    view: CallView
    context: Context

    @classmethod
    def of(cls, call: CallView, context: Context) -> "CallRow":
        """The row of a call; whatever is worked out is worked out once, when it is asked for."""
        return cls(call, context)

    @property
    def today(self) -> date:
        """The day in the UK."""
        return self.context.today

    def fact(self, name: Field) -> FactView | None:
        """The fact as it was read."""
        return self.view.facts.get(name)

    def firm(self, name: Field) -> Any:
        """The value that a gate may rely on."""
        return self.view.firm(name, self.today)

    def says(self, fields: Iterable[Field]) -> bool:
        """Whether anything was read in one of these fields."""
        return any(name in self.view.facts for name in fields)

    def quote(self, fields: Iterable[Field]) -> str:
        """The call's own words for the first of these fields that it states."""
        facts = (self.view.facts.get(name) for name in fields)
        return next((fact.quote for fact in facts if fact and fact.quote), "")

    def doubtful(self, fields: Iterable[Field]) -> FactView | None:
        """A stale or contradicted fact among these fields, if there is one."""
        if not self._doubts:
            return None
        return next((self._doubts[name] for name in fields if name in self._doubts), None)

    @cached_property
    def _doubts(self) -> dict[Field, FactView]:
        facts = self.view.facts.items()
        return {name: f for name, f in facts if f.contradicted or f.stale(self.today)}

    def firm_in(self, fields: Iterable[Field]) -> bool:
        """Whether any of these fields is stated and can be relied on."""
        return any(name in self.view.facts and name not in self._doubts for name in fields)

    def guessed(self, fields: Iterable[Field]) -> bool:
        """Whether one of these fields is our reading of what the words alone do not say."""
        return any(name in self._guesses for name in fields)

    @cached_property
    def _guesses(self) -> frozenset[Field]:
        return frozenset(name for name, fact in self.view.facts.items() if fact.inferred)

    def of_lead_only(self, fields: Iterable[Field]) -> bool:
        """Whether the call's words ask this of the lead, and not of every partner."""
        return _of_lead_only(self.quote(fields))

    def of_all(self, fields: Iterable[Field]) -> bool:
        """Whether the call's words ask this of every partner."""
        return bool(_ALL.search(self.quote(fields)))

    @cached_property
    def closes(self) -> Deadline | None:
        """The next moment by which something must be handed in: the first stage, where there is one."""
        stages = [self.firm(Field.FIRST_STAGE_DEADLINE), self.firm(Field.DEADLINE)]
        return next((Deadline.parse(value) for value in stages if value), None)

    @cached_property
    def open_now(self) -> bool:
        """Whether its deadline is still ahead, as far as anyone can say."""
        return self.closes is None or not self.closes.passed(self.context.now)

    @cached_property
    def days_left(self) -> int | None:
        """Working days to hand it in, in steps; None when it is rolling or does not say."""
        if self.closes is None or self.closes.on is None:
            return None
        return stepped(working_days(self.today, self.closes.on))

    @cached_property
    def opens_on(self) -> date | None:
        """The day on which it opens, when that is still to come."""
        value = self.firm(Field.OPENS)
        opens = Deadline.parse(value).on if value else None
        return opens if opens and opens > self.today else None

    @cached_property
    def starts_on(self) -> date | None:
        """About when the money would start: as stated, else some months after the decision or deadline."""
        for name in (Field.STARTS, Field.DECISION_ON):
            value = self.firm(name)
            on = Deadline.parse(value).on if value else None
            if on:
                return on
        if self.closes is None:
            return None
        if self.closes.rolling:
            return _months_later(self.today.replace(day=1), WAIT_MONTHS)
        return _months_later(self.closes.on, WAIT_MONTHS) if self.closes.on else None

    @cached_property
    def status(self) -> Status:
        """Where it stands, by its own word where that is firm and says more than "open"."""
        said = self.firm(Field.STATUS)
        if said and self.view.status is Status.OPEN and said in _STATUSES:
            return Status(said)
        return self.view.status

    @cached_property
    def areas(self) -> tuple[str, ...]:
        """Codes of the places it serves; empty when no firm fact says so."""
        return named(self.firm(Field.AREAS))

    @cached_property
    def districts(self) -> dict[str, float]:
        """The districts it serves, with the share of each, less those that it leaves out."""
        served = self.context.gazetteer.districts(self.areas)
        for district, share in self.context.gazetteer.districts(self.left_out).items():
            if district in served:
                served[district] = max(0.0, served[district] - share)
        return {district: share for district, share in served.items() if share > 0}

    @cached_property
    def left_out(self) -> tuple[str, ...]:
        """Codes of the places it does not serve."""
        return named(self.firm(Field.EXCLUDED_AREAS))

    @cached_property
    def area(self) -> str:
        """The places it serves, in plain words."""
        return self.context.describe(self.areas)

    @cached_property
    def themes(self) -> tuple[Theme, ...]:
        """What it is for, in the order of the vocabulary."""
        return _in_order(self.firm(Field.THEMES), _THEMES)

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """Whom it is for, in the order of the vocabulary."""
        return _in_order(self.firm(Field.GROUPS), _GROUPS)

    @cached_property
    def legal_forms(self) -> tuple[LegalForm, ...]:
        """The forms that may bid; empty when no firm fact says so."""
        return _words(self.firm(Field.LEGAL_FORMS), LegalForm)

    @cached_property
    def excluded_forms(self) -> tuple[LegalForm, ...]:
        """The forms that may not."""
        return _words(self.firm(Field.EXCLUDED_LEGAL_FORMS), LegalForm)

    @cached_property
    def led_by(self) -> tuple[Group, ...]:
        """Who must lead a bidder; empty when no firm fact says so."""
        return _words(self.firm(Field.LED_BY), Group)

    @cached_property
    def partnership(self) -> Partnership | None:
        """What it says of bidding together."""
        said = self.firm(Field.PARTNERSHIP)
        return Partnership(said) if said in _PARTNERSHIPS else None

    @cached_property
    def offer(self) -> Offer:
        """What one bidder can get."""
        months = self.firm(Field.DURATION_MONTHS)
        joint = self.partnership is Partnership.REQUIRED
        least, most = self._sum(Field.MIN_AMOUNT), self._sum(Field.MAX_AMOUNT)
        return Offer.of(least, most, months, joint=joint)

    def _sum(self, name: Field) -> tuple[int, Basis] | None:
        value, fact = self.firm(name), self.fact(name)
        # Zero is how some sites write "no limit": it limits nothing here.
        return (value, fact.basis or Basis.TOTAL) if value and fact else None

    @cached_property
    def turned_down(self) -> dict[int, Said]:
        """Who said that it is not for them, by the member's number."""
        return self.context.turned_down.get(self.view.id, {})

    @cached_property
    def text(self) -> str:
        """Its own words."""
        return f"{self.view.title}\n{self.view.text}"

    @cached_property
    def funder(self) -> str:
        """The funder's name, ready to compare; empty when unknown."""
        return funder_key(self.view.funder)

    @cached_property
    def awards(self) -> tuple[AwardView, ...]:
        """What the funder has given before; empty when no such data is loaded."""
        return self.context.awards.get(self.funder, ()) if self.funder else ()


@lru_cache(maxsize=1024)
def _of_lead_only(words: str) -> bool:
    return bool(_LEAD.search(words)) and not _ALL.search(words)


def named(value: Any) -> tuple[str, ...]:
    """The words of a fact that is a list, or one word, or a text with ``;`` between."""
    if isinstance(value, str):
        value = value.split(";")
    return tuple(word.strip() for word in value or () if word.strip())


def _words(value: Any, vocabulary: type[Listed]) -> tuple[Listed, ...]:
    """The words of a list that the vocabulary knows: one that it does not is nothing that a gate could judge."""
    known = {str(word): word for word in vocabulary}
    return tuple(known[word] for word in named(value) if word in known)


def _in_order(value: Any, known: Mapping[str, Listed]) -> tuple[Listed, ...]:
    """The words of a list that the vocabulary knows, in the order of the vocabulary."""
    return tuple(sorted({known[w] for w in named(value) if w in known}, key=PLACE.__getitem__))


def _months_later(day: date, months: int) -> date:
    """The first of the month so many months later: no finer guess is honest."""
    count = day.year * 12 + day.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)
