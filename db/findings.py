"""Findings as they are stored: one JSON value for each match, written once for all matches that share a finding."""

from collections.abc import Iterable, Sequence
from json import JSONEncoder
from typing import Any

from sqlalchemy.types import UserDefinedType

from db.views import FindingView
from db.vocabulary import Answer

_encode = JSONEncoder(separators=(",", ":")).encode


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
                text = written[id(finding)] = _encode(packed(finding))
            parts.append(text)
        return f"[{','.join(parts)}]"


def packed(finding: FindingView) -> list[Any]:
    """A finding as a list, without the empty values at its end: the names of the parts would be half of a table."""
    row = [
        finding.rule,
        str(finding.answer),
        int(finding.gate),
        finding.sentence,
        finding.quote,
        finding.cure if finding.gate else finding.points,
    ]
    while not row[-1] and len(row) > _LEAST:
        row.pop()
    return row


_LEAST = 4


def unpacked(row: Sequence[Any]) -> FindingView:
    """The finding that ``packed`` made a list of."""
    rule, answer, gate, sentence, *rest = row
    quote, last = (*rest, "", "")[:2]
    return FindingView(
        rule=rule,
        answer=Answer(answer),
        points=0.0 if gate else float(last or 0.0),
        sentence=sentence,
        quote=quote,
        cure=str(last) if gate else "",
        gate=bool(gate),
    )
