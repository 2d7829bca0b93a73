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


def merged(before: Published | None, draft: SightingDraft) -> SightingDraft:
    """What stands after a further release: the newer one's word, and of an amendment what it leaves unsaid.

    Releases carry ``released_at`` in ``stated``; a draft without it simply replaces. An older release changes nothing
    that is known. Releases of different stages (planning, tender, award) do not complete each other, since a tender's
    deadline says nothing of an award.
    """
    if before is None or "released_at" not in draft.stated:
        return draft
    same_stage = before.stated.get("stage") == draft.stated["stage"]
    text = max(before.text, draft.text, key=len)
    if before.stated.get("released_at", "") > draft.stated["released_at"]:
        return replace(
            draft,
            url=before.url,
            title=before.title,
            text=text if same_stage else before.text,
            publisher=before.publisher,
            published_on=before.published_on,
            stated={**(draft.stated if same_stage else {}), **before.stated},
        )
    if not (draft.amends and same_stage):
        return draft
    return replace(
        draft,
        text=text,
        publisher=draft.publisher or before.publisher,
        stated={**before.stated, **draft.stated},
    )
