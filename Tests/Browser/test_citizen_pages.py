"""Every kind of page that citizens meet, on the narrowest phone and on a desk, in the light and in the dark, in large print: nothing to scroll
sideways for, nothing that axe finds, one heading that says where one is.

The pages are those of pages.py whose names begin with `citizens-`."""

import pytest

import pages
from visitor import Visitor

KINDS = [kind for kind in pages.kinds() if kind.is_for_citizens]


@pytest.fixture(scope="module")
def looker(server):
    """One browser for all: who signs in with a phone does so once, for the code is not sent again within the minute."""
    person = Visitor(server.url)
    person.who = None
    yield person
    person.leave()


@pytest.fixture(params=KINDS, ids=lambda kind: kind.name)
def page(request, looker, server):
    """It, open before the eyes of who looks at it."""
    kind = request.param
    if kind.of_law:
        request.getfixturevalue("texts")
    looker.excused.clear()
    looker.at_width(1440).in_theme("light")
    if looker.who != (kind.role, kind.at) or kind.walk:
        kind.enter(looker)
        looker.who = (kind.role, kind.at)
    looker.console_errors()
    if "problem" in kind.name:
        looker.excuse("status of 404")
    yield kind.open(looker, server)
    assert looker.console_errors() == []


def test_it_is_good_at_any_width_and_in_large_print(page):
    for width, height in [(320, 640), (390, 844), (1440, 900)]:
        page.at_width(width, height).good()
    # Large print, as the switch on the page sets it: the same layout, and still nothing beside the window.
    page.driver.execute_script("document.documentElement.dataset.size = 'large'")
    for width, height in [(320, 640), (1440, 900)]:
        page.at_width(width, height)
        assert not page.overflows(), f"{page.driver.current_url} in large print is wider than a window of {width}"
        assert page.axe() == []
    assert len(page.all("h1")) == 1, [each.text for each in page.all("h1")]
