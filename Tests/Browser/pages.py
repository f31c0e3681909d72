"""Every kind of page that people meet, once: who looks, and at which address. Scripts that look at all of them go by it.

An address may be a function of the server, for pages of a record that the demonstration made: it gets the first that fits. Where no
address leads, `walk` says what is pressed there.
"""

import json
import re
import urllib.parse
from dataclasses import dataclass
from typing import Callable

REGION, CITY, COUNTY, OFFICE = "450000", "450100", "450103", "450103-S01"
OTHER_CITY = "450200"
ORDER = "work-order/work_order"
APPLICATION = "online-handling/service_application"
# Without a condition the order is another every day.
FIND_ONE = "/find?q=%E5%8D%97%E5%AE%81%E5%B8%82%E5%85%AC%E8%AF%81%E5%A4%84"
# Somebody who signs in with a phone, and has an account of his own thereby.
PHONE = "phone"


@dataclass(frozen=True)
class Kind:
    name: str
    role: str | None
    at: str | None
    path: str | Callable
    walk: Callable | None = None
    # It shows an article of a law, whose text is data beside the project.
    of_law: bool = False

    @property
    def is_for_citizens(self):
        return self.name.startswith("citizens-")

    def address(self, server):
        return self.path if isinstance(self.path, str) else self.path(server)

    def enter(self, visitor):
        """Whoever looks at this page comes in."""
        visitor.open("/css/seal.svg").driver.delete_all_cookies()
        if self.role == PHONE:
            visitor.enter_by_phone(self.at)
        elif self.role:
            visitor.enter_as(self.role, self.at)
        return visitor

    def open(self, visitor, server):
        visitor.open(self.address(server))
        if self.walk:
            self.walk(visitor)
        return visitor


def first(server, role, at, record, condition=None):
    """Id of the first record that this person finds."""
    query = {"limit": "1", **({"filter": condition} if condition else {})}
    status, _, body = server.get(
        f"/api/v1/{record}?{urllib.parse.urlencode(query)}", Authorization=f"Bearer {server.token(role, at)}")
    items = json.loads(body).get("items", [])
    if status != 200 or not items:
        raise LookupError(f"no {record} where {condition} for {role} at {at}: {status} {body[:300]}")
    return items[0]["id"]


def linked(server, page, pattern):
    """The first address of this form on a page that anybody may read."""
    found = re.search(rf"""href=["']({pattern})["']""", server.get(page)[2])
    if not found:
        raise LookupError(f"{page} leads to no {pattern}")
    return found.group(1)


def own_matter(server):
    """An application of the citizen's own."""
    try:
        return first(server, "citizen", None, APPLICATION)
    except LookupError:
        return server.person("citizen").make("apply-legal-aid/legal_aid_application", "submit", **{
            "form_type": "represent", "matter_kind": "labour_arb", "matter": "labour", "case_stage": "arbitration",
            "organ": "劳动人事争议仲裁委员会", "organ_area": COUNTY, "facts": "在工地做工三个月，被拖欠劳动报酬。", "claim": "请求支付劳动报酬。",
            "exempt_type": "migrant", "applicant": {"name": "申请人乙", "person_group": ["migrant_worker"]},
        })["application"]


def begin(visitor):
    """The first question of a matter."""
    visitor.click("另起一份" if "另起一份" in visitor.text() else "开始填写")
    visitor.until(lambda: "/start/" in visitor.driver.current_url, "no question comes")


def ask_for_code(visitor):
    visitor.fill("phone", "13900000032")
    visitor.one("[name=agreed]").click()
    visitor.click("获取验证码").one("[name=code]")


def ask(visitor):
    visitor.fill("text", "公司两个月没发工资怎么办")
    visitor.click("提问").sees("AI生成")


