"""How long matching takes: an alliance by one command, one new call for a national body, and all of its calls.

Run: python -m tests.benchmarks.matching [MEMBERS] [CALLS]
"""

import json
import random
import resource
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter, process_time
from typing import TYPE_CHECKING

from db.views import CallView, FactView, MemberView
from db.vocabulary import Field, Group, LegalForm, Theme
from funding_radar.gazetteer import Gazetteer, load
from funding_radar.matching.block import MemberBlock
from funding_radar.matching.context import Context
from funding_radar.matching.row import CallRow
from funding_radar.matching.scale import match_block, suited

if TYPE_CHECKING:
    from db.models import Call, Member
    from db.models.tables import Table

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
ALLIANCE, OPEN_CALLS = 60, 500
ALLIANCE_LIMIT = 1.5
NATIONAL, NATIONAL_CALLS = 170_000, 5_000
LOCAL = 0.75
"""The share of calls that are for a council, county or ICB: the others are for all of England."""
_SAID = [word for words in (Theme, Group) for one in words for word in one.label.split()]
_WORDS = _SAID * 3 + [f"word{number}" for number in range(4_000)]


def made_text(draw: random.Random, words: int) -> str:
    """Words of the sector, the common ones more often."""
    return " ".join(_WORDS[int(len(_WORDS) * draw.random() ** 2)] for _ in range(words))


def made_members(
    count: int, gazetteer: Gazetteer, districts: int, seed: int = 1
) -> list[MemberView]:
    """Members as the register has them: two in three of under £100,000 a year, most of one district."""
    draw = random.Random(seed)
    places = list(gazetteer.districts(["E92000001"]))[:districts]
    forms = [*LegalForm][:10]
    return [
        MemberView(
            number,
            made_text(draw, 3),
            made_text(draw, 45),
            charity_number=str(number) if draw.random() < 0.7 else "",
            legal_form=draw.choice(forms),
            places=("E92000001",) if draw.random() < 0.05 else (draw.choice(places),),
            themes=frozenset(draw.sample(list(Theme), 3)),
            groups=frozenset(draw.sample(list(Group), 2)),
            income=int(10 ** draw.gauss(4.7, 0.9)),
            min_award=1_000,
            max_award=draw.choice([20_000, 50_000, 200_000]),
            accounts_years=draw.choice([None, 1, 3]),
            bid_days=draw.choice([None, 2, 4]),
        )
        for number in range(1, count + 1)
    ]


def made_calls(count: int, gazetteer: Gazetteer, districts: int, seed: int = 2) -> list[CallView]:
    """Calls with the facts that most of them state."""
    draw = random.Random(seed)
    local = list(gazetteer.districts(["E92000001"]))[:districts]
    wider = [
        c for c, p in gazetteer.tables.places.items() if p.kind in ("county", "icb", "met_county")
    ]
    return [_made_call(number, draw, local, wider) for number in range(1, count + 1)]


def _made_call(number: int, draw: random.Random, local: list[str], wider: list[str]) -> CallView:
    area = draw.choice(draw.choice([local, wider])) if draw.random() < LOCAL else "E92000001"
    values = {
        Field.DEADLINE: f"2027-01-{draw.randint(1, 28):02}",
        Field.AREAS: [area],
        Field.MAX_AMOUNT: draw.choice([5_000, 20_000, 100_000]),
        Field.THEMES: [str(theme) for theme in draw.sample(list(Theme), 2)],
        Field.GROUPS: [str(group) for group in draw.sample(list(Group), draw.randint(1, 2))],
        Field.LEGAL_FORMS: ["registered_charity", "cic"],
    }
    if draw.random() < 0.3:
        values |= {Field.MAX_INCOME: 500_000, Field.ACCOUNTS_YEARS: 1}
    facts = {
        name: FactView(name, value, "as it says on the page") for name, value in values.items()
    }
    return CallView(
        number, made_text(draw, 6), made_text(draw, 150), f"Fund {number % 90}", facts=facts
    )


def prepare(folder: Path) -> list[str]:
    """A workplace with all members and calls, none of them matched; the command that matches them."""
    from sqlmodel import Session

    from db.engine import open_engine
    from db.schema import upgrade

    url = f"sqlite:///{folder / 'radar.db'}"
    config = folder / "config.toml"
    config.write_text(
        f'[database]\nurl = "{url}"\n[alliance]\nname = "Made"\nemail = "a@example.org"\nplaces = ["Sheffield"]\n'
        f'[mail]\noutbox = "{folder}"\n',
        encoding="utf-8",
    )
    engine, gazetteer = open_engine(url, create=True), load()
    upgrade(engine)
    with Session(engine) as session, session.begin():
        session.add_all(map(_member_rows, made_members(ALLIANCE, gazetteer, 12)))
        session.add_all(map(_call_rows, made_calls(OPEN_CALLS, gazetteer, 12)))
        session.flush()
        for member in made_members(ALLIANCE, gazetteer, 12):
            session.add_all(_lists(member))
        for call in made_calls(OPEN_CALLS, gazetteer, 12):
            session.add_all(_facts(call))
    day = NOW.date().isoformat()
    command = [sys.executable, "-m", "funding_radar", "--config", str(config), "--today", day]
    return [*command, "refresh", "--no-crawl", "--json"]


