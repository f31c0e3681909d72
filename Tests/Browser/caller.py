"""Somebody who talks to the server without a browser: for what happens beside the pages. Keeps cookies, finds tokens, follows no redirect by itself."""

import html
import http.client
import re
import urllib.parse


class Page:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    @property
    def location(self):
        return self.headers.get("Location")

    @property
    def text(self):
        return html.unescape(re.sub(r"<[^>]+>", " ", self.body))

    def hidden(self, form=0):
        """Hidden values of a form: what its button would send."""
        inside = re.findall(r"<form\b.*?</form>", self.body, re.S)[form]
        return [(name(tag), html.unescape(value(tag))) for tag in re.findall(r"<input\b[^>]*>", inside) if "hidden" in tag]

    def action(self, form=0):
        inside = re.findall(r"<form\b[^>]*>", self.body)[form]
        return html.unescape(re.search(r"action=[\"']([^\"']*)", inside).group(1))

    def form_with(self, field):
        """Index of the first form that has a field of this name."""
        forms = re.findall(r"<form\b.*?</form>", self.body, re.S)
        return next(number for number, form in enumerate(forms) if re.search(rf"name=[\"']{re.escape(field)}[\"']", form))

    @property
    def csrf(self):
        found = re.search(r"name=[\"']_csrf[\"'] value=[\"']([^\"']+)", self.body) or re.search(
            r"name=[\"']csrf[\"'] content=[\"']([^\"']+)", self.body)
        return html.unescape(found.group(1)) if found else ""


def name(tag):
    return html.unescape(re.search(r"name=[\"']([^\"']*)", tag).group(1))


def value(tag):
    found = re.search(r"value='([^']*)'|value=\"([^\"]*)\"", tag)
    return (found.group(1) or found.group(2) or "") if found else ""


class Caller:
    def __init__(self, server):
        self.server = server
        self.cookies = {}

    def send(self, method, path, body=None, headers=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=120)
        try:
            headers = {"Cookie": "; ".join(f"{key}={kept}" for key, kept in self.cookies.items()), **(headers or {})}
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            for cookie in answer.headers.get_all("Set-Cookie") or []:
                key, _, rest = cookie.partition("=")
                kept = rest.split(";", 1)[0]
                if kept:
                    self.cookies[key] = kept
                else:
                    self.cookies.pop(key, None)
            return Page(answer.status, answer.headers, answer.read().decode(errors="replace"))
        finally:
            connection.close()

    def get(self, path):
        return self.send("GET", path)

    def post(self, path, values, headers=None):
        pairs = values.items() if isinstance(values, dict) else values
        return self.send("POST", path, urllib.parse.urlencode(list(pairs)),
                         {"Content-Type": "application/x-www-form-urlencoded", **(headers or {})})

    def enter(self, role, at="", back=None):
        start = self.get("/sign-in")
        values = {"_csrf": start.csrf, "role": role, "at": at}
        if back is not None:
            values["back"] = back
        entered = self.post("/enter", values)
        assert entered.status == 303, (entered.status, entered.text[:300])
        return self

    def fill(self, path, values):
        """Opens a form and sends it with all that it carries hidden, as its button would."""
        page = self.get(path)
        assert page.status == 200, (path, page.status, page.text[:300])
        carried = page.hidden(page.form_with(list(values)[0]))
        return self.post(path, [*carried, *values.items()])


def order(title="拖欠工资怎么办"):
    """What a front desk fills in for a consultation at the window."""
    return {
        "title": title, "kind": "ZX", "channel": "window", "service_line": "legal_aid", "nature": "legal", "law_field": "wage",
        "content": "公司拖欠工资三个月", "area_code": "450103", "urgency": "normal", "parties[0].role": "applicant", "parties[0].kind": "natural",
        "parties[0].name": "申请人甲", "parties[0].phone": "13877112233",
    }


def order_values(title="拖欠工资怎么办"):
    """The same for the interface."""
    return {
        "kind": "ZX", "channel": "window", "title": title, "content": "公司拖欠工资三个月", "service_line": "legal_aid", "nature": "legal",
        "law_field": "wage", "area_code": "450103", "urgency": "normal",
    }
