"""Somebody who works through the API: what others do in a journey that is not theirs."""

import json
import urllib.parse
import uuid


class Refused(Exception):
    """The API said no; `status` and the problem's own words."""

    def __init__(self, status, problem):
        super().__init__(f"{status} {json.dumps(problem, ensure_ascii=False)}")
        self.status = status
        self.problem = problem


class Person:
    def __init__(self, server, role, at=None):
        self.server = server
        self.role, self.at = role, at
        self.headers = {"Authorization": f"Bearer {server.token(role, at)}"}

    @property
    def id(self):
        return f"{self.role}@{self.at}" if self.at else self.role

    def make(self, record, action=None, /, **values):
        """A new record; its view."""
        return self._send(f"/api/v1/{record}", {**({"action": action} if action else {}), "values": values})

    def do(self, record, id, action, /, **values):
        return self._send(f"/api/v1/{record}/{id}/{action}", {"values": values})

    def view(self, record, id):
        return self._read(f"/api/v1/{record}/{id}")

    def list(self, record, condition=None, limit=50):
        query = {"limit": str(limit), **({"filter": condition} if condition else {})}
        return self._read(f"/api/v1/{record}?{urllib.parse.urlencode(query)}")["items"]

    def about(self, record, target, condition=None):
        """The first record of a kind whose `target` is this one: lists hold columns only, so each is looked at."""
        for each in self.list(record, condition, 200):
            if self.view(record, each["id"]).get("target", "").endswith(target):
                return each
        raise LookupError(f"{self.id} sees no {record} about {target}")

    def _send(self, path, body):
        return self._answer(*self.server.post(path, body, **self.headers, **{"Idempotency-Key": uuid.uuid4().hex}))

    def _read(self, path):
        return self._answer(*self.server.get(path, **self.headers))

    @staticmethod
    def _answer(status, _, body):
        answer = json.loads(body) if body else {}
        if status >= 400:
            raise Refused(status, answer)
        return answer
