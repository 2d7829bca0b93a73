"""Text to terms: no capitals, no accents, no stopwords, stems."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

import Stemmer

MAX_CHARACTERS = 100_000
"""More than this of one text is not read: the longest honest call is a tenth of it."""

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_MAX_WORD = 40
_STEMMER = Stemmer.Stemmer("english")

_GRAMMAR = """
a about above after again against all also am an and any are as at be because been before being
below between both but by can could did do does doing down during each either else etc ever every
few for from further get gets had has have having he her here hers herself him himself his how i
if in into is it its itself just may might more most much must my myself near no nor not now of
off on once only or other others otherwise our ours ourselves out over own per same shall she
should so some such than that the their theirs them themselves then there therefore these they
this those through throughout to too under until up upon us very via was we were what when where
whether which while who whom whose why will with within without would yet you your yours yourself
yourselves
"""

_FRAMING = """
applicable based category consider different especially example form include includes included
including ltd limited main mainly note number particular particularly range related relationship
relevant separate several specific type use used various
"""

STOPWORDS = frozenset(_GRAMMAR.split()) | frozenset(_FRAMING.split())
"""Words that say nothing of any theme: those of grammar, and those that only frame what is said."""


def words(text: str) -> Iterator[str]:
    """The words of a text as they are compared, in order; numbers alone are left out.

    >>> list(words("The Refuge's café, for 12 women and their children"))
    ['refuge', 'cafe', 'women', 'children']
    """
    plain = text[:MAX_CHARACTERS].replace("’", "'").casefold()
    if not plain.isascii():
        parts = unicodedata.normalize("NFKD", plain)
        plain = "".join(c for c in parts if not unicodedata.combining(c)).casefold()
    for word in _WORD.findall(plain):
        word = word.removesuffix("'s").replace("'", "")[:_MAX_WORD]
        if len(word) > 1 and word not in STOPWORDS and not word.isdecimal():
            yield word


@lru_cache(maxsize=1 << 18)
def stem(word: str) -> str:
    """The stem that stands for a word and its kin (English Snowball).

    >>> stem("carers") == stem("carer")
    True
    """
    return str(_STEMMER.stemWord(word))


def terms(text: str) -> list[str]:
    """The stems of a text, in order, with repeats.

    >>> terms("Supporting unpaid carers")
    ['support', 'unpaid', 'carer']
    """
    return [stem(word) for word in words(text)]
