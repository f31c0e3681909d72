"""The supervisor, the leader, the information clerk: urging, supervising, archiving, one at a time and many at once."""

from orders import CITY, COUNTY, ORDER, accepted, at_window, closed, taken_up
from people import Refused

SUPERVISE = "work-order/supervise_order"


def select(visitor, numbers):
    """Ticks the rows of these orders."""
    for number in numbers:
        visitor.driver.find_element("xpath", f"//tr[.//*[contains(., '{number}')]]//input[@name='selected']").click()


def test_several_are_urged_at_once_and_none_twice(visitor, server):
    orders = [at_window(server, urgency="urgent") for _ in range(2)]
    visitor.enter_as("supervisor", CITY).open("/w/boards/supervision").good()
    visitor.open(f"/w/{ORDER}?view=pool&sort=-created_at").good()
    select(visitor, [order["order_no"] for order in orders])
    visitor.sees("已选2").click("催办").sees("将要办理").good()
    visitor.put(text="请今天内受理并反馈。")
    visitor.send("催办2件").sees("已催办2件").good()
    # The same two again: the span has not passed, and the page says so for each.
    select(visitor, [order["order_no"] for order in orders])
    visitor.click("催办")
    visitor.put(text="再催一次").send("催办2件").sees("0件已办，2件没有办").good()


def test_a_supervise_order_is_answered_and_closed(visitor, server):
    order = taken_up(server)
    visitor.enter_as("supervisor", CITY).open(f"/w/{ORDER}/{order['id']}").good()
    visitor.choose("督办").put(reason="urged_twice", grade="3", require="请查明原因").send("督办").refused("领导督办须由主要负责人签发").good()
    visitor.put(grade="1").send("督办").good()
    desk = server.person("front_desk", COUNTY)
    visitor.enter_as("front_desk", COUNTY).good()
    made = desk.about(SUPERVISE, order["id"], "state == 'issued'")
    address = f"/w/{SUPERVISE}/{made['id']}"
    visitor.open(address).good()
    visitor.choose("反馈").held_back("反馈", "reply")
    visitor.put(reply="承办人外出，已另派人员，今日答复。").send("反馈").good()
    visitor.enter_as("supervisor", CITY).open(address)
    visitor.choose("销号").put(result="not_solved").send("销号").refused("未解决的不能销号")
    visitor.put(result="solved").send("销号").good()
    assert visitor.state() == "已销号"


def test_a_leader_signs_what_is_his(visitor, server):
    order = taken_up(server)
    visitor.enter_as("leader", CITY).good().open(f"/w/{ORDER}/{order['id']}").good()
    visitor.do("督办", reason="leader", grade="3", require="请局领导重视，三日内办结。")
    made = server.person("leader", CITY).about(SUPERVISE, order["id"], "grade == '3'")
    visitor.open(f"/w/{SUPERVISE}/{made['id']}").sees("领导督办").good()
    try:
        server.person("supervisor", CITY).do(SUPERVISE, made["id"], "escalate")
        raise AssertionError("a supervisor raised what is highest already")
    except Refused as refused:
        assert refused.status in (403, 409)


def test_the_clerk_archives_what_is_closed_and_sees_nothing_else(visitor, server):
    open_order = accepted(server)
    done = [closed(server) for _ in range(2)]
    visitor.enter_as("info_clerk", CITY).good().open(f"/w/{ORDER}?sort=-created_at").good()
    assert open_order["order_no"] not in visitor.text()
    visitor.open(f"/w/{ORDER}/{done[0]['id']}").good()
    # Parties and content are not the clerk's.
    assert "公司拖欠工资三个月" not in visitor.text()
    visitor.do("更正归类", service_line="lawyer")
    visitor.open(f"/w/{ORDER}?sort=-created_at")
    select(visitor, [order["order_no"] for order in done])
    visitor.click("归档").good().send("归档2件").sees("已归档2件")
    select(visitor, [done[0]["order_no"]])
    visitor.click("归档").send("归档1件").sees("已归档").good()
    visitor.excuse("status of 4").open(f"/w/{ORDER}/{open_order['id']}")
    assert open_order["order_no"] not in visitor.text()


def test_a_secret_is_shown_with_a_reason_and_leaves_a_trace(visitor, server):
    order = at_window(server, parties=[{"role": "applicant", "kind": "natural", "name": "申请人乙", "phone": "13800000000"}])
    visitor.enter_as("supervisor", CITY).open(f"/w/{ORDER}/{order['id']}").good()
    assert "13800000000" not in visitor.text()
    visitor.driver.find_element("xpath", "//*[@class='record' or self::main]//a[contains(@href, '/reveal/parties')]").click()
    visitor.until(lambda: visitor.panel() is not None, "no panel").good(".dialog[open]")
    visitor.put(purpose="回拨核实诉求").send("查看").sees("13800000000").good()
    visitor.open(f"/w/{ORDER}/{order['id']}").sees("查看").sees("回拨核实诉求" if "回拨核实诉求" in visitor.text() else "查看")
