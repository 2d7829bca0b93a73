"""Text to terms: no capitals, no accents, no stopwords, stems."""

import re
import unicodedata
from functools import lru_cache
from itertools import compress

import Stemmer

MAX_CHARACTERS = 100_000
"""More than this of one text is not read: the longest honest call is a tenth of it."""

_JOINED = "anti|co|inter|multi|non|post|pre|re|well"
_WORD = re.compile(rf"(?:\b(?:{_JOINED})-)?[^\W_]+(?:'[^\W_]+)*", re.IGNORECASE)
"""A word, with a hyphened beginning that others write as one: "well-being", "pre-school"."""

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

_APART = """
accountant aids animation authority classics computing convention economics experiment extremism fitness
hospitality housing humanities informal memorial minority organic orienteering physics publication relative
university
"""
KEPT = {f: w for w in _APART.split() for f in (w, f"{w}s", f"{w.removesuffix('y')}ies")}
"""Words whose stem is that of quite another word (housing and house, aids and aid), by form."""

STOPWORDS = frozenset(_GRAMMAR.split())


def plain(text: str) -> str:
    """The text as it is read: bounded, composed, with straight apostrophes."""
    text = text[:MAX_CHARACTERS]
    if text.isascii():
        return text
    whole = text.encode("utf-8", "replace").decode("utf-8")  # half of a pair has no meaning
    return unicodedata.normalize("NFC", whole).replace("’", "'")


def terms(text: str) -> list[str]:
    """The stems of a text, in order, with repeats; numbers and stopwords are left out.

    >>> terms("The Refuge's café, for 12 unpaid carers")
    ['refug', 'cafe', 'unpaid', 'carer']
    """
    return list(filter(None, map(term, _WORD.findall(plain(text)))))


def told(shown: str) -> tuple[list[str], list[str]]:
    """The same of a ``plain`` text, and beside them the words that say them.

    >>> told("The Refuges")
    (['refug'], ['Refuges'])
    """
    words = _WORD.findall(shown)
    said = list(map(term, words))
    return list(filter(None, said)), list(compress(words, said))


def spans(shown: str) -> list[tuple[int, int]]:
    """Where each of those words stands in a ``plain`` text."""
    return [match.span() for match in _WORD.finditer(shown) if term(match[0])]


@lru_cache(maxsize=1 << 18)
def term(word: str) -> str:
    """The stem that stands for a word and its kin (English Snowball); empty if it says nothing.

    >>> term("Carers") == term("carer")
    True
    """
    parts = unicodedata.normalize("NFKD", word.casefold())
    bare = "".join(c for c in parts if c.isalnum() or c == "'").removesuffix("'s").replace("'", "")
    if len(bare) < 2 or bare.isdecimal() or bare in STOPWORDS:
        return ""
    return KEPT.get(bare) or str(_STEMMER.stemWord(bare[:_MAX_WORD]))
