"""A citizen files a matter page by page, as somebody would who has the answers at hand, and follows it; the desks act beside him."""

import datetime
import re
import time

from selenium.webdriver.support.ui import Select

from motion import gone
from server import NOW

FRAME = "online-handling/service_application"
APPOINTMENT = "online-handling/appointment"
CASE = "business-counterpart/counterpart_case"
COUNTY, CITY, REGION = "450103", "450100", "450000"


class Filing:
    """One matter of one person: from the home page to the receipt, then what becomes of it."""

    def __init__(self, person, server, slug, answers, paper, offices=()):
        """answers: by the names of the fields. offices: words of the names of those to be chosen where institutions are offered. paper: a file that is sent wherever one is asked for."""
        self.person, self.server, self.slug = person, server, slug
        self.answers, self.paper, self.offices = answers, paper, offices
        self.asked = []
        self.number = self.address = None

    # From the home page to the receipt

    def begins(self):
        self.person.open("/").click("办事")
        self.presses(f"a.start-card[href='/matters/{self.slug}']")
        self.presses(f"main a.button[href^='/matters/{self.slug}/start']")
        self.presses(".form-buttons button")
        return self

    def fills_in(self):
        for _ in range(60):
            here = self.place()
            if here.endswith("/check"):
                self.person.sees("核对一遍")
                return self
            if not self.asked or self.asked[-1] != here:
                self.asked.append(here)
            if self.answers_page():
                self.presses(".form-buttons button")
        raise AssertionError(f"never came to an end: {self.asked}")

    def answers_page(self):
        """Fills in what stands on the page. False where the page came anew by itself, because another place was chosen."""
        for name in self.names():
            if name.startswith("file."):
                field = self.person.one(f"[name='{name}']:not([type=hidden])")
                if field.get_dom_attribute("required") is not None:
                    self.sends(field)
            elif name.startswith("where_"):
                field = self.person.one(f"[name='{name}']")
                if field.get_property("value") != self.answers[name]:
                    page = self.person.one("html")
                    Select(field).select_by_value(self.answers[name])
                    if self.person.javascript:
                        self.person.until(lambda: gone(page), f"{name} brings no institutions")
                        return False
            elif name in self.answers:
                self.person.put_in(self.person.panel(), name, self.answers[name])
            elif options := [each for each in self.person.all(f"input[name='{name}']") if each.get_dom_attribute("value").startswith("[")]:
                wanted = self.offices if name != "slot" else (self.answers["time"],)
                said = {each: self.person.driver.execute_script("return arguments[0].closest('label').textContent", each) for each in options}
                chosen = [each for each, words in said.items() if any(word in words for word in wanted)]
                assert chosen, f"none of {wanted} is offered as {name}: {list(said.values())}"
                for each in chosen:
                    if not each.is_selected():
                        self.person.press(each)
        return True

    def sends(self, field):
        field.send_keys(str(self.paper))
        if self.person.javascript:
            self.person.until(lambda: self.person.all("form .files li"), "the paper did not go up")
            self.person.until(lambda: not self.person.all(".form-buttons button:disabled"), "the paper never came to an end")

    def submits(self, phone):
        """Signs in by phone, and sends it off."""
        self.presses(".form-buttons button")
        self.person.fill("phone", phone)
        self.person.press(self.person.one("input[name='agreed']"))
        self.presses(".form-buttons button")
        self.person.fill("code", re.search(r"\b(\d{6})\b", self.person.main()).group(1))
        self.presses(".form-buttons button")
        self.person.sees("核对一遍")
        self.presses(".form-buttons button")
        self.person.sees("已经收到")
        found = re.search(r"\d{6}(?:BL|YY)\d+", self.person.main())
        self.number = found and found.group(0)
        self.presses("main a.button[href^='/progress/']")
        self.address = self.person.driver.current_url.replace(self.person.url, "").split("?")[0]
        return self

    # What becomes of it

    @property
    def id(self):
        return self.address.rsplit("/", 1)[1]

    def desk(self, role, at):
        return self.server.person(role, at)

    def frame(self, role="front_desk", at=COUNTY):
        """The application as the desk sees it."""
        return self.desk(role, at).view(FRAME if "/application/" in self.address else APPOINTMENT, self.id)

    def business(self, role="front_desk", at=COUNTY):
        """Id of the record of the business behind it."""
        view = self.frame(role, at)
        return (view.get("form") or view.get("matter")).rsplit(":", 1)[1]

    def handed_over(self, role="front_desk", at=COUNTY):
        """Waits until it has gone across to those who handle it; the id of the case on their side, where there is one."""
        until = time.monotonic() + 120
        while self.frame(role, at)["state"] == "accepted" and time.monotonic() < until:
            time.sleep(0.2)
        return self.frame(role, at).get("counterpart")

    def sees(self, *words):
        """On its page, as its owner sees it now."""
        self.person.open(self.address)
        for each in words:
            self.person.sees(each)
        return self

    def does(self, act, **values):
        """What its owner does on a page of its own: `frame/rate`."""
        self.person.open(self.address)
        self.presses(f"a.button[href$='/do/{act}']")
        for name in self.names():
            if name.startswith("file."):
                self.sends(self.person.one(f"[name='{name}']:not([type=hidden])"))
        for name, value in values.items():
            self.person.put_in(self.person.panel(), name, value)
        self.presses(".form-buttons button")
        self.person.until(lambda: "/do/" not in self.person.driver.current_url, lambda: f"{act} is not done: {self.person.main()}")
        return self

    def rates(self, words="办结"):
        """The rating that closes it."""
        return self.does("frame/rate", satisfaction="5").sees(words)

    # Pages

    def presses(self, selector):
        """Follows a link or presses a button, and waits for the next page."""
        page, element = self.person.one("html"), self.person.one(selector)
        self.person.press(element)
        self.person.until(lambda: gone(page), lambda: f"{selector} led nowhere: {self.person.main()}")
        self.person.one("main")
        return self

    def place(self):
        return self.person.driver.current_url.split("/matters/")[-1].split("?")[0]

    def names(self):
        """Fields on the page that a person may fill in, in order."""
        found = []
        for field in self.person.all("main form.form [name]"):
            name = field.get_dom_attribute("name")
            if field.get_dom_attribute("type") != "hidden" and not name.startswith("_") and name not in found:
                found.append(name)
        return found

    def today(self, days=0):
        start = datetime.datetime.fromisoformat(NOW) if self.server.process else datetime.datetime.now()
        return (start + datetime.timedelta(days=days)).date().isoformat()

    def offers(self, org, service, time):
        """A time that an institution opens for the day after tomorrow."""
        hour, minute = time.split(":")
        end = f"{hour}:{int(minute) + 10:02d}"
        self.desk("agency_clerk", org).make(
            "online-handling/appointment_slot", "create", service=service, date=self.today(2), capacity=1, **{"from": time, "to": end})
        self.answers = {**self.answers, "time": time}
        return self
