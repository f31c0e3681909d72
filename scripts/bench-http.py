#!/usr/bin/env python3
"""What the served program does over HTTP, as ratios against the bare route of the same framework in the same run.

    bench-http.py PROGRAM DATABASE [--seconds N] [--read-only]

Serves a copy of nothing: the database is used as it is, and submits add to it. Prints a line a figure; exit code 1 when an answer is not what it should be.
"""

import argparse
import http.cookiejar
import json
import os
import re
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request

HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
ORDERS = "/api/v1/work-order/work_order"


def free_port():
    import socket

    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def get(url, headers=None):
    return urllib.request.urlopen(urllib.request.Request(url, headers=headers or {}), timeout=60)


def post(url, body, headers=None):
    data = json.dumps(body).encode()
    return urllib.request.urlopen(urllib.request.Request(url, data, {"Content-Type": "application/json", **(headers or {})}), timeout=60)


def token(base, role, at):
    return json.load(post(base + "/api/v1/token", {"role": role, "at": at}))["token"]


def enter(base, role, at):
    """Signs in as the start page does; gives the cookies."""
    jar = http.cookiejar.CookieJar()
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    page = opener.open(base + "/sign-in", timeout=60).read().decode()
    csrf = re.search(r"name='_csrf' value='([^']*)'", page).group(1)
    opener.open(base + "/enter", urllib.parse.urlencode({"_csrf": csrf, "role": role, "at": at}).encode(), timeout=60).read()
    return "; ".join(f"{cookie.name}={cookie.value}" for cookie in jar)


def wrk(url, seconds, headers=None, script=None, clients=32):
    command = ["wrk", "-t2", f"-c{clients}", f"-d{seconds}s", "--latency"]
    for name, value in (headers or {}).items():
        command += ["-H", f"{name}: {value}"]
    if script:
        command += ["-s", os.path.join(HERE, "Benchmarks", script[0]), url, "--", *script[1:]]
    else:
        command.append(url)
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in text:
        print(text, file=sys.stderr)
        sys.exit(f"{url}: answers that are no success")
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", text).group(1))
    return rate, re.search(r"99%\s+(\S+)", text).group(1)


def anonymous_memory(process):
    with open(f"/proc/{process.pid}/smaps_rollup") as lines:
        return next(int(line.split()[1]) for line in lines if line.startswith("Anonymous:")) / 1024


def main():
    options = argparse.ArgumentParser()
    options.add_argument("program")
    options.add_argument("database")
    options.add_argument("--seconds", type=int, default=4)
    options.add_argument("--read-only", action="store_true")
    options = options.parse_args()
    environment = {**os.environ, "BAGUI_HOME": HERE}
    port, bare_port = free_port(), free_port()
    base = f"http://127.0.0.1:{port}"
    began = time.monotonic()
    server = subprocess.Popen(
        [options.program, "serve", "--demo", "--port", str(port), "--database", options.database], env=environment, stdout=subprocess.DEVNULL)
    bare = subprocess.Popen([options.program, "bench", "route", "--port", str(bare_port)], env=environment, stdout=subprocess.DEVNULL)
    try:
        while True:
            try:
                get(base + "/healthz").read()
                break
            except OSError:
                if server.poll() is not None or time.monotonic() - began > 60:
                    sys.exit("the server did not answer")
                time.sleep(0.005)
        print(f"healthz answered {(time.monotonic() - began) * 1000:.0f} ms after the start (limit 300)")
        while json.load(get(base + "/healthz"))["status"] != "ok":
            time.sleep(0.05)
        print(f"ready after {(time.monotonic() - began) * 1000:.0f} ms")
        time.sleep(3)
        print(f"idle anonymous memory {anonymous_memory(server):.0f} MB (limit 120)")

        seconds = options.seconds
        yardstick, latency = wrk(f"http://127.0.0.1:{bare_port}/bare", seconds)
        print(f"bare route {yardstick:.0f}/s, p99 {latency}")

        def measure(name, path, limit, headers):
            rate, latency = wrk(base + path, seconds, headers)
            ratio = rate / yardstick
            print(f"{name}: {rate:.0f}/s, p99 {latency}, ratio {ratio:.3f} (limit {limit}){'' if ratio >= limit else '  MISSED'}")

        for level, role, at in [("county", "front_desk", "450103"), ("city", "supervisor", "450100"), ("region", "supervisor", "450000")]:
            bearer = {"Authorization": "Bearer " + token(base, role, at)}
            page = json.load(get(f"{base}{ORDERS}?limit=20", bearer))
            if len(page["items"]) != 20:
                sys.exit(f"{level}: {len(page['items'])} orders in the list, not 20")
            measure(f"one order, {level}", f"{ORDERS}/{page['items'][7]['id']}", 0.45, bearer)
            measure(f"list of 20, {level}", f"{ORDERS}?limit=20", 0.22, bearer)
            cookies = {"Cookie": enter(base, role, at)}
            rows = get(base + "/w/work-order/work_order", cookies).read().decode().count("<tr")
            measure(f"list page of {min(rows - 1, 50)}, {level}", "/w/work-order/work_order", 0.1, cookies)
        if not options.read_only:
            counties = sorted({line.split(",")[0] for line in open(os.path.join(HERE, "Demo/organisations.csv"), encoding="utf-8") if re.match(r"45\d{4},", line)})
            counties = [code for code in counties if not code.endswith("00")]
            for name, chosen in [("100 organisations", counties[:100]), ("one organisation", counties[:1])]:
                with tempfile.NamedTemporaryFile("w", suffix=".tokens") as tokens:
                    for code in chosen:
                        tokens.write(f"{token(base, 'front_desk', code)} {code}\n")
                    tokens.flush()
                    rate, latency = wrk(base + ORDERS, seconds, script=("submit.lua", tokens.name))
                    print(f"submit over HTTP, {name}: {rate:.0f}/s, p99 {latency}")
    finally:
        for process in (server, bare):
            process.terminate()
            process.wait(timeout=30)


if __name__ == "__main__":
    main()