def kinds():
    """Fresh every time: the list is code, so that a page of a record can look for its record."""
    made = []

    def page(name, who, path, **more):
        made.append(Kind(name, *(who or (None, None)), path, **more))

    def record(name, who, record, condition=None, then=""):
        page(name, who, lambda server: f"/w/{record}/{first(server, *who, record, condition)}{then}")

    front, city, county = ("front_desk", REGION), ("front_desk", CITY), ("front_desk", COUNTY)
    supervisor, lead, staff = ("supervisor", REGION), ("legal_lead", CITY), ("legal_staff", CITY)
    managing, leader = ("pls_admin", REGION), ("leader", REGION)
    system, security, audit = ("sys_admin", REGION), ("security_admin", REGION), ("audit_admin", REGION)

    page("entrance", None, "/sign-in")
    # Homes
    for role, at in [front, city, county, ("office_staff", OFFICE), ("seat_agent", REGION), ("seat_lead", REGION), staff, lead,
                     ("supervisor", CITY), supervisor, ("info_clerk", REGION), ("qc", CITY), ("line_officer", CITY), ("line_leader", CITY),
                     leader, managing, ("programme_manager", REGION), ("agency_clerk", "450103-NO01"), system, security, audit]:
        page(f"home-{role}-{at}", (role, at), "/w")
    page("notices", city, "/w/notices")
    page("help", city, "/w/help")
    page("search", city, "/w/search?q=工资")
    page("search-nothing", city, "/w/search?q=没有这样的事")
    # Lists
    for system_, record_, who in [
        ("work-order", "work_order", supervisor), ("work-order", "supervise_order", supervisor), ("work-order", "reception", county),
        ("work-order", "quality_check", ("qc", CITY)), ("interaction", "complaint", supervisor), ("interaction", "rating", supervisor),
        ("interaction", "suggestion", supervisor), ("interaction", "survey", supervisor), ("hotline-12348", "call_record", ("seat_lead", REGION)),
        ("hotline-12348", "callback_task", ("seat_lead", REGION)), ("hotline-12348", "seat", ("seat_lead", REGION)),
        ("legal-directory", "dir_org", managing), ("legal-directory", "dir_person", managing), ("legal-directory", "service_place", managing),
        ("team-roster", "team", managing), ("team-roster", "team_member", managing), ("team-roster", "shift", lead),
        ("team-roster", "roster_plan", managing), ("online-handling", "service_application", county),
        ("online-handling", "appointment", ("agency_clerk", "450103-NO01")), ("programme", "task_org", ("programme_manager", REGION)),
        ("programme", "quarter_report", ("programme_manager", REGION)), ("account-governance", "account", system),
        ("account-governance", "grant", security), ("org-division", "org", system), ("org-division", "org_change", system),
    ]:
        page(f"list-{record_}", who, f"/w/{system_}/{record_}")
    page("list-filtered", supervisor, f"/w/{ORDER}?f.state=closed&f.kind=ZX&f.created_at.from=2000-01-01&sort=created_at")
    page("list-nothing", supervisor, f"/w/{ORDER}?text=没有")
    page("list-columns", supervisor, f"/w/{ORDER}/columns")
    page("view-form", supervisor, f"/w/{ORDER}/views?f.state=closed")
    # Forms
    for system_, record_, who in [
        ("work-order", "work_order", county), ("work-order", "reception", county), ("work-order", "quality_check", ("qc", CITY)),
        ("interaction", "survey", supervisor), ("legal-directory", "dir_org", ("info_clerk", REGION)), ("team-roster", "team", managing),
        ("programme", "quarter_report", ("unit_reporter", CITY)), ("account-governance", "account_request", city),
        ("org-division", "org_change", ("data_admin", REGION)),
    ]:
        page(f"new-{record_}", who, f"/w/{system_}/{record_}/new")
    # Records
    for state, who in [("submitted", front), ("assigned", supervisor), ("in_progress", supervisor), ("replied", supervisor),
                       ("closed", supervisor)]:
        record(f"order-{state}", who, ORDER, f"state == '{state}'")
    record("order-assign", ("front_desk", OTHER_CITY), ORDER, f"state == 'accepted' && owner_org == '{OTHER_CITY}'", "/do/assign_down")
    record("order-accept", front, ORDER, "state == 'submitted' && owner_org == '450000'", "/do/accept")
    record("order-answer", front, ORDER, "state == 'submitted' && owner_org == '450000'", "/do/direct_answer")
    record("complaint", supervisor, "interaction/complaint")
    record("rating", supervisor, "interaction/rating")
    record("call", ("seat_lead", REGION), "hotline-12348/call_record")
    record("organisation-entry", managing, "legal-directory/dir_org")
    record("person-entry", managing, "legal-directory/dir_person")
    record("team", managing, "team-roster/team")
    record("shift", lead, "team-roster/shift")
    record("application", county, "online-handling/service_application")
    # Boards, figures, bulk data
    page("board-desk", front, "/w/boards/desk")
    page("board-supervision", supervisor, "/w/boards/supervision")
    page("board-supervision-low", supervisor, "/w/boards/supervision?kind=low")
    page("board-dispatch", city, "/w/boards/dispatch")
    page("board-composition", managing, "/w/boards/composition")
    page("board-composition-operations", managing, "/w/boards/composition?kind=ops")
    page("board-roster", lead, "/w/boards/roster")
    page("board-hotline", ("seat_agent", REGION), "/w/boards/hotline")
    page("board-hotline-lead", ("seat_lead", REGION), "/w/boards/hotline")
    page("board-reception", county, "/w/boards/reception")
    for part in ["unanswered", "answers", "review", "held", "runs"]:
        page(f"board-knowledge-{part}", ("qc" if part == "runs" else "info_clerk", REGION), f"/w/boards/knowledge?show={part}")
    page("board-knowledge-law", ("info_clerk", REGION), "/w/boards/knowledge/law?title=劳动法&article=50")
    page("programme-wall", ("programme_manager", REGION), "/w/programme")
    page("programme-wall-city", ("unit_reporter", CITY), "/w/programme")
    page("figures-none", leader, "/w/stats")
    page("figures", leader, f"/w/stats?record={ORDER}&from=2026-01-01&to=2026-12-31&compare=before")
    page("figures-split", leader, f"/w/stats?record={ORDER}&from=2026-01-01&to=2026-12-31&indicator=accepted")
    page("figures-behind", leader, f"/w/stats/behind?record={ORDER}&title=已办结&filter=state == 'closed'")
    page("reports", leader, "/w/stats/reports")
    page("import", managing, "/w/import")
    # Consoles
    for console, who, pages in [
        ("system", system, ["", "accounts", "organisations", "organisations/450100", "definitions", "definitions/work-order",
                            "definitions/work-order/work_order", "calendar", "health", "announcements"]),
        ("security", security, ["", "roles", "roles/front_desk", "roles/records/work-order/work_order", "grants", "parameters", "access",
                                "sessions", "policy"]),
        ("audit", audit, ["", "journal", "administrators", "verification", "alerts", "export"]),
    ]:
        for each in pages:
            page(f"{console}-{each.replace('/', '-') or 'overview'}", who, f"/admin/{console}{'/' + each if each else ''}")
    # The citizens' pages, for who has not signed in. Add a line for each new one.
    for name, path in [
        ("home", "/"), ("ask", "/ask"), ("ask-topic", "/ask/topics/wage"), ("ask-about", "/ask/about/KB000001"), ("ask-message", "/ask/message"),
        ("ask-delete", "/ask/delete"), ("complaint", "/complaint"),
        ("find", "/find"), ("find-lawyers", "/find?kind=person"), ("find-nothing", "/find?q=没有这样的机构"),
        ("matters", "/matters"), ("matter", "/matters/legal-aid"), ("matter-mediation", "/matters/mediation"), ("matter-start", "/matters/legal-aid/start"),
        ("matter-resume", "/matters/resume"), ("progress", "/progress"), ("notices", "/notices"),
        ("disclosure", "/disclosure"), ("learn", "/learn"), ("cases", "/cases"),
        ("calendar", "/calendar"), ("privacy", "/privacy"), ("receipts", "/receipts/verify"), ("sign-in-phone", "/enter/phone"),
        ("problem-no-page", "/nothing/here"),
    ]:
        page(f"citizens-{name}", None, path)
    page("citizens-ask-answered", None, "/ask", walk=ask, of_law=True)
    page("citizens-law", None, "/law/%E6%B0%91%E6%B3%95%E5%85%B8/1079", of_law=True)
    page("citizens-matter-question", None, "/matters/legal-aid/start", walk=begin)
    page("citizens-sign-in-code", None, "/enter/phone", walk=ask_for_code)
    for name, list_, pattern, then in [
        ("find-entry", FIND_ONE, r"/find/[0-9a-z]{26}", ""),
        ("find-correct", FIND_ONE, r"/find/[0-9a-z]{26}", "/correct"), ("notice", "/notices", r"/notices/[0-9a-z]{26}", ""),
        ("lesson", "/learn", r"/learn/[0-9a-z]{26}", ""), ("case", "/cases", r"/cases/[0-9a-z]{26}", ""),
    ]:
        page(f"citizens-{name}", None, lambda server, list_=list_, pattern=pattern, then=then: linked(server, list_, pattern) + then)
    page("citizens-find-person", None, lambda server: "/find/" + first(server, "pls_admin", REGION, "legal-directory/dir_person", "state == 'published'"))
    # Who has signed in: somebody with a matter, and somebody with an account.
    page("citizens-mine", ("citizen", None), "/me")
    page("citizens-matters-mine", ("citizen", None), lambda server: own_matter(server) and "/me/matters")
    page("citizens-progress-mine", ("citizen", None), lambda server: f"/progress/application/{own_matter(server)}")
    page("citizens-messages", ("citizen", None), "/me/messages")
    page("citizens-disclosure-new", ("citizen", None), "/disclosure/new")
    for each in ["", "messages", "matters", "data", "looked", "consents", "requests", "documents", "family", "identity", "devices", "phone",
                 "do/citizen-account/pi_request/new/submit", "do/citizen-account/agency/new/grant"]:
        page(f"citizens-account-{each.split('/')[-3] if '/' in each else each or 'overview'}", (PHONE, "13900000031"), f"/me/{each}".rstrip("/"))
    # When it goes wrong
    page("problem-not-found", city, f"/w/{ORDER}/0000000000000000")
    page("problem-forbidden", city, "/admin/system")
    page("problem-no-page", city, "/w/nothing/here")
    return made
