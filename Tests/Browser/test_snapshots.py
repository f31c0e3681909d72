"""What every kind of page consists of, compared with the text kept under snapshots/. A change that was meant: `pytest Tests/Browser/test_snapshots.py --renew-snapshots`,
and read the difference before it is committed. None of them is wider than a phone.

The pages are those of pages.py; the province is made anew for this file, so that no other journey's records stand in it."""

import difflib
import pathlib

import pytest

import pages
from server import serving
from structure import structure
from visitor import Visitor

FOLDER = pathlib.Path(__file__).parent / "snapshots"
KINDS = pages.kinds()
# Numbers of the machine and the minute; messages that come when they come.
PASSING = {"system-health", "citizens-messages"}


@pytest.fixture(scope="module")
def fresh():
    """A province that nobody has worked in."""
    with serving("sqlite") as running:
        yield running


@pytest.fixture(scope="module")
def looker(fresh):
    person = Visitor(fresh.url)
    yield person
    person.leave()


def test_each_kept_structure_is_of_a_page_there_is():
    assert len({kind.name for kind in KINDS}) == len(KINDS)
    kept = {path.stem for path in FOLDER.glob("*.txt")}
    assert kept <= {kind.name for kind in KINDS}, f"remove {sorted(kept - {kind.name for kind in KINDS})}"


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind.name not in PASSING], ids=lambda kind: kind.name)
def test_it_is_built_as_before(kind, fresh, looker, request):
    if kind.of_law:
        request.getfixturevalue("texts")
    if getattr(looker, "who", None) != (kind.role, kind.at):
        kind.enter(looker)
        looker.who = (kind.role, kind.at)
    try:
        kind.open(looker, fresh)
    except LookupError as nothing:
        # The demonstration has no such record at its first moment; then its page cannot be looked at.
        pytest.fail(f"{kind.name}: {nothing}")
    address = looker.driver.current_url.removeprefix(fresh.url)
    looker.at_width(390, 844)
    assert not looker.overflows(), f"{kind.name} ({address}) is wider than a phone"
    looker.at_width(1440)
    found, path = structure(looker), FOLDER / f"{kind.name}.txt"
    if request.config.getoption("--renew-snapshots"):
        FOLDER.mkdir(exist_ok=True)
        path.write_text(found)
        return
    assert path.is_file(), f"nothing is kept of {kind.name}: look at {address}, then --renew-snapshots"
    before = path.read_text()
    if found != before:
        lines = difflib.unified_diff(before.splitlines(), found.splitlines(), "kept", "now", lineterm="", n=2)
        pytest.fail(f"{kind.name} ({address}) is built differently:\n" + "\n".join(lines), pytrace=False)
