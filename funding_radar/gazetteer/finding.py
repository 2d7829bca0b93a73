"""Finding the places that a text names: one pass over its capitalised words."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass

from funding_radar.gazetteer.doubt import Doubt
from funding_radar.gazetteer.index import Name, Names
from funding_radar.gazetteer.names import WORD, key_of_word
from funding_radar.gazetteer.places import Mention
from funding_radar.gazetteer.tables import Tables
from funding_radar.gazetteer.words import ADJECTIVE_OF, NEVER, ROADS, SMALL, TIGHT, TITLES

START = re.compile(
    r"(?<![^\W_])(?:[^\W\d_a-z][^\W_]*(?:['’][^\W_]+)*"
    r"|(?:north|south|east|west|mid|central)(?=[ -][A-Za-z]))"
)
"""Names begin with a capital, or with a compass point as journalists write it ("east London")."""
GAP = re.compile(r"[ \t\xa0]?(?:[-–‐]|,(?= )|\.(?= )|\r?\n)?[ \t\xa0]?")
POSTCODE = re.compile(r"([A-Z](?<!\w.)[A-Z]?\d[A-Z\d]?) ?\d[A-Z]{2}\b")
"""The capital comes first, so that the search can run from one to the next."""
AFTER = re.compile(r"[ \xa0]([A-Za-z]+)")
WHOSE = re.compile(ADJECTIVE_OF)
COUNTY_AFTER = re.compile(r"(,)?[ \xa0](?:and )?([A-Z][\w]+)")
PERSON = re.compile(rf"\b(?:{'|'.join(TITLES)})\.? (?:[A-Z][\w'’-]* ){{0,2}}$")
OF_A_PLACE = re.compile(r" of (?!England)[A-Z]")
"""After a compass point: the north-west of Leeds is no region."""
COUNTIES = ("county", "ua", "lad", "region", "met_county", "ceremonial_county")
NEARBY = 24
"""How many signs before a name hold the word before it."""


@dataclass(frozen=True, slots=True)
class _Hit:
    start: int
    end: int
    name: Name


class Finder:
    """Finds names in texts. Time is linear in the text."""

    def __init__(
        self, tables: Tables, official: Callable[[Iterable[str]], tuple[str, ...]]
    ) -> None:
        self._tables = tables
        self._doubt = Doubt(tables)
        self._index = Names(tables).by_words()
        self._official = official
        self._current: dict[str, tuple[str, ...]] = {}

    def find(self, text: str, *, near: Collection[str] = ()) -> list[Mention]:
        """All mentions in the order of the text; they do not overlap."""
        hits = list(self._hits(text))
        meanings = [hit.name.meanings for hit in hits]
        choices = self._doubt.settle(meanings, text, [hit.end for hit in hits], near)
        found = [
            Mention(
                hit.start,
                hit.end,
                text[hit.start : hit.end],
                self._official_of(codes),
                hit.name.kind,
                doubtful,
            )
            for hit, (codes, doubtful) in zip(hits, choices, strict=True)
        ]
        postcodes = list(self._postcodes(text))
        if postcodes:
            taken = {at for mention in found for at in range(mention.start, mention.end)}
            found += [mention for mention in postcodes if mention.start not in taken]
            found.sort(key=lambda mention: mention.start)
        return found

    def _hits(self, text: str) -> Iterator[_Hit]:
        index, done = self._index, 0
        for start in START.finditer(text):
            if start.start() < done:
                continue
            word = start.group()
            beginnings, end = index.get(key_of_word(word)), start.end()
            if beginnings is None and ("'" in word or "’" in word):
                word = re.split("['’]", word)[0]
                beginnings, end = index.get(word.lower()), start.start() + len(word)
            hit = self._longest(text, start.start(), end, beginnings) if beginnings else None
            if hit:
                done = hit.end
                yield hit

    def _longest(
        self, text: str, start: int, end: int, beginnings: dict[str, list[Name]]
    ) -> _Hit | None:
        following = _Following(text, end)
        for second in (*following.second(), ""):
            for name in beginnings.get(second, ()):
                stop = following.match(name.rest)
                if stop is None or (name.exact and text[start:stop] != name.exact):
                    continue
                if self._names_a_place(text, start, stop, name):
                    return _Hit(start, stop, name)
        return None

    def _names_a_place(self, text: str, start: int, end: int, name: Name) -> bool:
        """Whether the words are the place, and not a street, a club, a person or a common word."""
        shown = text[start:end]
        if name.kind == "adjective":
            return WHOSE.match(text, end) is not None
        if text[start].islower():
            named = any(c.isupper() for c in shown)
            pointed = name.kind == "region" and not OF_A_PLACE.match(text, end)
            return bool(name.rest) and (named or pointed)
        after = AFTER.match(text, end)
        if after and after[1] in ROADS:
            return False
        head = text[max(0, start - NEARBY) : start].split()[-1:]
        previous = head[0].strip('.,(“"') if head else ""
        if previous[:1].isupper() and PERSON.search(text, max(0, start - 40), start):
            return False
        if not name.strict:
            return True
        if shown.isupper() and not name.exact:
            return False
        followed = self._place_follows(text, end)
        if name.key in NEVER:
            return followed
        placed = bool(head) and (
            head[0].lower() in TIGHT or (head[0].endswith(",") and previous[:1].isupper())
        )
        return followed or (placed and not (after and after[1][0].isupper()))

    def _place_follows(self, text: str, end: int) -> bool:
        """Whether a council word or, after a comma, a county comes next."""
        after = COUNTY_AFTER.match(text, end)
        if after is None:
            return False
        if after[1]:
            names = self._index.get(key_of_word(after[2]), {}).get("", ())
            return any(name.kind in COUNTIES for name in names)
        return after[2] in (
            "Borough",
            "Council",
            "City",
            "District",
            "CVS",
            "Town",
            "Voluntary",
            "Community",
        )

    def _postcodes(self, text: str) -> Iterator[Mention]:
        for match in POSTCODE.finditer(text):
            counts = self._tables.outcodes.get(match[1])
            if counts:
                district = max(counts, key=lambda code: counts[code])
                yield Mention(match.start(), match.end(), match.group(), (district,), "postcode")

    def _official_of(self, codes: tuple[str, ...]) -> tuple[str, ...]:
        """Codes in use today for what a name means."""
        found: list[str] = []
        for code in codes:
            if code not in self._current:
                place = self._tables.places[code]
                loose = place.kind.startswith(("former", "area", "ceremonial", "nhs_region"))
                self._current[code] = self._official([code]) if loose else (place.code,)
            found += self._current[code]
        return tuple(dict.fromkeys(found))


class _Following:
    """The words that follow a start, read no further than a name asks."""

    def __init__(self, text: str, end: int) -> None:
        self._text = text
        self._words: list[tuple[str, str, int, int]] = []
        self._end: int | None = end
        self._first = end

    def second(self) -> tuple[str, ...]:
        """The word that comes next, as it may stand in a name."""
        return self._words[0][:2] if self._read() else ()

    def match(self, rest: tuple[str, ...]) -> int | None:
        """Where a name ends whose further words are these, or None when other words follow."""
        end = self._first
        for place, wanted in enumerate(rest):
            if place == len(self._words) and not self._read():
                return None
            key, bare, stop, bare_stop = self._words[place]
            if key == wanted:
                end = stop
            elif bare == wanted and place == len(rest) - 1:
                end = bare_stop
            else:
                return None
        return end

    def _read(self) -> bool:
        if self._end is None:
            return False
        gap = GAP.match(self._text, self._end)
        word = WORD.match(self._text, gap.end()) if gap else None
        if word is None or word.end() == self._end:
            self._end = None
            return False
        shown, key = word.group(), key_of_word(word.group())
        bare = re.split("['’]", shown)[0]
        if (
            shown[0].islower()
            and key not in SMALL
            and key not in ("north", "east", "south", "west", "city", "region")
        ):
            key = bare = ""
        self._words.append((key, bare.lower(), word.end(), word.start() + len(bare)))
        self._end = word.end()
        return True
