"""Citizens' matters from the home page to the closed file, seen from both sides: legal aid by keyboard alone on the narrowest phone,
an appointment at the notary's without scripts."""

import datetime
import re
import time

from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from identities import identity
from motion import gone, settle
from server import NOW

FRAME = "online-handling/service_application"
COUNTY, CENTRE, NOTARY = "450103", "450103-LA01", "450103-NO01"

AID = {
    "form_type": "represent", "matter_kind": "labour_arb", "no_limit_type": "", "matter": "确认劳动关系", "exempt_type": "migrant",
    "case_stage": "仲裁", "organ": "青秀区劳动人事争议仲裁委员会", "organ_area": "青秀区", "facts": "在工地做工三个月没有拿到工资。",
    "claim": "请求支付拖欠的工资", "amount": "18600", "applicant.name": "申请人甲", "applicant.phone": "13900000011", "applicant.id_type": "id_card",
    "applicant.id_no": identity(), "applicant.area_code": "青秀区", "safe_mode": "false",
}
WILL = {
    "purpose": "处分个人财产", "authenticate": "false", "matter": "will", "involves_realty": "false", "dispute_exists": "false", "interest": "本人的财产",
    "mode": "appointment", "where_office": "450103", "jurisdiction_basis": "domicile", "copies": "1", "zhuang_text": "false", "fee_reduce": "",
    "applicant.name": "申请人乙", "applicant.phone": "13900000012", "applicant.id_type": "id_card", "applicant.id_no": identity(),
    "applicant.area_code": "450103",
}


class Hands:
    """Somebody who has a keyboard and nothing else."""

    def __init__(self, visitor):
        self.visitor = visitor
        self.driver = visitor.driver

    def press(self, *keys):
        ActionChains(self.driver).send_keys(*keys).perform()

    @property
    def here(self):
        return self.driver.switch_to.active_element

    def to(self, selector, most=120):
        """Tabs on until what is focused matches."""
        for _ in range(most):
            self.press(Keys.TAB)
            if self.driver.execute_script("return document.activeElement.matches(arguments[0])", selector):
                # What has the focus can be seen to have it.
                assert self.driver.execute_script(
                    "const s = getComputedStyle(document.activeElement); const p = getComputedStyle(document.activeElement.closest('label') ?? document.activeElement);"
                    "return s.outlineStyle !== 'none' || s.boxShadow !== 'none' || p.outlineStyle !== 'none' || p.boxShadow !== 'none'"), selector
                return self
        raise AssertionError(f"the keyboard does not come to {selector} on {self.driver.current_url}: {self.visitor.main()}")

    def enter(self, selector):
        """Follows a link or presses a button, and waits for the next page."""
        self.to(selector)
        before = self.driver.find_element(By.TAG_NAME, "html")
        self.press(Keys.ENTER)
        self.visitor.until(lambda: gone(before), lambda: f"{selector} led nowhere: {self.visitor.main()}")
        settle(self.driver)

    def choose(self, name, value):
        """One of several, by the arrows."""
        self.to(f"input[type=radio][name='{name}']")
        for _ in range(40):
            checked = self.driver.execute_script("return document.querySelector(`input[name='${arguments[0]}']:checked`)?.value", name)
            if checked == value:
                return
            self.press(Keys.SPACE if checked is None else Keys.ARROW_DOWN)
        raise AssertionError(f"{name} has no {value!r}")

    def fill(self, name, value):
        field = self.driver.find_elements(By.CSS_SELECTOR, f"[name='{name}']:not([type=hidden])")[0]
        kind = field.get_dom_attribute("type")
        if kind == "radio":
            self.choose(name, value)
        else:
            self.to(f"[name='{name}']")
            self.press(value)


def names(visitor):
    """Fields on the page that a person may fill in, in order."""
    found = []
    for field in visitor.all("main form.form [name]"):
        name = field.get_dom_attribute("name")
        if field.get_dom_attribute("type") != "hidden" and not name.startswith("_") and name not in found:
            found.append(name)
    return found


def place(visitor):
    return visitor.driver.current_url.split("/matters/")[-1].split("?")[0]


