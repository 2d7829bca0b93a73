"""How long ``bids propose`` takes for an alliance of 60, start-up included: processor seconds of the whole command."""

import contextlib
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter

HOMES = {
    "Sheffield": "S1 2HH",
    "Rotherham": "S60 1AE",
    "Barnsley": "S70 2TA",
    "Doncaster": "DN1 3NJ",
}
THEMES = (
    "mental_health",
    "peer_support",
    "loneliness",
    "advice",
    "trauma",
    "bereavement",
    "youth_work",
    "arts",
)
GROUPS = ("young_people", "carers", "older_people", "women_and_girls", "disabled_people")
COLUMNS = (
    "name,charity_number,legal_form,postcode,places,themes,groups,income,experts_by_experience,bid_days,"
    "can_lead,past_partners"
)
AREAS = ["E08000016", "E08000017", "E08000018", "E08000039"]
COUNT, ROUNDS, LIMIT = 60, 5, 2.0


def members(count: int, seed: int) -> str:
    """An invented alliance as a file to import."""
    draw = random.Random(seed)
    rows = [COLUMNS]
    for number in range(1, count + 1):
        home = draw.choice(list(HOMES))
        places = {home, *draw.sample(list(HOMES), draw.randint(0, 2))}
        rows.append(
            ",".join(
                (
                    f"Member {number}", str(1_100_000 + number), "cio", HOMES[home], ";".join(sorted(places)),
                    ";".join(draw.sample(THEMES, draw.randint(1, 4))),
                    ";".join(draw.sample(GROUPS, draw.randint(1, 3))),
                    str(int(min(9e6, draw.lognormvariate(12.2, 1.2)))), str(draw.randint(0, 2)),
                    str(draw.randint(2, 8)), draw.choice(("yes", "no")), f"Member {draw.randint(1, count)}",
                )
            )
        )  # fmt: skip
    return "\n".join(rows) + "\n"


CALL = {
    "title": "Better together",
    "text": "Partnerships of voluntary organisations may bid for up to £150,000.",
    "url": "https://icb.example.org/better-together",
    "facts": {
        "deadline": "2027-02-26", "max_amount": 150_000, "areas": AREAS, "themes": list(THEMES[:3]),
        "groups": list(GROUPS[:2]), "partnership": "required", "duration_months": 24,
    },
}  # fmt: skip


def main() -> None:
    """Prints the least and the middle of a few runs after one that fills the caches."""
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        Path("config.toml").write_text("", encoding="utf-8")
        Path("members.csv").write_text(members(COUNT, 7), encoding="utf-8")
        Path("calls.jsonl").write_text(json.dumps(CALL) + "\n", encoding="utf-8")
        for words in (
            "db upgrade",
            "members import members.csv",
            "calls add calls.jsonl",
            "refresh --no-crawl",
        ):
            _run(*words.split())
        said = json.loads(_run("bids", "propose", "1", "--json"))
        inside, out = len(said["proposals"][0]["members"]), len(said["left_out"])
        took = sorted(_timed("bids", "propose", "1") for _ in range(ROUNDS))
        clock = sorted(clock for _, clock in took)
    print(
        f"bids propose    {took[ROUNDS // 2][0]:.2f} s of processor, start-up included, least {took[0][0]:.2f} "
        f"(clock {clock[ROUNDS // 2]:.2f}; limit {LIMIT:.2f}): {COUNT} members, {inside} chosen, {out} told why not"
    )


def _run(*words: str) -> str:
    command = [sys.executable, "-m", "funding_radar", "--today", "2026-11-23", *words]
    # Compiled modules are kept, as in any installation.
    environment = {
        name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"
    }
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)
    return done.stdout


def _timed(*words: str) -> tuple[float, float]:
    before, clock = resource.getrusage(resource.RUSAGE_CHILDREN), perf_counter()
    _run(*words)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return used, perf_counter() - clock


if __name__ == "__main__":
    main()
