"""Pairs of a call and a member scored in a second, beside rapidfuzz and bm25s on the same texts.

Run: python tests/benchmarks/words.py [MEMBERS] [CALLS]
"""

import random
import resource
import sys
from collections.abc import Callable
from importlib.resources import files
from time import perf_counter

import bm25s
import numpy as np
import Stemmer
from rapidfuzz import fuzz, process, utils

from funding_radar.matching.words import thesaurus
from funding_radar.matching.words.block import Block
from funding_radar.matching.words.records import Asked, Offered
from funding_radar.matching.words.score import Words

MEMBERS_AT_ONCE = 20_000
SLICE = 2_000
"""Members for rapidfuzz, which is slow enough for a slice to tell."""


def made_texts(count: int, phrases: int, seed: int) -> list[str]:
    """Texts of phrases of charity life, with words that are in one text of thousands."""
    draw = random.Random(seed)
    table = files(thesaurus.__package__).joinpath("thesaurus.toml").read_text(encoding="utf-8")
    known = [p.strip() for line in table.split('"')[1::2] for p in line.split(",")]
    rare = [f"{known[i % len(known)][:4]}{i}ville" for i in range(60_000)]
    common = ["people", "community", "support", "provide", "local", "children", "education"]

    def phrase() -> str:
        return draw.choice(
            common if (kind := draw.random()) < 0.4 else rare if kind > 0.9 else known
        )

    return [" ".join(phrase() for _ in range(phrases)) for _ in range(count)]


def timed(what: str, pairs: int, run: Callable[[], object]) -> None:
    """Run once, and print how long it took and how many pairs a second that is."""
    began = perf_counter()
    run()
    took = perf_counter() - began
    print(f"{what:52s} {took:8.2f} s {pairs / took:14,.0f} pairs/s")


def main(members: int = 20_000, calls: int = 500) -> None:
    """Print the table."""
    said, asked = made_texts(members, 45, 1), made_texts(calls, 80, 2)
    offered = [Offered(str(i), text[:20], text) for i, text in enumerate(said)]
    blocks = [offered[i : i + MEMBERS_AT_ONCE] for i in range(0, members, MEMBERS_AT_ONCE)]
    ready: list[Words] = []

    def index() -> None:
        ready.extend(Words(Block.of_members(block)) for block in blocks)

    timed(f"words: index {members:,} members (members/s)", members, index)
    wanted = [
        Block.of_calls([Asked("", t) for t in asked[i : i + 250]]) for i in range(0, calls, 250)
    ]
    one = Block.of_calls([Asked("", asked[0])])
    timed(f"words: one call, {members:,} members", members, lambda: [w.scores(one) for w in ready])
    timed(
        f"words: {calls:,} calls, {members:,} members",
        members * calls,
        lambda: [w.scores(some) for w in ready for some in wanted],
    )
    stemmer = Stemmer.Stemmer("english")
    corpus = bm25s.tokenize(said, stemmer=stemmer, show_progress=False)
    index_ = bm25s.BM25()
    index_.index(corpus, show_progress=False)
    queries = bm25s.tokenize(asked, stemmer=stemmer, return_ids=False, show_progress=False)
    timed(
        f"bm25s: {calls:,} calls, {members:,} members",
        members * calls,
        lambda: [index_.get_scores(query) for query in queries],
    )
    few = [utils.default_process(text) for text in said[:SLICE]]
    some = [utils.default_process(text) for text in asked[:10]]
    timed(
        f"rapidfuzz token_set_ratio: 10 calls, {len(few):,} members",
        len(few) * len(some),
        lambda: process.cdist(some, few, scorer=fuzz.token_set_ratio, dtype=np.float32),
    )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory {peak:,.0f} MB")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]))
