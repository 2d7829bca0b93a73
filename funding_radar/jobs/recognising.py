"""Which call a sighting is of: what people said of it, then what the known calls tell."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlmodel import Session, col, select

from db.facts import facts_in_force
from db.judgements import Feed, calls_fed_by, feeds, judged
from db.models import Call, Fact, Sighting
from db.views import FactView
from db.vocabulary import Field, Kind
from funding_radar.reading import plain_text
from funding_radar.reading.call_key import READ, CallKey
from funding_radar.reading.facts import ReadFact, Reading
from funding_radar.reading.known_calls import KnownCalls, Likeness, words_of
from funding_radar.reading.same_call import Relation

if TYPE_CHECKING:
    from funding_radar.gazetteer import Gazetteer

DOUBT = "may be the same as call "
"""How a doubt begins; the number of the other call follows."""

Said = Mapping[Field, ReadFact] | Mapping[Field, FactView] | Mapping[Field, Fact]


@dataclass(frozen=True, slots=True)
class Recognised:
    """The call that a sighting is of, where it is known; else the nearest, which is doubtful or another round."""

    call_id: int | None = None
    doubt: Likeness | None = None
    earlier: Likeness | None = None


class Recogniser:
    """Knows all calls by what identifies them; read from the tables when first asked, kept up by ``learn``."""

    def __init__(self, gazetteer: "Gazetteer") -> None:
        self._gazetteer = gazetteer
        self._known: KnownCalls | None = None

    def recognise(self, session: Session, sighting: Sighting, key: CallKey) -> Recognised:
        """Of which call a sighting is. Never of one that this sighting feeds with another strand."""
        assert sighting.id is not None
        said = judged(session, sighting.id)
        own = calls_fed_by(session, [sighting.id])
        others = calls_fed_by(session, [i for i, same in said.items() if not same])
        same = calls_fed_by(session, [i for i, same in said.items() if same]) - own - others
        if len(same) == 1:
            return Recognised(same.pop())
        like = [
            one
            for one in self._calls(session).like(key, but_not=own | others)
            if session.get(Call, one.call_id) is not None
        ]
        for one in like[:1]:
            if one.relation is Relation.SAME:
                return Recognised(one.call_id)
        return Recognised(
            doubt=next((one for one in like if one.relation is Relation.DOUBTFUL), None),
            earlier=next((one for one in like if one.relation is Relation.ROUND), None),
        )

    def learn(self, session: Session, call_id: int, key: CallKey) -> None:
        """Makes a call known by one more sighting."""
        self._calls(session).add(call_id, key)

    def key(self, feed: Feed, facts: Said, own_text: str = "") -> CallKey:
        """What identifies a call, as one sighting tells it."""
        places = _places(facts)
        strand = feed.strand
        title, text = feed.title, own_text or plain_text(feed.text[: 4 * READ])
        if own_text or (strand and feed.kind == Kind.DIGEST):
            title, strand = feed.strand, ""
            text = own_text or _part(text, title)
        notice = feed.source_ref if feed.stated.get("cpv") or feed.stated.get("notice") else ""
        return CallKey(
            title=f"{title}: {strand}" if strand else title,
            funder=feed.publisher,
            deadline=_value(facts, Field.DEADLINE),
            max_amount=_value(facts, Field.MAX_AMOUNT),
            min_amount=_value(facts, Field.MIN_AMOUNT),
            total_pot=_value(facts, Field.TOTAL_POT),
            districts=frozenset(self._gazetteer.districts(places)),
            place_stems=words_of(self._names(places)),
            url=feed.url,
            text=text,
            strand=strand,
            source=feed.source,
            notice=notice,
            published_on=feed.published_on,
        )

    def _calls(self, session: Session) -> KnownCalls:
        if self._known is None:
            self._known = self._read(session)
        return self._known

    def _read(self, session: Session) -> KnownCalls:
        known = KnownCalls()
        facts = facts_in_force(session)
        fed = set()
        for feed in feeds(session):
            fed.add(feed.call_id)
            mine = {
                Field(fact.field): fact
                for fact in facts.get(feed.call_id, [])
                if fact.sighting_id == feed.sighting_id
            }
            known.add(feed.call_id, self.key(feed, mine))
        for call in session.exec(select(Call).where(col(Call.id).not_in(fed))):
            assert call.id is not None
            known.add(call.id, CallKey(call.title, call.funder, url=call.url, text=call.text))
        return known

    def _names(self, codes: list[str]) -> list[str]:
        places = (self._gazetteer.place(code) for code in codes[:_FEW])
        return [place.name for place in places if place is not None]


_FEW = 20


def feed_of(sighting: Sighting, reading: Reading, call_id: int = 0) -> Feed:
    """A sighting that was just read, as it will feed a call."""
    assert sighting.id is not None
    return Feed(
        call_id=call_id, sighting_id=sighting.id, strand=reading.strand, source=sighting.source,
        source_ref=sighting.source_ref, url=sighting.url, title=sighting.title, text=sighting.text,
        publisher=sighting.publisher, published_on=sighting.published_on, stated=sighting.stated,
        kind=sighting.kind,
    )  # fmt: skip


def _value(facts: Said, name: Field) -> Any:
    fact = facts.get(name)
    return None if fact is None else fact.value


def _places(facts: Said) -> list[str]:
    """The places that the words name: where only the publisher serves them, they tell nothing."""
    fact = facts.get(Field.AREAS)
    return [] if fact is None or fact.inferred else list(fact.value or ())


def _part(text: str, title: str) -> str:
    """About where a digest tells of one fund."""
    start = text.find(title)
    return text[start : start + _PART] if start >= 0 else ""


_PART = 800
