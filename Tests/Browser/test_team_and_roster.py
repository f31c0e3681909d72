"""Teams by the rules of the programme's attachment 4, who may stay out of which rule and who says so, the week's shifts, and who gets an order and why not somebody else."""

import dataclasses
import datetime
import itertools
import re

import pytest
from selenium.webdriver.common.action_chains import ActionChains

from orders import CITY, ORDER, OTHER_CITY, REGION, accepted
from people import Refused

TEAM, INSTITUTION, MEMBER = "team-roster/team", "team-roster/team_org", "team-roster/team_member"
PLAN, SHIFT, ASSIGNMENT = "team-roster/roster_plan", "team-roster/shift", "team-roster/shift_assign"
LINES = ["legal_aid", "lawyer", "notary", "mediation", "forensic", "lpq"]
# A city in which no other journey has anything to do; the demonstration's moment is Wednesday 2026-09-16.
HERE = "450300"
# The first of the weeks that are planned here.
WEEK = "2026-09-21"


def on_post(server, team, post, **more):
    """Somebody nominated, trained and sworn to secrecy."""
    manager = server.person("pls_admin", HERE)
    member = manager.make(MEMBER, "nominate", team=team, post=post, employment="purchase", **more)
    return manager.do(MEMBER, member["id"], "activate", confidential_on="2026-09-01", trained_on="2026-09-01")


@pytest.fixture(scope="module")
def operations(server):
    """An operations team that wants an information clerk and a supervisor."""
    manager = server.person("pls_admin", HERE)
    team = manager.make(TEAM, "create", kind="ops", name="桂林运行维护团队")
    lead = server.person("seat_lead", HERE)
    first = on_post(server, team["id"], "FD", desk_lines=LINES[:2], user=server.person("front_desk", HERE).id)
    for lines in (LINES[2:4], LINES[4:]):
        on_post(server, team["id"], "FD", desk_lines=lines)
    manager.do(TEAM, team["id"], "activate")
    return team["id"], first["id"], lead


def row(visitor, name):
    """The team's row of the composition board as it is read."""
    found = [each for each in visitor.words("table.composition tbody tr, .composition tr") if name in each]
    assert found, f"no team {name}: {visitor.main()}"
    return re.sub(r"\s+", " ", found[0])


def test_an_operations_team_lacks_whom_the_board_names_until_they_are_there(visitor, server, operations):
    team, _, _ = operations
    visitor.enter_as("pls_admin", HERE).open("/w/boards/composition?kind=ops").good()
    text = row(visitor, "桂林运行维护团队")
    assert "3人 应3" in text and "0人 应1" in text and "缺1人" in text, text
    visitor.open("/w/boards/composition?kind=ops&failing=true").sees("桂林运行维护团队").good()
    # The record says the same, by its own rule.
    visitor.open(f"/w/{TEAM}/{team}").sees("不达标").sees("后台督办员人数不符").sees("信息处理员人数不符").good()
    for post in ("SV", "IC"):
        on_post(server, team, post)
    visitor.do("核验组建").sees("达标")
    assert "缺" not in row(visitor.open("/w/boards/composition?kind=ops"), "桂林运行维护团队")
    visitor.open("/w/boards/composition?kind=ops&failing=true")
    assert "桂林运行维护团队" not in visitor.text()


def test_technicians_are_the_regions_alone(visitor, server):
    visitor.enter_as("pls_admin", REGION).open("/w/boards/composition?kind=tech").sees("自治区技术保障团队").good()
    assert "应≥2" in row(visitor, "技术保障团队")
    visitor.enter_as("pls_admin", HERE).open(f"/w/{TEAM}/new").put(kind="tech").send("组建团队").refused("技术保障团队只设在自治区").good()


