"""Short codes that bind an answer to a digest and a call: signed, so that none can be made up."""

import base64
import hashlib
import hmac
import re
from collections.abc import Iterable
from dataclasses import dataclass

from itsdangerous import Signer
from itsdangerous.encoding import base64_decode

LENGTH = 10
"""Characters of signature: 50 bits, of which a guesser by mail gets a handful of tries; the sender must fit too."""
STOP = 0
"""Stands for the call in a code that belongs to a whole message."""
_CODE = re.compile(r"(?<![\w-])(\d{1,9})-(\d{1,9})-([a-z2-7018]{10})(?![\w-])", re.IGNORECASE)
_MISREAD = str.maketrans("018", "olb")


@dataclass(frozen=True, slots=True)
class Codes:
    """Makes and checks codes with one secret."""

    secret: str

    def code(self, digest_id: int, call_id: int = STOP) -> str:
        """The code of a call in a digest; without a call, of the message."""
        return f"{digest_id}-{call_id}-{self._sign(f'{digest_id}-{call_id}')}"

    def for_calls(self, digest_id: int, call_ids: Iterable[int]) -> dict[int, str]:
        """The codes of a digest's calls."""
        return {call_id: self.code(digest_id, call_id) for call_id in call_ids}

    def read(self, text: str) -> tuple[list[tuple[int, int]], int]:
        """The genuine codes in a text as (digest, call), in order and without repeats, and how many were forged."""
        genuine: dict[tuple[int, int], None] = {}
        forged: set[str] = set()
        for found in _CODE.finditer(text):
            digest, call, signature = found.groups()
            pair = (int(digest), int(call))
            expected = self._sign(f"{pair[0]}-{pair[1]}")
            given = signature.lower().translate(_MISREAD)
            if hmac.compare_digest(expected, given):
                genuine[pair] = None
            else:
                forged.add(found[0].lower())
        return list(genuine), len(forged)

    def message_id(self, member_id: int | None, issue: str, domain: str) -> str:
        """The Message-ID of a reader's issue: the same however often it is composed, and silent about the reader."""
        reader = "coordinator" if member_id is None else str(member_id)
        return f"<{issue.lower()}.{self._sign(f'{reader}/{issue}', 24)}@{domain}>"

    def _sign(self, what: str, length: int = LENGTH) -> str:
        signer = Signer(self.secret, salt="funding-radar.reply", digest_method=hashlib.sha256)
        digest = base64_decode(signer.get_signature(what))
        return base64.b32encode(digest).decode("ascii").lower()[:length]
