"""What the served program does when what it stands on fails: it says so, loses nothing, and goes on by itself when the cause is gone."""

import concurrent.futures
import contextlib
import http.client
import json
import os
import pathlib
import resource
import shutil
import socket
import sqlite3
import subprocess
import threading
import time
import urllib.parse
import uuid
import zipfile

import pytest

from caller import Caller, order, order_values
from server import NOW, PROGRAM, ROOT, Server, fresh_database, serving

EMPTY = {"BAGUI_DEMONSTRATION": "none"}
ORDERS = "work-order/work_order"
NEW = f"/w/{ORDERS}/new"
WITH_POSTGRES = ROOT / "scripts/postgres/with-postgres"


@pytest.fixture
def sqlite_server():
    with serving("sqlite", EMPTY) as running:
        yield running


def path_of(server):
    return pathlib.Path(server.database.removeprefix("sqlite:"))


def submit(server, token, key, title="拖欠工资怎么办"):
    """(status, headers, answer) of an order filed through the interface."""
    status, headers, body = server.post(
        f"/api/v1/{ORDERS}", {"action": "submit", "values": order_values(title)}, Authorization=f"Bearer {token}", **{"Idempotency-Key": key})
    return status, headers, json.loads(body)


def orders(server, token):
    """All of them, by number."""
    found, after = {}, None
    while True:
        status, _, body = server.get(f"/api/v1/{ORDERS}?limit=200" + (f"&after={after}" if after else ""), Authorization=f"Bearer {token}")
        assert status == 200, body
        page = json.loads(body)
        found.update({item["order_no"]: item["id"] for item in page["items"]})
        after = page.get("next")
        if not after:
            return found


def assert_unavailable(status, headers, problem):
    assert status == 503 and headers["Content-Type"] == "application/problem+json", problem
    # A flush that fails leaves it open what has reached the disk: then that is said.
    said = {"/problems/unavailable": "没有写入任何内容", "/problems/unknown": "不知是否已经写入"}
    assert said[problem["type"]] in problem["detail"] and "再" in problem["detail"], problem
    assert int(headers["Retry-After"]) > 0


def until(condition, within=60):
    end = time.monotonic() + within
    while time.monotonic() < end:
        found = condition()
        if found:
            return found
        time.sleep(0.1)
    raise AssertionError(f"did not come about within {within} s")


def ready(server):
    return server.get("/healthz/ready")[0]


