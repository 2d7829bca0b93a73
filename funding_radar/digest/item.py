"""One call as one member is told of it: facts and findings turned into short clean phrases."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from db.views import UK, CallView, FactView, FindingView, MatchView
from db.vocabulary import Answer, Field, Group, LegalForm, Partnership, Status, Theme, Verdict, Word
from funding_radar.digest.clean import plain, web_address
from funding_radar.digest.content import Item, Section, iso
from funding_radar.phrases import income_range, listed

W = TypeVar("W", bound=Word)

MAX_TITLE = 110
MAX_NAME = 70
MAX_PURPOSE = 150
MAX_SENTENCE = 130
MAX_WHY = 3
MAX_CHECK = 2
MAX_PLACES = 3
MAX_WORDS = 3

TOGETHER = {
    Partnership.REQUIRED: "together only: the funder wants partners",
    Partnership.ENCOURAGED: "alone or together: partners are welcome",
    Partnership.ALLOWED: "alone or together",
}
ALONE = "alone; nothing is said of partners"
CLOSED = frozenset({Status.CLOSED, Status.GONE})
_FIRST_TOLD = frozenset({Section.JOINT, Section.NEW, Section.NEAR})
"""Sections in which a call may be heard of for the first time: a reminder is no short notice."""
_SHAKY = (
    (Field.DEADLINE, "the closing date"),
    (Field.MAX_AMOUNT, "the amount"),
    (Field.LEGAL_FORMS, "who can apply"),
    (Field.MAX_INCOME, "the income limit"),
)
"""Facts that are printed, and how to name them when they need a second look."""
_AN = ("a", "e", "i", "o", "unin", "NHS")
"""How labels begin that take "an"."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What all items of one message share: the moment, the days that make a short notice, the names of places."""

    now: datetime
    short_notice_days: int
    places: Mapping[str, str]

    @property
    def today(self) -> date:
        """The day in the UK."""
        return self.now.astimezone(UK).date()


def item(call: CallView, match: MatchView | None, section: Section, setting: Setting) -> Item:
    """The call as told in a section, with why it fits and what to check when there is a match."""
    findings = match.findings if match else ()
    amount = call.facts.get(Field.MAX_AMOUNT) or call.facts.get(Field.MIN_AMOUNT)
    read_on = [fact.read_on for fact in call.facts.values() if fact.read_on]
    return Item(
        call_id=call.id,
        section=section,
        title=plain(call.title, MAX_TITLE) or "Untitled call",
        funder=plain(call.funder, MAX_NAME),
        purpose=purpose(call),
        places=place_names(call.areas, setting.places),
        min_amount=_whole(call.value(Field.MIN_AMOUNT)),
        max_amount=_whole(call.value(Field.MAX_AMOUNT)),
        basis=amount.basis if amount else None,
        deadline=_deadline(call),
        who=who_can_apply(call),
        income=income_range(
            _whole(call.value(Field.MIN_INCOME)), _whole(call.value(Field.MAX_INCOME))
        ),
        why=() if section is Section.NEAR else why(findings),
        check=_checks(call, findings, setting.today),
        effort=effort(call.value(Field.EFFORT)),
        together=together(call),
        url=web_address(call.url),
        read_on=iso(max(read_on)) if read_on else None,
        short_notice=section in _FIRST_TOLD and is_short_notice(call, setting),
        closed=call.status in CLOSED,
        cure=_cure(match),
    )


def why(findings: Iterable[FindingView]) -> tuple[str, ...]:
    """The sentences that earned most, best first."""
    best = sorted(
        (finding for finding in findings if finding.answer is Answer.MET and finding.points > 0),
        key=lambda finding: -finding.points,
    )
    return tuple(_sentence(finding.sentence) for finding in best[:MAX_WHY])


