"""How long matching takes: an alliance by one command, one new call for a national body, and all of its calls.

Run: python -m tests.benchmarks.matching [MEMBERS] [CALLS]
"""

import random
import resource
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter, process_time

from db.views import CallView, FactView, MemberView
from db.vocabulary import Field, Group, LegalForm, Theme
from funding_radar.gazetteer import Gazetteer, load
from funding_radar.matching.block import MemberBlock
from funding_radar.matching.context import Context
from funding_radar.matching.row import CallRow
from funding_radar.matching.scale import match_block, suited

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
ALLIANCE, OPEN_CALLS = 60, 500
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


def alliance(folder: Path) -> None:
    """One command's work: everything matched and stored. Run in a process of its own, start-up included."""
    from sqlmodel import Session

    from db.engine import open_engine
    from db.matches import save_matches, stored_hashes
    from funding_radar.matching.match import match_changed

    gazetteer = load()
    calls, members = made_calls(OPEN_CALLS, gazetteer, 12), made_members(ALLIANCE, gazetteer, 12)
    began = perf_counter(), process_time()
    engine = open_engine(f"sqlite:///{folder / 'radar.db'}")
    with Session(engine) as session, session.begin():
        stored = stored_hashes(session)
        found = list(match_changed(calls, members, Context(gazetteer, NOW), stored))
        hashes = {(m.view.call_id, m.view.member_id): m.inputs_hash for m in found}
        save_matches(session, [m.view for m in found], hashes, NOW)
    took, work = perf_counter() - began[0], process_time() - began[1]
    print(
        f"  {len(found):,} matched and stored in {took:.2f} s ({work:.2f} s of processor time;",
        end=" ",
    )
    print(f"{process_time():.2f} s with start-up and making the data)")


def prepare(folder: Path) -> None:
    """A database with the calls and members that matches point to."""
    from sqlmodel import Session

    from db.engine import open_engine
    from db.models import Call, Member
    from db.schema import upgrade

    engine = open_engine(f"sqlite:///{folder / 'radar.db'}", create=True)
    upgrade(engine)
    with Session(engine) as session, session.begin():
        for number in range(1, OPEN_CALLS + 1):
            session.add(
                Call(id=number, title="A call", kind="open_call", status="open",
                     first_seen_at=NOW, changed_at=NOW)
            )  # fmt: skip
        for number in range(1, ALLIANCE + 1):
            session.add(Member(id=number, name=f"Member {number}", changed_at=NOW))


def time_alliance() -> None:
    """The first run, and a second with nothing new."""
    with tempfile.TemporaryDirectory() as name:
        prepare(Path(name))
        for _which in ("first run", "nothing new"):
            began = perf_counter()
            subprocess.run([sys.executable, "-m", __spec__.name, "alliance", name], check=True)
            perf_counter() - began


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
    print(f"one new call for all of England: {took:.3f} s, {len(places):,} may bid")
    began, worked = perf_counter(), process_time()
    best = match_block(some, block)
    took, work = perf_counter() - began, process_time() - worked
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    print(
        f"{members:,} members x {calls:,} calls, best 20 kept: {took:.1f} s "
        f"({work:.1f} s of processor time), peak {peak:.2f} GB"
    )
    print(f"  for one of them: {[(c.id, v.value, s) for c, v, s in best.of(7)][:3]}")


def main(members: int = NATIONAL, calls: int = NATIONAL_CALLS) -> None:
    """Print the figures."""
    time_alliance()
    time_national(members, calls)


if __name__ == "__main__":
    if sys.argv[1:2] == ["alliance"]:
        alliance(Path(sys.argv[2]))
    else:
        main(*map(int, sys.argv[1:3]))
