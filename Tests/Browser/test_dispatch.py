"""Dispatch: an order is dropped on a person, the reasons are read, and only then is it given to him; its own page does the same by a button."""

DRAG = """
const [from, to] = [arguments[0], arguments[1]];
const data = new DataTransfer();
const send = (element, kind) => element.dispatchEvent(new DragEvent(kind, {bubbles: true, cancelable: true, dataTransfer: data}));
send(from, 'dragstart'); send(to, 'dragover'); send(to, 'drop'); send(from, 'dragend');
"""


def test_an_order_dropped_on_a_person_is_given_after_its_reasons_were_read(visitor, server):
    front = server.person("front_desk", "450100")
    order = front.make(
        "work-order/work_order", "submit", kind="ZX", channel="window", title="拖着派的工单", content="公司拖欠工资三个月", service_line="legal_aid",
        nature="legal", law_field="wage", area_code="450103", urgency="normal", parties=[{"name": "申请人丁", "phone": "13900000905"}])
    front.do("work-order/work_order", order["id"], "accept")
    visitor.enter_as("front_desk", "450100")
    visitor.open("/w/boards/dispatch").sees("拖着派的工单")
    assert visitor.axe() == []
    row = visitor.one(f"table#orders tr[data-id='{order['id']}']")
    person = visitor.one("table#people tbody tr")
    name = person.find_element("css selector", "th").text
    visitor.driver.execute_script(DRAG, row, person)
    visitor.sees("将随指派留存的理由").sees(name)
    assert visitor.axe() == []
    assert front.view("work-order/work_order", order["id"])["state"] == "accepted"
    note = visitor.one("[name=note]")
    note.send_keys("熟悉本案情况")
    visitor.click(f"派给{name}").sees("理由已随指派留存")
    assert front.view("work-order/work_order", order["id"])["state"] == "assigned"


def test_the_board_shows_what_comes_while_it_is_looked_at(visitor, server):
    visitor.enter_as("front_desk", "450100").open("/w/boards/dispatch").hears()
    front = server.person("front_desk", "450100")
    order = front.make(
        "work-order/work_order", "submit", kind="ZX", channel="window", title="看着派单看板时来的工单", content="公司拖欠工资三个月", service_line="legal_aid",
        nature="legal", law_field="wage", area_code="450103", urgency="normal", parties=[{"name": "申请人戊", "phone": "13900000906"}])
    front.do("work-order/work_order", order["id"], "accept")
    row = visitor.sees("看着派单看板时来的工单").one(f"table#orders tr[data-id='{order['id']}']")
    # What was drawn anew can be dragged like what was there before.
    visitor.driver.execute_script(DRAG, row, visitor.one("table#people tbody tr"))
    visitor.sees("将随指派留存的理由").good()
