"""How fast collecting is: storing against dropping in one run, and two hundred sites side by side.

Run it: ``python -m tests.benchmarks.collecting``. The figures are printed; nothing here is a test.
"""

import json
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from db.engine import open_engine
from db.schema import upgrade
from spiders.catalogue import load_catalogue
from spiders.entry import SourceEntry
from spiders.plan import CrawlPlan, CrawlReport
from spiders.runner import crawl
from tests.spiders.loopback import Answer, Asked, Loopback
from tests.spiders.notices import package, release

NOW = datetime(2026, 9, 4, 9, tzinfo=UTC)
PAGES, PER_PAGE = 50, 100
SITES, SITE_DELAY = 200, 1.0
ROUNDS = 3
LEAST_SHARE = 0.8


def main() -> int:
    """Prints the figures; 1 when storing takes more than a fifth of a crawl."""
    shares = [one_round() for _ in range(ROUNDS)]
    share = sorted(shares)[len(shares) // 2]
    verdict = "ok" if share >= LEAST_SHARE else "TOO SLOW"
    say(
        f"storing runs at {share:.2f} of dropping (median of {ROUNDS}, wanted {LEAST_SHARE}): {verdict}"
    )
    many_sites()
    return 0 if share >= LEAST_SHARE else 1


def one_round() -> float:
    """The throughput of a crawl that stores, as a share of the same crawl with every item dropped.

    Judged by the processor's time, since a busy machine moves the clock on the wall.
    """
    with Loopback({}).running() as site:
        site.routes["/api"] = pages(site)
        table = {"uk_contracts_finder": {"url": f"{site.base}/api"}}
        entry = load_catalogue(table)["uk_contracts_finder"]
        dropped, dropped_cpu = seconds_of(entry, "dropping")
        stored, stored_cpu = seconds_of(entry, "storing")
    rate = PAGES * PER_PAGE / stored
    say(
        f"{PAGES} pages of {PER_PAGE} releases: stored in {stored:.2f} s ({rate:.0f}/s), dropped in {dropped:.2f} s"
    )
    say(
        f"  processor: stored {stored_cpu:.2f} s, dropped {dropped_cpu:.2f} s; "
        f"shares {dropped / stored:.2f} by the clock, {dropped_cpu / stored_cpu:.2f} by the processor"
    )
    return dropped_cpu / stored_cpu


def pages(site: Loopback):
    """The pages of a cursor, made once."""
    made = []
    for number in range(PAGES):
        rows = [full(release(number * PER_PAGE + n, NOW)) for n in range(PER_PAGE)]
        link = f"{site.base}/api?cursor={number + 1}" if number + 1 < PAGES else None
        made.append(package(rows, link))

    def route(asked: Asked) -> Answer:
        return made[int(asked.query.get("cursor", 0))]

    return route


def full(row: dict) -> dict:
    """A release with the parties, items and documents that real ones have: about 4 kB."""
    words = (
        "Support for people with lived experience, in groups and one to one, across the borough. "
    )
    row["tender"]["description"] = words * 12
    row["tender"]["items"] = [
        {
            "id": str(n),
            "additionalClassifications": [
                {"scheme": "CPV", "id": f"8531{n}000", "description": "Social work services"}
            ],
            "deliveryAddresses": [{"region": "UKE32", "countryName": "United Kingdom"}],
            "relatedLot": str(n),
        }
        for n in range(3)
    ]
    row["tender"]["documents"] += [
        {"id": f"A-{n}", "documentType": "biddingDocuments", "url": f"https://example.org/doc/{n}"}
        for n in range(5)
    ]
    row["parties"] = [
        {
            "id": f"GB-PPON-PAAA-000{n}-BBBB",
            "name": f"Party number {n}",
            "identifier": {"scheme": "GB-PPON", "id": f"PAAA-000{n}-BBBB"},
            "address": {"streetAddress": "1 High Street", "locality": "Example", "region": "UKE32"},
            "contactPoint": {"name": "scrubbed", "email": "contact@example.org"},
            "roles": ["buyer" if n == 0 else "supplier"],
        }
        for n in range(4)
    ]
    return row


def seconds_of(entry: SourceEntry, how: str) -> tuple[float, float]:
    """The seconds of a visit, on the wall and of the processor, without the start of the process."""
    with tempfile.TemporaryDirectory() as folder:
        plan = CrawlPlan(fresh(folder), (entry,), "bench", 0.0, allow_private_hosts=True, now=NOW)
        done = subprocess.run(
            [sys.executable, "-c", f"from tests.benchmarks import collecting; collecting.{how}()"],
            input=plan.to_json(),
            capture_output=True,
            text=True,
            check=True,
        )
        ended = json.loads(done.stdout.splitlines()[-1])
    if ended["found"] != PAGES * PER_PAGE:
        msg = f"the crawl found {ended['found']}: {ended.get('message')}\n{done.stderr}"
        raise SystemExit(msg)
    return float(ended["seconds"]), float(ended["cpu"])


def storing() -> None:
    """The crawling process as it is, with the processor's seconds beside those on the wall."""
    import spiders.__main__ as crawling

    tell = crawling._tell
    began: list[float] = []

    def timed(event: str, facts: dict) -> None:
        if event == "started":
            began.append(time.process_time())
        tell(event, {**facts, "cpu": time.process_time() - began[0]})

    crawling._tell = timed
    crawling.main()


def dropping() -> None:
    """The crawling process with every item dropped before it is stored."""
    from spiders.ledger import Ledger

    Ledger._store_held = lambda ledger: ledger.held.clear()
    storing()


def many_sites() -> None:
    """Two hundred sites, each with its own host, delay and robots.txt, by one process."""
    feed = b"<rss version='2.0'><channel><item><title>A fund</title><guid>1</guid></item></channel></rss>"
    hosts = [f"127.0.{1 + n // 100}.{1 + n % 100}" for n in range(SITES)]
    servers = [Loopback({"/feed": Answer(feed)}, host) for host in hosts]
    running = [server.running() for server in servers]
    for server in running:
        server.__enter__()
    tables = {
        f"site_{n}": {"shape": "feed", "publisher": "Somebody", "url": f"{server.base}/feed"}
        for n, server in enumerate(servers)
    }
    every = load_catalogue(tables)
    with tempfile.TemporaryDirectory() as folder:
        entries = tuple(every[name] for name in tables)
        plan = CrawlPlan(
            fresh(folder), entries, "bench", SITE_DELAY, allow_private_hosts=True, now=NOW
        )
        began = time.perf_counter()
        reports: list[CrawlReport] = crawl(plan, lambda _: None)
        seconds = time.perf_counter() - began
    for server in running:
        server.__exit__(None, None, None)
    good = sum(report.outcome == "ok" for report in reports)
    say(
        f"{good} of {SITES} sites with a delay of {SITE_DELAY:g} s: {seconds:.1f} s "
        f"(one by one {SITES * SITE_DELAY:g} s)"
    )


def fresh(folder: str) -> str:
    """The URL of a new database."""
    url = f"sqlite:///{Path(folder)}/bench.db"
    engine = open_engine(url, create=True)
    upgrade(engine)
    engine.dispose()
    return url


def say(line: str) -> None:
    """A line of the answer."""
    sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    sys.exit(main())
