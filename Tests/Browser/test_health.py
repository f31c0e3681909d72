"""The program serves, says so, and ends when asked."""

import json

from server import serving


def test_healthz_answers_on_either_database(each_server):
    status, headers, body = each_server.get("/healthz")
    assert status == 200
    assert headers["Content-Type"].startswith("application/json")
    assert json.loads(body)["loading"] == []


def test_the_program_ends_when_asked():
    with serving("sqlite") as server:
        assert server.stop() == 0
        assert server.health() == {}


def test_a_browser_shows_it_without_complaint(visitor):
    visitor.open("/healthz")
    assert visitor.text() != ""
