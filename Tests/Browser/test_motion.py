"""Whoever presses looks up when the page is there, however slowly it comes, and reads nothing of the page before: what all other journeys rest on."""

import http.server
import threading
import time

import pytest

HEAD = "<!doctype html><html lang='zh-CN'><meta charset='utf-8'><link rel='icon' href='data:,'>"
FIRST = HEAD + """<title>先</title><p id="said">先</p><a href="/slow">过去</a><form method="post" action="/slow"><button>送出</button></form>
<button type="button" onclick="fetch('/part').then((answer) => answer.text()).then((text) => { document.getElementById('said').textContent = text; })">取来</button>"""


class Slow(http.server.BaseHTTPRequestHandler):
    """A server out of breath: it thinks before it answers, and stops in the middle of a page."""

    def do_GET(self):
        if self.path == "/":
            return self.answers(FIRST)
        time.sleep(0.7)
        if self.path == "/part":
            return self.answers("取来了")
        self.answers(HEAD + "<title>后</title>", pause=0.7, rest="<p id='said'>后</p>")

    def do_POST(self):
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.do_GET()

    def answers(self, page, pause=0, rest=""):
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len((page + rest).encode())))
        self.end_headers()
        self.wfile.write(page.encode())
        self.wfile.flush()
        time.sleep(pause)
        self.wfile.write(rest.encode())

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def slow():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Slow)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()


@pytest.fixture(params=["with scripts", "without scripts"])
def person(request):
    return request.getfixturevalue("visitor" if request.param == "with scripts" else "without_javascript")


@pytest.mark.parametrize("words", ["过去", "送出"])
def test_a_page_that_comes_slowly_is_read_whole(person, slow, words):
    person.driver.get(slow)
    assert person.words("#said") == ["先"]
    person.click(words)
    assert person.words("#said") == ["后"] and person.driver.current_url == f"{slow}slow"


def test_a_part_that_is_fetched_slowly_is_read_when_it_stands_there(visitor, slow):
    visitor.driver.get(slow)
    visitor.click("取来")
    assert visitor.words("#said") == ["取来了"]


def test_a_page_is_not_looked_through_before_it_is_there(person, slow):
    """By way of the driver itself, as some tests do."""
    person.driver.get(slow)
    person.one("a").click()
    assert [each.text for each in person.driver.find_elements("css selector", "#said")] == ["后"]
