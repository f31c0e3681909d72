"""The front desk: from a visitor at the window to the closed order, and what it may not do."""

from orders import COUNTY, HANDLING, ORDER, PROCEDURE, REGION, WAGE_LAW, accepted, applicant, at_window, from_the_web
from people import Refused


def test_a_county_desk_takes_an_order_from_the_window_to_the_answer(each_visitor, each_server):
    visitor, server = each_visitor, each_server
    # Numbers that end in 0 are drawn for a second pair of eyes: the next one must not.
    while at_window(server)["order_no"][-1] == "9":
        pass
    visitor.enter_as("front_desk", COUNTY).good()
    visitor.click("前台队列").good()
    visitor.click("登记诉求").good()
    visitor.put(kind="ZX", service_line="legal_aid", nature="legal", content="公司拖欠工资三个月，应当怎样主张？", area_code=COUNTY, account="citizen")
    visitor.add_row("parties").put(title="拖欠工资怎么办", parties_0__name="申请人甲")
    visitor.send("提交").refused("法律类别").good()
    # What was typed is still there.
    assert visitor.one("[name=content]").get_attribute("value").startswith("公司拖欠工资")
    visitor.put(law_field="wage").send("提交").sees("已提交，编号 450103ZX").good()
    assert visitor.state() == "待受理"

    visitor.do("受理形成工单").sees("已受理形成工单")
    visitor.do("自办")
    assert visitor.state() == "办理中"
    visitor.do("内部备注", text="与劳动监察大队联系过")
    visitor.do("请当事人补充", question="请补充劳动合同和工资条。")
    assert visitor.state() == "中止（等待补充）"
    order = visitor.driver.current_url.split("?")[0].rsplit("/", 1)[1]
    server.person("citizen").do(ORDER, order, "supply", text="没有书面合同，有微信工资记录。")
    visitor.open(f"/w/{ORDER}/{order}").sees("没有书面合同")
    assert visitor.state() == "办理中"

    visitor.choose("答复").put(reply_public="可以先与公司协商。").send("答复").refused("法律条文").good()
    visitor.add_row("legal_basis").put(legal_basis_0__law=WAGE_LAW[0]["law"], legal_basis_0__article=WAGE_LAW[0]["article"])
    visitor.send("答复").sees("已答复").good()
    visitor.click("法律咨询意见书").good()
    visitor.sees("仅供参考")
    server.person("citizen").do(ORDER, order, "rate", satisfaction="5")
    visitor.open(f"/w/{ORDER}/{order}").good()
    assert visitor.state() == "已办结"
    assert visitor.actions() == []


def test_the_regional_desk_answers_procedure_itself_and_law_never(visitor, server):
    legal = from_the_web(server)
    visitor.enter_as("front_desk", REGION).open(f"/w/{ORDER}/{legal['id']}").good()
    visitor.choose("直接答复").put(reply_public="可以先与公司协商。").send("直接答复").refused("法律咨询须引用已发布的知识条目")
    plain = from_the_web(server, PROCEDURE)
    visitor.open(f"/w/{ORDER}/{plain['id']}")
    visitor.do("直接答复", reply_public="请带身份证、户口簿和亲属关系证明，公证处五个工作日内出证。")
    assert visitor.state() == "已答复（已反馈）"


def test_two_orders_of_one_party_become_one_and_others_do_not(each_visitor, each_server):
    visitor, server = each_visitor, each_server
    party = [applicant()]
    first = at_window(server, parties=party)
    second = at_window(server, parties=party)
    visitor.enter_as("front_desk", COUNTY).open(f"/w/{ORDER}/{second['id']}")
    # Without an account in common only the same party may be merged.
    other = at_window(server, account=None)
    visitor.choose("并单").put(merged_into=other["id"]).send("并单").refused("当事人不同").good()
    visitor.put(merged_into=first["id"]).send("并单").sees("已并单").good()
    assert visitor.state() == "已并单"
    visitor.open(f"/w/{ORDER}/{first['id']}").sees(second["order_no"]).good()


def test_a_handling_matter_goes_to_its_business_system(visitor, server):
    order = accepted(server, what=HANDLING)
    visitor.enter_as("front_desk", COUNTY).open(f"/w/{ORDER}/{order['id']}")
    visitor.choose("转业务系统").held_back("转业务系统", "biz_system")
    visitor.put(biz_system="legal_aid").send("转业务系统").good()
    assert visitor.state() == "已转业务系统"


def test_another_county_learns_nothing_of_the_order(each_visitor, each_server):
    visitor, server = each_visitor, each_server
    order = at_window(server)
    visitor.enter_as("front_desk", "450102").excuse("status of 4")
    visitor.open(f"/w/{ORDER}/{order['id']}").good()
    assert order["order_no"] not in visitor.text()
    try:
        server.person("front_desk", "450102").view(ORDER, order["id"])
        raise AssertionError("the API shows what the page does not")
    except Refused as refused:
        assert refused.status == 404


def test_nothing_typed_is_lost_when_others_were_faster(each_visitor, each_server):
    visitor, server = each_visitor, each_server
    order = at_window(server)
    visitor.enter_as("front_desk", COUNTY).open(f"/w/{ORDER}/{order['id']}")
    visitor.choose("受理形成工单")
    server.person("front_desk", COUNTY).do(ORDER, order["id"], "note", text="先到一步")
    visitor.send("受理形成工单").refused().sees("您打开之后的更改").good()
