"""A real node: the first administrator comes in by the one-time token, with a password and a one-time code."""

import base64
import hashlib
import hmac
import re
import struct
import time

import pytest
from server import PROGRAM, Server
from visitor import Visitor

PASSWORD = "Bagui-2026-first"


class RealNode(Server):
    """Not a demonstration: no cards, no tokens for the asking."""

    def __init__(self, folder):
        super().__init__(f"sqlite:{folder}/node.sqlite")
        self.configuration = folder / "node.conf"
        self.configuration.write_text(f"port: {self.port}\nattachments: {folder}/attachments\n")

    def command(self):
        return [str(PROGRAM), "serve", "--config", str(self.configuration), "--database", self.database]

    def setup_token(self):
        return re.search(r"一次性口令：(\S+)", self.log.read_text()).group(1)


@pytest.fixture(scope="module")
def node(tmp_path_factory):
    running = RealNode(tmp_path_factory.mktemp("node"))
    try:
        yield running.start()
    finally:
        running.stop()


def code(secret):
    """RFC 6238 with SHA-1, six digits, 30 s."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", int(time.time()) // 30), hashlib.sha1).digest()
    at = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[at:at + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


def test_the_first_administrator_signs_in_and_nobody_else_does(node):
    person = Visitor(node.url)
    try:
        person.open("/sign-in").good()
        # No demonstration: nobody is let in as somebody.
        assert person.all("form[action='/enter']") == []
        assert node.post("/api/v1/token", {"role": "sys_admin", "at": "450000"})[0] in (400, 401, 403)
        person.open("/setup").good()
        person.put(token="wrong", login="wei.admin", name="韦管理", org="450000", password=PASSWORD)
        person.send("建立系统管理员").refused("一次性口令不对").good()
        person.put(token=node.setup_token(), password="short").send("建立系统管理员").refused("10个字符")
        person.put(token=node.setup_token(), password=PASSWORD).send("建立系统管理员").sees("已建立").good()
        # The token is spent.
        assert node.get("/setup")[0] == 404

        person.put(login="wei.admin", password="Wrong-2026-pass").send("登录").refused("登录名、密码或动态口令不对").good()
        person.put(login="wei.admin", password=PASSWORD).send("登录").sees("绑定身份验证器").good()
        secret = person.one("p.number b").text.replace(" ", "")
        person.put(code="000000").send("绑定并登录").refused("口令不对")
        assert person.one("p.number b").text.replace(" ", "") == secret
        person.put(code=code(secret)).send("绑定并登录").good()
        assert person.driver.current_url.endswith("/w")
        person.click("系统管理台").good()
        person.open("/admin/security").excuse("status of 4").sees("只供安全管理员使用").good()

        # After signing out password and code are both asked for, and a code counts once.
        person.open("/w").all(".topbar details.menu summary")[-1].click()
        # One is then where citizens begin.
        person.click("退出").sees("您遇到了什么法律问题")
        person.open("/sign-in").put(login="wei.admin", password=PASSWORD).send("登录").refused("登录名、密码或动态口令不对")
        person.driver.get(node.url + "/w")
        assert "/sign-in" in person.driver.current_url
        # The sessions and the administrator are there after a restart.
        node.stop()
        node.start()
        assert node.get("/setup")[0] == 404
        wait_for_next_code()
        person.open("/sign-in").put(login="wei.admin", password=PASSWORD, code=code(secret)).send("登录")
        assert person.driver.current_url.endswith("/w")
    finally:
        person.leave()


def wait_for_next_code():
    """A code that has been used does not count again: the next one begins on the half minute."""
    time.sleep(30 - time.time() % 30 + 0.2)