def test_a_legal_team_short_of_an_institution_is_exempted_by_the_region_and_a_licence_that_ends_is_not(visitor, server):
    city, region = server.person("pls_admin", OTHER_CITY), server.person("pls_admin", REGION)
    team = next(each for each in city.list(TEAM, f"kind == 'legal' && org == '{OTHER_CITY}'"))
    address = f"/w/{TEAM}/{team['id']}"
    visitor.enter_as("pls_admin", OTHER_CITY).open(address).sees("达标")
    # Nothing is missing: there is nothing to be exempted from.
    visitor.not_yet("申请豁免", "团队没有缺口")
    forensic = next(each for each in city.list(INSTITUTION, "slot_kind == 'forensic' && state == 'active'") if city.view(INSTITUTION, each["id"])["team"].endswith(team["id"]))
    city.do(INSTITUTION, forensic["id"], "leave", left_reason="机构歇业")
    visitor.open("/w/boards/composition").good()
    assert "缺1个" in row(visitor, "柳州市司法局法律服务团队")
    visitor.open(address).do("申请豁免", reason="本市没有别的司法鉴定机构", support_org="邻市司法鉴定中心")
    # Whoever asked does not grant it.
    assert "批准豁免" not in visitor.actions()
    visitor.enter_as("pls_admin", REGION).open(address).do(
        "批准豁免", reason="同意由邻市支援", support_org="邻市司法鉴定中心", until="2026-12-31").sees("达标（豁免）").sees("邻市司法鉴定中心")
    visitor.open("/w/boards/composition").good()
    assert "豁免" in row(visitor, "柳州市司法局法律服务团队")
    # A lawyer's licence is suspended where licences are kept: he stands aside at once, and his place is no matter of exemption.
    member = next(each for each in city.list(MEMBER, "state == 'active' && post == 'LS'", 200) if city.view(MEMBER, each["id"])["team"].endswith(team["id"]))
    person = city.view(MEMBER, member["id"])["person"].rsplit(":", 1)[-1]
    server.person("sys_biz", REGION).do("legal-directory/dir_person", person, "sync", status="suspended")
    assert city.view(MEMBER, member["id"])["state"] == "suspended"
    visitor.open("/w/boards/composition").good()
    assert "缺" in row(visitor, "柳州市司法局法律服务团队")
    visitor.open(address).sees("不达标").sees("驻场机构在岗人数不是两人")
    visitor.open(f"/w/{MEMBER}/{member['id']}").not_yet("恢复", "人员执业状态还不正常").good()
    region.view(TEAM, team["id"])


# --- the roster ---------------------------------------------------------------------------------------------------------------


@dataclasses.dataclass
class Week:
    """A plan that is being made, with a shift on Monday and one on Tuesday, the same person in both."""

    plan: str
    monday: str
    tuesday: str
    begins: datetime.date

    def day(self, number):
        """1 is Monday."""
        return (self.begins + datetime.timedelta(days=number - 1)).isoformat()


@pytest.fixture
def week(server, operations):
    """Each test has one of its own, so that none goes by what another made of it."""
    team, member, lead = operations
    begins = datetime.date.fromisoformat(WEEK) + datetime.timedelta(weeks=next(weeks))
    plan = lead.make(PLAN, "create", team=team, **{"from": begins.isoformat()})
    shifts = [
        lead.make(SHIFT, "create", plan=plan["id"], date=(begins + datetime.timedelta(days=later)).isoformat(), place=place)["id"]
        for later, place in enumerate(["window", "online"])
    ]
    for shift in shifts:
        lead.make(ASSIGNMENT, "assign", shift=shift, member=member)
    return Week(plan["id"], *shifts, begins)


weeks = itertools.count()


def cell(visitor, date, place):
    return visitor.one(f"table.roster td[data-date='{date}'][data-place='{place}']")


def drag(visitor, shift, to):
    """With the mouse: pressed on the shift, moved, let go over the cell."""
    visitor.driver.execute_script("arguments[0].scrollIntoView({block: 'center', inline: 'center'})", shift)
    handle = shift.find_element("css selector", ".shift-need")
    ActionChains(visitor.driver).click_and_hold(handle).move_by_offset(6, 6).move_to_element(to).move_by_offset(2, 2).release().perform()


def test_a_shift_is_moved_by_its_button_and_by_the_mouse(visitor, server, week):
    lead = server.person("seat_lead", HERE)
    visitor.enter_as("seat_lead", HERE).open(f"/w/boards/roster?week={week.day(1)}").sees("草稿").good()
    # By the button: to the night, whoever stands in it goes along.
    cell(visitor, week.day(1), "window").find_element("link text", "调整").click()
    visitor.until(lambda: visitor.panel() is not None, "no panel").put(date=week.day(3), place="window").send("修改")
    visitor.until(lambda: cell(visitor, week.day(3), "window").text.startswith("09:00"), lambda: f"the shift is not there: {visitor.main()}")
    assert lead.view(SHIFT, week.monday)["date"].startswith(week.day(3))
    # By the mouse.
    shift = visitor.one(f"[data-shift='{week.monday}']")
    drag(visitor, shift, cell(visitor, week.day(4), "seat"))
    visitor.sees(f"班次已改到{week.day(4)} 热线座席").good()
    moved = lead.view(SHIFT, week.monday)
    assert moved["date"].startswith(week.day(4)) and moved["place"] == "seat" and moved["assigned"] == 1
    assert visitor.one(f"[data-shift='{week.monday}']").find_element("xpath", "ancestor::td").get_dom_attribute("data-date") == week.day(4)


