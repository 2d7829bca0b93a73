"""What went wrong with a request, as one plain sentence."""

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from scrapy.spidermiddlewares.httperror import HttpError

from spiders.fields import Refused

_STATUS = {
    401: "the site asks for a login (401)",
    403: "the site refuses us (403)",
    404: "the page is not there (404)",
    410: "the page was taken away (410)",
    429: "the site says we ask too often (429)",
}
_SENTENCES: tuple[tuple[type[BaseException], str], ...] = (
    (DownloadTimeoutError, "the answer took too long"),
    (DownloadCancelledError, "the answer is larger than allowed"),
    (DownloadConnectionRefusedError, "nobody answers at that address"),
    (CannotResolveHostError, "there is no such host"),
    (ResponseDataLossError, "the answer broke off before its end"),
)


def reason_of(fault: object) -> str:
    """The sentence that a run keeps for a fault."""
    if isinstance(fault, Refused):
        return str(fault)
    if isinstance(fault, HttpError):
        status = fault.response.status
        if status in _STATUS:
            return _STATUS[status]
        return f"the site fails ({status})" if status >= 500 else f"the site answers {status}"
    if isinstance(fault, IgnoreRequest):
        return _ignored(str(fault))
    for kind, sentence in _SENTENCES:
        if isinstance(fault, kind):
            return sentence
    return f"the connection failed ({type(fault).__name__})"


def _ignored(said: str) -> str:
    if "robots.txt" in said:
        return "robots.txt asks us not to read it"
    if "DOWNLOAD_MAXSIZE" in said:
        return "the answer is larger than allowed once unpacked"
    if "redirections" in said:
        return "it was sent round in circles"
    return said or "the request was not made"
