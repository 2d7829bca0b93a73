"""A mail as bytes: what a mail program reads back."""

from email import message_from_bytes
from email.policy import default

import pytest

from funding_radar.digest.message import Envelope, Post, address_of, build_message
from funding_radar.digest.render import Rendered
from tests.conftest import NOW
from tests.digest.made import SETTINGS
from tests.digest.samples import LETTERHEAD


@pytest.mark.parametrize("length", range(30, 90, 3))
def test_a_long_subject_is_read_as_it_was_written(length: int) -> None:
    said = (
        f"Your answer please: {'Green Spaces, Steady Minds and Neighbours ' * 2}"[:length] + "… £5"
    )
    made = Rendered(said, "text", "<p>html</p>")
    to = address_of("Ann", "ann@example.org")
    assert to is not None

    raw = build_message(
        made, LETTERHEAD, Post.of(SETTINGS), Envelope(to, "<1@example.org>", NOW)
    ).raw

    unfolded = raw.split(b"\r\nFrom:")[0].replace(b"\r\n", b"").decode("ascii")
    assert "  " not in unfolded
    assert message_from_bytes(raw, policy=default)["Subject"] == said
