"""The letters with which all that fits a pattern begins."""

from functools import lru_cache
from re import _constants as ops  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

LETTERS = 3
_MOST = 300
"""Beginnings of one pattern at most: of one that has more nothing is known."""

_Openings = frozenset[tuple[str, bool]]
"""First letters, each with whether anything at all may follow them."""

_NOTHING: _Openings = frozenset({("", False)})
_ANYTHING: _Openings = frozenset({("", True)})


@lru_cache(maxsize=1)
def parsed(pattern: str) -> Any:
    """The parts of a pattern; those of the last one are kept, since all that is asked is asked at once."""
    return parser.parse(pattern)


def heads(pattern: str) -> frozenset[str]:
    r"""The first letters, three at most, of all that fits: fewer where anything may follow them.

    >>> sorted(heads(r"dates? by|(?:the )?end"))
    ['dat', 'end', 'the']
    >>> sorted(heads(r"[0-9a-z]+|an? \w+"))
    ['']
    """
    return _shortest(frozenset(text for text, _ in _openings(parsed(pattern))))


def _shortest(texts: frozenset[str]) -> frozenset[str]:
    """Without those that begin with another."""
    return frozenset(
        text for text in texts if not any(text[:length] in texts for length in range(len(text)))
    )


def _openings(items: Any) -> _Openings:
    found = _NOTHING
    for kind, value in items:
        if all(ends for _, ends in found):
            break
        following = _part(kind, value)
        found = frozenset(
            (text, True) if ends else _longer(text + more, ends=stops)
            for text, ends in found
            for more, stops in ([("", True)] if ends else following)
        )
        if len(found) > _MOST:
            return _ANYTHING
    return found


def _longer(text: str, *, ends: bool) -> tuple[str, bool]:
    return text[:LETTERS], ends or len(text) >= LETTERS


def _part(kind: Any, value: Any) -> _Openings:
    """What one part of a pattern can begin with; nothing for what only looks around."""
    if kind is ops.LITERAL:
        return frozenset({(chr(value), False)})
    if kind is ops.IN and all(one is ops.LITERAL for one, _ in value):
        return frozenset((chr(letter), False) for _, letter in value)
    if kind is ops.BRANCH:
        return frozenset().union(*map(_openings, value[1]))
    if kind is ops.SUBPATTERN:
        return _openings(value[-1])
    if kind in (ops.MAX_REPEAT, ops.MIN_REPEAT):
        least, most, items = value
        once = _openings(items)
        if most != 1:
            once = frozenset((text, True) for text, _ in once)
        return once | _NOTHING if least == 0 else once
    if kind in (ops.AT, ops.ASSERT, ops.ASSERT_NOT):
        return _NOTHING
    return _ANYTHING
