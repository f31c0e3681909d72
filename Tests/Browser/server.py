"""The built program serving the demonstration province, on a free port with a fresh database.

    server.py [--postgres] COMMAND [ARGUMENT...]   runs a command beside it, with its address in BAGUI_URL

The program is .build/debug/bagui, or what BAGUI_PROGRAM names. PostgreSQL is the server that scripts/postgres/with-postgres started
(BAGUI_TEST_POSTGRES); each Server has a database of its own in it.
"""

import contextlib
import ctypes
import json
import os
import pathlib
import random
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid

sys.path.insert(0, os.path.dirname(__file__))

import law_texts  # noqa: E402
from people import Person  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
PROGRAM = pathlib.Path(os.environ.get("BAGUI_PROGRAM", ROOT / ".build/debug/bagui"))
LOGS = ROOT / "var/log/serve"
# The first start fills the demonstration database with a program that was built for debugging, on a machine that may be busy.
READY_WITHIN = 300
GONE_WITHIN = 60
# A Wednesday morning: the demonstration begins here, so that the same province comes out and the same things fall due whenever tests run.
NOW = "2026-09-16T09:30"


class Server:
    def __init__(self, database, environment=None, wrapper=(), now=None):
        """environment: what it finds besides ours. now: where the demonstration's clock begins, else it is the machine's. wrapper: a command that runs the program (in a namespace of its own, say)."""
        self.database = database
        self.now = now
        self.environment = environment or {}
        self.wrapper = list(wrapper)
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        LOGS.mkdir(parents=True, exist_ok=True)
        self.log = LOGS / f"{self.port}.log"
        self.process = None

    @classmethod
    def at(cls, url):
        """One that is served already: while a journey is being written."""
        running = cls.__new__(cls)
        running.url, running.process = url, None
        return running

    def start(self):
        if not PROGRAM.is_file():
            raise RuntimeError(f"{PROGRAM} is not there: swift build --product bagui")
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(self.command(), cwd=ROOT, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
                                            env={**os.environ, "BAGUI_KNOWLEDGE_INDEX": law_texts.index(PROGRAM), **self.environment}, preexec_fn=end_with_parent)
        until = time.monotonic() + READY_WITHIN
        while time.monotonic() < until:
            if self.process.poll() is not None:
                raise RuntimeError(f"serve ended at once with exit code {self.process.returncode}:\n{self.last_lines()}")
            health = self.health()
            if health.get("problem"):
                self.stop()
                raise RuntimeError(f"serve says {health}:\n{self.last_lines()}")
            if health and not health.get("loading"):
                return self
            time.sleep(0.1)
        self.stop()
        raise RuntimeError(f"serve was not ready within {READY_WITHIN} s:\n{self.last_lines()}")

    def command(self):
        return [*self.wrapper, str(PROGRAM), "serve", "--demo", "--port", str(self.port), "--database", self.database,
                *(["--now", self.now] if self.now else [])]

    def restart(self, now):
        """Stops it, and starts it again over the same database when the demonstration's clock stands at `now`."""
        self.stop()
        self.now = now
        return self.start()

    def health(self):
        """What /healthz says; empty when nobody answers. Requests are answered before everything is loaded."""
        try:
            with urllib.request.urlopen(f"{self.url}/healthz", timeout=5) as answer:
                return json.load(answer)
        except (urllib.error.URLError, OSError, ValueError):
            return {}

    def kill(self):
        """No farewell, as when the power fails."""
        self.process.kill()
        self.process.wait()

    def stop(self):
        """Asks it to end, as an operator would; the exit code, or an error when it has to be killed."""
        if self.process is None or self.process.poll() is not None:
            return self.process and self.process.returncode
        self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(GONE_WITHIN)
        except subprocess.TimeoutExpired:
            self.kill()
            raise RuntimeError(f"serve was still there {GONE_WITHIN} s after SIGTERM:\n{self.last_lines()}") from None

    def last_lines(self, count=40):
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-count:])

    def get(self, path, **headers):
        return self.request("GET", path, headers=headers)

    def post(self, path, body, **headers):
        return self.request("POST", path, json.dumps(body).encode(), {"Content-Type": "application/json", **headers})

    def request(self, method, path, data=None, headers=None):
        """(status, headers, body as text), whatever the status."""
        request = urllib.request.Request(self.url + path, data=data, headers=headers or {}, method=method)
        try:
            answer = urllib.request.urlopen(request, timeout=60)
        except urllib.error.HTTPError as error:
            answer = error
        with answer:
            return answer.status, dict(answer.headers), answer.read().decode(errors="replace")

    def person(self, role, at=None):
        """Somebody who works through the API."""
        return Person(self, role, at)

    def token(self, role, at=None):
        """An API token for a demonstration user of this role at this organisation."""
        status, _, body = self.post("/api/v1/token", {"role": role} if at is None else {"role": role, "at": at})
        if status != 200:
            raise RuntimeError(f"no token for {role} at {at}: {status} {body}")
        return json.loads(body)["token"]


@contextlib.contextmanager
def serving(kind="sqlite", environment=None):
    with fresh_database(kind) as database:
        server = Server(database, environment, now=NOW)
        try:
            yield server.start()
        finally:
            server.stop()


@contextlib.contextmanager
def fresh_database(kind):
    if kind == "sqlite":
        with tempfile.TemporaryDirectory(prefix="bagui-") as folder:
            yield f"sqlite:{folder}/demo.sqlite"
        return
    address = os.environ.get("BAGUI_TEST_POSTGRES")
    if not address:
        raise RuntimeError("BAGUI_TEST_POSTGRES is not set: run under scripts/postgres/with-postgres")
    parts = urllib.parse.urlsplit(address)
    where = urllib.parse.parse_qs(parts.query)
    host, port = where.get("host", [parts.hostname])[0], where.get("port", [str(parts.port or 5432)])[0]
    name = f"demo_{uuid.uuid4().hex[:12]}"
    access = ["-h", host, "-p", port, "-U", parts.username or "bagui"]
    subprocess.run(["createdb", *access, name], check=True)
    try:
        yield urllib.parse.urlunsplit(parts._replace(path=f"/{name}"))
    finally:
        subprocess.run(["dropdb", "--force", *access, name], check=True)


def end_with_parent():
    """A test run that is killed leaves no server behind: the kernel then asks the server to end, as we would have."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG, Linux only


def free_port():
    """Below those that the kernel gives to whoever calls out: none of our own calls takes it before the server does, or while it is stopped."""
    for port in random.sample(range(10240, 20000), 200):
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise RuntimeError("no port between 10240 and 20000 is free")


if __name__ == "__main__":
    arguments = sys.argv[1:]
    kind = "postgres" if arguments[:1] == ["--postgres"] else "sqlite"
    command = arguments[1:] if kind == "postgres" else arguments
    if not command:
        print(__doc__, file=sys.stderr)
        sys.exit(2)
    with serving(kind) as running:
        code = subprocess.run(command, env={**os.environ, "BAGUI_URL": running.url}, check=False).returncode
    sys.exit(code)
