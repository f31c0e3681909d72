#!/usr/bin/env python3
"""What the citizens' pages cost, as ratios against their limits, on a served demonstration.

    bench-portal.py PROGRAM DATABASE [--seconds N] [--clients N] [--conversations N] [--every S] [--only pages|weight|conversations]

- Handling time of each page, p95, measured by the server itself (/metrics) while clients ask at 60 % of the rate that wrk reaches: limit 3 ms.
- Bytes over the wire of the first page and of a first answer with all that they load, packed: limit 60 kB each.
- Share of one core that the server takes while conversations go on, each asking every few seconds with its stream of live updates open: limit half a core.

The database is used as it is, and the conversations add to it. Exit code 1 when a limit is missed or an answer is not what it should be.
"""

import argparse
import asyncio
import gzip
import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.parse
import urllib.request

HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SERVER_MILLISECONDS, BYTES, CORE_SHARE = 3, 60_000, 0.5
PAGES = ["/", "/ask", "/ask/topics/wage", "/ask/about/KB000001", "/find", "/matters", "/progress", "/notices", "/learn", "/cases", "/legal-help"]
QUESTIONS = ["公司两个月没发工资怎么办", "离婚要什么手续", "交通事故怎么赔", "借钱不还怎么办", "房东不退押金怎么办", "遗嘱怎么写才有效"]


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Server:
    def __init__(self, program, database):
        self.port = free_port()
        # Each conversation says another address, as behind a proxy: else all would share one limit.
        environment = {**os.environ, "BAGUI_HOME": HERE, "BAGUI_TRUSTED_PROXIES": "127.0.0.1"}
        self.process = subprocess.Popen(
            [program, "serve", "--demo", "--now", "2026-03-16T10:00", "--port", str(self.port), "--database", database],
            env=environment, stdout=subprocess.DEVNULL)
        began = time.monotonic()
        while True:
            try:
                if json.loads(self.get("/healthz")[1])["status"] in ("ok", "attention"):
                    return
            except OSError:
                pass
            if self.process.poll() is not None or time.monotonic() - began > 300:
                sys.exit("the server did not answer")
            time.sleep(0.1)

    def stop(self):
        self.process.terminate()
        self.process.wait(timeout=30)

    def get(self, path, headers=None):
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", headers=headers or {})
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.headers, answer.read()

    def histogram(self):
        """Requests by handling time: upper bound in milliseconds → how many so far."""
        text = self.get("/metrics")[1].decode()
        pairs = re.findall(r'bagui_request_milliseconds_bucket\{le="([^"]+)"\} (\d+)', text)
        return {float(bound.replace("+Inf", "inf")): int(count) for bound, count in pairs}

    def processor(self):
        """Seconds of processor time taken so far."""
        with open(f"/proc/{self.process.pid}/stat") as line:
            fields = line.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class Client:
    """One browser over one connection that is kept."""

    def __init__(self, port, address):
        self.port, self.address, self.cookies, self.streams = port, address, {}, None

    async def connect(self):
        self.streams = await asyncio.open_connection("127.0.0.1", self.port, limit=1 << 20)

    def head(self, method, path, more=""):
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nX-Forwarded-For: {self.address}\r\n{f'Cookie: {cookies}' + chr(13) + chr(10) if cookies else ''}{more}\r\n"

    async def ask(self, method, path, form=None):
        body = urllib.parse.urlencode(form).encode() if form is not None else b""
        more = f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n" if form is not None else ""
        reader, writer = self.streams
        writer.write(self.head(method, path, more).encode() + body)
        status, headers = await self.answer_head(reader)
        if headers.get("transfer-encoding", [""])[0] == "chunked":
            parts = []
            while (size := int(await reader.readline(), 16)) > 0:
                parts.append(await reader.readexactly(size))
                await reader.readline()
            await reader.readline()
            return status, b"".join(parts)
        return status, await reader.readexactly(int(headers.get("content-length", ["0"])[0]))

    async def answer_head(self, reader):
        status, headers = int((await reader.readline()).split()[1]), {}
        while (line := (await reader.readline()).decode().strip()):
            name, value = line.split(":", 1)
            headers.setdefault(name.lower(), []).append(value.strip())
        for cookie in headers.get("set-cookie", []):
            name, value = cookie.split(";")[0].split("=", 1)
            self.cookies[name] = value
        return status, headers

    async def listen(self):
        """Holds the stream of live updates open, reading what comes."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        writer.write(self.head("GET", "/live").encode())
        while await reader.read(65536):
            pass


def field(page, name):
    found = re.search(rf"name=['\"]{name}['\"] value=['\"]([^'\"]*)", page)
    return found.group(1) if found else ""


def saturated(server, path, seconds, clients):
    text = subprocess.run(
        ["wrk", "-t2", f"-c{clients}", f"-d{seconds}s", f"http://127.0.0.1:{server.port}{path}"], capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in text:
        sys.exit(f"{path}: answers that are no success\n{text}")
    return float(re.search(r"Requests/sec:\s+([\d.]+)", text).group(1))


async def paced(server, path, rate, seconds, clients):
    """Clients ask in turn, together at the rate. Gives the rate that was reached."""
    people = [Client(server.port, f"203.0.113.{number % 250 + 1}") for number in range(clients)]
    for person in people:
        await person.connect()
    began, done = time.monotonic(), 0

    async def walk(number, person):
        nonlocal done
        turn = number
        while (due := began + turn / rate) < began + seconds:
            await asyncio.sleep(max(0, due - time.monotonic()))
            status, _ = await person.ask("GET", path)
            if status != 200:
                sys.exit(f"{path}: {status}")
            done += 1
            turn += clients

    await asyncio.gather(*(walk(number, person) for number, person in enumerate(people)))
    return done / (time.monotonic() - began)


def ninety_fifth(before, after):
    counts = {bound: after[bound] - before[bound] for bound in after}
    whole = counts[float("inf")]
    return next(bound for bound, count in sorted(counts.items()) if count >= 0.95 * whole)


def pages(server, seconds, clients):
    missed = False
    for path in PAGES:
        most = saturated(server, path, seconds, clients)
        before = server.histogram()
        rate = asyncio.run(paced(server, path, 0.6 * most, seconds, clients))
        bound = ninety_fifth(before, server.histogram())
        ratio = bound / SERVER_MILLISECONDS
        missed |= ratio > 1
        print(f"{path}: saturated {most:.0f}/s; at {rate:.0f}/s ({rate / most:.0%}) p95 within {bound:g} ms, ratio {ratio:.2f} (limit 1){'' if ratio <= 1 else '  MISSED'}")
    return missed


def wire(server, path, headers=None):
    """Bytes of one answer as a browser gets it; packed here where the node leaves that to its proxy."""
    answered, body = server.get(path, {"Accept-Encoding": "gzip", **(headers or {})})
    is_packed = answered.get("Content-Encoding") == "gzip"
    return (body, len(body)) if is_packed else (body, len(gzip.compress(body)))


def weight(server):
    missed, loaded = False, {}

    def assets(body):
        plain = gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body
        for address in re.findall(rb"""(?:src|href)=["'](/(?:css|js|vendor)/[^"']+)["']""", plain):
            loaded.setdefault(address, wire(server, address.decode())[1])
        return sum(loaded.values())

    async def first_answer():
        person = Client(server.port, "198.51.100.7")
        await person.connect()
        _, page = await person.ask("GET", "/ask")
        page = page.decode()
        await person.ask("POST", "/ask", {"_csrf": field(page, "_csrf"), "_key": "weight", "text": QUESTIONS[0]})
        return (await person.ask("GET", "/ask"))[1]

    body, size = wire(server, "/")
    answer = asyncio.run(first_answer())
    if "AI生成" not in answer.decode():
        sys.exit("no answer of the robot")
    for name, total in [("first page", size + assets(body))]:
        missed |= report(name, total)
    # Nothing is kept from the first page: whoever comes by a link loads all of it.
    loaded.clear()
    return report("first answer", len(gzip.compress(answer)) + assets(answer)) or missed


def report(name, total):
    ratio = total / BYTES
    print(f"{name}: {total} bytes over the wire, ratio {ratio:.2f} (limit 1){'' if ratio <= 1 else '  MISSED'}")
    return ratio > 1


async def talk(server, number, seconds, every, counted):
    person = Client(server.port, f"198.18.{number // 250}.{number % 250 + 1}")
    await person.connect()
    _, page = await person.ask("GET", "/sign-in")
    await person.ask("POST", "/enter", {"_csrf": field(page.decode(), "_csrf"), "role": "citizen", "at": ""})
    stream = asyncio.create_task(person.listen())
    counted["ready"] += 1
    await counted["start"].wait()
    end = time.monotonic() + seconds
    await asyncio.sleep(every * number / counted["all"])
    turn = 0
    while time.monotonic() < end:
        began = time.monotonic()
        _, page = await person.ask("GET", "/ask")
        form = {"_csrf": field(page.decode(), "_csrf"), "_key": f"{number}-{turn}", "text": QUESTIONS[(number + turn) % len(QUESTIONS)]}
        status, _ = await person.ask("POST", "/ask", form)
        counted[status] = counted.get(status, 0) + 1
        turn += 1
        await asyncio.sleep(max(0, every - (time.monotonic() - began)))
    stream.cancel()


async def conversations(server, number, seconds, every):
    counted = {"ready": 0, "all": number, "start": asyncio.Event()}
    people = [asyncio.create_task(talk(server, each, seconds, every, counted)) for each in range(number)]
    while counted["ready"] < number:
        for person in people:
            if person.done():
                person.result()
        await asyncio.sleep(0.2)
    await asyncio.sleep(2)
    before, began = server.processor(), time.monotonic()
    counted["start"].set()
    await asyncio.gather(*people)
    share = (server.processor() - before) / (time.monotonic() - began)
    answered = counted.get(303, 0)
    others = {status: count for status, count in counted.items() if isinstance(status, int) and status != 303}
    ratio = share / CORE_SHARE
    print(f"{number} conversations, a question every {every:g} s, streams open: {answered} answered, {share:.2f} of a core, ratio {ratio:.2f} (limit 1){'' if ratio <= 1 else '  MISSED'}")
    if others or not answered:
        print(f"other answers: {others}", file=sys.stderr)
    return ratio > 1 or bool(others) or not answered


def main():
    options = argparse.ArgumentParser()
    options.add_argument("program")
    options.add_argument("database")
    options.add_argument("--seconds", type=int, default=5)
    options.add_argument("--clients", type=int, default=64)
    options.add_argument("--conversations", type=int, default=500)
    options.add_argument("--every", type=float, default=6)
    options.add_argument("--only", choices=["pages", "weight", "conversations"])
    options = options.parse_args()
    server = Server(options.program, options.database)
    missed = False
    try:
        if options.only in (None, "weight"):
            missed |= weight(server)
        if options.only in (None, "pages"):
            missed |= pages(server, options.seconds, options.clients)
        if options.only in (None, "conversations"):
            missed |= asyncio.run(conversations(server, options.conversations, max(20, options.seconds * 4), options.every))
    finally:
        server.stop()
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main()
