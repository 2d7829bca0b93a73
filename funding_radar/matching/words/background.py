"""How much each word says, by a table that ships: the same for every alliance and every call."""

import tomllib
from functools import lru_cache
from importlib.resources import files

import numpy as np

from funding_radar.matching.words.counts import Floats
from funding_radar.matching.words.tokens import COLUMNS, column, stem

STEPS = {"everywhere": 0.5, "usual": 1.5, "often": 2.5}
"""Inverse document frequency of each step of the table, in nats: 1.5 is about one text in five."""

UNLISTED = 5.0
"""The same for a word that the table does not name: in fewer than one text of a hundred."""


@lru_cache(maxsize=1)
def weights() -> dict[str, float]:
    """What each listed stem says, in nats."""
    text = files(__package__).joinpath("background.toml").read_text(encoding="utf-8")
    table = tomllib.loads(text)
    return {stem(word): says for step, says in STEPS.items() for word in table[step].split()}


def weight(term: str) -> float:
    """What a term says: from 0 (in every text) to ``UNLISTED``."""
    return weights().get(term, UNLISTED)


@lru_cache(maxsize=1)
def rarity() -> Floats:
    """What every column says, as ``bm25.rarity`` gives it for a collection."""
    says = np.full(COLUMNS, UNLISTED, dtype=np.float32)
    for term, nats in weights().items():
        says[column(term)] = nats
    says.flags.writeable = False
    return says
