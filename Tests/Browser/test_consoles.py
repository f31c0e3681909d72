"""The three administrators: each in a console of his own, none in another's, and nobody near the content of a case."""

from orders import CITY, ORDER, REGION, at_window
from people import Refused

SYSTEM, SECURITY, AUDIT = ("sys_admin", REGION), ("security_admin", REGION), ("audit_admin", REGION)
GOVERNANCE = "account-governance"


def test_an_account_takes_four_people(visitor, server):
    desk = server.person("front_desk", REGION)
    request = desk.make(f"{GOVERNANCE}/account_request", "request", person_name="覃新人", unit=REGION, reason="新到岗前台", roles=["front_desk"])
    # The leader approves,
    visitor.enter_as("deputy_leader", REGION).good().open(f"/w/{GOVERNANCE}/account_request/{request['id']}").good()
    visitor.do("批准", comment="同意")
    # the system administrator creates – without any right –,
    visitor.enter_as(*SYSTEM).good().open("/admin/system/accounts").sees("开通 · 覃").good()
    visitor.click("创建账号").good()
    login = f"qin.{request['id'][-6:].lower()}"
    visitor.put(login=login, person_name="覃新人", unit=REGION, clearance="internal").send("创建账号").refused("须凭已批准的申请单创建").good()
    visitor.put(request=request["id"]).send("创建账号").good()
    account = visitor.driver.current_url.split("?")[0].rsplit("/", 1)[1]
    assert visitor.state() == "已创建（无权限）"
    # the security administrator grants,
    visitor.enter_as(*SECURITY).good().open(f"/w/{GOVERNANCE}/grant/new").good()
    visitor.put(account=account, role="front_desk", basis=request["id"], scope=REGION).send("授权").good()
    # and the system administrator switches it on.
    assert visitor.enter_as(*SYSTEM).open(f"/admin/system/accounts/{account}").axe() == []
    visitor.click("启用").until(lambda: visitor.panel() is not None, "no panel")
    visitor.send("启用").good()
    assert visitor.open(f"/admin/system/accounts/{account}").sees("前台受理员").axe() == []
    # Each of it stands in the administrators' journal.
    assert visitor.enter_as(*AUDIT).good().open("/admin/audit/administrators").axe() == []
    visitor.sees("创建账号").sees("授权").sees("启用")


def test_no_administrator_enters_anothers_console_or_a_case(visitor, server):
    order = at_window(server)
    for own, others in [(SYSTEM, ["security", "audit"]), (SECURITY, ["system", "audit"]), (AUDIT, ["system", "security"])]:
        visitor.enter_as(*own).excuse("status of 4")
        for console in others:
            visitor.open(f"/admin/{console}").sees("三员互不兼任").good()
        visitor.open(f"/w/{ORDER}/{order['id']}")
        assert order["order_no"] not in visitor.text()
    # And who tried is told to the security administrator.
    visitor.enter_as(*SECURITY).open("/admin/security/access").sees("拒绝访问")
    assert visitor.axe() == []


def test_nobody_grants_to_himself_and_no_two_administrations_in_one_hand(server):
    security = server.person(*SECURITY)
    desk = server.person("front_desk", REGION)
    request = desk.make(f"{GOVERNANCE}/account_request", "request", person_name="莫三员", unit=REGION, reason="三员补缺")
    server.person("deputy_leader", REGION).do(f"{GOVERNANCE}/account_request", request["id"], "approve")
    account = server.person(*SYSTEM).make(
        f"{GOVERNANCE}/account", "create", login=f"mo.{request['id'][-6:].lower()}", person_name="莫三员", unit=REGION, request=request["id"])
    security.make(f"{GOVERNANCE}/grant", "grant", account=account["id"], role="sys_admin", basis=request["id"], scope=[REGION])
    other = desk.make(f"{GOVERNANCE}/account_request", "request", action="change", person_name="莫三员", unit=REGION, reason="兼任", account=account["id"])
    server.person("deputy_leader", REGION).do(f"{GOVERNANCE}/account_request", other["id"], "approve")
    try:
        security.make(f"{GOVERNANCE}/grant", "grant", account=account["id"], role="audit_admin", basis=other["id"], scope=[REGION])
        raise AssertionError("one person administers and audits")
    except Refused as refused:
        assert refused.status == 409


