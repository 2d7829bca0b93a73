"""An amendment laid over what is stored: notices of one procurement come in pieces and out of order."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Protocol

from spiders.fields import SightingDraft


class Published(Protocol):
    """A draft, or what is stored of one."""

    @property
    def url(self) -> str: ...  # noqa: D102
    @property
    def title(self) -> str: ...  # noqa: D102
    @property
    def text(self) -> str: ...  # noqa: D102
    @property
    def publisher(self) -> str: ...  # noqa: D102
    @property
    def published_on(self) -> date | None: ...  # noqa: D102
    @property
    def stated(self) -> Mapping[str, Any]: ...  # noqa: D102


_ABOUT_RELEASES = ("released_at", "releases")


def merged(before: Published | None, draft: SightingDraft) -> SightingDraft:
    """What stands after a further release: each field as the newest release that speaks of it has it.

    Releases carry ``released_at`` in ``stated``; a draft without it simply replaces. A whole release ends all that was
    said before it, an amendment only what it speaks of; the order in which they arrive does not matter. Releases of
    different stages (planning, tender, award) do not complete each other, since a tender's deadline says nothing of an
    award: the newer one stands.
    """
    if "released_at" not in draft.stated:
        return draft
    if draft.amends and "releases" not in draft.stated:
        never = {"full_at": "", "said_at": {}}
        draft = replace(draft, stated={**draft.stated, "releases": never})
    if before is None:
        return draft
    newer = draft.stated["released_at"] >= before.stated.get("released_at", "")
    if before.stated.get("stage") != draft.stated["stage"]:
        return draft if newer else _as_draft(before, draft)
    full_at = max(_full_at(before.stated), _full_at(draft.stated))
    said = _said(before.stated, full_at)
    for name, (at, value) in _said(draft.stated, full_at).items():
        if name not in said or at >= said[name][0]:
            said[name] = (at, value)
    newest = draft if newer else _as_draft(before, draft)
    released_at = newest.stated["released_at"]
    older = {name: at for name, (at, _) in said.items() if at != released_at}
    stated = {name: value for name, (_, value) in said.items()} | {"released_at": released_at}
    if older or full_at != released_at:
        stated["releases"] = {"full_at": full_at, "said_at": older}
    texts = [one.text for one in (before, draft) if one.stated.get("released_at", "") >= full_at]
    return replace(newest, text=max(texts, key=len), stated=stated)


def _full_at(stated: Mapping[str, Any]) -> str:
    """When all was said at once for the last time; never, as far as an amendment knows."""
    known = stated.get("releases")
    return str(known["full_at"] if known else stated.get("released_at", ""))


def _said(stated: Mapping[str, Any], full_at: str) -> dict[str, tuple[str, Any]]:
    """What is stated, each with its time, as far as it was not ended by a whole release."""
    said_at = (stated.get("releases") or {}).get("said_at", {})
    released_at = str(stated.get("released_at", ""))
    timed = {
        name: (said_at.get(name, released_at), value)
        for name, value in stated.items()
        if name not in _ABOUT_RELEASES
    }
    return {name: (at, value) for name, (at, value) in timed.items() if at >= full_at}


def _as_draft(before: Published, draft: SightingDraft) -> SightingDraft:
    return replace(
        draft,
        url=before.url,
        title=before.title,
        text=before.text,
        publisher=before.publisher,
        published_on=before.published_on,
        stated=dict(before.stated),
    )
