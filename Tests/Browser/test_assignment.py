"""Orders on their way down and back: region, city, county, judicial office; returns and who decides them."""

from orders import CITY, COUNTY, OFFICE, ORDER, OTHER_COUNTY, PROCEDURE, REGION, accepted, at_window, from_the_web
from people import Refused


def assigned(server, order, *steps):
    """Down the line: (from, to), (from, to) …"""
    for at, to in steps:
        order = server.person("front_desk", at).do(ORDER, order["id"], "assign_down", to_org=to, reason="按事发地指派")
    return order


def test_region_city_county_office(each_visitor, each_server):
    visitor, server = each_visitor, each_server
    order = from_the_web(server, PROCEDURE)
    address = f"/w/{ORDER}/{order['id']}"
    # The region
    visitor.enter_as("front_desk", REGION).open("/w/boards/desk").good().open(address)
    visitor.do("受理形成工单")
    visitor.choose("指派下级").put(to_org="450100-AC01").send("指派下级").refused("自治区指派到市或县")
    visitor.put(to_org=CITY, reason="事发在南宁").send("指派下级").sees("已指派下级").good()
    # The city
    visitor.enter_as("front_desk", CITY).good().open(address).good()
    assert visitor.state() == "待签收"
    visitor.do("签收")
    visitor.choose("指派下级").put(to_org="450203").send("指派下级").refused("只能指派给本级以下的单位")
    visitor.put(to_org=COUNTY).send("指派下级").good()
    # The county hands on to nobody
    visitor.enter_as("front_desk", COUNTY).open(address)
    assert "指派下级" not in visitor.actions()
    visitor.do("签收")
    assert visitor.state() == "办理中" and "指派下级" not in visitor.actions()
    visitor.do("请求协助答复", reason="需要公证专业意见")
    # The whole way can be read
    visitor.sees("流转指派").sees("南宁市司法局")


def test_an_office_takes_what_its_city_gives_it(visitor, server):
    order = accepted(server, CITY, {**PROCEDURE, "service_line": "grassroots"})
    assigned(server, order, (CITY, OFFICE))
    visitor.enter_as("front_desk", OFFICE).good().open(f"/w/{ORDER}/{order['id']}").good()
    visitor.do("签收")
    visitor.choose("答复").put(reply_public="请到司法所办理，当日可以办结。").send("答复").good()
    assert visitor.state() == "已答复（已反馈）"


def test_a_matter_for_line_departments_does_not_go_to_an_office(visitor, server):
    order = accepted(server, CITY, {**PROCEDURE, "service_line": "notary"})
    visitor.enter_as("front_desk", CITY).open(f"/w/{ORDER}/{order['id']}")
    visitor.choose("指派下级").put(to_org=OFFICE).send("指派下级").refused("不得分派给司法所").good()


def test_a_return_once_for_each_and_the_third_is_the_leaders(each_visitor, each_server):
    visitor, server = each_visitor, each_server
    order = accepted(server, CITY, PROCEDURE)
    address = f"/w/{ORDER}/{order['id']}"
    assigned(server, order, (CITY, COUNTY))
    visitor.enter_as("front_desk", COUNTY).open(address)
    visitor.choose("退回").held_back("退回", "return_reason")
    visitor.put(return_reason="not_area", text="事发在兴宁区").send("退回").good()
    # The city's desk gives it to the right county; that one returns it, too.
    visitor.enter_as("front_desk", CITY).open(address).good()
    assert visitor.state() == "待重派"
    visitor.do("指派下级", to_org=OTHER_COUNTY)
    server.person("front_desk", OTHER_COUNTY).do(ORDER, order["id"], "return", return_reason="not_duty", text="不是本局职责")
    # After two returns the desk no longer decides, the supervisor does.
    visitor.open(address).good()
    assert "指派下级" not in visitor.actions()
    visitor.enter_as("supervisor", CITY).open(address).good()
    visitor.do("审核退回", upheld="false", comment="应由兴宁区办理")
    visitor.do("指派下级", to_org="450105")
    server.person("front_desk", "450105").do(ORDER, order["id"], "return", return_reason="no_capacity", text="无承接能力")
    visitor.open(address)
    assert "指派下级" not in visitor.actions()
    visitor.enter_as("leader", CITY).good().open(address).good()
    visitor.do("指派下级", to_org="450107", reason="由西乡塘区承办，不得再退")
    try:
        server.person("front_desk", "450107").do(ORDER, order["id"], "return", return_reason="not_duty", text="再退一次")
        raise AssertionError("a decided order was returned")
    except Refused as refused:
        assert "不得再退回" in str(refused)


def test_a_unit_that_helps_says_what_it_thinks(visitor, server):
    order = accepted(server, CITY, PROCEDURE)
    visitor.enter_as("front_desk", CITY).open(f"/w/{ORDER}/{order['id']}")
    visitor.choose("增加协办").put(to_org=CITY).send("增加协办").refused("已在承办或协办")
    visitor.put(to_org=COUNTY, reason="请青秀区公证处提供意见").send("增加协办").good()
    visitor.do("自办")
    visitor.enter_as("front_desk", COUNTY).open(f"/w/{ORDER}/{order['id']}").good()
    visitor.do("协办反馈", feedback="材料齐全，可以当日受理。")
    visitor.enter_as("front_desk", CITY).open(f"/w/{ORDER}/{order['id']}").sees("协办意见：材料齐全").good()
