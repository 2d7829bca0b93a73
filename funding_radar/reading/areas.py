"""Which places a call serves: where applicants or people helped are, else the funder's."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from db.vocabulary import Field
from funding_radar.gazetteer import Gazetteer, Mention
from funding_radar.reading import area_cues as cues
from funding_radar.reading.area_weight import COUNTRIES, Run, Weight, weighed
from funding_radar.reading.facts import Item, ReadFact

LONGEST_TEXT = 50_000
"""A call says early whom it serves; what comes after so many signs is annexes."""

_COUNCILS = ".gov.uk"
_OF_COUNCILS = ("ua", "lad", "county", "met_county")

_HOST = re.compile(r"https?://(?:[^/@?#]*@)?([^/:?#\[\]@]+)", re.IGNORECASE)


def read_areas(item: Item, text: str, gazetteer: Gazetteer) -> list[ReadFact]:
    """The places that the call serves, and those that it shuts out, as official codes.

    ``text`` is the plain text of the item. A place known only from the funder or the publisher
    is ``inferred``; where no name stands in the title or the text but the publisher's places are
    known, the quote is empty.
    """
    near, text = _near(item, gazetteer), text[:LONGEST_TEXT]
    runs = [
        *_runs(item.title, gazetteer, near, titled=True),
        *_runs(text, gazetteer, near, titled=False),
    ]
    shut_out = [run for run in runs if run.shut_out]
    facts = []
    served = _surest([run for run in runs if not run.shut_out and run.weight], gazetteer)
    if served:
        facts.append(_fact(Field.AREAS, served, gazetteer, less=shut_out))
    elif item.publisher_areas:
        quote = (
            item.publisher if item.publisher and item.publisher in f"{item.title}\n{text}" else ""
        )
        facts.append(ReadFact(Field.AREAS, list(item.publisher_areas), quote, inferred=True))
    elif home := _home(item, text, gazetteer):
        facts.append(home)
    if shut_out:
        facts.append(_fact(Field.EXCLUDED_AREAS, shut_out, gazetteer))
    return facts


def _near(item: Item, gazetteer: Gazetteer) -> tuple[str, ...]:
    """Codes that settle doubtful names: the publisher's places, its name, its host."""
    host = _host(item.url)
    codes = list(item.publisher_areas)
    for name in (item.publisher, *re.split(r"\.(?:gov|org|nhs|co|ac|com|net)\b", host)[:1]):
        for part in {name, *name.split("."), *re.split(r"[.-]", name)} if name else ():
            places = gazetteer.named(part) if len(part) > 3 else ()
            codes += [place.code for place in places[:1] if place.kind in _OF_COUNCILS]
    return tuple(codes)


def _home(item: Item, text: str, gazetteer: Gazetteer) -> ReadFact | None:
    """The council's own area, where its page speaks of "the borough" and only its address says which."""
    host = _host(item.url)
    if not host.endswith(_COUNCILS):
        return None
    name = host.removesuffix(_COUNCILS).rpartition(".")[2]
    meant = [place for place in gazetteer.named(name) if place.kind in _OF_COUNCILS]
    said = cues.HOME.search(text)
    if not meant or said is None:
        return None
    return ReadFact(Field.AREAS, [meant[0].code], said.group(), inferred=True)


def _fact(
    field: Field, runs: Sequence[Run], gazetteer: Gazetteer, less: Iterable[Run] = ()
) -> ReadFact:
    """One fact from runs of one weight, quoted by the one that says the most."""
    codes = gazetteer.official(code for run in runs for code in run.codes)
    taken = set(gazetteer.districts(code for run in less for code in run.codes))
    if taken:
        kept = [d for d in gazetteer.districts(codes) if d not in taken]
        codes = gazetteer.official(kept) or codes
    whole = set(gazetteer.districts(codes))
    best = max(runs, key=lambda run: len(whole & set(gazetteer.districts(run.codes))))
    return ReadFact(
        field,
        list(codes),
        best.quote,
        inferred=field is Field.AREAS and best.weight <= Weight.NAMED,
    )


def _surest(runs: list[Run], gazetteer: Gazetteer) -> list[Run]:
    """The runs that count: those of the greatest weight, with an eye to the title."""
    if not runs:
        return []
    runs = _asked_for(runs)
    local = [run for run in runs if not COUNTRIES.issuperset(run.codes)]
    best = max(run.weight for run in runs)
    if local and (best <= Weight.NAMED or any(run.weight >= Weight.TITLED for run in local)):
        runs, best = local, max(run.weight for run in local)
    chosen = [run for run in runs if run.weight is best]
    if best <= Weight.NAMED:
        return chosen[:1]
    if all(COUNTRIES.issuperset(run.codes) for run in chosen):
        return _narrowest(chosen, gazetteer)
    titled = [run for run in runs if run.titled and run.weight is Weight.TITLED]
    titled = _narrowest(titled, gazetteer)
    if best is Weight.SERVED and titled and not any(run.firm for run in chosen):
        title = set(gazetteer.districts(c for run in titled for c in run.codes))
        if title >= set(gazetteer.districts(c for run in chosen for c in run.codes)):
            return titled
    if best is Weight.TITLED:
        return [run for run in chosen if not run.titled or run in titled]
    bound = [run for run in chosen if run.bound]
    if _within_the_rest(bound, chosen, gazetteer):
        return _narrowest(bound, gazetteer)
    return _narrowest(bound, gazetteer) if len(bound) == len(chosen) else chosen


