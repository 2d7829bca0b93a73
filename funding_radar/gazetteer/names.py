"""How names are compared: case, hyphens, ampersands and apostrophes do not matter."""

import re

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|&")
_SAME = {"&": "and", "saint": "st"}


def key_of(name: str) -> str:
    """The name as it is looked up: lower-case words with single spaces.

    >>> key_of("St. Helens"), key_of("Stoke-on-Trent"), key_of("Tyne & Wear"), key_of("King’s Lynn")
    ('st helens', 'stoke on trent', 'tyne and wear', 'kings lynn')
    """
    return " ".join(key_of_word(word) for word in WORD.findall(name))


def key_of_word(word: str) -> str:
    """One word of a name as it is looked up."""
    word = word.lower()
    if not word.isalpha():
        word = word.replace("'", "").replace("’", "")
    return _SAME.get(word, word)
