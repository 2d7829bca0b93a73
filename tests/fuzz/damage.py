"""Good files, spoilt: what a disk, a mail program, a spreadsheet or an ill-wisher makes of them."""

import io
import zipfile
from collections.abc import Callable

from hypothesis import strategies as st

NASTY = [
    b'', b'\x00', b'\x1b[31m', b'\x1b]0;title\x07', b'\xe2\x80\xae', b'\xff\xfe', b'\xef\xbb\xbf',
    b'\xed\xa0\x80', b'\r', b'\r\n\r\n', b'\n', b'\t', b'=1+1', b'=HYPERLINK(1)', b'@x', b'-1', b'+44',
    b"'=1", b'"', b'""', b"'", b'{', b'}', b'[', b']', b'[[', b',', b';', b':', b'\\', b'\\u0000',
    b'\\ud800', b'0', b'-0', b'1e999', b"9" * 400, b'NaN', b'Infinity', b'true', b'null', b'None',
    b'2026-02-30', b'0001-01-01', b'9999-12-31', b'29:99', b'<', b'>', b'</', b'<script>alert(1)</script>',
    b'<!--', b']]>', b'<![CDATA[', b'&', b'&#0;', b'&#x110000;', b'&nbsp;', b'\xc2\xa3', b'\xa3',
    b'javascript:alert(1)', b'http://127.0.0.1:1/', b'file:///etc/passwd', b'../../etc/passwd', b"x" * 5000,
    b'\xf0\x9f\x98\x80', b'%s%n', b'{{7*7}}', b'Content-Transfer-Encoding: base64\n',
    b'Content-Type: text/html; charset=nonsense\n', b'=?utf-8?b?//8=?=', b'postgresql://', b'sqlite:///',
    b'S10',
]  # fmt: skip
"""Bytes that have broken programs before."""

Edit = tuple[str, float, float, bytes]


class Damaged(bytes):
    """A spoilt file that a failing test shows by its edits, not by its thousands of bytes."""

    edits: tuple[Edit, ...] = ()

    @classmethod
    def by(cls, data: bytes, edits: list[Edit]) -> "Damaged":
        """The file with the edits made."""
        made = cls(data)
        made.edits = tuple(edits)
        return made

    def __repr__(self) -> str:
        return f"Damaged({len(self)} bytes, {self.edits})"


_PLACE = st.floats(0, 1, exclude_max=True)
_EDIT = st.tuples(
    st.sampled_from(["put", "cut", "over", "again", "end", "swap", "flip"]),
    _PLACE,
    _PLACE,
    st.sampled_from(NASTY) | st.binary(max_size=12),
)


def damaged(seeds: list[bytes]) -> st.SearchStrategy[bytes]:
    """One of the files with one to eight edits: bytes put in, cut out, written over, repeated, swapped or flipped."""
    edits = st.lists(_EDIT, min_size=1, max_size=8)

    def spoilt(which: int, edits: list[Edit]) -> Damaged:
        return Damaged.by(_spoilt(seeds[which], edits), edits)

    return st.builds(spoilt, st.integers(0, len(seeds) - 1), edits)


def damaged_inside(seeds: list[bytes]) -> st.SearchStrategy[bytes]:
    """A zipped file (XLSX, DOCX) with one of its parts spoilt and all of it zipped again, or spoilt as it is."""

    def rezipped(which: int, part: float, edits: list[Edit]) -> Damaged:
        return Damaged.by(_rezip(seeds[which], part, lambda body: _spoilt(body, edits)), edits)

    edits = st.lists(_EDIT, min_size=1, max_size=8)
    return damaged(seeds) | st.builds(rezipped, st.integers(0, len(seeds) - 1), _PLACE, edits)


def _rezip(seed: bytes, part: float, change: Callable[[bytes], bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(seed)) as old, zipfile.ZipFile(out, "w") as new:
        names = old.namelist()
        chosen = names[int(part * len(names))]
        for name in names:
            body = old.read(name)
            new.writestr(name, change(body) if name == chosen else body)
    return out.getvalue()


def _spoilt(data: bytes, edits: list[Edit]) -> bytes:
    for how, start, length, piece in edits:
        at = int(start * len(data))
        until = min(len(data), at + 1 + int(length * 60))
        match how:
            case "put":
                data = data[:at] + piece + data[at:]
            case "cut":
                data = data[:at] + data[until:]
            case "over":
                data = data[:at] + piece + data[at + len(piece) :]
            case "again":
                data = data[:until] + data[at:]
            case "end":
                data = data[: at + 1] if length < 0.2 else data + piece
            case "swap":
                data = data[:at] + data[at:until][::-1] + data[until:]
            case "flip" if data:
                data = data[:at] + bytes([data[at] ^ (1 << int(length * 8))]) + data[at + 1 :]
    return data