def test_legal_aid_by_keyboard_alone_from_the_home_page_to_the_closed_file(visitor, server, tmp_path):
    visitor.at_width(320, 640).open("/").good()
    hands = Hands(visitor)
    visitor.open("/matters").good()
    hands.enter("a.start-card[href='/matters/legal-aid']")
    visitor.good()
    hands.enter("a.button[href^='/matters/legal-aid/start']")
    visitor.good()
    hands.enter(".form-buttons button")
    paper = tmp_path / "paper.pdf"
    paper.write_bytes(b"%PDF-1.4\n% a paper of nobody\n")
    for _ in range(30):
        if place(visitor).endswith("/check"):
            break
        visitor.good()
        here = place(visitor)
        for name in names(visitor):
            if name.startswith("file."):
                if visitor.all(f"[name='{name}'][required]"):
                    visitor.one(f"[name='{name}']").send_keys(str(paper))
                    visitor.until(lambda: visitor.all("form .files li"), "the paper did not go up")
            elif name in AID:
                hands.fill(name, AID[name])
        hands.enter(".form-buttons button")
        visitor.until(lambda: place(visitor) != here, lambda: f"{here} does not let go: {visitor.main()}")
    visitor.good()
    visitor.sees("核对一遍")
    hands.enter(".form-buttons button")

    # The phone's code, which the demonstration shows.
    visitor.good()
    hands.fill("phone", "13900000011")
    hands.to("input[name='agreed']").press(Keys.SPACE)
    hands.enter(".form-buttons button")
    code = re.search(r"\b(\d{6})\b", visitor.main()).group(1)
    hands.fill("code", code)
    hands.enter(".form-buttons button")
    visitor.sees("核对一遍")
    hands.enter(".form-buttons button")
    visitor.sees("已经收到")
    visitor.good()
    number = re.search(r"\d{6}BL\d+", visitor.main()).group(0)
    hands.enter("a.button[href^='/progress/']")
    visitor.good()
    visitor.sees("青秀区司法局")
    address = visitor.driver.current_url.replace(visitor.url, "")
    cookies = visitor.driver.get_cookies()
    application = address.split("/")[-1]

    # The other side: the desk, the institution, the window.
    visitor.at_width(1440).enter_as("front_desk", COUNTY).open(f"/w/{FRAME}/{application}")
    visitor.sees(number)
    desk = server.person("front_desk", COUNTY)
    held = desk.view(FRAME, application)["materials"]
    desk.do(FRAME, application, "prereview_pass", checklist=[{"item": each["material_item"], "ok": True} for each in held])
    until = time.monotonic() + 120
    while not (case := desk.view(FRAME, application).get("counterpart")) and time.monotonic() < until:
        time.sleep(0.2)
    clerk = server.person("agency_clerk", CENTRE)
    case_type = "business-counterpart/counterpart_case"
    clerk.do(case_type, case, "aid_review")
    clerk.do(case_type, case, "aid_grant", case_no="演示援〔2026〕77号")
    clerk.do(case_type, case, "aid_assign", assigned_org="演示律师事务所")
    server.person("window", COUNTY).do(FRAME, application, "deliver", delivery="window")

    # And back: what has been done, and the rating that closes it.
    visitor.at_width(320, 640).open("/healthz")
    visitor.driver.delete_all_cookies()
    for cookie in cookies:
        visitor.driver.add_cookie({"name": cookie["name"], "value": cookie["value"], "path": cookie["path"]})
    visitor.open(address).good()
    visitor.sees("演示律师事务所")
    hands.enter("a.button[href$='/do/frame/rate']")
    visitor.good()
    hands.fill("satisfaction", "非常满意")
    hands.enter(".form-buttons button")
    visitor.sees("办结")
    visitor.good()
    assert desk.view(FRAME, application)["state"] == "closed"


def test_an_appointment_at_the_notary_without_scripts_seen_from_both_sides(citizen_without_javascript, server):
    person = citizen_without_javascript
    clerk = server.person("agency_clerk", NOTARY)
    start = datetime.datetime.fromisoformat(NOW) if server.process else datetime.datetime.now()
    day = (start + datetime.timedelta(days=2)).date().isoformat()
    clerk.make("online-handling/appointment_slot", "create", service="notary", date=day, capacity=1, **{"from": "09:30", "to": "10:00"})
    person.open("/")
    person.open("/matters/notary")
    person.click("开始办理")
    person.click("开始填写")
    person.until(lambda: names(person), lambda: f"no question comes: {person.main()}")
    for _ in range(30):
        if place(person).endswith("/check"):
            break
        here = place(person)
        for name in names(person):
            if name in ("office", "slot"):
                choice = [each for each in person.all(f"input[name='{name}']") if name != "office" or "青秀" in person.driver.execute_script("return arguments[0].closest('label').textContent", each)]
                choice[0].click()
            elif name in WILL and person.all(f"input[type=radio][name='{name}']"):
                person.one(f"input[type=radio][name='{name}'][value='{WILL[name]}']").click()
            elif name in WILL:
                person.fill(name, WILL[name])
        button = person.one(".form-buttons button")
        button.click()
        person.until(lambda: gone(button), lambda: f"{here} does not let go: {person.main()}")
    person.sees("核对一遍")
    person.click("登录并提交")
    person.fill("phone", "13900000012")
    person.one("input[name='agreed']").click()
    person.one(".form-buttons button").click()
    person.one("[name='code']")
    person.fill("code", re.search(r"\b(\d{6})\b", person.main()).group(1))
    person.one(".form-buttons button").click()
    person.sees("核对一遍")
    person.click("提交申请")
    person.sees("已经收到")
    number = re.search(r"\d{6}YY\d+", person.main()).group(0)
    person.click("查看办理进度")
    person.sees("已预约")
    address = person.driver.current_url.replace(person.url, "")
    appointment = address.split("/")[-1]

    kind = "online-handling/appointment"
    assert clerk.view(kind, appointment)["appt_no"] == number
    clerk.do(kind, appointment, "confirm")
    person.open(address).sees("已确认")
    # Nobody else is offered the time.
    person.open("/matters/notary/start")
    assert "09:30" not in person.main()
    person.open(address)
    person.click("取消")
    person.fill("cancel_reason", "改天再办")
    person.one(".form-buttons button").click()
    person.sees("已取消")
    assert clerk.view(kind, appointment)["state"] == "cancelled"
