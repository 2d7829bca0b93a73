"""Text from outside that a terminal shows and never obeys."""

import json
import re
from typing import Any

# Control codes (escape sequences among them), the characters that reorder text on a screen, and halves of characters,
# which no terminal takes.
_HARMFUL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)


def harmless(text: object) -> str:
    """Text that cannot move the cursor, ring the bell or run backwards.

    >>> harmless("red \\x1b[31malert\\x07")
    'red [31malert'
    """
    return _HARMFUL.sub("", str(text))


def json_text(value: Any, indent: int | None = None) -> str:
    """A value as JSON with its characters as they are, but for those that a terminal obeys: they are spelt out.

    >>> json_text("£5 \\x9b31m")
    '"£5 \\\\u009b31m"'
    """
    text = json.dumps(value, ensure_ascii=False, indent=indent, default=str)
    return _HARMFUL.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
