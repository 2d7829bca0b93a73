"""How much each word and idea says: by the table that ships, or with a collection's own counts."""

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

import numpy as np

from funding_radar.matching.words.block import Block
from funding_radar.matching.words.counts import WORD_COLUMNS, idea_columns, word_column
from funding_radar.matching.words.rows import Floats, Rows
from funding_radar.matching.words.tokens import term

WORD_STEPS = {"nothing": 0.0, "everywhere": 0.5, "usual": 1.5, "often": 2.5}
IDEA_STEPS = {"everywhere": 0.7, "usual": 1.8, "often": 2.7}
"""What each step of the table says, in nats: 1.5 is about one text in five."""

RARE_WORD, RARE_IDEA = 5.5, 4.2
"""The same for what the table does not name."""

BELIEF = 200.0
"""As many texts' worth of belief the table keeps against a collection's own counts.

So a handful of members hardly moves it and thousands decide. From 100 to 1,000 nothing changes.
"""


@dataclass(frozen=True, slots=True, eq=False)
class Rarity:
    """What every column of words and of ideas says, in nats."""

    words: Floats
    ideas: Floats


@lru_cache(maxsize=1)
def shipped() -> Rarity:
    """The table that ships: the same for every alliance and every call."""
    table = _table()
    words = np.full(WORD_COLUMNS, RARE_WORD, dtype=np.float32)
    for step, says in reversed(WORD_STEPS.items()):
        words[[word_column(term(word)) for word in table["words"][step].split()]] = says
    columns = idea_columns()
    ideas = np.full(len(columns), RARE_IDEA, dtype=np.float32)
    for step, says in IDEA_STEPS.items():
        ideas[[columns[idea] for idea in table["ideas"][step].split()]] = says
    return Rarity(words, ideas)


@lru_cache(maxsize=1)
def plain() -> frozenset[str]:
    """Stems that are no reason for anybody, however seldom members say them.

    They are only not shown: to weigh them less ranks real awards neither better nor worse.
    """
    return frozenset(map(term, _table()["words"]["plain"].split()))


def of_collection(block: Block) -> Rarity:
    """The shipped table corrected by how many of these texts have each word and idea."""
    prior = shipped()
    return Rarity(_corrected(prior.words, block.words), _corrected(prior.ideas, block.ideas))


def _corrected(prior: Floats, texts: Rows) -> Floats:
    everyone = len(texts) + BELIEF
    says = prior + np.float32(np.log(everyone / BELIEF))
    said, having = np.unique(texts.columns, return_counts=True)
    says[said] = np.log(everyone / (having + BELIEF * np.exp(-prior[said])))
    says[prior == 0] = 0  # "deadline" is no theme just because members seldom say it
    return says


def _table() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("background.toml").read_text(encoding="utf-8"))