def purpose(call: CallView) -> str:
    """What the money is for, in one plain line: the themes and groups read, else the call's first sentence."""
    # Labels may hold an "and" of their own, so commas alone stand between them.
    for_themes, for_groups = call.themes, call.groups
    themes = ", ".join([theme.label for theme in Theme if theme in for_themes][:MAX_WORDS])
    groups = ", ".join([group.label for group in Group if group in for_groups][:MAX_WORDS])
    if themes:
        return plain(f"{themes}, for {groups}" if groups else themes, MAX_PURPOSE)
    if groups:
        return plain(f"work with {groups}", MAX_PURPOSE)
    first, _, _ = call.text[:2_000].strip().partition(". ")
    return plain(first, MAX_PURPOSE)


def place_names(codes: Sequence[str], names: Mapping[str, str]) -> str:
    """The places by name; codes that have none are only counted."""
    known = [plain(names[code], MAX_NAME) for code in codes if code in names]
    unknown = len(codes) - len(known)
    if not known:
        return ""
    shown = known[:MAX_PLACES]
    more = len(known) - len(shown) + unknown
    return f"{', '.join(shown)} and {more} more" if more else listed(shown)


def who_can_apply(call: CallView) -> str:
    """Kinds of organisation that may apply; empty when the call does not say."""
    forms = [_with_article(form) for form in _words(LegalForm, call.value(Field.LEGAL_FORMS))]
    return listed(forms, last="or")


def effort(value: object) -> str:
    """How much work applying is: days as read, or the call's own words; empty when nothing says so."""
    if isinstance(value, bool) or value is None:
        return ""
    if isinstance(value, int | float):
        days = f"{value:g}"
        return f"about {days} day{'' if days == '1' else 's'}"
    return plain(str(value), MAX_NAME)


def together(call: CallView) -> str:
    """Whether one bids alone or with others."""
    words = _words(Partnership, [call.value(Field.PARTNERSHIP)])
    return TOGETHER[words[0]] if words else ALONE


def is_short_notice(call: CallView, setting: Setting) -> bool:
    """Whether it closed in on us: few days between our first sight of it and its end."""
    deadline = call.deadline
    if deadline is None or deadline.on is None:
        return False
    start = call.first_seen_on or setting.today
    return 0 <= (deadline.on - start).days <= setting.short_notice_days


def _checks(call: CallView, findings: Iterable[FindingView], today: date) -> tuple[str, ...]:
    shaky = [
        f"{name[:1].upper()}{name[1:]} {_trouble(fact, today)}."
        for field, name in _SHAKY
        if (fact := call.facts.get(field)) and _trouble(fact, today)
    ]
    unknown = sorted(
        (finding for finding in findings if finding.answer is Answer.UNKNOWN),
        key=lambda finding: not finding.gate,
    )
    said = shaky + [_sentence(finding.sentence) for finding in unknown]
    return tuple(dict.fromkeys(said))[:MAX_CHECK]


def _trouble(fact: FactView, today: date) -> str:
    if fact.contradicted:
        return "is given in two ways: see the page"
    if fact.stale(today):
        return "was read long ago: see the page"
    return "is our reading of unclear words: see the page" if fact.inferred else ""


def _cure(match: MatchView | None) -> str:
    if match is None or match.verdict is not Verdict.NO:
        return ""
    blocking = [finding for finding in match.findings if finding.answer is Answer.NOT_MET]
    gates = [finding for finding in blocking if finding.gate] or blocking
    cured = next((finding for finding in gates if finding.cure), None)
    if cured is None:
        return ""
    return f"{_sentence(cured.sentence)} {_sentence(cured.cure)}"


def _deadline(call: CallView) -> str | None:
    value = call.value(Field.DEADLINE)
    return str(value) if value else None


def _sentence(said: str) -> str:
    text = plain(said, MAX_SENTENCE)
    return f"{text[:1].upper()}{text[1:]}" + ("" if text.endswith((".", "!", "?", "…")) else ".")


def _with_article(form: LegalForm) -> str:
    label = form.label
    return f"{'an' if label.startswith(_AN) else 'a'} {label}"


def _words(kind: type[W], values: object) -> list[W]:
    known = {word.value for word in kind}
    given = values if isinstance(values, list | tuple) else []
    return [kind(value) for value in given if value in known]


def _whole(value: object) -> int | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return round(value) if 0 < value < 10**12 else None