def test_organisations_keep_their_history(visitor, server):
    keeper = server.person("data_admin", REGION)
    change = keeper.make(
        "org-division/org_change", "create", kind="rename", **{"from": ["450103-S01"]}, new_name="青秀区新竹街道司法所", document="桂司编〔2026〕1号",
        effective_at="2026-10-01")
    visitor.enter_as("data_admin", REGION).good().open(f"/w/org-division/org_change/{change['id']}").good()
    visitor.do("确认")
    assert visitor.state() == "待生效"
    visitor.click("机构变更通知").good()
    visitor.enter_as(*SYSTEM).open("/admin/system/organisations").good().open("/admin/system/organisations/450103").good()


def test_a_definition_is_looked_at_checked(visitor, tmp_path):
    visitor.enter_as(*SYSTEM).open("/admin/system/definitions").good()
    visitor.open("/admin/system/definitions/work-order").good().open("/admin/system/definitions/work-order/work_order").good()
    file = tmp_path / "system.yaml"
    file.write_text(DEFINITION.replace("type: text", "type: txet"))
    visitor.open("/admin/system/definitions").put(definition=file).send("校验").excuse("status of 4")
    visitor.sees("system.yaml:10").sees("txet")
    file.write_text(DEFINITION)
    visitor.open("/admin/system/definitions").put(definition=file).send("校验").sees("没有错误，可以装载").good()
    # Checking loads nothing.
    visitor.excuse("status of 4").open("/admin/system/definitions/tea-room")
    assert "茶杯" not in visitor.text()


DEFINITION = """\
system: tea-room
name: 茶水间
platform: government-affairs
zone: extranet
records:
  cup:
    name: 茶杯
    title: "{owner}"
    fields:
      owner: {label: 主人, type: text, required: true}
    access:
      - {role: clerk, may: [view, list, create, edit], scope: organisation}
    lists: {columns: [owner]}
"""


def test_a_year_of_the_calendar_is_refused_tried_and_entered(visitor):
    visitor.enter_as(*SYSTEM).open("/admin/system/calendar?from=2026-09-16&count=7&unit=workdays").sees("到期").good()

    def third_of_march(first, last):
        form = next(form for form in visitor.all("form[action='/admin/system/calendar'][method=post]") if "启用三月三安排" in form.text)
        for name, value in {"year": "2027", "first": first, "last": last, "source": "桂政办电〔2027〕1号"}.items():
            visitor.put_in(form, name, value)
        form.find_element("xpath", ".//button[normalize-space(.)='启用三月三安排']").click()
        return visitor

    third_of_march("2027-04-09", "2027-04-08").excuse("status of 4")
    visitor.until(lambda: visitor.all(".error-summary"), "an end before the beginning was taken").good()
    third_of_march("2027-04-08", "2027-04-09").sees("已启用").good()


def test_a_parameter_is_set_from_a_day_on(visitor):
    assert visitor.enter_as(*SECURITY).open("/admin/security/parameters").axe() == []
    visitor.open("/admin/security/parameters/work-order/supply_days").good()
    visitor.put(value="-3", source="厅务会纪要").send("设定新值").refused().good()
    visitor.put(value="9", source="厅务会纪要〔2026〕9号").send("设定新值").sees("9").good()


def test_the_journal_is_verified(visitor):
    visitor.enter_as(*AUDIT).open("/admin/audit/verification").good()
    visitor.click("核验全部日志").sees("没有发现篡改").good()
    assert visitor.open("/admin/audit/alerts").axe() == []
    assert visitor.open("/admin/audit/export").axe() == []


def test_health_and_an_announcement(visitor):
    visitor.enter_as(*SYSTEM).open("/admin/system/health").good()
    visitor.open("/admin/system/announcements").good()
    visitor.put(text="今晚二十二时起维护一小时。").send("发布公告").good()
    visitor.enter_as("front_desk", CITY).open("/w/notices").sees("今晚二十二时起维护一小时").good()