def _member_rows(member: MemberView) -> "Member":
    from db.models import Member

    same = ("id", "name", "description", "legal_form", "income", "min_award", "max_award")
    values = {name: getattr(member, name) for name in (*same, "accounts_years", "bid_days")}
    return Member(**values, charity_number=member.charity_number or None, changed_at=NOW)


def _lists(member: MemberView) -> "list[Table]":
    from db.models import MemberGroup, MemberPlace, MemberTheme

    return [
        *(MemberPlace(member_id=member.id, code=code) for code in member.places),
        *(MemberTheme(member_id=member.id, theme=theme) for theme in member.themes),
        *(MemberGroup(member_id=member.id, group=group) for group in member.groups),
    ]


def _call_rows(call: CallView) -> "Call":
    from db.models import Call

    return Call(id=call.id, title=call.title, text=call.text, funder=call.funder, kind=call.kind,
                status=call.status, first_seen_at=NOW, changed_at=NOW)  # fmt: skip


def _facts(call: CallView) -> "list[Table]":
    from db.models import Fact

    return [
        Fact(
            call_id=call.id,
            field=fact.field,
            value=fact.value,
            quote=fact.quote,
            read_on=NOW.date(),
        )
        for fact in call.facts.values()
    ]


def time_alliance() -> None:
    """One command, as a person gives it, start-up included: the first run, and one with nothing new."""
    with tempfile.TemporaryDirectory() as name:
        command = prepare(Path(name))
        for which in ("all new", "nothing new"):
            began, worked = perf_counter(), _children()
            said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
            took, work = perf_counter() - began, _children() - worked
            matched = json.loads(said)["matching"]
            print(
                f"{ALLIANCE} members x {OPEN_CALLS} calls by one command, {which}: {matched['written']:,} matches"
                f" written in {took:.2f} s, {work:.2f} s of processor time (limit {ALLIANCE_LIMIT} s)"
            )


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def time_peers(members: int = 20_000, calls: int = 200) -> None:
    """What comparing texts alone takes with two well-kept libraries, on the same data."""
    import bm25s
    import Stemmer
    from rapidfuzz import fuzz, process

    gazetteer = load()
    said = [f"{m.name} {m.description}" for m in made_members(members, gazetteer, 296)]
    asked = [f"{c.title} {c.text}" for c in made_calls(calls, gazetteer, 296)]
    few, some = said[: members // 10], asked[: calls // 10]
    began = process_time()
    process.cdist(some, few, scorer=fuzz.token_set_ratio)
    _rate("rapidfuzz token_set_ratio by cdist", len(few) * len(some), process_time() - began)
    stem = Stemmer.Stemmer("english")
    index = bm25s.BM25()
    index.index(bm25s.tokenize(said, stemmer=stem, show_progress=False), show_progress=False)
    queries = bm25s.tokenize(asked, stemmer=stem, return_ids=False, show_progress=False)
    began = process_time()
    for query in queries:
        index.get_scores(query)
    _rate("bm25s retrieval", members * calls, process_time() - began)


def _rate(what: str, pairs: int, seconds: float) -> None:
    print(f"  {what}: {pairs / seconds:,.0f} pairs a second of processor time ({pairs:,} pairs)")


def time_national(members: int, calls: int) -> None:
    """A block of all members: made once, then one call, then all calls."""
    gazetteer = load()
    them, context = made_members(members, gazetteer, 296), Context(gazetteer, NOW)
    some = made_calls(calls, gazetteer, 296)
    began = perf_counter()
    block = MemberBlock.of(them, context)
    suited(block, CallRow.of(some[0], context))
    national = next(c for c in some if c.areas == ("E92000001",))
    suited(block, CallRow.of(national, context))
    print(f"{members:,} members made into a block: {perf_counter() - began:.1f} s")
    began = perf_counter()
    fresh = CallRow.of(next(c for c in reversed(some) if c.areas == ("E92000001",)), context)
    places, _, _ = suited(block, fresh)
    took = perf_counter() - began
    print(f"one new call for all of England: {took:.3f} s, {len(places):,} may bid (limit 0.5 s)")
    began, worked = perf_counter(), process_time()
    best = match_block(some, block)
    took, work = perf_counter() - began, process_time() - worked
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    print(
        f"{members:,} members x {calls:,} calls, best 20 kept: {took:.1f} s "
        f"({work:.1f} s of processor time, limit 90 s), peak {peak:.2f} GB (limit 3 GB)"
    )
    _rate("gates, rules and words together", members * calls, work)
    print(f"  for one of them: {[(c.id, v.value, s) for c, v, s in best.of(7)][:3]}")


def main(members: int = NATIONAL, calls: int = NATIONAL_CALLS) -> None:
    """Print the figures."""
    time_alliance()
    time_peers()
    time_national(members, calls)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]))
