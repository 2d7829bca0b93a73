"""Messages in a real browser: they fit a telephone, and everyone can read them by day and by night."""

import pytest

from tests.look.browser import SCHEMES, WIDTHS, axe, browser, measure, violations
from tests.look.pages import pages

PAGES = pages()


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("name", PAGES)
def test_a_message_fits_and_can_be_read(name: str, scheme: str) -> None:
    if browser() is None:
        pytest.skip("needs Chromium: apt-get install chromium, or set $CHROMIUM")

    found = measure(PAGES[name].html, scheme)

    assert [measured.width for measured in found] == list(WIDTHS)
    for measured in found:
        assert measured.scroll_width <= measured.width, f"it scrolls sideways at {measured.width}"
        assert measured.least_contrast >= 4.5, measured.least_contrast_of
        assert measured.unnamed_links == 0
        assert measured.texts > 5


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_wrong(name: str, scheme: str) -> None:
    if browser() is None or axe() is None:
        pytest.skip("needs Chromium and axe-core: npm install --prefix build/axe axe-core")

    assert violations(PAGES[name].html, scheme) == []


def test_axe_is_really_asked() -> None:
    if browser() is None or axe() is None:
        pytest.skip("needs Chromium and axe-core: npm install --prefix build/axe axe-core")
    page = "<!doctype html><html><body><a href='https://a.example'></a></body></html>"

    found = {violation.partition(":")[0] for violation in violations(page, "light")}

    assert {"html-has-lang", "link-name", "document-title"} <= found