def _asked_for(runs: list[Run]) -> list[Run]:
    """The runs less those of a wish, where others say whom the call serves."""
    asked = [run for run in runs if not run.preferred]
    sure = any(
        run.weight is Weight.SERVED or (run.weight is Weight.TITLED and run.titled) for run in asked
    )
    return asked if sure else runs


def _narrowest(runs: list[Run], gazetteer: Gazetteer) -> list[Run]:
    """The runs less those that wholly contain another: the United Kingdom beside Wales."""
    grounds = [set(gazetteer.districts(run.codes)) for run in runs]
    return [
        run
        for run, ground in zip(runs, grounds, strict=True)
        if not any(ground > other for other in grounds if other)
    ]


def _within_the_rest(bound: list[Run], chosen: list[Run], gazetteer: Gazetteer) -> bool:
    """Whether the places of a condition are a part of what the other runs speak of at large."""
    inner = {d for run in bound for d in gazetteer.districts(run.codes)}
    outer = [set(gazetteer.districts(run.codes)) for run in chosen if run not in bound]
    return bool(inner) and any(inner < ground for ground in outer)


def _runs(text: str, gazetteer: Gazetteer, near: tuple[str, ...], *, titled: bool) -> Iterator[Run]:
    """The lists of places in a text, weighed."""
    mentions = gazetteer.find(text, near=near)
    for listed in _lists(text, mentions):
        codes = _codes_of(text, listed, gazetteer)
        if codes:
            yield weighed(text, listed, codes, titled=titled)


def _lists(text: str, mentions: Sequence[Mention]) -> Iterator[list[Mention]]:
    """Mentions with nothing but list words between them; addresses are left out."""
    current: list[Mention] = []
    part: int | None = None
    for at, mention in enumerate(mentions):
        if mention.kind == "postcode":
            continue
        following = mentions[at + 1] if at + 1 < len(mentions) else None
        if following and following.kind == "postcode" and following.start - mention.end < 30:
            continue
        gap = text[mention.end : following.start] if following else ""
        if mention.kind == "region" and cues.DIRECTION.fullmatch(gap):
            # A part of the place that is named next, and not a region of England.
            part = mention.start
            continue
        start, part = (mention.start if part is None else part), None
        if current and _joined(text, current[-1], mention, start):
            current.append(mention)
            continue
        if current:
            yield current
        current = [mention]
    if current:
        yield current


def _joined(text: str, one: Mention, other: Mention, start: int) -> bool:
    """Whether only words of a list stand between two places, the second with its part from ``start`` on."""
    gap = text[one.end : start]
    return (
        len(gap) <= cues.LONGEST_JOIN
        and "\n\n" not in gap
        and (cues.JOIN.fullmatch(gap) or cues.UNKNOWN.fullmatch(gap)) is not None
        and one.kind != "body"
        and (
            other.kind != "body" or "(" in gap or cues.AREA_AFTER.match(text, other.end) is not None
        )
    )


def _codes_of(text: str, listed: Sequence[Mention], gazetteer: Gazetteer) -> tuple[str, ...]:
    """What a list comes to: a place whose parts follow gives way, and so does a town's county."""
    if len(listed) == 1:
        return (*_shortened(text, listed[0], gazetteer), *listed[0].codes)
    extents = [set(gazetteer.districts(mention.codes)) for mention in listed]
    dropped: set[int] = set()
    for at, (one, other) in enumerate(pairwise(extents)):
        gap, following = text[listed[at].end : listed[at + 1].start], listed[at + 1]
        opens = cues.OPENS_LIST.search(gap) and "includ" not in gap
        if opens and one > other:
            dropped.add(at)
        elif opens and following.ambiguous and one.isdisjoint(other):
            dropped.add(at + 1)
        elif at + 2 == len(listed) and gap.strip() in (",", "(", "in", ", in"):
            dropped |= {at + 1} if _within(one, following, gazetteer) else set()
    kept = [mention for at, mention in enumerate(listed) if at not in dropped]
    every = ((*_shortened(text, mention, gazetteer), *mention.codes) for mention in kept)
    return tuple(dict.fromkeys(code for codes in every for code in codes))


def _shortened(text: str, mention: Mention, gazetteer: Gazetteer) -> tuple[str, ...]:
    """The place whose name is told with that of the next: the first in "East and West Sussex"."""
    rest = cues.PARTS.sub("", mention.text)
    before = text[max(0, mention.start - cues.LONGEST_JOIN) : mention.start]
    other = cues.OTHER_PART.search(before)
    if other is None or not rest or rest == mention.text:
        return ()
    return tuple(place.code for place in gazetteer.named(f"{other.group(1)} {rest}")[:1])


def _within(extent: set[str], around: Mention, gazetteer: Gazetteer) -> bool:
    """Whether a place lies in another as people understand its name."""
    meanings = (set(gazetteer.districts([p.code])) for p in gazetteer.named(around.text))
    return any(extent < meant for meant in meanings)


def _host(url: str) -> str:
    """The host of an address, small; none where the address is broken, as some on real pages are."""
    found = _HOST.match(url)
    return found[1].lower() if found else ""
