"""What the journeys share. A journey is a test that takes `visitor` (or `citizen_without_javascript`) and walks."""

import os
import signal
import sys

import pytest

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(__file__))

import law_texts  # noqa: E402
from server import PROGRAM, Server, serving  # noqa: E402
from visitor import Visitor  # noqa: E402

# Asked to end, the run ends – as no failure of the test that is under way – and still puts away its browsers and databases.
signal.signal(signal.SIGTERM, lambda *_: pytest.exit("asked to end", returncode=143))


def pytest_addoption(parser):
    parser.addoption("--renew-snapshots", action="store_true", help="write the structure of every page anew (test_snapshots.py)")


@pytest.fixture(scope="session")
def server():
    """The demonstration on SQLite; one for all journeys, so each makes the records that it needs. BAGUI_URL names one that is served already."""
    if "BAGUI_URL" in os.environ:
        yield Server.at(os.environ["BAGUI_URL"])
        return
    with serving("sqlite") as running:
        yield running


@pytest.fixture(scope="session")
def texts():
    """Whoever reads a law needs its text."""
    if "BAGUI_URL" not in os.environ and not law_texts.are_there(PROGRAM):
        pytest.skip("the texts of the law are not beside the project (../shared/data/legal-qa)")


@pytest.fixture(scope="session", params=["sqlite", "postgres"])
def each_server(request):
    """The same on SQLite and on PostgreSQL, one after the other: for what must not depend on the database."""
    if request.param == "sqlite":
        yield request.getfixturevalue("server")
        return
    with serving("postgres") as running:
        yield running


@pytest.fixture(scope="session")
def chromium(server):
    person = Visitor(server.url)
    yield person
    person.leave()


@pytest.fixture
def visitor(chromium):
    """Somebody new at a desk."""
    yield from somebody_new(chromium)


def somebody_new(chromium):
    """When the test is over, the browser must have had nothing to complain of."""
    yield chromium.as_new()
    assert chromium.console_errors() == []


@pytest.fixture(scope="session")
def chromium_of_each(each_server):
    person = Visitor(each_server.url)
    yield person
    person.leave()


@pytest.fixture
def each_visitor(chromium_of_each):
    """As `visitor`, on SQLite and on PostgreSQL: to be taken with `each_server`."""
    yield from somebody_new(chromium_of_each)


@pytest.fixture(scope="session")
def chromium_of_each_without_javascript(each_server):
    person = Visitor(each_server.url, javascript=False)
    yield person
    person.leave()


@pytest.fixture
def each_without_javascript(chromium_of_each_without_javascript):
    """As `without_javascript`, on SQLite and on PostgreSQL."""
    return chromium_of_each_without_javascript.as_new()


@pytest.fixture(scope="session")
def chromium_without_javascript(server):
    person = Visitor(server.url, javascript=False)
    yield person
    person.leave()


@pytest.fixture
def without_javascript(chromium_without_javascript):
    """Somebody at a desk whose browser runs no scripts."""
    return chromium_without_javascript.as_new()


@pytest.fixture
def citizen_without_javascript(without_javascript):
    return without_javascript
