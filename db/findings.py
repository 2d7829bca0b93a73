"""Findings as they are stored: one JSON value for each match, written once for all matches that share a finding."""

from collections.abc import Callable, Iterable, Sequence
from json.encoder import encode_basestring_ascii
from typing import Any

from sqlalchemy.types import UserDefinedType

from db.views import FindingView
from db.vocabulary import Answer

_text: Callable[[str], str] = encode_basestring_ascii


class Ready(UserDefinedType[Any]):
    """A value that was made ready for its column once, for many rows, and is sent as it is."""

    cache_ok = True

    def get_col_spec(self, **_: Any) -> str:
        """Of no column: only values that are sent have this type."""
        return "JSON"


class Writer:
    """Writes findings as JSON. Members of whom a sentence reads the same share one finding, which is written once."""

    def __init__(self) -> None:
        self._written: dict[int, str] = {}

    def text(self, findings: Iterable[FindingView]) -> str:
        """The JSON of a match's findings, which must outlive the writer."""
        written = self._written
        parts = []
        for finding in findings:
            # By identity: to look for an equal one takes longer than to write it.
            text = written.get(id(finding))
            if text is None:
                text = written[id(finding)] = _written(finding)
            parts.append(text)
        return f"[{','.join(parts)}]"


def _written(finding: FindingView) -> str:
    """A finding as a JSON list: the names of its parts would be half of a table.

    Put together from its texts, since an encoder for any value takes three times as long.
    """
    rule, answer, points, sentence, quote, cure, gate = finding
    last = _text(cure) if gate else repr(points)
    return f"[{_text(rule)},{_text(answer)},{gate:d},{_text(sentence)},{_text(quote)},{last}]"


def unpacked(row: Sequence[Any]) -> FindingView:
    """The finding that was written as this list."""
    rule, answer, gate, sentence, quote, last = row
    return FindingView(
        rule=rule,
        answer=Answer(answer),
        points=0.0 if gate else last,
        sentence=sentence,
        quote=quote,
        cure=last if gate else "",
        gate=bool(gate),
    )
