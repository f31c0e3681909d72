"""What takes two people: extensions, quality checks, complaints, low ratings."""

from orders import CITY, COUNTY, HANDLING, ORDER, REGION, closed, replied, taken_up

COMPLAINT = "interaction/complaint"
CHECK = "work-order/quality_check"


def test_an_extension_is_asked_by_one_and_granted_by_another(each_visitor, each_server):
    visitor, server = each_visitor, each_server
    order = taken_up(server, what=HANDLING)
    address = f"/w/{ORDER}/{order['id']}"
    visitor.enter_as("front_desk", COUNTY).open(address)
    visitor.choose("申请延期").put(reason="需向用人单位调取工资记录", days="30").send("申请延期").refused("最多可延长十个工作日").good()
    visitor.put(days="10").send("申请延期").good()
    visitor.not_yet("申请延期", "延期只能一次")
    visitor.enter_as("line_leader", COUNTY).good().open(address).good()
    visitor.do("批准延期", comment="同意")
    visitor.sees("延期")
    # Once, and no more.
    visitor.not_yet("批准延期", "没有待批的延期申请").good()


def test_a_check_is_not_by_oneself_and_an_appeal_by_a_third(each_visitor, each_server):
    visitor, server = each_visitor, each_server
    order = replied(server)
    desk = server.person("front_desk", COUNTY)
    visitor.enter_as("qc", CITY).good().open(f"/w/{CHECK}/new").good()
    visitor.put(target=f"{ORDER}:{order['id']}", sample_reason="random").send("建立质检").good()
    address = visitor.driver.current_url.split("?")[0].removeprefix(visitor.url)
    visitor.choose("下发").send("下发").refused("每项都要评分").good()
    for index, score in enumerate([14, 15, 36, 15, 10, 5]):
        visitor.put(**{f"items_{index}__score": str(score)})
    visitor.put(issued_to=desk.id).send("下发").good()
    assert visitor.state() == "已下发"
    id = address.rsplit("/", 1)[1]
    desk.do(CHECK, id, "appeal", appeal="答复准确，扣分不当。")
    visitor.open(address)
    assert "复核申诉" not in visitor.actions()
    visitor.enter_as("supervisor", CITY).open(address).good()
    visitor.do("复核申诉", final_score="99", comment="申诉成立")
    assert visitor.state() == "已定"


def test_a_complaint_is_kept_from_those_it_is_about(visitor, server):
    citizen = server.person("citizen")
    complaint = citizen.make(
        COMPLAINT, "submit", matter="late", target_kind="org", target_name="青秀区司法局窗口", target_org=COUNTY, service_line="legal_aid",
        facts="约好的日子没有人办理，来回三次。", request="请说明原因并尽快办理", received_by=CITY)
    address = f"/w/{COMPLAINT}/{complaint['id']}"
    visitor.enter_as("supervisor", CITY).good().open(address).good()
    visitor.choose("分流").put(route="line_dept", handler_org=COUNTY).send("分流").refused("不得办理对自己的投诉").good()
    visitor.put(handler_org=CITY).send("分流").good()
    visitor.enter_as("line_officer", COUNTY).excuse("status of 4").open(address)
    assert complaint["complaint_no"] not in visitor.text()
    visitor.enter_as("line_officer", CITY).good().open(address).good()
    visitor.do("受理")
    visitor.choose("调查").put(on_site="true", text="现场查看排班").send("调查").refused("现场调查须两人以上")
    visitor.put(on_site="false", text="调取了取号记录和排班表").send("调查").good()
    visitor.not_yet("答复", "尚未作出结论")
    assert "作出结论" not in visitor.open(address).actions()
    visitor.enter_as("line_leader", CITY).open(address).good()
    visitor.choose("作出结论").put(finding="true").send("作出结论").refused("处理措施")
    visitor.put(measures="对窗口人员批评教育，调整排班。").send("作出结论").good()
    visitor.enter_as("line_officer", CITY).open(address)
    visitor.do("答复", reply="经查，窗口当日排班有误，已改正并向您致歉。")
    visitor.click("投诉处理答复书").good()
    visitor.enter_as("supervisor", CITY).open(address)
    visitor.do("确认办结")
    assert visitor.state() == "已办结"


def test_a_low_rating_is_called_back_and_put_right(each_visitor, each_server):
    visitor, server = each_visitor, each_server
    order = closed(server, "1", comment="等了太久")
    rating = server.person("supervisor", CITY).about("interaction/rating", order["id"], "state == 'low'")
    address = f"/w/interaction/rating/{rating['id']}"
    visitor.enter_as("supervisor", CITY).open("/w/boards/supervision?kind=low").good().open(address).good()
    visitor.choose("差评整改").put(measure="增开窗口").send("差评整改").refused("请先回访").good()
    visitor.open(address)
    visitor.do("回访", contact_note="已致电致歉，当事人要求增加窗口。", verified="true")
    visitor.do("差评整改", measure="增开一个窗口，公布等候时间。")
    assert visitor.state() == "已整改"
    visitor.click("差评整改反馈单").good()


def test_what_was_answered_badly_is_done_again_by_another(visitor, server):
    order = closed(server, "2")
    visitor.enter_as("supervisor", CITY).open(f"/w/{ORDER}/{order['id']}").good()
    visitor.choose("重新办理").held_back("重新办理", "reason")
    visitor.put(reason="答复没有说明时效", reopen_kind="quality").send("重新办理").good()
    assert visitor.state() == "已受理"
    visitor.enter_as("front_desk", COUNTY).open(f"/w/{ORDER}/{order['id']}").sees("不再承办的人员").good()


def test_the_region_sees_what_is_complained_of_a_city(visitor, server):
    complaint = server.person("citizen").make(
        COMPLAINT, "submit", matter="attitude", target_kind="org", target_name="南宁市司法局", target_org=CITY, service_line="general",
        facts="电话里态度生硬。", received_by=CITY)
    visitor.enter_as("supervisor", CITY).excuse("status of 4").open(f"/w/{COMPLAINT}/{complaint['id']}")
    assert complaint["complaint_no"] not in visitor.text()
    visitor.enter_as("supervisor", REGION).open(f"/w/{COMPLAINT}/{complaint['id']}").sees(complaint["complaint_no"]).good()
