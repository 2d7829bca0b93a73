"""Text to terms: lower case, no accents, no stopwords, stems.

A term has a column: a hash of its stem that is the same on every machine and in every process, so
blocks of members can be indexed apart, stored and joined without sharing a vocabulary.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from zlib import crc32

import Stemmer

COLUMNS = 1 << 22
"""Wide enough that of a call's hundred terms hardly one shares its column with another word."""

MAX_CHARACTERS = 100_000
"""More than this of one text is not read: the longest honest call is a tenth of it."""

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_MAX_WORD = 40
_STEMMER = Stemmer.Stemmer("english")

_STOPWORDS = """
a about above after again against all also am an and any are as at be because been before being
below between both but by can could did do does doing down during each either else etc ever every
few for from further get gets had has have having he her here hers herself him himself his how i
if in into is it its itself just ltd may me might more most much must my myself near no nor not
now of off on once only or other others otherwise our ours ourselves out over own per same shall
she should so some such than that the their theirs them themselves then there therefore these they
this those through throughout to too under until up upon us very via was we were what when where
whether which while who whom whose why will with within without would yet you your yours yourself
yourselves
"""

STOPWORDS = frozenset(_STOPWORDS.split())


def words(text: str) -> Iterator[str]:
    """The words of a text as they are compared: no capitals, accents, possessives or stopwords.

    >>> list(words("The Refuge's café, for women and their children"))
    ['refuge', 'cafe', 'women', 'children']
    """
    plain = unicodedata.normalize("NFKD", text[:MAX_CHARACTERS]).replace("’", "'").casefold()
    plain = (
        "".join(c for c in plain if not unicodedata.combining(c)) if not plain.isascii() else plain
    )
    for word in _WORD.findall(plain):
        word = word.removesuffix("'s").replace("'", "")[:_MAX_WORD]
        if len(word) > 1 and word not in STOPWORDS:
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


@lru_cache(maxsize=1 << 18)
def column(term: str) -> int:
    """Where a term stands in every block."""
    return crc32(term.encode()) % COLUMNS