def journal_is_whole(server):
    run = subprocess.run([PROGRAM, "journal", "verify", "--database", server.database], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    return run.stdout


def without_gaps(numbers):
    """Numbers of one organisation, kind and day follow each other from 1; whether a day has passed between is not the matter."""
    by_day = {}
    for number in numbers:
        by_day.setdefault(number[:-5], []).append(int(number[-5:]))
    assert by_day
    for sequences in by_day.values():
        assert sorted(sequences) == list(range(1, len(sequences) + 1))


def comes_back_filled(server, person, token, broken, mended):
    """While `broken`, a form comes back with all that was typed and is sent again from that very page when `mended`; the interface says 503; nothing is done twice."""
    before = len(orders(server, token))
    form = person.get(NEW)
    carried = form.hidden(form.form_with("title"))
    typed = order("没有丢的标题")
    broken()
    refused = person.post(NEW, [*carried, *typed.items()])
    assert refused.status == 503 and int(refused.headers["Retry-After"]) > 0, refused.text[:500]
    for words in ("没有丢的标题", "公司拖欠工资三个月", "再提交一次", "您填写的内容都在本页"):
        assert words in refused.text, words
    assert "SQL" not in refused.text and "/tmp" not in refused.text
    key = f"fault-{uuid.uuid4().hex}"
    assert_unavailable(*submit(server, token, key))
    until(lambda: server.health()["status"] == "failing")
    assert ready(server) == 503
    mended()
    until(lambda: ready(server) == 200)
    again = person.post(refused.action(), refused.hidden())
    assert again.status == 303, again.text[:500]
    # The same page sent once more is the same order.
    once_more = person.post(refused.action(), refused.hidden())
    assert once_more.status == 303 and once_more.location.split("?")[0] == again.location.split("?")[0]
    assert submit(server, token, key)[0] == 201
    kept = orders(server, token)
    assert len(kept) == before + 2
    without_gaps(kept)
    journal_is_whole(server)


# --- the database -------------------------------------------------------------------------------------------------------------


def test_locked_by_another_program(sqlite_server):
    token = sqlite_server.token("front_desk", "450103")
    person = Caller(sqlite_server).enter("front_desk", "450103")
    other = sqlite3.connect(path_of(sqlite_server), isolation_level=None)

    def broken():
        other.execute("BEGIN IMMEDIATE")
        # Reading goes on.
        assert person.get(f"/w/{ORDERS}").status == 200

    comes_back_filled(sqlite_server, person, token, broken, lambda: other.execute("ROLLBACK"))
    other.close()


def test_files_that_may_not_grow(sqlite_server):
    """As on a full disk: every write beyond the first pages fails in the operating system."""
    token = sqlite_server.token("front_desk", "450103")
    person = Caller(sqlite_server).enter("front_desk", "450103")
    process = sqlite_server.process.pid
    before = resource.prlimit(process, resource.RLIMIT_FSIZE)

    comes_back_filled(
        sqlite_server, person, token, lambda: resource.prlimit(process, resource.RLIMIT_FSIZE, (4096, before[1])),
        lambda: resource.prlimit(process, resource.RLIMIT_FSIZE, before))


def may_mount():
    return shutil.which("unshare") and subprocess.run(
        ["unshare", "-m", "sh", "-c", "mount -t tmpfs none /mnt"], capture_output=True, check=False).returncode == 0


def test_a_full_disk(tmp_path):
    if not may_mount():
        pytest.skip("no right to mount here: test_files_that_may_not_grow stands for it")
    disk = tmp_path / "disk"
    disk.mkdir()
    inside = ["unshare", "-m", "sh", "-c", 'mount -t tmpfs -o size=64m none "$0" && exec "$@"', str(disk)]
    server = Server(f"sqlite:{disk}/bagui.sqlite", environment=EMPTY, wrapper=inside)
    with contextlib.closing(contextlib.ExitStack()) as stack:
        stack.callback(server.stop)
        server.start()
        token = server.token("front_desk", "450103")
        person = Caller(server).enter("front_desk", "450103")
        filler = pathlib.Path(f"/proc/{server.process.pid}/root{disk}/filler")

        def broken():
            with filler.open("wb") as file, contextlib.suppress(OSError):
                while True:
                    file.write(b"\0" * 65536)
                    file.flush()

        before = len(orders(server, token))
        form = person.get(NEW)
        carried = form.hidden(form.form_with("title"))
        broken()
        # What the log still has room for is taken; then it is said.
        def refused():
            page = person.post(NEW, [*[(key, kept) for key, kept in carried if key != "_key"], ("_key", uuid.uuid4().hex), *order("没有丢的标题").items()])
            return page if page.status == 503 else None

        page = until(refused)
        assert "数据库已满" in page.text and "没有丢的标题" in page.text
        key = uuid.uuid4().hex
        assert_unavailable(*submit(server, token, key))
        # A small write may still find room in the log: that there is none on the disk is told all the same.
        assert server.health()["checks"]["disk"] == "bad"
        filler.unlink()
        until(lambda: ready(server) == 200)
        assert person.post(page.action(), page.hidden()).status == 303
        assert submit(server, token, key)[0] == 201
        kept = orders(server, token)
        assert len(kept) >= before + 2
        without_gaps(kept)


def test_removed_while_it_is_used(sqlite_server):
    token = sqlite_server.token("front_desk", "450103")
    person = Caller(sqlite_server).enter("front_desk", "450103")
    here = path_of(sqlite_server)
    away = here.with_name("away.sqlite")

    comes_back_filled(sqlite_server, person, token, lambda: here.rename(away), lambda: away.rename(here))


def test_replaced_while_it_is_used(sqlite_server):
    """A backup put in place of the file in use: nothing is written to either until the server is started anew."""
    token = sqlite_server.token("front_desk", "450103")
    assert submit(sqlite_server, token, "before")[0] == 201
    here = path_of(sqlite_server)
    copy = here.with_name("copy.sqlite")
    with contextlib.closing(sqlite3.connect(here)) as source, contextlib.closing(sqlite3.connect(copy)) as target:
        source.backup(target)
    here.rename(here.with_name("old.sqlite"))
    copy.rename(here)
    assert_unavailable(*submit(sqlite_server, token, "between"))
    until(lambda: sqlite_server.health()["status"] == "failing")
    assert sqlite_server.stop() == 0
    for rest in ("-wal", "-shm"):
        here.with_name(here.name + rest).unlink(missing_ok=True)
    sqlite_server.start()
    token = sqlite_server.token("front_desk", "450103")
    assert submit(sqlite_server, token, "between")[0] == 201
    assert len(orders(sqlite_server, token)) == 2
    journal_is_whole(sqlite_server)


@contextlib.contextmanager
def own_postgres():
    """A PostgreSQL of the test's own, which may be stopped: (address, control)."""
    script = 'printf "%s\\n%s\\n" "$BAGUI_TEST_POSTGRES" "$BAGUI_TEST_POSTGRES_CONTROL"; read line'
    environment = {key: kept for key, kept in os.environ.items() if not key.startswith("BAGUI_TEST_POSTGRES")}
    process = subprocess.Popen([WITH_POSTGRES, "sh", "-c", script], env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        address, control = process.stdout.readline().strip(), process.stdout.readline().strip()
        assert address, "no PostgreSQL here: scripts/setup test"
        yield address, lambda *words: subprocess.run([control, *words], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    finally:
        process.stdin.close()
        process.wait(60)


def sql(address, text):
    subprocess.run(["psql", "-q", "-v", "ON_ERROR_STOP=1", address, "-c", text], check=True, stdout=subprocess.DEVNULL)


def test_postgresql_stopped_started_and_read_only():
    with own_postgres() as (address, control):
        server = Server(address, environment=EMPTY)
        try:
            server.start()
            token = server.token("front_desk", "450103")
            person = Caller(server).enter("front_desk", "450103")
            comes_back_filled(server, person, token, lambda: control("stop"), lambda: control("start"))
            control("stop")
            page = person.get(f"/w/{ORDERS}")
            assert page.status == 503 and "数据库暂不可用" in page.text and "之前已确认的办理都在" in page.text
            stranger = Caller(server)
            stranger.cookies = {"bagui": "x" * 43}
            # Nobody is taken for signed out because the database is away.
            assert stranger.get("/w").status == 503
            assert server.get("/healthz")[0] == 200
            control("start")
            until(lambda: person.get(f"/w/{ORDERS}").status == 200)

            def read_only(truth):
                sql(address, f"ALTER SYSTEM SET default_transaction_read_only = {truth}")
                sql(address, "SELECT pg_reload_conf()")
                time.sleep(1)

            comes_back_filled(server, person, token, lambda: read_only("on"), lambda: read_only("off"))
        finally:
            server.stop()


# --- killed -------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_killed_amid_a_thousand_submits(kind):
    """Each acknowledged order is there under its number, each is there once, no number is missing, the journal verifies."""
    wanted = int(os.environ.get("BAGUI_FAULT_SUBMITS", "1000"))
    with fresh_database(kind) as database:
        server = Server(database, environment=EMPTY, now=NOW)
        try:
            server.start()
            token = server.token("front_desk", "450103")
            acknowledged, lock, ends = {}, threading.Lock(), threading.Event()

            def file(number):
                key = f"order-{number}"
                while not ends.is_set():
                    try:
                        status, _, answer = submit(server, token, key, f"第{number}件")
                    except (OSError, ValueError, http.client.HTTPException):
                        # No answer, or half of one: whoever files asks again under the same key.
                        ends.wait(0.05)
                        continue
                    if status in (200, 201):
                        with lock:
                            known = acknowledged.setdefault(number, answer["order_no"])
                            assert known == answer["order_no"]
                        return
                    assert status == 503, answer

            with concurrent.futures.ThreadPoolExecutor(32) as pool:
                work = [pool.submit(file, number) for number in range(wanted)]
                try:
                    for part in (1, 2):
                        until(lambda part=part: len(acknowledged) >= wanted * part // 3 or any(one.done() and one.exception() for one in work), within=300)
                        for one in work:
                            if one.done():
                                one.result()
                        server.kill()
                        # The demonstration's clock begins where it is told to: later, as a clock does, and before the token ends.
                        server.now = f"2026-09-16T09:{30 + 10 * part}"
                        server.start()
                    for one in work:
                        one.result()
                finally:
                    ends.set()
            kept = orders(server, server.token("front_desk", "450103"))
            assert len(acknowledged) == wanted and len(set(acknowledged.values())) == wanted, "a number was given twice"
            assert set(kept) == set(acknowledged.values()), "acknowledged and kept differ"
            without_gaps(kept)
            assert server.stop() == 0
            assert "未发现更改" in journal_is_whole(server)
        finally:
            server.stop()


def measured(server, name):
    for line in server.get("/metrics")[2].splitlines():
        if line.startswith(name + " "):
            return int(line.split()[1])
    raise AssertionError(f"no measure {name}")


def test_each_acknowledged_commit_was_flushed(sqlite_server):
    """Taken where SQLite calls the operating system: one after the other, each order has a flush of its own before its answer."""
    token = sqlite_server.token("front_desk", "450103")
    for number in range(20):
        before = measured(sqlite_server, "bagui_database_flushes_total")
        assert submit(sqlite_server, token, f"flush-{number}")[0] == 201
        assert measured(sqlite_server, "bagui_database_flushes_total") > before
    assert measured(sqlite_server, "bagui_database_flushes_total") >= measured(sqlite_server, "bagui_database_commits_total")


# --- the clock ----------------------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def with_clock(kind="sqlite"):
    """A server whose clock can be set, in seconds from the machine's."""
    with fresh_database(kind) as database:
        file = pathlib.Path(f"/tmp/bagui-clock-{uuid.uuid4().hex}")
        try:
            server = Server(database, environment={**EMPTY, "BAGUI_CLOCK_OFFSET": str(file)})

            def set_clock(seconds):
                # Moved into its place, so that nobody reads half of it.
                file.with_suffix(".new").write_text(str(seconds))
                file.with_suffix(".new").rename(file)
                time.sleep(1.5)

            set_clock(0)
            try:
                yield server.start(), set_clock
            finally:
                server.stop()
        finally:
            file.unlink(missing_ok=True)


def rows(server, text):
    with contextlib.closing(sqlite3.connect(f"file:{path_of(server)}?mode=ro", uri=True)) as database:
        return database.execute(text).fetchall()


def marks(server):
    """What the clock has done: (record, limit, mark) with how often."""
    return rows(server, "SELECT record_id, changes, COUNT(*) FROM journal WHERE action = 'overdue' GROUP BY record_id, changes")


def test_a_clock_that_is_set():
    with with_clock() as (server, set_clock):
        token = server.token("front_desk", "450103")
        for number in range(5):
            assert submit(server, token, f"clock-{number}")[0] == 201
        person = Caller(server).enter("front_desk", "450103")
        assert person.get("/w").status == 200 and marks(server) == []
        # Forward: what falls due meanwhile fires, each once.
        set_clock(40 * 86_400)
        fired = until(lambda: (found := marks(server)) and len({record for record, _, _ in found}) == 5 and found)
        assert {count for _, _, count in fired} == {1}
        # Nobody stays signed in over forty days.
        assert person.get("/w").status == 303
        assert server.get(f"/api/v1/{ORDERS}", Authorization=f"Bearer {token}")[0] == 401
        person.enter("front_desk", "450103")
        later = server.token("front_desk", "450103")
        assert person.get("/w").status == 200
        until(lambda: rows(server, "SELECT 1 FROM deadline WHERE next_at IS NOT NULL AND next_at <= (SELECT MAX(at) FROM journal)") == [])
        before = (marks(server), rows(server, "SELECT COUNT(*) FROM notice WHERE kind <> 'clock'"))
        # Back: nothing fires twice, no session from the future lives on, and it is told.
        set_clock(0)
        assert person.get("/w").status == 303
        assert server.get(f"/api/v1/{ORDERS}", Authorization=f"Bearer {later}")[0] == 401
        set_clock(1)
        assert (marks(server), rows(server, "SELECT COUNT(*) FROM notice WHERE kind <> 'clock'")) == before
        acts = [action for (action,) in rows(server, "SELECT action FROM journal WHERE record_type = 'node/clock' ORDER BY seq")]
        assert acts == ["set_forward", "set_back"]
        assert server.health()["checks"]["clock"] == "attention"
        admin = Caller(server).enter("sys_admin", "450000")
        assert "系统时钟被拨回了40天" in admin.get("/admin/system/health").text
        assert any("系统时钟被拨回" in text for (text,) in rows(server, "SELECT text FROM notice WHERE kind = 'clock' AND role = 'sys_admin'"))
        # Forward again over the same days: what fired then does not fire again.
        set_clock(40 * 86_400)
        assert {count for _, _, count in marks(server)} == {1}
        assert server.stop() == 0
        journal_is_whole(server)


def test_a_clock_that_was_set_back_while_the_node_stood_still():
    with with_clock() as (server, set_clock):
        assert server.stop() == 0
        set_clock(-7 * 86_400)
        server.start()
        acts = until(lambda: rows(server, "SELECT action FROM journal WHERE record_type = 'node/clock'"))
        assert acts == [("set_back",)]


# --- two servers --------------------------------------------------------------------------------------------------------------

TEA_ROOM = """\
system: tea-room
name: 茶室预约
platform: public-legal-service
zone: internet
records:
  visit:
    name: 预约
    title: "{guest}"
    fields:
      guest: {label: 客人, type: text, max: 40, required: true}
    lifecycle:
      states: {open: 已约, done: {label: 已到, end: true}}
      actions:
        book: {label: 预约, from: none, to: open, by: [front_desk]}
        come: {label: 到场, from: open, to: done, by: [front_desk]}
    access:
      - {role: front_desk, may: [view, list, actions], scope: organisation}
"""


def test_two_servers_on_one_postgresql(tmp_path):
    clock = tmp_path / "clock"
    clock.write_text("0")
    with fresh_database("postgres") as database:
        one, other = (Server(database, environment={**EMPTY, "BAGUI_CLOCK_OFFSET": str(clock)}) for _ in range(2))
        try:
            one.start()
            other.start()
            admin = Caller(one).enter("sys_admin", "450000")
            desk = other.token("front_desk", "450103")

            # A definition loaded on one is judged by on the other, and taken away again.
            status, _, body = other.post("/api/v1/tea-room/visit", {"action": "book", "values": {"guest": "客人甲"}}, Authorization=f"Bearer {desk}")
            assert status == 404, body
            loaded = admin.post("/admin/system/definitions/check", {
                "_csrf": admin.get("/admin/system/definitions").csrf, "text": TEA_ROOM, "do": "load"})
            assert loaded.status == 200 and "已装载" in loaded.text, loaded.text[:500]
            until(lambda: other.post(
                "/api/v1/tea-room/visit", {"action": "book", "values": {"guest": "客人甲"}}, Authorization=f"Bearer {desk}")[0] == 201)

            # So is an arrangement of days.
            reckoned = "/admin/system/calendar?from=2026-04-17&count=1&unit=workdays"
            there = Caller(other).enter("sys_admin", "450000")
            assert "2026-04-20" in there.get(reckoned).text
            saved = admin.post("/admin/system/calendar", {
                "_csrf": admin.get("/admin/system/calendar").csrf, "layer": "regional", "year": "2026", "first": "2026-04-18", "last": "2026-04-21",
                "work": "2026-04-25", "source": "桂政办电〔2026〕1号", "do": "save"})
            assert saved.status == 200 and "已启用" in saved.text, saved.text[:500]
            until(lambda: "2026-04-22" in there.get(reckoned).text)

            # Numbers are drawn from one counter, whoever draws.
            with concurrent.futures.ThreadPoolExecutor(8) as pool:
                filed = list(pool.map(
                    lambda number: submit((one, other)[number % 2], desk, f"two-{number}")[2]["order_no"], range(40)))
            assert len(set(filed)) == 40
            without_gaps(filed)

            # With the clock of both set forward each limit fires once.
            clock.with_suffix(".new").write_text(str(40 * 86_400))
            clock.with_suffix(".new").rename(clock)

            def counted(text):
                run = subprocess.run(["psql", "-qtA", database, "-c", text], check=True, capture_output=True, text=True)
                return run.stdout.split()

            until(lambda: counted("SELECT COUNT(DISTINCT record_id) FROM journal WHERE action = 'overdue'") == ["40"], within=120)
            assert counted("SELECT DISTINCT COUNT(*) FROM journal WHERE action = 'overdue' GROUP BY record_id, changes") == ["1"]
            # Forty orders alike: what fired twice for one of them would show as a number of its own.
            until(lambda: counted("SELECT COUNT(*) FROM deadline WHERE next_at IS NOT NULL AND next_at <= (SELECT MAX(at) FROM journal)") == ["0"])
            assert len(counted("SELECT DISTINCT COUNT(*) FROM notice WHERE kind IN ('overdue', 'escalation', 'reminder') GROUP BY record_id")) == 1
        finally:
            other.stop()
            one.stop()
        journal_is_whole(one)


# --- what comes in ------------------------------------------------------------------------------------------------------------


def multipart(fields, files):
    boundary = uuid.uuid4().hex
    body = b""
    for name, text in fields:
        body += f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{text}\r\n'.encode()
    for name, file_name, content in files:
        body += f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"; filename="{file_name}"\r\nContent-Type: application/pdf\r\n\r\n'.encode()
        body += content + b"\r\n"
    return body + f"--{boundary}--\r\n".encode(), f"multipart/form-data; boundary={boundary}"


PDF = b"%PDF-1.4\n" + b"1 0 obj<<>>endobj\n" * 20 + b"%%EOF\n"


@pytest.mark.parametrize("connection", ["keep-alive", "close"])
def test_an_upload_that_is_too_large_is_told_so(sqlite_server, connection):
    """Told, and not cut off: the answer can be read also by whoever is still sending."""
    person = Caller(sqlite_server).enter("front_desk", "450103")
    csrf = person.get(NEW).csrf
    body, kind = multipart([("_csrf", csrf)], [("file", "large.pdf", PDF + b"\0" * (30 << 20))])
    answer = person.send("POST", "/attachments", body, {"Content-Type": kind, "Connection": connection})
    assert answer.status == 422 and "超过 20 MB" in answer.body
    whole = person.send("POST", "/attachments?name=large.pdf", PDF + b"\0" * (30 << 20), {"X-CSRF-Token": csrf, "Connection": connection})
    assert whole.status == 422 and "超过 20 MB" in whole.body
    form, kind = multipart([("_csrf", csrf), *order().items()], [("attachments[0].file", "large.pdf", PDF + b"\0" * (30 << 20))])
    assert person.send("POST", NEW, form, {"Content-Type": kind, "Connection": connection}).status == 413
    token = sqlite_server.token("front_desk", "450103")
    status, _, text = sqlite_server.request(
        "POST", f"/api/v1/{ORDERS}", b'{"values": {"content": "' + b"a" * (30 << 20) + b'"}}',
        {"Authorization": f"Bearer {token}", "Content-Type": "application/json", "Connection": connection})
    assert status == 413 and json.loads(text)["type"] == "/problems/toolarge"
    # Whoever is not signed in hears of that, too.
    assert Caller(sqlite_server).send("POST", "/attachments", body, {"Content-Type": kind, "Connection": connection}).status == 401
    assert orders(sqlite_server, token) == {}


def test_an_upload_that_breaks_off_leaves_nothing(sqlite_server):
    # Forms that guides offer.
    there = rows(sqlite_server, "SELECT COUNT(*) FROM attachment")
    person = Caller(sqlite_server).enter("front_desk", "450103")
    csrf = person.get(NEW).csrf
    body, kind = multipart([("_csrf", csrf)], [("file", "one.pdf", PDF), ("file", "two.pdf", PDF + b"%two")])
    for cut in (len(body) // 2, len(body) - 60, len(body) - 4):
        with socket.create_connection(("127.0.0.1", sqlite_server.port)) as line:
            head = (f"POST /attachments HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n"
                    f"Cookie: bagui={person.cookies['bagui']}\r\n\r\n")
            line.sendall(head.encode() + body[:cut])
    # Said to be whole, but its last boundary is missing.
    half = body[: len(body) // 2]
    assert person.send("POST", "/attachments", half, {"Content-Type": kind}).status == 400
    assert person.get("/w").status == 200
    assert rows(sqlite_server, "SELECT COUNT(*) FROM attachment") == there


def test_names_with_paths_and_other_content_than_they_say(sqlite_server):
    there = rows(sqlite_server, "SELECT name FROM attachment")
    person = Caller(sqlite_server).enter("front_desk", "450103")
    csrf = person.get(NEW).csrf
    body, kind = multipart([("_csrf", csrf)], [("file", "..\\..\\..\\etc\\passwd/../秘密.pdf", PDF)])
    kept = json.loads(person.send("POST", "/attachments", body, {"Content-Type": kind}).body)
    assert kept["name"] == "秘密.pdf"
    assert [name for name in rows(sqlite_server, "SELECT name FROM attachment") if name not in there] == [("秘密.pdf",)]
    program, kind = multipart([("_csrf", csrf)], [("file", "harmless.pdf", b"MZ\x90\0" + b"\0" * 500)])
    refused = person.send("POST", "/attachments", program, {"Content-Type": kind})
    assert refused.status == 422 and "按内容识别" in refused.body


def test_a_bomb_in_a_spreadsheet(sqlite_server, tmp_path):
    bomb = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("xl/workbook.xml", b" " * (200 << 20))
    assert bomb.stat().st_size < 1 << 20
    person = Caller(sqlite_server).enter("front_desk", "450103")
    page = person.get("/w/import")
    assert page.status == 200
    body, kind = multipart([("_csrf", page.csrf), ("record", ORDERS)], [("file", "bomb.xlsx", bomb.read_bytes())])
    answer = person.send("POST", "/w/import", body, {"Content-Type": kind})
    assert answer.status < 500 and "压缩炸弹" in answer.text, answer.text[:500]
    status = pathlib.Path(f"/proc/{sqlite_server.process.pid}/status").read_text()
    assert int(status.split("VmHWM:")[1].split()[0]) < 1_500_000, "it unfolded in memory"


# --- sessions -----------------------------------------------------------------------------------------------------------------


def test_a_session_that_ends_in_the_middle_of_a_form():
    """After signing in again the form is there, filled in, for the same person and nobody else."""
    with with_clock() as (server, set_clock):
        person = Caller(server).enter("front_desk", "450103")
        form = person.get(NEW)
        typed = order("写了很久的标题")
        set_clock(16 * 60)
        late = person.post(NEW, [*form.hidden(form.form_with("title")), *typed.items()])
        assert late.status == 401 and "写了很久的标题" in late.text and "登录后继续" in late.text
        sign_in = late.body.split("href='/sign-in?back=")[1].split("'")[0]
        resume = urllib.parse.unquote(sign_in)
        # Another person does not get it.
        other = Caller(server).enter("front_desk", "450100")
        assert other.get(resume).status == 404
        person.enter("front_desk", "450103", back=resume)
        kept = person.get(resume)
        assert kept.status == 200 and "写了很久的标题" in kept.text and "公司拖欠工资三个月" in kept.text
        # Back to the form: as it was, to be changed.
        filled = person.post(kept.action(), [*kept.hidden(), ("_refresh", "1")])
        assert filled.status == 200 and "value='写了很久的标题'" in filled.body.replace('"', "'") and "申请人甲" in filled.body
        # And sent: done once.
        assert person.post(kept.action(), kept.hidden()).status == 303
        assert person.post(kept.action(), kept.hidden()).status == 303
        assert rows(server, "SELECT COUNT(*) FROM work_order__work_order") == [(1,)]
        sealed = rows(server, "SELECT sealed FROM kept_form")[0][0]
        assert "写了很久的标题".encode() not in sealed, "kept forms are sealed"


# --- definitions --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("before, after, says", [
    ("title: \"{order_no} · {title}\"", "title: \"{order_no} · {titel}\"", "titel"),
    ("title:           {label: 标题, type: text", "title:           {label: 标题, type: txet", "txet"),
    ("computed: \"kind in ['TS', 'JY']", "computed: \"sla_rule == 'c1' || kind in ['TS', 'JY']", "sla_rule"),
])
def test_a_wrong_definition_never_starts_a_server(tmp_path, before, after, says):
    """An unknown field, a wrong type, a cycle: file, line and mend on the console, exit code 1."""
    shutil.copytree(ROOT / "Systems", tmp_path / "Systems")
    for folder in ("Demo", "Public"):
        (tmp_path / folder).symlink_to(ROOT / folder)
    file = tmp_path / "Systems/public-legal-service/work-order/system.yaml"
    text = file.read_text()
    assert before in text
    file.write_text(text.replace(before, after, 1))
    run = subprocess.run(
        [PROGRAM, "serve", "--demo", "--port", "0", "--database", f"sqlite:{tmp_path}/x.sqlite"], cwd=tmp_path, capture_output=True, text=True,
        env={**os.environ, "BAGUI_HOME": str(tmp_path), **EMPTY}, timeout=120, check=False)
    assert run.returncode == 1
    assert "work-order/system.yaml:" in run.stderr and says in run.stderr and "处问题" in run.stderr