def test_a_shift_does_not_go_where_its_person_stands_already(visitor, server, week):
    lead = server.person("seat_lead", HERE)
    before = lead.view(SHIFT, week.monday)
    visitor.enter_as("seat_lead", HERE).open(f"/w/boards/roster?week={week.day(1)}").excuse("status of 4")
    home = visitor.one(f"[data-shift='{week.monday}']").find_element("xpath", "ancestor::td").get_dom_attribute("data-date")
    drag(visitor, visitor.one(f"[data-shift='{week.monday}']"), cell(visitor, week.day(2), "window"))
    visitor.sees("该人员这一时段已有班次")
    assert visitor.one(f"[data-shift='{week.monday}']").find_element("xpath", "ancestor::td").get_dom_attribute("data-date") == home
    assert lead.view(SHIFT, week.monday)["date"] == before["date"]
    assert visitor.axe() == []


def test_a_plan_is_published_and_then_stands(visitor, server, week):
    visitor.enter_as("seat_lead", HERE).open(f"/w/{PLAN}/{week.plan}").good().do("发布").good()
    visitor.open(f"/w/boards/roster?week={week.day(1)}").sees("09:00").good()
    assert not visitor.all("[data-shift]") and "草稿" not in visitor.main()
    visitor.open(f"/w/{SHIFT}/{week.monday}").not_yet("修改", "已发布的排班请先收回再修改")
    # Whoever only reads the roster moves nothing.
    visitor.enter_as("front_desk", HERE).open(f"/w/boards/roster?week={week.day(1)}").sees("09:00").good()
    assert not visitor.all("[data-shift]")
    # He confirms his own shift.
    mine = server.person("front_desk", HERE)
    own = next(each for each in mine.list(ASSIGNMENT, "state == 'planned'") if week.day(1) <= each["date"][:10] <= week.day(7))
    visitor.open(f"/w/{ASSIGNMENT}/{own['id']}").do("确认")
    assert visitor.state() == "已确认"


# --- who gets an order --------------------------------------------------------------------------------------------------------


def test_whoever_serves_the_other_side_is_out_and_says_why(visitor, server):
    front = server.person("front_desk", CITY)
    lawyer = server.person("legal_staff", CITY)
    one, other = {"role": "applicant", "kind": "natural", "name": "申请人辛甲"}, {"role": "opponent", "kind": "natural", "name": "对方辛乙"}
    # Somebody of the team who gives no other journey anything to do.
    visitor.enter_as("front_desk", CITY).open("/w/boards/dispatch")
    order = accepted(server, CITY, parties=[one, other], account=None)
    while front.view(ORDER, order["id"]).get("review_required"):
        order = accepted(server, CITY, parties=[one, other], account=None)
    visitor.open(f"/w/boards/dispatch?order={order['id']}").sees("排序依次看").good()
    best = visitor.all("table.data-table tbody tr")[0]
    name = re.sub(r"^1\. ", "", best.find_element("tag name", "b").text)
    assert "在办" in best.text
    visitor.press(best.find_element("link text", "派给他"))
    visitor.until(lambda: visitor.panel() is not None, "no panel").sees("将随指派留存的理由").send(f"派给{name}").sees("理由已随指派留存")
    # The reasons stand with the order, for whoever asks later.
    visitor.open(f"/w/{ORDER}/{order['id']}").sees(f"派给{name}")
    # Now the other side comes.
    against = accepted(server, CITY, parties=[{**other, "role": "applicant"}, {**one, "role": "opponent"}], account=None)
    visitor.open(f"/w/boards/dispatch?order={against['id']}").sees("须回避").good()
    aside = [each for each in visitor.words(".card .plain-list li") if name in each]
    assert aside and order["order_no"] in aside[0] and "回避" in aside[0] or "利益冲突" in aside[0], aside
    assert name not in [re.sub(r"^\d+\. ", "", each) for each in visitor.words("table.data-table tbody tr b")]
    # Nor by an address typed by hand, nor through the API.
    user = next(each for each in front.view(ORDER, order["id"]).get("owner_user", "").split() if each)
    visitor.excuse("status of 4").open(f"/w/boards/dispatch?order={against['id']}&user={user}").sees("利益冲突")
    assert lawyer.id
